"""Hand-made forest plots and a gap map, which don't change when the shipped file does."""

import datetime
from typing import get_args

from magpain.answers import (
    ConditionRow,
    ForestDetail,
    ForestPage,
    ForestPanel,
    ForestRow,
    MapCell,
    MapPage,
    Reference,
    Undrawn,
)
from magpain.model import Citation, Extraction, Name, Route
from magpain.rating.verdict import SIGNS

READ = Extraction(read="abstract", at="https://example.org/", date=datetime.date(2026, 1, 2))
SUBJECT = "zinc"


def row(label: str, estimate: float, low: float, high: float, **others) -> ForestRow:
    rest = {
        "study": label.lower().replace(" ", "-"),
        "outcome": "pain at rest",
        "timepoint": None,
        "level": 95.0,
        "pooled": False,
        "studies": None,
        "participants": None,
        "direction": None,
    }
    return ForestRow(label=label, estimate=estimate, low=low, high=high, **(rest | others))


def panel(measure: str, *rows: ForestRow, better: str = "lower", unit: str | None = None) -> ForestPanel:
    null = 1.0 if measure in ("RR", "OR", "HR", "RoM") else 0.0
    return ForestPanel(measure=measure, unit=unit, better=better, null=null, rows=rows)


RATIOS = panel(
    "RR",
    row("Alder 2001", 0.5, 0.25, 1.0, participants=40, direction="favours-intervention"),
    row("Birch 2010", 0.9, 0.7, 1.16, timepoint="24 h", participants=1200, direction="no-difference"),
    row("Cedar 2020", 0.72, 0.58, 0.89, pooled=True, studies=7, participants=2100, level=99.0),
    row("Elm 2021", 4.0, 0.02, 800.0, outcome="nausea", direction="unclear"),
    row("Fir 2022", 1.8, 1.1, 2.95, outcome="nausea", direction="favours-comparator"),
)
DIFFERENCES = panel(
    "MD",
    row("Alder 2001", -6.2, -9.5, -2.9, direction="favours-comparator"),
    row("The working group on a very long name that needs many lines to be told in full 2015", 12.0, 3.0, 21.0),
    row("Grape 1999", 900.0, 700.0, 1100.0),
    better="higher",
    unit="minutes",
)
UNDRAWN = (
    Undrawn(
        study="hazel-2003",
        label="Hazel 2003",
        outcome="sleep",
        reason="only a p value is printed",
        text="p 0.03.",
    ),
    Undrawn(
        study="iris-2004",
        label="Iris 2004",
        outcome="pain",
        reason="no number is printed",
        text="No different.",
    ),
)


def reference(number: int, key: str, family: str, year: str) -> Reference:
    citation = Citation(
        type="article-journal", title="A trial", issued=year, extraction=READ, author=(Name(family=family),)
    )
    return Reference(number=number, id=key, citation=citation)


REFERENCES = (reference(1, "alder-2001", "Alder", "2001"), reference(2, "hazel-2003", "Hazel", "2003"))
FOREST = ForestPage(
    forest=ForestDetail(
        id="knee-pain", name="Knee pain", subject=SUBJECT, panels=(RATIOS, DIFFERENCES), undrawn=UNDRAWN
    ),
    references=REFERENCES,
)
ROUTES = get_args(Route)


def condition(name: str, group: str) -> ConditionRow:
    return ConditionRow(
        id=name.lower().replace(" ", "-"),
        name=name,
        group=group,
        evidence_level="low",
        direction=None,
        size=None,
        studies=0,
        participants=None,
        routes=(),
        verdict="",
        reviewed=datetime.date(2026, 1, 2),
        verdict_short="",
        sign="",
    )


def cell(of: ConditionRow, route: str, direction: str | None, level: str, studies: int) -> MapCell:
    return MapCell(
        condition=of.id,
        name=of.name,
        group=of.group,
        route=route,
        studies=studies,
        participants=studies * 50,
        trials=studies,
        evidence_level=level,
        direction=direction,
        finding="one" if direction else None,
        verdict_short=direction.replace("-", " ") if direction else "not rated",
        sign=SIGNS[direction],
        main=level == "high",
    )


KNEE, HIP, HEAD = (
    condition("Knee pain", "joints"),
    condition("Hip pain after an operation on the other side", "joints"),
    condition("Headache", "head"),
)
MAP = MapPage(
    subject=SUBJECT,
    groups={"joints": "muscle and joint", "head": "Headache"},
    cells=(
        cell(KNEE, "oral", "favours-intervention", "high", 51),
        cell(KNEE, "intravenous", "favours-comparator", "moderate", 4),
        cell(KNEE, "any", "mixed", "very-low", 12),
        cell(HIP, "epidural", "no-difference", "low", 2),
        cell(HIP, "inhaled", "unclear", "very-low", 1),
        cell(HIP, "topical", None, "none", 3),
    ),
    conditions=(KNEE, HIP, HEAD),
    routes=ROUTES,
)
