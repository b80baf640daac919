"""Rated harms on a page: in a few words, whole, or as a row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from magpain.answers import HarmDetail
from magpain.formats import words
from magpain.formats.blocks import Column, Grid, Line, Span, line, muted, strong
from magpain.formats.pages import absolute
from magpain.formats.pages.fit import counted
from magpain.rating import verdict


def by_direction(harm: HarmDetail) -> tuple[bool, bool]:
    """Return where a harm stands among others: those that are shown to be more common first, then those that may be."""
    return harm.sign != verdict.SIGNS["favours-comparator"], harm.effect.direction != "favours-comparator"


def in_words(harm: HarmDetail, *told: str | None) -> Line:
    """Write how common a harm is, with what else is told of it, and how certain that is."""
    rating = words.level_sign(harm.certainty.rating)[0]
    certain = Span(rating.text, words=f"{rating.words} certainty")
    return line(f"{harm.frequency} (", *(f"{part}; " for part in told if part), certain, ")")


def table(harms: Iterable[HarmDetail], places: Mapping[str, int]) -> Grid:
    """Return harms as a table: in whom and at which dose each was seen, and what that is in numbers."""
    columns = (Column("Harm"), Column("Result"), Column("Studies (people)", numeric=True), Column("GRADE"))
    return Grid(columns, tuple(_row(harm, places) for harm in harms))


def _row(harm: HarmDetail, places: Mapping[str, int]) -> tuple[Line, ...]:
    seen_in = "; ".join(part for part in (harm.population, harm.intervention.dose, harm.timepoint) if part)
    return (
        line(strong(harm.outcome), muted(f" ({seen_in})"), *words.numbers(words.cites(harm), places)),
        _result(harm),
        line(words.size(harm.evidence.studies, harm.evidence.participants)),
        words.level_sign(harm.certainty.rating),
    )


def whole(harm: HarmDetail, places: Mapping[str, int]) -> Line:
    """Write a harm in sentences, with whom it was seen in and what it rests on."""
    seen_in = ", ".join(part for part in (harm.population, harm.intervention.dose) if part)
    evidence = harm.evidence
    people = f", {evidence.participants} people" if evidence.participants is not None else ""
    return line(
        strong(f"{harm.outcome} "),
        muted(f"({seen_in}): "),
        *_result(harm),
        " Certainty: ",
        *words.level(harm.certainty.rating),
        f", {counted(evidence.studies, 'study')}{people}.",
        *words.numbers(words.cites(harm), places),
    )


def _result(harm: HarmDetail) -> Line:
    numbers = absolute.after_verdict(harm)
    return line(*words.sign(harm.sign), harm.verdict, " " if numbers else "", *numbers)
