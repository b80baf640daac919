"""The data of the templates: rows, pictures and references, prepared from the answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple, cast

from markupsafe import Markup, escape
from msgspec import Struct, structs

from magpain.answers import (
    ConditionPage,
    ConditionRow,
    FindingDetail,
    FullPage,
    GroupPage,
    Ladder,
    MapCell,
    MapPage,
    Reference,
    StudyDetail,
    WhyPage,
)
from magpain.formats import glyphs, svg, vancouver, words
from magpain.formats import pages as blocks_of
from magpain.formats.blocks import Block, Grid, Heading, Items, Line, Paragraph, Span, Title, Unbroken, muted, text_of
from magpain.formats.html import metadata
from magpain.formats.html.filters import address, capital, route_word, safe, slug
from magpain.formats.pages import absolute
from magpain.formats.pages.condition import HARMS, STANCES, STATUS
from magpain.formats.pages.references import one_line
from magpain.model import Evidence, Id, Result, Route, Statement
from magpain.rating import verdict

# The selectors of a rule in a picture's style sheet: those before a block without nested blocks.
_SELECTORS = re.compile(r"([^{}@]+)\{(?=[^{}]*\})")
# Reference numbers as `words.numbers` writes them.
_NUMBERS = re.compile(r" ?\[(\d+(?:, \d+)*)\]")
_KINDS: dict[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Items: "items",
    Grid: "grid",
    Unbroken: "paragraph",
}
# The characters in the signs of `words.level`.
_LEVEL_SIGNS = frozenset(words.level("low")[0].text.strip())
# Up to this many conditions with one verdict are named in the count of verdicts.
_NAMED = 2

Part = tuple[str, Block]
Cells = Mapping[tuple[Id, Route], MapCell]


class Listed(Struct, frozen=True, kw_only=True):
    """A reference as a page lists it: its text before, in and after the link."""

    number: int
    id: str
    before: str
    linked: str
    after: str
    url: str | None


class Array(NamedTuple):
    """How many of 100 people to draw, their treatment, and the interval of their number if there is one."""

    label: str
    people: int
    interval: str


def of_full_page(page: FullPage) -> dict[str, Any]:
    """Return the template data for the page of a condition or group."""
    shared = {
        "subject": page.subject,
        "counted_in": page.counted_in,
        "title": metadata.title_of(page),
        "description": metadata.description_of(page),
        "searched": metadata.searched(page),
        "places": words.places(page.references),
        "listed": references(page.references),
        "licence": page.licence,
        "provenance": page.provenance,
    }
    return shared | (_of_condition(page, page.page) if isinstance(page.page, ConditionPage) else _of_group(page))


def _of_condition(page: FullPage, own: ConditionPage) -> dict[str, Any]:
    condition = own.condition
    filled = {
        "condition": condition,
        "notices": [
            (words.notice(item.citation), one_line(item)) for item in page.references if words.notice(item.citation)
        ],
        "shown_tally": words.tally(condition.tally, page.subject),
        "absolutes": tuple(absolutes(condition.findings, page.subject)),
        "disagreements": tuple(_disagreements(condition.disagreements, condition.findings)),
        "calculated": _section(own, "Calculated by magpain, not published"),
        "harms": [finding for finding in condition.findings if finding.effect.direction == "favours-comparator"],
        "route_harms": _section(own, HARMS.format(own.subject)),
        "limits": page.limits,
        "labels": {study.id: study.label for study in page.studies},
        "statuses": STATUS,
        "stances": STANCES,
        "ladders": [(ladder, _explained(page, ladder)) for ladder in page.why.why.ladders] if page.why else [],
        "notes": {finding.id: finding.notes for finding in condition.findings},
        "studies": page.studies,
        "pictures": tuple(pictures(page)),
        "undrawn": len(page.forest.forest.undrawn) if page.forest else 0,
    }
    return filled | {"contents": _contents(filled)}


def _contents(filled: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the table of contents of a condition's page: anchors and names."""
    condition = filled["condition"]
    shown = (
        ("people", "Out of 100 people", filled["absolutes"]),
        ("findings", "Findings", condition.findings),
        ("doses", "Doses studied", condition.doses),
        ("guidelines", "Guidelines", condition.recommendations),
        ("claims", "Common claims", condition.claims),
        ("safety", "Safety", True),
        ("why", "Certainty", filled["ladders"]),
        ("studies", "Studies", filled["studies"] or filled["pictures"] or condition.not_found),
        ("references", "References", True),
        ("cite", "Cite and share", True),
    )
    return [(anchor, name) for anchor, name, there in shown if there]


