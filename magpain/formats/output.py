"""Writes output to a stream, or to a file or directory that appears whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from magpain.errors import OutputError, QuestionError

# The file name that means standard output.
STDOUT = "-"


def to_stream(text: str, stream: TextIO | None) -> None:
    """Write to a stream and flush it. Raises OutputError if it is closed or full.

    If the pipe's reader has exited, BrokenPipeError is raised instead, which ends the command quietly.
    """
    if stream is None:
        raise OutputError("standard output is closed")
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError) as error:
        if reader_left(error):
            raise BrokenPipeError from error
        raise failure(error) from error


def reader_left(error: Exception) -> bool:
    """Return whether a write failed because the pipe's reader has exited; Windows may report that as EINVAL."""
    return isinstance(error, BrokenPipeError) or (
        os.name == "nt" and isinstance(error, OSError) and error.errno == errno.EINVAL
    )


def failure(error: Exception) -> OutputError:
    """Return the error for an answer that could not be written to stdout."""
    return OutputError(f"cannot write to standard output: {_reason(error)}")


def to_file(content: str | bytes, name: str, *, protected: str | None) -> None:
    """Write a file through a temporary one next to it, so that it appears whole or not at all.

    Raises QuestionError if that would overwrite the knowledge file, and OutputError if the file cannot be written.
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
    """Yield an empty directory that takes the given path, replacing any directory there, if the block succeeds.

    With `parents`, missing parent directories are created. Raises OutputError if it cannot be written.
    """
    try:
        with replacing(real(Path(name))) as temporary:
            temporary.mkdir(parents=parents)
            yield temporary
    except (OSError, ValueError) as error:
        raise _unwritten(name, error) from error


def into(directory: Path, path: str, text: str) -> None:
    """Write a file into a directory, and create the subdirectory in its path."""
    file = directory / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())


def _unwritten(name: str, error: Exception) -> OutputError:
    return OutputError(f"cannot write {name}: {_reason(error)}")


def refuse(name: str, protected: str) -> None:
    """Raise QuestionError if an output file is the knowledge file, which is never overwritten."""
    if _same(Path(name), Path(protected)):
        raise QuestionError(f"cannot overwrite the knowledge file {name}; choose another output file")


def _replaceable(path: Path) -> Path:
    """Return the file that a path resolves to. Raises OSError if it exists and is not a regular file."""
    if path.exists() and not path.is_file():
        # Otherwise a user who may write in /dev could replace /dev/null with a file.
        raise OSError(errno.EINVAL, "it is a directory, a device or a pipe")
    return real(path)


@contextmanager
def replacing(target: Path, mode: int | None = None) -> Iterator[Path]:
    """Yield a temporary path next to a target; what is written there replaces the target when the block ends.

    If the block raises, the target is unchanged and nothing is left behind. With a `mode`, the path starts as an empty
    file with these permissions. A file that replaces another takes over its permissions.
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
    """Replace a directory, and restore it if that fails."""
    old = _beside(target, ".old")
    target.rename(old)
    try:
        temporary.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _beside(target: Path, suffix: str) -> Path:
    """Return a hidden path next to another; its random name cannot clash with that of another or a killed process."""
    return target.with_name(f".{target.name[:200]}.{os.urandom(4).hex()}{suffix}")


def real(path: Path) -> Path:
    """Return a path with its symbolic links resolved. Raises OSError if they form a loop."""
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
