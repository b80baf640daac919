"""Find which arm of a trial a sentence gives a number to."""

from __future__ import annotations

import re
from typing import NamedTuple

from magpain.verify import arm_amounts
from magpain.verify.arm_amounts import Amount
from magpain.verify.file_numbers import Quantity
from magpain.verify.number_tokens import Abstract, Token, scan

_NOTHING = r"(?!)"
_AFTER_VALUE = re.compile(r"\s*[%\w/]*\s*(?:in|for|with|among|on|of|receiving)\s(?:the\s)?", re.I)
_SEPARATOR = re.compile(r"\s*[%\w]*\s*(?:and|vs\.?|versus|compared (?:with|to)|,|/)\s*", re.I)
# Nothing names an arm of the number after one of these: "3.2 with magnesium and 2.1", "3.2 with magnesium, 2.1".
_CONTINUES = re.compile(
    r"\b(?:and|or|vs\.?|versus|than|compared (?:with|to))\s*$|^\s*[%\w]*\s*(?:in|with)\s.*,\s*$", re.I
)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\u00b1\s?[\d.]+|(?:/|\b(?:out )?of)\s?\d+")
_MG = r"(?<!\d)(?<!\d\s)mg"
# What is left of the events before a percentage, as in "10/13 (77%) with magnesium and 12/14 (86%)".
_IN_BRACKETS = re.compile(r"^\s?%?\s?[)\]]|\d+\s?/\s?\d+\s?[(\[]\s?$")
_CONTROL = "placebo|control|saline"
_SAME_ARM = {
    "magnesium": f"magnesium|mgso4|{_MG}",
    "mg": _MG,
    "placebo": _CONTROL,
    "control": _CONTROL,
    "saline": _CONTROL,
}
# Two arms' numbers, and the names of the arms, are at most so many characters apart.
_NEAR = 200
_SUBSTANCE = frozenset(("magnesium", "sulphate", "sulfate"))
_NO_ARM = frozenset("group arm with and the for plus only of in to or by ml".split())


class _Arms(NamedTuple):
    """Patterns for what names one of two arms alone, the other alone, and both; and for the words of either name."""

    one: re.Pattern[str]
    other: re.Pattern[str]
    both: re.Pattern[str]
    words: re.Pattern[str]
    amounts: tuple[frozenset[Amount], frozenset[Amount]]


def given_otherwise(abstract: Abstract, mine: Quantity, other: Quantity) -> bool:
    """Return whether the abstract gives two arms' values the other way round, in a way that leaves no doubt.

    "71.8 in the magnesium group and 61.4 in the placebo group"; "magnesium 71.8, placebo 61.4"; "41.6 and 15.8% in the
    magnesium and placebo groups"; "71.8 with 125 mg and 61.4 with 250 mg"; of people, "The placebo group had 40
    patients. The magnesium group had 41 patients."
    """
    arms = _arms(mine.arm or "", other.arm or "")
    if {mine.value, other.value} & {amount.value for amounts in arms.amounts for amount in amounts}:
        return False
    abstract = arm_amounts.mark(abstract, arms.amounts, arms.words.pattern)
    tokens = [each for each in abstract.tokens if each.value in (mine.value, other.value)]
    in_order = [
        (first.value == mine.value) == (which == 0)
        for at, first in enumerate(tokens)
        for second in tokens[at + 1 :]
        if {first.value, second.value} == {mine.value, other.value}
        and (which := _arm_of_first(abstract, first, second, arms)) is not None
    ]
    return bool(in_order) and not any(in_order)


def _arm_of_first(abstract: Abstract, first: Token, second: Token, arms: _Arms) -> int | None:
    """Return which of two arms a text gives the first of two numbers to, or None if that isn't clear."""
    (start, end), text = abstract.span(first), abstract.text
    if second.start >= end:
        alone = first.role == second.role == "people"
        return _alone(abstract.sentence(first), abstract.sentence(second), arms) if alone else None
    if second.start - first.end > _NEAR:
        return None
    end = min(end, second.end + _NEAR)
    between, after = (
        _ASIDE.sub("", _IN_BRACKETS.sub("", part)) for part in (text[first.end : second.start], text[second.end : end])
    )
    near, after = re.split(r"\d", between)[0], re.split(r"\d", after)[0]
    if _AFTER_VALUE.match(near) and _AFTER_VALUE.match(after):
        return _alone(near[:40], after[:40], arms)
    if near != between:
        return None
    if _SEPARATOR.fullmatch(between):
        return _order(after.split(";")[0][:60], arms) if _AFTER_VALUE.match(after) else None
    if _CONTINUES.search(between):
        return None
    return _alone(_ASIDE.sub("", text[start : first.start])[-40:], between[-40:], arms)


def _order(text: str, arms: _Arms) -> int | None:
    places = [found.start() if (found := arm.search(text)) else -1 for arm in (arms.one, arms.other)]
    return None if -1 in places else int(places[0] > places[1])


def _alone(one: str, two: str, arms: _Arms) -> int | None:
    """Return which arm the first text names alone, if the second names the other alone."""
    first, second = _named(one, arms), _named(two, arms)
    return None if first == second or second is None else first


def _named(text: str, arms: _Arms) -> int | None:
    """Return which arm a text names; one with no word of its own, if the other isn't named ("lignocaine")."""
    own = (arms.one, arms.other)
    named = [number for number in (0, 1) if own[number].search(text)]
    if not named and arms.both.search(text):
        named = [number for number in (0, 1) if own[number].pattern == _NOTHING]
    return named[0] if len(named) == 1 else None


def _arms(one: str, two: str) -> _Arms:
    """Return what distinguishes two arms: the words that only one name has, else the amounts."""
    (one, mine), (two, theirs) = arm_amounts.split(one), arm_amounts.split(two)
    first, second = (set(re.findall(r"[a-z]{2,}", name.lower())) - _NO_ARM for name in (one, two))
    return _Arms(
        _pattern(first - second, arm_amounts.FIRST if mine - theirs else ""),
        _pattern(second - first, arm_amounts.SECOND if theirs - mine else ""),
        _pattern(first & second),
        _pattern(first | second | _SUBSTANCE),
        (mine, theirs),
    )


def _pattern(words: set[str], amount: str = "") -> re.Pattern[str]:
    """Return a pattern for words, or for the mark of an amount if there are none."""
    names = "|".join(_SAME_ARM.get(word, word) for word in sorted(words))
    return re.compile(rf"\b(?:{names})s?\b" if names else amount or _NOTHING, re.I)


def names_arm(text: str, arm: str) -> bool:
    """Return whether a text has a word of an arm's name, and no amount of another arm."""
    arms = _arms(arm, "")
    marked = arm_amounts.mark(scan(text), arms.amounts, arms.words.pattern).text
    if arm_amounts.FIRST in marked or arm_amounts.OTHER in marked:
        return arm_amounts.FIRST in marked
    return bool(arms.one.search(text))
