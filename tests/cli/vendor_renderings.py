"""The same messages as the SBCs and PBXs of other vendors write them: functions from messages to the bytes of a file."""
import dataclasses
import datetime
import re


def is_own(address):
    return address.startswith('192.0.2.') or address.startswith('198.51.100.')


def number_of(message):
    """The call's number: the last part of its session."""
    return int(message.session.rsplit(':', 1)[1])


# --- Ribbon SBC Core --------------------------------------------------------------------------------------------------

class Ribbon:
    """Entries of a TRC or DBG file. `limit` bytes at most in one; `newline` ends lines of SIP."""

    def __init__(self, limit=1800, newline='\r\n', prefixed=False, terminated=True):
        self.limit, self.newline, self.prefixed, self.terminated = limit, newline, prefixed, terminated
        self.seq, self.pieces = 38937, []

    @property
    def text(self):
        return ''.join(self.pieces)

    def write(self, message, level, subsystem, body, intro=''):
        """One entry, or several of the same number when it is too long."""
        self.seq += 1
        while True:
            head = f'{message.time:%m%d%Y %H%M%S.%f}:1.01.00.{self.seq}.{level:6} .{subsystem}:'
            part, body = body[:self.limit - len(head) - 5], body[self.limit - len(head) - 5:]
            self.pieces.append(f'{len(head) + len(part) + 5} {head}{part}')
            if self.terminated or not part.endswith('\n'):
                self.pieces.append('\n')
            if not body:
                return
            body = (intro if self.prefixed else '') + body

    def trace(self, message):
        gcid = number_of(message) + 0xdd0
        peer, local = (message.src, message.dst) if is_own(message.dst) else (message.dst, message.src)
        way = 'received msg for CallId:{} gcid:0x{:X} from' if is_own(message.dst) else 'sent msg for CallId:{} gcid:0x{:X} to'
        call_id = next(line[9:] for line in message.text.split('\r\n') if line.upper().startswith('CALL-ID: '))
        intro = f'FILTER=all GCID=0x{gcid:08X}: '
        self.write(message, 'Info', 'SIPSG', f'CALL:{intro}14443. TraceCallLogger invoked\n')
        self.write(message, 'MAJOR', 'SIPSG',
                   f'{intro}EXTRA INFO: Ingress: {way.format(call_id, gcid)} IP/port:{peer.replace(":", "/")}, '
                   f'Local IP/port:{local.replace(":", "/")}\nRAW PDU:\n' + message.text.replace('\r\n', self.newline), intro)
        self.write(message, 'Info', 'NRM', '*Licensed Session Count = 1500.\n')


def padded(message, length):
    """The message with a header of @length bytes more."""
    head, body = message.text.split('\r\n', 1)
    return dataclasses.replace(message, text=f'{head}\r\nX-Pad: {"0123456789" * 200:.{length}}\r\n{body}')


def ribbon_trc(messages, **options):
    log = Ribbon(**options)
    for number, message in enumerate(messages):
        log.trace(padded(message, 500 + number * 7 % 1300))
    return log.text.encode()


def ribbon_syslog(messages):
    """As the converter for logs by syslog expects it."""
    text = ''
    for m in messages:
        peer, local = (m.src, m.dst) if is_own(m.dst) else (m.dst, m.src)
        way = 'received msg for CallId:1 from' if is_own(m.dst) else 'sent msg for CallId:1 to'
        body = m.text.replace('\r', '#015').replace('\n', '#012')
        text += (f'<147> 1 {m.time:%Y-%m-%dT%H:%M:%S.%f} usec: .SIPSG: gcid:0x{number_of(m):X} {way} IP/port:{peer.replace(":", "/")}, '
                 f'Local IP/port:{local.replace(":", "/")}, SMM: none RAW PDU:#012{body}\n')
    return text.encode()


