"""Invented calls through one SBC, written as scripts: what each end sends, and when.

A script is a function that gets a Call and plays its two legs:

    @call('488-mki', 'failed dr-488-531000-srtp likely microsoft', 'sdp-crypto-mki')
    def _(c):
        c.t.offer = sdp(TEAMS_SIDE, crypto=KEY + '|1:1')
        c.refused(488, 'Not Acceptable Here')

`c.k` is the leg with the carrier and `c.t` that with Teams; `c.one` is the leg that began the call, `c.two` the other one.
What is expected is written down by hand, never taken from what the program says: state, entry, basis and party, then the
findings in any order ('' when there must be none).
"""
CARRIER, SBC, TEAMS = '203.0.113.5', '192.0.2.10', '52.114.75.24'
PROXY = 'Microsoft.PSTNHub.SIPProxy v.2026.10.7.1 i.EUWE.3'
SWITCH, BOX = 'Example-Switch 3.1', 'Example SBC 7.4'
CALLER, CALLED = '+15550100001', '+15550100002'
GUID = '5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310'
SUITE = 'AES_CM_128_HMAC_SHA1_80'
KEY = 'd0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj'
NAMES = {8: 'PCMA/8000', 0: 'PCMU/8000', 18: 'G729/8000', 9: 'G722/8000', 101: 'telephone-event/8000',
         104: 'SILK/16000', 3: 'GSM/8000', 97: 'AMR/8000'}
PHRASES = {100: 'Trying', 180: 'Ringing', 183: 'Session Progress', 200: 'OK', 202: 'Accepted', 302: 'Moved Temporarily', 400: 'Bad Request',
           401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 407: 'Proxy Authentication Required',
           408: 'Request Timeout', 410: 'Gone', 415: 'Unsupported Media Type', 420: 'Bad Extension', 421: 'Extension Required',
           422: 'Session Interval Too Small', 423: 'Interval Too Brief', 480: 'Temporarily Unavailable',
           481: 'Call/Transaction Does Not Exist', 482: 'Loop Detected', 483: 'Too Many Hops', 484: 'Address Incomplete',
           486: 'Busy Here', 487: 'Request Terminated', 488: 'Not Acceptable Here', 491: 'Request Pending',
           500: 'Server Internal Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable',
           504: 'Server Time-out', 600: 'Busy Everywhere', 603: 'Decline', 604: 'Does Not Exist Anywhere', 606: 'Not Acceptable'}
SCRIPTS = []
PACKS = []   # (file without suffix, [script]): many short calls in one file
TABLES = []  # (file with suffix, text, [(verdict, findings)]): rows that are no messages


def call(name, verdict, findings='', direction='to', legs='kt', seconds=0):
    """Registers a script. @seconds: the log goes on so long after the last message (an answered OPTIONS tells)."""
    def register(play):
        SCRIPTS.append((name, verdict, findings, direction, legs, seconds, play))
        return play
    return register


def pack(name, calls):
    """Calls that go into one file, a minute apart: (verdict, findings, direction, legs, play)."""
    PACKS.append((name, calls))


def table(name, text, rows):
    TABLES.append((name, text, rows))


def sdp(address=SBC, port=20000, profile=None, codecs=(8, 0, 101), crypto=None, suite=SUITE, tag=1, extra=(), names=(),
        version=1, direction='sendrecv', session=()):
    """@crypto: the key; True for the usual one. @names: replaces the rtpmap of a payload number."""
    names = {**NAMES, **dict(names)}
    lines = ['v=0', 'o=- 1 %d IN IP4 %s' % (version, address), 's=-', 'c=IN IP4 %s' % address, 't=0 0', *session,
             'm=audio %d %s %s' % (port, profile or ('RTP/SAVP' if crypto else 'RTP/AVP'), ' '.join(str(c) for c in codecs))]
    lines += ['a=rtpmap:%d %s' % (c, names[c]) for c in codecs if names.get(c)]
    if crypto:
        lines.append('a=crypto:%d %s inline:%s' % (tag, suite, KEY + '|2^31' if crypto is True else crypto))
    lines += extra
    if direction:
        lines.append('a=' + direction)
    return '\r\n'.join(lines) + '\r\n'


ICE = ('a=ice-ufrag:Kq3B', 'a=ice-pwd:5mF0Qm1rXGQ7yE0cN8aVtZ2L', 'a=candidate:1 1 UDP 2130706431 %s 20000 typ host' % SBC,
       'a=candidate:1 2 UDP 2130706430 %s 20001 typ host' % SBC)
