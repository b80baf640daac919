"""The commands as data: their names, arguments and options, for completion and documentation.

They are read from the grammar generated from the app (`python -m tools.transcribe`), without importing Typer. This
module imports almost nothing, because completion needs it at each keystroke.
"""

from __future__ import annotations

from collections import namedtuple

from magpain.shell import grammar


class Argument(namedtuple("Argument", ("metavar", "help", "choices", "many"))):
    """A positional argument: its metavar, its help, its choices, and whether it takes all the words that follow."""

    __slots__ = ()
    metavar: str
    help: str
    choices: tuple[str, ...]
    many: bool


class Option(namedtuple("Option", ("names", "metavar", "help", "choices", "default"))):
    """An option: its names, the metavar of its value (empty if it takes none), its help, choices and default."""

    __slots__ = ()
    names: tuple[str, ...]
    metavar: str | None
    help: str
    choices: tuple[str, ...]
    default: str | None


class Command(namedtuple("Command", ("name", "help", "arguments", "options"))):
    """A command: its name, its help text (the first line is the summary), and its arguments and options."""

    __slots__ = ()
    name: str
    help: str
    arguments: tuple[Argument, ...]
    options: tuple[Option, ...]

    @property
    def summary(self) -> str:
        """Return the first line of the help."""
        return " ".join(self.help.split("\n\n")[0].split())

    def option(self, name: str) -> Option | None:
        """Return the option of this name, or None."""
        return next((option for option in self.options if name in option.names), None)


def program() -> Command:
    """Return the program itself as a command: its help, and the options before a command's name."""
    return _command(*grammar.PROGRAM)


def commands() -> dict[str, Command]:
    """Return the commands in the order of the help."""
    return {each[0]: _command(*each) for each in grammar.COMMANDS}


def named(name: str) -> Command | None:
    """Return the command of this name, or None."""
    return next((_command(*each) for each in grammar.COMMANDS if each[0] == name), None)


def _command(
    name: str, text: str, arguments: tuple[tuple[object, ...], ...], options: tuple[tuple[object, ...], ...]
) -> Command:
    return Command(name, text, tuple(Argument(*each) for each in arguments), tuple(Option(*each) for each in options))
