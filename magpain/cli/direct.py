"""Runs a query and writes its answer; the commonest calls need no Typer, whose import takes longer than they do.

These are `show NAME`, `search WORDS` and `conditions`, with no option other than `--data FILE`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

from magpain import compiled, formats, knowledge
from magpain.answers import Answer, Body
from magpain.errors import DamagedCopyError
from magpain.formats import RenderOptions, progress
from magpain.knowledge import locate
from magpain.shell.arguments import Line

Said = TypeVar("Said")
# The module of each command's query, and whether the command takes words.
_QUERIES = {"show": ("show", True), "search": ("search", True), "conditions": ("lists", False)}


def fits(line: Line) -> bool:
    """Return whether a command line needs no Typer."""
    named = line.parts[:1] and line.parts[0].role == "command"
    given = [part.name for part in line.options]
    takes_words = _QUERIES.get(line.command.name, ("", None))[1]
    return bool(named) and not line.awaits and given in ([], ["--data"]) and takes_words is bool(line.words)


def run(line: Line) -> int:
    """Run a command line that needs no Typer, and return its exit status."""
    name = line.command.name
    query = getattr(import_module(f"magpain.query.{_QUERIES[name][0]}"), name)
    answer(lambda known: query(known, *([" ".join(line.words)] if line.words else [])), RenderOptions(), line.data, {})
    return 0


def answer(
    question: Callable[..., Answer[Body]],
    rendering: RenderOptions,
    data: str | None,
    arguments: dict[str, Any],
    *,
    cache: bool = True,
) -> None:
    """Run a query on a knowledge file and write its answer."""
    found = run_query(question, data, arguments, cache=cache)
    try:
        formats.write(found, rendering, protected=locate.locate(data))
    except DamagedCopyError:  # found only when references were looked up: nothing is written yet
        formats.write(question(knowledge.load(data), **arguments), rendering, protected=locate.locate(data))


def run_query(question: Callable[..., Said], data: str | None, arguments: dict[str, Any], *, cache: bool) -> Said:
    """Run the query on the compiled cache; if the cache proves corrupt, run it on the source file.

    Only DamagedCopyError leads to the second run: other exceptions are bugs and must be seen.
    """
    try:
        with progress.display(sys.stderr, progress.PATIENCE_SECONDS) as on_progress:
            known = compiled.load(data, cache=cache, on_progress=on_progress)
        return question(known, **arguments)
    except DamagedCopyError:
        return question(knowledge.load(data), **arguments)
