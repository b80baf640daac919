"""Dangerous characters are listed in one place, and the lists miss none."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest

from magpain.characters import ACTING, INVISIBLE, is_hidden, printable

HARMLESS = "\t\n\r"
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SOURCES = sorted(Path(__file__).parents[1].joinpath("magpain").rglob("*.py"))


def matched(characters: str) -> set[str]:
    found = re.compile(f"[{characters}]")
    return {char for char in map(chr, range(sys.maxunicode + 1)) if found.match(char)}


def test_controls_bidi_controls_and_half_surrogates_act():
    every = {char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) in ("Cc", "Cs")}
    assert matched(ACTING) == (every - set(HARMLESS)) | set(BIDI) | {"\u2028", "\u2029"}


def test_invisible_characters_have_no_width():
    assert not matched(INVISIBLE) & matched(ACTING)
    shown = {char for char in matched(INVISIBLE) if unicodedata.category(char)[0] != "C"}
    assert shown == {"\ufffc", "\ufffd"}  # stand-ins for what was lost


def test_a_line_for_a_terminal_has_nothing_that_acts():
    assert not re.search(f"[{ACTING}]", printable("".join(matched(ACTING))))
    assert all(is_hidden(char) for char in matched(ACTING) - {"\u2028", "\u2029"})


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_other_module_lists_them(path):
    if path.name != "characters.py":
        assert not re.search(r"\\x9f|\\u009f|\\u202e|\\u2069", path.read_text("utf-8"))
