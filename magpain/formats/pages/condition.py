"""The page of one condition: the verdict first, then what was found, what disagrees, doses, safety, claims, guidelines.

The short page fits a screen: each part gives its most telling entries, and the foot counts what is left out. The full
page gives every entry, each part under its own heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import structs

from magpain import verdict
from magpain.answers import ConditionDetail, ConditionPage, DoseStudied, FindingDetail
from magpain.formats import words
from magpain.formats.blocks import (
    Block,
    Column,
    Gap,
    Grid,
    Heading,
    Items,
    Line,
    Paragraph,
    Title,
    line,
    muted,
    strong,
)
from magpain.formats.pages.references import items_of, one_line
from magpain.model import Claim, Recommendation, Statement

Places = Mapping[str, int]
# How many entries of each part the short page shows.
_SHORT = {"findings": 3, "disagreements": 1, "doses": 2, "warnings": 1, "claims": 1, "recommendations": 1}
_PARTS = (*_SHORT, "associations", "not_found")
# Claims in the order in which a reader needs them: what is wrong first.
_TELLING = ("contradicted", "overstated", "unsupported", "partly-supported", "supported")
_STATUS = {"current": "", "retired": ", since retired", "superseded": ", since replaced", "unknown": ""}


class _Part(NamedTuple):
    """A part of the page: its heading, its label on the short page, and its entries."""

    heading: str
    label: str
    entries: tuple[Line, ...]


def blocks(page: ConditionPage, *, full: bool) -> Iterator[Block]:
    """Yield the page, short or full."""
    condition = page.condition if full else _shortened(page.condition)
    places = words.places(page.references)
    parts = [part for part in _parts(page, condition, places, full=full) if part.entries]
    yield from _head(condition)
    yield from _findings(condition, places)
    yield from _under_headings(parts) if full else _beside_labels(parts)
    yield from _references(page, condition, full=full)
    yield Paragraph(line(muted(_foot(page, condition))))


def _shortened(condition: ConditionDetail) -> ConditionDetail:
    """Keep each part's most telling entries; of the doses, one for each route, form and direction."""
    claims = sorted(condition.claims, key=lambda claim: _TELLING.index(claim.verdict))
    doses = {(dose.route, dose.form, dose.direction): dose for dose in condition.doses}
    kept = {name: getattr(condition, name)[:count] for name, count in _SHORT.items()}
    kept |= {"claims": tuple(claims[: _SHORT["claims"]]), "doses": tuple(doses.values())[: _SHORT["doses"]]}
    return structs.replace(condition, associations=(), not_found=(), **kept)


def _head(condition: ConditionDetail) -> Iterator[Block]:
    yield Title(line(strong(condition.name)), line(muted(f"{condition.group_name}, searched {condition.reviewed}")))
    yield Paragraph(line(strong(condition.verdict)))
    certainty = "" if condition.evidence_level == "none" else " certainty"
    yield Paragraph(line(*words.level(condition.evidence_level), f"{certainty}: {condition.level_meaning}."))
    if tally := words.tally(condition.tally):
        yield Paragraph(line(f"Comparative trials by their main outcome: {tally}."))
    yield Gap()
    yield Paragraph(line(condition.summary))


def _findings(condition: ConditionDetail, places: Places) -> Iterator[Block]:
    if condition.findings:
        yield Gap()
        people = Column("Studies (people)", numeric=True)
        columns = (Column("What was measured"), Column("Effect"), people, Column("Certainty", wrap=False))
        yield Grid(columns, tuple(_finding(finding, places) for finding in condition.findings))


def _finding(finding: FindingDetail, places: Places) -> tuple[Line, ...]:
    return (
        line(strong(finding.outcome), muted(f", {finding.intervention.route}, against {finding.comparator}")),
        (*words.effect(finding), *words.numbers(_finding_cites(finding), places)),
        line(words.size(finding.evidence.studies, finding.evidence.participants)),
        words.level(finding.certainty.rating),
    )


def _parts(page: ConditionPage, condition: ConditionDetail, places: Places, *, full: bool) -> Iterator[_Part]:
    doses = tuple(_dose(dose, page.counted_in, places) for dose in condition.doses)
    claims = tuple(_claim(claim, places) for claim in condition.claims)
    guidelines = tuple(_guideline(item, places) for item in condition.recommendations)
    associations = _statements(condition.associations, places)
    yield _Part("Where the evidence disagrees", "Disagreement", _disagreements(condition, places, full=full))
    yield _Part("Calculated by magpain, not published", "Calculated", _calculated(condition) if full else ())
    yield _Part("Doses studied", "Doses studied", doses)
    yield _Part("Safety at the doses studied", "Safety", _statements(condition.warnings, places))
    yield _Part("What people say, and what the evidence says of it", "Claims", claims)
    yield _Part("Guidelines", "Guidelines", guidelines)
    yield _Part("Levels in patients: an association, not an effect of giving it", "Levels", associations)
    yield _Part("Searched for and not found", "Not found", tuple(line(text) for text in condition.not_found))


