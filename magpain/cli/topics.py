"""`magpain safety` and `magpain mechanism`: the background pages."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain.answers import Answer, TopicPage
from magpain.cli import options
from magpain.cli.query_command import query_command
from magpain.model import Knowledge
from magpain.query import topics as query

Topic = Annotated[
    list[str] | None,
    typer.Argument(metavar="[TOPIC]", help="Topic, medicine or illness. Default: a list of the topics."),
]


@query_command
def safety(knowledge: Knowledge, topic: Topic = None, full: options.Full = False) -> Answer[TopicPage]:
    """Show side effects, interactions and cautions.

    \b
    Examples:
      magpain safety
      magpain safety levothyroxine
      magpain safety kidney disease
      magpain safety interactions --full
    """
    return query.safety(knowledge, " ".join(topic or ()) or None)


@query_command
def mechanism(knowledge: Knowledge, topic: Topic = None, full: options.Full = False) -> Answer[TopicPage]:
    """Show how magnesium may work, and its history.

    \b
    Examples:
      magpain mechanism
      magpain mechanism history
    """
    return query.mechanism(knowledge, " ".join(topic or ()) or None)
