"""`magpain dose AMOUNT FORM`: convert an amount of a salt to the element."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain.answers import Answer, DosePage
from magpain.cli import options
from magpain.cli.query_command import query_command
from magpain.model import Knowledge
from magpain.query import dose as query


@query_command
def dose(
    knowledge: Knowledge,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="Amount in mg, or with a unit: 400, 400mg, 0.4g.")],
    form: Annotated[list[str] | None, typer.Argument(metavar="FORM", help="Salt, such as oxide or glycinate.")] = None,
    elemental: Annotated[bool, typer.Option("--elemental", help="Treat AMOUNT as the element itself.")] = False,
    full: options.Full = False,
) -> Answer[DosePage]:
    """Convert a magnesium salt dose to elemental magnesium.

    \b
    Examples:
      magpain dose 500 oxide
      magpain dose 400 mg glycinate --full
      magpain dose 2 tablets of 200 mg oxide
      magpain dose 2g sulfate heptahydrate
      magpain dose 300 citrate-anhydrous --elemental
    """
    return query.dose(knowledge, amount, " ".join(form or ()) or None, elemental=elemental)
