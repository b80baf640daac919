"""How a name is compared with what people type: folded, so that case, accents, spaces and dashes don't matter.

It stands apart, and imports next to nothing, because the quickest calls need it (see quick.py).
"""

from __future__ import annotations

# No name that is asked for is longer.
MAX_NAME = 200
_DROPPED = str.maketrans({"'": None, "\u2019": None, "_": " "})


def fold(name: str) -> str:
    """Fold a name so that case, accents, spaces, dashes and apostrophes don't matter: "Period-Pain", "period pain"."""
    letters = name.lower() if name.isascii() else _without_accents(name)
    return " ".join("".join(char if char.isalnum() else " " for char in letters.translate(_DROPPED)).split())


def _without_accents(name: str) -> str:
    import unicodedata  # most names are ASCII

    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char))