TEAMS_ICE = ('a=ice-ufrag:xE9r', 'a=ice-pwd:Wq7Pz0bN4cLk2mT8vD6sY1hJ', 'a=candidate:1 1 UDP 2130706431 52.113.0.5 20000 typ host',
             'a=candidate:1 2 UDP 2130706430 52.113.0.5 20001 typ host')


class End:
    def __init__(self, address, port, host, agent, transport):
        self.address, self.port, self.host, self.agent, self.transport = address, port, host, agent, transport

    @property
    def socket(self):
        return '%s:%d' % (self.address, self.port)

    @property
    def name(self):
        return '%s:%d' % (self.host, self.port)


class Leg:
    """One dialog: @a sent its first INVITE to @b."""

    def __init__(self, owner, key, a, b, offer, answer):
        self.owner, self.key, self.a, self.b = owner, key, a, b
        self.offer, self.answer = offer, answer
        self.caller, self.called = CALLER, CALLED
        self.call_id = '%s-%s@example.com' % (owner.name, key)
        self.tags = {'a': 'a-%s-%s' % (owner.name, key), 'b': 'b-%s-%s' % (owner.name, key)}
        self.cseqs = {'a': 1, 'b': 1}
        self.extra = []      # headers of the first INVITE
        self.refused_with = []  # headers of the answer that refuses it
        self.drop = ()       # headers that the first INVITE lacks

    def end(self, by):
        return self.a if by == 'a' else self.b

    def uri(self, to, user=None):
        return 'sip:%s@%s' % ((user or self.called) if to == 'b' else (user or self.caller), self.end(to).name)

    def put(self, t, by, lines, body, content_type='application/sdp', length=None):
        if body:
            if content_type:
                lines.append('Content-Type: ' + content_type)
        lines.append('Content-Length: %d' % (len(body) if length is None else length))
        src, dst = self.end(by), self.end('b' if by == 'a' else 'a')
        self.owner.log.append((t, src.socket, dst.socket, '\r\n'.join(lines) + '\r\n\r\n' + body))

    def send(self, t, method, by='a', cseq=None, body='', hdr=(), drop=(), branch=None, uri=None, tagged=True, max_forwards=70,
             vias=(), call_id=None, contact=None, user=None, from_tag=None, to_tag=None, content_type='application/sdp'):
        """A request. @tagged: within the dialog."""
        to = 'b' if by == 'a' else 'a'
        src, dst = self.end(by), self.end(to)
        cseq = self.cseqs[by] if cseq is None else cseq
        branch = branch or 'z9hG4bK-%s-%s-%s%d%s' % (self.owner.name, self.key, method, cseq, '' if by == 'a' else 'r')
        me, other = (self.caller, self.called) if by == 'a' else (self.called, self.caller)
        lines = ['%s %s SIP/2.0' % (method, uri or self.uri(to, user) + (';user=phone' if dst.agent == PROXY else '')),
                 'Via: SIP/2.0/%s %s;branch=%s' % (src.transport, src.name, branch), *['Via: ' + v for v in vias]]
        if max_forwards is not None:
            lines.append('Max-Forwards: %d' % max_forwards)
        lines += ['From: <sip:%s@%s>;tag=%s' % (me, src.name, from_tag or self.tags[by]),
                  'To: <sip:%s@%s>%s' % (other, dst.name, ';tag=' + (to_tag or self.tags[to]) if tagged else ''),
                  'Call-ID: ' + (call_id or self.call_id), 'CSeq: %d %s' % (cseq, method)]
        if method in ('INVITE', 'REFER', 'UPDATE', 'SUBSCRIBE', 'OPTIONS', 'REGISTER'):
            lines.append('Contact: <sip:%s>' % (contact or src.name))
        lines += ['User-Agent: ' + src.agent, *hdr]
        self.put(t, by, [l for l in lines if l.split(':')[0] not in drop], body, content_type)

    def reply(self, t, code, method='INVITE', by='b', cseq=None, body='', hdr=(), branch=None, phrase=None, tag=None, to_agent=None,
              content_type='application/sdp', contact=None):
        """The answer that @by gives."""
        to = 'b' if by == 'a' else 'a'
        src, dst = self.end(by), self.end(to)
        cseq = self.cseqs[to] if cseq is None else cseq
        branch = branch or 'z9hG4bK-%s-%s-%s%d%s' % (self.owner.name, self.key, method, cseq, '' if to == 'a' else 'r')
        me, other = (self.caller, self.called) if to == 'a' else (self.called, self.caller)
        lines = ['SIP/2.0 %d %s' % (code, PHRASES.get(code, '?') if phrase is None else phrase),
                 'Via: SIP/2.0/%s %s;branch=%s' % (dst.transport, dst.name, branch),
                 'From: <sip:%s@%s>;tag=%s' % (me, dst.name, self.tags[to]),
                 'To: <sip:%s@%s>%s' % (other, src.name, ';tag=' + (tag or self.tags[by]) if code > 100 else ''),
                 'Call-ID: ' + self.call_id, 'CSeq: %d %s' % (cseq, method)]
        if method == 'INVITE' and 100 < code < 300:
            lines.append('Contact: <sip:%s>' % (contact or src.name))
        lines += ['Server: ' + src.agent, *hdr]
        self.put(t, by, lines, body, content_type)

    def ack(self, t, by='a', cseq=None, failed=False, body='', **more):
        cseq = self.cseqs[by] if cseq is None else cseq
        branch = 'z9hG4bK-%s-%s-%s%d%s' % (self.owner.name, self.key, 'INVITE' if failed else 'ACK', cseq, '' if by == 'a' else 'r')
        self.send(t, 'ACK', by, cseq, branch=branch, body=body, **more)

    def invite(self, t, body=None, hdr=(), **more):
        self.send(t, 'INVITE', tagged=False, body=self.offer if body is None else body, hdr=[*self.extra, *hdr],
                  **{'drop': self.drop, **more})

    def bye(self, t, by='a', hdr=(), code=200, gap=0.01, **more):
        """With its answer; @code None: there is none."""
        self.cseqs[by] += 1
        self.send(t, 'BYE', by, hdr=hdr, **more)
        if code:
            self.reply(t + gap, code, 'BYE', 'b' if by == 'a' else 'a', branch=more.get('branch'))

    def again(self, t, method='INVITE', by='a', body='', code=200, gap=0.1, answer='', hdr=(), answer_hdr=(), ack=True):
        """A request within the dialog, its answer, and the ACK."""
        other = 'b' if by == 'a' else 'a'
        self.cseqs[by] += 1
        self.send(t, method, by, body=body, hdr=hdr)
        if code is None:
            return
        self.reply(t + gap, code, method, other, body=answer, hdr=answer_hdr)
        if method == 'INVITE' and ack:
            self.ack(t + gap + 0.01, by, failed=code >= 300)


