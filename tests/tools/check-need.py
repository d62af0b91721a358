#!/usr/bin/env python3
"""What ./run does about what is missing: on systems with apt and without, with everything and with nothing there.

Usage: check-need.py SOURCE_ROOT
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

USED = ['bash', 'cat', 'cksum', 'cut', 'dirname', 'grep', 'id', 'mktemp', 'rm', 'sed', 'tail', 'tr', 'env']
PROGRAMS = ['meson', 'ninja', 'cc', 'python3', 'msgfmt', 'glib-compile-resources']


def main():
    root = pathlib.Path(sys.argv[1])
    problems = []
    modules = re.findall(r'^\w+: module (\S+) (\S+)$', (root / '.ci/modules').read_text(), re.M)

    # What Meson asks for and what ./run asks for are the same.
    meson = (root / 'meson.build').read_text()
    glib = re.search(r"^glib_version = '(.*)'", meson, re.M).group(1)
    wanted = re.findall(r"dependency\('([^']+)', version: '>= ([^']*)'( \+ glib_version)?", meson)
    wanted = sorted((name, glib if with_glib else version) for name, version, with_glib in wanted)
    if sorted(modules) != wanted:
        problems.append(f'.ci/modules has {sorted(modules)}, meson.build {wanted}')

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)

        def system(*fakes):
            """A folder with the few programs that the scripts use, and @fakes: name, script."""
            tools = pathlib.Path(tempfile.mkdtemp(dir=folder))
            for tool in USED:
                (tools / tool).symlink_to(shutil.which(tool))
            for tool, script in fakes:
                (tools / tool).unlink(missing_ok=True)
                (tools / tool).write_text('#!/bin/bash\n' + script)
                (tools / tool).chmod(0o755)
            return tools

        def need(tools):
            run = subprocess.run([shutil.which('bash'), '-c', f'. "{root}/.ci/lib.sh"; need build app'],
                                 env={'PATH': str(tools), 'HOME': name, 'LC_ALL': 'C.UTF-8'},
                                 capture_output=True, text=True)
            return run.returncode, run.stdout + run.stderr

        def expect(what, tools, status, words, not_words=()):
            got, text = need(tools)
            if got != status:
                problems.append(f'{what}: status {got}, not {status}: {text}')
            problems.extend(f'{what}: “{word}” is not said: {text}' for word in words if word not in text)
            problems.extend(f'{what}: “{word}” is said: {text}' for word in not_words if word in text)

        all_there = [(tool, 'exit 0\n') for tool in [*PROGRAMS, 'pkg-config']]
        # pkg-config --exists "NAME >= VERSION"
        old_gtk = [*all_there[:-1], ('pkg-config', '[[ $2 != gtk4* ]]\n')]
        none_installed = [('dpkg-query', 'exit 1\n'), ('id', 'echo 1000\n')]
        failing_apt = ('apt-get', 'echo no network; exit 100\n')

        expect('no apt, nothing there', system(), 1,
               ['meson', 'pkg-config', *(f'{module} >= {version}' for module, version in modules)], ['apt-get'])
        expect('no apt, all there', system(*all_there), 0, [], ['rungs:'])
        expect('no apt, an old GTK', system(*old_gtk), 1, ['gtk4 >= 4.8'], ['libadwaita', 'apt-get'])
        expect('apt, no sudo, all built by hand', system(*all_there, *none_installed, failing_apt), 0,
               ['apt-get install', 'librsvg2-common', 'going on'])
        expect('apt, no sudo, nothing there', system(*none_installed, failing_apt), 1,
               ['apt-get install', 'libgtk-4-dev'], ['going on'])
        expect('apt fails, all built by hand', system(*all_there, ('dpkg-query', 'exit 1\n'), ('id', 'echo 0\n'), failing_apt), 0,
               ['no network', 'going on'])
        expect('all installed', system(('dpkg-query', 'echo installed\n'), failing_apt), 0, [], ['rungs:'])

    for problem in problems:
        print(problem)
    print(f'{len(problems)} problems')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
