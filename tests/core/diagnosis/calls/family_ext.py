"""100rel and PRACK, Require, Allow, the session timer, Expires."""
from script import GUID, SBC, call, sdp

REL = ['Require: 100rel', 'RSeq: 1']


def ring_reliably(c, leg, times=(1, 1.5, 2.5), tag=None):
    for t in times:
        leg.reply(t, 183, hdr=REL, body=leg.answer)


# ---- 100rel

@call('504-no-prack', 'failed dr-504-560504-sbc likely carrier', 'prack-missing', direction='from')
def _(c):
    c.begin()
    ring_reliably(c, c.k, (1, 1.5, 2.5, 4.5, 8.5, 16.5))
    c.k.reply(33, 504)
    c.k.ack(33.01, failed=True)
    c.t.reply(33.05, 504)
    c.t.ack(33.1, failed=True)


@call('500-no-prack-seen-once', 'failed dr-500-560500-sbc likely carrier', 'prack-missing', direction='from')
def _(c):
    """Over TLS or with a patient switch the answer comes but once: the 5xx that ends the wait tells."""
    c.begin()
    ring_reliably(c, c.k, (1,))
    c.k.reply(33, 500)
    c.k.ack(33.01, failed=True)
    c.t.reply(33.05, 500)
    c.t.ack(33.1, failed=True)


@call('486-prack-not-yet', 'failed dr-486-560486-sbc likely carrier', direction='from')
def _(c):
    """Busy came before the PRACK could: nothing is missing."""
    c.begin()
    ring_reliably(c, c.k, (1,))
    c.k.reply(1.1, 486)
    c.k.ack(1.11, failed=True)
    c.t.reply(1.15, 486)
    c.t.ack(1.2, failed=True)


@call('504-prack-done', 'failed dr-504-560504-sbc likely carrier', direction='from')
def _(c):
    c.begin()
    ring_reliably(c, c.k, (1,))
    c.k.send(1.1, 'PRACK', cseq=2, hdr=['RAck: 1 1 INVITE'])
    c.k.reply(1.2, 200, 'PRACK', cseq=2)
    c.k.reply(33, 504)
    c.k.ack(33.01, failed=True)
    c.t.reply(33.05, 504)
    c.t.ack(33.1, failed=True)


@call('504-183-again-unreliable', 'failed dr-504-560504-sbc likely carrier', direction='from')
def _(c):
    """A 183 that is repeated without Require: 100rel asks for nothing."""
    c.begin()
    for t in (1, 20, 40):
        c.k.reply(t, 183, body=c.k.answer, hdr=['Supported: 100rel'])
    c.k.reply(63, 504)
    c.k.ack(63.01, failed=True)
    c.t.reply(63.05, 504)
    c.t.ack(63.1, failed=True)


@call('500-prack-refused', 'failed dr-500-560500-sbc likely carrier', 'prack-refused', direction='from')
def _(c):
    c.begin()
    ring_reliably(c, c.k, (1,))
    c.k.send(1.1, 'PRACK', cseq=2, hdr=['RAck: 2 1 INVITE'])
    c.k.reply(1.2, 481, 'PRACK', cseq=2)
    c.k.reply(33, 500)
    c.k.ack(33.01, failed=True)
    c.t.reply(33.05, 500)
    c.t.ack(33.1, failed=True)


@call('fine-prack', 'completed - unknown unknown', direction='from')
def _(c):
    c.begin()
    ring_reliably(c, c.k, (1,))
    c.k.send(1.1, 'PRACK', cseq=2, hdr=['RAck: 1 1 INVITE'])
    c.k.reply(1.2, 200, 'PRACK', cseq=2)
    c.k.cseqs['a'] = 1
    c.answered()
    c.k.cseqs['a'] = 2
    c.ended(65, 'teams')


@call('fine-prack-missing', 'completed - unknown unknown', direction='from')
def _(c):
    """Sent three times, never acknowledged, and answered all the same."""
    c.begin()
    ring_reliably(c, c.k)
    c.answered()
    c.ended(65, 'teams')


# ---- Require, Unsupported, Supported

@call('420-teams-100rel', 'failed dr-420-540420-require exact microsoft', 'require-unsupported')
def _(c):
    c.t.extra = ['Require: 100rel']
    c.refused(420, hdr=['Unsupported: 100rel'])


@call('420-sbc-timer', 'failed dr-420-560420-sbc exact carrier', 'require-unsupported', direction='from')
def _(c):
    c.k.extra = ['Require: timer']
    c.refused(420, hdr=['Unsupported: timer'])


@call('420-nothing-required', 'failed dr-420-560420-sbc exact carrier', direction='from')
def _(c):
    c.refused(420)


@call('421-carrier-timer', 'failed sip-421-extension-required generic carrier', 'extension-required', direction='from')
def _(c):
    c.k.extra = ['Supported: replaces']
    c.refused(421, hdr=['Require: timer'])


@call('421-it-is-supported', 'failed sip-421-extension-required generic carrier', direction='from')
def _(c):
    c.k.extra = ['Supported: replaces, timer']
    c.refused(421, hdr=['Require: timer'])


# ---- methods

@call('405-update-not-in-allow', 'dropped sip-405-method-not-allowed generic carrier', 'method-not-offered', direction='from')
def _(c):
    c.begin()
    c.ring()
    c.answered(hdr=['Allow: INVITE,ACK,CANCEL,BYE,OPTIONS'], one_hdr=[])
    c.k.again(900, 'UPDATE', code=405)
    c.k.bye(900.3, 'a')
    c.t.bye(900.32, 'b')


