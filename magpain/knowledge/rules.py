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
from urllib.parse import unquote

from msgspec import Struct, structs

from magpain.links import OURSELVES, Path, cited_in, holding, mentions, references, referring
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
    Claim,
    Condition,
    Effect,
    Finding,
    Form,
    IntegrityCheck,
    Interval,
    Knowledge,
    PublishedRating,
    Rating,
    Recommendation,
    Record,
    ReferenceIntake,
    Result,
    Study,
    Treatment,
    UpperLimit,
)

Breaches = Iterator[tuple[Path, str]]
Rule = Callable[[Any, Knowledge], Breaches]

OVERDUE_AFTER = datetime.timedelta(days=731)
SHARE_TOLERANCE = 0.05
# Shares are printed to four digits: that moves the number of atoms in a molecule by less than this.
ATOM_TOLERANCE = 0.02
# The best level that a design can have in OCEBM's table of 2011 (treatment benefits), before a very large effect.
LEVELS = {
    "network-meta-analysis": 1, "meta-analysis": 1, "systematic-review": 1, "rct": 2, "crossover-rct": 2,
    "cluster-rct": 2, "non-randomised-trial": 3, "cohort": 3, "case-control": 4, "cross-sectional": 4,
    "uncontrolled-trial": 4, "case-series": 4, "case-report": 4, "animal": 5, "in-vitro": 5,
}  # fmt: skip
UNCONTROLLED = ("uncontrolled-trial", "case-series", "case-report")
FAVOURING = ("favours-intervention", "favours-comparator")
# How an address names a paper: the field, and where its identifier stands in the address.
_ADDRESSES = (
    ("DOI", re.compile(r"/(10\.[0-9]{4,9}/[^?#]+)")),
    ("PMID", re.compile(r"/pubmed(?:\.ncbi\.nlm\.nih\.gov)?/([1-9][0-9]*)")),
    ("PMCID", re.compile(r"/(PMC[1-9][0-9]*)")),
)

_P_IN_TEXT = re.compile(r"\bp\s*([<>=]=?)\s*([01](?:\.[0-9]+)?)", re.IGNORECASE)
_INTERVAL_IN_TEXT = re.compile(r"(?:\(|CI,? )(?:[0-9]+% CI,? )?(-?[0-9]+(?:\.[0-9]+)?) to (-?[0-9]+(?:\.[0-9]+)?)")


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
    """A finding counts a study once, also where two records bear one registration."""
    for number, key in _repeated(finding.studies):
        yield ("studies", number), f'expected each study once, not "{key}" again'
    seen: dict[str, str] = {}
    for number, key in enumerate(finding.studies):
        study = knowledge.studies.get(key)
        for registered in _registered(study) if study else ():
            if seen.setdefault(registered, key) != key:
                message = f'expected each study once, not "{key}", registered as "{seen[registered]}" is ({registered})'
                yield ("studies", number), message


def analysed_within_randomised(people: Study | Arm, _knowledge: Knowledge) -> Breaches:
    """No more people are analysed than were randomised, in a study and in each of its arms."""
    if None not in (people.n_analysed, people.n_randomised) and people.n_analysed > people.n_randomised:  # type: ignore[operator]
        message = f"expected at most {people.n_randomised}, as many as were randomised, not {people.n_analysed}"
        yield ("n_analysed",), message


def arms_add_up(study: Study, _knowledge: Knowledge) -> Breaches:
    """In a parallel trial, the people of its arms add up to its people: those randomised, and those analysed."""
    for name, done in (("n_randomised", "randomised"), ("n_analysed", "analysed")):
        numbers, whole = [getattr(arm, name) for arm in study.arms], getattr(study, name)
        if study.design == "rct" and numbers and None not in (*numbers, whole) and whole != sum(numbers):
            yield ("arms",), f"expected {whole} people in the arms, as were {done}, not {sum(numbers)}"


def arm_is_part_of_study(study: Study, _knowledge: Knowledge) -> Breaches:
    """An arm has a name of its own, and no more people than its study."""
    for number, name in _repeated(arm.name for arm in study.arms):
        yield ("arms", number, "name"), f'expected a name of its own, not "{name}" again'
    for number, arm in enumerate(study.arms):
        for name in ("n_randomised", "n_analysed"):
            part, whole = getattr(arm, name), getattr(study, name)
            if None not in (part, whole) and part > whole:
                yield ("arms", number, name), f"expected at most {whole}, as in the whole study, not {part}"


