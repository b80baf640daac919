"""How far a long call is, on one line of a terminal's stderr: beside terminal.py, the only place that knows Rich."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO


class Tell(Protocol):
    """Told how much is done of how much, and what comes next."""

    def __call__(self, done: int, whole: int, doing: str, /) -> None:
        """Show it."""


@contextmanager
def shown(stream: TextIO | None) -> Iterator[Tell]:
    """Show a bar while the block lasts, and leave nothing of it behind; on what is no terminal, show nothing."""
    if not _watched(stream):
        yield _silent
        return
    from rich.console import Console  # only a long call on a terminal shows a bar
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    console = Console(file=stream, markup=False, no_color=True)
    # No thread of its own: it is drawn when there is something new, and an interrupt finds nothing half written.
    with Progress(*columns, console=console, auto_refresh=False, transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)

        def tell(done: int, whole: int, doing: str, /) -> None:
            bar.update(task, completed=done, total=whole, description=doing, visible=True, refresh=True)

        yield tell


def _watched(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # it is closed
        return False


def _silent(_done: int, _whole: int, _doing: str, /) -> None:
    """Leave a stream that is no terminal alone."""
