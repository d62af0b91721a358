#!/usr/bin/env python3
"""Records of calls through the command line: nobody and no network of theirs is in a redacted report of any kind, the figures are, and
a large export needs no more memory than its longest record.

Usage: call_records.py CLI
"""
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

GUID = '5f0c7a1e-3b52-4d0e-9c41-7a6f2d9be310'
SECRETS = ['Adler', 'anna@', 'corp.example', '+1555010', '15550101', 'PC-0147', '192.0.2.', '198.51.100.', '203.0.113.', '2001:db8::', GUID,
           '8d1f0c2e', '00-00-5E', 'Choppy since Monday', 'AirPods', '4c1e77aa', 'Bauer']
G = '#microsoft.graph.callRecords.'


def end(name, upn, machine='PC-0147'):
    return {'@odata.type': G + 'participantEndpoint', 'name': machine, 'userAgent': {'headerValue': 'Teams/25290', 'platform': 'windows'},
            'associatedIdentity': {'id': '8d1f0c2e-1111-4a6b-9c3d-0123456789a1', 'displayName': name, 'userPrincipalName': upn},
            'feedback': {'rating': 'poor', 'text': 'Choppy since Monday'}}


def network(address, reflexive):
    return {'ipAddress': address, 'port': 50018, 'reflexiveIPAddress': reflexive, 'relayIPAddress': '203.0.113.9', 'subnet': '192.0.2.0',
            'macAddress': '00-00-5E-00-53-17', 'basicServiceSetIdentifier': '00-00-5E-00-53-A0', 'dnsSuffix': 'corp.example', 'connectionType': 'wifi'}


def record(identity=GUID, failure=None, loss=0.042):
    stream = {'streamDirection': 'callerToCallee', 'averagePacketLossRate': loss, 'averageJitter': 'PT0.035S', 'packetUtilization': 5000}
    media = {'label': 'main-audio', 'callerNetwork': network('192.0.2.41', '198.51.100.17'), 'calleeNetwork': network('2001:db8::41', '2001:db8::17'),
             'callerDevice': {'captureDeviceName': 'Anna’s AirPods', 'renderDeviceName': 'Anna’s AirPods'}, 'streams': [stream]}
    phone = {'@odata.type': G + 'participantEndpoint', 'associatedIdentity': {'@odata.type': '#microsoft.graph.communicationsPhoneIdentity', 'id': '+15550101234'}}
    caller = end('Anna Adler', 'anna@corp.example')
    segment = {'id': '4c1e77aa-0001-4aaa-8bbb-0000000000b1', 'caller': caller, 'callee': phone, 'failureInfo': failure, 'media': [media]}
    session = {'id': identity, 'caller': caller, 'callee': phone, 'failureInfo': failure, 'segments': [segment]}
    return {'id': identity, 'version': 1, 'type': 'peerToPeer', 'modalities': ['audio'], 'startDateTime': '2026-11-22T10:15:02Z',
            'endDateTime': '2026-11-22T10:17:44Z', 'organizer_v2': {'identity': {'user': {'displayName': 'Anna Adler', 'id': '8d1f0c2e-1111-4a6b-9c3d-0123456789a1'}}},
            'participants_v2': [{'identity': {'user': {'displayName': 'Ben Bauer', 'userPrincipalName': 'ben@corp.example'}}}], 'sessions': [session]}


def run(cli, *arguments):
    return subprocess.run([cli, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def check_redaction(cli, folder):
    source = folder / 'anna-records.json'
    failure = {'stage': 'midcall', 'reason': 'No media from 192.0.2.41 for anna@corp.example'}
    source.write_text(json.dumps(record(failure=failure), ensure_ascii=False))
    for kind in ('html', 'md', 'json', 'csv', 'svg'):
        path = folder / f'report.{kind}'
        run(cli, 'report', '--call=1', '--redact', f'--output={path}', source)
        text = path.read_text()
        for secret in SECRETS:
            assert secret.lower() not in text.lower(), f'{kind} has {secret}'
        if kind in ('html', 'md', 'json'):
            assert 'loss 4.2 % (more than 1 %)' in text and 'jitter 35 ms (more than 30 ms)' in text, kind
        if kind != 'csv':
            assert 'call record' in text, kind
        run(cli, 'report', '--call=1', '--force', f'--output={path}', source)
        if kind != 'csv':
            assert 'anna' in path.read_text() or kind == 'svg', kind


def check_fields(cli, folder):
    source = folder / 'one.json'
    source.write_text(json.dumps({'value': [record()]}))
    call = json.loads(run(cli, 'calls', '--json', source))['calls'][0]
    mine = call['records'][0]
    figures = mine['sessions'][0]['segments'][0]['media'][0]['streams'][0]['figures']
    assert call['kind'] == 'record' and call['state'] == 'completed'
    assert mine['kind'] == 'call-record' and mine['streams_out_of_bounds'] == 1 and mine['complete']
    assert figures['loss_percent']['value'] == 4.2 and figures['loss_percent']['exceeded'] and figures['loss_percent']['limit_source']
    assert figures['packets'] == {'value': 5000}
    assert 'media-out-of-bounds' in [finding['id'] for finding in call['verdict']['findings']]


def check_good(cli, folder):
    source = folder / 'good.json'
    good = record(loss=0.001)
    good['sessions'][0]['segments'][0]['media'][0]['streams'][0]['averageJitter'] = 'PT0.005S'
    source.write_text(json.dumps(good))
    call = json.loads(run(cli, 'calls', '--json', source))['calls'][0]
    assert call['verdict'] is None
    assert 'media-figures' in [finding['id'] for finding in call['findings']]


def check_memory(cli, folder):
    """40 MB of records, each of 8 KB, in one page."""
    source = folder / 'large.json'
    with source.open('w') as out:
        out.write('{"value":[')
        for i in range(5000):
            one = record(f'5f0c7a1e-3b52-4d0e-9c41-{i:012x}', loss=0.001)
            one['padding'] = 'x' * 5000
            out.write((',' if i else '') + json.dumps(one))
        out.write(']}')
    assert source.stat().st_size > 30e6
    subprocess.run([cli, 'calls', '--csv', source], check=True, stdout=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak < source.stat().st_size * 3, f'{peak} bytes for {source.stat().st_size}'
    print(f'{source.stat().st_size / 1e6:.0f} MB read with {peak / 1e6:.0f} MB')


def main():
    cli = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        check_redaction(cli, pathlib.Path(folder))
        check_fields(cli, pathlib.Path(folder))
        check_good(cli, pathlib.Path(folder))
        check_memory(cli, pathlib.Path(folder))


main()
