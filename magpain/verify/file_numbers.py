"""The numbers that studies and findings of the file take from abstracts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from magpain.answers import NumberKind
from magpain.model import ArmResult, ArmValue, Effect, Finding, Result, Study
from magpain.verify.number_tokens import scan

_OF_ROLE: dict[str | None, NumberKind] = {
    "p": "p",
    "people": "people",
    "trials": "trials",
    "percent": "percent",
    "dose": "dose",
    "i2": "i2",
    None: "value",
}
_IN_ABSTRACT = re.compile(
    r"abstract\b(?!.*(?:table|figure|secondary|full|letter|news|summar|registr|discussion))", re.I
)


class Quantity(NamedTuple):
    """A number of the file: its field, its kind, its value, and how the file writes it.

    An abstract prints some numbers as a `pair`, of which each is a `half`: the bounds of an interval (0 and 1, with 2
    for the estimate before it), a mean and its SD, events and people. `prose` is true for a number in a text of the
    file, as against a field of its own.
    """

    field: str
    kind: NumberKind
    value: Decimal
    shown: str
    pair: str = ""
    half: int = 0
    arm: str | None = None
    prose: bool = False


def of_study(study: Study) -> list[Quantity]:
    """Return the numbers that a study takes from its abstract; none if it was read elsewhere."""
    if study.extraction.read != "abstract":
        return []
    results = [
        (f"results.{number}", result)
        for number, result in enumerate(study.results)
        if _IN_ABSTRACT.search(result.locator)
    ]
    found = list(_of_study(study))
    for field, result in results:
        found += _of_result(field, result)
        found += _of_text(f"{field}.text", result.text)
    return found


def of_finding(finding: Finding) -> list[Quantity]:
    """Return the numbers of a finding's effect that were taken from the abstract of its source."""
    effect = finding.effect
    if effect.source is None or not (effect.locator is None or _IN_ABSTRACT.search(effect.locator)):
        return []
    return list(_of_effect("effect", effect))


def _of_study(study: Study) -> Iterator[Quantity]:
    yield from _one("n_randomised", "people", study.n_randomised)
    yield from _one("n_analysed", "people", study.n_analysed)
    yield from _one("n_trials", "trials", study.n_trials)
    for number, arm in enumerate(study.arms):
        yield from _one(f"arms.{number}.n_randomised", "people", arm.n_randomised, arm=arm.name)
        yield from _one(f"arms.{number}.n_analysed", "people", arm.n_analysed, arm=arm.name)
        yield from _of_text(f"arms.{number}.treatment", arm.treatment, only="dose")
    given = study.intervention
    yield from _of_text("intervention.dose", given.dose, only="dose")
    if given.elemental_source == "stated":
        yield from _one("intervention.elemental_mg_per_day", "dose", given.elemental_mg_per_day)


def _of_result(field: str, result: Result) -> Iterator[Quantity]:
    yield from _of_effect(field, result)
    yield from _one(f"{field}.participants", "people", result.participants)
    yield from _one(f"{field}.studies", "trials", result.studies)
    for number, value in enumerate(result.values):
        yield from _of_arm(f"{field}.values.{number}", value, "value", value.value)
    for number, arm in enumerate(result.arms):
        place = f"{field}.arms.{number}"
        yield from _of_arm(place, arm, "mean", arm.mean)
        yield from _one(f"{place}.median", "value", arm.median, arm=arm.arm)
        if arm.spread:
            yield from _one(f"{place}.spread.low", "interval", arm.spread.low, f"{place}:spread", 0)
            yield from _one(f"{place}.spread.high", "interval", arm.spread.high, f"{place}:spread", 1)


def _of_arm(place: str, arm: ArmValue | ArmResult, name: str, value: float | None) -> Iterator[Quantity]:
    kind: NumberKind = "percent" if "percent" in (arm.text or "") else "value"
    yield from _one(f"{place}.{name}", kind, value, f"{place}:sd", 0, arm.arm)
    yield from _one(f"{place}.sd", "sd", arm.sd, f"{place}:sd", 1, arm.arm)
    yield from _one(f"{place}.events", "events", arm.events, f"{place}:n", 0, arm.arm)
    yield from _one(f"{place}.n", "people", arm.n, f"{place}:n", 1, arm.arm)


def _of_effect(field: str, effect: Effect | Result) -> Iterator[Quantity]:
    yield from _one(f"{field}.estimate", "estimate", effect.estimate, f"{field}:ci", 2)
    if effect.ci:
        yield from _one(f"{field}.ci.low", "interval", effect.ci.low, f"{field}:ci", 0)
        yield from _one(f"{field}.ci.high", "interval", effect.ci.high, f"{field}:ci", 1)
    if effect.p and (digits := re.search(r"\d[\d.]*(?:e-\d+)?", effect.p)):
        yield Quantity(f"{field}.p", "p", Decimal(digits[0]), effect.p)
    yield from _one(f"{field}.i2", "i2", effect.i2)


def _one(
    field: str, kind: NumberKind, value: float | None, pair: str = "", half: int = 0, arm: str | None = None
) -> Iterator[Quantity]:
    if value is not None:
        exact = Decimal(repr(value)).normalize()
        yield Quantity(field, kind, exact, f"{exact:f}", pair, half, arm)


def _of_text(field: str, text: str | None, only: NumberKind | None = None) -> Iterator[Quantity]:
    for token in scan(text or "").tokens:
        kind = _OF_ROLE.get(token.role)
        if kind and only in (None, kind):
            shown = f"{token.operator.replace('=', '')}{token.text}" if kind == "p" else token.text
            yield Quantity(field, kind, token.value, shown, prose=only is None)
