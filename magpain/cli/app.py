"""The Typer app: it reads a command line, calls the command, and writes the help."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Annotated

import typer
from typer.main import get_command

from magpain import __version__
from magpain.cli import COMMANDS
from magpain.errors import OutputError, QuestionError
from magpain.shell.arguments import Line
from magpain.shell.commands import commands


def application(names: Iterable[str] = COMMANDS, *, listed: bool = False) -> typer.Typer:
    """Return the app with these commands; without names, with all of them.

    With `listed`, they are only listed with their summaries, and not imported.
    """
    app = typer.Typer(
        name="magpain",
        rich_markup_mode=None,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    known = commands() if listed else {}
    for name in names:
        if name in known:
            app.command(name, help=known[name].help, short_help=known[name].summary)(_not_called)
        else:
            app.command()(getattr(import_module(f"magpain.cli.{COMMANDS[name]}"), name))
    return app


def _not_called() -> None:
    """Take the place of a command that is only listed."""


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"magpain {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback if magpain crashes.")] = False,
) -> None:
    """Look up the evidence on magnesium for pain: what studies found, how certain it is, and the sources.

    \b
    Examples:
      magpain conditions
      magpain show fibromyalgia
      magpain references migraine-prevention -f ris

    Not medical advice. Exit status: 0 success, 1 nothing found or check failed, 2 usage error,
    3 invalid knowledge file, 4 output error, 5 incomplete check, 130 interrupted.
    See: magpain help exit-status
    """


def run(line: Line, *, listed: bool) -> int:
    """Run a command line and return its exit status. `listed` is as for `application`.

    Raises QuestionError for what Typer rejects, and OutputError if Typer could not write help or the version. Typer's
    own `main` is not used, because it exits with 1 if the reader of the output has gone.
    """
    command = get_command(application(_needed(line), listed=listed))
    try:
        with command.make_context("magpain", list(_spelled_out(line))) as context:
            command.invoke(context)
    except typer.Exit as ended:
        if not ended.exit_code and sys.stdout is None:  # which Typer ignores
            raise OutputError("standard output is closed") from ended
        return ended.exit_code
    except typer.Abort as aborted:
        raise KeyboardInterrupt from aborted
    except typer.TyperException as rejected:
        raise QuestionError(rejected.format_message()) from rejected
    return 0


def _needed(line: Line) -> Iterable[str]:
    """Return the command to import, or all of them if none is given or help on commands is requested."""
    name = line.command.name
    return (name,) if name in COMMANDS and name != "help" else COMMANDS


def _spelled_out(line: Line) -> Iterator[str]:
    """Yield the words as Typer expects them: --debug first, and `--json=FIELD,FIELD` as two options.

    A Typer option either takes a value or doesn't; `--json` may.
    """
    debug = [part for part in line.options if part.name == "--debug"]
    yield from (part.text for part in debug[:1])
    for part in line.parts:
        if part.role == "option" and part.text.startswith("--json="):
            yield from ("--json", f"--fields={part.value}")
        elif part not in debug:
            yield part.text
