"""A terminal of our own: what the installed command writes to one of a given size, byte for byte."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from .command import COMMAND, PATIENCE, Done

try:
    import fcntl
    import pty
    import struct
    import termios
except ImportError:  # Windows, whose consoles are opened in another way
    pty = None  # type: ignore[assignment]

NEEDED = "there are no pseudo-terminals here"


def run(
    arguments: Iterable[str | bytes | Path], environment: Mapping[str, str], folder: Path, *, columns: int = 80
) -> Done:
    """Call the command on a terminal of so many columns and 24 rows.

    What it wrote there, to stdout and stderr alike, stands in `out`; in `err` where it answered nothing.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=folder
    ) as process:
        os.close(theirs)
        try:
            written = _all_of(ours)
            status = process.wait(PATIENCE)
        finally:
            os.close(ours)
            process.kill()
    # The terminal itself puts a carriage return before each line feed.
    text = written.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    return Done(status, text, "") if status in (0, 1) else Done(status, "", text)


def _all_of(descriptor: int) -> bytes:
    """Return what is written to a terminal until nobody holds it open any more."""
    written, end = b"", time.monotonic() + PATIENCE
    while select.select([descriptor], [], [], max(0.0, end - time.monotonic()))[0]:
        try:
            part = os.read(descriptor, 65536)
        except OSError:  # Linux says so where others return nothing
            return written
        if not part:
            return written
        written += part
    raise TimeoutError("a call on a terminal hangs")
