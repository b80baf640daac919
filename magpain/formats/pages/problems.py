"""The page of `check`: every problem with its position, and for each file whether it is valid."""

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
    # A file name comes from the command line or from the sender of the file, and may contain terminal escapes.
    for file in page.files or (page.file,):
        found = [problem.severity for problem in page.problems if problem.file == file]
        errors = found.count("error")
        state = "invalid" if errors else "valid"
        yield Unbroken(
            line(f"{printable(file)}: {state} ({counted(errors, 'error')}, {counted(len(found) - errors, 'warning')})")
        )
