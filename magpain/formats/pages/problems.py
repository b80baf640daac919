"""The page that `check` prints: every problem with its place, and for each file whether it is sound."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import ProblemList
from magpain.characters import printable
from magpain.formats.blocks import Block, Span, Unbroken, line
from magpain.rating.verdict import counted


def blocks(page: ProblemList, *, full: bool) -> Iterator[Block]:
    """Yield a line for each problem, and how many there are in each file."""
    for problem in page.problems:
        yield Unbroken(line(Span(printable(str(problem)), "bad" if problem.severity == "error" else "warn")))
    # A file's name comes from the command line, or from whoever sent the file, and may hold what a terminal obeys.
    for file in page.files or (page.file,):
        found = [problem.severity for problem in page.problems if problem.file == file]
        errors = found.count("error")
        state = "not sound" if errors else "sound"
        yield Unbroken(
            line(f"{printable(file)}: {state} ({counted(errors, 'error')}, {counted(len(found) - errors, 'warning')})")
        )
