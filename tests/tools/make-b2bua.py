#!/usr/bin/env python3
"""Writes a capture of an SBC between a carrier and a PBX, as a B2BUA: each leg has its own Call-ID, tags, branches and SDP
address; numbers are changed on the way; no Session-ID joins the legs.

    tests/tools/make-b2bua.py tests/data/pcap/b2bua.pcap

    carrier 203.0.113.10, .11  <->  198.51.100.5  SBC  192.0.2.5  <->  PBX 192.0.2.20, phones 192.0.2.21, .22

What happens, in order (minute by minute from 10:00): see the functions below.
"""

import sys

from packets import *

START = 1795341600000000  # 2026-11-22 10:00:00 UTC
CARRIER, CARRIER2, OUTSIDE = "203.0.113.10", "203.0.113.11", "198.51.100.5"
INSIDE, PBX, PHONE1, PHONE2 = "192.0.2.5", "192.0.2.20", "192.0.2.21", "192.0.2.22"
FAMILIAR = {CARRIER: "Carrier SSW", CARRIER2: "Carrier SSW", OUTSIDE: "SBC/7.2", INSIDE: "SBC/7.2", PBX: "PBX 12",
            PHONE1: "Phone 3", PHONE2: "Phone 3"}
HOP = 6  # milliseconds that the SBC takes

packets = []
idents = {}


def send(time, src, dst, data):
    idents[src] = idents.get(src, 1000) + 1
    packets.append((START + round(time * 1000), len(packets),
                    udp_packet(src, dst, 5060, 5060, data, idents[src])))


def sdp(host, port, answer=False):
    codecs = [(8, "PCMA"), (101, "telephone-event")] if answer else [(8, "PCMA"), (0, "PCMU"), (101, "telephone-event")]
    lines = ["v=0", "o=- %d 1 IN IP4 %s" % (port * 7, host), "s=-", "c=IN IP4 %s" % host, "t=0 0",
             "m=audio %d RTP/AVP %s" % (port, " ".join(str(n) for n, _ in codecs))]
    lines += ["a=rtpmap:%d %s/8000" % codec for codec in codecs] + ["a=sendrecv"]
    return ("\r\n".join(lines) + "\r\n").encode()


class Leg:
    """One dialog as @caller began it. Times are in milliseconds from START."""

    def __init__(self, call_id, caller, callee, from_number, to_number, port=0):
        self.call_id, self.caller, self.callee = call_id, caller, callee
        self.from_number, self.to_number, self.port = from_number, to_number, port
        self.uri = "sip:%s@%s:5060" % (to_number, callee)
        self.from_tag, self.to_tag = "f" + call_id[:6], "t" + call_id[:6]
        self.cseq, self.branches = 0, 0

    def build(self, start, sender, method, cseq, branch, tag, extra, body):
        owner = self.caller if sender is None else sender
        lines = [start, "Via: SIP/2.0/UDP %s:5060;branch=z9hG4bK%s" % (owner, branch), "Max-Forwards: 70"]
        ends = ["<sip:%s@%s>;tag=%s" % (self.from_number, self.caller, self.from_tag),
                "<sip:%s@%s>%s" % (self.to_number, self.callee, ";tag=" + tag if tag else "")]
        if owner == self.callee and method == "BYE":
            ends.reverse()
        lines += ["From: " + ends[0], "To: " + ends[1], "Call-ID: %s@%s" % (self.call_id, self.caller),
                  "CSeq: %d %s" % (cseq, method)] + list(extra)
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append("Content-Length: %d" % len(body))
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    def request(self, time, method, extra=(), body=b"", new=True, to=None, tag=None, uri=None, back=False):
        """Returns what response() needs."""
        src, dst = (self.callee, to or self.caller) if back else (self.caller, to or self.callee)
        if new:
            self.cseq += 1
        self.branches += 1
        branch = "%s%d%s" % (self.call_id[:8], self.branches, method.lower())
        extra = ["User-Agent: " + FAMILIAR[src]] + list(extra)
        if method == "INVITE":
            extra.insert(0, "Contact: <sip:%s@%s:5060>" % (self.from_number, src))
        data = self.build("%s %s SIP/2.0" % (method, uri or self.uri), src, method, self.cseq, branch, tag, extra, body)
        send(time, src, dst, data)
        return src, dst, method, self.cseq, branch, data

    def response(self, time, transaction, code, phrase, extra=(), body=b"", tag=None):
        src, dst, method, cseq, branch, _ = transaction
        if code > 100 and tag is None:
            tag = self.to_tag
        extra = ["Server: " + FAMILIAR[dst]] + list(extra)
        if 200 <= code < 300 and method == "INVITE" or code in (180, 183):
            extra.insert(0, "Contact: <sip:%s@%s:5060>" % (self.to_number, dst))
        send(time, dst, src, self.build("SIP/2.0 %d %s" % (code, phrase), src, method, cseq, branch, tag, extra, body))

    def ack(self, time, transaction, tag=None):
        """To a failure: in the INVITE's transaction; to a 200: one of its own."""
        src, dst, _, cseq, branch, _ = transaction
        send(time, src, dst, self.build("ACK %s SIP/2.0" % self.uri, src, "ACK", cseq, branch, tag or self.to_tag, (), b""))

    def invite(self, time, extra=(), **kwargs):
        return self.request(time, "INVITE", extra, sdp(self.caller, self.port), **kwargs)

    def answer(self, time, transaction, **kwargs):
        self.response(time, transaction, 200, "OK", body=sdp(transaction[1], self.port + 100, True), **kwargs)
        self.ack(time + 3, transaction[:4] + (transaction[4] + "a", b""), kwargs.get("tag"))

    def bye(self, time, back=False, extra=(), tag=None):
        transaction = self.request(time, "BYE", extra, tag=tag or self.to_tag, back=back)
        self.response(time + 2, transaction, 200, "OK")


