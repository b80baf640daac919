"""Builds the page of any answer; the module for each kind of answer is imported when needed, to save start-up time."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from magpain.answers import KINDS, Body
from magpain.formats import words
from magpain.formats.blocks import Block, Paragraph, line


def blocks(body: Body, *, full: bool) -> Iterator[Block]:
    """Yield the blocks of a page, after how its names were understood. `full` adds what the short page only counts."""
    kind = next(kind for kind in type(body).__mro__ if kind in KINDS)
    module, _dot, function = KINDS[kind].page.partition(".")
    yield from (Paragraph(line(text)) for text in words.taken(body))
    yield from getattr(import_module(f"{__name__}.{module}"), function)(body, full=full)
