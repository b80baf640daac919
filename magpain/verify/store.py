"""What services answered, kept in the user's cache folder, so that an interrupted run goes on and offline ones work.

It is only ever a copy, of the fields that are read: where it is damaged it begins anew, and where it can't be written
it lasts as long as the call.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from magpain.compiled import copies
from magpain.verify.found import Key

_FORMAT = 1
_TABLE = """
DROP TABLE IF EXISTS answer;
CREATE TABLE answer (base TEXT, source TEXT, key TEXT, fetched_on TEXT, part BLOB, PRIMARY KEY (base, source, key));
"""


class Stored(NamedTuple):
    """A citation's own part of an answer, None where the service didn't know it, and the day that it was fetched."""

    fetched_on: datetime.date
    part: bytes | None


Place = tuple[str, str, Key]


class Store:
    """The kept answers by service address, source and key; each that is added is on disk when `add` returns."""

    def __init__(self, path: Path | None) -> None:
        self._connection, self._answers = _opened(path)
        self.kept = self._connection is not None

    def get(self, place: Place) -> Stored | None:
        """Return what was fetched for a place, or None."""
        return self._answers.get(place)

    def add(self, found: Mapping[Place, bytes | None], today: datetime.date) -> None:
        """Keep some answers, all or none of them; where they can't be written they last as long as the call."""
        self._answers.update({place: Stored(today, part) for place, part in found.items()})
        if self._connection is None:
            return
        rows = [(*place, today.isoformat(), part) for place, part in found.items()]
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", rows)
        except sqlite3.Error:
            self.kept = False

    def close(self) -> None:
        """Close the file, as Windows wants before it can be replaced."""
        if self._connection is not None:
            self._connection.close()


def place() -> Path | None:
    """Return where answers are kept: `verify/answers.sqlite` in the folder of the compiled copies, or nowhere."""
    folder = copies.folder()
    return Path(folder, "verify", "answers.sqlite") if folder else None


def _opened(path: Path | None) -> tuple[sqlite3.Connection | None, dict[Place, Stored]]:
    """Open the file and read it, twice at most: one that is damaged, or of another format, is begun anew."""
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


def _read(path: Path) -> tuple[sqlite3.Connection, dict[Place, Stored]]:
    connection = sqlite3.connect(path, timeout=10)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
            connection.executescript(f"{_TABLE} PRAGMA user_version = {_FORMAT};")
        rows = connection.execute("SELECT base, source, key, fetched_on, part FROM answer").fetchall()
        return connection, {tuple(row[:3]): Stored(datetime.date.fromisoformat(row[3]), row[4]) for row in rows}
    except BaseException:
        with suppress(sqlite3.Error):
            connection.close()
        raise
