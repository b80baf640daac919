"""Findings made for tests, and the table of everything that a verdict can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from magpain.model import (
    RATINGS,
    Certainty,
    Effect,
    Evidence,
    Finding,
    Interval,
    Step,
    Threshold,
    Treatment,
)
from magpain.rating import verdict
from magpain.rating.sizes import judge

SAME = Step(step=0)
# A mean difference on a scale from 0 to 10, with round thresholds.
POINTS = Threshold(kind="pain", measure="MD", unit="points", scale=10, small=1, moderate=2, large=3, basis="judgement")


def finding(
    rating="high", direction="favours-intervention", better="lower", route="oral", studies=1, people=None, **numbers
):
    """Return a finding about pain intensity, compared with placebo, with these numbers of an effect."""
    return Finding(
        id="f",
        population="adults",
        intervention=Treatment(route=route),
        comparator="placebo",
        outcome="pain" if better == "lower" else "relief",
        effect=Effect(direction=direction, better=better, **numbers),
        evidence=Evidence(studies=studies, participants=people),
        certainty=Certainty(
            start="high", risk_of_bias=SAME, inconsistency=SAME, indirectness=SAME, imprecision=SAME,
            publication_bias=SAME, rating=rating, rated_by="magpain",
        ),
        cites=("c",),
    )  # fmt: skip


def points(estimate=None, low=None, high=None):
    """Return the fields of a mean difference in points."""
    if estimate is None:
        return {}
    ci = Interval(level=95, low=low, high=high)
    return {"measure": "MD", "unit": "points", "scale": 10, "estimate": estimate, "ci": ci}


class Shown(NamedTuple):
    """A case of the table: what is known, in words, a direction, and an estimate with its interval."""

    known: str
    direction: str
    numbers: tuple[float, ...] = ()


FOR, AGAINST, NONE = "favours-intervention", "favours-comparator", "no-difference"
CASES = (
    Shown("the interval includes no effect, and nothing important", NONE, (-0.2, -0.8, 0.4)),
    Shown("it includes no effect, and an important reduction", NONE, (-0.6, -1.5, 0.3)),
    Shown("it includes no effect, and an important increase", NONE, (0.4, -0.5, 1.3)),
    Shown("it includes no effect, and important effects on both sides", NONE, (0.1, -1.4, 1.6)),
    Shown("no difference is reported, without an interval or a threshold", NONE),
    Shown("the interval excludes no effect, and everything important", FOR, (-0.5, -0.9, -0.1)),
    Shown("it excludes no effect; the estimate is unimportant, and not all of the interval", FOR, (-0.8, -1.3, -0.3)),
    Shown("the estimate is small; part of the interval is below the threshold", FOR, (-1.2, -1.9, -0.5)),
    Shown("the estimate is moderate, and the whole interval important", FOR, (-2.4, -2.9, -1.9)),
    Shown("the estimate is large, and the interval too, or nearly", FOR, (-3.5, -4.5, -2.5)),
    Shown("the estimate is moderate or large, and the interval reaches what is trivial", FOR, (-3.5, -6.5, -0.5)),
    Shown("only the direction is known", FOR),
    Shown("studies disagree, or the results of one study", "mixed"),
    Shown("nothing can be told from the studies", "unclear"),
)  # fmt: skip


def turned(shown: Shown) -> Shown:
    """Return a case with its sides changed: what favours the intervention favours the comparator."""
    numbers = tuple(sorted(-number for number in shown.numbers)) if shown.numbers else ()
    ordered = (numbers[1], numbers[0], numbers[2]) if numbers else ()
    return Shown(shown.known, AGAINST if shown.direction == FOR else shown.direction, ordered)


def of(shown: Shown, rating: str = "high", better: str = "lower") -> Finding:
    """Return the finding of a case."""
    return finding(rating, shown.direction, better, people=40, **points(*shown.numbers))


def table() -> Iterator[str]:
    """Yield the lines of the table: each case at each certainty, then the same for the comparator, and for relief."""
    yield from _HEAD
    for number, shown in enumerate(CASES, 1):
        judgement = judge(of(shown), POINTS)
        numbers = "For example {:g} (95% CI {:g} to {:g})".format(*shown.numbers) if shown.numbers else "No interval"
        yield ""
        yield f"{number}. {shown.known[0].upper()}{shown.known[1:]}."
        yield f"   {numbers}: case {judgement.case}, size {judgement.size}"
        lines = [(rating.replace("-", " "), _said(of(shown, rating))) for rating in reversed(RATINGS)]
        for said in dict.fromkeys(said for _rating, said in lines):
            yield f"   {', '.join(rating for rating, each in lines if each == said)}: {said}"
    yield from ("", "The same at low certainty, where the comparator is favoured, and where more is better:")
    for number, shown in enumerate(CASES, 1):
        if shown.direction == FOR:
            more = turned(shown)
            yield ""
            yield f"{number:2}. pain, raised:    {_said(of(more, 'low'))}"
            yield f"    relief, raised:  {_said(of(more._replace(direction=FOR), 'low', 'higher'))}"
            yield f"    relief, lowered: {_said(of(shown._replace(direction=AGAINST), 'low', 'higher'))}"


_HEAD = (
    "What a verdict says of oral magnesium and pain (0 to 10 points), compared with placebo: sign, short, sentence.",
    "An effect is small from 1 point, moderate from 2, large from 3. Less than 1 point is not important.",
    'The words ", compared with placebo" are left out of each sentence, and "about the effect of ... on ...".',
    "",
    "▲ better, ▼ worse than the comparator, by an important amount     = no important difference shown",
    "± studies disagree                                                ? unclear, of unclear size, or too uncertain",
)


def _said(given: Finding) -> str:
    sentence = verdict.sentence("magnesium", given, POINTS).replace(", compared with placebo", "")
    sentence = sentence.replace(f" about the effect of oral magnesium on {given.outcome}, ", " ")
    sentence = sentence.replace(f" about the effect of oral magnesium on {given.outcome}", "")
    return f"{verdict.sign(given, POINTS)} {verdict.short(given, POINTS)} | {sentence}"
