"""The results of a condition that can be drawn as estimates with intervals, and why the others cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from magpain.answers import (
    Answer,
    ForestDetail,
    ForestMain,
    ForestPage,
    ForestPanel,
    ForestRow,
    ForestScreen,
    Result,
    StudyDetail,
    Undrawn,
)
from magpain.errors import NoAnswerError, QuestionError
from magpain.folding import fold
from magpain.model import OBSERVATIONAL, REVIEWS, UNIT_NOT_PRINTED, Better, Id, Interval, Knowledge, Measure
from magpain.query.common import (
    condition_row,
    group_given,
    primary_of,
    references,
    result_of,
    study_detail,
    subject,
)
from magpain.query.resolve import resolve
from magpain.rating.sizes import no_effect

# Words in the intervention or outcome of reviews of observational studies.
_LEVELS = re.compile(r"\b(serum|plasma|erythrocyte|levels?|intake|diet)\b", re.IGNORECASE)

Axis = tuple[Measure, str | None, Better, str, bool]
# An estimate with its interval: as published, or as calculated from the arms.
Drawn = tuple[Measure, float, Interval, bool]


def forest(knowledge: Knowledge, name: str, outcome: str | None = None) -> Answer[ForestPage]:
    """Return a condition's estimates, with a separate panel for each measure, unit and `better`.

    `outcome` selects the results whose outcome contains these words. Raises NoAnswerError if no result is left, and
    QuestionError for a group.
    """
    key, taken_for = resolve(knowledge, name)
    if key in knowledge.groups:
        raise QuestionError(group_given(knowledge, key, "forest"))
    results = [pair for pair in _results(knowledge, key) if _wanted(pair[1], outcome)]
    panels = _panels([pair for pair in results if not _is_association(*pair)])
    associations = _panels([pair for pair in results if _is_association(*pair)])
    undrawn = tuple(_undrawn(*pair) for pair in results if not _drawable(pair[1]))
    if not results:
        raise NoAnswerError(
            f"no between-group results to plot for {key}" + (f' with outcome "{outcome}"' if outcome else "")
        )
    cited = references(knowledge, (study.citation for study, _result in results))
    shown = ForestDetail(
        id=key,
        name=knowledge.conditions[key].name,
        subject=subject(knowledge),
        panels=panels,
        undrawn=undrawn,
        associations=associations,
    )
    page = ForestPage(forest=shown, references=cited, taken_for=taken_for)
    main = None if outcome else _main(knowledge, key, results)
    return Answer(page, cited, lambda: _screen(page, main, results))


def _screen(page: ForestPage, main: ForestMain | None, results: list[tuple[StudyDetail, Result]]) -> ForestScreen:
    """Return the page for readers: with the main finding, and associations apart among the results not plotted, too."""
    undrawn = [pair for pair in results if not _drawable(pair[1])]
    effects, associations = (
        tuple(_undrawn(*pair) for pair in undrawn if _is_association(*pair) == observed) for observed in (False, True)
    )
    return ForestScreen(
        forest=structs.replace(page.forest, undrawn=effects),
        references=page.references,
        taken_for=page.taken_for,
        main=main,
        undrawn_associations=associations,
    )


def _main(knowledge: Knowledge, key: Id, results: list[tuple[StudyDetail, Result]]) -> ForestMain | None:
    """Return a condition's main finding with the rows of the results that it names, or None if it has no finding."""
    condition = knowledge.conditions[key]
    finding = primary_of(condition)
    if finding is None:
        return None
    row = condition_row(knowledge, key, condition)
    named = [
        (study, result)
        for study, result in results
        if result is result_of(study, finding, study.id) and not _is_association(study, result)
    ]
    # The result that the finding quotes comes first, then other pooled ones, then those in another direction.
    named.sort(
        key=lambda pair: (
            pair[0].citation != finding.effect.source,
            pair[0].design not in REVIEWS,
            pair[1].direction == finding.effect.direction,
        )
    )
    return ForestMain(
        outcome=finding.outcome,
        sign=row.sign,
        verdict_short=row.verdict_short,
        evidence_level=row.evidence_level,
        studies=len(finding.studies),
        rows=tuple(
            _row(study, result, drawn) for study, result in named if result.better and (drawn := _drawn(result))
        ),
    )


