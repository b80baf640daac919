"""Calculated effects agree with R's metafor to eight digits, and what the formulas don't fit is refused."""

from __future__ import annotations

import csv
import datetime
import math
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from magpain.model import Absolute, ArmResult, ControlRisk, Effect, Extraction, Interval, Result, Study, Treatment
from magpain.rating import effects
from magpain.rating.effects import Events, Mean, Refused

DATA = Path(__file__).parent / "data"
INPUTS = (DATA / "effects-inputs.csv").read_text("utf-8")
RECORDED = (DATA / "effects-metafor.csv").read_text("utf-8")
FUNCTIONS = {
    "MD": effects.mean_difference,
    "SMD": effects.standardised_mean_difference,
    "RR": effects.risk_ratio,
    "OR": effects.odds_ratio,
    "RD": effects.risk_difference,
    "p": effects.p_values,
}


def expected(text: str) -> Iterator[tuple[int, str, tuple[float, ...]]]:
    """Yield the number of the input, the measure, and the three values that metafor gives."""
    for row in csv.DictReader(text.splitlines()):
        yield int(row["number"]), row["measure"], tuple(float(row[name]) for name in ("estimate", "low", "high"))


def arms(number: int):
    row = list(csv.DictReader(INPUTS.splitlines()))[number - 1]
    if row["kind"] == "means":
        return [Mean(float(row[f"a{i}"]), float(row[f"b{i}"]), int(row[f"n{i}"])) for i in (1, 2)]
    return [Events(int(row[f"a{i}"]), int(row[f"n{i}"])) for i in (1, 2)]


@pytest.mark.parametrize(("number", "measure", "values"), list(expected(RECORDED)))
def test_an_effect_is_what_metafor_gives(number, measure, values):
    assert FUNCTIONS[measure](*arms(number)) == pytest.approx(values, rel=1e-8, abs=1e-12)


def test_every_input_and_every_measure_has_an_expected_value():
    told = list(expected(RECORDED))
    assert {number for number, _measure, _values in told} == set(range(1, INPUTS.count("\n")))
    assert {measure for _number, measure, _values in told} == set(FUNCTIONS)


def has_metafor() -> bool:
    if shutil.which("Rscript") is None:
        return False
    done = subprocess.run(["Rscript", "--vanilla", "-e", "library(metafor)"], capture_output=True, check=False)
    return done.returncode == 0


def test_what_is_recorded_is_what_r_gives_today():
    if not has_metafor():
        pytest.skip("R with metafor isn't installed")
    command = ["Rscript", "--vanilla", str(DATA / "effects.R")]
    done = subprocess.run(command, input=INPUTS, capture_output=True, text=True, check=True)
    for today, recorded in zip(expected(done.stdout), expected(RECORDED), strict=True):
        assert today[:2] == recorded[:2]
        assert today[2] == pytest.approx(recorded[2], rel=1e-8, abs=1e-12)


@pytest.mark.parametrize(
    ("function", "one", "other", "reason"),
    [
        (effects.risk_ratio, Events(0, 10), Events(3, 10), "without events"),
        (effects.risk_ratio, Events(3, 10), Events(0, 10), "without events"),
        (effects.odds_ratio, Events(10, 10), Events(3, 10), "nothing else"),
        (effects.odds_ratio, Events(0, 10), Events(3, 10), "without events"),
        (effects.risk_difference, Events(0, 10), Events(10, 10), "no spread"),
        (effects.risk_difference, Events(11, 10), Events(1, 10), "more events than people"),
        (effects.risk_ratio, Events(-1, 10), Events(1, 10), "more events than people"),
        (effects.risk_difference, Events(0, 0), Events(1, 10), "without people"),
        (effects.p_values, Events(0, 10), Events(0, 10), "no test"),
        (effects.p_values, Events(10, 10), Events(9, 9), "no test"),
        (effects.mean_difference, Mean(1, 0, 5), Mean(2, 0, 5), "no spread"),
        (effects.mean_difference, Mean(1, 1, 0), Mean(2, 1, 5), "without people"),
        (effects.standardised_mean_difference, Mean(1, 0, 5), Mean(2, 0, 5), "no spread"),
        (effects.standardised_mean_difference, Mean(1, 1, 1), Mean(2, 1, 2), "too few people"),
        (lambda one, other: effects.risk("MD", one, other), 0.5, 0.5, "no risk comes of MD"),
        (lambda one, other: effects.risk("RR", one, other), 0.5, 1.5, "a share from 0 to 1"),
    ],
)
def test_what_is_not_defined_is_refused(function, one, other, reason):
    with pytest.raises(Refused, match=reason):
        function(one, other)


