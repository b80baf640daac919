"""Problems as GitHub workflow commands, which a workflow's log turns into annotations beside the lines.

The form and its escapes are those of GitHub's documentation, "Workflow commands for GitHub Actions", and of the
toolkit that GitHub's own actions use (actions/toolkit, packages/core/src/command.ts).
"""

from __future__ import annotations

from magpain.answers import Body, ProblemList
from magpain.characters import printable
from magpain.errors import Problem, QuestionError


def render(body: Body) -> str:
    """Return a command a line, an error or a warning for each problem; raise QuestionError for any other answer."""
    if not isinstance(body, ProblemList):
        raise QuestionError("expected another format for this answer: github is for the problems that check finds")
    return "".join(_command(problem) for problem in body.problems)


def _command(problem: Problem) -> str:
    place = {"file": problem.file, "line": problem.line, "col": problem.column, "title": problem.rule}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items() if value)
    path = f"{problem.path}: " if problem.path else ""
    return f"::{problem.severity} {properties}::{_data(path + problem.message)}\n"


def _data(text: str) -> str:
    """Escape a message: no line end in it can begin another command, and no control character reaches the log."""
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
