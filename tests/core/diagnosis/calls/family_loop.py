"""Circles: hops that run out, numbers that come back."""
from script import CARRIER, SBC, call


def round_trip(c, n, hops, times, answer=483):
    """The SBC hands the call to the carrier, and the carrier hands it back, @n times; each INVITE is a call of its own."""
    legs = []
    c.t.invite(0, max_forwards=hops)
    c.t.reply(0.01, 100)
    for i in range(n):
        out, back = c.leg('o%d' % i, c.k), c.leg('b%d' % i, c.k)
        back.a, back.b = back.b, back.a
        t = 0.05 + i * 0.2
        out.invite(t, max_forwards=hops - 1 - 2 * i if times else 70)
        out.reply(t + 0.01, 100)
        legs.append(out)
        if i < n - 1 or not times:
            back.invite(t + 0.1, max_forwards=hops - 2 - 2 * i if times else 70)
            back.reply(t + 0.11, 100)
            legs.append(back)
    t = 0.1 + n * 0.2
    for leg in reversed(legs):
        leg.reply(t, answer)
        leg.ack(t + 0.01, failed=True)
        t += 0.02
    c.t.reply(t, answer)
    c.t.ack(t + 0.01, failed=True)


@call('483-in-a-circle', 'failed dr-483-560483-sbc likely sbc', 'max-forwards-falling max-forwards-low', direction='from')
def _(c):
    round_trip(c, 4, 8, True)


@call('483-routes-in-turn', 'failed dr-483-560483-sbc likely carrier', direction='from')
def _(c):
    """Two routes one after the other to one carrier: no circle."""
    c.begin()
    c.k.reply(0.3, 483)
    c.k.ack(0.31, failed=True)
    other = c.leg('c2', c.k)
    other.invite(0.4, max_forwards=69)
    other.reply(0.5, 483)
    other.ack(0.51, failed=True)
    c.t.reply(0.55, 483)
    c.t.ack(0.6, failed=True)


@call('503-number-comes-back', 'failed dr-503-560503-sbc likely sbc', 'loop-number', direction='from')
def _(c):
    c.begin()
    back = c.leg('back', c.k)
    back.a, back.b = back.b, back.a
    back.invite(0.3)
    back.reply(0.31, 100)
    back.reply(0.5, 503)
    back.ack(0.51, failed=True)
    c.k.reply(0.55, 503)
    c.k.ack(0.56, failed=True)
    c.t.reply(0.6, 503)
    c.t.ack(0.65, failed=True)


@call('486-number-comes-back', 'failed dr-486-560486-sbc likely sbc', direction='from')
def _(c):
    """A busy user is busy, whichever way the call went."""
    c.begin()
    back = c.leg('back', c.k)
    back.a, back.b = back.b, back.a
    back.invite(0.3)
    back.reply(0.31, 100)
    back.reply(0.5, 486)
    back.ack(0.51, failed=True)
    c.k.reply(0.55, 486)
    c.k.ack(0.56, failed=True)
    c.t.reply(0.6, 486)
    c.t.ack(0.65, failed=True)


@call('503-another-number-comes-back', 'failed dr-503-560503-sbc likely carrier', direction='from')
def _(c):
    c.begin()
    back = c.leg('back', c.k)
    back.a, back.b = back.b, back.a
    back.called = '+15550100077'
    back.caller = '+15550100002'
    back.invite(0.3)
    back.reply(0.31, 100)
    back.reply(0.5, 503)
    back.ack(0.51, failed=True)
    c.k.reply(0.55, 503)
    c.k.ack(0.56, failed=True)
    c.t.reply(0.6, 503)
    c.t.ack(0.65, failed=True)


def via(*hosts):
    return ['SIP/2.0/UDP %s:5060;branch=z9hG4bK-v%d' % (host, i) for i, host in enumerate(hosts)]


def refused(c, code, vias):
    c.one.invite(0)
    c.one.reply(0.01, 100)
    c.k.invite(0.05, vias=vias)
    c.k.reply(0.3, code)
    c.k.ack(0.31, failed=True)
    c.t.reply(0.35, code)
    c.t.ack(0.4, failed=True)


@call('482-twice-in-via', 'failed dr-482-560482-sbc likely carrier', 'loop-via-twice', direction='from')
def _(c):
    refused(c, 482, via('198.51.100.40', '198.51.100.41', '198.51.100.40'))


@call('482-at-carrier-before', 'failed dr-482-560482-sbc likely carrier', 'loop-via', direction='from')
def _(c):
    refused(c, 482, via('198.51.100.40', CARRIER, '198.51.100.41'))


@call('482-once-in-via', 'failed dr-482-560482-sbc likely carrier', direction='from')
def _(c):
    refused(c, 482, via('198.51.100.40', '198.51.100.41'))


@call('483-few-hops', 'failed dr-483-560483-sbc likely carrier', 'max-forwards-low', direction='from')
def _(c):
    c.one.invite(0)
    c.one.reply(0.01, 100)
    c.k.invite(0.05, max_forwards=1)
    c.k.reply(0.3, 483)
    c.k.ack(0.31, failed=True)
    c.t.reply(0.35, 483)
    c.t.ack(0.4, failed=True)


@call('483-many-hops', 'failed dr-483-560483-sbc likely carrier', direction='from')
def _(c):
    """Too many hops behind the carrier: nothing of it is to be seen here."""
    c.refused(483)


@call('fine-hops-falling', 'completed - unknown unknown')
def _(c):
    """Max-Forwards falls on every way."""
    c.one.invite(0, max_forwards=66)
    c.one.reply(0.01, 100)
    c.two.invite(0.05, max_forwards=65)
    c.two.reply(0.1, 100)
    c.ring()
    c.answered()
    c.ended(65, 'teams')
