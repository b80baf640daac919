"""`magpain new FILE`: a commented skeleton of a knowledge file."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from magpain import skeleton
from magpain.errors import QuestionError
from magpain.formats import output


def new(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to write; it must not exist.")],
) -> None:
    """Create a knowledge file from a commented template.

    \b
    Examples:
      magpain new mine.yaml
      magpain check mine.yaml
    """
    if os.path.lexists(file):
        raise QuestionError(f"expected the name of a file that isn't there yet, not {file}")
    output.to_file(skeleton.TEXT, file, protected=None)