def ribbon_edge(messages, stamp='%d-%m-%Y %H:%M:%S', addresses=True):
    """As a converter expects it, or as it is remembered."""
    def bracketed(address):
        return '[{}]:{}'.format(*address.rsplit(':', 1))
    text = ''
    for m in messages:
        received = is_own(m.dst)
        if addresses:
            way = (f'Incoming message on {bracketed(m.dst)} from {bracketed(m.src)}' if received
                   else f'sending from {bracketed(m.src)} to {bracketed(m.dst)}')
        else:
            way = f'com.sonus.sbc.sip DEBUG (SipTransport.cpp:120) - {"Received" if received else "Sending"} message:'
        text += f'[{m.time:{stamp}},{m.time.microsecond // 1000:03d}] 1234 5678 {way}\n' + m.text.replace('\r\n', '\n') + '\n'
        text += f'[{m.time:{stamp}},{m.time.microsecond // 1000:03d}] 1234 5678 com.sonus.sbc.callmgr INFO (Call.cpp:7) - state\n'
    return text.encode()


# --- Oracle -----------------------------------------------------------------------------------------------------------

def without_length(text):
    """Some versions take Content-Length off answers."""
    return re.sub(r'CONTENT-LENGTH: \d+\r\n', '', text) if text.startswith('SIP/2.0') else text


def oracle(messages, newline='\n', blank=True, stamp='%b %e %H:%M:%S', cut=None, stripped=False):
    """sipmsg.log. With `cut` the messages of the Teams leg, over TCP, are two records."""
    text = f'----------------------------------------{newline}'
    for number, m in enumerate(messages):
        local, remote, way = (m.dst, m.src, 'received from') if is_own(m.dst) else (m.src, m.dst, 'sent to')
        slot = '[0:0]' if remote.startswith('52.') else '[1:207]'
        head = f'{m.time:{stamp}}.{m.time.microsecond // 1000:03d} On {slot}{local} {way} {remote}{newline}'
        sip = without_length(m.text) if stripped else m.text
        at = cut * (number + 1) % len(sip) if cut and remote.startswith('52.') else 0
        for part in filter(None, (sip[:at], sip[at:])):
            part = part.replace('\r\n', newline)
            text += head + part + ('' if part.endswith(newline) else newline) + (newline if blank else '') + '-' * 40 + newline
        if number % 5 == 0:
            head = f'{m.time:{stamp}}.{m.time.microsecond // 1000:03d} On 127.0.0.1:2945 sent to 127.0.0.1:2944{newline}'
            text += head + f'Transaction = 12 {{{newline}\tContext = 3{newline}}}{newline}' + '-' * 40 + newline
        if number % 7 == 0:
            text += f'Pre-NAT to private<realm=core> decode:{newline}' + m.text.replace('\r\n', newline) + newline
    return text.encode()


def escaped(text):
    return text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace('"', '&quot;')


def oracle_sipd(messages, one_line=True, swapped=False):
    text = ''
    for m in messages:
        prefix = f'{m.time:%b %e %H:%M:%S}.{m.time.microsecond // 1000:03d} [SIP] '
        ends = [address.rsplit(':', 1) for address in ((m.dst, m.src) if swapped else (m.src, m.dst))]
        sip = escaped(m.text)
        sip = sip.replace('\r\n', '&#xD;&#xA;') if one_line else sip.replace('\r\n', '\n' + prefix)
        text += prefix + '(3) SMT ClientTrans: Send\n' + ''.join(prefix + line + '\n' for line in (
            '\t<eventEntry>', f'\t<startTime>{m.time:%Y-%m-%d %H:%M:%S.%f}</startTime>', '\t<eventType>sipEvent</eventType>',
            f'\t<sourceAddress>{ends[0][0]}</sourceAddress>', f'\t<sourcePort>{ends[0][1]}</sourcePort>',
            f'\t<destinationAddress>{ends[1][0]}</destinationAddress>', f'\t<destinationPort>{ends[1][1]}</destinationPort>',
            f'\t<direction>{"RECEIVER" if is_own(m.dst) else "SENDER"}</direction>',
            f'\t<SipMsgSection>{sip}</SipMsgSection>', '\t</eventEntry>'))
    return text.encode()


# --- Cisco ------------------------------------------------------------------------------------------------------------

