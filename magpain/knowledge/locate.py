"""Which knowledge file a call reads, and how it is opened: once, regular files only, never waiting."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from io import BufferedReader

VARIABLE = "MAGPAIN_DATA"
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # pathlib is slow to load


def locate(named: str | None) -> str:
    """Return the file that was named, else the one in MAGPAIN_DATA, else the one that magpain carries.

    Raises QuestionError for an empty name: it comes of a variable that a script forgot to set, and to answer from
    another file than was meant would be worse than no answer.
    """
    if named == "":
        from magpain.errors import QuestionError

        raise QuestionError("expected a knowledge file's name, not an empty one")
    return named or os.environ.get(VARIABLE) or shipped()


def shipped() -> str:
    """Return the knowledge file that magpain carries: inside an installed package, or beside it in a checkout."""
    installed = os.path.join(_PACKAGE, "data", "conditions.yaml")
    return installed if os.path.exists(installed) else _beside()


def _beside() -> str:
    return os.path.join(os.path.dirname(_PACKAGE), "data", "conditions.yaml")


def open_file(path: str | os.PathLike[str]) -> BufferedReader:
    """Open a knowledge file for reading; raise KnowledgeError where it is missing, unreadable or no regular file.

    O_NONBLOCK keeps a FIFO without a writer from holding the call up before it can be told from a file.
    """
    from magpain.errors import KnowledgeError  # who only asks where a file is needs no errors

    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the name can't be a file's"
        raise KnowledgeError(f"{path}: expected a knowledge file that can be read, not this: {reason}") from error
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise KnowledgeError(f"{path}: expected a knowledge file, not {_kind(mode)}")
    return os.fdopen(descriptor, "rb")


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a directory"
    return "a FIFO" if stat.S_ISFIFO(mode) else "a device or socket"
