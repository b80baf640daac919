"""Sizes follow from the estimate, its interval and the threshold, by the rules of docs/verdicts.md."""

from __future__ import annotations

import datetime

import pytest
from msgspec import structs
from verdicts import AGAINST, FOR, NONE, POINTS, finding, points

from magpain.model import Absolute, ControlRisk, Effect, Interval, Override, Threshold
from magpain.rating.sizes import at_95, fitted, judge

RATIO = Threshold(
    kind="relief", measure="RR", small=0.75, moderate=0.67, large=0.5, above=(1.25, 1.5, 2), basis="judgement"
)
RISK = Threshold(kind="relief", measure="RD", scale=1000, small=50, moderate=100, large=200, basis="judgement")
SCORE = Threshold(kind="scores", measure="SMD", small=0.2, moderate=0.5, important=0.5, basis="judgement")
HOURS = Threshold(kind="stay", measure="MD", unit="hours", small=24, moderate=48, large=96, basis="judgement")


def effect(measure, estimate, low, high, level=95, **fields):
    return {"measure": measure, "estimate": estimate, "ci": Interval(level=level, low=low, high=high), **fields}


def judged(row, direction=FOR, **numbers):
    return judge(finding("high", direction, **numbers), row)


@pytest.mark.parametrize(
    ("numbers", "case", "size"),
    [
        ((-0.2, -0.8, 0.4), "A1", "trivial"),
        ((-0.2, -1, 0.4), "B", "unclear"),
        ((0.2, -0.4, 1), "B", "unclear"),
        ((-0.5, -0.9, -0.1), "A2", "trivial"),
        ((-0.8, -1, -0.3), "C", "trivial"),
        ((-1, -1.5, -0.5), "E", "small"),
        ((-1.5, -1.9, -1), "D", "small"),
        ((-2, -3, -1), "D", "moderate"),
        ((-2, -3, -0.9), "G", "unclear"),
        ((-3.5, -5, -1.5), "D", "moderate"),
        ((-3.5, -5, -2), "D", "large"),
        ((3.5, 2, 5), "D", "large"),
        ((-1, -2, 0), "B", "unclear"),
    ],
)
def test_the_size_is_the_estimates_but_at_most_one_above_the_nearer_bounds(numbers, case, size):
    assert judged(POINTS, **points(*numbers))[:2] == (case, size)


@pytest.mark.parametrize(
    ("numbers", "case", "size"),
    [
        ((0.81, 0.6, 1.11), "B", "unclear"),
        ((0.95, 0.8, 1.2), "A1", "trivial"),
        ((0.95, 0.8, 1.25), "B", "unclear"),
        ((0.12, 0.06, 0.25), "D", "large"),
        ((0.53, 0.31, 0.91), "G", "unclear"),
        ((1.6, 1.3, 2.1), "D", "moderate"),
    ],
)
def test_a_ratio_has_a_threshold_on_either_side_of_1(numbers, case, size):
    assert judged(RATIO, **effect("RR", *numbers))[:2] == (case, size)


def test_without_thresholds_above_1_they_are_the_reciprocals():
    row = structs.replace(RATIO, above=())
    assert judged(row, **effect("RR", 1.05, 0.95, 1.3)).case == "A1"
    assert judged(row, **effect("RR", 1.05, 0.95, 1.34)).case == "B"


def test_important_may_be_another_number_than_small():
    assert judged(SCORE, **effect("SMD", 0.3, 0.1, 0.45))[:2] == ("A2", "small")
    assert judged(SCORE, **effect("SMD", 0.3, 0.1, 0.6))[:2] == ("C", "small")
    assert judged(structs.replace(RATIO, important=0.5), **effect("RR", 0.7, 0.6, 0.9)).case == "A2"


def test_nothing_is_larger_than_the_last_threshold_given():
    assert judged(SCORE, **effect("SMD", 2.5, 2.1, 3))[:2] == ("D", "moderate")


def test_an_interval_of_another_level_is_rescaled():
    assert at_95(-0.73, Interval(level=99, low=-1.37, high=-0.1), ratio=False)[:3] == pytest.approx(
        (-0.73, -0.73 - 0.64 * 1.959964 / 2.575829, -0.73 + 0.63 * 1.959964 / 2.575829), abs=1e-6
    )
    assert at_95(0.5, Interval(level=90, low=0.25, high=1), ratio=True).low == pytest.approx(
        0.5 * 0.5 ** (1.959964 / 1.644854), abs=1e-6
    )
    inside = points(-0.6, -1.1, -0.1)
    assert judged(POINTS, **inside).case == "C"
    assert judged(POINTS, **{**inside, "ci": Interval(level=99, low=-1.1, high=-0.1)}).case == "A2"


