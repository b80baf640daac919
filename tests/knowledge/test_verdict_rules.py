"""Rules about verdicts heed overrides and published ratings; rules about arms leave alone what they can't judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from magpain import knowledge

BAD = Path(__file__).parent / "bad"
OVERRIDDEN = ("threshold-fits", "imprecision-at-least", "bias-zero-needs-low", "people-are-the-arms")


def told(path):
    return {problem.rule for problem in knowledge.check(path)}


def changed(tmp_path, name, *replacements):
    text = (BAD / f"{name}.yaml").read_text("utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "changed.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("rule", OVERRIDDEN)
def test_a_finding_may_depart_from_a_rule_with_a_reason(tmp_path, rule):
    override = f"[{{rule: {rule}, to: as it stands, reason: decided so, by: magpain, date: 2026-01-31}}]"
    path = changed(tmp_path, rule, ("        studies: [", f"        override: {override}\n        studies: ["))
    assert told(path) == set()


@pytest.mark.parametrize("rule", ["imprecision-at-least", "bias-zero-needs-low"])
def test_a_published_rating_is_kept(tmp_path, rule):
    own = "published: [{rating: moderate, cites: [example-2020], scope: the same}]"
    path = changed(tmp_path, rule, ("rated_by: magpain", f"rated_by: example-2020\n          {own}"))
    assert told(path) == set()


def test_a_recorded_reason_for_the_leading_synthesis_is_enough(tmp_path):
    chosen = "chosen: {over: [other-2021, third-2022], reason: the latest search}"
    place = "          source: example-2020\n        evidence"
    path = changed(
        tmp_path,
        "leading-synthesis-has-reason",
        (place, f"          source: example-2020\n          {chosen}\n        evidence"),
    )
    assert told(path) == set()


@pytest.mark.parametrize(
    "replaced",
    [
        # Neither all nor none had the event: no test; a third arm; a p value that tells nothing.
        (("events: 29", "events: 0"), ("events: 39", "events: 0")),
        (
            (
                "role: comparator, n: 45, events: 39}",
                "role: comparator, n: 45, events: 39}\n          - {arm: third, n: 9}",
            ),
        ),
        (('p: "0.063"', 'p: ">0.01"'),),
        (('p: "0.063"', 'p: "0.02"'),),
    ],
)
def test_a_p_value_is_compared_where_it_can_be(tmp_path, replaced):
    assert told(changed(tmp_path, "p-fits-counts", *replaced)) == set()


def test_many_people_are_compared_without_fishers_test(tmp_path):
    whole = (("n_randomised: 240\n", "n_randomised: 24000\n"), ("n_analysed: 240\n", "n_analysed: 24000\n"))
    people = (("n: 45, events: 29", "n: 9000, events: 5800"), ("n: 45, events: 39", "n: 9000, events: 7800"))
    arms = (("{name: supplement, n_randomised: 120}", "{name: supplement, n_randomised: 12000}"),
            ("{name: placebo, n_randomised: 120}", "{name: placebo, n_randomised: 12000}"))  # fmt: skip
    assert told(changed(tmp_path, "p-fits-counts", *whole, *people, *arms)) == {"p-fits-counts"}


def test_people_of_the_arms_that_add_up_are_no_fault(tmp_path):
    path = changed(tmp_path, "people-are-the-arms--sum", ("{name: placebo, n: 110}", "{name: placebo, n: 120}"))
    assert told(path) == set()


def test_a_trial_of_three_arms_may_count_two(tmp_path):
    assert told(changed(tmp_path, "people-are-the-arms", ("participants: 240", "participants: 180"))) == set()


def test_findings_without_studies_are_not_compared(tmp_path):
    path = changed(tmp_path, "same-evidence-same-step", ("studies: [example-2020]", "studies: []"))
    assert "same-evidence-same-step" not in told(path)
