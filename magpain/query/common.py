"""Helpers that several queries share: rows, details, numbered references, and a condition's studies and citations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import structs

from magpain.answers import (
    CalculatedResult,
    ConditionRow,
    DoseStudied,
    Effect,
    FindingDetail,
    HarmDetail,
    Reference,
    Result,
    RouteHarm,
    StudyDetail,
    Tally,
)
from magpain.links import cited_in, result_names
from magpain.model import TRIALS, Citation, Condition, Finding, Id, Knowledge, Route, Study, Threshold
from magpain.model import Result as ReportedResult
from magpain.rating import effects, verdict
from magpain.rating.sizes import judge

COMPARATIVE = (*TRIALS, "non-randomised-trial")
DIRECTIONS = ("favours-intervention", "no-difference", "favours-comparator", "mixed", "unclear")


def members_of(knowledge: Knowledge, group: Id) -> list[Id]:
    """Return the ids of a group's conditions, in the file's order."""
    return list(knowledge.conditions_of.get(group, ()))


def condition_row(knowledge: Knowledge, key: Id, condition: Condition) -> ConditionRow:
    """Return the row of a condition, based on its primary finding."""
    primary = primary_of(condition)
    threshold = threshold_of(knowledge, primary) if primary else None
    return ConditionRow(
        id=key,
        name=condition.name,
        group=condition.group,
        evidence_level=condition.evidence_level,
        direction=primary.effect.direction if primary else None,
        size=judge(primary, threshold).size if primary else None,
        studies=primary.evidence.studies if primary else 0,
        participants=primary.evidence.participants if primary else None,
        routes=tuple(dict.fromkeys(finding.intervention.route for finding in condition.findings)),
        verdict=verdict_of(knowledge, condition),
        reviewed=condition.reviewed,
        verdict_short=verdict.short(primary, threshold) if primary else verdict.NOT_RATED,
        sign=verdict.sign(primary, threshold) if primary else verdict.SIGNS[None],
        plain_name=condition.plain_name,
        route=route_of(knowledge, key, primary) if primary else None,
    )


def route_of(knowledge: Knowledge, key: Id, finding: Finding) -> Route:
    """Return the route of a finding or, if it combines routes, the one that its trials used.

    That is the route of more than half of the trials that the finding names. If it names none, because it is based on a
    review, all trials of the condition count.
    """
    if finding.intervention.route != "any":
        return finding.intervention.route
    named = _routes(knowledge.studies[study] for study in finding.studies)
    if named:
        route, count = named.most_common(1)[0]
        return route if 2 * count > named.total() else "any"
    used = _routes(studies_of(knowledge, key))
    return next(iter(used)) if len(used) == 1 else "any"


def _routes(studies: Iterable[Study]) -> Counter[Route]:
    trials = (study for study in studies if study.design in COMPARATIVE and study.species == "human")
    return Counter(study.intervention.route for study in trials)


def threshold_of(knowledge: Knowledge, finding: Finding) -> Threshold | None:
    """Return the threshold that a finding names, or None."""
    key = finding.effect.threshold
    return knowledge.thresholds.get(key) if key else None


def every_finding(knowledge: Knowledge) -> Iterator[tuple[Id, Finding]]:
    """Yield every finding of the file with the id of its condition or topic."""
    for owners in (knowledge.conditions, knowledge.safety, knowledge.background):
        yield from ((key, finding) for key, owner in owners.items() for finding in owner.findings)


def group_given(knowledge: Knowledge, group: Id, command: str) -> str:
    """Return the message for a group given to a command that takes one condition."""
    example = next(iter(members_of(knowledge, group)), "NAME")
    return f'"{group}" is a group of conditions; give one condition, such as: magpain {command} {example}'


def primary_of(condition: Condition) -> Finding | None:
    """Return a condition's primary finding, or None if it has no findings."""
    return next((finding for finding in condition.findings if finding.id == condition.primary), None)


def references(knowledge: Knowledge, keys: Iterable[Id]) -> tuple[Reference, ...]:
    """Number citations in the order in which they are first named."""
    unique = dict.fromkeys(keys)
    return tuple(
        Reference(number=number, id=key, citation=knowledge.citations[key]) for number, key in enumerate(unique, 1)
    )


