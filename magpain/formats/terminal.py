"""A page on a terminal, with colours and links. Only this file and progress.py import Rich."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from magpain.formats import layout
from magpain.formats.blocks import Block, Line, Span
from magpain.formats.screen import Screen

# Named colours, so that the terminal's theme, light or dark, decides how they look.
_STYLES = {
    "": Style.null(),
    "strong": Style(bold=True),
    "heading": Style(bold=True, color="cyan"),
    "muted": Style(dim=True),
    "good": Style(color="green", bold=True),
    "warn": Style(color="magenta", bold=True),
    "bad": Style(color="red", bold=True),
    "link": Style(color="blue"),
}


def render(blocks: Iterable[Block], screen: Screen) -> str:
    """Return a page for a terminal: wrapped to its width, with colours and links if it supports them."""
    console = Console(
        file=StringIO(),
        width=screen.width,
        force_terminal=screen.colour,
        color_system="standard" if screen.colour else None,
        no_color=not screen.colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    with console.capture() as captured:
        for each in layout.lines(blocks, screen.width):
            console.print(_text(each, screen), soft_wrap=True)
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _text(spans: Line, screen: Screen) -> Text:
    """Return a line as Rich text, which is never read as markup."""
    text = Text()
    for span in spans:
        text.append(span.text, _style(span, screen))
    text.rstrip()
    return text


def _style(span: Span, screen: Screen) -> Style:
    style = _STYLES[span.role]
    return style + Style(link=span.url) if span.url and screen.colour else style
