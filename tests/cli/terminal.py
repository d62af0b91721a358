#!/usr/bin/env python3
"""Nothing of a log or of a file's name acts on the terminal: no control characters and no marks that turn the reading direction,
in any text output, on standard output or standard error.

    terminal.py RUNGS-CLI SAMPLES
"""
import json
import os
import pathlib
import re
import sys
import tempfile

import samples

problems = []

UNSAFE = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]')

TEXT_COMMANDS = (('calls',), ('calls', '--failed'), ('calls', '--kind=options'), ('calls', '--csv'), ('ladder',), ('ladder', '--svg'), ('compare',),
                 ('report', '-o', '-'), ('report', '--redact', '-o', '-'))
JSON_COMMANDS = (('calls', '--json'), ('messages',), ('ladder', '--json'))
# Of all samples: each says the most that its kind can say.
SAMPLE_COMMANDS = (('calls', '--failed'), ('ladder',), ('compare',), ('report', '-o', '-'), ('calls', '--json'))


def check_text(what, output):
    for name, raw in (('stdout', output.stdout), ('stderr', output.stderr)):
        try:
            # The line endings of CSV (RFC 4180) are ours.
            text = raw.decode().replace('\r\n', '\n' if '--csv' in what else '\r\n')
        except UnicodeDecodeError as error:
            problems.append(f'{what}: {name} is not UTF-8: {error}')
            continue
        found = UNSAFE.search(text)
        if found:
            problems.append(f'{what}: {name} has {found.group()!r} in {text[max(0, found.start() - 40):found.end() + 20]!r}')


def check_samples(cli, data, folder):
    paths = samples.copy(data, folder)
    for name in sorted({p.parts[0] for p in paths}):
        for command in SAMPLE_COMMANDS:
            check_text(f'{name} {command}', samples.run(cli, *command, name, cwd=folder, home=folder / 'home'))


def check_capture(cli, capture):
    """The values are those of the wire: JSON escapes them, text replaces them."""
    for command in TEXT_COMMANDS + JSON_COMMANDS:
        check_text(f'{capture} {command}', samples.run(cli, *command, capture))
    call = json.loads(samples.run(cli, 'calls', '--json', capture).stdout)['calls']
    if len(call) != 1:
        problems.append(f'{len(call)} calls in {capture}')
        return
    call = call[0]
    got = (call['state'], call['final']['code'], call['final']['q850'], call['messages'], call['duration_ms'], call['from'], call['to'])
    if got != ('failed', 480, 31, 2, 100, '+15550101', '+15550102'):
        problems.append(f'{capture}: {got}')
    if not UNSAFE.search(call['final']['phrase']):
        problems.append(f'{capture}: the phrase in JSON is not that of the wire: {call["final"]["phrase"]!r}')
    text = samples.run(cli, 'calls', capture).stdout.decode()
    if '480' not in text or '\ufffd' not in text:
        problems.append(f'{capture}: not replaced: {text!r}')
    for command in (('explain', 'a\x1b[31m\u202eb'), ('explain', '488\x07'), ('nonsense\x1b[31m\u202e',), ('calls', '--nonsense\x1b[2J', capture),
                    ('calls', '--kind=\x1b[2J\u2066', capture), ('calls', '--format=\x1b\x9b', capture), ('ladder', '--call=\x1b[2J', capture),
                    ('calls', '--utc-offset=\x1b[2J', capture), ('calls', '--shift=1:\x1b', capture), ('calls', '--join-header=\x1b', capture),
                    ('explain', '488', '--vendor=\x1b[2J')):
        check_text(repr(command), samples.run(cli, *command))


def check_names(cli, log, folder):
    """A file's name may hold anything but a slash."""
    for i, name in enumerate((b'esc\x1b[31mred\x1b]0;title\x07.txt', 'right\u202eto\u2066left.txt'.encode(), b'wrong\xff\xfe\x9b.txt', b'two\nlines\r.txt')):
        inside = folder / f'names{i}'
        inside.mkdir()
        path = os.path.join(os.fsencode(inside), name)
        output = os.path.join(os.fsencode(folder), b'out' + name[:-4] + b'.md')
        with open(path, 'wb') as out:
            out.write(log)
        for command in TEXT_COMMANDS + JSON_COMMANDS:
            check_text(f'{name!r} {command}', samples.run(cli, *command, path))
            check_text(f'folder of {name!r} {command}', samples.run(cli, *command, os.fsencode(inside)))
        for command in (('calls', path + b'.missing'), ('calls', path + b'.empty'), ('report', '--call=1', b'-o', path + b'.doc', path),
                        ('report', '--call=1', '-o', output, path), ('report', '--call=1', '-o', output, path), ('report', '-o', b'/dev/null/' + name + b'.md', path),
                        ('report', '--call=1', '--force', '-o', output, output), ('calls', path, path + b'.missing')):
            if command[-1].endswith(b'.empty'):
                open(command[-1], 'wb').close()
            check_text(f'{name!r} {command}', samples.run(cli, *command))


def main():
    cli, data = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    check_capture(cli, data / 'terminal' / 'control-characters.pcap')
    with tempfile.TemporaryDirectory() as folder:
        check_names(cli, (data / 'sngrep' / 'call.txt').read_bytes(), pathlib.Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        check_samples(cli, data, pathlib.Path(folder))
    print('\n'.join(problems[:60]) or 'nothing acts on the terminal')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
