"""The verdict of a finding in words, and its sign, generated from its certainty, numbers and threshold.

The wording follows GRADE guidance 26 (Santesso 2020, doi:10.1016/j.jclinepi.2019.10.014): the certainty decides the
verb, the size decides the adverb, and at very low certainty the verdict says so before it reports the result. The cases
are those of sizes.py. A verdict names the important effects that the interval does not exclude, and does not
present absence of evidence as evidence of absence.
"""

from __future__ import annotations

from magpain.model import UNIT_NOT_PRINTED, Direction, Effect, Finding, Level, Measure, Size, Threshold, Treatment
from magpain.rating.effects import AbsoluteEffect
from magpain.rating.sizes import Judgement, judge

# The meanings of the four levels as GRADE gave them in 2011 (Balshem 2011, doi:10.1016/j.jclinepi.2010.07.015).
MEANING: dict[Level, str] = {
    "high": "the true effect is very likely to be close to this result",
    "moderate": "the true effect is probably close to this result, but it may be substantially different",
    "low": "the true effect may be substantially different from this result",
    "very-low": "the true effect is likely to be substantially different from this result",
    "none": "no study that could answer the question was found",
}
# The signs of a direction, and what they mean: of a finding's verdict, or of one study's result.
SIGNS: dict[Direction | None, str] = {
    "favours-intervention": "\u25b2",
    "favours-comparator": "\u25bc",
    "no-difference": "=",
    "mixed": "\u00b1",
    "unclear": "?",
    None: "\u25cb",
}
NOT_RATED = "not rated: no usable study"
_ROUTES = {
    "any": "{}",
    "infiltration": "{} injected into the tissue",
    "perineural": "{} added to a nerve block",
}
_HEDGES = {"high": "", "moderate": "probably ", "low": "may "}
_ADVERBS: dict[Size, str] = {"large": "greatly ", "moderate": "", "small": "slightly ", "trivial": "", "unclear": ""}
_DEGREES: dict[Size, str] = {"large": "much ", "moderate": "", "small": "slightly ", "trivial": "", "unclear": ""}
_MEASURED: tuple[Measure, ...] = ("MD", "SMD", "RoM")
_NO_DIFFERENCE = ("A1", "B", "H")


def sentence(subject: str, finding: Finding, row: Threshold | None = None) -> str:
    """Return the verdict of a finding, in one sentence.

    `subject` is the intervention's name, such as "magnesium", and `row` the threshold that the finding names.
    """
    text = _sentence(with_subject(subject, finding.intervention), finding, judge(finding, row))
    return f"{text[0].upper()}{text[1:]}."


def short(finding: Finding, row: Threshold | None = None) -> str:
    """Return the verdict in at most 33 characters: whether the intervention is better than the comparator."""
    judgement = judge(finding, row)
    return _in_short(finding, judgement, "better" if _helps(finding.effect, judgement) else "worse")


def frequency(finding: Finding, row: Threshold | None = None) -> str:
    """Return in a few words whether a harm is more or less common with the intervention.

    A harm that is measured and not counted is lower or higher.
    """
    judgement = judge(finding, row)
    less, more = ("lower", "higher") if finding.effect.measure in _MEASURED else ("less common", "more common")
    return _in_short(finding, judgement, less if judgement.lowers else more)


def _in_short(finding: Finding, judgement: Judgement, change: str) -> str:
    """Return a verdict in a few words; `change` is the word for the effect of the intervention, such as "better"."""
    rating = finding.certainty.rating
    if rating == "very-low":
        return "too uncertain to tell"
    if judgement.case == "A1":
        return f"{'may make ' if rating == 'low' else _HEDGES[rating]}little or no difference"
    if judgement.lowers is None:
        return {"mixed": _disagreement(finding), "unclear": "unclear"}.get(judgement.case, "no difference shown")
    certain = f"{_HEDGES[rating]}{'be ' if rating == 'low' else ''}"
    patterns = {"A2": "trivially {}", "C": "{}, maybe trivially", "G": "{}, size unclear"}
    return certain + patterns.get(judgement.case, f"{_DEGREES[judgement.size]}{{}}").format(change)


