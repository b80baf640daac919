"""The page of a dose: how much of the element it contains, the limits, and the doses of trials."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from magpain.answers import DoseDetail, DosePage, LabelReading, LimitBeside, TrialBeside
from magpain.formats import words
from magpain.formats.blocks import Block, Column, Gap, Grid, Heading, Items, Line, Paragraph, Title, line, muted, strong
from magpain.formats.pages.references import items_of
from magpain.model import UpperLimit
from magpain.rating import verdict


def blocks(page: DosePage, *, full: bool) -> Iterator[Block]:
    """Yield what the amount contains, then how it compares with limits and trials, in a few lines or in full tables."""
    dose, places = page.dose, words.places(page.references) if full else {}
    yield Title(line(strong(_asked(dose))))
    if dose.label_readings:
        yield Paragraph(line("A label can mean two things:"))
        yield Items(tuple(_reading(reading, dose, places) for reading in dose.label_readings))
    else:
        yield Paragraph(line(strong(f"contains {_contained(dose)}"), *words.numbers(dose.cites, places)))
    if dose.other_forms:
        yield Gap()
        yield Paragraph(line(muted(_others(dose))))
    if full:
        yield from _tables(dose, places)
    else:
        yield Gap()
        yield Items(tuple(_compared(dose)))
    if full:
        yield Heading("References")
        yield items_of(page.references)
    yield Gap()
    more = "" if full else "All limits, intakes, trials and sources: --full. Cautions: magpain safety. "
    yield Paragraph(line(muted(f"{more}{page.not_advice}")))


def _asked(dose: DoseDetail) -> str:
    return f"{_mg(dose.amount_mg)} of {dose.form}"


def _mg(amount: float) -> str:
    """Write an amount in milligrams with four significant digits, never with an exponent."""
    rounded = float(f"{amount:.4g}")
    return f"{rounded:,.0f} mg" if rounded >= 1000 else f"{rounded:.10g} mg"


def _contained(dose: DoseDetail) -> str:
    moles = f" ({dose.mmol:.3g} mmol, {dose.meq:.3g} mEq)" if dose.mmol is not None and dose.meq is not None else ""
    return f"{_mg(dose.elemental_mg)} of {dose.counted_in}{moles}"


def _reading(reading: LabelReading, dose: DoseDetail, places: dict[str, int]) -> tuple[Line, Line]:
    """Write one reading of a label: what the amount refers to, and its elemental dose."""
    if reading.means == "element":
        says = line(f"{_mg(reading.elemental_mg)} of {dose.counted_in.removeprefix('elemental ')}")
        return says, line(strong(_mg(reading.elemental_mg)), f" (in {_mg(reading.salt_mg)} of the salt)")
    says = line(f"{_mg(reading.salt_mg)} of the salt")
    share = f", {100 * dose.elemental_share:.4g}% by weight"
    return says, (*line(strong(_contained(dose)), share), *words.numbers(dose.cites, places))


def _others(dose: DoseDetail) -> str:
    said = "; ".join(f"{other.form} {_mg(other.elemental_mg)}" for other in dose.other_forms)
    return f"The same weight of another form contains: {said}."


def _compared(dose: DoseDetail) -> Iterator[tuple[Line, Line]]:
    """Yield how the dose compares with the lowest and highest limit, and with the doses of trials by mouth."""
    for label, limit in _ends([item.limit for item in dose.limits]).items():
        source = ", from supplements" if "supplement" in limit.applies_to else ""
        said = f"{limit.mg_per_day:g} mg a day for adults{source} ({limit.country}, {limit.year}): "
        yield line(label), line(said, strong(_shares(dose, limit.mg_per_day)))
    used = sorted(item.dose.elemental_mg_per_day or 0.0 for item in dose.trials if item.dose.route == "oral")
    if used:
        middle = f", the middle one {median(used):g}" if len(used) > 2 else ""
        range_used = f" from {used[0]:g} to {used[-1]:g} mg a day{middle}"
        yield line("Trials by mouth"), line(f"{verdict.counted(len(used), 'dose')}{range_used}")


def _ends(limits: list[UpperLimit]) -> dict[str, UpperLimit]:
    """Return the lowest and the highest of sorted limits by label, or one of them if all are equal."""
    if not limits:
        return {}
    if limits[0].mg_per_day == limits[-1].mg_per_day:
        return {"Upper limit": limits[0]}
    return {"Lowest limit": limits[0], "Highest limit": limits[-1]}


def _shares(dose: DoseDetail, limit: float) -> str:
    """Write the dose as a share of a limit, for each reading of its label."""
    amounts = [reading.elemental_mg for reading in dose.label_readings] or [dose.elemental_mg]
    return "; ".join(f"{_mg(amount)} is {_part(amount / limit)}" for amount in amounts)


def _part(share: float) -> str:
    if share > 1:
        return f"{share:.3g} times the limit"
    return "less than 1% of the limit" if share < 0.01 else f"{100 * share:.0f}% of the limit"


def _tables(dose: DoseDetail, places: dict[str, int]) -> Iterator[Block]:
    if dose.share_notes:
        yield Paragraph(line(muted(dose.share_notes)))
    if dose.limits:
        yield Heading("Compared with daily upper limits for adults")
        columns = (Column("Authority"), Column("Limit", numeric=True), Column("This dose"), Column("Applies to"))
        yield Grid(columns, tuple(_limit(item, places) for item in dose.limits))
    if dose.intakes:
        yield Heading("Compared with recommended daily intakes for adults (from all sources)")
        yield Items(tuple(_intakes(dose, places)))
    if dose.trials:
        yield Heading(f"Compared with doses used in trials (if the dose of {dose.counted_in} is known)")
        columns = (
            Column("Condition"),
            Column("mg a day", numeric=True),
            Column("Route, form, duration, study"),
            Column("Result"),
        )
        yield Grid(columns, tuple(_trial(item) for item in dose.trials))


def _limit(item: LimitBeside, places: dict[str, int]) -> tuple[Line, ...]:
    limit = item.limit
    times = _part(item.share)
    return (
        (
            *line(strong(_dated(limit.authority, limit.year)), f", {limit.population}"),
            *words.numbers(limit.cites, places),
        ),
        line(f"{limit.mg_per_day:g} mg"),
        line(strong(times) if item.share > 1 else times),
        line(limit.applies_to),
    )


def _intakes(dose: DoseDetail, places: dict[str, int]) -> Iterator[tuple[Line, Line]]:
    """Yield one line per authority: each population and its intake."""
    for name in dict.fromkeys(_dated(item.authority, item.year) for item in dose.intakes):
        own = [item for item in dose.intakes if _dated(item.authority, item.year) == name]
        said = "; ".join(f"{item.population} {item.mg_per_day:g} mg" for item in own)
        cites = [key for item in own for key in item.cites]
        yield line(strong(name)), (*line(f"{said} ({own[0].kind})"), *words.numbers(cites, places))


def _trial(item: TrialBeside) -> tuple[Line, ...]:
    used = item.dose
    given = ", ".join(part for part in (used.route, used.form or "", used.duration or "", used.study) if part)
    return (line(item.condition), line(f"{used.elemental_mg_per_day:g}"), line(given), words.direction(used.direction))


def _dated(authority: str, year: int) -> str:
    """Write an authority with its year, unless its name already ends with it."""
    return authority if authority.endswith(str(year)) else f"{authority} {year}"
