"""The page of the evidence gap map.

The short page summarises the findings by route, and names the conditions with an answer. The full page, and that of
one group, shows every condition by every route.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from magpain.answers import NOT_ADVICE, MapCell, MapPage
from magpain.formats import glyphs, words
from magpain.formats.blocks import (
    Block,
    Column,
    Gap,
    Grid,
    Line,
    Paragraph,
    Picture,
    Span,
    Title,
    line,
    muted,
    strong,
)
from magpain.formats.pictures import evidence_map
from magpain.model import Route
from magpain.rating import verdict

# Signs without an answer: their conditions are counted, not named.
_OPEN = (verdict.SIGNS["unclear"], verdict.SIGNS[None])
_OTHER = "*"


def blocks(page: MapPage, *, full: bool) -> Iterator[Block]:
    """Yield the map with its legend, or a line if the group has no conditions."""
    if not page.conditions:
        yield Paragraph(line("This group has no conditions."))
    elif full or len(page.groups) == 1:
        yield from _whole(page)
    else:
        yield from _short(page)


def _whole(page: MapPage) -> Iterator[Block]:
    yield Title(line(strong(f"Evidence map: {page.subject} by condition and route")))
    yield Picture(partial(evidence_map, page), partial(_in_words, page))
    yield Gap()
    yield Paragraph(line(muted(NOT_ADVICE)))


def _in_words(page: MapPage) -> tuple[Line, ...]:
    """Return each cell of the map as a sentence."""
    return tuple(line(f"{glyphs.cell_in_words(cell)}.") for cell in page.cells)


def _short(page: MapPage) -> Iterator[Block]:
    conditions = f"{len(page.conditions)} conditions"
    yield Title(line(strong(f"Evidence map: {page.subject} by route")), line(muted(conditions)))
    yield Paragraph(line(muted(f"{_legend(page)}.{_starred(page)}")))
    by_route = {route: [cell for cell in page.cells if cell.route == route] for route in page.routes}
    telling = {route: cells for route, cells in by_route.items() if any(cell.sign not in _OPEN for cell in cells)}
    rows = [row for route, cells in telling.items() for row in _rows(page, route, cells)]
    columns = (Column("Route"), Column("Conditions", numeric=True), Column("What the findings say"))
    yield Grid(columns, tuple(rows))
    others = [f"{route} {len(cells)}" for route, cells in by_route.items() if route not in telling]
    if others:
        yield Paragraph(line(muted(f"Only {_OPEN[0]} or {_OPEN[1]} (conditions studied): "), ", ".join(others), "."))
    first = next(iter(page.groups))
    yield Paragraph(line(f"Each condition by route: magpain map --full, or of a group: magpain map --group {first}"))
    yield Paragraph(line(muted(NOT_ADVICE)))


def _legend(page: MapPage) -> str:
    used = {cell.sign for cell in page.cells}
    return "; ".join(f"{sign} {meaning}" for sign, meaning in glyphs.directions(page.subject) if sign in used)


def _sign(sign: str, subject: str) -> Span:
    return Span(f"{sign} ", words.sign_role(sign), words=f"{words.sign_meaning(sign, subject)} ")


def _starred(page: MapPage) -> str:
    named = [cell for cell in page.cells if cell.sign not in _OPEN]
    return "" if all(cell.main for cell in named) else f" {_OTHER} not the main finding of its condition."


def _rows(page: MapPage, route: Route, cells: list[MapCell]) -> Iterator[tuple[Line, ...]]:
    """Yield a row for each sign and certainty of a route: the conditions with an answer by name, the others counted."""
    known = {item.id: item.known_as for item in page.conditions}
    order, levels = list(verdict.SIGNS.values()), list(glyphs.LETTERS)
    cells = sorted(cells, key=lambda cell: (order.index(cell.sign), levels.index(cell.evidence_level)))
    named = [cell for cell in cells if cell.sign not in _OPEN]
    said = [
        line(
            _sign(sign, page.subject),
            *words.level_sign(level),
            " " + "; ".join(known[cell.condition] + ("" if cell.main else _OTHER) for cell in same),
        )
        for (sign, level), same in groupby(named, key=lambda cell: (cell.sign, cell.evidence_level))
    ]
    left = [(sign, sum(cell.sign == sign for cell in cells)) for sign in _OPEN]
    counts = [part for sign, count in left if count for part in (_sign(sign, page.subject), f"{count}  ")]
    said += [line(*counts)] if counts else []
    for number, each in enumerate(said):
        head = (line(strong(route)), line(str(len(cells)))) if number == 0 else (line(), line())
        yield (*head, each)
