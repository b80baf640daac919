"""`magpain map`: the evidence gap map."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain.answers import Answer, MapPage
from magpain.cli import options
from magpain.cli.query_command import query_command
from magpain.model import Knowledge
from magpain.query import evidence_map as query


@query_command
def map(
    knowledge: Knowledge,
    group: Annotated[
        str | None, typer.Option(help="Show only this group (for example, headache).", show_default=False)
    ] = None,
    full: options.Full = False,
) -> Answer[MapPage]:
    """Show the evidence gap map (conditions by route).

    \b
    Examples:
      magpain map
      magpain map --full
      magpain map --group headache
      magpain map -o map.svg
    """
    return query.evidence_map(knowledge, group)
