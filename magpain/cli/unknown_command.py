"""The suggestion for an unknown command: a known command, or `show` for the name of a condition."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import takewhile

from magpain import compiled
from magpain.emergency import urgent
from magpain.errors import DamagedCopyError, MagpainError, UnclearNameError
from magpain.query.resolve import resolve


def message(arguments: Sequence[str], known: Iterable[str]) -> str:
    """Return the error message for a command line whose first word is not a command."""
    words = list(takewhile(lambda item: not item.startswith("-"), arguments))
    first = urgent(" ".join(words))
    start = f'{f"{first} " if first else ""}no command named "{words[0]}"'
    if close := get_close_matches(words[0], list(known), n=1, cutoff=0.75):
        return f"{start}; did you mean: {shlex.join(['magpain', close[0], *words[1:]])}"
    if _is_name(" ".join(words)):
        return f"{start}; to look up a condition, run: {shlex.join(['magpain', 'show', *words])}"
    return f"{start}; to see the commands, run: magpain --help"


def _is_name(text: str) -> bool:
    """Return whether a text is the name of a condition or group, or similar to one."""
    try:
        resolve(compiled.load(None), text)
    except UnclearNameError as unclear:
        return bool(unclear.candidates) or unclear.reason == "not-covered"
    except (MagpainError, DamagedCopyError):
        return False
    return True
