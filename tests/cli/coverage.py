#!/usr/bin/env python3
"""What a result rests on, and the exit status: whole, cut, empty, refused, in every subcommand.

Usage: coverage.py CLI DATA
"""
import gzip
import json
import os
import pathlib
import sys
import tempfile
import zipfile

import samples

problems = []
checks = 0

CALL = '''2026-11-22 10:15:02.{0:03d} UDP 192.0.2.10:5060 -> 198.51.100.20:5060
INVITE sip:+15550101@198.51.100.20 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK{0}
From: <sip:+15550100@192.0.2.10>;tag=a{0}
To: <sip:+15550101@198.51.100.20>
Call-ID: {0}@192.0.2.10
CSeq: 1 INVITE
Max-Forwards: 70
Content-Length: 0

2026-11-22 10:15:02.{0:03d} UDP 198.51.100.20:5060 -> 192.0.2.10:5060
SIP/2.0 486 Busy Here
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK{0}
From: <sip:+15550100@192.0.2.10>;tag=a{0}
To: <sip:+15550101@198.51.100.20>;tag=b{0}
Call-ID: {0}@192.0.2.10
CSeq: 1 INVITE
Content-Length: 0

'''


def check(right, what):
    global checks
    checks += 1
    if not right:
        problems.append(what)


class Runner:
    def __init__(self, cli, folder):
        self.cli, self.folder = cli, folder

    def run(self, *arguments, **how):
        done = samples.run(self.cli, *arguments, cwd=self.folder, home=self.folder, **how)
        done.out, done.err = done.stdout.decode(), done.stderr.decode()
        return done

    def every(self, status, *names, says=(), ends='read '):
        """All subcommands over the same files: one status, and a sentence with each of @says on standard error."""
        for command in (('calls',), ('calls', '--csv'), ('calls', '--json'), ('messages',), ('ladder',), ('ladder', '--json'), ('compare',),
                        ('compare', '--json'), ('report', '--force', '--output=out.md'), ('report', '--force', '--output=out.html'), ('report', '-o', '-')):
            done = self.run(*command, *names)
            where = ' '.join(command + names)
            check(done.returncode == status, f'{where}: status {done.returncode}, expected {status}: {done.err}')
            for words in says:
                check(words in done.err, f'{where}: standard error does not say “{words}”: {done.err}')
            if '--json' not in command:
                check(done.err.splitlines()[-1].startswith(ends), f'{where}: does not end with what was read: {done.err}')


def json_of(runner, *names):
    done = runner.run('calls', '--json', *names)
    assert done.out, f'{names}: {done.returncode} {done.err}'
    return json.loads(done.out)


def named(items):
    return {one['what']: one['count'] for one in items}


def check_whole(runner):
    (runner.folder / 'good.log').write_text(CALL.format(1))
    runner.every(0, 'good.log')
    result = json_of(runner, 'good.log')
    size = (runner.folder / 'good.log').stat().st_size
    check(not result['partial'] and not result['inputs'][0]['partial'], 'good.log: partial')
    check(result['coverage'] == {'bytes': size, 'messages': 2, 'records': 0, 'passed_over': [], 'unreadable': []}, f'good.log: {result["coverage"]}')
    check(runner.run('calls', '--json', 'good.log').err == '', 'good.log: words beside JSON')
    check(', 2 messages' in runner.run('calls', 'good.log').err, 'good.log: 2 messages')
    done = runner.run('calls', '--kind=register', 'good.log')
    check(done.returncode == 0 and 'none of the 1 rows' in done.err, f'nothing chosen, and no word: {done.err}')


