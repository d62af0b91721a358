"""Packets and capture files, byte by byte, for the samples in tests/data/pcap.

No library: a sample must hold exactly what a test wants, broken fields included.
"""

import ipaddress
import struct

ETHERNET, NULL, RAW, LOOP, SLL, SLL2, IPV4, IPV6 = 1, 0, 101, 108, 113, 276, 228, 229
NFLOG, PKTAP = 239, 258


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def address(text):
    return ipaddress.ip_address(text).packed


def pseudo(src, dst, protocol, length):
    if len(src) == 4:
        return src + dst + struct.pack("!BBH", 0, protocol, length)
    return src + dst + struct.pack("!IHBB", length, 0, 0, protocol)


def ip(src, dst, protocol, payload, ident=1, flags=0, offset=0, total=None):
    """One IPv4 or IPv6 packet. flags/offset only for IPv4."""
    src, dst = address(src), address(dst)
    if len(src) == 16:
        return struct.pack("!IHBB", 6 << 28, len(payload), protocol, 64) + src + dst + payload
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload) if total is None else total, ident,
                       flags << 13 | offset >> 3, 64, protocol, 0) + src + dst
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload


def udp(src, dst, sport, dport, data):
    length = 8 + len(data)
    head = struct.pack("!HHHH", sport, dport, length & 0xFFFF, 0)
    check = checksum(pseudo(address(src), address(dst), 17, length) + head + data) or 0xFFFF
    return head[:6] + struct.pack("!H", check) + data


FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


def tcp(src, dst, sport, dport, seq, ack, flags, data=b""):
    head = struct.pack("!HHIIBBHHH", sport, dport, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, 0x50, flags,
                       64240, 0, 0)
    check = checksum(pseudo(address(src), address(dst), 6, len(head) + len(data)) + head + data)
    return head[:16] + struct.pack("!H", check) + head[18:] + data


def udp_packet(src, dst, sport, dport, data, ident=1):
    return ip(src, dst, 17, udp(src, dst, sport, dport, data), ident)


def fragments(src, dst, protocol, payload, ident, size=1480):
    """The packet cut into IP fragments of @size bytes (a multiple of 8)."""
    out = []
    for at in range(0, len(payload), size):
        part = payload[at:at + size]
        more = at + size < len(payload)
        if ":" in src:
            head = struct.pack("!BBHI", protocol, 0, at | more, ident)
            out.append(ip(src, dst, 44, head + part))
        else:
            out.append(ip(src, dst, protocol, part, ident, 1 if more else 0, at))
    return out


def link(kind, packet):
    """@packet behind a link header; VLAN tags are made by vlan()."""
    v6 = packet[0] >> 4 == 6
    ethertype = 0x86DD if v6 else 0x0800
    mac = b"\x02\x00\x00\x00\x00"
    if kind == ETHERNET:
        frame = mac + b"\x02" + mac + b"\x01" + struct.pack("!H", ethertype) + packet
        return frame + b"\0" * (60 - len(frame))
    if kind == SLL:
        return struct.pack("!HHH6s2sH", 0, 1, 6, mac + b"\x01", b"\0\0", ethertype) + packet
    if kind == SLL2:
        return struct.pack("!HHIHBB6s2s", ethertype, 0, 2, 1, 0, 6, mac + b"\x01", b"\0\0") + packet
    if kind == NULL:
        return struct.pack("<I", 30 if v6 else 2) + packet
    if kind == NFLOG:
        def field(number, value):
            return struct.pack("<HH", 4 + len(value), number) + value + b"\0" * (-len(value) % 4)
        return (struct.pack("!BBH", 10 if v6 else 2, 0, 5) + field(1, struct.pack("!HBB", ethertype, 1, 0))
                + field(4, struct.pack("!I", 2)) + field(10, b"rungs\0") + field(9, packet))
    if kind == PKTAP:
        return (struct.pack("<III24sIIIIi17s3xIHHi17s3x", 108, 1, ETHERNET, b"en0", 1, 30 if v6 else 2, 14, 0, 77, b"sbc",
                            0, 6, 0, 77, b"sbc") + link(ETHERNET, packet))
    if kind == LOOP:
        return struct.pack("!I", 24 if v6 else 2) + packet
    return packet


