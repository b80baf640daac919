"""Rules about the basis of verdicts: thresholds, sizes, steps and numbers of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import UNSET

from magpain.knowledge.rules.common import Violations
from magpain.links import OURSELVES
from magpain.model import DOMAINS, RATIOS, REVIEWS, Condition, Evidence, Finding, Knowledge, Study, Threshold, Topic
from magpain.rating import steps
from magpain.rating.sizes import fitted, judge, overridden

# Words that are too firm for evidence of low certainty.
FIRM = re.compile(r"\b(does not|do not|did nothing|prevents|is effective|are effective|has no effect)\b")


def threshold_fits(finding: Finding, knowledge: Knowledge) -> Violations:
    """A finding's threshold must fit the measure, unit and scale of its estimate."""
    row = _row(finding, knowledge)
    if row and finding.effect.estimate is not None and finding.effect.ci:
        numbers = fitted(finding.effect, row)
        if isinstance(numbers, str) and not overridden(finding, "threshold-fits"):
            yield ("effect", "threshold"), f"expected a threshold that fits the estimate: {numbers}"


def threshold_rises(row: Threshold, _knowledge: Knowledge) -> Violations:
    """A threshold's numbers must run from small to large: away from 0 or, for a ratio, away from 1."""
    given = [value for value in (row.small, row.moderate, row.large) if value is not None]
    rising = sorted(given, reverse=row.measure in RATIOS)
    if rising != given or (row.measure in RATIOS and max(given) >= 1):
        yield ("small",), f"expected numbers from small to large (of a ratio: down from 1), found {_listed(given)}"
    if row.above and (list(row.above) != sorted(row.above) or row.above[0] <= 1 or row.measure not in RATIOS):
        found = f"{_listed(row.above)} ({row.measure})"
        yield ("above",), f"expected numbers of a ratio above 1, from small to large, found {found}"


def threshold_is_judgement(row: Threshold, _knowledge: Knowledge) -> Violations:
    """A threshold should be based on something published, and not on judgement."""
    if row.basis == "judgement":
        yield ("basis",), "expected a published threshold, found a judgement"


def size_follows_threshold(finding: Finding, knowledge: Knowledge) -> Violations:
    """A size stated in the file must be the one computed from the estimate, its interval and the threshold."""
    size, judgement = finding.effect.size, judge(finding, _row(finding, knowledge))
    if size not in (UNSET, "trivial", judgement.size):
        why = f" ({judgement.unfit})" if judgement.unfit else ""
        yield ("effect", "size"), f"expected {judgement.size}{why}, found {size}"


def little_or_no_needs_interval(finding: Finding, knowledge: Knowledge) -> Violations:
    """An effect must not be called trivial, even by an override, unless its interval excludes all important effects."""
    judgement = judge(finding, _row(finding, knowledge))
    if finding.effect.size == "trivial" and judgement.size != "trivial":
        yield ("effect", "size"), f"expected {judgement.size} (no interval lies inside a threshold), found trivial"
    for number, each in enumerate(finding.override):
        if each.rule == "size-follows-threshold" and each.to not in ("small", "moderate", "large", "unclear"):
            yield ("override", number, "to"), f'expected small, moderate, large or unclear, found "{each.to}"'


def imprecision_at_least(finding: Finding, knowledge: Knowledge) -> Violations:
    """A rating of ours must take at least the step for imprecision that its interval, threshold and people require."""
    asked, step = steps.imprecision(finding, _row(finding, knowledge)), finding.certainty.imprecision.step
    if step > asked.step and _is_ours(finding) and not overridden(finding, "imprecision-at-least"):
        yield ("certainty", "imprecision"), f"expected {asked.step} at least ({asked.reason}), found {step}"


def bias_zero_needs_low(finding: Finding, knowledge: Knowledge) -> Violations:
    """A rating of ours with no step for risk of bias must have at least half its people in studies judged low."""
    if finding.certainty.risk_of_bias.step or not _is_ours(finding) or overridden(finding, "bias-zero-needs-low"):
        return
    asked = steps.risk_of_bias(finding, list(_studies(finding, knowledge)))
    if asked.step:
        yield ("certainty", "risk_of_bias"), f"expected {asked.step} at least ({asked.reason}), found 0"


