"""Consistency rules for knowledge files: each is a small generator function whose name is the rule's id.

A rule takes one record of its kind and yields (path within it, message) for each violation. It looks up other records
by id only, so it also works on a file that is read one record at a time. Rules about the whole file (nothing uncited,
nothing twice) use what was collected in that pass.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from magpain.knowledge.rules import arms, citations, doses, findings, numbers, records, studies, verdicts, whole
from magpain.knowledge.rules.common import Violations
from magpain.knowledge.rules.walk import outermost, within
from magpain.links import Path, referring
from magpain.model import (
    Arm,
    ArmResult,
    ArmValue,
    Certainty,
    Citation,
    Claim,
    Condition,
    Effect,
    Evidence,
    Finding,
    Form,
    Format,
    Group,
    IntegrityCheck,
    Knowledge,
    NotCovered,
    PublishedRating,
    Recommendation,
    Record,
    ReferenceIntake,
    Result,
    Study,
    Threshold,
    Topic,
    Treatment,
    UpperLimit,
)

Rule = Callable[[Any, Knowledge], Violations]
EntryRule = Callable[[str, Any, Knowledge], Violations]
FileRule = Callable[[Knowledge, whole.Met], Violations]

# The rules by the kind of record that they check; Record is every kind.
RECORD_RULES: tuple[tuple[tuple[type[Struct], ...], Rule], ...] = (
    ((Record,), records.ids_resolve),
    ((Record,), records.id_is_named_once),
    ((Record,), records.date_is_not_in_future),
    ((Certainty,), findings.certainty_adds_up),
    ((Certainty,), findings.step_has_reason),
    ((Certainty,), findings.only_low_is_rated_up),
    ((Condition,), findings.level_is_primary_findings),
    ((Condition, Topic), findings.finding_id_is_unique),
    ((Topic,), findings.harm_has_route_and_dose),
    ((Condition,), findings.code_is_named_once),
    ((Effect, Result), numbers.interval_contains_estimate),
    ((Effect, Result), numbers.estimate_is_whole),
    ((Effect, Result), numbers.ratio_is_positive),
    ((Effect, Result), numbers.direction_agrees),
    ((Effect,), numbers.effect_has_source),
    ((Effect,), numbers.no_difference_is_trivial),
    ((Finding,), findings.finding_rests_on_trials),
    ((Finding,), findings.animal_supports_no_finding),
    ((Finding,), findings.study_counts_once),
    ((Finding,), findings.registration_counts_once),
    ((Finding,), findings.trials_start_high),
    ((Finding,), findings.evidence_is_counted),
    ((Finding,), findings.finding_cites_its_source),
    ((Finding,), findings.result_is_its_studys),
    ((Finding,), findings.direction_is_its_results),
    ((Finding,), findings.numbers_are_the_sources),
    ((Finding, Result), numbers.i2_needs_two_studies),
    ((Effect,), numbers.absolute_agrees),
    ((Effect, Result), numbers.p_fits_interval),
    ((Result,), numbers.p_favours_nobody),
    ((Result,), numbers.text_prints_the_numbers),
    ((Finding, Effect, Certainty, Recommendation, PublishedRating), records.retracted_supports_nothing),
    ((Study, Arm), studies.analysed_within_randomised),
    ((Study,), studies.arms_add_up),
    ((Study,), studies.arm_is_part_of_study),
    ((Study,), studies.values_fit_arms),
    ((Study,), studies.values_within_randomised),
    ((Study,), studies.trials_are_a_reviews),
    ((Study,), studies.results_fit_study),
    ((Study,), studies.study_has_result_or_reason),
    ((Study,), studies.uncontrolled_shows_no_effect),
    ((Study,), studies.animals_are_named),
    ((Study,), studies.direction_is_primary_results),
    ((Study,), studies.level_fits_design),
    ((Study, Citation), citations.address_names_the_paper),
    ((Study, Citation), citations.address_names_the_version),
    ((Study, Citation), citations.read_after_issue),
    ((Citation,), citations.isbn_adds_up),
    ((Citation,), citations.doi_is_plain),
    ((Citation,), citations.issued_day_exists),
    ((Citation,), citations.cover_date_has_come),
    ((IntegrityCheck,), records.integrity_says_when),
    ((Claim,), records.retracted_supports_no_claim),
    ((ArmValue,), studies.events_within_people),
    ((Result,), numbers.within_group_is_no_effect),
    ((Treatment,), doses.salt_is_not_element),
    ((Treatment,), doses.joined_routes_are_several),
    ((Treatment,), doses.element_is_part_of_salt),
    ((Treatment,), doses.stated_dose_fits_salt),
    ((Form,), doses.share_is_whole_atoms),
    ((Recommendation, ReferenceIntake, UpperLimit), records.year_is_not_after_source),
    ((Condition,), findings.search_is_recent),
    ((Condition,), findings.condition_is_searched_by_file),
    ((Finding,), verdicts.threshold_fits),
    ((Threshold,), verdicts.threshold_rises),
    ((Threshold,), verdicts.threshold_is_judgement),
    ((Finding,), verdicts.size_follows_threshold),
    ((Finding,), verdicts.little_or_no_needs_interval),
    ((Finding,), verdicts.imprecision_at_least),
    ((Finding,), verdicts.bias_zero_needs_low),
    ((Finding,), verdicts.people_are_the_arms),
    ((Evidence,), verdicts.counts_are_the_reviews),
    ((Finding,), verdicts.step_needs_reason),
    ((Condition, Topic), verdicts.same_evidence_same_step),
    ((Finding,), verdicts.published_rating_recorded),
    ((Finding,), verdicts.leading_synthesis_has_reason),
    ((Condition,), verdicts.words_fit_rating),
    ((Study,), arms.arm_fits_study),
    ((ArmResult,), arms.arm_is_events_or_mean),
    ((Study,), arms.percent_fits_events),
    ((Result,), arms.p_fits_counts),
    ((Result,), arms.one_outcome_per_result),
    ((Condition, Group), records.former_id_is_free),
    ((NotCovered,), records.not_covered_has_no_page),
)

# The rules about outermost records, which also take the record's id.
ENTRY_RULES: tuple[tuple[tuple[type[Struct], ...], EntryRule], ...] = (
    ((Study, Citation), citations.year_in_id_is_year_issued),
    ((Group,), findings.group_is_no_condition),
)

# The rules about the whole file, applied last.
FILE_RULES: tuple[FileRule, ...] = (
    whole.file_review_is_not_in_future,
    whole.citation_is_cited,
    whole.citation_has_one_study,
    whole.registration_has_one_study,
    whole.identifier_is_unique,
    whole.code_is_unique,
    whole.paper_is_cited_once,
    whole.title_is_unique,
)

# The rules that a correct file may break: their violations are uncertain, or make no difference to an answer.
WARNINGS = frozenset(
    {
        "address-names-the-version",
        "analysed-within-randomised",
        "arms-add-up",
        "citation-has-one-study",
        "citation-is-cited",
        "code-is-unique",
        "counts-are-the-reviews",
        "cover-date-has-come",
        "doi-is-plain",
        "isbn-adds-up",
        "leading-synthesis-has-reason",
        "level-fits-design",
        "one-outcome-per-result",
        "p-fits-counts",
        "p-fits-interval",
        "percent-fits-events",
        "published-rating-recorded",
        "read-after-issue",
        "registration-counts-once",
        "registration-has-one-study",
        "results-fit-study",
        "same-evidence-same-step",
        "search-is-recent",
        "share-is-whole-atoms",
        "stated-dose-fits-salt",
        "step-needs-reason",
        "text-prints-the-numbers",
        "threshold-is-judgement",
        "title-is-unique",
        "values-within-randomised",
        "words-fit-rating",
        "yaml-slip",
        "year-in-id-is-year-issued",
        "year-is-not-after-source",
    }
)


# The rules that are new in format 2: in a file of format 1, their violations are warnings.
SINCE_2 = frozenset(
    {
        "bias-zero-needs-low",
        "imprecision-at-least",
        "little-or-no-needs-interval",
        "people-are-the-arms",
        "size-follows-threshold",
        "threshold-fits",
        "threshold-rises",
    }
)


def warnings(version: Format) -> frozenset[str]:
    """Return the rules whose violation is a warning in a file of this format."""
    return WARNINGS | SINCE_2 if version == "1" else WARNINGS


def violations(knowledge: Knowledge) -> Iterator[tuple[str, Path, str]]:
    """Yield every violation of every rule: the rule's id, the path, and what was expected."""
    seen = whole.Met()
    for path, record in outermost(knowledge):
        seen.see(record)
        yield from entry_violations(path, record, knowledge)
    for file_rule in FILE_RULES:
        for path, message in file_rule(knowledge, seen):
            yield rule_id(file_rule), path, message


