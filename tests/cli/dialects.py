"""The same messages as many programs write them into text logs, and how much of a message each log says.

A rendering is a function from messages to the bytes of a file. The end with an address of ours (renderings.is_own) is the
program that writes.
"""
import dataclasses
import datetime

from renderings import is_own


@dataclasses.dataclass
class Dialect:
    format: str               # id of the format that has to claim it
    render: object
    peers: str = 'far'        # 'both', 'far': of the other end, 'none'
    places: int = 6           # digits of the second; None: no stamp
    utc: bool = False
    dated: bool = True        # else the date is that of the file
    wire: bool = False        # the transport is that of the packet: a decrypted TLS leg is TCP, or UDP
    untold: tuple = ()        # scenarios that this log says too little of: a wait without a clock, an SBC without its addresses
    noise: str = ''           # what else such a log holds; for the samples


DIALECTS = {}


def dialect(name, *arguments, **options):
    def keep(function):
        DIALECTS[name] = Dialect(arguments[0], function, *arguments[1:], **options)
        return function
    return keep


def transport(message):
    return 'TLS' if message.src.startswith('52.') or message.dst.startswith('52.') else 'UDP'


def is_sent(message):
    return is_own(message.src)


def far(message):
    return message.dst if is_sent(message) else message.src


def far_bracketed(message):
    host, port = far(message).rsplit(':', 1)
    return f'[{host}]:{port}'


def is_request(message):
    return not message.text.startswith('SIP/2.0')


def lf(message):
    return message.text.replace('\r\n', '\n')


def text(function):
    """A rendering made of one piece of text a message."""
    return lambda messages: ''.join(function(m) for m in messages).encode()


# --- Asterisk

def asterisk_log(prefix, every_line=False):
    def render(message):
        stamp = prefix(message)
        if not is_sent(message):
            out = f'{stamp}\n<--- SIP read from {transport(message)}:{far(message)} --->\n{lf(message)}\n<------------->\n'
            headers, lines = len(lf(message).split('\n\n')[0].split('\n')), lf(message).count('\n')
            out += f'{stamp}--- ({headers} headers {lines} lines) ---\n'
        elif is_request(message):
            out = f'{stamp}Reliably Transmitting (NAT) to {far(message)}:\n{lf(message)}\n---\n'
        else:
            out = f'{stamp}\n<--- Transmitting (NAT) to {far(message)} --->\n{lf(message)}\n<------------>\n'
        out += f'{stamp}    -- Executing [s@default:1] NoOp("SIP/trunk-00000001", "") in new stack\n'
        if not every_line:
            return out
        return ''.join(f'{stamp}{line}\n' for line in out.replace(stamp, '').rstrip('\n').split('\n'))
    return render


ASTERISK_NOISE = '''[2026-11-22 10:15:00] NOTICE[2366] chan_sip.c: Peer 'trunk' is now Reachable. (12ms / 2000ms)

<--- SIP read from UDP:203.0.113.10:5060 --->

<------------->
[2026-11-22 10:15:01] DEBUG[2366] chan_sip.c:  Header  0 [ 37]: OPTIONS sip:a@example.com SIP/2.0
[2026-11-22 10:15:01] DEBUG[2366] chan_sip.c:  Header  1 [ 52]: Via: SIP/2.0/UDP 203.0.113.10:5060;branch=z9hG4bK-o
sbc*CLI>
'''


dialect('asterisk-full.log', 'asterisk', places=0, noise=ASTERISK_NOISE)(
    text(asterisk_log(lambda m: f'[{m.time:%Y-%m-%d %H:%M:%S}] VERBOSE[2366][C-00000002] chan_sip.c: ')))
dialect('asterisk-every-line.log', 'asterisk', places=0)(
    text(asterisk_log(lambda m: f'[{m.time:%b %d %H:%M:%S}] ', every_line=True)))


