"""The query for how certainty was rated: the ladder from the start, domain by domain, to the rating."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import (
    Answer,
    AskedStep,
    Ladder,
    Rung,
    Sizing,
    StudyDetail,
    StudySide,
    Synthesis,
    WhyDetail,
    WhyPage,
)
from magpain.errors import NoAnswerError, QuestionError
from magpain.folding import fold
from magpain.knowledge.name_index import index_key
from magpain.links import cited_in
from magpain.model import DOMAINS, RATINGS, Certainty, Direction, Finding, Id, Knowledge, Threshold
from magpain.query.common import group_given, primary_first, references, result_of, study_detail, subject, threshold_of
from magpain.query.resolve import resolve
from magpain.rating import effects, steps, verdict
from magpain.rating.sizes import judge

_DECIDED = ("favours-intervention", "no-difference", "favours-comparator")
_STARTS = {
    "high": "randomised trials start at high",
    "low": "observational studies start at low",
}


def why(knowledge: Knowledge, name: str, finding: str | None = None) -> Answer[WhyPage]:
    """Return the ladders of the findings of a condition or safety topic, or of one of them.

    Raises NoAnswerError if no condition matches or it has no such finding, and QuestionError for a group, which is not
    rated.
    """
    key, taken_for = _topic(knowledge, name) or resolve(knowledge, name)
    if key in knowledge.groups:
        raise QuestionError(group_given(knowledge, key, "why"))
    found, called = _rated(knowledge, key)
    chosen = [item for item in found if finding in (None, item.id)]
    if not chosen:
        raise NoAnswerError(_nothing(key, found, finding), tuple(item.id for item in found))
    cited = references(knowledge, _cited(knowledge, chosen))
    ladders = tuple(_ladder(knowledge, item) for item in chosen)
    explained = WhyDetail(id=key, name=called, ladders=ladders, provenance=knowledge.provenance)
    return Answer(WhyPage(why=explained, references=cited, subject=subject(knowledge), taken_for=taken_for), cited)


def _topic(knowledge: Knowledge, name: str) -> tuple[Id, None] | None:
    """Return the safety topic with rated findings that has this id, unless it is the name of a condition."""
    key = "-".join(fold(name).split())
    topic = knowledge.safety.get(key) if index_key(name) not in knowledge.names else None
    return (key, None) if topic and topic.findings else None


def _rated(knowledge: Knowledge, key: Id) -> tuple[list[Finding], str]:
    """Return the findings of a condition or safety topic, the primary one first, and its name."""
    if key in knowledge.conditions:
        return primary_first(knowledge.conditions[key]), knowledge.conditions[key].name
    return [*knowledge.safety[key].findings], knowledge.safety[key].title


def _nothing(key: Id, found: list[Finding], finding: str | None) -> str:
    if not found:
        return f'"{key}" has no rated findings: no study that could answer the question was found'
    return f'no finding "{finding}" for {key}; choose from: {", ".join(item.id for item in found[:8])}'


def _cited(knowledge: Knowledge, findings: list[Finding]) -> Iterator[Id]:
    for finding in findings:
        yield from cited_in(finding)
        yield from (knowledge.studies[key].citation for key in finding.studies)
        chosen = finding.effect.chosen
        yield from (knowledge.studies[key].citation for key in (chosen.over if chosen else ()))


def _ladder(knowledge: Knowledge, finding: Finding) -> Ladder:
    certainty, threshold = finding.certainty, threshold_of(knowledge, finding)
    chosen = finding.effect.chosen
    sides = [_side(knowledge, key, finding) for key in finding.studies]
    support = finding.effect.direction if finding.effect.direction in _DECIDED else _DECIDED[0]
    against = [direction for direction in _DECIDED if direction != support]
    return Ladder(
        finding=finding.id,
        outcome=finding.outcome,
        direction=finding.effect.direction,
        verdict=verdict.sentence(subject(knowledge), finding, threshold),
        verdict_technical=verdict.technical(finding, threshold),
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
        sign=verdict.sign(finding, threshold),
        sizing=_sizing(finding, threshold),
        override=finding.override,
        chosen_over=tuple(_synthesis(_side(knowledge, key, finding)) for key in (chosen.over if chosen else ())),
        chosen_because=chosen.reason if chosen else None,
        absolute_calculated=effects.absolute(finding.effect),
        asked=tuple(_asked(knowledge, finding, threshold)),
    )


def _asked(knowledge: Knowledge, finding: Finding, threshold: Threshold | None) -> Iterator[AskedStep]:
    """Yield the steps that the rules require if the rating, most often a published one, took milder ones."""
    certainty = finding.certainty
    bias = steps.risk_of_bias(finding, [knowledge.studies[key] for key in finding.studies])
    if certainty.risk_of_bias.step > bias.step:
        yield AskedStep(domain="risk of bias", step=bias.step, reason=bias.reason)
    asked = steps.imprecision(finding, threshold)
    if certainty.imprecision.step > asked.step:
        yield AskedStep(domain="imprecision", step=asked.step, reason=asked.reason)


def _sizing(finding: Finding, threshold: Threshold | None) -> Sizing:
    """Return how a finding's size was computed, with the threshold that was used."""
    judgement = judge(finding, threshold)
    numbers = judgement.numbers
    return Sizing(
        case=judgement.case,
        size=judgement.size,
        threshold=finding.effect.threshold,
        row=threshold,
        estimate=numbers.estimate if numbers else None,
        low=numbers.low if numbers else None,
        high=numbers.high if numbers else None,
        notes=numbers.notes if numbers else (),
        unfit=judgement.unfit,
    )


def _synthesis(side: StudySide) -> Synthesis:
    return Synthesis(id=side.id, label=side.label, direction=side.direction, result=side.result)


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
    """Return a study with its result for a finding's outcome, and the direction of that result."""
    study = study_detail(knowledge, key)
    result = result_of(study, finding, key)
    if result is None:
        direction, outcome, text = _unnamed(study, finding)
    else:
        direction = result.direction or (study.direction if result.primary else "unclear")
        outcome, text = result.outcome, result.text
    return StudySide(
        id=key,
        label=study.label,
        design=study.design,
        direction=direction,
        outcome=outcome,
        result=text,
        calculated=result.calculated if result else None,
    )


def _unnamed(study: StudyDetail, finding: Finding) -> tuple[Direction, str | None, str | None]:
    """Return a study's result for its primary outcome, or nothing if the finding names other studies' results."""
    if finding.results:
        return "unclear", None, None
    shown = [*(result for result in study.results if result.primary), *study.results]
    if not shown:
        return study.direction, None, study.no_numeric_result
    return study.direction, shown[0].outcome, shown[0].text
