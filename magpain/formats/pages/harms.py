"""Rated harms on a page: in a few words, in sentences, or as a row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from magpain.answers import HarmDetail
from magpain.formats import words
from magpain.formats.blocks import Column, Grid, Line, Span, line, muted, strong
from magpain.formats.pages import absolute
from magpain.rating import verdict
from magpain.rating.verdict import counted


def by_direction(harm: HarmDetail) -> tuple[bool, bool]:
    """Return a sort key: harms shown to be more common come first, then those that may be more common."""
    return harm.sign != verdict.SIGNS["favours-comparator"], harm.effect.direction != "favours-comparator"


def in_words(harm: HarmDetail, *told: str | None) -> Line:
    """Write the frequency of a harm, with further facts and its certainty."""
    rating = words.level_sign(harm.certainty.rating)[0]
    certain = Span(rating.text, words=f"{rating.words} certainty")
    return line(f"{harm.frequency} (", *(f"{part}; " for part in told if part), certain, ")")


def table(harms: Iterable[HarmDetail], places: Mapping[str, int]) -> Grid:
    """Return harms as a table: population, dose and time point, result, studies, and certainty."""
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
    """Write a harm in sentences, with its population, dose, certainty and evidence."""
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
