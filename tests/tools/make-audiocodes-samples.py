#!/usr/bin/env python3
"""Writes tests/data/audiocodes-syslog, its list of true messages and data/samples/audiocodes-teams.log.

The same calls in the form of every firmware and saver that the format page knows. Run it from any folder; the output
is the same on every run and is committed.
"""

import os
import sipcalls as sip

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DATA = os.path.join(ROOT, 'tests', 'data', 'audiocodes-syslog')

MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()


class Record:
    """One syslog packet. text has the line ends that the device wrote."""

    def __init__(self, time, seq, sid, text, cdr=False, device=None):
        self.time, self.seq, self.sid, self.text, self.cdr, self.device = time, seq, sid, text, cdr, device


class Device:
    """Packs notifications into records of at most LIMIT bytes, cut at any byte."""

    def __init__(self, ip='192.0.2.10', mac='b9027c', seq=1718460, n=6891676, firmware=7.4, limit=1220):
        self.ip, self.mac, self.seq, self.n = ip, mac, seq, n
        self.firmware, self.limit = firmware, limit
        self.records = []
        self.sids = {}

    def sid(self, key):
        if key not in self.sids:
            number = 198171 + 3 * len(self.sids)
            self.sids[key] = str(1034099026 + number) if self.firmware < 7 else '%s:24:%d' % (self.mac, number)
        return self.sids[key]

    def emit(self, time, sid, text, cdr=False):
        self.records.append(Record(time, self.seq, sid, text, cdr, self))
        self.seq += 1

    def head(self):
        self.n += 1
        if self.firmware < 7:
            return '( lgr_flow)(%-5d) ' % (self.n % 100000)
        return '(N %8d) ' % self.n

    def marker(self, step):
        direction, interface, peer = step[2], step[3], step[4]
        text = '---- %s SIP Message %s %s %s SIPInterface #%d' % (
            'Incoming' if direction == 'in' else 'Outgoing', 'from' if direction == 'in' else 'to', peer,
            'to' if direction == 'in' else 'from', interface.number)
        if self.firmware >= 7:
            text += ' (%s) %s TO(#%d)' % (interface.name, interface.transport, 100 + interface.number)
            if interface.socket:
                text += ' SocketID(%d)' % interface.socket
        return text + ' ----'

    def split(self, time, sid, text):
        while len(text) > self.limit:
            cut = self.limit
            # A notification that is no SIP text goes over whole.
            line = text.rfind('\n', 0, cut) + 1
            if text.startswith('(', line) and line > 0:
                cut = line
            elif text.startswith('('):
                cut = text.index('\n') + 1
            self.emit(time, sid, text[:cut])
            text = text[cut:]
        self.emit(time, sid, text)

    def run(self, steps):
        """Notifications of one session and moment share a record, as the device's optimisation does."""
        eol = '\r\n' if self.firmware >= 7.4 else ' \n' if self.firmware >= 7 else '\n'
        steps = sorted(steps, key=lambda s: s[0])
        pending, owner, since = '', None, 0
        for step in steps:
            time, key = step[0], step[1]
            if pending and (key != owner or time - since > 0.01):
                self.split(since, self.sid(owner), pending)
                pending = ''
            if not pending:
                owner, since = key, time
            if step[2] == 'say':
                pending += self.head() + step[3] + eol
                continue
            pending += self.head() + self.marker(step) + (' ' + eol if self.firmware >= 7 else eol)
            text = step[5].replace('\r\n', eol) + eol
            if self.firmware >= 7.4:
                # Newest firmware: the marker is the last thing of its record.
                self.split(since, self.sid(owner), pending)
                self.split(time, self.sid(owner), text)
                pending = ''
            else:
                pending += text
        if pending:
            self.split(since, self.sid(owner), pending)
        return self