def values_fit_arms(study: Study, _knowledge: Knowledge) -> Breaches:
    """What was measured in an arm was measured once a result, in no more people than the arm randomised."""
    most = {arm.name: arm.n_randomised for arm in study.arms}
    for number, result in enumerate(study.results):
        for place, name in _repeated(value.arm for value in result.values):
            yield ("results", number, "values", place, "arm"), f'expected each arm once, not "{name}" again'
        for place, value in enumerate(result.values):
            limit = most.get(value.arm) if most.get(value.arm) is not None else study.n_randomised
            if value.n is not None and limit is not None and value.n > limit:
                path = ("results", number, "values", place, "n")
                yield path, f"expected at most {limit}, as were randomised, not {value.n}"


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


def results_fit_study(study: Study, _knowledge: Knowledge) -> Breaches:
    """A result counts no more studies than its review took in, and no more people than its study has."""
    if study.n_trials is not None and study.design not in REVIEWS:
        yield ("n_trials",), f"expected n_trials of a review only, not of a study of the design {study.design}"
    limits = (("studies", study.n_trials), ("participants", study.n_randomised))
    for number, result in enumerate(study.results):
        for name, limit in limits:
            value = getattr(result, name)
            if None not in (value, limit) and value > limit:
                yield ("results", number, name), f"expected at most {limit}, as in the whole study, not {value}"


def uncontrolled_shows_no_effect(study: Study, _knowledge: Knowledge) -> Breaches:
    """A study without a comparison has no result between groups, and its direction is unclear."""
    if study.design not in UNCONTROLLED:
        return
    if study.direction != "unclear":
        yield ("direction",), f"expected unclear for a study without a comparison, not {study.direction}"
    for number, result in enumerate(study.results):
        if result.comparison == "between-groups":
            yield ("results", number, "comparison"), f"expected within-group in a study of the design {study.design}"


def animals_are_named(study: Study, _knowledge: Knowledge) -> Breaches:
    """A study in animals names their species, and only studies in animals or vitro have another than human."""
    outside = study.design in ("animal", "in-vitro")
    if study.design == "animal" and study.species == "human":
        yield ("species",), "expected the species of the animals, not human"
    elif study.species != "human" and not outside:
        yield ("species",), f"expected human for a study of the design {study.design}, not {study.species}"


def direction_is_primary_results(study: Study, _knowledge: Knowledge) -> Breaches:
    """The primary results between the groups decide a study's direction: it doesn't contradict all of them."""
    primary = [result for result in study.results if result.primary and result.comparison == "between-groups"]
    told = {result.direction for result in primary}
    if not told or not told <= {*FAVOURING, "no-difference"}:
        return
    if study.direction in (*FAVOURING, "no-difference") and study.direction not in told:
        shown = " and ".join(sorted(str(direction) for direction in told))
        yield ("direction",), f"expected {shown}, as the primary results say, not {study.direction}"


def level_fits_design(study: Study, _knowledge: Knowledge) -> Breaches:
    """A study's OCEBM level is better than its design's only for a very large effect."""
    best = LEVELS[study.design]
    if study.ocebm_level < best:
        yield ("ocebm_level",), f"expected {best} or more for the design {study.design}, not {study.ocebm_level}"


def p_favours_nobody(result: Result, _knowledge: Knowledge) -> Breaches:
    """A result whose p value is 0.05 or more, or printed as not significant, favours nobody."""
    if result.p and result.direction in FAVOURING and _is_significant(result.p, 0.05) is False:
        yield ("direction",), f"expected a direction that p {result.p} allows, not {result.direction}"


def p_fits_interval(record: Effect | Result, _knowledge: Knowledge) -> Breaches:
    """A p value and an interval of one comparison agree whether it could be chance (they may be of two tests)."""
    if record.p is None or record.ci is None or record.measure is None:
        return
    null = 1.0 if record.measure in RATIOS else 0.0
    significant = _is_significant(record.p, 1 - record.ci.level / 100)
    shown = f"not {record.p} beside {record.ci.low:g} to {record.ci.high:g}"
    if significant is True and record.ci.low < null < record.ci.high:
        yield ("p",), f"expected a p value of an interval that spans no effect, {shown}"
    elif significant is False and not record.ci.low <= null <= record.ci.high:
        yield ("p",), f"expected a p value of an interval that spans an effect only, {shown}"


