"""Invented calls between Teams and a carrier through one SBC, as lists of what the SBC sees and says.

A step is (seconds, session key, kind, ...):
  (t, key, 'say', text)                        a notification of the SBC
  (t, key, 'in' or 'out', interface, message)  a SIP message, CRLF line ends
"""

SBC = 'sbc.example.com'
SBC_TRUNK_IP = '192.0.2.10'
TEAMS_IP = '52.114.75.24'
CARRIER_IP = '198.51.100.7'
CARRIER2_IP = '203.0.113.44'
AGENT = 'Mediant SW/v.7.40A.501.017'
PROXY = 'Microsoft.PSTNHub.SIPProxy v.2026.10.7.1 i.EUWE.3'
KEYS = ['bm90QVJlYWxLZXlKdXN0VGVzdERhdGFGb3JSdW5n', 'dGhpc0tleUlzSW52ZW50ZWRGb3JUZXN0c09ubHkx']


class Interface:
    def __init__(self, number, name, transport, peer, trunk):
        self.number, self.name, self.transport, self.peer, self.socket = number, name, transport, peer, trunk


TEAMS = Interface(2, 'Teams', 'TLS', TEAMS_IP + ':5061', 204)
TRUNK = Interface(1, 'SIP_Trunk', 'UDP', CARRIER_IP + ':5060', None)
TRUNK2 = Interface(1, 'SIP_Trunk', 'UDP', CARRIER2_IP + ':5060', None)


def message(start, headers, body=''):
    """Content-Length goes where headers has it as None."""
    lines = [start]
    for name, value in headers:
        lines.append('%s: %s' % (name, len(body) if value is None else value))
    return '\r\n'.join(lines) + '\r\n\r\n' + body


def teams_sdp(port=51520, codecs=True, crypto=True, relay=True):
    lines = ['v=0', 'o=- 110475 0 IN IP4 127.0.0.1', 's=session', 'c=IN IP4 52.112.130.40',
             'b=CT:10000000', 't=0 0']
    if codecs:
        lines.append('m=audio %d RTP/SAVP 104 9 103 111 18 0 8 97 101 13 118' % port)
    else:
        lines.append('m=audio %d RTP/SAVP 104 103' % port)
    lines += ['c=IN IP4 52.112.130.40', 'a=rtcp:%d' % (port + 1), 'a=ice-ufrag:Kq3B',
              'a=ice-pwd:5mF0Qm1rXGQ7yE0cN8aVtZ2L']
    if relay:
        for i, (address, kind) in enumerate((('52.112.130.40', 'host'), ('52.114.252.65', 'relay'),
                                             ('52.114.252.66', 'relay'), ('52.113.17.90', 'srflx'))):
            for component in (1, 2):
                lines.append('a=candidate:%d %d UDP %d %s %d typ %s' % (
                    i + 1, component, 2130706431 - i * 65536 - component, address,
                    port + i * 2 + component + 1000, kind)
                    + ('' if kind == 'host' else ' raddr 10.0.140.77 rport %d' % (port + i)))
    lines += ['a=label:main-audio', 'a=mid:1', 'a=sendrecv']
    if crypto:
        lines.append('a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:%s|2^31' % KEYS[0])
    lines += ['a=rtpmap:104 SILK/16000', 'a=rtpmap:103 SILK/8000']
    if codecs:
        lines += ['a=rtpmap:9 G722/8000', 'a=rtpmap:111 SIREN/16000', 'a=fmtp:111 bitrate=16000',
                  'a=rtpmap:18 G729/8000', 'a=fmtp:18 annexb=no', 'a=rtpmap:0 PCMU/8000',
                  'a=rtpmap:8 PCMA/8000', 'a=rtpmap:97 RED/8000', 'a=rtpmap:101 telephone-event/8000',
                  'a=fmtp:101 0-16', 'a=rtpmap:13 CN/8000', 'a=rtpmap:118 CN/16000']
    lines.append('a=ptime:20')
    return '\r\n'.join(lines) + '\r\n'


