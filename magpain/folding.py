"""Fold names for comparison with what people type, so that case, accents, spaces and dashes don't matter.

A module apart that imports almost nothing, because the quick path needs it (see quick.py).
"""

from __future__ import annotations

# A longer name is rejected.
MAX_NAME = 400
_DROPPED = str.maketrans({"'": None, "\u2019": None, "_": " "})
# Letters that Unicode does not decompose into a plain letter and a mark, and how people type them without it.
_LETTERS = {
    "\u00df": "ss", "\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00f0": "d", "\u00fe": "th", "\u00e6": "ae",
    "\u0153": "oe", "\u0131": "i", "\u0127": "h", "\u0167": "t", "\u014b": "n", "\u0180": "b", "\u0268": "i",
    "\u0259": "e", "\u02bf": "", "\u02be": "", "\u02bc": "", "\u02bb": "", "\u02b9": "",
}  # fmt: skip
_PLAIN = str.maketrans(_LETTERS)


def fold(name: str) -> str:
    """Fold a name so that case, accents, spaces, dashes and apostrophes don't matter: "Period-Pain", "period pain"."""
    letters = name.lower() if name.isascii() else _without_accents(name)
    return " ".join("".join(char if char.isalnum() else " " for char in letters.translate(_DROPPED)).split())


def _without_accents(name: str) -> str:
    import unicodedata  # slow to load, and most names are ASCII

    plain = unicodedata.normalize("NFKD", name).casefold().translate(_PLAIN)
    return "".join(char for char in plain if not unicodedata.combining(char))


def respelled(text: str) -> str:
    """Return the words of a text with such a letter, spelled without it: "Sorensen" for Sørensen."""
    if text.isascii():
        return ""
    return " ".join(fold(word) for word in text.split() if not _LETTERS.keys().isdisjoint(word.lower()))
