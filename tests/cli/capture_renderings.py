"""The packets of renderings.pcap() in tunnels and behind rarer link headers."""
import datetime
import pathlib
import sys
import zlib

sys.path.append(str(pathlib.Path(__file__).parent.parent / 'tools'))  # last: it has a sipcalls too
import packets as wire  # noqa: E402


def in_ethernet(packet):
    return wire.link(wire.ETHERNET, packet)


def in_udp(port, wrap):
    """A tunnel over UDP between two probes."""
    return lambda packet: in_ethernet(wire.udp_packet('203.0.113.201', '203.0.113.202', 50000, port, wrap(packet)))


def in_gre(wrap):
    return lambda packet: in_ethernet(wire.ip('203.0.113.201', '203.0.113.202', 47, wrap(packet)))


def tunnels(pcap):
    return {
        'gre.pcap': lambda m: pcap(m, wrap=in_gre(wire.gre)),
        'gre-bridge.pcap': lambda m: pcap(m, tcp=True, wrap=in_gre(lambda p: wire.gre(in_ethernet(p), 0x6558, key=7))),
        'erspan-1.pcap': lambda m: pcap(m, wrap=in_gre(lambda p: wire.erspan(in_ethernet(p), 1))),
        'erspan-2.pcap': lambda m: pcap(m, tcp=True, wrap=in_gre(lambda p: wire.erspan(in_ethernet(p), 2))),
        'erspan-3.pcap': lambda m: pcap(m, wrap=in_gre(lambda p: wire.erspan(in_ethernet(p), 4))),
        'vxlan.pcap': lambda m: pcap(m, tcp=True, wrap=in_udp(4789, lambda p: wire.vxlan(in_ethernet(p)))),
        'geneve.pcap': lambda m: pcap(m, wrap=in_udp(6081, lambda p: wire.geneve(in_ethernet(p)))),
        'gtp.pcap': lambda m: pcap(m, tcp=True, wrap=in_udp(2152, wire.gtp)),
        'tzsp.pcap': lambda m: pcap(m, wrap=in_udp(37008, lambda p: wire.tzsp(in_ethernet(p)))),
        'nflog.pcap': lambda m: pcap(m, link=wire.NFLOG, wrap=lambda p: wire.link(wire.NFLOG, p)),
        'pktap.pcap': lambda m: pcap(m, tcp=True, link=wire.PKTAP, wrap=lambda p: wire.link(wire.PKTAP, p)),
    }


def micros(message):
    return (message.time - datetime.datetime(1970, 1, 1)) // datetime.timedelta(microseconds=1)


def ends(message):
    return [(host, int(port)) for host, port in (text.rsplit(':', 1) for text in (message.src, message.dst))]


def hep(messages, wrap, agents=1):
    """What capture agents send to their collector, a second late; each sees all, the second with a clock that is 30 ms fast."""
    out = wire.Pcap()
    for i, m in enumerate(messages):
        for agent in range(agents):
            data = wrap(m.text.encode(), *ends(m), micros(m) + agent * 30000, m.session.replace(':', '-').encode(), 22 if is_teams(m) else 17)
            way = '203.0.113.%d' % (201 + agent), '203.0.113.209'
            for part in wire.fragments(*way, 17, wire.udp(*way, 41000, 9060, data), i):
                out.add(micros(m) + 1000000, in_ethernet(part))
    return out.data


def is_teams(message):
    return message.src.startswith('52.') or message.dst.startswith('52.')


class Sockets:
    """WebSocket connections; the side that sends first is the client."""

    def __init__(self, upgrade, size):
        self.upgrade, self.size, self.clients, self.numbers = upgrade, size, {}, {}

    def segment(self, src, dst, data):
        number = self.numbers.get((src, dst), zlib.crc32(repr((src, dst)).encode()))
        self.numbers[src, dst] = (number + len(data)) & 0xffffffff
        return wire.ip(src[0], dst[0], 6, wire.tcp(*(src[0], dst[0], src[1], dst[1]), number, 1, wire.PSH | wire.ACK, data))

    def packets(self, m):
        src, dst = ends(m)
        key = tuple(sorted((src, dst)))
        if key not in self.clients:
            self.clients[key] = src
            if self.upgrade:
                yield self.segment(src, dst, b'GET / HTTP/1.1\r\nHost: sbc.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
                                             b'Sec-WebSocket-Protocol: sip\r\n\r\n')
                yield self.segment(dst, src, b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
                                             b'Sec-WebSocket-Protocol: sip\r\n\r\n')
        data = m.text.encode()
        mask = zlib.crc32(data).to_bytes(4, 'big') if self.clients[key] == src else None
        parts = [data[i:i + 900] for i in range(0, len(data), 900)]
        stream = b''.join(wire.frame(part, 1 if i == 0 else 0, i == len(parts) - 1, mask) for i, part in enumerate(parts))
        for at in range(0, len(stream), self.size):
            yield self.segment(src, dst, stream[at:at + self.size])


def websocket(messages, upgrade=True, size=1400):
    """The Teams leg, otherwise TLS, as WebSocket; the other as UDP."""
    out, sockets = wire.Pcap(), Sockets(upgrade, size)
    for m in messages:
        src, dst = ends(m)
        for packet in sockets.packets(m) if is_teams(m) else [wire.udp_packet(src[0], dst[0], src[1], dst[1], m.text.encode())]:
            out.add(micros(m), in_ethernet(packet))
    return out.data


CONTAINERS = {
    'hep-3.pcap': lambda m: hep(m, lambda data, src, dst, time, session, transport: wire.hep3(
        data, src, dst, time, transport, correlation=session)),
    'hep-3-zlib.pcap': lambda m: hep(m, lambda data, src, dst, time, session, transport: wire.hep3(
        data, src, dst, time, transport, packed=zlib.compress)),
    'hep-3-agents.pcap': lambda m: hep(m, lambda data, src, dst, time, session, transport: wire.hep3(data, src, dst, time, transport), agents=2),
    'hep-2.pcap': lambda m: hep(m, lambda data, src, dst, time, session, transport: wire.hep_old(data, src, dst, time, 2, transport)),
    'websocket.pcap': websocket,
    'websocket-late.pcap': lambda m: websocket(m, upgrade=False, size=500),
}
