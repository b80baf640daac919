"""Walk every record of a knowledge file with its path, the outer ones first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from magpain.links import Path, holding
from magpain.model import SECTIONS, Knowledge, Record


def outermost(knowledge: Knowledge) -> Iterator[tuple[Path, Record]]:
    """Yield every outermost record of the file."""
    yield ("intervention",), knowledge.intervention
    yield ("dosing",), knowledge.dosing
    for section in SECTIONS:
        for key, record in getattr(knowledge, section).items():
            yield (section, key), record


def within(record: Record, path: Path) -> list[tuple[Path, Record]]:
    """Return a record and the records within it, with their paths, the outer ones first."""
    found: list[tuple[Path, Record]] = []
    _gather(record, path, found)
    return found


def _gather(value: Any, path: Path, found: list[tuple[Path, Record]]) -> None:
    """Add the records in a value to `found`: a record, or a tuple or mapping of them."""
    if isinstance(value, Record):
        found.append((path, value))
        for encoded, name in holding(type(value)):
            if part := getattr(value, name):
                _gather(part, (*path, encoded), found)
    else:
        for key, record in value.items() if isinstance(value, dict) else enumerate(value):
            _gather(record, (*path, key), found)
