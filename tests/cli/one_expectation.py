#!/usr/bin/env python3
"""One set of calls, every rendering, one expectation: `calls --json` says the same of each, and `messages --json` what the
log says of each message.

Usage: one_expectation.py CLI [--keep=FOLDER]
"""
import datetime
import json
import os
import pathlib
import sys
import tempfile

import dialects
import renderings
import samples
import sipcalls


# Renderings whose stamps state their zone: how far it is ahead of UTC.
ZONES = {name: datetime.timedelta(hours=1) for name in ('audiocodes-iso.log', 'cube-year.log', *(
    name for name in renderings.RENDERINGS if name.startswith('avaya-phone')))}
# 2026-11-22 12:00 UTC
SAME_DAY = samples.MODIFIED - 2 * 86400


def facts(call):
    """What a call says about itself, in the words of the expectation."""
    final, verdict = call['final'] or {}, call['verdict'] or {}
    found = {
        'from': call['from'], 'to': call['to'], 'kind': call['kind'], 'state': call['state'], 'direction': call['direction'],
        'messages': call['messages'], 'legs': len(call['legs']), 'code': final.get('code'), 'microsoft': final.get('microsoft_code'),
        'q850': final.get('q850'), 'by': verdict.get('produced_by'), 'basis': verdict.get('basis'),
        'retransmissions': call['retransmissions'],
    }
    if call['failing']:
        found['leg'] = [leg['call_id'] for leg in call['legs']].index(call['failing']['call_id'])
    return found


def start_of(time, places=3):
    """A stamp as far as the log has it."""
    text = time.isoformat(timespec='microseconds')
    return text[:-6 + places] if places else text[:-7]


def compare_calls(result, expected, places, untold, ahead, dated):
    """Yields a sentence for each thing that is not as expected."""
    if len(result['calls']) != len(expected) and not untold:
        yield f'{len(result["calls"])} calls, {len(expected)} expected'
    if not dated and not any(d['kind'] == 'note' and 'date is not in this log' in d['text'] for d in result['diagnostics']):
        yield 'nothing says that the date is not in the log'
    for diagnostic in result['diagnostics']:
        if not dated and diagnostic['kind'] == 'note':
            continue
        yield f'line {diagnostic["line"]}: {diagnostic["kind"]}: {diagnostic["text"]}'
    for call, want in zip(result['calls'], expected):
        found = facts(call)
        start = want.messages[0].time - (ahead or datetime.timedelta())
        if places is not None and not call['start'].startswith(start_of(start, min(places, 3))):
            yield f'{want.name}: starts {call["start"]}, expected {start.isoformat()}'
        if ahead and (call['zone'] != 'utc' or not call['start'].endswith('Z')):
            yield f'{want.name}: the zone that its stamps state is lost: {call["start"]}'
        if call['date_known'] != (dated and call['start'] is not None):
            yield f'{want.name}: date_known is {call["date_known"]}'
        for key, value in want.expect.items():
            if found.get(key) != value and want.name not in untold:
                yield f'{want.name}: {key} is {found.get(key)!r}, expected {value!r}'


def compare_messages(found, expected, dialect):
    if len(found) != len(expected):
        yield f'{len(found)} messages, {len(expected)} expected'
        return
    for got, want in zip(sorted(found, key=lambda m: m['line']), expected):
        sent = dialects.is_sent(want)
        wanted = {'bytes': len(want.text), 'transport': dialects.transport(want)}
        if dialect.wire and got['transport'] in ('TCP', 'UDP'):
            del wanted['transport']
        if dialect.peers == 'both' or dialect.peers == 'far' and not sent:
            wanted['from'] = want.src
        if dialect.peers == 'both' or dialect.peers == 'far' and sent:
            wanted['to'] = want.dst
        for key, value in wanted.items():
            if got[key] != value:
                yield f'line {got["line"]}: {key} is {got[key]!r}, expected {value!r}'
        if dialect.places is not None:
            time = (got['time'] or '').rstrip('Z')
            if (time + '000')[:26].ljust(26, '0')[:len(start_of(want.time, dialect.places))] != start_of(want.time, dialect.places):
                yield f'line {got["line"]}: time is {got["time"]!r}, expected {want.time.isoformat()}'
            if (got['time'] or '').endswith('Z') != dialect.utc:
                yield f'line {got["line"]}: time is {got["time"]!r}, UTC is {dialect.utc}'


def check(cli, folder, name, data, expected, dialect=None):
    (folder / name).write_bytes(data)
    modified = samples.MODIFIED if not dialect or dialect.dated else SAME_DAY
    os.utime(folder / name, (modified, modified))
    done = samples.run(cli, 'calls', '--json', name, cwd=folder, home=folder)
    if done.returncode:
        yield f'status {done.returncode} {done.stderr.decode()}'
        return
    result = json.loads(done.stdout)
    yield from compare_calls(result, expected, dialect.places if dialect else 3, dialect.untold if dialect else (),
                             ZONES.get(name), not dialect or dialect.dated)
    if not dialect:
        return
    if result['inputs'][0]['format'] != dialect.format:
        yield f'format {result["inputs"][0]["format"]}, expected {dialect.format}'
    done = samples.run(cli, 'messages', '--json', name, cwd=folder, home=folder)
    yield from compare_messages([json.loads(line) for line in done.stdout.splitlines()],
                                [m for call in expected for m in call.messages], dialect)


def main():
    cli = pathlib.Path(sys.argv[1]).resolve()
    expected = sipcalls.calls()
    messages = [m for call in expected for m in call.messages]
    files = [(name, render, None) for name, render in renderings.RENDERINGS.items()]
    files += [(name, dialect.render, dialect) for name, dialect in dialects.DIALECTS.items()]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = next((pathlib.Path(a[7:]) for a in sys.argv if a.startswith('--keep=')), pathlib.Path(folder))
        folder.mkdir(exist_ok=True)
        for name, render, dialect in files:
            for problem in check(cli, folder, name, render(messages), expected, dialect):
                print(f'{name}: {problem}')
                wrong += 1
    print(f'{len(files)} renderings of {len(expected)} calls, {wrong} wrong')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