def absolutes(findings: Iterable[FindingDetail], subject: str) -> Iterator[tuple[Line, tuple[Array, ...]]]:
    """Yield the findings with absolute numbers as sentences, with arrays of 100 people if bars may be drawn."""
    for finding in findings:
        if sentence := absolute.in_words(finding, subject):
            yield (*sentence, muted(_derived(finding))), _arrays(finding, subject)


def _derived(finding: FindingDetail) -> str:
    """Write published absolute numbers as they were published, and how they were derived."""
    found = finding.effect.absolute
    if found is None:
        return ""
    numbers = f"{verdict.number(found.comparator)} and {verdict.number(found.intervention)} of {found.per}"
    return f" As {numbers}: {found.derivation}."


def _arrays(finding: FindingDetail, subject: str) -> tuple[Array, ...]:
    """Return two arrays of people for published absolute numbers per 100; empty if a picture would overstate them."""
    numbers = absolute.numbers_of(finding)
    people = " 100 people," in text_of(absolute.in_words(finding, subject))
    if not (finding.effect.absolute and numbers and people and absolute.bars(finding, subject)):
        return ()
    return (
        Array(f"with {finding.comparator}", round(numbers.comparator), ""),
        Array(f"with {subject}", round(numbers.intervention), _interval(finding)),
    )


def _interval(finding: FindingDetail) -> str:
    """Write the interval of a published number of people, calculated from the ratio's interval if there is one."""
    found = finding.effect.absolute_calculated
    if found is None or found.low is None or found.high is None:
        return ""
    low, high = (round(100 * end / found.per) for end in (found.low, found.high))
    return f"{low} to {high}, calculated from the interval of the ratio"


def _section(page: ConditionPage, heading: str) -> list[Part]:
    """Return a section of the full page as the terminal shows it; empty if the page lacks it."""
    return dict(sections(parts(blocks_of.blocks(page, full=True)).parts)[1]).get(heading, [])


def _disagreements(
    statements: Iterable[Statement], findings: Iterable[FindingDetail]
) -> Iterator[tuple[str, tuple[Id, ...]]]:
    yield from ((each.text, each.cites) for each in statements)
    yield from ((each.disagreement, ()) for each in findings if each.disagreement)


def _explained(page: FullPage, ladder: Ladder) -> tuple[Part, ...]:
    """Return the explanation of a finding's rating: the parts of the page of `why`, without its heading."""
    why = cast("WhyPage", page.why)  # a ladder always comes with its page
    alone = structs.replace(why, why=structs.replace(why.why, ladders=(ladder,)))
    found = parts(blocks_of.blocks(alone, full=True)).parts
    end = next(at for at, (kind, part) in enumerate(found) if kind == "heading" and part.text == "References")  # type: ignore[union-attr]
    return found[1:end]


def _of_group(page: FullPage) -> dict[str, Any]:
    group = cast("GroupPage", page.page).group
    mapped = of_map(page.map) if page.map else {"page": None, "cells": {}}
    return mapped | {
        "group": group,
        "overall": overall(group.members),
        "title": metadata.title_of(page),
        "description": metadata.description_of(page),
    }