def sbc_sdp(port=6210, secure=False, answer=False, crypto=True):
    codecs = '8 101' if answer else '8 0 18 101'
    lines = ['v=0', 'o=AudiocodesGW 1730182734 %d IN IP4 %s' % (1128734 + port, SBC_TRUNK_IP),
             's=Phone-Call', 'c=IN IP4 %s' % SBC_TRUNK_IP, 't=0 0',
             'm=audio %d RTP/%s %s' % (port, 'SAVP' if secure else 'AVP', codecs),
             'a=ptime:20', 'a=sendrecv', 'a=rtpmap:8 PCMA/8000']
    if not answer:
        lines += ['a=rtpmap:0 PCMU/8000', 'a=rtpmap:18 G729/8000', 'a=fmtp:18 annexb=no']
    lines += ['a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-15']
    if secure and crypto:
        lines.append('a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:%s|2^31' % KEYS[1])
    return '\r\n'.join(lines) + '\r\n'


def carrier_sdp(port=24110, address=CARRIER_IP):
    return '\r\n'.join(['v=0', 'o=- 884112 884112 IN IP4 %s' % address, 's= ', 'c=IN IP4 %s' % address,
                        't=0 0', 'm=audio %d RTP/AVP 8 101' % port, 'a=rtpmap:8 PCMA/8000',
                        'a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-15', 'a=ptime:20', 'a=sendrecv', ''])


