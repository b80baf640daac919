"""`magpain safety` and `magpain mechanism`: the background pages."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain.answers import Answer, TopicPage
from magpain.cli.asking import asks
from magpain.model import Knowledge
from magpain.query import topics as query

Topic = Annotated[str | None, typer.Argument(metavar="[TOPIC]", help="One topic, by its id or how that begins.")]


@asks
def safety(knowledge: Knowledge, topic: Topic = None) -> Answer[TopicPage]:
    """Show what is known of safety.

    \b
    Examples:
      magpain safety
      magpain safety interactions
      magpain safety kidney
    """
    return query.safety(knowledge, topic)


@asks
def mechanism(knowledge: Knowledge, topic: Topic = None) -> Answer[TopicPage]:
    """Show mechanism and history.

    \b
    Examples:
      magpain mechanism
      magpain mechanism history
    """
    return query.mechanism(knowledge, topic)
