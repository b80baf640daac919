"""Signs and words that the pictures in characters and in SVG share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType

from magpain.answers import ConditionRow, ForestPage, ForestPanel, ForestRow, MapCell, MapPage
from magpain.formats.blocks import Line, line, muted
from magpain.model import RATIOS, UNIT_NOT_PRINTED, Id, Measure, Route
from magpain.rating import verdict

STUDY, POOLED, CALCULATED, LEFT, RIGHT, NULL = "■", "◆", "□", "◂", "▸", "┊"
GAP = "·"
LETTERS = {"high": "H", "moderate": "M", "low": "L", "very-low": "V", "none": " "}
CAPITALS_MEAN = "A capital letter marks the main finding of the condition."
LETTERS_MEAN = (
    "The letter is the certainty of the evidence (high, moderate, low, very low). "
    f"{CAPITALS_MEAN} The number is how many studies it is based on."
)
NOTHING_TO_PLOT = "No result was reported with a confidence interval, so there is nothing to plot."
CODES: dict[Route, str] = {
    "oral": "PO",
    "intravenous": "IV",
    "intramuscular": "IM",
    "transdermal": "TD",
    "topical": "TO",
    "intrathecal": "IT",
    "epidural": "EP",
    "perineural": "PN",
    "intra-articular": "IA",
    "infiltration": "IF",
    "inhaled": "IH",
    "any": "AN",
}
MEASURES: dict[Measure, str] = {
    "MD": "mean difference",
    "SMD": "standardised mean difference",
    "RR": "risk ratio",
    "OR": "odds ratio",
    "RD": "risk difference",
    "RoM": "ratio of means",
    "HR": "hazard ratio",
}
# Route names as column headings of up to seven characters, on two lines.
HEADS: dict[Route, tuple[str, str]] = {
    "oral": ("", "oral"),
    "intravenous": ("intra-", "venous"),
    "intramuscular": ("intra-", "muscul."),
    "transdermal": ("trans-", "dermal"),
    "topical": ("", "topical"),
    "intrathecal": ("intra-", "thecal"),
    "epidural": ("epi-", "dural"),
    "perineural": ("peri-", "neural"),
    "intra-articular": ("intra-", "artic."),
    "infiltration": ("infil-", "tration"),
    "inhaled": ("", "inhaled"),
    "any": ("", "any"),
}
NO_NUMBERS: Mapping[Id, int] = MappingProxyType({})


def left_out(page: ForestPage) -> str:
    """Return a sentence on how many results a forest plot leaves out, or "" if it has them all."""
    associations = sum(len(panel.rows) for panel in page.forest.associations)
    counts = ((len(page.forest.undrawn), "result"), (associations, "association"))
    said = [verdict.counted(number, what) for number, what in counts if number]
    return f"Not plotted: {' and '.join(said)}." if said else ""


def by_outcome(panel: ForestPanel) -> Iterator[tuple[str, list[ForestRow]]]:
    """Yield each outcome with its rows, in the panel's order."""
    for outcome, rows in groupby(panel.rows, key=lambda row: row.outcome):
        yield outcome, list(rows)


def usual_level(panel: ForestPanel) -> float:
    """Return the most common confidence level in a panel, in percent; rows with another level show their own."""
    levels = [row.level for row in panel.rows]
    return max(levels, key=levels.count)


def estimate(row: ForestRow, usual: float) -> str:
    """Write a row's estimate and interval, with the confidence level if it is not the usual one."""
    level = "" if row.level == usual else f"{row.level:g}%: "
    if row.calculated:
        return verdict.interval(row.estimate, row.low, row.high)
    low, high = verdict.number(row.low), verdict.number(row.high)
    return f"{verdict.number(row.estimate)} ({level}{low} to {high})"


def point(row: ForestRow) -> str:
    """Return the mark of an estimate: that of a single study, of a pooled result, or of a calculated effect."""
    return CALCULATED if row.calculated else POOLED if row.pooled else STUDY


def about(row: ForestRow, numbers: Mapping[Id, int] = NO_NUMBERS) -> Line:
    """Write a row's label: study or review, time point, and number of people."""
    number = f" [{numbers[row.study]}]" if row.study in numbers else ""
    when = f", {row.timepoint}" if row.timepoint else ""
    return line(row.label, muted(number), when, muted(f"; {size}" if (size := people(row)) else ""))


def people(row: ForestRow) -> str:
    """Write the numbers of studies and people behind a row, if known."""
    studies = verdict.counted(row.studies, "study") if row.studies is not None else ""
    counted = f"{row.participants} people" if row.participants is not None else ""
    return ", ".join(part for part in (studies, counted) if part)


def favours(panel: ForestPanel, subject: str) -> tuple[str, str]:
    """Return which treatment the left and the right side of a panel favour.

    Every measure compares the intervention with the comparator, so lower numbers favour the intervention if lower is
    better.
    """
    sides = (f"favours {subject}", "favours comparator")
    return sides if panel.better == "lower" else (sides[1], sides[0])


def measured(panel: ForestPanel) -> str:
    """Write what a panel's numbers are: the measure, its unit, and which direction is better."""
    unit = f", in {panel.unit}" if panel.unit else ""
    unit = ", unit not reported" if panel.unit == UNIT_NOT_PRINTED else unit
    ratio = ", on a log scale" if panel.measure in RATIOS else ""
    calculated = "; calculated from the arms reported" if panel.rows[0].calculated else ""
    return f"{MEASURES[panel.measure]} ({panel.measure}){unit}{ratio}; {panel.better} is better{calculated}"


def cells_of(page: MapPage) -> dict[tuple[Id, Route], MapCell]:
    """Return a map's cells by condition and route."""
    return {(cell.condition, cell.route): cell for cell in page.cells}


def grouped(page: MapPage) -> Iterator[tuple[str, list[ConditionRow]]]:
    """Yield each group's name, capitalised as a heading, with its conditions."""
    for key, rows in groupby(page.conditions, key=lambda row: row.group):
        name = page.groups.get(key, key)
        yield name[:1].upper() + name[1:], list(rows)


def directions(subject: str) -> list[tuple[str, str]]:
    """Return the signs of the map's cells, with their meanings."""
    meanings = (
        f"in favour of {subject}",
        "in favour of the comparator (placebo, another treatment or none)",
        "no important difference shown",
        "mixed results",
        "unclear, of unclear size, or too uncertain to tell",
        "studied but not rated",
    )
    return [*zip(verdict.SIGNS.values(), meanings, strict=True), (GAP, "no studies in this file")]


def letter(cell: MapCell) -> str:
    """Return the letter of a cell's certainty: a capital if it is the condition's main finding."""
    found = LETTERS[cell.evidence_level]
    return found if cell.main else found.lower()


def cell_in_words(cell: MapCell) -> str:
    """Write a cell of the map as a line of text."""
    studies = verdict.counted(cell.studies, "study")
    counted = f", {cell.participants} people" if cell.participants is not None else ""
    if cell.direction is None:
        return f"{cell.name}, {cell.route}: {studies}{counted}, not rated"
    said = f"{cell.verdict_short}, {cell.evidence_level.replace('-', ' ')} certainty"
    main = " (main finding)" if cell.main else ""
    return f"{cell.name}, {cell.route}: {said}, {studies}{counted}{main}"
