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


_PROGRAM = program().name


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
    """Read the words of a command line, in time that grows with their number only; it never raises an error."""
    command, parts, awaits, closed, begun = program(), [], None, False, False
    for word in words:
        if awaits:
            parts[-1] = parts[-1]._replace(value=word)
            parts.append(Part("value", word))
            awaits = None
        elif not closed and word == "--":
            parts.append(Part("end", word))
            closed = True
        elif not closed and word.startswith("-") and word != "-":
            part = _option(command, word)
            parts.append(part)
            takes = part.option is not None and part.option.metavar is not None
            awaits = part.option if takes and part.value is None else None
        else:
            found = None if begun else named(word)
            command, begun = found or command, True
            parts.append(Part("command" if found else "argument", word))
    return Line(command, tuple(parts), awaits, closed)


def _option(command: Command, word: str) -> Part:
    """Return an option, whose value is in the same word (`--data=FILE`, `-fjson`) or in the next.

    While no command is known, an option that nearly every command has is known all the same.
    """
    part = Part("option", word)
    option = command.option(part.name) or program().option(part.name)
    if option is None and command.name == _PROGRAM:
        common = named("conditions")
        option = common and common.option(part.name)
    given = word[len(part.name) :].removeprefix("=" if word.startswith("--") else "")
    return part._replace(option=option, value=given if len(word) > len(part.name) else None)
