"""The page of a dose: what it holds, the limits, and the trials whose doses are known."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import DoseDetail, DosePage, LimitBeside, TrialBeside
from magpain.formats import words
from magpain.formats.blocks import Block, Column, Gap, Grid, Heading, Items, Line, Paragraph, Title, line, muted, strong
from magpain.formats.pages.references import items_of


def blocks(page: DosePage, *, full: bool) -> Iterator[Block]:
    """Yield the conversion first, then what stands beside it."""
    dose, places = page.dose, words.places(page.references)
    yield Title(line(strong(f"{dose.amount_mg:.5g} mg of {dose.form}")))
    yield Paragraph(line(strong(_holds(dose)), *words.numbers(dose.cites, places)))
    if dose.form_id:
        notes = f" {dose.share_notes}" if dose.share_notes else ""
        share = f"The share of {dose.counted_in} in it is {100 * dose.elemental_share:.4g}%."
        yield Paragraph(line(muted(f"{share}{notes}")))
    if dose.limits:
        yield Heading("Beside upper limits for adults, a day")
        columns = (
            Column("Authority"),
            Column("Limit", numeric=True),
            Column("This dose"),
            Column("What the limit is of"),
        )
        yield Grid(columns, tuple(_limit(item, places) for item in dose.limits))
    if dose.intakes:
        yield Heading("Beside what men and women are said to need a day, from food and all else")
        yield Items(tuple(_intakes(dose, places)))
    if dose.trials:
        yield Heading(f"Beside the doses of trials, where the amount of {dose.counted_in} is known")
        columns = (Column("Condition"), Column("mg a day", numeric=True), Column("Given"), Column("Outcome"))
        yield Grid(columns, tuple(_trial(item) for item in dose.trials))
    yield Heading("References")
    yield items_of(page.references)
    yield Gap()
    yield Paragraph(line(muted(page.not_advice)))


def _holds(dose: DoseDetail) -> str:
    moles = f" = {dose.mmol:.3g} mmol = {dose.meq:.3g} mEq" if dose.mmol is not None and dose.meq is not None else ""
    return f"holds {dose.elemental_mg:.4g} mg of {dose.counted_in}{moles}"


def _limit(item: LimitBeside, places: dict[str, int]) -> tuple[Line, ...]:
    limit = item.limit
    times = f"{item.share:.2g} times it" if item.share > 1 else f"{100 * item.share:.0f}% of it"
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
    """Yield one line an authority: whom it names, and how much."""
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
    """Write an authority with its year, once."""
    return authority if authority.endswith(str(year)) else f"{authority} {year}"
