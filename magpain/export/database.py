"""A knowledge file as a relational database for SQLite: the tables, views and columns of schema.sql."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files

from magpain.errors import OutputError
from magpain.export.rows import VERSION, Row, rows
from magpain.model import Knowledge
from magpain.query.fulltext import texts

# Works for a package in a directory and in an archive.
SCHEMA = files("magpain.export") / "schema.sql"
# The SQLite application id "mgpn", by which `file` and other programs recognise the database.
_APPLICATION = int.from_bytes(b"mgpn", "big")


def build(knowledge: Knowledge) -> bytes:
    """Return the bytes of the database file; it is built in memory, so that no unfinished file is ever on disk.

    Raises OutputError if this Python's SQLite has no full-text search (FTS5), and sqlite3.IntegrityError if a row
    violates the schema, which never happens with a valid knowledge file.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        try:
            database.executescript(SCHEMA.read_text("utf-8"))
        except sqlite3.OperationalError as error:
            raise OutputError(f"this Python's SQLite has no full-text search (FTS5): {error}") from error
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("BEGIN")
        for row in rows(knowledge):
            _insert(database, row)
        for each in texts(knowledge):
            text = "\n".join(part for part in (*each.names, each.text) if part)
            _insert(database, ("search", {"kind": each.table, "id": each.id, "title": each.title, "text": text}))
        database.execute("COMMIT")
        database.execute("VACUUM")
        return database.serialize()


def _insert(database: sqlite3.Connection, row: Row) -> None:
    """Insert a row; table and column names come from the program, and every value is bound."""
    table, columns = row
    names, places = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    database.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", columns)  # noqa: S608 names of ours only
