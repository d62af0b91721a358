"""Who did it is decided by the dialog: the same calls, with the messages of one end from another address (a proxy, a pool)."""
from script import call

FINE = 'completed - unknown unknown'
PROXY = '203.0.113.60:5060'


def moved(c, leg, by, since, to=PROXY):
    """What that end of the leg sends and gets after @since, it sends and gets at another address."""
    old = leg.end(by).socket
    sbc = leg.end('b' if by == 'a' else 'a').socket

    def place(t, a, b):
        if t < since or {a, b} != {old, sbc}:
            return a, b
        return (to, b) if a == old else (a, to)
    c.log = [(t, *place(t, a, b), m) for t, a, b, m in c.log]


@call('caller-by-another-address', FINE, 'released-caller')
def _(c):
    c.up()
    c.ended(134, 'carrier')
    moved(c, c.k, 'a', 100)


@call('caller-behind-proxy', FINE, 'released-caller')
def _(c):
    """INVITE through a proxy, everything later straight."""
    c.up()
    c.ended(134, 'carrier')
    moved(c, c.k, 'a', 4.08, '203.0.113.80:5060')


@call('called-by-another-address', FINE, 'released-called', direction='from')
def _(c):
    c.up()
    c.ended(134, 'carrier')
    moved(c, c.k, 'b', 100)


@call('called-by-the-callers-address', FINE, 'released-called', legs='k')
def _(c):
    """Both ends are behind one proxy: addresses say nothing at all."""
    c.up()
    c.k.bye(60, 'b')
    a, b = c.k.a.socket, c.k.b.socket
    c.log = [(t, PROXY, '203.0.113.61:5060', m) for t, _a, _b, m in c.log]


@call('refer-by-another-address', FINE, 'released-caller')
def _(c):
    """The NOTIFY comes from another address of the side that was asked: it is there all the same."""
    c.up()
    c.t.cseqs['b'] += 1
    c.t.send(30, 'REFER', 'b', hdr=['Refer-To: <sip:+15550100003@sip.pstnhub.microsoft.com>'])
    c.t.reply(30.05, 202, 'REFER', 'a')
    c.t.cseqs['a'] += 1
    c.t.send(30.1, 'NOTIFY', 'a', hdr=['Event: refer', 'Subscription-State: active'], body='SIP/2.0 200 OK\r\n',
             content_type='message/sipfrag')
    c.t.reply(30.15, 200, 'NOTIFY', 'b')
    c.ended(60, 'carrier')
    moved(c, c.t, 'b', 30.08, '52.114.7.24:5061')


@call('glare-by-another-address', 'dropped sip-491-request-pending generic microsoft', 'glare')
def _(c):
    c.up()
    c.t.cseqs['b'] += 1
    c.t.send(30, 'INVITE', 'b', body=c.t.answer)
    c.t.again(30.02, body=c.t.offer, code=491)
    c.t.reply(30.3, 200, 'INVITE', 'a', body=c.t.offer)
    c.ended(31, 'teams', ['Reason: SIP;cause=491;text="Request Pending"'])
    moved(c, c.t, 'b', 25, '52.114.7.24:5061')


# ---- nobody hangs up so soon

for who, by, finding in (('caller', 'carrier', 'released-at-once'), ('called', 'teams', 'released-at-once'), ('sbc', 'sbc', 'released-at-once')):
    @call('at-once-' + who, 'completed dr-drop-at-once likely unknown', finding)
    def _(c, by=by):
        c.up()
        c.ended(4.3, by)

for seconds, verdict, finding in ((0.49, 'completed dr-drop-at-once likely unknown', 'released-at-once'), (0.51, FINE, 'released-caller')):
    @call('one-leg-%s' % str(seconds).replace('.', '-'), verdict, finding, legs='k')
    def _(c, seconds=seconds):
        c.up()
        c.k.bye(4 + seconds, 'a')


@call('cancel-crossed-at-once', 'completed - unknown unknown', 'cancel-crossed released-caller', legs='k')
def _(c):
    """The caller had given up: the BYE is right."""
    c.begin()
    c.ring()
    c.k.send(3.95, 'CANCEL', cseq=1, tagged=False, branch='z9hG4bK-cancel-crossed-at-once-c-INVITE1')
    c.k.reply(4, 200, body=c.k.answer)
    c.k.ack(4.02)
    c.k.bye(4.1, 'a')


# ---- a cause of the set-up after the answer

for cause in (1, 17, 21, 28, 34):
    state = 'completed - unknown unknown' if cause in (17, 21) else 'dropped dr-drop-setup-cause likely carrier'

    @call('cause-%d-after-answer' % cause, state, '' if cause in (17, 21) else 'setup-cause-after-answer', direction='from')
    def _(c, cause=cause):
        c.up()
        c.ended(44, 'carrier', ['Reason: Q.850;cause=%d' % cause])


for code in (404, 486, 603):
    @call('sip-%d-after-answer' % code, 'dropped dr-drop-setup-cause likely carrier', 'setup-cause-after-answer', direction='from')
    def _(c, code=code):
        c.up()
        c.ended(44, 'carrier', ['Reason: SIP;cause=%d' % code])


@call('cause-27-after-answer', 'dropped q850-27-out-of-order likely carrier', direction='from')
def _(c):
    """Not of the set-up alone: the cause is the verdict."""
    c.up()
    c.ended(44, 'carrier', ['Reason: Q.850;cause=27'])


# ---- before the answer

@call('bye-before-answer', 'cancelled sip-487-request-terminated generic unknown', 'bye-early', legs='k', direction='from')
def _(c):
    c.begin()
    c.ring()
    c.k.bye(35, 'b')
    c.k.send(60, 'CANCEL', cseq=1, tagged=False, branch='z9hG4bK-bye-before-answer-c-INVITE1')
    c.k.reply(60.01, 200, 'CANCEL', cseq=1, branch='z9hG4bK-bye-before-answer-c-INVITE1')
    c.k.reply(60.02, 487)
    c.k.ack(60.03, failed=True)


for at, finding in ((178.0, ''), (180.0, 'cancel-by-timer'), (189.0, 'cancel-by-timer'), (191.0, '')):
    @call('cancel-at-%d' % at, 'cancelled sip-487-request-terminated generic unknown', finding, legs='k', direction='from')
    def _(c, at=at):
        branch = 'z9hG4bK-%s-c-INVITE1' % c.name
        c.begin()
        c.ring()
        c.k.send(at, 'CANCEL', cseq=1, tagged=False, branch=branch)
        c.k.reply(at + 0.01, 200, 'CANCEL', cseq=1, branch=branch)
        c.k.reply(at + 0.02, 487)
        c.k.ack(at + 0.03, failed=True)


@call('call-tried-again', 'setup - unknown unknown', 'call-tried-again', legs='k', direction='from')
def _(c):
    branch = 'z9hG4bK-call-tried-again-c-INVITE1'
    c.begin()
    c.ring()
    c.k.send(60, 'CANCEL', cseq=1, tagged=False, branch=branch)
    c.k.reply(60.01, 200, 'CANCEL', cseq=1, branch=branch)
    c.k.invite(62, branch='z9hG4bK-call-tried-again-c-again')
    c.k.reply(62.05, 100, branch='z9hG4bK-call-tried-again-c-again')
