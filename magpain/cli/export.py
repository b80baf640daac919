"""`magpain export`: the whole knowledge file as a database, as JSON or YAML, or as a directory of pages."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain import compiled
from magpain import export as exports
from magpain.cli import options
from magpain.errors import QuestionError
from magpain.knowledge import locate


def export(
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="FILE.db, FILE.json or FILE.yaml.", show_default=False),
    ] = None,
    directory: Annotated[
        str | None,
        typer.Option("--directory", metavar="DIR", help="A new directory for Markdown pages.", show_default=False),
    ] = None,
    data: options.Data = None,
    cache: options.Cache = True,
) -> None:
    """Export everything as a database, file or set of pages.

    FILE.db is a SQLite database. FILE.json and FILE.yaml contain the knowledge file itself, without its comments;
    --data can read them back.

    \b
    Examples:
      magpain export -o magpain.db
      magpain export -o magpain.json
      magpain export --directory pages
    """
    if (output is None) == (directory is None):
        raise QuestionError("give either -o FILE or --directory DIR")
    known = compiled.load(data, cache=cache)
    if output is not None:
        exports.to_file(known, output, protected=locate.locate(data))
    elif directory is not None:
        exports.to_directory(known, directory)