counts = st.integers(1, 400).flatmap(lambda n: st.builds(Events, st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_to_change_the_arms_turns_an_effect_round(one, other):
    assume(0 < one.events < one.n and 0 < other.events < other.n)
    for function, turn in (
        (effects.risk_ratio, lambda value: 1 / value),
        (effects.odds_ratio, lambda value: 1 / value),
        (effects.risk_difference, lambda value: -value),
    ):
        back = function(other, one)
        turned = (turn(back.value), turn(back.high), turn(back.low))
        assert function(one, other) == pytest.approx(turned)
    assert effects.p_values(one, other) == pytest.approx(effects.p_values(other, one))


@given(counts, counts)
def test_p_values_are_shares_and_yates_is_the_milder(one, other):
    assume(0 < one.events + other.events < one.n + other.n)
    fisher, pearson, yates = effects.p_values(one, other)
    assert 0 < fisher <= 1
    assert 0 <= pearson <= yates <= 1


@given(st.sampled_from(["RR", "OR", "HR"]), st.floats(0.01, 100), st.floats(0, 1))
def test_a_risk_is_a_share_and_a_ratio_of_one_changes_nothing(measure, ratio, control):
    assert 0 <= effects.risk(measure, ratio, control) <= 1
    assert effects.risk(measure, 1.0, control) == pytest.approx(control)


def test_a_risk_by_hand():
    assert effects.risk("RR", 0.31, 0.245) == pytest.approx(0.07595)
    assert effects.risk("OR", 0.5, 0.5) == pytest.approx(1 / 3)
    assert effects.risk("HR", 2, 0.5) == pytest.approx(0.75)
    assert effects.risk("RR", 4, 0.5) == 1


@pytest.mark.parametrize(("level", "value"), [(95, 1.959963984540054), (99, 2.5758293035489), (90, 1.6448536269514722)])
def test_the_quantiles_of_usual_levels(level, value):
    assert effects.z(level) == pytest.approx(value, rel=1e-12)


# From arms


def result(*given: ArmResult, comparison: str = "between-groups", measure: str | None = None) -> Result:
    return Result(outcome="pain", comparison=comparison, text="t", locator="l", measure=measure, arms=given)


def study(design: str = "rct") -> Study:
    return Study(
        citation="c",
        design=design,
        population="p",
        intervention=Treatment(route="oral"),
        comparator="placebo",
        direction="unclear",
        ocebm_level=2,
        extraction=Extraction(read="abstract", at="https://example.org", date=datetime.date(2026, 1, 2)),
    )


def pair(one: dict, other: dict) -> tuple[ArmResult, ArmResult]:
    return ArmResult(arm="magnesium", role="intervention", **one), ArmResult(arm="placebo", role="comparator", **other)


EVENTS = pair({"events": 16, "n": 45}, {"events": 31, "n": 45})
MEANS = pair({"mean": 5.2, "sd": 1.7, "n": 35}, {"mean": 7.4, "sd": 1.4, "n": 35})


@pytest.mark.parametrize(
    ("arms", "fields", "measure", "estimate"),
    [
        (EVENTS, {}, "RR", 16 / 31),
        (EVENTS, {"measure": "OR"}, "OR", (16 * 14) / (29 * 31)),
        (EVENTS, {"measure": "RD"}, "RD", -15 / 45),
        (pair({"events": 0, "n": 33}, {"events": 8, "n": 33}), {}, "RD", -8 / 33),
        (MEANS, {}, "MD", -2.2),
        (MEANS, {"measure": "SMD"}, "SMD", -1.3971),
        ((ArmResult(arm="ketamine", n=9, mean=1), *MEANS), {}, "MD", -2.2),
    ],
)
def test_arms_give_the_effect_of_what_they_hold(arms, fields, measure, estimate):
    found = effects.calculated(study(), result(*arms, **fields))
    assert found.measure == measure
    assert found.estimate == pytest.approx(estimate, rel=1e-4)
    assert found.ci.level == 95
    assert found.ci.low < found.estimate < found.ci.high
    assert "(magnesium)" in found.given
    assert "(placebo)" in found.given
    assert found.formula


@pytest.mark.parametrize(
    ("design", "arms", "fields", "reason"),
    [
        ("crossover-rct", EVENTS, {}, "a crossover trial needs its own analysis"),
        ("cluster-rct", EVENTS, {}, "a cluster trial needs its own analysis"),
        ("rct", EVENTS, {"comparison": "within-group"}, "a change within one group is no effect"),
        ("rct", (), {}, "no values by arm are recorded"),
        ("rct", (ArmResult(arm="a", events=1, n=2), ArmResult(arm="b", events=1, n=2)), {}, "which two arms"),
        ("rct", (*EVENTS, EVENTS[0]), {}, "which two arms"),
        ("rct", pair({"events": 1}, {"events": 1, "n": 2}), {}, "the events or the people"),
        ("rct", pair({"n": 2}, {"events": 1, "n": 2}), {}, "the events or the people"),
        ("rct", pair({"median": 1.0}, {"median": 2.0}), {}, "a median has no mean difference"),
        ("rct", pair({"n": 3}, {"n": 3}), {}, "the mean of an arm is not reported"),
        ("rct", pair({"mean": 1, "n": 3}, {"mean": 1, "sd": 1, "n": 3}), {}, "the standard deviation of a mean"),
        ("rct", pair({"mean": 1, "change": True}, {"mean": 1, "change": True}), {}, "deviation of a change"),
        ("rct", pair({"mean": 1, "sd": 1}, {"mean": 1, "sd": 1, "n": 3}), {}, "the number of people"),
        ("rct", pair({"mean": 1, "sd": 1, "n": 3, "change": True}, {"mean": 1, "sd": 1, "n": 3}), {}, "is a change"),
    ],
)
def test_what_would_be_an_approximation_is_refused(design, arms, fields, reason):
    with pytest.raises(Refused, match=reason):
        effects.calculated(study(design), result(*arms, **fields))


# Absolute effects


def ratio(**fields) -> Effect:
    ci = Interval(level=95, low=0.21, high=0.45)
    return Effect(direction="unclear", better="lower", **{"measure": "RR", "estimate": 0.31, "ci": ci, **fields})


@pytest.mark.parametrize("events", [-1, 201])
def test_an_impossible_control_risk_gives_no_absolute_numbers(events):
    risk = ControlRisk(events=events, per=200, source="c", locator="table 1")
    assert effects.absolute(ratio(control_risk=risk)) is None
    assert effects.control_risk(ratio(control_risk=risk)) is None


def test_a_ratio_with_a_control_risk_has_absolute_numbers():
    printed = Absolute(per=1000, comparator=245, intervention=72, derivation="as printed")
    found = effects.absolute(ratio(absolute=printed))
    assert (found.per, found.comparator, found.intervention, found.low, found.high) == (1000, 245, 76, 51, 110)
    risk = ControlRisk(events=49, per=200, source="c", locator="table 1")
    assert effects.absolute(ratio(control_risk=risk)).intervention == 76
    assert "49 of 200" in effects.absolute(ratio(control_risk=risk)).given
    assert effects.absolute(ratio(control_risk=risk, ci=None)).low is None


@pytest.mark.parametrize("fields", [{}, {"measure": "MD"}, {"estimate": None}])
def test_without_a_ratio_or_a_control_risk_there_are_none(fields):
    risk = {} if not fields else {"control_risk": ControlRisk(events=1, per=2, source="c", locator="l")}
    assert effects.absolute(ratio(**fields, **risk)) is None


def test_no_number_is_infinite_where_counts_are_large():
    found = effects.risk_ratio(Events(1, 10**9), Events(10**9 - 1, 10**9))
    assert all(math.isfinite(value) for value in found)