class Leg:
    """One dialog; writes requests and answers the way its two ends do."""

    def __init__(self, index, interface, caller, callee, from_teams=None, name='', peer=None):
        self.i = index
        self.interface = interface
        self.teams = interface is TEAMS
        self.inbound = from_teams if from_teams is not None else False
        self.caller, self.callee, self.name = caller, callee, name
        self.peer = peer or interface.peer
        self.guid = '%08x-4d5e-4f60-8a7b-%012x' % (0x5e197200 + index * 7, 0x9c2b00000000 + index * 4097)
        # The side that began it: Teams and the carrier when it comes in, else the SBC.
        if self.inbound and self.teams:
            self.call_id = '%032x' % (0xb12186fe00d15ea5e5c0ffee00000000 + index * 65537)
            self.from_uri = 'sip:%s@sip.pstnhub.microsoft.com:5061;user=phone' % caller
            self.to_uri = 'sip:%s@%s:5061;user=phone' % (callee, SBC)
            self.request_uri = 'sip:%s@%s:5061;user=phone;transport=tls' % (callee, SBC)
        elif self.inbound:
            host = self.peer.split(':')[0]
            self.call_id = '%d_%d@%s' % (1835317186 + index, 112562680 + index * 3, host)
            self.from_uri = 'sip:%s@%s' % (caller, host)
            self.to_uri = 'sip:%s@%s' % (callee, SBC_TRUNK_IP)
            self.request_uri = 'sip:%s@%s:5060;user=phone' % (callee, SBC_TRUNK_IP)
        else:
            self.call_id = '%d1122202610%d@%s' % (1148200000 + index * 917, 1500 + index, SBC_TRUNK_IP if not self.teams else SBC)
            host = 'sip.pstnhub.microsoft.com' if self.teams else self.peer.split(':')[0]
            self.from_uri = 'sip:%s@%s' % (caller, SBC if self.teams else SBC_TRUNK_IP)
            self.to_uri = 'sip:%s@%s;user=phone' % (callee, host)
            self.request_uri = self.to_uri.replace(';user', ':5061;user' if self.teams else ':5060;user') + (
                ';transport=tls' if self.teams else '')
        self.from_tag = '%s%d' % ('1c' if not self.inbound else 'c0ffee', 730000 + index * 31)
        self.to_tag = '%s%d' % ('1c' if self.inbound else 'fade', 840000 + index * 37)
        self.cseq = 1

    # --- pieces
    def via(self, from_peer, branch):
        if self.teams and from_peer:
            return 'SIP/2.0/TLS %s:5061;branch=z9hG4bK%s;alias' % (TEAMS_IP, branch)
        if self.teams:
            return 'SIP/2.0/TLS %s:5061;alias;branch=z9hG4bKac%s' % (SBC, branch)
        return 'SIP/2.0/UDP %s;branch=z9hG4bK%s%s' % (self.peer if from_peer else SBC_TRUNK_IP + ':5060',
                                                      '' if from_peer else 'ac', branch)

    def peer_contact(self):
        if self.teams:
            return '<sip:api-du-a-euwe.pstnhub.microsoft.com:443;x-i=%s;x-c=%s/d/8/%032x>' % (
                self.guid, self.call_id[:32], 0xd1ce0000 + self.i)
        return '<sip:%s;transport=udp>' % self.peer

    def own_contact(self):
        if self.teams:
            return '<sip:%s@%s:5061;transport=tls>' % (self.caller if not self.inbound else self.callee, SBC)
        return '<sip:%s@%s:5060>' % (self.caller if not self.inbound else self.callee, SBC_TRUNK_IP)

    def ends(self, answered, reverse=False):
        f = '<%s>;tag=%s' % (self.from_uri, self.from_tag)
        if self.inbound and self.teams and self.name:
            f = '%s' % self.name + f
        elif self.name:
            f = '"%s" ' % self.name + f
        t = '<%s>%s' % (self.to_uri, ';tag=' + self.to_tag if answered else '')
        return (t, f) if reverse else (f, t)

    def dress(self, from_peer, headers):
        """Teams writes header names in capitals, From and To first."""
        if not (self.teams and from_peer):
            return headers
        first = ('From', 'To', 'CSeq', 'Call-ID', 'Max-Forwards', 'Via', 'Record-Route', 'Contact', 'Content-Length')
        ordered = sorted(headers, key=lambda h: first.index(h[0]) if h[0] in first else len(first))
        return [(n.upper(), v) for n, v in ordered]

    def request(self, method, from_peer, answered=True, body='', extra=(), branch=None, cseq=None, uri=None):
        reverse = from_peer != self.inbound
        f, t = self.ends(answered, reverse)
        cseq = cseq if cseq is not None else self.cseq
        branch = branch or '%s%x' % (method.lower()[:3], 0x5a110c00 + self.i * 64 + cseq)
        if uri is None:
            uri = self.request_uri if not answered or method in ('INVITE', 'CANCEL') else (
                self.own_contact() if from_peer else self.peer_contact())[1:-1]
        headers = [('Via', self.via(from_peer, branch)), ('Max-Forwards', '70'), ('From', f), ('To', t),
                   ('Call-ID', self.call_id), ('CSeq', '%d %s' % (cseq, method))]
        if method in ('INVITE', 'BYE', 'OPTIONS'):
            headers.append(('Contact', self.peer_contact() if from_peer else self.own_contact()))
        if method == 'INVITE':
            headers.append(('Supported', 'timer' if from_peer else 'em,100rel,timer,replaces,path,resource-priority,sdp-anat'))
            headers.append(('Allow', 'INVITE,ACK,CANCEL,BYE,INFO,NOTIFY,PRACK,UPDATE,OPTIONS'))
            if self.teams and from_peer:
                headers += [('Record-Route', '<sip:sip-du-a-eu.pstnhub.microsoft.com:5061;transport=tls;lr>'),
                            ('Min-SE', '300'), ('Session-Expires', '3600'),
                            ('P-Asserted-Identity', '<tel:%s>,<sip:adele@example.com>' % self.caller), ('Privacy', 'id')]
        headers += list(extra)
        headers.append(('User-Agent', PROXY if self.teams and from_peer else 'carrier-core/11.4' if from_peer else AGENT))
        if body:
            headers.append(('Content-Type', 'application/sdp'))
        headers.append(('Content-Length', None))
        return message('%s %s SIP/2.0' % (method, uri), self.dress(from_peer, headers), body)

    def answer(self, code, phrase, from_peer, method='INVITE', body='', extra=(), branch=None, cseq=None, reverse=False):
        cseq = cseq if cseq is not None else self.cseq
        branch = branch or '%s%x' % (method.lower()[:3], 0x5a110c00 + self.i * 64 + cseq)
        f, t = self.ends(code > 100, reverse)
        headers = [('Via', self.via(not from_peer, branch)), ('From', f), ('To', t), ('Call-ID', self.call_id),
                   ('CSeq', '%d %s' % (cseq, method))]
        if method == 'INVITE' and code > 100 and code < 300:
            headers.append(('Contact', self.peer_contact() if from_peer else self.own_contact()))
            if self.teams:
                headers.append(('Record-Route', '<sip:sip-du-a-eu.pstnhub.microsoft.com:5061;transport=tls;lr>'))
        if code != 100 or not (self.teams and from_peer):
            headers.append(('Allow', 'INVITE,ACK,CANCEL,BYE,INFO,NOTIFY,PRACK,UPDATE,OPTIONS'))
        headers += list(extra)
        headers.append(('Server', PROXY if self.teams and from_peer else 'carrier-core/11.4' if from_peer else AGENT))
        if body:
            headers.append(('Content-Type', 'application/sdp'))
        headers.append(('Content-Length', None))
        return message('SIP/2.0 %d %s' % (code, phrase), self.dress(from_peer, headers), body)