def study_detail(knowledge: Knowledge, key: Id) -> StudyDetail:
    """Return a study with its year and its usual name."""
    study = knowledge.studies[key]
    citation = knowledge.citations[study.citation]
    year = citation.issued[:4]
    own = structs.asdict(study) | {"results": tuple(_result(study, result) for result in study.results)}
    return StudyDetail(id=key, label=f"{first_author(citation)} {year}", year=int(year), **own)


def _result(study: Study, result: ReportedResult) -> Result:
    """Return a result with the effect calculated from its arms, or the reason why there is none."""
    own = structs.asdict(result)
    if not result.arms:
        return Result(**own)
    try:
        return Result(calculated=effects.calculated(study, result), **own)
    except effects.Refused as refusal:
        return Result(not_calculated=str(refusal), **own)


def first_author(citation: Citation) -> str:
    """Return the first author's name, else the journal's or publisher's, else the title."""
    return citation.first_author or citation.container_title or citation.publisher or citation.title


def subject(knowledge: Knowledge) -> str:
    """Return the intervention's name in the form used inside a sentence."""
    name = knowledge.intervention.name
    return name[0].lower() + name[1:]


def counted_in(knowledge: Knowledge) -> str:
    """Return what an elemental dose refers to: the element or, if there is none, the intervention."""
    element = "elemental " if knowledge.intervention.element else ""
    return f"{element}{subject(knowledge)}"


def finding_detail(knowledge: Knowledge, finding: Finding) -> FindingDetail:
    """Return a finding with its size, its verdict and its sign."""
    threshold = threshold_of(knowledge, finding)
    size, numbers = judge(finding, threshold).size, effects.absolute(finding.effect)
    effect = structs.asdict(finding.effect) | {"size": size, "absolute_calculated": numbers}
    own = structs.asdict(finding) | {"effect": Effect(**effect)}
    return FindingDetail(
        verdict=verdict.sentence(subject(knowledge), finding, threshold),
        verdict_technical=verdict.technical(finding, threshold),
        verdict_short=verdict.short(finding, threshold),
        sign=verdict.sign(finding, threshold),
        calculated=tuple(_calculated(knowledge, finding)),
        **own,
    )


def harm_detail(knowledge: Knowledge, finding: Finding) -> HarmDetail:
    """Return a finding on a harm with its verdict, and with how common the harm is."""
    frequency = verdict.frequency(finding, threshold_of(knowledge, finding))
    return HarmDetail(frequency=frequency, **structs.asdict(finding_detail(knowledge, finding)))


def _calculated(knowledge: Knowledge, finding: Finding) -> Iterator[CalculatedResult]:
    """Yield the effects calculated from the results that a finding names, if no effect was published for it."""
    for key in finding.results if finding.effect.estimate is None else ():
        study = study_detail(knowledge, key)
        result = result_of(study, finding, key)
        if result and result.calculated:
            yield CalculatedResult(study=key, label=study.label, outcome=result.outcome, effect=result.calculated)


def result_of(study: StudyDetail, finding: Finding, key: Id) -> Result | None:
    """Return the result of a study that a finding names; of several on one outcome, the best match."""
    name = finding.results.get(key)
    named = [result for result in study.results if name in result_names(result.outcome, result.timepoint)]
    return max(named, key=lambda result: _fit(result, finding), default=None)


def _fit(result: Result, finding: Finding) -> tuple[bool, bool, bool]:
    """Return how well a result matches a finding on the same outcome: by estimate, time point and rank."""
    estimate = finding.effect.estimate
    return (
        estimate is not None and result.estimate == estimate,
        result.timepoint == finding.timepoint,
        result.primary,
    )


def harms(knowledge: Knowledge, key: Id) -> Iterator[RouteHarm]:
    """Yield the rated harms of the routes of a condition's findings, those of the main route first."""
    for topic, finding, main in _of_routes(knowledge, key):
        yield RouteHarm(topic=topic, main=main, finding=harm_detail(knowledge, finding))


def _of_routes(knowledge: Knowledge, key: Id) -> list[tuple[Id, Finding, bool]]:
    """Return the safety findings on a condition's routes, each with its topic and whether its route is the main one.

    If the route of a finding is not known, its routes are those of all trials of the condition.
    """
    found = [route_of(knowledge, key, finding) for finding in primary_first(knowledge.conditions[key])]
    used = [*_routes(studies_of(knowledge, key))] if "any" in found else []
    main = used if found[:1] == ["any"] else found[:1]
    order = list(dict.fromkeys((*main, *found, *used)))
    rated = ((topic, each) for topic in knowledge.safety for each in knowledge.safety[topic].findings)
    placed = [(place, topic, each) for topic, each in rated for place in _places(each, order)[:1]]
    return [(topic, each, place < len(main)) for place, topic, each in sorted(placed, key=lambda item: item[0])]


