"""Slips that stay valid YAML are warnings, and what was meant so is none; what isn't YAML is told in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magpain import knowledge, skeleton
from magpain.knowledge import slips, source

HEAD = """magpain: "1"
intervention: {name: Riboflavin, summary: A vitamin.}
reviewed: 2026-01-20
groups:
  pains: {name: Pains, summary: Some pains.}
conditions:
  sore-knee:
    name: Sore knee
    group: pains
    reviewed: 2026-01-20
    evidence_level: none
"""
SLIPS = [
    ("summary: Magnesium and gene #1 of two", "is lost as a comment"),
    ("summary: Vitamin C # 2", "is lost as a comment"),
    ("summary: Pain  #two", "is lost as a comment"),
    ("synonyms:\n      - knee #1\n      - hip\n    summary: x", '"#1" is lost'),
    ("notes: >-\n      A relap-\n      sing pain.\n    summary: x", 'after "relap-"'),
    ("notes: A relap-\n      sing pain.\n    summary: x", 'after "relap-"'),
    ("notes: 'A relap-\n      sing pain.'\n    summary: x", 'after "relap-"'),
    ('notes: "A relap-\n      sing pain."\n    summary: x', 'after "relap-"'),
    ("notes: >\n      One. A well-\n      known pain.\n    summary: x", 'after "well-"'),
    ("not_found:\n      - >-\n        magnesium-\n        rich water\n    summary: x", 'after "magnesium-"'),
    ("summary: Alzheimer''s disease", "expected one ',"),
    ("summary: \"Alzheimer''s disease\"", "expected one ',"),
    ("summary: |\n      Alzheimer''s disease", "expected one ',"),
    ('summary: an 8""inch scar', 'expected one ",'),
    (r"summary: caf\u00e9", r"\u00e9"),
    (r"summary: 'caf\xe9'", r"\xe9"),
    (r"summary: one\n two", r"\n"),
    (r"summary: 'a \"good\" trial'", '\\"'),
]
MEANT = [
    'summary: "Pain." # a remark',
    "summary: 'Pain #1' # a remark",
    "summary: x\n    primary: pain # an id",
    "# a remark\n    summary: x",
    "summary: >-\n      # no remark but text\n      and more",
    "summary: |\n      A relap-\n      sing pain.",
    "summary: >-\n      pre-\n      and postoperative pain",
    "summary: >-\n      short-\n      or long-term",
    "summary: 'Alzheimer''s disease'",
    "summary: 'a 5'' cut'",
    "summary: ''a quotation''",
    r'summary: "caf\u00e9"',
    "summary: a C:\\new folder",
    "summary: x\n    notes: from 5 -\n      to 7",
    "summary: in 2020-\n      2021",
    "summary: pain#1",
]


def problems(tmp_path, text):
    path = tmp_path / "file.yaml"
    path.write_text(f"{HEAD}    {text}\n", "utf-8")
    return [each for each in knowledge.check(path) if each.rule == "yaml-slip" or each.severity == "error"]


@pytest.mark.parametrize(("text", "message"), SLIPS)
def test_a_slip_is_a_warning(text, message, tmp_path):
    (problem,) = problems(tmp_path, text)
    assert (problem.rule, problem.severity) == ("yaml-slip", "warning")
    assert message in problem.message
    assert problem.path.startswith("conditions.sore-knee.")
    assert problem.line > HEAD.count("\n")
    assert knowledge.load(tmp_path / "file.yaml").conditions


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant_is_no_slip(text, tmp_path):
    assert [each for each in problems(tmp_path, text) if each.rule == "yaml-slip"] == []


def test_the_skeleton_has_remarks_and_no_slips(tmp_path):
    path = tmp_path / "file.yaml"
    path.write_text(skeleton.TEXT, "utf-8")
    assert knowledge.check(path) == ()


def test_a_great_many_slips_are_cut_off(tmp_path):
    items = "".join(f"\n      - gene #{number}" for number in range(300))
    assert len(problems(tmp_path, f"summary: x\n    synonyms:{items}")) == slips.MOST


@given(st.text(alphabet="a'\"#-\\ u0\n:", max_size=30))
def test_any_text_is_read_or_refused_with_slips_or_without(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "file.yaml"
    path.write_text(f"{HEAD}    summary: >-\n      x {text}\n", "utf-8")
    assert all(each.message.startswith("expected ") for each in knowledge.check(path))


@pytest.fixture(params=["CBaseLoader", "BaseLoader"])
def either_parser(request, monkeypatch):
    import yaml

    monkeypatch.setattr(source, "_LOADER", getattr(yaml, request.param))


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("summary: Pain: a trial", 'quotes around a text that contains ": "'),
        ("synonyms:\n      - a: b: c", 'quotes around a text that contains ": "'),
        ('summary: "A" trial', "quotes around the whole of a text that begins with a quotation mark"),
        ("summary: 'tis a trial", "the quotation mark at the end of a quoted text"),
        ('summary: "a trial', "the quotation mark at the end of a quoted text"),
        ("summary: @home", "quotes around a text that begins with @"),
        ("summary: `code`", "quotes around a text that begins with @"),
        ("summary: %5 of people", "quotes around a text that begins with @"),
        ("summary: > 50 people", "quotes around a text that begins with > or |"),
        ("summary: |a|", "quotes around a text that begins with > or |"),
        ("summary: - none", 'quotes around a text that begins with "- "'),
        ("summary: x\n   notes: y", "the same indent"),
        ("summary: x\n    notes\n    not_found: [a]", "a colon and a space after a key"),
        ("synonyms: [a, b", "the bracket at the end of a list"),
        ("codes: {mesh: [D000001]", "the brace at the end of a mapping"),
        ("summary: [Series] of cases", "quotes around the whole of a text"),
    ],
)
def test_what_is_no_yaml_is_told_by_its_cause_and_mend(text, message, tmp_path):
    (problem,) = problems(tmp_path, text)
    assert problem.rule == "syntax"
    assert problem.message.startswith("expected ")
    assert message in problem.message
    assert not any(word in problem.message for word in ("scanning", "parsing", "token", "simple key", "flow"))
