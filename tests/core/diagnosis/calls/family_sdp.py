"""Offers and answers that do not fit, and such as look odd and are no reason."""
from script import ICE, KEY, SBC, TEAMS_ICE, call, sdp

CODEC = 'dr-488-531000-codec'


# ---- keys

@call('488-mki', 'failed sip-488-not-acceptable-here generic microsoft', 'sdp-crypto-mki')
def _(c):
    c.t.offer = sdp(SBC, crypto=KEY + '|2^31|1:1')
    c.refused(488)


@call('488-lifetime-is-no-mki', 'failed sip-488-not-acceptable-here generic microsoft')
def _(c):
    c.t.offer = sdp(SBC, crypto=KEY + '|2^31')
    c.refused(488)


@call('488-mki-of-another-suite', 'failed sip-488-not-acceptable-here generic microsoft')
def _(c):
    """Teams takes the second line and never looks at the first."""
    c.t.offer = sdp(SBC, crypto=True, extra=['a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:%s|1:1' % KEY])
    c.refused(488)


@call('488-key-cut', 'failed sip-488-not-acceptable-here generic microsoft', 'sdp-crypto-key')
def _(c):
    c.t.offer = sdp(SBC, crypto=KEY[:30] + '|2^31')
    c.refused(488)


@call('486-mki', 'failed voice-486-busy-on-busy exact microsoft')
def _(c):
    """The user was busy: nobody looked at the key."""
    c.t.offer = sdp(SBC, crypto=KEY + '|2^31|1:1')
    c.refused(486, text='User is busy and currently active on another call')


@call('488-carrier-refuses-srtp', 'failed dr-488-560488-sbc likely carrier', 'sdp-srtp-refused', direction='from')
def _(c):
    c.k.offer = sdp(SBC, crypto=True)
    c.refused(488)


@call('488-carrier-refuses-plain', 'failed dr-488-560488-sbc likely carrier', direction='from')
def _(c):
    c.refused(488)


@call('486-carrier-srtp', 'failed dr-486-560486-sbc likely carrier', direction='from')
def _(c):
    c.k.offer = sdp(SBC, crypto=True)
    c.refused(486)


def silent(c, after=12, by='teams', text='MediaConnectivityFailure'):
    c.up()
    c.ended(4 + after, by, hdr=['Reason: Q.850;cause=41;text="5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310;%s"' % text])


LOST = 'dropped dr-410-531005-media-lost likely microsoft'


@call('drop-answer-plain', LOST, 'sdp-answer-profile', direction='from')
def _(c):
    c.t.answer = sdp(SBC)
    silent(c)


@call('drop-answer-other-suite', LOST, 'sdp-answer-suite', direction='from')
def _(c):
    c.t.answer = sdp(SBC, crypto=True, suite='AES_CM_128_HMAC_SHA1_32')
    silent(c)


@call('drop-answer-other-tag', LOST, 'sdp-answer-suite', direction='from')
def _(c):
    c.t.answer = sdp(SBC, crypto=True, tag=2)
    silent(c)


@call('drop-answer-mki', LOST, 'sdp-crypto-mki', direction='from')
def _(c):
    c.t.answer = sdp(SBC, crypto=KEY + '|2^31|1:4')
    silent(c)


@call('drop-good-answer', LOST, direction='from')
def _(c):
    silent(c)


@call('drop-second-suite-taken', LOST)
def _(c):
    """The answer takes the second key of the offer: as it should be."""
    c.t.offer = sdp(SBC, crypto=True, extra=['a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:%s|2^31' % KEY])
    c.t.answer = sdp('52.113.0.5', crypto=True, suite='AES_CM_128_HMAC_SHA1_32', tag=2)
    silent(c)


# ---- payload numbers, ports, addresses

@call('488-payload-twice', 'failed sip-488-not-acceptable-here generic microsoft', 'sdp-payload-collision')
def _(c):
    c.t.offer = sdp(SBC, crypto=True, codecs=(8, 0, 101), extra=['a=rtpmap:101 opus/48000/2'])
    c.refused(488)


@call('488-payload-said-twice', 'failed sip-488-not-acceptable-here generic microsoft')
def _(c):
    """The same line again does no harm."""
    c.t.offer = sdp(SBC, crypto=True, extra=['a=rtpmap:101 telephone-event/8000'])
    c.refused(488)


