"""The packets of renderings.pcap() in tunnels and behind rarer link headers."""
import pathlib
import sys

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
