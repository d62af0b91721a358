"""What is not in a message was not sent only if the message is whole; and who refuses media says so."""
from script import call

MISSING = 'sdp-offer-missing'


def cut(c, leg, at=180):
    """The first INVITE of the leg ends after @at characters of its headers, as a person cuts it."""
    c.log = [(t, a, b, m[:m.index('Call-ID:') + at].rstrip() if m.startswith('INVITE') and leg.call_id in m else m) for t, a, b, m in c.log]


for code in (400, 403, 404, 480, 500, 503):
    @call('no-offer-%d' % code, 'failed dr-%d-560%d-sbc %s carrier' % (code, code, 'exact' if code == 403 else 'likely'), direction='from')
    def _(c, code=code):
        """It says nothing of media."""
        c.k.offer = ''
        c.refused(code)

for code in (488, 606):
    @call('no-offer-%d' % code, 'failed %s carrier' % (
        'dr-488-560488-sbc likely' if code == 488 else 'sip-606-not-acceptable generic'), MISSING, direction='from')
    def _(c, code=code):
        c.k.offer = ''
        c.refused(code)

for i, hdr in enumerate((['Reason: Q.850;cause=88'], ['Reason: Q.850;cause=65'], ['Warning: 304 example.com "Media type not available"'],
                         ['Warning: 399 example.com "No SDP in INVITE"'])):
    @call('no-offer-500-says-%d' % i, 'failed dr-500-560500-sbc likely carrier', MISSING, direction='from')
    def _(c, hdr=hdr):
        c.k.offer = ''
        c.refused(500, hdr=hdr)


@call('no-offer-500-other-warning', 'failed dr-500-560500-sbc likely carrier', direction='from')
def _(c):
    c.k.offer = ''
    c.refused(500, hdr=['Warning: 399 example.com "Database of routes not reachable"'])


@call('cut-invite-488', 'failed dr-488-560488-sbc likely carrier', direction='from')
def _(c):
    c.refused(488)
    cut(c, c.k)


@call('cut-invite-488-teams', 'failed sip-488-not-acceptable-here generic microsoft')
def _(c):
    c.refused(488)
    cut(c, c.t)


@call('cut-401', 'failed sip-401-unauthorized generic carrier', direction='from')
def _(c):
    """Whether the INVITE had credentials is not to be seen."""
    c.refused(401, hdr=['WWW-Authenticate: Digest realm="example.com", nonce="1"'])
    cut(c, c.k)
