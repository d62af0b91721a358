#!/usr/bin/env python3
"""Prints a .gresource.xml of the JSON files in folders of the data folder: resource-xml.py DATA FOLDER... Run when Meson configures;
tests/core/knowledge and tests/core/formats see to it that no file is left out."""
import os
import sys

print('<?xml version="1.0" encoding="UTF-8"?>\n<gresources>')
for folder in sys.argv[2:]:
    print(f'  <gresource prefix="/io/github/rungs/Rungs/{folder}">')
    for name in sorted(n for n in os.listdir(os.path.join(sys.argv[1], folder)) if n.endswith('.json') and n != 'schema.json'):
        print(f'    <file alias="{name}">{folder}/{name}</file>')
    print('  </gresource>')
print('</gresources>')
