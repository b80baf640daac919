"""The door: a sound file is loaded, every fault of another is told at once, and nothing ever ends in a traceback."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from magpain import knowledge, skeleton
from magpain.errors import KnowledgeError, Problem
from magpain.knowledge import locate, source
from magpain.model import Knowledge

HEAD = 'magpain: "1"\nintervention: {name: Example, summary: Text.}\nreviewed: 2026-01-31\n'


def lines(path):
    return [str(problem).removeprefix(f"{path}:") for problem in knowledge.check(path)]


def test_the_shipped_file_has_no_errors():
    assert [str(problem) for problem in knowledge.check(locate.bundled()) if problem.severity == "error"] == []


def test_a_sound_file_is_loaded(file):
    loaded = knowledge.load(file(skeleton.TEXT))
    assert loaded.intervention.name == "Example supplement"
    assert loaded.reviewed == datetime.date(2026, 1, 31)
    assert list(loaded.conditions) == ["example-condition"]
    assert loaded.conditions["example-condition"].findings[0].certainty.imprecision.step == -2
    assert loaded.studies["example-2020"].results[0].p == ">0.05"
    assert loaded.citations["example-2020"].container_title == "Journal of Examples"
    assert loaded.names["a lay name"] == ("example-condition",)
    assert loaded.studies_of == {"example-condition": ("example-2020",)}


def test_the_least_that_a_file_must_hold(file):
    loaded = knowledge.load(file(HEAD))
    assert (loaded.conditions, loaded.groups, loaded.dosing.forms, loaded.names) == ({}, {}, {}, {})


def test_empty_sections_are_sound(file):
    assert knowledge.load(file(HEAD + "conditions: {}\ndosing: {}\n")) == knowledge.load(file(HEAD))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(file, end, mark):
    plain = knowledge.load(file(skeleton.TEXT))
    assert knowledge.load(file(mark + skeleton.TEXT.replace("\n", end))) == plain


def test_text_is_text_until_the_type_says_otherwise(file):
    loaded = knowledge.load(
        file(
            HEAD
            + """\
safety:
  no:
    title: no
    statements: [{text: 2020-07-23, cites: [on-2020], above_elemental_mg_per_day: 1e3}]
