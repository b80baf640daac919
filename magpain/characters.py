"""Characters that could act on a terminal or deceive a reader, and how a text is freed of them."""

from __future__ import annotations

import os

# For a character class of a regular expression. C0 controls but tab, line feed and carriage return; C1 controls; bidi
# controls; line ends that only some programs honour; and half surrogates.
ACTING = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
# Zero-width and other invisible characters, which make a reader see another text than the program.
INVISIBLE = "\u200b\u2060-\u2065\ufeff\ufff9-\uffff"


def printable(text: str) -> str:
    """Return a text for a terminal's error line: what isn't printable in it, a control character, say, is escaped."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def readable_name(name: str) -> str:
    """Return the name of a file as text: bytes in it that are not UTF-8 are escaped, as no output could hold them."""
    return os.fsencode(name).decode("utf-8", "backslashreplace") if not name.isascii() else name


def is_hidden(char: str) -> bool:
    """Return whether Unicode has a character for control, format, half a surrogate, private use or nothing."""
    import unicodedata  # most texts are ASCII, and most calls ask for none

    return unicodedata.category(char)[0] == "C"
