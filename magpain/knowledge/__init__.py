"""The door to the knowledge file: `load` for those who ask, `check` for those who write it.

What reads YAML is imported only where it is used: most calls find the file's compiled copy (see magpain/compiled).
"""

from __future__ import annotations

# Not imported from typing, since every call pays for what this module imports.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from magpain.errors import Problem
    from magpain.model import Knowledge

__all__ = ["check", "load"]


def load(path: str | Path | None = None) -> Knowledge:
    """Return the knowledge of a file (else of MAGPAIN_DATA, else of the file that magpain carries), once it is sound.

    Raises KnowledgeError where the file is missing or unreadable, or where any rule of the file is broken: nothing is
    told from a file that can't be believed as a whole.
    """
    from magpain.knowledge import locate, reading

    return reading.load_valid(locate.locate(str(path) if path is not None else None))


def check(path: str | Path | None = None) -> tuple[Problem, ...]:
    """Return every problem of a knowledge file by line; raise KnowledgeError where it can't be opened."""
    from magpain.knowledge import locate, reading

    return reading.all_problems(locate.locate(str(path) if path is not None else None))
