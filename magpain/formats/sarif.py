"""Problems as SARIF 2.1.0 (OASIS), which editors and code scanning servers read."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from magpain import __version__
from magpain.answers import Body, ProblemList, RuleMeaning
from magpain.errors import Problem, QuestionError

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME = "https://github.com/magpain/magpain"
# Code scanning servers read this base as the root of the repository.
_ROOT = "%SRCROOT%"


def render(body: Body) -> str:
    """Return problems as a SARIF log with one run, in ASCII; raise QuestionError for any other answer."""
    if not isinstance(body, ProblemList):
        raise QuestionError("-f sarif works only with check")
    import json  # only this format needs it

    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(body)]}
    return json.dumps(log, indent=2, ensure_ascii=True) + "\n"


def _run(body: ProblemList) -> dict[str, Any]:
    places = {rule.id: number for number, rule in enumerate(body.rules)}
    driver = {
        "name": "magpain",
        "version": __version__,
        "informationUri": _HOME,
        "rules": [_rule(rule, body) for rule in body.rules],
    }
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": _artifact(file)} for file in body.files or (body.file,)],
        "results": [_result(problem, places) for problem in body.problems],
    }


def _rule(rule: RuleMeaning, body: ProblemList) -> dict[str, Any]:
    level = next((problem.severity for problem in body.problems if problem.rule == rule.id), "error")
    text = {"text": rule.text}
    return {"id": rule.id, "shortDescription": text, "help": text, "defaultConfiguration": {"level": level}}


def _result(problem: Problem, places: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.rule,
        "level": problem.severity,
        "message": {"text": problem.message},
        "locations": [_location(problem)],
    }
    return result | ({"ruleIndex": places[problem.rule]} if problem.rule in places else {})


def _location(problem: Problem) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(problem.file)}
    if problem.line:
        physical["region"] = {"startLine": problem.line, "startColumn": max(1, problem.column)}
    logical = {"logicalLocations": [{"fullyQualifiedName": problem.path}]} if problem.path else {}
    return {"physicalLocation": physical, **logical}


def _artifact(file: str) -> dict[str, str]:
    """Return a file's location: a file URI if the path is absolute, else the path from the repository's root."""
    path = PurePath(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix(), errors="surrogateescape"), "uriBaseId": _ROOT}
