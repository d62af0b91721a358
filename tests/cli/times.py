#!/usr/bin/env python3
"""Dates, halves of the day, fractions, zones and character sets: what the log states is what every output says, and what it does
not state is said to be unknown. No result depends on the file's own date unless it is marked.

Usage: times.py CLI
"""
import csv
import io
import json
import os
import pathlib
import sys
import tempfile

import samples

failures = []


def check(what, found, wanted):
    if found != wanted:
        failures.append(f'{what}: {found!r} instead of {wanted!r}')


def check_in(what, part, text):
    if part not in text:
        failures.append(f'{what}: no {part!r} in {text[:2000]!r}')


def message(first, call_id='t1', body_headers='', name=''):
    to_tag = ';tag=b' if first.startswith('SIP/') else ''
    return (f'{first}\r\nVia: SIP/2.0/UDP 198.51.100.4:5060;branch=z9hG4bK{call_id}\r\nMax-Forwards: 70\r\n'
            f'From: {name}<sip:5550100@198.51.100.4>;tag=a\r\nTo: <sip:5550123@192.0.2.6>{to_tag}\r\n'
            f'Call-ID: {call_id}\r\nCSeq: 1 INVITE\r\n{body_headers}Content-Length: 0\r\n\r\n')


INVITE = 'INVITE sip:5550123@192.0.2.6 SIP/2.0'
ANSWER = 'SIP/2.0 404 Not Found'


def pair(first, second, **how):
    """Two messages, each after a line of its own."""
    return (f'{first}\n{message(INVITE, **how)}\n{second}\n{message(ANSWER, **how)}\n').replace('\r\n', '\n')


class Log:
    """A log in a folder of its own, with a date of its own."""

    def __init__(self, cli, folder, name, text, modified=samples.MODIFIED):
        self.cli, self.folder, self.name = cli, folder, name
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.utime(path, (modified, modified))

    def run(self, *args):
        done = samples.run(self.cli, *args, self.name, cwd=self.folder, home=self.folder)
        if done.returncode != 0:
            failures.append(f'{self.name}: {args}: {done.stderr.decode()}')
        return done.stdout.decode()

    def calls(self, *args):
        return json.loads(self.run('calls', '--json', *args))

    def call(self, *args):
        calls = self.calls(*args)['calls']
        check(f'{self.name}: calls', len(calls), 1)
        return calls[0]

    def messages(self):
        return [json.loads(line) for line in self.run('messages', '--json').splitlines()]

    def report(self, kind):
        out = self.folder / f'{self.name}.{kind}'
        if out.exists():
            out.unlink()
        self.run('report', f'--output={out.name}')
        return out.read_text()


def no_date(make):
    """Times of the day alone, in logs of several programs: no output has a date."""
    pjsua = ('13:05:20.100           pjsua_core.c  .{}X 300 bytes Request msg INVITE/cseq=7 (tdta0x1) {} UDP 198.51.100.4:5060:')
    logs = {
        'pjsua.txt': pair(pjsua.format('R', 'from'), pjsua.format('T', 'to').replace('20.100', '20.200')),
        'sofia.txt': pair('recv 402 bytes from udp/[198.51.100.4]:5060 at 13:05:20.100000:',
                          'send 330 bytes to udp/[198.51.100.4]:5060 at 13:05:20.200000:'),
        'any.txt': pair('13:05:20.100 received from 198.51.100.4:5060', '13:05:20.200 sent to 198.51.100.4:5060'),
        'sniffer.txt': pair('13:05:20.100000 IP 198.51.100.4.5060 > 192.0.2.6.5060: SIP, length: 300',
                            '13:05:20.200000 IP 192.0.2.6.5060 > 198.51.100.4.5060: SIP, length: 300'),
    }
    for name, text in logs.items():
        log = make(name, text)
        data = log.calls()
        call = data['calls'][0]
        check(f'{name}: time', call['start'][10:], 'T13:05:20.100')
        check(f'{name}: duration', call['duration_ms'], 100)
        check(f'{name}: date_known', call['date_known'], False)
        check(f'{name}: messages', [m.get('date_known') for m in log.messages()], [False, False])
        check(f'{name}: once', sum('date is not in this log' in d['text'] for d in data['diagnostics']), 1)
        day = call['start'][:10]
        listed, page, ticket = log.run('calls', '--text'), log.report('html'), log.report('md')
        for what, text in (('list', listed), ('html', page), ('md', ticket), ('ladder', log.run('ladder'))):
            if day in text:
                failures.append(f'{name}: the {what} has {day}')
            check_in(f'{name}: {what}', '13:05:20.100', text)
        check_in(f'{name}: html', 'the date is not in the log', page)
        check_in(f'{name}: md', 'the date is not in the log', ticket)
        row = next(csv.DictReader(io.StringIO(log.report('csv'))))
        check(f'{name}: csv', row['date_known'], 'false')


