"""Calls through an SBC between Teams and a carrier, written message by message, with what must be said of each.

Everything is invented: numbers 555-01xx, documentation addresses, example names.
"""
import dataclasses
import datetime
import uuid

TEAMS, SBC_TEAMS, SBC_TRUNK = '52.114.75.24:5061', '192.0.2.5:5061', '198.51.100.5:5060'
CARRIER_A, CARRIER_B = '203.0.113.10:5060', '203.0.113.20:5060'
START = datetime.datetime(2026, 11, 22, 10, 15, 2, 120000)


@dataclasses.dataclass
class Message:
    time: datetime.datetime
    src: str
    dst: str
    text: str        # CRLF
    session: str     # of the call, across its legs


@dataclasses.dataclass
class Call:
    name: str
    messages: list
    expect: dict


def is_teams(address):
    return address.startswith('52.')


class Leg:
    """One dialog. `a` sends the INVITE, `b` answers it."""

    def __init__(self, call, a, b, caller, callee, host=None):
        self.call, self.a, self.b, self.caller, self.callee = call, a, b, caller, callee
        self.call_id = uuid.uuid5(uuid.NAMESPACE_OID, f'{call.name}{a}{b}{len(call.messages)}').hex
        self.tag_a, self.tag_b = self.call_id[:8], self.call_id[8:16]
        self.cseq, self.branch, self.replies = 0, '', 0
        self.host = host or b.rsplit(':', 1)[0]
        self.transport = 'TLS' if is_teams(a) or is_teams(b) else 'UDP'

    def head(self, first, via, method, cseq, to_tag, extra=(), sdp=None, backwards=False):
        near, far = (self.b, self.a) if backwards else (self.a, self.b)
        parties = (f'<sip:{self.caller}@{self.a_host()};user=phone>;tag={self.tag_a}',
                   f'<sip:{self.callee}@{self.host};user=phone>' + (f';tag={self.tag_b}' if to_tag else ''))
        if backwards:
            parties = parties[::-1]
        lines = [first, f'FROM: {parties[0]}', f'TO: {parties[1]}', f'CSEQ: {cseq} {method}', f'CALL-ID: {self.call_id}',
                 'MAX-FORWARDS: 68', f'VIA: SIP/2.0/{self.transport} {via};branch={self.branch}', *extra]
        if sdp:
            lines.append('CONTENT-TYPE: application/sdp')
        lines += [f'CONTENT-LENGTH: {len(sdp or "")}', '', '']
        return '\r\n'.join(lines) + (sdp or '')

    def a_host(self):
        return 'sip.pstnhub.microsoft.com' if is_teams(self.a) else 'sbc.example.com'

    def sdp(self, address, secure, extra=''):
        body = (f'v=0\r\no=- {abs(hash_of(self.call.name)) % 100000} 1 IN IP4 {address}\r\ns=session\r\nc=IN IP4 {address}\r\nt=0 0\r\n'
                f'm=audio 40000 RTP/{"SAVP" if secure else "AVP"} 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n'
                'a=rtpmap:101 telephone-event/8000\r\n')
        if secure:
            body += 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^31\r\n'
        return body + 'a=sendrecv\r\n' + extra

    def send(self, src, dst, text, after):
        self.call.clock += datetime.timedelta(milliseconds=after)
        self.call.messages.append(Message(self.call.clock, src, dst, text, self.call.session))

    def request(self, method, after=5, extra=(), sdp=False, again=False, backwards=False):
        src, dst = (self.b, self.a) if backwards else (self.a, self.b)
        if not again and method not in ('ACK', 'CANCEL'):
            self.cseq += 1
            self.branch = f'z9hG4bK{self.call_id[:6]}{self.cseq}'
        host = self.a_host() if backwards else self.host
        user = self.caller if backwards else self.callee
        body = self.sdp(src.rsplit(':', 1)[0], is_teams(src) or is_teams(dst)) if sdp else None
        contact = f'CONTACT: <sip:{src};transport={self.transport.lower()}>'
        self.send(src, dst, self.head(f'{method} sip:{user}@{host}:{dst.rsplit(":", 1)[1]};user=phone SIP/2.0', src, method, self.cseq,
                                      method in ('ACK', 'BYE', 'REFER', 'NOTIFY') or self.cseq > 1 and method == 'INVITE' and self.replies > 1,
                                      (contact, 'USER-AGENT: ' + agent(src), *extra), body, backwards), after)

    def answer(self, code, phrase, method='INVITE', after=20, extra=(), sdp=False, backwards=False):
        src, dst = (self.a, self.b) if backwards else (self.b, self.a)
        self.replies += code > 100
        body = self.sdp(src.rsplit(':', 1)[0], is_teams(src) or is_teams(dst)) if sdp else None
        self.send(src, dst, self.head(f'SIP/2.0 {code} {phrase}', dst, method, self.cseq, code > 100,
                                      ('SERVER: ' + agent(src), *extra), body, backwards), after)


def hash_of(text):
    return uuid.uuid5(uuid.NAMESPACE_OID, text).int


