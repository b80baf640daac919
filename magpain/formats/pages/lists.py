"""The tables of conditions, studies and a group's members, as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from magpain.answers import ConditionList, ConditionRow, GroupPage, StudyDetail, StudyList
from magpain.formats import words
from magpain.formats.blocks import Block, Column, Gap, Grid, Line, Paragraph, Title, line, muted, strong


def conditions(page: ConditionList, *, full: bool) -> Iterator[Block]:
    """Yield the list of conditions, or the line that says that none passed the filters."""
    if page.conditions:
        yield _grid(page.conditions)
    else:
        yield Paragraph(line("No condition passes these filters."))


def group(page: GroupPage, *, full: bool) -> Iterator[Block]:
    """Yield a group: what it is, its members, and where to read on."""
    yield Title(line(strong(page.group.name)), line(muted(f"{len(page.group.members)} conditions")))
    yield Gap()
    yield Paragraph(line(page.group.summary))
    yield Gap()
    yield _grid(page.group.members)
    yield Gap()
    first = page.group.members[0].id if page.group.members else "NAME"
    yield Paragraph(line(muted(f"One of them: magpain show {first}. {page.not_advice}")))


def studies(page: StudyList, *, full: bool) -> Iterator[Block]:
    """Yield the studies, one row each."""
    columns = (
        Column("Study"),
        Column("Design"),
        Column("People", numeric=True),
        Column("Treatment"),
        Column("Against"),
        Column("Outcome"),
    )
    yield Grid(columns, tuple(_study(study) for study in page.studies))


def _grid(rows: Iterable[ConditionRow]) -> Grid:
    columns = (
        Column("Condition"),
        Column("Certainty", wrap=False),
        Column("Main finding"),
        Column("Studies", numeric=True),
        Column("People", numeric=True),
    )
    return Grid(columns, tuple(_condition(row) for row in rows))


def _condition(row: ConditionRow) -> tuple[Line, ...]:
    people = "-" if row.participants is None else str(row.participants)
    return (
        line(strong(row.name)),
        words.level(row.evidence_level),
        words.said(row.sign, row.verdict_short),
        line(str(row.studies)),
        line(people),
    )


def _study(study: StudyDetail) -> tuple[Line, ...]:
    people = study.n_analysed if study.n_analysed is not None else study.n_randomised
    species = "" if study.species == "human" else f" ({study.species})"
    return (
        line(strong(study.label)),
        line(study.design + species),
        line("-" if people is None else str(people)),
        line(words.treatment(study.intervention)),
        line(study.comparator),
        words.direction(study.direction),
    )
