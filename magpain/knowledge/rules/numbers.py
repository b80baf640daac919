"""Rules about the numbers of effects and results: estimates, intervals, p values and directions."""

from __future__ import annotations

import re

from msgspec import UNSET

from magpain.knowledge.rules.common import DECIDED, FAVOURING, Violations
from magpain.model import RATIOS, Effect, Finding, Interval, Knowledge, Result

# Numbers as papers print them: a decimal point, comma or (The Lancet) middle dot, and no zero before it (JAMA, APA).
_DECIMAL = r"[0-9]*[.,\u00b7]?[0-9]+"
_POWER = r"(?:\s?[\u00d7x]\s?10\^?[-\u2212]?[0-9]+|e[-\u2212]?[0-9]+)?"
_SIGN = r"[<>=\u2264\u2265]=?"
P_IN_TEXT = re.compile(rf"\bp(?:[- ]?values?)?(?:\s+(?:was|of))?\s*({_SIGN})\s*({_DECIMAL}{_POWER})", re.IGNORECASE)
# Only numbers that are labelled as an interval are one: "(0 to 10)" is a scale, and "(2 to 7)" may be a range.
_CALLED_INTERVAL = r"\b(?:CI|CrI|confidence interval|credible interval)s?\b\]?(?:\s*\([^)0-9]*\))?"
_END = rf"([-\u2013\u2212]?{_DECIMAL})"
INTERVAL_IN_TEXT = re.compile(
    rf"{_CALLED_INTERVAL}[\s,:;=\[(]*(?:of|was|from)?\s*(?:[0-9]{{2}}\s?%[\s,:)]*)?"
    rf"{_END}%?\s*(?:to|and|[-,;\u2013\u2014\u2212])\s*{_END}",
    re.IGNORECASE,
)
_AS_TYPED = str.maketrans({",": ".", "\u00b7": ".", "\u2013": "-", "\u2212": "-"})


def interval_contains_estimate(record: Effect | Result, _knowledge: Knowledge) -> Violations:
    """An interval's limits must be in order, with the estimate between them."""
    interval = record.ci
    if interval is None:
        return
    if interval.low > interval.high:
        yield ("ci",), f"expected `low` below `high`, found {interval.low:g} and {interval.high:g}"
    elif record.estimate is not None and not interval.low <= record.estimate <= interval.high:
        shown = f"{interval.low:g} to {interval.high:g}"
        yield ("estimate",), f"expected an estimate inside its interval ({shown}), found {record.estimate:g}"


def estimate_is_whole(record: Effect | Result, _knowledge: Knowledge) -> Violations:
    """An interval needs an estimate; an estimate needs a measure and, for a mean difference, a unit."""
    if record.ci and record.estimate is None:
        yield ("ci",), "expected an `estimate` for this interval, found none"
    if record.estimate is not None and record.measure is None:
        yield ("estimate",), "expected a `measure` for this estimate (MD, RR, ...), found none"
    if record.estimate is not None and record.measure == "MD" and not record.unit:
        yield ("estimate",), "expected a `unit` for this mean difference, found none"


def ratio_is_positive(record: Effect | Result, _knowledge: Knowledge) -> Violations:
    """A ratio must be above zero, and its interval's limits not below zero (one reported as 0.00 was rounded)."""
    if record.measure not in RATIOS:
        return
    if record.estimate is not None and record.estimate <= 0:
        yield ("estimate",), f"expected a ratio ({record.measure}) above 0, found {record.estimate:g}"
    for name in ("low", "high") if record.ci else ():
        if (limit := getattr(record.ci, name)) < 0:
            yield ("ci", name), f"expected a ratio ({record.measure}) of 0 or more, found {limit:g}"


def direction_agrees(record: Effect | Result, _knowledge: Knowledge) -> Violations:
    """A direction must fit the estimate, the interval and whether lower or higher is better."""
    if record.direction in _opposed(record):
        yield ("direction",), f"expected a direction that fits the estimate and interval, found {record.direction}"


def effect_has_source(effect: Effect, _knowledge: Knowledge) -> Violations:
    """A finding must give the source of its estimate, or say why it has no estimate."""
    if effect.estimate is not None and effect.source is None:
        yield ("estimate",), "expected `source`, the citation that reports this estimate, found none"
    if effect.estimate is None and effect.no_estimate is None:
        yield (), "expected an `estimate`, or the reason for having none in `no_estimate`"


def no_difference_is_trivial(effect: Effect, _knowledge: Knowledge) -> Violations:
    """If the direction is no-difference, the size must be trivial or unclear."""
    if effect.direction == "no-difference" and effect.size not in ("trivial", "unclear", UNSET):
        yield ("size",), f"expected trivial or unclear (the direction is no-difference), found {effect.size}"


def absolute_agrees(effect: Effect, _knowledge: Knowledge) -> Violations:
    """Absolute numbers must not exceed the number of people, and must fit the direction."""
    control, numbers = effect.control_risk, effect.absolute
    if control and not 0 <= control.events <= control.per:
        yield (
            ("control_risk", "events"),
            f"expected a number from 0 to {control.per} (people), found {control.events:g}",
        )
    if numbers is None:
        return
    for name in ("comparator", "intervention"):
        if not 0 <= (number := getattr(numbers, name)) <= numbers.per:
            yield ("absolute", name), f"expected a number from 0 to {numbers.per} (people), found {number:g}"
    gain = (numbers.intervention - numbers.comparator) * (-1 if effect.better == "lower" else 1)
    if (gain <= 0, gain >= 0)[effect.direction == "favours-comparator"] and effect.direction in FAVOURING:
        yield ("absolute",), f"expected absolute numbers that fit the direction ({effect.direction})"


