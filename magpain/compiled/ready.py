"""The answers that scripts and shells ask for by the thousand, written beforehand into the compiled copy.

A JSON answer is kept as what stands before its references, the ids of these, and what stands after them; each reference
is kept once, without the number that it has in this answer or that (quick.py puts them together).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import starmap

from msgspec import structs, to_builtins

from magpain.answers import Answer, Reference, ReferenceList
from magpain.formats import json
from magpain.knowledge import spelled
from magpain.marks import marked
from magpain.model import SECTIONS, Knowledge
from magpain.query import lists
from magpain.query.common import behind, members_of
from magpain.query.show import show

_TABLES = (
    "CREATE TABLE ready (question TEXT, id TEXT, before TEXT, cites TEXT, after TEXT, mark INTEGER, "
    "PRIMARY KEY (question, id))",
    "CREATE TABLE reference (id TEXT PRIMARY KEY, json TEXT, mark INTEGER)",
    "CREATE TABLE offered (section TEXT, id TEXT, names TEXT, mark INTEGER)",
    "CREATE INDEX offered_section ON offered (section)",
)
_NONE = '\n  "references": []'
_NUMBER = '"number": 0'


def fill(connection: sqlite3.Connection, knowledge: Knowledge) -> None:
    """Write the answers of a sound file into its copy."""
    for statement in _TABLES:
        connection.execute(statement)
    connection.executemany("INSERT INTO reference VALUES (?, ?, ?)", starmap(marked, _references(knowledge)))
    connection.executemany("INSERT INTO ready VALUES (?, ?, ?, ?, ?, ?)", starmap(marked, _answers(knowledge)))
    connection.executemany("INSERT INTO offered VALUES (?, ?, ?, ?)", starmap(marked, _offered(knowledge)))


def _offered(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Yield what completion offers: no name holds a line's end, so one parts them."""
    for section in SECTIONS:
        for key, record in getattr(knowledge, section).items():
            value = to_builtins(record) if section == "conditions" else structs.asdict(record)
            for called in spelled.of(section, key, value):
                yield *called[:2], "\n".join(called[2])
    for _section, key, names in spelled.of("dosing", "forms", to_builtins(knowledge.dosing.forms)):
        yield "forms", key, "\n".join(names)


def _references(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for key, citation in knowledge.citations.items():
        text = json.render(ReferenceList(references=(Reference(number=0, id=key, citation=citation),)), ())
        yield key, text.partition(_NUMBER)[2].rpartition("\n  ]")[0]


def _answers(knowledge: Knowledge) -> Iterator[tuple[str, str, str, str, str]]:
    yield "conditions", "", json.render(lists.condition_list(knowledge), ()), "", ""
    before, _, after = _parts(Answer(ReferenceList(references=()), ()))
    yield "references", "", before, " ".join(knowledge.citations), after
    for key in knowledge.conditions:
        page, cites, end = _parts(show(knowledge, key))
        yield "show", key, page, cites, end
        yield "references", key, before, cites, after
    for key in knowledge.groups:
        yield "show", key, *_parts(show(knowledge, key))
        cited = (cite for member in members_of(knowledge, key) for cite in behind(knowledge, member))
        yield "references", key, before, " ".join(dict.fromkeys(cited)), after


def _parts(answer: Answer) -> tuple[str, str, str]:
    """Return what stands before an answer's references, their ids, and what stands after them."""
    body = structs.replace(answer.body, references=())
    before, none, after = json.render(body, ()).partition(_NONE)
    return before + none[:-1], " ".join(key for key, _citation in answer.citations), none[-1:] + after
