"""A page as plain text: what a pipe gets, without colour, decoration or Rich, and with nothing cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from magpain.formats.blocks import (
    Block,
    Gap,
    Grid,
    Heading,
    Items,
    Line,
    Paragraph,
    Picture,
    Title,
    Unbroken,
    line,
    text_of,
)
from magpain.formats.widths import width, wrap

_GAP = "  "
_NARROWEST = 8


def render(blocks: Iterable[Block], columns: int) -> str:
    """Return a page as text, wrapped to so many columns."""
    lines = [text.rstrip() for block in blocks for text in _lines(block, columns)]
    return "\n".join(lines).strip("\n") + "\n"


def _lines(block: Block, columns: int) -> Iterator[str]:
    match block:
        case Title():
            aside = f"  ({text_of(block.aside)})" if block.aside else ""
            yield from _wrapped(block.text, columns, aside)
        case Heading():
            yield from ("", block.text.upper())
        case Paragraph():
            yield from (text_of(each) for each in wrap(block.text, columns))
        case Items():
            yield from _items(block, columns)
        case Grid():
            yield from _grid(block, columns)
        case Unbroken():
            yield text_of(block.text)
        case Picture():
            yield from (text_of(each) for each in block.draw(columns))
        case Gap():
            yield ""
        case _:
            assert_never(block)


def _wrapped(text: Line, columns: int, aside: str) -> Iterator[str]:
    first = text_of(text)
    if width(first + aside) <= columns:
        yield first + aside
    else:
        yield from (text_of(each) for each in wrap(text, columns))
        yield from [aside.strip()] if aside else []


def _items(block: Items, columns: int) -> Iterator[str]:
    label = min(max((width(text_of(label)) for label, _text in block.items), default=0), columns // 3)
    for name, text in block.items:
        yield from _beside([name, text], [label, columns - label - len(_GAP)], [False, False])


def _grid(block: Grid, columns: int) -> Iterator[str]:
    sizes = share(block, columns)
    numeric = [column.numeric for column in block.columns]
    heads = [line(column.title) for column in block.columns]
    yield from _beside(heads, sizes, numeric)
    yield _GAP.join("-" * size for size in sizes)
    for row in block.rows:
        yield from _beside(list(row), sizes, numeric)


def _beside(cells: list[Line], sizes: list[int], numeric: list[bool]) -> Iterator[str]:
    """Yield the lines of cells that stand beside each other, each wrapped in its own column."""
    wrapped = [[text_of(each) for each in wrap(cell, size)] for cell, size in zip(cells, sizes, strict=True)]
    for number in range(max(map(len, wrapped))):
        parts = [lines[number] if number < len(lines) else "" for lines in wrapped]
        yield _GAP.join(map(_padded, parts, sizes, numeric))


def _padded(text: str, size: int, right: bool) -> str:
    space = " " * (size - width(text))
    return space + text if right else text + space


def share(block: Grid, columns: int) -> list[int]:
    """Share the columns of a page out among a grid's: each gets what it needs, and where that is too much, the widest
    of those that may be wrapped give way first.
    """
    needed = [_needed(block, number) for number in range(len(block.columns))]
    room = columns - len(_GAP) * (len(needed) - 1)
    while sum(needed) > room:
        flexible = [n for n, column in enumerate(block.columns) if column.wrap and needed[n] > _NARROWEST]
        candidates = flexible or [n for n in range(len(needed)) if needed[n] > 1]
        if not candidates:
            break
        needed[max(candidates, key=lambda n: needed[n])] -= 1
    return needed


def _needed(block: Grid, number: int) -> int:
    texts = [block.columns[number].title, *(text_of(row[number]) for row in block.rows)]
    return max(1, *map(width, texts))
