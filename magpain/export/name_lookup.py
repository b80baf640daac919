"""The data with which a browser finds a condition as the command does: names, words and rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from magpain.formats import words
from magpain.knowledge import lexicon
from magpain.knowledge.name_index import RELATED
from magpain.model import Id, Knowledge
from magpain.query.common import condition_row, short_verdict
from magpain.query.name_match import Book


def index(knowledge: Knowledge) -> dict[str, Any]:
    """Return the names of a file as `query.name_match.Book` reads them, with the words of the lexicon.

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
        "subject": book.subject,
        "substance": _listed(book.substance),
        "salts": _listed(book.salts),
        "known": _listed(book.known),
        "exact": {name: [place[key] for key in keys] for name, keys in exact.items()},
        "names": [[place[name.key], " ".join(name.order), int(name.own)] for name in book.names],
        "covers": [_listed(book.cover(key, given=False)) for key in pages],
        "ways": [_listed(book.cover(key, given=True) - book.cover(key, given=False)) for key in pages],
        "joined": book.joined,
        "pages": [_page(knowledge, key, place) for key in pages],
    }


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
