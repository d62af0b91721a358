#!/usr/bin/env python3
"""Writes the samples of the text formats that are rendered: make-text-samples.py tests/data

A few messages of a call in every form of tests/cli/dialects.py, with the noise of such a log around them. Samples that show one
oddity each are written by hand beside them.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))
import dialects  # noqa: E402
import sipcalls  # noqa: E402


def main():
    data = pathlib.Path(sys.argv[1])
    busy = next(call for call in sipcalls.calls() if call.name == 'busy').messages
    # Each side of each leg, with and without a body.
    chosen = busy[:3] + [next(m for m in busy if ' 486 ' in m.text)]
    for name, dialect in dialects.DIALECTS.items():
        folder = data / dialect.format
        folder.mkdir(exist_ok=True)
        noise = dialect.noise.encode()
        (folder / name).write_bytes(noise + dialect.render(chosen) + noise)


if __name__ == '__main__':
    main()
