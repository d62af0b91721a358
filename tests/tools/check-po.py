#!/usr/bin/env python3
"""The template holds exactly the strings of the sources, and no translation is broken.

Usage: check-po.py [--update | --release] SOURCE_ROOT
--update writes the template and merges it into the translations; --release also demands that each of them is complete.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ARGS = ['--from-code=UTF-8', '--add-comments=Translators', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2',
        '--keyword=NC_:1c,2', '--keyword=ngettext:1,2', '--keyword=g_dngettext:2,3', '--keyword=g_dgettext:2',
        '--flag=_:1:pass-c-format', '--flag=N_:1:pass-c-format', '--package-name=rungs', '--sort-by-file', '--add-location=file']


def strings(path):
    """(context, msgid) of a catalogue; fuzzy and untranslated ones are told by msgfmt."""
    text = subprocess.run(['msgcat', '--no-wrap', str(path)], check=True, capture_output=True, text=True).stdout
    found = set()
    for block in text.split('\n\n'):
        context = re.search(r'^msgctxt (".*")$', block, re.M)
        ident = re.search(r'^msgid (".*")$', block, re.M)
        if ident and ident.group(1) != '""' and not block.startswith('#~'):
            found.add((context.group(1) if context else '', ident.group(1)))
    return found


# What is shown of data/formats/*.json. xgettext does not read JSON: it gets the texts as calls.
SHOWN = ('title', 'how', 'confidence')


def extract(root, potfiles, target):
    subprocess.run(['xgettext', *ARGS, f'--directory={root}', f'--files-from={potfiles}', f'--output={target}'], check=True)
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for path in sorted(root.glob('data/formats/*.json')):
            definition = json.loads(path.read_text())
            name = path.relative_to(root)
            (pathlib.Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (pathlib.Path(folder) / name).write_text(''.join(f'N_({json.dumps(definition[field], ensure_ascii=False)});\n' for field in SHOWN))
            names.append(str(name))
        subprocess.run(['xgettext', *ARGS, '--language=C', f'--directory={folder}', '--join-existing', f'--output={target}', *names], check=True)


def main():
    root = pathlib.Path(sys.argv[-1]).resolve()
    po = root / 'po'
    listed = set() if not (po / 'POTFILES').exists() else {l.strip() for l in (po / 'POTFILES').read_text().splitlines() if l.strip() and not l.startswith('#')}
    needed = {str(p.relative_to(root)) for p in sorted(root.glob('src/**/*.c')) if re.search(r'\b(N?C?_|ngettext) \("', p.read_text())}
    needed |= {str(p.relative_to(root)) for p in root.glob('ui/**/*.ui') if 'translatable=' in p.read_text()}
    needed |= {'data/io.github.rungs.Rungs.desktop.in', 'data/io.github.rungs.Rungs.metainfo.xml.in'}
    languages = (po / 'LINGUAS').read_text().split()

    if '--update' in sys.argv:
        (po / 'POTFILES').write_text('\n'.join(sorted(needed)) + '\n')
        extract(root, po / 'POTFILES', po / 'rungs.pot')
        text = re.sub(r'"POT-Creation-Date: .*"\n', '', (po / 'rungs.pot').read_text())
        (po / 'rungs.pot').write_text(text)
        for language in languages:
            subprocess.run(['msgmerge', '--quiet', '--update', '--backup=none', '--no-fuzzy-matching', '--add-location=file',
                            str(po / f'{language}.po'), str(po / 'rungs.pot')], check=True)
        return 0

    problems = [f'po/POTFILES lacks {name}' for name in sorted(needed - listed)]
    problems += [f'po/POTFILES names {name}, which has no strings' for name in sorted(listed - needed)]
    with tempfile.TemporaryDirectory() as folder:
        # Not by POTFILES, which may name a file that was moved.
        fresh, potfiles = pathlib.Path(folder) / 'fresh.pot', pathlib.Path(folder) / 'POTFILES'
        potfiles.write_text('\n'.join(sorted(needed)) + '\n')
        extract(root, potfiles, fresh)
        now, kept = strings(fresh), strings(po / 'rungs.pot')
    problems += [f'not in po/rungs.pot: {s[1]}' for s in sorted(now - kept)]
    problems += [f'only in po/rungs.pot: {s[1]}' for s in sorted(kept - now)]
    if problems:
        problems.append('run: tests/tools/check-po.py --update .')
    for language in languages:
        run = subprocess.run(['msgfmt', '--check', '--check-accelerators=_', '--statistics', '-o', '/dev/null', str(po / f'{language}.po')],
                             capture_output=True, text=True, env={'LC_ALL': 'C', 'PATH': '/usr/bin:/bin'})
        is_complete = 'untranslated' not in run.stderr and 'fuzzy' not in run.stderr
        if run.returncode or ('--release' in sys.argv and not is_complete):
            problems.append(f'po/{language}.po: {run.stderr.strip()}')
        if '--release' in sys.argv:
            problems += [f'not in po/{language}.po: {s[1]}' for s in sorted(now - strings(po / f'{language}.po'))]
    print('\n'.join(problems) or f'{len(now)} strings, {len(languages)} languages')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
