"""The search query: all words of a file, ranked by SQLite's full-text search, with the matches in context."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from msgspec import Struct, structs

from magpain import checksum
from magpain.answers import Answer, Hit, HitList
from magpain.emergency import urgent
from magpain.errors import DamagedCopyError, QuestionError
from magpain.folding import fold, respelled
from magpain.knowledge.lexicon import STOP
from magpain.model import (
    Citation,
    Claim,
    Condition,
    Design,
    Direction,
    Finding,
    Id,
    Knowledge,
    Level,
    Record,
    Route,
    Study,
)
from magpain.query.common import primary_of, references, short_verdict, threshold_of
from magpain.query.fulltext import names_of, texts
from magpain.query.resolve import ids_of, unknown_name
from magpain.rating import verdict

if TYPE_CHECKING:
    import sqlite3

FIELDS = ("kind", "condition", "group", "author", "year", "design", "direction", "route", "level")
MAX_QUESTION = 500
_TOKEN = re.compile(
    r'(?P<minus>(?<!\S)-(?=[\w"]))?(?:(?P<field>[A-Za-z_]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))'
)
# A year, or years from or to one: 2013, 2010-2020, 2010-, -2020, with any dash or two dots.
_YEARS = re.compile(r"([0-9]{4})?(\s*(?:[-\u2010-\u2015\u2212]|\.\.)\s*)?([0-9]{4})?")
# The allowed values of each filter; an author may be any text, and a condition or group is an id.
_KNOWN: dict[str, tuple[str, ...]] = {
    "kind": ("condition", "finding", "study", "claim", "citation", "background"),
    "design": get_args(Design),
    "direction": get_args(Direction),
    "route": get_args(Route),
    "level": get_args(Level),
}
# Marks around matches; these characters are rejected in a file, so no text contains them.
_OPEN, _CLOSE = "\x02", "\x03"
# Quoted, as some of the names are words of SQL.
_COLUMNS = ", ".join(f'"{name}"' for name in FIELDS)
_TABLES = (
    "CREATE VIRTUAL TABLE words USING fts5(title, body, names, tokenize = 'porter unicode61 remove_diacritics 2')",
    f"CREATE TABLE about_words (id TEXT, title TEXT, citation TEXT, weight REAL, {_COLUMNS}, checksum INTEGER)",
)
_BESIDE = f"INSERT INTO about_words VALUES ({', '.join('?' * (5 + len(FIELDS)))})"  # noqa: S608 question marks
_filtered = operator.attrgetter(*FIELDS)
# The order of kinds among equally good matches, the most useful first.
_WEIGHTS = {"condition": 3.0, "finding": 1.5, "study": 1.2, "claim": 1.0, "background": 1.0, "citation": 0.6}


class Document(Struct, frozen=True, kw_only=True):
    """One searchable item: its words, the names of its conditions, and the values of its filters.

    The ids of several conditions or groups are one text, separated by spaces.
    """

    kind: str
    id: Id
    title: str
    body: str
    names: str
    condition: str = ""
    group: str = ""
    author: str = ""
    year: str = ""
    design: str = ""
    direction: str = ""
    route: str = ""
    level: str = ""
    citation: Id = ""


def search(knowledge: Knowledge, question: str, limit: int = 20) -> Answer[HitList]:
    """Return the items that match all words and filters of a query, best first.

    The conditions that the words mean come first. Words are stemmed; "a phrase" matches as a whole, `word*` matches
    beginnings, `-word` excludes, and `field:value` filters. Raises QuestionError for an unknown field or value or an
    empty query, and UnclearNameError, with the nearest conditions, if nothing is found.
    """
    if len(question) > MAX_QUESTION:
        raise QuestionError(f"the search is too long (at most {MAX_QUESTION} characters)")
    ids = {"condition": knowledge.conditions, "group": knowledge.groups}
    wanted = _parsed(question, ids, fold(knowledge.intervention.name))
    first = () if wanted.conditions or wanted.left_out else ids_of(knowledge, question)
    with _words(knowledge) as connection:
        rows = _found(connection, wanted, first, limit)
    if not rows:
        raise unknown_name(knowledge, question, f'no results for "{question}"')
    cited = references(knowledge, (row[4] for row in rows if row[4]))
    return Answer(HitList(results=tuple(_hit(knowledge, row) for row in rows), urgent=urgent(question)), cited)


@contextmanager
def _words(knowledge: Knowledge) -> Iterator[sqlite3.Connection]:
    """Open the full-text index of the compiled cache, else one that is built for this query."""
    import sqlite3  # only a search needs it, and every call loads this module

    if isinstance(knowledge.words, sqlite3.Connection):
        try:
            yield knowledge.words
        except sqlite3.Error as error:
            raise DamagedCopyError from error
        return
    with closing(sqlite3.connect(":memory:")) as connection:
        fill(connection, documents(knowledge))
        yield connection


class _Wanted(NamedTuple):
    """A query in SQL: the full-text expression ("" for none), conditions with their values, and the exclusions."""

    match: str
    conditions: tuple[tuple[str, list[str]], ...]
    left_out: tuple[str, ...]


def _found(connection: sqlite3.Connection, wanted: _Wanted, first: tuple[Id, ...], limit: int) -> list[tuple[Any, ...]]:
    """Return the matches, the conditions that are meant first; only these rows get their words in context."""
    meant = (_row_of_condition(connection, key) for key in first)
    ranked = (row for (row,) in connection.execute(*_statement(wanted, limit)))
    rows = list(dict.fromkeys(row for row in (*meant, *ranked) if row is not None))[:limit]
    return [_whole(_in_context(connection, wanted.match, row)) for row in rows]


def _row_of_condition(connection: sqlite3.Connection, key: Id) -> int | None:
    found = connection.execute("SELECT rowid FROM about_words WHERE kind = 'condition' AND id = ?", (key,)).fetchone()
    return int(found[0]) if found else None


def _in_context(connection: sqlite3.Connection, match: str, row: int) -> tuple[Any, ...]:
    """Return the row of a match, with an excerpt of its prose at the match or else at its beginning."""
    select = "words.body, words.names, about.* FROM words JOIN about_words AS about ON about.rowid = words.rowid"
    snippet = f"snippet(words, 1, '{_OPEN}', '{_CLOSE}', '\u2026', 28)"
    sql = f"SELECT {snippet}, {select} WHERE words MATCH ? AND words.rowid = ?"
    found = connection.execute(sql, (match, row)).fetchone() if match else None
    plain = f"SELECT substr(words.body, 1, 160), {select} WHERE words.rowid = ?"
    return tuple(found or connection.execute(plain, (row,)).fetchone())


def _whole(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the row of a match without its checksum; raise DamagedCopyError if the checksum does not match."""
    context, *cells = row
    if not checksum.is_intact(tuple(cells)):
        raise DamagedCopyError
    _body, _names, key, title, citation, _weight, kind, conditions, *_others = cells
    return kind, key, title, conditions, citation, context


