"""The options that commands share, and the command that runs a query and writes its answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from magpain import formats
from magpain.answers import Answer, Body
from magpain.cli import direct, options
from magpain.errors import QuestionError
from magpain.formats import Format, RenderOptions
from magpain.formats import output as outputs


def _shared_options(
    data: options.Data = None,
    format: options.FormatOption = None,
    json: options.Json = False,
    fields: options.Fields = None,
    output: options.Output = None,
    color: options.Color = "auto",
    cache: options.Cache = True,
    ascii: options.Ascii = False,
    in_words: options.Words = False,
    no_pager: options.NoPager = False,
) -> None:
    """Declare the options that commands share, in the order of the help; their names and types are read from here."""


def _parameters(function: Callable[..., object]) -> list[inspect.Parameter]:
    return list(inspect.signature(function, eval_str=True).parameters.values())


_SHARED = _parameters(_shared_options)
# An action of `output_command` gets these options as one argument, `rendering`.
_OUTPUT = [parameter for parameter in _SHARED if parameter.name not in ("data", "cache")]


def query_command(
    question: Callable[..., Answer[Body]], *, html: Callable[..., Answer[Body]] | None = None
) -> Callable[..., None]:
    """Return the command for a query, which is a function from the knowledge and its own arguments to an answer.

    The command takes the query's arguments, without the knowledge, and then the shared options. `html` is the query to
    run instead for an HTML page, which shows more.
    """

    def action(rendering: RenderOptions, data: str | None, cache: bool, **arguments: Any) -> None:
        chosen = html if html and formats.format_of(rendering) is Format.HTML else question
        direct.answer(chosen, rendering, data, arguments, cache=cache)

    return _command(action, question, [*_parameters(question)[1:], *_SHARED])


def output_command(action: Callable[..., None]) -> Callable[..., None]:
    """Return the command for an action, with the output options added; the action gets them as `rendering`."""
    own = [parameter for parameter in _parameters(action) if parameter.name != "rendering"]
    return _command(action, action, [*own, *_OUTPUT])


def _command(
    action: Callable[..., None], documented: Callable[..., object], parameters: list[inspect.Parameter]
) -> Callable[..., None]:
    """Return a command for Typer with these parameters, and with the name and docstring of a function."""

    def command(**given: Any) -> None:
        shared = {parameter.name: given.pop(parameter.name) for parameter in _OUTPUT}
        full = given.get("full", False)
        action(rendering=_render_options(**shared, full=full), **given)

    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    command.__signature__ = inspect.Signature(keyword)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in keyword}
    command.__name__ = documented.__name__
    command.__doc__ = documented.__doc__
    return command


def _render_options(
    *,
    format: Format | None,
    json: bool,
    fields: str | None,
    output: str | None,
    in_words: bool,
    no_pager: bool,
    **same: Any,
) -> RenderOptions:
    """Return the output options in the form that the formats take; raise QuestionError if two exclude each other."""
    if json and format not in (None, Format.JSON):
        raise QuestionError(f"expected --json or -f {format}, not both")
    return RenderOptions(
        format=Format.JSON if json else format,
        fields=tuple(name.strip() for name in (fields or "").split(",") if name.strip()),
        output=None if output == outputs.STDOUT else output,
        words=in_words,
        pager=not no_pager,
        **same,
    )