class Scenario:
    """Steps of one SBC call, both legs under one session key."""

    def __init__(self, key, start, a, b):
        self.key, self.t, self.a, self.b, self.steps = key, start, a, b, []

    def say(self, text, wait=0.0):
        self.t += wait
        self.steps.append((self.t, self.key, 'say', text))

    def rx(self, leg, text, wait=0.0):
        self.t += wait
        self.steps.append((self.t, self.key, 'in', leg.interface, leg.peer, text))

    def tx(self, leg, text, wait=0.0):
        self.t += wait
        self.steps.append((self.t, self.key, 'out', leg.interface, leg.peer, text))

    # --- the usual parts
    def route(self, leg, name, row=5):
        self.say('(#%d)SBCRoutesIterator::FindRoute - Route found (%d), Route by IPGroup, IP Group %d -> %d (%s)' % (
            200 + leg.i, row, 2 if leg is self.a and leg.teams else 1, 1 if not leg.teams else 2, name))

    def classify(self, leg, group):
        self.say('(#%d)Classification Succeeded - Source IP Group #%d (%s), Source SRD #0 (DefaultSRD)' % (
            200 + leg.i, 2 if leg.teams else 1, group))

    def invite(self, leg, body, from_peer, wait=0.0, extra=(), trying=True):
        (self.rx if from_peer else self.tx)(leg, leg.request('INVITE', from_peer, False, body, extra), wait)
        if trying:
            (self.tx if from_peer else self.rx)(leg, leg.answer(100, 'Trying', not from_peer), 0.012)

    def ack(self, leg, from_peer, wait=0.01, failed=False):
        branch = '%s%x' % ('inv', 0x5a110c00 + leg.i * 64 + leg.cseq) if failed else None
        text = leg.request('ACK', from_peer, True, branch=branch, uri=leg.request_uri if failed else None)
        (self.rx if from_peer else self.tx)(leg, text, wait)

    def bye(self, leg, from_peer, wait=0.0, extra=()):
        cseq = 2 if from_peer == leg.inbound else 1
        (self.rx if from_peer else self.tx)(leg, leg.request('BYE', from_peer, True, extra=extra, cseq=cseq), wait)

    def bye_ok(self, leg, from_peer, wait=0.02):
        cseq = 2 if from_peer != leg.inbound else 1
        text = leg.answer(200, 'OK', from_peer, 'BYE', cseq=cseq, reverse=from_peer == leg.inbound)
        (self.rx if from_peer else self.tx)(leg, text, wait)

    def cancel(self, leg, from_peer, wait=0.0):
        branch = 'inv%x' % (0x5a110c00 + leg.i * 64 + leg.cseq)
        (self.rx if from_peer else self.tx)(leg, leg.request('CANCEL', from_peer, False, branch=branch), wait)
        text = leg.answer(200, 'OK', not from_peer, 'CANCEL', branch=branch)
        (self.tx if from_peer else self.rx)(leg, text, 0.008)


def number(n):
    return '+155501%05d' % n


def reason(cause, guid, phrase):
    return ('Reason', 'Q.850;cause=%d;text="%s;%s"' % (cause, guid, phrase))


def good_call(key, index, start, talk=133.0):
    a = Leg(index, TEAMS, number(200 + index), number(900 + index), True, 'Adele Vance')
    b = Leg(index + 1, TRUNK, number(200 + index), number(900 + index), False, 'Adele Vance')
    s = Scenario(key, start, a, b)
    s.invite(a, teams_sdp(51520 + index * 8), True)
    s.classify(a, 'Teams')
    s.route(a, 'Carrier')
    s.say('(#%d)Outbound manipulation - Destination number %s, rule 3 (Strip nothing)' % (200 + index, a.callee))
    s.invite(b, sbc_sdp(6210 + index * 10), False, 0.02)
    s.rx(b, b.answer(183, 'Session Progress', True, body=carrier_sdp(24110 + index * 2)), 0.6)
    s.tx(a, a.answer(183, 'Session Progress', False, body=sbc_sdp(6410 + index * 10, True, True)), 0.006)
    s.rx(b, b.answer(180, 'Ringing', True), 0.9)
    s.tx(a, a.answer(180, 'Ringing', False), 0.004)
    s.rx(b, b.answer(200, 'OK', True, body=carrier_sdp(24110 + index * 2)), 4.2)
    s.tx(a, a.answer(200, 'OK', False, body=sbc_sdp(6410 + index * 10, True, True)), 0.006)
    s.ack(a, True, 0.11)
    s.ack(b, False, 0.004)
    s.bye(a, True, talk)
    s.bye_ok(a, False)
    s.bye(b, False, 0.003, [('Reason', 'Q.850 ;cause=16 ;text="local"')])
    s.bye_ok(b, True)
    return s


