"""The data with which a browser finds what the commands find: names, words, rules and texts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from magpain import emergency
from magpain.formats import words
from magpain.formats.html.filters import slug
from magpain.knowledge import lexicon
from magpain.knowledge.name_index import RELATED
from magpain.model import Finding, Id, Knowledge, Study
from magpain.query import fulltext, topics
from magpain.query.common import condition_row, short_verdict, subject
from magpain.query.name_book import Book
from magpain.query.name_match import AGE, DENIED, DOSE, LACK, SAFE, harm_pattern


def index(knowledge: Knowledge) -> dict[str, Any]:
    """Return the names of a file as `query.name_book.Book` reads them, with the words of the lexicon.

    Ids are given as positions in `pages`, whose entries have a name, a path ("" if not covered) and a note.
    """
    book = Book(knowledge)
    pages = [*knowledge.conditions, *knowledge.groups, *knowledge.not_covered]
    place = {key: number for number, key in enumerate(pages)}
    exact = {name: keys for name, keys in knowledge.names.items() if not name.startswith(RELATED)}
    return {
        "stop": _listed(lexicon.STOP),
        "forms": lexicon.FORMS,
        "neutral": _listed(lexicon.NEUTRAL),
        "generic": _listed(lexicon.GENERIC),
        "routes": _listed(lexicon.ROUTES),
        "operations": _listed(lexicon.OPERATIONS),
        "procedures": _listed(lexicon.PROCEDURES),
        "endings": _listed(lexicon.PROCEDURE_ENDINGS),
        "real": _listed(lexicon.REAL),
        "aside": _listed(lexicon.ASIDE),
        "subjects": _listed(lexicon.SUBJECTS),
        "subject_pattern": lexicon.SUBJECT_PATTERN,
        "quiet": _listed(lexicon.QUIET),
        "tellers": _listed(lexicon.TELLERS),
        "links": _listed(lexicon.LINKS),
        "owners": _listed(lexicon.OWNERS),
        "asides": lexicon.ASIDE_PATTERN,
        "phrases": list(lexicon.PHRASES.items()),
        "shorthand": lexicon.SHORTHAND,
        "safety": topics.subject_words(knowledge),
        "harm": harm_pattern(book),
        "lack": LACK,
        "together": SAFE,
        "age": AGE.pattern,
        "denied": DENIED.pattern,
        "dose": DOSE.pattern,
        "call": emergency.CALL,
        "signs": [sign for signs in emergency.SIGNS.values() for sign in signs],
        "subject": book.subject,
        "own": subject(knowledge),
        "units": sorted(topics.UNITS),
        "asking": _listed(topics.ASKING),
        "ids": [key.replace("-", " ") for key in pages],
        "non": [name.removeprefix(RELATED) for name in knowledge.names if "non " in name],
        "substance": _listed(book.substance),
        "salts": _listed(book.salts),
        "known": _listed(book.known),
        "exact": {name: [place[key] for key in keys] for name, keys in exact.items()},
        "names": [[place[name.key], " ".join(name.order), int(name.own)] for name in book.names],
        "ways": [_listed(book.cover(key, given=True) - book.cover(key, given=False)) for key in pages],
        "by": [_listed(book.routes(key)) for key in pages],
        "beside": [_listed(book.context(key)) for key in pages],
        "described": [[place[name.key], " ".join(name.order)] for name in book.described],
        "groups": [place.get(book.group_of(key) or "", -1) for key in pages],
        "joined": book.joined,
        "pages": [_page(knowledge, key, place) for key in pages],
    }


def texts(knowledge: Knowledge) -> list[list[str]]:
    """Return the title, kind, path and text of everything that `magpain search` finds."""
    found = groupby(fulltext.texts(knowledge), key=lambda text: text.part_of)
    return [_text(kind, key, list(parts)) for (kind, key), parts in found]


def _text(kind: str, key: Id, parts: list[fulltext.Searchable]) -> list[str]:
    title, text = parts[0].title, "\n".join(part for each in parts for part in (*each.names, each.text))
    return [title, kind, _path(kind, key, parts), text]


def _path(kind: str, key: Id, parts: list[fulltext.Searchable]) -> str:
    first, last = parts[0], parts[-1].record
    if isinstance(last, Finding) and first.id.startswith("safety/"):
        return f"safety.html#{slug(first.title.removesuffix(f': {last.outcome}'))}"
    if kind in ("condition", "finding", "claim"):
        condition, _slash, finding = key.partition("/")
        anchor = {"finding": f"#finding-{finding}", "claim": "#claims"}.get(kind, "")
        return f"conditions/{condition}.html{anchor}"
    if isinstance(last, Study) and last.conditions:
        return f"conditions/{last.conditions[0]}.html#study-{key}"
    if kind in ("study", "citation"):
        return f"references.html#ref-{last.citation if isinstance(last, Study) else key}"
    if first.table == "forms":
        return "dose.html"
    return f"{'safety' if first.id.startswith('safety/') else 'mechanism'}.html#{slug(first.title)}"


def _listed(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _page(knowledge: Knowledge, key: Id, place: dict[Id, int]) -> list[Any]:
    """Return a page's name, path and verdict; if it is not covered, the reason and the nearest page's position."""
    if key in knowledge.not_covered:
        missing = knowledge.not_covered[key]
        why = f"{missing.name} is not covered (last searched {missing.reviewed}). {missing.notes or ''}".strip()
        return [missing.name, "", why, place.get(missing.nearest or "", -1)]
    if key in knowledge.groups:
        name = knowledge.groups[key].name
        return [f"{name[:1].upper()}{name[1:]}", f"groups/{key}.html", short_verdict(knowledge, key)]
    condition = knowledge.conditions[key]
    found = condition_row(knowledge, key, condition)
    level = words.LEVEL_WORDS.get(found.evidence_level, found.evidence_level)
    certainty = f", {level} certainty" if found.evidence_level != "none" else ""
    return [condition.plain_name or condition.name, f"conditions/{key}.html", found.verdict_short + certainty]
