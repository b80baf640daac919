"""Downloaded answers, kept in the user's cache directory: interrupted runs resume, and later runs work offline.

The file holds copies of the fields that are read, nothing else. A damaged file is replaced by an empty one; if the
file cannot be written, answers last for this run only.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from magpain.compiled import copies
from magpain.verify.record import Key

_FORMAT = 3
_TABLE = """
DROP TABLE IF EXISTS answer;
CREATE TABLE answer (base TEXT, source TEXT, key TEXT, fetched_on TEXT, part BLOB, PRIMARY KEY (base, source, key));
"""


class CachedAnswer(NamedTuple):
    """The part of an answer about one key, None if the service had no such record, and the day of the download."""

    fetched_on: datetime.date
    part: bytes | None


# A service's base URL, the source's id, and the key within it.
CacheKey = tuple[str, str, Key]


class AnswerCache:
    """Cached answers by base URL, source and key; what `add` is given is on disk when it returns."""

    def __init__(self, path: Path | None) -> None:
        self._connection, self._answers = _opened(path)
        self.kept = self._connection is not None

    def get(self, key: CacheKey) -> CachedAnswer | None:
        """Return the cached answer for a key, or None."""
        return self._answers.get(key)

    def add(self, parts: Mapping[CacheKey, bytes | None], today: datetime.date) -> None:
        """Keep some answers, all of them or none; if they cannot be written, they last for this run."""
        self._answers.update({key: CachedAnswer(today, part) for key, part in parts.items()})
        if self._connection is None:
            return
        rows = [(*key, today.isoformat(), part) for key, part in parts.items()]
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", rows)
        except sqlite3.Error:
            self.kept = False

    def close(self) -> None:
        """Close the file; Windows cannot replace an open one."""
        if self._connection is not None:
            self._connection.close()


def location() -> Path | None:
    """Return the path `verify/answers.sqlite` in the cache directory, or None if caching is off."""
    folder = copies.cache_directory()
    return Path(folder, "verify", "answers.sqlite") if folder else None


def _opened(path: Path | None) -> tuple[sqlite3.Connection | None, dict[CacheKey, CachedAnswer]]:
    """Open and read the file; one that is damaged is deleted, and opened again once."""
    if path is None:
        return None, {}
    try:
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return _read(path)
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            path.unlink()
            return _read(path)
    except (OSError, sqlite3.Error, ValueError, TypeError):
        return None, {}


def _read(path: Path) -> tuple[sqlite3.Connection, dict[CacheKey, CachedAnswer]]:
    connection = sqlite3.connect(path, timeout=10)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
            connection.executescript(f"{_TABLE} PRAGMA user_version = {_FORMAT};")
        rows = connection.execute("SELECT base, source, key, fetched_on, part FROM answer").fetchall()
        return connection, {tuple(row[:3]): CachedAnswer(datetime.date.fromisoformat(row[3]), row[4]) for row in rows}
    except BaseException:
        with suppress(sqlite3.Error):
            connection.close()
        raise