def dated_later(make):
    """A dated line after, before or between the messages gives the date, whatever the file's own is, over midnight too."""
    first, second = 'recv 402 bytes from udp/[198.51.100.4]:5060 at {}:', 'send 330 bytes to udp/[198.51.100.4]:5060 at {}:'
    dated = '2025-04-24 11:40:48.125401 [DEBUG] sofia.c:7327 Channel entering state\n'
    early, late = message(INVITE).replace('\r\n', '\n'), message(ANSWER).replace('\r\n', '\n')
    logs = {
        'between.txt': f'{first.format("11:40:48.100000")}\n{early}\n{dated}{second.format("11:40:59.893900")}\n{late}\n',
        'before.txt': f'{dated}{first.format("11:40:48.100000")}\n{early}\n{second.format("11:40:59.893900")}\n{late}\n',
        'after.txt': f'{first.format("11:40:48.100000")}\n{early}\n{second.format("11:40:59.893900")}\n{late}\n{dated}',
    }
    for name, text in logs.items():
        for modified in (samples.MODIFIED, samples.MODIFIED - 400 * 86400):
            log = make(name, text, modified)
            data = log.calls()
            call = data['calls'][0]
            check(name, (call['start'], call['duration_ms'], call['date_known']), ('2025-04-24T11:40:48.100', 11793, True))
            check(f'{name}: diagnostics', [d['text'] for d in data['diagnostics']], [])
            check(f'{name}: order', [m['code'] for m in log.messages()], [None, 404])
    midnight = make('midnight.txt', f'{first.format("23:59:59.500000")}\n{early}\n{second.format("00:00:00.500000")}\n{late}\n'
                                    '2025-04-25 00:00:01.000 [DEBUG] x\n')
    check('midnight', (midnight.call()['start'], midnight.call()['duration_ms']), ('2025-04-24T23:59:59.500', 1000))
    header = 'Date: Thu, 24 Apr 2025 11:40:48 GMT\r\n'
    with_header = make('header.txt', pair(first.format('11:40:48.100000'), second.format('11:40:48.200000'), body_headers=header))
    check('header', (with_header.call()['start'], with_header.call()['date_known']), ('2025-04-24T11:40:48.100', True))


def no_year(make):
    """The day is in the log and the year is not."""
    for name, stamp in (('hyphen.txt', '22-Nov 10:15:02'), ('syslog.txt', 'Nov 22 10:15:02'), ('numbers.txt', '22/11 10:15:02'),
                        ('dots.txt', '22.11. 10:15:02'), ('weekday.txt', 'Sun 22 Nov 10:15:02')):
        log = make(name, pair(f'{stamp}.106 RECEIVED message from udp:198.51.100.4:5060:',
                              f'{stamp}.206 SENDING message to udp:198.51.100.4:5060:'))
        call = log.call()
        check(name, (call['start'], call['duration_ms'], call['date_known'], call['year_known']),
              ('2026-11-22T10:15:02.106', 100, True, False))
        check_in(name, 'the year is not in the log', log.report('html'))
        if '2026-11-22' in log.run('calls', '--text'):
            failures.append(f'{name}: the list has a year')


