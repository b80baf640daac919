"""Abstracts made from a study's own numbers, in the many ways in which journals print them; and slips of a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape

from msgspec import structs
from shipped import shipped

from magpain.model import Study
from magpain.verify import abstracts, file_numbers
from magpain.verify.number_tokens import _TENS, _UNITS

STATES = ("contradicted", "not-found", "found")


class Style:
    """One way of printing numbers."""

    def __init__(self, number: int) -> None:
        self.point = ".\u00b7."[number % 3]
        self.minus = "-\u2212\u2013"[number % 3]
        self.words = number % 4 == 1
        self.n = ("n = {}", "n={}", "{} patients")[number % 3]
        self.p = ("P = {}", "p={}", "P-value of {}")[number % 3]
        self.spread = ("{} \u00b1 {}", "{} (SD {})", "{} +/- {}")[number // 2 % 3]
        self.interval = ("95% CI {} to {}", "95% CI, {}, {}", "95% confidence interval {}\u2013{}")[number // 3 % 3]
        self.of = ("{}/{}", "{} of {}", "{} out of {}")[number % 3]

    def num(self, value: float) -> str:
        text = f"{abs(value):,.10g}" if abs(value) >= 1000 else f"{abs(value):.10g}"
        return (self.minus if value < 0 else "") + text.replace(".", self.point)

    def count(self, value: int) -> str:
        if not self.words or not 0 < value < 100:
            return self.num(value)
        return (
            _UNITS[value]
            if value < 20
            else "-".join([_TENS[value // 10 - 2], *([_UNITS[value % 10]] if value % 10 else [])])
        )

    def interval_of(self, low: float, high: float) -> str:
        text = self.interval if low >= 0 else ("95% CI {} to {}", "95% CI, {}, {}")[self.words]
        return text.format(self.num(low), self.num(high))


def sentences(study: Study, style: Style) -> Iterator[str]:
    """Yield a study's abstract, sentence by sentence."""
    if study.n_trials is not None:
        yield f"We included {style.count(study.n_trials)} randomised trials"
    if study.n_randomised is not None:
        yield f"A total of {style.num(study.n_randomised)} patients were randomised"
    arms = [(arm.n_randomised or arm.n_analysed, arm) for arm in study.arms]
    for count, arm in arms:
        if count is not None:
            yield f"The {arm.name} group had {style.count(count)} patients" + (
                f", of whom {style.count(arm.n_analysed)} patients were analysed"
                if arm.n_analysed is not None and arm.n_randomised is not None
                else ""
            )
        if arm.treatment:
            yield f"They were given {arm.treatment}"
    if study.n_analysed is not None:
        yield f"Data of {style.num(study.n_analysed)} participants were analysed"
    given = study.intervention
    if given.dose:
        yield f"The dose was {given.dose}"
    if given.elemental_mg_per_day:
        yield f"This is {style.num(given.elemental_mg_per_day)} mg of magnesium a day"
    for result in study.results:
        yield from _result(result, style)


def _arm(each, style: Style) -> str:
    """Return what one arm had."""
    named = (getattr(each, name, None) for name in ("value", "mean", "median"))
    value = next((number for number in named if number is not None), None)
    if value is not None:
        text = style.num(value)
        if each.sd is not None:
            text = style.spread.format(text, style.num(each.sd))
        elif each.text and "percent" in each.text:
            text += "%"
        if spread := getattr(each, "spread", None):
            text += f" (range {style.num(spread.low)} to {style.num(spread.high)})"
        n = f" ({style.n.format(style.num(each.n))})" if each.n is not None else ""
        return f"{text} in the {each.arm} group{n}"
    if each.events is None:
        return f"{style.num(each.n)} patients in the {each.arm} group" if each.n is not None else ""
    events = style.num(each.events)
    told = style.of.format(events, style.num(each.n)) if each.n is not None else f"{events} patients"
    return f"{told} in the {each.arm} group"


def _result(result, style: Style) -> Iterator[str]:
    parts = [part for each in (*result.values, *result.arms) if (part := _arm(each, style))]
    if parts:
        yield "The outcome was " + " and ".join(parts)
    if result.participants is not None:
        yield f"This rests on {style.num(result.participants)} participants"
    if result.studies is not None:
        yield f"They came from {style.count(result.studies)} studies"
    effect = ""
    if result.estimate is not None:
        effect = f"The difference was {style.num(result.estimate)}"
        if result.ci:
            effect += f" ({style.interval_of(result.ci.low, result.ci.high)})"
    if result.p and result.p != "NS":
        sign, digits = re.match(r"([<>=]*)(.*)", result.p).groups()
        text = f"P{sign}{digits}" if sign else style.p.format(digits.lstrip("0") if style.words else digits)
        effect += f"{'; ' if effect else 'The test gave '}{text}"
    if result.i2 is not None:
        effect += f"; I\u00b2 = {style.num(result.i2)}%"
    if effect:
        yield effect
    yield result.text.rstrip(".")


