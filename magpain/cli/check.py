"""`magpain check [FILE...]`: check knowledge files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from magpain import compiled, formats
from magpain.answers import Answer, ProblemList, RuleMeaning
from magpain.characters import readable_name
from magpain.cli import options
from magpain.cli.query_command import output_command
from magpain.formats import RenderOptions
from magpain.formats import output as outputs
from magpain.knowledge import locate, rule_meanings


@output_command
def check(
    rendering: RenderOptions,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="The files to check; else the one in use.")
    ] = None,
    data: options.Data = None,
) -> None:
    """Check knowledge files for errors.

    Lists every problem with line and column; exits with 1 if there is an error.

    \b
    Examples:
      magpain check
      magpain check mine.yaml
      magpain check mine.yaml theirs.yaml --json
      magpain check mine.yaml -f github                  # annotations in a GitHub workflow
      magpain check mine.yaml -o problems.sarif          # for editors and code scanning
    """
    names: Sequence[str | None] = files or [data]
    paths = tuple(dict.fromkeys(locate.locate(name) for name in names))
    if rendering.output:
        for path in paths:
            outputs.refuse(rendering.output, path)
    found = _found(paths)
    formats.write(Answer(found, ()), rendering)
    if not found.sound:
        raise typer.Exit(1)


def _found(paths: tuple[str, ...]) -> ProblemList:
    problems = tuple(problem for path in paths for problem in compiled.check(path))
    broken = dict.fromkeys(problem.rule for problem in problems)
    names = tuple(map(readable_name, paths))
    return ProblemList(
        file=names[0],
        sound=all(problem.severity != "error" for problem in problems),
        problems=problems,
        files=names,
        rules=tuple(RuleMeaning(id=rule, text=rule_meanings.meaning(rule)) for rule in broken),
    )
