"""Effects calculated from the arms that a paper reports, and ratios converted to absolute numbers.

Formulas after the Cochrane Handbook (version 6, chapter 6) and Borenstein 2009 (Introduction to Meta-Analysis, chapters
4 and 5), as `escalc` of R's metafor computes them. Intervals are 95% and use the normal distribution. Data that these
formulas do not fit are rejected with a reason: crossover and cluster trials, medians, changes without their own SD.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from magpain.model import ArmResult, Effect, Interval, Measure, Result, Study

LEVEL = 95.0
_Z_OF_LEVEL = 1.9599639845400536
# Absolute effects are per this many people.
PER = 1000
# The names of the two-sided tests of two arms, in the order of the results of `p_values`.
TESTS = ("Fisher's exact test", "chi-squared test", "chi-squared test with Yates's correction")


class Refused(ValueError):  # noqa: N818 it is a result as often as an error
    """An effect can't be calculated; the message says why."""


class Calculated(Struct, frozen=True, kw_only=True, rename={"given": "from"}):
    """An effect that magpain calculated: its measure, estimate and interval, the formula and the data used."""

    measure: Measure
    estimate: float
    ci: Interval
    formula: str
    given: str


class AbsoluteEffect(Struct, frozen=True, kw_only=True, rename={"given": "from"}):
    """A published ratio in absolute numbers: how many of `per` people, without and with the intervention.

    `low` and `high` are the limits of the interval of `intervention`, at the level of the ratio's own interval. All are
    rounded to whole people, as in summary-of-findings tables.
    """

    per: int
    comparator: int
    intervention: int
    low: int | None
    high: int | None
    formula: str
    given: str


class Events(NamedTuple):
    """How many of the people in an arm had an event."""

    events: int
    n: int


class Mean(NamedTuple):
    """An arm's mean and standard deviation, and its number of people."""

    mean: float
    sd: float
    n: int


class Estimate(NamedTuple):
    """An estimate and the limits of its 95% interval."""

    value: float
    low: float
    high: float


@cache
def z(level: float) -> float:
    """Return the standard normal quantile of a two-sided interval: 1.96 for 95 (percent)."""
    if level == LEVEL:  # most calls need no other, and `statistics` takes time to load
        return _Z_OF_LEVEL
    from statistics import NormalDist

    return NormalDist().inv_cdf(0.5 + level / 200)


def mean_difference(one: Mean, other: Mean) -> Estimate:
    """Return the mean difference, in the unit of the means (Borenstein 2009, 4.2 to 4.6; variances not pooled).

    Raises Refused if an arm has no people, or if every SD is zero.
    """
    _people(one.n, other.n)
    return _around(one.mean - other.mean, one.sd**2 / one.n + other.sd**2 / other.n)


def standardised_mean_difference(one: Mean, other: Mean) -> Estimate:
    """Return Hedges' g, in standard deviations (Hedges 1981, with the exact correction for small samples).

    The variance is the large-sample one of Hedges and Olkin 1985. Raises Refused if it is not defined.
    """
    _people(one.n, other.n)
    freedom = one.n + other.n - 2
    if freedom < 2:
        raise Refused("too few people for a standardised mean difference")
    pooled = math.sqrt(((one.n - 1) * one.sd**2 + (other.n - 1) * other.sd**2) / freedom)
    if not pooled:
        raise Refused("no spread in either arm")
    log_correction = math.lgamma(freedom / 2) - math.lgamma((freedom - 1) / 2) - math.log(freedom / 2) / 2
    g = math.exp(log_correction) * (one.mean - other.mean) / pooled
    return _around(g, 1 / one.n + 1 / other.n + g**2 / (2 * (one.n + other.n)))


def risk_ratio(one: Events, other: Events) -> Estimate:
    """Return the risk ratio (Cochrane Handbook 6.4.1; Borenstein 2009, 5.1 to 5.3).

    Raises Refused if an arm has no events: no continuity correction is applied.
    """
    _counts(one, other)
    if not one.events or not other.events:
        raise Refused("an arm without events has no risk ratio")
    variance = 1 / one.events - 1 / one.n + 1 / other.events - 1 / other.n
    return _exponent(_around(math.log((one.events / one.n) / (other.events / other.n)), variance))