def _under_headings(parts: Iterable[_Part]) -> Iterator[Block]:
    for part in parts:
        yield Heading(part.heading)
        yield Items(tuple((line("-"), entry) for entry in part.entries))


def _beside_labels(parts: Iterable[_Part]) -> Iterator[Block]:
    items = [
        (line(muted("" if number else part.label)), entry)
        for part in parts
        for number, entry in enumerate(part.entries)
    ]
    if items:
        yield Gap()
        yield Items(tuple(items))


def _disagreements(condition: ConditionDetail, places: Places, *, full: bool) -> tuple[Line, ...]:
    """Return what disagrees: about the condition as a whole first, then about each finding."""
    whole = _statements(condition.disagreements, places)
    parts = tuple(line(finding.disagreement) for finding in condition.findings if finding.disagreement)
    return whole + parts if full else (whole or parts)[: _SHORT["disagreements"]]


def _calculated(condition: ConditionDetail) -> tuple[Line, ...]:
    """Return what published ratios mean in absolute numbers, and the effects that the arms of studies give."""
    absolute = [(finding, finding.effect.absolute_calculated) for finding in condition.findings]
    people = [
        line(strong(f"{finding.outcome}: "), f"of {numbers.per} people {verdict.people(numbers)}; {numbers.formula}")
        for finding, numbers in absolute
        if numbers
    ]
    found = [(finding, each) for finding in condition.findings for each in finding.calculated]
    effects = [
        line(strong(f"{each.outcome}, {each.label}: "), words.calculated(each.effect)) for _finding, each in found
    ]
    return (*people, *effects)


def _dose(dose: DoseStudied, counted_in: str, places: Places) -> Line:
    elemental = f"{dose.elemental_mg_per_day:g} mg of {counted_in} a day" if dose.elemental_mg_per_day else ""
    said = ", ".join(
        part for part in (dose.route, dose.form or "", dose.dose or "", elemental, dose.duration or "") if part
    )
    return (*line(f"{said}: "), *words.direction(dose.direction), *words.numbers((dose.study,), places))


def _statements(statements: Iterable[Statement], places: Places) -> tuple[Line, ...]:
    return tuple(_cited(statement.text, statement.cites, places) for statement in statements)


def _claim(claim: Claim, places: Places) -> Line:
    said = line(f"“{claim.text}” ", *words.claim_verdict(claim.verdict), f": {claim.why}")
    return (*said, *words.numbers(claim.cites, places))


def _guideline(item: Recommendation, places: Places) -> Line:
    grade = f" ({item.grade}{_STATUS[item.status]})" if item.grade else _STATUS[item.status]
    return (*line(strong(f"{item.body} {item.year}: ")), *_cited(f"{item.text}{grade}", item.cites, places))


def _cited(text: str, cites: Iterable[str], places: Places) -> Line:
    return (*line(text), *words.numbers(cites, places))


def _references(page: ConditionPage, shown: ConditionDetail, *, full: bool) -> Iterator[Block]:
    if full:
        yield Heading("References")
        yield items_of(page.references)
        return
    listed = [reference for reference in page.references if reference.id in _cited_by(shown)]
    if listed:
        yield Gap()
        yield Paragraph(tuple(span for reference in listed for span in (*one_line(reference), *line("  "))))


def _cited_by(shown: ConditionDetail) -> set[str]:
    """Return the ids of the citations whose numbers the short page prints."""
    keys = {key for finding in shown.findings for key in _finding_cites(finding)} | {dose.study for dose in shown.doses}
    for part in (shown.disagreements, shown.warnings, shown.recommendations, shown.claims):
        keys.update(key for item in part for key in item.cites)
    return keys


def _finding_cites(finding: FindingDetail) -> tuple[str, ...]:
    """Return what a finding's row cites: where its estimate was published, else its first three citations."""
    return (finding.effect.source,) if finding.effect.source else finding.cites[:3]


def _foot(page: ConditionPage, shown: ConditionDetail) -> str:
    """Say where to read on, what the short page left out, and that none of it is advice."""
    name = page.condition.id
    left = sum(len(getattr(page.condition, part)) - len(getattr(shown, part)) for part in _PARTS)
    more = f"All of it ({left} more entries): magpain show {name} --full. " if left else ""
    further = f"The rating's reasons: magpain why {name}. Background: magpain safety, magpain mechanism."
    return f"{more}{further} {page.not_advice}"
