"""What the output can show: width, colour and letters, decided here once for every format."""

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
# The signs that a page is drawn with; an output without them gets all of the page in ASCII.
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
    """What an output can show; `terminal` is true if people watch it, and `height` its lines then, else 0."""

    terminal: bool
    width: int
    colour: bool
    ascii: bool
    height: int = 0


def screen(stream: TextIO | None, color: ColorMode, *, ascii_only: bool) -> Screen:
    """Look at a stream and its surroundings.

    Colour goes by the flag, then NO_COLOR, then FORCE_COLOR (other than 0), then the terminal (not a dumb one).
    Below 20 columns a page is written for 20: a fact that is cut away is a wrong fact.
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
    """Return a text in ASCII: a twin for every sign, the bare letter for an accented one, ? for what has neither."""
    plain = unicodedata.normalize("NFKD", text.translate(_TWINS))
    return "".join(char for char in plain if not unicodedata.combining(char)).encode("ascii", "replace").decode("ascii")


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is open and leads to a terminal."""
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
    """Tell whether a stream's encoding has all the letters of a text; a closed stream, to which none goes, does."""
    if stream is None or text.isascii():
        return True
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True
