#!/usr/bin/env python3
"""Checks what no compiler checks: the layers, banned calls, sizes, unfinished marks, machine paths, headers alone, and public
functions and limits that nobody uses.

Usage: lint.py SOURCE_ROOT COMPILER [FLAGS...]
"""
import collections
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

# Rooms of one rank know each other: the trace calls the steps of grouping, which fill it.
LAYERS = [['base'], ['input'], ['sip'], ['formats'], ['trace', 'calls', 'clocks', 'records', 'memory'], ['knowledge'],
          ['diagnosis'], ['ladder'], ['report']]
# What a room may not know although its rank allows it. The floor of formats is below its rooms; only the table knows those.
APART = {
    'formats': (r'formats/\w+/', {'formats.c'}),
    'memory': (r'(calls|records)/', set()),
    'clocks': (r'(calls|records|memory)/', set()),
    'app': (r'app/(window|list|panel|ladder|dialogs|files)/', {'main.c', 'application.c'}),
    'app/session': (r'app/(window|list|panel|ladder|dialogs|files)/', set()),
    'app/panel': (r'app/(window|dialogs|files)/', set()),
    'app/list': (r'app/(window|dialogs|files)/', set()),
    'app/dialogs': (r'app/(window|files)/', set()),
    'app/files': (r'app/(window|dialogs|panel)/', set()),
    'app/ladder': (r'app/(window|list|panel|dialogs|files)/', set()),
}
BANNED = ['strcpy', 'strcat', 'strncpy', 'sprintf', 'sscanf', 'strtok', 'atoi', 'gets', 'alloca', 'g_alloca']
MAX_FILE = 800
MAX_FUNCTION = 60
MAX_COLUMNS = 100
# A line of a log, quoted in a comment as it is.
QUOTED = re.compile(r' \*   ')
UNFINISHED = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b')
MACHINE = re.compile(r'(?<![\w.])/(work|root|home/\w+)/')


def layer(path, src):
    parts = path.relative_to(src).parts
    return parts[1] if parts[0] == 'core' else parts[0]


def check_includes(path, text, src, say):
    mine = layer(path, src)
    rank = {name: i for i, names in enumerate(LAYERS) for name in names}
    room = str(path.parent.relative_to(src)).removeprefix('core/')
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r'#include "(?:core/)?([a-z-]+)/', line)
        if not found:
            if path.is_relative_to(src / 'core') and re.match(r'#include <(gtk|gdk|pango|cairo|adwaita)', line):
                say(path, number, 'the core does not know the toolkit')
            continue
        other = found.group(1)
        apart, allowed = APART.get(room, (None, ()))
        if apart and re.match(rf'#include "{apart}', line) and path.name not in allowed:
            say(path, number, f'{room} must not include {line.split(chr(34))[1]}')
        if mine in rank and other in rank and rank[other] > rank[mine]:
            say(path, number, f'{mine} must not include {other}: it lies above')
        if mine in rank and other in ('cli', 'app'):
            say(path, number, f'{mine} must not include {other}')


def check_functions(path, text, say):
    """Function bodies start with { and end with } in column 0."""
    start = None
    for number, line in enumerate(text.splitlines(), 1):
        if line == '{':
            start = number
        elif line.startswith('}') and start is not None:
            if number - start - 1 > MAX_FUNCTION and not line.startswith('};'):
                say(path, start, f'a function of {number - start - 1} lines (at most {MAX_FUNCTION})')
            start = None


def check_types(files, src, say):
    """One meaning a word: no type, of all headers, is defined twice."""
    seen = {}
    for path in files:
        if path.suffix != '.h':
            continue
        text = path.read_text()
        names = re.findall(r'^\} (Rungs\w+);|^typedef struct _Rungs\w+ (Rungs\w+);|^typedef \w+ (Rungs\w+);', text, re.M)
        for name in {a or b or c for a, b, c in names}:
            if name in seen:
                say(path, 1, f'{name} is a type of {seen[name].relative_to(src)} already')
            seen[name] = path


