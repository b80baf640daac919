"""An answer as rows and columns: what CSV, TSV and Markdown tables write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from magpain.answers import (
    KINDS,
    Body,
    ChangeList,
    ComparePage,
    ConditionList,
    ConditionPage,
    DosePage,
    ForestPage,
    GroupPage,
    HitList,
    MapPage,
    NumbersPage,
    ProblemList,
    ReferenceList,
    StudyDetail,
    StudyList,
    TopicDetail,
    TopicPage,
    Verified,
    VerifyPage,
    WatchPage,
    WhyPage,
)
from magpain.model import Result

Cell = str | int | float | None


class Table(Struct, frozen=True):
    """Named columns, and rows with one cell per column."""

    columns: list[str]
    rows: tuple[tuple[Cell, ...], ...]


_CONDITION = (
    "id name group evidence_level direction size studies participants routes verdict sign verdict_short".split()
)
_STUDY = (
    "id label year design conditions species population n_randomised n_analysed route form dose "
    "elemental_mg_per_day duration comparator direction ocebm_level"
).split()
_RESULT = (
    "outcome primary timepoint comparison measure estimate unit ci_level ci_low ci_high p i2 "
    "result_direction text locator"
).split()
_PROBLEM = "file line column severity rule path message".split()
_REFERENCE = "number id year reference DOI PMID PMCID integrity".split()
_FINDING = (
    "condition id outcome route comparator direction size measure estimate unit ci_level ci_low ci_high i2 "
    "studies participants certainty verdict cites sign verdict_short"
).split()
_CELL = "condition name group route studies participants evidence_level direction finding sign verdict_short".split()
_RUNG = "finding outcome domain step reason rating".split()
_FOREST = (
    "study label outcome timepoint measure unit better estimate low high level pooled studies participants "
    "direction calculated"
).split()
_DOSE = "condition study route form dose elemental_mg_per_day duration direction".split()
_TOPIC = "id title subject text spacing cites".split()
_HIT = "kind id title conditions context".split()
_CHANGE = "section kind id condition what old new why".split()
_VERIFIED = "id kind sources field ours theirs why date integrity checked_on".split()
_NEW = "condition design title authors journal date DOI PMID PMCID registration status sources why".split()
_NUMBER = "id citation field kind value state there why sentence".split()


def table(body: Body) -> Table:
    """Return a body as a table; for a condition's page, the table of its findings."""
    made: Table = globals()[KINDS[type(body)].table](body)
    return made


def conditions(body: ConditionList) -> Table:
    """Return one row per condition."""
    return _table(_CONDITION, body.conditions)


def members(body: GroupPage) -> Table:
    """Return one row per condition of a group."""
    return _table(_CONDITION, body.group.members)


def compared(body: ComparePage) -> Table:
    """Return one row per compared condition."""
    return _table(_CONDITION, [item.row for item in body.compared])


def findings(body: ConditionPage) -> Table:
    """Return one row per finding of a condition."""
    return Table(_FINDING, tuple(_finding(body.condition.id, item) for item in body.condition.findings))


def results(body: StudyList) -> Table:
    """Return one row per result of each study."""
    return Table([*_STUDY, *_RESULT], tuple(_tidy(body.studies)))


def references(body: ReferenceList) -> Table:
    """Return one row per reference."""
    return Table(_REFERENCE, tuple(_reference(item) for item in body.references))


def problems(body: ProblemList) -> Table:
    """Return one row per problem of a knowledge file."""
    return _table(_PROBLEM, body.problems)


def rungs(body: WhyPage) -> Table:
    """Return one row per step of each rating."""
    return Table(_RUNG, tuple(_row(_RUNG, step, ladder) for ladder in body.why.ladders for step in ladder.rungs))


def estimates(body: ForestPage) -> Table:
    """Return one row per estimate of a forest plot."""
    return Table(_FOREST, tuple(_row(_FOREST, row, panel) for panel in body.forest.panels for row in panel.rows))


def cells(body: MapPage) -> Table:
    """Return one row per condition and route."""
    return _table(_CELL, body.cells)


def doses(body: DosePage) -> Table:
    """Return one row per trial whose dose is known."""
    return Table(_DOSE, tuple(_row(_DOSE, item.dose, item) for item in body.dose.trials))


def statements(body: TopicPage) -> Table:
    """Return one row per finding and statement of each topic; the text of a finding is its verdict."""
    return Table(_TOPIC, tuple(row for topic in body.topics for row in _topic(topic)))


def _topic(topic: TopicDetail) -> Iterator[tuple[Cell, ...]]:
    for finding in topic.findings:
        yield topic.id, topic.title, finding.outcome, finding.verdict, None, _cell(finding.cites)
    yield from (_row(_TOPIC, said, topic) for said in topic.statements)


def hits(body: HitList) -> Table:
    """Return one row per record that a search found."""
    return _table(_HIT, body.results)