def odds_ratio(one: Events, other: Events) -> Estimate:
    """Return the odds ratio (Cochrane Handbook 6.4.1; Borenstein 2009, 5.8 to 5.10).

    Raises Refused if an arm has no events, or if everyone in it had one.
    """
    _counts(one, other)
    cells = (one.events, one.n - one.events, other.events, other.n - other.events)
    if not all(cells):
        raise Refused("an arm without events, or with nothing else, has no odds ratio")
    a, b, c, d = cells
    return _exponent(_around(math.log(a * d / (b * c)), sum(1 / cell for cell in cells)))


def risk_difference(one: Events, other: Events) -> Estimate:
    """Return the risk difference, from -1 to 1 (Cochrane Handbook 6.4.1; Borenstein 2009, 5.15 and 5.16).

    Raises Refused if neither arm has both people with an event and people without one.
    """
    _counts(one, other)
    risks = [(arm.events / arm.n, arm.n) for arm in (one, other)]
    return _around(risks[0][0] - risks[1][0], sum(risk * (1 - risk) / n for risk, n in risks))


def p_values(one: Events, other: Events) -> tuple[float, float, float]:
    """Return the two-sided p values of two arms' counts, one for each of TESTS.

    Fisher's test sums all tables that are no likelier than the given one (as R's fisher.test does); the chi-squared
    tests are Pearson's, with one degree of freedom. Raises Refused if everyone, or no one, had an event.
    """
    return _fisher(one, other), *chi_squared(one, other)


def chi_squared(one: Events, other: Events) -> tuple[float, float]:
    """Return the two-sided p values of Pearson's chi-squared test, without and with Yates's correction.

    Raises Refused if everyone, or no one, had an event.
    """
    _counts(one, other)
    events, people = one.events + other.events, one.n + other.n
    if events in (0, people):
        raise Refused("no test where all people, or none, had an event")
    expected = one.n * events / people
    variance = one.n * other.n * events * (people - events) / people**3
    away = abs(one.events - expected)
    pearson, yates = (math.erfc(math.sqrt(far**2 / variance / 2)) for far in (away, max(0.0, away - 0.5)))
    return pearson, yates


def _fisher(one: Events, other: Events) -> float:
    _counts(one, other)
    events = one.events + other.events
    possible = range(max(0, events - other.n), min(one.n, events) + 1)
    ways = {count: math.comb(one.n, count) * math.comb(other.n, events - count) for count in possible}
    # R allows for rounding when it compares likelihoods; these counts are integers and need no tolerance.
    return sum(way for way in ways.values() if way <= ways[one.events]) / sum(ways.values())


def risk(measure: str, ratio: float, control: float) -> float:
    """Return the risk with the intervention, from a ratio and the risk without it (both risks 0 to 1).

    RR: ratio times control. OR: Cochrane Handbook 15.4.4.4. HR: 1 - (1 - control)^ratio (Tierney 2007). A result above
    1 is returned as 1. Raises Refused for another measure, or for a control risk outside 0 to 1.
    """
    if not 0 <= control <= 1:
        raise Refused("a control risk is a share from 0 to 1")
    if measure == "RR":
        return min(1.0, ratio * control)
    if measure == "OR":
        return ratio * control / (1 - control + ratio * control)
    if measure == "HR":
        return 1 - float((1 - control) ** ratio)
    raise Refused(f"no risk comes of {measure} and a control risk")


_RISK_FORMULAS = {
    "RR": "control risk x RR (Cochrane Handbook 15.4.4.3)",
    "OR": "control risk x OR / (1 - control risk + control risk x OR) (Cochrane Handbook 15.4.4.4)",
    "HR": "1 - (1 - control risk)^HR",
}


def absolute(effect: Effect) -> AbsoluteEffect | None:
    """Return a published ratio in absolute numbers, or None if there is no ratio or no control risk."""
    found = _control(effect)
    if found is None or effect.estimate is None or effect.measure not in _RISK_FORMULAS:
        return None
    control, where = found
    ci, measure = effect.ci, effect.measure
    return AbsoluteEffect(
        per=PER,
        comparator=round(PER * control),
        intervention=round(PER * risk(measure, effect.estimate, control)),
        low=round(PER * risk(measure, ci.low, control)) if ci else None,
        high=round(PER * risk(measure, ci.high, control)) if ci else None,
        formula=_RISK_FORMULAS[measure],
        given=where,
    )


def control_risk(effect: Effect) -> float | None:
    """Return the proportion of people without the intervention who had the outcome, or None if the file has none."""
    found = _control(effect)
    return found[0] if found else None


