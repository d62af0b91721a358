#!/usr/bin/env python3
"""What a distribution's checks look for in the programs that are shipped: nothing in them can be put in the place of something else
while they run, and nothing says where they were built.

Usage: check-binaries.py BUILD_ROOT SOURCE_ROOT FORTIFIED PROGRAM...      FORTIFIED: "true" for a build with an optimiser
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile


def readelf(option, program):
    return subprocess.run(['readelf', '-W', option, program], check=True, capture_output=True, text=True,
                          env={**os.environ, 'LC_ALL': 'C'}).stdout


def check_segments(program, say):
    segments = readelf('-l', program)
    stack = re.search(r'GNU_STACK\s+(?:0x[0-9a-f]+\s+){5}(\S+)', segments)
    dynamic = readelf('-d', program)
    if 'Type:                              DYN' not in readelf('-h', program):
        say('is always loaded at the same address')
    if 'GNU_RELRO' not in segments:
        say('has no RELRO segment')
    if not re.search(r'\((BIND_NOW|FLAGS_1|FLAGS)\).*\b(BIND_NOW|NOW)\b', dynamic):
        say('binds functions only when they are called, so its table of them stays writable')
    if stack is None or 'E' in stack.group(1):
        say('has a stack that can be executed')
    if re.search(r'\((RPATH|RUNPATH)\)', dynamic):
        say('looks for libraries where it was built')


def check_calls(program, fortified, say):
    symbols = readelf('--dyn-syms', program)
    if '__stack_chk_fail' not in symbols:
        say('has no stack protector')
    if fortified and not re.search(r'\b__\w+_chk\b(?<!__stack_chk)', symbols):
        say('has no call of libc that checks a size')


def check_paths(program, roots, say):
    with tempfile.TemporaryDirectory() as folder:
        # What a package keeps apart, and a debugger wants.
        stripped = pathlib.Path(folder) / 'program'
        subprocess.run(['strip', '--strip-debug', '-o', stripped, program], check=True)
        data = stripped.read_bytes()
    for root in roots:
        found = re.search(rb'[^\0]{0,40}' + re.escape(root.encode()) + rb'[^\0]{0,80}', data)
        if found:
            say(f'has a path of the machine it was built on: {found.group().decode(errors="replace")}')
    found = re.search(rb'\.\./(?:\.\./)*[\w/.-]*\bsrc/[\w/.-]+\.c', data)
    if found:
        say(f'has a path from the build folder to the sources: {found.group().decode()}')


def check_commands(build, source, fortified, say):
    """What no program shows: how each of our files was compiled."""
    n = 0
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        file = (pathlib.Path(entry['directory']) / entry['file']).resolve()
        if not file.is_relative_to(source / 'src'):
            continue
        n += 1
        for flag in ['-fstack-clash-protection', '-fstack-protector-strong'] + ['-D_FORTIFY_SOURCE=3'] * fortified:
            if flag not in entry['command']:
                say(f'{file.name} is compiled without {flag}')
    if n < 100:
        say(f'only {n} compile commands were found')


def main():
    build, source = (pathlib.Path(arg).resolve() for arg in sys.argv[1:3])
    fortified = sys.argv[3] == 'true'
    problems = []
    check_commands(build, source, fortified, lambda text: problems.append(text))
    for program in sys.argv[4:]:
        def say(text, program=program):
            problems.append(f'{pathlib.Path(program).name} {text}')
        check_segments(program, say)
        check_calls(program, fortified, say)
        check_paths(program, [str(source), str(build)], say)
    for problem in problems:
        print(problem)
    print(f'{len(sys.argv) - 4} programs, {len(problems)} problems')
    return 1 if problems or len(sys.argv) < 5 else 0


if __name__ == '__main__':
    sys.exit(main())
