"""What must hold between the records of a knowledge file: one small generator a rule, its name the rule's id.

A rule is asked about one record of its kind, wherever that stands, and yields (path within it, message) for every
breach. It looks other records up by id only, so it holds as well for a file that is read one record at a time.
What needs the whole file at once (nothing uncited, nothing twice) is asked about the knowledge itself.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct, structs

from magpain.links import Path, cited_in, holding, mentions, references
from magpain.model import (
    DOMAINS,
    RATINGS,
    RATIOS,
    REVIEWS,
    SECTIONS,
    TRIALS,
    Arm,
    ArmValue,
    Certainty,
    Citation,
    Condition,
    Effect,
    Finding,
    Interval,
    Knowledge,
    Rating,
    Recommendation,
    Record,
    Result,
    Study,
    Treatment,
)

Breaches = Iterator[tuple[Path, str]]
Rule = Callable[[Any, Knowledge], Breaches]

OVERDUE_AFTER = datetime.timedelta(days=731)
SHARE_TOLERANCE = 0.05


def ids_resolve(record: Record, knowledge: Knowledge) -> Breaches:
    """Every id that a record names stands in the file: nothing cited is missing."""
    for path, section, key in references(record):
        if key not in _section(knowledge, section):
            yield path, f'expected an id in {section}, not "{key}"'


def certainty_adds_up(certainty: Certainty, _knowledge: Knowledge) -> Breaches:
    """A rating is its start, less the five domains' steps, plus the upgrades (GRADE, Guyatt 2011)."""
    added_up = rating_of(certainty)
    if added_up != certainty.rating:
        yield ("rating",), f"expected {added_up}, which the steps add up to, not {certainty.rating}"


def step_has_reason(certainty: Certainty, _knowledge: Knowledge) -> Breaches:
    """A step that is not zero says why, so that a reader can dispute it."""
    for domain in DOMAINS:
        step = getattr(certainty, domain)
        if step.step and not step.reason:
            yield (domain,), f"expected a reason for the step {step.step}, not none"


def only_low_is_rated_up(certainty: Certainty, _knowledge: Knowledge) -> Breaches:
    """Only observational evidence, which starts low, is rated up (GRADE 9, Guyatt 2011)."""
    if certainty.upgrades and certainty.start == "high":
        yield ("upgrades",), "expected no upgrades for evidence that starts high"


def level_is_primary_findings(condition: Condition, _knowledge: Knowledge) -> Breaches:
    """A condition's evidence level is the certainty of its primary finding, or none where it has no finding."""
    expected = _primary_rating(condition)
    if expected is None:
        named = "nothing" if condition.primary is None else f'"{condition.primary}"'
        yield ("primary",), f"expected the id of a finding, not {named}"
    elif expected != condition.evidence_level:
        yield (
            ("evidence_level",),
            f"expected {expected}, as the primary finding is rated, not {condition.evidence_level}",
        )


def finding_id_is_unique(condition: Condition, _knowledge: Knowledge) -> Breaches:
    """A condition's findings have ids of their own."""
    for number, key in _repeated([finding.id for finding in condition.findings]):
        yield ("findings", number, "id"), f'expected an id of its own, not "{key}" again'


def interval_contains_estimate(record: Effect | Result, _knowledge: Knowledge) -> Breaches:
    """An interval's bounds stand in order, and its estimate stands between them."""
    interval = record.ci
    if interval is None:
        return
    if interval.low > interval.high:
        yield ("ci",), f"expected low below high, not {interval.low:g} above {interval.high:g}"
    elif record.estimate is not None and not interval.low <= record.estimate <= interval.high:
        yield (
            ("estimate",),
            f"expected a number from {interval.low:g} to {interval.high:g}, not {record.estimate:g}",
        )


def estimate_is_whole(record: Effect | Result, _knowledge: Knowledge) -> Breaches:
    """An interval goes with an estimate, and an estimate with its measure and, for a mean difference, its unit."""
    if record.ci and record.estimate is None:
        yield ("ci",), "expected the estimate that the interval belongs to"
    if record.estimate is not None and record.measure is None:
        yield ("estimate",), "expected the measure of the estimate (MD, RR, ...)"
    if record.estimate is not None and record.measure == "MD" and not record.unit:
        yield ("estimate",), "expected the unit of the mean difference"


