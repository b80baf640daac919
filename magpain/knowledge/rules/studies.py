"""Rules about studies: their people, arms, results and design."""

from __future__ import annotations

import re

from magpain.knowledge.rules.common import DECIDED, Violations, repeated
from magpain.model import REVIEWS, Arm, ArmValue, Knowledge, Result, Study

# The best level of each design in OCEBM's table of 2011 (treatment benefits), unless the effect is very large.
LEVELS = {
    "network-meta-analysis": 1, "meta-analysis": 1, "systematic-review": 1, "rct": 2, "crossover-rct": 2,
    "cluster-rct": 2, "non-randomised-trial": 3, "cohort": 3, "case-control": 4, "cross-sectional": 4,
    "uncontrolled-trial": 4, "case-series": 4, "case-report": 4, "animal": 5, "in-vitro": 5,
}  # fmt: skip
WORST = 5

UNCONTROLLED = ("uncontrolled-trial", "case-series", "case-report")


def analysed_within_randomised(people: Study | Arm, _knowledge: Knowledge) -> Violations:
    """No more people should be analysed than were randomised, in a study and each arm (papers count some twice)."""
    if None not in (people.n_analysed, people.n_randomised) and people.n_analysed > people.n_randomised:  # type: ignore[operator]
        message = f"expected at most {people.n_randomised} (the number randomised), found {people.n_analysed}"
        yield ("n_analysed",), message


def arms_add_up(study: Study, _knowledge: Knowledge) -> Violations:
    """In a parallel-group trial, the arms should add up to those randomised and analysed (papers err in either)."""
    for name, done in (("n_randomised", "randomised"), ("n_analysed", "analysed")):
        numbers, whole = [getattr(arm, name) for arm in study.arms], getattr(study, name)
        if study.design == "rct" and numbers and None not in (*numbers, whole) and whole != sum(numbers):
            message = f"expected the arms to add up to {whole} (the number {done}), found {sum(numbers)}"
            yield ("arms",), message


def arm_is_part_of_study(study: Study, _knowledge: Knowledge) -> Violations:
    """Arm names must be unique, and an arm must not have more people than its study."""
    for number, name in repeated(arm.name for arm in study.arms):
        yield ("arms", number, "name"), f'expected a unique arm name, found "{name}" again'
    for number, arm in enumerate(study.arms):
        for name in ("n_randomised", "n_analysed"):
            part, whole = getattr(arm, name), getattr(study, name)
            if None not in (part, whole) and part > whole:
                yield ("arms", number, name), f"expected at most {whole} (the whole study), found {part}"


def values_fit_arms(study: Study, _knowledge: Knowledge) -> Violations:
    """A result must not give more than one value per arm."""
    for number, result in enumerate(study.results):
        for place, name in repeated(value.arm for value in result.values):
            yield ("results", number, "values", place, "arm"), f'expected each arm once, found "{name}" again'


def values_within_randomised(study: Study, _knowledge: Knowledge) -> Violations:
    """A value should be for no more people than its arm randomised (papers also count knees, attacks or periods)."""
    most = {arm.name: arm.n_randomised for arm in study.arms}
    for number, result in enumerate(study.results):
        for place, value in enumerate(result.values):
            limit = most.get(value.arm) if most.get(value.arm) is not None else study.n_randomised
            if value.n is not None and limit is not None and value.n > limit:
                path = ("results", number, "values", place, "n")
                yield path, f"expected at most {limit} (the number randomised), found {value.n}"


def events_within_people(value: ArmValue, _knowledge: Knowledge) -> Violations:
    """An arm must not have more events than people."""
    if value.events is not None and value.n is not None and value.events > value.n:
        yield ("events",), f"expected at most {value.n} events (one per person), found {value.events}"


def trials_are_a_reviews(study: Study, _knowledge: Knowledge) -> Violations:
    """Only a review can have n_trials."""
    if study.n_trials is not None and study.design not in REVIEWS:
        yield ("n_trials",), f"expected `n_trials` only for reviews, found it on a study with design {study.design}"


def results_fit_study(study: Study, _knowledge: Knowledge) -> Violations:
    """A result should not count more trials or people than its study (reviews also count comparisons and periods)."""
    limits = (("studies", study.n_trials), ("participants", study.n_randomised))
    for number, result in enumerate(study.results):
        for name, limit in limits:
            value = getattr(result, name)
            if None not in (value, limit) and value > limit:
                yield ("results", number, name), f"expected at most {limit} (the whole study), found {value}"


def study_has_result_or_reason(study: Study, _knowledge: Knowledge) -> Violations:
    """A study needs a numeric between-groups result, or a reason in no_numeric_result."""
    if study.no_numeric_result is None and not any(is_numeric(result) for result in study.results):
        yield (), "expected a between-groups result with a number, or a reason in `no_numeric_result`"


def uncontrolled_shows_no_effect(study: Study, _knowledge: Knowledge) -> Violations:
    """A study without a control group must have no between-groups result, and an unclear direction."""
    if study.design not in UNCONTROLLED:
        return
    if study.direction != "unclear":
        yield ("direction",), f"expected unclear (the study has no control group), found {study.direction}"
    for number, result in enumerate(study.results):
        if result.comparison == "between-groups":
            message = f"expected within-group (design {study.design} has no control group), found between-groups"
            yield ("results", number, "comparison"), message


def animals_are_named(study: Study, _knowledge: Knowledge) -> Violations:
    """An animal study must name the species; only animal and in-vitro studies can have one other than human."""
    outside = study.design in ("animal", "in-vitro")
    if study.design == "animal" and study.species == "human":
        yield ("species",), "expected an animal species, found human"
    elif study.species != "human" and not outside:
        yield ("species",), f"expected human (the design is {study.design}), found {study.species}"


def direction_is_primary_results(study: Study, _knowledge: Knowledge) -> Violations:
    """A study's direction must not contradict all of its primary between-groups results."""
    primary = [result for result in study.results if result.primary and result.comparison == "between-groups"]
    told = {result.direction for result in primary}
    if not told or not told <= {*DECIDED}:
        return
    if study.direction in DECIDED and study.direction not in told:
        shown = " or ".join(sorted(str(direction) for direction in told))
        yield ("direction",), f"expected {shown} (the primary results), found {study.direction}"


def level_fits_design(study: Study, _knowledge: Knowledge) -> Violations:
    """A study's OCEBM level should not be better than its design allows, unless the effect is very large."""
    best = LEVELS[study.design]
    if study.ocebm_level < best:
        allowed = f"{best} to {WORST}" if best < WORST else f"{WORST}"
        message = f"expected OCEBM level {allowed} for design {study.design}, found {study.ocebm_level}"
        yield ("ocebm_level",), message


def is_numeric(result: Result) -> bool:
    """Return whether a result compares groups with a number: an estimate, the arms' values or a p value."""
    numbers = result.estimate is not None or bool(result.values or result.arms) or result.p is not None
    return result.comparison == "between-groups" and numbers


def registered(study: Study) -> list[str]:
    """Return a study's registration numbers, without a registry's name in front."""
    if not study.registration:
        return []
    words = re.split(r"[\s,;/()]+", study.registration)
    return sorted({word.upper() for word in words if sum(map(str.isdigit, word)) >= 6})
