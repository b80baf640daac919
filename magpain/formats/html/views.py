"""What the templates are filled with: rows, pictures and references, put in order from the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import Any

from markupsafe import Markup
from msgspec import Struct, structs

from magpain import verdict
from magpain.answers import (
    ConditionPage,
    MapPage,
    Reference,
    SheetPage,
    StudyDetail,
)
from magpain.formats import signs, svg, vancouver, words
from magpain.formats.blocks import Block, Grid, Heading, Items, Paragraph, Title, Unbroken, text_of
from magpain.formats.html import metadata
from magpain.formats.html.words import address, capital, safe
from magpain.model import DOMAINS, Result, Step, UpperLimit

# A rule of a picture's own style sheet: its selectors, before a block that holds no further block.
_SELECTORS = re.compile(r"([^{}@]+)\{(?=[^{}]*\})")


class DoseBar(Struct, frozen=True, kw_only=True):
    """A row of the dose picture: a trial's daily dose or an upper limit by mouth, in milligrams.

    `low` and `high` are the same but for a trial whose dose was raised; `start` and `length` are shares of the scale.
    """

    label: str
    detail: str
    low: float
    high: float
    limit: bool
    length: float
    cites: tuple[str, ...]


class Listed(Struct, frozen=True, kw_only=True):
    """A reference as a page lists it: its text before, in and after the link."""

    number: int
    id: str
    before: str
    linked: str
    after: str
    url: str | None


class Parts(Struct, frozen=True):
    """A page's title and the parts below it, each with the name of its kind."""

    title: str
    aside: str
    parts: tuple[tuple[str, Block], ...]


def of_sheet(page: SheetPage) -> dict[str, Any]:
    """Return what the page of a condition or group is filled with."""
    bars = dose_bars(page)
    return {
        "sheet": page,
        "counted_in": page.counted_in,
        "title": metadata.title_of(page),
        "searched": metadata.searched(page),
        "condition": page.page.condition if isinstance(page.page, ConditionPage) else None,
        "group": None if isinstance(page.page, ConditionPage) else page.page.group,
        "places": words.places(page.references),
        "pictures": tuple(pictures(page)),
        "bars": bars,
        "limits": sorted({100 * bar.length for bar in bars if bar.limit}),
        "ladders": {ladder.finding: ladder for ladder in page.why.why.ladders} if page.why else {},
        "listed": references(page.references),
        "studies": page.studies,
        "labels": {study.id: study.label for study in page.studies},
    }


def of_map(page: MapPage) -> dict[str, Any]:
    """Return what the evidence map is filled with."""
    return {
        "title": f"What is known of {page.subject}, by condition and route",
        "page": page,
        "grouped": [(rows[0].group, name, rows) for name, rows in signs.grouped(page)],
        "cells": signs.cells_of(page),
        "legend": signs.directions(page.subject),
        "heads": signs.HEADS,
    }


def pictures(page: SheetPage) -> Iterator[Markup]:
    """Yield the pictures of a page: each panel of the forest plot by itself, so that it fits a sheet of paper."""
    if page.map and page.map.cells:
        yield picture(svg.render(page.map), "picture-map")
    for number, panel in enumerate(svg.panels(page.forest) if page.forest else (), 1):
        yield picture(panel, f"picture-{number}")


def picture(drawn: str, name: str) -> Markup:
    """Return a picture to stand in a page: its ids and its style are kept apart from the page's and other pictures'."""
    drawn = drawn.replace('id="title"', f'id="{name}-title"').replace('id="desc"', f'id="{name}-desc"')
    drawn = drawn.replace("<svg ", f'<svg id="{name}" ', 1)
    drawn = drawn.replace('aria-labelledby="title desc"', f'aria-labelledby="{name}-title {name}-desc"')
    before, _tag, rest = drawn.partition("<style>")
    style, tag, after = rest.partition("</style>")
    scoped = _SELECTORS.sub(partial(_scoped, name), style)
    return Markup(f"{before}<style>{scoped}{tag}{after}")  # noqa: S704 svg.py escapes


def _scoped(name: str, found: re.Match[str]) -> str:
    """Let a rule hold in one picture alone: the root is that picture, and everything else stands in it."""
    selectors = (selector.strip() for selector in found[1].split(","))
    return ",".join(f"#{name}" if each == "svg" else f"#{name} {each}" for each in selectors) + "{"


