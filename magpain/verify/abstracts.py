"""The file's numbers compared with the abstracts that they were taken from.

A number is found if the abstract has it in a role that fits, rounded or spelled out included. It is contradicted if the
abstract has another value in its place: the other half of a pair that matches (interval, mean and SD, events of
people), the estimate before an interval that matches, a slip (a digit, the sign, the decimal point) of a number that
nothing else in the file explains, or the value of the other arm. Anything else is not found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Literal, NamedTuple

from magpain.answers import NumberChecked, NumberKind
from magpain.verify.arms import given_otherwise, names_arm
from magpain.verify.file_numbers import Quantity
from magpain.verify.number_tokens import Abstract, PairKind, Role, Token, scan


class _Kind(NamedTuple):
    """How an abstract has a kind of number: the roles that fit, and the pair that it may be half of.

    Numbers of one group may explain each other's place in the abstract.
    """

    roles: tuple[Role | None, ...]
    pair: PairKind = "spread"
    group: Literal["whole", "p", "dose", "measured"] = "measured"


_KINDS: dict[NumberKind, _Kind] = {
    "estimate": _Kind((None, "percent", "dose", "time")),
    "interval": _Kind((None, "percent", "dose", "time"), "range"),
    "p": _Kind(("p", None), group="p"),
    "i2": _Kind(("i2", "percent", None)),
    "people": _Kind((None, "people"), "of", "whole"),
    "events": _Kind((None, "people"), "of", "whole"),
    "trials": _Kind((None, "trials"), group="whole"),
    "value": _Kind((None, "percent", "dose", "time", "people")),
    "sd": _Kind((None, "percent", "dose", "time")),
    "percent": _Kind(("percent", None)),
    "dose": _Kind(("dose", None), group="dose"),
}
# The kinds that the words around a number name.
_NAMED = ("p", "people", "trials", "percent", "dose")
_BEFORE_INTERVAL = re.compile(
    r"[\s,;:(\[]*(?:\d\d\s?%\s?)?(?:(?:confidence|credible) interval|C\.?I\.?|CrI)?[\s:=,(\[]*(?:of|was|from)?\s*",
    re.I,
)
_SAYS = {
    "n_randomised": r"randomi[sz]|assign|allocat|enrol|recruit|divided",
    "n_analysed": r"analy[sz]|complet|evaluat",
}
_RESULT = re.compile(r"results\.\d+\.")
_ARM_FIELD = re.compile(r"^(.*?)\.?(?:arms|values)\.\d+\.(\w+)$")


class Outcome(NamedTuple):
    """What an abstract says about a number: the state, the abstract's number that decides it, and a remark."""

    state: Literal["found", "contradicted", "not-found"]
    token: Token | None = None
    why: str = ""


def compare(quantities: Sequence[Quantity], texts: Sequence[str]) -> Iterator[NumberChecked]:
    """Yield each number as found in any of an abstract's texts, else as contradicted by one, else as not found."""
    comparisons = [_Comparison(scan(text), quantities) for text in texts]
    fields = {abs(each.value) for each in quantities if not each.prose}
    for quantity in quantities:
        if quantity.prose and abs(quantity.value) in fields:
            continue
        outcomes = [(each.outcome(quantity), each.abstract) for each in comparisons]
        order = ("found", "contradicted", "not-found")
        (state, token, why), abstract = min(outcomes, key=lambda each: order.index(each[0].state))
        yield NumberChecked(
            field=quantity.field,
            kind=quantity.kind,
            value=quantity.shown,
            state=state,
            there=token.text if token and state == "contradicted" else None,
            sentence=abstract.sentence(token) if token else None,
            why=why or None,
        )


