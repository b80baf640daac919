"""The page of the evidence gap map."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from magpain.answers import NOT_ADVICE, MapPage
from magpain.formats.blocks import Block, Gap, Paragraph, Picture, Title, line, muted, strong
from magpain.formats.pictures import evidence_map


def blocks(page: MapPage, *, full: bool) -> Iterator[Block]:
    """Yield the map with its legend, or the line that says that there is nothing to map."""
    if not page.conditions:
        yield Paragraph(line("No condition is in this group."))
        return
    yield Title(line(strong(f"What is known of {page.subject}, by condition and route")))
    yield Gap()
    yield Picture(partial(evidence_map, page))
    yield Gap()
    yield Paragraph(line(muted(NOT_ADVICE)))