def _control(effect: Effect) -> tuple[float, str] | None:
    """Return the control risk and its source; None for more events than people, which a rule reports."""
    if effect.control_risk:
        events, per, source = effect.control_risk.events, effect.control_risk.per, effect.control_risk.locator
    elif effect.absolute:
        events, per, source = effect.absolute.comparator, effect.absolute.per, effect.absolute.derivation
    else:
        return None
    return (events / per, f"{events:g} of {per} without the intervention ({source})") if 0 <= events <= per else None


def calculated(study: Study, result: Result) -> Calculated:
    """Return the effect calculated from a result's arms: a risk ratio for events, a mean difference for means.

    If the result names another measure that its arms allow, that one is used; if an arm has no events, the risk
    difference is. Raises Refused, with the reason, if no effect can be calculated.
    """
    one, other = _sides(study, result)
    if one.events is not None or other.events is not None:
        return _of_events(result, one, other)
    return _of_means(result, one, other)


def _sides(study: Study, result: Result) -> tuple[ArmResult, ArmResult]:
    if study.design in ("crossover-rct", "cluster-rct"):
        raise Refused(f"a {study.design.removesuffix('-rct')} trial needs its own analysis")
    if result.comparison != "between-groups":
        raise Refused("a change within one group is no effect")
    sides = [[arm for arm in result.arms if arm.role == role] for role in ("intervention", "comparator")]
    if not result.arms:
        raise Refused("no values by arm are recorded")
    if [len(side) for side in sides] != [1, 1]:
        raise Refused("which two arms are compared is not recorded")
    return sides[0][0], sides[1][0]


def _of_events(result: Result, one: ArmResult, other: ArmResult) -> Calculated:
    if one.events is None or other.events is None or one.n is None or other.n is None:
        raise Refused("the events or the people of an arm are not reported")
    arms = Events(one.events, one.n), Events(other.events, other.n)
    given = f"{one.events} of {one.n} ({one.arm}) and {other.events} of {other.n} ({other.arm})"
    if result.measure == "OR":
        return _calculated("OR", odds_ratio(*arms), "ad/bc; variance of its log 1/a + 1/b + 1/c + 1/d", given)
    if result.measure == "RD" or not (one.events and other.events):
        return _calculated("RD", risk_difference(*arms), "p1 - p2; variance p1(1-p1)/n1 + p2(1-p2)/n2", given)
    return _calculated("RR", risk_ratio(*arms), "p1/p2; variance of its log 1/e1 - 1/n1 + 1/e2 - 1/n2", given)


def _of_means(result: Result, one: ArmResult, other: ArmResult) -> Calculated:
    if one.mean is None or other.mean is None:
        medians = one.median is not None or other.median is not None
        raise Refused("a median has no mean difference" if medians else "the mean of an arm is not reported")
    if one.sd is None or other.sd is None:
        what = "change" if one.change or other.change else "mean"
        raise Refused(f"the standard deviation of a {what} is not reported")
    if one.n is None or other.n is None:
        raise Refused("the number of people in an arm is not reported")
    if one.change != other.change:
        raise Refused("one arm's value is a change, the other's is not")
    arms = Mean(one.mean, one.sd, one.n), Mean(other.mean, other.sd, other.n)
    given = " and ".join(f"{arm.mean:g} (SD {arm.sd:g}) in {arm.n} ({arm.arm})" for arm in (one, other))
    if result.measure == "SMD":
        formula = "Hedges' g, exact correction; variance 1/n1 + 1/n2 + g^2/2(n1 + n2)"
        return _calculated("SMD", standardised_mean_difference(*arms), formula, given)
    return _calculated("MD", mean_difference(*arms), "m1 - m2; variance sd1^2/n1 + sd2^2/n2", given)


def _calculated(measure: Measure, estimate: Estimate, formula: str, given: str) -> Calculated:
    ci = Interval(level=LEVEL, low=estimate.low, high=estimate.high)
    return Calculated(measure=measure, estimate=estimate.value, ci=ci, formula=formula, given=given)


def _around(value: float, variance: float) -> Estimate:
    if variance <= 0:
        raise Refused("no spread in either arm, so no interval")
    half = z(LEVEL) * math.sqrt(variance)
    return Estimate(value, value - half, value + half)


def _exponent(logs: Estimate) -> Estimate:
    return Estimate(*map(math.exp, logs))


def _people(*counts: int) -> None:
    if any(n < 1 for n in counts):
        raise Refused("an arm without people")


def _counts(*arms: Events) -> None:
    _people(*(arm.n for arm in arms))
    if any(not 0 <= arm.events <= arm.n for arm in arms):
        raise Refused("more events than people")
