"""The quick path: the requests that scripts repeat most are answered before Typer is imported.

It covers `show NAME`, `conditions` and `references [NAME]` as JSON, with or without `--data FILE`; `--version`; and
shell completion. It answers from the compiled cache of the file (see compiled/cached_json.py) and leaves everything
else to the app. It takes the options from the app's own grammar (grammar.py). Tests check that both ways write the same
bytes and exit with the same status.
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

# The commands with cached answers, and whether a name is required, optional or not allowed.
CACHED = {"show": "must", "references": "may", "conditions": "can't"}
# The options that ask for JSON.
_JSON = ("--json",)
_FORMAT = ("-f", "--format")
# References are looked up in batches: older versions of SQLite take at most 999 parameters.
_AT_ONCE = 500
# Printable ASCII, and line ends.
_PRINTABLE = bytes((10, *range(32, 127)))
# The word with which the completion scripts call magpain (see scripts.py).
COMPLETE = "__complete"


class Request:
    """A request that may have a cached answer: the command, its name argument and the knowledge file."""

    __slots__ = ("command", "data", "name")

    def __init__(self, command: str, name: str, data: str | None) -> None:
        self.command = command
        self.name = name
        self.data = data


def answer(arguments: Sequence[str]) -> int | None:
    """Answer a command line and return the exit status, or None if the app must answer it."""
    if arguments[:1] == [COMPLETE]:
        from magpain.shell import scripts  # only completion needs it

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
    """Return the request of a command line that wants JSON in one of the forms above, else None."""
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
    """Return the cached answer to a request, or None if the file has no cache or the cache not just one such answer."""
    import sqlite3  # slow to load, and only these requests need it

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
    # Cached answers are ASCII. If someone tampered with the cache, its text must not control a terminal.
    return text if text and text.isascii() and not text.encode().translate(None, _PRINTABLE) else None


def _meant(connection: Connection, name: str) -> str | None:
    """Return the one id that has exactly this name, as `resolve` would find it, or None if none or several have it."""
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
    """Return rows without their checksums; raise ValueError if a checksum does not match."""
    from magpain import checksum

    rows = connection.execute(sql, values).fetchall()
    if not all(map(checksum.is_intact, rows)):
        raise ValueError
    return [row[:-1] for row in rows]