@call('drop-payload-means-another', LOST, 'sdp-payload-collision')
def _(c):
    c.t.offer = sdp(SBC, crypto=True, codecs=(96, 8, 101), names={96: 'G722/16000'})
    c.t.answer = sdp('52.113.0.5', crypto=True, codecs=(96, 101), names={96: 'AMR/8000'})
    silent(c)


@call('drop-payload-renumbered', LOST)
def _(c):
    """Each side may have its own number for a codec (RFC 3264 5.1)."""
    c.t.offer = sdp(SBC, crypto=True, codecs=(96, 8, 101), names={96: 'AMR/8000'})
    c.t.answer = sdp('52.113.0.5', crypto=True, codecs=(97, 8, 100), names={97: 'AMR/8000', 100: 'telephone-event/8000'})
    silent(c)


@call('488-carrier-port-zero', 'failed dr-488-560488-sbc likely carrier', 'sdp-port-zero', direction='from')
def _(c):
    c.k.offer = sdp(SBC, port=0)
    c.refused(488)


@call('488-carrier-no-offer', 'failed dr-488-560488-sbc likely carrier', 'sdp-offer-missing', direction='from')
def _(c):
    c.k.offer = ''
    c.refused(488)


@call('486-carrier-no-offer', 'failed dr-486-560486-sbc likely carrier', direction='from')
def _(c):
    c.k.offer = ''
    c.refused(486)


@call('drop-private-address', LOST, 'sdp-private-address')
def _(c):
    c.t.offer = sdp('10.20.30.40', crypto=True)
    silent(c)


@call('drop-private-address-answer', LOST, 'sdp-private-address', direction='from')
def _(c):
    c.t.answer = sdp('192.168.7.9', crypto=True)
    silent(c)


@call('drop-local-media', LOST)
def _(c):
    """Local Media Optimization: the inner address is what Teams asked for."""
    c.t.offer = sdp('10.20.30.40', crypto=True)
    c.t.extra = ['X-MS-UserLocation: internal', 'X-MS-MediaPath: sbc.example.com']
    silent(c)


@call('drop-carrier-private-address', LOST)
def _(c):
    """Behind the SBC is a network of one’s own: private addresses belong there."""
    c.k.answer = sdp('10.20.30.40')
    silent(c)


@call('drop-no-answer-sdp', LOST, 'sdp-answer-missing')
def _(c):
    c.t.answer = ''
    silent(c)


@call('drop-answer-in-183', LOST)
def _(c):
    """The 183 had the answer; the 200 need not say it again."""
    c.begin()
    c.ring(code=183, body=c.t.answer)
    c.t.answer = ''
    c.answered()
    c.ended(16, 'teams', hdr=['Reason: Q.850;cause=41;text="5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310;MediaConnectivityFailure"'])


@call('drop-late-offer-no-answer', 'dropped dr-410-531005-media-lost likely unknown', 'sdp-answer-missing', legs='k', direction='from')
def _(c):
    c.k.offer = ''
    c.up()
    c.k.bye(16, hdr=['Reason: Q.850;cause=41;text="MediaConnectivityFailure"'])


# ---- what the body is said to be

@call('488-content-type-missing', 'failed sip-488-not-acceptable-here generic microsoft', 'sdp-content-type')
def _(c):
    c.begin_typed = None
    c.one.invite(0)
    c.one.reply(0.01, 100)
    c.t.invite(0.05, content_type=None)
    c.t.reply(0.3, 488)
    c.t.ack(0.31, failed=True)
    c.one.reply(0.35, 488)
    c.one.ack(0.36, failed=True)


@call('400-content-type-text', 'failed dr-400-540400-malformed exact microsoft', 'sdp-content-type')
def _(c):
    c.one.invite(0)
    c.one.reply(0.01, 100)
    c.t.invite(0.05, content_type='text/plain')
    c.t.reply(0.3, 400)
    c.t.ack(0.31, failed=True)
    c.one.reply(0.35, 400)
    c.one.ack(0.36, failed=True)


# ---- ICE, for media bypass

def no_ice(c, offer, label='IceConnectivityChecksFailed', code=410):
    c.t.offer = offer
    c.refused(code, text=label, q850=16)


ICE_FAILED = 'failed dr-410-531004-ice exact microsoft'
ONE = [line for line in ICE if not line.startswith('a=candidate')]


@call('410-ice-good', ICE_FAILED)
def _(c):
    no_ice(c, sdp(SBC, crypto=True, extra=ICE))


