"""The answers that scripts and shells request most often, written into the compiled copy in advance.

A JSON answer is stored as the text before its references, their ids, and the text after them. Each reference is stored
once, without its number, which differs between answers (quick.py puts them together).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import starmap
from typing import Any

from msgspec import structs, to_builtins

from magpain.answers import ConditionPage, GroupPage, Reference, ReferenceList
from magpain.checksum import with_checksum
from magpain.formats import json
from magpain.knowledge import record_names
from magpain.model import Citation, Knowledge
from magpain.query import lists
from magpain.query.common import members_of
from magpain.query.show import page

_TABLES = (
    "CREATE TABLE cached_json (question TEXT, id TEXT, before TEXT, cites TEXT, after TEXT, checksum INTEGER, "
    "PRIMARY KEY (question, id))",
    "CREATE TABLE reference (id TEXT PRIMARY KEY, json TEXT, checksum INTEGER)",
    "CREATE TABLE offered (section TEXT, id TEXT, names TEXT, checksum INTEGER)",
    "CREATE INDEX offered_section ON offered (section)",
)
_NONE = '\n  "references": []'
_NUMBER = '"number": 0'


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the tables."""
    for statement in _TABLES:
        connection.execute(statement)


def add_record(connection: sqlite3.Connection, section: str, key: str, record: Any) -> None:
    """Write a record's names for completion and, for a citation, its reference."""
    connection.executemany("INSERT INTO offered VALUES (?, ?, ?, ?)", _offered(section, key, structs.asdict(record)))
    if isinstance(record, Citation):
        row = with_checksum(key, _reference(key, record))
        connection.execute("INSERT OR REPLACE INTO reference VALUES (?, ?, ?)", row)


def add_answers(connection: sqlite3.Connection, knowledge: Knowledge) -> None:
    """Write the answers of a valid file into its copy."""
    forms = _offered("dosing", "forms", to_builtins(knowledge.dosing.forms))
    connection.executemany("INSERT INTO offered VALUES (?, ?, ?, ?)", forms)
    connection.executemany(
        "INSERT INTO cached_json VALUES (?, ?, ?, ?, ?, ?)", starmap(with_checksum, _answers(knowledge))
    )


def _offered(section: str, key: str, value: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    """Yield the rows for completion; names contain no line ends, so a line end separates them."""
    if "findings" in value:
        value["findings"] = [structs.asdict(finding) for finding in value["findings"]]
    for where, name, names in record_names.of(section, key, value):
        yield with_checksum(where, name, "\n".join(names))


def _reference(key: str, citation: Citation) -> str:
    text = json.render(ReferenceList(references=(Reference(number=0, id=key, citation=citation),)), ())
    return text.partition(_NUMBER)[2].rpartition("\n  ]")[0]


def _answers(knowledge: Knowledge) -> Iterator[tuple[str, str, str, str, str]]:
    yield "conditions", "", json.render(lists.condition_list(knowledge), ()), "", ""
    before, after = _parts(ReferenceList(references=()))
    yield "references", "", before, " ".join(knowledge.citations), after
    behind = {}
    for key in knowledge.conditions:
        start, behind[key], end = _shown(knowledge, key)
        yield "show", key, start, behind[key], end
        yield "references", key, before, behind[key], after
    for key in knowledge.groups:
        yield "show", key, *_shown(knowledge, key)
        cited = " ".join(behind[member] for member in members_of(knowledge, key))
        yield "references", key, before, " ".join(dict.fromkeys(cited.split())), after


def _shown(knowledge: Knowledge, key: str) -> tuple[str, str, str]:
    """Return the JSON of a page before its references, their ids, and the JSON after them."""
    body, cites = page(knowledge, key)
    before, after = _parts(body)
    return before, " ".join(cites), after


def _parts(body: ReferenceList | ConditionPage | GroupPage) -> tuple[str, str]:
    """Return the JSON before and after the references of an answer, which must have none yet."""
    before, none, after = json.render(body, ()).partition(_NONE)
    return before + none[:-1], none[-1:] + after
