"""The same messages as the SBCs and PBXs of other vendors write them: functions from messages to the bytes of a file."""
import dataclasses
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
        self.seq, self.text = 38937, ''

    def write(self, message, level, subsystem, body, intro=''):
        """One entry, or several of the same number when it is too long."""
        self.seq += 1
        while True:
            head = f'{message.time:%m%d%Y %H%M%S.%f}:1.01.00.{self.seq}.{level:6} .{subsystem}:'
            part, body = body[:self.limit - len(head) - 5], body[self.limit - len(head) - 5:]
            self.text += f'{len(head) + len(part) + 5} {head}{part}'
            if self.terminated or not part.endswith('\n'):
                self.text += '\n'
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
}