def documents(knowledge: Knowledge) -> Iterator[Document]:
    """Yield everything in a file that can be found: its texts, names of its conditions, and what filters it."""
    names = cache(lambda key: _names(knowledge, knowledge.conditions[key]))
    for (kind, key), found in groupby(texts(knowledge), key=lambda text: text.part_of):
        parts = list(found)
        filters = _filters(knowledge, key.partition("/")[0], parts[-1 if kind == "study" else 0].record)
        called = [names(each) for each in filters.get("condition", "").split()] or parts[0].names
        yield Document(
            kind=kind,
            id=key,
            title=parts[0].title,
            body=" ".join(each.text for each in parts),
            names="; ".join(called),
            **filters,
        )


def _names(knowledge: Knowledge, condition: Condition) -> str:
    group = knowledge.groups.get(condition.group)
    codes = (*condition.codes.mesh, *condition.codes.icd11)
    return "; ".join((condition.name, *names_of(condition), *codes, group.name if group else ""))


def _filters(knowledge: Knowledge, key: Id, record: Record) -> dict[str, str]:
    """Return what a record can be filtered by, and the citation that it is shown with."""
    match record:
        case Condition():
            primary = primary_of(record)
            direction = primary.effect.direction if primary else ""
            return {"condition": key, "group": record.group, "level": record.evidence_level, "direction": direction}
        case Finding():
            known = key in knowledge.conditions  # a finding of a topic has none
            return {
                **({"condition": key, "group": knowledge.conditions[key].group} if known else {}),
                "route": record.intervention.route,
                "direction": record.effect.direction,
                "level": record.certainty.rating,
                "citation": record.effect.source or next(iter(record.cites), ""),
            }
        case Claim():
            return {"condition": key, "group": knowledge.conditions[key].group}
        case Study():
            groups = {knowledge.conditions[each].group for each in record.conditions}
            return {
                "condition": " ".join(record.conditions),
                "group": " ".join(sorted(groups)),
                "design": record.design,
                "direction": record.direction,
                "route": record.intervention.route,
                **_paper(record.citation, knowledge.citations[record.citation]),
            }
        case Citation():
            return _paper(key, record)
        case _:
            return {}


