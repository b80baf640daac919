"""The MCP server: it lists the tools and answers their calls over stdio, with the official SDK."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

import anyio
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from magpain import __version__
from magpain.errors import MagpainError
from magpain.mcp import paging, tools
from magpain.model import Knowledge

Ask = Callable[[Callable[[Knowledge], str]], str]


def serve(ask: Ask) -> None:
    """Serve until standard input ends; `ask` loads the knowledge for each query and runs it.

    Meanwhile all other output goes to standard error.
    """
    try:
        anyio.run(_serve, server(ask))
    except* (BrokenPipeError, ConnectionError):
        pass  # the client has gone, which ends the session like the end of its input


async def _serve(serving: Server[Any]) -> None:
    async with stdio_server() as (incoming, outgoing):
        await serving.run(incoming, outgoing, serving.create_initialization_options())


def server(ask: Ask) -> Server[Any]:
    """Return the server of the tools."""

    async def listed(_context: Any, _asked: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(name) for name in tools.TOOLS])

    async def called(_context: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        text, failed = _answer(ask, asked.name, asked.arguments or {})
        return types.CallToolResult(content=[types.TextContent(text=text)], is_error=failed)

    about = tools.INSTRUCTIONS
    return Server("magpain", version=__version__, instructions=about, on_list_tools=listed, on_call_tool=called)


def _tool(name: str) -> types.Tool:
    kind = tools.TOOLS[name]
    hints = types.ToolAnnotations(read_only_hint=True)
    said, takes = tools.description(kind), tools.schema(kind)
    return types.Tool(name=name, description=said, input_schema=takes, annotations=hints)


def _answer(ask: Ask, name: str, arguments: dict[str, Any]) -> tuple[str, bool]:
    """Return the text of an answer, and whether it is an error: no call can end the server."""
    try:
        with redirect_stdout(sys.stderr):
            tool = tools.parse_call(name, arguments)
            return ask(lambda knowledge: tools.answer_call(knowledge, tool)), False
    except MagpainError as error:
        return paging.shortened("\n".join(error.lines()), paging.LIMIT), True
    except Exception as error:
        traceback.print_exc()
        return paging.shortened(f"a bug of magpain, {type(error).__name__}: {error}", paging.LIMIT), True