@call('405-update-in-allow', 'dropped sip-405-method-not-allowed generic carrier', direction='from')
def _(c):
    """It had said that it takes UPDATE."""
    c.begin()
    c.ring()
    c.answered(hdr=['Allow: INVITE,ACK,CANCEL,BYE,UPDATE,OPTIONS'], one_hdr=[])
    c.k.again(900, 'UPDATE', code=405)
    c.k.bye(900.3, 'a')
    c.t.bye(900.32, 'b')


@call('501-carrier-allow', 'failed dr-501-560501-sbc likely carrier', 'method-not-allowed', direction='from')
def _(c):
    c.refused(501, hdr=['Allow: OPTIONS,REGISTER'])


@call('fine-options-405', 'completed - unknown unknown')
def _(c):
    """A method that is refused within the call does not end it."""
    c.up()
    c.t.again(20, 'INFO', code=405, answer_hdr=['Allow: INVITE,ACK,OPTIONS,CANCEL,BYE,NOTIFY'])
    c.ended(65, 'teams')


# ---- the session timer

TIMER = ['Session-Expires: 1800;refresher=uas', 'Require: timer']
DROP = 'completed - unknown unknown'
CUT = 'completed %s likely unknown'  # the SBC ends both sides by itself


@call('timer-not-refreshed', CUT % 'dr-drop-session-timer', 'session-refresh-missing')
def _(c):
    """The SBC hangs up 32 s before the end, as the RFC has it: Teams was to refresh."""
    c.up(hdr=TIMER, one_hdr=[])
    c.ended(4 + 1768, 'sbc')


@call('timer-not-refreshed-carrier', DROP, 'session-refresh-missing', direction='from')
def _(c):
    c.up(hdr=['Session-Expires: 600;refresher=uac'], one_hdr=[])
    c.ended(4 + 600, 'carrier')


@call('timer-nobody-named', DROP, 'session-refresh-missing', direction='from')
def _(c):
    c.up(hdr=['Session-Expires: 600'], one_hdr=[])
    c.ended(4 + 600, 'carrier')


@call('timer-refreshed', CUT % 'dr-drop-by-sbc')
def _(c):
    c.up(hdr=TIMER, one_hdr=[])
    c.t.again(904, by='b', body=c.t.answer, answer=sdp(SBC, crypto=True), answer_hdr=['Session-Expires: 1800;refresher=uac'])
    c.ended(4 + 1768, 'sbc')


@call('timer-hung-up-before', CUT % 'dr-drop-by-sbc')
def _(c):
    c.up(hdr=TIMER, one_hdr=[])
    c.ended(4 + 1500, 'sbc')


@call('timer-refresher-hangs-up', DROP)
def _(c):
    """Who had to refresh hangs up itself: a person did."""
    c.up(hdr=TIMER, one_hdr=[])
    c.ended(4 + 1780, 'teams')


@call('timer-long-over', CUT % 'dr-drop-by-sbc')
def _(c):
    """A timer that ran out and that nobody kept to."""
    c.up(hdr=TIMER, one_hdr=[])
    c.ended(4 + 2400, 'sbc')


@call('timer-drop-with-cause', 'dropped dr-drop-session-timer likely carrier', 'session-refresh-missing', direction='from')
def _(c):
    c.up(hdr=['Session-Expires: 1800;refresher=uac'], one_hdr=[])
    c.ended(4 + 1800, 'carrier', hdr=['Reason: Q.850;cause=102;text="recovery on timer expiry"'])


@call('timer-drop-other-time', 'dropped q850-102-timer-expiry likely carrier', 'drop-minutes', direction='from')
def _(c):
    c.up(hdr=['Session-Expires: 1800;refresher=uac'], one_hdr=[])
    c.ended(4 + 700, 'carrier', hdr=['Reason: Q.850;cause=102;text="recovery on timer expiry"'])


@call('422-interval-below-own-least', 'failed dr-422-540422-session-timer exact microsoft',
      'session-interval-short')
def _(c):
    c.t.extra = ['Session-Expires: 120', 'Min-SE: 300']
    c.refused(422, hdr=['Min-SE: 300'])


@call('400-interval-of-60', 'failed dr-400-540400-malformed exact microsoft', 'session-interval-invalid')
def _(c):
    c.t.extra = ['Session-Expires: 60']
    c.refused(400)


@call('400-interval-of-1800', 'failed dr-400-540400-malformed exact microsoft')
def _(c):
    c.t.extra = ['Session-Expires: 1800', 'Min-SE: 90']
    c.refused(400)


@call('422-carrier', 'failed dr-422-560422-sbc likely carrier', 'session-interval-short', direction='from')
def _(c):
    c.k.extra = ['Session-Expires: 600']
    c.refused(422, hdr=['Min-SE: 900'])


@call('fine-422-asked-again', 'completed - unknown unknown', direction='from')
def _(c):
    c.begin()
    c.k.reply(0.2, 422, hdr=['Min-SE: 900'])
    c.k.ack(0.21, failed=True)
    c.k.cseqs['a'] = 2
    c.k.invite(0.3, hdr=['Session-Expires: 900'])
    c.ring()
    c.answered()
    c.ended(65, 'teams')
