"""`magpain search WORDS`: full-text search of the whole file."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain.answers import Answer, HitList
from magpain.cli.query_command import query_command
from magpain.model import Knowledge
from magpain.query import search as searching


@query_command
def search(
    knowledge: Knowledge,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help='Words, "a phrase", word*, or field:value.')],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 20,
) -> Answer[HitList]:
    """Search the whole knowledge file.

    \b
    Fields: kind, condition, group, author, year, design, direction, route, level.

    \b
    Examples:
      magpain search period pain
      magpain search '"attack frequency" placebo'
      magpain search author:peikert year:1996
      magpain search design:rct direction:no-difference citrate
    """
    return searching.search(knowledge, " ".join(words), limit)
