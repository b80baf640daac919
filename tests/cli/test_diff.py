"""`magpain diff` as users call it: pages compared whole, formats read back, and files that can't be compared."""

from __future__ import annotations

import csv
import json

import pytest
from jsonschema import Draft202012Validator

# Some places of the small file, before and after; the second file is sound as well.
EDITS = (
    ("reviewed: 2026-11-22\n\nbackground", "reviewed: 2026-11-23\n\nbackground"),
    ("  summary: Magnesium is a mineral that the body needs", "  summary: Magnesium is a mineral the body needs"),
    ("text: Magnesium eases pain by acting on the NMDA receptor.", "text: Magnesium eases pain at the NMDA receptor."),
    ("      verdict: unsupported\n", "      verdict: contradicted\n"),
    (
        "-1, reason: 'one small trial, no interval printed'}\n        publication_bias: {step: 0}\n        rating: low",
        "-2, reason: 'one trial of a month'}\n        publication_bias: {step: 0}\n        rating: very-low",
    ),
    ("    volume: '33'\n    issue: '1'\n    page: 167-172\n", "    volume: '33'\n    issue: '2'\n    page: 167-172\n"),
)
CHANGES = len(EDITS) + 1  # another rating is another verdict, too


@pytest.fixture
def changed(small, tmp_path):
    text = small.read_text("utf-8")
    for before, after in EDITS:
        assert before in text
        text = text.replace(before, after, 1)
    path = tmp_path / "new.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    (tmp_path / "old.yaml").write_bytes(small.read_bytes())
    return "old.yaml", "new.yaml"


@pytest.mark.parametrize("form", ["text", "markdown", "json", "csv"])
def test_whole_output(form, changed, call, golden):
    done = call("diff", *changed, "-f", form)
    assert (done.returncode, done.stderr) == (0, "")
    golden(f"diff.{form}.txt", done.stdout.replace("\r\n", "\n"))


def test_no_difference_is_an_answer(small, call):
    done = call("diff", str(small), str(small))
    assert (done.returncode, done.stderr) == (0, "")
    assert " ".join(done.stdout.split()) == f"No changes between {small} and {small}."
    assert json.loads(call("diff", str(small), str(small), "--json").stdout)["changes"] == []


def test_json_fits_the_published_schema(changed, call):
    answer = json.loads(call("diff", *changed, "--json").stdout)
    Draft202012Validator(json.loads(call("schema", "--output").stdout)).validate(answer)
    assert (answer["old"], answer["new"]) == changed
    assert len(answer["changes"]) == CHANGES


def test_one_record_a_line_for_programs(changed, call):
    lines = [json.loads(text) for text in call("diff", *changed, "-f", "jsonl").stdout.splitlines()]
    rows = call("diff", *changed, "-f", "tsv").stdout.splitlines()
    columns = list(csv.DictReader(call("diff", *changed, "-f", "csv").stdout.splitlines()))
    assert len(lines) == len(rows) == len(columns) == CHANGES
    assert [line["what"] for line in lines] == [row["what"] for row in columns]
    kept = json.loads(call("diff", *changed, "--json=kind,id").stdout)["changes"]
    assert all(set(row) == {"kind", "id"} for row in kept)


@pytest.mark.parametrize("which", [0, 1])
def test_neither_file_is_written_over(which, changed, call, tmp_path):
    before = (tmp_path / changed[which]).read_bytes()
    done = call("diff", *changed, "-o", changed[which])
    assert (done.returncode, done.stdout) == (2, "")
    assert (tmp_path / changed[which]).read_bytes() == before


@pytest.mark.parametrize("names", [("absent.yaml", "new.yaml"), ("old.yaml", "absent.yaml")])
def test_a_file_that_is_missing(names, changed, call):
    done = call("diff", *names)
    assert (done.returncode, done.stdout) == (3, "")
    assert "absent.yaml" in done.stderr


def test_an_unsound_file_is_not_compared(changed, call, tmp_path):
    (tmp_path / "bad.yaml").write_text("magpain: '1'\n", encoding="utf-8")
    done = call("diff", changed[0], "bad.yaml")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("magpain: bad.yaml:")


def test_two_files_are_needed(call):
    assert call("diff", "old.yaml").returncode == 2
