"""Rules about conditions, their findings, and the certainty of these."""

from __future__ import annotations

import datetime

from magpain.knowledge.rules import common
from magpain.knowledge.rules.common import DECIDED, FAVOURING, Violations, repeated
from magpain.knowledge.rules.studies import registered
from magpain.links import OURSELVES, result_names
from magpain.model import (
    DOMAINS,
    RATINGS,
    RATIOS,
    REVIEWS,
    TRIALS,
    Certainty,
    Condition,
    Effect,
    Finding,
    Group,
    Knowledge,
    Rating,
    Result,
    Topic,
)

OVERDUE_AFTER = datetime.timedelta(days=731)


def certainty_adds_up(certainty: Certainty, _knowledge: Knowledge) -> Violations:
    """A rating must equal its start, minus the downgrades in the five GRADE domains, plus upgrades (Guyatt 2011)."""
    added_up = rating_of(certainty)
    if added_up != certainty.rating:
        yield ("rating",), f"expected {added_up} (the sum of the steps), found {certainty.rating}"


def step_has_reason(certainty: Certainty, _knowledge: Knowledge) -> Violations:
    """A step other than zero must give a reason that readers can challenge."""
    for domain in DOMAINS:
        step = getattr(certainty, domain)
        if step.step and not step.reason:
            yield (domain,), f"expected a reason for the {step.step} step, found none"


def only_low_is_rated_up(certainty: Certainty, _knowledge: Knowledge) -> Violations:
    """Only observational evidence, which starts at low, can be upgraded (GRADE 9, Guyatt 2011)."""
    if certainty.upgrades and certainty.start == "high":
        yield ("upgrades",), "expected no upgrades: only evidence that starts at low can be upgraded"


def level_is_primary_findings(condition: Condition, _knowledge: Knowledge) -> Violations:
    """A condition's evidence level must be the certainty of its primary finding, or none if it has no findings."""
    expected = _primary_rating(condition)
    if expected is None:
        named = "none" if condition.primary is None else f'"{condition.primary}"'
        yield ("primary",), f"expected the id of one of this condition's findings, found {named}"
    elif expected != condition.evidence_level:
        why = "the rating of the primary finding" if condition.findings else "this condition has no findings"
        yield ("evidence_level",), f"expected {expected} ({why}), found {condition.evidence_level}"


def finding_id_is_unique(owner: Condition | Topic, _knowledge: Knowledge) -> Violations:
    """The findings of one condition or topic must have unique ids."""
    for number, key in repeated([finding.id for finding in owner.findings]):
        yield ("findings", number, "id"), f'expected a unique id, found "{key}" again'


def harm_has_route_and_dose(topic: Topic, _knowledge: Knowledge) -> Violations:
    """A topic's finding must give its route or routes and its dose, because harms depend on both."""
    for number, finding in enumerate(topic.findings):
        given, path = finding.intervention, ("findings", number, "intervention")
        if given.route == "any" and not given.routes:
            yield (*path, "route"), "expected a route (or a list of them in `routes`), found any"
        if given.dose is None:
            yield (*path, "dose"), 'expected the dose at which the harm was seen (or "not reported"), found none'


def code_is_named_once(condition: Condition, _knowledge: Knowledge) -> Violations:
    """A condition must not have a code twice."""
    for system in ("mesh", "icd11"):
        for number, code in repeated(getattr(condition.codes, system)):
            yield ("codes", system, number), f"expected each code once, found {code} again"


def search_is_recent(condition: Condition, _knowledge: Knowledge) -> Violations:
    """Literature searches should be less than two years old."""
    if common.today() - condition.reviewed > OVERDUE_AFTER:
        yield (
            ("reviewed",),
            f"expected a literature search within the last two years, found {condition.reviewed.isoformat()}",
        )


def condition_is_searched_by_file(condition: Condition, knowledge: Knowledge) -> Violations:
    """A condition must not have a later search date than the file."""
    if condition.reviewed > knowledge.reviewed:
        message = f"expected {knowledge.reviewed} (the file's `reviewed` date) or earlier, found {condition.reviewed}"
        yield ("reviewed",), message


def group_is_no_condition(key: str, _group: Group, knowledge: Knowledge) -> Violations:
    """A group and a condition must not share an id."""
    if key in knowledge.conditions:
        yield (), f'expected a unique id, found "{key}", which is also a condition'


def finding_rests_on_trials(finding: Finding, knowledge: Knowledge) -> Violations:
    """A finding that starts at high must have a randomised trial or a review among its studies."""
    if finding.certainty.start == "high" and not _designs(finding, knowledge).intersection(TRIALS + REVIEWS):
        message = "expected a randomised trial or a review among the studies, because the rating starts at high"
        yield ("studies",), message


def trials_start_high(finding: Finding, knowledge: Knowledge) -> Violations:
    """If all studies are randomised trials, the rating must start at high."""
    designs = _designs(finding, knowledge)
    if finding.certainty.start == "low" and designs and designs <= {*TRIALS}:
        yield ("certainty", "start"), "expected high (all the studies are randomised trials), found low"


def animal_supports_no_finding(finding: Finding, knowledge: Knowledge) -> Violations:
    """Animal and laboratory studies must not support a finding: findings are about people."""
    for number, key in enumerate(finding.studies):
        study = knowledge.studies.get(key)
        if study and (study.species != "human" or study.design in ("animal", "in-vitro")):
            yield ("studies", number), f'expected a study in people, found "{key}" (species: {study.species})'


def study_counts_once(finding: Finding, _knowledge: Knowledge) -> Violations:
    """A finding must not name a study twice."""
    for number, key in repeated(finding.studies):
        yield ("studies", number), f'expected each study once, found "{key}" again'