def check_unused(root, files, say):
    """A word that is only where it is defined and declared. Tests are users too; UI files name callbacks and types."""
    uses = collections.Counter()
    declared = collections.Counter()
    for path in [*root.glob('src/**/*.[ch]'), *root.glob('tests/**/*.[ch]'), *root.glob('ui/*.ui')]:
        text = path.read_text()
        uses.update(re.findall(r'\w+', text))
        if path.suffix == '.h':
            declared.update(re.findall(r'^[A-Za-z][\w *]*?(\w+) \(', text, re.M))
    for path in files:
        text = path.read_text()
        # A function's name begins a line, below its type; a limit has a value.
        pattern = r'^(?!static)(?:[a-z]\w*[ *]+)*[A-Za-z_]\w*[ *]*\n(\w+) \(' if path.suffix == '.c' \
            else r'^#define ((?:RUNGS|CAPTURE)_[A-Z0-9_]+) '
        for found in re.finditer(pattern, text, re.M):
            name = found.group(1)
            if uses[name] <= 1 + declared[name] and name != 'main':
                say(path, text.count('\n', 0, found.start(1)) + 1, f'{name} is used nowhere')
        # A limit of one file is used there; what is defined in front of an include is for the header.
        for found in re.finditer(r'^#define ([A-Z][A-Z0-9_]+) ', text, re.M):
            if path.suffix == '.c' and '#include' not in text[found.end():] and len(re.findall(rf'\b{found.group(1)}\b', text)) == 1:
                say(path, text.count('\n', 0, found.start(1)) + 1, f'{found.group(1)} is used nowhere')


def proved_alone(files, src):
    """The headers that a source file includes before all others: building it compiles them alone."""
    proved = set()
    for path in files:
        if path.suffix != '.c':
            continue
        first = next((name for name in re.findall(r'^#include (\S+)', path.read_text(), re.M) if name != '"config.h"'), '')
        if first.startswith('"'):
            name = first.strip('"')
            proved.update({path.parent / name} if '/' not in name else {src / name, src / 'core' / name})
    return proved


def main():
    root = pathlib.Path(sys.argv[1])
    compiler = [arg for arg in sys.argv[2:] if not arg.endswith('ccache')]
    src = root / 'src'
    problems = []

    def say(path, number, text):
        problems.append(f'{path.relative_to(root)}:{number}: {text}')

    files = sorted(src.rglob('*.[ch]'))
    assert len(files) > 20, 'the sources were not found'
    for path in files:
        text = path.read_text()
        code = re.sub(r'/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', lambda m: re.sub(r'[^\n]', ' ', m.group()), text, flags=re.S)
        check_includes(path, text, src, say)
        for number, line in enumerate(code.splitlines(), 1):
            for name in BANNED:
                if re.search(rf'(?<![\w>.]){name}\s*\(', line):
                    say(path, number, f'{name}() is banned')
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > MAX_COLUMNS and not QUOTED.match(line):
                say(path, number, f'{len(line)} columns (at most {MAX_COLUMNS})')
            if UNFINISHED.search(line):
                say(path, number, 'unfinished mark')
            if MACHINE.search(line):
                say(path, number, 'a path of one machine')
        if text.count('\n') > MAX_FILE:
            say(path, 1, f'{text.count(chr(10))} lines (at most {MAX_FILE})')
        if path.suffix == '.c':
            check_functions(path, code, say)
        elif '#pragma once' not in text:
            say(path, 1, 'no #pragma once')

    check_types(files, src, say)
    check_unused(root, files, say)

    def alone(path):
        run = subprocess.run(compiler + ['-fsyntax-only', '-Wno-pragma-once-outside-header', '-x', 'c', str(path)],
                             capture_output=True, text=True)
        return (path, run.stderr) if run.returncode else None

    with ThreadPoolExecutor(2) as pool:
        # A build without the app has no flags for its headers.
        has_app = any('libadwaita' in arg for arg in compiler)
        headers = [p for p in files if p.suffix == '.h' and (has_app or 'app' not in p.relative_to(src).parts)]
        for failed in pool.map(alone, sorted(set(headers) - proved_alone(files, src))):
            if failed:
                say(failed[0], 1, 'does not compile alone: ' + failed[1].splitlines()[0])

    for problem in problems:
        print(problem)
    print(f'{len(files)} files, {len(problems)} problems')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
