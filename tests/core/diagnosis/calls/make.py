#!/usr/bin/env python3
"""Plays the scripts of this folder into ../corpus/FAMILY/NAME.txt, and writes what is expected of them to
../corpus/FAMILY/expected.

Usage: make.py           writes
       make.py --check   says what differs, and exits with 1
"""
import importlib
import pathlib
import sys

import script

HERE = pathlib.Path(__file__).resolve().parent
HEAD = '# call\tstate entry basis party\tfindings (written by calls/make.py from the scripts)\n'


def play(name, direction, legs, seconds, act, minute=15):
    c = script.Call(name, direction, legs)
    act(c)
    if seconds:
        t = max(row[0] for row in c.log) + seconds
        ping = script.Call(name + '-later', 'to', 't').t
        ping.send(t, 'OPTIONS', tagged=False)
        ping.reply(t + 0.05, 200, 'OPTIONS')
        c.log += ping.owner.log
    return ('log' if c.lines else 'txt'), c.text(minute)


def line(name, verdict, findings):
    return '%s\t%s\t%s\n' % (name, verdict, ' '.join(sorted(findings.split())) or '-')


def produce():
    """path below corpus -> text"""
    files = {}
    for path in sorted(HERE.glob('family_*.py')):
        family = path.stem.replace('family_', '')
        script.SCRIPTS.clear(), script.PACKS.clear(), script.TABLES.clear()
        importlib.import_module(path.stem)
        lines = [HEAD]
        for name, verdict, findings, direction, legs, seconds, act in script.SCRIPTS:
            kind, text = play(name, direction, legs, seconds, act)
            files['%s/%s.%s' % (family, name, kind)] = text
            lines.append(line(name, verdict, findings))
        for name, calls in script.PACKS:
            texts = []
            for i, (verdict, findings, direction, legs, act) in enumerate(calls):
                texts.append(play('%s-%d' % (name, i + 1), direction, legs, 0, act, i)[1])
                lines.append(line('%s#%d' % (name, i + 1), verdict, findings))
            files['%s/%s.txt' % (family, name)] = '\n'.join(texts)
        for name, text, rows in script.TABLES:
            files['%s/%s' % (family, name)] = text
            lines += [line('%s#%d' % (name.split('.')[0], i + 1), *row) for i, row in enumerate(rows)]
        files['%s/expected' % family] = ''.join(lines)
    return files


def main():
    corpus = HERE.parent / 'corpus'
    wrong = 0
    for name, text in produce().items():
        path = corpus / name
        old = path.read_text() if path.exists() else None
        if old == text:
            continue
        wrong += 1
        if '--check' in sys.argv:
            print('differs:', name)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            print(name)
    sys.exit(1 if wrong and '--check' in sys.argv else 0)


sys.dont_write_bytecode = True
main()
