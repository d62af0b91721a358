#!/usr/bin/env python3
"""The user's own knowledge: $XDG_DATA_HOME/rungs/knowledge/*.json is used and shown as theirs; what is wrong in it is told, and all else works.

Usage: yours.py CLI
"""
import json
import pathlib
import sys
import tempfile

import renderings
import samples
import sipcalls

ENTRY = {
    'id': 'mine-603', 'title': 'The PBX of the branch is closed', 'sip': 603, 'microsoft_code': None, 'q850': None, 'aadsts': None,
    'domain': 'sip', 'phrase': 'Branch closed', 'match': {'any': ['Branch closed'], 'all': []}, 'direction': None, 'produced_by': 'carrier',
    'meaning': 'The PBX answers 603 out of hours.', 'evidence': ['The phrase Branch closed.'], 'steps': ['Call again in the morning.'],
    'who_acts': 'user', 'retry_helps': True, 'source_basis': 'observed', 'sources': [{'title': 'Our wiki', 'url': 'https://wiki.example.com/603'}],
    'samples': {'match': [{'sip': 603, 'text': 'Branch closed'}], 'no_match': [{'sip': 486}]},
}
problems = []


def check(right, what):
    if not right:
        problems.append(what)


def main():
    cli = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        how = {'cwd': folder, 'home': folder}
        mine = folder / 'data' / 'rungs' / 'knowledge'
        mine.mkdir(parents=True)
        (mine / 'branch.json').write_text(json.dumps({'schema': 'rungs.knowledge/1', 'entries': [ENTRY]}))

        build = sipcalls.Builder('closed', 1, sipcalls.START)
        a, b = build.pair(True)
        build.setup(a, b, ringing=False)
        build.refuse(a, b, 603, 'Branch closed')
        (folder / 'calls.txt').write_bytes(renderings.sip_text(build.messages))

        explained = json.loads(samples.run(cli, 'explain', 'Branch closed', '--json', **how).stdout)
        check(explained['known'] and explained['entries'][0]['id'] == 'mine-603', f'explain: {explained["entries"][:1]}')
        check(explained['entries'][0]['yours'] is True and explained['entries'][0]['file'] == 'branch.json', 'explain: not yours')
        ours = json.loads(samples.run(cli, 'explain', '488/531000', '--json', **how).stdout)
        check(all(e['yours'] is False and e['file'] is None for e in ours['entries']), 'explain: ours is yours')
        check('branch.json' in samples.run(cli, 'explain', '603', **how).stdout.decode(), 'explain as text: not yours')

        verdict = json.loads(samples.run(cli, 'calls', '--json', 'calls.txt', **how).stdout)['calls'][0]['verdict']
        check(verdict['entry'] == 'mine-603' and verdict['yours'] is True, f'verdict: {verdict}')
        for suffix in ('md', 'html'):
            samples.run(cli, 'report', '--force', f'--output=out.{suffix}', 'calls.txt', **how)
            check('branch.json' in (folder / f'out.{suffix}').read_text(), f'report .{suffix}: not yours')

        (mine / 'bad.json').write_text('{\n"schema": "rungs.knowledge/1",\n"entries": [{"id": "x"}, ]\n}')
        (mine / 'half.json').write_text(json.dumps({'schema': 'rungs.knowledge/1', 'entries': [dict(ENTRY, id='mine-2', steps=[]), dict(ENTRY, id='mine-3')]}))
        done = samples.run(cli, 'calls', '--json', 'calls.txt', **how)
        told = done.stderr.decode()
        check(done.returncode == 0 and json.loads(done.stdout)['calls'], f'bad files: status {done.returncode}')
        check('bad.json: 3:' in told, f'the line of the wrong JSON: {told}')
        check('half.json, entry 1' in told and 'mine-2' in told and 'steps' in told, f'the entry and the field: {told}')
        check(len(told.splitlines()) == 2, f'sentences: {told}')
        third = json.loads(samples.run(cli, 'explain', '603', '--json', **how).stdout)
        check('mine-3' in [e['id'] for e in third['entries']], 'the good entry beside a bad one')
    print('\n'.join(problems) or 'yours is yours')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