citations:
  on-2020:
    type: article-journal
    title: 1:30
    issued: 2020-07-23
    author: [{family: "Null", given: yes}, {literal: off}]
    container-title: ~ no ~
    volume: 1.10
    issue: 012
    page: 1e3
    DOI: 10.1000/x
    PMID: 12345
    edition: 0x1F
    note: "null"
    accessed: 2026-01-31
    extraction: {read: abstract, at: https://example.org/a, date: 2026-01-31}
"""
        )
    )
    assert loaded.safety["no"].title == "no"
    assert loaded.safety["no"].statements[0].text == "2020-07-23"
    assert loaded.safety["no"].statements[0].above_elemental_mg_per_day == 1000
    cited = loaded.citations["on-2020"]
    assert (cited.title, cited.issued, cited.container_title) == ("1:30", "2020-07-23", "~ no ~")
    assert [(name.family, name.given, name.literal) for name in cited.author] == [
        ("Null", "yes", None),
        (None, None, "off"),
    ]
    assert (cited.volume, cited.issue, cited.page, cited.edition) == ("1.10", "012", "1e3", "0x1F")
    assert (cited.DOI, cited.PMID, cited.note) == ("10.1000/x", "12345", "null")
    assert cited.accessed == datetime.date(2026, 1, 31)


def test_a_problem_says_where_and_what(file):
    path = file(HEAD + "groups:\n  one: {name: One, summary: Text., colour: red}\n")
    (problem,) = knowledge.check(path)
    assert problem == Problem(
        file=str(path),
        path="groups.one.colour",
        message='expected a known field, found "colour" (fields allowed here: name, summary, synonyms, formerly)',
        rule="unknown-field",
        line=5,
        column=36,
    )
    assert str(problem) == f"{path}:5:36: groups.one.colour: {problem.message} [unknown-field]"


def test_every_fault_of_a_file_is_told_in_one_run_in_the_order_of_the_file(file):
    path = file(
        "magpain: 3\n"
        "groups:\n"
        "  one: &a {name: !b One, summary: Te\u200bxt., colour: red}\n"
        "  Two: {name: *a}\n"
        "  one: {name: ~, summary: ''}\n"
        "unknown: text\n"
        "reviewed: [\n"
    )
    assert [line.partition(" ")[0] + line.rpartition(" ")[2] for line in lines(path)] == [
        "1:10:[value]",
        "3:8:[anchor]",
        "3:18:[tag]",
        "3:37:[characters]",
        "4:3:[value]",
        "4:3:[missing-field]",
        "4:15:[alias]",
        "5:3:[duplicate-key]",
        "5:15:[empty-value]",
        "5:27:[value]",
        "6:1:[unknown-field]",
        "8:1:[syntax]",
    ]


def test_the_rules_are_asked_only_about_a_file_that_reads(file):
    rated = skeleton.TEXT.replace("rating: very-low", "rating: high")
    assert [problem.rule for problem in knowledge.check(file(rated))] == [
        "level-is-primary-findings",
        "certainty-adds-up",
    ]
    assert [problem.rule for problem in knowledge.check(file(rated + "extra: text\n"))] == ["unknown-field"]


def test_a_section_that_is_missing_is_not_asked_for_when_the_text_broke_off(file):
    assert [problem.rule for problem in knowledge.check(file('magpain: "1"\n[\n'))] == ["syntax"]
    assert [problem.rule for problem in knowledge.check(file('magpain: "1"\n'))] == ["missing-field"] * 2


@pytest.mark.parametrize("first", ["text", "[a list]", "{}", "{x: {name: X}}"])
@pytest.mark.parametrize("second", ["text", "[a list]", "{}", "{x: {name: X}}"])
def test_a_section_may_stand_twice_in_any_two_shapes(file, first, second):
    problems = knowledge.check(file(HEAD + f"groups: {first}\ngroups: {second}\n"))
    assert "duplicate-key" in [problem.rule for problem in problems]


def test_what_only_follows_from_a_fault_is_not_told(file):
    path = file(HEAD + "groups: *x\ndosing: {upper_limits: ~, forms: {<<: *y}}\n")
    assert [line.rpartition(" ")[2] for line in lines(path)] == ["[alias]", "[empty-value]", "[merge-key]", "[alias]"]


def test_loading_an_unsound_file_tells_the_first_fault_and_how_many_more(file):
    path = file(HEAD + "groups: {one: {name: One}, two: {}}\n")
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(path)
    first = f'{path}:4:10: groups.one: expected the required field "summary", found none [missing-field]'
    assert str(caught.value) == f"{first} (and 2 more: magpain check lists them)"
    assert caught.value.problems == knowledge.check(path)
    assert caught.value.exit_status == 3
    assert caught.value.details() == {"problems": list(caught.value.problems), "more_problems": 0}


def test_loading_a_file_with_one_fault_tells_that_one(file):
    path = file(HEAD + "extra: text\n")
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(path)
    assert str(caught.value) == str(caught.value.problems[0])


@pytest.mark.usefixtures("today")
def test_a_warning_is_told_and_keeps_nothing_back(file):
    path = file(skeleton.TEXT.replace("    reviewed: 2026-01-31", "    reviewed: 2020-01-31"))
    assert [(problem.rule, problem.severity) for problem in knowledge.check(path)] == [("search-is-recent", "warning")]
    assert knowledge.load(path).conditions


@pytest.mark.usefixtures("today")
def test_a_warning_beside_an_error_is_not_counted_among_the_errors(file):
    old = skeleton.TEXT.replace("    reviewed: 2026-01-31", "    reviewed: 2020-01-31")
    path = file(
        old.replace("rating: very-low", "rating: low").replace("evidence_level: very-low", "evidence_level: low")
    )
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(path)
    assert [problem.rule for problem in caught.value.problems] == ["certainty-adds-up"]
    assert "more" not in str(caught.value)


@pytest.mark.parametrize("ask", [knowledge.load, knowledge.check])
def test_a_file_that_can_not_be_opened_is_named(ask, tmp_path):
    with pytest.raises(KnowledgeError, match=r"missing\.yaml: expected a readable knowledge file"):
        ask(tmp_path / "missing.yaml")


@pytest.mark.parametrize("ask", [knowledge.load, knowledge.check])
def test_a_file_that_can_not_be_read_is_named(ask, monkeypatch):
    class Broken(io.RawIOBase):
        def read(self, _size=-1):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(locate, "open_file", lambda _path: Broken())
    with pytest.raises(KnowledgeError) as caught:
        ask("broken.yaml")
    assert str(caught.value) == "broken.yaml: expected a readable file: Input/output error"


def test_a_file_that_changes_meanwhile_is_told_about_at_its_top(file, monkeypatch):
    path = file(HEAD + "extra: text\n")
    monkeypatch.setattr(source, "find", lambda *_arguments, **_more: {})
    assert [(problem.line, problem.column) for problem in knowledge.check(path)] == [(1, 1)]


def test_without_a_file_the_variable_names_it(file, monkeypatch):
    path = file(HEAD)
    monkeypatch.setenv(locate.VARIABLE, str(path))
    assert knowledge.load() == knowledge.load(path) == knowledge.load(str(path))
    assert knowledge.check() == ()


@pytest.mark.parametrize("part", ["[", "{a: ", "- ", "? "])
def test_a_hundred_thousand_levels_are_refused(file, part):
    (problem,) = knowledge.check(file("a: " + ("\n" if part == "- " else "") + part * 100_000))
    assert problem.rule in ("depth", "key", "syntax")


def test_thousands_of_records_with_a_fault_each_are_all_told(file):
    path = file(HEAD + "groups:\n" + "".join(f"  g{number}: {{name: X}}\n" for number in range(2_000)))
    problems = knowledge.check(path)
    assert [problem.line for problem in problems] == list(range(5, 2_005))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("scratch") / "file.yaml"


def believe(path: Path, data: bytes):
    """Check and load a file of these bytes, which are either sound or refused, and never both."""
    path.write_bytes(data)
    problems = knowledge.check(path)
    height = data.count(b"\n") + data.count(b"\r") + 2
    for problem in problems:
        assert problem.message.startswith("expected ")
        assert 1 <= problem.line <= height
        assert problem.column >= 1
        assert problem.rule
    if any(problem.severity == "error" for problem in problems):
        with pytest.raises(KnowledgeError):
            knowledge.load(path)
    else:
        assert isinstance(knowledge.load(path), Knowledge)


@settings(deadline=None)
@given(st.one_of(st.binary(), st.text().map(str.encode)))
@example(b"a: !%ED%A0%80 b")
@example(b"groups: a\ngroups: {b: c}")
def test_any_bytes_are_sound_or_refused(scratch, data):
    believe(scratch, data)


PIECES = [
    "", " ", "\n", "\n  ", "~", "null", "[", "]", "{", "}", ",", ": ", "- ", "&a ", "*a", "!t ", "<<: ", "|", "'", '"',
    "#", "\t", "\r", "\x07", "\u200b", "\ufeff", "\x00", "---\n", "-1", "1e999", "2999-01-01", "magpain",
    "example-2020", "é",
]  # fmt: skip
WORDS = skeleton.TEXT.split(" ")


@settings(deadline=None)
@given(st.integers(0, len(WORDS)), st.integers(0, 6), st.lists(st.sampled_from(PIECES), max_size=4))
def test_a_file_with_anything_changed_is_sound_or_refused(scratch, start, length, pieces):
    believe(scratch, " ".join([*WORDS[:start], *pieces, *WORDS[start + length :]]).encode())


@pytest.mark.parametrize("number", range(len(skeleton.TEXT.splitlines())))
def test_a_file_with_a_line_left_out_is_sound_or_refused(scratch, number):
    kept = skeleton.TEXT.splitlines(keepends=True)
    believe(scratch, "".join([*kept[:number], *kept[number + 1 :]]).encode())
