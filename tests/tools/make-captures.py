#!/usr/bin/env python3
"""Writes the samples in tests/data/pcap: one call in every form that a capture can give it, and broken ones.

    tests/tools/make-captures.py tests/data

pcap/ is read, pcap-refused/ is not. All "call-*" files hold the messages of call() and must give the same messages byte for byte (test-capture).
"""

import base64
import gzip
import hashlib
import os
import random
import sys
import zlib

from packets import *  # noqa: F403

START = 1795342502120000  # 2026-11-22 10:15:02.120 UTC
A, B = ("192.0.2.10", 5060), ("198.51.100.20", 5060)
A6, B6 = ("2001:db8::10", 5060), ("2001:db8:0:1::20", 5060)


def message(start, headers, body=b""):
    lines = [start] + headers + ["Content-Length: %d" % len(body)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def sdp(owner, host, port, candidates):
    lines = ["v=0", "o=%s 1001 1 IN IP4 %s" % (owner, host), "s=session", "c=IN IP4 %s" % host, "t=0 0",
             "m=audio %d RTP/AVP 8 0 101" % port, "a=rtpmap:8 PCMA/8000", "a=rtpmap:0 PCMU/8000",
             "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16", "a=ptime:20", "a=sendrecv"]
    for i in range(candidates):
        lines.append("a=candidate:%d 1 UDP %d %s %d typ host" % (i + 1, 2130706431 - i, host, port + 2 * i))
    return ("\r\n".join(lines) + "\r\n").encode()


def call():
    """(sent by A?, milliseconds, bytes)"""
    def headers(method, number, tag, branch, extra=()):
        return ["Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-%s;rport" % branch,
                "Max-Forwards: 70",
                'From: "Alice" <sip:+15550100001@example.com>;tag=a1f5',
                "To: <sip:+15550100002@example.net>" + (";tag=b77c" if tag else ""),
                "Call-ID: 7d3f-20261122-101502@192.0.2.10",
                "CSeq: %d %s" % (number, method)] + list(extra)
    with_sdp = ["Contact: <sip:198.51.100.20:5060>", "Content-Type: application/sdp"]
    return [
        (True, 0, message("INVITE sip:+15550100002@example.net SIP/2.0",
                          headers("INVITE", 1, False, "i1", ["Contact: <sip:+15550100001@192.0.2.10:5060>",
                                                             "User-Agent: Invented SBC 1.0",
                                                             "Content-Type: application/sdp"]),
                          sdp("alice", "192.0.2.10", 20000, 24))),
        (False, 12, message("SIP/2.0 100 Trying", headers("INVITE", 1, False, "i1"))),
        (False, 480, message("SIP/2.0 183 Session Progress", headers("INVITE", 1, True, "i1", with_sdp),
                             sdp("bob", "198.51.100.20", 30000, 1))),
        (False, 3210, message("SIP/2.0 200 OK", headers("INVITE", 1, True, "i1", with_sdp),
                              sdp("bob", "198.51.100.20", 30000, 20))),
        (True, 3225, message("ACK sip:198.51.100.20:5060 SIP/2.0", headers("ACK", 1, True, "a1"))),
        (False, 9000, message("BYE sip:+15550100001@192.0.2.10:5060 SIP/2.0", headers("BYE", 7, True, "b7"))),
        (True, 9004, message("SIP/2.0 200 OK", headers("BYE", 7, True, "b7"))),
    ]


def ends(from_a, a=A, b=B):
    return (a, b) if from_a else (b, a)


def over_udp(a=A, b=B):
    for i, (from_a, ms, data) in enumerate(call()):
        (src, sport), (dst, dport) = ends(from_a, a, b)
        yield START + ms * 1000, udp_packet(src, dst, sport, dport, data, 100 + i)


def over_fragments(a=A, b=B, arrange=lambda parts: parts, size=1480):
    for i, (from_a, ms, data) in enumerate(call()):
        (src, sport), (dst, dport) = ends(from_a, a, b)
        parts = fragments(src, dst, 17, udp(src, dst, sport, dport, data), 100 + i, size)
        for j, part in enumerate(arrange(parts) if len(parts) > 1 else parts):
            yield START + ms * 1000 + j * 20, part


class Connection:
    """A TCP connection: both sides' sequence numbers, and the packets so far."""

    def __init__(self, a=(A[0], 40001), b=B, isn=(4294967000, 9000)):  # A's number wraps
        self.ends, self.seq, self.out = (a, b), list(isn), []

    def send(self, side, time, flags, data=b"", seq=None):
        (src, sport), (dst, dport) = self.ends[side], self.ends[1 - side]
        seq = self.seq[side] if seq is None else seq
        self.out.append((time, ip(src, dst, 6, tcp(src, dst, sport, dport, seq, self.seq[1 - side], flags, data))))

    def open(self, time):
        self.send(0, time, SYN)
        self.seq[0] += 1
        self.send(1, time, SYN | ACK)
        self.seq[1] += 1
        self.send(0, time, ACK)

    def data(self, side, time, data):
        self.send(side, time, PSH | ACK, data)
        self.seq[side] += len(data)
        self.send(1 - side, time + 50, ACK)

    def close(self, time):
        for side in (0, 1):
            self.send(side, time, FIN | ACK)
            self.seq[side] += 1
        self.send(0, time, ACK)


def over_tcp(cut=lambda data: [data], opened=True, keepalives=False, **kwargs):
    """Each message cut by @cut; with @keepalives RFC 5626 pings between them."""
    tcp_ = Connection(**kwargs)
    if opened:
        tcp_.open(START - 5000)
    for from_a, ms, data in call():
        side = 0 if from_a else 1
        if keepalives:
            tcp_.data(side, START + ms * 1000 - 900, b"\r\n\r\n")
            tcp_.data(1 - side, START + ms * 1000 - 800, b"\r\n")
        for i, part in enumerate(cut(data)):
            tcp_.data(side, START + ms * 1000 + i * 100, part)
    if opened:
        tcp_.close(START + 9500000)
    return tcp_.out


def chunks(size):
    return lambda data: [data[i:i + size] for i in range(0, len(data), size)]


def several_in_a_segment():
    """Consecutive messages of one side in one segment, cut where no message ends."""
    tcp_ = Connection()
    tcp_.open(START - 5000)
    runs = []
    for from_a, ms, data in call():
        if runs and runs[-1][0] == from_a:
            runs[-1][2] += data
        else:
            runs.append([from_a, ms, bytearray(data)])
    for from_a, ms, data in runs:
        half = len(data) * 2 // 3
        tcp_.data(0 if from_a else 1, START + ms * 1000, bytes(data[:half]))
        tcp_.data(0 if from_a else 1, START + ms * 1000 + 300, bytes(data[half:]))
    tcp_.close(START + 9500000)
    return tcp_.out


def disordered():
    """Segments swapped, sent again whole and with other borders, and a keepalive probe."""
    packets, swapped = over_tcp(chunks(600)), []
    rng = random.Random(1)
    for i, (time, packet) in enumerate(packets):
        swapped.append((time, packet))
        if i > 4 and len(swapped) > 3 and rng.random() < 0.4:
            swapped[-1], swapped[-3] = (swapped[-1][0], swapped[-3][1]), (swapped[-3][0], swapped[-1][1])
        if rng.random() < 0.3:
            swapped.append((time + 10, packet))
    return swapped


def overlapping():
    tcp_ = Connection()
    tcp_.open(START - 5000)
    for from_a, ms, data in call():
        side, time = (0 if from_a else 1), START + ms * 1000
        base = tcp_.seq[side]
        tcp_.send(side, time, ACK, b"\0", base - 1)  # probe: one old byte
        for at, size in ((0, 300), (100, 500), (550, 20), (500, 10000), (0, 10000)):
            tcp_.send(side, time + at, PSH | ACK, data[at:at + size], base + at)
        tcp_.seq[side] += len(data)
    tcp_.close(START + 9500000)
    return tcp_.out


def lost_segment():
    """The second of the INVITE's segments is not in the capture, though it was acknowledged."""
    packets = over_tcp(chunks(800))
    return packets[:5] + packets[6:]


def mid_stream():
    """The capture begins in the middle of the INVITE: all but that message."""
    packets = over_tcp(chunks(900), opened=False)
    return packets[2:]


def tls_only():
    tcp_ = Connection(b=("52.114.75.24", 5061))
    tcp_.open(START)
    rng = random.Random(2)
    for i, kind in enumerate((22, 22, 20, 23, 23, 23, 21)):
        body = bytes(rng.randrange(256) for _ in range(200))
        tcp_.data(i % 2, START + i * 1000, bytes([kind, 3, 3, 0, 200]) + body)
    tcp_.close(START + 10000)
    return tcp_.out


def recording(version, media, point, extension, payload, flags=0, session=b""):
    """A packet of AudioCodes' debug recording (UDP 925)."""
    ids = b"\0\0\0\1\0\0\0\2" if version == 9 else b"\0\1\0\2"
    head = bytes([version]) + b"\0\1\2\3" + b"\0\7" + ids + bytes([flags, point, media, len(extension)])
    return udp_packet("192.0.2.5", "192.0.2.99", 50000, 925, head + session + extension + payload)


def debug_recording():
    """The call's messages as the device saw them: SIP, the text of TLS, and whole IP packets; two versions."""
    sid = bytes.fromhex("b9027c") + bytes([24])
    long_sid, short_sid = sid + (198171).to_bytes(5, "big"), sid + (198171).to_bytes(4, "big")
    for i, (from_a, ms, data) in enumerate(call()):
        (src, sport), (dst, dport) = ends(from_a)
        direction = 0 if from_a else 1  # A is the device
        if i % 3 == 0:
            extension = address(src) + address(dst) + struct.pack("!HHBB", sport, dport, 17, direction)
            packet = recording(8, 10, 6, extension, data, 0, long_sid)
        elif i % 3 == 1:
            extension = struct.pack("!HH", sport, dport) + address(src) + address(dst) + b"\3"
            packet = recording(9, 33, 6, extension, data, 0, long_sid)
        else:
            inner = udp_packet(src, dst, sport, dport, data, i)
            packet = recording(7, 10, 5 if from_a else 4, b"", inner, 8, short_sid)
        yield START + ms * 1000, packet
    yield START + 9900000, recording(8, 1, 0, b"", b"\x80\x08" + b"\xd5" * 170, 0, long_sid)


def exported(packets_, port_type, a, b):
    """Messages as Wireshark's "Export PDUs to File" writes them."""
    def tag(number, value):
        value += b"\0" * (-len(value) % 4)
        return struct.pack("!HH", number, len(value)) + value
    for from_a, ms, data in packets_:
        (src, sport), (dst, dport) = ends(from_a, a, b)
        at = 22 if ":" in src else 20
        yield START + ms * 1000, (tag(12, b"sip") + tag(at, address(src)) + tag(at + 1, address(dst))
                                  + tag(24, struct.pack("!I", port_type)) + tag(25, struct.pack("!I", sport))
                                  + tag(26, struct.pack("!I", dport)) + tag(0, b"") + data)


def media_only_packets():
    for i in range(20):
        rtp = struct.pack("!BBHII", 0x80, 8, i, i * 160, 0xCAFE) + b"\xd5" * 160
        yield START + i * 20000, udp_packet("192.0.2.10", "198.51.100.20", 20000, 30000, rtp)
    stun = struct.pack("!HHI12s", 1, 0, 0x2112A442, b"invented-id!")
    yield START + 400000, udp_packet("192.0.2.10", "198.51.100.20", 20000, 30000, stun)


def media_only():
    yield from media_only_packets()
    yield START + 500000, udp_packet("192.0.2.10", "198.51.100.53", 40000, 53, b"\x12\x34\x01\0\0\1\0\0\0\0\0\0\7example\3com\0\0\1\0\1")


def quic_only():
    for i in range(6):
        side = i % 2
        first = b"\xc3\0\0\0\1\x08abcdefgh\0\0\x41\x00" if i < 3 else b"\x4aabcdefgh"
        yield START + i * 1000, udp_packet(*(("192.0.2.10", "203.0.113.80", 50001, 443) if side == 0 else
                                             ("203.0.113.80", "192.0.2.10", 443, 50001)), first + bytes(200), i)


def webrtc_only():
    """DTLS handshakes and SRTP beside TLS on 443: the signalling of a browser."""
    yield from media_only_packets()
    for i, kind in enumerate((22, 22, 20, 23)):
        dtls = bytes([kind]) + b"\xfe\xfd\0\1" + bytes(5) + bytes([i]) + b"\0\x40" + bytes(64)
        yield START + 420000 + i * 1000, udp_packet("192.0.2.10", "198.51.100.20", 20000, 30000, dtls)
    tcp_ = Connection(b=("198.51.100.20", 443))
    for i in range(4):
        tcp_.data(i % 2, START + 430000 + i * 1000, bytes([23, 3, 3, 0, 200]) + bytes(200))
    yield from tcp_.out


def ipsec_only():
    for i in range(5):
        packet = struct.pack("!II", 0x1234, i + 1) + bytes(120)
        if i % 2:
            yield START + i * 1000, udp_packet("192.0.2.10", "203.0.113.1", 4500, 4500, packet, i)
        else:
            yield START + i * 1000, ip("192.0.2.10", "203.0.113.1", 50, packet, i)


def write(folder, name, file):
    with open(os.path.join(folder, name), "wb") as f:
        f.write(file.data if hasattr(file, "data") else file)


def fill(file, packets, wrap):
    for time, packet in packets:
        file.add(time, wrap(packet))
    return file


def write_links(folder):
    for name, kind in (("sll", SLL), ("sll2", SLL2), ("raw", RAW), ("ipv4", IPV4), ("null", NULL), ("loop", LOOP),
                       ("nflog", NFLOG), ("pktap", PKTAP)):
        write(folder, "call-%s.pcap" % name, fill(Pcap(kind), over_udp(), lambda p: link(kind, p)))
    write(folder, "call-ipv6.pcap", fill(Pcap(IPV6), over_udp(A6, B6), lambda p: p))
    write(folder, "call-null-ipv6.pcap", fill(Pcap(NULL), over_udp(A6, B6), lambda p: link(NULL, p)))
    write(folder, "call-vlan.pcap", fill(Pcap(), over_udp(), lambda p: vlan(p, (0x8100, 5))))
    write(folder, "call-qinq.pcap", fill(Pcap(), over_udp(), lambda p: vlan(p, (0x88A8, 9), (0x8100, 5))))
    write(folder, "call-pppoe.pcap", fill(Pcap(), over_udp(), pppoe))
    write(folder, "call-tunnel.pcap", fill(Pcap(), over_udp(), lambda p: ethernet(ip("203.0.113.1", "203.0.113.2", 4, p))))


def write_ip(folder):
    last_first = lambda parts: parts[::-1]
    twice = lambda parts: parts + parts
    write(folder, "call-fragments.pcap", fill(Pcap(), over_fragments(), ethernet))
    write(folder, "call-fragments-order.pcap", fill(Pcap(), over_fragments(arrange=last_first, size=400), ethernet))
    write(folder, "call-fragments-twice.pcap", fill(Pcap(SLL), over_fragments(arrange=twice), lambda p: link(SLL, p)))
    write(folder, "call-fragments-ipv6.pcap", fill(Pcap(), over_fragments(A6, B6, last_first, 1448), ethernet))
    write(folder, "fragment-lost.pcap", fill(Pcap(), over_fragments(arrange=lambda parts: parts[:-1]), ethernet))

    def extended(packet):  # hop-by-hop and destination options with padding in front of UDP
        options = b"\x3c\x00\x01\x04\0\0\0\0" + b"\x11\x00\x01\x04\0\0\0\0"
        return packet[:4] + struct.pack("!HB", len(packet) - 40 + 16, 0) + packet[7:40] + options + packet[40:]
    write(folder, "call-ipv6-options.pcap", fill(Pcap(), over_udp(A6, B6), lambda p: ethernet(extended(p))))


def nest(packet, times):
    for _ in range(times):
        packet = ip("203.0.113.1", "203.0.113.2", 4, packet)
    return packet


def write_tunnels(folder):
    outer, outer6 = ("203.0.113.1", "203.0.113.2"), ("2001:db8:9::1", "2001:db8:9::2")

    def over_gre(*args, **kwargs):
        return lambda p: ethernet(ip(*outer, 47, gre(p, *args, **kwargs)))

    def bridged(**kwargs):
        return lambda p: ethernet(ip(*outer, 47, gre(vlan(p, (0x8100, 5)), 0x6558, **kwargs)))

    def mirrored(kind):
        return lambda p: ethernet(ip(*outer, 47, erspan(ethernet(p), kind, 1)))

    def in_udp(port, wrap_, ends_=outer):
        return lambda p: ethernet(udp_packet(*ends_, 50000, port, wrap_(p)))

    for name, wrap_ in (
            ("gre", over_gre()), ("gre-checksum", over_gre(checksum_=True)), ("gre-key", over_gre(key=7)),
            ("gre-all", over_gre(checksum_=True, key=7, sequence=1)), ("gre-ethernet", bridged(key=7)),
            ("gre-ppp", lambda p: ethernet(ip(*outer, 47, gre(b"\xff\x03\x00\x21" + p, 0x880B, key=len(p) + 4 << 16 | 1,
                                                              sequence=1, version=1, acknowledge=1)))),
            ("erspan-1", mirrored(1)), ("erspan-2", mirrored(2)), ("erspan-3", mirrored(3)),
            ("erspan-3-platform", mirrored(4)),
            ("vxlan", in_udp(4789, lambda p: vxlan(ethernet(p)))),
            ("vxlan-old-port", in_udp(8472, lambda p: vxlan(ethernet(p)), outer6)),
            ("vxlan-gpe", in_udp(4790, lambda p: vxlan(p, following=1))),
            ("geneve", in_udp(6081, lambda p: geneve(ethernet(p)))),
            ("geneve-ip", in_udp(6081, lambda p: geneve(p, 0x0800, b"\1\2\0\1\0\0\0\7"))),
            ("gtp", in_udp(2152, gtp)),
            ("gtp-extended", in_udp(2152, lambda p: gtp(p, 5, [(0x85, b"\0\1"), (0x40, b"\0\0")]))),
            ("tzsp", in_udp(37008, lambda p: tzsp(ethernet(p)))),
            ("tunnels-4", lambda p: ethernet(nest(p, 4)))):
        write(folder, "call-%s.pcap" % name, fill(Pcap(), over_udp(), wrap_))

    # Six on the wire, the call and each tunnel in fragments: outside in, and inside.
    write(folder, "call-gre-ipv6.pcap", fill(Pcap(), over_udp(A6, B6), lambda p: ethernet(ip(*outer6, 47, gre(p)))))
    write(folder, "call-vxlan-inside-fragments.pcap",
          fill(Pcap(), over_fragments(size=600), in_udp(4789, lambda p: vxlan(ethernet(p)))))
    cut_outside = Pcap()
    for i, (time, packet) in enumerate(over_udp()):
        for part in fragments(*outer, 17, udp(*outer, 50000, 4789, vxlan(ethernet(packet))), 500 + i, 1000):
            cut_outside.add(time, ethernet(part))
    write(folder, "call-vxlan-fragments.pcap", cut_outside)
    write(folder, "call-vxlan-tcp.pcap", fill(Pcap(), over_tcp(chunks(700)), in_udp(4789, lambda p: vxlan(ethernet(p)))))
    write(folder, "tunnels-5.pcap", fill(Pcap(), over_udp(), lambda p: ethernet(nest(p, 5))))


def over_sctp(pack, a=A, b=B):
    for i, (from_a, ms, data) in enumerate(call()):
        (src, sport), (dst, dport) = ends(from_a, a, b)
        yield START + ms * 1000, ip(src, dst, 132, sctp(sport, dport, *pack(i, data)), 100 + i)


def write_wrapped(folder):
    """Wrappers that are rarer, and what of them is not read."""
    outer = ("203.0.113.1", "203.0.113.2")

    def in_udp(port, wrap_):
        return lambda p: ethernet(udp_packet(*outer, 50000, port, wrap_(p)))

    for name, wrap_ in (
            ("sgt", sgt), ("sgt-vlan", lambda p: tagged(p, 0x8100, b"\0\5\x89\x09" + struct.pack("!BBHH", 1, 1, 1, 7))),
            ("macsec", macsec), ("macsec-channel", lambda p: macsec(p, 0x20)),
            ("ah", lambda p: ethernet(authenticated(p))),
            ("l2tp", in_udp(1701, lambda p: l2tp(ppp(p)))),
            ("l2tp-all", in_udp(1701, lambda p: l2tp(ppp(p, False, True), True, True, 3)))):
        write(folder, "call-%s.pcap" % name, fill(Pcap(), over_udp(), wrap_))
    # A length, not a type, so a packet of that size.
    write(folder, "call-snap.pcap",
          fill(Pcap(), over_fragments(size=1400), lambda p: tagged(p, len(p) + 8, b"\xaa\xaa\3\0\0\0")))
    for name, wrap_ in (
            ("ah-ipv6", lambda p: ethernet(authenticated(p))),
            ("teredo", in_udp(3544, teredo)),
            ("teredo-all", in_udp(3544, lambda p: teredo(p, True, True)))):
        write(folder, "call-%s.pcap" % name, fill(Pcap(), over_udp(A6, B6), wrap_))
    write(folder, "call-sctp.pcap", fill(Pcap(), over_sctp(lambda i, data: [(3, 0, bytes(12)), sctp_data(i, data)]), ethernet))
    write(folder, "call-sctp-interleaved.pcap",
          fill(Pcap(), over_sctp(lambda i, data: [sctp_data(i, data, interleaved=True)]), ethernet))

    # A message over two packets: its beginning, and what is counted.
    parts = Pcap()
    for time, packet in over_sctp(lambda i, data: [sctp_data(i, data[:200], ends=False), sctp_data(i, data[200:], begins=False)]):
        parts.add(time, ethernet(packet))
    write(folder, "sctp-parts.pcap", parts)
    # Nothing of it is read; each is named by its number.
    passed = Pcap()
    packets = list(over_udp())
    for i, wrap_ in enumerate((
            lambda p: sgt(p, version=2), lambda p: sgt(p, options=2), lambda p: macsec(p, 0x0C), lambda p: tagged(p, 0x0806, bytes(26)),
            lambda p: tagged(p, 0x88B5, b""), lambda p: tagged(p, 0x0026, b"\x42\x42\3"),
            lambda p: ethernet(ip(*outer, 50, p)), lambda p: ethernet(ip(*outer, 1, p)), lambda p: ethernet(ip(*outer, 115, p)),
            in_udp(1701, lambda p: l2tp(ppp(p), version=3)), in_udp(1701, lambda p: l2tp(ppp(p), control=True)),
            in_udp(1701, lambda p: l2tp(b"\xc0\x21" + bytes(8))), in_udp(3544, lambda p: b"\x45" + p[1:]),
            lambda p: ethernet(ip(*outer, 17, b"\0\1")), lambda p: ethernet(p[:12]),
            lambda p: tagged(p, 0x8847, b"\0\1\1\x40" + b"\0\0\0\0" + p))):
        passed.add(packets[0][0] + i * 1000, wrap_(packets[0][1]))
    write(folder, "passed-over.pcap", passed)


def over_hep(wrap_, a=A, b=B, late=250):
    """Each message in an agent's packet that arrives @late microseconds after what it tells."""
    for i, (from_a, ms, data) in enumerate(call()):
        src, dst = ends(from_a, a, b)
        time = START + ms * 1000
        yield time + late, i, wrap_(i, data, src, dst, time)


def hep_udp(*args, size=1400, **kwargs):
    for time, i, data in over_hep(*args, **kwargs):
        for part in fragments("203.0.113.9", "203.0.113.10", 17, udp("203.0.113.9", "203.0.113.10", 41000, 9060, data), i, size):
            yield time, part


def hep_tcp(wrap_, cut):
    """All in one stream, which is cut regardless of where a packet ends."""
    tcp_ = Connection(a=("203.0.113.9", 41000), b=("203.0.113.10", 9060))
    tcp_.open(START - 5000)
    out = list(over_hep(wrap_))
    for part in cut(b"".join(data for _, _, data in out)):
        tcp_.data(0, START, part)
    tcp_.close(START + 9500000)
    return tcp_.out


def zlib_packed(data):
    return zlib.compress(data, 9)


def gzip_packed(data):
    return gzip.compress(data, 9, mtime=0)


def deflate_packed(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def write_hep(folder):
    def third(**kwargs):
        return lambda i, data, src, dst, time: hep3(data, src, dst, time, **kwargs)

    def old(**kwargs):
        return lambda i, data, src, dst, time: hep_old(data, src, dst, time, **kwargs)

    # An agent that knows only the Call-ID as correlation, and one that has an identity of its own.
    for name, packets_ in (
            ("3", hep_udp(third(correlation=b"7d3f-20261122-101502@192.0.2.10"), size=65528)),
            ("3-fragments", hep_udp(third(correlation=b"c0ffee-1"))),
            ("3-ipv6", hep_udp(third(transport=22), A6, B6)),
            ("3-zlib", hep_udp(third(packed=zlib_packed), size=400)), ("3-gzip", hep_udp(third(packed=gzip_packed))),
            ("3-deflate", hep_udp(third(packed=deflate_packed))),
            ("3-eep", hep_udp(third(name=b"EEP1"))),
            ("1", hep_udp(old(version=1))), ("1-ipv6", hep_udp(old(version=1), A6, B6)), ("2", hep_udp(old())),
            ("2-big-endian", hep_udp(old(order=">", count_time=True))), ("2-ipv6", hep_udp(old(), A6, B6)),
            ("3-tcp", hep_tcp(third(), chunks(700))), ("3-tcp-zlib", hep_tcp(third(packed=zlib_packed), chunks(97)))):
        write(folder, "call-hep-%s.pcap" % name, fill(Pcap(), packets_, ethernet))

    other = Pcap()
    for time, _, data in over_hep(lambda i, data, src, dst, time: hep3(b'{"report": 1}', src, dst, time, kind=5)):
        other.add(time, ethernet(udp_packet("203.0.113.9", "203.0.113.10", 41000, 9060, data)))
    write(folder, "hep-reports.pcap", other)
    write(folder, "hep-snaplen.pcap", fill(Pcap(snaplen=600), hep_udp(third(), size=65528), ethernet))
    write(folder, "hep-snaplen-zlib.pcap", fill(Pcap(snaplen=500), hep_udp(third(packed=zlib_packed), size=65528), ethernet))
    lost = hep_tcp(third(), chunks(1000))
    write(folder, "hep-tcp-lost.pcap", fill(Pcap(), lost[:5] + lost[6:], ethernet))
    write(folder, "hep-tcp-mid-stream.pcap", fill(Pcap(), lost[5:], ethernet))


REQUEST = ("GET /ws HTTP/1.1\r\nHost: sbc.example.com:8080\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: aW52ZW50ZWQga2V5IDE2Yg==\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Protocol: %s\r\n%s\r\n")
RESPONSE = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: %s\r\n%s%s\r\n")
ACCEPT = base64.b64encode(hashlib.sha1(b"aW52ZW50ZWQga2V5IDE2Yg==258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()).decode()
A_WS, B_WS = ("192.0.2.10", 40001), ("198.51.100.20", 8080)


def one_frame(data, mask):
    return [frame(data, mask=mask)]


def in_frames(size):
    """Each message in frames of @size with a ping between the first two."""
    def cut_(data, mask):
        parts = [data[i:i + size] for i in range(0, len(data), size)]
        out = []
        for i, part in enumerate(parts):
            turned = bytes(m + i & 255 for m in mask) if mask else None
            out.append(frame(part, 1 if i == 0 else 0, i == len(parts) - 1, turned))
            if i == 0:
                out.append(frame(b"are you there", 9, mask=mask))
        return out
    return cut_


def over_websocket(cut=lambda data: [data], frames=one_frame, opened=True, upgrade=True, protocol="sip",
                   extensions="", refused=False, together=False, a=A_WS, b=B_WS):
    """The caller is the client, which masks. @cut: into segments; together: all frames of a message in one piece."""
    tcp_ = Connection(a=a, b=b)
    rng = random.Random(7)
    if opened:
        tcp_.open(START - 5000)
    if refused:
        tcp_.data(0, START - 4900, (REQUEST % (protocol, "")).encode())
        tcp_.data(1, START - 4800, b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"x\"\r\n"
                                   b"Content-Length: 0\r\n\r\n")
    if upgrade:
        extra = "Sec-WebSocket-Extensions: permessage-deflate\r\n" if extensions else ""
        for i, part in enumerate(cut((REQUEST % (protocol, extra)).encode())):
            tcp_.data(0, START - 4000 + i, part)
        chosen = "Sec-WebSocket-Protocol: sip\r\n" if "sip" in protocol else ""
        for i, part in enumerate(cut((RESPONSE % (ACCEPT, chosen, extra)).encode())):
            tcp_.data(1, START - 3000 + i, part)
    for from_a, ms, data in call():
        side = 0 if from_a else 1
        mask = bytes(rng.randrange(1, 256) for _ in range(4)) if from_a else None
        pieces = frames(data, mask)
        if together:
            pieces = [b"".join(pieces)]
        at = 0
        for piece in pieces:
            for part in cut(piece):
                tcp_.data(side, START + ms * 1000 + at * 100, part)
                at += 1
    for side in (0, 1):
        tcp_.data(side, START + 9100000, frame(b"\r\n\r\n", mask=b"\x11\x22\x33\x44" if side == 0 else None))
        tcp_.data(side, START + 9200000, frame(b"\x03\xe8", 8, mask=b"\x11\x22\x33\x44" if side == 0 else None))
    if opened:
        tcp_.close(START + 9500000)
    return tcp_.out


def deflated(data, mask):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return [frame((packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4], mask=mask, packed=True)]


def write_websocket(folder):
    for name, packets_ in (
            ("websocket", over_websocket()), ("websocket-small", over_websocket(chunks(97))),
            ("websocket-frames", over_websocket(frames=in_frames(300))),
            ("websocket-together", over_websocket(frames=in_frames(500), together=True)),
            ("websocket-frames-small", over_websocket(chunks(61), frames=in_frames(200))),
            ("websocket-ipv6", over_websocket(a=(A6[0], 40001), b=(B6[0], 443))),
            ("websocket-refused", over_websocket(refused=True)),
            ("websocket-protocols", over_websocket(protocol="chat, SIP")),
            ("websocket-mid-stream", over_websocket(opened=False, upgrade=False)),
            ("websocket-mid-stream-small", over_websocket(chunks(97), opened=False, upgrade=False)),
            ("websocket-other-protocol", over_websocket(protocol="chat"))):
        write(folder, "call-%s.pcap" % name, fill(Pcap(), packets_, ethernet))
    lost = over_websocket(chunks(800))
    write(folder, "websocket-lost.pcap", fill(Pcap(), lost[:9] + lost[10:], ethernet))
    write(folder, "websocket-snaplen.pcap", fill(Pcap(snaplen=400), over_websocket(), ethernet))
    write(folder, "websocket-deflate.pcap", fill(Pcap(), over_websocket(frames=deflated, extensions=True), ethernet))


def write_tcp(folder):
    write(folder, "call-tcp.pcap", fill(Pcap(), over_tcp(), ethernet))
    write(folder, "call-tcp-small.pcap", fill(Pcap(), over_tcp(chunks(97)), ethernet))
    write(folder, "call-tcp-ipv6.pcap", fill(Pcap(), over_tcp(chunks(1200), a=(A6[0], 40001), b=B6), ethernet))
    write(folder, "call-tcp-several.pcap", fill(Pcap(), several_in_a_segment(), ethernet))
    write(folder, "call-tcp-keepalive.pcap", fill(Pcap(), over_tcp(keepalives=True), ethernet))
    write(folder, "call-tcp-disorder.pcap", fill(Pcap(), disordered(), ethernet))
    write(folder, "call-tcp-overlap.pcap", fill(Pcap(), overlapping(), ethernet))
    write(folder, "tcp-mid-stream.pcap", fill(Pcap(), mid_stream(), ethernet))
    write(folder, "tcp-lost.pcap", fill(Pcap(), lost_segment(), ethernet))
    write(folder, "tcp-snaplen.pcap", fill(Pcap(snaplen=500), over_tcp(), ethernet))
    write(folder, "tls-only.pcap", fill(Pcap(), tls_only(), ethernet))
    write(folder, "sip-and-tls.pcap", fill(Pcap(), sorted(tls_only() + list(over_udp())), ethernet))


def write_files(folder):
    base = fill(Pcap(), over_udp(), ethernet)
    write(folder, "call.pcap", base)
    write(folder, "call-big-endian.pcap", fill(Pcap(order=">"), over_udp(), ethernet))
    write(folder, "call-nanoseconds.pcap", fill(Pcap(nanoseconds=True), over_udp(), ethernet))
    write(folder, "snaplen.pcap", fill(Pcap(snaplen=300), over_udp(), ethernet))
    write(folder, "truncated.pcap", base.data[:-100])
    write(folder, "call-debug-recording.pcap", fill(Pcap(), debug_recording(), ethernet))
    write(folder, "call-exported.pcapng", fill(PcapNg(252), exported(call(), 2, A, B), lambda p: p))
    write(folder, "call-exported-ipv6.pcap", fill(Pcap(252), exported(call(), 3, A6, B6), lambda p: p))
    write(folder, "media-only.pcap", fill(Pcap(), media_only(), ethernet))
    write(folder, "srtp-only.pcap", fill(Pcap(), media_only_packets(), ethernet))
    write(folder, "webrtc-only.pcap", fill(Pcap(), webrtc_only(), ethernet))
    write(folder, "quic-only.pcap", fill(Pcap(), quic_only(), ethernet))
    write(folder, "ipsec-only.pcap", fill(Pcap(), ipsec_only(), ethernet))
    write(folder, "empty.pcap", Pcap())

    write(folder, "call.pcapng", fill(PcapNg(), over_udp(), ethernet))
    write(folder, "call-nanoseconds.pcapng", fill(PcapNg(resolution=9), over_udp(), ethernet))
    write(folder, "call-options.pcapng", fill(PcapNg(comment=True), over_udp(), ethernet))
    write(folder, "call-big-endian.pcapng", fill(PcapNg(order=">"), over_udp(), ethernet))

    mixed = PcapNg()
    for i, (time, packet) in enumerate(over_udp()):
        mixed.names()
        if i == 3:
            mixed.section()
            mixed.interface(ETHERNET)
        mixed.statistics()
        if i % 2:
            mixed.add_old(time, ethernet(packet))
        else:
            mixed.add(time, ethernet(packet))
    write(folder, "call-blocks.pcapng", mixed)

    simple = PcapNg()
    for time, packet in over_udp():
        simple.add_simple(ethernet(packet))
    write(folder, "call-simple.pcapng", simple)

    kinds = PcapNg()
    for i, (time, packet) in enumerate(over_udp()):
        if i == 4:
            kinds.interface(SLL)
        kinds.add(time, link(SLL, packet) if i >= 4 else ethernet(packet), 1 if i >= 4 else 0)
    write(folder, "two-links.pcapng", kinds)
    write(folder, "broken-block.pcapng", base_ng_with_broken_block())


def base_ng_with_broken_block():
    data = fill(PcapNg(), over_udp(), ethernet).data
    at = len(data) // 2
    at = data.index(b"\x06\0\0\0", at)
    return data[:at + 4] + b"\x07\0\0\0" + data[at + 8:]


def ethernet(packet):
    return link(ETHERNET, packet)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    good, refused = (os.path.join(sys.argv[1], name) for name in ("pcap", "pcap-refused"))
    for folder in (good, refused):
        os.makedirs(folder, exist_ok=True)
    write_links(good)
    write_ip(good)
    write_tunnels(good)
    write_wrapped(good)
    write_hep(good)
    write_websocket(good)
    write_tcp(good)
    write_files(good)
    write(refused, "usb.pcap", fill(Pcap(189), over_udp(), ethernet))
    write(refused, "netmon.cap", b"GMBU\0\2\1\0" + bytes(120))
    write(refused, "snoop.cap", b"snoop\0\0\0\0\0\0\2\0\0\0\4" + bytes(60))
    write(refused, "trace.etl", struct.pack("<III", 65536, 1024, 1024) + bytes(60) + b"\2\0\2\xc0" + bytes(280))
    data = fill(Pcap(), over_udp(), ethernet).data
    write(refused, "version.pcap", data[:4] + b"\x09\0\x09\0" + data[8:])


main()
