"""`magpain help WORD`: a command's help, or a topic that concerns every command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from magpain.errors import NoAnswerError
from magpain.formats import output
from magpain.shell import help_topics


def help(
    context: typer.Context,
    word: Annotated[list[str] | None, typer.Argument(metavar="[WORD]", help="Command or topic.")] = None,
) -> None:
    """Show help for a command or topic.

    \b
    Examples:
      magpain help show
      magpain help exit-status
      magpain help search syntax

    \b
    Topics:
      names          how to refer to a condition or group
      search-syntax  how to write a search query
      thresholds     how large an effect must be to matter
      formats        output formats
      environment    environment variables magpain uses
      exit-status    exit codes and what they mean
    """
    output.to_stream(_text(context.find_root(), "-".join(word or ()).casefold()), sys.stdout)


def _text(root: Any, wanted: str) -> str:
    """Return the help of a command or topic; raise NoAnswerError, with the nearest names, for any other word."""
    if not wanted:
        return f"{_overview()}\n\nTopics (magpain help TOPIC):\n{_listed()}"
    if wanted == "thresholds":
        return help_topics.TOPICS[wanted].text + "".join(_thresholds())
    if wanted in help_topics.TOPICS:
        return help_topics.TOPICS[wanted].text
    commands = root.command.commands if isinstance(root.command, TyperGroup) else {}
    if wanted in commands:
        return typer.Context(commands[wanted], info_name=wanted, parent=root).get_help() + "\n"
    raise _unknown(wanted, (*commands, *help_topics.TOPICS))


def _thresholds() -> Iterator[str]:
    """Yield the lines of the thresholds of the knowledge file in use."""
    import textwrap

    from magpain import compiled
    from magpain.rating import verdict

    for key, row in compiled.load(None).thresholds.items():
        yield f"    {key} ({row.measure}, {row.basis})\n"
        yield textwrap.fill(verdict.threshold(row), 78, initial_indent=" " * 8, subsequent_indent=" " * 8) + "\n"


def _overview() -> str:
    """Return the program's own help, as `magpain --help` prints it."""
    from typer.main import get_command

    from magpain.cli.app import application

    command = get_command(application(listed=True))
    return command.make_context("magpain", [], resilient_parsing=True).get_help()


def _listed() -> str:
    return "".join(f"  {name:<13}  {topic.summary}\n" for name, topic in help_topics.TOPICS.items())


def _unknown(wanted: str, known: tuple[str, ...]) -> NoAnswerError:
    import difflib  # needed only where nothing is found, and slow to load

    close = tuple(difflib.get_close_matches(wanted, known))
    hint = f"did you mean {', '.join(close)}?" if close else f"topics are {', '.join(help_topics.TOPICS)}"
    return NoAnswerError(f'there is no help on "{wanted}"; {hint}', close)
