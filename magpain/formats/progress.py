"""The progress bar of a long command, on one line of stderr. Only this file and terminal.py import Rich."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from magpain.formats.screen import is_terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from rich.progress import Progress

# What a long command reports: how much is done, of how much, and the current step.
OnProgress = Callable[[int, int, str], None]
PATIENCE_SECONDS = 1.0


@contextmanager
def display(stream: TextIO | None, patience: float = 0.0) -> Iterator[OnProgress]:
    """Show a bar during the block, after `patience` seconds, and erase it at the end.

    If the stream is not a terminal, nothing is shown.
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
    from rich.console import Console  # only a long command on a terminal shows a bar
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    console = Console(file=stream, markup=False, no_color=True)
    # Without a refresh thread, the bar is drawn only on updates, so that no interrupt leaves half a line.
    bar = Progress(*columns, console=console, auto_refresh=False, transient=True)
    bar.add_task("", total=None, visible=False)
    bar.start()
    return bar