class Cube:
    """Debugs of IOS: lines with a stamp in front, and lines without."""

    def __init__(self, stamp='*%b %e %H:%M:%S', zone='', trace=False):
        self.stamp, self.zone, self.trace = stamp, zone, trace
        self.seq, self.lines, self.seen = 7591, [], set()

    def line(self, message, text):
        self.seq += 1
        stamp = f'{message.time:{self.stamp}}.{message.time.microsecond // 1000:03d}{self.zone}'
        self.lines.append((message, f'{self.seq:06d}: {stamp}: ', text))

    def bare(self, message, text):
        self.lines.append((message, '', text))

    def add(self, message):
        call_id = next(line for line in message.text.split('\r\n') if line.startswith('CALL-ID: '))
        # Nothing is known of a call when its first message comes.
        known = call_id in self.seen or not message.text.startswith('INVITE')
        self.seen.add(call_id)
        key = f'{len(self.seen) + 88}/{number_of(message) + 0x286bc7:06X}C68020' if known or self.trace else '-1/xxxxxxxxxxxx'
        received = is_own(message.dst)
        if known:
            self.line(message, f'//{key}/SIP/Info/verbose/1024/sipSPIGetCallConfig: Peer tag 100 matched')
        self.line(message, f'//{key}/{"CUBE_VT/" if self.trace else ""}SIP/Msg/ccsipDisplayMsg:')
        way = 'Received: ' if received else 'Sent: '
        transport = 'TLS' if message.src.startswith('52.') or message.dst.startswith('52.') else 'UDP'
        self.bare(message, way + (f'SIP {transport} message from {message.src} to {message.dst} ' if self.trace else ''))
        for line in message.text.split('\r\n'):
            self.bare(message, line)
        self.line(message, f'//{key}/CCAPI/cc_api_call_setup_ind_common:')
        self.bare(message, '   Interface=0x4A6B0, Call Info(')
        self.bare(message, '   Calling Number=,(Calling Name=)(TON=Unknown))')


def cube(messages, **options):
    log = Cube(**options)
    for message in messages:
        log.add(message)
    return ''.join(f'{prefix}{text}\n' for message, prefix, text in log.lines).encode()


def cube_console(messages):
    """Somebody types, and the pager waits."""
    log = Cube()
    for message in messages:
        log.add(message)
    text = ''
    for number, (message, prefix, line) in enumerate(log.lines):
        if number % 41 == 7:
            text += ' --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b'
        if number % 29 == 5 and not prefix and line.startswith('VIA:'):
            line = f'{line[:25]}\ngw1#show clock\n{line[25:]}'
        text += f'{prefix}{line}\n'
        if number % 31 == 3:
            text += 'gw1#\n'
    return text.encode()


def cube_syslog(messages, server=True, blank=True):
    """Each line is a packet."""
    log = Cube()
    for message in messages:
        log.add(message)
    text = ''
    for seq, (m, prefix, line) in enumerate(log.lines):
        if line or blank:
            head = f'{m.time:%b %e %H:%M:%S} 192.0.2.5 {seq}: ' if server else f'<191>{seq}: '
            text += f'{head}*{m.time:%b %e %H:%M:%S}.{m.time.microsecond // 1000:03d}: {line}\n'
    return text.encode()