def outbound(minute, n):
    """PBX -> SBC -> carrier: the PBX dials 0 and the national number, the carrier gets E.164."""
    number = "55501%05d" % n
    inner = Leg("pbx%05d-7f" % n, PBX, INSIDE, "2001", "01" + number, 10000 + 4 * n)
    outer = Leg("b2b%05d-3e" % (n * 7), OUTSIDE, CARRIER, "+15550102001", "+1" + number, 20000 + 4 * n)
    return minute * 60000, inner, outer


def begin(time, inner, outer, extra=()):
    a = inner.invite(time)
    inner.response(time + 1, a, 100, "Trying")
    b = outer.invite(time + HOP, extra)
    return a, b


def media(time, ends, n=8):
    (src, sport), (dst, dport) = ends
    for i in range(n):
        rtp = struct.pack("!BBHII", 0x80, 8, i, i * 160, 0xBEEF) + b"\xd5" * 160
        packets.append((START + (time + i * 20) * 1000, len(packets), udp_packet(src, dst, sport, dport, rtp, i)))


def keepalives():
    """OPTIONS from the SBC to the carrier every half minute."""
    for i in range(8):
        leg = Leg("opt%05d-11" % i, OUTSIDE, CARRIER, "ping", "ping")
        leg.uri = "sip:%s:5060" % CARRIER
        leg.response(i * 30000 + 31, leg.request(i * 30000 + 5, "OPTIONS"), 200, "OK")


def registration():
    """10:00:10 a phone registers: 401, then 200."""
    leg = Leg("reg00001-22", PHONE1, INSIDE, "2001", "2001")
    leg.uri = "sip:%s" % INSIDE
    contact = ["Contact: <sip:2001@%s:5060>;expires=3600" % PHONE1]
    leg.response(10004, leg.request(10000, "REGISTER", contact), 401, "Unauthorized",
                 ['WWW-Authenticate: Digest realm="example.com", nonce="invented1", algorithm=MD5'])
    digest = 'Authorization: Digest username="2001", realm="example.com", nonce="invented1", uri="sip:192.0.2.5", response="0"'
    leg.response(10025, leg.request(10020, "REGISTER", contact + [digest]), 200, "OK", contact)


def good_outbound():
    """10:01 answered; the PBX hangs up after 40 s."""
    time, inner, outer = outbound(1, 101)
    a, b = begin(time, inner, outer)
    outer.response(time + 30, b, 100, "Trying")
    outer.response(time + 900, b, 183, "Session Progress", body=sdp(CARRIER, outer.port + 100, True))
    inner.response(time + 900 + HOP, a, 183, "Session Progress", body=sdp(INSIDE, inner.port + 100, True))
    outer.answer(time + 5200, b)
    inner.answer(time + 5200 + HOP, a)
    media(time + 5300, ((PBX, inner.port), (INSIDE, inner.port + 100)))
    media(time + 5301, ((OUTSIDE, outer.port), (CARRIER, outer.port + 100)))
    inner.bye(time + 45000)
    outer.bye(time + 45000 + HOP)