def registration_counts_once(finding: Finding, knowledge: Knowledge) -> Violations:
    """Two studies of a finding should not share a trial registration: they are probably reports of one study."""
    seen: dict[str, str] = {}
    for number, key in enumerate(finding.studies):
        study = knowledge.studies.get(key)
        for entry in registered(study) if study else ():
            if seen.setdefault(entry, key) != key:
                same = f'has the same registration as "{seen[entry]}" ({entry})'
                yield ("studies", number), f'expected each study once, found "{key}", which {same}'


def evidence_is_counted(finding: Finding, _knowledge: Knowledge) -> Violations:
    """An estimate needs at least one study, and a study at least one participant."""
    studies, people = finding.evidence.studies, finding.evidence.participants
    if not studies and finding.effect.estimate is not None:
        yield ("evidence", "studies"), "expected at least 1 study for an estimate, found 0"
    if people is not None and people < studies:
        message = f"expected at least 1 participant per study, found {people} participants in {studies} studies"
        yield ("evidence", "participants"), message


def finding_cites_its_source(finding: Finding, _knowledge: Knowledge) -> Violations:
    """A finding must cite the source of its numbers and of its rating."""
    for path, key in (
        (("effect", "source"), finding.effect.source),
        (("certainty", "rated_by"), finding.certainty.rated_by),
    ):
        if key not in (None, OURSELVES) and key not in finding.cites:
            yield path, f'expected a citation listed under this finding\'s `cites`, found "{key}"'


def result_is_its_studys(finding: Finding, knowledge: Knowledge) -> Violations:
    """A result that a finding names must belong to one of the finding's studies."""
    for key, outcome in finding.results.items():
        study = knowledge.studies.get(key)
        if key not in finding.studies:
            yield ("results", key), f'expected a study listed under this finding\'s `studies`, found "{key}"'
        elif study and not any(outcome in result_names(each.outcome, each.timepoint) for each in study.results):
            yield ("results", key), f'expected an outcome that "{key}" reports, found "{outcome}"'


def direction_is_its_results(finding: Finding, knowledge: Knowledge) -> Violations:
    """A finding's direction must not contradict all the results that it names."""
    named = ((knowledge.studies.get(key), outcome) for key, outcome in finding.results.items())
    told = {
        result.direction
        for study, outcome in named
        for result in (study.results if study else ())
        if outcome in result_names(result.outcome, result.timepoint) and result.direction in DECIDED
    }
    if told and finding.effect.direction in DECIDED and finding.effect.direction not in told:
        shown = " or ".join(sorted(map(str, told)))
        yield ("effect", "direction"), f"expected {shown} (the results named), found {finding.effect.direction}"


def numbers_are_the_sources(finding: Finding, knowledge: Knowledge) -> Violations:
    """A finding's numbers must match a result of the study that they were taken from."""
    effect = finding.effect
    key = next((key for key in finding.studies if reports(knowledge, key, effect.source)), None)
    if key is None:
        return
    study, number = knowledge.studies[key], "estimate" if effect.estimate is not None else "p"
    told = [result for result in study.results if result.comparison == "between-groups"]
    fitting = [result for result in told if _is_reported_by(effect, result)]
    if (
        not fitting
        and getattr(effect, number) is not None
        and any(getattr(result, number) is not None for result in told)
    ):
        yield ("effect", number), f'expected the same numbers as a result of "{key}"; none of its results matches'
    elif fitting and not any(_is_counted_by(finding, result) for result in fitting):
        yield ("evidence",), f'expected the same number of studies and participants as "{key}" reports'
    if study.design in TRIALS and finding.evidence.studies != 1:
        yield ("evidence", "studies"), f'expected 1 ("{key}" is a single trial), found {finding.evidence.studies}'


def rating_of(certainty: Certainty) -> Rating:
    """Return the rating that a certainty's start, steps and upgrades add up to, from very low to high."""
    steps: int = sum(getattr(certainty, domain).step for domain in DOMAINS)
    upgrades = sum(upgrade.step for upgrade in certainty.upgrades)
    start = RATINGS.index(certainty.start)
    return RATINGS[max(0, min(len(RATINGS) - 1, start + steps + upgrades))]


def _primary_rating(condition: Condition) -> str | None:
    if not condition.findings:
        return "none" if condition.primary is None else None
    return next((item.certainty.rating for item in condition.findings if item.id == condition.primary), None)


def _designs(finding: Finding, knowledge: Knowledge) -> set[str]:
    studies = (knowledge.studies.get(key) for key in finding.studies)
    return {study.design for study in studies if study}


def reports(knowledge: Knowledge, key: str, source: str | None) -> bool:
    """Return whether a study was reported in a citation."""
    study = knowledge.studies.get(key)
    return study is not None and source in (study.citation, *study.also_reported_in)


def _is_reported_by(effect: Effect, result: Result) -> bool:
    """Return whether a result has an effect's numbers, as they are or for the reversed comparison."""
    turned = result.better not in (None, effect.better) and effect.measure not in RATIOS
    sign = -1 if turned else 1
    ci = effect.ci and sorted((sign * effect.ci.low, sign * effect.ci.high))
    return (
        effect.measure == result.measure
        and effect.estimate == (result.estimate if result.estimate is None else sign * result.estimate)
        and (ci and effect.ci and (*ci, effect.ci.level))
        == (result.ci and (result.ci.low, result.ci.high, result.ci.level))
        and effect.p in (None, result.p)
        and effect.i2 in (None, result.i2)
        and {effect.direction, result.direction} != {*FAVOURING}
    )


def _is_counted_by(finding: Finding, result: Result) -> bool:
    counted = finding.evidence
    return result.studies in (None, counted.studies) and result.participants in (None, counted.participants)
