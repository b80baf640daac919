"""The arguments and options that commands share, each with its help and its completion."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from magpain.formats import Format

Name = Annotated[
    list[str],
    typer.Argument(metavar="NAME", help="Condition or group: a name, synonym or code, or a question."),
]
NameOrStudy = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME|STUDY]", help="Condition, group or study id. Default: all studies."),
]
NameOrCitation = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME|CITATION]", help="Condition, group or citation id. Default: all references."),
]
Data = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="FILE",
        help="Knowledge file to read, - for standard input [env: MAGPAIN_DATA].",
        show_default=False,
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="Output format.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Same as -f json. --json=FIELD,... outputs only those fields.")]
Fields = Annotated[str | None, typer.Option("--fields", hidden=True)]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to FILE; - is standard output (default).",
        show_default=False,
    ),
]
Color = Annotated[
    Literal["auto", "always", "never"],
    typer.Option("--color", help="When to use colour: auto respects the terminal, NO_COLOR and FORCE_COLOR."),
]
Cache = Annotated[
    bool,
    typer.Option("--cache/--no-cache", help="Use the compiled cache [directory: MAGPAIN_CACHE]."),
]
Ascii = Annotated[bool, typer.Option("--ascii", help="Use ASCII characters only.")]
Words = Annotated[bool, typer.Option("--words", help="Write signs and pictures as words.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Never show a long page through a pager.")]
Full = Annotated[bool, typer.Option("--full", help="Show all entries in every section.")]
