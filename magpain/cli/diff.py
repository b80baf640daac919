"""`magpain diff OLD NEW`: what changed between two knowledge files."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain import formats, knowledge
from magpain.characters import readable_name
from magpain.cli.query_command import output_command
from magpain.errors import QuestionError
from magpain.formats import RenderOptions
from magpain.formats import output as outputs
from magpain.knowledge import locate
from magpain.query import changes as query


@output_command
def diff(
    rendering: RenderOptions,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier knowledge file.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later one.")],
) -> None:
    """Show what changed between two knowledge files.

    Ratings and their reasons come first. Both files must be valid. Exits with 0 whether or not there are changes.

    \b
    Examples:
      magpain diff last-year.yaml conditions.yaml
      magpain diff last-year.yaml conditions.yaml -f markdown -o changes.md
      magpain diff last-year.yaml conditions.yaml --json
      magpain diff last-year.yaml conditions.yaml -f ris   # the papers that are new or corrected
    """
    if rendering.output:
        outputs.refuse(rendering.output, old)
    if locate.STDIN == old == new:
        raise QuestionError("expected two knowledge files, of which one may be standard input (-)")
    answer = query.changes(
        knowledge.load(old), knowledge.load(new), old_name=readable_name(old), new_name=readable_name(new)
    )
    formats.write(answer, rendering, protected=new)