def stamps(make):
    """Halves of the day, fractions, and numbers that are no times."""
    for stamp, later, start, duration in (
            ('11/22/2026 10:15:02 PM', '11/22/2026 10:15:03 PM', '2026-11-22T22:15:02.000', 1000),
            ('11/22/2026 9:15:02.5 a.m.', '11/22/2026 9:15:03.5 a.m.', '2026-11-22T09:15:02.500', 1000),
            ('11/22/2026 12:15:02 AM', '11/22/2026 12:15:03 AM', '2026-11-22T00:15:02.000', 1000),
            ('04/11/2026 10:15:02', '22/11/2026 10:15:02', '2026-11-04T10:15:02.000', 18 * 86400 * 1000),
            ('11/04/2026 10:15:02', '11/22/2026 10:15:02', '2026-11-04T10:15:02.000', 18 * 86400 * 1000),
            ('2026-11-22 10:15:02;106', '2026-11-22 10:15:02;306', '2026-11-22T10:15:02.106', 200),
            ('2026-11-22 10:15:02 (106 ms)', '2026-11-22 10:15:02 (306 ms)', '2026-11-22T10:15:02.106', 200),
            ('2026-11-22 10:15:02 006', '2026-11-22 10:15:02 206', '2026-11-22T10:15:02.006', 200)):
        log = make('stamp.txt', pair(f'{stamp} received from 198.51.100.4:5060', f'{later} sent to 198.51.100.4:5060'))
        call = log.call()
        check(stamp, (call['start'], call['duration_ms']), (start, duration))
        if start.endswith('.000') and '.000' in log.run('ladder') + log.report('html'):
            failures.append(f'{stamp}: whole seconds are shown with milliseconds')
    for line in ('"CALL DID=5550123 FROM=0442079460123 INSIDE"', 'forwarded from 4420794601234 to 4420794601235',
                 'call to +4420794601234', 'lasted 00:01:30'):
        log = make('number.txt', f'<--- Received SIP request (310 bytes) from UDP:198.51.100.4:5060 --->\n{message(INVITE)}\n'
                                 f'    {line}\n<--- Transmitting SIP response (300 bytes) to UDP:198.51.100.4:5060 --->\n'
                                 f'{message(ANSWER)}\n')
        check(line, [m['time'] for m in log.messages()], [None, None])


def zones(make):
    """A zone in the stamp counts; the user's word is for stamps without one."""
    for stamp, start in (('2026-11-22T10:15:02.106+01:00', '2026-11-22T09:15:02.106Z'),
                         ('2026-11-22 10:15:02.106 +0100', '2026-11-22T09:15:02.106Z'),
                         ('2026-11-22T10:15:02.106Z', '2026-11-22T10:15:02.106Z'),
                         ('Sun Nov 22 2026 10:15:02 GMT+0530', '2026-11-22T04:45:02.000Z'),
                         ('1795342502.106', '2026-11-22T10:15:02.106Z')):
        log = make('zone.txt', pair(f'{stamp} received from 198.51.100.4:5060', f'{stamp} sent to 198.51.100.4:5060'))
        for args in ((), ('--utc-offset=+05:00',)):
            call = log.call(*args)
            check(f'{stamp} {args}', (call['start'], call['zone'], call['start_utc']), (start, 'utc', start))
    log = make('zone.txt', pair('2026-11-22T10:15:02.106+01:00 received from 198.51.100.4:5060',
                                '2026-11-22T10:15:02.206+01:00 sent to 198.51.100.4:5060'))
    check_in('zone: html', '2026-11-22 09:15:02.106 UTC (10:15:02.106 in the log)', log.report('html'))
    check_in('zone: list', '2026-11-22 09:15:02.106Z', log.run('calls', '--text'))
    pjsip = make('pjsip.txt', pair('[2026-11-22 10:15:02.106+0100] <--- Received SIP request (310 bytes) from '
                                   'UDP:198.51.100.4:5060 --->',
                                   '[2026-11-22 10:15:02.206+0100] <--- Transmitting SIP response (300 bytes) to '
                                   'UDP:198.51.100.4:5060 --->'))
    check('pjsip', (pjsip.call()['start'], pjsip.call()['zone']), ('2026-11-22T09:15:02.106Z', 'utc'))
    cube = make('cube.txt', pair('*Nov 22 2026 10:15:02.106 UTC: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:\nReceived:',
                                 '*Nov 22 2026 10:15:02.206 UTC: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:\nSent:'))
    check('cube', (cube.call()['start'], cube.call()['zone']), ('2026-11-22T10:15:02.106Z', 'utc'))

    head = '2026-11-22T09:41:2{}.312+01:00 sbc1 [S=100{}] [SID=a1b2c3:12:345679] (N 150{}) ---- {} ----'
    inn, out = ('Incoming SIP Message from 198.51.100.4:5060 to SIPInterface #2 (Trunk) UDP TO(#1) SocketID(12)',
                'Outgoing SIP Message to 198.51.100.4:5060 from SIPInterface #2 (Trunk) UDP TO(#1) SocketID(12)')
    text = pair(head.format(4, 0, 0, inn), head.format(5, 1, 1, out))
    log = make('head.log', text)
    check('head', (log.call()['start'], log.call()['zone']), ('2026-11-22T08:41:24.312Z', 'utc'))
    # The SBC's own clock gives the milliseconds, the head its zone; the SBC may be in another one.
    for own, ahead in (('09', 1), ('08', 0), ('03', -5)):
        stamped = text.replace('\n\n2026', f'\n [Time:22-11@{own}:41:24.200]\n2026').rstrip('\n') + f'\n [Time:22-11@{own}:41:25.100]\n'
        log = make('own.log', stamped)
        call = log.call()
        check(f'own {own}', (call['start'], call['zone'], call['duration_ms']), ('2026-11-22T08:41:24.200Z', 'utc', 900))
        local = log.call('--utc-offset=+02:00')
        check(f'own {own}, by the user', local['start'], f'2026-11-22T{int(own) - 2:02}:41:24.200Z')
    # One stamp without its zone is of the same clock.
    log = make('some.txt', pair('2026-11-22T10:15:02.106 received from 198.51.100.4:5060',
                                '2026-11-22T10:15:02.206+01:00 sent to 198.51.100.4:5060'))
    check('some', (log.call()['start'], log.call()['duration_ms']), ('2026-11-22T09:15:02.106Z', 100))