@dialect('asterisk-pjsip.log', 'pjsip-logger', places=0, noise='''[2026-11-22 10:15:00] NOTICE[2126485] res_pjsip.c: Started
<--- Received SIP response (0 bytes) from UDP:203.0.113.10:5060 --->


''')
@text
def pjsip_logger(message):
    kind = 'request' if is_request(message) else 'response'
    way = f'Transmitting SIP {kind} ({len(message.text)} bytes) to' if is_sent(message) else f'Received SIP {kind} ({len(message.text)} bytes) from'
    return (f'[{message.time:%Y-%m-%d %H:%M:%S}] VERBOSE[2126485] res_pjsip_logger.c: <--- {way} {transport(message)}:{far(message)} --->\n'
            f'{lf(message)}\n\n'
            f'[{message.time:%Y-%m-%d %H:%M:%S}] DEBUG[2126485] res_pjsip_session.c: Handling it\n')


# --- Sofia-SIP

def sofia_head(message, addresses=True):
    way = 'send' if is_sent(message) else 'recv'
    to = 'to' if is_sent(message) else 'from'
    return f'{way} {len(message.text)} bytes {to} {transport(message).lower()}/{far_bracketed(message)} at {message.time:%H:%M:%S.%f}:'


RULE = '-' * 72


@dialect('freeswitch-console.log', 'freeswitch', noise='''2026-11-22 10:15:00.000400 [CONSOLE] mod_sofia.c:2 Started
recv 4 bytes from udp/[203.0.113.10]:5060 at 10:15:00.000200:
   ------------------------------------------------------------------------
   jaK
''')
def freeswitch_console(messages):
    out = f'\x1b[32m{messages[0].time:%Y-%m-%d %H:%M:%S.%f} [NOTICE] mod_sofia.c:1 Profile started\x1b[0m\n'
    for m in messages:
        out += f'\x1b[m{sofia_head(m)}\n   {RULE}\n' + ''.join(f'   {line}\n' for line in lf(m).rstrip('\n').split('\n')) + f'   \n   {RULE}\n'
    return out.encode()


@dialect('freeswitch-uuid.log', 'freeswitch')
def freeswitch_uuid(messages):
    out = ''
    for m in messages:
        uuid = '0f3e1a52-7c11-4d8e-9a63-5b1f2c3d4e5f '
        out += f'{uuid}{m.time:%Y-%m-%d %H:%M:%S.%f} 98.07% [DEBUG] switch_core.c:7 A line of the program\n'
        out += f'{uuid}{sofia_head(m)}\n' + ''.join(f'{uuid}{line}\n' for line in [RULE, *lf(m).split('\n'), RULE])
    return out.encode()


@dialect('freeswitch-no-rules.log', 'freeswitch')
@text
def freeswitch_no_rules(message):
    return f'{message.time:%Y-%m-%d %H:%M:%S.%f} [INFO] tport.c:2770 {sofia_head(message)}\n{lf(message)}\n'


@dialect('drachtio.log', 'drachtio', noise='''2026-11-22 10:15:00.000400 recv 4 bytes from udp/[203.0.113.10]:5060 at 10:15:00.000200:

2026-11-22 10:15:00.100000 Started
''')
@text
def drachtio(message):
    late = message.time + datetime.timedelta(microseconds=340)
    return f'{late:%Y-%m-%d %H:%M:%S.%f} {sofia_head(message)}\n{lf(message)}\n\n{late:%Y-%m-%d %H:%M:%S.%f} processMessageStatelessly\n'


# --- Sniffers

@dialect('sngrep.txt', 'sngrep', peers='both', noise='A line of somebody.\n')
@text
def sngrep(message):
    return f'{message.time:%Y/%m/%d %H:%M:%S.%f} {message.src} -> {message.dst}\n{message.text}\n\n'


def dotted(piece):
    return piece.replace('\r\n', '.\n')


