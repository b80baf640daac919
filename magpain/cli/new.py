"""`magpain new FILE`: a commented skeleton of a knowledge file."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from magpain import skeleton
from magpain.errors import QuestionError
from magpain.formats import output


def new(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file to write, which must not exist, or - for standard output.")
    ],
) -> None:
    """Create a knowledge file from a commented template.

    \b
    Examples:
      magpain new mine.yaml
      magpain check mine.yaml
    """
    if file == output.STDOUT:
        output.to_stream(skeleton.TEXT, sys.stdout)
        return
    if os.path.lexists(file):
        raise QuestionError(f"expected the name of a file that isn't there yet, not {file}")
    output.to_file(skeleton.TEXT, file, protected=None)
