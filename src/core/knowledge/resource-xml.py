#!/usr/bin/env python3
"""Prints a .gresource.xml of the knowledge files in the folder given. Run when Meson configures; tests/core/knowledge
sees to it that no file is left out."""
import os
import sys

names = sorted(n for n in os.listdir(sys.argv[1]) if n.endswith('.json') and n != 'schema.json')
print('<?xml version="1.0" encoding="UTF-8"?>\n<gresources>')
print('  <gresource prefix="/io/github/rungs/Rungs/knowledge">')
for name in names:
    print(f'    <file>{name}</file>')
print('  </gresource>\n</gresources>')