def dose_bars(page: SheetPage) -> tuple[DoseBar, ...]:
    """Return the oral doses of a condition's trials beside the upper limits, the smallest first; empty without doses.

    Only doses that are known as the element or the intervention itself are drawn: a salt's milligrams are another
    quantity.
    """
    given = {dose.study for dose in page.page.condition.doses} if isinstance(page.page, ConditionPage) else set()
    trials = [study for study in page.studies if study.id in given and _drawn(study)]
    if not trials:
        return ()
    bars = [_trial_bar(study) for study in trials]
    bars += [_limit_bar(amount, list(same)) for amount, same in groupby(page.limits, key=lambda item: item.mg_per_day)]
    top = max(bar.high for bar in bars)
    return tuple(structs.replace(bar, length=bar.high / top) for bar in sorted(bars, key=lambda bar: bar.high))


def _drawn(study: StudyDetail) -> bool:
    given = study.intervention
    return given.route == "oral" and given.elemental_mg_per_day is not None


def _trial_bar(study: StudyDetail) -> DoseBar:
    given = study.intervention
    low = given.elemental_mg_per_day or 0.0
    return DoseBar(
        label=study.label,
        detail=", ".join(part for part in (given.form, given.duration) if part),
        low=low,
        high=given.elemental_mg_per_day_max or low,
        limit=False,
        length=0.0,
        cites=(study.citation,),
    )


def _limit_bar(amount: float, same: list[UpperLimit]) -> DoseBar:
    return DoseBar(
        label="Upper limit",
        detail="; ".join(f"{limit.country} ({limit.authority} {limit.year}): {limit.applies_to}" for limit in same),
        low=amount,
        high=amount,
        limit=True,
        length=0.0,
        cites=tuple(dict.fromkeys(key for limit in same for key in limit.cites)),
    )


def references(found: Iterable[Reference]) -> tuple[Listed, ...]:
    """Return references in Vancouver style, each with the part that is a link."""
    return tuple(map(_listed, found))


def _listed(reference: Reference) -> Listed:
    citation = reference.citation
    text = vancouver.cite(citation)
    shown = f"doi:{citation.DOI}" if citation.DOI else f"PMID: {citation.PMID}" if citation.PMID else citation.URL or ""
    before, linked, after = text.partition(shown) if shown else (text, "", "")
    return Listed(
        number=reference.number,
        id=reference.id,
        before=before,
        linked=linked,
        after=after,
        url=address(citation) if linked else None,
    )


def main_result(study: StudyDetail) -> str:
    """Return a study's primary result as its page prints it, else its first, else why there is none."""
    results: tuple[Result, ...] = study.results
    chosen = next((result for result in results if result.primary), None) or next(iter(results), None)
    return chosen.text if chosen else study.no_numeric_result or ""


def steps(certainty: Any) -> Iterator[tuple[str, Step]]:
    """Yield the five GRADE domains of a rating with their steps."""
    for name in DOMAINS:
        yield name.replace("_", " "), getattr(certainty, name)


def signed(step: int) -> str:
    """Write a step with its sign: a true minus, or a plus."""
    return f"\u2212{-step}" if step < 0 else f"+{step}" if step else "0"


def parts(blocks: Iterable[Block]) -> Parts:
    """Return a page's blocks, each with the name of its kind; what has no place in HTML is left out."""
    kinds: dict[type, str] = {
        Heading: "heading",
        Paragraph: "paragraph",
        Items: "items",
        Grid: "grid",
        Unbroken: "paragraph",
    }
    title, aside, found = "", "", []
    for block in blocks:
        if isinstance(block, Title):
            title, aside = text_of(block.text), text_of(block.aside)
        elif type(block) in kinds:
            found.append((kinds[type(block)], block))
    return Parts(title, aside, tuple(found))


WORDS: dict[str, Any] = {
    "number": verdict.number,
    "estimate": verdict.estimate,
    "meaning": verdict.MEANING,
    "level_signs": lambda value: words.level(value)[0].text.strip(),
    "level_word": lambda value: words.LEVEL_WORDS.get(value, value),
    "direction_sign": lambda value: text_of(words.direction(value)).partition(" ")[0],
    "direction_word": lambda value: text_of(words.direction(value)).partition(" ")[2],
    "calculated": words.calculated,
    "treatment": words.treatment,
    "own_raters": words.own_raters,
    "tally": words.tally,
    "numbers_of": lambda keys, places: sorted({(places[key], key) for key in keys if key in places}),
    "main_result": main_result,
    "steps": steps,
    "signed": signed,
    "capital": capital,
    "safe": safe,
    "text_of": text_of,
}
