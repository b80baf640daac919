"""Which entries a short page shows: as many as fit on a terminal of 80 by 24, the most important first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from magpain.answers import Body
from magpain.formats import plain, words
from magpain.formats.blocks import Block, Paragraph, line

# A terminal has 24 lines; the command and the next prompt need two of them.
LINES, COLUMNS = 22, 80

# How many entries of each part of a page are shown.
Amounts = Mapping[str, int]


def fitted(
    body: Body, build: Callable[[Amounts], list[Block]], least: Amounts, extras: Iterable[tuple[str, int]]
) -> list[Block]:
    """Return the page of a body with the least amounts, increased in the order of `extras` as far as they fit.

    The least is shown even if it doesn't fit: harms and contradicting findings may make a page longer.
    """
    shown, full = dict(least), set[str]()
    above = [Paragraph(line(text)) for text in words.taken(body)]
    for part, amount in extras:
        if part not in full and amount > shown[part]:
            larger = shown | {part: amount}
            if plain.height([*above, *build(larger)], COLUMNS) <= LINES:
                shown = larger
            else:
                full.add(part)
    return build(shown)