@dialect('ngrep.txt', 'ngrep', peers='both', wire=True, noise='interface: any\nfilter: ( port 5060 ) and ((ip || ip6) || (vlan && (ip || ip6)))\n##')
def ngrep(messages):
    """The leg to Teams, which is TLS, as TCP: a decrypted capture, in segments of 500 bytes."""
    out, number = '', 0
    for m in messages:
        tcp = transport(m) == 'TLS'
        for at in range(0, len(m.text), 500 if tcp else len(m.text)):
            piece = m.text[at:at + 500] if tcp else m.text
            # A segment that ends between CR and LF has its dot all the same.
            piece = dotted(piece) if not piece.endswith('\r') else dotted(piece[:-1]) + '.'
            number += 1
            out += f'#\n{"T" if tcp else "U"} {m.time:%Y/%m/%d %H:%M:%S.%f} {m.src} -> {m.dst}{" [AP]" if tcp else ""} #{number}\n{piece}\n\n'
    return out.encode()


@dialect('ngrep-bare.txt', 'ngrep', peers='both', wire=True)
@text
def ngrep_bare(message):
    head, body = lf(message).split('\n\n', 1)
    return f'####U {message.time:%Y/%m/%d %H:%M:%S.%f} {message.src} -> {message.dst}\n{head}\n{body}\n'


@dialect('ngrep-no-time.txt', 'ngrep', peers='both', wire=True, places=None, untold=('hold_refused',))
@text
def ngrep_no_time(message):
    return f'#\nU {message.src} -> {message.dst} #17\n{dotted(message.text)}\n'


SERVICES = {'5060': 'sip', '5061': 'sip-tls'}


def named_port(address):
    host, port = address.rsplit(':', 1)
    return f'{host}.{SERVICES.get(port, port)}'


@dialect('tcpdump-ascii.txt', 'tcpdump', peers='both', wire=True, dated=False, noise='''tcpdump: verbose output suppressed, use -v[v]... for full protocol decode
10:15:00.000000 IP 203.0.113.10.sip > 198.51.100.5.sip: SIP
E.. ..@.@.....q
..d.........
10:15:00.500000 IP 192.0.2.5.40000 > 192.0.2.1.domain: 4711+ A? sip.example.com. (33)
E..=..@.@...............)......sip.example.com.....
''')
@text
def tcpdump_ascii(message):
    body = lf(message)
    if is_request(message):
        return (f'{message.time:%H:%M:%S.%f} IP {named_port(message.src)} > {named_port(message.dst)}: SIP: {body.split(chr(10))[0]}\n'
                f'E..[..@.@.~..q...d.......G.{body}\n')
    return (f'{message.time:%H:%M:%S.%f} IP {named_port(message.src)} > {named_port(message.dst)}: SIP, length: {len(message.text)}\n'
            f'E.......@..{body}\n')


@dialect('tcpdump-verbose.txt', 'tcpdump', peers='both', wire=True)
@text
def tcpdump_verbose(message):
    lines = lf(message).split('\n')
    dump = '' if is_request(message) else f'E....@.@...q..d....G.{lf(message)}\n'
    return (f'{message.time:%Y-%m-%d %H:%M:%S.%f} IP (tos 0x0, ttl 64, id 4711, offset 0, flags [DF], proto UDP (17), length {len(message.text) + 28})\n'
            f'    {named_port(message.src)} > {named_port(message.dst)}: SIP, length: {len(message.text)}\n'
            + ''.join(f'\t{line}\n' for line in lines) + dump)


@dialect('homer.txt', 'homer', peers='both', utc=True)
@text
def homer(message):
    if is_request(message):
        stamp = f'{message.time:%Y-%m-%dT%H:%M:%S.%f}Z'
    else:
        stamp = f'{message.time + datetime.timedelta(hours=2):%Y-%m-%dT%H:%M:%S.%f}+02:00'
    return f'proto:{transport(message)} {stamp}  {message.src} ---> {message.dst}\n\n{message.text}\n\n'