def characters(make):
    """Windows-1252 beside UTF-8, in every output; and said once."""
    invite = message(INVITE, name='"Jörg Café" ')
    answer = message('SIP/2.0 480 Momentanément indisponible', name='"Jörg Café" ')
    head = '2026/11/22 10:15:00.{}00000 198.51.100.4:5060 -> 192.0.2.6:5060\n'
    for encodings in (('cp1252', 'cp1252'), ('utf-8', 'cp1252'), ('utf-8', 'utf-8')):
        text = (head.format(1).encode() + invite.encode(encodings[0]) + b'\n' + head.format(2).encode()
                + answer.encode(encodings[1]) + b'\n')
        log = make('names.txt', text)
        data = log.calls()
        check(f'{encodings}: phrase', data['calls'][0]['final']['phrase'], 'Momentanément indisponible')
        check(f'{encodings}: said', sum('Windows-1252' in d['text'] for d in data['diagnostics']), int('cp1252' in encodings))
        for kind in ('html', 'md', 'csv', 'json', 'svg'):
            page = log.report(kind)
            check_in(f'{encodings}: {kind}', 'Momentanément', page)
            if '\ufffd' in page:
                failures.append(f'{encodings}: {kind} has U+FFFD')
        check_in(f'{encodings}: html', 'Jörg Café', log.report('html'))
        check_in(f'{encodings}: list', 'Momentanément', log.run('calls', '--text') + log.run('ladder'))


def holes(make):
    """NULs in front, in the middle, sparse or written: skipped, and said."""
    text = pair('2026/11/22 10:15:00.100000 198.51.100.4:5060 -> 192.0.2.6:5060',
                '2026/11/22 10:15:00.200000 192.0.2.6:5060 -> 198.51.100.4:5060').encode()
    half = text.index(b'2026', 10)
    for size in (4000, 70000, 3 << 20):
        for name, content in (('front.txt', bytes(size) + text), ('middle.txt', text[:half] + bytes(size) + text[half:])):
            log = make(name, content)
            data = log.calls()
            check(f'{name} {size}', [(c['final']['code'], c['messages']) for c in data['calls']], [(404, 2)])
            check_in(f'{name} {size}', f'{size} NUL bytes', ' '.join(d['text'] for d in data['diagnostics']))
            check(f'{name} {size}: lines', [m['line'] for m in log.messages()], [2, 13])
    log = make('sparse.txt', b'')
    with open(log.folder / 'sparse.txt', 'r+b') as file:
        file.seek(64 << 30)
        file.write(text)
    check('sparse', [c['messages'] for c in log.calls()['calls']], [2])


def binary(make):
    """A date in a comment of a binary file is the time of no message."""
    log = make('binary.bin', b'ObserverPktBuffer\x00\x01' + bytes(40) + b'Comment: Mon Nov 30 11:22:33 2026\x00' + bytes(60)
               + message(INVITE).encode() + bytes(30) + message(ANSWER).encode())
    done = samples.run(log.cli, 'calls', '--json', log.name, cwd=log.folder, home=log.folder)
    if b'11:22:33' in done.stdout:
        failures.append('binary: the comment is a time')


def main():
    cli = pathlib.Path(sys.argv[1]).resolve()
    for test in (no_date, dated_later, no_year, stamps, zones, characters, holes, binary):
        with tempfile.TemporaryDirectory() as folder:
            test(lambda name, text, modified=samples.MODIFIED: Log(cli, pathlib.Path(folder), name, text, modified))
    print('\n'.join(failures) or 'all right')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