def vlan(packet, *tags):
    """Ethernet with tags: (type, number) from outside in."""
    frame = b"\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01"
    for kind, number in tags:
        frame += struct.pack("!HH", kind, number)
    return frame + struct.pack("!H", 0x86DD if packet[0] >> 4 == 6 else 0x0800) + packet


def pppoe(packet):
    return (b"\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x88\x64\x11\x00\x00\x07"
            + struct.pack("!HH", len(packet) + 2, 0x57 if packet[0] >> 4 == 6 else 0x21) + packet)


def gre(packet, kind=None, checksum_=False, key=None, sequence=None, version=0, acknowledge=None):
    """GRE around @packet: IP, or a frame when @kind (an EtherType) says so."""
    if kind is None:
        kind = 0x86DD if packet[0] >> 4 == 6 else 0x0800
    flags = ((0x8000 if checksum_ else 0) | (0x2000 if key is not None else 0) | (0x1000 if sequence is not None else 0)
             | (0x0080 if acknowledge is not None else 0) | version)
    rest = b"".join(struct.pack("!I", number) for number in (key, sequence, acknowledge) if number is not None) + packet
    head = struct.pack("!HH", flags, kind)
    if checksum_:
        head += struct.pack("!HH", checksum(head + b"\0\0\0\0" + rest), 0)
    return head + rest


def erspan(frame, kind, number=0):
    """A mirrored frame as the three types of ERSPAN carry it, the third with and without its platform header (4)."""
    if kind == 1:
        return gre(frame, 0x88BE)
    if kind == 2:
        return gre(struct.pack("!HHI", 0x1000 | 5, 9, 7) + frame, 0x88BE, sequence=number)
    platform = kind == 4
    head = struct.pack("!HHIHH", 0x2000 | 5, 9, 123456, 0, 0x0007 if platform else 0x0006)
    return gre(head + (b"\x04\0\0\0\0\0\0\1" if platform else b"") + frame, 0x22EB, sequence=number)


def vxlan(frame, network=5001, following=None):
    """@following: what the Generic Protocol Extension says."""
    if following is not None:
        return struct.pack("!BHBI", 0x0C, 0, following, network << 8) + frame
    return struct.pack("!BHBI", 8, 0, 0, network << 8) + frame


