"""Understand what a question means: match its words with the names of conditions, and never guess between two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from magpain.knowledge.lexicon import FORMS, GENERIC, NEUTRAL, ROUTES, STOP, form
from magpain.knowledge.names import RELATED
from magpain.model import Id, Knowledge
from magpain.spelling import fold

Words = frozenset[str]
# A beginning answers from the first length on ("trigem"), and suggests from the second on.
_BEGINNING, _HINTING = 5, 3
# Edits that a typing error may have: none in words shorter than the first length, two from the second on.
_ONE_EDIT, _TWO_EDITS = 4, 8
# In a question with more unknown words than this, none is taken for a typing error.
_MISSPELLED = 3


class Meaning(NamedTuple):
    """What a question means: the one id that it is `certain` to mean, or else what it could mean, the nearest first.

    `also` are the ids of narrower conditions. `fit` says how the candidates were found: their names fit ("name"),
    they leave words of the question over ("part"), or other spellings of its words fit ("spelling").
    """

    keys: tuple[Id, ...] = ()
    certain: bool = False
    also: tuple[Id, ...] = ()
    fit: Literal["name", "part", "spelling"] = "name"


class _Name(NamedTuple):
    key: Id
    words: Words
    own: bool

    @property
    def core(self) -> Words:
        return self.words - NEUTRAL


class Book:
    """The names of a knowledge file by their words, read when a question isn't exactly a name."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        subject = knowledge.intervention
        called = (subject.name, *subject.synonyms)
        self.subject = form(fold(subject.name).split()[0]) if fold(subject.name) else ""
        self.given = ROUTES | {self.subject}
        self.substance = {form(word) for name in called for word in fold(name).split()}
        spelled = [(folded.removeprefix(RELATED), folded, keys) for folded, keys in knowledge.names.items()]
        self.known = {form(word) for folded, _marked, _keys in spelled for word in folded.split()}
        found = [(self.words(folded), folded == marked, keys) for folded, marked, keys in spelled]
        self.names = [_Name(key, words, own) for words, own, keys in found if words for key in keys]
        forms = (fold(name).split() for item in knowledge.dosing.forms.values() for name in (item.name, *item.synonyms))
        self.salts = {form(word) for words in forms for word in words} - self.known

    def asked(self, question: str) -> Words:
        """Return the words of a question that count: without those of a form of the substance."""
        return frozenset(self.words(fold(question)) - self.salts)

    def words(self, folded: str) -> Words:
        """Return the words of a folded text that count, in the form that counts.

        The substance's own name counts only after a route.
        """
        found: list[str] = []
        for word in self._joined(folded.split()):
            plain = form(word)
            if word in STOP or (plain in self.substance and not (found and found[-1] in ROUTES)):
                continue
            found.append(self.subject if plain in self.substance else plain)
        return frozenset(found)

    def _joined(self, words: list[str]) -> Iterator[str]:
        """Yield words, two of them as one and one of them as two where only that is part of a name."""
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
            if form(word[:at]) in self.known and form(word[at:]) in self.known:
                return word[:at], word[at:]
        return (word,)

    def cover(self, key: Id) -> Words:
        """Return the words that a condition covers: those of all its names, its routes, and the substance's name."""
        named = frozenset(word for name in self.names if name.key == key for word in name.words)
        condition = self._knowledge.conditions.get(key)
        routes = {finding.intervention.route for finding in condition.findings} if condition else set()
        given = ROUTES if "any" in routes else {form(word) for route in routes for word in fold(route).split()}
        return named | given | {self.subject} | NEUTRAL

    def is_left_out(self, key: Id) -> bool:
        """Return whether an id is that of a condition which isn't covered."""
        return key in self._knowledge.not_covered

    def covered(self) -> list[_Name]:
        """Return the names of the conditions and groups that are covered."""
        return [name for name in self.names if not self.is_left_out(name.key)]

    def suggests(self, name: _Name) -> bool:
        """Return whether a part of a name suggests what it names: not if it is only related, or isn't covered."""
        return name.own and not self.is_left_out(name.key)

    def longest_first(self, name: _Name) -> tuple[int, bool]:
        """Return what sorts names by their length, and covered conditions before those that aren't."""
        return -len(name.core), self.is_left_out(name.key)

    def bearing(self, words: Words) -> tuple[Id, ...]:
        """Return the ids that have a name of just these words: their own name, or else a related one."""
        same = [name for name in self.names if name.words == words]
        return _keys(name for name in same if name.own) or _keys(same)


def understood(book: Book, question: str) -> Meaning:
    """Return what a question that is no exact name means."""
    asked = book.asked(question)
    if not asked - NEUTRAL:
        return Meaning()
    ways = (_named, _containing, _wider, lambda book, _asked: _begun(book, fold(question)), _corrected, _part)
    return next((meaning for way in ways if (meaning := way(book, asked)).keys), Meaning())


