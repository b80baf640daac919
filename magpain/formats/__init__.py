"""Writes an answer in the requested output format, and imports only the module of that format."""

from __future__ import annotations

import sys
from enum import StrEnum
from importlib import import_module
from pathlib import PurePath
from typing import TextIO

from msgspec import Struct

from magpain.answers import KINDS, Answer, Body, ProblemList
from magpain.errors import QuestionError
from magpain.formats import output
from magpain.formats.blocks import in_words
from magpain.formats.screen import ColorMode, Screen, encodable, screen, to_ascii

__all__ = ["Format", "RenderOptions", "write"]


class Format(StrEnum):
    """The formats that an answer can be written in."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"
    RIS = "ris"
    CSL = "csl"
    NBIB = "nbib"
    SVG = "svg"
    HTML = "html"
    SARIF = "sarif"
    GITHUB = "github"


_REFERENCE_FORMATS = (Format.BIBTEX, Format.BIBLATEX, Format.RIS, Format.CSL, Format.NBIB)
_PROBLEM_FORMATS = (Format.SARIF, Format.GITHUB)
# The format that a file name's suffix implies if none is given: these, and each format's own name.
_SUFFIXES = {
    ".txt": Format.TEXT,
    ".ndjson": Format.JSONL,
    ".md": Format.MARKDOWN,
    ".bib": Format.BIBTEX,
    ".htm": Format.HTML,
    **{f".{each.value}": each for each in Format},
}


class RenderOptions(Struct, frozen=True, kw_only=True):
    """Output options. Without a format, a list in a pipe is written as TSV and everything else as text."""

    format: Format | None = None
    fields: tuple[str, ...] = ()
    output: str | None = None
    color: ColorMode = "auto"
    ascii: bool = False
    full: bool = False
    words: bool = False
    pager: bool = True


def write(answer: Answer[Body], options: RenderOptions, *, protected: str | None = None) -> None:
    """Write an answer to its file, or to stdout.

    `protected` is the path of the knowledge file, which is never overwritten. Raises OutputError if the answer cannot
    be written, and QuestionError if it is not available in this format.
    """
    stream: TextIO | None = sys.stdout
    look = screen(stream, options.color, ascii_only=options.ascii)
    if options.output is not None:
        look = Screen(terminal=False, width=look.width, colour=options.color == "always", ascii=options.ascii)
    text = _text(answer, options, look)
    first = getattr(answer.body, "urgent", None)
    if first and first not in text and sys.stderr:  # a table, for example, has no place for it
        sys.stderr.write(f"{first}\n")
    if options.output is not None:
        output.to_file(text, options.output, protected=protected)
        return
    readable = text if encodable(text, stream) else to_ascii(text)
    if not (options.pager and options.format in (None, Format.TEXT) and _paged(readable, stream, look)):
        output.to_stream(readable, stream)


def _paged(text: str, stream: TextIO | None, look: Screen) -> bool:
    """Show a page longer than the terminal in a pager, if there is one; return whether it was shown."""
    if not look.terminal or text.count("\n") < look.height:
        return False
    from magpain.formats import pager

    return pager.shown(text, stream)


def format_of(options: RenderOptions) -> Format | None:
    """Return the format that the options or the output file's suffix set, or None if neither does."""
    return options.format or _named(options.output or "")


def _text(answer: Answer[Body], options: RenderOptions, look: Screen) -> str:
    chosen = format_of(options) or _default(answer, look)
    text = _rendered(answer, chosen, options, look)
    return to_ascii(text) if look.ascii else text


def _named(file: str) -> Format | None:
    """Return the format of a file name's suffix, or None if it has none. Raises QuestionError if it is unknown."""
    ending = PurePath(file).suffix.lower()
    if ending and ending not in _SUFFIXES:
        known = ", ".join(sorted(_SUFFIXES))
        raise QuestionError(f"no output format has the suffix {ending}; use -f FORMAT, or choose from: {known}")
    return _SUFFIXES.get(ending)


def _default(answer: Answer[Body], look: Screen) -> Format:
    return Format.TSV if not look.terminal and KINDS[type(answer.body)].listed else Format.TEXT


def _rendered(answer: Answer[Body], chosen: Format, options: RenderOptions, look: Screen) -> str:
    """Return an answer in one format. Formats are imported here, when needed, to save start-up time."""
    if chosen in _REFERENCE_FORMATS:
        if isinstance(answer.body, ProblemList):
            raise QuestionError(f"-f {chosen} is not available for check: there are no references to export")
        return str(import_module(f"{__name__}.{chosen.value}").render(answer.citations))
    if chosen in _PROBLEM_FORMATS:
        return str(import_module(f"{__name__}.{chosen.value}").render(answer.body))
    if chosen in (Format.JSON, Format.JSONL):
        from magpain.formats import json

        return (
            json.render(answer.body, options.fields)
            if chosen is Format.JSON
            else json.lines(answer.body, options.fields)
        )
    if chosen in (Format.CSV, Format.TSV):
        from magpain.formats import separated, tables

        return (separated.as_csv if chosen is Format.CSV else separated.as_tsv)(tables.table(answer.body))
    if chosen is Format.SVG:
        from magpain.formats import svg

        return svg.render(answer.body)
    if chosen is Format.HTML:
        from magpain.formats import html

        return html.render(answer)
    return _page(answer, chosen, options, look)


def _page(answer: Answer[Body], chosen: Format, options: RenderOptions, look: Screen) -> str:
    from magpain.formats import pages

    blocks = pages.blocks(answer.page() if answer.page else answer.body, full=options.full)
    if options.words:
        blocks = map(in_words, blocks)
    if chosen is Format.MARKDOWN:
        from magpain.formats import markdown

        return markdown.render(blocks)
    if look.terminal or look.colour:
        from magpain.formats import terminal

        return terminal.render(blocks, look)
    from magpain.formats import plain

    return plain.render(blocks, look.width)
