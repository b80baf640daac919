"""The door to the pages: each kind of answer has a function here, imported when needed, since imports cost time."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from magpain.answers import KINDS, Body
from magpain.formats import words
from magpain.formats.blocks import Block, Paragraph, line


def blocks(body: Body, *, full: bool) -> Iterator[Block]:
    """Yield the parts of a body's page: first what a name was taken for. `full` shows what a short page only counts."""
    module, _dot, function = KINDS[type(body)].page.partition(".")
    yield from (Paragraph(line(text)) for text in words.taken(body))
    yield from getattr(import_module(f"{__name__}.{module}"), function)(body, full=full)
