"""Refusals that say what they miss, and such that only seem to."""
from script import SWITCH, End, Leg, call

FINE = 'completed - unknown unknown'
NO_TRUNK = 'failed dr-403-510532-no-trunk exact microsoft'


# ---- Contact and Record-Route

@call('403-record-route-address', NO_TRUNK, 'record-route-address')
def _(c):
    c.t.extra = ['Record-Route: <sip:192.0.2.10:5061;transport=tls;lr>']
    c.refused(403, text='No trunk config was found')


@call('403-record-route-name', NO_TRUNK)
def _(c):
    c.t.extra = ['Record-Route: <sip:sbc.example.com:5061;transport=tls;lr>']
    c.refused(403, text='No trunk config was found')


@call('403-contact-silent', NO_TRUNK.replace('exact', 'likely'), 'contact-address')
def _(c):
    """Microsoft says nothing but 403: the address tells."""
    c.one.invite(0)
    c.one.reply(0.01, 100)
    c.t.invite(0.05, contact='192.0.2.10:5061')
    c.t.reply(0.3, 403)
    c.t.ack(0.31, failed=True)
    c.k.reply(0.35, 403)
    c.k.ack(0.4, failed=True)


@call('486-contact-address', 'failed voice-486-busy-on-busy exact microsoft')
def _(c):
    """The user was found and is busy: no matter of Contact."""
    c.one.invite(0)
    c.one.reply(0.01, 100)
    c.t.invite(0.05, contact='192.0.2.10:5061')
    c.t.reply(0.3, 486, hdr=['Reason: Q.850;cause=34;text="x;User is busy and currently active on another call"'])
    c.t.ack(0.31, failed=True)
    c.k.reply(0.35, 486)
    c.k.ack(0.4, failed=True)


@call('403-carrier-contact-address', 'failed dr-403-560403-sbc exact carrier', direction='from')
def _(c):
    """Towards a carrier an address is right."""
    c.refused(403)


@call('options-contact-address', 'failed dr-403-510532-no-trunk likely microsoft', 'contact-address', legs='t')
def _(c):
    for i in range(3):
        c.t.send(60 * i, 'OPTIONS', cseq=i + 1, tagged=False, contact='192.0.2.10:5061')
        c.t.reply(60 * i + 0.05, 403, 'OPTIONS', cseq=i + 1)


@call('fine-options', FINE, legs='t')
def _(c):
    for i in range(3):
        c.t.send(60 * i, 'OPTIONS', cseq=i + 1, tagged=False)
        c.t.reply(60 * i + 0.05, 200, 'OPTIONS', cseq=i + 1)


# ---- what the answer asks for

@call('407-not-answered', 'failed sip-407-proxy-authentication generic carrier', 'challenge-not-answered', direction='from')
def _(c):
    c.refused(407, hdr=['Proxy-Authenticate: Digest realm="carrier.example.net", nonce="n1"'])


@call('fine-407', FINE, direction='from')
def _(c):
    c.begin()
    c.k.reply(0.2, 407, hdr=['Proxy-Authenticate: Digest realm="carrier.example.net", nonce="n1"'])
    c.k.ack(0.21, failed=True)
    c.k.cseqs['a'] = 2
    c.k.invite(0.3, hdr=['Proxy-Authorization: Digest username="sbc", realm="carrier.example.net", nonce="n1", response="r"'])
    c.ring()
    c.answered()
    c.ended(65, 'teams')


@call('405-method-is-allowed', 'failed dr-405-560405-sbc likely carrier', direction='from')
def _(c):
    """It refuses what it says it takes: nothing to conclude."""
    c.refused(405, hdr=['Allow: INVITE,ACK,BYE,CANCEL'])


@call('422-asked-enough', 'failed dr-422-560422-sbc likely carrier', direction='from')
def _(c):
    c.k.extra = ['Session-Expires: 1800']
    c.refused(422, hdr=['Min-SE: 900'])


@call('503-retry-after', 'failed dr-503-560503-sbc likely carrier', 'retry-after', direction='from')
def _(c):
    c.refused(503, hdr=['Retry-After: 120'])


@call('503-retry-after-no-number', 'failed dr-503-560503-sbc likely carrier', direction='from')
def _(c):
    c.refused(503, hdr=['Retry-After: later'])


@call('404-no-number', 'failed sip-404-not-found generic microsoft', 'number-missing')
def _(c):
    c.one.invite(0)
    c.one.reply(0.01, 100)
    c.t.invite(0.05, uri='sip:sip.pstnhub.microsoft.com:5061;transport=tls')
    c.t.reply(0.3, 404)
    c.t.ack(0.31, failed=True)
    c.k.reply(0.35, 404)
    c.k.ack(0.4, failed=True)


