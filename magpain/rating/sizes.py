"""The size of an effect, judged by its estimate, its interval and a threshold, and the case of its verdict.

Sizes are trivial, small, moderate or large by the thresholds of a kind of outcome (GRADE guidance 35, partly
contextualised). An effect without an interval, or without a threshold that fits, has no size.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from magpain.model import RATIOS, UNIT_NOT_PRINTED, Effect, Finding, Interval, Override, Size, Threshold
from magpain.rating import effects

# The cases of a verdict. A1: the interval includes no effect and no important effect. A2: it excludes no effect and
# every important effect. B: it includes no effect and an important effect. C: it excludes no effect, the estimate is
# unimportant, and it includes an important effect. D: the whole interval is important. E: the estimate is important,
# and not the whole interval. G: the direction is known, but not the size. H: no difference is reported, and there is no
# interval to judge by.
Case = Literal["A1", "A2", "B", "C", "D", "E", "G", "H", "mixed", "unclear"]

_SIZES: tuple[Size, ...] = ("trivial", "small", "moderate", "large")
# A tolerance for rounding, as a fraction of the threshold.
_EXACT = 1e-9


class Judged(NamedTuple):
    """An estimate and its 95% interval in the unit of a threshold, with notes on the conversion."""

    estimate: float
    low: float
    high: float
    notes: tuple[str, ...] = ()
    scale_known: bool = True


class Judgement(NamedTuple):
    """The size of an effect, the case of its verdict, and the basis of both.

    `lowers` is whether the intervention lowers the outcome, or None if no effect is stated. `below` and `above` are
    whether the interval reaches an important effect on that side of no effect. `unfit` is why there is no size.
    """

    case: Case
    size: Size
    lowers: bool | None = None
    below: bool = False
    above: bool = False
    numbers: Judged | None = None
    unfit: str | None = None


def judge(finding: Finding, row: Threshold | None) -> Judgement:
    """Return the size and the case of a finding; `row` is the threshold that it names.

    An override may give an effect another size, but cannot make it trivial: that needs an interval.
    """
    judgement = computed(finding.effect, row)
    chosen = overridden(finding, "size-follows-threshold")
    if chosen is None or judgement.lowers is None or chosen.to not in ("small", "moderate", "large", "unclear"):
        return judgement
    return judgement._replace(size=cast(Size, chosen.to), case="G" if chosen.to == "unclear" else "E")


def overridden(finding: Finding, rule: str) -> Override | None:
    """Return the override of a rule that a finding records, or None."""
    return next((each for each in finding.override if each.rule == rule), None)


@lru_cache  # a page needs the same judgement for a finding's sentence, sign, size and frequency
def computed(effect: Effect, row: Threshold | None) -> Judgement:
    """Return the size and the case that an effect's numbers and its threshold give."""
    numbers = fitted(effect, row)
    if isinstance(numbers, str) or row is None:
        return _by_direction(effect, str(numbers))
    least, null = importance(row), no_effect(row.measure)
    below, above = is_below(numbers.low, least[0]), is_above(numbers.high, least[1])
    lowers = None if numbers.low <= null <= numbers.high else numbers.estimate < null
    size = _size(numbers, row, inside=not (below or above))
    case = _case(effect, numbers, row, size, below or above)
    stated = None if case in ("A1", "B", "mixed", "unclear") else lowers
    return Judgement(case, size, stated, below, above, numbers)


def _case(effect: Effect, numbers: Judged, row: Threshold, size: Size, reached: bool) -> Case:
    if effect.direction in ("mixed", "unclear"):
        return cast(Case, effect.direction)
    null = no_effect(row.measure)
    if numbers.low <= null <= numbers.high:
        return "B" if reached else "A1"
    if not reached:
        return "A2"
    if size == "unclear":
        return "G"
    if not _is_important(numbers.estimate, row):
        return "C"
    near = numbers.low if numbers.estimate > null else numbers.high
    return "D" if _is_important(near, row) else "E"


def _by_direction(effect: Effect, unfit: str) -> Judgement:
    """Judge an effect by its direction, and by whether its interval, if any, includes no effect."""
    if effect.direction in ("mixed", "unclear"):
        return Judgement(cast(Case, effect.direction), "unclear", unfit=unfit)
    null = no_effect(effect.measure or "")
    includes_none = effect.measure is not None and effect.ci is not None and effect.ci.low <= null <= effect.ci.high
    if effect.direction == "no-difference" or includes_none:
        return Judgement("H", "unclear", unfit=unfit)
    lowers = (effect.better == "lower") == (effect.direction == "favours-intervention")
    return Judgement("G", "unclear", lowers, unfit=unfit)


def _size(numbers: Judged, row: Threshold, *, inside: bool) -> Size:
    """Return the size of the estimate, but at most one above that of the limit nearer to no effect.

    If the interval includes no effect, the size is trivial or unclear. If the scale is not known, only a trivial effect
    has a size.
    """
    band, null = _band(numbers.estimate, row), no_effect(row.measure)
    if numbers.low <= null <= numbers.high:
        return "trivial" if inside and band == 0 else "unclear"
    near = _band(numbers.low if numbers.estimate > null else numbers.high, row)
    if (near == 0 and band >= 2) or (band and not numbers.scale_known):
        return "unclear"
    return _SIZES[min(band, near + 1)]


