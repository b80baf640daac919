"""The pages of lists: conditions, the members of a group, and studies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from magpain.answers import ConditionList, ConditionRow, GroupPage, StudyDetail, StudyList
from magpain.formats import words
from magpain.formats.blocks import (
    Block,
    Column,
    Gap,
    Grid,
    Line,
    Paragraph,
    Span,
    Title,
    line,
    muted,
    strong,
)
from magpain.model import Id

# Routes of administration, each in a word that fits a narrow column.
_ROUTES = {
    "oral": "mouth",
    "intravenous": "vein",
    "intramuscular": "muscle",
    "transdermal": "skin",
    "topical": "topical",
    "intrathecal": "spinal",
    "epidural": "epidural",
    "perineural": "nerve",
    "intra-articular": "joint",
    "infiltration": "injected",
    "inhaled": "inhaled",
    "any": "any",
}
_LEGEND = (
    *line(muted("Certainty of evidence: ")),
    *(part for level in ("high", "moderate", "low", "very-low") for part in (*words.level(level), Span(" "))),
)


def conditions(page: ConditionList, *, full: bool) -> Iterator[Block]:
    """Yield the conditions under the names of their groups, or a line if none match the filters."""
    if not page.conditions:
        yield Paragraph(line("No conditions match these filters."))
        return
    rows = page.conditions
    runs = len(list(groupby(rows, key=lambda row: row.group)))
    yield _table(rows, page.groups if runs == len(page.groups) else {})
    yield Gap()
    yield Paragraph(line(muted(f"{len(rows)} conditions, each by its main finding. "), *_LEGEND))
    yield Paragraph(line(f"To see one condition: magpain show {rows[0].id}"))


def group(page: GroupPage, *, full: bool) -> Iterator[Block]:
    """Yield a group: its summary, its conditions, and the command for one of them."""
    members = page.group.members
    yield Title(line(strong(page.group.name)), line(muted(f"{len(members)} conditions")))
    yield Paragraph(line(page.group.summary))
    yield Gap()
    yield _table(members, {})
    yield Gap()
    if members:
        yield Paragraph(line(f"To see one condition: magpain show {members[0].id}"))
    yield Paragraph(line(muted(page.not_advice)))


def studies(page: StudyList, *, full: bool) -> Iterator[Block]:
    """Yield the studies, one row each."""
    columns = (
        Column("Study"),
        Column("Design"),
        Column("People", numeric=True),
        Column("Intervention"),
        Column("Comparator"),
        Column("Result"),
    )
    yield Grid(columns, tuple(_study(study) for study in page.studies))


def _table(rows: Iterable[ConditionRow], groups: Mapping[Id, str]) -> Grid:
    """Return conditions as a table, under the names of their groups if these are given."""
    columns = (Column("Condition"), Column(""), Column("Main finding"), Column("Given"))
    lines: list[tuple[Line, ...]] = []
    for key, found in groupby(rows, key=lambda row: row.group):
        lines += [(line(Span(groups[key].upper(), "heading")),)] if key in groups else []
        lines += [_condition(row) for row in found]
    return Grid(columns, tuple(lines))


def _condition(row: ConditionRow) -> tuple[Line, ...]:
    return (
        line(strong(row.known_as)),
        words.level_sign(row.evidence_level),
        words.said(row.sign, row.verdict_short),
        line(muted(_ROUTES[row.route] if row.route else "")),
    )


def _study(study: StudyDetail) -> tuple[Line, ...]:
    people = study.n_analysed if study.n_analysed is not None else study.n_randomised
    species = "" if study.species == "human" else f" ({study.species})"
    return (
        line(strong(study.label)),
        line(study.design + species),
        line("–" if people is None else str(people)),
        line(words.treatment(study.intervention)),
        line(study.comparator),
        words.direction(study.direction),
    )