def entry_violations(path: Path, entry: Record, knowledge: Knowledge) -> Iterator[tuple[str, Path, str]]:
    """Yield the violations in an outermost record and in the records within it."""
    for kinds, entry_rule in ENTRY_RULES:
        if isinstance(entry, kinds):
            for inner, message in entry_rule(str(path[-1]), entry, knowledge):
                yield rule_id(entry_rule), (*path, *inner), message
    for place, record in within(entry, path):
        for rule in rules_for(type(record)):
            for inner, message in rule(record, knowledge):
                yield rule_id(rule), (*place, *inner), message


def every() -> tuple[Callable[..., Violations], ...]:
    """Return all rules."""
    return *(rule for _kinds, rule in RECORD_RULES), *(rule for _kinds, rule in ENTRY_RULES), *FILE_RULES


def rule_id(rule: Callable[..., Violations]) -> str:
    """Return the id of a rule: its function's name with dashes."""
    return rule.__name__.replace("_", "-")


@functools.cache
def rules_for(kind: type[Struct]) -> tuple[Rule, ...]:
    """Return the rules for a kind of record; those about ids and dates only if it has such fields."""
    needs: dict[Rule, Any] = {
        records.ids_resolve: referring,
        records.id_is_named_once: referring,
        records.date_is_not_in_future: records.dated,
    }
    return tuple(
        rule for kinds, rule in RECORD_RULES if issubclass(kind, kinds) and (rule not in needs or needs[rule](kind))
    )
