"""The command line: the list of commands, and the one place where errors become exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TextIO

from magpain.characters import printable, readable_name
from magpain.errors import Kind, MagpainError, QuestionError
from magpain.formats import output
from magpain.shell.arguments import DIRECTORIES, FILES, Line, is_text, read

_TRACKER = "https://github.com/magpain/magpain/issues"
_LONGEST_LINE = 1200

# The commands in the order of the help, and the module of each: only the one that is run is imported.
COMMANDS = {
    "conditions": "conditions",
    "show": "show",
    "why": "why",
    "search": "search",
    "studies": "studies",
    "references": "references",
    "forest": "forest",
    "map": "map",
    "compare": "compare",
    "dose": "dose",
    "safety": "topics",
    "mechanism": "topics",
    "check": "check",
    "verify": "verify",
    "watch": "watch",
    "diff": "diff",
    "schema": "schema",
    "export": "export",
    "new": "new",
    "site": "site",
    "mcp": "mcp",
    "completion": "completion",
    "help": "help",
}


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit status. Only output goes to stdout, and no exception escapes."""
    given = list(arguments) or ["--help"]
    try:
        return _called(given)
    except (Exception, KeyboardInterrupt) as error:
        return _ended(error, given)


def _called(arguments: list[str]) -> int:
    """Run the command, with Typer only if it is needed, and return its exit status."""
    from magpain.cli import direct

    line = read(arguments)
    _refuse_stray_bytes(line)
    if not arguments[0].startswith("-") and arguments[0] not in COMMANDS:
        from magpain.cli import unknown_command  # only an error needs it

        raise QuestionError(unknown_command.message(arguments, COMMANDS))
    try:
        if direct.fits(line):
            return direct.run(line)
        from magpain.cli import app  # it imports Typer, which takes half the time of a call

        return app.run(line, listed=arguments in (["-h"], ["--help"]))
    except OSError as error:
        if isinstance(error, BrokenPipeError) or error.filename is not None:
            raise
        raise output.failure(error) from error


def _refuse_stray_bytes(line: Line) -> None:
    """Raise QuestionError for a word that is not valid UTF-8: only file names may contain any bytes."""
    option = None
    for part in line.parts:
        takes = [argument.metavar for argument in line.command.arguments] if part.role == "argument" else []
        if part.role in ("option", "value"):
            option = part.option if part.role == "option" else option
            takes = [option.metavar or ""] if option else []
        is_file = any(metavar.strip("[].") in FILES + DIRECTORIES for metavar in takes)
        if not is_file and not is_text(part.text):
            raise QuestionError(f"expected valid UTF-8 text, found {readable_name(part.text)[:80]}")


def unwritten(error: Exception, arguments: Sequence[str]) -> int:
    """Report why the output could not be written, and return the exit status."""
    return _ended(BrokenPipeError() if output.reader_left(error) else output.failure(error), list(arguments))


def _ended(error: BaseException, given: list[str]) -> int:
    """Report an error, and return its exit status."""
    as_json = read(given).wants_json
    if isinstance(error, KeyboardInterrupt):
        return 130
    _abandon(sys.stdout)
    if isinstance(error, MagpainError):
        _report(error.kind, str(error), error.details(), as_json=as_json, lines=error.lines())
        return error.exit_status
    if isinstance(error, BrokenPipeError):
        return 0
    if "--debug" in given:
        raise error
    message = f"a bug, {type(error).__name__}: {error} (--debug shows more; please report it: {_TRACKER})"
    _report("bug", message, {}, as_json=as_json)
    return 70


def _report(kind: Kind, message: str, details: dict[str, Any], *, as_json: bool, lines: tuple[str, ...] = ()) -> None:
    """Report an error on stderr, which may be closed: as JSON, or line by line.

    A very long line is shortened, and a terminal gets lines that fit.
    """
    if as_json:
        from magpain.formats import json  # most calls have no error

        text = json.error(kind, _shortened(message), details)
    else:
        first, *others = (printable(_shortened(line)) for line in lines or (message,))
        text = "".join(f"{line}\n" for line in _fitted((f"magpain: {first}", *others), sys.stderr))
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        _abandon(sys.stderr)


def _fitted(lines: Iterable[str], stream: TextIO) -> Iterator[str]:
    """Yield the lines unchanged or, for a terminal, wrapped at spaces with their own indent."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError, AttributeError):  # no terminal, or closed
        columns = 0
    if not columns:
        yield from lines
        return
    from magpain.formats.blocks import line, text_of  # only an error on a terminal needs these
    from magpain.formats.screen import NARROWEST
    from magpain.formats.widths import wrap

    for text in lines:
        words = text.lstrip(" ")
        indent = text[: len(text) - len(words)]
        yield from (indent + text_of(part) for part in wrap(line(words), max(NARROWEST, columns) - len(indent)))


def _shortened(line: str) -> str:
    """Return a line or, if it is very long, its beginning and its end."""
    if len(line) <= _LONGEST_LINE:
        return line
    return f"{line[: _LONGEST_LINE // 2]} ... {line[-_LONGEST_LINE // 4 :]}"


def _abandon(stream: TextIO | None) -> None:
    """Redirect a broken stream to os.devnull, so that the interpreter's final flush cannot fail."""
    if stream is None:
        return
    try:
        stream.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
