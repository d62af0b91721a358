"""How calls end: who let go, whether the other side was told, a CANCEL that meets the answer, voice in one direction."""
from script import GUID, SBC, call, sdp

FINE = 'completed - unknown unknown'
PERSON = ['Reason: Q.850;cause=16;text="Normal call clearing"']


@call('caller-hangs-up', FINE, 'released-caller')
def _(c):
    c.up()
    c.ended(134, 'carrier', PERSON)


@call('called-hangs-up', FINE, 'released-called')
def _(c):
    c.up()
    c.ended(134, 'teams')


@call('teams-caller-hangs-up', FINE, 'released-caller', direction='from')
def _(c):
    c.up()
    c.ended(134, 'teams', ['Reason: Q.850;cause=16;text="%s;Normal"' % GUID])


@call('sbc-hangs-up', 'completed dr-drop-by-sbc likely unknown', 'released-sbc')
def _(c):
    c.up()
    c.ended(134, 'sbc')


@call('busy-tone-after-answer', FINE, 'released-network', direction='from')
def _(c):
    c.up()
    c.ended(12, 'carrier', ['Reason: Q.850;cause=17;text="User busy"'])


@call('fault-in-reason', 'dropped q850-41-temporary-failure likely carrier', 'released-fault', direction='from')
def _(c):
    c.up()
    c.ended(60, 'carrier', ['Reason: Q.850;cause=41;text="Temporary failure"'])


@call('one-leg-only', FINE, 'released-caller', legs='k')
def _(c):
    c.up()
    c.ended(60, 'carrier')


@call('one-leg-sbc', FINE, legs='t')
def _(c):
    """The SBC sends the BYE; who hung up behind it is not in the log."""
    c.up()
    c.t.bye(60, 'a')


# ---- the other side

@call('bye-late', FINE, 'bye-late released-caller')
def _(c):
    c.up()
    c.k.bye(60, 'a')
    c.t.bye(67, 'a')


@call('bye-in-time', FINE, 'released-caller')
def _(c):
    c.up()
    c.k.bye(60, 'a')
    c.t.bye(61.8, 'a')


@call('bye-late-from-teams', FINE, 'bye-late released-called')
def _(c):
    c.up()
    c.t.bye(60, 'b')
    c.k.bye(64, 'b')


@call('bye-never', FINE, 'bye-not-passed released-called', seconds=60)
def _(c):
    c.up()
    c.t.bye(60, 'b')


@call('bye-never-log-ends', FINE, 'released-called', seconds=10)
def _(c):
    """The log ends 10 s later: nothing is said of the other side."""
    c.up()
    c.t.bye(60, 'b')


@call('bye-other-side-gives-up', FINE, 'bye-not-passed released-called')
def _(c):
    c.up()
    c.t.bye(60, 'b')
    c.k.bye(75, 'a')


@call('bye-both-hang-up', FINE, 'released-called')
def _(c):
    """Both in the same moment."""
    c.up()
    c.t.bye(60, 'b')
    c.k.bye(60.3, 'a')


@call('bye-unanswered', FINE, 'bye-unanswered released-called')
def _(c):
    c.up()
    c.t.bye(60, 'b')
    c.k.cseqs['b'] += 1
    for t in (60.02, 60.52, 61.52, 63.52):
        c.k.send(t, 'BYE', 'b')


@call('bye-answered-late', FINE, 'released-called')
def _(c):
    c.up()
    c.t.bye(60, 'b')
    c.k.cseqs['b'] += 1
    for t in (60.02, 60.52, 61.52, 63.52):
        c.k.send(t, 'BYE', 'b')
    c.k.reply(63.6, 200, 'BYE', 'a')


# ---- CANCEL

def crossing(c, bye=True):
    c.begin()
    c.ring()
    branch = 'z9hG4bK-%s-%s-INVITE1'
    c.k.send(9, 'CANCEL', cseq=1, tagged=False, branch=branch % (c.name, 'c'))
    c.k.reply(9.01, 200, 'CANCEL', cseq=1, branch=branch % (c.name, 'c'))
    c.k.reply(9.02, 487)
    c.k.ack(9.05, failed=True)
    c.t.send(9.03, 'CANCEL', cseq=1, tagged=False, branch=branch % (c.name, 't'))
    c.t.reply(9.06, 200, body=c.t.answer)
    c.t.reply(9.08, 200, 'CANCEL', cseq=1, branch=branch % (c.name, 't'))
    c.t.ack(9.1)
    if bye:
        c.t.bye(9.12, 'a')


@call('cancel-meets-200', 'cancelled sip-487-request-terminated generic carrier', 'cancel-crossed')
def _(c):
    crossing(c)


@call('cancel-meets-200-no-bye', 'cancelled sip-487-request-terminated generic carrier', 'cancel-left-open', seconds=60)
def _(c):
    crossing(c, False)


@call('cancel-481', 'cancelled sip-487-request-terminated generic carrier')
def _(c):
    """The peer had refused already."""
    c.begin()
    c.ring()
    branch = 'z9hG4bK-%s-%s-INVITE1'
    c.k.send(9, 'CANCEL', cseq=1, tagged=False, branch=branch % (c.name, 'c'))
    c.k.reply(9.01, 200, 'CANCEL', cseq=1, branch=branch % (c.name, 'c'))
    c.k.reply(9.02, 487)
    c.k.ack(9.05, failed=True)
    c.t.send(9.03, 'CANCEL', cseq=1, tagged=False, branch=branch % (c.name, 't'))
    c.t.reply(9.04, 480)
    c.t.ack(9.05, failed=True)
    c.t.reply(9.06, 481, 'CANCEL', cseq=1, branch=branch % (c.name, 't'))


# ---- voice

@call('voice-answer-recvonly', FINE, 'sdp-one-way', direction='from')
def _(c):
    c.k.answer = sdp('203.0.113.5', direction='recvonly')
    c.up()
    c.ended(14, 'teams')


@call('voice-answer-inactive', FINE, 'sdp-one-way', direction='from')
def _(c):
    c.k.answer = sdp('203.0.113.5', direction='inactive')
    c.up()
    c.ended(14, 'teams')


@call('voice-recvonly-then-both', FINE, direction='from')
def _(c):
    """Answered to nobody's ear first, put right by a re-INVITE."""
    c.k.answer = sdp('203.0.113.5', direction='recvonly')
    c.up()
    c.k.again(5, by='b', body=sdp('203.0.113.5', version=2), answer=sdp(SBC, version=2))
    c.ended(14, 'teams')


@call('voice-announcement', FINE, direction='from')
def _(c):
    """An announcement only sends."""
    c.k.answer = sdp('203.0.113.5', direction='sendonly')
    c.up()
    c.ended(14, 'teams')


@call('voice-private-address', FINE, 'sdp-private-address', direction='from')
def _(c):
    c.t.answer = sdp('10.0.0.4', crypto=True)
    c.up()
    c.ended(14, 'teams')


@call('voice-private-address-long', FINE, direction='from')
def _(c):
    """They talked for five minutes: it worked."""
    c.t.answer = sdp('10.0.0.4', crypto=True)
    c.up()
    c.ended(304, 'teams')


@call('voice-private-local', FINE, direction='from')
def _(c):
    """Local media optimisation: the inner address is meant."""
    c.t.extra = ['X-MS-UserLocation: internal', 'X-MS-MediaPath: sbc.example.com']
    c.t.answer = sdp('10.0.0.4', crypto=True)
    c.up()
    c.ended(14, 'teams')
