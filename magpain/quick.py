"""The way in for scripts: what they ask by the thousand is answered before Typer is imported.

It knows these forms only: `show NAME`, `conditions` and `references [NAME]` as JSON, with `--data FILE` or without,
`--version`, and the questions of a shell's completion. It answers from a compiled copy of the file (see
compiled/cached_json.py); what it doesn't know, or can't find there, it leaves to the app. What an option is and takes,
it reads from the app's own grammar (grammar.py), and tests hold that both ways print the same bytes and end alike.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from magpain import __version__
from magpain.emergency import urgent
from magpain.folding import MAX_NAME, fold
from magpain.shell.arguments import Part, is_text, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection
    from typing import Any

# The commands whose answers are ready, and whether they must, may or can't be given a name.
CACHED = {"show": "must", "references": "may", "conditions": "can't"}
# The options that ask for JSON.
_JSON = ("--json",)
_FORMAT = ("-f", "--format")
# So many references are looked up at once: older versions of SQLite take no more than 999.
_AT_ONCE = 500
# Printable ASCII, and line ends.
_PRINTABLE = bytes((10, *range(32, 127)))
# What a script for a shell asks with (see scripts.py).
COMPLETE = "__complete"


class Request:
    """A call that may have a ready answer: the command, the name that it asks for, and the knowledge file."""

    __slots__ = ("command", "data", "name")

    def __init__(self, command: str, name: str, data: str | None) -> None:
        self.command = command
        self.name = name
        self.data = data


def answer(arguments: Sequence[str]) -> int | None:
    """Answer a call and return its exit status, or None where the app must answer it."""
    if arguments[:1] == [COMPLETE]:
        from magpain.shell import scripts  # only a shell asks so

        return scripts.respond(arguments[1:])
    request = parsed(arguments)
    text = cached_json(request) if request else _version(arguments)
    if text is None or sys.stdout is None:
        return None
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        from magpain import cli

        return cli.unwritten(error, arguments)
    return 0


def _version(arguments: Sequence[str]) -> str | None:
    return f"magpain {__version__}\n" if list(arguments) == ["--version"] else None


def parsed(arguments: Sequence[str]) -> Request | None:
    """Return the query of a call that asks for JSON in one of the known forms, and None for any other call."""
    line = read(arguments)
    command, name = line.command.name, " ".join(line.words)
    fitting = {"must": bool(name), "may": True, "can't": not line.words}.get(CACHED.get(command, ""), False)
    known = all((part.name == "--data" and part.value) or part.text in _JSON or _is_json(part) for part in line.options)
    alone = len([part for part in line.options if part.name == "--data"]) <= 1
    first = is_text(name) and line.parts[:1] and line.parts[0].role == "command" and not line.awaits
    return Request(command, name, line.data) if first and fitting and known and alone and line.wants_json else None


def _is_json(part: Part) -> bool:
    return part.name in _FORMAT and part.value == "json"


def cached_json(request: Request) -> str | None:
    """Return the ready answer to a question, or None where the file has no copy, or the copy no one such answer."""
    import sqlite3  # only a call of these forms needs it

    from magpain.compiled import copies
    from magpain.knowledge import locate

    connection = copies.find(locate.locate(request.data))
    if connection is None or len(request.name) > MAX_NAME or urgent(request.name):
        return None
    try:
        key = _meant(connection, request.name) if request.name else ""
        text = _put_together(connection, request.command, key) if key is not None else None
    except (sqlite3.Error, ValueError, TypeError, LookupError):
        return None
    # A copy holds nothing else; were it tampered with, nothing of it shall act on a terminal.
    return text if text and text.isascii() and not text.encode().translate(None, _PRINTABLE) else None


def _meant(connection: Connection, name: str) -> str | None:
    """Return the id of what bears just this name, as `resolve` finds it first, or None where none or several do."""
    rows = _whole(connection, "SELECT * FROM name WHERE folded = ? ORDER BY rank", fold(name))
    keys = {key for _folded, rank, _place, key in rows if rank == rows[0][1]}
    return keys.pop() if len(keys) == 1 else None


def _put_together(connection: Connection, command: str, key: str) -> str | None:
    rows = _whole(connection, "SELECT * FROM cached_json WHERE question = ? AND id = ?", command, key)
    if not rows:
        return None
    _command, _key, before, cites, after = rows[0]
    keys = cites.split()
    known: dict[str, str] = {}
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        sql = f"SELECT * FROM reference WHERE id IN ({','.join('?' * len(some))})"  # noqa: S608 question marks
        known.update(_whole(connection, sql, *some))
    references = [f'\n    {{\n      "number": {number}{known[key]}' for number, key in enumerate(keys, 1)]
    return f"{before}{','.join(references)}" + ("\n  " if references else "") + str(after)


def _whole(connection: Connection, sql: str, *values: str) -> list[Any]:
    """Return rows without their checksums; raise ValueError where one isn't what was written."""
    from magpain import checksum

    rows = connection.execute(sql, values).fetchall()
    if not all(map(checksum.is_intact, rows)):
        raise ValueError
    return [row[:-1] for row in rows]