def abstract(study: Study, number: int) -> str:
    """Return a study's abstract as XML text, in a style."""
    return escape(". ".join(sentences(study, Style(number)))) + "."


def _changed(study: Study, index: int, **fields) -> Study:
    results = list(study.results)
    results[index] = structs.replace(results[index], **fields)
    return structs.replace(study, results=tuple(results))


def _slip(value: float) -> float:
    """Return a value whose last digit is another."""
    text = f"{abs(value):.10g}"
    last = str((int(text[-1]) + 1) % 10)
    return float(f"{'-' if value < 0 else ''}{text[:-1]}{last}")


def slips(study: Study) -> Iterator[tuple[str, Study]]:
    """Yield the kinds of slip that a study's record may have, each with the record that has it."""
    yield from _slips_of_people(study)
    for index, result in enumerate(study.results):
        if result.locator != "abstract":
            continue
        if result.estimate is not None:
            yield "estimate: another digit", _changed(study, index, estimate=_slip(result.estimate))
            if result.estimate < 0:
                yield "estimate: lost minus", _changed(study, index, estimate=-result.estimate)
        if result.ci:
            for name in ("low", "high"):
                value = getattr(result.ci, name)
                yield (
                    "interval: another digit",
                    _changed(study, index, ci=structs.replace(result.ci, **{name: _slip(value)})),
                )
                if value < 0:
                    yield (
                        "interval: lost minus",
                        _changed(study, index, ci=structs.replace(result.ci, **{name: -value})),
                    )
        if result.p and result.p != "NS":
            sign, digits = re.match(r"([<>=]*)(.*)", result.p).groups()
            yield "p: another digit", _changed(study, index, p=f"{sign}{digits[:-1]}{(int(digits[-1]) + 1) % 10 or 1}")
            if sign == "<":
                yield "p: lost sign", _changed(study, index, p=digits)
        yield from _slips_of_values(study, index)


def _slips_of_people(study: Study) -> Iterator[tuple[str, Study]]:
    for name in ("n_randomised", "n_analysed"):
        if (value := getattr(study, name)) is not None:
            yield "people: one more", structs.replace(study, **{name: value + 1})
    counts = [arm.n_randomised for arm in study.arms]
    for index, count in enumerate(counts):
        if count is not None:
            arms = list(study.arms)
            arms[index] = structs.replace(arms[index], n_randomised=count + 1)
            yield "people of an arm: one more", structs.replace(study, arms=tuple(arms))
    if len(counts) > 1 and None not in counts and counts[0] != counts[1]:
        turned = (counts[1], counts[0], *counts[2:])
        arms = tuple(structs.replace(arm, n_randomised=count) for arm, count in zip(study.arms, turned, strict=True))
        yield "people: swapped arms", structs.replace(study, arms=arms)


def _slips_of_values(study: Study, index: int) -> Iterator[tuple[str, Study]]:
    for table in ("values", "arms"):
        rows = getattr(study.results[index], table)
        for name in ("value", "mean", "median", "sd", "events", "n"):
            numbers = [getattr(each, name, None) for each in rows]
            for number, value in enumerate(numbers):
                if value is None:
                    continue
                new = value + 1 if name in ("events", "n") else _slip(value)
                yield f"{name}: another digit", _with(study, index, table, {number: {name: new}})
                if value < 0:
                    yield f"{name}: lost minus", _with(study, index, table, {number: {name: -value}})
            if name not in {"n", "sd"} and len(set(numbers)) == len(numbers) > 1 and None not in numbers:
                both = {0: {name: numbers[1]}, 1: {name: numbers[0]}}
                yield f"{name}: swapped arms", _with(study, index, table, both)


def _with(study: Study, index: int, table: str, changes: dict[int, dict[str, float]]) -> Study:
    rows = list(getattr(study.results[index], table))
    for number, fields in changes.items():
        rows[number] = structs.replace(rows[number], **fields)
    return _changed(study, index, **{table: tuple(rows)})


def report() -> str:
    """Return, as a Markdown table, which slips are reported in abstracts made from the bundled file's studies."""
    told: dict[str, Counter[str]] = {}
    for number, study in enumerate(shipped().studies.values()):
        if not file_numbers.of_study(study):
            continue
        text = abstract(study, number)
        for kind, changed in slips(study):
            states = {each.state for each in abstracts.compare(file_numbers.of_study(changed), [text])}
            state = next((each for each in ("contradicted", "not-found") if each in states), "found")
            told.setdefault(kind, Counter())[state] += 1
    rows = ((kind, told[kind].total(), *(told[kind][state] for state in STATES)) for kind in sorted(told))
    whole = sum(told.values(), Counter())
    rows = [*rows, ("all", whole.total(), *(whole[state] for state in STATES))]
    head = "| slip | made | contradicted | not found | unseen |\n|---|---|---|---|---|\n"
    return head + "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows)


if __name__ == "__main__":
    print(report(), end="")  # noqa: T201
