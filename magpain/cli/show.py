"""`magpain show NAME`: one condition or group, on one screen."""

from __future__ import annotations

from magpain.answers import Answer
from magpain.cli import options
from magpain.cli.asking import asks
from magpain.model import Knowledge
from magpain.query import show as query


@asks
def show(knowledge: Knowledge, name: options.Name, full: options.Full = False) -> Answer:
    """Show what the evidence says about one condition or group.

    \b
    Examples:
      magpain show fibromyalgia
      magpain show period pain
      magpain show D005356 --full
      magpain show headache --json
      magpain show fibromyalgia -f ris -o fibromyalgia.ris
    """
    return query.show(knowledge, " ".join(name))
