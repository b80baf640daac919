"""The way in for scripts prints what the app prints, or leaves the call to it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.core import TyperGroup
from typer.main import get_command

from magpain import cli, compiled, knowledge, quick
from magpain.cli import app, direct
from magpain.shell import arguments, grammar, scripts
from magpain.shell.arguments import read
from tools import transcribe

SMALL = str(Path(__file__).parent / "data" / "small.yaml")
KNOWN = knowledge.load(SMALL)
SPELLED = sorted({*KNOWN.names, *KNOWN.conditions, *(each.name for each in KNOWN.conditions.values())})


@pytest.fixture(scope="module", autouse=True)
def copy(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAGPAIN_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("MAGPAIN_DATA", raising=False)
        compiled.load(SMALL)
        yield


def answered(arguments, way):
    """Return what a way in makes of a call: its status, and what it prints."""
    with pytest.MonkeyPatch.context() as patch:
        out, err = io.StringIO(), io.StringIO()
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        return way(arguments), out.getvalue(), err.getvalue()


def both(arguments):
    return answered(arguments, quick.answer), answered(arguments, cli.run)


@pytest.mark.parametrize(
    "arguments",
    [
        *(["show", key, "--json"] for key in (*KNOWN.conditions, *KNOWN.groups)),
        *(["references", key, "--json"] for key in (*KNOWN.conditions, *KNOWN.groups)),
        ["references", "--json"],
        ["conditions", "--json"],
        ["conditions", "-f", "json"],
        ["--format=json", "show", "fibromyalgia"],
        ["show", "--format=json", "fibromyalgia"],
        ["show", "Renal", "colic", "--json"],
        ["show", "RENAL-colic", "--json", "-f", "json"],
    ],
    ids=" ".join,
)
def test_ready_answers_are_the_apps(arguments):
    line = [*arguments, "--data", SMALL]
    ready, app = both(line)
    assert ready in (app, (None, "", ""))
    assert (ready[0] is None) == (arguments[0] == "--format=json")


def test_a_former_id_is_answered_as_quickly_and_what_is_not_exact_is_left_to_the_app(tmp_path):
    moved = tmp_path / "moved.yaml"
    text = Path(SMALL).read_text("utf-8")
    assert text.count("  fibromyalgia:\n    name: Fibromyalgia\n") == 1
    more = "    formerly: [fm-old]\n    related: [fibro fog]\n"
    was = "  fibromyalgia:\n    name: Fibromyalgia\n"
    left_out = "not_covered:\n  gout: {name: Gout, searched: PubMed, reviewed: 2026-01-31}\n"
    moved.write_text(text.replace(was, was + more) + left_out, "utf-8")
    compiled.load(str(moved))
    for name in ("fm-old", "FM OLD"):
        ready, app = both(["show", name, "--json", "--data", str(moved)])
        assert ready == app
        assert ready[0] == 0
    for name, status in (("fibro fog", 0), ("gout", 1), ("fibromyalgia pain", 0)):
        ready, app = both(["show", *name.split(), "--json", "--data", str(moved)])
        assert (ready[0], app[0]) == (None, status)


def test_version():
    assert both(["--version"])[0] == both(["--version"])[1]


ITEMS = st.sampled_from(
    [
        *("show references conditions studies --json --json=name -f json -fjson --format --format=json --full".split()),
        *("--data --no-cache --cache --sort level --ascii -o -- - --debug --help -h --version".split()),
        *("fibro fib headache x D005356 nosuch".split()),
        f"--data={SMALL}",
        SMALL,
        "",
        " ",
        "\0",
    ]
)
NAMES = st.sampled_from(SPELLED) | st.text(max_size=12)


@given(st.lists(ITEMS | NAMES, max_size=6), st.sampled_from(["show", "references", "conditions", "studies"]))
@settings(max_examples=300, deadline=None)
def test_whatever_is_answered_is_answered_alike(items, command):
    if any(item.startswith("-o") for item in items):
        items = [item for item in items if not item.startswith("-o")]
    line = [command, "--data", SMALL, "--json", *items]
    ready = answered(line, quick.answer)
    if ready[0] is not None:
        assert ready == answered(line, cli.run)


def test_without_a_copy_the_app_answers(tmp_path, monkeypatch):
    monkeypatch.setenv("MAGPAIN_CACHE", str(tmp_path / "empty"))
    assert quick.answer(["show", "fibromyalgia", "--json", "--data", SMALL]) is None


@pytest.mark.parametrize("text", ["plain\x1b[31m", "plain\u202e", "é"])
def test_nothing_but_ascii_leaves_a_copy(text, monkeypatch):
    monkeypatch.setattr(quick, "_put_together", lambda *_: text)
    assert quick.answer(["conditions", "--json", "--data", SMALL]) is None


class Broken(io.StringIO):
    def __init__(self, error):
        super().__init__()
        self.error = error

    def flush(self):
        raise self.error


@pytest.mark.parametrize(("error", "status"), [(OSError(28, "No space left on device"), 4), (ValueError("closed"), 4)])
def test_output_that_fails_ends_as_the_apps_does(error, status, monkeypatch, capsys):
    line = ["conditions", "--json", "--data", SMALL]
    said = []
    for way in (quick.answer, cli.run):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", Broken(error))
            assert way(line) == status
        said.append(capsys.readouterr().err)
    assert said[0] == said[1] != ""


def test_closed_output_is_left_to_the_app(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert quick.answer(["conditions", "--json", "--data", SMALL]) is None


def test_grammar_is_the_apps():
    """Run `python -m tools.transcribe` where this fails."""
    root = get_command(app.application())
    assert isinstance(root, TyperGroup)
    assert transcribe.text(root) == Path(grammar.__file__).read_text("utf-8")


def test_shells_are_answered_here():
    assert answered([quick.COMPLETE, "fish", "show", "fibro"], quick.answer)[0] in (0, 1)
    assert quick.COMPLETE in scripts.SCRIPTS["bash"]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["show", "json"], False),
        (["show", "--", "--json"], False),
        (["search", "--", "--json=x"], False),
        (["show", "--data", "--json"], False),
        (["show", "x", "--json"], True),
        (["show", "x", "--json=name"], True),
        (["show", "x", "-fjson"], True),
        (["show", "x", "-f", "json"], True),
        (["show", "x", "--format=json"], True),
        (["no-such-command", "--json"], True),
        (["--json"], True),
        (["show", "x", "-f", "csv", "json"], False),
    ],
)
def test_json_is_wanted_only_by_the_option(words, meant):
    assert arguments.read(words).wants_json is meant


def test_a_word_after_two_dashes_is_searched_for(call):
    done = call("search", "--", "--json=x")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'magpain: no results for "--json=x"\n'


def with_and_without_typer(arguments):
    """Return what a call makes of its arguments without Typer, and with it."""
    assert direct.fits(read(arguments))
    with pytest.MonkeyPatch.context() as patch:
        without = answered(arguments, cli.run)
        patch.setattr(direct, "fits", lambda _line: False)
        return without, answered(arguments, cli.run)


@pytest.mark.parametrize(
    "words",
    [
        *(["show", key] for key in (*KNOWN.conditions, *KNOWN.groups)),
        ["show", "Renal", "colic"],
        ["show", "no", "such", "name"],
        ["show", ""],
        ["show", "worst headache of my life"],
        ["show", "--", "--full"],
        ["search", "pain"],
        ["search", "author:"],
        ["search", "--", "--json=x"],
        ["conditions"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("file", [[], ["--data", SMALL], ["--data=nosuchfile"], ["--data", ""]], ids=" ".join)
def test_a_call_needs_no_typer_to_answer_alike(words, file):
    command, *rest = words
    without, with_it = with_and_without_typer([command, *file, *rest])
    assert without == with_it
    assert any(without[1:])


@given(st.lists(ITEMS | NAMES, max_size=4), st.sampled_from(["show", "search", "conditions", "studies", "nosuch"]))
@settings(max_examples=200, deadline=None)
def test_whatever_needs_no_typer_is_answered_alike(items, command):
    line = [command, "--data", SMALL, *items]
    if direct.fits(read(line)):
        without, with_it = with_and_without_typer(line)
        assert without == with_it


@pytest.mark.parametrize(
    "line",
    [
        ["show"],
        ["search"],
        ["conditions", "x"],
        ["show", "fibromyalgia", "--full"],
        ["show", "fibromyalgia", "--data"],
        ["--data", SMALL, "show", "fibromyalgia"],
        ["show", "x", "--data", SMALL, "--data", SMALL],
        ["studies", "fibromyalgia"],
        ["show", "fibromyalgia", "-h"],
        ["nosuchcommand", "x"],
        [],
    ],
    ids=" ".join,
)
def test_any_other_call_goes_to_the_app(line):
    assert not direct.fits(read(line))
