"""Find the amounts that arms are named after: "magnesium 125 mg", "0.5 mg/kg", "over 20 minutes", "0.25%"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from magpain.verify.number_tokens import Abstract, Token, scan

# What stands for an amount that names the first of two arms, the second, and both or a third.
FIRST, SECOND, OTHER = "\x01\x02\x03"
_UNIT = re.compile(r"[\s-]?((?:%|[a-z\u00b5\u03bc]+)(?:\s?(?:/|\bper\b)\s?[a-z]+|[\s.]?[a-z]+-1){0,3})(?![\w/])", re.I)
_SAME_UNIT = {"milligram": "mg", "gram": "g", "gm": "g", "microgram": "mcg", "\u00b5g": "mcg", "\u03bcg": "mcg"}
_SAME_UNIT |= {"hr": "h", "hour": "h", "minute": "min", "d": "day", "wk": "week", "percent": "%"}
_LISTED = re.compile(r"\s?(?:,|and|, and|or|vs\.?|versus|compared (?:with|to))\s?", re.I)
_EARLIER = rf"\s*(?:[\d.]+(?:[\s-]?[a-z%/]{{1,9}})?(?:{_LISTED.pattern})){{0,5}}$"
_GROUP = r"(?:groups?|arms?)"
_GIVEN = r"(?:with|for|in|at|received|receiving|given)(?:\sthe)?"
_BEFORE = rf"^|[^\w\s]|\b(?:the|of|and|or|vs|versus|than|to|each|both|{_GIVEN})"
_AFTER = re.compile(r"\s?(?:[,;:.)(\]=]|$)|\s(?:and|or|vs|versus|than|compared|plus|alone|was|were|had|but|while|\d)")


class Amount(NamedTuple):
    """How much an arm got, for how long, or how concentrated."""

    value: Decimal
    unit: str


class _Place(NamedTuple):
    """An amount in a text: its number, where it ends, and where the list that it is in ends ("125 and 250 mg")."""

    amount: Amount
    token: Token
    end: int
    list_end: int
    is_dose: bool


def split(name: str) -> tuple[str, frozenset[Amount]]:
    """Return an arm's name without its amounts, and the amounts."""
    abstract = scan(name)
    places, words = list(_places(abstract)), abstract.text
    for place in places:
        words = f"{words[: place.token.start]} {words[place.end :]}"
    return words, frozenset(place.amount for place in places)


def mark(abstract: Abstract, own: tuple[frozenset[Amount], frozenset[Amount]], words: str) -> Abstract:
    """Return an abstract with marks in place of the amounts that name an arm, given the amounts of two arms' names.

    An amount names an arm next to a word of the arms' names (a pattern), next to "group" or "arm" or, if it is a dose,
    in "with 125 mg,". So "tramadol 50 mg" and "at 20 minutes" name none.
    """
    units = {amount.unit for amount in own[0] | own[1]}
    marked = [
        place
        for place in (_places(abstract) if units else ())
        if place.amount.unit in units and _names_arm(abstract.text, place, rf"(?:{words}|\b{_GROUP}\b)")
    ]
    text = list(abstract.text)
    for place in marked:
        first, second = (place.amount in amounts for amounts in own)
        sign = OTHER if first == second else FIRST if first else SECOND
        text[place.token.start : place.end] = sign * (place.end - place.token.start)
    names = {place.token for place in marked}
    return abstract._replace(text="".join(text), tokens=tuple(each for each in abstract.tokens if each not in names))


def _names_arm(text: str, place: _Place, name: str) -> bool:
    before, after = text[max(0, place.token.start - 80) : place.token.start], text[place.list_end :][:40]
    if re.match(rf"[\s-]?(?:of\s)?(?:the\s)?{name}", after, re.I):
        return bool(re.search(rf"(?:{_BEFORE}|{name}){_EARLIER}", before, re.I))
    named = rf"{name}(?:\s(?:of|at))?[:(]?" + (rf"|\b{_GIVEN}" if place.is_dose else "")
    return bool(_AFTER.match(after) and re.search(rf"(?:{named}){_EARLIER}", before, re.I))


def _places(abstract: Abstract) -> Iterator[_Place]:
    """Yield the amounts of a text, the last first."""
    following: _Place | None = None
    for token in reversed(abstract.tokens):
        unit = _UNIT.match(abstract.text, token.end) if token.role in ("dose", "time", "percent") else None
        if following and _LISTED.fullmatch(abstract.text, token.end, following.token.start):
            amount = following.amount._replace(value=token.value)
            following = following._replace(amount=amount, token=token, end=token.end)
        elif unit:
            amount, end = Amount(token.value, _name(unit[1])), unit.end()
            listed = following and _LISTED.fullmatch(abstract.text, end, following.token.start)
            more = following if listed and following and following.amount.unit == amount.unit else None
            following = _Place(amount, token, end, more.list_end if more else end, token.role == "dose")
        else:
            following = None
            continue
        yield following


def _name(unit: str) -> str:
    """Return one name for the spellings of a unit: "mg/kg" for "milligrams per kg" and "mg kg-1"."""
    parts = [part for part in re.findall(r"%|[a-z\u00b5\u03bc]+", unit.lower()) if part != "per"]
    singular = [part.rstrip("s") if len(part) > 2 else part for part in parts]
    return "/".join(_SAME_UNIT.get(part, part) for part in singular)