@dialect('sipdump.data', 'kamailio-sipdump', peers='both', utc=True)
@text
def sipdump(message):
    (src, sport), (dst, dport) = message.src.rsplit(':', 1), message.dst.rsplit(':', 1)
    epoch = (message.time - datetime.datetime(1970, 1, 1)) // datetime.timedelta(microseconds=1)
    return (f'{"=" * 20}\ntag: {"snd" if is_sent(message) else "rcv"}\npid: 4711\nprocess: 7\ntime: {epoch // 1000000}.{epoch % 1000000:06d}\n'
            f'date: {message.time:%a %b %d %H:%M:%S %Y}\nproto: {transport(message).lower()} ipv4\n'
            f'srcip: {src}\nsrcport: {sport}\ndstip: {dst}\ndstport: {dport}\n{"~" * 20}\n{message.text}{"|" * 20}\n')


# --- Programs

@dialect('pjsua.log', 'pjsua', places=3, dated=False)
@text
def pjsua(message):
    kind = 'Request msg INVITE' if is_request(message) else 'Response msg 200/INVITE'
    stamp = f'{message.time:%H:%M:%S.%f}'[:-3]
    if is_sent(message):
        head = f'....TX {len(message.text)} bytes {kind}/cseq=1868 (tdta0x9e35e000) to {transport(message)} {far(message)}:'
    else:
        head = f'.RX {len(message.text)} bytes {kind}/cseq=1868 (rdata0x342af4) from {transport(message)} {far(message)}:'
    return f'{stamp}   pjsua_core.c  {head}\n{message.text}\n--end msg--\n{stamp}    pjsua_acc.c  ..A line of the program\n'


@dialect('pjsua-syslog.log', 'pjsua', places=0)
@text
def pjsua_syslog(message):
    stamp = f'<135>{message.time:%b %d %H:%M:%S} phone7 sip: '
    return ''.join(f'{stamp}{line}\n' for line in pjsua_lines(message))


def pjsua_lines(message):
    way = f'TX {len(message.text)} bytes Request msg X/cseq=1 (tdta0x1) to' if is_sent(message) else f'RX {len(message.text)} bytes X (rdata0x1) from'
    return [f'pjsua_core.c  {way} {transport(message)} {far(message)}:', *lf(message).split('\n'), '--end msg--']


@dialect('belle-sip.log', 'belle-sip', places=3, noise='''2026-11-22 10:15:00:000 belle-sip-message-channel [0x55d0]: state RESOLVING
''')
@text
def belle_sip(message):
    stamp = f'{message.time:%Y-%m-%d %H:%M:%S}:{message.time.microsecond // 1000:03d} belle-sip-message-'
    if is_sent(message):
        head = f'channel [0x55d0c8]: message sent to [{transport(message)}://{far(message)}], size: [{len(message.text)}] bytes\n'
    else:
        head = f'channel [0x55d0c8]: received [{len(message.text)}] new bytes from [{transport(message)}://{far(message)}]:\n'
    return f'{stamp}{head}{message.text}\n{stamp}channel [0x55d0c8]: done\n'


@dialect('baresip.log', 'baresip', peers='both', places=3, dated=False)
@text
def baresip(message):
    stamp = f'{message.time:%H:%M:%S.%f}'[:-3]
    return f'\x1b[36;1m{stamp}|#\n{transport(message)} {message.src} -> {message.dst}\n{message.text}\x1b[;m\n'


@dialect('resiprocate.log', 'resiprocate', places=3)
@text
def resiprocate(message):
    stamp = f'{message.time:%Y-%m-%d %H:%M:%S.%f}'[:-3]
    tail = 'target domain=unspecified mFlowKey=4512'
    if is_sent(message):
        head = f'Transmitting to [ V4 {far(message)} {transport(message)} {tail} ] tlsDomain= via [ V4 {message.src} {transport(message)} {tail} ]'
    else:
        head = f'incoming from: [ V4 {far(message)} {transport(message)} {tail} ]'
    return f'{stamp} | INFO |   RESIP:TRANSPORT | 110164 t328 {head}\n\n{lf(message)}\n{stamp} | DEBUG |   RESIP:TRANSACTION | 110164 t328 Done\n'


