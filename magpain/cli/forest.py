"""`magpain forest NAME`: a forest plot of effects and intervals."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain.answers import Answer, ForestPage
from magpain.cli import options
from magpain.cli.query_command import query_command
from magpain.model import Knowledge
from magpain.query import forest as query


@query_command
def forest(
    knowledge: Knowledge,
    name: options.Name,
    outcome: Annotated[
        str | None, typer.Option(help="Show only outcomes containing these words.", show_default=False)
    ] = None,
    full: options.Full = False,
) -> Answer[ForestPage]:
    """Draw a forest plot for one condition.

    \b
    Examples:
      magpain forest migraine prevention
      magpain forest tonsillectomy --outcome pain
      magpain forest renal colic -o renal-colic.svg
    """
    return query.forest(knowledge, " ".join(name), outcome)
