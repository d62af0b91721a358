#!/usr/bin/env python3
"""The formats: what the list says, the user's own definitions in $XDG_DATA_HOME/rungs/formats, and --check. And which list a format of
ours is missing from: who adds one reads here what is left to do.

Usage: formats.py CLI SOURCE_ROOT
"""
import json
import pathlib
import sys
import tempfile

import samples

DEFINITION = {
    'schema': 'rungs.format/1', 'id': 'acme-gateway', 'title': 'Acme gateway', 'how': 'Lines such as “gw7 Packet from 192.0.2.1:5060 over UDP”.',
    'confidence': 'The grammar was read from one log.', 'source': 'A log of ours.',
    'lines': [
        {'kind': 'head', 'direction': 'received',
         'match': r'^\[(?<time>(?&STAMP))\] gw\d+ Packet from (?<peer>(?&ADDRESS)) over (?<transport>(?&TRANSPORT))$'},
        {'kind': 'head', 'match': r'^\[(?<time>(?&STAMP))\] gw\d+ Packet (?<direction>sent|received) at (?<peer>(?&ADDRESS))'},
    ],
    'samples': {'match': ['[2026-11-22 10:15:02.120] gw7 Packet from 192.0.2.1:5060 over UDP', '[10:15:02.120] gw7 Packet sent at 192.0.2.1'],
                'no_match': ['[2026-11-22 10:15:02.120] gw7 Packet lost']},
}
LOG = '''[2026-11-22 10:15:02.120] gw7 Packet from 192.0.2.1:5060 over UDP
INVITE sip:+15550100002@example.com SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-1
From: <sip:+15550100001@example.com>;tag=1
To: <sip:+15550100002@example.com>
Call-ID: 1@example.com
CSeq: 1 INVITE
Content-Length: 0

'''
problems = []


def check(right, what):
    if not right:
        problems.append(what)


def changed(**fields):
    return json.dumps({key: value for key, value in dict(DEFINITION, **fields).items() if value is not None})


def wrong_line(match):
    return changed(lines=[{'kind': 'head', 'match': match}])


# A file of the folder that cannot be used, and words of the sentence about it.
BAD = {
    'syntax.json': ('{\n"schema": "rungs.format/1",\n"id": }', ['syntax.json: 3:']),
    'list.json': ('[]', ['must be an object']),
    'schema.json.json': (changed(schema='rungs.knowledge/1'), ['“schema”']),
    'samples.json': (changed(samples=None), ['“samples” is missing']),
    'no-match.json': (changed(samples={'match': ['x'], 'no_match': []}), ['“samples”', '“no_match”']),
    'unclaimed.json': (changed(samples={'match': ['nothing of the kind'], 'no_match': ['x']}), ['“match” 1 is not recognised']),
    'claimed.json': (changed(samples={'match': DEFINITION['samples']['match'], 'no_match': DEFINITION['samples']['match']}), ['“no_match” 1']),
    'expression.json': (wrong_line('^(abc'), ['lines[1]', 'character 6', 'parenthesis']),
    'group.json': (wrong_line('^(?<sender>x)'), ['lines[1]', '“sender”']),
    'kind.json': (changed(lines=[{'kind': 'tail', 'match': 'x'}]), ['lines[1]', '“kind”']),
    'stranger.json': (changed(colour='red'), ['“colour” is not known']),
    'twice.json': (changed(id='asterisk'), ['“asterisk”', 'another format']),
    'slow.json': (wrong_line('^(a+)+$'), ['is not recognised']),
}