def text_prints_the_numbers(result: Result, _knowledge: Knowledge) -> Breaches:
    """A result's p value and interval are those that its text prints, where that prints one (it may be another's)."""
    printed = {(sign, float(value)) for sign, value in _P_IN_TEXT.findall(result.text)}
    if result.p and result.p != "NS" and len(printed) == 1:
        sign, value = result.p.rstrip("0123456789.e-") or "=", float(result.p.lstrip("<>="))
        if (sign, value) not in printed:
            yield ("p",), f"expected the p value that the text prints, not {result.p}"
    intervals = [_without_signs(*map(float, ends)) for ends in _INTERVAL_IN_TEXT.findall(result.text)]
    if result.ci and intervals and _without_signs(result.ci.low, result.ci.high) not in intervals:
        yield ("ci",), f"expected an interval that the text prints, not {result.ci.low:g} to {result.ci.high:g}"


def i2_needs_two_studies(record: Finding | Result, _knowledge: Knowledge) -> Breaches:
    """I2 compares studies, so that a single one has none."""
    effect = record.effect if isinstance(record, Finding) else record
    studies = record.evidence.studies if isinstance(record, Finding) else record.studies
    if effect.i2 is not None and studies is not None and studies < 2:
        path = ("effect", "i2") if isinstance(record, Finding) else ("i2",)
        yield path, f"expected no I2 of fewer than two studies, not {effect.i2:g}"


def evidence_is_counted(finding: Finding, _knowledge: Knowledge) -> Breaches:
    """An estimate comes from at least one study, and a study has at least one participant."""
    studies, people = finding.evidence.studies, finding.evidence.participants
    if not studies and finding.effect.estimate is not None:
        yield ("evidence", "studies"), "expected at least one study behind an estimate, not 0"
    if people is not None and people < studies:
        yield ("evidence", "participants"), f"expected at least one participant a study, not {people} in {studies}"


def finding_cites_its_source(finding: Finding, _knowledge: Knowledge) -> Breaches:
    """A finding cites what its numbers come from, and who rated it."""
    for path, key in (
        (("effect", "source"), finding.effect.source),
        (("certainty", "rated_by"), finding.certainty.rated_by),
    ):
        if key not in (None, OURSELVES) and key not in finding.cites:
            yield path, f'expected a citation that the finding cites, not "{key}"'


def numbers_are_the_sources(finding: Finding, knowledge: Knowledge) -> Breaches:
    """A finding's numbers are those of a result of the study that it took them from."""
    effect = finding.effect
    key = next((key for key in finding.studies if _reports(knowledge, key, effect.source)), None)
    if key is None:
        return
    study, number = knowledge.studies[key], "estimate" if effect.estimate is not None else "p"
    told = [result for result in study.results if result.comparison == "between-groups"]
    fitting = [result for result in told if _is_told_by(effect, result)]
    if (
        not fitting
        and getattr(effect, number) is not None
        and any(getattr(result, number) is not None for result in told)
    ):
        yield ("effect", number), f'expected the numbers of a result of "{key}", not others'
    elif fitting and not any(_is_counted_by(finding, result) for result in fitting):
        yield ("evidence",), f'expected the studies and participants that "{key}" counts, not others'
    if study.design in TRIALS and finding.evidence.studies != 1:
        yield ("evidence", "studies"), f'expected 1, as "{key}" is one trial, not {finding.evidence.studies}'


def trials_start_high(finding: Finding, knowledge: Knowledge) -> Breaches:
    """A rating of nothing but randomised trials starts high."""
    designs = {knowledge.studies[key].design for key in finding.studies if key in knowledge.studies}
    if finding.certainty.start == "low" and designs and designs <= {*TRIALS}:
        yield ("certainty", "start"), "expected high, as all its studies are randomised trials, not low"


def absolute_agrees(effect: Effect, _knowledge: Knowledge) -> Breaches:
    """Absolute numbers are events among the people counted, and don't contradict the direction."""
    numbers = effect.absolute
    if numbers is None:
        return
    for name in ("comparator", "intervention"):
        if not 0 <= getattr(numbers, name) <= numbers.per:
            yield ("absolute", name), f"expected a number from 0 to {numbers.per}, not {getattr(numbers, name):g}"
    gain = (numbers.intervention - numbers.comparator) * (-1 if effect.better == "lower" else 1)
    if (gain <= 0, gain >= 0)[effect.direction == "favours-comparator"] and effect.direction in FAVOURING:
        yield ("absolute",), f"expected numbers that the direction allows, {effect.direction}"


