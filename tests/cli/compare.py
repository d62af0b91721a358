#!/usr/bin/env python3
"""`rungs-cli compare`: a refused call beside the most similar good one, or beside the one that is named.

Usage: compare.py CLI
"""
import datetime
import json
import os
import pathlib
import re
import sys
import tempfile

import renderings
import samples
import sipcalls

problems = []


def check(right, what):
    if not right:
        problems.append(what)


def call(number, carrier, code, spoil=None):
    build = sipcalls.Builder(f'c{number}', number, sipcalls.START + datetime.timedelta(minutes=number))
    a, b = build.pair(True, carrier)
    build.setup(a, b, ringing=code == 200)
    if code == 200:
        build.talk(a, b)
        build.hang_up(a, b)
    else:
        build.refuse(a, b, code, 'Not Acceptable Here')
    if spoil:
        for message in build.messages:
            if message.src == b.a or message.dst == b.a:
                head, _, body = message.text.partition('\r\n\r\n')
                body = body.replace(*spoil)
                message.text = re.sub(r'(?i)^(content-length: *)\d+', lambda m: m[1] + str(len(body)), head, flags=re.M) + '\r\n\r\n' + body
    return build.messages


def main():
    cli = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        how = {'cwd': folder, 'home': folder}
        messages = (call(0, sipcalls.CARRIER_A, 200) + call(10, sipcalls.CARRIER_A, 200) + call(14, sipcalls.CARRIER_B, 200)
                    + call(15, sipcalls.CARRIER_A, 488, (' 8 0 101', ' 0 101')))
        (folder / 'calls.txt').write_bytes(renderings.sip_text(messages))
        os.utime(folder / 'calls.txt', (samples.MODIFIED, samples.MODIFIED))

        result = json.loads(samples.run(cli, 'compare', '--json', 'calls.txt', **how).stdout)
        check(result['schema'] == 'rungs.compare/1', 'schema')
        check((result['call'], result['with'], result['chosen']) == ('4', '2', True), f'chosen: {result["call"]} with {result["with"]}')
        check('203.0.113.10' in result['why'] and '5 min' in result['why'], f'why: {result["why"]}')
        check([p['text'] for p in result['points']] == ['Only the good call offers PCMA.'], f'points: {result["points"]}')
        for point in result['points']:
            check({line['call'] for line in point['lines']} == {'2', '4'}, f'lines: {point["lines"]}')
            check(all(line['line'] > 0 and line['input'] == 0 for line in point['lines']), f'lines: {point["lines"]}')
        check(len(result['messages']) == 2, f'{len(result["messages"])} pairs of messages, one a leg')
        for pair in result['messages']:
            check(all(row['kind'] in ('same', 'noise', 'changed', 'removed', 'added') for row in pair['rows']), 'kinds')
        changed = [row for pair in result['messages'] for row in pair['rows'] if row['kind'] not in ('same', 'noise')]
        check(any('RTP/AVP 0 101' in (row['here'] or '') and 'RTP/AVP 8 0 101' in (row['there'] or '') for row in changed), f'rows: {changed}')

        named = json.loads(samples.run(cli, 'compare', '--json', '--call=4', '--with=3', 'calls.txt', **how).stdout)
        check((named['call'], named['with'], named['chosen']) == ('4', '3', False), 'the one that was named')
        check(any('203.0.113.20' in p['text'] for p in named['points']), f'another trunk: {named["points"]}')

        text = samples.run(cli, 'compare', 'calls.txt', **how).stdout.decode()
        check('Only the good call offers PCMA.' in text and '\n- m=audio' in text and '\n+ m=audio' in text, f'text: {text}')
        for arguments in (('--call=9',), ('--with=9',), ('--nonsense',)):
            done = samples.run(cli, 'compare', *arguments, 'calls.txt', **how)
            check(done.returncode == 2 and done.stderr and not done.stdout, f'{arguments}: status {done.returncode}')

        cut = call(15, sipcalls.CARRIER_A, 488)
        for message in cut:
            message.text = message.text.replace('a=ptime:20\r\n', '').replace('a=sendrecv\r\n', '')
        (folder / 'cut.txt').write_bytes(renderings.sip_text(call(10, sipcalls.CARRIER_A, 200) + cut))
        points = json.loads(samples.run(cli, 'compare', '--json', '--call=2', '--with=1', 'cut.txt', **how).stdout)['points']
        check([p['id'] for p in points] == ['compare-cut'], f'a cut INVITE: {points}')

        (folder / 'one.txt').write_bytes(renderings.sip_text(call(15, sipcalls.CARRIER_A, 488)))
        alone = json.loads(samples.run(cli, 'compare', '--json', 'one.txt', **how).stdout)
        check(alone['with'] is None and not alone['points'] and not alone['messages'], f'no good call: {alone}')
        check('succeeded' in samples.run(cli, 'compare', 'one.txt', **how).stdout.decode(), 'no good call, as text')
    print('\n'.join(problems) or 'compared')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
