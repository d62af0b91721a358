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
