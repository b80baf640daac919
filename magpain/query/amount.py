"""An amount as people write it: a number, a unit, perhaps how many of them, and what it is an amount of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from magpain.errors import QuestionError

MAX_MG = 100_000.0
MIN_MG = 0.001
_UNITS = {
    **dict.fromkeys(
        ("mg", "mgs", "milligram", "milligrams", "milligramme", "milligrammes", "miligram", "miligrams"), 1.0
    ),
    **dict.fromkeys(("g", "gm", "gms", "gram", "grams", "gramme", "grammes"), 1000.0),
    # Both code points of the micro sign are U+03BC here, since the text is normalised (NFKC).
    **dict.fromkeys(("mcg", "\u03bcg", "ug", "microgram", "micrograms", "microgramme", "microgrammes"), 0.001),
}
# Units that do not give a weight here, or give an ambiguous one; each is rejected by name.
_OTHER_UNITS = (
    "kg kilogram kilograms ng l ml cl dl litre litres liter liters iu ie i.u. u units unit mmol mol meq mval % percent "
    "oz ounce ounces lb lbs pound pounds grain grains tsp teaspoon teaspoons tbsp tablespoon tablespoons cup cups "
    "drop drops spray sprays scoop scoops"
).split()
PIECES = (
    "x × * tablet tablets tab tabs capsule capsules cap caps pill pills sachet sachets lozenge lozenges gummy gummies"
).split()
_NUMBER = r"[0-9]+(?:[.,'\u2019 ][0-9]+)*"
_LEADING = re.compile(rf"\s*({_NUMBER})(\s*)(.*)", re.DOTALL)
_COUNT = re.compile(
    rf"\s*([0-9]{{1,3}})\s*(?:{'|'.join(map(re.escape, PIECES))})(?:\s+of\b|(?=[\s0-9]|$))\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
# A substance before the amount: "magnesium oxide 400 mg", "MgO 400 mg".
_TURNED = re.compile(r"([^\W\d_]\S*(?: (?![0-9+\-])\S+)*?) ([0-9].*)")
_IN_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPELLED = re.compile(rf"({'|'.join(_IN_WORDS)})\b(?: of)?(?= )", re.IGNORECASE)
_WORD = re.compile(r"([^\W\d_]+\.?[^\W\d_]*\.?|[%×*])\s*(.*)", re.DOTALL)
_PER_DAY = re.compile(r"(?:/\s*(?:day|d)|(?:a|per|each)\s+day|daily)\b\.?\s*", re.IGNORECASE)
_PER_WEIGHT = re.compile(r"\s*(?:/|per\s+)\s*(kg|kilogram|ml|l|hour|h|min|minute)\b", re.IGNORECASE)
_PIECE = re.compile(
    rf"(?:{'|'.join(piece for piece in PIECES if piece.isalpha() and piece != 'x')})\b\s*", re.IGNORECASE
)
_TIMES_LAST = re.compile(r"(.*\S)\s+[x×]\s*([0-9]{1,3})", re.DOTALL | re.IGNORECASE)
_TIMES = re.compile(r"[x×*]\s*([0-9]{1,3})\b\s*(.*)", re.DOTALL | re.IGNORECASE)


class Amount(NamedTuple):
    """Milligrams, the name of the substance, and whether the amount is of the element, as millimoles are."""

    milligrams: float
    of: str
    elemental: bool = False


def read(text: str, molar: Mapping[str, float] | None = None) -> Amount:
    """Read an amount such as "400 mg oxide", "0.5g", "500µg oxide" or "2 tablets of 200 mg oxide".

    `molar` gives the milligrams of the element per molar unit, such as a millimole; such an amount is of the element.
    The substance may also come first ("oxide 400 mg"). Raises QuestionError if the text is not an amount or can be read
    in two ways ("1,000" is a thousand or one), for an unknown unit, and for less than a microgram or more than 100 g.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    plain = _with_digits(plain)
    if turned := _TURNED.fullmatch(plain):
        plain = f"{turned.group(2)} {turned.group(1)}"
    count, rest = _counted(plain)
    number, rest = _number(rest)
    scale, rest, elemental = _unit(rest, number, molar or {})
    rest = _PIECE.sub("", rest, count=1) if _PIECE.match(rest) else rest
    times = _TIMES.match(rest)
    if times and count == 1:
        count, rest = int(times.group(1)), times.group(2)
    if _PER_WEIGHT.match(rest):
        raise QuestionError(f'"{_short(text)}" depends on weight, volume or time; give the amount of one dose in mg')
    if count == 1 and (times := _TIMES_LAST.fullmatch(rest)):
        count, rest = int(times.group(2)), times.group(1)
    rest = _PER_DAY.sub("", rest, count=1) if _PER_DAY.match(rest) else rest
    milligrams = count * number * scale
    if not MIN_MG <= milligrams <= MAX_MG:
        raise QuestionError(f'"{_short(text)}" is not between 1 microgram and 100 g; check the number and the unit')
    return Amount(milligrams, re.sub(r"^of\s+", "", rest.strip(), flags=re.IGNORECASE), elemental)