def missing_from(root, ours):
    """The lists that a definition of ours has to be in."""
    readme = (root / 'README.md').read_text().lower()
    for entry in ours:
        folder = root / 'tests/data' / entry['id']
        inputs = [p for p in folder.glob('*') if not p.name.endswith(samples.NOT_SAMPLES)]
        check(inputs, f'{entry["id"]}: no sample in tests/data/{entry["id"]}')
        for path in inputs:
            check(path.with_name(path.name + '.dump').exists(), f'{path.name}.dump is missing: tests/cli/golden.py … --update')
            golden = root / 'tests/cli/golden' / entry['id'] / (path.name + '.json')
            check(golden.exists(), f'{golden.relative_to(root)} is missing: tests/cli/golden.py … --update')
        words = [w for w in entry['title'].lower().replace('(', ' ').replace(')', ' ').split() if w in readme]
        check(words or entry['id'].split('-')[0] in readme, f'{entry["id"]}: README.md does not name it under “What it opens”')


def main():
    cli, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        how = {'cwd': folder, 'home': folder}
        listed = json.loads(samples.run(cli, 'formats', '--json', **how).stdout)
        check(listed['schema'] == 'rungs.formats/1' and not any(f['yours'] for f in listed['formats']), 'formats --json')
        defined = [f for f in listed['formats'] if f['definition']]
        check(sorted(f['id'] for f in defined) == sorted(p.stem for p in (root / 'data/formats').glob('*.json')), 'the definitions of data/formats')
        missing_from(root, defined)
        for path in sorted((root / 'data/formats').glob('*.json')):
            done = samples.run(cli, 'formats', f'--check={path}', **how)
            check(done.returncode == 0, f'--check {path.name}: {done.stderr.decode()}')

        mine = folder / 'data' / 'rungs' / 'formats'
        mine.mkdir(parents=True)
        (mine / 'acme.json').write_text(json.dumps(DEFINITION))
        (folder / 'gw.log').write_text(LOG)
        first = json.loads(samples.run(cli, 'formats', '--json', **how).stdout)['formats'][0]
        check(first['id'] == 'acme-gateway' and first['yours'] is True and first['file'] == 'acme.json', f'theirs is not first: {first}')
        check('acme.json' in samples.run(cli, 'formats', **how).stdout.decode(), 'formats as text: not yours')
        calls = json.loads(samples.run(cli, 'calls', '--json', 'gw.log', **how).stdout)
        check(calls['inputs'][0]['format'] == 'acme-gateway', f'the log is {calls["inputs"][0]}')
        message = json.loads(samples.run(cli, 'messages', 'gw.log', **how).stdout)
        check(message['from'] == '192.0.2.1:5060' and message['time'].startswith('2026-11-22T10:15:02.120'), f'message: {message}')

        shown = samples.run(cli, 'formats', f'--check={mine / "acme.json"}', **how)
        text = shown.stdout.decode()
        check(shown.returncode == 0, f'--check: {shown.stderr.decode()}')
        for word in ('match 1: recognised', '2026-11-22T10:15:02.120', '192.0.2.1:5060 -> the device', 'UDP', 'received', 'INVITE sip:', '  10:15:02.120, the device -> 192.0.2.1, ', 'no_match 1: not recognised'):
            check(word in text, f'--check does not say “{word}”: {text}')
        check(samples.run(cli, 'formats', '--check=nowhere.json', **how).returncode == 1, '--check of no file')
        check(samples.run(cli, 'formats', 'x', **how).returncode == 2, 'formats with an argument')

        for name, (content, words) in BAD.items():
            (mine / name).write_text(content)
            done = samples.run(cli, 'formats', f'--check={mine / name}', **how)
            check(done.returncode == 1 or name == 'twice.json', f'--check {name}: {done.returncode}')
        done = samples.run(cli, 'calls', '--json', 'gw.log', **how)
        told = done.stderr.decode().splitlines()
        check(done.returncode == 0 and json.loads(done.stdout)['inputs'][0]['format'] == 'acme-gateway', 'a bad file stops the others')
        check(len(told) == len(BAD), f'{len(told)} sentences: {told}')
        for name, (_, words) in BAD.items():
            sentence = next((line for line in told if name in line), '')
            check(sentence and all(w in sentence for w in words), f'{name}: {sentence}')
    print('\n'.join(problems) or 'formats are listed, checked, and theirs first')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