def of_map(page: MapPage) -> dict[str, Any]:
    """Return the template data for the front page: conditions by group, the count of verdicts, and the map."""
    cells = glyphs.cells_of(page)
    said = overall(page.conditions)
    return {
        "title": f"{capital(page.subject)}: what the evidence says",
        "description": f"Does {page.subject} help? {said} Each condition with its certainty and sources.",
        "page": page,
        "subject": page.subject,
        "overall": said,
        "tally": tally(page.conditions, page.subject),
        "grouped": [(rows[0].group, name, rows) for name, rows in glyphs.grouped(page)],
        "cells": cells,
        "by_mouth": any(route == "oral" for _condition, route in cells),
        "legend": [item for item in glyphs.directions(page.subject) if item[0] != glyphs.GAP],
        "gap": dict(glyphs.directions(page.subject))[glyphs.GAP],
        "heads": {route: [part for part in head if part] for route, head in glyphs.HEADS.items()},
        "shy": "",
    }


def tally(rows: Iterable[ConditionRow], subject: str) -> list[tuple[int, str, list[ConditionRow]]]:
    """Count conditions by what their main finding says, the most frequent first; the rare ones are named."""
    found = list(rows)
    counts = Counter(_kind(row, subject) for row in found)
    return [
        (count, kind, [row for row in found if _kind(row, subject) == kind] if count <= _NAMED else [])
        for kind, count in counts.most_common()
    ]


def _kind(row: ConditionRow, subject: str) -> str:
    return row.verdict_short if row.evidence_level in ("very-low", "none") else words.sign_meaning(row.sign, subject)


def overall(rows: Iterable[ConditionRow]) -> str:
    """Return the overall answer in one sentence: for how many conditions the evidence is too uncertain to tell."""
    found = list(rows)
    uncertain = sum(row.evidence_level == "very-low" for row in found)
    most = "most conditions" if 2 * uncertain > len(found) else "some"
    many = f"For {most} ({uncertain} of {len(found)}), the evidence is too uncertain to tell."
    return many if 2 * uncertain > len(found) else f"It depends on the condition. {many}"


def routes_of(row: ConditionRow, cells: Cells) -> tuple[Route | None, MapCell | None]:
    """Return the route of a row's main finding, and the map's cell for the oral route if that is another."""
    own = row.route
    return own, None if own == "oral" else cells.get((row.id, "oral"))


def size(row: ConditionRow | MapCell | Evidence) -> str:
    """Write the numbers of studies and people behind a verdict."""
    people = f", {row.participants} people" if row.participants is not None else ""
    return f"{verdict.counted(row.studies, 'study')}{people}" if row.studies else ""


def pictures(page: FullPage) -> Iterator[Markup]:
    """Yield the panels of the forest plot as separate pictures, so that each fits on a sheet of paper."""
    for number, panel in enumerate(svg.panels(page.forest) if page.forest else (), 1):
        yield picture(panel, f"picture-{number}")


def picture(drawn: str, name: str) -> Markup:
    """Return a picture to embed in a page, with ids and styles that cannot clash with those of the page."""
    drawn = drawn.replace('id="title"', f'id="{name}-title"').replace('id="desc"', f'id="{name}-desc"')
    drawn = drawn.replace("<svg ", f'<svg id="{name}" ', 1)
    drawn = drawn.replace('aria-labelledby="title desc"', f'aria-labelledby="{name}-title {name}-desc"')
    before, _tag, rest = drawn.partition("<style>")
    style, tag, after = rest.partition("</style>")
    scoped = _SELECTORS.sub(partial(_scoped, name), style)
    return Markup(f"{before}<style>{scoped}{tag}{after}")  # noqa: S704 svg.py escapes


def _scoped(name: str, found: re.Match[str]) -> str:
    """Restrict a rule to one picture: `svg` becomes that picture, anything else is inside it."""
    selectors = (selector.strip() for selector in found[1].split(","))
    return ",".join(f"#{name}" if each == "svg" else f"#{name} {each}" for each in selectors) + "{"


def references(found: Iterable[Reference]) -> tuple[Listed, ...]:
    """Return references in Vancouver style, each with the part that is a link."""
    return tuple(map(_listed, found))


