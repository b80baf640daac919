"""The forest plot and the evidence gap map, drawn in characters.

Every sign is clear without colour and has a one-character equivalent in ASCII, so that columns stay aligned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from magpain.answers import ConditionRow, ForestPanel, ForestRow, MapCell, MapPage
from magpain.formats import glyphs, words
from magpain.formats import scale as scales
from magpain.formats.blocks import Line, Role, Span, line, muted, strong, text_of
from magpain.formats.scale import Scale
from magpain.formats.widths import width, wrap
from magpain.model import Id, Route

_ROLES: dict[str | None, Role] = {
    "favours-intervention": "good",
    "favours-comparator": "bad",
    "mixed": "warn",
}
_INDENT = 2
# A narrower terminal wraps the lines of a picture itself.
_NARROWEST = 40
# A plot narrower than this shows nothing, so the label and the numbers then go above it.
_NARROWEST_PLOT = 20
_WIDEST_LABEL = 36
_TALLEST_LABEL = 3
_TICK_GAP = 2
# Minimum widths on the map: a cell under its route's name, one under its code, and a condition's name.
_WIDE_CELL, _CODE_CELL = 8, 3
_LEAST_NAME = 20

Cells = Mapping[tuple[Id, Route], MapCell]


class _Frame(NamedTuple):
    """The columns of a panel: the label's width, the plot's start, the plot's width, and the total width.

    A label of width 0 goes above its plot.
    """

    label: int
    start: int
    plot: int
    columns: int


def forest_panel(
    panel: ForestPanel,
    columns: int,
    subject: str = "the intervention",
    numbers: Mapping[Id, int] = glyphs.NO_NUMBERS,
) -> tuple[Line, ...]:
    """Draw a panel: one estimate per row, under its outcome, then the scale and the treatment that each side favours.

    `subject` is the intervention's name, `numbers` has the reference numbers. No line is wider than `columns`.
    """
    columns = max(columns, _NARROWEST)
    scale, level = scales.of(panel), glyphs.usual_level(panel)
    frame = _frame(panel, columns, numbers, level)
    lines = [_right(line(muted(f"{panel.measure} ({level:g}% CI)")), columns)]
    for outcome, rows in glyphs.by_outcome(panel):
        lines += wrap(line(strong(outcome)), columns)
        for row in rows:
            lines += _row(row, scale, frame, glyphs.about(row, numbers), glyphs.estimate(row, level))
    return (*lines, *_axis(scale, frame), *_sides(panel, scale, frame, subject))


def _frame(panel: ForestPanel, columns: int, numbers: Mapping[Id, int], level: float) -> _Frame:
    widest = max(width(text_of(glyphs.about(row, numbers))) for row in panel.rows)
    figures = max(width(glyphs.estimate(row, level)) for row in panel.rows)
    label = min(_WIDEST_LABEL, columns // 3, widest)
    start = _INDENT + label + _INDENT
    plot = columns - start - _INDENT - figures
    if plot < _NARROWEST_PLOT:
        return _Frame(0, _INDENT, columns - _INDENT, columns)
    return _Frame(label, start, plot, columns)


def _row(row: ForestRow, scale: Scale, frame: _Frame, label: Line, figures: str) -> list[Line]:
    drawn = _drawn(row, scale, frame.plot)
    if not frame.label:
        return [*_above(label, figures, frame.columns), line(" " * frame.start, *drawn)]
    numbers = figures.rjust(frame.columns - frame.start - frame.plot)
    beside = wrap(label, frame.label)
    if len(beside) > _TALLEST_LABEL:
        above = [_indented(each) for each in wrap(label, frame.columns - _INDENT)]
        return [*above, line(" " * frame.start, *drawn, numbers)]
    first, *others = (_indented(each) for each in beside)
    space = " " * (frame.start - width(text_of(first)))
    return [(*first, *line(space, *drawn, numbers)), *others]


def _above(label: Line, figures: str, columns: int) -> list[Line]:
    """Return a label with its numbers at the right of the same line, or below it if they don't fit."""
    space = columns - _INDENT - width(text_of(label)) - width(figures)
    if space >= _INDENT:
        return [(*_indented(label), *line(" " * space, figures))]
    labels = [_indented(each) for each in wrap(label, columns - _INDENT)]
    return [*labels, *(_right(each, columns) for each in wrap(line(figures), columns))]


