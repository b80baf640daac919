"""Problems as GitHub workflow commands, which GitHub shows as annotations on the lines of the file.

Syntax and escapes follow GitHub's documentation, "Workflow commands for GitHub Actions", and the toolkit that GitHub's
own actions use (actions/toolkit, packages/core/src/command.ts).
"""

from __future__ import annotations

from magpain.answers import Body, ProblemList
from magpain.characters import printable
from magpain.errors import Problem, QuestionError


def render(body: Body) -> str:
    """Return one command per line for the errors and warnings. Raises QuestionError for any other answer."""
    if not isinstance(body, ProblemList):
        raise QuestionError("-f github works only with check")
    return "".join(_command(problem) for problem in body.problems)


def _command(problem: Problem) -> str:
    place = {"file": problem.file, "line": problem.line, "col": problem.column, "title": problem.rule}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items() if value)
    path = f"{problem.path}: " if problem.path else ""
    return f"::{problem.severity} {properties}::{_data(path + problem.message)}\n"


def _data(text: str) -> str:
    """Escape a message, so that no line break begins another command and no control character reaches the log."""
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
