"""The arguments and options that commands share, each with its help and its completion."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from magpain.formats import Format

Name = Annotated[
    list[str],
    typer.Argument(metavar="NAME", help="A condition or group: a name, a synonym, a code, or a question."),
]
NameOrStudy = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME|STUDY]", help="A condition or group, or a study's id; all of them where it is left out."
    ),
]
NameOrCitation = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME|CITATION]", help="A condition or group, or a citation's id; all of them where it is left out."
    ),
]
Data = Annotated[
    str | None,
    typer.Option("--data", metavar="FILE", help="Read this knowledge file (or set MAGPAIN_DATA).", show_default=False),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="How to write the answer.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Short for -f json; --json=FIELD,FIELD keeps only these fields.")]
Fields = Annotated[str | None, typer.Option("--fields", hidden=True)]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.", show_default=False),
]
Color = Annotated[
    Literal["auto", "always", "never"],
    typer.Option("--color", help="Colour the answer: auto looks at the terminal, NO_COLOR and FORCE_COLOR."),
]
Cache = Annotated[
    bool,
    typer.Option("--cache/--no-cache", help="Use the compiled copy of the file (MAGPAIN_CACHE names its folder)."),
]
Ascii = Annotated[bool, typer.Option("--ascii", help="Use ASCII characters only.")]
Words = Annotated[bool, typer.Option("--words", help="Write signs and pictures as words.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Never show a long page through a pager.")]
Full = Annotated[bool, typer.Option("--full", help="Show all entries in every section.")]
