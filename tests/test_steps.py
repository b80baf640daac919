"""The mildest step for imprecision and risk of bias follows from interval, threshold and people."""

from __future__ import annotations

import datetime

import pytest
from msgspec import structs
from test_sizes import RISK, effect
from verdicts import AGAINST, FOR, NONE, POINTS, finding, points

from magpain.model import Absolute, Evidence, Extraction, RiskOfBias, Step, Study, Treatment
from magpain.rating import steps


def step(numbers, people=500, row=POINTS, studies=5, counts="outcome", direction=FOR, bias=0):
    given = finding("high", direction, **numbers)
    certainty = structs.replace(given.certainty, publication_bias=Step(step=bias))
    evidence = Evidence(studies=studies, participants=people, counts=counts)
    return steps.imprecision(structs.replace(given, evidence=evidence, certainty=certainty), row).step


SERIOUS = structs.replace(POINTS, serious=True)


@pytest.mark.parametrize(
    ("numbers", "given", "asked"),
    [
        # No interval.
        ({}, {}, -1),
        ({}, {"people": 125}, -2),
        ({}, {"people": None, "studies": 1}, -2),
        ({}, {"people": None}, -1),
        ({}, {"row": SERIOUS}, -2),
        ({"measure": "MD", "estimate": -2.0}, {}, -1),
        # Inside the threshold: precise, however few people.
        (points(-0.2, -0.8, 0.4), {"people": 40}, 0),
        (points(-0.5, -0.9, -0.1), {"people": 40}, 0),
        (points(-0.5, -0.9, -0.1), {"people": 300, "studies": 1}, -1),
        (points(-0.5, -0.9, -0.1), {"people": 400, "studies": 1}, 0),
        # A bound within a tenth of the threshold hasn't crossed it.
        (points(-0.6, -1.1, 0.3), {}, 0),
        (points(-0.6, -1.2, 0.3), {}, -1),
        (points(-0.6, -1.2, 0.3), {"people": 100}, -2),
        (points(0.1, -1.4, 1.6), {}, -2),
        (points(-1.6, -2.2, -0.95), {}, 0),
        (points(-1.6, -2.2, -0.8), {}, -1),
        (points(-1.6, -2.2, -0.8), {"people": 100}, -2),
        # Clear of the threshold.
        (points(-2.4, -2.9, -1.9), {}, 0),
        (points(-2.4, -2.9, -1.9), {"people": 399}, -1),
        (points(-2.4, -2.9, -1.9), {"people": 500, "counts": "review"}, -1),
        (points(-2.4, -2.9, -1.9), {"people": 100, "counts": "review"}, -2),
        (points(-2.4, -2.9, -1.9), {"people": 399, "bias": -1}, 0),
        (points(2.4, 1.9, 2.9), {"direction": AGAINST}, 0),
        # No size: the target is no effect.
        (points(-2.4, -2.9, -1.9), {"row": None}, 0),
        (points(-2.4, -2.9, -1.9), {"row": None, "people": 200}, -1),
        (points(-2.4, -2.9, -1.9), {"row": None, "people": 50}, -2),
        (points(-2.4, -2.9, 0.9), {"row": None}, -1),
        (points(-2.4, -2.9, 0.9), {"row": None, "people": 50}, -2),
        (points(-0.8, -1.3, -0.3), {}, 0),
        (points(-3.5, -6.5, -0.5), {"people": 200}, -1),
        # Events count where people had an outcome or not.
        (effect("RD", 0.3, 0.2, 0.4, scale=1), {"row": RISK, "people": 2999}, -1),
        (effect("RD", 0.3, 0.2, 0.4, scale=1), {"row": RISK, "people": 3000}, 0),
    ],
)
def test_the_mildest_step_for_imprecision(numbers, given, asked):
    assert step(numbers, **given) == asked


@pytest.mark.parametrize(("people", "asked"), [(500, -1), (700, 0)])
def test_events_are_counted_by_the_absolute_numbers(people, asked):
    numbers = Absolute(per=100, comparator=60, intervention=30, derivation="printed")
    assert step(effect("RR", 0.5, 0.4, 0.6, absolute=numbers), people, RISK) == asked


def test_the_step_is_the_same_whatever_was_found():
    for numbers in ((-2.4, -2.9, -1.9), (-1.6, -2.2, -0.8), (-0.6, -1.5, 0.3), (-0.2, -0.8, 0.4)):
        for people in (100, 300, 500):
            turned = points(-numbers[0], -numbers[2], -numbers[1])
            assert (
                step(points(*numbers), people)
                == step(turned, people, direction=AGAINST)
                == step(turned, people, direction=NONE)
            )


def study(people, judgement, design="rct"):
    return Study(
        citation="c",
        design=design,
        population="p",
        intervention=Treatment(route="oral"),
        comparator="placebo",
        direction="unclear",
        ocebm_level=2,
        extraction=Extraction(read="abstract", at="https://example.org", date=datetime.date(2026, 1, 2)),
        n_randomised=people,
        risk_of_bias=RiskOfBias(judgement=judgement, reason="r") if judgement else None,
    )


@pytest.mark.parametrize(
    ("people", "studies", "asked"),
    [
        (100, [study(50, "low"), study(50, "high")], 0),
        (100, [study(49, "low"), study(51, "some-concerns")], -1),
        (None, [study(50, "low"), study(50, "unclear")], 0),
        (None, [study(50, "low"), study(51, None)], -1),
        (400, [study(100, "low"), study(400, None, "meta-analysis")], -1),
        (400, [study(400, "low", "meta-analysis")], 0),
        (None, [study(None, "low")], -1),
        (100, [], -1),
    ],
)
def test_no_step_for_risk_of_bias_takes_studies_judged_low(people, studies, asked):
    given = structs.replace(finding(), evidence=Evidence(studies=2, participants=people))
    assert steps.risk_of_bias(given, studies).step == asked