@dialect('jain-sip.log', 'jain-sip', peers='both', places=3)
@text
def jain_sip(message):
    stamp = f'{message.time:%Y/%m/%d %H:%M:%S.%f}'[:-3]
    return f'[{stamp}] {"OUT" if is_sent(message) else "IN"} {message.src} --> {message.dst}\n\n{message.text}\n{"-" * 23}\n'


@dialect('jain-sip.xml.txt', 'jain-sip-xml', peers='both', places=3, utc=True)
@text
def jain_sip_xml(message):
    epoch = (message.time - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1)
    sender = 'true' if is_sent(message) else 'false'
    first = message.text.split('\r\n')[0]
    if is_request(message):
        return (f'<message from="{message.src}" to="{message.dst}" time="{epoch}" isSender="{sender}" transactionId="z9hg4bk1" callId="x" '
                f'firstLine="A request"><![CDATA[{message.text}]]></message>\n')
    return (f'<message\nfrom="{message.src}" \nto="{message.dst}" \ntime="{epoch}" \nisSender="{sender}" \nstatusMessage="" \n'
            f'transactionId="z9hg4bk1" \ncallId="x" \nfirstLine="{first}" \n>\n<![CDATA[{message.text}]]>\n</message>\n')


def sipp(stamp):
    def render(message):
        way = 'sent' if is_sent(message) else 'received'
        return f'{"-" * 47} {stamp(message.time)}\n{transport(message)} message {way} [{len(message.text)}] bytes:\n\n{message.text}\n\n'
    return render


dialect('sipp-old.log', 'sipp', peers='none')(
    text(sipp(lambda t: f'{t:%Y-%m-%d %H:%M:%S}:{t.microsecond // 1000:03d}.{t.microsecond % 1000:03d}')))
dialect('sipp.log', 'sipp', peers='none', utc=True)(text(sipp(lambda t: f'{t:%Y-%m-%dT%H:%M:%S.%f}Z')))


# --- Servers

def yate(stamp):
    def render(message):
        listener = f"'{transport(message).lower()}:0.0.0.0:5060'"
        if not is_sent(message):
            head = f'{listener} received {len(message.text)} bytes SIP message from {far(message)} [0xfc4300]'
        elif is_request(message):
            head = f"{listener} sending 'INVITE' 0xfc0c20 to {far(message)} [0xfc4300]"
        else:
            head = f'{listener} sending code {message.text[8:11]} 0xfc0c20 to {far(message)} [0xfc4300]'
        return f'{stamp(message.time)} <sip:INFO> {head}\n------\n{message.text}------\n{stamp(message.time)} <sip:ALL> A line of the program\n'
    return render


dialect('yate.log', 'yate')(text(yate(lambda t: f'{t:%Y-%m-%d_%H:%M:%S.%f}')))
dialect('yate-compact.log', 'yate')(text(yate(lambda t: f'{t:%Y%m%d%H%M%S.%f}')))


@dialect('genesys.log', 'genesys', places=3)
def genesys(messages):
    out = f'{messages[0].time:%Y-%m-%d}T{messages[0].time:%H:%M:%S.000} Std 05060 Application started\n'
    for m in messages:
        stamp = f'{m.time:%H:%M:%S.%f}'[:-3]
        if is_sent(m):
            out += f'{stamp}: Sending  [0,{transport(m)}] {len(m.text)} bytes to {far(m)} >>>>>\n{lf(m)}\n'
        else:
            out += f'{stamp}: SIPTR: Received [0,{transport(m)}] {len(m.text)} bytes from {far(m)} <<<<<\n{lf(m)}\n'
    return out.encode()


