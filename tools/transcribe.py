"""Writes the app's grammar as a module, for code that runs without Typer: `python -m tools.transcribe`."""

from __future__ import annotations

import inspect
import pprint
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

_HEAD = '''\
"""The commands, their arguments and options: generated from the app by `python -m tools.transcribe`."""

# ruff: noqa: E501, RUF028
# A command: its name, its help, its arguments (metavar, help, choices, whether it takes all remaining words) and its
# options. An option: its names, its metavar if it takes a value, its help, its choices, its default.
'''
_Option = tuple[tuple[str, ...], str | None, str, tuple[str, ...], str | None]
_Command = tuple[str, str, tuple[tuple[object, ...], ...], tuple[_Option, ...]]


def text(root: TyperGroup) -> str:
    """Return the source of the module with an app's grammar."""
    around = typer.Context(root, info_name=root.name, **root.context_settings)
    known = tuple(
        _command(typer.Context(command, parent=around), name)
        for name, command in root.commands.items()
        if not command.hidden
    )
    program = _command(around, root.name or "magpain")
    names = _named(option for command in (program, *known) for option in command[3])
    drawn: list[tuple[str, object]] = [(name, option) for option, name in names.items()]
    drawn += [("PROGRAM", _referring(program, names)), ("COMMANDS", tuple(_referring(each, names) for each in known))]
    return _HEAD + "".join(f"{name} = {pprint.pformat(value, width=116)}\n" for name, value in drawn)


class _Name(str):
    """The name of a variable, which is written without quotes in the generated code."""

    __slots__ = ()
    __repr__ = str.__str__


def _named(options: Iterable[_Option]) -> dict[_Option, _Name]:
    """Return a variable's name for each distinct option: `_DATA` for `--data`, `_OUTPUT_2` for a second `--output`."""
    names: dict[_Option, _Name] = {}
    taken = Counter[str]()
    for option in dict.fromkeys(options):
        name = option[0][-1].strip("-").replace("-", "_").upper()
        taken[name] += 1
        names[option] = _Name(f"_{name}_{taken[name]}" if taken[name] > 1 else f"_{name}")
    return names


def _referring(command: _Command, names: dict[_Option, _Name]) -> tuple[object, ...]:
    name, text, arguments, options = command
    return name, text, arguments, tuple(names[option] for option in options)


def _command(context: typer.Context, name: str) -> _Command:
    parameters: list[Any] = context.command.get_params(context)
    shown = [item for item in parameters if not getattr(item, "hidden", False)]
    return (
        name,
        inspect.cleandoc(context.command.help or "").replace("\b\n", ""),
        tuple(_argument(item) for item in shown if item.param_type_name == "argument"),
        tuple(_option(item) for item in shown if item.param_type_name == "option"),
    )


def _argument(parameter: Any) -> tuple[object, ...]:
    metavar = parameter.metavar or parameter.name.upper()
    return metavar, parameter.help or "", tuple(_choices(parameter)), parameter.nargs == -1


def _option(parameter: Any) -> _Option:
    metavar = None if parameter.is_flag else parameter.metavar or parameter.name.upper()
    default = parameter.default if parameter.show_default and isinstance(parameter.default, str | int) else None
    return (
        tuple(sorted((*parameter.opts, *parameter.secondary_opts), key=len)),
        metavar,
        parameter.help or "",
        tuple(_choices(parameter)),
        None if default is None or isinstance(default, bool) else str(default),
    )


def _choices(parameter: Any) -> Iterator[str]:
    yield from (str(choice) for choice in getattr(parameter.type, "choices", ()))


if __name__ == "__main__":
    from magpain.cli.app import application

    app = get_command(application())
    if isinstance(app, TyperGroup):
        (Path(__file__).parents[1] / "magpain" / "shell" / "grammar.py").write_text(text(app), "utf-8", newline="\n")
