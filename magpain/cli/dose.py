"""`magpain dose AMOUNT FORM`: a salt's amount as the element."""

from __future__ import annotations

from typing import Annotated

import typer

from magpain.answers import Answer, DosePage
from magpain.cli.asking import asks
from magpain.model import Knowledge
from magpain.query import dose as query


@asks
def dose(
    knowledge: Knowledge,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="Milligrams, or with a unit: 400, 400mg, 0.4g.")],
    form: Annotated[list[str] | None, typer.Argument(metavar="FORM", help="The salt: oxide, glycinate, ...")] = None,
    elemental: Annotated[bool, typer.Option("--elemental", help="AMOUNT is the element already.")] = False,
) -> Answer[DosePage]:
    """Turn a salt's dose into the element's.

    \b
    Examples:
      magpain dose 500 oxide
      magpain dose 2g sulfate heptahydrate
      magpain dose 300 citrate-anhydrous --elemental
    """
    return query.dose(knowledge, amount, " ".join(form or ()) or None, elemental=elemental)