def _paper(key: Id, citation: Citation) -> dict[str, str]:
    """Return what a paper can be filtered by; authors are folded, so that each part of a name begins a word."""
    authors = fold(" ".join(name.family or name.literal or "" for name in citation.author))
    return {"author": authors, "year": citation.issued[:4], "citation": key}


def fill(connection: sqlite3.Connection, found: Iterable[Document]) -> None:
    """Build the full-text index of documents, with the values that they are filtered by and shown with."""
    for statement in _TABLES:
        connection.execute(statement)
    for number, item in enumerate(found, 1):
        names = f"{item.names} {respelled(f'{item.title} {item.body} {item.names}')}".strip()
        words = (number, item.title, item.body, names)
        connection.execute("INSERT INTO words (rowid, title, body, names) VALUES (?, ?, ?, ?)", words)
        connection.execute(_BESIDE, _row_of_document(structs.replace(item, names=names)))


def _row_of_document(item: Document) -> tuple[object, ...]:
    """Return the values stored with a document's words, and the checksum of both."""
    cells = (item.id, item.title, item.citation, _WEIGHTS[item.kind], *_filtered(item))
    return *cells, checksum.of(item.body, item.names, *cells)


def _parsed(question: str, ids: Mapping[str, Iterable[Id]], subject: str) -> _Wanted:
    """Split a query into a full-text expression and filters; none of the user's words can act as an operator."""
    terms: dict[str, bool] = {}
    left_out: list[str] = []
    conditions: list[tuple[str, list[str]]] = []
    for found in _TOKEN.finditer(question.replace("\0", " ")):
        text = found["phrase"] if found["phrase"] is not None else found["word"]
        if field := found["field"]:
            condition, values = _filter(_field(field), text, ids)
            conditions.append((f"NOT ({condition})" if found["minus"] else condition, values))
        elif re.search(r"\w", text):
            if found["minus"]:
                left_out.append(_term(text))
            else:
                plain = found["phrase"] is None and not text.endswith("*")
                terms[_term(text)] = plain and fold(text) in {*STOP, subject}
    if not terms and not conditions:
        hint = ", not only some to leave out" if left_out else ""
        raise QuestionError(f"give at least one word to search for{hint}")
    telling = [term for term, says_nothing in terms.items() if not says_nothing]
    return _Wanted(" AND ".join(telling or terms), tuple(conditions), tuple(left_out))


def _term(text: str) -> str:
    """Return the full-text expression of a word, beginning or phrase, also spelled without ø, ł and the like."""
    stem, star = (text[:-1], "*") if text.endswith("*") else (text, "")
    spelled = dict.fromkeys((stem, fold(stem) if respelled(stem) else stem))
    quoted = ['"' + each.replace('"', '""') + '"' + star for each in spelled]
    return f"({' OR '.join(quoted)})" if len(quoted) > 1 else quoted[0]


