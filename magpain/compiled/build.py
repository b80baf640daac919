"""Make a compiled copy: read the file into a database one record at a time, check it there, and index it.

Memory use does not grow with the file. An unfinished copy, or one of an invalid file, never gets its final name.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from magpain import checksum
from magpain.compiled import cached_json, copies, sqlite_view
from magpain.formats import output
from magpain.formats.progress import OnProgress, silent
from magpain.knowledge import name_index, reading
from magpain.model import SECTIONS, Condition, Group, Knowledge, NotCovered, Study
from magpain.query import search

MOST_COPIES = 16
MOST_BYTES = 1024**3
# An unfinished copy of this age has been abandoned.
ABANDONED_SECONDS = 24 * 60 * 60

_TABLES = (
    "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT)",
    "CREATE TABLE alone (key TEXT PRIMARY KEY, json BLOB, checksum INTEGER)",
    *(f"CREATE TABLE {section} (id TEXT PRIMARY KEY, json BLOB, checksum INTEGER)" for section in SECTIONS),
    "CREATE TABLE name (folded TEXT, rank INTEGER, place INTEGER, id TEXT, checksum INTEGER)",
    "CREATE TABLE study_of (key TEXT, id TEXT, checksum INTEGER)",
    "CREATE TABLE condition_of (key TEXT, id TEXT, checksum INTEGER)",
)
_INDEXES = (
    "CREATE INDEX name_folded ON name (folded)",
    "CREATE INDEX study_of_key ON study_of (key)",
    "CREATE INDEX condition_of_key ON condition_of (key)",
)


class RecordTables:
    """The tables of records as JSON, one row each, with the tables of names and pairs of ids.

    `also` is called with each record.
    """

    def __init__(self, connection: sqlite3.Connection, also: Callable[[str, str, Any], object] | None = None) -> None:
        self._connection = connection
        self._also = also
        self._encode = msgspec.json.Encoder().encode
        for statement in _TABLES:
            connection.execute(statement)

    def put(self, section: str, key: str, record: Any) -> None:
        """Store one record; a second one with the same id replaces the first, and the reader reports it."""
        self._add(f"INSERT OR REPLACE INTO {section} VALUES (?, ?, ?)", key, self._encode(record))  # noqa: S608 ours
        if isinstance(record, Condition | Group | NotCovered):
            for row in name_index.rows(key, record):
                self._add("INSERT INTO name VALUES (?, ?, ?, ?, ?)", *row)
        if isinstance(record, Condition):
            self._add("INSERT INTO condition_of VALUES (?, ?, ?)", record.group, key)
        if isinstance(record, Study):
            for condition in record.conditions:
                self._add("INSERT INTO study_of VALUES (?, ?, ?)", condition, key)
        if self._also:
            self._also(section, key, record)

    def _add(self, sql: str, *cells: object) -> None:
        self._connection.execute(sql, checksum.with_checksum(*cells))

    def knowledge(self, alone: dict[str, Any]) -> Knowledge:
        """Return the knowledge, which reads its records from the database."""
        for key, value in alone.items():
            self._add("INSERT INTO alone VALUES (?, ?, ?)", key, self._encode(value))
        for statement in _INDEXES:
            self._connection.execute(statement)
        return sqlite_view.as_knowledge(self._connection)


def database(path: str) -> sqlite3.Connection:
    """Create a database without a journal: no other process sees it before it is complete.

    Its pages are large, because records are up to some kilobytes: that makes it smaller and faster to write.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("page_size = 16384", "journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    return connection


def compile_into(path: str, file: str, made_of: str, on_progress: OnProgress = silent) -> None:
    """Make the compiled copy of a file at a path. Raises KnowledgeError if the file is invalid, OSError, sqlite3.Error.

    `made_of` is the identity by which `copies` recognises the copy.
    """
    digest, size = hashlib.sha256(), max(os.stat(file).st_size, 1)  # noqa: PTH116
    done = 0

    def watch(piece: bytes) -> None:
        nonlocal done
        digest.update(piece)
        done += len(piece)
        on_progress(done, size, "reading the knowledge file")

    with closing(database(path)) as connection:
        cached_json.create_tables(connection)
        tables = RecordTables(connection, partial(cached_json.add_record, connection))
        knowledge = reading.load_valid(file, tables, watch)
        on_progress(size, size, "indexing the knowledge file")
        cached_json.add_answers(connection, knowledge)
        search.fill(connection, search.documents(knowledge))
        about = {"made of": made_of, "sha256": digest.hexdigest()}
        connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        connection.execute("COMMIT")


def compile_into_cache(file: str, on_progress: OnProgress = silent) -> bool:
    """Make the copy of a file in the cache directory atomically; return False if it cannot be written.

    Raises KnowledgeError if the file is invalid. A file that changes while it is read gets no copy.
    """
    before = os.stat(file)  # noqa: PTH116
    path = copies.path_of(before)
    if path is None:
        return False
    target = Path(path)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        begun = time.time_ns()
        with output.replacing(target, 0o600) as temporary:
            compile_into(str(temporary), file, copies.identity(before), on_progress)
            if copies.identity(os.stat(file)) != copies.identity(before):  # noqa: PTH116
                raise OSError("the knowledge file changed while it was read")
            os.utime(temporary, ns=(begun, begun))
    except (OSError, sqlite3.Error):
        return False
    with suppress(OSError):  # another process has the copy open (on Windows) or has removed it already
        _remove_old_copies(target.parent)
    return True


def _remove_old_copies(place: Path) -> None:
    """Remove abandoned copies, and the oldest ones above a limit of number and size."""
    made = sorted(place.glob(f"*{copies.BESIDE}"), key=lambda path: path.stat().st_mtime, reverse=True)
    whole = 0
    for number, path in enumerate(made):
        whole += path.stat().st_size
        if number and (number >= MOST_COPIES or whole > MOST_BYTES):
            path.unlink(missing_ok=True)
    for path in place.glob("*.tmp"):
        if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
            path.unlink(missing_ok=True)