def _indented(text: Line) -> Line:
    return line(" " * _INDENT, *text)


def _right(text: Line, columns: int) -> Line:
    return line(" " * (columns - width(text_of(text))), *text)


def _drawn(row: ForestRow, scale: Scale, columns: int) -> Line:
    """Draw an interval over some columns; an estimate beyond the scale has no mark, only the arrow."""
    null = _column(scale.position(scale.null).share, columns)
    low, high = (scale.position(end) for end in sorted((row.low, row.high)))
    first, last = _column(low.share, columns), _column(high.share, columns)
    drawn = [" "] * columns
    drawn[null] = glyphs.NULL
    for column in range(first, last + 1):
        drawn[column] = "┼" if column == null else "─"
    drawn[first], drawn[last] = "├", "┤"
    middle = scale.position(row.estimate)
    if not middle.beyond:
        drawn[_column(middle.share, columns)] = glyphs.point(row)
    if "left" in (low.beyond, high.beyond):
        drawn[first] = glyphs.LEFT
    if "right" in (low.beyond, high.beyond):
        drawn[last] = glyphs.RIGHT
    return _spans(drawn, _ROLES.get(row.direction, ""))


def _spans(drawn: list[str], role: Role) -> Line:
    """Return a plot's signs as spans: the null line is muted, and the interval has the role of its direction."""
    runs = groupby(drawn, key=lambda sign: sign == glyphs.NULL)
    return tuple(Span("".join(run), "muted" if null else role) for null, run in runs)


def _column(share: float, columns: int) -> int:
    return round(share * (columns - 1))


def _axis(scale: Scale, frame: _Frame) -> Iterator[Line]:
    """Yield the scale with its ticks, and their numbers below."""
    marks = scales.ticks(scale, lambda values: _apart(_tick_labels(values, scale, frame)))
    drawn = ["─"] * frame.plot
    for value in marks:
        drawn[_column(scale.position(value).share, frame.plot)] = "┬"
    drawn[_column(scale.position(scale.null).share, frame.plot)] = "┼"
    yield line(" " * frame.start, muted("".join(drawn)))
    yield line(muted(_placed(_tick_labels(marks, scale, frame))))


def _tick_labels(values: Iterable[float], scale: Scale, frame: _Frame) -> list[tuple[int, str]]:
    """Return each tick's number and the column that it starts in: centred under its tick, and never off the page."""
    labels = []
    for value in values:
        text = scales.label(value)
        start = frame.start + _column(scale.position(value).share, frame.plot) - len(text) // 2
        labels.append((max(0, min(start, frame.columns - len(text))), text))
    return labels


def _apart(labels: list[tuple[int, str]]) -> bool:
    ends = [start + len(text) + _TICK_GAP for start, text in labels]
    return all(end <= start for end, (start, _text) in zip(ends, labels[1:], strict=False))


def _placed(texts: Iterable[tuple[int, str]]) -> str:
    """Return texts on one line, each starting at its column."""
    whole = ""
    for start, text in texts:
        whole += " " * (start - len(whole)) + text
    return whole


def _sides(panel: ForestPanel, scale: Scale, frame: _Frame, subject: str) -> Iterator[Line]:
    """Yield the treatment that each side of the null favours: on one line if both texts fit, else left first."""
    names = glyphs.favours(panel, subject)
    left, right = f"{glyphs.LEFT} {names[0]}", f"{names[1]} {glyphs.RIGHT}"
    null = frame.start + _column(scale.position(scale.null).share, frame.plot)
    if width(left) < null and null + 2 + width(right) <= frame.columns:
        yield line(" " * (null - 1 - width(left)), strong(left), "   ", strong(right))
        return
    yield from wrap(line(strong(left)), frame.columns)
    yield from (_right(each, frame.columns) for each in wrap(line(strong(right)), frame.columns))


def evidence_map(page: MapPage, columns: int) -> tuple[Line, ...]:
    """Draw the gap map: a legend, then a row per condition and a column per route; no line is wider than `columns`.

    If there is room, the columns are headed by route names, else by codes that the legend explains. If not even those
    fit, the cells of each condition follow on a line below its name.
    """
    columns = max(columns, _NARROWEST)
    cells = glyphs.cells_of(page)
    for write, least, coded in ((_wide, _WIDE_CELL, False), (_tight, _CODE_CELL, True)):
        sizes = [max(least, *_widths(page, cells, route, write)) for route in page.routes]
        if columns - sum(sizes) >= _LEAST_NAME:
            return (*_legend(page, columns, coded=coded), *_matrix(page, cells, sizes, columns, write))
    return (*_legend(page, columns, coded=True), *_running(page, cells, columns))


