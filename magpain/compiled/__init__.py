"""The entry point to the compiled cache: `load` returns a file's knowledge from its copy, and makes one if it can.

`check` also reads a file into a database, so that a large file needs no more memory than a small one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from magpain.errors import Problem
    from magpain.formats.progress import OnProgress
    from magpain.model import Knowledge

__all__ = ["check", "load"]


def load(data: str | None, *, cache: bool = True, on_progress: OnProgress | None = None) -> Knowledge:
    """Return the knowledge in the given file, else in MAGPAIN_DATA, else in the bundled file.

    It comes from the file's compiled copy, which is made if there is none. If none can be made, or `cache` is False, it
    comes from the file itself. `on_progress` is called with the progress of compiling. Raises KnowledgeError as
    `knowledge.load` does, and DamagedCopyError if the copy is corrupt.
    """
    from magpain import knowledge  # not every importer of this module needs it
    from magpain.knowledge import locate

    file = locate.locate(data)
    return (cache and not locate.is_piped(file) and _from_copy(file, on_progress)) or knowledge.load(file)


def check(path: str) -> tuple[Problem, ...]:
    """Return every problem of a knowledge file, by line; raise KnowledgeError if it cannot be opened."""
    import sqlite3
    from contextlib import closing

    from magpain import knowledge
    from magpain.compiled import build
    from magpain.errors import DamagedCopyError
    from magpain.knowledge import reading

    try:
        with closing(build.database("")) as connection:
            return reading.all_problems(path, build.RecordTables(connection))
    except (sqlite3.Error, DamagedCopyError):
        return knowledge.check(path)


def _from_copy(file: str, on_progress: OnProgress | None) -> Knowledge | None:
    from magpain.compiled import copies, sqlite_view

    connection = copies.find(file)
    if connection is None and _made(file, on_progress):
        connection = copies.find(file)
    return sqlite_view.as_knowledge(connection, words=True) if connection else None


def _made(file: str, on_progress: OnProgress | None) -> bool:
    from magpain.compiled import build  # it loads the YAML reader

    try:
        return build.compile_into_cache(file, on_progress) if on_progress else build.compile_into_cache(file)
    except (OSError, ValueError):
        return False
