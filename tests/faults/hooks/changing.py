"""Run beside a call under test: changes a file over and over, until it is ended.

Its arguments: in which way, of those of editors and scripts; the file; and two files whose contents it takes in turn.
"""

import itertools
import os
import sys
import time
from pathlib import Path

PAUSE = 0.003


def change(way: str, path: Path, content: bytes) -> None:
    """Change the file once."""
    if way == "replaced":
        new = path.with_suffix(".new")
        new.write_bytes(content)
        new.replace(path)
    elif way == "appended":
        with path.open("ab") as file:
            file.write(b"# more\n")
    elif way == "truncated":
        os.truncate(path, len(content) // 2)
        time.sleep(PAUSE)
        path.write_bytes(content)
    else:
        path.write_bytes(content)


contents = [Path(name).read_bytes() for name in sys.argv[3:]]
for content in itertools.cycle(contents):
    change(sys.argv[1], Path(sys.argv[2]), content)
    time.sleep(PAUSE)
