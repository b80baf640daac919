"""Loaded by the interpreter of a call under test: sends it a signal at the n-th thing that it does.

What it does is what Python's audit events tell: each import, each file opened, each database connected, and so on,
counted from the moment at which magpain's entry, `magpain.__main__`, begins to load the rest. The count so far stands
in the file COUNTED.
"""

import os
import sys

AT, SIGNAL = int(os.environ["SIGNAL_AT"]), int(os.environ["SIGNAL"])
COUNTED = os.open(os.environ["COUNTED"], os.O_WRONLY | os.O_CREAT, 0o600)
seen = -1


def begins(module: str) -> bool:
    """Tell whether a module is the first that magpain loads from its entry."""
    return module.startswith("magpain.") and module != "magpain.__main__"


def count(event: str, given: tuple[object, ...]) -> None:
    global seen  # noqa: PLW0603 a hook has nowhere else to count
    if seen >= 0 or (event == "import" and begins(str(given[0]))):
        seen += 1
        os.pwrite(COUNTED, b"%d" % seen, 0)
        if AT and seen == AT:
            os.kill(os.getpid(), SIGNAL)


sys.addaudithook(count)
