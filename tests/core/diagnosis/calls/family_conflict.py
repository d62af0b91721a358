"""Evidence that does not fit together, and such that only seems not to; a Retry-After that other calls do not keep."""
from script import call, pack

FINE = 'completed - unknown unknown'
GIVES_UP = 'failed dr-503-560503-sbc likely carrier'


# ---- the Reason beside the code

@call('404-cause-17', 'failed dr-404-560404-sbc likely carrier', 'conflict-cause', direction='from')
def _(c):
    c.refused(404, q850=17)


@call('404-cause-1', 'failed dr-404-560404-sbc likely carrier', direction='from')
def _(c):
    c.refused(404, q850=1)


@call('486-second-reason', 'failed dr-486-560486-sbc likely carrier', 'conflict-cause', direction='from')
def _(c):
    """The first Reason fits, the second one does not."""
    c.refused(486, hdr=['Reason: Q.850;cause=17;text="User busy"', 'Reason: SIP;cause=404;text="Not Found"'])


@call('486-sip-reason-same', 'failed dr-486-560486-sbc likely carrier', direction='from')
def _(c):
    c.refused(486, hdr=['Reason: SIP;cause=486;text="Busy Here"'])


@call('480-sip-reason-elsewhere', 'failed dr-480-560480-sbc likely carrier', direction='from')
def _(c):
    """200 is no failure that was translated."""
    c.refused(480, hdr=['Reason: SIP;cause=200;text="Call completed elsewhere"'])


@call('503-cause-31', GIVES_UP, direction='from')
def _(c):
    """Unspecified fits everything."""
    c.refused(503, q850=31)


# ---- two reasons for one end

TIMER = ['Session-Expires: 1800;refresher=uac']


@call('drop-timer-and-no-voice', 'dropped dr-drop-session-timer likely sbc', 'session-refresh-missing sbc-no-media conflict-end')
def _(c):
    """Teams was to be refreshed; when the time is up the SBC hangs up and names the voice. Either may be it."""
    c.up(4, ['Session-Expires: 1800;refresher=uas'], one_hdr=[])
    c.say(1803.9, '(#212)RTP broken connection on session 17, no packets for 10 s')
    c.ended(1804, 'sbc', hdr=['Reason: SIP;cause=500;text="Session failure"'])


# ---- a trunk that asks for quiet, and the calls behind (a minute apart)

def told(c, seconds=120):
    c.refused(503, hdr=['Retry-After: %d' % seconds])


def busy(c):
    c.refused(486)


def good(c):
    c.up()
    c.ended(30, 'teams')


def other_way(c):
    c.up()
    c.ended(30, 'carrier')


pack('503-next-calls', [
    (GIVES_UP, 'retry-after retry-after-calls', 'from', 'kt', told),
    ('failed dr-486-560486-sbc likely carrier', '', 'from', 'kt', busy),
    (FINE, '', 'from', 'kt', good),
])
pack('503-next-call-later', [
    (GIVES_UP, 'retry-after', 'from', 'kt', lambda c: told(c, 20)),
    (FINE, '', 'from', 'kt', good),
])
pack('503-next-call-other-way', [
    (GIVES_UP, 'retry-after', 'from', 'kt', told),
    (FINE, '', 'to', 'kt', other_way),
])
