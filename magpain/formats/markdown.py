"""A page as Markdown, in which nothing from the knowledge file is markup."""

from __future__ import annotations

import re
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
    Span,
    Title,
    Unbroken,
    text_of,
)
from magpain.formats.tables import Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+!|~$&])")
_PICTURE_COLUMNS = 100
# What begins a list or a rule at the start of a line; a digit itself can't be escaped, the mark after it can.
_BEGINS = re.compile(r"^(?:(\d+)([.)](?=\s|$))|(-(?=[\s-]|$)))")


def render(blocks: Iterable[Block]) -> str:
    """Return a page as GitHub-flavoured Markdown."""
    text = "\n".join(line for block in blocks for line in _lines(block))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def table(data: Table) -> str:
    """Return a table as Markdown."""
    head = [f"| {' | '.join(map(escape, data.columns))} |", f"|{' --- |' * len(data.columns)}"]
    rows = [f"| {' | '.join('' if cell is None else escape(str(cell)) for cell in row)} |" for row in data.rows]
    return "\n".join([*head, *rows]) + "\n"


def escape(text: str) -> str:
    """Return a text escaped for Markdown: none of it is emphasis, a link, a tag, a heading, a list or a table."""
    return _BEGINS.sub(r"\1\\\2\3", _SPECIAL.sub(r"\\\1", " ".join(text.split())))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Title():
            yield f"# {escape(text_of(block.text))}"
            yield from ("", f"*{escape(text_of(block.aside))}*", "") if block.aside else ("",)
        case Heading():
            yield from ("", f"## {escape(block.text)}", "")
        case Paragraph():
            yield from (" ".join(_inline(part) for part in block if part), "")
        case Items():
            yield from (f"- {_entry(label, text)}" for label, text in block.items)
            yield ""
        case Grid():
            yield from _grid(block)
        case Unbroken():
            yield f"- {_inline(block.text)}"
        case Picture():
            yield from ("", "```text", *(text_of(each) for each in block.draw(_PICTURE_COLUMNS)), "```", "")
        case Gap():
            yield ""
        case _:
            assert_never(block)


def _grid(block: Grid) -> Iterator[str]:
    yield ""
    yield f"| {' | '.join(escape(column.title) for column in block.columns)} |"
    yield f"|{''.join(' ---: |' if column.numeric else ' --- |' for column in block.columns)}"
    for row in block.rows:
        cells = (*row, *((),) * (len(block.columns) - len(row)))
        yield f"| {' | '.join(map(_inline, cells))} |"
    yield ""


def _entry(label: Line, text: Line) -> str:
    """Return an entry of a list after its label; a dash means that it has none."""
    parts = (text,) if text_of(label) in ("", "-") else (label, text)
    return " ".join(_inline(part) for part in parts if text_of(part))


def _inline(spans: Line) -> str:
    return _BEGINS.sub(r"\1\\\2\3", "".join(map(_span, spans)).strip())


def _span(span: Span) -> str:
    text = _SPECIAL.sub(r"\\\1", re.sub(r"\s*[\r\n]\s*|\u00a0", " ", span.text))
    if span.url:
        return f"[{text}](<{span.url.replace('>', '%3E').replace('<', '%3C')}>)"
    return f"**{text.strip()}**{' ' if text.endswith(' ') else ''}" if span.role == "strong" and text.strip() else text