def integrity_says_when(check: IntegrityCheck, _knowledge: Knowledge) -> Breaches:
    """What is known of a paper's integrity was looked up on some day."""
    if check.status != "unchecked" and check.checked_on is None:
        yield ("status",), f"expected checked_on, the day on which {check.status} was looked up"


def address_names_the_paper(record: Study | Citation, knowledge: Knowledge) -> Breaches:
    """An address with a DOI, PMID or PMCID in it, which a record was read at, names the same paper as its citation."""
    citation = record if isinstance(record, Citation) else knowledge.citations.get(record.citation)
    if citation is None:
        return
    if isinstance(record, Citation) and record.URL:
        yield from _other_papers(citation, record.URL, ("URL",))
    # A note says what else was read: a preprint has a DOI of its own.
    if record.extraction.read != "secondary-source" and not record.extraction.notes:
        yield from _other_papers(citation, record.extraction.at, ("extraction", "at"))


def isbn_adds_up(citation: Citation, _knowledge: Knowledge) -> Breaches:
    """An ISBN has ten or thirteen digits, the last of which checks the others."""
    if citation.ISBN and not _is_isbn(re.sub(r"[\s-]", "", citation.ISBN).upper()):
        yield ("ISBN",), f"expected an ISBN whose check digit is right, not {citation.ISBN}"


def read_after_issue(record: Study | Citation, knowledge: Knowledge) -> Breaches:
    """A paper is read on or after the day it was issued (print may follow what was read online)."""
    citation = record if isinstance(record, Citation) else knowledge.citations.get(record.citation)
    days = [(("extraction", "date"), record.extraction.date), (("accessed",), getattr(record, "accessed", None))]
    for path, day in days:
        if citation and day and day.isoformat()[: len(citation.issued)] < citation.issued:
            yield path, f"expected a day since {citation.issued}, when it was issued, not {day}"


def share_is_whole_atoms(form: Form, knowledge: Knowledge) -> Breaches:
    """The element's share of a salt's molar mass is a whole number of its atoms."""
    element = knowledge.intervention.element
    if element is None or form.molar_mass is None or form.elemental_share is None:
        return
    atoms = form.elemental_share * form.molar_mass / element.atomic_mass
    if round(atoms) < 1 or abs(atoms - round(atoms)) > ATOM_TOLERANCE * round(atoms):
        yield ("elemental_share",), f"expected the share of a whole number of atoms, not of {atoms:.2f}"


def year_is_not_after_source(record: Recommendation | ReferenceIntake | UpperLimit, knowledge: Knowledge) -> Breaches:
    """What a publication tells of isn't younger than every publication that is cited for it."""
    issued = [knowledge.citations[key].issued[:4] for key in record.cites if key in knowledge.citations]
    if issued and f"{record.year:04}" > max(issued):
        yield ("year",), f"expected a year up to {max(issued)}, when the newest of what it cites was issued"


def condition_is_searched_by_file(condition: Condition, knowledge: Knowledge) -> Breaches:
    """The file's date is that of its last search, so that no condition was searched later."""
    if condition.reviewed > knowledge.reviewed:
        yield ("reviewed",), f"expected a date up to the file's own, {knowledge.reviewed}, not {condition.reviewed}"


def id_is_named_once(record: Record, _knowledge: Knowledge) -> Breaches:
    """A list of ids names each once."""
    for name in sorted({str(path[0]) for path, _section, _key in references(record) if len(path) == 2} - {"studies"}):
        for number, key in _repeated(getattr(record, name)):
            yield (name, number), f'expected each id once, not "{key}" again'


def retracted_supports_no_claim(claim: Claim, knowledge: Knowledge) -> Breaches:
    """A claim that the evidence supports, in part or whole, cites nothing that was retracted."""
    for number, key in enumerate(claim.cites):
        citation = knowledge.citations.get(key)
        if citation and citation.integrity.status == "retracted" and claim.verdict in ("supported", "partly-supported"):
            yield ("cites", number), f'expected support that stands, not "{key}", which is retracted'


def retracted_supports_nothing(
    record: Finding | Effect | Certainty | Recommendation | PublishedRating, knowledge: Knowledge
) -> Breaches:
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


def element_is_part_of_salt(given: Treatment, _knowledge: Knowledge) -> Breaches:
    """A salt holds less of the element than it weighs, and a range of doses runs from the lower to the higher."""
    low, high, salt = given.elemental_mg_per_day, given.elemental_mg_per_day_max, given.salt_mg_per_day
    if None not in (low, salt) and low > salt:  # type: ignore[operator]
        yield ("elemental_mg_per_day",), f"expected at most {salt:g}, as the salt weighs, not {low:g}"
    if high is not None and (low is None or high <= low):
        yield ("elemental_mg_per_day_max",), f"expected a dose above elemental_mg_per_day, not {high:g}"