def agent(address):
    return ('Microsoft.PSTNHub.SIPProxy v.2026.10.1.1 i.EUWE.1' if is_teams(address)
            else 'Carrier/1.0' if address.startswith('203.') else 'Mediant SW/v.7.40A.501')


class Builder:
    def __init__(self, name, number, start):
        self.name, self.clock, self.messages = name, start, []
        self.session = f'2ed1c8:96:{number}'
        self.number = number
        self.caller, self.callee = f'+1555010{number:04d}', f'+1555011{number:04d}'

    def pair(self, from_teams, carrier=CARRIER_A):
        """The two legs of a call through the SBC."""
        if from_teams:
            return (Leg(self, TEAMS, SBC_TEAMS, self.caller, self.callee, 'sbc.example.com'),
                    Leg(self, SBC_TRUNK, carrier, self.caller, self.callee))
        return (Leg(self, carrier, SBC_TRUNK, self.caller, self.callee),
                Leg(self, SBC_TEAMS, TEAMS, self.caller, self.callee, 'sip.pstnhub.microsoft.com'))

    def setup(self, a, b, ringing=True):
        a.request('INVITE', sdp=True)
        a.answer(100, 'Trying')
        b.request('INVITE', sdp=True)
        b.answer(100, 'Trying')
        if ringing:
            b.answer(180, 'Ringing', after=900)
            a.answer(180, 'Ringing')

    def refuse(self, a, b, code, phrase, extra=()):
        b.answer(code, phrase, extra=extra, after=200)
        b.request('ACK')
        a.answer(code, phrase, extra=extra)
        a.request('ACK')

    def talk(self, a, b, seconds=130):
        b.answer(200, 'OK', sdp=True, after=3000)
        b.request('ACK')
        a.answer(200, 'OK', sdp=True)
        a.request('ACK')
        self.clock += datetime.timedelta(seconds=seconds)

    def hang_up(self, a, b, extra=(), backwards=True):
        b.request('BYE', extra=extra, backwards=backwards)
        b.answer(200, 'OK', 'BYE', backwards=backwards)
        a.request('BYE', extra=extra, backwards=backwards)
        a.answer(200, 'OK', 'BYE', backwards=backwards)

    def done(self, **expect):
        return Call(self.name, self.messages, {'from': self.caller, 'to': self.callee, 'messages': len(self.messages), **expect})


def reason(cause, text):
    return (f'REASON: Q.850;cause={cause};text="5e19725b-0b1c-4d3a-9a4e-2f7b8f3f0001;{text}"',)


def good(c):
    a, b = c.pair(True)
    c.setup(a, b)
    c.talk(a, b)
    c.hang_up(a, b)
    return c.done(kind='invite', state='completed', direction='from-teams', code=200, legs=2)


def codec(c):
    a, b = c.pair(False)
    c.setup(a, b, ringing=False)
    c.refuse(a, b, 488, 'Not Acceptable Here', reason(79, 'CannotSupportAnyMedia'))
    return c.done(kind='invite', state='failed', direction='to-teams', code=488, legs=2, microsoft=531000, q850=79, by='microsoft',
                  basis='exact', leg=1)


def no_endpoints(c):
    a, b = c.pair(False)
    c.setup(a, b, ringing=False)
    c.refuse(a, b, 480, 'Temporarily Unavailable', reason(31, 'No callee endpoints were found.'))
    return c.done(kind='invite', state='failed', direction='to-teams', code=480, legs=2, microsoft=10037, q850=31, by='microsoft',
                  basis='exact', leg=1)


def trunk_unknown(c):
    a, b = c.pair(False)
    c.setup(a, b, ringing=False)
    c.refuse(a, b, 403, 'Forbidden', reason(21, 'Inbound Direct Routing - trunk config not found for customer'))
    return c.done(kind='invite', state='failed', direction='to-teams', code=403, legs=2, microsoft=510532, q850=21, by='microsoft',
                  basis='exact', leg=1)


def wrong_number(c):
    a, b = c.pair(True)
    c.setup(a, b, ringing=False)
    c.refuse(a, b, 404, 'Not Found', ('REASON: Q.850;cause=1',))
    return c.done(kind='invite', state='failed', direction='from-teams', code=404, legs=2, microsoft=560404, q850=1, by='carrier', leg=1)


def busy(c):
    a, b = c.pair(True)
    c.setup(a, b)
    c.refuse(a, b, 486, 'Busy Here', ('REASON: Q.850;cause=17',))
    return c.done(kind='invite', state='failed', direction='from-teams', code=486, legs=2, microsoft=560486, q850=17, by='carrier', leg=1)


def alternative_route(c):
    a, b = c.pair(True)
    c.setup(a, b, ringing=False)
    b.answer(503, 'Service Unavailable', after=150)
    b.request('ACK')
    other = Leg(c, SBC_TRUNK, CARRIER_B, c.caller, c.callee)
    other.request('INVITE', sdp=True)
    other.answer(180, 'Ringing', after=700)
    a.answer(180, 'Ringing')
    c.talk(a, other)
    c.hang_up(a, other)
    return c.done(kind='invite', state='completed', direction='from-teams', code=200, legs=3)


