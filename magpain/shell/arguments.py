"""The one parser of command lines, for the quick path, the app, its errors and completion."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable

from magpain.shell.commands import Command, Option, named, program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

# The metavars of arguments and options that take files and directories, whose names may contain any bytes.
FILES = ("FILE", "OLD", "NEW")
DIRECTORIES = ("DIR", "DIRECTORY", "FOLDER")


def is_text(word: str) -> bool:
    """Return whether a word was valid UTF-8: Python keeps other bytes as lone surrogates."""
    return word.isascii() or not any("\ud800" <= char <= "\udfff" for char in word)


_PROGRAM = program().name


class Part(namedtuple("Part", ("role", "text", "option", "value"), defaults=(None, None))):
    """One word of the line and its role; `value` is the value of an option, from this word or the next one.

    `option` is None for an option that the command does not have.
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
    """A command line as far as it has been read: `awaits` is the option whose value is next; `closed` means after `--`.
    Before the command's name, the command is the program itself.
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
        """Return the last knowledge file given on the line, or None."""
        given = [part.value for part in self.options if part.name == "--data"]
        return given[-1] if given else None

    @property
    def wants_json(self) -> bool:
        """Return whether the line requests JSON, even if it has no command or an unknown one."""
        return any(
            part.name == "--json" or (part.name in ("-f", "--format") and part.value == "json") for part in self.options
        )


def read(words: Iterable[str]) -> Line:
    """Parse the words of a command line, in linear time; no input raises an error."""
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
    """Return an option, whose value is in the same word (`--data=FILE`, `-fjson`) or in the next one.

    Before the command is known, options that nearly every command has are recognised too.
    """
    part = Part("option", word)
    option = command.option(part.name) or program().option(part.name)
    if option is None and command.name == _PROGRAM:
        common = named("conditions")
        option = common and common.option(part.name)
    given = word[len(part.name) :].removeprefix("=" if word.startswith("--") else "")
    return part._replace(option=option, value=given if len(word) > len(part.name) else None)