def _widths(page: MapPage, cells: Cells, route: Route, write: Callable[[MapCell | None], Span]) -> list[int]:
    """Return the width of each of a route's cells, with the space after it."""
    return [width(write(cells.get((row.id, route))).text) + 1 for row in page.conditions]


def _matrix(
    page: MapPage, cells: Cells, sizes: list[int], columns: int, write: Callable[[MapCell | None], Span]
) -> Iterator[Line]:
    """Yield each group under the column headings, with a row per condition."""
    longest = max(width(row.known_as) for row in page.conditions)
    name = min(columns - sum(sizes), max(longest + 2 * _INDENT, _LEAST_NAME))  # keeps cells close on a wide screen
    heads = [glyphs.HEADS[route] if write is _wide else ("", glyphs.CODES[route]) for route in page.routes]
    for number, (group, rows) in enumerate(glyphs.grouped(page)):
        if number:
            yield ()
        if any(above for above, _below in heads):
            yield line(" " * name, *_sized([muted(above) for above, _below in heads], sizes))
        yield from _beside(line(strong(group)), [muted(below) for _above, below in heads], sizes, name)
        for row in rows:
            written = [write(cells.get((row.id, route))) for route in page.routes]
            yield from _beside(line(row.known_as), written, sizes, name)


def _beside(label: Line, cells: list[Span], sizes: list[int], name: int) -> Iterator[Line]:
    """Yield a label, wrapped to its column, with the cells beside its first line."""
    first, *others = wrap(label, name - _INDENT)
    yield line(*first, " " * (name - width(text_of(first))), *_sized(cells, sizes))
    yield from (_indented(each) for each in others)


def _sized(cells: list[Span], sizes: list[int]) -> Iterator[Span]:
    for cell, size in zip(cells, sizes, strict=True):
        yield Span(cell.text + " " * (size - width(cell.text)), cell.role)


def _wide(cell: MapCell | None) -> Span:
    """Write a cell with room around its parts."""
    return _written(cell, " ")


def _tight(cell: MapCell | None) -> Span:
    """Write a cell in as few columns as possible."""
    return _written(cell, "")


def _written(cell: MapCell | None, between: str) -> Span:
    """Write a cell: its direction, certainty and number of studies."""
    if cell is None:
        return muted(glyphs.GAP)
    parts = (cell.sign, glyphs.letter(cell), str(cell.studies))
    return Span(between.join(parts), words.sign_role(cell.sign))


def _running(page: MapPage, cells: Cells, columns: int) -> Iterator[Line]:
    """Yield each condition's name, and below it its cells with their routes' codes, the gaps last."""
    for number, (group, rows) in enumerate(glyphs.grouped(page)):
        yield from [()] if number else ()
        yield from wrap(line(strong(group.upper())), columns)
        for row in rows:
            yield from wrap(line(strong(row.known_as)), columns)
            yield from (_indented(each) for each in wrap(_cells(page, row, cells), columns - _INDENT))


def _cells(page: MapPage, row: ConditionRow, cells: Cells) -> Line:
    known = [(glyphs.CODES[route], _tight(cells[row.id, route])) for route in page.routes if (row.id, route) in cells]
    # A no-break space keeps a code and its cell on one line.
    written = [Span(f"{code} {cell.text}".replace(" ", "\u00a0"), cell.role) for code, cell in known]
    spans = [part for cell in written for part in (cell, Span("  "))]
    gaps = " ".join(glyphs.CODES[route] for route in page.routes if (row.id, route) not in cells)
    return (*spans, *line(muted(f"{glyphs.GAP} {gaps}" if gaps else "")))


def _legend(page: MapPage, columns: int, *, coded: bool) -> Iterator[Line]:
    explained = [f"{sign} {meaning}" for sign, meaning in glyphs.directions(page.subject)]
    yield from wrap(line(muted("; ".join(explained) + ".")), columns)
    yield from wrap(line(muted(glyphs.LETTERS_MEAN)), columns)
    if coded:
        codes = ", ".join(f"{glyphs.CODES[route]} {route}" for route in page.routes)
        yield from wrap(line(muted(f"Routes: {codes}.")), columns)
    yield ()
