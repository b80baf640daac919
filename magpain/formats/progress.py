"""The progress of a long call, on one line of a terminal's stderr; only terminal.py knows Rich as well."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from magpain.formats.screen import is_terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from rich.progress import Progress

# What a long call reports: how much is done, of how much, and what is being done.
OnProgress = Callable[[int, int, str], None]
PATIENCE_SECONDS = 1.0


@contextmanager
def display(stream: TextIO | None, patience: float = 0.0) -> Iterator[OnProgress]:
    """Show a bar while the block lasts, after some seconds of patience, and leave nothing of it behind.

    If the stream is no terminal, nothing is shown.
    """
    if not is_terminal(stream):
        yield silent
        return
    due = time.monotonic() + patience
    bar: Progress | None = None

    def update(done: int, whole: int, doing: str) -> None:
        nonlocal bar
        if bar is None and time.monotonic() >= due:
            bar = _begun(stream)
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done, total=whole, description=doing, visible=True, refresh=True)

    try:
        yield update
    finally:
        if bar is not None:
            bar.stop()


def silent(_done: int, _whole: int, _doing: str) -> None:
    """Show nothing."""


def _begun(stream: TextIO | None) -> Progress:
    from rich.console import Console  # only a long call on a terminal shows a bar
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    console = Console(file=stream, markup=False, no_color=True)
    # Without a thread of its own it is drawn only when there is something new, so no interrupt finds half a line.
    bar = Progress(*columns, console=console, auto_refresh=False, transient=True)
    bar.add_task("", total=None, visible=False)
    bar.start()
    return bar