def changes(body: ChangeList) -> Table:
    """Return one row per change between two files."""
    return _table(_CHANGE, body.changes)


def verified(body: VerifyPage) -> Table:
    """Return one row per notice, difference or source of each citation."""
    return Table(_VERIFIED, tuple(row for each in body.verified for row in _verified(each)))


def numbers(body: NumbersPage) -> Table:
    """Return one row per number that was compared with an abstract, and one per study without any."""
    rows = [_row(_NUMBER, number, each) for each in body.compared for number in each.checked]
    without = [each for each in body.compared if not each.checked]
    rows += [(each.id, each.citation, None, None, None, each.state, None, each.why, None) for each in without]
    return Table(_NUMBER, tuple(rows))


def new_reports(body: WatchPage) -> Table:
    """Return one row per report that is new to a condition."""
    return Table(_NEW, tuple((one.id, *_row(_NEW[1:], each)) for one in body.watched for each in one.new))


def records(body: Body) -> Iterator[Any]:
    """Yield the records of a list, which JSON Lines writes one per line; a page is one record."""
    value = getattr(body, own(body))
    yield from value if isinstance(value, tuple) else (value,)


def own(body: Body) -> str:
    """Return the name of the field that holds a body's own records."""
    return KINDS[type(body)].key


def _table(columns: list[str], items: Iterable[Struct]) -> Table:
    return Table(columns, tuple(_row(columns, item) for item in items))


def _row(columns: list[str], *records: Struct) -> tuple[Cell, ...]:
    """Return a row; each cell comes from the first record that has the column."""
    return tuple(_cell(next(getattr(item, name) for item in records if hasattr(item, name))) for name in columns)


def _cell(value: Any) -> Cell:
    """Return a value as one cell; several values are separated by "; "."""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _tidy(studies: Iterable[StudyDetail]) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each result of each study, and one for a study without results: a tidy table (Wickham 2014)."""
    for study in studies:
        given = study.intervention
        mine = {name: getattr(given, name) for name in ("route", "form", "dose", "elemental_mg_per_day", "duration")}
        row = tuple(_cell(mine[name] if name in mine else getattr(study, name)) for name in _STUDY)
        for result in study.results or (None,):
            yield (*row, *(_result(result) if result else (None,) * len(_RESULT)))


def _result(result: Result) -> tuple[Cell, ...]:
    low, high, level = (result.ci.low, result.ci.high, result.ci.level) if result.ci else (None, None, None)
    own = {
        "ci_level": level,
        "ci_low": low,
        "ci_high": high,
        "result_direction": result.direction,
        "primary": str(result.primary).lower(),
    }
    return tuple(own[name] if name in own else _cell(getattr(result, name)) for name in _RESULT)


def _finding(condition: str, finding: Any) -> tuple[Cell, ...]:
    effect, interval = finding.effect, finding.effect.ci
    own: dict[str, Any] = {
        "condition": condition,
        "route": finding.intervention.route,
        "certainty": finding.certainty.rating,
        "studies": finding.evidence.studies,
        "participants": finding.evidence.participants,
        "ci_level": interval and interval.level,
        "ci_low": interval and interval.low,
        "ci_high": interval and interval.high,
    }
    own |= {name: getattr(effect, name) for name in ("direction", "size", "measure", "estimate", "unit", "i2")}
    return tuple(_cell(own[name] if name in own else getattr(finding, name)) for name in _FINDING)


def _reference(item: Any) -> tuple[Cell, ...]:
    citation = item.citation
    year, status = int(citation.issued[:4]), citation.integrity.status
    from magpain.formats import vancouver  # most tables have no references

    return (
        item.number,
        item.id,
        year,
        vancouver.cite(citation),
        citation.DOI,
        citation.PMID,
        citation.PMCID,
        status,
    )


def _verified(item: Verified) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each notice, each difference and each source not compared; one row for a citation with none."""
    could = (item.integrity.status, str(item.integrity.checked_on)) if item.integrity else (None, None)
    found: list[tuple[Cell, ...]] = []
    for notice in item.notices:
        kind = notice.kind if notice.about == "this" else f"is-{notice.kind}"
        told = "known to the file" if notice.known else None
        found.append((kind, _cell(notice.sources), "integrity", None, notice.target, told or notice.label, notice.date))
    found += [
        (each.severity, _cell(each.sources), each.field, each.ours, each.theirs, each.why, None)
        for each in item.differences
    ]
    found += [
        (state.state, state.source, None, None, None, state.why, None)
        for state in item.sources
        if state.state == "not-compared"
    ]
    compared = [state for state in item.sources if state.state == "compared"]
    agreed = ("agrees" if item.sources else "no-identifier", _cell(tuple(each.source for each in compared)))
    for row in found or [(*agreed, None, None, None, None, None)]:
        yield (item.id, *row, *could)
