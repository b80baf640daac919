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

    An empty $PAGER, or `cat`, means none. Quitting the pager early is not an error.
    """
    command = _command()
    if stream is None or not command:
        return False
    import subprocess  # only long pages on a terminal need it

    # -R lets less show colours; -F lets it exit at once if the text fits after all.
    environment = {"LESS": DEFAULT.partition(" ")[2], **os.environ}
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, encoding=stream.encoding)
    except OSError:
        return False
    # Ctrl-C is for the pager, where it stops a search, for example.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with suppress(BrokenPipeError):
            process.communicate(text)
        process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _command() -> list[str]:
    """Return the words of the pager's command; none if the user wants no pager, or $PAGER cannot be parsed."""
    try:
        words = shlex.split(os.environ.get("PAGER", DEFAULT))
    except ValueError:
        return []
    return [] if words == ["cat"] else words
