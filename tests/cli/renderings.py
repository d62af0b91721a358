"""The same messages as different loggers write them: functions from messages to the bytes of a file."""
import datetime
import struct
import zlib

import capture_renderings
import vendor_renderings

SBC_MAC = '2ed1c8'


def is_own(address):
    return address.startswith('192.0.2.') or address.startswith('198.51.100.')


def marker(message):
    name, number = ('Teams', 2) if message.src.startswith('52.') or message.dst.startswith('52.') else ('SIP_Trunk', 1)
    transport = 'TLS' if number == 2 else 'UDP'
    socket = 'SocketID(204) ' if number == 2 else ''
    if is_own(message.dst):
        return f'---- Incoming SIP Message from {message.src} to SIPInterface #{number} ({name}) {transport} TO(#138) {socket}---- '
    return f'---- Outgoing SIP Message to {message.dst} from SIPInterface #{number} ({name}) {transport} TO(#138) {socket}---- '


def device_time(message):
    return message.time.strftime('[Time:%d-%m@%H:%M:%S.') + f'{message.time.microsecond // 1000:03d}]'


class Records:
    """AudioCodes syslog packets: (payload, message time). S counts them, N counts notifications."""

    def __init__(self, limit, alone, blank_cr):
        self.limit, self.alone, self.blank_cr = limit, alone, blank_cr
        self.seq, self.note, self.packets = 1718460, 6891676, []

    def packet(self, session, body, message):
        self.seq += 1
        self.packets.append((f'[S={self.seq}] [SID={session}]  {body} {device_time(message)}', message))

    def notification(self, text):
        self.note += 1
        return f'(N {self.note:8d})  {text}'

    def add(self, message):
        sip = message.text.replace('\r\n', ' \n' if self.blank_cr else '\r\n')
        # The SBC's own lines, and a packet of somebody else's between.
        self.packet(message.session, self.notification('(#228)Classification Succeeded - IP Group #1 (ITSP)'), message)
        head = self.notification(marker(message)) + '\n'
        if self.alone:
            self.packet(message.session, head, message)
            rest = sip + '\n'
        else:
            rest = head + sip + '\n'
        first = True
        while rest:
            part, rest = rest[:self.limit], rest[self.limit:]
            if not first:
                self.packet('2ed1c8:96:999999', self.notification('(#12)SIPTransaction timer'), message)
            self.packet(message.session, part, message)
            first = False


def audiocodes(messages, limit=1220, alone=False, blank_cr=True):
    records = Records(limit, alone, blank_cr)
    for message in messages:
        records.add(message)
    return records.packets


def rsyslog(packets, escape=lambda p: p.replace('\r', '#015').replace('\n', '#012')):
    return ''.join(f'{m.time:%b %d %H:%M:%S} sbc1 {escape(p)}\n' for p, m in packets).encode()


def iso(packets):
    return ''.join(f'{m.time:%Y-%m-%dT%H:%M:%S}+01:00 192.0.2.5 ' + p.replace('\r', '#015').replace('\n', '#012') + '\n'
                   for p, m in packets).encode()


def raw(packets):
    return ''.join(f'<133>{p}\n' for p, m in packets).encode()


def viewer(packets):
    """Syslog Viewer: BOM, padded columns; continuation lines stand under the body of their record, their trailing blank is trimmed."""
    text = '\ufeff'
    for payload, message in packets:
        prefix = f'{message.time:%H:%M:%S}.000  192.0.2.5       local0.notice  '
        head = payload.index(']  ') + 3
        lines = payload.split('\n')
        pad = ' ' * (len(prefix) + head)
        text += prefix + lines[0] + '\n'
        for line in lines[1:]:
            text += pad + line.replace('\r', '').rstrip(' ') + '\n' if line.strip() else pad + '\n'
    return text.encode()


def sip_text(messages):
    return ''.join(f'{m.time:%Y/%m/%d %H:%M:%S.%f} {m.src} -> {m.dst}\n{m.text}\n\n' for m in messages).encode()


def checksum(data):
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack(f'>{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def address(text):
    host, port = text.rsplit(':', 1)
    return bytes(int(part) for part in host.split('.')), int(port)


def ip_packet(src, dst, protocol, payload, ident):
    head = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(payload), ident & 0xffff, 0, 64, protocol, 0, src, dst)
    return head[:10] + struct.pack('>H', checksum(head)) + head[12:] + payload


def pcap(messages, tcp=False, link=1, wrap=capture_renderings.in_ethernet):
    """With tcp the Teams leg, otherwise TLS, is cut into segments of 700 bytes: a decrypted capture. wrap: what is around the IP packet."""
    out = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, link)
    sequence, ident = {}, 0
    for m in messages:
        (src, sport), (dst, dport) = address(m.src), address(m.dst)
        data = m.text.encode()
        stream = tcp and m.src.startswith('52.') | m.dst.startswith('52.')
        step = 700 if stream else len(data)
        for at in range(0, len(data), step):
            part = data[at:at + step]
            ident += 1
            if stream:
                key = (m.src, m.dst)
                number = sequence.get(key, zlib.crc32(repr(key).encode()))
                sequence[key] = (number + len(part)) & 0xffffffff
                body = struct.pack('>HHIIBBHHH', sport, dport, number, 1, 0x50, 0x18, 65535, 0, 0) + part
            else:
                body = struct.pack('>HHHH', sport, dport, 8 + len(part), 0) + part
            frame = wrap(ip_packet(src, dst, 6 if stream else 17, body, ident))
            when = (m.time - datetime.datetime(1970, 1, 1)) // datetime.timedelta(microseconds=1)
            out += struct.pack('<IIII', when // 1000000, when % 1000000, len(frame), len(frame)) + frame
    return out


RENDERINGS = {
    'audiocodes-rsyslog.log': lambda m: rsyslog(audiocodes(m)),
    'audiocodes-rsyslog-cr.log': lambda m: rsyslog(audiocodes(m, blank_cr=False)),
    'audiocodes-740.log': lambda m: rsyslog(audiocodes(m, alone=True, blank_cr=False)),
    'audiocodes-720-alone.log': lambda m: rsyslog(audiocodes(m, limit=400, alone=True)),
    'audiocodes-iso.log': lambda m: iso(audiocodes(m, limit=777)),
    'audiocodes-kiwi.log': lambda m: rsyslog(audiocodes(m, blank_cr=False), lambda p: p.replace('\r', '<013>').replace('\n', '<010>')),
    'audiocodes-raw.log': lambda m: raw(audiocodes(m)),
    'audiocodes-raw-cr.log': lambda m: raw(audiocodes(m, limit=311, blank_cr=False)),
    'audiocodes-viewer.txt': lambda m: viewer(audiocodes(m)),
    'audiocodes-viewer-740.txt': lambda m: viewer(audiocodes(m, alone=True, blank_cr=False)),
    'sip.txt': sip_text,
    'udp.pcap': pcap,
    'tcp.pcap': lambda m: pcap(m, tcp=True),
}
RENDERINGS.update(vendor_renderings.RENDERINGS)
RENDERINGS.update(capture_renderings.tunnels(pcap))
RENDERINGS.update(capture_renderings.CONTAINERS)
