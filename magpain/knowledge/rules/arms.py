"""Rules about the results of a study's arms: events, percentages, means, and their p values."""

from __future__ import annotations

import re

from magpain.knowledge.rules.common import Violations
from magpain.knowledge.rules.numbers import is_significant
from magpain.model import ArmResult, Knowledge, Result, Study
from magpain.rating import effects
from magpain.rating.effects import Events, Refused

PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?%")
COUNTED = re.compile(r"\b([0-9]+) of ([0-9]+) \(([0-9]+(?:\.[0-9]+)?) ?%")
# The time of Fisher's test grows with the number of people; above this number only the other two tests are used.
MOST_FOR_FISHER = 5000
# Two measures in one outcome, as in "time to pain and total dose".
MEASURES = r"(?:score|time|dose|latency|test|use|pain|duration|number)"
JOINED = re.compile(rf"\b{MEASURES}\b[^,(]* and (?:\w+ ){{0,2}}{MEASURES}\b")


def arm_fits_study(study: Study, _knowledge: Knowledge) -> Violations:
    """An arm of a result must be one of the study's, given once, with no more people than were randomised to it."""
    most = {arm.name: arm.n_randomised for arm in study.arms}
    for number, result in enumerate(study.results):
        seen: set[str] = set()
        for place, arm in enumerate(result.arms):
            path = ("results", number, "arms", place)
            if arm.arm in seen:
                yield (*path, "arm"), f'expected each arm once, found "{arm.arm}" again'
            seen.add(arm.arm)
            limit = most.get(arm.arm) or study.n_randomised
            if arm.n is not None and limit is not None and arm.n > limit:
                yield (*path, "n"), f"expected at most {limit} (the number randomised), found {arm.n}"


def arm_is_events_or_mean(arm: ArmResult, _knowledge: Knowledge) -> Violations:
    """An arm must have events, or a mean with its SD, or a median with its spread, and not a mixture of them."""
    if arm.events is not None and arm.n is not None and arm.events > arm.n:
        yield ("events",), f"expected at most {arm.n} events (one per person), found {arm.events}"
    if arm.sd is not None and arm.mean is None:
        yield ("sd",), "expected a `mean` for this standard deviation, found none"
    if arm.spread is not None and arm.median is None:
        yield ("spread",), "expected a `median` for this spread, found none"
    elif arm.spread is not None and arm.median is not None and not arm.spread.low <= arm.median <= arm.spread.high:
        shown = f"{arm.spread.low:g} to {arm.spread.high:g}"
        yield ("median",), f"expected a median inside its spread ({shown}), found {arm.median:g}"


def percent_fits_events(study: Study, _knowledge: Knowledge) -> Violations:
    """A percentage that is reported with a count should match that count: 81.7% is not 227 of 280."""
    for number, result in enumerate(study.results):
        for events, people, printed in COUNTED.findall(result.text):
            if not _is_share(printed, int(events), int(people)):
                yield ("results", number, "text"), f"expected the percentage for {events} of {people}, found {printed}%"
        for place, arm in enumerate(result.arms):
            printed = PERCENT.search(arm.text or "")
            if printed and arm.events is not None and arm.n and not _is_share(printed[1], arm.events, arm.n):
                path = ("results", number, "arms", place, "text")
                yield path, f"expected the percentage for {arm.events} of {arm.n}, found {printed[1]}%"


def p_fits_counts(result: Result, _knowledge: Knowledge) -> Violations:
    """A p value for two arms' counts should be on the same side of 0.05 as those of Fisher's and chi-squared tests."""
    sides = _two_arms(result)
    if sides is None or result.p is None:
        return
    try:
        found = _p_values(*sides)
    except Refused:
        return
    told = is_significant(result.p, 0.05)
    if told is not None and all((value < 0.05) != told for value in found):
        shown = ", ".join(f"{value:.2g}" for value in found)
        yield ("p",), f"expected a p value that fits the counts (calculated: {shown}), found {result.p}"


def one_outcome_per_result(result: Result, _knowledge: Knowledge) -> Violations:
    """A result should be about one outcome: two that are joined may differ in which direction is better."""
    if JOINED.search(result.outcome):
        yield ("outcome",), f'expected one outcome per result, found "{result.outcome}"'


def _two_arms(result: Result) -> tuple[Events, Events] | None:
    """Return the counts of a result's two arms, or None if it has a third arm that its p value could be about."""
    counted = [Events(arm.events, arm.n) for arm in result.arms if arm.role and arm.events is not None and arm.n]
    return (counted[0], counted[1]) if len(counted) == len(result.arms) == 2 else None


def _p_values(one: Events, other: Events) -> tuple[float, ...]:
    many = one.n + other.n > MOST_FOR_FISHER
    return effects.chi_squared(one, other) if many else effects.p_values(one, other)


def _is_share(printed: str, events: int, people: int) -> bool:
    """Return whether a reported percentage is that of these counts, rounded or truncated to its digits."""
    unit = 10.0 ** -len(printed.partition(".")[2])
    return people > 0 and -unit / 2 - 1e-9 <= 100 * events / people - float(printed) < unit