def direction_shown(finding: Finding, row: Threshold | None = None) -> Direction:
    """Return the direction of a verdict: it favours a side only if an important effect of known size is shown.

    An effect that is trivial, unproven or of unclear size favours neither side, nor does very low certainty.
    """
    judgement = judge(finding, row)
    if finding.certainty.rating == "very-low" or judgement.case in ("unclear", "G"):
        return "unclear"
    if judgement.case == "mixed":
        return "mixed"
    if judgement.case in ("D", "E"):
        return "favours-intervention" if _helps(finding.effect, judgement) else "favours-comparator"
    return "no-difference"


def sign(finding: Finding, row: Threshold | None = None) -> str:
    """Return the sign of a finding, the same in every table, list, map and plot."""
    return SIGNS[direction_shown(finding, row)]


def technical(finding: Finding, row: Threshold | None = None) -> str:
    """Return the verdict in GRADE's terms: certainty, direction, size and, if there is one, the estimate."""
    effect, judgement = finding.effect, judge(finding, row)
    parts = [f"{finding.certainty.rating.replace('-', ' ')} certainty", effect.direction.replace("-", " ")]
    if judgement.lowers is not None:
        parts.append(f"{judgement.size} size")
    if effect.estimate is not None:
        parts.append(estimate(effect))
    return ", ".join(parts)


def estimate(effect: Effect) -> str:
    """Return an effect's estimate as reviews write it: `SMD -0.62 (95% CI -0.86 to -0.38), I² 54%`."""
    if effect.estimate is None or effect.measure is None:
        return ""
    united = effect.unit if effect.unit and effect.measure in ("MD", "RD") else ""
    unit = f" {united}" if united and united != UNIT_NOT_PRINTED else ""
    interval = [f"{effect.ci.level:g}% CI {number(effect.ci.low)} to {number(effect.ci.high)}"] if effect.ci else []
    notes = [*interval, *([united] if united == UNIT_NOT_PRINTED else [])]
    text = f"{effect.measure} {number(effect.estimate)}{unit}" + (f" ({'; '.join(notes)})" if notes else "")
    return text + (f", I² {effect.i2:g}%" if effect.i2 is not None else "")


def interval(estimate: float, low: float, high: float) -> str:
    """Return a calculated estimate with its interval, to three digits: more would suggest false precision."""
    middle, bottom, top = (number(float(f"{value:.3g}")) for value in (estimate, low, high))
    return f"{middle} ({bottom} to {top})"


def threshold(row: Threshold) -> str:
    """Return a threshold in words: "1, 2 and 3.2 points for pain after surgery"."""
    cuts = [number(value) for value in (row.small, row.moderate, row.large) if value is not None]
    unit = f" {row.unit}" if row.unit else f" per {row.scale:g}" if row.measure == "RD" and row.scale else ""
    over = f" (above 1: {', '.join(map(number, row.above))})" if row.above else ""
    important = f", of which {number(row.important)} is important" if row.important is not None else ""
    return f"{', '.join(cuts)}{unit}{over} for {row.kind}{important}"


def basis(row: Threshold) -> str:
    """Return the basis of a threshold in words."""
    sources = " / ".join(source.says for source in row.sources)
    return ". ".join(part for part in (f"{row.basis}: {sources}" if sources else row.basis, row.reason) if part)


def people(numbers: AbsoluteEffect) -> str:
    """Return absolute numbers in words: "644 without, and 670 (541 to 831) with the intervention"."""
    ends = f" ({numbers.low} to {numbers.high})" if numbers.low is not None else ""
    return f"{numbers.comparator} without, and {numbers.intervention}{ends} with the intervention"


def counted(count: int, what: str) -> str:
    """Write a number of things: "1 claim", "2 claims", "2 entries"."""
    several = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count} {what if count == 1 else several}"