def _listed(reference: Reference) -> Listed:
    citation = reference.citation
    text = vancouver.cite(citation)
    shown = f"doi:{citation.DOI}" if citation.DOI else f"PMID: {citation.PMID}" if citation.PMID else citation.URL or ""
    before, linked_, after = text.partition(shown) if shown else (text, "", "")
    return Listed(
        number=reference.number,
        id=reference.id,
        before=before,
        linked=linked_,
        after=after,
        url=address(citation) if linked_ else None,
    )


def linked(text: str, places: Mapping[str, int]) -> Markup:
    """Return a text in which reference numbers link to the references of the page."""
    ids = {str(number): key for key, number in places.items()}

    def link(found: re.Match[str]) -> str:
        numbers = found[1].split(", ")
        if not all(number in ids for number in numbers):
            return str(escape(found[0]))
        links = ", ".join(f'<a href="#ref-{escape(ids[number])}">{number}</a>' for number in numbers)
        return f' <span class="ref">[{links}]</span>'

    return Markup(_NUMBERS.sub(link, str(escape(text))))  # noqa: S704 escaped above


def is_level(span: Span) -> bool:
    """Return whether a run of text is the sign of a level of certainty, which pages draw."""
    return span.words is not None and bool(span.text.strip()) and frozenset(span.text.strip()) <= _LEVEL_SIGNS


def main_result(study: StudyDetail) -> str:
    """Return a study's primary result as reported, else its first, else why there is none."""
    results: tuple[Result, ...] = study.results
    chosen = next((result for result in results if result.primary), None) or next(iter(results), None)
    return chosen.text if chosen else study.no_numeric_result or ""


class Parts(Struct, frozen=True):
    """A page's title, its aside, and the parts below it, each with the name of its kind."""

    title: str
    aside: str
    parts: tuple[Part, ...]


def parts(blocks: Iterable[Block]) -> Parts:
    """Return the blocks of a page, each with the name of its kind, without gaps and pictures made of characters."""
    title, aside, found = "", "", []
    for block in blocks:
        if isinstance(block, Title):
            title, aside = text_of(block.text), text_of(block.aside)
        elif type(block) in _KINDS:
            found.append((_KINDS[type(block)], block))
    return Parts(title, aside, tuple(found))


def sections(found: Iterable[Part]) -> tuple[list[Part], list[tuple[str, list[Part]]]]:
    """Split a page at its headings: the parts before the first one, and each heading with the parts below it."""
    before: list[Part] = []
    headed: list[tuple[str, list[Part]]] = []
    for kind, part in found:
        if isinstance(part, Heading):
            headed.append((part.text, []))
        else:
            (headed[-1][1] if headed else before).append((kind, part))
    return before, headed


def lettered(listed: Iterable[Listed]) -> list[tuple[str, list[Listed]]]:
    """Return references by the first letter of their text, in alphabetical order."""
    key = lambda item: slug(item.before)[:1].upper() or "#"  # noqa: E731 it sorts and groups
    return [(letter, list(same)) for letter, same in groupby(sorted(listed, key=key), key=key)]


WORDS: dict[str, Any] = {
    "number": verdict.number,
    "estimate": verdict.estimate,
    "level_signs": lambda value: words.level(value)[0].text.strip(),
    "level_word": lambda value: words.LEVEL_WORDS.get(value, value),
    "direction_sign": verdict.SIGNS.__getitem__,
    "direction_word": lambda value, subject: words.direction(value, subject)[1].text,
    "treatment": words.treatment,
    "claim_verdict": words.claim_verdict,
    "studies_people": words.size,
    "numbers_of": lambda keys, places: sorted({(places[key], key) for key in keys if key in places}),
    "main_result": main_result,
    "routes_of": routes_of,
    "route_word": route_word,
    "size": size,
    "capital": capital,
    "counted": verdict.counted,
    "safe": safe,
    "slug": slug,
    "linked": linked,
    "is_level": is_level,
    "text_of": text_of,
}