def srtp_rejected_call(key, index, start):
    """To Teams, with an offer that has no crypto line: Teams answers 488."""
    a = Leg(index, TRUNK, number(300 + index), number(700 + index), True)
    b = Leg(index + 1, TEAMS, number(300 + index), number(700 + index), False)
    s = Scenario(key, start, a, b)
    s.invite(a, carrier_sdp(24300 + index * 2), True)
    s.classify(a, 'Carrier')
    s.route(a, 'Teams', 2)
    s.invite(b, sbc_sdp(6210 + index * 10, True, crypto=False), False, 0.02)
    s.rx(b, b.answer(488, 'Not Acceptable Here', True,
                     extra=[('Warning', '304 sip.pstnhub.microsoft.com "Media type not available"'),
                            reason(79, b.guid, 'SrtpEncryptionRequired')]), 0.21)
    s.ack(b, False, 0.003, True)
    s.say('(#%d)AcSIPDialog: Release reason - GWAPP_SERVICE_NOT_IMPLEMENTED_UNSPECIFIED (79), SIP response 488' % (200 + index))
    s.tx(a, a.answer(488, 'Not Acceptable Here', False, extra=[('Reason', 'Q.850 ;cause=79 ;text="Service or option not implemented"')]), 0.004)
    s.ack(a, True, 0.02, True)
    return s


def not_found_call(key, index, start):
    """From Teams; the carrier does not know the number."""
    a = Leg(index, TEAMS, number(200 + index), number(40 + index), True, 'Grady Archie')
    b = Leg(index + 1, TRUNK, number(200 + index), number(40 + index), False, 'Grady Archie')
    s = Scenario(key, start, a, b)
    s.invite(a, teams_sdp(51800 + index * 8), True)
    s.classify(a, 'Teams')
    s.route(a, 'Carrier')
    s.invite(b, sbc_sdp(6610 + index * 10), False, 0.02)
    s.rx(b, b.answer(404, 'Not Found', True, extra=[('Reason', 'Q.850;cause=1;text="Unallocated number"')]), 0.34)
    s.ack(b, False, 0.003, True)
    s.say('(#%d)AcSIPDialog: Release reason - GWAPP_UNASSIGNED_NUMBER (1), SIP response 404' % (200 + index))
    s.tx(a, a.answer(404, 'Not Found', False, extra=[('Reason', 'Q.850 ;cause=1 ;text="Unallocated (unassigned) number"')]), 0.004)
    s.ack(a, True, 0.09, True)
    return s


def rerouted_call(key, index, start, talk=47.0):
    """From Teams; the first carrier is busy with itself, the second one connects."""
    a = Leg(index, TEAMS, number(200 + index), number(880 + index), True, 'Lee Gu')
    b = Leg(index + 1, TRUNK, number(200 + index), number(880 + index), False, 'Lee Gu')
    c = Leg(index + 2, TRUNK2, number(200 + index), number(880 + index), False, 'Lee Gu')
    s = Scenario(key, start, a, c)
    s.invite(a, teams_sdp(52020 + index * 8), True)
    s.classify(a, 'Teams')
    s.route(a, 'Carrier', 5)
    s.invite(b, sbc_sdp(6810 + index * 10), False, 0.02)
    s.rx(b, b.answer(503, 'Service Unavailable', True, extra=[('Retry-After', '30')]), 0.08)
    s.ack(b, False, 0.002, True)
    s.say('(#%d)SBCRoutesIterator::FindRoute - Alternative route found (6), SIP response 503, IP Group 2 -> 3 (Carrier_B)' % (200 + index))
    s.invite(c, sbc_sdp(6830 + index * 10), False, 0.01)
    s.rx(c, c.answer(180, 'Ringing', True), 0.7)
    s.tx(a, a.answer(180, 'Ringing', False), 0.004)
    s.rx(c, c.answer(200, 'OK', True, body=carrier_sdp(30110, CARRIER2_IP)), 3.4)
    s.tx(a, a.answer(200, 'OK', False, body=sbc_sdp(6850 + index * 10, True, True)), 0.006)
    s.ack(a, True, 0.1)
    s.ack(c, False, 0.003)
    s.bye(c, True, talk)
    s.bye_ok(c, False)
    s.bye(a, False, 0.003, [('Reason', 'Q.850 ;cause=16 ;text="remote"')])
    s.bye_ok(a, True, 0.09)
    return s