def refused_503():
    """10:02 the carrier has no circuit: 503 with Q.850 cause 34, handed on to the PBX."""
    time, inner, outer = outbound(2, 102)
    a, b = begin(time, inner, outer)
    outer.response(time + 25, b, 100, "Trying")
    reason = ['Reason: Q.850;cause=34;text="No circuit/channel available"']
    outer.response(time + 340, b, 503, "Service Unavailable", reason)
    outer.ack(time + 342, b)
    inner.response(time + 340 + HOP, a, 503, "Service Unavailable", reason)
    inner.ack(time + 340 + HOP + 3, a)


def good_inbound():
    """10:03 carrier -> PBX: E.164 outside, the extension inside. The carrier's side hangs up."""
    time = 3 * 60000
    outer = Leg("ssw00103-9a", CARRIER, OUTSIDE, "+15550100103", "+15550102002", 30000)
    inner = Leg("b2b90103-4c", INSIDE, PBX, "0015550100103", "2002", 31000)
    a = outer.invite(time)
    outer.response(time + 2, a, 100, "Trying")
    b = inner.invite(time + HOP)
    inner.response(time + 60, b, 180, "Ringing")
    outer.response(time + 60 + HOP, a, 180, "Ringing")
    inner.answer(time + 4100, b)
    outer.answer(time + 4100 + HOP, a)
    outer.bye(time + 20000)
    inner.bye(time + 20000 + HOP)


def no_answer_at_all():
    """10:04 the carrier never answers: the INVITE is sent 7 times, Timer B (32 s) fires, the PBX gets 408."""
    time, inner, outer = outbound(4, 104)
    a, b = begin(time, inner, outer)
    for wait in (500, 1500, 3500, 7500, 15500, 31500):
        send(time + HOP + wait, OUTSIDE, CARRIER, b[5])
    inner.response(time + 32000 + HOP, a, 408, "Request Timeout", ['Reason: Q.850;cause=102;text="Timer expiry"'])
    inner.ack(time + 32000 + HOP + 4, a)


def challenged():
    """10:05 the carrier wants credentials (407), the SBC gives them; answered."""
    time, inner, outer = outbound(5, 105)
    a, b = begin(time, inner, outer)
    outer.response(time + 30, b, 407, "Proxy Authentication Required",
                   ['Proxy-Authenticate: Digest realm="carrier.example.net", nonce="invented2", algorithm=MD5'], tag="challenge")
    outer.ack(time + 31, b, tag="challenge")
    b = outer.invite(time + 34, ['Proxy-Authorization: Digest username="sbc", realm="carrier.example.net", '
                                 'nonce="invented2", uri="sip:carrier.example.net", response="0"'])
    outer.response(time + 60, b, 100, "Trying")
    outer.response(time + 800, b, 180, "Ringing")
    inner.response(time + 800 + HOP, a, 180, "Ringing")
    outer.answer(time + 3000, b)
    inner.answer(time + 3000 + HOP, a)
    outer.bye(time + 9000, back=True)
    inner.bye(time + 9000 + HOP, back=True)


def redirected():
    """10:06 302 to the carrier's second switch, which answers."""
    time, inner, outer = outbound(6, 106)
    a, b = begin(time, inner, outer)
    outer.response(time + 30, b, 302, "Moved Temporarily", ["Contact: <sip:%s@%s:5060>" % (outer.to_number, CARRIER2)],
                   tag="moved")
    outer.ack(time + 31, b, tag="moved")
    outer.uri = "sip:%s@%s:5060" % (outer.to_number, CARRIER2)
    b = outer.invite(time + 35, to=CARRIER2)
    outer.response(time + 60, b, 100, "Trying")
    outer.answer(time + 2500, b)
    inner.answer(time + 2500 + HOP, a)
    inner.bye(time + 8000)
    bye = outer.request(time + 8000 + HOP, "BYE", to=CARRIER2, tag=outer.to_tag)
    outer.response(time + 8030, bye, 200, "OK")