def geneve(payload, kind=0x6558, options=b"", network=5001):
    return struct.pack("!BBHI", len(options) // 4, 0, kind, network << 8) + options + payload


def gtp(packet, sequence=None, extensions=()):
    """@extensions: (kind, bytes) whose length plus two is a multiple of four."""
    optional = b""
    if sequence is not None or extensions:
        optional = struct.pack("!HBB", sequence or 0, 0, extensions[0][0] if extensions else 0)
    for i, (_, value) in enumerate(extensions):
        following = extensions[i + 1][0] if i + 1 < len(extensions) else 0
        optional += bytes([(len(value) + 2) // 4]) + value + bytes([following])
    flags = 0x30 | (2 if sequence is not None else 0) | (4 if extensions else 0)
    return struct.pack("!BBHI", flags, 0xFF, len(optional) + len(packet), 0x1234) + optional + packet


def tzsp(frame):
    return b"\1\0\0\1" + b"\0" + b"\x28\4\0\0\0\7" + b"\1" + frame


def tagged(packet, ethertype, tag):
    """Ethernet with @tag, which the frame's own type follows."""
    inner = 0x86DD if packet[0] >> 4 == 6 else 0x0800
    return (b"\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01" + struct.pack("!H", ethertype) + tag
            + struct.pack("!H", inner) + packet)


def sgt(packet, version=1, options=1, group=77):
    """Cisco's tag of a security group."""
    return tagged(packet, 0x8909, struct.pack("!BBHH", version, options, 1, group))


def macsec(packet, control=0):
    """@control: 0x20 with a channel, 0x0c encrypted. A check value of 16 bytes ends it."""
    return tagged(packet, 0x88E5, struct.pack("!BBI", control, 0, 9) + (bytes(8) if control & 0x20 else b"")) + bytes(16)


def authenticated(packet):
    """The IP packet with an authentication header in front of its payload."""
    v6 = packet[0] >> 4 == 6
    head, protocol = (40, packet[6]) if v6 else (20, packet[9])
    header = struct.pack("!BBHII", protocol, 4, 0, 16, 1) + b"\xaa" * 12
    src, dst = (packet[8:24], packet[24:40]) if v6 else (packet[12:16], packet[16:20])
    return ip(str(ipaddress.ip_address(src)), str(ipaddress.ip_address(dst)), 51, header + packet[head:])


def ppp(packet, address_=True, short=False):
    number = 0x57 if packet[0] >> 4 == 6 else 0x21
    return (b"\xff\x03" if address_ else b"") + (bytes([number]) if short else struct.pack("!H", number)) + packet


def l2tp(data, length=False, sequence=False, offset=None, version=2, control=False):
    flags = ((0x8000 if control else 0) | (0x4000 if length else 0) | (0x0800 if sequence else 0)
             | (0x0200 if offset is not None else 0) | version)
    rest = struct.pack("!HH", 2, 1) + (b"\0\1\0\0" if sequence else b"")
    if offset is not None:
        rest += struct.pack("!H", offset) + bytes(offset)
    rest += data
    return struct.pack("!H", flags) + (struct.pack("!H", len(rest) + 4) if length else b"") + rest


def teredo(packet, authentication=False, origin=False):
    return ((b"\0\1\2\3idkey" + bytes(9) if authentication else b"") + (b"\0\0" + bytes(6) if origin else b"") + packet)


def sctp(sport, dport, *chunks):
    """@chunks: (type, flags, value)."""
    out = struct.pack("!HHII", sport, dport, 1, 0)
    for kind, flags, value in chunks:
        out += struct.pack("!BBH", kind, flags, 4 + len(value)) + value + b"\0" * (-len(value) % 4)
    return out


def sctp_data(number, data, begins=True, ends=True, interleaved=False):
    """One chunk of a user message."""
    head = struct.pack("!IHH", number, 1, number) if not interleaved else struct.pack("!IHHI", number, 1, 0, number)
    return 64 if interleaved else 0, (2 if begins else 0) | (1 if ends else 0), head + struct.pack("!I", 0) + data


def hep3(data, src, dst, time, transport=17, kind=1, correlation=None, packed=None, name=b"HEP3"):
    """A capture agent's packet. src and dst: (address, port); packed: a function that compresses."""
    v6 = ":" in src[0]

    def chunk(number, value, vendor=0):
        return struct.pack("!HHH", vendor, number, 6 + len(value)) + value

    body = (chunk(1, b"\x0a" if v6 else b"\2") + chunk(2, bytes([transport])) + chunk(5 if v6 else 3, address(src[0]))
            + chunk(6 if v6 else 4, address(dst[0])) + chunk(7, struct.pack("!H", src[1]))
            + chunk(8, struct.pack("!H", dst[1])) + chunk(9, struct.pack("!I", time // 1000000))
            + chunk(10, struct.pack("!I", time % 1000000)) + chunk(11, bytes([kind]))
            + chunk(12, struct.pack("!I", 2001)) + chunk(14, b"invented") + chunk(3, b"vendor's own", vendor=5))
    if correlation is not None:
        body += chunk(17, correlation)
    body += chunk(16, packed(data)) if packed else chunk(15, data)
    return name + struct.pack("!H", 6 + len(body)) + body


def hep_old(data, src, dst, time, version=2, transport=17, order="<", count_time=False):
    """HEP 1 and 2. count_time: the header's length holds the time's too."""
    v6 = ":" in src[0]
    length = 8 + (32 if v6 else 8) + (12 if count_time and version == 2 else 0)
    head = struct.pack("!BBBBHH", version, length, 10 if v6 else 2, transport, src[1], dst[1])
    head += address(src[0]) + address(dst[0])
    if version == 2:
        head += struct.pack(order + "IIHH", time // 1000000, time % 1000000, 2001, 0)
    return head + data


def masked(data, mask):
    return bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))


def frame(data, kind=1, last=True, mask=None, packed=False):
    """A WebSocket frame."""
    head = bytes([(0x80 if last else 0) | (0x40 if packed else 0) | kind])
    bit = 0x80 if mask else 0
    if len(data) < 126:
        head += bytes([bit | len(data)])
    elif len(data) < 65536:
        head += struct.pack("!BH", bit | 126, len(data))
    else:
        head += struct.pack("!BQ", bit | 127, len(data))
    return head + (mask + masked(data, mask) if mask else data)


class Pcap:
    """@frames: (microseconds since 1970, bytes[, original length])."""

    def __init__(self, datalink=ETHERNET, order="<", nanoseconds=False, snaplen=262144):
        self.order, self.nanoseconds, self.snaplen = order, nanoseconds, snaplen
        magic = 0xA1B23C4D if nanoseconds else 0xA1B2C3D4
        self.data = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, snaplen, datalink)

    def add(self, time, frame, length=None):
        kept = frame[:self.snaplen]
        self.data += struct.pack(self.order + "IIII", time // 1000000,
                                 time % 1000000 * (1000 if self.nanoseconds else 1), len(kept),
                                 len(frame) if length is None else length) + kept


class PcapNg:
    """@resolution: the power of ten of a tick, 6 or 9; @comment: options after each packet."""

    def __init__(self, datalink=ETHERNET, order="<", resolution=6, snaplen=262144, comment=False):
        self.order, self.resolution, self.snaplen, self.comment = order, resolution, snaplen, comment
        self.data = b""
        self.section()
        self.interface(datalink)

    def block(self, kind, body):
        body += b"\0" * (-len(body) % 4)
        size = struct.pack(self.order + "I", 12 + len(body))
        self.data += struct.pack(self.order + "I", kind) + size + body + size

    def option(self, code, value):
        return struct.pack(self.order + "HH", code, len(value)) + value + b"\0" * (-len(value) % 4)

    def section(self):
        self.block(0x0A0D0D0A, struct.pack(self.order + "IHHq", 0x1A2B3C4D, 1, 0, -1))

    def interface(self, datalink, snaplen=None):
        options = self.option(9, bytes([self.resolution])) + self.option(0, b"")
        self.block(1, struct.pack(self.order + "HHI", datalink, 0,
                                  self.snaplen if snaplen is None else snaplen) + options)

    def names(self):
        """A name resolution block: something to pass over."""
        self.block(4, struct.pack(self.order + "HH", 1, 9) + address("192.0.2.10") + b"sbc1\0\0\0\0"
                   + struct.pack(self.order + "HH", 0, 0))

    def statistics(self):
        self.block(5, struct.pack(self.order + "III", 0, 0, 0))

    def add(self, time, frame, interface=0):
        ticks = time * 10 ** (self.resolution - 6)
        kept = frame[:self.snaplen]
        body = struct.pack(self.order + "IIIII", interface, ticks >> 32, ticks & 0xFFFFFFFF, len(kept),
                           len(frame)) + kept + b"\0" * (-len(kept) % 4)
        if self.comment:
            body += self.option(1, b"a comment") + self.option(0, b"")
        self.block(6, body)

    def add_old(self, time, frame):
        ticks = time * 10 ** (self.resolution - 6)
        self.block(2, struct.pack(self.order + "HHIIII", 0, 0, ticks >> 32, ticks & 0xFFFFFFFF,
                                  len(frame), len(frame)) + frame + b"\0" * (-len(frame) % 4))

    def add_simple(self, frame):
        self.block(3, struct.pack(self.order + "I", len(frame)) + frame + b"\0" * (-len(frame) % 4))
