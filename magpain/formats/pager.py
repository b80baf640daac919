"""Long pages on a terminal go through a pager, as those of git and gh do."""

from __future__ import annotations

import os
import shlex
import signal
from contextlib import suppress
from typing import TextIO

DEFAULT = "less -FRX"


def shown(text: str, stream: TextIO | None) -> bool:
    """Show a text through $PAGER, else less; return False if there is no pager to show it.

    An empty $PAGER, or `cat`, means none. A pager that the user leaves early is no error.
    """
    command = _command()
    if stream is None or not command:
        return False
    import subprocess  # only long pages on a terminal need it

    # less shows colours only if it is told to; it leaves at once if the text fits after all.
    environment = {"LESS": DEFAULT.partition(" ")[2], **os.environ}
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, encoding=stream.encoding)
    except OSError:
        return False
    # Ctrl-C is the pager's: it stops a search there, say.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with suppress(BrokenPipeError):
            process.communicate(text)
        process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _command() -> list[str]:
    """Return the words of the pager's command; none if the user wants no pager, or wrote what no shell understands."""
    try:
        words = shlex.split(os.environ.get("PAGER", DEFAULT))
    except ValueError:
        return []
    return [] if words == ["cat"] else words
