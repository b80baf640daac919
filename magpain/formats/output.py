"""How a text leaves: to a stream, or to a file that appears whole or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from magpain.errors import OutputError, QuestionError

# The name of a file that stands for standard output.
STDOUT = "-"


def to_stream(text: str, stream: TextIO | None) -> None:
    """Write to a stream and flush it; raise OutputError where it is closed or full.

    A reader that went away is no error of ours: BrokenPipeError passes, and ends the call quietly.
    """
    if stream is None:
        raise OutputError("expected an open standard output, not a closed one")
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError) as error:
        if reader_left(error):
            raise BrokenPipeError from error
        raise failure(error) from error


def reader_left(error: Exception) -> bool:
    """Return whether a write failed because the reader of the pipe has gone, for which Windows may say EINVAL."""
    return isinstance(error, BrokenPipeError) or (
        os.name == "nt" and isinstance(error, OSError) and error.errno == errno.EINVAL
    )


def failure(error: Exception) -> OutputError:
    """Return what a call ends with whose answer couldn't be written to stdout."""
    return OutputError(f"expected to write the answer, not this: {_reason(error)}")


def to_file(content: str | bytes, name: str, *, protected: str | None) -> None:
    """Write a file through a temporary one beside it, so that it appears whole or not at all.

    Raises QuestionError where that would replace the knowledge file, and OutputError where it can't be written.
    """
    if protected:
        refuse(name, protected)
    try:
        _replace(Path(name), content.encode() if isinstance(content, str) else content)
    except (OSError, ValueError) as error:
        raise OutputError(f"{name}: expected to write the answer, not this: {_reason(error)}") from error


def refuse(name: str, protected: str) -> None:
    """Raise QuestionError where a file to write is this knowledge file, which is never written over."""
    if _same(Path(name), Path(protected)):
        raise QuestionError(f"expected another file than the knowledge file to write to, not {name}")


def _replace(path: Path, content: bytes) -> None:
    target = real(path)
    if path.exists() and not path.is_file():
        # Whoever may write in /dev could otherwise put a file in the place of /dev/null.
        raise OSError(errno.EINVAL, "it is a directory, a device or a pipe")
    temporary = target.with_name(f".{target.name[:200]}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def real(path: Path) -> Path:
    """Return where a path leads in the end; raise OSError where that is nowhere, as links lead in a circle."""
    found = Path(os.path.realpath(path))
    if found.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return found


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
