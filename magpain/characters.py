"""Characters that could control a terminal or deceive a reader, and how to escape them."""

from __future__ import annotations

import os

# For a character class of a regular expression. C0 controls except tab, line feed and carriage return; C1 controls;
# bidi controls; line ends that only some programs recognise; and lone surrogates.
ACTING = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
# Zero-width and other invisible characters, which make a reader see a different text from the program.
INVISIBLE = "\u200b\u2060-\u2065\ufeff\ufff9-\uffff"


def printable(text: str) -> str:
    """Return a text with its unprintable characters escaped, for an error message on a terminal."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def readable_name(name: str) -> str:
    """Return a file's name as text; bytes that are not UTF-8 are escaped, because no output can contain them."""
    return os.fsencode(name).decode("utf-8", "backslashreplace") if not name.isascii() else name


def is_hidden(char: str) -> bool:
    """Return whether Unicode classes a character as control, format, surrogate, private use or unassigned."""
    import unicodedata  # slow to load, and most calls never need it

    return unicodedata.category(char)[0] == "C"
