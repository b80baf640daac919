"""The door to the compiled copies: `load` returns a file's knowledge from its copy, and makes the copy where it can.

`check` reads a file into a database as well, so that it needs no more memory for a large file than for a small one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from magpain.errors import Problem
    from magpain.formats.progress import Tell
    from magpain.model import Knowledge

__all__ = ["check", "load"]


def load(data: str | None, *, cache: bool = True, tell: Tell | None = None) -> Knowledge:
    """Return the knowledge of a file (else of MAGPAIN_DATA, else of the file that magpain carries), once it is sound.

    It comes from the file's compiled copy, which is made where there is none; where none can be made, or `cache` is
    False, from the file itself. `tell` hears how far the making is. Raises KnowledgeError as `knowledge.load` does,
    and DamagedCopyError where the copy can't be read.
    """
    from magpain import knowledge  # what imports this doesn't always need it
    from magpain.knowledge import locate

    file = locate.locate(data)
    return (cache and not locate.is_piped(file) and _from_copy(file, tell)) or knowledge.load(file)


def check(path: str) -> tuple[Problem, ...]:
    """Return every problem of a knowledge file by line, as `knowledge.check` does; raise KnowledgeError likewise."""
    import sqlite3
    from contextlib import closing

    from magpain import knowledge
    from magpain.compiled import build
    from magpain.errors import DamagedCopyError
    from magpain.knowledge import reading

    try:
        with closing(build.database("")) as connection:
            return reading.checked(path, build.RecordTables(connection))
    except (sqlite3.Error, DamagedCopyError):
        return knowledge.check(path)


def _from_copy(file: str, tell: Tell | None) -> Knowledge | None:
    from magpain.compiled import copies, sqlite_view

    connection = copies.find(file)
    if connection is None and _made(file, tell):
        connection = copies.find(file)
    return sqlite_view.opened(connection, words=True) if connection else None


def _made(file: str, tell: Tell | None) -> bool:
    from magpain.compiled import build  # it loads what reads YAML

    try:
        return build.cached(file, tell) if tell else build.cached(file)
    except (OSError, ValueError):
        return False