def p_favours_nobody(result: Result, _knowledge: Knowledge) -> Violations:
    """A result with a p value of 0.05 or more, or reported as not significant, must not favour either side."""
    if result.p and result.direction in FAVOURING and is_significant(result.p, 0.05) is False:
        yield ("direction",), f"expected no-difference, mixed or unclear (p is {result.p}), found {result.direction}"


def p_fits_interval(record: Effect | Result, _knowledge: Knowledge) -> Violations:
    """A p value and an interval of one comparison should agree on significance (they may be of different tests)."""
    if record.p is None or record.ci is None or record.measure is None:
        return
    null = 1.0 if record.measure in RATIOS else 0.0
    significant = is_significant(record.p, 1 - record.ci.level / 100)
    expected, shown = "expected a p value that fits the interval", f"{record.ci.low:g} to {record.ci.high:g}"
    if significant is True and record.ci.low < null < record.ci.high:
        yield ("p",), f"{expected}: {shown} includes no effect, but p is {record.p}"
    elif significant is False and not record.ci.low <= null <= record.ci.high:
        yield ("p",), f"{expected}: {shown} excludes no effect, but p is {record.p}"


def text_prints_the_numbers(result: Result, _knowledge: Knowledge) -> Violations:
    """A result's p value and interval should match those in its text, if any (which may be for something else)."""
    own = p_value(result.p or "NS")
    if own:
        printed = {p_value(sign + value) for sign, value in P_IN_TEXT.findall(result.text)}
        if len(printed) == 1 and own not in printed:
            yield ("p",), f"expected the p value given in `text`, found {result.p}"
    if result.ci:
        intervals = [_without_signs(*map(_number, ends)) for ends in INTERVAL_IN_TEXT.findall(result.text)]
        if intervals and _without_signs(result.ci.low, result.ci.high) not in intervals:
            yield ("ci",), f"expected an interval given in `text`, found {result.ci.low:g} to {result.ci.high:g}"


def i2_needs_two_studies(record: Finding | Result, _knowledge: Knowledge) -> Violations:
    """I2 compares studies, so it needs at least two."""
    effect = record.effect if isinstance(record, Finding) else record
    studies = record.evidence.studies if isinstance(record, Finding) else record.studies
    if effect.i2 is not None and studies is not None and studies < 2:
        path = ("effect", "i2") if isinstance(record, Finding) else ("i2",)
        yield path, f"expected no I² for fewer than two studies, found {effect.i2:g}"


def within_group_is_no_effect(result: Result, _knowledge: Knowledge) -> Violations:
    """A within-group change must not have a measure, estimate, interval or direction: it is not a treatment effect."""
    numbers = (result.measure, result.estimate, result.ci)
    shown = any(value is not None for value in numbers) or result.direction in DECIDED
    if result.comparison == "within-group" and shown:
        yield (), "expected no measure, estimate, interval or direction: a within-group change is no treatment effect"


def _opposed(record: Effect | Result) -> tuple[str, ...]:
    """Return the directions that contradict an estimate and its interval."""
    if record.measure is None or record.estimate is None or record.better is None:
        return ()
    null = 1.0 if record.measure in RATIOS else 0.0
    sign = -1 if record.better == "lower" else 1
    gain = sign * (record.estimate - null)
    interval = record.ci or Interval(level=95, low=record.estimate, high=record.estimate)
    low, high = sorted((sign * (interval.low - null), sign * (interval.high - null)))
    if low > 0:
        return ("favours-comparator",)
    if high < 0:
        return ("favours-intervention",)
    if record.ci and record.ci.level >= 95 and low < 0 < high:
        return ("favours-intervention", "favours-comparator") if isinstance(record, Result) else ()
    return ("favours-comparator",) if gain > 0 else ("favours-intervention",) if gain < 0 else ()


def is_significant(p: str, level: float) -> bool | None:
    """Return whether a p value as reported is below a level, or None if that cannot be determined."""
    printed = p_value(p)
    if printed is None:
        return False if level <= 0.05 + 1e-9 else None
    sign, value = printed
    if sign.startswith("<"):
        return True if value <= level + 1e-9 else None
    if sign.startswith(">"):
        return False if value >= level - 1e-9 else None
    return None if abs(value - level) < 1e-9 else value < level


def p_value(printed: str) -> tuple[str, float] | None:
    """Return the sign and number of a p value as reported ("<.001" is "<" and 0.001), or None for "not significant".

    The sign is "=" if none is given.
    """
    text = printed.replace("\u2264", "<=").replace("\u2265", ">=").replace(" ", "")
    number = text.lstrip("<>=")
    return (text[: -len(number)] or "=", _number(number)) if number[:1].casefold() != "n" else None


def _number(printed: str) -> float:
    """Return a number as papers print it: 0,03 and 0\u00b703 are 0.03, and 2\u00d710\u22125 is 0.00002."""
    plain = printed.translate(_AS_TYPED)
    return float(re.sub(r"\s?[\u00d7xX]\s?10\^?", "e", plain))


def _without_signs(low: float, high: float) -> list[float]:
    """Return an interval's limits without their signs, for a text that gives the direction in words."""
    return sorted((abs(low), abs(high)))
