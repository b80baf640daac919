"""The page of a forest plot: a panel per measure, what can't be plotted and why, and the references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from msgspec import structs

from magpain.answers import NOT_ADVICE, ForestMain, ForestPage, ForestPanel, ForestRow, ForestScreen, Undrawn
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
from magpain.formats.pages.fit import fitted
from magpain.formats.pages.references import items_of
from magpain.formats.pictures import forest_panel
from magpain.rating import verdict

_LEGEND = (
    f"{glyphs.STUDY} single study, {glyphs.POOLED} pooled result of a review, {glyphs.CALCULATED} calculated from the "
    f"arms reported, each with its confidence interval; {glyphs.LEFT} {glyphs.RIGHT} the interval extends beyond the "
    f"axis; {glyphs.NULL} no effect."
)

_SHORT_LEGEND = (
    f"{glyphs.STUDY} study, {glyphs.POOLED} pooled, {glyphs.CALCULATED} calculated from the arms; {glyphs.NULL} no "
    f"effect; {glyphs.LEFT} {glyphs.RIGHT} beyond the axis"
)


def blocks(page: ForestPage, *, full: bool) -> Iterator[Block]:
    """Yield the effects that fit, those of the main finding first, and count the rest; or if `full` all of them."""
    yield from _full(page) if full else _short(page)


# The short page.


def _short(page: ForestPage) -> list[Block]:
    main = _main(page)
    named = main.rows if main else ()
    ordered = [
        *_by_panel(page, named),
        *_by_panel(page, [row for row in _rows(page.forest.panels) if row not in named]),
    ]
    rows = (("rows", number) for number in range(1, len(ordered) + 1))
    return fitted(
        page, lambda shown: list(_built(page, ordered[: shown["rows"]])), {"rows": min(1, len(ordered))}, rows
    )


def _by_panel(page: ForestPage, rows: Sequence[ForestRow]) -> list[ForestRow]:
    """Return rows in their order, except that those of one panel follow its first."""
    panels = [panel for row in rows for panel in page.forest.panels if row in panel.rows]
    return [row for panel in dict.fromkeys(panels) for row in rows if row in panel.rows]


def _rows(panels: Iterable[ForestPanel]) -> list[ForestRow]:
    return [row for panel in panels for row in panel.rows]


def _main(page: ForestPage) -> ForestMain | None:
    return page.main if isinstance(page, ForestScreen) else None


def _undrawn_associations(page: ForestPage) -> tuple[Undrawn, ...]:
    return page.undrawn_associations if isinstance(page, ForestScreen) else ()


def _only(panels: Iterable[ForestPanel], rows: Sequence[ForestRow]) -> list[ForestPanel]:
    """Return panels with only some of their rows, and none without rows."""
    kept = (structs.replace(panel, rows=tuple(row for row in panel.rows if row in rows)) for panel in panels)
    return [panel for panel in kept if panel.rows]


def _built(page: ForestPage, rows: Sequence[ForestRow]) -> Iterator[Block]:
    main = _main(page)
    own = [row for row in rows if main and row in main.rows]
    others = [row for row in rows if row not in own]
    yield from _opening(page)
    yield Paragraph(line(muted(_SHORT_LEGEND if rows else glyphs.NOTHING_TO_PLOT)))
    yield from _panels(_only(page.forest.panels, own), page.forest.subject, {})
    if main and others:
        yield Heading("Other results")
    yield from _panels(_only(page.forest.panels, others), page.forest.subject, {})
    yield Gap()
    if said := _not_drawn(page, rows):
        yield Paragraph(
            line(muted(f"Not drawn here: {said}.")), line(f"All of it: magpain forest {page.forest.id} --full")
        )
    yield Paragraph(line(muted(NOT_ADVICE)))


def _not_drawn(page: ForestPage, drawn: Sequence[ForestRow]) -> str:
    """Count the results that the short page leaves out: of the main finding, others, and associations."""
    main = _main(page)
    left = [row for row in _rows(page.forest.panels) if row not in drawn]
    of_main = sum(row in main.rows for row in left) if main else 0
    observed = len(_rows(page.forest.associations)) + len(_undrawn_associations(page))
    counts = (
        (of_main, "result", " of the main finding"),
        (len(left) - of_main + len(page.forest.undrawn), "other result" if drawn else "result", ""),
        (observed, "association", ""),
    )
    return ", ".join(f"{verdict.counted(number, what)}{of}" for number, what, of in counts if number)


# The full page.


def _full(page: ForestPage) -> Iterator[Block]:
    shown, places = page.forest, words.places(page.references)
    yield from _opening(page)
    yield Paragraph(line(muted(_LEGEND if shown.panels else glyphs.NOTHING_TO_PLOT)))
    yield from _panels(shown.panels, shown.subject, places)
    yield from _unplotted("Not plotted", shown.undrawn, places)
    observed = _undrawn_associations(page)
    if shown.associations or observed:
        yield Heading(f"Associations, not effects of {shown.subject}")
        yield from _panels(shown.associations, shown.subject, places)
        yield from _unplotted("Associations not plotted", observed, places)
    yield Heading("References")
    yield items_of(page.references)
    yield Gap()
    yield Paragraph(line(muted(NOT_ADVICE)))


# Both pages.


def _opening(page: ForestPage) -> Iterator[Block]:
    """Yield the title, and the main finding with how many of its studies are plotted."""
    yield Title(line(strong(page.forest.name)), line(muted("forest plot")))
    if main := _main(page):
        certainty = words.LEVEL_WORDS.get(main.evidence_level, main.evidence_level)
        found = words.said(main.sign, main.verdict_short)
        said = line(strong(f"Main finding, {main.outcome}: "), *found, f" ({certainty} certainty).{_plotted(main)}")
        yield Paragraph(said)


def _plotted(main: ForestMain) -> str:
    """Write how many of a main finding's studies have a result that can be plotted."""
    plotted = len({row.study for row in main.rows})
    if main.studies == 1:
        return " Its one study can be plotted." if plotted else " Its one study can't be plotted."
    return f" {plotted or 'None'} of its {main.studies} studies can be plotted." if main.studies else ""


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


def _unplotted(title: str, results: Iterable[Undrawn], places: dict[str, int]) -> Iterator[Block]:
    """Yield the results that can't be plotted, grouped by reason."""
    ordered = sorted(results, key=lambda result: result.reason)
    if ordered:
        yield Heading(title)
    for reason, found in groupby(ordered, key=lambda result: result.reason):
        yield Gap()
        yield Paragraph(line(strong(f"{reason[0].upper()}{reason[1:]}:")))
        yield Items(tuple((_who(each, places), line(f"{each.outcome}: {each.text}")) for each in found))


def _who(result: Undrawn, places: dict[str, int]) -> Line:
    return (*line(result.label), *words.numbers((result.study,), places))
