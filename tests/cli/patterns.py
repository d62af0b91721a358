#!/usr/bin/env python3
"""What the calls of a log have in common, as each output tells it: JSON, text, Markdown and web page, with and without redaction.

Usage: patterns.py CLI
"""
import datetime
import json
import os
import pathlib
import sys
import tempfile

import renderings
import samples
import sipcalls

SENTENCE = '8 of 9 calls to +34 fail with 403/560403 at 203.0.113.10; none of the 12 other calls does.'
problems = []


def check(right, what):
    if not right:
        problems.append(what)


def call(number, to, refused):
    build = sipcalls.Builder(f'p{number}', number, sipcalls.START + datetime.timedelta(minutes=number))
    build.callee = to
    a, b = build.pair(True)
    build.setup(a, b)
    if refused:
        build.refuse(a, b, 403, 'Forbidden')
    else:
        build.talk(a, b)
        build.hang_up(a, b)
    return build.messages


def write(path):
    messages = []
    for i in range(9):
        messages += call(i, f'+3491555{i:04d}', i != 4)
    for i in range(12):
        messages += call(20 + i, f'+1555012{i:04d}', False)
    path.write_bytes(renderings.sip_text(messages))
    os.utime(path, (samples.MODIFIED, samples.MODIFIED))


def main():
    cli = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        how = {'cwd': folder, 'home': folder}
        write(folder / 'calls.txt')
        result = json.loads(samples.run(cli, 'calls', '--json', 'calls.txt', **how).stdout)
        check(len(result['calls']) == 21, f'{len(result["calls"])} calls')
        check([p['text'] for p in result['patterns']] == [SENTENCE], f'patterns: {result["patterns"]}')
        for pattern in result['patterns']:
            failed = [c['id'] for c in result['calls'] if c['state'] == 'failed']
            check(pattern['calls'] == failed and pattern['failed'] == len(failed), f'calls {pattern["calls"]}, {failed} failed')
            check((pattern['of'], pattern['others'], pattern['others_failed']) == (9, 12, 0), f'counts {pattern}')
            check(pattern['by'] == 'number' and pattern['cause'] == '403/560403', f'by {pattern["by"]}, cause {pattern["cause"]}')
        failed = json.loads(samples.run(cli, 'calls', '--json', '--failed', 'calls.txt', **how).stdout)
        check(failed['patterns'] == result['patterns'], '--failed: other patterns')
        for arguments in ((), ('--failed',)):
            text = samples.run(cli, 'calls', *arguments, 'calls.txt', **how).stdout.decode()
            check(SENTENCE in text.rsplit('Patterns\n', 1)[-1], f'no pattern at the end of the text {arguments}')
        for suffix in ('md', 'html'):
            for redact in ((), ('--redact',)):
                name = f'out{len(redact)}.{suffix}'
                samples.run(cli, 'report', '--failed', *redact, f'--output={name}', 'calls.txt', **how)
                page = (folder / name).read_text()
                shown = SENTENCE if not redact else '8 of 9 calls to +34 fail with 403/560403 at '
                check(shown in page and 'Patterns' in page, f'{name}: no pattern')
                check(not redact or '203.0.113.10' not in page, f'{name}: an address is left')
            one = samples.run(cli, 'report', '--call=1', f'--output=one.{suffix}', 'calls.txt', **how)
            check(one.returncode == 0 and 'Patterns' not in (folder / f'one.{suffix}').read_text(), f'one.{suffix}: patterns of one call')
    print('\n'.join(problems) or 'every output tells the pattern')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