@pytest.mark.parametrize("numbers", [(-0.6, -1.5, 0.3), (-0.5, -0.9, -0.1), (-0.2, -0.8, 0.4)])
def test_what_is_trivial_on_an_unnamed_scale_stays_so(numbers):
    named = judged(POINTS, **points(*numbers))
    assert judged(POINTS, **{**points(*numbers), "scale": None})[:2] == named[:2]


def test_on_an_unnamed_scale_nothing_else_has_a_size():
    assert judged(POINTS, **{**points(-9.7, -16, -3), "scale": None})[:2] == ("G", "unclear")


def test_a_scale_is_converted():
    assert judged(POINTS, **{**points(-15, -19, -11), "scale": 100})[:2] == ("D", "small")
    share = effect("RD", 0.099, 0.03, 0.168, scale=1)
    percent = effect("RD", 9.9, 3, 16.8, scale=100)
    assert judged(RISK, **share)[:2] == judged(RISK, **percent)[:2] == ("E", "small")


def test_a_ratio_with_a_control_risk_is_a_risk_difference():
    control = Absolute(per=1000, comparator=245, intervention=72, derivation="printed")
    sized = judged(RISK, **effect("RR", 0.31, 0.21, 0.45, absolute=control))
    assert (sized.case, sized.size) == ("D", "moderate")
    assert sized.numbers[:3] == pytest.approx((-169.05, -193.55, -134.75))
    risk = ControlRisk(events=50, per=100, source="c", locator="table 1")
    assert judged(RISK, **effect("OR", 0.5, 0.4, 0.6, control_risk=risk)).numbers[0] == pytest.approx(-1000 / 6)


@pytest.mark.parametrize(
    ("row", "numbers", "unfit"),
    [
        (None, points(-1, -2, 0.5), "no threshold is named for this outcome"),
        (POINTS, {}, "no estimate with an interval was published"),
        (POINTS, {"measure": "MD", "estimate": -1.0}, "no estimate with an interval was published"),
        (POINTS, effect("SMD", -1, -2, -0.5), "a threshold for MD can't judge a result given as SMD"),
        (HOURS, points(-1, -2, -0.5), "its unit (points) is not the threshold's (hours)"),
        (HOURS, effect("MD", -1, -2, -0.5, unit="unit not printed"), "its unit (unit not printed) is not"),
        (RISK, effect("RD", -1, -2, -0.5), "what the risk difference is counted per is not recorded"),
        (RISK, effect("RR", 0.5, 0.4, 0.6), "no control risk is recorded"),
    ],
)
def test_what_does_not_fit_its_threshold_has_no_size(row, numbers, unfit):
    given = fitted(Effect(direction=FOR, better="lower", **numbers), row)
    assert isinstance(given, str)
    assert given.startswith(unfit)
    assert judged(row, **numbers).size == "unclear"


def test_without_a_size_the_direction_and_the_interval_decide():
    assert judged(None).case == judged(None, AGAINST).case == "G"
    assert judged(None).lowers is True
    assert judged(None, AGAINST).lowers is False
    assert judged(None, NONE).case == "H"
    assert judged(None, **points(-1, -2, 0.5)).case == "H"
    assert judged(None, "mixed").case == "mixed"
    assert judged(POINTS, "unclear", **points(-2, -3, -1)).case == "unclear"


def test_a_unit_may_say_more_than_the_thresholds():
    assert judged(POINTS, **{**points(-2, -3, -1), "unit": "points on a 0-10 scale"}).case == "D"
    assert judged(POINTS, **{**points(-2, -3, -1), "unit": "pointsets"}).case == "G"


def override(to):
    return Override(rule="size-follows-threshold", to=to, reason="r", by="magpain", date=datetime.date(2026, 1, 2))


@pytest.mark.parametrize(
    ("given", "to", "case", "size"),
    [
        (finding(), "moderate", "E", "moderate"),
        (finding(**points(-2, -3, -1)), "unclear", "G", "unclear"),
        (finding(), "trivial", "G", "unclear"),
        (finding("high", NONE), "small", "H", "unclear"),
        (finding(**points(-0.6, -1.5, 0.3)), "large", "B", "unclear"),
    ],
)
def test_an_override_sizes_an_effect_and_never_makes_one_trivial(given, to, case, size):
    assert judge(structs.replace(given, override=(override(to),)), POINTS)[:2] == (case, size)
