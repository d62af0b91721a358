#!/usr/bin/env python3
"""One set of calls, written by several witnesses whose clocks differ: the same calls, each message once, and clocks that are measured.

Usage: several_files.py CLI
"""
import dataclasses
import datetime
import json
import os
import pathlib
import sys
import tempfile

import one_expectation
import renderings
import samples
import sipcalls

problems = []


def check(right, what):
    if not right:
        problems.append(what)


def moved(messages, **by):
    return [dataclasses.replace(m, time=m.time + datetime.timedelta(**by)) for m in messages]


class Files:
    def __init__(self, cli, folder):
        self.cli, self.folder = cli, folder

    def write(self, name, data):
        (self.folder / name).write_bytes(data)
        os.utime(self.folder / name, (samples.MODIFIED, samples.MODIFIED))
        return name

    def run(self, *arguments, status=0):
        done = samples.run(self.cli, *arguments, cwd=self.folder, home=self.folder)
        check(done.returncode == status, f'{arguments}: status {done.returncode}, expected {status}: {done.stderr.decode()}')
        return done.stdout.decode() if status == 0 else done.stderr.decode()

    def calls(self, *arguments):
        return json.loads(self.run('calls', '--json', *arguments))


def same_calls(what, result, expected):
    check(len(result['calls']) == len(expected), f'{what}: {len(result["calls"])} calls, {len(expected)} expected')
    for call, want in zip(result['calls'], expected):
        found = one_expectation.facts(call)
        for key, value in want.expect.items():
            check(found.get(key) == value, f'{what} {want.name}: {key} is {found.get(key)!r}, expected {value!r}')


def clock(what, result, **expected):
    check(len(result['clocks']) == 1, f'{what}: {len(result["clocks"])} clocks')
    for key, value in expected.items():
        found = result['clocks'][0].get(key)
        check(found == value, f'{what}: clock {key} is {found!r}, expected {value!r}')


