"""Timers are named inside their own window only, and never against a Reason that names another cause: pairs just inside and just outside."""
from script import call

FAILED = ['Reason: SIP;cause=500;text="Session failure"']
SILENT = 'dropped sip-500-server-internal-error generic microsoft'


def lasts(c, seconds, by='teams', hdr=FAILED):
    """@seconds after the answer that the caller got."""
    c.up()
    c.ended(4.05 + seconds, by, hdr=hdr)


for seconds, finding in ((3.4, ''), (3.6, 'drop-4-seconds'), (5.4, 'drop-4-seconds'), (5.6, ''), (9.4, ''), (9.6, 'drop-no-media'),
                         (20.9, 'drop-no-media'), (21.1, ''), (30.9, ''), (31.1, 'drop-32-seconds'), (34.4, 'drop-32-seconds'), (34.6, '')):
    entry = 'dropped dr-%s likely microsoft' % finding if finding else SILENT

    @call('drop-%s' % str(seconds).replace('.', '-'), entry, finding)
    def _(c, seconds=seconds):
        lasts(c, seconds)


for seconds in (4.2, 15, 32):
    @call('drop-cause-38-%d' % seconds, 'dropped q850-38-network-out-of-order likely carrier', direction='from')
    def _(c, seconds=seconds):
        lasts(c, seconds, 'carrier', ['Reason: Q.850;cause=38'])

    @call('drop-sip-488-%d' % seconds, 'dropped sip-488-not-acceptable-here generic carrier', direction='from')
    def _(c, seconds=seconds):
        lasts(c, seconds, 'carrier', ['Reason: SIP;cause=488'])


@call('timer-named-cause', 'dropped q850-38-network-out-of-order likely sbc', 'released-sbc')
def _(c):
    """The session timer would run out then, and the BYE says something else."""
    c.up(hdr=['Session-Expires: 1800;refresher=uas', 'Require: timer'], one_hdr=[])
    c.ended(4 + 1768, 'sbc', ['Reason: Q.850;cause=38'])


# RFC 4028 10: a third of the interval before its end, at most 32 s; 3 s are allowed for clocks.
for interval, seconds, finding in ((90, 56, ''), (90, 58, 'session-refresh-missing'), (90, 123, 'session-refresh-missing'), (90, 126, ''),
                                   (89, 89, ''), (1800, 1764, ''), (1800, 1766, 'session-refresh-missing')):
    @call('interval-%d-at-%d' % (interval, seconds), 'completed - unknown unknown', finding, direction='from')
    def _(c, interval=interval, seconds=seconds):
        c.up(hdr=['Session-Expires: %d;refresher=uac' % interval], one_hdr=[])
        c.ended(4 + seconds, 'carrier')


# ---- timers B and C: the sentence (in the golden) names them or not

def gives_up(c, code, at, sent=(0.05, 0.55, 1.55, 3.55, 7.55, 15.55), hdr=()):
    c.t.invite(0)
    c.t.reply(0.01, 100)
    for t in sent:
        c.k.invite(t)
    c.t.reply(at, code, hdr=hdr)
    c.t.ack(at + 0.1, failed=True)


for at in (16.0, 31.0, 31.1, 36.0, 36.1):
    @call('408-at-%s' % str(at).replace('.', '-'), 'failed dr-408-560408-sbc likely sbc', 'no-answer', direction='from')
    def _(c, at=at):
        gives_up(c, 408, at)


@call('503-named-cause', 'failed dr-503-560503-sbc likely sbc', 'no-answer', direction='from')
def _(c):
    gives_up(c, 503, 32.1, hdr=['Reason: Q.850;cause=34'])


for at in (91.0, 181.0, 181.1, 191.0, 191.2):
    @call('480-at-%s' % str(at).replace('.', '-'), 'failed dr-480-560480-sbc likely sbc', 'no-final-answer', direction='from')
    def _(c, at=at):
        c.begin()
        c.ring()
        c.t.reply(at, 480)
        c.t.ack(at + 0.1, failed=True)


# ---- the limits of the state

def unanswered(n):
    return [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5][:n]


for n in (5, 6):
    @call('sent-%d-times' % n, 'setup - unknown unknown', legs='k')
    def _(c, n=n):
        """The log ends before anybody gave up."""
        for t in unanswered(n):
            c.k.invite(t)


@call('sent-7-times', 'failed sip-408-request-timeout likely unknown', 'no-answer', legs='k')
def _(c):
    for t in unanswered(7):
        c.k.invite(t)


def without_ack(c, n):
    c.begin()
    c.ring()
    for i in range(n):
        c.k.reply(4 + i, 200, body=c.k.answer)
    c.k.bye(4.5 + n, 'b')


@call('200-twice-no-ack', 'completed - unknown unknown', legs='k')
def _(c):
    without_ack(c, 2)


@call('200-thrice-no-ack', 'dropped dr-drop-32-seconds likely unknown', 'ack-missing', legs='k')
def _(c):
    without_ack(c, 3)


@call('bye-408', 'dropped sip-408-request-timeout generic microsoft', 'released-caller')
def _(c):
    c.up()
    c.k.bye(60, 'a')
    c.t.bye(60.02, 'a', code=408, gap=0.5)


@call('cancel-after-486', 'failed dr-486-560486-sbc likely carrier', direction='from')
def _(c):
    """The refusal was there when the CANCEL was sent."""
    c.begin()
    c.ring()
    c.k.reply(5, 486)
    c.k.ack(5.01, failed=True)
    c.t.reply(5.02, 486)
    c.t.send(5.03, 'CANCEL', cseq=1, tagged=False, branch='z9hG4bK-cancel-after-486-t-INVITE1')
    c.t.reply(5.04, 481, 'CANCEL', cseq=1, branch='z9hG4bK-cancel-after-486-t-INVITE1')
    c.t.ack(5.1, failed=True)


@call('200-after-486', 'completed - unknown unknown', legs='k')
def _(c):
    """One phone of a fork is busy, another one answers the same INVITE."""
    c.begin()
    c.ring()
    c.k.reply(2, 486, tag='busy')
    c.k.reply(4, 200, body=c.k.answer)
    c.k.ack(4.1)
    c.k.bye(60, 'a')


# ---- Contact

for code in (403, 408):
    @call('%d-contact-address' % code, 'failed %s microsoft' % (
        'dr-403-510532-no-trunk likely' if code == 403 else 'sip-408-request-timeout generic'), 'contact-address')
    def _(c, code=code):
        c.one.invite(0)
        c.one.reply(0.01, 100)
        c.t.invite(0.05, contact='192.0.2.10:5061')
        c.t.reply(0.3, code)
        c.t.ack(0.31, failed=True)
        c.k.reply(0.35, code)
        c.k.ack(0.4, failed=True)
