"""The numbers that studies and findings of the file take from abstracts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import reduce
from typing import NamedTuple

from magpain.answers import NumberKind
from magpain.model import Effect, Finding, Result, Study
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


class _Place(NamedTuple):
    """What a field's number is: its kind, the pair that it may be part of, and which half."""

    kind: NumberKind
    pair: str = ""
    half: int = 0


# The fields that hold numbers, of a study or one of its arms, of an effect or result, and of an arm in a result.
_OF_PEOPLE = {"n_randomised": _Place("people"), "n_analysed": _Place("people"), "n_trials": _Place("trials")}
_OF_EFFECT = {
    "estimate": _Place("estimate", "ci", 2),
    "ci.low": _Place("interval", "ci", 0),
    "ci.high": _Place("interval", "ci", 1),
    "i2": _Place("i2"),
    "participants": _Place("people"),
    "studies": _Place("trials"),
}
_OF_ARM = {
    "value": _Place("value", "sd", 0),
    "mean": _Place("value", "sd", 0),
    "sd": _Place("sd", "sd", 1),
    "events": _Place("events", "n", 0),
    "n": _Place("people", "n", 1),
    "median": _Place("value"),
    "spread.low": _Place("interval", "spread", 0),
    "spread.high": _Place("interval", "spread", 1),
}


class Quantity(NamedTuple):
    """A number of the file: its field, its kind, its value, and how the file writes it.

    An abstract reports some numbers as a `pair`, of which each is a `half`: the bounds of an interval (0 and 1, with 2
    for the estimate before it), a mean and its SD, events and people. `prose` is true for a number in a text of the
    file, false for one in a field of its own.
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
    found = list(_of_study(study))
    for number, result in enumerate(study.results):
        if _IN_ABSTRACT.search(result.locator):
            found += _of_result(f"results.{number}.", result)
    return found


def of_finding(finding: Finding) -> list[Quantity]:
    """Return the numbers of a finding's effect that were taken from the abstract of its source."""
    effect = finding.effect
    if effect.source is None or not (effect.locator is None or _IN_ABSTRACT.search(effect.locator)):
        return []
    return list(_of_effect("effect.", effect))


def _of_study(study: Study) -> Iterator[Quantity]:
    yield from _in_fields("", study, _OF_PEOPLE)
    for number, arm in enumerate(study.arms):
        yield from _in_fields(f"arms.{number}.", arm, _OF_PEOPLE, arm.name)
        yield from _in_text(f"arms.{number}.treatment", arm.treatment, only="dose")
    given = study.intervention
    yield from _in_text("intervention.dose", given.dose, only="dose")
    if given.elemental_source == "stated":
        yield from _in_fields("intervention.", given, {"elemental_mg_per_day": _Place("dose")})


def _of_result(place: str, result: Result) -> Iterator[Quantity]:
    yield from _of_effect(place, result)
    for table in ("values", "arms"):
        for number, arm in enumerate(getattr(result, table)):
            yield from _in_fields(f"{place}{table}.{number}.", arm, _OF_ARM, arm.arm)
    yield from _in_text(f"{place}text", result.text)


def _of_effect(place: str, effect: Effect | Result) -> Iterator[Quantity]:
    yield from _in_fields(place, effect, _OF_EFFECT)
    if effect.p and (digits := re.search(r"\d[\d.]*(?:e-\d+)?", effect.p)):
        yield Quantity(f"{place}p", "p", Decimal(digits[0]), effect.p)


def _in_fields(place: str, record: object, fields: Mapping[str, _Place], arm: str | None = None) -> Iterator[Quantity]:
    """Yield the numbers of a record's fields; an arm's value is a percentage if its text says so."""
    percent = "percent" in (getattr(record, "text", None) or "")
    for field, (kind, pair, half) in fields.items():
        value = reduce(lambda part, name: getattr(part, name, None), field.split("."), record)
        if isinstance(value, int | float):
            exact = Decimal(repr(value)).normalize()
            shown: NumberKind = "percent" if percent and field in ("value", "mean") else kind
            yield Quantity(f"{place}{field}", shown, exact, f"{exact:f}", pair and f"{place}{pair}", half, arm)


def _in_text(field: str, text: str | None, only: NumberKind | None = None) -> Iterator[Quantity]:
    for token in scan(text or "").tokens:
        kind = _OF_ROLE.get(token.role)
        if kind and only in (None, kind):
            shown = f"{token.operator.replace('=', '')}{token.text}" if kind == "p" else token.text
            yield Quantity(field, kind, token.value, shown, prose=only is None)
