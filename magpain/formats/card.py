"""The preview picture of a shared link: a page's question, its answer and its certainty, as SVG."""

from __future__ import annotations

import textwrap
from html import escape
from itertools import chain

_WIDTH, _HEIGHT, _MARGIN = 1200, 630, 80
_DOTS = 4
# Font sizes of the answer, largest first, each with the letters per line and the lines that fit on the card.
_SIZES = ((64, 26, 4), (52, 32, 5), (42, 40, 6), (32, 53, 7))


def render(question: str, answer: str, certainty: str, filled: int, foot: str) -> str:
    """Return the card; `filled` of four dots show the certainty. An answer that is too long ends in an ellipsis."""
    size, lines = _fitted(answer)
    asked = textwrap.shorten(question, 55, placeholder=" ...")
    below = [*_dots(filled), _text(_MARGIN + 150, 500, 34, certainty), _text(_MARGIN, 575, 26, foot, "#565b62")]
    parts = chain(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
            f'viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{_ascii(question)} {_ascii(answer)}" '
            'font-family="system-ui,-apple-system,Segoe UI,Roboto,Arial,sans-serif">',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            _text(_MARGIN, 105, 34, asked, "#565b62"),
        ],
        (_text(_MARGIN, 185 + 1.18 * size * at, size, line, bold=True) for at, line in enumerate(lines)),
        below if certainty else below[-1:],
        ["</svg>\n"],
    )
    return "\n".join(parts)


def _fitted(answer: str) -> tuple[int, list[str]]:
    """Return the largest font size in which an answer fits, and its lines."""
    for size, letters, most in _SIZES:
        lines = textwrap.wrap(answer, letters)
        if len(lines) <= most:
            return size, lines
    return size, textwrap.wrap(answer, letters, max_lines=most, placeholder=" ...")


def _dots(filled: int) -> list[str]:
    looks = ("#1a1c1f" if at < filled else "none" for at in range(_DOTS))
    return [
        f'<circle cx="{_MARGIN + 12 + 32 * at}" cy="488" r="11" fill="{fill}" stroke="#1a1c1f" stroke-width="3"/>'
        for at, fill in enumerate(looks)
    ]


def _text(x: float, y: float, size: int, text: str, fill: str = "#1a1c1f", *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}"{weight}>{_ascii(text)}</text>'


def _ascii(text: str) -> str:
    return escape(text).encode("ascii", "xmlcharrefreplace").decode("ascii")
