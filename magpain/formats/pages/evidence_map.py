"""The page of the evidence gap map."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from magpain.answers import NOT_ADVICE, MapPage
from magpain.formats import glyphs
from magpain.formats.blocks import Block, Gap, Line, Paragraph, Picture, Title, line, muted, strong
from magpain.formats.pictures import evidence_map


def blocks(page: MapPage, *, full: bool) -> Iterator[Block]:
    """Yield the map with its legend, or the line that there is nothing to map."""
    if not page.conditions:
        yield Paragraph(line("This group has no conditions."))
        return
    yield Title(line(strong(f"Evidence map: {page.subject} by condition and route")))
    yield Picture(partial(evidence_map, page), partial(_in_words, page))
    yield Gap()
    yield Paragraph(line(muted(NOT_ADVICE)))


def _in_words(page: MapPage) -> tuple[Line, ...]:
    """Return each cell of the map as a sentence."""
    return tuple(line(f"{glyphs.cell_in_words(cell)}.") for cell in page.cells)
