"""The questions in tests/data, and what the program says to one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from shipped import shipped

from magpain.errors import UnclearNameError
from magpain.query.resolve import resolve

KNOWN = shipped()
SIGNS = {"?", "-", "-?", "!", "safety"}


class Said(NamedTuple):
    key: str | None
    candidates: tuple[str, ...]
    reason: str = ""
    message: str = ""


def lines(name):
    """Return the parts of each line of a file in tests/data."""
    text = (Path(__file__).parent / "data" / name).read_text("utf-8")
    return [[part.strip() for part in line.split("|")] for line in text.splitlines() if line and line[0] != "#"]


@cache
def said(text):
    try:
        key, _taken_for = resolve(KNOWN, text)
    except UnclearNameError as unclear:
        return Said(None, unclear.suggestions, unclear.reason, str(unclear))
    return Said(key, ())
