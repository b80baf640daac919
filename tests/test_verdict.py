"""The words follow from certainty, interval, threshold and what is better, and never say more than these."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest
import verdicts
from msgspec import structs
from verdicts import AGAINST, CASES, FOR, POINTS, finding, of, turned

from magpain.formats.widths import width
from magpain.model import RATINGS, UNIT_NOT_PRINTED, Interval, Level, Route, Treatment
from magpain.rating import verdict
from magpain.rating.sizes import judge

BOTH = [(shown, better) for shown in (*CASES, *map(turned, CASES)) for better in ("lower", "higher")]
EVERY = [(of(shown, rating, better), rating, better) for (shown, better), rating in itertools.product(BOTH, RATINGS)]
NAMED = [(case, f"{rating} {better} {case.effect.direction} {case.effect.estimate}") for case, rating, better in EVERY]


def every_case(check):
    """Make one test for each rating of a check of one case: so many tests of their own take long to collect."""

    @pytest.mark.parametrize("rating", RATINGS)
    def test(rating):
        rated = [(case, name) for case, name in NAMED if case.certainty.rating == rating]
        assert rated
        for case, name in rated:
            try:
                check(case)
            except AssertionError as error:
                error.add_note(name)
                raise

    return test


def said(case):
    return verdict.sentence("magnesium", case, POINTS)


def test_the_table_of_everything_that_a_verdict_says(golden):
    golden("verdicts.txt", "\n".join(verdicts.table()) + "\n")


@every_case
def test_a_sentence_is_whole(case):
    assert said(case)[0].isupper()
    assert said(case).endswith(".")
    assert "compared with placebo" in said(case)
    assert said(case).count(case.outcome) == 1
    assert "  " not in said(case)


@every_case
def test_little_or_no_difference_takes_an_interval_inside_the_threshold(case):
    inside = case.effect.ci is not None and case.effect.ci.low > -1 and case.effect.ci.high < 1
    for text in (said(case), verdict.short(case, POINTS)):
        assert inside or "little or no difference" not in text


@every_case
def test_what_an_interval_does_not_exclude_is_named(case):
    judgement = judge(case, POINTS)
    if judgement.case == "B" and case.certainty.rating != "very-low":
        assert ("reduction" in said(case)) == (case.effect.ci.low <= -1)
        assert ("increase" in said(case)) == (case.effect.ci.high >= 1)


@every_case
def test_only_an_important_effect_of_known_size_points_to_a_side(case):
    judgement = judge(case, POINTS)
    pointing = verdict.sign(case, POINTS) in "▲▼"
    assert pointing == (
        judgement.case in ("D", "E")
        and judgement.size in ("small", "moderate", "large")
        and case.certainty.rating != "very-low"
    )


@every_case
def test_the_sign_agrees_with_the_short_form(case):
    sign, short = verdict.sign(case, POINTS), verdict.short(case, POINTS)
    assert (sign == "▲") <= ("better" in short)
    assert (sign == "▼") <= ("worse" in short)
    assert (sign == "±") == (short in ("studies disagree", "results disagree"))
    assert ("size unclear" in short or "uncertain" in short or short == "unclear") == (sign == "?")


@every_case
def test_the_short_form_fits_a_list(case):
    assert 0 < width(verdict.short(case, POINTS)) <= 33


@every_case
def test_the_sentence_is_as_sure_as_the_rating(case):
    rating, sentence = case.certainty.rating, said(case)
    hedged = judge(case, POINTS).case in ("A1", "A2", "C", "D", "E", "G")
    assert ("very uncertain" in sentence) == (rating == "very-low")
    assert ("probably" in sentence) == (rating == "moderate" and hedged)
    assert (" may " in sentence) == (rating == "low" and hedged)


@every_case
def test_a_sentence_and_its_short_form_point_the_same_way(case):
    short, sentence = verdict.short(case, POINTS), said(case)
    for word, verb in (("better", FOR), ("worse", AGAINST)):
        if word in short:
            falls = (verb == FOR) == (case.effect.better == "lower")
            assert ("reduce" if falls else "increase") in sentence.partition(";")[0]
            assert ("increase" if falls else "reduce") not in sentence


def test_very_low_certainty_says_what_was_seen():
    seen = finding("very-low", "no-difference", studies=2, people=24)
    assert said(seen) == (
        "The evidence is very uncertain about the effect of oral magnesium on pain, compared with placebo; "
        "no difference was seen in 2 studies with 24 people."
    )
    assert said(finding("very-low", people=None)).endswith("; a reduction was seen in 1 study.")
    whole = structs.replace(seen, evidence=structs.replace(seen.evidence, counts="review"))
    assert said(whole).endswith("in 2 studies.")
    assert said(finding("very-low", studies=0)).endswith("compared with placebo.")


@pytest.mark.parametrize("route", get_args(Route))
def test_every_route_is_named_once(route):
    named = {
        "any": "Magnesium reduces",
        "infiltration": "Magnesium injected into the tissue reduces",
        "perineural": "Magnesium added to a nerve block reduces",
    }
    assert said(finding(route=route)).startswith(named.get(route, f"{route.capitalize()} magnesium reduces"))


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("intravenous", "intravenous magnesium with calcium"),
        ("any", "magnesium with calcium"),
        ("perineural", "magnesium with calcium added to a nerve block"),
    ],
)
def test_a_combination_is_named(route, expected):
    assert verdict.with_subject("magnesium", Treatment(route=route, combined_with="calcium")) == expected


def test_a_subject_is_text_and_no_template():
    assert verdict.sentence("{} {0}", finding()).startswith("Oral {} {0} reduces")
    assert verdict.sentence("{x}", finding(route="any")).startswith("{x} reduces")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (of(CASES[8]), "high certainty, favours intervention, moderate size, MD −2.4 points (95% CI −2.9 to −1.9)"),
        (finding("very-low", AGAINST), "very low certainty, favours comparator, unclear size"),
        (finding("low", "no-difference"), "low certainty, no difference"),
        (finding("low", "mixed"), "low certainty, mixed"),
        (finding("low", "unclear"), "low certainty, unclear"),
        (finding(measure="RR", estimate=0.5), "high certainty, favours intervention, unclear size, RR 0.5"),
    ],
)
def test_the_technical_verdict(given, expected):
    assert verdict.technical(given, POINTS) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({}, ""),
        ({"measure": "MD"}, ""),
        ({"estimate": 1.0}, ""),
        ({"measure": "SMD", "estimate": -0.62}, "SMD −0.62"),
        (
            {"measure": "SMD", "estimate": -0.62, "ci": Interval(level=95, low=-0.86, high=-0.38), "i2": 54.0},
            "SMD −0.62 (95% CI −0.86 to −0.38), I² 54%",
        ),
        ({"measure": "MD", "estimate": 2.0, "unit": "points"}, "MD 2 points"),
        ({"measure": "RD", "estimate": 0.1, "unit": "per patient"}, "RD 0.1 per patient"),
        ({"measure": "RR", "estimate": 0.5, "unit": "points"}, "RR 0.5"),
        ({"measure": "MD", "estimate": 2.0, "unit": UNIT_NOT_PRINTED}, f"MD 2 ({UNIT_NOT_PRINTED})"),
        (
            {"measure": "MD", "estimate": 2.0, "unit": UNIT_NOT_PRINTED, "ci": Interval(level=95, low=1, high=3)},
            f"MD 2 (95% CI 1 to 3; {UNIT_NOT_PRINTED})",
        ),
        ({"measure": "OR", "estimate": 0.0, "ci": Interval(level=99.5, low=0, high=1)}, "OR 0 (99.5% CI 0 to 1)"),
        ({"measure": "HR", "estimate": 1.0, "i2": 0.0}, "HR 1, I² 0%"),
    ],
)
def test_an_estimate_is_written_as_reviews_do(numbers, expected):
    assert verdict.estimate(finding(**numbers).effect) == expected


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.1 + 0.2, "0.3"), (-0.62, "−0.62"), (1.0, "1"), (1200.0, "1200"), (0.0, "0"), (-1e-7, "−1e−07")],
)
def test_a_number_is_written_without_the_digits_of_the_machine(value, written):
    assert verdict.number(value) == written


def test_every_level_has_its_meaning():
    assert set(verdict.MEANING) == set(get_args(Level))
