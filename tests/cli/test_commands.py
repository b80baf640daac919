"""Each command as users call it: what it prints, where, and with which exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from magpain import __version__

NAMES = ["FM", "D005356", "fibromyalgia", "FIBROMYALGIA"]
ANSWERS = [
    ("conditions",),
    ("conditions", "--group", "acute"),
    ("show", "fibromyalgia"),
    ("show", "acute"),
    ("studies",),
    ("studies", "renal", "colic"),
    ("references", "fibromyalgia"),
    ("check",),
]


@pytest.mark.parametrize(
    "arguments",
    [
        ("conditions",),
        ("conditions", "-f", "text"),
        ("show", "fibromyalgia"),
        ("show", "fibromyalgia", "--full"),
        ("show", "acute"),
        ("show", "knee osteoarthritis"),
        ("show", "fibromyalgia", "-f", "markdown"),
        ("show", "fibromyalgia", "--ascii"),
        ("studies", "fibromyalgia", "-f", "text"),
        ("studies", "fibromyalgia", "-f", "csv"),
        ("references", "renal colic"),
        ("show", "renal colic", "--json"),
    ],
    ids=" ".join,
)
def test_whole_output(arguments, call, golden):
    done = call(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    golden("_".join(argument.strip("-") for argument in arguments) + ".txt", done.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_leads_to_the_condition(name, call):
    assert call("show", name).stdout.startswith("Fibromyalgia")


def test_words_of_a_name_need_no_quotes(call):
    assert call("show", "renal", "colic").stdout == call("show", "renal colic").stdout


def test_unknown_name_is_suggested_for_and_never_guessed(call):
    done = call("show", "fibromialgya")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        'magpain: no condition or group named "fibromialgya"; did you mean:\n  fibromyalgia  too uncertain to tell\n'
    )


def test_a_name_that_leads_to_no_one_page_lists_each_with_its_verdict(call):
    asked = ("show", "fibromyalgia", "or", "osteoarthritis", "of", "the", "knee")
    done = call(*asked)
    assert (done.returncode, done.stdout) == (1, "")
    first, *lines = done.stderr.splitlines()
    assert first == f'magpain: "{" ".join(asked[1:])}" could mean several conditions; choose one:'
    assert {line.split()[0] for line in lines} == {"knee-osteoarthritis", "fibromyalgia"}
    error = json.loads(call(*asked, "--json").stderr)["error"]
    assert (error["kind"], error["reason"]) == ("no-answer", "ambiguous")
    assert error["suggestions"] == [candidate["id"] for candidate in error["candidates"]]
    assert all(candidate["verdict"] in done.stderr for candidate in error["candidates"])


def test_what_a_name_was_taken_for_is_said_first_and_in_json(call):
    asked = ("does", "magnesium", "help", "with", "fibromyalgia")
    for command in ("show", "why", "forest", "references"):
        text = call(command, *asked, "-f", "text").stdout
        assert text.startswith('"does magnesium help with fibromyalgia" was taken for: Fibromyalgia.\n'), command
        taken = json.loads(call(command, *asked, "--json").stdout)["taken_for"]
        named = {"asked": " ".join(asked), "id": "fibromyalgia", "name": "Fibromyalgia"}
        assert taken == {**named, "also": [], "harm": False}
        assert json.loads(call(command, "fibromyalgia", "--json").stdout)["taken_for"] is None
    assert "was taken for" not in call("show", "fibromyalgia").stdout
    both = json.loads(call("compare", " ".join(asked), "renal colic", "--json").stdout)["taken_for"]
    assert [item["id"] for item in both] == ["fibromyalgia"]
    assert "was taken for: Fibromyalgia." in call("show", *asked, "-f", "html").stdout
    assert "was taken for" not in call("show", "fibromyalgia", "-f", "html").stdout


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("fibromyalgia",), "to look up a condition, run: magpain show fibromyalgia"),
        (("knee", "osteoarthritis"), "to look up a condition, run: magpain show knee osteoarthritis"),
        (("fibromialgia",), "to look up a condition, run: magpain show fibromialgia"),
        (("shwo", "fibromyalgia"), "did you mean: magpain show fibromyalgia"),
        (("xyzzy",), "to see the commands, run: magpain --help"),
    ],
)
def test_a_name_is_no_command(words, hint, call):
    done = call(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f'magpain: no command named "{words[0]}"; {hint}\n'
    error = json.loads(call(*words, "--json").stderr)["error"]
    assert (error["kind"], error["message"]) == ("question", f'no command named "{words[0]}"; {hint}')


def test_without_knowledge_an_unknown_command_is_still_a_usage_error(call):
    done = call("fibromyalgia", MAGPAIN_DATA="nowhere.yaml")
    message = 'magpain: no command named "fibromyalgia"; to see the commands, run: magpain --help\n'
    assert (done.returncode, done.stderr) == (2, message)


@pytest.mark.parametrize("arguments", ANSWERS, ids=" ".join)
def test_json_fits_the_published_schema(arguments, call):
    schema = json.loads(call("schema", "--output").stdout)
    Draft202012Validator.check_schema(schema)
    answer = json.loads(call(*arguments, "--json").stdout)
    Draft202012Validator(schema).validate(answer)
    assert answer["schema_version"] == "1"


def test_json_holds_what_the_page_shows(call):
    page = " ".join(call("show", "renal colic", "--full").stdout.split())
    condition = json.loads(call("show", "renal colic", "--json").stdout)["condition"]
    for text in (condition["verdict"], condition["summary"], *(claim["why"] for claim in condition["claims"])):
        assert text in page


def test_the_file_fits_the_schema_that_is_published(call):
    Draft202012Validator.check_schema(json.loads(call("schema").stdout))


def test_json_lines_are_one_record_each(call):
    done = call("conditions", "-f", "jsonl")
    assert [json.loads(text)["id"] for text in done.stdout.splitlines()]


def test_fields_are_selected(call):
    done = call("conditions", "--json=id,evidence_level")
    assert {frozenset(row) for row in json.loads(done.stdout)["conditions"]} == {frozenset(["id", "evidence_level"])}


def test_unknown_field_names_the_known_ones(call):
    done = call("conditions", "--json=id,levle")
    assert done.returncode == 2
    message = json.loads(done.stderr)["error"]["message"]
    assert message.startswith('no field named "levle"; choose from: direction, evidence_level')


def test_filters_and_sorting(call):
    rows = json.loads(call("conditions", "--level", "very-low", "--route", "oral", "--json").stdout)["conditions"]
    assert [row["id"] for row in rows] == ["fibromyalgia"]
    everything = json.loads(call("conditions", "--sort", "level", "--json").stdout)["conditions"]
    levels = [row["evidence_level"] for row in everything]
    assert levels == sorted(levels, key=["high", "moderate", "low", "very-low", "none"].index)


def test_tsv_is_one_record_a_line_and_nothing_is_cut(call):
    rows = [text.split("\t") for text in call("conditions").stdout.splitlines()]
    assert {len(row) for row in rows} == {12}
    assert len(rows) == 5


def test_version(call):
    assert call("--version").stdout == f"magpain {__version__}\n"


@pytest.mark.parametrize("command", [(), ("show",), ("conditions",), ("check",), ("new",), ("schema",), ("studies",)])
def test_help_has_examples(command, call):
    done = call(*command, "-h")
    assert done.returncode == 0
    assert "Examples:\n" in done.stdout
    assert done.stdout == call(*command, "--help").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("show",),
        ("shwo", "x"),
        ("show", "x", "--nonsense"),
        ("conditions", "-f", "docx"),
        ("show", "fm", "-f", "ris", "--json"),
    ],
)
def test_malformed_question(arguments, call):
    done = call(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


def test_error_is_json_where_json_was_asked_for(call):
    done = call("show", "migrane", "--json")
    assert json.loads(done.stderr)["error"]["kind"] == "no-answer"


def test_missing_file(call):
    done = call("conditions", data=Path("nowhere.yaml"))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("magpain: nowhere.yaml: expected a readable knowledge file: ")


def test_unsound_file_is_not_answered_from(call, small, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(small.read_text("utf-8").replace("rating: moderate", "rating: high", 1), "utf-8")
    done = call("conditions", data=bad)
    assert (done.returncode, done.stdout) == (3, "")
    assert "level-is-primary-findings] (and 1 more: magpain check lists them)" in done.stderr


def test_check_lists_every_problem(call, small, tmp_path):
    bad = tmp_path / "bad.yaml"
    text = small.read_text("utf-8")
    bad.write_text(
        text.replace("rating: moderate", "rating: high", 1).replace("ocebm_level: 2", "ocebm_level: 7", 2), "utf-8"
    )
    done = call("check", str(bad))
    assert done.returncode == 1
    assert done.stdout.count('expected an OCEBM 2011 level, 1 to 5, found "7"') == 2


def test_output_file_is_whole(call, tmp_path):
    done = call("show", "fibromyalgia", "--json", "-o", "out.json")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["condition"]["id"] == "fibromyalgia"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_knowledge_file_is_never_written_over(call, small, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_bytes(small.read_bytes())
    done = call("show", "fibromyalgia", "-o", "mine.yaml", data=mine)
    assert done.returncode == 2
    assert mine.read_bytes() == small.read_bytes()


def test_output_into_nowhere(call):
    done = call("conditions", "-o", "no/such/folder/out.tsv")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.count("\n") == 1


def test_new_file_is_sound_and_never_replaces_one(call, tmp_path):
    assert call("new", "mine.yaml").returncode == 0
    assert call("check", "mine.yaml").returncode == 0
    before = (tmp_path / "mine.yaml").read_bytes()
    assert call("new", "mine.yaml").returncode == 2
    assert (tmp_path / "mine.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["", " ", "-", "x" * 100_000, "\x1b[31m", "%s", "[bold]", "../..", "名前", "\u202e"])
def test_odd_names_get_an_answer_without_control_characters(name, call):
    done = call("show", "--", name)
    assert done.returncode in (1, 2)
    assert not [char for char in done.stderr if not char.isprintable() and char != "\n"]


def test_references_can_be_written_for_a_reference_manager(call):
    for name, begins in {
        "bibtex": "@article{",
        "ris": "TY  - ",
        "csl": "[",
        "nbib": "",
        "biblatex": "@article{",
    }.items():
        done = call("show", "fibromyalgia", "-f", name)
        assert done.returncode == 0
        assert done.stdout.startswith(begins)
