"""Requests that are no calls are not explained as calls."""
from script import call


def asked(c, method, code, n=1):
    for i in range(n):
        c.k.send(60 * i, method, cseq=i + 1, tagged=False)
        c.k.reply(60 * i + 0.05, code, method, cseq=i + 1)


ENTRIES = {
    'OPTIONS': {403: 'sip-403-options', 404: 'sip-404-options', 405: 'sip-405-options', 486: 'sip-486-options', 480: 'sip-options-refused',
                484: 'sip-options-refused', 500: 'sip-options-refused', 503: 'sip-503-options', 603: 'sip-options-refused',
                400: 'sip-400-bad-request'},
    'REGISTER': {401: 'sip-401-register', 403: 'sip-403-register', 404: 'sip-404-register', 423: 'sip-423-interval-too-brief',
                 480: 'sip-register-refused', 486: 'sip-register-refused', 500: 'sip-register-refused', 503: 'sip-503-register'},
    'SUBSCRIBE': {403: 'sip-subscribe-refused', 404: 'sip-subscribe-refused', 489: 'sip-489-bad-event', 603: 'sip-subscribe-refused'},
    'MESSAGE': {404: 'sip-message-refused', 480: 'sip-message-refused', 486: 'sip-message-refused'},
    'PUBLISH': {404: 'sip-other-refused', 412: 'sip-412-conditional-request-failed', 489: 'sip-489-bad-event'},
}
FOUND = {('REGISTER', 401): 'challenge-not-answered', ('SUBSCRIBE', 401): 'challenge-not-answered'}

for method, codes in ENTRIES.items():
    for code, entry in codes.items():
        @call('%s-%d' % (method.lower(), code), 'failed %s generic unknown' % entry, FOUND.get((method, code), ''), legs='k', direction='to')
        def _(c, method=method, code=code):
            # The SBC asks, the carrier refuses.
            c.k.a, c.k.b = c.k.b, c.k.a
            asked(c, method, code)


for method, entry in (('OPTIONS', 'sip-408-options'), ('REGISTER', 'sip-408-no-call'), ('SUBSCRIBE', 'sip-408-no-call')):
    @call(method.lower() + '-silent', 'failed %s likely unknown' % entry, 'no-answer', legs='k')
    def _(c, method=method):
        for t in (0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5):
            c.k.send(t, method, tagged=False)
