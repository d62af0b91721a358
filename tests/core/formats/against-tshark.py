#!/usr/bin/env python3
"""Holds the golden dumps of the captures to another reader: tshark must see the same messages in the same frames.

    against-tshark.py tests/data/pcap FILE...

Exit status 77 when there is no tshark.
"""

import os
import re
import shutil
import subprocess
import sys


def by_tshark(path):
    """[(frame, start line)] in file order."""
    text = subprocess.run(["tshark", "-n", "-r", path, "-o", "tcp.reassemble_out_of_order:TRUE", "-d", "udp.port==15060-15090,sip", "-d",
                           "tcp.port==15060-15080,sip", "-d", "tcp.port==8080,http", "-d", "tcp.port==15081,http", "-Y", "sip", "-T", "fields", "-E", "aggregator=|",
                           "-e", "frame.number", "-e", "sip.Request-Line", "-e", "sip.Status-Line"],
                          capture_output=True, text=True, check=False).stdout
    out = []
    for line in text.splitlines():
        frame, *starts = line.split("\t")
        for start in starts:
            out += [(int(frame), part) for part in start.split("|") if part]
    return out


def by_dump(path):
    out, frame = [], None
    with open(path + ".dump", encoding="utf-8") as f:
        for line in f:
            match = re.match(r"message line=(\d+) ", line)
            if match:
                frame = int(match.group(1))
            elif frame is not None and line.startswith("  | "):
                out.append((frame, line[4:].rstrip("\n")))
                frame = None
    return out


def main():
    if shutil.which("tshark") is None:
        print("no tshark")
        return 77
    failed = False
    for name in sys.argv[2:]:
        path = os.path.join(sys.argv[1], name)
        theirs, ours = sorted(by_tshark(path)), sorted(by_dump(path))
        same = theirs == ours and len(ours) > 0
        print("%s: %d messages, %s" % (name, len(ours), "same" if same else "DIFFERENT"))
        if not same:
            print("  only tshark:", [x for x in theirs if x not in ours])
            print("  only ours:", [x for x in ours if x not in theirs])
            failed = True
    return 1 if failed else 0


sys.exit(main())
