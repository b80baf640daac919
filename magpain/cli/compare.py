"""`magpain compare NAME NAME ...`: conditions side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain.answers import Answer, ComparePage
from magpain.cli import options
from magpain.cli.query_command import query_command
from magpain.model import Knowledge
from magpain.query import compare as query


@query_command
def compare(
    knowledge: Knowledge,
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME NAME...", help="Two or more conditions; a group stands for all its conditions."),
    ],
    full: options.Full = False,
) -> Answer[ComparePage]:
    """Compare conditions side by side.

    \b
    Examples:
      magpain compare migraine-prevention tension-type-headache
      magpain compare headache
    """
    return query.compare(knowledge, names)
