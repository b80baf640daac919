"""Find the one name in a sentence, and whether the other words can be about something else."""

from __future__ import annotations

import re
from typing import NamedTuple

from magpain.folding import fold
from magpain.knowledge.lexicon import (
    ASIDE,
    ASIDE_PATTERN,
    GENERIC,
    LINKS,
    OPERATIONS,
    OWNERS,
    PROCEDURE_ENDINGS,
    PROCEDURES,
    QUIET,
    STOP,
    SUBJECT_PATTERN,
    SUBJECTS,
    TELLERS,
    form,
)
from magpain.query.name_book import Book, Name, Words, outermost

# A shorter word that isn't known may be an abbreviation of an illness.
_SHORT = 4


def names_in(book: Book, folded: str) -> list[Name]:
    """Return the names that are whole in a query and not part of a longer one, apart from routes."""
    asked = book.asked(folded)
    return outermost([name for name in book.names if name.core - book.given and name.words <= asked])


def main_name(book: Book, whole: list[Name], narrowed: bool = False) -> Name | None:
    """Return the longest of the names in a query, if all others are of its condition or say nothing else.

    Others say nothing else if their words are all in names of the condition, or if they are names of its group.
    """
    groups = {book.group_of(name.key) for name in whole if name.own and name.core - GENERIC}
    telling = [name for name in whole if name.key not in groups and not _is_vague(name)]
    main = max(telling or whole, key=lambda name: (len(name.core), name.own), default=None)
    if main is None or book.is_left_out(main.key) or not (main.own or narrowed or len(main.core) > 1):
        return None
    cover = book.cover(main.key, given=False)
    others = [name for name in telling or whole if name.key != main.key]
    rivals = [name for name in others if (len(name.core), name.own) >= (len(main.core), main.own)]
    return None if rivals or not all(name.core <= cover for name in others) else main


def _is_vague(name: Name) -> bool:
    """Return whether a name is one generic word ("back") that is only a related name, or names an operation."""
    return name.core <= GENERIC and len(name.core) == 1 and (not name.own or name.core <= OPERATIONS)


def by_route(book: Book, names: list[Name], routes: Words) -> list[Name]:
    """Drop the names of an operation that another page shares whose findings are about a route of the query.

    "Magnesium drip after hysterectomy" is about the vein, though the page on epidurals has that operation too.
    """

    def fits(name: Name) -> bool:
        return not routes.isdisjoint(book.routes(name.key)) and "surgery" in book.cover(name.key, given=False)

    fitting = {name.core for name in names if fits(name)}
    return [name for name in names if name.core not in fitting or fits(name)]


def is_alone(book: Book, main: Name, folded: str, typed: str, narrowed: bool) -> bool:
    """Return whether no other word of a query can be about something else than the name in it.

    If a route decided between names (`narrowed`), or if the name is long, there may be no other word.
    """
    words = tuple(folded.split())
    cover = book.cover(main.key, book.is_given(folded)).union(book.substance, book.salts)
    capitals = frozenset(fold(word) for word in typed.split() if word.isupper() and not typed.isupper())
    told = not TELLERS.isdisjoint(words)
    query = _Query(book, main, words, cover, book.context(main.key), capitals, told)
    rest = [at for at, word in enumerate(words) if form(word) not in cover and word not in STOP]
    if told and _is_of_the_past(query):
        return False
    return bool(rest or narrowed or (main.own and len(main.core) > 2)) and all(_says_nothing(query, at) for at in rest)


class _Query(NamedTuple):
    """A query with a name in it.

    `cover` are the words of all names of its condition, `context` those that often appear with them, and `told` is
    whether people write about themselves or a relative. Most unknown words are then everyday ones.
    """

    book: Book
    main: Name
    words: tuple[str, ...]
    cover: Words
    context: Words
    capitals: Words
    told: bool


def _is_of_the_past(query: _Query) -> bool:
    """Return whether a query with an operation tells of no pain, or names something else only as a cause ("since")."""
    if "surgery" in query.cover:
        return not query.main.own and "pain" not in map(form, query.words)
    start = next(at for at, word in enumerate(query.words) if form(word) in query.main.core)
    return "after" not in query.main.words and form(_before(query.words, start)) == "after"


def _says_nothing(query: _Query, at: int) -> bool:
    """Return whether the word at a position can't be about something else than the name."""
    word, plain = query.words[at], form(query.words[at])
    if plain in ASIDE or is_aside(query.book, word) or ("surgery" in query.cover and is_operation(plain)):
        return True
    if plain in query.context or (query.told and plain in QUIET):
        return not (_follows_link(query.words, at) or (_precedes(query, at) and not query.told))
    return query.told and (word.isdigit() or not _is_telling(query, at))


def _is_telling(query: _Query, at: int) -> bool:
    """Return whether a word may be about something else where people write about themselves.

    That is a word known from names, one for an illness or the like, an abbreviation, and an unknown word right before
    the name, which it then narrows, after a word such as "from", or after "now".
    """
    word, plain = query.words[at], form(query.words[at])
    if plain in query.book.known or plain in GENERIC or is_subject(word):
        return True
    if len(word) < _SHORT or word in query.capitals:
        return True
    named = max((place for place, each in enumerate(query.words) if form(each) in query.main.core), default=0)
    return _precedes(query, at) or _follows_link(query.words, at) or "now" in query.words[named:at]


def _precedes(query: _Query, at: int) -> bool:
    return at + 1 < len(query.words) and form(query.words[at + 1]) in query.main.core


def _follows_link(words: tuple[str, ...], at: int) -> bool:
    return _before(words, at) in LINKS


def _before(words: tuple[str, ...], at: int) -> str:
    """Return the word before a position, apart from words such as "my"."""
    return next((word for word in reversed(words[:at]) if word not in OWNERS), "")


def is_aside(book: Book, word: str) -> bool:
    """Return whether a word has the form of a number, an adverb or the name of a medicine."""
    matches = re.fullmatch(ASIDE_PATTERN, word) is not None
    return matches and (word.isdigit() or (book.is_unknown(word) and not is_subject(word)))


def is_subject(word: str) -> bool:
    """Return whether a word names an illness, a cause, a part of the body or somebody else."""
    named = not SUBJECTS.isdisjoint({form(word), word.removesuffix("s")})
    return named or re.fullmatch(SUBJECT_PATTERN, word) is not None


def is_operation(word: str) -> bool:
    """Return whether a word in its compared form names an operation."""
    return word in PROCEDURES or word.endswith(PROCEDURE_ENDINGS)