@call('482-two-ways', 'failed dr-482-560482-sbc likely carrier', 'loop-again', direction='from')
def _(c):
    """One Call-ID and CSeq on two branches: the carrier's proxies bring both to one place (RFC 3261 8.2.2.2)."""
    c.begin()
    c.k.invite(0.06, branch='z9hG4bK-other-way')
    c.k.reply(0.3, 482, branch='z9hG4bK-other-way')
    c.k.ack(0.31, failed=True)
    c.k.reply(0.32, 482)
    c.t.reply(0.35, 482)
    c.t.ack(0.4, failed=True)


@call('302-no-contact', 'failed sip-302-moved-temporarily generic carrier', direction='from')
def _(c):
    c.refused(302)


@call('302-somewhere', 'failed sip-302-moved-temporarily generic carrier', 'redirect-not-followed', direction='from')
def _(c):
    c.refused(302, hdr=['Contact: <sip:+15550100099@198.51.100.9>'])


@call('fine-503-then-other-route', FINE, direction='from')
def _(c):
    c.begin()
    c.k.reply(0.2, 503, hdr=['Retry-After: 60'])
    c.k.ack(0.21, failed=True)
    other = c.leg('c2', c.k)
    other.invite(0.3)
    other.reply(0.35, 100)
    other.reply(4, 200, body=other.answer)
    other.ack(4.02)
    c.t.reply(4.05, 200, body=c.t.answer)
    c.t.ack(4.1)
    other.bye(60, 'b')
    c.t.bye(60.02, 'b')


@call('fine-488-then-plain', FINE, direction='from')
def _(c):
    """Offered SRTP first, refused, then plain RTP: it worked."""
    from script import SBC, sdp
    c.k.offer = sdp(SBC, crypto=True)
    c.begin()
    c.k.reply(0.2, 488)
    c.k.ack(0.21, failed=True)
    c.k.cseqs['a'] = 2
    c.k.invite(0.3, body=sdp(SBC))
    c.ring()
    c.answered()
    c.ended(65, 'teams')


# ---- Retry-After

def again(c, wait, code, seconds=30):
    """The carrier refuses with Retry-After; the SBC tries the same peer again @wait s later."""
    c.begin()
    c.k.reply(0.3, 503, hdr=['Retry-After: %d' % seconds])
    c.k.ack(0.31, failed=True)
    c.k.cseqs['a'] = 2
    c.k.send(0.3 + wait, 'INVITE', tagged=False, body=c.k.offer)
    c.k.reply(0.35 + wait, 100)
    if code == 200:
        c.k.reply(2.3 + wait, 180)
        c.t.reply(2.35 + wait, 180)
        c.answered(5 + wait)
        c.ended(100 + wait, 'carrier')
        return
    c.k.reply(0.5 + wait, code)
    c.k.ack(0.51 + wait, failed=True)
    c.t.reply(0.55 + wait, code)
    c.t.ack(0.6 + wait, failed=True)


@call('503-too-soon', 'failed dr-503-560503-sbc likely carrier', 'retry-after-ignored', direction='from')
def _(c):
    again(c, 5, 503)


@call('503-waited', 'failed dr-503-560503-sbc likely carrier', direction='from')
def _(c):
    again(c, 30.5, 503)


@call('fine-503-too-soon', 'completed - unknown unknown', direction='from')
def _(c):
    """It worked all the same: nothing to warn of."""
    again(c, 5, 200)


@call('fine-503-waited', 'completed - unknown unknown', direction='from')
def _(c):
    again(c, 10.5, 200, seconds=10)


@call('503-next-route', 'failed dr-503-560503-sbc likely carrier', 'retry-after', direction='from')
def _(c):
    """The call goes to another peer at once, as it should."""
    c.begin()
    c.k.reply(0.3, 503, hdr=['Retry-After: 30'])
    c.k.ack(0.31, failed=True)
    other = Leg(c, 'c2', c.k.a, End('203.0.113.6', 5060, '203.0.113.6', SWITCH, 'UDP'), c.k.offer, c.k.answer)
    other.invite(0.4)
    other.reply(0.5, 100)
    other.reply(0.8, 503, hdr=['Retry-After: 30'])
    other.ack(0.81, failed=True)
    c.t.reply(0.85, 503)
    c.t.ack(0.9, failed=True)
