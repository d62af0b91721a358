#!/usr/bin/env python3
"""What a desktop makes of our MIME types and of what the program claims: in data folders of its own, where Rungs is the only program
there is, as on a machine without settings.

Usage: check-mime.py DESKTOP_FILE MIME_FILE SYSTEM_MIME_FILE CAPTURES      CAPTURES: the folder tests/data/pcap
Ends with 77 where a tool is missing.
"""
import configparser
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

NAMESPACE = '{http://www.freedesktop.org/standards/shared-mime-info}'
CLAIMED = ['text/x-sip-trace', 'application/vnd.tcpdump.pcap', 'application/x-pcapng']
NOT_CLAIMED = ['text/plain', 'text/x-log', 'text/csv', 'text/html', 'text/markdown', 'text/x-python', 'application/json',
               'application/xml', 'application/x-shellscript', 'application/x-troff-man', 'application/octet-stream',
               'application/zip', 'application/gzip', 'inode/directory']
SIP = 'OPTIONS sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1\r\n\r\n'
SYSLOG = 'Dec  1 09:00:00 host program[1]: nothing of note\n'
MARKER = '09:41:23.101 [S=1] [SID=a:1:1] ---- Incoming SIP Message from 192.0.2.1:5060 to SIPInterface #0 UDP ----\r\n'


def kinds_of(path):
    """Types of a MIME file, and for each what it is a kind of."""
    return {node.get('type'): [parent.get('type') for parent in node.iter(NAMESPACE + 'sub-class-of')]
            for node in xml.parse(path).getroot().iter(NAMESPACE + 'mime-type')}


def is_text(kind, kinds, seen=()):
    """By the specification every text/* is a kind of text/plain."""
    if kind == 'text/plain' or kind.startswith('text/'):
        return True
    return any(is_text(parent, kinds, (*seen, kind)) for parent in kinds.get(kind, []) if parent not in seen)


def samples(captures):
    """Name, bytes, and what it is."""
    pcap = (captures / 'call.pcap').read_bytes()
    nano = (captures / 'call-nanoseconds.pcap').read_bytes()
    pcapng = (captures / 'call-blocks.pcapng').read_bytes()
    big = (captures / 'call-big-endian.pcapng').read_bytes()
    return [
        ('call.pcap', pcap, 'application/vnd.tcpdump.pcap'),
        ('capture-in-the-old-form', pcap, 'application/vnd.tcpdump.pcap'),
        ('capture-of-nanoseconds', nano, 'application/vnd.tcpdump.pcap'),
        ('call.pcapng', pcapng, 'application/x-pcapng'),
        ('call.ntar', pcapng, 'application/x-pcapng'),
        ('capture-of-the-call', pcapng, 'application/x-pcapng'),
        ('capture-of-the-other-order', big, 'application/x-pcapng'),
        ('line-ends', b'\n\r\r\n' + b'text ' * 10, None),
        ('call.sip', SIP.encode(), 'text/x-sip-trace'),
        ('call.siplog', SIP.encode(), 'text/x-sip-trace'),
        ('pasted', SIP.encode(), 'text/x-sip-trace'),
        ('of-the-sbc', MARKER.encode(), 'text/x-sip-trace'),
        ('sipmsg.log', SIP.encode(), 'text/x-sip-trace'),
        ('sbc.log', SYSLOG.encode(), 'text/x-log'),
        ('syslog.1', SYSLOG.encode(), 'text/x-log'),
        ('sbc.log.2', SYSLOG.encode(), 'text/x-log'),
        ('notes.txt', SYSLOG.encode(), 'text/plain'),
        ('rungs.1', b'.TH RUNGS 1\n', 'application/x-troff-man'),
    ]


def main():
    desktop, mime, system, captures = map(pathlib.Path, sys.argv[1:5])
    missing = [tool for tool in ['gio', 'update-mime-database', 'update-desktop-database'] if not shutil.which(tool)]
    if missing or not system.exists():
        print(f'{", ".join(missing) or system} is not there')
        return 77
    problems = []

    entry = configparser.ConfigParser(interpolation=None, delimiters='=')
    entry.optionxform = str
    entry.read(desktop, encoding='utf-8')
    claims = [kind for kind in entry['Desktop Entry']['MimeType'].split(';') if kind]
    ours = kinds_of(mime)
    kinds = {**kinds_of(system), **ours}
    for kind in claims:
        if kind not in kinds:
            problems.append(f'{kind} is claimed, and nobody knows it')
        # Ours are text, but of nobody else.
        if is_text(kind, kinds) and (kind not in ours or kind in kinds_of(system)):
            problems.append(f'{kind} is claimed, and it is text that other programs are for')

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        data = folder / 'data'
        (data / 'mime/packages').mkdir(parents=True)
        (data / 'applications').mkdir()
        (folder / 'home').mkdir()
        shutil.copy(system, data / 'mime/packages/freedesktop.org.xml')
        shutil.copy(mime, data / 'mime/packages/' / (desktop.stem + '.xml'))
        # A program that is not there is nobody's default.
        (data / 'applications' / desktop.name).write_text(
            re.sub('^Exec=rungs', 'Exec=true', desktop.read_text(encoding='utf-8'), flags=re.M), encoding='utf-8')
        env = {**os.environ, 'LC_ALL': 'C.UTF-8', 'XDG_DATA_DIRS': str(data), 'XDG_CURRENT_DESKTOP': '',
               'HOME': str(folder / 'home'), 'XDG_DATA_HOME': str(folder / 'home/data'),
               'XDG_CONFIG_HOME': str(folder / 'home/config'), 'XDG_CONFIG_DIRS': str(folder / 'home/configs'),
               'GIO_USE_VFS': 'local'}

        def run(*args):
            return subprocess.run(args, env=env, check=True, capture_output=True, text=True).stdout

        run('update-mime-database', data / 'mime')
        run('update-desktop-database', data / 'applications')
        for kind in CLAIMED + NOT_CLAIMED:
            is_default = bool(re.search(r'^Default application.*' + re.escape(desktop.name), run('gio', 'mime', kind), re.M))
            if is_default != (kind in CLAIMED):
                problems.append(f'Rungs is {"" if is_default else "not "}the default for {kind}')
        for file, content, expected in samples(captures):
            path = folder / file
            path.write_bytes(content)
            told = re.search(r'standard::content-type: (\S+)',
                             run('gio', 'info', '-a', 'standard::content-type', path)).group(1)
            if expected is None and told in CLAIMED or expected is not None and told != expected:
                problems.append(f'{file} is taken for {told}, not {expected}')

    for problem in problems:
        print(problem)
    print(f'{len(claims)} claims, {len(problems)} problems')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