def cucm(messages, newline='\n', cut=None):
    """SDL trace. No line has a date: what the device sends has a Date header. With `cut` a TCP read is a part of a message."""
    text, number = '', 4241110
    for index, m in enumerate(messages):
        received, (host, port) = is_own(m.dst), (m.src if is_own(m.dst) else m.dst).rsplit(':', 1)
        stamp = f'|{m.time:%H:%M:%S}.{m.time.microsecond // 1000:03d} |'
        sip = m.text
        if not received:
            gmt = m.time - datetime.timedelta(hours=1)
            sip = sip.replace('\r\n', f'\r\nDATE: {gmt:%a, %d %b %Y %H:%M:%S} GMT\r\n', 1)
        tcp = host.startswith('52.')
        at = cut * (index + 1) % len(sip) if cut and tcp and received else 0
        for part in filter(None, (sip[:at], sip[at:])):
            number += 1
            if tcp:
                head = (f'SIPTcp - wait_SdlReadRsp: Incoming SIP TCP message from {host} on port {port} index 32 with {len(part)} bytes:'
                        if received else f'SIPTcp - wait_SdlSPISignal: Outgoing SIP TCP message to {host} on port {port} index 32 ')
            else:
                head = (f'SIPUdp - wait_SdlReadRsp: Incoming SIP UDP message size {len(part)} from {host}:[{port}]:'
                        if received else f'SIPUdp - wait_SdlSPISignal: Outgoing SIP UDP message to {host}:[{port}]:')
            text += f'{number:08d}.001 {stamp}AppInfo  |{head}{newline}[{number + 40},NET]{newline}'
            text += part.replace('\r\n', newline) + newline
        text += f'{number:08d}.002 {stamp}SdlSig   |SIPNormalizedInd|wait|SIPHandler(1,100,180,72)|SIPTcp(1,100,186,4)|{newline}'
        text += f'{number:08d}.003 {stamp}AppInfo  ||PretransformCallingPartyNumber=1000{newline}|CallingPartyNumber=1000{newline}'
    return text.encode()


# --- Avaya ------------------------------------------------------------------------------------------------------------

def transport_of(message):
    return 'TLS' if message.src.startswith('52.') or message.dst.startswith('52.') else 'UDP'


def avaya_sbce(messages, date='%m-%d-%Y', newline='\n', padded_usec=False):
    text = ''
    for m in messages:
        usec = f'{m.time.microsecond:6d}' if padded_usec else f'{m.time.microsecond:06d}'
        text += f'[{m.time:{date}:%H.%M.%S}.{usec}] {newline}'
        text += f'SIP {"IN" if is_own(m.dst) else "OUT"}: {m.src} --> {m.dst} ({transport_of(m)}){newline}'
        text += m.text.replace('\r\n', newline) + newline + '-' * 88 + newline
    return text.encode()


def avaya_sm(messages, newline='\n', octets=True, session=False):
    text = f'### traceSM name_ip: 192.0.2.5->SM100;{newline}'
    for m in messages:
        received = is_own(m.dst)
        own, peer = (m.dst, m.src) if received else (m.src, m.dst)
        way = f'{{ L{own}/R{peer}/{transport_of(m)}/0xa }}'
        text += f'com.avaya.asm  SIPMSGT{newline}{"-" * 20}{newline}'
        text += f'{m.time:%d/%m/%Y %H:%M:%S}.{m.time.microsecond // 1000:03d} {"-->" if received else "<--"}{newline}'
        if octets:
            text += f'octets: {len(m.text)}, Body Length: 0{newline}'
            text += f'ingress: {way if received else "[NO TARGET]"}{newline}egress: {"[NO TARGET]" if received else way}{newline}'
        else:
            text += f'{"ingress" if received else "egress"}: {way}{newline}'
        sip = m.text
        if session:
            sip = sip.replace('\r\n', f'\r\nAv-Global-Session-ID: 6e4b3a20-1f4d-11ec-9b3c-{number_of(m):012d}\r\n', 1)
        text += '-' * 20 + newline + sip.replace('\r\n', newline) + newline + '-' * 20 + newline
    return text.encode()


def avaya_ipoffice(messages, clock='%Y-%m-%dT%H:%M:%S ', newline='\r\n'):
    start = messages[0].time
    text = f'********** SysMonitor v11.1 **********{newline}'
    text += f'{start:{clock}}' * bool(clock) + f'{3309492437 - start.microsecond // 1000}mS PRN: at a whole second{newline}'
    for m in messages:
        # The device counts from its own start; its clock is read a little before.
        count = 3309492437 + (m.time - start) // datetime.timedelta(milliseconds=1)
        head = f'{m.time:{clock}}' * bool(clock) + f'{count}mS '
        text += f'{head}CMCallEvt:   0.1000.0 -1 BaseEP: NEW CMEndpoint{newline}'
        text += f'{head}SIP {"Rx" if is_own(m.dst) else "Tx"}: {transport_of(m)} {m.src} -> {m.dst}{newline}'
        text += ''.join(' ' * 20 + line + newline for line in m.text.split('\r\n'))
    return text.encode()