class _Comparison:
    """An abstract with the numbers of one record, and which of its numbers the record explains."""

    def __init__(self, abstract: Abstract, quantities: Sequence[Quantity]) -> None:
        self.abstract = abstract
        self._quantities = quantities
        self._halves: dict[str, dict[int, Decimal]] = {}
        for each in quantities:
            if each.pair:
                self._halves.setdefault(each.pair, {})[each.half] = each.value
        self._often: Counter[Decimal] = Counter()
        for _sentence, here in groupby(abstract.tokens, abstract.span):
            self._often |= Counter(abs(each.value) for each in here if each.role == "people")

    def outcome(self, quantity: Quantity) -> Outcome:
        """Return what the abstract says about a number."""
        paired = self._before_interval(quantity) if quantity.kind == "estimate" else self._paired(quantity)
        if paired:
            return paired
        fitting = [token for token in self.abstract.tokens if _fits(quantity, token)]
        if quantity.kind == "interval":
            ranges = {token for pair in self.abstract.pairs("range") for token in pair}
            fitting = [token for token in fitting if token in ranges]
        return self._found(quantity, fitting) or self._slipped(quantity, fitting) or Outcome("not-found")

    def _found(self, quantity: Quantity, fitting: Sequence[Token]) -> Outcome | None:
        # An abstract may say "fell by 0.74" for a change of -0.74, and never -0.74 for 0.74.
        same = [each for each in fitting if each.value in (quantity.value, abs(quantity.value))]
        if not same:
            rounded = next((each for each in fitting if _rounds(each, quantity)), None)
            return Outcome("found", rounded, f"rounded from {rounded.text}") if rounded else None
        if quantity.kind == "p" and not any(_same_operator(quantity, each) for each in same):
            return Outcome("contradicted", same[0], f"the abstract has {same[0].operator}{same[0].text}")
        if other := self._other_p(quantity):
            return Outcome("not-found", None, f"the result's own text has {other}")
        if self._other_arms(quantity):
            return Outcome("contradicted", same[0], "the abstract gives it to the other arm")
        exact = [each for each in same if each.value == quantity.value]
        return Outcome("found", (exact or same)[0], "" if exact else "without its minus sign")

    def _other_p(self, quantity: Quantity) -> str:
        """Return the p values of a result's own text, if this one isn't among them: the abstract's is another's."""
        near = self._of_result(quantity) if quantity.kind == "p" and not quantity.prose else []
        in_text = [each for each in near if each.kind == "p" and each.prose]
        mine = quantity.shown[:1]
        same = any(each.value == quantity.value and each.shown[:1] in (mine, *"0.") for each in in_text)
        return "" if same else ", ".join(each.shown for each in in_text)

    def _of_result(self, quantity: Quantity) -> list[Quantity]:
        result = _RESULT.match(quantity.field)
        return [each for each in self._quantities if result and each.field.startswith(result[0])]

    def _slipped(self, quantity: Quantity, fitting: Sequence[Token]) -> Outcome | None:
        for token in fitting:
            if token.value == -quantity.value:
                return Outcome("contradicted", token, "with the other sign")
        near = (each for each in fitting if _is_slip(quantity, each) and not self._explained(quantity, each))
        return next((Outcome("contradicted", each, "a slip?") for each in near), None)

    def _explained(self, quantity: Quantity, token: Token) -> bool:
        """Return whether the file has a number of the abstract elsewhere, so that it says nothing of this one.

        If two arms have 20 people each, as often as a sentence has it. A number in a result's own text belongs to that
        result. A number of people that the sentence gives to the arm, or as those randomised or analysed, is this one.
        """
        if quantity.kind == token.role == "people" and _says_so(quantity, self.abstract.sentence(token)):
            return False
        value, near, group = abs(token.value), self._of_result(quantity), _KINDS[quantity.kind].group
        in_text = any(each.prose and abs(each.value) == value for each in near)
        times = sum(
            abs(each.value) == value and each.prose == quantity.prose and _KINDS[each.kind].group == group
            for each in (near if in_text else self._quantities)
        )
        return times >= (self._often[value] if token.role == "people" and times else 1)

    def _paired(self, quantity: Quantity) -> Outcome | None:
        """Compare one half of a pair with the abstract's pairs: if the other half matches, this one must, too."""
        mine = self._halves.get(quantity.pair, {})
        if 0 not in mine or 1 not in mine:
            return None
        wanted = (mine[0], mine[1])
        kind = _KINDS[quantity.kind].pair
        pairs = self.abstract.pairs(kind)
        turned = (-wanted[1], -wanted[0]) if kind == "range" else wanted
        for pair in pairs:
            if (pair[0].value, pair[1].value) in (wanted, turned):
                swapped = self._other_arms(quantity)
                why = "the abstract gives it to the other arm" if swapped else ""
                return Outcome("contradicted" if swapped else "found", pair[quantity.half], why)
        known = {(each.get(0), each.get(1)) for each in self._halves.values()}
        halves = [
            pair[quantity.half]
            for pair in pairs
            if pair[1 - quantity.half].value == wanted[1 - quantity.half]
            and (pair[0].value, pair[1].value) not in known
            and _fits(quantity, pair[quantity.half])
        ]
        alone = len({each.value for each in halves}) == 1
        return Outcome("contradicted", halves[0], "its other half matches") if alone else None

    def _before_interval(self, quantity: Quantity) -> Outcome | None:
        """Compare an estimate with the number before the file's interval."""
        mine, tokens = self._halves.get(quantity.pair, {}), self.abstract.tokens
        for low, high in self.abstract.pairs("range"):
            if (low.value, high.value) != (mine.get(0), mine.get(1)):
                continue
            before = [each for each in tokens[: tokens.index(low)] if each.role != "level"][-1:]
            if before and _BEFORE_INTERVAL.fullmatch(self.abstract.text[before[0].end : low.start]):
                same = before[0].value in (quantity.value, abs(quantity.value))
                known = {each.get(2) for each in self._halves.values()}
                if same or before[0].value not in known:
                    why = "" if same else f"before its interval, {low.text} to {high.text}"
                    return Outcome("found" if same else "contradicted", before[0], why)
        return None

    def _other_arms(self, quantity: Quantity) -> bool:
        """Return whether the abstract gives a value to another arm, and that arm's value to this one."""
        family = _ARM_FIELD.sub(r"\1.\2", quantity.field)
        return any(
            _ARM_FIELD.sub(r"\1.\2", other.field) == family
            and other.value != quantity.value
            and given_otherwise(self.abstract, quantity, other)
            for other in self._quantities
            if quantity.arm and other.arm and other.arm != quantity.arm
        )