def cancelled(c):
    a, b = c.pair(False)
    c.setup(a, b)
    a.request('CANCEL', after=4000)
    a.answer(200, 'OK', 'CANCEL')
    b.request('CANCEL')
    b.answer(200, 'OK', 'CANCEL')
    b.answer(487, 'Request Terminated')
    b.request('ACK')
    a.answer(487, 'Request Terminated')
    a.request('ACK')
    return c.done(kind='invite', state='cancelled', direction='to-teams', code=487, legs=2)


def challenged(c):
    a, b = c.pair(True)
    c.setup(a, b, ringing=False)
    b.answer(407, 'Proxy Authentication Required', extra=('PROXY-AUTHENTICATE: Digest realm="example.net",nonce="1"',))
    b.request('ACK')
    b.replies = 0
    b.request('INVITE', sdp=True, extra=('PROXY-AUTHORIZATION: Digest username="trunk",realm="example.net",nonce="1",uri="sip:x",response="0"',))
    b.answer(180, 'Ringing', after=800)
    a.answer(180, 'Ringing')
    c.talk(a, b, 20)
    c.hang_up(a, b)
    return c.done(kind='invite', state='completed', direction='from-teams', code=200, legs=2)


def no_answer(c):
    """Timer B: the carrier says nothing, the SBC gives up."""
    a, b = c.pair(True)
    a.request('INVITE', sdp=True)
    a.answer(100, 'Trying')
    b.request('INVITE', sdp=True)
    for wait in (500, 1000, 2000, 4000, 8000, 16000):
        b.request('INVITE', after=wait, sdp=True, again=True)
    a.answer(408, 'Request Timeout', after=500)
    a.request('ACK')
    return c.done(kind='invite', state='failed', direction='from-teams', code=408, legs=2, retransmissions=6)


def media_lost(c):
    a, b = c.pair(False)
    c.setup(a, b)
    c.talk(a, b, 12)
    c.hang_up(a, b, reason(41, 'MediaConnectivityFailure'))
    return c.done(kind='invite', state='dropped', direction='to-teams', legs=2)


def hold_refused(c):
    a, b = c.pair(True)
    c.setup(a, b)
    c.talk(a, b, 30)
    a.request('INVITE', sdp=True)
    a.answer(100, 'Trying')
    a.answer(488, 'Not Acceptable Here')
    a.request('ACK')
    c.clock += datetime.timedelta(seconds=40)
    c.hang_up(a, b)
    return c.done(kind='invite', state='completed', direction='from-teams', code=200, legs=2)


def redirected(c):
    """The carrier sends the call to another number; the SBC writes the address in its own way."""
    a, b = c.pair(True)
    c.setup(a, b, ringing=False)
    b.answer(302, 'Moved Temporarily', extra=('CONTACT: <sip:+15550119990@203.0.113.20>',))
    b.request('ACK')
    other = Leg(c, SBC_TRUNK, CARRIER_B, c.caller, '+15550119990')
    other.request('INVITE', sdp=True)
    other.answer(180, 'Ringing', after=700)
    a.answer(180, 'Ringing')
    c.talk(a, other)
    c.hang_up(a, other)
    return c.done(kind='invite', state='completed', direction='from-teams', code=200, legs=3)


def transferred(c):
    """The Teams user sends the carrier's caller on to a colleague."""
    a, b = c.pair(False)
    c.setup(a, b)
    c.talk(a, b, 30)
    b.request('REFER', backwards=True, extra=('REFER-TO: <sip:+15550119991@sip.pstnhub.microsoft.com;user=phone>',))
    b.answer(202, 'Accepted', 'REFER', backwards=True)
    other = Leg(c, SBC_TEAMS, TEAMS, c.caller, '+15550119991', 'sip.pstnhub.microsoft.com')
    other.request('INVITE', sdp=True)
    other.answer(180, 'Ringing', after=600)
    other.answer(200, 'OK', sdp=True, after=2000)
    other.request('ACK')
    b.request('NOTIFY', extra=('EVENT: refer', 'SUBSCRIPTION-STATE: terminated'))
    b.answer(200, 'OK', 'NOTIFY')
    b.request('BYE', backwards=True)
    b.answer(200, 'OK', 'BYE', backwards=True)
    c.clock += datetime.timedelta(seconds=60)
    c.hang_up(a, other)
    return c.done(kind='invite', state='completed', direction='to-teams', code=200, legs=3)


SCENARIOS = [good, codec, no_endpoints, trunk_unknown, wrong_number, busy, alternative_route, cancelled, challenged, no_answer,
             media_lost, hold_refused, redirected, transferred]


def calls():
    """All scenarios, one after the other with some seconds between."""
    start, found = START, []
    for number, scenario in enumerate(SCENARIOS, 1):
        found.append(scenario(Builder(scenario.__name__, number, start)))
        start = found[-1].messages[-1].time + datetime.timedelta(seconds=3)
    return found
