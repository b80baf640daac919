"""The rules catch every slip of the classes that they promise to catch, and judging a part is judging the whole."""

from __future__ import annotations

import functools
import random
from collections import Counter

import msgspec
import pytest
from mutations import KINDS, Ground, Tally, _entry, changed, main, mutants, replaced, row, sites, tally

from magpain import export, knowledge
from magpain.formats import yaml
from magpain.knowledge import decode, locate, rules

PROMISED = [kind for kind in KINDS if kind.promised]
SEED = 2026


@functools.cache
def ground():
    return Ground(knowledge.load(locate.bundled()))


def drawn(of, kind, most):
    return list(mutants(of, kind, random.Random(SEED), most))


@pytest.mark.parametrize("kind", PROMISED, ids=lambda kind: kind.name)
def test_what_the_rules_promise_to_catch_is_caught_whole(kind):
    found = tally(ground(), kind, random.Random(SEED), 8)
    assert found.tried
    assert found.missed == ()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_class_of_slips_can_happen_in_the_shipped_file(kind):
    assert next(sites(ground(), kind), None)


@pytest.fixture(scope="module")
def small_ground(request):
    return Ground(knowledge.load(request.config.rootpath / "tests" / "data" / "small.yaml"))


def whole(of, mutant):
    """Return some knowledge with a mutant in it, or None where the mutant is no record any more."""
    entry = _entry(mutant.path)
    record = of.at(entry)
    try:
        made = decode.convert(changed(record, mutant.path[len(entry) :], mutant.value), type(record))
    except msgspec.ValidationError:
        return None
    return replaced(of.knowledge, entry, made)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_judging_what_a_change_touches_is_judging_the_whole_file(kind, small_ground):
    for mutant in drawn(small_ground, kind, 2):
        made = whole(small_ground, mutant)
        if made is not None:
            told = {rule for rule, _path, _message in set(rules.violations(made)) - small_ground.known}
            assert small_ground.caught_by(mutant) == told


def problems(of, folder):
    """Return what is told of some knowledge as a file."""
    path = folder / "written.yaml"
    path.write_text(yaml.render(export.as_file(of)), encoding="utf-8")
    return {(problem.rule, problem.path, problem.message) for problem in knowledge.check(path)}


@pytest.mark.parametrize("kind", PROMISED[::4], ids=lambda kind: kind.name)
def test_a_change_in_the_text_is_told_as_one_in_the_records(kind, small_ground, tmp_path):
    for mutant in drawn(small_ground, kind, 1):
        made = whole(small_ground, mutant)
        if made is not None:
            told = problems(made, tmp_path) - problems(small_ground.knowledge, tmp_path)
            assert {rule for rule, _path, _message in told} == small_ground.caught_by(mutant)


def test_a_sample_holds_each_change_once_and_no_more_than_there_are(small_ground):
    kind = next(kind for kind in KINDS if kind.name == "an ISBN with a figure mistyped")
    every = list(mutants(ground(), kind, random.Random(SEED), None))
    assert sorted(map(str, drawn(ground(), kind, 1000))) == sorted(map(str, every))
    assert drawn(ground(), kind, 3) == drawn(ground(), kind, 3)
    assert drawn(small_ground, kind, 3) == []


def test_a_row_tells_why_what_was_missed_can_not_be_caught():
    kind = next(kind for kind in KINDS if kind.missed)
    found = Tally(kind, 4, 3, Counter({"ids-resolve": 3}), ())
    assert row(found) == f"| {kind.name} | 4 | 3 | 75% |  | `ids-resolve` 3 | {kind.missed} |"
    assert row(Tally(PROMISED[0], 0, 0, Counter(), ())) == f"| {PROMISED[0].name} | 0 | 0 | - | yes | - |  |"


def test_every_class_that_is_not_promised_says_why():
    assert all(kind.promised or kind.missed for kind in KINDS)


def test_the_command_prints_the_table(small, capsys):
    assert main(["--each", "1", "--data", str(small)]) == 0
    table = capsys.readouterr().out.splitlines()
    assert len(table) == len(KINDS) + 3
    assert {line.count(" | ") for line in table if not line.startswith("|--")} <= {5, 6, 7}
