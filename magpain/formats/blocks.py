"""The blocks of a page, independent of its format: titles, paragraphs, grids, labelled items and pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

Role = Literal["", "strong", "heading", "muted", "good", "bad", "warn", "link"]


class Span(NamedTuple):
    """A run of text with one role.

    `url` is the link target. `words` replaces a sign if signs are written as words; "" drops a sign that is followed
    by its meaning.
    """

    text: str
    role: Role = ""
    url: str = ""
    words: str | None = None


Line = tuple[Span, ...]


class Title(NamedTuple):
    """What the page is about, and a short note (`aside`) at the right of its last line."""

    text: Line
    aside: Line = ()


class Heading(NamedTuple):
    """A section heading."""

    text: str


class Paragraph(NamedTuple):
    """Running text, and a note (`aside`) at the right of its last line, such as a command to run next."""

    text: Line
    aside: Line = ()


class Items(NamedTuple):
    """Labelled lines: labels in one column, texts wrapped in the next."""

    items: tuple[tuple[Line, Line], ...]


class Column(NamedTuple):
    """A column of a grid: its heading, whether it contains numbers, and whether its cells may be wrapped."""

    title: str
    numeric: bool = False
    wrap: bool = True


class Grid(NamedTuple):
    """A table. No text is cut off and no word is split. A row of one cell is a heading across all columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]


class Unbroken(NamedTuple):
    """A line that is never wrapped, since programs read it too."""

    text: Line


class Picture(NamedTuple):
    """A drawing in characters: `draw` returns its lines for a width in columns, `words` describes it in sentences."""

    draw: Callable[[int], tuple[Line, ...]]
    words: Callable[[], tuple[Line, ...]]


class Gap(NamedTuple):
    """An empty line."""


Block = Title | Heading | Paragraph | Items | Grid | Unbroken | Picture | Gap


def line(*parts: str | Span) -> Line:
    """Return a line of texts and spans, without empty ones."""
    spans = (part if isinstance(part, Span) else Span(part) for part in parts)
    return tuple(span for span in spans if span.text)


def strong(text: str) -> Span:
    """Return emphasised text."""
    return Span(text, "strong")


def muted(text: str) -> Span:
    """Return de-emphasised text."""
    return Span(text, "muted")


def link(text: str, url: str) -> Span:
    """Return linked text. It must identify its target too, since not every output has links."""
    return Span(text, "link", url)


def text_of(spans: Line) -> str:
    """Return the text of a line without its roles."""
    return "".join(span.text for span in spans)


def spoken(spans: Line) -> Line:
    """Return a line with its signs written as words."""
    return line(*(span if span.words is None else Span(span.words, span.role, span.url) for span in spans))


def in_words(block: Block) -> Block:
    """Return a block with its signs written as words, and a picture as sentences."""
    match block:
        case Title():
            return Title(spoken(block.text), spoken(block.aside))
        case Paragraph():
            return Paragraph(spoken(block.text), spoken(block.aside))
        case Unbroken():
            return Unbroken(spoken(block.text))
        case Items():
            return Items(tuple((spoken(label), spoken(text)) for label, text in block.items))
        case Grid():
            return Grid(block.columns, tuple(tuple(map(spoken, row)) for row in block.rows))
        case Picture():
            return Items(tuple((line("-"), text) for text in block.words()))
        case Heading() | Gap():
            return block
