"""`magpain mcp`: the evidence for assistants, over the Model Context Protocol."""

from __future__ import annotations

import sys

from magpain.cli import options
from magpain.cli.direct import run_query
from magpain.errors import QuestionError
from magpain.knowledge import locate


def mcp(data: options.Data = None, cache: options.Cache = True) -> None:
    """Answer assistants over the Model Context Protocol (stdio).

    \b
    Examples:
      magpain mcp
      magpain mcp --data mine.yaml

    An assistant's program starts it, and ends it by closing its standard input. The file is read again when it changes.
    Needs magpain[mcp].
    """
    try:
        from magpain.mcp import server  # it loads the SDK, which is an extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types", "anyio"):
            raise
        raise QuestionError("expected the package mcp to be installed: pip install 'magpain[mcp]'") from error
    if locate.is_piped(locate.locate(data)):
        raise QuestionError("expected the knowledge in a file, since standard input is the assistant's")
    if sys.stdin is not None and sys.stdin.isatty():
        sys.stderr.write("magpain: waiting for an assistant's program on standard input; Ctrl-D ends\n")
    server.serve(lambda question: run_query(question, data, {}, cache=cache))
