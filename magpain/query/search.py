"""The free-text question: every word of a file, ranked by SQLite's full-text search, with the words in context."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct

from magpain.answers import Answer, Hit, HitList
from magpain.checksum import mark, whole
from magpain.errors import DamagedCopyError, QuestionError
from magpain.knowledge.lexicon import STOP
from magpain.links import plain_fields
from magpain.model import Citation, Condition, Finding, Id, Knowledge, Level, Study, Text
from magpain.query.common import first_author, primary_of, references, short_of_finding, short_verdict
from magpain.query.resolve import meant, unknown
from magpain.spelling import fold

if TYPE_CHECKING:
    import sqlite3

FIELDS = ("kind", "condition", "group", "author", "year", "design", "direction", "route", "level")
MAX_QUESTION = 500
_TOKEN = re.compile(r'(?:(?P<field>[A-Za-z_]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_YEARS = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?")
# Marks around what matched; the reader refuses these characters, so no text of a file holds them.
_OPEN, _CLOSE = "\x02", "\x03"
# How and where a record was read, a plain word, and names that have a column of their own.
_UNTOLD = ("extraction", "locator", "species", "synonyms")
# Quoted, as some of the names are words of SQL.
_COLUMNS = ", ".join(f'"{name}"' for name in FIELDS)
_TABLES = (
    "CREATE VIRTUAL TABLE words USING fts5(title, body, names, tokenize = 'porter unicode61 remove_diacritics 2')",
    f"CREATE TABLE about_words (id TEXT, title TEXT, citation TEXT, weight REAL, {_COLUMNS}, mark INTEGER)",
)
_BESIDE = f"INSERT INTO about_words VALUES ({', '.join('?' * (5 + len(FIELDS)))})"  # noqa: S608 question marks
_filtered = operator.attrgetter(*FIELDS)
# What a reader most likely wants comes first where the words fit equally well.
_WEIGHTS = {"condition": 3.0, "finding": 1.5, "study": 1.2, "claim": 1.0, "background": 1.0, "citation": 0.6}


class Document(Struct, frozen=True, kw_only=True):
    """One thing that can be found: its words, the names of its conditions, and what it can be filtered by.

    Of several conditions or groups, the ids stand in one text, parted by spaces.
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
    """Return what holds all the words that count and passes all the filters of a query, best first.

    The conditions that the words mean come first. Words are stemmed; "a phrase" is taken whole, `word*` as a
    beginning, and `field:value` filters. Raises QuestionError for an unknown field or an empty query, and
    UnclearNameError, with the nearest conditions, if nothing is found.
    """
    if len(question) > MAX_QUESTION:
        raise QuestionError(f"the search is too long (at most {MAX_QUESTION} characters)")
    match, filters = _parsed(question, fold(knowledge.intervention.name))
    first = () if filters else meant(knowledge, question)
    with _words(knowledge) as connection:
        rows = _found(connection, match, filters, first, limit)
    if not rows:
        raise unknown(knowledge, question, f'no results for "{question}"')
    cited = references(knowledge, (row[4] for row in rows if row[4]))
    return Answer(HitList(results=tuple(_hit(knowledge, row) for row in rows)), cited)


@contextmanager
def _words(knowledge: Knowledge) -> Iterator[sqlite3.Connection]:
    """Give the full text: that of the compiled copy, else one that is made for this question."""
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


def _found(
    connection: sqlite3.Connection, match: str, filters: list[tuple[str, str]], first: tuple[Id, ...], limit: int
) -> list[tuple[Any, ...]]:
    """Return what passes, the conditions that are meant first; the words in context are drawn only for these."""
    meant = (_row_of(connection, key) for key in first)
    ranked = (row for (row,) in connection.execute(*_statement(match, filters, limit)))
    rows = list(dict.fromkeys(row for row in (*meant, *ranked) if row is not None))[:limit]
    return [_whole(_in_context(connection, match, row)) for row in rows]


def _row_of(connection: sqlite3.Connection, key: Id) -> int | None:
    found = connection.execute("SELECT rowid FROM about_words WHERE kind = 'condition' AND id = ?", (key,)).fetchone()
    return int(found[0]) if found else None


def _in_context(connection: sqlite3.Connection, match: str, row: int) -> tuple[Any, ...]:
    """Return what a hit is made of: its prose where it matches, or else where it begins."""
    select = "words.body, words.names, about.* FROM words JOIN about_words AS about ON about.rowid = words.rowid"
    snippet = f"snippet(words, 1, '{_OPEN}', '{_CLOSE}', '\u2026', 28)"
    sql = f"SELECT {snippet}, {select} WHERE words MATCH ? AND words.rowid = ?"
    found = connection.execute(sql, (match, row)).fetchone() if match else None
    plain = f"SELECT substr(words.body, 1, 160), {select} WHERE words.rowid = ?"
    return tuple(found or connection.execute(plain, (row,)).fetchone())