def clock(time, digits=3):
    ms = int(round(time * 1000))
    text = '%02d:%02d:%02d' % (ms // 3600000 % 24, ms // 60000 % 60, ms // 1000 % 60)
    return text + '.%0*d' % (digits, ms % 1000 * 10 ** (digits - 3)) if digits else text


def device_time(record, day=22, month=11, year=2026):
    if record.device.firmware < 7:
        return ' [Time: %02d-%02d-%04d@%s]' % (month, day, year, clock(record.time, 0))
    return ' [Time:%02d-%02d@%s]' % (day, month, clock(record.time))


def payload(record):
    if record.cdr:
        return '[S=%d] %s' % (record.seq, record.text)
    group = '' if record.sid is None else '[SID%s%s] ' % (':' if record.device.firmware < 7 else '=', record.sid)
    return '[S=%d] %s %s%s' % (record.seq, group, record.text, device_time(record))


def pri(record):
    return '<142>' if record.cdr else '<133>'


def viewer(records, dated=False):
    """Syslog Viewer: BOM, further lines padded to their record's column and without the blank at their end."""
    out = '\ufeff'
    for r in records:
        lines = payload(r).replace('\r', '').split('\n')
        head = '%s%s.000  %-15s  %-13s  ' % ('11/22 ' if dated else '', clock(r.time + 0.4, 0), r.device.ip,
                                            'local1.info' if r.cdr else 'local0.notice')
        column = len(head) + len('[S=%d] ' % r.seq) + (len('[SID=%s] ' % r.sid) if r.sid else 0) + 1
        out += head + lines[0] + '\n'
        for line in lines[1:]:
            line = line[:-1] if line.endswith(' ') else line
            out += ' ' * column + line + '\n'
    return out


def one_line(records, prefix, cr, lf):
    return ''.join('%s%s\n' % (prefix(r), payload(r).replace('\r', cr).replace('\n', lf)) for r in records)


def rsyslog(records):
    return one_line(records, lambda r: 'Nov 22 %s sbc1 ' % clock(r.time + 0.4, 0), '#015', '#012')


def rsyslog_iso(records):
    return one_line(records, lambda r: '2026-11-22T%s+01:00 %s ' % (clock(r.time + 0.1, 6), r.device.ip), '#015', '#012')


def rfc5424(records):
    return one_line(records, lambda r: '%s1 2026-11-22T%sZ sbc1.example.com - - - - ' % (pri(r), clock(r.time + 0.1)), '#015', '#012')


def kiwi(records):
    return one_line(records, lambda r: '2026-11-22 %s\tLocal0.Notice\t%s\t' % (clock(r.time + 0.3, 0), r.device.ip), '<013>', '<010>')


def literal(records):
    return one_line(records, lambda r: '2026-11-22 %s %s ' % (clock(r.time, 0), r.device.ip), '\\r', '\\n')


def raw(records):
    return ''.join('%s%s\n' % (pri(r), payload(r)) for r in records)


def glued(records):
    """Datagrams written one behind the other."""
    return ''.join(pri(r) + payload(r) for r in records)


def unescaped(records):
    """A server that keeps line ends, with a full stamp before each record."""
    return ''.join('2026-11-22T%s+01:00 sbc1 %s\n' % (clock(r.time + 0.1), payload(r).replace('\r', '')) for r in records)


def prefixed(records):
    """A receiver that takes each line for a record of its own."""
    out = ''
    for r in records:
        for line in payload(r).replace('\r', '').split('\n'):
            out += 'Nov 22 %s 192.0.2.10 %s\n' % (clock(r.time, 0), line)
    return out


def firmware5(records):
    out = ''
    for r in records:
        out += '%s : %s : NOTICE :%s\n' % (clock(r.time), r.device.ip, r.text.replace('( lgr_flow)', '( lgr_psbrdex)'))
    return out


def web_page(records):
    out = ''
    for r in records:
        s = int(r.time)
        out += '%dd:%dh:%dm:%ds %s\n' % (2, s // 3600, s // 60 % 60, s % 60, r.text)
    return out


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8', newline='') as file:
        file.write(text)


def same_calls():
    """A call that is refused, a good one, and pings between: all renderings tell these."""
    start = 10 * 3600 + 15 * 60 + 2.12
    scenarios = [sip.srtp_rejected_call('c1', 11, start), sip.good_call('c2', 21, start + 0.3, 5.0),
                 sip.keepalive('o1', 31, start + 0.31, sip.TEAMS, False),
                 sip.keepalive('o2', 33, start + 0.4, sip.TEAMS, True),
                 sip.keepalive('o3', 35, start + 6.0, sip.TRUNK, False)]
    return [step for s in scenarios for step in s.steps]


def with_cdrs(records):
    """Call detail records between, with a counter of their own."""
    out = []
    for i, r in enumerate(records):
        out.append(r)
        if i % 7 == 3:
            out.append(Record(r.time, 411 + i, None, '|CALL_START |SBC |1148210087@192.0.2.10 |b9027c:24:198171 |RMT |198.51.100.7',
                              True, r.device))
    return out


def write_same():
    steps = same_calls()
    messages = [s[5] for s in sorted(steps, key=lambda s: s[0]) if s[2] != 'say']
    write(DATA + '.messages', ''.join('%d\n%s\n' % (len(m), m) for m in messages))

    def records(**options):
        return Device(**options).run(steps).records

    new, old = dict(firmware=7.4), dict(firmware=7.2)
    for name, render, options in (
            ('viewer-7.40', viewer, new), ('viewer-7.20', viewer, old),
            ('viewer-dated-7.20', lambda r: viewer(r, True), old),
            ('rsyslog-7.40', rsyslog, new), ('rsyslog-7.20', rsyslog, old),
            ('rsyslog-iso-7.40', rsyslog_iso, new), ('rfc5424-7.40', rfc5424, new),
            ('kiwi-7.40', kiwi, new), ('literal-7.40', literal, new),
            ('raw-7.40', raw, new), ('raw-7.20', raw, old), ('glued-7.40', glued, new),
            ('unescaped-7.20', unescaped, old), ('prefixed-7.40', prefixed, new),
            ('viewer-6.40', viewer, dict(firmware=6.4)), ('firmware5', firmware5, dict(firmware=5)),
            ('web-page', web_page, dict(firmware=5)),
            ('small-records-7.20', raw, dict(firmware=7.2, limit=97))):
        write(os.path.join(DATA, 'same-%s.log' % name), render(with_cdrs(records(**options)) if 'viewer' in name and options is not None
                                                               and options.get('firmware', 0) >= 7 else records(**options)))


def write_quirks():
    steps = same_calls()

    # Neighbours that changed places on the way: nothing is lost.
    records = Device(firmware=7.4).run(steps).records
    for i in (2, 9, 20, 33):
        records[i], records[i + 1] = records[i + 1], records[i]
    write(os.path.join(DATA, 'same-reordered.log'), raw(records))

    # Two syslog servers wrote into one file: every record twice, the second a little later.
    records = Device(firmware=7.4).run(steps).records
    twice = []
    for i, r in enumerate(records):
        twice.append(r)
        if i >= 3:
            twice.append(records[i - 3])
    write(os.path.join(DATA, 'same-twice.log'), raw(twice + records[-3:]))

    # A busy device: records of all sessions by turns, call detail records between.
    for name, firmware, render in (('same-busy-7.40', 7.4, rsyslog), ('same-busy-7.20', 7.2, viewer)):
        device = Device(firmware=firmware, limit=500)
        device.run(steps)
        queues = {}
        for r in device.records:
            queues.setdefault(r.sid, []).append(r)
        turns = []
        while any(queues.values()):
            turns += [q.pop(0) for q in queues.values() if q]
        for i, r in enumerate(turns):
            r.seq = 4294967295 - 40 + i
            if r.seq > 4294967295:
                r.seq -= 4294967296
        write(os.path.join(DATA, name + '.log'), render(with_cdrs(turns)))

    # Lost records: inside a message, between messages, and the one with a marker.
    records = Device(firmware=7.2).run(steps).records
    parts = [i for i, r in enumerate(records) if not r.text.startswith('(')]
    gone = [parts[0], parts[2] - 1, parts[4], parts[4] + 1, parts[4] + 2, len(records) - 3]
    lost = [r for i, r in enumerate(records) if i not in gone]
    write(os.path.join(DATA, 'lost-records.log'), viewer(lost))

    # The device started again in the middle.
    device = Device(firmware=7.2)
    first = device.run(steps[:20]).records
    again = Device(firmware=7.2, seq=1, n=1)
    again.sids = {'c2': 'b9027c:25:7'}
    later = [(s[0] + 120,) + s[1:] for s in sip.good_call('c2', 41, 10 * 3600 + 900.0, 3.0).steps]
    write(os.path.join(DATA, 'restart.log'), rsyslog(first + again.run(later).records))

    # Two devices in one file, one behind the other's records.
    one = Device(firmware=7.4).run(steps).records
    two = Device(ip='192.0.2.20', mac='7a11ce', seq=902, n=12, firmware=7.2).run(
        [(s[0] + 0.002,) + s[1:] for s in sip.not_found_call('x', 51, 10 * 3600 + 15 * 60 + 2.2).steps]).records
    both = sorted(one + two, key=lambda r: r.time)
    write(os.path.join(DATA, 'two-devices.log'), viewer(both))
    write(os.path.join(DATA, 'two-devices-raw.log'), raw(both))

    # The log ends in the middle of a message, and another program wrote into the file.
    records = Device(firmware=7.4).run(steps).records[:9]
    text = rsyslog(records).split('\n')
    text.insert(4, 'Nov 22 10:15:02 proxy1 sshd[4711]: Server listening on 0.0.0.0 port 22.')
    text.insert(7, 'Nov 22 10:15:02 proxy1 systemd[1]: Started Daily apt upgrade and clean activities.')
    write(os.path.join(DATA, 'cut-and-strangers.log'), '\n'.join(text))

    # Line ends of Windows after the Viewer's.
    records = Device(firmware=7.2).run(steps).records
    write(os.path.join(DATA, 'same-raw-crlf-7.20.log'), raw(records).replace('\n', '\r\n'))


def write_demo():
    start = 9 * 3600 + 41 * 60 + 3.2
    scenarios = [
        sip.keepalive('k1', 101, start, sip.TEAMS, False), sip.keepalive('k2', 103, start + 1.4, sip.TEAMS, True),
        sip.keepalive('k3', 105, start + 2.2, sip.TRUNK, False),
        sip.good_call('a', 107, start + 8.0, 141.0),
        sip.srtp_rejected_call('b', 111, start + 21.0),
        sip.keepalive('k4', 115, start + 60.0, sip.TEAMS, False), sip.keepalive('k5', 117, start + 61.4, sip.TEAMS, True),
        sip.not_found_call('c', 121, start + 74.0),
        sip.rerouted_call('d', 125, start + 102.0),
        sip.keepalive('k6', 131, start + 120.0, sip.TEAMS, False), sip.keepalive('k7', 133, start + 121.4, sip.TEAMS, True),
        sip.cancelled_call('e', 135, start + 133.0),
        sip.no_endpoint_call('f', 141, start + 168.0),
        sip.keepalive('k8', 145, start + 180.0, sip.TEAMS, False), sip.keepalive('k9', 147, start + 181.4, sip.TEAMS, True),
    ]
    device = Device(firmware=7.4, seq=76337880, n=17906355)
    steps = [step for s in scenarios for step in s.steps]
    steps.append((start + 96.0, 'board', 'say', '(#0)NTP server synchronized, offset 2 msec'))
    records = device.run(steps).records
    # A few records that have no part in a call are lost.
    at = next(i for i, r in enumerate(records) if 'NTP server' in r.text)
    del records[at]
    write(os.path.join(ROOT, 'data', 'samples', 'audiocodes-teams.log'), unescaped(records))


write_same()
write_quirks()
write_demo()
