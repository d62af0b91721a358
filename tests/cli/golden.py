#!/usr/bin/env python3
"""`rungs-cli calls --json` over every sample is what stands in the golden folder beside this file.

Usage: golden.py CLI DATA [--update]   A sample that cannot be opened has the sentence and the status as its golden text. The status
of the others follows from what is printed: 1 without a row (an export of calls excepted), 4 when it is partial.
"""
import json
import pathlib
import sys
import tempfile

import samples


def output(cli, path, folder):
    done = samples.run(cli, 'calls', '--json', path, cwd=folder, home=folder)
    if done.stdout:
        expected = samples.status_of(json.loads(done.stdout))
        assert done.returncode == expected, f'{path}: status {done.returncode}, expected {expected}; {done.stderr.decode()}'
        return done.stdout.decode()
    return f'exit status {done.returncode}\n{done.stderr.decode()}'


def main():
    cli, data = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    update = '--update' in sys.argv
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        paths = samples.copy(data, folder)
        for path in paths:
            golden = pathlib.Path(__file__).parent / 'golden' / path.parent / (path.name + '.json')
            now = output(cli, path, folder)
            if update:
                golden.parent.mkdir(parents=True, exist_ok=True)
                golden.write_text(now)
            elif not golden.exists():
                print(f'{path}: no golden file; look at the output and run with --update')
                wrong += 1
            elif golden.read_text() != now:
                print(f'{path}: differs from {golden.name}')
                old, new = golden.read_text().splitlines(), now.splitlines()
                for a, b in zip(old + [''] * len(new), new + [''] * len(old)):
                    if a != b:
                        print(f'  was {a[:300]}\n  now {b[:300]}')
                        break
                wrong += 1
    print(f'{len(paths)} samples, {wrong} differ')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
