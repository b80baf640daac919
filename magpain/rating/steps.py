"""The mildest steps that the rules allow a rating for imprecision and risk of bias.

They follow GRADE guidance 34 (Zeng 2022) and Core GRADE 2 and 4, and don't depend on the result; docs/verdicts.md lists
them. A stricter step is always allowed; a milder one needs an override.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from magpain.model import REVIEWS, Finding, Study, Threshold
from magpain.rating.sizes import Judgement, importance, judge, no_effect

# With fewer than 126 people, half a standard deviation cannot be shown (63 per arm, 80% power); the other numbers are
# enough people, enough events, and enough people if the events are not known.
FEW, ENOUGH, ENOUGH_EVENTS, ENOUGH_WITHOUT_EVENTS = 126, 400, 300, 3000
# A limit has to pass a threshold by at least this fraction of it to count as crossing it.
_APPRECIABLY = 0.1
_BINARY = ("RR", "OR", "RD", "HR")


class Asked(NamedTuple):
    """The mildest step allowed, and why."""

    step: int
    reason: str


def imprecision(finding: Finding, row: Threshold | None) -> Asked:
    """Return the mildest step for imprecision; `row` is the threshold that the finding names."""
    asked = _of_interval(finding, judge(finding, row), row)
    if asked.step == 0 and finding.evidence.studies == 1 and not _are_at_least(finding, ENOUGH):
        return Asked(-1, f"one trial with fewer than {ENOUGH} people")
    return asked


def _of_interval(finding: Finding, judgement: Judgement, row: Threshold | None) -> Asked:
    few = are_few(finding)
    if finding.effect.estimate is None or finding.effect.ci is None:
        grave = few or bool(row and row.serious)
        return Asked(-2 if grave else -1, f"no interval{', and few people' if few else ''}")
    if row is None or judgement.numbers is None or judgement.case in ("C", "G"):
        return _by_no_effect(finding, few=few)
    crossed = _crossed(judgement, row)
    if crossed == 2:
        return Asked(-2, "the interval reaches important effects on both sides")
    if crossed == 1:
        return Asked(-2 if few else -1, f"the interval crosses the threshold{', and few people' if few else ''}")
    if judgement.case in ("A1", "A2", "B"):
        return Asked(0, "the interval lies inside the threshold")
    return _by_people(finding, "the interval is clear of the threshold", few=few)


def _by_no_effect(finding: Finding, *, few: bool) -> Asked:
    effect = finding.effect
    null = no_effect(effect.measure or "")
    if effect.ci and effect.ci.low <= null <= effect.ci.high:
        return Asked(-2 if few else -1, f"the interval includes no effect{', and few people' if few else ''}")
    return _by_people(finding, "the interval excludes no effect", few=few)


def _by_people(finding: Finding, reason: str, *, few: bool) -> Asked:
    if few:
        return Asked(-2, f"{reason}, and few people")
    return Asked(0, reason) if _are_enough(finding) else Asked(-1, f"{reason}, and not enough people or events")


def _crossed(judgement: Judgement, row: Threshold) -> int:
    """Return how many thresholds the interval crosses: those that it must not cross for there to be no step."""
    numbers, null = judgement.numbers, no_effect(row.measure)
    if numbers is None:
        return 0
    below, above = importance(row)
    wide = [null + (threshold - null) * (1 + _APPRECIABLY) for threshold in (below, above)]
    narrow = [null + (threshold - null) * (1 - _APPRECIABLY) for threshold in (below, above)]
    if judgement.case in ("D", "E"):
        return int(narrow[0] < numbers.high and numbers.low < narrow[1])
    return int(numbers.low < wide[0]) + int(numbers.high > wide[1])


def are_few(finding: Finding) -> bool:
    """Return whether a finding is based on few people: fewer than 126, or one trial that reports no number."""
    people = finding.evidence.participants
    return finding.evidence.studies <= 1 if people is None else people < FEW


def _are_at_least(finding: Finding, number: int) -> bool:
    """Return whether the outcome had at least this number of people; the number of a whole review does not count."""
    evidence = finding.evidence
    return evidence.counts == "outcome" and evidence.participants is not None and evidence.participants >= number


def _are_enough(finding: Finding) -> bool:
    """Return whether there are enough people or, for a binary outcome, enough events.

    Trials that were already downgraded for publication bias because they are small are not downgraded again.
    """
    effect = finding.effect
    if finding.certainty.publication_bias.step or effect.measure not in _BINARY:
        return bool(finding.certainty.publication_bias.step) or _are_at_least(finding, ENOUGH)
    if effect.absolute and finding.evidence.participants:
        share = (effect.absolute.comparator + effect.absolute.intervention) / 2 / effect.absolute.per
        return _are_at_least(finding, 1) and share * finding.evidence.participants >= ENOUGH_EVENTS
    return _are_at_least(finding, ENOUGH_WITHOUT_EVENTS)


def risk_of_bias(finding: Finding, studies: Sequence[Study]) -> Asked:
    """Return the mildest step for risk of bias: 0 if at least half the people were in studies judged at low risk."""
    trials = [study for study in studies if study.design not in REVIEWS] or list(studies)
    low = sum(_people(study) for study in trials if study.risk_of_bias and study.risk_of_bias.judgement == "low")
    whole = finding.evidence.participants or sum(map(_people, trials))
    if low and 2 * low >= whole:
        return Asked(0, "studies of at least half the people are judged low")
    return Asked(-1, "studies of less than half the people are judged low in the file")


def _people(study: Study) -> int:
    return study.n_analysed or study.n_randomised or 0