def interval_too_small():
    """10:07 422, tried again with the interval it asks for; answered."""
    time, inner, outer = outbound(7, 107)
    a, b = begin(time, inner, outer, ["Session-Expires: 90", "Supported: timer"])
    outer.response(time + 30, b, 422, "Session Interval Too Small", ["Min-SE: 1800"], tag="small")
    outer.ack(time + 31, b, tag="small")
    b = outer.invite(time + 33, ["Session-Expires: 1800", "Min-SE: 1800", "Supported: timer"])
    outer.response(time + 60, b, 100, "Trying")
    outer.answer(time + 2000, b)
    inner.answer(time + 2000 + HOP, a)
    inner.bye(time + 12000)
    outer.bye(time + 12000 + HOP)


def forked():
    """10:08 carrier -> two phones, same Call-ID, two branches: one answers, the other is cancelled."""
    time = 8 * 60000
    outer = Leg("ssw00108-9a", CARRIER, OUTSIDE, "+15550100108", "+15550102003", 32000)
    inner = Leg("b2b90108-4c", INSIDE, PHONE1, "0015550100108", "2003", 33000)
    a = outer.invite(time)
    outer.response(time + 2, a, 100, "Trying")
    one = inner.invite(time + HOP)
    two = inner.invite(time + HOP + 1, new=False, to=PHONE2, uri="sip:2003@%s:5060" % PHONE2)
    inner.response(time + 80, one, 180, "Ringing", tag="phone1")
    outer.response(time + 80 + HOP, a, 180, "Ringing")
    inner.response(time + 95, two, 180, "Ringing", tag="phone2")
    inner.answer(time + 6000, two, tag="phone2")
    outer.answer(time + 6000 + HOP, a)
    cancel(inner, time + 6008, one, "phone1")
    outer.bye(time + 15000)
    bye = inner.request(time + 15000 + HOP, "BYE", to=PHONE2, tag="phone2")
    inner.response(time + 15030, bye, 200, "OK", tag="phone2")


def cancel(leg, time, transaction, tag=None):
    src, dst, _, cseq, branch, _ = transaction
    send(time, src, dst, leg.build("CANCEL %s SIP/2.0" % leg.uri, src, "CANCEL", cseq, branch, None, (), b""))
    leg.response(time + 4, (src, dst, "CANCEL", cseq, branch, b""), 200, "OK", tag=tag)
    leg.response(time + 5, transaction, 487, "Request Terminated", tag=tag)
    leg.ack(time + 7, transaction, tag)


def given_up():
    """10:09 the caller behind the PBX hangs up while it rings: CANCEL, 487."""
    time, inner, outer = outbound(9, 109)
    a, b = begin(time, inner, outer)
    outer.response(time + 30, b, 100, "Trying")
    outer.response(time + 700, b, 180, "Ringing")
    inner.response(time + 700 + HOP, a, 180, "Ringing")
    cancel(inner, time + 9000, a)
    cancel(outer, time + 9000 + HOP, b)


def busy_after_another():
    """10:10 the first switch refuses (503), the SBC takes the second one: 486 is what the caller gets."""
    time, inner, outer = outbound(10, 110)
    a, b = begin(time, inner, outer)
    outer.response(time + 40, b, 503, "Service Unavailable", tag="full")
    outer.ack(time + 41, b, tag="full")
    second = Leg("b2b99110-3e", OUTSIDE, CARRIER2, outer.from_number, outer.to_number, outer.port + 2)
    c = second.invite(time + 45)
    second.response(time + 70, c, 100, "Trying")
    second.response(time + 600, c, 486, "Busy Here", ['Reason: Q.850;cause=17;text="User busy"'])
    second.ack(time + 602, c)
    inner.response(time + 600 + HOP, a, 486, "Busy Here", ['Reason: Q.850;cause=17;text="User busy"'])
    inner.ack(time + 600 + HOP + 3, a)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for scene in (keepalives, registration, good_outbound, refused_503, good_inbound, no_answer_at_all, challenged,
                  redirected, interval_too_small, forked, given_up, busy_after_another):
        scene()
    file = Pcap(SLL2)
    for time, _, packet in sorted(packets):
        file.add(time, link(SLL2, packet))
    with open(sys.argv[1], "wb") as f:
        f.write(file.data)


main()
