"""The page of a forest plot: a panel for each measure, what can't be drawn and why, and the references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

from magpain.answers import NOT_ADVICE, ForestPage, Undrawn
from magpain.formats import signs, words
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
)
from magpain.formats.pages.references import items_of
from magpain.formats.pictures import forest_panel

_LEGEND = (
    f"{signs.STUDY} one study, {signs.POOLED} pooled by a review, {signs.CALCULATED} calculated from the arms "
    f"reported, each with its interval; {signs.LEFT} or {signs.RIGHT} where that goes on beyond "
    f"the scale; {signs.NULL} where there is no difference."
)


def blocks(page: ForestPage, *, full: bool) -> Iterator[Block]:
    """Yield the panels, then the results that have no interval, then the references."""
    shown, places = page.forest, words.places(page.references)
    yield Title(line(strong(shown.name)), line(muted("forest plot")))
    yield Paragraph(line(muted(_LEGEND if shown.panels else "No result has an interval to draw.")))
    for panel in shown.panels:
        said = signs.measured(panel)
        yield Gap()
        yield Paragraph(line(strong(said[0].upper() + said[1:])))
        yield Picture(partial(forest_panel, panel, subject=shown.subject, numbers=places))
    yield from _undrawn(shown.undrawn, places)
    yield Heading("References")
    yield items_of(page.references)
    yield Gap()
    yield Paragraph(line(muted(NOT_ADVICE)))


def _undrawn(results: Iterable[Undrawn], places: dict[str, int]) -> Iterator[Block]:
    """Yield the results that can't be drawn, under the reason why."""
    ordered = sorted(results, key=lambda result: result.reason)
    if ordered:
        yield Heading("Not drawn")
    for reason, found in groupby(ordered, key=lambda result: result.reason):
        yield Gap()
        yield Paragraph(line(strong(f"{reason[0].upper()}{reason[1:]}:")))
        yield Items(tuple((_who(each, places), line(f"{each.outcome}: {each.text}")) for each in found))


def _who(result: Undrawn, places: dict[str, int]) -> Line:
    return (*line(result.label), *words.numbers((result.study,), places))