def _field(name: str) -> str:
    if name.casefold() not in FIELDS:
        raise QuestionError(f'there is no field "{name}"; there are: {", ".join(FIELDS)}')
    return name.casefold()


def _statement(wanted: _Wanted, limit: int) -> tuple[str, list[Any]]:
    """Return the SQL of a query and its values; only names from FIELDS are part of the SQL text."""
    match, left_out = wanted.match, "words.rowid NOT IN (SELECT rowid FROM words WHERE words MATCH ?)"
    conditions = [("words MATCH ?", [match])] if match else []
    conditions += [*wanted.conditions, *((left_out, [term]) for term in wanted.left_out)]
    order = "bm25(words, 6.0, 1.0, 2.0) * about.weight" if match else "about.year DESC, about.id"
    return (
        f"SELECT about.rowid FROM words JOIN about_words AS about ON about.rowid = words.rowid "  # noqa: S608 no value is put in
        f"WHERE {' AND '.join(sql for sql, _values in conditions)} ORDER BY {order} LIMIT ?",
        [*(value for _sql, values in conditions for value in values), limit],
    )


def _filter(field: str, value: str, ids: Mapping[str, Iterable[Id]]) -> tuple[str, list[str]]:
    """Return the SQL of a filter and its values; raise QuestionError, with the allowed values, for an unknown one."""
    if field == "year":
        return "about.year BETWEEN ? AND ?", _years(value)
    if field == "author":
        return "instr(' ' || about.author, ' ' || ?)", [fold(value)]
    plain = "-".join(value.casefold().replace("_", " ").split())
    if field in ids:
        if not any(key.startswith(plain) for key in ids[field]):
            raise QuestionError(f'there is no {field} whose id begins with "{value}"; magpain conditions lists them')
        return f"instr(' ' || about.\"{field}\", ' ' || ?)", [plain]
    if plain not in _KNOWN[field]:
        raise QuestionError(f'there is no {field} "{value}"; there are: {", ".join(_KNOWN[field])}')
    return f'about."{field}" = ?', [plain]


def _years(value: str) -> list[str]:
    """Return the first and the last year of a year or range; a range may be open."""
    found = _YEARS.fullmatch(value.strip())
    first, dash, last = found.groups() if found else (None, None, None)
    if (not first and not last) or (first and last and not dash):
        raise QuestionError(f'expected a year or years such as 2013, 2010-2020, 2010- or -2020, not "{value}"')
    if not dash:
        return [first or last or ""] * 2
    return sorted((first or "0000", last or "9999"))


def _hit(knowledge: Knowledge, row: tuple[Any, ...]) -> Hit:
    kind, key, title, conditions, _citation, context = row
    text, marks = "", []
    for part in re.split(f"({_OPEN}[^{_CLOSE}]*{_CLOSE})", context):
        if part.startswith(_OPEN):
            marks.append((len(text), len(text) + len(part) - 2))
            part = part[1:-1]  # noqa: PLW2901
        text += part
    says, level = _verdict(knowledge, kind, key, conditions.split())
    return Hit(
        kind=kind,
        id=key,
        title=title,
        conditions=tuple(conditions.split()),
        context=text,
        marks=tuple(marks),
        verdict=says,
        evidence_level=level,
    )


def _verdict(knowledge: Knowledge, kind: str, key: Id, conditions: list[Id]) -> tuple[str | None, Level | None]:
    """Return the verdict and certainty of a finding, or of the one condition that a match is about."""
    if kind == "finding":
        name, _slash, own = key.partition("/")
        owner = knowledge.conditions[name] if conditions else knowledge.safety.get(name) or knowledge.background[name]
        finding = next(item for item in owner.findings if item.id == own)
        said = verdict.short if conditions else verdict.frequency
        return said(finding, threshold_of(knowledge, finding)), finding.certainty.rating
    if len(conditions) != 1:
        return None, None
    condition = knowledge.conditions[conditions[0]]
    return short_verdict(knowledge, conditions[0]), condition.evidence_level