def stated_dose_fits_salt(given: Treatment, knowledge: Knowledge) -> Breaches:
    """An elemental dose that was stated is about the salt's dose times its known share (a page may round either)."""
    form = knowledge.dosing.forms.get(given.form_id or "")
    whole = given.salt_mg_per_day and given.elemental_mg_per_day and form and form.elemental_share
    if whole and given.elemental_source == "stated" and (fault := _conversion_fault(knowledge, given)):
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
    """Two studies don't report one citation, nor is a further report a study of its own: a trial counts once."""
    again = _met_again(hash(study.citation) for _key, study in knowledge.studies.items())
    first: dict[str, str] = {}
    for key, study in knowledge.studies.items() if again else ():
        if hash(study.citation) in again:
            if study.citation in first:
                message = f'expected a citation of its own, not that of "{first[study.citation]}"'
                yield ("studies", key, "citation"), message
            first.setdefault(study.citation, key)
    reports = {
        report: ("studies", key, "also_reported_in", number)
        for key, study in knowledge.studies.items()
        for number, report in enumerate(study.also_reported_in)
    }
    for key, study in knowledge.studies.items() if reports else ():
        if study.citation in reports:
            yield reports[study.citation], f'expected a report that is no study of its own, not "{key}"'


def registration_has_one_study(knowledge: Knowledge) -> Breaches:
    """Two studies of one registration are most likely two reports of one study."""
    seen: dict[str, str] = {}
    for key, study in knowledge.studies.items():
        for registered in _registered(study):
            if seen.setdefault(registered, key) != key:
                path = ("studies", key, "registration")
                yield path, f'expected a registration of its own, not that of "{seen[registered]}"'


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


def title_is_unique(knowledge: Knowledge) -> Breaches:
    """Two articles of one year don't share a title where only one names its authors: they are most likely one paper."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for key, citation in knowledge.citations.items():
        if citation.type != "article-journal":
            continue
        author, title = _first_author(citation), _plain_title(citation)
        other, its_author = seen.setdefault((title, citation.issued[:4]), (key, author))
        if other != key and bool(author) != bool(its_author):
            path = ("citations", key, "title")
            yield path, f'expected a title of its own, not that of "{other}" (of which one names no author)'


def year_in_id_is_year_issued(knowledge: Knowledge) -> Breaches:
    """The id of a citation, or of a study, that names a year names the year in which it was issued."""
    for key, citation in knowledge.citations.items():
        if (named := _year_in(key)) and named != citation.issued[:4]:
            yield ("citations", key, "issued"), f"expected {named}, as the id says, not {citation.issued}"
    for key, study in knowledge.studies.items():
        named = _year_in(key)
        if not named or named == _year_in(study.citation):
            continue  # no year to compare, or one that is compared above
        cited = knowledge.citations.get(study.citation)
        if cited and named != cited.issued[:4]:
            yield ("studies", key, "citation"), f"expected a citation of {named}, as the id says, not of {cited.issued}"


def group_is_no_condition(knowledge: Knowledge) -> Breaches:
    """A group and a condition never share an id, so that a name leads to one page."""
    for key in knowledge.groups:
        if key in knowledge.conditions:
            yield ("groups", key), f'expected an id of its own, not that of the condition "{key}"'


# The rules by the kind of record that they are asked about; Record is every kind.
RECORD_RULES: tuple[tuple[tuple[type[Struct], ...], Rule], ...] = (
    ((Record,), ids_resolve),
    ((Record,), id_is_named_once),
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
    ((Finding,), trials_start_high),
    ((Finding,), evidence_is_counted),
    ((Finding,), finding_cites_its_source),
    ((Finding,), numbers_are_the_sources),
    ((Finding, Result), i2_needs_two_studies),
    ((Effect,), absolute_agrees),
    ((Effect, Result), p_fits_interval),
    ((Result,), p_favours_nobody),
    ((Result,), text_prints_the_numbers),
    ((Finding, Effect, Certainty, Recommendation, PublishedRating), retracted_supports_nothing),
    ((Study, Arm), analysed_within_randomised),
    ((Study,), arms_add_up),
    ((Study,), arm_is_part_of_study),
    ((Study,), values_fit_arms),
    ((Study,), results_fit_study),
    ((Study,), study_has_result_or_reason),
    ((Study,), uncontrolled_shows_no_effect),
    ((Study,), animals_are_named),
    ((Study,), direction_is_primary_results),
    ((Study,), level_fits_design),
    ((Study, Citation), address_names_the_paper),
    ((Study, Citation), read_after_issue),
    ((Citation,), isbn_adds_up),
    ((IntegrityCheck,), integrity_says_when),
    ((Claim,), retracted_supports_no_claim),
    ((ArmValue,), events_within_people),
    ((Result,), within_group_is_no_effect),
    ((Treatment,), salt_is_not_element),
    ((Treatment,), element_is_part_of_salt),
    ((Treatment,), stated_dose_fits_salt),
    ((Form,), share_is_whole_atoms),
    ((Recommendation, ReferenceIntake, UpperLimit), year_is_not_after_source),
    ((Condition,), search_is_recent),
    ((Condition,), condition_is_searched_by_file),
)
FILE_RULES: tuple[Callable[[Knowledge], Breaches], ...] = (
    file_review_is_not_in_future,
    citation_is_cited,
    citation_has_one_study,
    registration_has_one_study,
    identifier_is_unique,
    title_is_unique,
    year_in_id_is_year_issued,
    group_is_no_condition,
)
# Rules whose breach is worth saying and no reason to distrust the file.
WARNINGS = frozenset(
    {
        "level-fits-design",
        "p-fits-interval",
        "read-after-issue",
        "registration-has-one-study",
        "search-is-recent",
        "stated-dose-fits-salt",
        "text-prints-the-numbers",
    }
)


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
    """Return the rules that bear on a kind of record: those of ids and dates only on one that can hold such."""
    needs: dict[Rule, Any] = {ids_resolve: referring, id_is_named_once: referring, date_is_not_in_future: _dated}
    return tuple(
        rule for kinds, rule in RECORD_RULES if issubclass(kind, kinds) and (rule not in needs or needs[rule](kind))
    )


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


def _registered(study: Study) -> list[str]:
    """Return a study's registration numbers, without the names of registries that may stand in front."""
    words = re.split(r"[\s,;/()]+", study.registration or "")
    return sorted({word.upper() for word in words if sum(map(str.isdigit, word)) >= 6})