def _places(finding: Finding, routes: list[Route]) -> list[int]:
    """Return the indexes of a finding's routes in a list of routes, in order."""
    given = finding.intervention
    return [place for place, route in enumerate(routes) if route in (given.routes or (given.route,))]


def primary_first(condition: Condition) -> list[Finding]:
    """Return a condition's findings, the primary one first."""
    return sorted(condition.findings, key=lambda finding: finding.id != condition.primary)


def verdict_of(knowledge: Knowledge, condition: Condition) -> str:
    """Return the verdict of a condition's primary finding, or that nothing was found."""
    primary = primary_of(condition)
    if primary is None:
        what = f"No study with usable results on {subject(knowledge)} for this condition was found"
        return f"{what} (last searched {condition.reviewed})."
    return verdict.sentence(subject(knowledge), primary, threshold_of(knowledge, primary))


def short_verdict(knowledge: Knowledge, key: Id) -> str:
    """Return the verdict of a condition or group in at most 33 characters, for lists."""
    if key in knowledge.groups:
        return f"{len(members_of(knowledge, key))} conditions"
    primary = primary_of(knowledge.conditions[key])
    return verdict.short(primary, threshold_of(knowledge, primary)) if primary else verdict.NOT_RATED


def tally(knowledge: Knowledge, key: Id) -> Tally:
    """Count a condition's controlled studies by the direction of their primary outcome."""
    trials = [study for study in studies_of(knowledge, key) if study.design in COMPARATIVE]
    counts = dict.fromkeys(DIRECTIONS, 0)
    for study in trials:
        counts[study.direction] += 1
    return Tally(**{direction.replace("-", "_"): count for direction, count in counts.items()})


def doses_studied(knowledge: Knowledge, key: Id) -> Iterator[DoseStudied]:
    """Yield the treatments of the trials in people, as reported, by route."""
    keys = knowledge.studies_of.get(key, ())
    trials = [(study_key, knowledge.studies[study_key]) for study_key in keys]
    for study_key, study in sorted(trials, key=lambda item: item[1].intervention.route):
        given = study.intervention
        if study.design in (*COMPARATIVE, "uncontrolled-trial") and study.species == "human" and given.dose:
            yield DoseStudied(
                route=given.route,
                form=given.form,
                dose=given.dose,
                elemental_mg_per_day=given.elemental_mg_per_day,
                duration=given.duration,
                direction=study.direction,
                study=study_key,
            )


def studies_of(knowledge: Knowledge, key: Id) -> list[Study]:
    """Return the studies of a condition, in the file's order."""
    return [knowledge.studies[study] for study in knowledge.studies_of.get(key, ())]


def study_keys(knowledge: Knowledge, key: Id) -> list[Id]:
    """Return the ids of the studies of a condition, or of a group's members."""
    members = members_of(knowledge, key) if key in knowledge.groups else [key]
    return list(dict.fromkeys(study for member in members for study in knowledge.studies_of.get(member, ())))


def citations_of(knowledge: Knowledge, key: Id) -> Iterator[Id]:
    """Yield the citations of a condition: those of its own records first, then those of its studies."""
    condition = knowledge.conditions[key]
    yield from cited_in(tuple(primary_first(condition)))
    yield from cited_in(condition)
    for study in studies_of(knowledge, key):
        yield study.citation
        yield from study.also_reported_in
    yield from cited_in(tuple(finding for _topic, finding, _main in _of_routes(knowledge, key)))


def cited_by_rows(knowledge: Knowledge, rows: Iterable[ConditionRow]) -> tuple[Reference, ...]:
    """Return the references of the primary findings in some rows."""
    return references(knowledge, cites_of_rows(knowledge, rows))


def cites_of_rows(knowledge: Knowledge, rows: Iterable[ConditionRow]) -> Iterator[Id]:
    """Yield the citations of the primary findings in some rows."""
    primaries = (primary_of(knowledge.conditions[item.id]) for item in rows)
    return (key for finding in primaries for key in cited_in(finding))
