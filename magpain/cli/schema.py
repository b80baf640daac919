"""`magpain schema`: the JSON Schema of the knowledge file, or of the JSON answers."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from magpain import schema as schemas
from magpain.formats import output as outputs
from magpain.knowledge import locate


def schema(
    answers: Annotated[bool, typer.Option("--output", help="The schema of the JSON answers instead.")] = False,
    to: Annotated[str | None, typer.Option("-o", metavar="FILE", help="Write to a file.", show_default=False)] = None,
) -> None:
    """Print the JSON Schema of the knowledge file.

    With --output, print the schema of the JSON answers. (Draft 2020-12.)

    \b
    Examples:
      magpain schema -o magpain.schema.json
      magpain schema --output
    """
    text = schemas.of_answers() if answers else schemas.of_file()
    if to not in (None, outputs.STDOUT):
        outputs.to_file(text, to, protected=locate.locate(None))
    else:
        outputs.to_stream(text, sys.stdout)
