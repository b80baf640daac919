"""`magpain conditions`: the list of conditions."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from magpain.answers import Answer, ConditionList
from magpain.cli.query_command import query_command
from magpain.model import Direction, Knowledge, Level, Route
from magpain.query import lists as query


@query_command
def conditions(
    knowledge: Knowledge,
    group: Annotated[
        str | None, typer.Option(help="Show only this group (for example, headache).", show_default=False)
    ] = None,
    level: Annotated[
        Level | None, typer.Option(help="Show only this certainty of evidence.", show_default=False)
    ] = None,
    direction: Annotated[
        Direction | None, typer.Option(help="Show only this direction of effect.", show_default=False)
    ] = None,
    route: Annotated[
        Route | None, typer.Option(help="Show only conditions studied by this route.", show_default=False)
    ] = None,
    sort: Annotated[
        Literal["group", "name", "level", "studies", "participants"], typer.Option(help="Sort order.")
    ] = "group",
) -> Answer[ConditionList]:
    """List conditions with direction and certainty of evidence.

    \b
    Examples:
      magpain conditions
      magpain conditions --group headache --sort level
      magpain conditions --route oral --json
    """
    return query.conditions(knowledge, group=group, level=level, direction=direction, route=route, sort=sort)
