"""The entry point to the knowledge file: `load` for readers, `check` for authors.

The YAML reader is imported only when it is used: most calls find the file's compiled cache (see magpain/compiled).
"""

from __future__ import annotations

# Not imported from typing, because that import would slow every call.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from magpain.errors import Problem
    from magpain.model import Knowledge

__all__ = ["check", "load"]


def load(path: str | Path | None = None) -> Knowledge:
    """Return the knowledge in the given file, else in MAGPAIN_DATA, else in the bundled file.

    Raises KnowledgeError if the file is missing, unreadable or breaks any rule: no part of an invalid file is used.
    """
    from magpain.knowledge import locate, reading

    return reading.load_valid(locate.locate(str(path) if path is not None else None))


def check(path: str | Path | None = None) -> tuple[Problem, ...]:
    """Return every problem of a knowledge file, by line; raise KnowledgeError if it cannot be opened."""
    from magpain.knowledge import locate, reading

    return reading.all_problems(locate.locate(str(path) if path is not None else None))
