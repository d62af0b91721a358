"""Silence: requests, answers and ACKs that nobody gave."""
from script import GUID, call


def sends(c, leg, times, **more):
    for t in times:
        leg.invite(t, **more)


@call('504-sbc-gives-up-early', 'failed dr-504-560504-sbc likely sbc', 'no-answer', direction='from')
def _(c):
    c.t.invite(0)
    c.t.reply(0.01, 100)
    sends(c, c.k, (0.05, 0.55, 1.55, 3.55, 7.55))
    c.t.reply(10, 504)
    c.t.ack(10.1, failed=True)


@call('408-timer-b', 'failed dr-408-560408-sbc likely sbc', 'no-answer', direction='from')
def _(c):
    c.t.invite(0)
    c.t.reply(0.01, 100)
    sends(c, c.k, (0.05, 0.55, 1.55, 3.55, 7.55, 15.55, 31.55))
    c.t.reply(32.1, 408)
    c.t.ack(32.2, failed=True)


@call('408-after-trying', 'failed dr-408-560408-sbc likely sbc', 'no-final-answer', direction='from')
def _(c):
    c.begin()
    c.t.reply(60, 408)
    c.t.ack(60.1, failed=True)


@call('480-timer-c', 'failed dr-480-560480-sbc likely sbc', 'no-final-answer', direction='from')
def _(c):
    c.begin()
    c.ring()
    c.t.reply(184, 480)
    c.t.ack(184.1, failed=True)


@call('480-carrier-says-so', 'failed dr-480-560480-sbc likely carrier', direction='from')
def _(c):
    """It rang for long, and then the carrier itself gave the answer."""
    c.begin()
    c.ring()
    c.k.reply(184, 480)
    c.k.ack(184.01, failed=True)
    c.t.reply(184.05, 480)
    c.t.ack(184.1, failed=True)


@call('486-ack-missing', 'failed dr-486-560486-sbc likely carrier', 'ack-missing', direction='from')
def _(c):
    c.begin()
    for t in (1, 1.5, 2.5, 4.5):
        c.k.reply(t, 486)
    c.t.reply(1.05, 486)
    c.t.ack(1.1, failed=True)


@call('486-repeated-once', 'failed dr-486-560486-sbc likely carrier', direction='from')
def _(c):
    """The repetition crossed the ACK."""
    c.begin()
    c.k.reply(1, 486)
    c.k.reply(1.5, 486)
    c.k.ack(1.51, failed=True)
    c.t.reply(1.05, 486)
    c.t.ack(1.1, failed=True)


LOST = ['Reason: Q.850;cause=102;text="%s;acknowledgement was not received"' % GUID]


@call('drop-ack-to-wrong-host', 'dropped dr-408-1106-no-ack likely microsoft', 'ack-lost')
def _(c):
    c.begin()
    c.ring()
    c.t.reply(4, 200, body=c.t.answer, contact='api-du-a-euwe.pstnhub.microsoft.com:443')
    c.t.ack(4.02)
    for t in (4.5, 5.5, 7.5, 11.5):
        c.t.reply(t, 200, body=c.t.answer, contact='api-du-a-euwe.pstnhub.microsoft.com:443')
    c.k.reply(4.05, 200, body=c.k.answer)
    c.k.ack(4.1)
    c.ended(14, 'teams', hdr=LOST)


@call('drop-ack-lost-on-the-way', 'dropped dr-408-1106-no-ack likely microsoft', 'ack-lost')
def _(c):
    c.begin()
    c.ring()
    c.t.reply(4, 200, body=c.t.answer)
    c.t.ack(4.02)
    for t in (4.5, 5.5, 7.5, 11.5):
        c.t.reply(t, 200, body=c.t.answer)
    c.k.reply(4.05, 200, body=c.k.answer)
    c.k.ack(4.1)
    c.ended(14, 'teams', hdr=LOST)


@call('drop-ack-in-time', 'dropped dr-408-1106-no-ack likely microsoft', 'conflict-ack')
def _(c):
    """Microsoft says that the ACK is missing; in this log it was sent once, to one answer."""
    c.up()
    c.ended(14, 'teams', hdr=LOST)


@call('fine-200-repeated', 'completed - unknown unknown')
def _(c):
    c.begin()
    c.ring()
    for t in (4, 4.5, 5.5):
        c.t.reply(t, 200, body=c.t.answer)
    c.t.ack(5.52)
    c.k.reply(4.05, 200, body=c.k.answer)
    c.k.ack(4.1)
    c.ended(65, 'teams')


@call('fine-slow-carrier', 'completed - unknown unknown', direction='from')
def _(c):
    """Sent five times before the first answer came."""
    c.t.invite(0)
    c.t.reply(0.01, 100)
    sends(c, c.k, (0.05, 0.55, 1.55, 3.55, 7.55))
    c.k.reply(9, 100)
    c.k.reply(10, 180)
    c.t.reply(10.05, 180)
    c.answered(12)
    c.ended(65, 'carrier')


@call('fine-silent-first-route', 'completed - unknown unknown', direction='from')
def _(c):
    """The first route is silent, the second one answers."""
    c.t.invite(0)
    c.t.reply(0.01, 100)
    sends(c, c.k, (0.05, 0.55, 1.55, 3.55))
    other = c.leg('c2', c.k)
    other.invite(6)
    other.reply(6.1, 100)
    other.reply(8, 180)
    c.t.reply(8.05, 180)
    other.reply(11, 200, body=other.answer)
    other.ack(11.02)
    c.t.reply(11.05, 200, body=c.t.answer)
    c.t.ack(11.1)
    other.bye(70, 'b')
    c.t.bye(70.02, 'b')


@call('options-silent', 'failed sip-408-options likely unknown', 'no-answer', legs='t')
def _(c):
    for t in (0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5):
        c.t.send(t, 'OPTIONS', tagged=False)


@call('fine-rings-for-long', 'completed - unknown unknown')
def _(c):
    c.begin()
    c.ring()
    c.answered(170)
    c.ended(240, 'carrier')


@call('fine-gave-up-ringing', 'cancelled sip-487-request-terminated generic carrier')
def _(c):
    c.begin()
    c.ring()
    c.k.send(60, 'CANCEL', cseq=1, tagged=False, branch='z9hG4bK-fine-gave-up-ringing-c-INVITE1')
    c.k.reply(60.01, 200, 'CANCEL', cseq=1, branch='z9hG4bK-fine-gave-up-ringing-c-INVITE1')
    c.t.send(60.05, 'CANCEL', cseq=1, tagged=False, branch='z9hG4bK-fine-gave-up-ringing-t-INVITE1')
    c.t.reply(60.06, 200, 'CANCEL', cseq=1, branch='z9hG4bK-fine-gave-up-ringing-t-INVITE1')
    c.t.reply(60.1, 487)
    c.t.ack(60.11, failed=True)
    c.k.reply(60.15, 487)
    c.k.ack(60.2, failed=True)
