"""`magpain show NAME`: the evidence on one condition or group."""

from __future__ import annotations

from functools import partial

from magpain.answers import Answer, ConditionPage, FullPage, GroupPage
from magpain.cli import options
from magpain.cli.query_command import query_command
from magpain.model import Knowledge
from magpain.query import show as query


def _whole(knowledge: Knowledge, name: options.Name, full: options.Full = False) -> Answer[FullPage]:
    """Return the content of the HTML page."""
    from magpain.query.full_page import full_page

    shown = query.show(knowledge, " ".join(name))
    page = full_page(knowledge, shown.body)
    return Answer(page, page.references)


@partial(query_command, html=_whole)
def show(knowledge: Knowledge, name: options.Name, full: options.Full = False) -> Answer[ConditionPage | GroupPage]:
    """Show the evidence for one condition or group.

    \b
    Examples:
      magpain show fibromyalgia
      magpain show period pain
      magpain show D005356 --full
      magpain show headache --json
      magpain show fibromyalgia -f ris -o fibromyalgia.ris
    """
    return query.show(knowledge, " ".join(name))
