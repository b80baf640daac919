"""Lays out the blocks of a page as lines of a given width, for pipes and terminals.

No word that fits on one line is split: a table or list whose columns are too narrow for their words is stacked, with
one labelled line per cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
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
    Span,
    Title,
    Unbroken,
    line,
    muted,
    text_of,
)
from magpain.formats.widths import longest_word, width, wrap

# A column that may be wrapped is made no narrower than this, so that texts stay readable.
_NARROWEST = 12
_INDENT = 2
_SHORT_TITLE = 9


def lines(blocks: Iterable[Block], columns: int) -> Iterator[Line]:
    """Yield the lines of a page of a given width in columns; no-break spaces, which wrapping keeps, end as spaces."""
    for block in blocks:
        yield from _laid_out(block, columns)


# A page is laid out again with each entry that is tried on it, and most of its blocks are the same each time. `typed`
# keeps apart two kinds of blocks with the same content.
@lru_cache(maxsize=64, typed=True)
def _laid_out(block: Block, columns: int) -> tuple[Line, ...]:
    return tuple(
        tuple(span._replace(text=span.text.replace("\u00a0", " ")) for span in each) for each in _lines(block, columns)
    )


def _lines(block: Block, columns: int) -> Iterator[Line]:
    match block:
        case Title() | Paragraph():
            yield from _with_aside(block.text, block.aside, columns)
        case Heading():
            yield ()
            yield from wrap(line(Span(block.text.upper(), "heading")), columns)
        case Items():
            yield from _items(block, columns)
        case Grid():
            yield from _grid(block, columns)
        case Unbroken():
            yield block.text
        case Picture():
            yield from block.draw(columns)
        case Gap():
            yield ()
        case _:
            assert_never(block)


def _with_aside(text: Line, aside: Line, columns: int) -> Iterator[Line]:
    """Yield a text with its aside at the right of the last line, or below it if there is no room."""
    *first, last = wrap(text, columns)
    yield from first
    space = columns - width(text_of(last)) - width(text_of(aside))
    if not aside:
        yield last
    elif space >= _INDENT:
        yield (*last, *line(" " * space), *aside)
    else:
        yield from (last, *wrap(aside, columns))


def _items(block: Items, columns: int) -> Iterator[Line]:
    """Yield labelled texts beside their labels, or below them if a column is too narrow for its words."""
    if not block.items:
        return
    labels = [text_of(label) for label, _text in block.items]
    longest = max(longest_word(text_of(text)) for _label, text in block.items)
    size = min(max(map(width, labels)), max(columns // 3, *map(longest_word, labels)))
    room = columns - size - _INDENT
    if room < min(columns, max(longest, _NARROWEST)):
        yield from _stacked_items(block, columns)
        return
    for label, text in block.items:
        yield from _beside([label, text], [size, room], [False, False], _INDENT)


def _stacked_items(block: Items, columns: int) -> Iterator[Line]:
    for label, text in block.items:
        if text_of(label) not in ("", "-"):
            yield from wrap(label, columns)
        yield from _indented(text, columns)


def _indented(text: Line, columns: int) -> Iterator[Line]:
    """Yield a text wrapped and indented, or not indented if a word needs the whole line."""
    indent = _INDENT if longest_word(text_of(text)) <= columns - _INDENT else 0
    yield from (line(" " * indent, *each) for each in wrap(text, columns - indent))


def _grid(block: Grid, columns: int) -> Iterator[Line]:
    """Yield a table with two spaces between its columns, or with one if that is needed to fit, or stacked."""
    gap = next((gap for gap in (2, 1) if sum(_whole(block)) + gap * (len(block.columns) - 1) <= columns), 2)
    sizes = share(block, columns, gap) or share(block, columns, gap := 1)
    if not sizes:
        yield from _stacked_grid(block, columns)
        return
    numeric = [column.numeric for column in block.columns]
    if any(column.title for column in block.columns):
        yield from _beside([line(muted(column.title)) for column in block.columns], sizes, numeric, gap)
    for row in block.rows:
        yield from wrap(row[0], columns) if len(row) == 1 else _beside(list(row), sizes, numeric, gap)


def _stacked_grid(block: Grid, columns: int) -> Iterator[Line]:
    """Yield each row as its first cell with the others below it, each after its heading."""
    for first, *others in block.rows:
        yield from wrap(first, columns)
        for column, cell in zip(block.columns[1:], others, strict=False):
            if text_of(cell):
                yield from _indented(line(muted(f"{column.title}: ") if column.title else "", *cell), columns)


def share(block: Grid, columns: int, gap: int) -> list[int]:
    """Return the width of each column of a grid, or an empty list if a word would have to be split.

    Each column gets the width that it needs. If that is too much, headings are wrapped first, then the widest of the
    columns that may be wrapped.
    """
    whole = _whole(block)
    least = [
        max(min(_NARROWEST, size), *map(longest_word, [column.title, *own])) if column.wrap else size
        for column, own, size in zip(block.columns, _cells(block), whole, strict=True)
    ]
    sizes = [max(width(column.title), size) for column, size in zip(block.columns, whole, strict=True)]
    room = columns - gap * (len(sizes) - 1)
    return sizes if _narrowed(sizes, whole, room) or _narrowed(sizes, least, room) else []


def _cells(block: Grid) -> list[list[str]]:
    """Return the texts of each column of a grid, without the headings across all columns."""
    rows = [row for row in block.rows if len(row) > 1]
    return [[text_of(row[number]) for row in rows] for number in range(len(block.columns))]


def _whole(block: Grid) -> list[int]:
    """Return the width that each column of a grid needs so that no cell is wrapped; a long heading may be."""
    cells = zip(block.columns, _cells(block), strict=True)
    return [max([1, _of_title(column.title), *map(width, own)]) for column, own in cells]


def _of_title(title: str) -> int:
    return width(title) if width(title) <= _SHORT_TITLE else longest_word(title)


def _narrowed(sizes: list[int], least: list[int], room: int) -> bool:
    """Narrow the widest columns, none below its minimum, until all fit; return whether they do."""
    while sum(sizes) > room:
        flexible = [n for n, size in enumerate(sizes) if size > least[n]]
        if not flexible:
            return False
        sizes[max(flexible, key=lambda n: sizes[n])] -= 1
    return True


def _beside(cells: list[Line], sizes: list[int], numeric: list[bool], gap: int) -> Iterator[Line]:
    """Yield the lines of a row of cells, each wrapped in its own column."""
    wrapped = [wrap(cell, size) for cell, size in zip(cells, sizes, strict=True)]
    for number in range(max(map(len, wrapped))):
        parts = [each[number] if number < len(each) else () for each in wrapped]
        spans: list[Span] = []
        for part, size, right in zip(parts, sizes, numeric, strict=True):
            space = line(" " * (size - width(text_of(part))))
            spans += [*(line(" " * gap) if spans or part is not parts[0] else ()), *_padded(part, space, right=right)]
        yield tuple(spans)


def _padded(part: Line, space: Line, *, right: bool) -> Line:
    return (*space, *part) if right else (*part, *space)
