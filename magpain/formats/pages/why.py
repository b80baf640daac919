"""The page that explains a rating: the ladder, who speaks for and against it, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from magpain import verdict
from magpain.answers import Ladder, Rung, StudySide, WhyPage
from magpain.formats import words
from magpain.formats.blocks import Block, Column, Gap, Grid, Heading, Items, Line, Paragraph, Title, line, muted, strong
from magpain.formats.pages.references import items_of
from magpain.links import OURSELVES
from magpain.model import PublishedRating

# Where a finding itself points nowhere, its studies are told apart by where they point.
_TITLES = dict.fromkeys(("mixed", "unclear"), ("Studies that favour it", "Studies that found no difference, or harm"))


def blocks(page: WhyPage, *, full: bool) -> Iterator[Block]:
    """Yield the ladder of every finding asked for."""
    places = words.places(page.references)
    yield Title(line(strong(page.why.name)), line(muted("why the evidence is rated so")))
    for ladder in page.why.ladders:
        yield from _ladder(ladder, places)
        yield from _sides(ladder)
        yield from _others(ladder, places)
    yield Heading("References")
    yield items_of(page.references)


def _ladder(ladder: Ladder, places: dict[str, int]) -> Iterator[Block]:
    yield Heading(ladder.outcome)
    yield Paragraph(line(strong(ladder.verdict)))
    yield Paragraph(line(muted(f"In the field's terms: {ladder.verdict_technical} (finding {ladder.finding}).")))
    yield Gap()
    start = (line("start"), line(), words.level(ladder.start), line(ladder.start_reason))
    columns = (Column("Domain"), Column("Step", numeric=True), Column("Rating so far", wrap=False), Column("Why"))
    yield Grid(columns, (start, *(_rung(rung) for rung in ladder.rungs)))
    yield Gap()
    yield from _adds_up(ladder, places)
    yield Gap()
    yield Items(tuple(_size(ladder)))


def _adds_up(ladder: Ladder, places: dict[str, int]) -> Iterator[Block]:
    rated = f"{words.LEVEL_WORDS.get(ladder.rating, ladder.rating)} certainty: {ladder.level_meaning}."
    yield Paragraph((*line("Adds up to ", strong(rated)), *line(" Rated by "), *_rater(ladder, places), *line(".")))


def _size(ladder: Ladder) -> Iterator[tuple[Line, Line]]:
    """Yield how the size was judged: by which threshold, and what was done to the numbers; and each override."""
    sizing, row = ladder.sizing, ladder.sizing.row
    notes = "".join(f"; {note}" for note in sizing.notes)
    if row and sizing.estimate is not None and sizing.low is not None and sizing.high is not None:
        numbers = verdict.interval(sizing.estimate, sizing.low, sizing.high)
        yield line("Size"), line(strong(sizing.size), f": {numbers}; thresholds {verdict.threshold(row)}{notes}.")
        yield line("Threshold"), line(f"{sizing.threshold}, {verdict.basis(row)}")
    else:
        yield line("Size"), line(strong(sizing.size), f": {sizing.unfit}.")
    if absolute := ladder.absolute_calculated:
        yield line("Of 1000 people"), line(f"{verdict.people(absolute)} (calculated: {absolute.formula})")
    for each in ladder.override:
        said = f"{each.rule} departed from: {each.to}. {each.reason} ({each.by}, {each.date})"
        yield line("Override"), line(said)
    if ladder.chosen_because:
        others = "; ".join(f"{other.label}: {other.direction.replace('-', ' ')}" for other in ladder.chosen_over)
        yield line("Chosen"), line(f"{ladder.chosen_because} Over: {others}.")


def _rater(ladder: Ladder, places: dict[str, int]) -> Line:
    if ladder.rated_by == OURSELVES:
        return line("this project's maintainers, not a guideline panel")
    return (*line("the authors of"), *words.numbers((ladder.rated_by,), places))


def _rung(rung: Rung) -> tuple[Line, ...]:
    step = f"\u2212{-rung.step}" if rung.step < 0 else f"+{rung.step}" if rung.step else "0"
    why = rung.reason or "no reason to doubt"
    return (line(rung.domain), line(strong(step) if rung.step else muted(step)), words.level(rung.rating), line(why))


def _sides(ladder: Ladder) -> Iterator[Block]:
    same, other = _TITLES.get(ladder.direction, ("Studies that point the same way", "Studies that contradict it"))
    groups = ((same, ladder.supporting), (other, ladder.contradicting), ("Studies that leave it open", ladder.neither))
    for title, sides in groups:
        if sides:
            yield Gap()
            yield Paragraph(line(strong(title)))
            yield Items(tuple(_side(side) for side in sides))


def _side(side: StudySide) -> tuple[Line, Line]:
    """Say what a study found, and of what: another outcome than the finding's is plain to see."""
    told = side.result or "no result on this outcome is in the file"
    outcome = line(muted(f"  {side.outcome}: ")) if side.outcome else line("  ")
    told += f" Calculated from the arms reported: {words.calculated(side.calculated)}." if side.calculated else ""
    return line(f"{side.label}, {side.design}"), (*words.direction(side.direction), *outcome, *line(told))


def _others(ladder: Ladder, places: dict[str, int]) -> Iterator[Block]:
    items = [
        *((line("Published rating"), _published(rating, places)) for rating in ladder.published),
        *_labelled("Disagreement", ladder.disagreement),
        *_labelled("Would change it", ladder.would_change),
    ]
    if items:
        yield Gap()
        yield Items(tuple(items))


def _published(rating: PublishedRating, places: dict[str, int]) -> Line:
    return (*line(strong(rating.rating), f": {rating.scope}"), *words.numbers(rating.cites, places))


def _labelled(label: str, text: str | None) -> Iterable[tuple[Line, Line]]:
    return [(line(label), line(text))] if text else []