def check_cut(runner):
    """Each way in which the end of an input can be missing."""
    # Noise, so that it stays long when it is packed.
    text = ''.join(CALL.format(i) + os.urandom(1500).hex() + '\n\n' for i in range(400)).encode()
    folder = runner.folder
    packed = gzip.compress(text)
    (folder / 'cut.log.gz').write_bytes(packed[:len(packed) // 2])
    (folder / 'whole.log.gz').write_bytes(packed)
    noise = os.urandom(60000).hex().encode()
    with zipfile.ZipFile(folder / 'bundle.zip', 'w', zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr('good.log', CALL.format(1))
        bundle.writestr('other.log', CALL.format(2).encode() + noise)
    data = (folder / 'bundle.zip').read_bytes()
    (folder / 'cut.zip').write_bytes(data[:len(data) // 2])
    capture = (folder / 'pcap' / 'call.pcap').read_bytes()
    (folder / 'cut.pcap').write_bytes(capture[:-100])
    (folder / 'cut.pcapng').write_bytes((folder / 'pcap' / 'call.pcapng').read_bytes()[:-100])
    runner.every(4, 'cut.log.gz', says=('cut.log.gz', 'not read to its end', 'could be unpacked'))
    runner.every(4, 'cut.zip', says=('not read to its end',))
    runner.every(4, 'cut.pcap', says=('cut.pcap', 'not read to its end', 'ends in the middle of this frame'))
    runner.every(4, 'cut.pcapng', says=('cut.pcapng', 'not read to its end'))
    runner.every(0, 'whole.log.gz')
    runner.every(0, 'bundle.zip')
    runner.every(4, 'good.log', 'cut.pcap', says=('cut.pcap: ',))
    for name in ('cut.log.gz', 'cut.zip', 'cut.pcap', 'cut.pcapng'):
        result = json_of(runner, name)
        check(result['partial'] and result['calls'], f'{name}: {result["partial"]}')
        check([d for d in result['diagnostics'] if d['kind'] == 'partial'], f'{name}: no reason')
        for suffix, words in (('md', 'Not all of the input was read'), ('html', 'Not all of the input was read'), ('csv', ',true\r\n'),
                              ('json', '"partial":true')):
            runner.run('report', '--force', f'--output=out.{suffix}', name)
            text = (folder / f'out.{suffix}').read_bytes().decode()
            check(words in text.replace('": ', '":'), f'{name}: out.{suffix} does not say that it is partial')
        runner.run('report', '--force', '--call=1', '--output=out.svg', name)
        check('not everything was read' in (folder / 'out.svg').read_text(), f'{name}: out.svg does not say that it is partial')
    # What a log lost by itself is no fault of the reading.
    result = json_of(runner, 'good.log')
    runner.run('report', '--force', '--output=out.md', 'good.log')
    check('Not all of the input' not in (folder / 'out.md').read_text(), 'out.md: partial, and it is whole')
    check((folder / 'out.md').read_text().rstrip().splitlines()[-1].startswith('Read: '), 'out.md does not end with what was read')


def check_nothing(runner):
    """Nothing found is a status and a sentence that names the file and the reason."""
    folder = runner.folder
    (folder / 'prose.txt').write_text('nothing of the kind\n' * 50)
    (folder / 'empty.txt').write_bytes(b'')
    for name in ('prose.txt', 'empty.txt', 'missing.txt'):
        for command in ('calls', 'messages', 'ladder', 'compare'):
            done = runner.run(command, name)
            check(done.returncode == 1 and name in done.err and not done.out, f'{command} {name}: {done.returncode} {done.err}')
    runner.every(1, 'pcap/no-sip-dns-only.pcap', says=('no-sip-dns-only.pcap', "There is no SIP in this capture’s 5 packets"))
    runner.every(1, 'pcap/media-only.pcap', says=('media-only.pcap', '20 of them look like media'))
    runner.every(1, 'pcap/tls-keys-inside.pcapng', says=('TLS keys', 'Export PDUs to File', 'OSI layer 7'))
    runner.every(1, 'pcap/empty.pcap', says=('holds no packets',))
    (folder / 'cut-head.pcap').write_bytes((folder / 'pcap' / 'call.pcap').read_bytes()[:20])
    runner.every(1, 'cut-head.pcap', says=('cut-head.pcap', 'ends before its first packet'))
    for suffix in ('md', 'html', 'json'):
        done = runner.run('report', '--force', f'--output=out.{suffix}', 'pcap/no-sip-dns-only.pcap')
        check("There is no SIP in this capture" in (folder / f'out.{suffix}').read_text().replace('&#39;', "'"),
              f'out.{suffix} does not say why it is empty')
    result = json_of(runner, 'pcap/tls-keys-inside.pcapng')
    check(named(result['coverage']['unreadable']) == {'TLS on port 5061': 8}, f'TLS: {result["coverage"]}')
    runner.every(0, 'good.log', 'pcap/no-sip-dns-only.pcap', says=('no-sip-dns-only.pcap: There is no SIP in this capture',))
    # An export without a row is an answer: there were no calls.
    export = next((folder / 'teams-direct-routing').glob('DirectRouting*.csv')).read_text().splitlines()[0] + '\n'
    (folder / 'none.csv').write_text(export)
    done = runner.run('calls', 'none.csv')
    check(done.returncode == 0 and 'none.csv' in done.err and '0 rows' in done.out, f'none.csv: {done.returncode} {done.err}')
    done = runner.run('messages', str(next((folder / 'teams-direct-routing').glob('DirectRouting*.csv'))))
    check(done.returncode == 0 and 'no SIP message' in done.err and not done.out, f'messages of records: {done.returncode} {done.err}')


def check_passed(runner):
    """Every wrapper that is not read is named by its number, with and without SIP beside it."""
    for name in ('wrap-ah', 'wrap-cisco-sgt-8909', 'wrap-l2tpv2', 'wrap-sctp'):
        result = json_of(runner, f'pcap/{name}.pcap')
        check([(c['state'], c['from'], c['to'], c['messages'], c['final']['code']) for c in result['calls']]
              == [('failed', '+15550100', '+15550101', 4, 486)], f'{name}: {result["calls"]}')
        check(not result['coverage']['passed_over'] and not result['coverage']['unreadable'], f'{name}: {result["coverage"]}')
    result = json_of(runner, 'pcap/passed-over.pcap')
    expected = {'EtherType 0x8909': 2, 'EtherType 0x0806': 1, 'EtherType 0x88b5': 1, 'IEEE 802.3 (LLC)': 1, 'IP protocol 1': 1,
                'IP protocol 115': 1, 'UDP port 1701': 1, 'PPP protocol 0xc021': 1, 'UDP port 3544': 1, 'broken or cut headers': 1,
                'MPLS that is not IP': 1}
    check(named(result['coverage']['passed_over']) == expected, f'passed over: {result["coverage"]["passed_over"]}')
    check(named(result['coverage']['unreadable']) == {'IPsec (ESP)': 1, 'MACsec, encrypted': 1}, f'unreadable: {result["coverage"]["unreadable"]}')
    done = runner.run('calls', 'pcap/passed-over.pcap')
    check('skipped: ' in done.err and '2 packets of EtherType 0x8909' in done.err and '; not readable: ' in done.err, done.err)
    note = next(d['text'] for d in result['diagnostics'] if d['kind'] == 'note')
    check('2 packets of EtherType 0x8909' in note, note)
    result = json_of(runner, 'pcap/sctp-parts.pcap')
    check(named(result['coverage']['passed_over']) == {'SCTP that continues a message': 7}, f'SCTP: {result["coverage"]}')
    check(len(result['calls']) > 0 and not result['partial'], 'SCTP: the beginnings are read')
    # Several inputs: one account.
    both = json_of(runner, 'pcap/passed-over.pcap', 'pcap/sctp-parts.pcap')
    check(len(both['coverage']['passed_over']) == len(expected) + 1, f'both: {both["coverage"]}')


def check_folder(runner):
    folder = runner.folder / 'logs'
    folder.mkdir()
    (folder / 'a.log').write_text(CALL.format(3))
    os.mkfifo(folder / 'pipe')
    (folder / 'out.log').symlink_to(runner.folder / 'good.log')
    result = json_of(runner, 'logs')
    check(len(result['calls']) == 1 and not result['partial'], f'folder: {len(result["calls"])} calls')
    check(named(result['coverage']['passed_over']) == {'devices, pipes and sockets': 1, 'links out of the folder': 1}, f'folder: {result["coverage"]}')
    check(all(d['input'] is None for d in result['diagnostics']), f'folder: {result["diagnostics"]}')
    runner.every(0, 'logs')
    (folder / 'broken.zip').write_bytes(b'PK\3\4' + bytes(60))
    runner.every(4, 'logs', says=('broken.zip',))
    check(named(json_of(runner, 'logs')['coverage']['unreadable']) == {'files that cannot be used': 1}, 'folder: the broken file is not counted')
    done = runner.run('calls', '/dev/zero')
    check(done.returncode == 1 and '/dev/zero' in done.err and 'device' in done.err, f'/dev/zero: {done.returncode} {done.err}')


def main():
    cli, data = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        samples.copy(data, folder)
        runner = Runner(cli, folder)
        check_whole(runner)
        check_cut(runner)
        check_nothing(runner)
        check_passed(runner)
        check_folder(runner)
    for problem in problems[:40]:
        print(problem)
    print(f'{checks} checks, {len(problems)} problems')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
