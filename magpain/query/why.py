"""Why the evidence is rated as it is: the ladder from the start, domain by domain, to the rating."""

from __future__ import annotations

from collections.abc import Iterator

from magpain import verdict
from magpain.answers import Answer, Ladder, Rung, StudySide, WhyDetail, WhyPage
from magpain.errors import NoAnswerError, QuestionError
from magpain.links import cited_in, result_names
from magpain.model import DOMAINS, RATINGS, Certainty, Condition, Direction, Finding, Id, Knowledge, Result, Study
from magpain.query.common import detail, primary_first, references, subject
from magpain.query.resolve import resolve

_DECIDED = ("favours-intervention", "no-difference", "favours-comparator")
_STARTS = {
    "high": "evidence from randomised trials starts high",
    "low": "evidence from observational studies starts low",
}


def why(knowledge: Knowledge, name: str, finding: str | None = None) -> Answer[WhyPage]:
    """Return the ladders of a condition's findings, or of one of them.

    Raises NoAnswerError where the name fits no condition or the condition has no such finding, and QuestionError for
    a group, which has no rating of its own.
    """
    key = resolve(knowledge, name)
    if key in knowledge.groups:
        raise QuestionError(f'"{key}" is a group; ask why of one of its conditions')
    condition = knowledge.conditions[key]
    chosen = [item for item in primary_first(condition) if finding in (None, item.id)]
    if not chosen:
        raise NoAnswerError(_nothing(key, condition, finding), tuple(item.id for item in condition.findings))
    cited = references(knowledge, _cited(knowledge, chosen))
    ladders = tuple(_ladder(knowledge, item) for item in chosen)
    detail = WhyDetail(id=key, name=condition.name, ladders=ladders, provenance=knowledge.provenance)
    return Answer(WhyPage(why=detail, references=cited), cited)


def _nothing(key: Id, condition: Condition, finding: str | None) -> str:
    if not condition.findings:
        return f'nothing is rated for "{key}": no study that could answer the question was found'
    return f'"{key}" has no finding "{finding}"; it has {", ".join(item.id for item in condition.findings)}'


def _cited(knowledge: Knowledge, findings: list[Finding]) -> Iterator[Id]:
    for finding in findings:
        yield from cited_in(finding)
        yield from (knowledge.studies[key].citation for key in finding.studies)


def _ladder(knowledge: Knowledge, finding: Finding) -> Ladder:
    certainty = finding.certainty
    sides = [_side(knowledge, key, finding) for key in finding.studies]
    support = finding.effect.direction if finding.effect.direction in _DECIDED else _DECIDED[0]
    against = [direction for direction in _DECIDED if direction != support]
    return Ladder(
        finding=finding.id,
        outcome=finding.outcome,
        direction=finding.effect.direction,
        verdict=verdict.sentence(subject(knowledge), finding),
        verdict_technical=verdict.technical(finding),
        start=certainty.start,
        start_reason=_STARTS[certainty.start],
        rungs=tuple(_rungs(certainty)),
        rating=certainty.rating,
        level_meaning=verdict.MEANING[certainty.rating],
        rated_by=certainty.rated_by,
        published=certainty.published,
        supporting=tuple(side for side in sides if side.direction == support),
        contradicting=tuple(side for side in sides if side.direction in against),
        neither=tuple(side for side in sides if side.direction in ("mixed", "unclear")),
        disagreement=finding.disagreement,
        would_change=certainty.would_change,
        cites=finding.cites,
    )


def _rungs(certainty: Certainty) -> Iterator[Rung]:
    """Yield each domain's step and the rating so far, which never leaves the scale."""
    steps = [(name.replace("_", " "), getattr(certainty, name)) for name in DOMAINS]
    steps += [(upgrade.domain.replace("-", " "), upgrade) for upgrade in certainty.upgrades]
    height = RATINGS.index(certainty.start)
    for domain, step in steps:
        height += step.step
        shown = RATINGS[max(0, min(len(RATINGS) - 1, height))]
        yield Rung(domain=domain, step=step.step, reason=step.reason, rating=shown)


def _side(knowledge: Knowledge, key: Id, finding: Finding) -> StudySide:
    """Return a study with its result on a finding's outcome, and which way that points."""
    study = detail(knowledge, key)
    result = _result(study, finding, key)
    if result is None:
        direction, outcome, text = _unnamed(study, finding)
    else:
        direction = result.direction or (study.direction if result.primary else "unclear")
        outcome, text = result.outcome, result.text
    return StudySide(id=key, label=study.label, design=study.design, direction=direction, outcome=outcome, result=text)


def _result(study: Study, finding: Finding, key: Id) -> Result | None:
    """Return a study's result that a finding names: of several on one outcome, the one that fits it best."""
    name = finding.results.get(key)
    named = [result for result in study.results if name in result_names(result.outcome, result.timepoint)]
    return max(named, key=lambda result: _fit(result, finding), default=None)


def _fit(result: Result, finding: Finding) -> tuple[bool, bool, bool]:
    """Tell how well a result fits a finding on the same outcome: by its estimate, by when, and by its rank."""
    estimate = finding.effect.estimate
    return (
        estimate is not None and result.estimate == estimate,
        result.timepoint == finding.timepoint,
        result.primary,
    )


def _unnamed(study: Study, finding: Finding) -> tuple[Direction, str | None, str | None]:
    """Return what a study says of its primary outcome, or nothing where the finding names other studies' results."""
    if finding.results:
        return "unclear", None, None
    shown = [*(result for result in study.results if result.primary), *study.results]
    if not shown:
        return study.direction, None, study.no_numeric_result
    return study.direction, shown[0].outcome, shown[0].text