@call('410-ice-no-pwd', ICE_FAILED, 'sdp-ice-broken')
def _(c):
    no_ice(c, sdp(SBC, crypto=True, extra=[line for line in ICE if 'pwd' not in line]))


@call('410-ice-no-ufrag', ICE_FAILED, 'sdp-ice-broken')
def _(c):
    no_ice(c, sdp(SBC, crypto=True, extra=[line for line in ICE if 'ufrag' not in line]))


@call('410-ice-session-level', ICE_FAILED)
def _(c):
    """a=ice-ufrag and a=ice-pwd may stand above the media (RFC 8839 5.4)."""
    no_ice(c, sdp(SBC, crypto=True, session=ICE[:2], extra=ICE[2:]))


@call('410-ice-candidate-cut', ICE_FAILED, 'sdp-ice-broken')
def _(c):
    no_ice(c, sdp(SBC, crypto=True, extra=[*ONE, 'a=candidate:1 1 UDP 2130706431 192.0.2.10']))


@call('410-ice-two-candidates', ICE_FAILED, 'sdp-ice-candidates')
def _(c):
    no_ice(c, sdp(SBC, crypto=True, extra=[*ICE, 'a=candidate:2 1 UDP 2130706175 198.51.100.20 20000 typ host']))


@call('410-ice-private', ICE_FAILED, 'sdp-ice-candidates')
def _(c):
    no_ice(c, sdp(SBC, crypto=True, extra=[*ONE, 'a=candidate:1 1 UDP 2130706431 172.20.1.9 20000 typ host']))


@call('410-ice-ipv6', ICE_FAILED, 'sdp-ice-candidates')
def _(c):
    no_ice(c, sdp(SBC, crypto=True, extra=[*ONE, 'a=candidate:1 1 UDP 2130706431 2001:db8::9 20000 typ host']))


@call('410-ice-early-other', 'dropped dr-410-531004-ice likely microsoft', 'sdp-ice-changed', direction='from')
def _(c):
    c.t.offer = sdp('52.113.0.5', crypto=True, extra=TEAMS_ICE)
    c.begin()
    c.t.reply(1, 183, body=sdp(SBC, crypto=True, extra=ICE[:3]))
    c.t.answer = sdp(SBC, crypto=True, extra=['a=ice-ufrag:Zz9p', *ICE[1:3]])
    c.answered()
    c.ended(20, 'teams', hdr=['Reason: Q.850;cause=16;text="5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310;IceConnectivityChecksFailed"'])


@call('410-ice-early-same', 'dropped dr-410-531004-ice likely microsoft', direction='from')
def _(c):
    c.t.offer = sdp('52.113.0.5', crypto=True, extra=TEAMS_ICE)
    c.t.answer = sdp(SBC, crypto=True, extra=ICE[:3])
    c.begin()
    c.t.reply(1, 183, body=c.t.answer)
    c.answered()
    c.ended(20, 'teams', hdr=['Reason: Q.850;cause=16;text="5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310;IceConnectivityChecksFailed"'])


@call('410-ice-answer-none', 'dropped dr-410-531004-ice likely microsoft', 'sdp-ice-missing', direction='from')
def _(c):
    c.t.offer = sdp('52.113.0.5', crypto=True, extra=TEAMS_ICE)
    silent(c, text='IceConnectivityChecksFailed')


# ---- good calls that carry all that

@call('fine-odd-media', 'completed - unknown unknown')
def _(c):
    c.t.offer = sdp('10.20.30.40', crypto=KEY + '|2^31|1:1', extra=['a=rtpmap:101 opus/48000/2'])
    c.up()
    c.ended(95, 'carrier')


@call('fine-two-candidates', 'completed - unknown unknown')
def _(c):
    c.t.offer = sdp(SBC, crypto=True, extra=[*ICE, 'a=candidate:2 1 UDP 2130706175 198.51.100.20 20000 typ host'])
    c.t.answer = sdp('52.113.0.5', crypto=True, extra=TEAMS_ICE)
    c.up()
    c.ended(65, 'teams')


@call('fine-video-refused', 'completed - unknown unknown')
def _(c):
    """m=video with port 0 in the answer: the voice goes on."""
    c.t.answer = sdp('52.113.0.5', crypto=True) + 'm=video 0 RTP/SAVP 34\r\n'
    c.up()
    c.ended(65, 'teams')


@call('fine-early-media', 'completed - unknown unknown', direction='from')
def _(c):
    c.begin()
    c.ring(code=183, body=c.k.answer)
    c.answered()
    c.ended(44, 'carrier')
