"""What the rooms of rules share: what a rule yields, and the day of today."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from magpain.links import Path

Violations = Iterator[tuple[Path, str]]

FAVOURING = ("favours-intervention", "favours-comparator")


def repeated(keys: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield what comes again in a list, with its place."""
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield number, key
        seen.add(key)


def today() -> datetime.date:
    """Return the day of today."""
    return datetime.date.today()


def latest() -> datetime.date:
    """Return the last day that is today somewhere on Earth."""
    return today() + datetime.timedelta(days=1)
