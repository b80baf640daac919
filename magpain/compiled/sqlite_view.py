"""The knowledge in a compiled copy: its sections are mappings that read one record at a time from the database."""

from __future__ import annotations

import sqlite3
from collections.abc import ItemsView, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from magpain import checksum
from magpain.errors import DamagedCopyError
from magpain.knowledge.name_index import ids_by_name
from magpain.model import ALONE, SECTIONS, Id, Knowledge

# The number of records that are kept in memory, since some are read again and again.
MOST_KEPT = 100
T = TypeVar("T")


def as_knowledge(connection: sqlite3.Connection, *, words: bool = False) -> Knowledge:
    """Return the knowledge of a copy; raise DamagedCopyError if it is corrupt."""
    alone = dict(intact_rows(connection, "SELECT * FROM alone"))
    try:
        return Knowledge(
            names=Names(connection),
            studies_of=Lookup(connection, "study_of"),
            conditions_of=Lookup(connection, "condition_of"),
            words=connection if words else None,
            **{name: msgspec.json.decode(alone[name], type=ALONE[name]) for name in alone},
            **{section: Rows(connection, section, kind) for section, kind in SECTIONS.items()},  # type: ignore[arg-type]
        )
    except (KeyError, TypeError, msgspec.MsgspecError) as error:
        raise DamagedCopyError from error


def intact_rows(connection: sqlite3.Connection, sql: str, *values: object) -> Iterator[Any]:
    """Yield whole rows, without their checksums; raise DamagedCopyError if a checksum does not match."""
    for row in fetched(connection, sql, *values):
        if not checksum.is_intact(row):
            raise DamagedCopyError
        yield row[:-1]


def fetched(connection: sqlite3.Connection, sql: str, *values: object) -> Iterator[Any]:
    """Yield the rows of a query; raise DamagedCopyError if the database is corrupt."""
    try:
        yield from connection.execute(sql, values)
    except sqlite3.Error as error:
        raise DamagedCopyError from error


def first_row(connection: sqlite3.Connection, sql: str, *values: object) -> Any:
    """Return the first row of a query, or None; raise DamagedCopyError if the database is corrupt."""
    try:
        return connection.execute(sql, values).fetchone()
    except sqlite3.Error as error:
        raise DamagedCopyError from error


class Rows(Mapping[str, T]):
    """A section: each record is read from its table on access."""

    def __init__(self, connection: sqlite3.Connection, section: str, kind: type[T]) -> None:
        self._connection = connection
        self._section = section
        self._by_id = f"SELECT * FROM {section} WHERE id = ?"  # noqa: S608 ours
        self._has_id = f"SELECT 1 FROM {section} WHERE id = ?"  # noqa: S608
        self._kind = kind
        self._decoder: msgspec.json.Decoder[T] | None = None
        self._kept: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._kept:
            row = first_row(self._connection, self._by_id, key)
            if row is None:
                raise KeyError(key)
            if not checksum.is_intact(row):
                raise DamagedCopyError
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self._decoded(row[1])
        return self._kept[key]

    def __iter__(self) -> Iterator[str]:
        return (key for (key,) in fetched(self._connection, f"SELECT id FROM {self._section} ORDER BY rowid"))  # noqa: S608

    def __len__(self) -> int:
        return int(first_row(self._connection, f"SELECT count(*) FROM {self._section}")[0])  # noqa: S608

    def __contains__(self, key: object) -> bool:
        return key in self._kept or first_row(self._connection, self._has_id, key) is not None

    def items(self) -> ItemsView[str, T]:
        """Return the ids and records, read with one query and not kept."""
        return _Items(self)

    def read(self) -> Iterator[tuple[str, T]]:
        """Yield the ids and records."""
        for key, text in intact_rows(self._connection, f"SELECT * FROM {self._section} ORDER BY rowid"):  # noqa: S608
            yield key, self._decoded(text)

    def _decoded(self, text: bytes) -> T:
        try:
            self._decoder = self._decoder or msgspec.json.Decoder(self._kind)
            return self._decoder.decode(text)
        except (msgspec.MsgspecError, TypeError) as error:
            raise DamagedCopyError from error


class _Items(ItemsView[str, T]):
    def __init__(self, rows: Rows[T]) -> None:
        super().__init__(rows)
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return self._rows.read()


class Lookup(Mapping[str, tuple[Id, ...]]):
    """A mapping from an id to the ids that belong to it, from a table of pairs."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection = connection
        self._table = table

    def __getitem__(self, key: str) -> tuple[Id, ...]:
        found = intact_rows(self._connection, f"SELECT * FROM {self._table} WHERE key = ? ORDER BY rowid", key)  # noqa: S608
        if ids := tuple(each for _key, each in found):
            return ids
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        sql = f"SELECT key FROM {self._table} GROUP BY key ORDER BY min(rowid)"  # noqa: S608
        return (key for (key,) in fetched(self._connection, sql))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Names(Mapping[str, tuple[Id, ...]]):
    """A mapping from a folded name to the ids that it matches with the highest rank: id, name, synonym, then code."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __getitem__(self, key: str) -> tuple[Id, ...]:
        ranked = "SELECT * FROM name WHERE folded = ? ORDER BY rank DESC, place, rowid"
        if found := ids_by_name(intact_rows(self._connection, ranked, key)):
            return found[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def items(self) -> ItemsView[str, tuple[Id, ...]]:
        """Return the names and their ids, read with one query."""
        return self._all().items()

    def _all(self) -> dict[str, tuple[Id, ...]]:
        return ids_by_name(intact_rows(self._connection, "SELECT * FROM name ORDER BY rank DESC, place, rowid"))
