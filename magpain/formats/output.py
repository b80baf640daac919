"""How output is written: to a stream, or to a file or directory that appears whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
        with replacing(_replaceable(Path(name)), 0o666) as temporary:
            temporary.write_bytes(content.encode() if isinstance(content, str) else content)
    except (OSError, ValueError) as error:
        raise _unwritten(name, error) from error


@contextmanager
def directory(name: str, *, parents: bool = False) -> Iterator[Path]:
    """Give an empty directory that replaces the named one, or becomes it, when the block ends without an error.

    With `parents`, the directories above it are made as well. Raises OutputError if it can't be written.
    """
    try:
        with replacing(real(Path(name))) as temporary:
            temporary.mkdir(parents=parents)
            yield temporary
    except (OSError, ValueError) as error:
        raise _unwritten(name, error) from error


def into(directory: Path, path: str, text: str) -> None:
    """Write a file of a directory that is being made, and the directory in it that the path names."""
    file = directory / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())


def _unwritten(name: str, error: Exception) -> OutputError:
    return OutputError(f"{name}: expected to write the answer, not this: {_reason(error)}")


def refuse(name: str, protected: str) -> None:
    """Raise QuestionError where a file to write is this knowledge file, which is never written over."""
    if _same(Path(name), Path(protected)):
        raise QuestionError(f"expected another file than the knowledge file to write to, not {name}")


def _replaceable(path: Path) -> Path:
    """Return the file that a path leads to; raise OSError if what is there is no file."""
    if path.exists() and not path.is_file():
        # Whoever may write in /dev could otherwise put a file in the place of /dev/null.
        raise OSError(errno.EINVAL, "it is a directory, a device or a pipe")
    return real(path)


@contextmanager
def replacing(target: Path, mode: int | None = None) -> Iterator[Path]:
    """Give a temporary path beside a target: what is there when the block ends takes the target's place.

    If the block raises, the target stays as it was and nothing is left behind. With a `mode`, the path is an empty file
    with these permissions to begin with. A file that replaces another takes over its permissions.
    """
    temporary = _beside(target, ".tmp")
    if mode is not None:
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    try:
        yield temporary
        if target.is_dir():
            _replace_directory(temporary, target)
        else:
            if target.exists():
                temporary.chmod(target.stat().st_mode & 0o777)
            temporary.replace(target)
    finally:
        with suppress(OSError):
            (shutil.rmtree if temporary.is_dir() else os.unlink)(temporary)


def _replace_directory(temporary: Path, target: Path) -> None:
    """Replace a directory, which comes back if the new one can't take its place."""
    old = _beside(target, ".old")
    target.rename(old)
    try:
        temporary.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _beside(target: Path, suffix: str) -> Path:
    """Return a hidden path next to another that no other process, nor one that was killed, has taken."""
    return target.with_name(f".{target.name[:200]}.{os.urandom(4).hex()}{suffix}")


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
