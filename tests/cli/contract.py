#!/usr/bin/env python3
"""Holds rungs-cli against its contract, field by field, on every sample: names, types, values, and that the views agree.

Usage: contract.py CLI DATA
"""
import json
import pathlib
import re
import sys
import tempfile

import samples

KINDS = {'invite', 'register', 'options', 'subscribe', 'message', 'other', 'record', 'sign-in'}
STATES = {'setup', 'established', 'completed', 'cancelled', 'failed', 'dropped'}
DIRECTIONS = {'to-teams', 'from-teams', 'unknown'}
BASES = {'exact', 'likely', 'generic', 'unknown'}
PARTIES = {'microsoft', 'sbc', 'carrier', 'client', 'unknown'}
JOINS = {'first', 'session', 'call-id', 'header', 'sdp', 'numbers', 'user'}
STRENGTHS = {'certain', 'strong', 'likely', 'weak'}
HEALTH = {'partial', 'passed-over', 'lost-records', 'cut-messages', 'length-mismatch', 'missing-headers', 'refused', 'malformed', 'clock-jump', 'clocks-differ',
          'begins-outside', 'ends-outside', 'one-direction', 'unreadable'}
ACTORS = {'sbc-admin', 'tenant-admin', 'carrier', 'network', 'user', 'developer'}
SOURCE_BASES = {'documented', 'derived', 'observed', 'rfc', 'community'}
STAMP = re.compile(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z?$')
NUMBER, TEXT, NOTHING = (int,), (str,), (type(None),)

CALL = {
    'id': TEXT, 'kind': TEXT, 'start': TEXT + NOTHING, 'zone': TEXT, 'duration_ms': NUMBER + NOTHING, 'from': TEXT + NOTHING, 'to': TEXT + NOTHING,
    'direction': TEXT, 'state': TEXT, 'legs': (list,), 'messages': NUMBER, 'retransmissions': NUMBER,
    'final': (dict,) + NOTHING, 'failing': (dict,) + NOTHING, 'verdict': (dict,) + NOTHING, 'notes': NUMBER,
    'start_utc': TEXT + NOTHING, 'date_known': (bool,), 'year_known': (bool,),
}
FINAL = {'code': NUMBER, 'phrase': TEXT + NOTHING, 'q850': NUMBER + NOTHING, 'text': TEXT + NOTHING, 'microsoft_code': NUMBER + NOTHING}
FAILING = {'method': TEXT, 'cseq': NUMBER, 'call_id': TEXT, 'request_line': NUMBER + NOTHING, 'response_line': NUMBER + NOTHING, 'input': NUMBER}
VERDICT = {'entry': TEXT + NOTHING, 'title': TEXT + NOTHING, 'basis': TEXT, 'produced_by': TEXT, 'findings': (list,)}
MESSAGE = {
    'call': TEXT, 'index': NUMBER, 'time': TEXT + NOTHING, 'input': NUMBER, 'line': NUMBER, 'from': TEXT + NOTHING, 'to': TEXT + NOTHING,
    'from_device': TEXT + NOTHING, 'to_device': TEXT + NOTHING, 'transport': TEXT + NOTHING, 'method': TEXT + NOTHING, 'code': NUMBER + NOTHING, 'phrase': TEXT + NOTHING,
    'cseq': NUMBER + NOTHING, 'call_id': TEXT + NOTHING, 'branch': TEXT + NOTHING, 'bytes': NUMBER, 'sdp': (bool,), 'retransmission': (bool,),
    'duplicate_of': NUMBER + NOTHING, 'intact': (bool,), 'remarks': (list,),
}
ENTRY = {
    'id': TEXT, 'title': TEXT, 'sip': NUMBER + NOTHING, 'microsoft_code': NUMBER + NOTHING, 'phrase': TEXT + NOTHING, 'meaning': TEXT,
    'evidence': (list,), 'steps': (list,), 'who_acts': TEXT, 'produced_by': TEXT, 'retry_helps': (bool,) + NOTHING, 'source_basis': TEXT, 'yours': (bool,),
    'sources': (list,),
}
ARROW = {'from': NUMBER, 'to': NUMBER, 'time': TEXT + NOTHING, 'label': TEXT, 'message': NUMBER, 'failing': (bool,), 'retransmission': (bool,), 'copies': NUMBER, 'witnesses': (list,)}

COVERAGE = {'bytes': NUMBER, 'messages': NUMBER, 'records': NUMBER, 'passed_over': (list,), 'unreadable': (list,)}
DIAGNOSTICS = {'lost-records', 'cut-message', 'length-mismatch', 'malformed', 'limit', 'encrypted', 'clock-jump', 'unreadable', 'note', 'partial', 'line-ends'}

PATTERN = {'text': TEXT, 'by': TEXT, 'failed': NUMBER, 'of': NUMBER, 'calls': (list,)}

problems = []
checks = 0


def check(right, what):
    global checks
    checks += 1
    if not right:
        problems.append(what)


def shape(where, thing, fields):
    for name, types in fields.items():
        check(name in thing, f'{where}: no field "{name}"')
        # bool is an int to Python and none to JSON
        value = thing.get(name)
        check(type(value) in types, f'{where}.{name}: {value!r}')


def stdout(cli, *arguments, status=0, **how):
    done = samples.run(cli, *arguments, **how)
    check(done.returncode == status, f'{" ".join(map(str, arguments))}: status {done.returncode}, expected {status}; {done.stderr.decode()}')
    check(b'/tmp/' not in done.stdout, f'{arguments}: a path of this machine in the output')
    return done.stdout.decode()


def check_coverage(where, document):
    """What a document rests on; it names things that were not read, and each of them once."""
    shape(where, document, {'partial': (bool,), 'coverage': (dict,)})
    coverage = document['coverage']
    shape(where + '.coverage', coverage, COVERAGE)
    for side in ('passed_over', 'unreadable'):
        for one in coverage[side]:
            shape(f'{where}.{side}', one, {'what': TEXT, 'count': NUMBER, 'may_hide_sip': (bool,)})
            check(one['count'] > 0, f'{where}.{side}: {one}')
        check(len({one['what'] for one in coverage[side]}) == len(coverage[side]), f'{where}.{side}: twice the same')


def check_points(where, points):
    for point in points:
        shape(where + '.changes', point, {'id': TEXT, 'text': TEXT, 'lines': (list,), 'explains': (bool,)})
        check(point['lines'], f'{where}: change {point["id"]} rests on no line')


def check_changes(where, changes, messages):
    check_points(where, changes['points'])
    for pair in changes['messages']:
        check(max(pair['before'], pair['after']) < len(messages), f'{where}.changes: message')
        for row in pair['rows']:
            shape(where + '.changes', row, {'kind': TEXT, 'before': TEXT + NOTHING, 'after': TEXT + NOTHING, 'point': NUMBER + NOTHING})
            check(row['kind'] in ('same', 'noise', 'changed', 'removed', 'added'), f'{where}.changes: {row["kind"]}')
            check(row['point'] is None or row['point'] < len(changes['points']), f'{where}.changes: point {row["point"]}')


def check_health(where, health, inputs):
    check(len({one['kind'] for one in health}) == len(health), f'{where}: two entries of one kind')
    for one in health:
        shape(where + '.health', one, {'kind': TEXT, 'text': TEXT, 'lines': (list,)})
        check(one['kind'] in HEALTH, f'{where}: health {one["kind"]}')
        for line in one['lines']:
            shape(where + '.health', line, {'input': NUMBER, 'line': NUMBER, 'message': NUMBER + NOTHING})
            check(0 <= line['input'] < inputs and line['line'] >= 1, f'{where}: {line}')


def check_call(where, call, messages, inputs):
    # A record may not know the other party, and a log that is cut in all messages of a call may have lost who took part.
    whole = any(m['intact'] for m in messages if m['call'] == call['id'])
    known = call['kind'] not in ('record', 'sign-in') and whole
    parties = TEXT if known else TEXT + NOTHING
    shape(where, call, {**CALL, 'from': parties, 'to': parties})
    check(call['kind'] in KINDS and call['state'] in STATES and call['direction'] in DIRECTIONS, f'{where}: kind, state or direction')
    if call['start']:
        check(STAMP.match(call['start']), f'{where}.start: {call["start"]}')
        check(call['start_utc'] == (call['start'] if call['zone'] == 'utc' else None), f'{where}: start_utc {call["start_utc"]}')
        check(call['date_known'] or not call['year_known'], f'{where}: a year without a date')
        check(call['start'].endswith('Z') == (call['zone'] == 'utc'), f'{where}: start {call["start"]} with zone {call["zone"]}')
    check_health(where, call['health'], inputs)
    check(len(call['legs']) > 0, f'{where}: no legs')
    for leg in call['legs']:
        shape(where + '.legs', leg, {'call_id': TEXT if known or call['kind'] in ('record', 'sign-in') else TEXT + NOTHING, 'messages': NUMBER, 'peers': (list,), 'joined_by': TEXT, 'join': (dict,)})
        shape(where + '.legs.join', leg['join'], {'reason': TEXT, 'strength': TEXT, 'header': TEXT + NOTHING})
        check(leg['join']['reason'] in JOINS and leg['join']['strength'] in STRENGTHS, f'{where}: join {leg["join"]}')
    check([leg['join']['reason'] for leg in call['legs']].count('first') == 1, f'{where}: one leg is the first')
    mine = [m for m in messages if m['call'] == call['id']]
    seen = [m for m in mine if m['duplicate_of'] is None]
    check(len(seen) == call['messages'], f'{where}: {call["messages"]} messages, {len(seen)} in `messages`')
    check(sum(leg['messages'] for leg in call['legs']) == call['messages'], f'{where}: the legs do not add up')
    check(sum(m['retransmission'] for m in seen) == call['retransmissions'], f'{where}: retransmissions')
    check([m['index'] for m in mine] == list(range(len(mine))), f'{where}: index')
    times = [m['time'].rstrip('Z') for m in mine if m['time']]
    check(times == sorted(times), f'{where}: not in order of time')
    check(not known or (call['from'] is not None and call['to'] is not None), f'{where}: from or to')
    fault = call['state'] in ('failed', 'dropped')
    check((call['failing'] is not None) == (fault and call['kind'] not in ('record', 'sign-in')), f'{where}: failing {call["failing"]} in state {call["state"]}')
    if fault:
        check(call['verdict'] is not None, f'{where}: no verdict')
        check_points(where, call['changes'])
    if call['final']:
        shape(where + '.final', call['final'], FINAL)
        if call['final']['microsoft_code'] is not None:
            check(call['final'].get('microsoft_code_from') in ('record', 'phrase', 'rule'), f'{where}.final.microsoft_code_from')
    if call['failing']:
        failing = call['failing']
        shape(where + '.failing', failing, FAILING)
        for field, answer in (('request_line', False), ('response_line', True)):
            if failing[field] is not None:
                check(any(m['line'] == failing[field] and m['input'] == failing['input'] for m in mine),
                      f'{where}.failing.{field} {failing[field]} is the line of no message')
    if call['verdict']:
        verdict = call['verdict']
        shape(where + '.verdict', verdict, VERDICT)
        check(verdict['basis'] in BASES and verdict['produced_by'] in PARTIES, f'{where}.verdict: basis or produced_by')
        check((verdict['entry'] is None) == (verdict['basis'] == 'unknown'), f'{where}: entry {verdict["entry"]} with basis {verdict["basis"]}')
        for finding in verdict['findings']:
            shape(where + '.findings', finding, {'id': TEXT, 'text': TEXT, 'lines': (list,)})
            check(len(finding['lines']) > 0, f'{where}: finding {finding["id"]} rests on no line')
            for line in finding['lines']:
                shape(where + '.lines', line, {'input': NUMBER, 'line': NUMBER})
                check(0 <= line['input'] < inputs and line['line'] >= 1, f'{where}: {line}')


def check_ladder(cli, name, call, messages, status, how):
    ladder = json.loads(stdout(cli, 'ladder', '--json', f'--call={call["id"]}', name, status=status, **how))
    where = f'{name} ladder {call["id"]}'
    shape(where, ladder, {'schema': TEXT, 'call': TEXT, 'lanes': (list,), 'arrows': (list,), 'events': (list,), 'notes': (list,)})
    check_coverage(where, ladder)
    check(ladder['schema'] == 'rungs.ladder/1' and ladder['call'] == call['id'], f'{where}: schema or call')
    for lane in ladder['lanes']:
        shape(where, lane, {'name': TEXT, 'addresses': (list,)})
    check(len({lane['name'] for lane in ladder['lanes']}) == len(ladder['lanes']), f'{where}: two lanes of one name')
    for arrow in ladder['arrows']:
        shape(where, arrow, ARROW)
        check(max(arrow['from'], arrow['to']) < len(ladder['lanes']), f'{where}: lane')
        check(arrow['message'] < len(messages), f'{where}: message {arrow["message"]}')
        check(len(arrow['witnesses']) == (arrow['copies'] if arrow['copies'] > 1 else 0), f'{where}: {arrow["witnesses"]}')
    if call['failing']:
        check(any(a['failing'] for a in ladder['arrows']), f'{where}: nothing failing')
    for event in ladder['events']:
        shape(where, event, {'lane': NUMBER, 'time': TEXT + NOTHING, 'text': TEXT, 'line': NUMBER})
    check_changes(where, ladder['changes'], messages)
    return len(ladder['arrows'])


def check_sample(cli, path, folder):
    how = {'cwd': folder, 'home': folder}
    done = samples.run(cli, 'calls', '--json', path, **how)
    if done.returncode != 0:
        check(path.name in done.stderr.decode(), f'{path}: status {done.returncode} without its name: {done.stderr.decode()}')
    if not done.stdout:
        check(done.returncode == 1, f'{path}: status {done.returncode} and nothing')
        return
    name = str(path)
    result = json.loads(done.stdout)
    status = samples.status_of(result)
    check(done.returncode == status, f'{path}: status {done.returncode}, expected {status}')
    check_coverage(name, result)
    check(result['coverage']['bytes'] == sum(i['bytes'] for i in result['inputs'] if i['format']) or result['partial'], f'{name}: bytes')
    check(result['coverage']['messages'] == sum(i['messages'] for i in result['inputs']), f'{name}: messages')
    check(result['partial'] == any(d['kind'] == 'partial' for d in result['diagnostics']), f'{name}: partial without a reason')
    check(all(d['kind'] in DIAGNOSTICS for d in result['diagnostics']), f'{name}: kinds of diagnostics')
    text = samples.run(cli, 'calls', name, **how)
    check(text.returncode == status, f'{name}: as text status {text.returncode}, expected {status}')
    check(text.stderr.decode().splitlines()[-1].startswith('read '), f'{name}: as text it does not end with what was read')
    check(result['calls'] or text.stderr.count(b'\n') > 1, f'{name}: nothing found, and no word why')
    check(result['schema'] == 'rungs.calls/1', f'{name}: schema')
    for one in result['inputs']:
        shape(name + '.inputs', one, {'name': TEXT, 'format': TEXT + NOTHING, 'bytes': NUMBER, 'messages': NUMBER, 'partial': (bool,)})
        check_health(name + '.inputs', one['health'], len(result['inputs']))
    for one in result['clocks']:
        shape(name + '.clocks', one, {'input': NUMBER, 'reference': NUMBER, 'offset_ms': NUMBER, 'pairs': NUMBER, 'spread_ms': NUMBER,
                                      'zone_minutes': NUMBER + NOTHING, 'steady': (bool,), 'applied': (bool,), 'text': TEXT})
    for one in result['diagnostics']:
        shape(name + '.diagnostics', one, {'input': NUMBER + NOTHING, 'line': NUMBER + NOTHING, 'kind': TEXT, 'text': TEXT})
    for one in result['patterns']:
        shape(name + '.patterns', one, PATTERN)
        check(one['failed'] == len(one['calls']) <= one['of'], f'{name}: counts of a pattern')
    messages = [json.loads(line) for line in stdout(cli, 'messages', '--json', name, status=status, **how).splitlines()]
    for message in messages:
        shape(name + ' messages', message, MESSAGE)
        check(message['call_id'] is not None or not message['intact'], f'{name} messages: an intact one without Call-ID')
    # A duplicate is of a message, and each message is told once.
    check(sum(i['messages'] for i in result['inputs']) == len(messages), f'{name}: messages of the inputs do not add up')
    check(len({c['id'] for c in result['calls']}) == len(result['calls']), f'{name}: ids')
    for call in result['calls']:
        check_call(f'{name} call {call["id"]}', call, messages, len(result['inputs']))
        check_ladder(cli, name, call, [m for m in messages if m['call'] == call['id']], status, how)
    failed = json.loads(stdout(cli, 'calls', '--json', '--failed', name, status=status, **how))['calls']
    check([c['id'] for c in failed] == [c['id'] for c in result['calls'] if c['state'] in ('failed', 'dropped')], f'{name}: --failed')
    for kind in {c['kind'] for c in result['calls']}:
        some = json.loads(stdout(cli, 'calls', '--json', f'--kind={kind}', name, status=status, **how))['calls']
        check([c['id'] for c in some] == [c['id'] for c in result['calls'] if c['kind'] == kind], f'{name}: --kind={kind}')
    again = samples.run(cli, 'calls', '--json', name, **how)
    check(again.stdout == done.stdout, f'{name}: two runs differ')


def check_explain(cli):
    for query, known in (('488/531000', True), ('488', True), ('AADSTS50076', True), ('Q.850:17', True),
                         ('SrtpEncryptionRequired', True), ('499/123456', False)):
        answer = json.loads(stdout(cli, 'explain', query, '--json'))
        check(answer['schema'] == 'rungs.explain/1' and answer['query'] == query, f'explain {query}: schema or query')
        check(answer['known'] == known, f'explain {query}: known {answer["known"]}')
        check(not known or len(answer['entries']) > 0, f'explain {query}: no entries')
        for entry in answer['entries']:
            shape(f'explain {query}', entry, ENTRY)
            check(entry['who_acts'] in ACTORS and entry['produced_by'] in PARTIES and entry['source_basis'] in SOURCE_BASES,
                  f'explain {query}: {entry["who_acts"]}, {entry["produced_by"]}, {entry["source_basis"]}')
            for source in entry['sources']:
                shape(f'explain {query}', source, {'title': TEXT, 'url': TEXT})
    both = json.loads(stdout(cli, 'explain', '488/531000', '--json'))['entries']
    check(len({e['id'] for e in both}) >= 2, 'explain 488/531000: both meanings')
    plain = json.loads(stdout(cli, 'explain', '420/540420', '--json'))['entries'][0]
    check(plain['vendor_steps'] == [], 'explain: the words of a vendor that nobody named')
    for vendor in ('ribbon', 'oracle', 'cisco'):
        entry = json.loads(stdout(cli, 'explain', '420/540420', '--json', f'--vendor={vendor}'))['entries'][0]
        check(entry['vendor_steps'], f'explain --vendor={vendor}: nothing')
        for step in entry['vendor_steps']:
            shape(f'explain --vendor={vendor}', step, {'step': NUMBER, 'text': TEXT, 'verified': (bool,)})
            check(step['step'] < len(entry['steps']), f'explain --vendor={vendor}: step {step["step"]}')


def check_usage(cli, folder, sample):
    how = {'cwd': folder, 'home': folder}
    for arguments in ((), ('nonsense',), ('calls',), ('calls', '--nonsense', sample), ('calls', '--format=nonsense', sample),
                      ('calls', '--kind=nonsense', sample), ('calls', '--utc-offset=noon', sample), ('report', sample), ('explain',),
                      ('report', '--output=x.doc', sample), ('explain', '488', '--vendor=nobody'), ('ladder', '--call=0', sample), ('ladder', '--call=99999', sample)):
        done = samples.run(cli, *arguments, **how)
        check(done.returncode == 2 and done.stderr and not done.stdout, f'{arguments}: status {done.returncode}, expected 2')
    (folder / 'empty.log').write_bytes(b'')
    (folder / 'prose.log').write_text('nothing of the kind\n' * 50)
    for name in ('empty.log', 'prose.log', 'missing.log'):
        done = samples.run(cli, 'calls', '--json', name, **how)
        check(done.returncode == 1 and name in done.stderr.decode() and not done.stdout, f'{name}: {done.returncode} {done.stderr.decode()}')
    stdout(cli, 'calls', '--json', '-', stdin=(folder / sample).read_bytes(), **how)
    both = samples.run(cli, 'calls', '--json', 'missing.log', sample, **how)
    check(both.returncode == 1 and json.loads(both.stdout)['calls'], 'one missing file of two: the other is still listed')
    shifted = json.loads(stdout(cli, 'calls', '--json', '--utc-offset=+02:00', sample, **how))['calls']
    check(all(c['zone'] == 'utc' for c in shifted if c['start']), '--utc-offset: zone')
    check(len(stdout(cli, 'formats').splitlines()) >= 3, 'formats')
    for suffix in ('html', 'json', 'csv', 'md', 'svg'):
        stdout(cli, 'report', '--call=1' if suffix == 'svg' else '--failed', f'--output=out.{suffix}', sample, **how)
        check((folder / f'out.{suffix}').stat().st_size > 10, f'report .{suffix}')


def main():
    cli, data = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        paths = samples.copy(data, folder)
        for path in paths:
            check_sample(cli, path, folder)
        log = next(str(p) for p in paths if p.parts[0] == 'audiocodes-syslog')
        check_usage(cli, folder, log)
        check_explain(cli)
    for problem in problems[:60]:
        print(problem)
    print(f'{checks} checks on {len(paths)} samples, {len(problems)} problems')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
