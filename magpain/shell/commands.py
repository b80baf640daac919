"""The commands as data: their words, arguments and options, for whatever describes them or completes them.

They are read from the grammar that is drawn from the app (`python -m tools.transcribe`), so that they are known
without importing Typer. This module imports next to nothing, because completion needs it at each keystroke.
"""

from __future__ import annotations

from collections import namedtuple

from magpain.shell import grammar


class Argument(namedtuple("Argument", ("metavar", "help", "choices", "many"))):
    """A positional argument: what stands for it in the help, what it means, and whether it takes all that follows."""

    __slots__ = ()
    metavar: str
    help: str
    choices: tuple[str, ...]
    many: bool


class Option(namedtuple("Option", ("names", "metavar", "help", "choices", "default"))):
    """An option: its spellings, what stands for its value (nothing where it takes none), and what it means."""

    __slots__ = ()
    names: tuple[str, ...]
    metavar: str | None
    help: str
    choices: tuple[str, ...]
    default: str | None


class Command(namedtuple("Command", ("name", "help", "arguments", "options"))):
    """A command: its name, its help text (the first line is the summary), and what it takes."""

    __slots__ = ()
    name: str
    help: str
    arguments: tuple[Argument, ...]
    options: tuple[Option, ...]

    @property
    def summary(self) -> str:
        """Return the first sentences of the help, which stand in a line of their own."""
        return " ".join(self.help.split("\n\n")[0].split())

    def option(self, name: str) -> Option | None:
        """Return the option that is spelled so."""
        return next((option for option in self.options if name in option.names), None)


def program() -> Command:
    """Return the program itself as a command: its help, and the options that stand before a command's name."""
    return _command(*grammar.PROGRAM)


def commands() -> dict[str, Command]:
    """Return the commands that the help lists, in its order."""
    return {each[0]: _command(*each) for each in grammar.COMMANDS}


def named(name: str) -> Command | None:
    """Return the command of this name, or None."""
    return next((_command(*each) for each in grammar.COMMANDS if each[0] == name), None)


def _command(
    name: str, text: str, arguments: tuple[tuple[object, ...], ...], options: tuple[tuple[object, ...], ...]
) -> Command:
    return Command(name, text, tuple(Argument(*each) for each in arguments), tuple(Option(*each) for each in options))
