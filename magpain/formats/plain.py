"""A page as plain text, for pipes: without colour or Rich."""

from __future__ import annotations

from collections.abc import Iterable

from magpain.formats import layout
from magpain.formats.blocks import Block, text_of


def render(blocks: Iterable[Block], columns: int) -> str:
    """Return a page as text, wrapped to a width in columns."""
    lines = [text_of(each).rstrip() for each in layout.lines(blocks, columns)]
    return "\n".join(lines).strip("\n") + "\n"


def height(blocks: Iterable[Block], columns: int) -> int:
    """Return how many lines a page takes."""
    return render(blocks, columns).count("\n")