def ratio_is_positive(record: Effect | Result, _knowledge: Knowledge) -> Breaches:
    """A ratio and the bounds of its interval are above zero."""
    if record.measure in RATIOS:
        values = [record.estimate, *((record.ci.low, record.ci.high) if record.ci else ())]
        if any(value is not None and value <= 0 for value in values):
            yield ("estimate",), f"expected a ratio ({record.measure}) above 0"


def direction_agrees(record: Effect | Result, _knowledge: Knowledge) -> Breaches:
    """A direction doesn't contradict its estimate, its interval and which way is better."""
    if record.direction in _opposed(record):
        yield ("direction",), f"expected a direction that the numbers allow, not {record.direction}"


def effect_has_source(effect: Effect, _knowledge: Knowledge) -> Breaches:
    """A finding's estimate names the citation it was published in; a finding without one says why."""
    if effect.estimate is not None and effect.source is None:
        yield ("estimate",), "expected the source that published this estimate"
    if effect.estimate is None and effect.no_estimate is None:
        yield (), "expected an estimate, or in no_estimate the reason why there is none"


def no_difference_is_trivial(effect: Effect, _knowledge: Knowledge) -> Breaches:
    """An effect that makes no difference is trivial, or of unclear size."""
    if effect.direction == "no-difference" and effect.size not in ("trivial", "unclear"):
        yield ("size",), f"expected trivial or unclear for no difference, not {effect.size}"


def finding_rests_on_trials(finding: Finding, knowledge: Knowledge) -> Breaches:
    """A finding that starts high names a randomised trial, or a review, among its studies."""
    designs = {knowledge.studies[key].design for key in finding.studies if key in knowledge.studies}
    if finding.certainty.start == "high" and not designs.intersection(TRIALS + REVIEWS):
        yield ("studies",), "expected a randomised trial or a review of trials, as the rating starts high"


def animal_supports_no_finding(finding: Finding, knowledge: Knowledge) -> Breaches:
    """A finding is about people: an animal or laboratory study never supports it."""
    for number, key in enumerate(finding.studies):
        study = knowledge.studies.get(key)
        if study and (study.species != "human" or study.design in ("animal", "in-vitro")):
            yield ("studies", number), f'expected a study in people, not "{key}" ({study.species})'


def study_counts_once(finding: Finding, knowledge: Knowledge) -> Breaches:
    """A finding names a study once."""
    for number, key in _repeated(finding.studies):
        yield ("studies", number), f'expected each study once, not "{key}" again'


def analysed_within_randomised(people: Study | Arm, _knowledge: Knowledge) -> Breaches:
    """No more people are analysed than were randomised, in a study and in each of its arms."""
    if None not in (people.n_analysed, people.n_randomised) and people.n_analysed > people.n_randomised:  # type: ignore[operator]
        message = f"expected at most {people.n_randomised}, as many as were randomised, not {people.n_analysed}"
        yield ("n_analysed",), message


def arms_add_up(study: Study, _knowledge: Knowledge) -> Breaches:
    """In a parallel trial, the people randomised to its arms add up to the people randomised."""
    numbers = [arm.n_randomised for arm in study.arms if arm.n_randomised is not None]
    complete = bool(numbers) and len(numbers) == len(study.arms)
    if study.design == "rct" and complete and study.n_randomised not in (None, sum(numbers)):
        yield (
            ("arms",),
            f"expected {study.n_randomised} people in the arms, as were randomised, not {sum(numbers)}",
        )


def events_within_people(value: ArmValue, _knowledge: Knowledge) -> Breaches:
    """No arm has more events than people."""
    if value.events is not None and value.n is not None and value.events > value.n:
        yield ("events",), f"expected at most {value.n} events, not {value.events}"


def within_group_is_no_effect(result: Result, _knowledge: Knowledge) -> Breaches:
    """A change within one group carries no measure, estimate or interval: it isn't an effect."""
    shown = (result.measure, result.estimate, result.ci)
    if result.comparison == "within-group" and any(value is not None for value in shown):
        yield (), "expected no measure, estimate or interval for a within-group change"


