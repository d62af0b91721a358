#!/usr/bin/env python3
"""The list of rooms in src/DESIGN.md says what each room includes, and no more.

Usage: check-rooms.py SOURCE_ROOT   (with --update: writes the list)
"""
import pathlib
import re
import sys

BEGIN, END = '<!-- rooms: written by tests/tools/check-rooms.py -->\n```\n', '```\n'
WIDTH = 100


def room_of(path):
    """The folder a file is in, without what the folders of the core have in common."""
    return str(path.parent).removeprefix('core/')


def edges(src):
    """{room: rooms it includes}, in the order of the build."""
    files = {str(p.relative_to(src)): p for p in src.rglob('*.[ch]')}
    found = {}
    for name, path in sorted(files.items()):
        room = found.setdefault(room_of(path.relative_to(src)), set())
        for include in re.findall(r'^#include "([^"]+)"', path.read_text(), re.M):
            for candidate in (f'core/{include}', include):
                if candidate in files and '/' in include:
                    room.add(room_of(pathlib.Path(candidate)))
    return {room: others - {room} for room, others in found.items()}


def order(rooms):
    """Each room after those it includes; rooms that include each other by name."""
    done = []
    while len(done) < len(rooms):
        left = {room: others - set(done) for room, others in rooms.items() if room not in done}
        fewest = min(len(others) for others in left.values())
        done.append(min(room for room, others in left.items() if len(others) == fewest))
    return done


def written(rooms):
    width = max(map(len, rooms)) + 2
    places = order(rooms)
    out = ''
    for room in places:
        line = room.ljust(width)
        for other in sorted(rooms[room], key=places.index):
            if len(line) + len(other) + 1 > WIDTH:
                out += line.rstrip() + '\n'
                line = ' ' * width
            line += other + ' '
        out += line.rstrip() + '\n'
    return BEGIN + out + END


def main():
    root = pathlib.Path(sys.argv[-1]).resolve()
    page = root / 'src/DESIGN.md'
    text = page.read_text()
    now = written(edges(root / 'src'))
    kept = text[text.index(BEGIN):text.index(END, text.index(BEGIN) + len(BEGIN)) + len(END)]
    if '--update' in sys.argv:
        page.write_text(text.replace(kept, now))
        return 0
    old, new = kept.splitlines(), now.splitlines()
    problems = [f'- {line}' for line in old if line not in new] + [f'+ {line}' for line in new if line not in old]
    # The drawing above the list is made by hand: it has to name every room.
    drawing = text[:text.index(BEGIN)]
    rooms = {name.split('/')[0] for name in edges(root / 'src')}
    problems += [f'the drawing has no {room}' for room in sorted(rooms) if not re.search(rf'\b{room}\b', drawing)]
    print('\n'.join(problems) or 'as the includes')
    if problems:
        print('src/DESIGN.md: run tests/tools/check-rooms.py --update . and look whether each new edge is meant')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