def _with_digits(text: str) -> str:
    """Return a text with a count at its start in digits: "three 100 mg tablets" as "3 x 100 mg tablets"."""
    found = _SPELLED.match(text)
    rest = text[found.end() :].lstrip() if found else ""
    if not found or not (rest[:1].isdigit() or _PIECE.match(rest)):
        return text
    number = _IN_WORDS.index(found.group(1).lower()) + 1
    return f"{number} x {rest}" if rest[:1].isdigit() else f"{number} {rest}"


def _counted(text: str) -> tuple[int, str]:
    """Return the number of pieces, and the amount of one: "2 tablets of 200 mg" has two."""
    found = _COUNT.match(text)
    if not found:
        return 1, text
    if not found.group(2)[:1].isdigit():
        raise QuestionError(f'"{_short(text)}" doesn\'t say how much is in one; such as: 2 tablets of 200 mg oxide')
    return int(found.group(1)), found.group(2)


def _number(text: str) -> tuple[float, str]:
    """Return the number at the start of a text, and the rest; raise QuestionError if it can be read in two ways."""
    found = _LEADING.fullmatch(text)
    if not found:
        raise QuestionError(f'"{_short(text)}" is not an amount; use a number above 0, such as 400, 400mg or 0.4g')
    written, gap, rest = found.groups()
    word = _WORD.match(rest)
    unit = word.group(1) if word else ""
    if not gap and rest and unit.casefold() not in (*_UNITS, *_OTHER_UNITS, *PIECES):
        raise QuestionError(f'"{_short(written + rest)}" is not an amount; use mg, g or mcg, such as 400mg or 0.4g')
    meant = _meanings(written)
    if len(meant) != 1:
        raise QuestionError(f'"{written}" {_why_not(meant, unit if unit.casefold() in _UNITS else "mg")}')
    return meant[0], rest


def _why_not(meant: list[float], unit: str) -> str:
    """Return the message for a number that has several meanings, which it lists, or none."""
    if not meant:
        return "is not a number; write it without separators, such as 1000.5"
    readings = " or ".join(f"{value:.10g} {unit}" for value in meant)
    return f"can be read as {readings}; write {' or '.join(f'{value:.10g}' for value in meant)}"


def _meanings(written: str) -> list[float]:
    """Return the possible values of a number: its separator may mark thousands or the fraction."""
    parts = re.split(r"[.,'\u2019 ]", written)
    if len(parts) == 1:
        return [float(written)]
    grouped = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and not parts[0].startswith("0")
    separators = set(re.findall(r"[.,'\u2019 ]", written))
    meant = [float("".join(parts))] if grouped and len(separators) == 1 else []
    if separators == {" "} and not any(part.startswith("0") for part in parts):
        meant.append(float(parts[0]) * float(parts[1]))  # "2 500 mg": two of 500 mg
    if len(parts) == 2 and separators <= {".", ","}:
        meant.append(float(".".join(parts)))
    return meant


def _unit(text: str, number: float, molar: Mapping[str, float]) -> tuple[float, str, bool]:
    """Return the milligrams per unit of the unit at the start of a text (1 if none), the rest, and if it is molar."""
    found = _WORD.match(text)
    name = found.group(1).casefold() if found else ""
    if found and name in _UNITS:
        return _UNITS[name], found.group(2), False
    if found and name in molar:
        return molar[name], found.group(2), True
    if found and name in _OTHER_UNITS:
        raise QuestionError(f"cannot convert {number:g} {found.group(1)}; give the amount in mg, g or mcg")
    return 1.0, text, False


def _short(text: str) -> str:
    return " ".join(text.split())[:40]
