"""GitHub's workflow commands: one a problem, with its place, and nothing in it can begin another."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magpain.answers import ProblemList, ReferenceList
from magpain.errors import Problem, QuestionError
from magpain.formats import github

COMMAND = re.compile(r"^::(?P<name>error|warning) (?P<properties>[^\n:]*)::(?P<data>[^\n]*)\n$")


def rendered(*problems):
    return github.render(ProblemList(file="mine.yaml", sound=False, problems=problems))


def problem(**fields):
    given = {"file": "mine.yaml", "path": "a.b", "message": "expected x", "rule": "value", "line": 3, "column": 7}
    return Problem(**(given | fields))


def read(text):
    """Take a command apart as GitHub's runner does, and undo the escapes in its order: the percent sign last."""
    found = COMMAND.match(text)
    assert found, text
    pairs = dict(part.split("=", 1) for part in found["properties"].split(","))
    return found["name"], {name: undone(value) for name, value in pairs.items()}, undone(found["data"])


def undone(text):
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def test_an_error_and_a_warning():
    assert rendered(problem(), problem(severity="warning", path="", line=4)) == (
        "::error file=mine.yaml,line=3,col=7,title=value::a.b: expected x\n"
        "::warning file=mine.yaml,line=4,col=7,title=value::expected x\n"
    )


def test_a_sound_file_says_nothing():
    assert rendered() == ""


def test_a_problem_without_a_place_names_the_file_only():
    assert rendered(problem(line=0, column=0, path="")) == "::error file=mine.yaml,title=value::expected x\n"


def test_what_github_documents_is_escaped():
    text = rendered(problem(file="a,b:c%.yaml", message="100%: one,\r\n::error::two", path=""))
    assert text == "::error file=a%2Cb%3Ac%25.yaml,line=3,col=7,title=value::100%25: one,%0D%0A::error::two\n"


@given(st.text(min_size=1), st.text())
def test_nothing_begins_another_command_or_reaches_the_log_unprinted(file, message):
    text = rendered(problem(file=file, message=message, path=""))
    name, properties, data = read(text)
    assert (name, properties["line"], properties["title"]) == ("error", "3", "value")
    assert text.removesuffix("\n").isprintable()
    if file.isprintable() and message.isprintable():
        assert (properties["file"], data) == (file, message)


def test_any_other_answer_has_no_such_format():
    with pytest.raises(QuestionError, match="-f github works only with check"):
        github.render(ReferenceList(references=()))