def number(value: float) -> str:
    """Return a number without the digits that floating point adds, and with a true minus sign."""
    return f"{value:.10g}".replace("-", "\u2212")


def with_subject(subject: str, given: Treatment) -> str:
    """Return the intervention with its route, and what it was combined with: "intravenous magnesium with calcium"."""
    combined = f"{subject} with {given.combined_with}" if given.combined_with else subject
    if given.routes:
        return f"{routes(given)} {combined}"
    pattern = _ROUTES.get(given.route)
    return pattern.replace("{}", combined) if pattern else f"{given.route} {combined}"


def routes(given: Treatment) -> str:
    """Return a route in words, or several: "intrathecal or epidural"."""
    *others, last = given.routes or (given.route,)
    return f"{', '.join(others)} or {last}" if others else last


def _sentence(treatment: str, finding: Finding, judgement: Judgement) -> str:
    rating, outcome, against = finding.certainty.rating, finding.outcome, f"compared with {finding.comparator}"
    if rating == "very-low":
        seen = _seen(finding, judgement)
        return f"the evidence is very uncertain about the effect of {treatment} on {outcome}, {against}{seen}"
    if judgement.case == "mixed":
        return f"{_disagreement(finding)} about the effect of {treatment} on {outcome}, {against}"
    if judgement.case == "unclear":
        return f"it is unclear whether {treatment} affects {outcome}, {against}"
    if judgement.case in ("B", "H"):
        left = f"an important {_sides(judgement)} is not excluded"
        return f"no difference in {outcome} was shown for {treatment}, {against}; {left}"
    verb = _verb(judgement, bare=rating == "low")
    stated = f"{treatment} {_HEDGES[rating]}{verb} {outcome}"
    return f"{stated}{' by a little' if judgement.case == 'C' else ''}, {against}{_limits(judgement)}"


def _disagreement(finding: Finding) -> str:
    """Return what mixed evidence does: studies disagree, or the results of one study."""
    return f"{'results' if finding.evidence.studies == 1 else 'studies'} disagree"


def _limits(judgement: Judgement) -> str:
    """Return the words about size that a sentence adds to the effect."""
    if judgement.case == "A2":
        return ", but by less than is considered important"
    if judgement.case == "C":
        return f"; an important {_change(judgement)} is not excluded"
    return "; by how much is unclear" if judgement.case == "G" else ""


def _sides(judgement: Judgement) -> str:
    """Return which important effects the interval does not exclude; without an interval, those on both sides."""
    sides = [word for word, reached in (("reduction", judgement.below), ("increase", judgement.above)) if reached]
    return " or ".join(sides) or "one"


def _change(judgement: Judgement) -> str:
    return "reduction" if judgement.lowers else "increase"


def _seen(finding: Finding, judgement: Judgement) -> str:
    """Return what the studies found, for evidence of very low certainty."""
    evidence = finding.evidence
    if judgement.case in ("mixed", "unclear") or not evidence.studies:
        return f"; {_disagreement(finding)}" if judgement.case == "mixed" else ""
    change = f"{'a' if judgement.lowers else 'an'} {_change(judgement)}"
    seen = "no difference" if judgement.case in _NO_DIFFERENCE else change
    studies = counted(evidence.studies, "study")
    people = evidence.participants if evidence.counts == "outcome" else None
    return f"; {seen} was seen in {studies}" + (f" with {people} people" if people else "")


def _verb(judgement: Judgement, *, bare: bool) -> str:
    """Return the verb for an effect: "reduces" or, if `bare`, "reduce" for use after "may"."""
    ending = "" if bare else "s"
    if judgement.case == "A1":
        return f"make{ending} little or no difference to"
    adverb = _ADVERBS[judgement.size] if judgement.case in ("D", "E") else ""
    return f"{adverb}{'reduce' if judgement.lowers else 'increase'}{ending}"


def _helps(effect: Effect, judgement: Judgement) -> bool:
    return judgement.lowers == (effect.better == "lower")