def study_has_result_or_reason(study: Study, _knowledge: Knowledge) -> Breaches:
    """A study has a numeric result between groups, or says in no_numeric_result why not."""
    if study.no_numeric_result is None and not any(is_numeric(result) for result in study.results):
        yield (), "expected a numeric between-groups result, or no_numeric_result"


def retracted_supports_nothing(record: Finding | Effect | Certainty | Recommendation, knowledge: Knowledge) -> Breaches:
    """A retracted study supports no finding, none of its numbers and ratings, and no recommendation."""
    for path, section, key in references(record):
        study = knowledge.studies.get(key) if section == "studies" else None
        citation = knowledge.citations.get(study.citation if study else key)
        if citation and citation.integrity.status == "retracted":
            yield path, f'expected support that stands, not "{key}", which is retracted'


def date_is_not_in_future(record: Record, _knowledge: Knowledge) -> Breaches:
    """No date of reading, review or issue lies in the future (a day's grace for the time zones)."""
    for name in _dated(type(record)):
        value = getattr(record, name)
        if value is not None and str(value) > _latest().isoformat():
            yield (name,), f"expected a date up to today, not {value}"


def salt_is_not_element(given: Treatment, knowledge: Knowledge) -> Breaches:
    """An elemental dose was stated as such, or converted from a salt's dose by its known share."""
    if given.elemental_mg_per_day is None:
        return
    if given.elemental_source is None:
        yield ("elemental_mg_per_day",), "expected elemental_source: stated, or converted from the salt"
    elif given.elemental_source == "converted" and (fault := _conversion_fault(knowledge, given)):
        yield ("elemental_mg_per_day",), fault


def search_is_recent(condition: Condition, _knowledge: Knowledge) -> Breaches:
    """A literature search older than two years is due again."""
    if _today() - condition.reviewed > OVERDUE_AFTER:
        yield (
            ("reviewed",),
            f"expected a search of the last two years, not of {condition.reviewed.isoformat()}",
        )


def file_review_is_not_in_future(knowledge: Knowledge) -> Breaches:
    """The file's own date of review, which stands in no record, doesn't lie in the future."""
    if knowledge.reviewed > _latest():
        yield ("reviewed",), f"expected a date up to today, not {knowledge.reviewed}"


def citation_is_cited(knowledge: Knowledge) -> Breaches:
    """Every citation is cited by a record: nothing present is unused."""
    cited = {key for record in _outermost(knowledge) for key in cited_in(record)}
    for key in knowledge.citations:
        if key not in cited:
            yield ("citations", key), "expected a record that cites this, but none does"


def citation_has_one_study(knowledge: Knowledge) -> Breaches:
    """Two studies don't report one citation: a trial is counted once."""
    again = _met_again(hash(study.citation) for _key, study in knowledge.studies.items())
    first: dict[str, str] = {}
    for key, study in knowledge.studies.items() if again else ():
        if hash(study.citation) in again:
            if study.citation in first:
                message = f'expected a citation of its own, not that of "{first[study.citation]}"'
                yield ("studies", key, "citation"), message
            first.setdefault(study.citation, key)


def identifier_is_unique(knowledge: Knowledge) -> Breaches:
    """A DOI, PMID, PMCID or title belongs to one citation, and a MeSH id to one condition."""
    again = _met_again(mark for _path, mark, _told in _marked(knowledge))
    first: dict[tuple[str, str], str] = {}
    for path, mark, told in _marked(knowledge) if again else ():
        if mark in again:
            if told in first:
                yield path, f'expected a {told[0]} of its own, not that of "{first[told]}"'
            first.setdefault(told, str(path[1]))


def _met_again(marks: Iterable[int]) -> set[int]:
    """Return the marks that come more than once: only those are looked at closely, so memory stays small."""
    met: set[int] = set()
    again: set[int] = set()
    for mark in marks:
        (again if mark in met else met).add(mark)
    return again


def _marked(knowledge: Knowledge) -> Iterator[tuple[Path, int, tuple[str, str]]]:
    """Yield every identifier with its path and a hash of it."""
    for path, name, value in _all_identifiers(knowledge):
        yield path, hash((name, value)), (name, value)