@dialect('lync.log', 'lync', places=3)
@text
def lync(message):
    """The body follows its label; in place of none stands a dash."""
    stamp = f'{message.time:%m/%d/%Y-%H:%M:%S}.{message.time.microsecond // 1000:03d}'
    head, body = lf(message).split('\n\n', 1)
    first, headers = head.split('\n', 1)
    return (f'TL_INFO(TF_PROTOCOL) [1]0BC0.178C::{stamp}.000004cf (SIPStack,SIPAdminLog::TraceProtocolRecord:SIPAdminLog.cpp(125))$$begin_record\n'
            f'Trace-Correlation-Id: 2374915494\nInstance-Id: 0000A3E5\nDirection: {"outgoing" if is_sent(message) else "incoming"};source="local"\n'
            f'Peer: {far(message)}\nMessage-Type: {"request" if is_request(message) else "response"}\nStart-Line: {first}\n{headers}\n'
            f'Message-Body: {body or "-"}\n$$end_record\n\n'
            f'TL_INFO(TF_COMPONENT) [1]0BC0.178C::{stamp}.000004d0 (SIPStack,CFoo::Bar:Foo.cpp(12))Handled\n')


@dialect('kamailio-syslog.log', 'kamailio-syslog', peers='none', places=0, untold=('transferred',), noise='''Nov 22 10:15:00 proxy kamailio[2211]: INFO: <script>: started
''')
@text
def kamailio_syslog(message):
    escaped = message.text.replace('\r', '#015').replace('\n', '#012')
    return f'{message.time:%b %d %H:%M:%S} proxy kamailio[2211]: DEBUG: <core> [core/tcp_read.c:320]: read {len(message.text)} bytes:#012{escaped}\n'


@dialect('oxe.log', 'alcatel-oxe', places=0)
@text
def alcatel_oxe(message):
    way = 'SEND MESSAGE TO NETWORK' if is_sent(message) else 'RECEIVE MESSAGE FROM NETWORK'
    body = message.text.replace('\r\n', '\r\r\n')
    return (f'{message.time:%a %b %d %H:%M:%S %Y} -> {way} ({far(message)} [{transport(message)}])\n'
            f'----------------------utf8-----------------------\n{body}\n-------------------------------------------------\n')


@dialect('fortigate.log', 'fortigate', peers='both', places=0, noise='''2026-11-22 10:15:00 sip port 26 locate session for 192.0.2.1:5061 -> 198.51.100.5:5060
2026-11-22 10:15:00 sip port 26 read [(0,4) (0d0a0d0a)(....)]
''')
@text
def fortigate(message):
    """As one line, and as a terminal wraps it."""
    stamp = f'{message.time:%Y-%m-%d %H:%M:%S}'
    head = f'{stamp} sip port 26 {message.src} -> {message.dst}\n{stamp} sip port 26 {"read" if is_request(message) else "write"} [(0,{len(message.text)})'
    digits, dump = message.text.encode().hex(), message.text.replace('\r\n', '..')
    if is_sent(message):
        return f'{head} ({digits})({dump})]\n'
    lines = [digits[at:at + 100] for at in range(0, len(digits), 100)]
    return f'{head}\n(' + '\n'.join(lines) + f')({dump[:90]}\n{dump[90:]})]\n'


@dialect('thomson.log', 'thomson', places=3)
@text
def thomson(message):
    stamp = f'{message.time:%Y-%m-%d %H:%M:%S.%f}'[:-3]
    way = 'Send to' if is_sent(message) else 'Recv from'
    return f'{stamp} {way} {transport(message).lower()}: {far(message)} 00:00:00:01:066 ({len(message.text)} bytes)\n{lf(message)}\n'


@dialect('polycom.log', 'polycom', places=3, dated=False)
@text
def polycom(message):
    stamp = f'{message.time:%H:%M:%S.%f}'[:-3]
    kind = 'request' if is_request(message) else 'response'
    way = f'<<<Tx SIP {kind} dst' if is_sent(message) else f'>>>Rx SIP {kind} src'
    return f'|{stamp}|tSip#14.15368 |SIP_MSG |{way}[{transport(message)}:{far(message)}] ({len(message.text)})\n{lf(message)}\n'
