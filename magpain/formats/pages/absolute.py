"""Absolute numbers on a page: how many of 100 people had an outcome, in words and as bars."""

from __future__ import annotations

import math
import re
from functools import partial
from typing import NamedTuple

from magpain.answers import FindingDetail
from magpain.formats.blocks import Line, Picture, line, muted
from magpain.formats.widths import width
from magpain.model import RATIOS
from magpain.rating import verdict

# What an outcome counts, if it says so: "the number of treatments that fail" counts treatments, not people.
_COUNTED = re.compile(r"the number of (\w+) (?:who|whose|that)\b")
_LONGEST_LABEL = 24
_SIGN, _REST = "█", "·"


class Numbers(NamedTuple):
    """How many of `per` had the outcome, with the comparator and with the intervention."""

    per: int
    comparator: float
    intervention: float
    interval: tuple[int, int] | None
    calculated: bool


def in_words(finding: FindingDetail, subject: str) -> Line:
    """Return the absolute numbers of a finding as a sentence, or nothing if it has none."""
    numbers = numbers_of(finding)
    if numbers is None:
        return ()
    return line(
        f"{_start(finding, numbers)} {_count(numbers.comparator)} with "
        f"{finding.comparator} and {_count(numbers.intervention)} with {subject}{_ends(numbers)}: {finding.outcome}",
        muted(" (calculated)" if numbers.calculated else ""),
        ".",
    )


def after_verdict(finding: FindingDetail) -> Line:
    """Return the absolute numbers of a finding, to go after its verdict, which names the outcome and the comparator."""
    numbers = numbers_of(finding)
    if numbers is None:
        return ()
    return line(
        f"{_start(finding, numbers)} {_count(numbers.comparator)} without it and "
        f"{_count(numbers.intervention)}{_ends(numbers)} with it",
        muted(" (calculated)" if numbers.calculated else ""),
        ".",
    )


def in_few_words(finding: FindingDetail) -> str:
    """Return how many people had an outcome with the intervention, and without it: "12 in 100, not 6"."""
    numbers = numbers_of(finding)
    if numbers is None or finding.certainty.rating == "very-low":
        return ""
    return f"{_count(numbers.intervention)} in {numbers.per}, not {_count(numbers.comparator)}"


def _start(finding: FindingDetail, numbers: Numbers) -> str:
    """Return the start of a sentence with numbers; at very low certainty it only says that they were seen."""
    people, studies = _COUNTED.match(finding.outcome), finding.evidence.studies
    seen = f"Seen in {verdict.counted(studies, 'study')}: of"
    start = seen if finding.certainty.rating == "very-low" and studies else "Of"
    return f"{start} {numbers.per} {people.group(1) if people else 'people'},"


def _ends(numbers: Numbers) -> str:
    return f" ({numbers.interval[0]} to {numbers.interval[1]})" if numbers.interval else ""


def bars(finding: FindingDetail, subject: str) -> Picture | None:
    """Return the absolute numbers as bars, if the interval excludes no difference or the verdict is no difference."""
    numbers = numbers_of(finding)
    if numbers is None or not (finding.sign == "=" or _excludes_no_difference(finding)):
        return None
    label = finding.comparator if width(finding.comparator) <= _LONGEST_LABEL else "comparator"
    rows = ((label, numbers.comparator), (subject, numbers.intervention))
    return Picture(partial(_drawn, rows, numbers.per), tuple)


def numbers_of(finding: FindingDetail) -> Numbers | None:
    """Return the published absolute numbers, else those calculated from a ratio; per 100 if that is precise enough."""
    published, calculated = finding.effect.absolute, finding.effect.absolute_calculated
    if published:
        per, values = published.per, (published.comparator, published.intervention)
        return _of_hundred(Numbers(per, *values, None, calculated=False))
    if calculated:
        ends = (calculated.low, calculated.high)
        interval = (ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None
        counts = (calculated.comparator, calculated.intervention)
        return _of_hundred(Numbers(calculated.per, *counts, interval, calculated=True))
    return None


def _of_hundred(numbers: Numbers) -> Numbers:
    """Return the numbers per 100 if both are then at least 1 and no less distinct, else unchanged."""
    share = 100 / numbers.per
    comparator, intervention = (_half_up(value * share) for value in (numbers.comparator, numbers.intervention))
    if min(comparator, intervention) < 1 or (comparator == intervention) != (
        numbers.comparator == numbers.intervention
    ):
        return numbers
    ends = numbers.interval
    interval = (_half_up(ends[0] * share), _half_up(ends[1] * share)) if ends else None
    return Numbers(100, comparator, intervention, interval, numbers.calculated)


def _half_up(value: float) -> int:
    return math.floor(value + 0.5)


def _count(value: float) -> str:
    return f"{value:g}"


def _excludes_no_difference(finding: FindingDetail) -> bool:
    effect = finding.effect
    null = 1.0 if effect.measure in RATIOS else 0.0
    return effect.ci is not None and not effect.ci.low <= null <= effect.ci.high


def _drawn(rows: tuple[tuple[str, float], ...], per: int, columns: int) -> tuple[Line, ...]:
    label = max(width(name) for name, _value in rows)
    figures = max(len(_count(value)) for _name, value in rows)
    room = min(50, columns - label - figures - 4)
    return tuple(
        line(f"{name}{' ' * (label - width(name))}  {_count(value).rjust(figures)}  ", *_bar(value / per, room))
        for name, value in rows
    )


def _bar(share: float, room: int) -> Line:
    filled = _half_up(max(0.0, min(1.0, share)) * room)
    return line(_SIGN * filled, muted(_REST * (room - filled)))
