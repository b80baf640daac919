"""Numbers in the text of an abstract: how they are written, and what the words around them say they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from typing import Literal, NamedTuple

from magpain.verify.citation_match import bare

PairKind = Literal["range", "spread", "of"]
Role = Literal["p", "percent", "people", "trials", "dose", "time", "i2", "level"]

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_UNITS += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
_ALTERNATIVES = "|".join(sorted((*_WORDS, "hundred", "thousand"), key=len, reverse=True))
_SPELLED = rf"(?:{_ALTERNATIVES})(?:(?:[\s-]+|\s+and\s+)(?:{_ALTERNATIVES}))*"
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<sign>[-+])?(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    rf"(?:(?:e|\s?x\s?10\^?)(?P<power>-?\d{{1,3}}))?(?![\d])|\b(?P<word>{_SPELLED})\b",
    re.I,
)
# More numbers than any abstract has; each is compared with many.
_MOST_NUMBERS = 500
_BLOCK = re.compile(r"(?:<|&lt;)/?(?:h\d|p|br|li|div|sec|title)\b[^<>&]*(?:>|&gt;)", re.I)
# Decimal points, minus signs and spaces in thousands, as journals print them; a dash after a digit is a range.
_PLAIN = (
    (re.compile(r"(?<=\d)[\u00b7\u2219\u22c5\u2027\u2024](?=\d)"), "."),
    (re.compile(r"(?<=\d)[\u2009\u202f\u00a0](?=\d{3}(?!\d))"), ","),
    (re.compile(r"[\u2212\u2010-\u2015]"), "-"),
    (re.compile(r"-\s*\n\s*"), "-"),
    (re.compile(r"(?<=[\s(=<>]-)\s(?=\d)"), ""),
    (re.compile(r"\+\s?/\s?-"), "\u00b1"),
    (re.compile(r"\s+"), " "),
)
_PEOPLE = (
    r"patients?|women|men|participants?|subjects?|people|adults?|child(?:ren)?|parturients?|volunteers?|cases|controls|"
    r"individuals|persons|girls|students|adolescents|infants|rats|mice|animals|athletes|runners|eyes|pregnancies"
)
_AFTER: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("level", re.compile(r"\s?%?\s?(?:CI|CrI|confidence|credible)\b")),
    ("percent", re.compile(r"\s?(?:%|per\s?cent\b)", re.I)),
    ("dose", re.compile(r"[\s-]?(?:mg|g|mcg|\u00b5g|\u03bcg|mmol|mEq|m[lL]|grams?|milligrams?)\b")),
    ("time", re.compile(r"[\s-]?(?:h|hrs?|hours?|d|days?|weeks?|wks?|months?|min|minutes?|years?|yrs?)\b", re.I)),
    ("people", re.compile(rf"\s(?:[\w-]+\s){{0,3}}?(?:{_PEOPLE})\b", re.I)),
    ("trials", re.compile(r"\s(?:[\w-]+\s){0,3}?(?:trials|studies|RCTs|reports|articles)\b", re.I)),
)
_BEFORE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "p",
        re.compile(r"\bp(?:[\s-]?values?)?\s?(?:was|of|is)?\s?(?:[=<>\u2264\u2265]|less than)*\s?$", re.I),
    ),
    ("i2", re.compile(r"\bI\s?(?:2|\u00b2|\^2)?\s?(?:=|of|was)?\s?$")),
    ("people", re.compile(r"\bn\s?=\s?$|\btotal of\s$", re.I)),
)
_LISTED = re.compile(r"\s?(?:and|or|vs\.?|versus|to|,|-|compared (?:with|to)|, and)\s?", re.I)
_RANGE = re.compile(r"\s?%?\s?(?:to|-|,|;|and)\s?", re.I)
_SPREAD = re.compile(r"\s?(?:%|[a-z]{1,5})?\s?(?:\u00b1|[(\[]\s?(?:SD|SEM|s\.d\.)?\s?[=:,\u00b1]?|SD)\s?", re.I)
_OF = re.compile(r"\s?(?:/|of|out of|of the|of a total of)\s?", re.I)
_SENTENCE = re.compile(r"(?<=[a-z0-9)%\]])[.?!]\s+(?=[A-Z0-9(\[-])|(?<=:)\s(?=[A-Z][a-z])")


class Token(NamedTuple):
    """A number in a text: its value, its place, how it is written, and what it is said to be."""

    value: Decimal
    start: int
    end: int
    text: str
    role: Role | None
    operator: str


class Abstract(NamedTuple):
    """A text with its numbers in order, and the places at which its sentences end."""

    text: str
    tokens: tuple[Token, ...]
    ends: tuple[int, ...]

    def sentence(self, token: Token) -> str:
        """Return the sentence that holds a number."""
        start, end = self.span(token)
        return self.text[start:end].strip()

    def span(self, token: Token) -> tuple[int, int]:
        """Return where a number's sentence begins and ends."""
        after = bisect_left(self.ends, token.end)
        return (self.ends[after - 1] if after else 0), self.ends[after]

    def pairs(self, kind: PairKind) -> list[tuple[Token, Token]]:
        """Return numbers next to each other that are a range, a mean with its SD, or events of people."""
        pattern = {"range": _RANGE, "spread": _SPREAD, "of": _OF}[kind]
        neighbours = zip(self.tokens, self.tokens[1:], strict=False)
        return [(one, two) for one, two in neighbours if pattern.fullmatch(self.text[one.end : two.start])]


def scan(text: str) -> Abstract:
    """Find the numbers of a text: 61·4%, 1,024, "thirty-four", minus signs, .001, and lists as "41.6 and 15.8%"."""
    plain = bare(_BLOCK.sub(" ", text))
    for pattern, instead in _PLAIN:
        plain = pattern.sub(instead, plain)
    tokens: list[Token] = []
    for found in reversed(list(_NUMBER.finditer(plain))):
        role = _role(plain, found)
        if role is None and tokens and _LISTED.fullmatch(plain[found.end() : tokens[-1].start]):
            role = tokens[-1].role if tokens[-1].role in ("percent", "dose") else None
        operator = re.search(r"([=<>\u2264\u2265]|less than)\s?$", plain[: found.start()])
        sign = {"\u2264": "<", "\u2265": ">", "less than": "<"}.get(operator[1], operator[1]) if operator else ""
        tokens.append(Token(_value(found), found.start(), found.end(), found[0], role, sign))
    ends = (*(found.end() for found in _SENTENCE.finditer(plain)), len(plain))
    return Abstract(plain, tuple(reversed(tokens))[:_MOST_NUMBERS], ends)


def _role(text: str, found: re.Match[str]) -> Role | None:
    before, after = text[max(0, found.start() - 40) : found.start()], text[found.end() : found.end() + 60]
    for role, pattern in _BEFORE:
        if pattern.search(before):
            return role
    return next((role for role, pattern in _AFTER if pattern.match(after)), None)


def _value(found: re.Match[str]) -> Decimal:
    if found["word"]:
        return Decimal(_spelled(found["word"]))
    value = Decimal(found["digits"].replace(",", "")).scaleb(int(found["power"] or 0))
    return -value if found["sign"] == "-" else value


def _spelled(text: str) -> int:
    """Return the number that words spell: "one hundred and twenty-four"."""
    whole = part = 0
    for word in re.findall(_ALTERNATIVES, text.lower()):
        if word in _WORDS:
            part += _WORDS[word]
        elif word == "hundred":
            part = 100 * (part or 1)
        else:
            whole, part = whole + 1000 * (part or 1), 0
    return whole + part