def two_clocks(files, expected, messages):
    log = files.write('sbc.log', renderings.rsyslog(renderings.audiocodes(moved(messages, hours=1, seconds=1, milliseconds=250))))
    capture = files.write('trunk.pcap', renderings.pcap(messages))
    n = len({m.text for m in messages})

    plain = files.calls(log, capture)
    check(sum(c['messages'] for c in plain['calls']) == len(messages), 'two clocks: each message once')
    clock('two clocks', plain, input=0, reference=1, offset_ms=3601250, spread_ms=0, zone_minutes=60, steady=True, applied=False)
    check(plain['clocks'][0]['pairs'] >= n // 2, f'two clocks: {plain["clocks"][0]["pairs"]} pairs of {n} messages')
    alone = files.calls(capture)
    check([c['duration_ms'] for c in plain['calls']] == [c['duration_ms'] for c in alone['calls']], 'two clocks: durations of one of them')
    check([i['shift_ms'] for i in plain['inputs']] == [0, 0], 'two clocks: nothing is moved silently')
    check([i['zone'] for i in plain['inputs']] == ['local', 'utc'], 'two clocks: zones')

    aligned = files.calls('--align', log, capture)
    same_calls('aligned', aligned, expected)
    clock('aligned', aligned, offset_ms=3601250, applied=True)
    check([i['shift_ms'] for i in aligned['inputs']] == [-3601250, 0], 'aligned: the output says by how much')
    check(all(c['zone'] == 'utc' for c in aligned['calls']), 'aligned: UTC as the capture')
    check(aligned['calls'][0]['start'].startswith(expected[0].messages[0].time.isoformat(timespec='milliseconds')), 'aligned: start')

    again = next(i for i, call in enumerate(expected, 1) if call.expect.get('retransmissions'))
    for call in (1, again):
        ladder = json.loads(files.run('ladder', '--json', '--align', f'--call={call}', log, capture))
        check(len(ladder['arrows']) == len(expected[call - 1].messages), f'ladder {call}: {len(ladder["arrows"])} arrows')
        for arrow in ladder['arrows']:
            check(sorted(w['name'] for w in arrow['witnesses']) == ['sbc.log', 'trunk.pcap'], f'witnesses {arrow["witnesses"]}')
            check(len({w['time'] for w in arrow['witnesses']}) == 1, f'witnesses on one clock {arrow["witnesses"]}')
    check(any(a['retransmission'] for a in ladder['arrows']), 'ladder: what was sent again is still there')
    ladder = json.loads(files.run('ladder', '--json', log))
    check(all(a['witnesses'] == [] for a in ladder['arrows']), 'ladder: one witness needs no name')

    shifted = files.calls('--shift=0:-1h', '--shift=0:-1250ms', log, capture)
    clock('shifted', shifted, offset_ms=0, zone_minutes=None, applied=False)
    check([i['shift_ms'] for i in shifted['inputs']] == [-3601250, 0], 'shifted: the output says by how much')
    same_calls('shifted', shifted, expected)
    zone = files.calls('--utc-offset=0:+01:00', log, capture)
    clock('zone', zone, offset_ms=1250, zone_minutes=None)
    check([i['zone'] for i in zone['inputs']] == ['utc', 'utc'], 'zone: of one input')

    text = files.run('calls', log, capture)
    check('sbc.log is 1 h (a time zone) and 1.250 s ahead of trunk.pcap' in text and '--align' in text, f'text says it: {text[-300:]}')
    text = files.run('calls', '--align', log, capture)
    check('sbc.log was 1 h (a time zone) and 1.250 s ahead' in text and '-3601.250 s' in text, f'text says it: {text[-300:]}')
    check('ahead' not in files.run('calls', log), 'one file has no second clock')


def three_witnesses(files, expected, messages):
    """A proxy log of the first half, a capture of the second half, and the SBC, which saw it all."""
    half = len(messages) // 2
    first = files.write('first.txt', renderings.sip_text(moved(messages[:half], seconds=-90)))
    second = files.write('second.pcap', renderings.pcap(moved(messages[half:], seconds=7)))
    log = files.write('all.log', renderings.raw(renderings.audiocodes(messages)))
    result = files.calls('--align', first, second, log)
    offsets = {(c['input'], c['reference']): c['offset_ms'] for c in result['clocks']}
    check(offsets == {(0, 1): -97000, (2, 1): -7000}, f'three witnesses: {offsets}')
    same_calls('three witnesses', result, expected)


def own_header(files):
    """Two hops in two files that only a header of the user's own ties together."""
    def leg(name, call_id, src, dst, number):
        text = (f'INVITE sip:{number}@{dst} SIP/2.0\r\nVia: SIP/2.0/UDP {src};branch=z9hG4bK{call_id}\r\nFrom: <sip:+15550100@example.com>;tag=1\r\n'
                f'To: <sip:{number}@example.com>\r\nCall-ID: {call_id}\r\nCSeq: 1 INVITE\r\nX-Our-Call: 4711-0815-abcd\r\nContent-Length: 0\r\n\r\n')
        message = sipcalls.Message(sipcalls.START, src, dst, text, '')
        return files.write(name, renderings.pcap([message]))
    a = leg('a.pcap', 'one', '203.0.113.10:5060', '192.0.2.5:5060', '5550101')
    b = leg('b.pcap', 'two', '198.51.100.5:5060', '203.0.113.20:5060', '5550102')
    check(len(files.calls(a, b)['calls']) == 2, 'own header: not without being told')
    result = files.calls('--join-header=x-our-call', a, b)
    check([leg['join'] for call in result['calls'] for leg in call['legs']] ==
          [{'reason': 'first', 'strength': 'certain', 'header': None}, {'reason': 'header', 'strength': 'strong', 'header': 'x-our-call'}],
          f'own header: {result["calls"]}')


def by_hand(files, expected, messages):
    """What was decided in the window holds here, too."""
    log = files.write('hand.log', renderings.raw(renderings.audiocodes(messages)))
    found = files.calls(log)
    a, b = found['calls'][0]['legs'], found['calls'][1]['legs']
    choices = files.folder / 'data' / 'rungs' / 'choices.ndjson'
    choices.parent.mkdir(parents=True)
    choices.write_text(''.join(json.dumps(line) + '\n' for line in (
        {'leg': a[1]['call_id'], 'alone': 'yes'}, {'join': a[0]['call_id'], 'with': b[0]['call_id'], 'valid': 'yes'},
        {'device': 'host:203.0.113.10', 'name': 'Carrier Blue'}, {'device': 'host:203.0.113.20', 'same_as': 'host:203.0.113.10'})))
    result = files.calls(log)
    legs = [[(leg['call_id'], leg['join']['reason']) for leg in call['legs']] for call in result['calls']]
    check(legs[0][0][0] == a[0]['call_id'] and (b[0]['call_id'], 'user') in legs[0], f'by hand: joined {legs[0]}')
    check([(a[1]['call_id'], 'first')] in legs, f'by hand: separated {legs}')
    names = {m[end] for m in map(json.loads, files.run('messages', log).splitlines()) for end in ('from_device', 'to_device')}
    check('Carrier Blue' in names and not any(name.startswith('203.0.113.') for name in names), f'by hand: {names}')
    check(files.calls('--as-found', log) == found, 'by hand: --as-found leaves it out')
    choices.unlink()


def wrong_use(files, messages):
    log = files.write('one.log', renderings.raw(renderings.audiocodes(messages)))
    for option in ('--shift=1s', '--shift=0:1s', '--shift=0:+1x', '--shift=0:+', '--shift=0:+1.2345678s', '--shift=0:+99999999999999s',
                   '--utc-offset=0:', '--utc-offset=0:+15:00', '--shift=:+1s', '--shift=7:+1s', '--utc-offset=3:+01:00'):
        message = files.run('calls', option, log, status=2)
        check('rungs-cli:' in message, f'{option}: a sentence')
    for option, shift in (('--shift=0:+1.250s', 1250), ('--shift=0:-2', -2000), ('--shift=0:+.5h', None), ('--shift=0:+1.5min', 90000)):
        if shift is None:
            files.run('calls', option, log, status=2)
        else:
            check(files.calls(option, log)['inputs'][0]['shift_ms'] == shift, option)


def main():
    expected = sipcalls.calls()
    messages = [m for call in expected for m in call.messages]
    with tempfile.TemporaryDirectory() as folder:
        files = Files(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(folder))
        two_clocks(files, expected, messages)
        three_witnesses(files, expected, messages)
        own_header(files)
        by_hand(files, expected, messages)
        wrong_use(files, messages)
    print('\n'.join(problems) or 'several files: as they should be')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
