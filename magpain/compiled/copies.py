"""Find the compiled copy of a knowledge file, and check that it is up to date.

A copy is a SQLite database made from a valid file (see build.py). It is found by the identity of the file (device,
inode, size, and times to the nanosecond) and of the code that made it, so that it is never used for an edited file or
by another version of magpain. This module imports almost nothing, because the quick path needs it.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time

from magpain import __version__
from magpain.knowledge import locate

VARIABLE = "MAGPAIN_CACHE"
# A file changed this recently may change again without new times, so its hash is compared as well.
RACY_NANOSECONDS = 2_000_000_000
# The copy of the bundled file is made with the package, in the same directory. Its name sorts after the file's, so that
# it is installed later, and an edit of the file is noticed.
BESIDE = ".sqlite"
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # pathlib is slow to load


class Connection(sqlite3.Connection):
    """A connection that closes when nothing refers to it any longer."""

    def __del__(self) -> None:
        try:  # noqa: SIM105 contextlib is one more import
            self.close()
        except sqlite3.ProgrammingError:
            pass  # it was never opened


def find(file: str) -> Connection | None:
    """Return the compiled copy of a knowledge file, or None if there is none that is up to date."""
    try:
        status = os.stat(file)
        carried = file == locate.bundled() and _opened(f"{file}{BESIDE}", made_with_package(status))
        if carried and _holds(carried, file, status, os.stat(f"{file}{BESIDE}").st_ctime_ns - 1):
            return carried
        return _cached(file, status)
    except (OSError, ValueError, sqlite3.Error):
        return None


def _cached(file: str, status: os.stat_result) -> Connection | None:
    path = path_of(status)
    if path is None:
        return None
    connection = _opened(path, identity(status))
    begun = time.time_ns()
    made = os.stat(path).st_mtime_ns - RACY_NANOSECONDS if connection else 0
    if connection is None or not _holds(connection, file, status, made):
        return None
    if made < last_change(status) <= begun - RACY_NANOSECONDS:
        os.utime(path, ns=(begun, begun))  # from now on the times are enough
    return connection


def _opened(path: str, made_of: str) -> Connection | None:
    """Open the copy at a path; return None if it is missing or was not made of this."""
    if not os.path.isfile(path):
        return None
    address = path.replace("\\", "/").replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    slash = "" if address.startswith("/") else "/"  # before a drive's letter
    # With an empty authority, two slashes at the start of a path (a network share on Windows) are not read as one.
    connection = sqlite3.connect(f"file://{slash}{address}?mode=ro&immutable=1", uri=True, factory=Connection)
    rows = connection.execute("SELECT value FROM about WHERE key = 'made of'").fetchall()
    return connection if rows == [(made_of,)] else None


def _holds(connection: Connection, file: str, status: os.stat_result, settled: int) -> bool:
    """Return whether a copy is up to date: by the file's times if these have settled, else by its hash."""
    if last_change(status) <= settled:
        return True
    rows = connection.execute("SELECT value FROM about WHERE key = 'sha256'").fetchall()
    return rows == [(_hash(file),)]


def _hash(file: str) -> str:
    import hashlib  # only a file that was edited a moment ago is hashed

    with locate.open_file(file) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def last_change(status: os.stat_result) -> int:
    """Return when a file was last changed, in nanoseconds; the ctime shows changes by editors that reset the mtime."""
    return max(status.st_mtime_ns, status.st_ctime_ns)


def cache_directory() -> str | None:
    """Return the cache directory: MAGPAIN_CACHE, else the platform's own; None if there is none."""
    if VARIABLE in os.environ:
        return os.path.abspath(os.environ[VARIABLE]) if os.environ[VARIABLE] else None
    if chosen := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return os.path.join(os.path.abspath(chosen), "magpain")
    home = os.path.expanduser("~")
    if home == "~":
        return None
    home = os.path.abspath(home)
    return os.path.join(home, "Library/Caches" if sys.platform == "darwin" else ".cache", "magpain")


def path_of(status: os.stat_result) -> str | None:
    """Return the path of a file's copy in the cache directory, or None if there is no such directory."""
    place = cache_directory()
    return os.path.join(place, f"{status.st_dev:x}-{status.st_ino:x}{BESIDE}") if place else None


def identity(status: os.stat_result) -> str:
    """Return the identity of a copy in the cache: that of the file now, and that of the code."""
    own = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return " ".join(map(str, (__version__, _code(), *own)))


def made_with_package(status: os.stat_result) -> str:
    """Return the identity of the bundled copy, without the inode and times of its file, which installation changes."""
    return f"{__version__} {status.st_size}"


def _code() -> int:
    """Return when the code was last changed: the time of an installed package, or of a checkout's newest file."""
    if os.path.isdir(os.path.join(_PACKAGE, "data")):
        return _changed(__file__)
    return _newest(_PACKAGE) if os.path.isdir(_PACKAGE) else 0  # or it is in a zip archive


def _newest(directory: str) -> int:
    """Return when the newest Python file below a directory was changed. `os.walk` takes twice as long."""
    newest = 0
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                newest = max(newest, _changed(entry.path))
            elif entry.is_dir() and entry.name != "__pycache__":
                newest = max(newest, _newest(entry.path))
    return newest


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0  # it is in a zip archive, or a link that leads nowhere
