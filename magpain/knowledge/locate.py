"""Find and open the knowledge file: only once, only regular files and open pipes, and without blocking."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from io import BufferedReader, BytesIO

VARIABLE = "MAGPAIN_DATA"
# A larger file is rejected, from a disk or through a pipe.
MAX_BYTES = 256 * 1024 * 1024
STDIN = "-"
# Paths of descriptors that the shell opened: standard input, and the pipes of <(command).
_OPENED_BY_CALLER = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
# The content of pipes, which can be read only once.
_PIPED: dict[str, bytes] = {}
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # pathlib is slow to load


def locate(named: str | None) -> str:
    """Return the given path, else MAGPAIN_DATA, else the bundled file.

    Raises QuestionError for an empty path: it usually comes from an unset shell variable, and reading the wrong file
    silently is worse than failing.
    """
    if named == "":
        from magpain.errors import QuestionError

        raise QuestionError("the name of the knowledge file is empty; is a shell variable unset?")
    return named or os.environ.get(VARIABLE) or bundled()


def bundled() -> str:
    """Return the path of the bundled knowledge file: inside an installed package, or next to it in a checkout."""
    installed = os.path.join(_PACKAGE, "data", "conditions.yaml")
    return installed if os.path.exists(installed) else _in_checkout()


def _in_checkout() -> str:
    return os.path.join(os.path.dirname(_PACKAGE), "data", "conditions.yaml")


def is_piped(path: str) -> bool:
    """Return whether a path is standard input, or a pipe that the caller's shell opened."""
    if path == STDIN:
        return True
    try:
        return path.startswith(_OPENED_BY_CALLER) and stat.S_ISFIFO(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def open_file(path: str | os.PathLike[str]) -> BufferedReader | BytesIO:
    """Open a knowledge file for reading; "-" is standard input.

    Raises KnowledgeError if it is missing, unreadable, or neither a regular file nor a pipe that the caller opened.
    O_NONBLOCK keeps a FIFO without a writer from blocking before it is recognised.
    """
    from magpain.errors import KnowledgeError  # slow to load, and `locate` does not need it

    name = os.fspath(path)
    piped = is_piped(name)
    if name in _PIPED:
        return _kept(name)
    try:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.dup(0) if name == STDIN else os.open(path, flags)
        if piped:
            os.set_blocking(descriptor, True)
            _PIPED[name] = _whole(descriptor)
            return _kept(name)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "invalid file name"
        raise KnowledgeError(f"{path}: expected a readable knowledge file: {reason}") from error
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise KnowledgeError(f"{path}: expected a knowledge file, found {_kind(mode)}")
    return os.fdopen(descriptor, "rb")


def _whole(descriptor: int) -> bytes:
    """Return the content of a descriptor, up to one byte more than the largest file."""
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _kept(name: str) -> BytesIO:
    from io import BytesIO  # few calls read a pipe

    return BytesIO(_PIPED[name])


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a directory"
    return "a FIFO" if stat.S_ISFIFO(mode) else "a device or socket"
