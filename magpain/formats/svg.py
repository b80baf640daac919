"""The forest plot and the evidence gap map as SVG: one self-contained file, without scripts, fonts or links.

The page is as wide as a phone's screen, so that its text is readable there; elsewhere the viewer scales it.
Characters beyond ASCII are character references, so that the file is the same in every encoding.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import pairwise

from magpain.answers import NOT_ADVICE, Body, ForestPage, ForestPanel, ForestRow, MapCell, MapPage
from magpain.characters import ACTING
from magpain.errors import QuestionError
from magpain.formats import glyphs
from magpain.formats import scale as scales
from magpain.formats.blocks import line, text_of
from magpain.formats.scale import Scale
from magpain.formats.widths import width, wrap
from magpain.model import Route

_WIDTH = 480.0
_MARGIN = 14.0
_ROOM = _WIDTH - 2 * _MARGIN
_TITLE, _TEXT, _SMALL = 19.0, 14.0, 12.5
# The width of a letter, as a share of the font size, in the widest of the usual fonts.
_LETTER, _BOLD_LETTER = 0.55, 0.61
_LEADING = 1.3
_INSET, _GAP = 10.0, 4.0
_STRIP = 22.0
_MARK = 4.5
_TICK_GAP = 10.0
_LARGEST, _SMALLEST = 17.0, 11.0
# A column of the map at least this wide is headed by its route's name, a narrower one by its code.
_NAMED_COLUMN = 60.0
_LEVELS = {"high": "high", "moderate": "moderate", "low": "low", "very-low": "very low"}
_CLASSES: dict[str | None, str] = {"favours-intervention": "f", "favours-comparator": "c"}
# All characters that XML 1.0 cannot contain, even escaped, including two noncharacters.
_NOT_XML = re.compile(f"[{ACTING}\ufffe\uffff]")
_STYLE = """
svg{background:#fff;font-family:system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
@media screen,print{svg{display:block;width:100%;max-width:44rem;height:auto;margin:0 auto}}
text{fill:#1a1a1a;font-size:14px;white-space:pre}
.p{fill:#fff}.b{font-weight:700}.h{font-size:19px;font-weight:700}.s{font-size:12.5px}.m{fill:#555}
.e{text-anchor:end}.k{text-anchor:middle}
.l{stroke:#333;stroke-width:1.8}.a{stroke:#555;stroke-width:1.2}.n{stroke:#777;stroke-width:1.2;stroke-dasharray:3 3}
.r{stroke:#d5d5d5;stroke-width:1}.x{fill:#333}.w{fill:#fff;stroke:#333;stroke-width:1.8}
.f .l{stroke:#146b3a}.f .x{fill:#146b3a}.c .l{stroke:#a3291f}.c .x{fill:#a3291f}
.o{stroke:#4f7296;stroke-width:1.2}.high{fill:#63a0d8}.moderate{fill:#98c2e8}.low{fill:#c6dcf1}.very-low{fill:#edf3f9}
.none{fill:none;stroke-dasharray:3 2}
@media screen and (prefers-color-scheme:dark){svg{background:#15181c}.p{fill:#15181c}text{fill:#ececec}.m{fill:#b4b4b4}
.l{stroke:#ddd}.x{fill:#ddd}.w{fill:#15181c;stroke:#ddd}.a{stroke:#b4b4b4}.n{stroke:#999}.r{stroke:#3a3f45}
.f .l{stroke:#6fd19a}.f .x{fill:#6fd19a}.c .l{stroke:#ff9a8d}.c .x{fill:#ff9a8d}
.o{stroke:#8fb3d9}.high{fill:#2a6eae}.moderate{fill:#27578a}.low{fill:#244364}.very-low{fill:#20303f}.none{fill:none}}
@media print{*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""


class _Canvas:
    """A page filled from the top: its elements, and the y coordinate of the next one."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = _MARGIN

    def add(self, element: str) -> None:
        self.parts.append(element)

    def text(self, text: str, look: str = "", *, size: float = _TEXT, indent: float = 0.0) -> None:
        """Write running text below the other elements, wrapped to the page."""
        for each in _wrapped(text, size, _ROOM - indent, bold="b" in look or "h" in look):
            self.y += size * _LEADING
            self.add(_text(_MARGIN + indent, self.y - size * 0.3, each, look))


def render(body: Body) -> str:
    """Return a forest plot or a gap map as an SVG file; raise QuestionError for any other answer."""
    match body:
        case ForestPage():
            return _forest(body)
        case MapPage():
            return _map(body)
        case _:
            raise QuestionError("-f svg works only with forest and map")


def panels(page: ForestPage) -> tuple[str, ...]:
    """Return each panel of a forest plot as a separate picture, for a page that has the title and the legend."""
    return tuple(_panel_alone(page, panel) for panel in page.forest.panels)


def _panel_alone(page: ForestPage, panel: ForestPanel) -> str:
    canvas = _Canvas()
    _panel(canvas, panel, page.forest.subject)
    title = f"{page.forest.name}: {glyphs.measured(panel)}"
    return _file(canvas, title, (_row_in_words(panel, row) for row in panel.rows))


def _file(canvas: _Canvas, title: str, description: Iterable[str]) -> str:
    height = canvas.y + _MARGIN
    text = "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:g}" role="img" ',
            f'aria-labelledby="title desc" width="{_WIDTH:g}" height="{height:g}">\n',
            f'<title id="title">{_escaped(title)}</title>\n',
            f'<desc id="desc">{_escaped(" ".join(description))}</desc>\n',
            f"<style>{_STYLE}</style>\n",
            f'<rect class="p" width="{_WIDTH:g}" height="{height:g}"/>\n',
            "\n".join(canvas.parts),
            "\n</svg>\n",
        )
    )
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _forest(page: ForestPage) -> str:
    shown, canvas = page.forest, _Canvas()
    canvas.text(shown.name, "h", size=_TITLE)
    legend = (
        f"{glyphs.STUDY} single study, {glyphs.POOLED} pooled result of a review, {glyphs.CALCULATED} calculated from "
        "the arms reported, each with its confidence interval; an arrow: the interval extends beyond the axis; the "
        "dashed line: no effect."
    )
    canvas.text(legend if shown.panels else glyphs.NOTHING_TO_PLOT, "s m", size=_SMALL)
    for panel in shown.panels:
        _panel(canvas, panel, shown.subject)
    canvas.y += _SMALL
    if left_out := glyphs.left_out(page):
        canvas.text(left_out, "s", size=_SMALL)
    canvas.text(f"Sources: magpain forest {shown.id} --full", "s m", size=_SMALL)
    canvas.text(NOT_ADVICE, "s m", size=_SMALL)
    rows = (_row_in_words(panel, row) for panel in shown.panels for row in panel.rows)
    return _file(canvas, f"{shown.name}: forest plot", rows)


def _row_in_words(panel: ForestPanel, row: ForestRow) -> str:
    unit = f" ({panel.unit})" if panel.unit else ""
    figures = f"{panel.measure}{unit} {glyphs.estimate(row, 0)}"
    return f"{text_of(glyphs.about(row))}: {row.outcome}: {figures}."


def _panel(canvas: _Canvas, panel: ForestPanel, subject: str) -> None:
    scale, level = scales.of(panel), glyphs.usual_level(panel)
    said = glyphs.measured(panel)
    canvas.y += _TEXT
    canvas.add(_rule(canvas.y))
    canvas.y += _GAP
    canvas.text(said[0].upper() + said[1:], "b")
    canvas.y += _SMALL * _LEADING
    canvas.add(_text(_WIDTH - _MARGIN, canvas.y - 3, f"{panel.measure} ({level:g}% CI)", "s m e"))
    for outcome, rows in glyphs.by_outcome(panel):
        canvas.y += _GAP
        canvas.text(outcome, "b")
        for row in rows:
            canvas.add(f'<g class="{_CLASSES.get(row.direction, "")}">')
            canvas.add(f"<title>{_escaped(_row_in_words(panel, row))}</title>")
            _label(canvas, text_of(glyphs.about(row)), glyphs.estimate(row, level))
            _interval(canvas, row, scale)
            canvas.add("</g>")
    _axis(canvas, scale)
    _sides(canvas, panel, scale, subject)


def _label(canvas: _Canvas, label: str, figures: str) -> None:
    """Write a row's label with its numbers at the right, or below it if they don't fit."""
    beside = _length(label) + _length(figures) + 3 * _INSET <= _ROOM
    canvas.text(label, indent=_INSET)
    canvas.y += 0 if beside else _TEXT * _LEADING
    canvas.add(_text(_WIDTH - _MARGIN, canvas.y - _TEXT * 0.3, figures, "e"))


def _x(scale: Scale, value: float) -> float:
    return _MARGIN + _INSET + scale.position(value).share * (_ROOM - 2 * _INSET)


def _interval(canvas: _Canvas, row: ForestRow, scale: Scale) -> None:
    """Draw an interval in its own strip; an estimate beyond the scale has no mark, only the arrow."""
    y, null = canvas.y + _STRIP / 2, _x(scale, scale.null)
    low, high = sorted((row.low, row.high))
    first, last = _x(scale, low), _x(scale, high)
    canvas.add(f'<line class="n" x1="{null:.2f}" x2="{null:.2f}" y1="{canvas.y:.2f}" y2="{canvas.y + _STRIP:.2f}"/>')
    canvas.add(f'<line class="l" x1="{first:.2f}" x2="{last:.2f}" y1="{y:.2f}" y2="{y:.2f}"/>')
    for value, x in ((low, first), (high, last)):
        canvas.add(_end(x, y, scale.position(value).beyond))
    if not scale.position(row.estimate).beyond:
        canvas.add(_point(_x(scale, row.estimate), y, row))
    canvas.y += _STRIP


def _end(x: float, y: float, beyond: scales.Beyond) -> str:
    if beyond:
        away = -8.0 if beyond == "left" else 8.0
        return _shape("x", ((x + away, y), (x, y - 5), (x, y + 5)))
    return f'<line class="l" x1="{x:.2f}" x2="{x:.2f}" y1="{y - 4:.2f}" y2="{y + 4:.2f}"/>'


def _point(x: float, y: float, row: ForestRow) -> str:
    if row.pooled:
        reach = 1.6 * _MARK
        return _shape("x", ((x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)))
    look = "o" if row.calculated else "x"
    return _shape(
        look, ((x - _MARK, y - _MARK), (x + _MARK, y - _MARK), (x + _MARK, y + _MARK), (x - _MARK, y + _MARK))
    )


def _shape(look: str, points: Iterable[tuple[float, float]]) -> str:
    return f'<polygon class="{look}" points="{" ".join(f"{x:.2f},{y:.2f}" for x, y in points)}"/>'


def _axis(canvas: _Canvas, scale: Scale) -> None:
    def apart(values: list[float]) -> bool:
        ends = [(_x(scale, value), _length(scales.label(value), _SMALL) / 2) for value in values]
        return all(x + half + _TICK_GAP <= y - other for (x, half), (y, other) in pairwise(ends))

    y = canvas.y + 2
    canvas.add(f'<line class="a" x1="{_MARGIN:g}" x2="{_WIDTH - _MARGIN:g}" y1="{y:.2f}" y2="{y:.2f}"/>')
    for value in scales.ticks(scale, apart):
        x, text = _x(scale, value), scales.label(value)
        half = _length(text, _SMALL) / 2
        canvas.add(f'<line class="a" x1="{x:.2f}" x2="{x:.2f}" y1="{y:.2f}" y2="{y + 5:.2f}"/>')
        canvas.add(_text(max(half, min(_WIDTH - half, x)), y + 18, text, "s m k"))
    canvas.y = y + 22


def _sides(canvas: _Canvas, panel: ForestPanel, scale: Scale, subject: str) -> None:
    """Write the treatment that each side favours: on one line around the null if both fit, else left first."""
    names = glyphs.favours(panel, subject)
    left, right = f"{glyphs.LEFT} {names[0]}", f"{names[1]} {glyphs.RIGHT}"
    null = _x(scale, scale.null)
    sizes = [_length(text, _SMALL, bold=True) for text in (left, right)]
    if null - 8 - sizes[0] >= _MARGIN and null + 8 + sizes[1] <= _WIDTH - _MARGIN:
        canvas.y += _SMALL * _LEADING
        canvas.add(_text(null - 8, canvas.y - 4, left, "s b e"))
        canvas.add(_text(null + 8, canvas.y - 4, right, "s b"))
        return
    canvas.text(left, "s b", size=_SMALL)
    for each in _wrapped(right, _SMALL, _ROOM, bold=True):
        canvas.y += _SMALL * _LEADING
        canvas.add(_text(_WIDTH - _MARGIN, canvas.y - 4, each, "s b e"))


def _map(page: MapPage) -> str:
    canvas, cells = _Canvas(), glyphs.cells_of(page)
    title = f"Evidence map: {page.subject} by condition and route"
    canvas.text(title, "h", size=_TITLE)
    most = max((cell.studies for cell in page.cells), default=1)
    column = _ROOM / max(1, len(page.routes))
    _legend(canvas, page, most, named=column >= _NAMED_COLUMN)
    for group, rows in glyphs.grouped(page):
        canvas.y += _TEXT
        canvas.text(group, "h", size=_TITLE)
        _heads(canvas, page.routes, column)
        for row in rows:
            canvas.add(_rule(canvas.y + 4))
            canvas.y += 7
            canvas.text(row.known_as)
            for number, route in enumerate(page.routes):
                _cell(canvas, _MARGIN + (number + 0.5) * column, cells.get((row.id, route)), most)
            canvas.y += 2 * _LARGEST + _SMALL + 4
    canvas.y += _SMALL
    canvas.text(NOT_ADVICE, "s m", size=_SMALL)
    return _file(canvas, title, (f"{glyphs.cell_in_words(cell)}." for cell in page.cells))


def _legend(canvas: _Canvas, page: MapPage, most: int, *, named: bool) -> None:
    said = "; ".join(f"{sign} {meaning}" for sign, meaning in glyphs.directions(page.subject))
    canvas.text(f"Direction: {said}. {glyphs.CAPITALS_MEAN}", "s", size=_SMALL)
    counts = f"Number of studies: shown below each circle. Larger circles mean more studies (up to {most})."
    canvas.text(counts, "s", size=_SMALL)
    if not named:
        codes = ", ".join(f"{glyphs.CODES[route]} {route}" for route in page.routes)
        canvas.text(f"Routes: {codes}.", "s", size=_SMALL)
    canvas.text("Certainty of evidence:", "s", size=_SMALL)
    canvas.y += 18
    for number, (level, word) in enumerate(_LEVELS.items()):
        x = _MARGIN + 12 + number * _ROOM / len(_LEVELS)
        canvas.add(f'<circle class="o {level}" cx="{x:.2f}" cy="{canvas.y:.2f}" r="11"/>')
        canvas.add(_text(x, canvas.y + 4.5, glyphs.LETTERS[level], "s b k"))
        canvas.add(_text(x + 17, canvas.y + 4.5, word, "s"))
    canvas.y += 14


def _heads(canvas: _Canvas, routes: Iterable[Route], column: float) -> None:
    named = column >= _NAMED_COLUMN
    canvas.y += 2 * _SMALL if named else _SMALL * _LEADING
    for number, route in enumerate(routes):
        x = _MARGIN + (number + 0.5) * column
        above, below = glyphs.HEADS[route] if named else ("", glyphs.CODES[route])
        canvas.add(f"<g><title>{_escaped(route)}</title>")
        canvas.add(_text(x, canvas.y - 3 - _SMALL, above, "s m k") if above else "")
        canvas.add(f"{_text(x, canvas.y - 3, below, 's m k')}</g>")
    canvas.y += 2


def _cell(canvas: _Canvas, x: float, cell: MapCell | None, most: int) -> None:
    """Draw a cell: a circle, or a square if not rated; its size grows with the number of studies."""
    y = canvas.y + _LARGEST + 2
    if cell is None:
        canvas.add(_text(x, y + 6, glyphs.GAP, "h m k"))
        return
    size = _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(cell.studies / max(1, most))
    canvas.add(f"<g><title>{_escaped(glyphs.cell_in_words(cell))}</title>")
    if cell.direction is None:
        side = f'width="{2 * size:.2f}" height="{2 * size:.2f}"'
        canvas.add(f'<rect class="o none" x="{x - size:.2f}" y="{y - size:.2f}" {side}/>')
    else:
        canvas.add(f'<circle class="o {cell.evidence_level}" cx="{x:.2f}" cy="{y:.2f}" r="{size:.2f}"/>')
    sign = f"{cell.sign}{glyphs.letter(cell)}".strip()
    canvas.add(_text(x, y + 4.5, sign, "s b k"))
    canvas.add(f"{_text(x, y + _LARGEST + _SMALL - 1, str(cell.studies), 's k')}</g>")


def _rule(y: float) -> str:
    return f'<line class="r" x1="{_MARGIN:g}" x2="{_WIDTH - _MARGIN:g}" y1="{y:.2f}" y2="{y:.2f}"/>'


def _text(x: float, y: float, text: str, look: str) -> str:
    return f'<text x="{x:.2f}" y="{y:.2f}"{f" class={chr(34)}{look}{chr(34)}" if look else ""}>{_escaped(text)}</text>'


def _wrapped(text: str, size: float, room: float, *, bold: bool) -> list[str]:
    columns = int(room / (size * (_BOLD_LETTER if bold else _LETTER)))
    return [text_of(each) for each in wrap(line(_clean(text)), columns)]


def _length(text: str, size: float = _TEXT, *, bold: bool = False) -> float:
    return width(text) * size * (_BOLD_LETTER if bold else _LETTER)


def _clean(text: str) -> str:
    """Return a text without characters that XML cannot contain, with every kind of space as a plain one."""
    return " ".join(_NOT_XML.sub("", text).split())


def _escaped(text: str) -> str:
    plain = _NOT_XML.sub("", text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
