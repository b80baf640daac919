"""`magpain why NAME`: the rating as a ladder."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain.answers import Answer, WhyPage
from magpain.cli import options
from magpain.cli.asking import asks
from magpain.model import Knowledge
from magpain.query import why as query


@asks
def why(
    knowledge: Knowledge,
    name: options.Name,
    finding: Annotated[str | None, typer.Option(help="Only this finding, by its id.", show_default=False)] = None,
) -> Answer[WhyPage]:
    """Explain a rating, step by step.

    \b
    Examples:
      magpain why fibromyalgia
      magpain why migraine prevention --json
    """
    return query.why(knowledge, " ".join(name), finding)
