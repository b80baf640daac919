"""What the reference pages share: a page's head, a table, and text that is no markup by accident."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

COMMAND = "python -m tools.reference docs/reference"


def page(title: str, *parts: str) -> str:
    """Return a page of these parts, which says first that nobody should edit it."""
    return (
        "\n\n".join([f"<!-- Written by `{COMMAND}`: change what it is written from. -->", f"# {title}", *parts]) + "\n"
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, in whose cells a bar is no border."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text: object) -> str:
    """Return a text as code."""
    return f"`{text}`"


def choice(words: Sequence[str]) -> str:
    """Return words as code, of which one is to be chosen."""
    shown = [code(word) for word in words]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def block(text: str, language: str) -> str:
    """Return lines as they stand."""
    return f"```{language}\n{text}\n```"


def plain(text: str) -> str:
    """Return a text in which Markdown takes nothing for markup but the code that it marks itself."""
    parts = text.split("`")
    escaped = [part.translate(_MARKUP) if place % 2 == 0 else part for place, part in enumerate(parts)]
    return "`".join(escaped)


_MARKUP = str.maketrans({mark: f"\\{mark}" for mark in "\\*_<>[]"})
