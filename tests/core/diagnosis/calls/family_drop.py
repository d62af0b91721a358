"""Answered calls that a fault ends: by the time it took, by who let go, by what the Reason says."""
from script import GUID, call, sdp

FINE = 'completed - unknown unknown'
FAILED = ['Reason: SIP;cause=500;text="Session failure"']


def lasts(c, seconds, by, hdr=FAILED):
    c.up()
    c.ended(4 + seconds, by, hdr=hdr)


@call('drop-4s', 'dropped dr-drop-4-seconds likely microsoft', 'drop-4-seconds')
def _(c):
    lasts(c, 4.2, 'teams')


@call('drop-7s', 'dropped sip-500-server-internal-error generic microsoft')
def _(c):
    lasts(c, 7.5, 'teams')


@call('drop-15s', 'dropped dr-drop-no-media likely microsoft', 'drop-no-media')
def _(c):
    lasts(c, 15, 'teams')


@call('drop-15s-carrier', 'dropped dr-drop-no-media likely carrier', 'drop-no-media', direction='from')
def _(c):
    lasts(c, 15, 'carrier')


@call('drop-15s-named-cause', 'dropped q850-41-temporary-failure likely carrier', 'drop-no-media', direction='from')
def _(c):
    """The carrier gives a cause: that is the verdict, and the time is a hint."""
    lasts(c, 15, 'carrier', ['Reason: Q.850;cause=41'])


@call('drop-15s-label', 'dropped dr-410-531005-media-lost likely microsoft')
def _(c):
    """Microsoft says what it missed: no guess by the time."""
    lasts(c, 15, 'teams', ['Reason: Q.850;cause=41;text="%s;MediaConnectivityFailure"' % GUID])


@call('drop-15s-proven', 'dropped sip-500-server-internal-error generic microsoft', 'sdp-answer-profile', direction='from')
def _(c):
    c.t.answer = sdp('192.0.2.10')
    lasts(c, 15, 'teams')


@call('drop-32s', 'dropped dr-drop-32-seconds likely microsoft', 'drop-32-seconds')
def _(c):
    lasts(c, 32.1, 'teams')


@call('drop-50s', 'dropped sip-500-server-internal-error generic microsoft')
def _(c):
    lasts(c, 50, 'teams')


@call('drop-15min', 'dropped dr-drop-minutes likely sbc', 'drop-minutes')
def _(c):
    lasts(c, 900, 'sbc')


@call('drop-2h', 'dropped sip-500-server-internal-error generic sbc')
def _(c):
    lasts(c, 7200, 'sbc')


@call('drop-by-sbc-one-side', 'dropped dr-drop-no-media likely sbc', 'drop-no-media')
def _(c):
    """The SBC hangs up on Teams; the other leg ends 1.5 s later."""
    c.up()
    c.t.bye(19, 'a', hdr=FAILED)
    c.k.bye(20.5, 'b')


@call('fine-4s', FINE)
def _(c):
    lasts(c, 4.2, 'teams', [])


@call('fine-15s', FINE)
def _(c):
    lasts(c, 15, 'carrier', ['Reason: Q.850;cause=16;text="Normal call clearing"'])


@call('fine-32s', FINE)
def _(c):
    lasts(c, 32.1, 'teams', [])


@call('fine-30min', FINE)
def _(c):
    lasts(c, 1800, 'carrier', [])


@call('fine-voicemail-busy-tone', FINE)
def _(c):
    """Q.850 cause 17 in the BYE of an announcement: the person heard it."""
    lasts(c, 8, 'carrier', ['Reason: Q.850;cause=17;text="User busy"'])


@call('fine-no-reply-31', FINE)
def _(c):
    lasts(c, 15, 'carrier', ['Reason: Q.850;cause=31;text="Normal, unspecified"'])


# ---- RFC 8606

@call('486-location', 'failed dr-486-560486-sbc likely carrier', 'cause-location', direction='from')
def _(c):
    c.refused(486, hdr=['Reason: Q.850;cause=17;location=RLN;text="User busy"'])


@call('486-location-unknown', 'failed dr-486-560486-sbc likely carrier', direction='from')
def _(c):
    c.refused(486, hdr=['Reason: Q.850;cause=17;location=X9'])


@call('drop-location', 'dropped q850-38-network-out-of-order likely carrier', 'cause-location', direction='from')
def _(c):
    lasts(c, 140, 'carrier', ['Reason: Q.850;cause=38;location=TN'])