# Effects in the units of their thresholds


def fitted(effect: Effect, row: Threshold | None) -> Judged | str:
    """Return an effect's numbers in the unit of a threshold, or why they cannot be compared with it."""
    if effect.estimate is None or effect.ci is None or effect.measure is None:
        return "no estimate with an interval was published"
    if row is None:
        return "no threshold is named for this outcome"
    if effect.measure not in measures(row):
        return f"a threshold for {row.measure} can't judge a result given as {effect.measure}"
    numbers = at_95(effect.estimate, effect.ci, ratio=effect.measure in RATIOS)
    if row.measure == "RD" and effect.measure != "RD":
        return _as_risks(effect, row, numbers)
    return _in_unit(effect, row, numbers)


def measures(row: Threshold) -> tuple[str, ...]:
    """Return the measures that a threshold judges: a ratio with a control risk becomes a risk difference."""
    ratios = ("RR", "OR", "HR")
    return {"RR": ratios, "RD": ("RD", *ratios)}.get(row.measure, (row.measure,))


def at_95(estimate: float, ci: Interval, *, ratio: bool) -> Judged:
    """Return an estimate with its interval at 95%: each half is rescaled by 1.96/z, a ratio's on the log scale."""
    if ci.level == effects.LEVEL:
        return Judged(estimate, ci.low, ci.high)
    factor = effects.z(effects.LEVEL) / effects.z(ci.level)
    middle, low, high = (_log(value) if ratio else value for value in (estimate, ci.low, ci.high))
    ends = (middle - factor * (middle - low), middle + factor * (high - middle))
    low, high = (math.exp(end) if ratio else end for end in ends)
    return Judged(estimate, low, high, (f"the {ci.level:g}% interval is rescaled to 95%",))


def _log(ratio: float) -> float:
    """Return a ratio's logarithm; that of a limit reported as 0.00 is minus infinity."""
    return math.log(ratio) if ratio > 0 else -math.inf


def _as_risks(effect: Effect, row: Threshold, numbers: Judged) -> Judged | str:
    control = effects.control_risk(effect)
    if control is None or row.scale is None:
        return f"no control risk is recorded, which would make a risk difference of the {effect.measure}"
    note = f"as a risk difference, from {control * row.scale:g} per {row.scale:g} without the intervention"
    risks = (effects.risk(str(effect.measure), value, control) for value in numbers[:3])
    middle, low, high = (row.scale * (risk - control) for risk in risks)
    return Judged(middle, low, high, (*numbers.notes, note))


def _in_unit(effect: Effect, row: Threshold, numbers: Judged) -> Judged | str:
    if effect.measure == "OR":
        return numbers._replace(notes=(*numbers.notes, "an odds ratio without a control risk, judged as a risk ratio"))
    if effect.measure == "MD" and not _same_unit(effect.unit or "", row):
        return f"its unit ({effect.unit}) is not the threshold's ({row.unit})"
    if row.scale is None:
        return numbers
    if effect.scale is None:
        if effect.measure == "RD":
            return "what the risk difference is counted per is not recorded"
        note = f"the scale is not named, and taken to be 0 to {row.scale:g}"
        return numbers._replace(notes=(*numbers.notes, note), scale_known=False)
    middle, low, high = (row.scale / effect.scale * value for value in numbers[:3])
    return Judged(middle, low, high, numbers.notes)


def _same_unit(unit: str, row: Threshold) -> bool:
    """Return whether a unit is the threshold's, perhaps with more words after it: "points on a 0-10 scale"."""
    if unit == UNIT_NOT_PRINTED:
        return row.scale is not None
    return row.unit is None or f"{unit} ".casefold().startswith(f"{row.unit} ".casefold())


def importance(row: Threshold) -> tuple[float, float]:
    """Return the smallest important effect below and above no effect."""
    if row.important is None:
        below, above = _cuts(row)
        return below[0], above[0]
    return (row.important, 1 / row.important) if row.measure in RATIOS else (-row.important, row.important)


def no_effect(measure: str) -> float:
    """Return the value of a measure where there is no effect: 1 for a ratio, 0 for a difference."""
    return 1.0 if measure in RATIOS else 0.0


def is_below(value: float, threshold: float) -> bool:
    """Return whether a value is at or below a threshold."""
    return value <= threshold + abs(threshold) * _EXACT


def is_above(value: float, threshold: float) -> bool:
    """Return whether a value is at or above a threshold."""
    return value >= threshold - abs(threshold) * _EXACT


def _is_important(value: float, row: Threshold) -> bool:
    below, above = importance(row)
    return is_below(value, below) or is_above(value, above)


def _band(value: float, row: Threshold) -> int:
    """Return how many of a row's thresholds a value reaches: 0 is trivial, 3 large."""
    below, above = _cuts(row)
    return max(sum(is_below(value, cut) for cut in below), sum(is_above(value, cut) for cut in above))


def _cuts(row: Threshold) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return a row's thresholds below and above no effect, those for small effects first."""
    given = tuple(value for value in (row.small, row.moderate, row.large) if value is not None)
    if row.measure in RATIOS:
        return given, row.above or tuple(1 / value for value in given)
    return tuple(-value for value in given), given
