"""What the output can show: width, colour and characters, decided in one place for every format."""

from __future__ import annotations

import os
import shutil
import unicodedata
from typing import Literal, TextIO

from msgspec import Struct

ColorMode = Literal["auto", "always", "never"]
# The narrowest page; pictures need 40 columns, and tables below that are stacked.
NARROWEST = 20
WIDEST = 120
IN_A_PIPE = 80
# Signs that pages use; if the output cannot encode them, the whole page is written in ASCII.
_SIGNS = "⊕◯▲−"

_TWINS = str.maketrans(
    {
        "⊕": "+", "◯": "o", "▲": "+", "▼": "-", "±": "~", "–": "-", "—": "-", "−": "-", "…": "...", "“": '"',
        "”": '"', "‘": "'", "’": "'", "·": ".", "→": "->", "≤": "<=", "≥": ">=", "×": "x", "µ": "u", "μ": "u",
        "°": " deg", "─": "-", "│": "|", "┼": "+", "█": "#", "■": "#", "□": ".", "◆": "*", "●": "*", "╌": "-",
        "○": "o", "◂": "<", "▸": ">", "├": "|", "┤": "|", "┊": ":", "┬": "+",
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "Δ": "delta", "ø": "o", "Ø": "O", "ß": "ss",
        "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i",
        "¼": "1/4", "½": "1/2", "\u00a0": " ",
    }
)  # fmt: skip


class Screen(Struct, frozen=True, kw_only=True):
    """What an output can show; `height` is the number of lines of a terminal, else 0."""

    terminal: bool
    width: int
    colour: bool
    ascii: bool
    height: int = 0


def screen(stream: TextIO | None, color: ColorMode, *, ascii_only: bool) -> Screen:
    """Return what a stream can show, from the stream and the environment.

    Colour depends on the option, then NO_COLOR, then FORCE_COLOR (0 means none), then the terminal (not a dumb one).
    A page is at least 20 columns wide: a fact that is cut off is a wrong fact.
    """
    terminal = is_terminal(stream)
    size = shutil.get_terminal_size((IN_A_PIPE, 24))
    columns = size.columns if terminal else _columns_asked_for()
    return Screen(
        terminal=terminal,
        width=max(NARROWEST, min(WIDEST, columns)),
        colour=_colour(color, terminal=terminal),
        ascii=ascii_only or not encodable(_SIGNS, stream),
        height=size.lines if terminal else 0,
    )


def to_ascii(text: str) -> str:
    """Return a text in ASCII: an equivalent for each sign, the base letter of an accented one, ? for anything else."""
    plain = unicodedata.normalize("NFKD", text.translate(_TWINS))
    return "".join(char for char in plain if not unicodedata.combining(char)).encode("ascii", "replace").decode("ascii")


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is open and is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _columns_asked_for() -> int:
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 5 else IN_A_PIPE


def _colour(color: ColorMode, *, terminal: bool) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR")
    if forced is not None and forced != "":
        return forced != "0"
    return terminal and os.environ.get("TERM") != "dumb"


def encodable(text: str, stream: TextIO | None) -> bool:
    """Return whether a stream's encoding has every character of a text; true for a closed stream, which gets none."""
    if stream is None or text.isascii():
        return True
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True
