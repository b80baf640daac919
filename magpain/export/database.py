"""A knowledge file as a relational database for SQLite: the tables, views and columns of schema.sql."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files

from magpain.errors import OutputError
from magpain.export.rows import VERSION, Row, rows
from magpain.model import Knowledge
from magpain.query.fulltext import texts

# Found as the package is, in a folder or in an archive.
SCHEMA = files("magpain.export") / "schema.sql"
# Tells `file` and others that a database is magpain's: "mgpn".
_APPLICATION = int.from_bytes(b"mgpn", "big")


def build(knowledge: Knowledge) -> bytes:
    """Return the bytes of the database file; it is made in memory, so that nothing unfinished is ever seen on disk.

    Raises OutputError where this Python's SQLite has no full-text search (FTS5), and sqlite3.IntegrityError where a
    row breaks the schema, which a sound knowledge file never does.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        try:
            database.executescript(SCHEMA.read_text("utf-8"))
        except sqlite3.OperationalError as error:
            raise OutputError(f"expected an SQLite with FTS5 to write a database, not this: {error}") from error
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
    """Insert a row: tables and columns are named by the program, and every value is bound."""
    table, columns = row
    names, places = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    database.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", columns)  # noqa: S608 names of ours only
