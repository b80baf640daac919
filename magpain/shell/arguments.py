"""What a command line says, read in one way for quick answers, the app, its errors and completion."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable

from magpain.shell.commands import Command, Option, named, program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

# How the help names arguments and options that take files and directories, whose names may be any bytes.
FILES = ("FILE", "OLD", "NEW")
DIRECTORIES = ("DIR", "DIRECTORY", "FOLDER")


def is_text(word: str) -> bool:
    """Say whether a word was valid UTF-8: Python keeps other bytes as half surrogates."""
    return word.isascii() or not any("\ud800" <= char <= "\udfff" for char in word)


class Part(namedtuple("Part", ("role", "text", "option", "value"), defaults=(None, None))):
    """One word of the line and its role; `value` is what an option got, in this word or in the next one.

    An option that this command doesn't have is one without `option`.
    """

    __slots__ = ()
    role: Literal["command", "argument", "option", "value", "end"]
    text: str
    option: Option | None
    value: str | None

    @property
    def name(self) -> str:
        """Return an option's name as typed, without its value: `--data` of `--data=FILE`, `-f` of `-fjson`."""
        return self.text.partition("=")[0] if self.text.startswith("--") else self.text[:2]


class Line(namedtuple("Line", ("command", "parts", "awaits", "closed"), defaults=((), None, False))):
    """A command line as far as it has been read; it awaits the value of an option, or was closed by `--`.

    Until a word names a command, the command is the program itself.
    """

    __slots__ = ()
    command: Command
    parts: tuple[Part, ...]
    awaits: Option | None
    closed: bool

    @property
    def words(self) -> tuple[str, ...]:
        """Return the arguments of the command."""
        return tuple(part.text for part in self.parts if part.role == "argument")

    @property
    def options(self) -> tuple[Part, ...]:
        """Return the options in the order of the line."""
        return tuple(part for part in self.parts if part.role == "option")

    @property
    def data(self) -> str | None:
        """Return the knowledge file that the line names last, or None."""
        given = [part.value for part in self.options if part.name == "--data"]
        return given[-1] if given else None

    @property
    def wants_json(self) -> bool:
        """Say whether the line asks for JSON, even if it has no command, or one that doesn't exist."""
        return any(
            part.name == "--json" or (part.name in ("-f", "--format") and part.value == "json") for part in self.options
        )


def read(words: Iterable[str]) -> Line:
    """Read the words of a command line; it never raises an error, whatever they are."""
    line = Line(program())
    for word in words:
        line = _after(line, word)
    return line


def _after(line: Line, word: str) -> Line:
    """Return the line with one more word."""
    if line.awaits:
        return _with_value(line, word)
    if not line.closed and word.startswith("-") and word != "-":
        return _with(line, Part("end", word))._replace(closed=True) if word == "--" else _with_option(line, word)
    command = None if line.words or any(part.role == "command" for part in line.parts) else named(word)
    if command:
        return _with(line, Part("command", word))._replace(command=command)
    return _with(line, Part("argument", word))


def _with(line: Line, part: Part) -> Line:
    return line._replace(parts=(*line.parts, part))


def _with_option(line: Line, word: str) -> Line:
    """Return the line with an option, whose value is in the same word (`--data=FILE`, `-fjson`) or in the next."""
    part = Part("option", word)
    option = line.command.option(part.name) or program().option(part.name) or _common(line, part.name)
    given = word[len(part.name) :].removeprefix("=" if word.startswith("--") else "")
    takes = option is not None and option.metavar is not None
    at_once = len(word) > len(part.name)
    line = _with(line, part._replace(option=option, value=given if at_once else None))
    return line._replace(awaits=option) if takes and not at_once else line


def _common(line: Line, name: str) -> Option | None:
    """Return an option that nearly every command has, while no command is known whose options to ask."""
    common = None if any(part.role == "command" for part in line.parts) else named("conditions")
    return common and common.option(name)


def _with_value(line: Line, word: str) -> Line:
    """Return the line with the value that its last option awaits."""
    *before, last = line.parts
    return line._replace(parts=(*before, last._replace(value=word), Part("value", word)), awaits=None)
