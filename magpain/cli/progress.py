"""How far a long reading is, on one line of a terminal: shown after a second, and gone when it is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from magpain.compiled.build import Tell

PATIENCE_SECONDS = 1.0
_EVERY_SECONDS = 0.1


@contextmanager
def shown() -> Iterator[Tell | None]:
    """Give what a reading tells its progress to, or None where stderr is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    due = time.monotonic() + PATIENCE_SECONDS
    width = 0

    def tell(what: str, done: int, whole: int) -> None:
        nonlocal due, width
        if time.monotonic() >= due:
            due = time.monotonic() + _EVERY_SECONDS
            text = f"{what} the knowledge file: {100 * done // whole}%"
            sys.stderr.write(f"\r{text:{width}}")
            sys.stderr.flush()
            width = len(text)

    try:
        yield tell
    finally:
        if width:
            sys.stderr.write(f"\r{'':{width}}\r")
            sys.stderr.flush()
