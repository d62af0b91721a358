#!/usr/bin/env python3
"""What `rungs-cli report` writes, and what it must not write over.

    outputs.py RUNGS-CLI SAMPLE
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import zipfile

import samples

problems = []

SUFFIXES = ('html', 'md', 'svg', 'json', 'csv')

GOOD = '''2026/11/22 10:15:00.000000 192.0.2.1:5060 -> 198.51.100.2:5060
INVITE sip:+15550102@198.51.100.2 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1
From: <sip:+15550101@example.com>;tag=a
To: <sip:+15550102@example.net>
Call-ID: good@example.com
CSeq: 1 INVITE
Content-Length: 0


2026/11/22 10:15:01.000000 198.51.100.2:5060 -> 192.0.2.1:5060
SIP/2.0 200 OK
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1
From: <sip:+15550101@example.com>;tag=a
To: <sip:+15550102@example.net>;tag=b
Call-ID: good@example.com
CSeq: 1 INVITE
Content-Length: 0


'''
BAD = GOOD.replace('good@', 'bad@').replace('z9hG4bK1', 'z9hG4bK2').replace('200 OK', '486 Busy Here').replace('10:15', '10:16')


def besides_coverage(done):
    """Standard error without the line that says what was read."""
    return [line for line in done.stderr.decode().splitlines() if not line.startswith('read ')]


def check(ok, what):
    if not ok:
        problems.append(what)


def leftovers(folder):
    return [p.name for p in pathlib.Path(folder).rglob('.*')]


def refuses(cli, folder, path, *arguments, **how):
    """A report to @path ends with a sentence and status 2, and no byte of any file changes."""
    files = {p: p.read_bytes() for p in folder.rglob('*') if p.is_file()}
    done = samples.run(cli, 'report', '--call=1', f'--output={path}', *arguments, cwd=folder, home=folder / 'home', **how)
    what = f'{path} {arguments}'
    check(done.returncode == 2 and b'rungs-cli: ' in done.stderr and not done.stdout, f'{what}: {done.returncode} {done.stderr.decode()}')
    check({p: p.read_bytes() for p in folder.rglob('*') if p.is_file()} == files, f'{what}: a file was changed')
    return done.stderr.decode()


def check_inputs(cli, log, folder):
    """By no name is an input written over, with --force or without."""
    for suffix in SUFFIXES:
        name = f'in.{suffix}'
        (folder / name).write_bytes(log)
        for force in ((), ('--force',)):
            for path in (name, f'./{name}', f'../{folder.name}/{name}', str(folder / name)):
                sentence = refuses(cli, folder, path, *force, name)
                check('input' in sentence, f'{path}: {sentence}')
    (folder / 'logs' / 'deep').mkdir(parents=True)
    (folder / 'logs' / 'a.md').write_bytes(log)
    (folder / 'logs' / 'deep' / 'b.csv').write_bytes(log)
    (folder / 'logs' / 'prose.html').write_text('nothing of the kind\n' * 50)
    for path in ('logs/a.md', 'logs/deep/b.csv', 'logs/deep/../a.md', 'logs/prose.html'):
        refuses(cli, folder, path, '--force', 'logs')
    (folder / 'soft.md').symlink_to('logs/a.md')
    os.link(folder / 'logs' / 'a.md', folder / 'hard.md')
    (folder / 'fd.md').symlink_to('/dev/fd/0')
    for path in ('soft.md', 'hard.md'):
        refuses(cli, folder, path, '--force', 'logs/a.md')
        refuses(cli, folder, 'logs/a.md', '--force', path)
    with zipfile.ZipFile(folder / 'bundle.md', 'w') as bundle:
        bundle.writestr('sbc.log', log)
    refuses(cli, folder, 'bundle.md', '--force', 'bundle.md')
    (folder / 'wide.md').write_bytes(b'\xff\xfe' + log.decode('latin-1').encode('utf-16-le'))
    refuses(cli, folder, 'wide.md', '--force', 'wide.md')
    refuses(cli, folder, 'in.md', '--force', 'in.csv', 'in.md')


def check_descriptors(cli, log, folder):
    """Standard input and output may be the file, too."""
    path = folder / 'in.md'
    path.write_bytes(log)
    env = dict(os.environ, LC_ALL='C.UTF-8', HOME=str(folder))
    for name in ('in.md', 'fd.md'):
        with open(path, 'rb') as stdin:
            done = subprocess.run([cli, 'report', '--force', '--call=1', '-o', name, '-'], stdin=stdin, cwd=folder, capture_output=True, env=env)
        check(done.returncode == 2 and path.read_bytes() == log, f'{name} from standard input: {done.returncode} {done.stderr}')
    for arguments in (('report', '--call=1', '-o', '-'), ('calls',), ('messages',), ('ladder', '--call=1')):
        with open(path, 'ab') as stdout:
            done = subprocess.run([cli, *arguments, 'in.md'], stdout=stdout, stderr=subprocess.PIPE, cwd=folder, env=env)
        check(done.returncode == 2 and path.read_bytes() == log, f'{arguments} >> in.md: {done.returncode} {done.stderr}')


def check_force(cli, log, folder):
    (folder / 'in.log').write_bytes(log)
    for suffix in SUFFIXES:
        path = folder / f'out.{suffix}'
        path.write_text('of somebody else')
        sentence = refuses(cli, folder, path.name, 'in.log')
        check('--force' in sentence and path.name in sentence, f'{path.name}: {sentence}')
        done = samples.run(cli, 'report', '--call=1', '--force', f'--output={path.name}', 'in.log', cwd=folder)
        check(done.returncode == 0 and path.read_text() != 'of somebody else', f'{path.name} --force: {done.returncode} {done.stderr}')
    (folder / 'nowhere.md').symlink_to('no/such/file.md')
    refuses(cli, folder, 'nowhere.md', 'in.log')
    done = samples.run(cli, 'report', '--call=1', '--output=/dev/null/x.md', 'in.log', cwd=folder)
    check(done.returncode == 1 and b'cannot be written' in done.stderr, f'below a file: {done.returncode} {done.stderr}')
    (folder / 'full.md').symlink_to('/dev/full')
    done = samples.run(cli, 'report', '--call=1', '--output=full.md', 'in.log', cwd=folder)
    check(done.returncode == 1 and b'No space left' in done.stderr and b'full.md' in done.stderr, f'full disk: {done.returncode} {done.stderr}')


def check_killed(cli, folder):
    """A report that is killed, and one that is too large, leave nothing that the next one does not remove."""
    big = folder / 'big.log'
    with open(big, 'w') as out:
        for i in range(1500):
            out.write(BAD.replace('bad@', f'bad{i}@').replace('z9hG4bK2', f'z9hG4bKx{i}'))
    folder = folder / 'killed'
    folder.mkdir()
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
        process = subprocess.Popen([cli, 'report', '--failed', '-o', folder / 'out.html', big], stderr=subprocess.DEVNULL)
        time.sleep(0.3)
        process.send_signal(number)
        process.wait()
        check(not (folder / 'out.html').exists() or process.returncode == 0, f'{number}: half a report')
        check(number == signal.SIGKILL or not leftovers(folder), f'{number}: {leftovers(folder)}')
        (folder / 'out.html').unlink(missing_ok=True)
    limited = subprocess.run(['sh', '-c', 'ulimit -f 64; exec "$@"', 'sh', cli, 'report', '--failed', '-o', folder / 'out.html', big], capture_output=True)
    check(limited.returncode != 0 and not (folder / 'out.html').exists(), f'too large: {limited.returncode} {limited.stderr}')
    (folder / '.rungs-Old123').write_text('half of one')
    done = samples.run(cli, 'report', '--call=1', '-o', folder / 'out.html', big)
    check(done.returncode == 0 and not leftovers(folder), f'after a kill: {leftovers(folder)} {done.stderr}')


def devices(n):
    """One call whose INVITE comes from @n devices."""
    parts = []
    for i in range(n):
        host = f'10.{i // 62500}.{i // 250 % 250}.{i % 250 + 1}'
        parts.append(f'2026/11/22 10:{15 + i // 60000:02d}:{i // 1000 % 60:02d}.{i % 1000:03d}000 {host}:5060 -> 198.51.100.2:5060\n'
                     f'INVITE sip:+15550102@198.51.100.2 SIP/2.0\nVia: SIP/2.0/UDP {host}:5060;branch=z9hG4bKd{i}\nMax-Forwards: 70\n'
                     f'From: <sip:+15550101@example.com>;tag=t1\nTo: <sip:+15550102@example.net>\nCall-ID: many@example.com\nCSeq: 1 INVITE\n'
                     f'Contact: <sip:{host}:5060>\nContent-Length: 0\n\n\n')
    return ''.join(parts)


def check_devices(cli, folder):
    """A picture grows with its rows and lanes, not with their product."""
    for suffix in ('svg', 'html', 'md', 'json'):
        sizes = []
        for n in (150, 300):
            (folder / f'{n}.log').write_text(devices(n))
            done = samples.run(cli, 'report', '--call=1', '-o', f'{n}.{suffix}', f'{n}.log', cwd=folder)
            check(done.returncode == 0, f'{n} devices, {suffix}: {done.stderr}')
            sizes.append((folder / f'{n}.{suffix}').stat().st_size)
        check(sizes[1] < 2.5 * sizes[0], f'{suffix}: twice the devices, {sizes[1] / sizes[0]:.1f} times the bytes: {sizes}')


def check_nuls(cli, folder):
    """A NUL anywhere in a log: every kind is written, shows it, and has what comes after it."""
    data = pathlib.Path(__file__).parent.parent / 'data' / 'nul'
    for path in sorted(data.iterdir()):
        for suffix in SUFFIXES:
            for redact in ((), ('--redact',)):
                done = samples.run(cli, 'report', '--call=1', '--force', *redact, '-o', f'nul.{suffix}', path, cwd=folder)
                check(done.returncode == 0, f'{path.name}, {suffix} {redact}: {done.returncode} {done.stderr}')
                check(b'\0' not in (folder / f'nul.{suffix}').read_bytes(), f'{path.name}, {suffix} {redact}: a NUL is left')
    header = samples.run(cli, 'report', '--force', '-o', 'nul.html', data / 'header.txt', cwd=folder)
    page = (folder / 'nul.html').read_text()
    check(header.returncode == 0 and 'a\u2400b' in page and 'a=sendrecv' in page, 'header.txt: the header or what follows is not shown')
    call = json.loads(samples.run(cli, 'calls', '--json', data / 'header.txt').stdout)['calls']
    check([(c['state'], c['final']['code'], c['messages'], c['from'], c['to']) for c in call] == [('failed', 488, 3, '+15550101', '+15550102')], f'header.txt: {call}')


def check_notes(cli, folder):
    """Notes and decisions that cannot be read are said, and nothing waits for a pipe."""
    own = folder / 'home' / 'data' / 'rungs'
    own.mkdir(parents=True)
    (folder / 'good.log').write_text(GOOD)
    how = {'cwd': folder, 'home': folder / 'home'}
    commands = (('calls',), ('ladder',), ('compare',), ('report', '-o', '-'), ('calls', '--json'))
    for command in commands:
        done = samples.run(cli, *command, 'good.log', **how)
        check(not besides_coverage(done), f'{command}: {done.stderr}')
    (own / 'notes.ndjson').write_text('not JSON\n{"call":"good@example.com","key":"","text":"a note"}\n')
    os.mkfifo(own / 'choices.ndjson')
    for command in commands:
        done = samples.run(cli, *command, 'good.log', **how)
        said = done.stderr.decode()
        check(done.returncode == 0 and 'notes.ndjson' in said and 'line 1' in said, f'{command}, damaged notes: {done.returncode} {said}')
        check('choices.ndjson' in said and 'not a regular file' in said, f'{command}, a pipe: {said}')
        check(command != ('report', '-o', '-') or 'a note' in done.stdout.decode(), 'the good line of damaged notes is lost')


def check_choice(cli, folder):
    """One call is written once, and an empty report says why it is."""
    (folder / 'two.log').write_text(GOOD + BAD)
    (folder / 'good.log').write_text(GOOD)
    for arguments in (('--call=2', '--call=2'), ('--call=2', '--failed'), ('--failed', '--call=2', '--call=2'), ('--call=2',)):
        done = samples.run(cli, 'report', '--force', *arguments, '-o', 'once.html', 'two.log', cwd=folder)
        check(done.returncode == 0 and (folder / 'once.html').read_text().count('id="c2"') == 1, f'{arguments}: not once')
    samples.run(cli, 'report', '--force', '--call=2', '--call=1', '-o', 'both.csv', 'two.log', cwd=folder)
    check([line[0] for line in (folder / 'both.csv').read_text().splitlines()[1:]] == ['2', '1'], 'two calls in their order')
    for suffix in ('html', 'md', 'json', 'csv'):
        done = samples.run(cli, 'report', '--failed', '-o', f'none.{suffix}', 'good.log', cwd=folder)
        text = (folder / f'none.{suffix}').read_text()
        check(done.returncode == 0 and 'No call failed' in done.stderr.decode(), f'none.{suffix}: {done.stderr}')
        check(suffix == 'csv' or 'No call failed' in text, f'none.{suffix}: says nothing')
        done = samples.run(cli, 'report', '-o', f'all.{suffix}', 'good.log', cwd=folder)
        check(not besides_coverage(done) and 'No call failed' not in (folder / f'all.{suffix}').read_text(), f'all.{suffix}: {done.stderr}')
    done = samples.run(cli, 'report', '--failed', '-o', 'none.svg', 'good.log', cwd=folder)
    check(done.returncode == 1 and 'No call failed' in done.stderr.decode() and not (folder / 'none.svg').exists(), f'none.svg: {done.stderr}')


def main():
    cli, log = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).read_bytes()
    for test in (check_inputs, check_force):
        with tempfile.TemporaryDirectory() as folder:
            test(cli, log, pathlib.Path(folder))
            if test == check_inputs:
                check_descriptors(cli, log, pathlib.Path(folder))
            check(not leftovers(folder), f'left: {leftovers(folder)}')
    for test in (check_killed, check_choice, check_devices, check_nuls, check_notes):
        with tempfile.TemporaryDirectory() as folder:
            test(cli, pathlib.Path(folder))
            check(not leftovers(folder), f'left: {leftovers(folder)}')
    print('\n'.join(problems) or 'no output replaces what it must not')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
