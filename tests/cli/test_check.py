"""`magpain check` on several files, and in the formats that editors and servers read."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from magpain import skeleton


@pytest.fixture
def files(tmp_path):
    (tmp_path / "good.yaml").write_text(skeleton.TEXT, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("magpain: '1'\nreviewed: today\n", encoding="utf-8")
    (tmp_path / "worse.yaml").write_text("magpain: [\n", encoding="utf-8")
    return "good.yaml", "bad.yaml", "worse.yaml"


def test_every_file_is_checked_and_counted(files, call):
    done = call("check", *files)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-3:] == [
        "good.yaml: valid (0 errors, 0 warnings)",
        "bad.yaml: invalid (2 errors, 0 warnings)",
        "worse.yaml: invalid (1 error, 0 warnings)",
    ]


def test_sound_files_are_no_fault(files, call, tmp_path):
    (tmp_path / "again.yaml").write_bytes((tmp_path / "good.yaml").read_bytes())
    done = call("check", "good.yaml", "again.yaml", "good.yaml")
    assert done.returncode == 0
    assert done.stdout.count("\n") == 2


def test_json_names_every_file_and_fits_the_schema(files, call):
    answer = json.loads(call("check", *files, "--json").stdout)
    Draft202012Validator(json.loads(call("schema", "--output").stdout)).validate(answer)
    assert (answer["file"], answer["sound"], tuple(answer["files"])) == ("good.yaml", False, files)
    assert {rule["id"] for rule in answer["rules"]} == {problem["rule"] for problem in answer["problems"]}
    kept = json.loads(call("check", *files, "--json=file,rule").stdout)["problems"]
    assert all(set(row) == {"file", "rule"} for row in kept)


def test_annotations_for_github(files, call):
    done = call("check", *files, "-f", "github")
    assert done.returncode == 1
    assert done.stdout.count("::error file=bad.yaml,line=") == 2
    assert done.stdout.count("::error file=worse.yaml,line=") == 1
    assert call("check", "good.yaml", "-f", "github").stdout == ""


def test_a_sarif_file_by_its_name(files, call, tmp_path):
    done = call("check", *files, "-o", "problems.sarif")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    log = json.loads((tmp_path / "problems.sarif").read_text("ascii"))
    results = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert len(results) == 3
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    assert all(rule["help"]["text"] for rule in rules)


@pytest.mark.parametrize("form", ["sarif", "github"])
@pytest.mark.parametrize("question", [("show", "fibromyalgia"), ("conditions",), ("references",)])
def test_other_answers_have_no_such_format(form, question, call):
    done = call(*question, "-f", form)
    assert (done.returncode, done.stdout) == (2, "")
    assert "works only with check" in done.stderr


@pytest.mark.parametrize("name", ["good.yaml", "bad.yaml"])
def test_no_file_that_was_checked_is_written_over(name, files, call, tmp_path):
    before = (tmp_path / name).read_bytes()
    done = call("check", *files, "-o", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert (tmp_path / name).read_bytes() == before


def test_a_file_that_is_missing_ends_the_call(files, call):
    done = call("check", *files, "absent.yaml")
    assert (done.returncode, done.stdout) == (3, "")
    assert "absent.yaml" in done.stderr
