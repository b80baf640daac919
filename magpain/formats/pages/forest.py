"""The page of a forest plot: a panel per measure, what can't be plotted and why, and the references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

from magpain.answers import NOT_ADVICE, ForestPage, ForestPanel, Undrawn
from magpain.formats import glyphs, words
from magpain.formats.blocks import (
    Block,
    Gap,
    Heading,
    Items,
    Line,
    Paragraph,
    Picture,
    Title,
    line,
    muted,
    strong,
    text_of,
)
from magpain.formats.pages.references import items_of
from magpain.formats.pictures import forest_panel

_LEGEND = (
    f"{glyphs.STUDY} single study, {glyphs.POOLED} pooled result of a review, {glyphs.CALCULATED} calculated from the "
    f"arms reported, each with its confidence interval; {glyphs.LEFT} {glyphs.RIGHT} the interval extends beyond the "
    f"axis; {glyphs.NULL} no effect."
)


def blocks(page: ForestPage, *, full: bool) -> Iterator[Block]:
    """Yield the effects, then associations and results that can't be plotted: counted, or if `full` all of them."""
    shown, places = page.forest, words.places(page.references)
    yield Title(line(strong(shown.name)), line(muted("forest plot")))
    yield Paragraph(line(muted(_LEGEND if shown.panels else glyphs.NOTHING_TO_PLOT)))
    yield from _panels(shown.panels, shown.subject, places)
    if full and shown.associations:
        yield Heading(f"Associations, not effects of {shown.subject}")
        yield from _panels(shown.associations, shown.subject, places)
    if full:
        yield from _unplotted(shown.undrawn, places)
    elif left_out := glyphs.left_out(page):
        yield Gap()
        yield Paragraph(line(muted(left_out)), line(f"All of it: magpain forest {shown.id} --full"))
    yield Heading("References")
    yield items_of(page.references)
    yield Gap()
    yield Paragraph(line(muted(NOT_ADVICE)))


def _panels(panels: Iterable[ForestPanel], subject: str, places: dict[str, int]) -> Iterator[Block]:
    for panel in panels:
        said = glyphs.measured(panel)
        yield Gap()
        yield Paragraph(line(strong(said[0].upper() + said[1:])))
        yield Picture(
            partial(forest_panel, panel, subject=subject, numbers=places), partial(_in_words, panel, subject, places)
        )


def _in_words(panel: ForestPanel, subject: str, places: dict[str, int]) -> tuple[Line, ...]:
    """Return each row of a panel as a sentence, then which treatment each side of no effect favours."""
    left, right = glyphs.favours(panel, subject)
    rows = (
        line(f"{row.outcome}: {text_of(glyphs.about(row, places))}: {panel.measure} {glyphs.estimate(row, 0)}.")
        for row in panel.rows
    )
    return (*rows, line(f"Below {panel.null:g} {left}, above {panel.null:g} {right}."))


def _unplotted(results: Iterable[Undrawn], places: dict[str, int]) -> Iterator[Block]:
    """Yield the results that can't be plotted, grouped by reason."""
    ordered = sorted(results, key=lambda result: result.reason)
    if ordered:
        yield Heading("Not plotted")
    for reason, found in groupby(ordered, key=lambda result: result.reason):
        yield Gap()
        yield Paragraph(line(strong(f"{reason[0].upper()}{reason[1:]}:")))
        yield Items(tuple((_who(each, places), line(f"{each.outcome}: {each.text}")) for each in found))


def _who(result: Undrawn, places: dict[str, int]) -> Line:
    return (*line(result.label), *words.numbers((result.study,), places))