def _results(knowledge: Knowledge, key: Id) -> list[tuple[StudyDetail, Result]]:
    """Return the results between groups of a condition's studies in people, by year."""
    details = sorted(
        (study_detail(knowledge, study) for study in knowledge.studies_of.get(key, ())), key=lambda study: study.year
    )
    return [
        (study, result)
        for study in sorted(details, key=lambda study: study.year)
        if study.species == "human"
        for result in study.results
        if result.comparison == "between-groups"
    ]


def _wanted(result: Result, outcome: str | None) -> bool:
    words = fold(outcome or "").split()
    return all(any(part.startswith(word) for part in fold(result.outcome).split()) for word in words)


def _is_association(study: StudyDetail, result: Result) -> bool:
    """Return whether a result is an association (observed, or about levels or intake), and not a treatment effect."""
    about = f"{study.intervention.form or ''} {result.outcome}"
    return study.design in OBSERVATIONAL or (study.design in REVIEWS and bool(_LEVELS.search(about)))


def _drawable(result: Result) -> bool:
    return result.better is not None and _drawn(result) is not None


def _drawn(result: Result) -> Drawn | None:
    """Return the published effect, else the one calculated from the arms, else None."""
    if result.measure and result.estimate is not None and result.ci:
        return result.measure, result.estimate, result.ci, False
    found = result.calculated
    return (found.measure, found.estimate, found.ci, True) if found else None


def _panels(results: list[tuple[StudyDetail, Result]]) -> tuple[ForestPanel, ...]:
    rows: dict[Axis, list[ForestRow]] = {}
    for study, result in results:
        drawn = _drawn(result)
        if drawn and result.better:
            rows.setdefault(_axis(study, drawn, result.better, result), []).append(_row(study, result, drawn))
    ordered = sorted(rows.items(), key=lambda item: item[0][-1])
    return tuple(
        ForestPanel(
            measure=axis[0],
            unit=axis[1],
            better=axis[2],
            null=no_effect(axis[0]),
            rows=tuple(_by_outcome(found)),
        )
        for axis, found in ordered
    )


def _axis(study: StudyDetail, drawn: Drawn, better: Better, result: Result) -> Axis:
    """Return what rows on one axis share; an estimate without a reported unit gets a separate axis."""
    measure, calculated = drawn[0], drawn[-1]
    unit = result.unit if measure in ("MD", "RD") else None
    if calculated:
        unit = (result.unit or UNIT_NOT_PRINTED) if measure == "MD" else None
    alone = f"{study.id} {result.outcome}" if unit == UNIT_NOT_PRINTED else ""
    return measure, unit, better, alone, calculated


def _by_outcome(rows: list[ForestRow]) -> Iterator[ForestRow]:
    """Yield rows grouped by outcome, in the order in which the outcomes first occur."""
    for outcome in dict.fromkeys(row.outcome for row in rows):
        yield from (row for row in rows if row.outcome == outcome)


def _row(study: StudyDetail, result: Result, drawn: Drawn) -> ForestRow:
    _measure, estimate, ci, calculated = drawn
    people = result.participants if result.participants is not None else study.n_analysed
    if calculated:
        people = sum(arm.n or 0 for arm in result.arms if arm.role)
    return ForestRow(
        study=study.id,
        label=study.label,
        outcome=result.outcome,
        timepoint=result.timepoint,
        estimate=estimate,
        low=ci.low,
        high=ci.high,
        level=ci.level,
        pooled=study.design in REVIEWS,
        studies=result.studies,
        participants=people,
        calculated=calculated,
        direction=result.direction,
    )


def _undrawn(study: StudyDetail, result: Result) -> Undrawn:
    no_better = "the file doesn't say whether higher or lower is better"
    if result.calculated is not None:
        reason = no_better
    elif result.estimate is not None:
        reason = "no confidence interval reported" if result.ci is None else no_better
    elif result.not_calculated:
        reason = f"values for each arm give no difference with a confidence interval: {result.not_calculated}"
    elif result.values:
        reason = "values for each arm reported, but no difference with a confidence interval"
    else:
        reason = "only a p value reported" if result.p else "no numbers reported"
    return Undrawn(study=study.id, label=study.label, outcome=result.outcome, reason=reason, text=result.text)