def avaya_phone(messages, limit=600, server='', escape=None, colon=True):
    """`escape`: a server that writes a packet in one line."""
    text = ''
    for m in messages:
        sent = is_own(m.src)
        host, port = m.src.rsplit(':', 1)
        way = (f'CSIPServer::SendToNetwork(): Outbound SIP message to {m.dst}' if sent
               else f'CNetworkInputManager::ProcessInput(): Inbound SIP message from ip = {host} port: {port}')
        body = f'{way}\n{"TX" if sent else "RX"} {m.text}'
        parts = [body[at:at + limit] for at in range(0, len(body), limit)]
        for number, part in enumerate(parts, 1):
            head = (f'{server.format(m.time)}{m.time:%b %e %H:%M:%S} 192.168.50.94 SIPMESSAGE: +01:00 {m.time:%Y} '
                    f'{m.time.microsecond // 1000} 1 .TEL | 0 ')
            mark = f'[Part {number:02d} of {len(parts):02d}]\n' if len(parts) > 1 else ''
            text += head + (mark + part if escape is None else escape(mark + part)) + '\n'
    return text.encode()


RENDERINGS = {
    'ribbon.trc': ribbon_trc,
    'ribbon-lf.trc': lambda m: ribbon_trc(m, newline='\n', limit=1600),
    'ribbon-plain.trc': lambda m: ribbon_trc(m, terminated=False),
    'ribbon-prefixed.trc': lambda m: ribbon_trc(m, limit=1700, prefixed=True),
    'ribbon-syslog.log': ribbon_syslog,
    'oracle.log': oracle,
    'oracle-crlf.log': lambda m: oracle(m, newline='\r\n', blank=False),
    'oracle-stripped.log': lambda m: oracle(m, stripped=True),
    'oracle-cut.log': lambda m: oracle(m, cut=137),
    'oracle-cut-tight.log': lambda m: oracle(m, cut=71, blank=False),
    'oracle-sipd.log': oracle_sipd,
    'oracle-sipd-lines.log': lambda m: oracle_sipd(m, one_line=False),
    'oracle-sipd-swapped.log': lambda m: oracle_sipd(m, swapped=True),
    'cube.log': cube,
    'cube-year.log': lambda m: cube(m, stamp='%b %e %Y %H:%M:%S', zone=' CET'),
    'cube-trace.log': lambda m: cube(m, trace=True),
    'cube-console.log': cube_console,
    'cube-syslog.log': cube_syslog,
    'cube-syslog-raw.log': lambda m: cube_syslog(m, server=False, blank=False),
    'cucm.txt': cucm,
    'cucm-crlf.txt': lambda m: cucm(m, newline='\r\n'),
    'cucm-cut.txt': lambda m: cucm(m, cut=137),
    'avaya-sbce.log': avaya_sbce,
    'avaya-sbce-days.log': lambda m: avaya_sbce(m, date='%d-%m-%Y', newline='\r\n', padded_usec=True),
    'avaya-sm.log': avaya_sm,
    'avaya-sm-short.log': lambda m: avaya_sm(m, newline='\r\n', octets=False, session=True),
    'avaya-ipoffice.txt': avaya_ipoffice,
    'avaya-ipoffice-clock.txt': lambda m: avaya_ipoffice(m, clock='%Y-%m-%d %H:%M:%S ', newline='\n'),
    'avaya-phone.log': lambda m: avaya_phone(m, server='<167>'),
    'avaya-phone-small.log': lambda m: avaya_phone(m, limit=211, server='{:%a %b %d %H:%M:%S %Y};192.168.50.94; <167>'),
    'avaya-phone-kiwi.log': lambda m: avaya_phone(m, server='{:%Y-%m-%d %H:%M:%S}\tLocal4.Debug\t192.168.50.94\t',
                                                  escape=lambda p: p.replace('\r', '<013>').replace('\n', '<010>')),
    'ribbon-edge.log': ribbon_edge,
    'ribbon-edge-memory.log': lambda m: ribbon_edge(m, stamp='%Y-%m-%d %H:%M:%S', addresses=False),
}