def people_are_the_arms(finding: Finding, knowledge: Knowledge) -> Violations:
    """A finding must count the people of the arms that it compares, and not those of all the arms of a trial."""
    evidence = finding.evidence
    if overridden(finding, "people-are-the-arms"):
        return
    if evidence.arms:
        added = sum(arm.n for arm in evidence.arms)
        if evidence.participants != added:
            counted = "none" if evidence.participants is None else evidence.participants
            yield ("evidence", "participants"), f"expected {added} (the people in its arms), found {counted}"
        return
    studies = list(_studies(finding, knowledge))
    if len(studies) == 1 and evidence.studies == 1 and len(studies[0].arms) > 2:
        whole = (studies[0].n_randomised, studies[0].n_analysed)
        if evidence.participants is not None and evidence.participants in whole:
            message = f"expected the people in the arms compared, found {evidence.participants} (all the trial's arms)"
            yield ("evidence", "participants"), message


def counts_are_the_reviews(evidence: Evidence, _knowledge: Knowledge) -> Violations:
    """The people counted should be those of the outcome: a whole review has more."""
    if evidence.counts == "review":
        yield ("counts",), "expected the people of this outcome, found those of the whole review"


def step_needs_reason(finding: Finding, _knowledge: Knowledge) -> Violations:
    """A domain without a step should give a reason too."""
    for domain in DOMAINS:
        step = getattr(finding.certainty, domain)
        if not step.step and not step.reason:
            yield ("certainty", domain), "expected a reason for the 0 step too, found none"


def same_evidence_same_step(owner: Condition | Topic, _knowledge: Knowledge) -> Violations:
    """One body of evidence on one outcome should have one step for risk of bias at all time points."""
    first: dict[tuple[object, ...], Finding] = {}
    for number, finding in enumerate(owner.findings):
        same = first.setdefault((finding.studies, finding.outcome, finding.intervention, finding.comparator), finding)
        one, other = same.certainty.risk_of_bias.step, finding.certainty.risk_of_bias.step
        if one != other and finding.studies:
            path = ("findings", number, "certainty", "risk_of_bias")
            yield path, f'expected {one} (as in "{same.id}", which has the same studies), found {other}'


def published_rating_recorded(finding: Finding, _knowledge: Knowledge) -> Violations:
    """A rating taken from a review should be recorded with its words and its scope."""
    rater = finding.certainty.rated_by
    if rater != OURSELVES and not any(rater in rating.cites for rating in finding.certainty.published):
        yield ("certainty", "published"), f'expected the rating of "{rater}" in its own words, found none'


def leading_synthesis_has_reason(finding: Finding, knowledge: Knowledge) -> Violations:
    """A finding based on several syntheses should say why it takes its numbers from one of them."""
    syntheses = [study for study in _studies(finding, knowledge) if study.design in REVIEWS]
    if len(syntheses) > 1 and finding.effect.chosen is None:
        yield ("effect",), f"expected `chosen`, the reason for using one of its {len(syntheses)} reviews, found none"


def words_fit_rating(condition: Condition, _knowledge: Knowledge) -> Violations:
    """A summary should be no firmer than the certainty of its condition's evidence."""
    firm = FIRM.search(condition.summary)
    if firm and condition.evidence_level in ("low", "very-low"):
        yield ("summary",), f'expected words that fit {condition.evidence_level} certainty, found "{firm[0]}"'


def _row(finding: Finding, knowledge: Knowledge) -> Threshold | None:
    return knowledge.thresholds.get(finding.effect.threshold) if finding.effect.threshold else None


def _listed(numbers: Iterable[float]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)


def _studies(finding: Finding, knowledge: Knowledge) -> Iterator[Study]:
    found = (knowledge.studies.get(key) for key in finding.studies)
    return (study for study in found if study)


def _is_ours(finding: Finding) -> bool:
    return finding.certainty.rated_by == OURSELVES
