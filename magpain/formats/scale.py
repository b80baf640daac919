"""The axis of a forest plot: the range that it shows, the position of a number on it, and its ticks.

Ratios have a log scale, so that 0.5 and 2 are equally far from no effect (Cochrane Handbook, version 6, section
10.2.1); all other measures have a linear one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from magpain.answers import ForestPanel
from magpain.model import RATIOS
from magpain.rating import verdict

Beyond = Literal["", "left", "right"]

# The scale extends to at most three times the median reach of an interval, or six times for an estimate. Anything
# beyond ends in an arrow, because a scale that included it would leave the others indistinguishable.
_INTERVAL_REACH = 3.0
_ESTIMATE_REACH = 6.0
# Shares of the scale: the margin beyond the outermost number, and the minimum for each side of no effect.
_MARGIN = 0.06
_LEAST_SIDE = 0.12
_FARTHEST = 1e300
_MOST_TICKS = 8


class Position(NamedTuple):
    """A number's position: its share of the scale, 0 to 1, and the end that it lies beyond, if any."""

    share: float
    beyond: Beyond


class Scale(NamedTuple):
    """A range of numbers, as distances from the null: differences, or differences of natural logarithms."""

    null: float
    low: float
    high: float
    log: bool

    def position(self, value: float) -> Position:
        """Return a number's position; a number beyond an end is placed at that end."""
        distance = _distance(value, self.null, log=self.log)
        if distance < self.low:
            return Position(0.0, "left")
        if distance > self.high:
            return Position(1.0, "right")
        return Position((distance - self.low) / (self.high - self.low), "")


def of(panel: ForestPanel) -> Scale:
    """Choose the scale of a panel from its estimates and from most of its intervals; the null is always on it."""
    log = panel.measure in RATIOS
    ends = [
        tuple(_distance(value, panel.null, log=log) for value in (row.low, row.estimate, row.high))
        for row in panel.rows
    ]
    cap = _cap(ends, log=log)
    shown = [value for row in ends for value in row if abs(value) <= cap]
    low, high = min([0.0, *shown]), max([0.0, *shown])
    if high - low < 1 / _FARTHEST:
        low, high = -cap, cap
    span = high - low
    return Scale(
        null=panel.null,
        low=min(low - _MARGIN * span, -_LEAST_SIDE * span),
        high=max(high + _MARGIN * span, _LEAST_SIDE * span),
        log=log,
    )


def ticks(scale: Scale, fits: Callable[[list[float]], bool]) -> list[float]:
    """Return the numbers to mark, including the null: the densest set of round ones whose labels fit.

    If no set fits, only the null is marked.
    """
    for marks in _candidates(scale):
        inside = [value for value in marks if not scale.position(value).beyond]
        if 2 <= len(inside) <= _MOST_TICKS and fits(inside):
            return inside
    return [scale.null]


def label(value: float) -> str:
    """Write a tick's number."""
    return verdict.number(value)


def _distance(value: float, null: float, *, log: bool) -> float:
    """Return a number's distance from the null; a ratio of 0 or less is beyond any scale."""
    if not log:
        return max(-_FARTHEST, min(_FARTHEST, value - null))
    return math.log(value) - math.log(null) if value > 0 else -math.inf


def _cap(ends: list[tuple[float, ...]], *, log: bool) -> float:
    """Return how far from the null the scale may reach."""
    reaches = [max(abs(value) for value in row if math.isfinite(value)) for row in ends if any(map(math.isfinite, row))]
    # statistics.median_low, without the many modules that statistics loads
    middle = sorted(reaches)[(len(reaches) - 1) // 2] if reaches else 0.0
    if middle < 1 / _FARTHEST:
        return math.log(2) if log else 1.0
    estimates = [abs(row[1]) for row in ends if abs(row[1]) <= _ESTIMATE_REACH * middle]
    return min(_FARTHEST, max(_INTERVAL_REACH * middle, *estimates, 0.0))


def _candidates(scale: Scale) -> Iterator[Iterable[float]]:
    """Yield sets of round numbers around the null, the densest first."""
    if scale.log:
        yield from _ratios(scale)
        return
    for step in _steps(scale.high - scale.low):
        yield _multiples(scale.null, step, scale.null + scale.low, scale.null + scale.high)


def _ratios(scale: Scale) -> Iterator[Iterable[float]]:
    """Yield round ratios: even steps if the scale is short, 1-2-5 series and whole powers of ten if it is long."""
    low, high = (scale.null * math.exp(max(-690.0, min(690.0, end))) for end in (scale.low, scale.high))
    if high / low < 4:
        for step in _steps(high - low):
            yield _multiples(scale.null, step, low, high)
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for digits in ((1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        if last - first < 2 * _MOST_TICKS:
            yield [float(f"{digit}e{power}") for power in range(first, last + 1) for digit in digits]
    for stride in (2, 3, 5, 10, 20, 50, 100):
        yield [float(f"1e{power}") for power in range(-(-first // stride) * stride, last + 1, stride)]


def _steps(span: float) -> Iterator[float]:
    """Yield round steps, the smallest first, that divide a span into about two to ten."""
    power = math.floor(math.log10(span / 10))
    for exponent in (power, power + 1, power + 2):
        yield from (float(f"{digit}e{exponent}") for digit in (1, 2, 5))


def _multiples(null: float, step: float, low: float, high: float) -> list[float]:
    """Return the numbers between two ends that are whole steps from the null."""
    first, last = math.ceil((low - null) / step), math.floor((high - null) / step)
    if last - first > 2 * _MOST_TICKS:
        return []
    return [null + count * step for count in range(first, last + 1)]
