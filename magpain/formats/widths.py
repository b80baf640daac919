"""The width of a text in terminal columns, and wrapping to a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from magpain.formats.blocks import Line, Span, text_of

_IDENTIFIER = re.compile(r"\(?(https?:|doi:|10\.\d)")


def width(text: str) -> int:
    """Return the columns a text takes: wide East Asian characters and emoji take two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def longest_word(text: str) -> int:
    """Return the width of a text's longest word in columns, ignoring URLs and DOIs, which may be broken."""
    return max((width(word) for word in text.split(" ") if not _IDENTIFIER.match(word)), default=0)


@lru_cache(maxsize=1024)  # a short page is laid out several times to find what fits
def wrap(spans: Line, columns: int) -> tuple[Line, ...]:
    """Break a line at its spaces so that it fits; a word longer than a line is split, never truncated."""
    if width(text_of(spans)) <= columns:
        return (spans,)
    lines: list[list[Span]] = [[]]
    used = 0
    for word in _words(spans):
        for piece in _pieces(word, columns):
            size = width(text_of(piece))
            if used and used + size > columns:
                lines.append([])
                used = 0
            if not used and not text_of(piece).strip():
                continue
            lines[-1].extend(piece)
            used += size
    return tuple(_stripped(tuple(each)) for each in lines)


def _words(spans: Line) -> Iterator[Line]:
    """Yield the words of a line and the spaces between them; a word may consist of several spans."""
    word: list[Span] = []
    for span in spans:
        for number, part in enumerate(span.text.split(" ")):
            if number:
                yield tuple(word)
                yield (Span(" ", span.role, span.url),)
                word = []
            if part:
                word.append(Span(part, span.role, span.url))
    yield tuple(word)


def _pieces(word: Line, columns: int) -> Iterator[Line]:
    """Yield a word whole if it fits in the columns, else in pieces that do."""
    if width(text_of(word)) <= columns:
        yield word
        return
    for span in word:
        rest = span.text
        while rest:
            count = 1
            while count < len(rest) and width(rest[: count + 1]) <= columns:
                count += 1
            yield (Span(rest[:count], span.role, span.url),)
            rest = rest[count:]


def _stripped(spans: Line) -> Line:
    """Return a line without spaces at its end, and neighbouring spans of one kind as one."""
    while spans and not spans[-1].text.strip():
        spans = spans[:-1]
    kinds = groupby(spans, key=lambda span: (span.role, span.url))
    return tuple(Span("".join(span.text for span in found), *kind) for kind, found in kinds)