def _fits(quantity: Quantity, token: Token) -> bool:
    if token.role not in _KINDS[quantity.kind].roles:
        return False
    if quantity.kind == "value" and token.role == "people" and token.operator:  # n = 24
        return False
    if quantity.kind == "p":
        return token.role == "p" or (0 < token.value < 1 and _decimals(token.value) > 1)
    return _KINDS[quantity.kind].group != "whole" or token.value == int(token.value)


def _says_so(quantity: Quantity, sentence: str) -> bool:
    word = _SAYS.get(quantity.field.rpartition(".")[2])
    if quantity.arm and not names_arm(sentence, quantity.arm):
        return False
    return bool(re.search(word, sentence, re.I)) if word and not quantity.arm else quantity.arm is not None


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _rounds(token: Token, quantity: Quantity) -> bool:
    """Return whether the file's number is the abstract's, rounded; not of counts and single digits."""
    places = Decimal(1).scaleb(-_decimals(quantity.value))
    if (
        _KINDS[quantity.kind].group == "whole"
        or abs(quantity.value) < 10 * places
        or _decimals(token.value) <= _decimals(quantity.value)
    ):
        return False
    roundings = {token.value.quantize(places, how) for how in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    return quantity.value in roundings or abs(quantity.value) in roundings


def _same_operator(quantity: Quantity, token: Token) -> bool:
    mine = re.match(r"[<>]?", quantity.shown)
    return not token.operator or (mine[0] if mine else "") == token.operator.replace("=", "")


def _is_slip(quantity: Quantity, token: Token) -> bool:
    """Return whether a number is another one with a slip: one digit more, less or other, two swapped, or the point.

    Numbers of one digit are too common to compare. Without a word that says what the number is, both have equally many
    decimals and are close to each other.
    """
    mine, theirs = f"{abs(quantity.value):f}", f"{abs(token.value):f}"
    digits = mine.replace(".", "").lstrip("0"), theirs.replace(".", "").lstrip("0")
    role = quantity.kind if quantity.kind in _NAMED else None
    if mine == theirs or (min(map(len, digits)) < 2 and role != "p"):
        return False
    alike = token.role == role if role else _decimals(quantity.value) == _decimals(token.value)
    ratio = abs(token.value / quantity.value) if quantity.value else Decimal(0)
    if quantity.kind == token.role == "people" and abs(token.value - quantity.value) == 1:
        return True
    shifted = digits[0].rstrip("0") == digits[1].rstrip("0")
    near = Decimal("0.8") < ratio < Decimal("1.25") or role is not None or _decimals(quantity.value) > 0
    return (alike and near and _one_edit(mine, theirs)) or (shifted and len(digits[0].rstrip("0")) > 1)


def _one_edit(one: str, other: str) -> bool:
    """Return whether two texts differ by one character, or by two neighbours that are swapped."""
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    mine, theirs = one[start:], other[start:]
    if mine[:2] == theirs[:2][::-1] and len(mine) > 1 and mine[2:] == theirs[2:]:
        return True
    return mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:]
