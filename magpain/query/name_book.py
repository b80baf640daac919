"""The names of a knowledge file by their words, and which words of a query count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from magpain.folding import fold
from magpain.knowledge.lexicon import FORMS, GENERIC, NEUTRAL, ROUTES, STOP, form
from magpain.knowledge.name_index import RELATED
from magpain.model import Id, Knowledge

Words = frozenset[str]
# Words that join two subjects of a query; the first kind may share a word ("hand or toe cramps").
SHARING, JOINING = ("and", "or", "vs", "versus"), ("with", "plus", "also", "but")
JOIN = re.compile(rf" ({'|'.join((*SHARING, *JOINING))})(?= )")
# Other words for a route.
_ALSO = {"intrathecal": "spinal subarachnoid neuraxial", "epidural": "caudal neuraxial"}
# Words that only mean a route, so that the substance's name may come before them too ("magnesium spray").
_WAYS = {"topical", "intravenous", "oral"}


class Name(NamedTuple):
    """A name of an id: its words in order, those that narrow its meaning (`core`), and whether it is its `own`."""

    key: Id
    order: tuple[str, ...]
    own: bool
    words: Words
    core: Words


class Book:
    """The names of a knowledge file by their words, built if a query is not exactly a name."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._left_out = frozenset(knowledge.not_covered)
        subject = knowledge.intervention
        called = (subject.name, *subject.synonyms)
        self.subject = form(fold(subject.name).split()[0]) if fold(subject.name) else ""
        self.given = ROUTES | {self.subject}
        self.substance = {form(word) for name in called for word in fold(name).split()}
        spelled = [(folded.removeprefix(RELATED), folded, keys) for folded, keys in knowledge.names.items()]
        self.known = {form(word) for folded, _marked, _keys in spelled for word in folded.split()}
        found = [(self.order(folded, named=True), folded == marked, keys) for folded, marked, keys in spelled]
        sets = [(order, own, keys, frozenset(order)) for order, own, keys in found if order]
        self.names = [Name(key, order, own, words, words - NEUTRAL) for order, own, keys, words in sets for key in keys]
        self.joined = [folded for folded, _marked, _keys in spelled if JOIN.search(folded)]
        bare = re.compile(r"\(.*?\)")  # "magnesium citrate (salt and water not stated)"
        forms = (
            fold(bare.sub("", name)).split()
            for item in knowledge.dosing.forms.values()
            for name in (item.name, *item.synonyms)
        )
        self.salts = {form(word) for words in forms for word in words} - self.known

    def is_unknown(self, word: str) -> bool:
        """Return whether no name has a folded word, nor any list of words."""
        listed = (self.known, NEUTRAL, GENERIC, ROUTES)
        return word not in STOP and not any(form(word) in words for words in listed)

    def is_given(self, folded: str) -> bool:
        """Return whether the substance is named in a folded text."""
        return not self.substance.isdisjoint(map(form, folded.split()))

    def spelled_out(self, question: str) -> str:
        """Expand the abbreviations of a query that are also ordinary words ("fibro and ME")."""
        names = {} if question.isupper() else self._knowledge.names
        words = question.split()
        return " ".join(names[word][0] if word.isupper() and word in names else word for word in words)

    def has(self, folded: str) -> bool:
        """Return whether some name contains these words in sequence."""
        return any(f" {folded} " in f" {name.removeprefix(RELATED)} " for name in self._knowledge.names)

    def asked(self, question: str) -> Words:
        """Return the words of a query that count, without those of a form of the substance."""
        return frozenset(self.words(fold(question)) - self.salts)

    def words(self, folded: str) -> Words:
        """Return the words of a folded text that count, in the form that is compared."""
        return frozenset(self.order(folded))

    def order(self, folded: str, named: bool = False) -> tuple[str, ...]:
        """Return the words that count, in order; "post" before another word becomes "after".

        The substance's own name counts only after a route or, in a name, next to one.
        """
        text = re.sub(r"\bpost (\w+)", self._after, folded) if "post " in folded else folded
        given = named and any(form(word) in ROUTES for word in text.split())
        found: list[str] = []
        words = text.split() if named else list(self._joined(text.split()))
        for word, following in zip(words, (*words[1:], ""), strict=False):
            plain = form(word)
            routed = given or (found and found[-1] in ROUTES) or form(following) in _WAYS
            if word in STOP or (plain in self.substance and not routed):
                continue
            found.append(self.subject if plain in self.substance else plain)
        return tuple(found)

    def _after(self, post: re.Match[str]) -> str:
        return post[0] if form(f"post{post[1]}") in self.known else f"after {post[1]}"

    def _joined(self, words: list[str]) -> Iterator[str]:
        """Yield words, joining two or splitting one if only the result is part of a name."""
        at = 0
        while at < len(words):
            both = "".join(words[at : at + 2])
            if len(words) > at + 1 and form(both) in self.known and not both.isdigit():
                yield both
                at += 2
                continue
            yield from self._parted(words[at])
            at += 1

    def _parted(self, word: str) -> tuple[str, ...]:
        if word in STOP or form(word) in self.known or word in FORMS or not word.isalpha():
            return (word,)
        for at in range(1, len(word) - 3):
            pieces = word[:at], word[at:]
            if STOP.isdisjoint({*pieces} - {"post"}) and self.known.issuperset(map(form, pieces)):
                return pieces
        return (word,)

    def cover(self, key: Id, given: bool) -> Words:
        """Return the words of all a condition's names, and its routes if the substance is `given`.

        Without the substance, a route may be the cause of the pain ("back pain after an epidural").
        """
        ways = self.ways(key) if key in self._knowledge.conditions else frozenset[str]()
        return self._named.get(key, NEUTRAL) | (ways | {self.subject} if given else frozenset())

    @cached_property
    def _named(self) -> dict[Id, Words]:
        """Return the words of all names of each id."""
        named: dict[Id, set[str]] = {}
        for name in self.names:
            named.setdefault(name.key, {*NEUTRAL}).update(name.words)
        return {key: frozenset(words) for key, words in named.items()}

    def context(self, key: Id) -> Words:
        """Return the words that often appear with a condition's names and don't narrow their meaning."""
        condition = self._knowledge.conditions.get(key)
        return frozenset(map(form, condition.context)) if condition else frozenset()

    def ways(self, key: Id) -> Words:
        """Return the routes that narrow nothing for a condition: all, if a finding is about any, or if it has none."""
        routes = self.routes(key)
        return routes if routes and "any" not in routes else ROUTES

    def routes(self, key: Id) -> Words:
        """Return the words for the routes of a condition's findings."""
        condition = self._knowledge.conditions.get(key)
        routes = {finding.intervention.route for finding in condition.findings} if condition else set[str]()
        return frozenset(form(word) for route in routes for word in fold(f"{route} {_ALSO.get(route, '')}").split())

    @cached_property
    def described(self) -> list[Name]:
        """Return the descriptions of conditions, which only suggest them."""
        said = [(key, text) for key, condition in self._knowledge.conditions.items() for text in condition.descriptions]
        orders = [(key, tuple(form(word) for word in fold(text).split() if word not in STOP)) for key, text in said]
        sets = [(key, order, frozenset(order)) for key, order in orders]
        return [Name(key, order, False, words, words - NEUTRAL) for key, order, words in sets]

    @cached_property
    def weights(self) -> dict[str, dict[Id, float]]:
        """Return how far each word suggests each condition or group: the fewer have it, the more it suggests."""
        having: dict[str, dict[Id, None]] = {}
        named = [(name.key, name.core) for name in (*self.covered(), *self.described)]
        for key, words in (*named, *((key, self.context(key)) for key in self._knowledge.conditions)):
            for word in words:
                having.setdefault(word, {})[key] = None
        return {word: dict.fromkeys(keys, 1 / len(keys)) for word, keys in having.items()}

    def group_of(self, key: Id) -> Id | None:
        """Return the group of a condition."""
        condition = self._knowledge.conditions.get(key)
        return condition.group if condition else None

    def is_left_out(self, key: Id) -> bool:
        """Return whether an id is that of a condition that is not covered."""
        return key in self._left_out

    def covered(self) -> list[Name]:
        """Return the names of the conditions and groups that are covered."""
        return [name for name in self.names if not self.is_left_out(name.key)]

    def suggests(self, name: Name) -> bool:
        """Return whether a part of a name can suggest its id: not if it is a related name, or not covered."""
        return name.own and not self.is_left_out(name.key)

    def longest_first(self, name: Name) -> tuple[int, bool]:
        """Return the sort key that puts longer names first, and covered conditions before those that are not."""
        return -len(name.core), self.is_left_out(name.key)

    def bearing(self, words: Words) -> tuple[Id, ...]:
        """Return the ids with a name of exactly these words: their own name, or else a related one."""
        same = [name for name in self.names if name.words == words]
        return keys_of(name for name in same if name.own) or keys_of(same)


def longest(names: list[Name]) -> list[Name]:
    """Return the names with the most words that narrow their meaning."""
    most = max((len(name.core) for name in names), default=0)
    return [name for name in names if len(name.core) == most]


def outermost(names: list[Name]) -> list[Name]:
    """Return the names that are not part of a longer one among them."""
    return [name for name in names if not any(name.core < other.core for other in names)]


def keys_of(names: Iterable[Name]) -> tuple[Id, ...]:
    """Return the ids of names, each once."""
    return tuple(dict.fromkeys(name.key for name in names))