def cancelled_call(key, index, start):
    a = Leg(index, TRUNK, number(300 + index), number(720 + index), True)
    b = Leg(index + 1, TEAMS, number(300 + index), number(720 + index), False)
    s = Scenario(key, start, a, b)
    s.invite(a, carrier_sdp(24500 + index * 2), True)
    s.classify(a, 'Carrier')
    s.route(a, 'Teams', 2)
    s.invite(b, sbc_sdp(7010 + index * 10, True), False, 0.02)
    s.rx(b, b.answer(180, 'Ringing', True), 0.8)
    s.tx(a, a.answer(180, 'Ringing', False), 0.004)
    s.cancel(a, True, 11.3)
    s.cancel(b, False, 0.003)
    s.rx(b, b.answer(487, 'Request Terminated', True, extra=[reason(31, b.guid, 'Call was canceled by the caller.')]), 0.05)
    s.ack(b, False, 0.002, True)
    s.tx(a, a.answer(487, 'Request Terminated', False), 0.004)
    s.ack(a, True, 0.02, True)
    return s


def no_endpoint_call(key, index, start):
    a = Leg(index, TRUNK, number(300 + index), number(740 + index), True)
    b = Leg(index + 1, TEAMS, number(300 + index), number(740 + index), False)
    s = Scenario(key, start, a, b)
    s.invite(a, carrier_sdp(24700 + index * 2), True)
    s.classify(a, 'Carrier')
    s.route(a, 'Teams', 2)
    s.invite(b, sbc_sdp(7210 + index * 10, True), False, 0.02)
    s.rx(b, b.answer(480, 'Temporarily Unavailable', True,
                     extra=[reason(31, b.guid, 'No callee endpoints were found.')]), 0.42)
    s.ack(b, False, 0.003, True)
    s.say('(#%d)AcSIPDialog: Release reason - GWAPP_NORMAL_UNSPECIFIED (31), SIP response 480' % (200 + index))
    s.tx(a, a.answer(480, 'Temporarily Unavailable', False, extra=[('Reason', 'Q.850 ;cause=31 ;text="Normal, unspecified"')]), 0.004)
    s.ack(a, True, 0.02, True)
    return s


def keepalive(key, index, start, interface, from_peer):
    """A ping: to or from the Teams proxy, or to the carrier."""
    leg = Leg(index, interface, 'ping', 'ping', from_peer)
    host = interface.peer.split(':')[0]
    if interface is TEAMS and not from_peer:
        leg.from_uri, leg.to_uri = 'sip:%s:5061;transport=tls' % SBC, 'sip:sip.pstnhub.microsoft.com:5061;transport=tls'
        leg.request_uri = leg.to_uri
        leg.own_contact = lambda: '<sip:%s:5061;transport=tls>' % SBC
    elif interface is TEAMS:
        leg.from_uri, leg.to_uri = 'sip:sip-du-a-eu.pstnhub.microsoft.com:5061', 'sip:%s' % SBC
        leg.request_uri = 'sip:%s:5061;transport=tls' % SBC
        leg.peer_contact = lambda: '<sip:sip-du-a-eu.pstnhub.microsoft.com:5061>'
    else:
        leg.from_uri, leg.to_uri = 'sip:%s' % SBC_TRUNK_IP, 'sip:%s' % host
        leg.request_uri = 'sip:%s:5060' % host
        leg.own_contact = lambda: '<sip:%s:5060>' % SBC_TRUNK_IP
    s = Scenario(key, start, leg, None)
    (s.rx if from_peer else s.tx)(leg, leg.request('OPTIONS', from_peer, False))
    (s.tx if from_peer else s.rx)(leg, leg.answer(200, 'OK', not from_peer, 'OPTIONS'), 0.03)
    return s