def year_in_id_is_year_issued(knowledge: Knowledge) -> Breaches:
    """A citation's id that names a year names the year it was issued in."""
    for key, citation in knowledge.citations.items():
        named = re.search(r"(?:^|-)((?:1[5-9]|20)[0-9]{2})(?:-|$)", key)
        if named and named.group(1) != citation.issued[:4]:
            yield (
                ("citations", key, "issued"),
                f"expected {named.group(1)}, as the id says, not {citation.issued}",
            )


def group_is_no_condition(knowledge: Knowledge) -> Breaches:
    """A group and a condition never share an id, so that a name leads to one page."""
    for key in knowledge.groups:
        if key in knowledge.conditions:
            yield ("groups", key), f'expected an id of its own, not that of the condition "{key}"'


# The rules by the kind of record that they are asked about; Record is every kind.
RECORD_RULES: tuple[tuple[tuple[type[Struct], ...], Rule], ...] = (
    ((Record,), ids_resolve),
    ((Record,), date_is_not_in_future),
    ((Certainty,), certainty_adds_up),
    ((Certainty,), step_has_reason),
    ((Certainty,), only_low_is_rated_up),
    ((Condition,), level_is_primary_findings),
    ((Condition,), finding_id_is_unique),
    ((Effect, Result), interval_contains_estimate),
    ((Effect, Result), estimate_is_whole),
    ((Effect, Result), ratio_is_positive),
    ((Effect, Result), direction_agrees),
    ((Effect,), effect_has_source),
    ((Effect,), no_difference_is_trivial),
    ((Finding,), finding_rests_on_trials),
    ((Finding,), animal_supports_no_finding),
    ((Finding,), study_counts_once),
    ((Finding, Effect, Certainty, Recommendation), retracted_supports_nothing),
    ((Study, Arm), analysed_within_randomised),
    ((Study,), arms_add_up),
    ((Study,), study_has_result_or_reason),
    ((ArmValue,), events_within_people),
    ((Result,), within_group_is_no_effect),
    ((Treatment,), salt_is_not_element),
    ((Condition,), search_is_recent),
)
FILE_RULES: tuple[Callable[[Knowledge], Breaches], ...] = (
    file_review_is_not_in_future,
    citation_is_cited,
    citation_has_one_study,
    identifier_is_unique,
    year_in_id_is_year_issued,
    group_is_no_condition,
)
# Rules whose breach is worth saying and no reason to distrust the file.
WARNINGS = frozenset({"search-is-recent"})


def breaches(knowledge: Knowledge) -> Iterator[tuple[str, Path, str]]:
    """Yield every breach of every rule: the rule's id, where, and what was expected."""
    for path, record in all_records(knowledge):
        for rule in _rules_for(type(record)):
            for inner, message in rule(record, knowledge):
                yield rule_id(rule), (*path, *inner), message
    for file_rule in FILE_RULES:
        for path, message in file_rule(knowledge):
            yield rule_id(file_rule), path, message


def rule_id(rule: Callable[..., Breaches]) -> str:
    """Return the id that a rule's breaches carry."""
    return rule.__name__.replace("_", "-")


@functools.cache
def _rules_for(kind: type[Struct]) -> tuple[Rule, ...]:
    return tuple(rule for kinds, rule in RECORD_RULES if issubclass(kind, kinds))


def rating_of(certainty: Certainty) -> Rating:
    """Add a certainty's steps up to its rating: high is four, each step a level, never above high or below very low."""
    steps: int = sum(getattr(certainty, domain).step for domain in DOMAINS)
    upgrades = sum(upgrade.step for upgrade in certainty.upgrades)
    start = RATINGS.index(certainty.start)
    return RATINGS[max(0, min(len(RATINGS) - 1, start + steps + upgrades))]


def is_numeric(result: Result) -> bool:
    """Tell whether a result compares groups with a number: an estimate, the arms' values, or a p value."""
    numbers = result.estimate is not None or bool(result.values) or result.p is not None
    return result.comparison == "between-groups" and numbers


