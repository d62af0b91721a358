"""Codes that were made into others, evidence that does not fit together, and whether the peer was there at all."""
from script import GUID, ICE, SBC, Call, call, sdp

FINE = 'completed - unknown unknown'


# ---- translated

@call('403-as-503', 'failed dr-403-510532-no-trunk exact microsoft', 'answer-translated')
def _(c):
    c.refused(403, text='No trunk config was found', passed=503, passed_hdr=())


@call('404-as-480', 'failed dr-404-511404-number exact microsoft', 'answer-translated')
def _(c):
    c.refused(404, text='Getting user info by number failed', passed=480, passed_hdr=())


@call('486-as-480-to-teams', 'failed dr-480-560480-sbc likely carrier', 'answer-translated', direction='from')
def _(c):
    c.refused(486, passed=480, passed_hdr=())


@call('503-own', 'failed sip-503-service-unavailable generic unknown')
def _(c):
    """The log shows one leg: who made the 503 is not to be seen."""
    c.one.invite(0)
    c.one.reply(0.01, 100)
    c.one.reply(0.2, 503)
    c.one.ack(0.3, failed=True)


@call('403-then-503-of-two-routes', 'failed dr-403-510532-no-trunk exact microsoft', 'answer-translated')
def _(c):
    """Both of Microsoft's data centres refuse, and the SBC says 503."""
    c.begin()
    c.t.reply(0.3, 403, hdr=['Reason: Q.850;cause=63;text="%s;No trunk config was found"' % GUID])
    c.t.ack(0.31, failed=True)
    other = c.leg('t2', c.t)
    other.invite(0.4)
    other.reply(0.45, 100)
    other.reply(0.7, 403, hdr=['Reason: Q.850;cause=63;text="%s;No trunk config was found"' % GUID])
    other.ack(0.71, failed=True)
    c.k.reply(0.75, 503)
    c.k.ack(0.8, failed=True)


# ---- conflicts

@call('488-srtp-is-there', 'failed dr-488-531000-srtp exact microsoft', 'conflict-srtp')
def _(c):
    c.refused(488, text='SrtpEncryptionRequired')


@call('488-codec-is-there', 'failed dr-488-531000-codec exact microsoft', 'codec-not-the-cause')
def _(c):
    c.refused(488, text='CannotSupportAnyMedia')


@call('488-codec-is-missing', 'failed dr-488-531000-codec exact microsoft', 'sdp-no-common-codec')
def _(c):
    c.t.offer = sdp(SBC, crypto=True, codecs=(3, 97, 101))
    c.refused(488, text='CannotSupportAnyMedia')


@call('488-ice-is-there', 'failed dr-488-531027-no-ice exact microsoft', 'conflict-ice')
def _(c):
    c.t.offer = sdp(SBC, crypto=True, extra=ICE)
    c.refused(488, text='There are no ICE candidates in the offer')


@call('488-ice-is-missing', 'failed dr-488-531027-no-ice exact microsoft')
def _(c):
    c.refused(488, text='There are no ICE candidates in the offer')


@call('486-cause-1', 'failed dr-486-560486-sbc likely carrier', 'conflict-cause', direction='from')
def _(c):
    c.refused(486, q850=1)


@call('486-cause-17', 'failed dr-486-560486-sbc likely carrier', direction='from')
def _(c):
    c.refused(486, q850=17)


@call('503-cause-28', 'failed dr-503-560503-sbc likely carrier', 'conflict-cause', direction='from')
def _(c):
    c.refused(503, q850=28)


@call('486-teams-cause-63', 'failed voice-486-busy-on-busy exact microsoft')
def _(c):
    """Microsoft's causes are its own: 63 for busy is usual."""
    c.refused(486, text='User is busy and currently active on another call', q850=63)


@call('480-teams-cause-1', 'failed dr-480-10037-no-endpoint exact microsoft')
def _(c):
    c.refused(480, text='No callee endpoints were found.', q850=1)


# ---- the trunk

def pings(c, times, code=200, alive=0):
    """OPTIONS to the carrier: the first @alive are answered."""
    ping = Call(c.name + '-ping', 'from', 'k').k
    for i, t in enumerate(times):
        ping.cseqs['a'] = i + 1
        ping.send(t, 'OPTIONS', cseq=i + 1, tagged=False)
        if i < alive:
            ping.reply(t + 0.05, code, 'OPTIONS', cseq=i + 1)
    c.log += ping.owner.log


def silent_invite(c, t=300):
    c.t.invite(t)
    c.t.reply(t + 0.01, 100)
    for i in (0.05, 0.55, 1.55, 3.55, 7.55, 15.55, 31.55):
        c.k.invite(t + i)
    c.t.reply(t + 32.1, 408)
    c.t.ack(t + 32.2, failed=True)


SILENT = 'failed dr-408-560408-sbc likely sbc'


@call('408-trunk-dead', SILENT, 'no-answer trunk-options-silent', direction='from')
def _(c):
    pings(c, (0, 60, 120, 180, 240), alive=2)
    silent_invite(c)


@call('408-trunk-alive', SILENT, 'no-answer trunk-options-alive', direction='from')
def _(c):
    pings(c, (0, 60, 120, 180, 240), alive=5)
    silent_invite(c)


@call('408-alive-and-lost', SILENT, 'no-answer trunk-options-alive trunk-down conflict-reachable', direction='from')
def _(c):
    """OPTIONS are answered, and the SBC says that the trunk is dead: one of the two is about another address."""
    pings(c, (0, 60, 120, 180, 240), alive=5)
    silent_invite(c)
    c.say(331.9, 'Proxy Set #1 (Carrier): Proxy lost. looking for another proxy')


@call('408-dead-and-lost', SILENT, 'no-answer trunk-options-silent trunk-down', direction='from')
def _(c):
    pings(c, (0, 60, 120, 180, 240), alive=2)
    silent_invite(c)
    c.say(331.9, 'Proxy Set #1 (Carrier): Proxy lost. looking for another proxy')


@call('408-trunk-refuses', SILENT, 'no-answer trunk-options-refused', direction='from')
def _(c):
    pings(c, (0, 60, 120, 180, 240), alive=5, code=503)
    silent_invite(c)


@call('408-trunk-long-ago', SILENT, 'no-answer', direction='from')
def _(c):
    """The last OPTIONS is too long ago to say anything."""
    pings(c, (0, 60), alive=2)
    silent_invite(c)


@call('408-trunk-one-lost', SILENT, 'no-answer', direction='from')
def _(c):
    """One that was not answered, after an answer 125 s before the call: no proof either way."""
    pings(c, (115, 175, 240), alive=2)
    silent_invite(c)


@call('486-trunk-dead', 'failed dr-486-560486-sbc likely carrier', direction='from')
def _(c):
    """The carrier answers calls, and no OPTIONS: many do so."""
    pings(c, (-290, -230, -170, -110, -50), alive=0)
    c.log = [(t + 300, a, b, m) for t, a, b, m in c.log]
    c.t.invite(300)
    c.t.reply(300.01, 100)
    c.k.invite(300.05)
    c.k.reply(300.3, 486)
    c.k.ack(300.31, failed=True)
    c.t.reply(300.35, 486)
    c.t.ack(300.4, failed=True)


@call('fine-options-unanswered', FINE, direction='from')
def _(c):
    pings(c, (-290, -230, -170, -110, -50), alive=0)
    c.up()
    c.ended(60, 'carrier')
    c.log = [(t + 300, a, b, m) for t, a, b, m in c.log]
