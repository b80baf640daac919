"""The type, dates and helpers that the modules of rules share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from magpain.links import Path

Violations = Iterator[tuple[Path, str]]

FAVOURING = ("favours-intervention", "favours-comparator")
# The directions that say what a comparison showed; the others are mixed and unclear.
DECIDED = (*FAVOURING, "no-difference")


def repeated(keys: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the repeated keys of a list, with their indexes."""
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield number, key
        seen.add(key)


def today() -> datetime.date:
    """Return today's date."""
    return datetime.date.today()


def latest() -> datetime.date:
    """Return tomorrow's date, which is today's date in the time zones ahead."""
    return today() + datetime.timedelta(days=1)