def _year_in(key: str) -> str | None:
    named = re.search(r"(?:^|-)((?:1[5-9]|20)[0-9]{2})(?:-|$)", key)
    return named.group(1) if named else None


def _is_significant(p: str, level: float) -> bool | None:
    """Tell whether a p value as printed lies below a level, or None where what is printed can't tell."""
    if p == "NS":
        return False if level <= 0.05 + 1e-9 else None
    value = float(p.lstrip("<>="))
    if p.startswith("<"):
        return True if value <= level + 1e-9 else None
    if p.startswith(">"):
        return False if value >= level - 1e-9 else None
    return None if abs(value - level) < 1e-9 else value < level


def _without_signs(low: float, high: float) -> list[float]:
    """Return an interval's ends as a text may print them, which says in words which way they point."""
    return sorted((abs(low), abs(high)))


def _reports(knowledge: Knowledge, key: str, source: str | None) -> bool:
    study = knowledge.studies.get(key)
    return study is not None and source in (study.citation, *study.also_reported_in)


def _is_told_by(effect: Effect, result: Result) -> bool:
    """Tell whether a result prints an effect's numbers, which may be turned round to the other way of counting."""
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


def _other_papers(citation: Citation, address: str, path: Path) -> Breaches:
    """Tell of an identifier in an address that isn't the citation's own, where the citation has one of its kind."""
    for name, pattern in _ADDRESSES:
        own, found = getattr(citation, name), pattern.search(unquote(address))
        if own and found and not f"{found.group(1)}/".casefold().startswith(f"{own}/".casefold()):
            yield path, f"expected the address of the {name} {own}, not of {found.group(1)}"


def _is_isbn(digits: str) -> bool:
    """Check the last digit of an ISBN: modulo 11 with X for ten (ISBN-10), or modulo 10 (ISBN-13)."""
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    return False


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
    yield "title", f"{_plain_title(citation)} {_first_author(citation)} {citation.issued[:4]}"


def _first_author(citation: Citation) -> str:
    first = citation.author[0] if citation.author else None
    return ((first.family or first.literal or "") if first else "").casefold()


def _plain_title(citation: Citation) -> str:
    return re.sub(r"\W+", " ", citation.title).strip().casefold()