class Call:
    """@direction: 'to' or 'from' Teams. @legs: 'kt' both, 't' or 'k' alone."""

    def __init__(self, name, direction='to', legs='kt'):
        self.name, self.log, self.direction = name, [], direction
        self.lines = []  # of the SBC's own: (seconds, text, of this call?)
        carrier, sbc_k = End(CARRIER, 5060, CARRIER, SWITCH, 'UDP'), End(SBC, 5060, SBC, BOX, 'UDP')
        teams, sbc_t = End(TEAMS, 5061, 'sip.pstnhub.microsoft.com', PROXY, 'TLS'), End(SBC, 5061, 'sbc.example.com', BOX, 'TLS')
        plain, secure, theirs = sdp(SBC), sdp(SBC, crypto=True), sdp('52.113.0.5', crypto=True)
        if direction == 'to':
            self.k = Leg(self, 'c', carrier, sbc_k, sdp(CARRIER), plain)
            self.t = Leg(self, 't', sbc_t, teams, secure, theirs)
            self.one, self.two = self.k, self.t
        else:
            self.t = Leg(self, 't', teams, sbc_t, theirs, secure)
            self.k = Leg(self, 'c', sbc_k, carrier, plain, sdp(CARRIER))
            self.one, self.two = self.t, self.k
        if legs == 't':
            self.one = self.two = self.t
        elif legs == 'k':
            self.one = self.two = self.k

    @property
    def both(self):
        return self.one is not self.two

    def leg(self, key, other=None, direction=None):
        """One more leg, towards the same side as @other (the second leg)."""
        like = other or self.two
        return Leg(self, key, like.a, like.b, like.offer, like.answer)

    def begin(self, t=0):
        self.one.invite(t)
        self.one.reply(t + 0.01, 100)
        if self.both:
            self.two.invite(t + 0.05)
            self.two.reply(t + 0.1, 100)

    def refused(self, code, phrase=None, text=None, q850=None, hdr=(), passed=None, t=0.3, body='', passed_hdr=None):
        """The second leg is refused, and the first one hears of it (with @passed, another code)."""
        self.begin()
        reason = list(hdr)
        if text is not None:
            reason.append('Reason: Q.850;cause=%d;text="%s;%s"' % (q850 or 63, GUID, text))
        elif q850 is not None:
            reason.append('Reason: Q.850;cause=%d' % q850)
        self.two.reply(t, code, phrase=phrase, hdr=[*self.two.refused_with, *reason], body=body)
        self.two.ack(t + 0.01, failed=True)
        if self.both:
            self.one.reply(t + 0.05, passed or code, hdr=reason if passed_hdr is None else passed_hdr,
                           phrase=phrase if not passed else None)
            self.one.ack(t + 0.06, failed=True)

    def ring(self, t=1.0, code=180, hdr=(), body=''):
        self.two.reply(t, code, hdr=hdr, body=body)
        if self.both:
            self.one.reply(t + 0.05, code, hdr=hdr if code == 183 else (), body=self.one.answer if body else '')

    def answered(self, t=4.0, hdr=(), one_hdr=None, ack=True):
        self.two.reply(t, 200, body=self.two.answer, hdr=hdr)
        if ack:
            self.two.ack(t + 0.02)
        if self.both:
            self.one.reply(t + 0.05, 200, body=self.one.answer, hdr=hdr if one_hdr is None else one_hdr)
            self.one.ack(t + 0.1)

    def up(self, t=4.0, hdr=(), one_hdr=None):
        self.begin()
        self.ring()
        self.answered(t, hdr, one_hdr)

    def ended(self, t, by='teams', hdr=(), passed_hdr=()):
        """@by: 'teams', 'carrier', or 'sbc' for both legs at once."""
        ends = {'teams': [self.t, self.k], 'carrier': [self.k, self.t], 'sbc': [self.t, self.k]}[by]
        legs = [leg for leg in ends if leg is self.one or leg is self.two]
        for i, leg in enumerate(legs):
            sbc = 'a' if leg.a.agent == BOX else 'b'
            far = 'b' if sbc == 'a' else 'a'
            leg.bye(t + i * 0.02, far if i == 0 and by != 'sbc' else sbc, hdr if i == 0 or by == 'sbc' else passed_hdr)

    def say(self, t, text, own=True):
        """A line of the SBC's own: then the call is written as an AudioCodes log. @own: under the call's session."""
        self.lines.append((t, text, own))

    def syslog(self):
        """As rsyslog saves what the device sends, one record a line."""
        out = []
        rows = [(t, 'message', src, dst, message) for t, src, dst, message in self.log]
        rows += [(t, 'say', text, own, None) for t, text, own in self.lines]
        for i, (t, kind, a, b, message) in enumerate(sorted(rows, key=lambda row: row[0])):
            at = '%02d:%02d:%06.3f' % (10 + int(t) // 3600, 15 + int(t) // 60 % 60, t % 60)
            head = 'Nov 22 %s sbc1 ' % at[:8]
            sid, tail = '[SID=b9027c:24:198171]  ', '#015#012 [Time:22-11@%s]' % at
            if kind == 'say':
                out.append('%s[S=%d] %s(N %8d) %s%s' % (head, 1000 + 2 * i, sid if b else '', 5000 + 2 * i, a, tail))
                continue
            outgoing = a.startswith(SBC)
            peer = b if outgoing else a
            side = '#2 (Teams) TLS TO(#102) SocketID(204)' if peer.startswith(TEAMS) else '#1 (SIP_Trunk) UDP TO(#101)'
            out.append('%s[S=%d] %s(N %8d) ---- %s SIP Message %s %s %s SIPInterface %s ---- %s' % (
                head, 1000 + 2 * i, sid, 5000 + 2 * i, 'Outgoing' if outgoing else 'Incoming', 'to' if outgoing else 'from',
                peer, 'from' if outgoing else 'to', side, tail))
            out.append('%s[S=%d] %s%s%s' % (head, 1001 + 2 * i, sid, message.replace('\r\n', '#015#012'), tail))
            # Records are numbered without gaps.
        numbered = []
        for i, line in enumerate(out):
            start = line.index('[S=')
            numbered.append(line[:start] + '[S=%d]' % (1718460 + i) + line[line.index(']', start) + 1:])
        return '\n'.join(numbered) + '\n'

    def text(self, minute=15):
        if self.lines:
            return self.syslog()
        out = []
        for t, src, dst, message in sorted(self.log, key=lambda row: row[0]):
            usec = int(round(t * 1e6))
            s, usec = divmod(usec, 1000000)
            h, s = divmod(10 * 3600 + minute * 60 + s, 3600)
            out.append('2026/11/22 %02d:%02d:%02d.%06d %s -> %s\n%s\n' % (
                h % 24, s // 60, s % 60, usec, src, dst, message.replace('\r\n', '\n')))
        return '\n'.join(out)
