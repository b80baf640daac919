"""What every command that asks has in common: it loads the knowledge, asks, and writes the answer."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from magpain import compiled, formats, knowledge
from magpain.answers import Answer, Body
from magpain.cli import options
from magpain.errors import DamagedCopyError, QuestionError
from magpain.formats import Format, RenderOptions, progress
from magpain.formats import output as outputs
from magpain.knowledge import locate

Said = TypeVar("Said")


def _shared(
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
    """Name the options that every asking command takes: their types are read from here."""


def query_command(
    question: Callable[..., Answer[Body]], *, html: Callable[..., Answer[Body]] | None = None
) -> Callable[..., None]:
    """Make a command of a query: a function from the knowledge and its own arguments to an answer.

    The command takes the query's arguments, without the knowledge, and after them the shared options. `html` is the
    query to make instead if the answer becomes an HTML page, which shows more.
    """
    own = list(inspect.signature(question, eval_str=True).parameters.values())[1:]
    shared = list(inspect.signature(_shared, eval_str=True).parameters.values())

    def command(**given: Any) -> None:
        rendering = render_options(given)
        data = given["data"]
        arguments = {parameter.name: given[parameter.name] for parameter in own}
        chosen = html if html and formats.format_of(rendering) is Format.HTML else question
        answer = run_query(chosen, data, arguments, cache=given["cache"])
        try:
            formats.write(answer, rendering, protected=locate.locate(data))
        except DamagedCopyError:  # found only when references were looked up: nothing is written yet
            formats.write(chosen(knowledge.load(data), **arguments), rendering, protected=locate.locate(data))

    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (*own, *shared)]
    command.__signature__ = inspect.Signature(keyword)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in keyword}
    command.__name__ = question.__name__
    command.__doc__ = question.__doc__
    return command


def run_query(question: Callable[..., Said], data: str | None, arguments: dict[str, Any], *, cache: bool) -> Said:
    """Query the knowledge; if its compiled copy turns out to be damaged halfway, query the file itself.

    Only the error of a damaged copy leads there: a bug must show itself, and not be answered from the file.
    """
    try:
        with progress.display(sys.stderr, progress.PATIENCE_SECONDS) as on_progress:
            known = compiled.load(data, cache=cache, on_progress=on_progress)
        return question(known, **arguments)
    except DamagedCopyError:
        return question(knowledge.load(data), **arguments)


def render_options(given: Mapping[str, Any]) -> RenderOptions:
    """Gather the shared options; raise QuestionError where two of them exclude each other."""
    chosen: Format | None = given["format"]
    if given["json"] and chosen not in (None, Format.JSON):
        raise QuestionError(f"expected --json or -f {chosen}, not both")
    fields = tuple(name.strip() for name in (given["fields"] or "").split(",") if name.strip())
    return RenderOptions(
        format=Format.JSON if given["json"] else chosen,
        fields=fields,
        output=None if given["output"] == outputs.STDOUT else given["output"],
        color=given["color"],
        ascii=given["ascii"],
        full=given.get("full", False),
        words=given["in_words"],
        pager=not given["no_pager"],
    )
