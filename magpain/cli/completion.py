"""`magpain completion SHELL`: the script that completes commands, options, values and names."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from magpain.formats import output

Shell = Literal["bash", "zsh", "fish", "powershell"]


def completion(
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")],
) -> None:
    """Print a shell completion script.

    \b
    Examples:
      source <(magpain completion bash)
      source <(magpain completion zsh)
      magpain completion fish | source
      magpain completion powershell | Out-String | Invoke-Expression
    """
    from magpain.shell import scripts  # no other call needs them

    output.to_stream(scripts.SCRIPTS[shell], sys.stdout)
