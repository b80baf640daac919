"""`magpain why NAME`: the rating as a ladder."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain.answers import Answer, WhyPage
from magpain.cli import options
from magpain.cli.query_command import query_command
from magpain.model import Knowledge
from magpain.query import why as query


@query_command
def why(
    knowledge: Knowledge,
    name: options.Name,
    finding: Annotated[str | None, typer.Option(help="Show only the finding with this id.", show_default=False)] = None,
    full: options.Full = False,
) -> Answer[WhyPage]:
    """Explain how certainty was rated, step by step.

    \b
    Examples:
      magpain why fibromyalgia
      magpain why fibromyalgia --finding pain-oral
      magpain why fibromyalgia --full
      magpain why migraine prevention --json
    """
    return query.why(knowledge, " ".join(name), finding)
