#!/usr/bin/env python3
"""Texts that people read hold none of the known literal translations from German.

Usage: check-english.py SOURCE_ROOT   (with --messages: also the strings of ui/*.ui and po/rungs.pot)

Texts in backquotes and quotation marks are code, or another program's words, and are not looked at.
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree

# A pattern, and the better wording. Case does not matter.
CALQUES = [
    (r'(?<!%s )\bbehind (?!(a |the )?(nat|firewall|proxy)\b)', 'beyond (a device); after (a time, a member)'),
    (r'\bstands?\b(?! (out|for)\b)', 'is, appears, is listed'),
    (r'\btells? (which|whether|why|what|how|when|who|apart)\b|\btells? (\w+ ){1,3}(apart|from)\b|\b(nothing|a tone) tells\b',
     'shows, reports, says; distinguish'),
    (r'\banew\b|\bonce more\b', 'again'),
    (r'\bnone (came|comes?|arrived|is|means)\b|\btakes none\b', 'no … arrived; does not accept …'),
    (r'(?<!there )\b(is|are) no (number|name|utc|offset|part|member|fault|failure|valid|sip|call|address|way|device|answer)\b',
     'is not a …'),
    (r'\b(on|by) (the|its|their|another) way\b|\bno way to\b|\bin the way of\b|\bunder way\b|\b(second|old) way\b',
     'in transit, on the path; by another method; in progress'),
    (r'\bin sight\b|\bsights of\b', 'visible'),
    (r'\bheed\b|\blook whether\b', 'respect; check whether'),
    (r'\blies? (in|within|between|below|above|behind)\b', 'is, is inside'),
    (r'\b(from|by|with|of|than) what (it|is|was|the \w+) \w+s?\b', 'name the thing'),
    (r'\bthe other one\b|\bthe one .{1,40} the other\b', 'repeat the noun'),
    (r'\btakes? (it|them|the call|\w+) for (dead|one|a)\b|\btakes? (no|outside|such) (?!arguments)\w+|\bheld for dead\b|\bmarked dead\b',
     'considers down; accepts, rejects; is marked down'),
    (r'\bma(kes?|de) (this cause|it|%u|%s) of\b', 'maps … to, turns … into, changes … to'),
    (r'\bpass(es|ed)? (it|that|them) on\b|\bpass(es|ed)? on\b', 'forward, relay'),
    (r'\bwants (a|an|the|user|srtp|one|to have|content-length|another)\b', 'requires, expects'),
    (r'\bcalls? (that )?hangs?\b(?! up)|\bhung until\b', 'the leg stays up; stuck calls'),
    (r'\bnobody (went|held|refreshed|sat|sits)\b', 'name what did not happen: the redirect was not followed'),
    (r'\b(an|the) own\b', 'your own, its own'),
    (r'(^|[.:;] )(is|are) [^.?:]{1,60}, (then|begin|see|look)\b|(^|[.:;] )(is|does) (it|that|this) [^.?]{1,40}[:,]', 'If …, …'),
    (r'\bof today\b|\bso lately\b', 'current; so recently'),
    (r'\bsomebody\b', 'someone'),
    (r'\bno person\b', 'not a user'),
    (r'\btook the call back\b|\btakes? the call back\b', 'cancelled the call'),
    (r'\bdoubles\b|\ban? double\b', 'duplicates'),
    (r'\bas a reserve\b|\binterconnection paper\b', 'as a fallback; interconnect specification'),
    (r'\bin a circle\b', 'loops'),
    (r'\bso much\b|\bcan be had\b|\bto be had\b', 'by this amount; available'),
    (r'\bin vain\b', 'name what did not arrive'),
    (r'(^|[,;] )rather \w+ than\b', 'probably …, not …'),
]
COMPILED = [(re.compile(pattern, re.I), better) for pattern, better in CALQUES]
QUOTED = re.compile(r'`[^`]*`|“[^”]*”|"[^"]*"')
READ = {'title', 'meaning', 'evidence', 'steps', 'text', 'where', 'comment'}  # keys of the data files that people read


def texts(value, key=''):
    """Every string under one of the keys that people read."""
    if isinstance(value, str):
        if key in READ:
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, key)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in ('samples', 'match', 'sources'):
                yield from texts(item, name)


def messages(root):
    """(file, string) of the windows and of the template of translations."""
    for path in sorted(root.glob('ui/**/*.ui')):
        for node in xml.etree.ElementTree.parse(path).iter():
            if node.get('translatable') and node.text:
                yield path.relative_to(root), node.text
    for block in (root / 'po' / 'rungs.pot').read_text('utf-8').split('\n\n'):
        where = re.search(r'^#: (.*)$', block, re.M)
        for found in re.finditer(r'^msgid(?:_plural)? ((?:".*"\n?)+)', block, re.M):
            text = ''.join(json.loads(part) for part in re.findall(r'".*"', found.group(1)))
            if where and text:
                yield where.group(1), text


def calques(text):
    plain = QUOTED.sub('``', text)
    for pattern, better in COMPILED:
        found = pattern.search(plain)
        if found:
            yield f'“{found.group(0).strip()}” (better: {better})'


def main():
    root = pathlib.Path(sys.argv[-1])
    read = [(path.relative_to(root), text)
            for folder in ('knowledge', 'vendors', 'devices')
            for path in sorted((root / 'data' / folder).glob('*.json')) if path.name != 'schema.json'
            for text in texts(json.loads(path.read_text('utf-8')))]
    if not read:
        print(f'{root}: no texts')
        return 1
    if '--messages' in sys.argv:
        read += messages(root)
    problems = list(dict.fromkeys(f'{name}: {found} in: {text}' for name, text in read for found in calques(text)))
    print('\n'.join(problems) or f'{len(read)} texts read')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
