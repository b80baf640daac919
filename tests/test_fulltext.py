"""The command `search`, the database and the site search the same texts."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_origin, get_type_hints

import pytest

from magpain import knowledge
from magpain.export import database, name_lookup
from magpain.knowledge import locate
from magpain.model import Knowledge, Struct
from magpain.query import fulltext
from magpain.query.search import documents

SMALL = Path(__file__).parent / "data" / "small.yaml"
VALUES = r"https?://|\b(not-stated|no-difference|favours-(intervention|comparator)|very-low)\b"


@pytest.fixture(scope="module", params=[SMALL, locate.bundled()], ids=["small", "bundled"])
def kb(request) -> Knowledge:
    return knowledge.load(request.param)


@pytest.fixture(scope="module")
def three(kb) -> dict[str, str]:
    """Return all that each of the three searches, as one text."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database.build(kb))
        rows = connection.execute("SELECT title, text FROM search").fetchall()
    return {
        "command": joined(part for each in documents(kb) for part in (each.title, each.body, each.names)),
        "database": joined(part for row in rows for part in row),
        "site": joined(part for title, _kind, _path, text in name_lookup.texts(kb) for part in (title, text)),
    }


def joined(parts: Any) -> str:
    return "\0".join(parts)


def strings(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every text of a record, with the fields that lead to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item, path)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from strings(getattr(value, name), (*path, name))


def records(kb: Knowledge) -> Iterator[tuple[tuple[str, ...], str]]:
    for section in ("conditions", "studies", "citations", "background", "safety"):
        for record in getattr(kb, section).values():
            yield from strings(record, (section,))
    for form in kb.dosing.forms.values():
        yield from strings(form, ("forms",))


def test_a_text_is_searched_by_all_three_or_by_none(kb, three):
    for path, text in records(kb):
        if len(text.split()) > 3:
            holders = {name for name, searched in three.items() if text in searched}
            assert holders in (set(), set(three)), (path, text)


def test_every_kind_of_prose_is_searched(kb, three):
    prose = {"summary", "why", "text", "outcome", "population", "title", "comparator", "disagreement", "notes"}
    for path, text in records(kb):
        if path[-1] in prose and path[-2:] not in (("extraction", "notes"),):
            assert text in three["database"], (path, text)


def test_names_are_searched(kb, three):
    for condition in kb.conditions.values():
        for name in (condition.name, *condition.synonyms, *filter(None, [condition.plain_name])):
            assert all(name in searched for searched in three.values()), name


def test_no_value_of_an_enumeration_is_searched(kb):
    """Every text is made of strings that no enumeration, id, date or URL holds."""
    for each in fulltext.texts(kb):
        assert not re.search(
            r"https?://|\b(not-stated|no-difference|favours-(intervention|comparator)|very-low)\b", each.text
        )
    for kind in {type(each.record) for each in fulltext.texts(kb)}:
        hints = get_type_hints(kind, include_extras=True)
        closed = {name for name, hint in hints.items() if get_origin(hint) is Literal or hint is date}
        assert not closed & set(fulltext._prose_fields(kind))


def test_each_record_is_there_once_and_in_all_three(kb):
    every = [(each.table, each.id) for each in fulltext.texts(kb)]
    assert len(every) == len(set(every))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database.build(kb))
        assert connection.execute("SELECT kind, id FROM search ORDER BY rowid").fetchall() == every
        for table, key in every:
            assert connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (key,)).fetchone(), (table, key)  # noqa: S608
    found = [(each.kind, each.id) for each in documents(kb)]
    assert found == list(dict.fromkeys(each.part_of for each in fulltext.texts(kb)))
    assert [kind for _title, kind, _path, _text in name_lookup.texts(kb)] == [kind for kind, _id in found]