def _named(book: Book, asked: Words) -> Meaning:
    """Match a question that has just the words of a name, but for words that don't narrow it."""
    core = asked - NEUTRAL
    fitting = [name for name in book.names if name.core == core and name.words <= asked]
    if not fitting:
        return Meaning()
    keys = book.bearing(max((name.words for name in fitting), key=len))
    also = _keys(name for name in book.names if name.words > asked)
    return Meaning(keys, len(keys) == 1, tuple(key for key in also if key not in keys))


def _containing(book: Book, asked: Words) -> Meaning:
    """Match a question that contains a name of a condition that covers every other word too; the longest name wins."""
    core = asked - NEUTRAL
    held = [name for name in book.names if name.core and name.core < core and name.words <= asked]
    held.sort(key=book.longest_first)
    longest = _keys(name for name in held if len(name.core) == len(held[0].core))
    wider = _keys(name for name in book.names if name.core > core)
    covering = tuple(key for key in _keys(held) if core <= book.cover(key))
    both = tuple(dict.fromkeys((*covering, *wider)))
    return Meaning(both, len(both) == 1 and covering[0] in longest) if covering else Meaning()


def _wider(book: Book, asked: Words) -> Meaning:
    """Match a question whose words are all in longer names: they answer if only words like "pain" are missing."""
    core = asked - NEUTRAL
    fitting = _keys(name for name in book.names if name.core == core)
    longer = [name for name in book.covered() if name.core > core and (name.own or core - GENERIC)]
    wider = _keys(sorted(longer, key=lambda name: len(name.core)))
    both = tuple(dict.fromkeys((*fitting, *wider)))
    return Meaning(both, len(both) == 1 and bool(fitting))


def _part(book: Book, asked: Words) -> Meaning:
    """Suggest the names that share most with a question: words that few names have, or two words, or a whole name."""
    scores: dict[Id, tuple[int, int, bool]] = {}
    for name in book.names:
        shared = (asked & name.words) - NEUTRAL - book.given
        whole = name.words <= asked
        if (shared - GENERIC or len(shared) > 1 or (shared and whole)) and (whole or book.suggests(name)):
            score = (len(shared - GENERIC), len(shared), whole)
            scores[name.key] = max(scores.get(name.key, score), score)
    most = max((telling for telling, *_others in scores.values()), default=0)
    best = [key for key, (telling, *_others) in scores.items() if telling == most]
    return Meaning(tuple(sorted(best, key=scores.__getitem__, reverse=True)), fit="part")


def _begun(book: Book, folded: str) -> Meaning:
    """Complete a question of one word: a beginning answers if nothing else could be meant."""
    if len(folded) < _HINTING or not folded.isalpha():
        return Meaning()
    whole = [word for word in sorted(book.known) if word.startswith(folded) and word.isalpha()]
    meanings = [_named(book, frozenset({word})) for word in whole]
    keys = tuple(dict.fromkeys(key for meaning in meanings for key in meaning.keys))
    certain = len(keys) == 1 and len(folded) >= _BEGINNING and all(meaning.certain for meaning in meanings)
    return Meaning(keys, certain, fit="spelling")


def _corrected(book: Book, asked: Words) -> Meaning:
    """Suggest what a question means once its unknown words are spelled as known ones, if that makes all of them known.

    A word of up to three letters or with a digit is never corrected.
    """
    unknown = asked - book.known - NEUTRAL - GENERIC
    tried = [asked] if 0 < len(unknown) <= _MISSPELLED else []
    for word in unknown:
        tried = [each - {word} | {other} for each in tried for other in _respelled(book, word)]
    ways = (_named, _containing, _wider)
    found = (next((meaning for way in ways if (meaning := way(book, each)).keys), Meaning()) for each in tried)
    return Meaning(tuple(dict.fromkeys(key for meaning in found for key in meaning.keys)), fit="spelling")


def _respelled(book: Book, word: str) -> list[str]:
    """Return the known words that are the fewest edits away, if those are few enough for a typing error."""
    if len(word) < _ONE_EDIT or not word.isalpha():
        return []
    most = 1 if len(word) < _TWO_EDITS else 2
    known = (other for other in {*book.known, *FORMS} if len(other) >= _ONE_EDIT and other.isalpha())
    near = {other: edits(word, other, most) for other in known if abs(len(other) - len(word)) <= most}
    least = min(near.values(), default=most + 1)
    same = [other for other, count in near.items() if count == least <= most and (count < 2 or other[0] == word[0])]
    return sorted({form(other) for other in same} & {*book.known, *NEUTRAL})


def edits(one: str, other: str, most: int) -> int:
    """Return how many letters to add, drop, change or swap with their neighbour make one word of another.

    The distance is that of optimal string alignment; of distances above `most`, some number above it is returned.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        above, row, older = row, [at], before
        for place, its in enumerate(other, 1):
            cost = min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != its))
            if at > 1 < place and letter == other[place - 2] and one[at - 2] == its:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
        before = above
        if min(row) > most:
            return most + 1
    return row[-1]


def _keys(names: Iterable[_Name]) -> tuple[Id, ...]:
    return tuple(dict.fromkeys(name.key for name in names))