def all_records(knowledge: Knowledge) -> Iterator[tuple[Path, Record]]:
    """Yield every record of the file with its path, from the outside in."""
    yield from _within(knowledge.intervention, ("intervention",))
    yield from _within(knowledge.dosing, ("dosing",))
    for section in SECTIONS:
        for key, record in getattr(knowledge, section).items():
            yield from _within(record, (section, key))


def _outermost(knowledge: Knowledge) -> Iterator[Record]:
    """Yield every record of the file that stands in no other."""
    yield from (knowledge.intervention, knowledge.dosing)
    for section in SECTIONS:
        yield from (record for _key, record in getattr(knowledge, section).items())


def _section(knowledge: Knowledge, section: str) -> Any:
    return knowledge.dosing.forms if section == "forms" else getattr(knowledge, section)


def _within(record: Record, path: Path) -> Iterator[tuple[Path, Record]]:
    yield path, record
    for encoded, name in holding(type(record)):
        if value := getattr(record, name):
            yield from _inside(value, (*path, encoded))


def _inside(value: Any, path: Path) -> Iterator[tuple[Path, Record]]:
    """Yield the records of a field that holds one, or a tuple or mapping of them."""
    if isinstance(value, Record):
        yield from _within(value, path)
    else:
        for key, record in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _within(record, (*path, key))


@functools.cache
def _dated(kind: type[Record]) -> tuple[str, ...]:
    """Return the fields of a kind of record that hold a date."""
    return tuple(
        field.name for field in structs.fields(kind) if field.name == "issued" or mentions(field.type, datetime.date)
    )


def _repeated(keys: Iterable[str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield number, key
        seen.add(key)


def _today() -> datetime.date:
    return datetime.date.today()


def _latest() -> datetime.date:
    return _today() + datetime.timedelta(days=1)


def _primary_rating(condition: Condition) -> str | None:
    if not condition.findings:
        return "none" if condition.primary is None else None
    return next((item.certainty.rating for item in condition.findings if item.id == condition.primary), None)


def _conversion_fault(knowledge: Knowledge, given: Treatment) -> str | None:
    form = knowledge.dosing.forms.get(given.form_id or "")
    if form is None or form.elemental_share is None or given.salt_mg_per_day is None:
        return "expected salt_mg_per_day and a form_id with a known share to convert from"
    expected = given.salt_mg_per_day * form.elemental_share
    if abs((given.elemental_mg_per_day or 0) - expected) <= SHARE_TOLERANCE * expected:
        return None
    return f"expected about {expected:.0f}, as {given.salt_mg_per_day:g} mg hold, not {given.elemental_mg_per_day:g}"


def _opposed(record: Effect | Result) -> tuple[str, ...]:
    """Return the directions that an estimate and its interval rule out."""
    if record.measure is None or record.estimate is None or record.better is None:
        return ()
    null = 1.0 if record.measure in RATIOS else 0.0
    sign = -1 if record.better == "lower" else 1
    gain = sign * (record.estimate - null)
    interval = record.ci or Interval(level=95, low=record.estimate, high=record.estimate)
    low, high = sorted((sign * (interval.low - null), sign * (interval.high - null)))
    if low > 0:
        return ("favours-comparator",)
    if high < 0:
        return ("favours-intervention",)
    if record.ci and record.ci.level >= 95 and low < 0 < high:
        return ("favours-intervention", "favours-comparator") if isinstance(record, Result) else ()
    return ("favours-comparator",) if gain > 0 else ("favours-intervention",) if gain < 0 else ()


def _all_identifiers(knowledge: Knowledge) -> Iterator[tuple[Path, str, str]]:
    for key, citation in knowledge.citations.items():
        for name, value in _identifiers(citation):
            yield ("citations", key, name), name, value
    for key, condition in knowledge.conditions.items():
        for number, mesh in enumerate(condition.codes.mesh):
            yield ("conditions", key, "codes", "mesh", number), "MeSH id", mesh


def _identifiers(citation: Citation) -> Iterator[tuple[str, str]]:
    for name in ("DOI", "PMID", "PMCID"):
        if value := getattr(citation, name):
            yield name, value.casefold()
    author = (citation.author[0].family or citation.author[0].literal or "") if citation.author else ""
    title = re.sub(r"\W+", " ", citation.title).strip()
    yield "title", f"{title} {author} {citation.issued[:4]}".casefold()
