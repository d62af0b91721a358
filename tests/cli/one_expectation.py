#!/usr/bin/env python3
"""One set of calls, every rendering, one expectation: `calls --json` says the same of each.

Usage: one_expectation.py CLI [--keep=FOLDER]
"""
import json
import os
import pathlib
import sys
import tempfile

import renderings
import samples
import sipcalls


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


def main():
    cli = pathlib.Path(sys.argv[1]).resolve()
    expected = sipcalls.calls()
    messages = [m for call in expected for m in call.messages]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = next((pathlib.Path(a[7:]) for a in sys.argv if a.startswith('--keep=')), pathlib.Path(folder))
        folder.mkdir(exist_ok=True)
        for name, render in renderings.RENDERINGS.items():
            (folder / name).write_bytes(render(messages))
            os.utime(folder / name, (samples.MODIFIED, samples.MODIFIED))
            done = samples.run(cli, 'calls', '--json', name, cwd=folder, home=folder)
            if done.returncode:
                print(f'{name}: status {done.returncode} {done.stderr.decode()}')
                wrong += 1
                continue
            result = json.loads(done.stdout)
            if len(result['calls']) != len(expected):
                print(f'{name}: {len(result["calls"])} calls, {len(expected)} expected')
                wrong += 1
            for diagnostic in result['diagnostics']:
                print(f'{name}: line {diagnostic["line"]}: {diagnostic["kind"]}: {diagnostic["text"]}')
                wrong += 1
            for call, want in zip(result['calls'], expected):
                found = facts(call)
                if not call['start'].startswith(want.messages[0].time.isoformat(timespec='milliseconds')):
                    print(f'{name} {want.name}: starts {call["start"]}, expected {want.messages[0].time.isoformat()}')
                    wrong += 1
                for key, value in want.expect.items():
                    if found.get(key) != value:
                        print(f'{name} {want.name}: {key} is {found.get(key)!r}, expected {value!r}')
                        wrong += 1
    print(f'{len(renderings.RENDERINGS)} renderings of {len(expected)} calls, {wrong} wrong')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