def _whole(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what a hit is made of; raise DamagedCopyError where the copy isn't what was written."""
    context, *cells = row
    if not whole(tuple(cells)):
        raise DamagedCopyError
    _body, _names, key, title, citation, _weight, kind, conditions, *_others = cells
    return kind, key, title, conditions, citation, context


def documents(knowledge: Knowledge) -> Iterator[Document]:
    """Yield everything in a file that can be found."""
    known: dict[Id, tuple[str, str]] = {}
    for key, condition in knowledge.conditions.items():
        known[key] = _names(knowledge, condition), condition.group
        yield from _of_condition(key, condition, known[key][0])
    reported = set()
    for key, study in knowledge.studies.items():
        reported.add(study.citation)
        yield _of_study(key, study, knowledge.citations[study.citation], [known[each] for each in study.conditions])
    for key, citation in knowledge.citations.items():
        if key not in reported:
            yield _of_citation(key, citation)
    titled = {**knowledge.background, **knowledge.safety}
    for key, topic in titled.items():
        yield Document(kind="background", id=key, title=topic.title, body=_prose(topic), names="")
    for key, form in knowledge.dosing.forms.items():
        yield Document(kind="background", id=key, title=form.name, body=_prose(form), names="")


def _names(knowledge: Knowledge, condition: Condition) -> str:
    group = knowledge.groups.get(condition.group)
    codes = (*condition.codes.mesh, *condition.codes.icd11)
    return "; ".join((condition.name, *condition.synonyms, *codes, group.name if group else ""))


def _of_condition(key: Id, condition: Condition, names: str) -> Iterator[Document]:
    primary = primary_of(condition)
    shared: dict[str, Any] = {"names": names, "condition": key, "group": condition.group}
    yield Document(
        kind="condition",
        id=key,
        title=condition.name,
        body=_prose((condition.summary, condition.disagreements, condition.recommendations, condition.associations)),
        level=condition.evidence_level,
        direction=primary.effect.direction if primary else "",
        **shared,
    )
    for finding in condition.findings:
        yield _of_finding(key, condition, finding, shared)
    for number, claim in enumerate(condition.claims, 1):
        yield Document(kind="claim", id=f"{key}/claim-{number}", title=claim.text, body=claim.why, **shared)


def _of_finding(key: Id, condition: Condition, finding: Finding, shared: dict[str, Any]) -> Document:
    return Document(
        kind="finding",
        id=f"{key}/{finding.id}",
        title=f"{condition.name}: {finding.outcome}",
        body=_prose(finding),
        route=finding.intervention.route,
        direction=finding.effect.direction,
        level=finding.certainty.rating,
        citation=finding.effect.source or next(iter(finding.cites), ""),
        **shared,
    )


def _of_study(key: Id, study: Study, citation: Citation, conditions: list[tuple[str, str]]) -> Document:
    """Return a study as it is found, also by the names and groups of its conditions."""
    return Document(
        kind="study",
        id=key,
        title=citation.title,
        body=f"{_label(citation)} {_prose(study)}",
        names=" ".join(names for names, _group in conditions),
        condition=" ".join(study.conditions),
        group=" ".join(sorted({group for _names, group in conditions})),
        author=_authors(citation),
        year=citation.issued[:4],
        design=study.design,
        direction=study.direction,
        route=study.intervention.route,
        citation=study.citation,
    )


def _of_citation(key: Id, citation: Citation) -> Document:
    return Document(
        kind="citation",
        id=key,
        title=citation.title,
        body=_label(citation),
        names="",
        author=_authors(citation),
        year=citation.issued[:4],
        citation=key,
    )


def _label(citation: Citation) -> str:
    identifiers = (citation.DOI, citation.PMID, citation.PMCID)
    parts = (first_author(citation), citation.issued[:4], citation.container_title, *identifiers)
    return " ".join(part for part in parts if part)


def _authors(citation: Citation) -> str:
    return " ".join(name.family or name.literal or "" for name in citation.author).casefold()


def _prose(value: Any) -> str:
    """Return the prose of a record: no ids, URLs, dates or codes, and nothing of how it was read."""
    found: list[str] = []
    _gather(value, found)
    return " ".join(text if text[-1:] in ".!?" else f"{text}." for text in found)


def _gather(value: Any, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _gather(item, found)
    elif isinstance(value, Struct):
        for name in _telling(type(value)):
            if part := getattr(value, name):
                _gather(part, found)


@cache
def _telling(kind: type[Struct]) -> tuple[str, ...]:
    """Return the fields of a kind of record that hold prose, or records with prose."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(name for name in plain_fields(kind) if name not in _UNTOLD and _is_prose(hints[name]))


def _is_prose(hint: Any) -> bool:
    """Return whether a type is that of prose, or a record, or a list of such: an enumeration, say, is neither."""
    if hint == Text or (isinstance(hint, type) and issubclass(hint, Struct)):
        return True
    return get_origin(hint) is not Literal and any(map(_is_prose, get_args(hint)))


def fill(connection: sqlite3.Connection, found: Iterable[Document]) -> None:
    """Make the full text of some documents: their words, and beside them what they are filtered by and shown with."""
    for statement in _TABLES:
        connection.execute(statement)
    for number, item in enumerate(found, 1):
        words = (number, item.title, item.body, item.names)
        connection.execute("INSERT INTO words (rowid, title, body, names) VALUES (?, ?, ?, ?)", words)
        connection.execute(_BESIDE, _beside(item))


def _beside(item: Document) -> tuple[object, ...]:
    """Return what stands beside a document's words, with the checksum of both."""
    cells = (item.id, item.title, item.citation, _WEIGHTS[item.kind], *_filtered(item))
    return *cells, mark(item.body, item.names, *cells)


def _parsed(question: str, subject: str) -> tuple[str, list[tuple[str, str]]]:
    """Part a query into a full-text expression, in which nothing of the user's is an operator, and filters."""
    terms: dict[str, bool] = {}
    filters: list[tuple[str, str]] = []
    for found in _TOKEN.finditer(question.replace("\0", " ")):
        text = found["phrase"] if found["phrase"] is not None else found["word"]
        if field := found["field"]:
            filters.append((_field(field), text))
        elif re.search(r"\w", text):
            stem, star = (text[:-1], "*") if text.endswith("*") else (text, "")
            plain = found["phrase"] is None and not star
            terms['"' + stem.replace('"', '""') + '"' + star] = plain and fold(text) in {*STOP, subject}
    if not terms and not filters:
        raise QuestionError("give at least one word to search for")
    telling = [term for term, says_nothing in terms.items() if not says_nothing]
    return " AND ".join(telling or terms), filters


def _field(name: str) -> str:
    if name.casefold() not in FIELDS:
        raise QuestionError(f'there is no field "{name}"; there are: {", ".join(FIELDS)}')
    return name.casefold()


def _statement(match: str, filters: list[tuple[str, str]], limit: int) -> tuple[str, list[Any]]:
    """Return the SQL of a question and its values; only names from FIELDS stand in the SQL itself."""
    conditions, values = [], []
    for field, value in filters:
        condition, given = _filter(field, value)
        conditions.append(condition)
        values += given
    order = "bm25(words, 6.0, 1.0, 2.0) * about.weight" if match else "about.year DESC, about.id"
    if match:
        conditions.insert(0, "words MATCH ?")
        values.insert(0, match)
    return (
        f"SELECT about.rowid FROM {'words JOIN' if match else ''} about_words AS about "  # noqa: S608 no value is put in
        f"{'ON about.rowid = words.rowid' if match else ''} "
        f"WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?",
        [*values, limit],
    )


def _filter(field: str, value: str) -> tuple[str, list[str]]:
    years = _YEARS.fullmatch(value) if field == "year" else None
    if years:
        return "about.year BETWEEN ? AND ?", [years[1], years[2] or years[1]]
    if field in ("author", "condition", "group"):
        return f"instr(' ' || about.\"{field}\", ' ' || ?)", [value.casefold()]
    return f'about."{field}" = ?', [value.casefold()]


def _hit(knowledge: Knowledge, row: tuple[Any, ...]) -> Hit:
    kind, key, title, conditions, _citation, context = row
    text, marks = "", []
    for part in re.split(f"({_OPEN}[^{_CLOSE}]*{_CLOSE})", context):
        if part.startswith(_OPEN):
            marks.append((len(text), len(text) + len(part) - 2))
            part = part[1:-1]  # noqa: PLW2901
        text += part
    verdict, level = _said(knowledge, kind, key, conditions.split())
    return Hit(
        kind=kind,
        id=key,
        title=title,
        conditions=tuple(conditions.split()),
        context=text,
        marks=tuple(marks),
        verdict=verdict,
        evidence_level=level,
    )


def _said(knowledge: Knowledge, kind: str, key: Id, conditions: list[Id]) -> tuple[str | None, Level | None]:
    """Return the verdict and certainty of a finding, or of the one condition that a hit is about."""
    if len(conditions) != 1:
        return None, None
    condition = knowledge.conditions[conditions[0]]
    if kind == "finding":
        finding = next(item for item in condition.findings if item.id == key.partition("/")[2])
        return short_of_finding(finding), finding.certainty.rating
    return short_verdict(knowledge, conditions[0]), condition.evidence_level
