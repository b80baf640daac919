"""Match the words of a query with the names of conditions, and never guess between two."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from magpain.folding import fold
from magpain.knowledge.lexicon import (
    ASIDE,
    FORMS,
    GENERIC,
    NEUTRAL,
    OPERATIONS,
    OWNERS,
    PHRASES,
    REAL,
    ROUTES,
    SHORTHAND,
    STOP,
    SUBJECTS,
    form,
)
from magpain.model import Id
from magpain.query.name_book import JOIN, JOINING, SHARING, Book, Name, Words, keys_of, longest, outermost
from magpain.query.whole_names import by_route, is_alone, is_aside, is_operation, main_name, names_in

# The least length of a beginning that is an answer ("trigem"), and of one that is a suggestion.
_BEGINNING, _HINTING = 5, 3
# The lengths from which a word may have one typing error, and two.
_ONE_EDIT, _TWO_EDITS = 4, 8
# In a query with more unknown words than this, none is treated as a typing error.
_MISSPELLED = 3
# Words that join what isn't one subject.
_OR = frozenset(SHARING) - {"and"}
# A negated condition: the words after "not" up to the next joining word, but not those of "not working".
DENIED = re.compile(
    r"\b(?:not|without|except|excluding|isnt|arent|(?:dont|doesnt) want|(?:wont|cant|cannot) have"
    r"|(?:havent|hasnt|never) had|havent got|no)\b"
    r"(?! (?:help|helping|helped|work|working|worked|go|going|sure|enough|stop|only|just|better|cure|good|longer|luck|"
    r"more|pain|relief|sleep|use)\b)"
    r"(.*?)(?= (?:and|or|but|for|plus|also)\b|$)"
)
AGE = re.compile(
    r"\b(\d{1,2}) ?(years?|yrs?|y|months?) (?:or )?(?:olds?|o)\b|\b(\d{1,2}) ?(?:yo|f|m)\b"
    r"|\b(?:aged?|over|under)(?: over| under)? (\d{1,2})s?\b"
    r"|\b(?<!pain )(?<!it )(?:is|hes|shes) (\d{1,2})(?= (?:and|or|but|with)\b|$)|(?<= or )(\d\d)(?= or )"
)
_ADULT = 18
DOSE = re.compile(r"\b\d+(?:\.\d+)? ?(?:mg|mcg|g|mmol)(?:/kg)?(?:/(?:h|hr|hour|min|day|d))?\b")
# Verbs for harm by a substance.
_HARM = "causes?|causing|triggers?|worsens?|gives?|gave|produces?|(?:caus|trigger|worsen|produc)ed(?! by)"

# A query about too little of the substance is not about harm by it.
LACK = r"\b(?:defici\w+|lack|low|shortage)\b"


# A query about taking the substance together with something else.
SAFE = r"\b(?:is it safe|safe (?:to|with|for)|safely|interact\w*|contraindicated)\b|\btak(?:e|es|en|ing) .*\bwith\b"


class Meaning(NamedTuple):
    """The meaning of a query: the one id if it is `certain`, or else the ids that it could mean, the nearest first.

    `also` are the ids of narrower conditions. `fit` is how the candidates were found: their names match ("name"), they
    match a part of the query ("part"), or they match other spellings of its words ("spelling").
    """

    keys: tuple[Id, ...] = ()
    certain: bool = False
    also: tuple[Id, ...] = ()
    fit: Literal["name", "part", "spelling"] = "name"


def understood(book: Book, question: str) -> Meaning:
    """Return the meaning of a query that is not exactly a name."""
    written = " ".join(SHORTHAND.get(word.lower(), word) for word in DOSE.sub(" ", question).split())
    folded = without_ages(fold(re.sub("[,;&+]", " and ", book.spelled_out(written).replace("/", " or "))))
    folded = _alone(book, _phrased(_meant(book, folded)))
    folded = re.sub(r"\bnon (\w+)", lambda found: found[0] if book.has(found[0]) else f"not {found[1]} or", folded)
    denied = book.words(" ".join(DENIED.findall(folded)))
    folded = _together(book, " ".join(DENIED.sub(" ", folded).split()))
    meaning = _several(book, folded)
    meaning = meaning if meaning.keys else _single(book, folded, question)
    return _affirmed(book, denied - book.words(folded) - NEUTRAL, _nearest_first(book, folded, meaning))


def _nearest_first(book: Book, folded: str, meaning: Meaning) -> Meaning:
    """Sort suggestions by how many words of a query they share with it, rare words counting most."""
    if meaning.certain or meaning.fit == "name" or any(map(book.is_left_out, meaning.keys[:1])):
        return meaning
    asked = sorted(book.asked(folded) - NEUTRAL - book.given)
    near = {key: round(sum(book.weights.get(word, {}).get(key, 0) for word in asked), 6) for key in meaning.keys}
    return meaning._replace(keys=tuple(sorted(meaning.keys, key=lambda key: -near[key])))


def _single(book: Book, folded: str, typed: str) -> Meaning:
    """Return the meaning of a query about one subject; `typed` is the query as it was typed.

    If no whole name has all its words, words of the setting are dropped, and an operation counts as surgery.
    """
    meaning = _lean(book, folded, typed)
    if meaning.certain:
        return meaning
    main, narrowed = _named_in(book, folded)
    if main and is_alone(book, main, folded, typed, narrowed):
        return Meaning((main.key,), True)
    described = _described(book, folded)
    named = (main.key,) if main and (described or (meaning.keys and book.is_left_out(meaning.keys[0]))) else ()
    keys = tuple(dict.fromkeys((*named, *described, *meaning.keys)))
    return Meaning(keys, fit="part") if named or described else meaning


def _described(book: Book, folded: str) -> tuple[Id, ...]:
    """Return the ids with the longest description that is whole in a query; all have two words that tell something."""
    asked = book.asked(folded)
    whole = [name for name in book.described if name.words <= asked] if len(asked - NEUTRAL) > 1 else []
    return keys_of(longest(whole))


def _lean(book: Book, folded: str, typed: str) -> Meaning:
    meaning = _found(book, folded, typed)
    if meaning.keys and meaning.fit == "name":
        return _in_order(book, folded, meaning)
    for less in _leaner(book, folded):
        lean = _found(book, less, typed)
        if lean.fit == "name" and not _whole(book, less).isdisjoint(lean.keys):
            certain = lean.certain and lean.keys[0] in _whole(book, less, own=True)
            return _in_order(book, less, lean._replace(certain=certain))
    return meaning


def _named_in(book: Book, folded: str) -> tuple[Name | None, bool]:
    """Return the longest name in a query if the query names nothing else, and whether a route decided that."""
    whole = names_in(book, folded)
    there = by_route(book, whole, book.asked(folded) & ROUTES) if book.is_given(folded) else whole
    narrowed = len(there) < len(whole)
    main = main_name(book, there, narrowed)
    return main if main and _fits(main.order, book.order(folded)) else None, narrowed


def _leaner(book: Book, folded: str) -> list[str]:
    """Return a query without the words of its setting, with an operation as surgery, and with both.

    A word of the setting that some name has together with another word of the query is dropped only at last.
    """
    bare, barest = _without(book, folded, _paired(book, folded)), _without(book, folded, frozenset())
    leaner = dict.fromkeys((bare, _as_surgery(book, folded), _as_surgery(book, bare), barest))
    return [less for less in leaner if less != folded]


def _paired(book: Book, folded: str) -> Words:
    core = book.asked(folded) - NEUTRAL
    return frozenset[str]().union(*(shared for name in book.names if len(shared := name.core & core) > 1))


def _whole(book: Book, folded: str, own: bool = False) -> set[Id]:
    """Return the ids with a name, or a name of their `own` instead of a related one, that is whole in a query."""
    asked = book.asked(folded)
    return {name.key for name in book.names if name.core and name.words <= asked and (name.own or not own)}


def _without(book: Book, folded: str, kept: Words) -> str:
    """Drop the words of a setting; what is sore hurts."""

    dropped = ASIDE - kept
    kinds = ((word, form(word) in dropped or is_aside(book, word)) for word in folded.split())
    return " ".join("pain" if aside else word for word, aside in kinds if not aside or word == "sore")


def _as_surgery(book: Book, folded: str) -> str:
    """Replace an operation that no name knows by "surgery", if the query names more than that."""
    words = [word if form(word) in book.known or not is_operation(form(word)) else "surgery" for word in folded.split()]
    less = " ".join(words)
    return less if book.asked(less) - NEUTRAL - {"surgery"} else folded


def _found(book: Book, folded: str, typed: str) -> Meaning:
    """Return the meaning by the first way that finds one."""
    asked = book.asked(folded)
    if not asked - NEUTRAL:
        return Meaning()
    ways = (_named, _containing, _wider, _operated, lambda book, _asked: _begun(book, folded))
    meaning = next((meaning for way in ways if (meaning := way(book, asked)).keys), Meaning())
    if not meaning.keys:
        meaning = _corrected(book, asked, folded)
    if not meaning.keys:
        meaning = _part(book, book.order(folded))
    if not meaning.keys:
        meaning = _guessed(book, folded, typed)
    return meaning if meaning.keys else _procedure(book, asked)


def _phrased(folded: str) -> str:
    """Replace phrases by the word that stands for them ("won't go away"); most have several words."""
    for phrase, word in PHRASES.items():
        if " " in folded or " " not in phrase.replace(" ?", ""):
            folded = re.sub(rf"\b(?:{phrase})\b", word, folded)
    return folded


def _meant(book: Book, folded: str) -> str:
    """Correct the substance's own name ("magnesum"), which narrows nothing."""
    name = book.subject
    far = _TWO_EDITS - 1

    def is_it(word: str) -> bool:
        return len(word) >= far <= len(name) and book.is_unknown(word) and edits(word, name, 2) < 3

    return " ".join(name if is_it(word) else word for word in folded.split())


def _alone(book: Book, folded: str) -> str:
    """Drop another treatment next to the substance, which no name knows ("riboflavin or magnesium")."""
    words = folded.split()
    own = [form(word) in book.substance for word in words]
    for at, word in enumerate(words):
        if word not in (*SHARING, "plus") or not 0 < at < len(words) - 1 or own[at - 1] == own[at + 1]:
            continue
        other = at + 1 if own[at - 1] else at - 1
        if book.is_unknown(words[other]) and not _respelled(book, words[other]):
            words[at] = words[other] = ""
    return " ".join(filter(None, words))


def without_ages(folded: str) -> str:
    """Replace an age by "child" or "adult"."""

    def said(age: re.Match[str]) -> str:
        young = int(next(filter(None, (age[1], *age.groups()[2:])))) < _ADULT or (age[2] or "").startswith("month")
        return "child" if young else "adult"

    return AGE.sub(said, folded)


def _together(book: Book, folded: str) -> str:
    """Drop joining words within names, which do not join two conditions ("muscle and joint pain")."""
    for name in book.joined:
        if f" {name} " in f" {folded} ":
            folded = f" {folded} ".replace(f" {name} ", f" {JOIN.sub(' ', name)} ").strip()
    return folded


def _several(book: Book, folded: str) -> Meaning:
    """Return everything that a query names on either side of "or" and the like, if it is more than one thing."""
    first, *others = JOIN.split(f" {folded} ")
    parts = [first, *others[1::2]]
    joins = ["", *others[::2], ""]
    found = [_side(book, parts, joins, at) for at in range(len(parts))] if others else []
    named = [keys for keys in found if keys]
    if len(set(named)) < 2 or (_OR.isdisjoint(joins) and _is_one(book, folded, parts)):
        return Meaning()
    keys = dict.fromkeys(key for keys in named for key in keys)
    return Meaning(tuple(sorted(keys, key=book.is_left_out)))


def _is_one(book: Book, folded: str, parts: list[str]) -> bool:
    """Return whether everything that a query names belongs to one condition, named on one side or on all sides.

    "He has cirrhosis and gets cramps in his legs" is about cramps in cirrhosis, but "migraine and period pain" isn't
    about migraine at a period: each side is a name.
    """
    main = main_name(book, names_in(book, folded))
    if main is None:
        return False
    shared = [main.core & book.asked(part) for part in parts]
    return any(side == main.core or (side - GENERIC and _wider(book, side).keys == (main.key,)) for side in shared)


def _side(book: Book, parts: list[str], joins: list[str], at: int) -> tuple[Id, ...]:
    """Return what one side names, alone or with the word that it shares with its neighbour."""
    if len(parts[at].split()) > 1 and not book.asked(parts[at]) - NEUTRAL:
        return ()
    spelled = [parts[at]]
    following = parts[at + 1].split() if joins[at + 1] in SHARING else []
    if following and following[0] not in STOP - OWNERS:
        spelled.append(f"{parts[at]} {following[-1]}")
    if joins[at] in SHARING:
        spelled.append(f"{' '.join(parts[at - 1].split()[:-1])} {parts[at]}")
    whole = not {joins[at], joins[at + 1]}.isdisjoint(JOINING)
    held = [_held(book, text, whole) for text in spelled if parts[at].split()]
    return next((keys for keys in held if keys), () if whole else _hinted(book, parts[at]))


def _hinted(book: Book, text: str) -> tuple[Id, ...]:
    """Return what a side that is not a whole name may mean ("cramps"), unless many different conditions match."""
    asked = book.asked(text)
    return _wider(book, asked).keys if asked - NEUTRAL - GENERIC - book.given else ()


def _held(book: Book, text: str, whole: bool) -> tuple[Id, ...]:
    """Return the ids with the longest name in a text or, if `whole`, with the whole text as their name."""
    asked = book.asked(text)
    held = [name for name in book.names if name.core - book.given and name.words <= asked]
    held = longest([name for name in held if not whole or name.core == asked - NEUTRAL])
    return book.bearing(max((name.words for name in held), key=len)) if held else ()


def _in_order(book: Book, folded: str, meaning: Meaning) -> Meaning:
    """Make a certain meaning uncertain if "after" is at another position in the query than in its names.

    "Back pain after surgery" isn't "pain after back surgery".
    """
    order = book.order(folded)
    held = [name for name in book.names if name.key in meaning.keys and name.words <= frozenset(order)]
    fits = [_fits(name.order, order) and _spans(name.order, order) for name in longest(held)]
    if not meaning.certain or not held or any(fits) or _has_cause(book, meaning.keys, order):
        return meaning
    return Meaning(tuple(dict.fromkeys((*meaning.keys, *_part(book, order).keys))), fit="part")


def _has_cause(book: Book, keys: tuple[Id, ...], order: tuple[str, ...]) -> bool:
    """Return whether what comes after "after" does so in another name ("PDPH after epidural")."""
    if "after" not in order:
        return False
    later = _halves(order)[1]
    named = [name.order for name in book.names if name.key in keys and "after" in name.order]
    return any(later == _halves(other)[1] for other in named)


def _fits(name: tuple[str, ...], order: tuple[str, ...]) -> bool:
    if "after" not in order:
        return True
    before, later = _halves(order)
    core = frozenset(name) - NEUTRAL
    if name[0] == "after":  # "post-spinal headache" is a headache after a spinal
        return {*name[1:2]} - NEUTRAL <= later
    telling = [word for word in name if word in core]
    if {*telling[: len(later)]} == later and {*telling[len(later) :]} <= before:  # "back surgery pain"
        return True
    return _halves(name)[1] <= later if "after" in name else not (core & before and core & later)


def _spans(name: tuple[str, ...], order: tuple[str, ...]) -> bool:
    """Return whether a name has words on both sides of "after", if the query has."""
    before, later = _halves(order) if "after" in order else (frozenset(), frozenset())
    return not before or not later or bool(before & {*name} and later & {*name})


def _halves(order: tuple[str, ...]) -> tuple[Words, Words]:
    at = order.index("after")
    return frozenset(order[:at]) - NEUTRAL, frozenset(order[at:]) - NEUTRAL


def _affirmed(book: Book, denied: Words, meaning: Meaning) -> Meaning:
    """Drop the conditions that a query negates; the others become suggestions."""
    if denied.isdisjoint(book.known) and denied.isdisjoint(SUBJECTS):
        return meaning
    keys = [key for key in meaning.keys if not any(name.key == key and name.words & denied for name in book.names)]
    return meaning._replace(keys=tuple(keys or meaning.keys), certain=False, also=())


def asks_of_harm(book: Book, question: str) -> bool:
    """Return whether a query is about harm by the substance ("headache from magnesium"), not about benefit."""
    folded = fold(question)
    words = " ".join(book.subject if form(word) in book.substance else word for word in folded.split())
    return not re.search(LACK, folded) and re.search(harm_pattern(book), words) is not None


def asks_of_safety(question: str) -> bool:
    """Return whether a query is about taking the substance together with something else."""
    return re.search(SAFE, fold(question)) is not None


def harm_pattern(book: Book) -> str:
    """Return the regular expression of a query about harm by the substance; Python and JavaScript read it alike."""
    name = re.escape(book.subject) or "$^"
    causes = rf"\b{name}\b.*\b(?:{_HARM})\b|\bside effects?\b"
    taken = r"(?:after|since) (?:i )?(?:(?:take|taking|took|start|starting|started) )*"
    caused = rf"\b(?:from|due to|because of|caused by|triggered by|{taken})\s*(?:my )?{name}\b"
    worse = rf"\b{name}\b.*\b(?:makes?|making|made)\b.*\bworse\b"
    return f"{causes}|{caused}|{worse}"


def _named(book: Book, asked: Words) -> Meaning:
    """Match a query that has exactly the words of a name, apart from words that don't narrow it."""
    core = asked - NEUTRAL
    fitting = [name for name in book.names if name.core == core and name.words <= asked]
    if not fitting:
        return Meaning()
    keys = book.bearing(max((name.words for name in fitting), key=len))
    also = keys_of(name for name in book.names if name.words > asked)
    return Meaning(keys, len(keys) == 1, tuple(key for key in also if key not in keys))


def _containing(book: Book, asked: Words) -> Meaning:
    """Match a query that contains a name of a condition that also covers all its other words; the longest name wins."""
    core = asked - NEUTRAL
    held = [name for name in book.names if name.core and name.core < core and name.words <= asked]
    held.sort(key=book.longest_first)
    telling = [name for name in held if name.core - book.given] or held
    longest = keys_of(name for name in telling if len(name.core) == len(telling[0].core))
    wider = keys_of(name for name in book.names if name.core > core)
    covering = tuple(key for key in keys_of(held) if core <= book.cover(key, given=book.subject in asked))
    rivals = keys_of(name for name in held if name.own and len(name.core) > 1 and not _is_part(name, telling[0]))
    both = tuple(dict.fromkeys((*covering, *longest, *wider, *rivals)))
    return Meaning(both, len(both) == 1) if covering else Meaning()


def _is_part(name: Name, longer: Name) -> bool:
    """Return whether a name is part of a longer, more specific one ("leg cramps" in pregnancy)."""
    return name.core <= longer.core


def _wider(book: Book, asked: Words) -> Meaning:
    """Match a query whose words are all in longer names, with certainty if only words like "syndrome" are missing.

    A name without its "pain" is another thing: "propofol", "shingles".
    """
    core = asked - NEUTRAL
    same = [name for name in book.names if name.core == core]
    fitting = keys_of(same)
    longer = [name for name in book.covered() if name.core > core and (name.own or _is_near(name, core))]
    wider = keys_of(sorted(longer, key=lambda name: len(name.core)))
    both = tuple(dict.fromkeys((*fitting, *wider)))
    return Meaning(both, len(both) == 1 and any(name.own and "pain" not in name.words for name in same))


def _is_near(name: Name, core: Words) -> bool:
    """Return whether a related name has at most two words more than a query that tells something."""
    return bool(core - GENERIC) and len(name.core - core) <= 2


def _operated(book: Book, asked: Words) -> Meaning:
    """Suggest the names that differ from a query only in the word for an operation: "hernia surgery"."""
    done = asked & OPERATIONS
    what = asked - OPERATIONS - NEUTRAL
    same = (name for name in book.covered() if name.core & OPERATIONS and name.core - OPERATIONS == what)
    return Meaning(keys_of(same) if done and what else (), fit="part")


def _part(book: Book, order: tuple[str, ...]) -> Meaning:
    """Suggest the names that share most with a query, and every whole name in it that is not part of a longer one.

    They share words that few names have, or two words. A condition that is not covered must be named in sequence.
    """
    asked = frozenset(word for word in order if not word.isdigit()) - book.salts
    named = [name for name in book.names if name.core and name.words <= asked and _fits(name.order, order)]
    said = asked - NEUTRAL - GENERIC - book.given
    whole = [name for name in named if name.core - book.given] or ([] if said & book.known else named)
    whole = outermost([name for name in whole if not book.is_left_out(name.key) or _piece(name, order)])
    scores: dict[Id, tuple[int, int, bool]] = {}
    for name in (*whole, *filter(book.suggests, book.names)):
        shared = (asked & name.words) - NEUTRAL - book.given
        if shared - GENERIC or len(shared) > 1 or name in whole:
            score = (len(shared - GENERIC), len(shared), name in whole)
            scores[name.key] = max(scores.get(name.key, score), score)
    most = max((telling for telling, *_others in scores.values()), default=0)
    kept = {name.key for name in whole}
    least = max((scores[key][:2] for key in kept), default=(0, 0))
    best = [key for key, score in scores.items() if key in kept or (score[0] == most and score[:2] >= least)]
    return Meaning(tuple(sorted(best, key=lambda key: (key in kept, scores[key]), reverse=True)), fit="part")


def _piece(name: Name, order: tuple[str, ...]) -> bool:
    """Return whether a name is in a query in sequence, or has just one word that tells anything."""
    return len(name.core) == 1 or any(order[at : at + len(name.order)] == name.order for at in range(len(order)))


def _begun(book: Book, folded: str) -> Meaning:
    """Complete a query of one word, with certainty if it is the beginning of only one name."""
    if len(folded) < _HINTING or not folded.isalpha():
        return Meaning()
    whole = [word for word in sorted(book.known) if word.startswith(folded) and word.isalpha()]
    meanings = [_named(book, frozenset({word})) for word in whole]
    keys = tuple(dict.fromkeys(key for meaning in meanings for key in meaning.keys))
    certain = len(keys) == 1 and len(folded) >= _BEGINNING and all(meaning.certain for meaning in meanings)
    return Meaning(keys, certain, fit="spelling")


def _corrected(book: Book, asked: Words, folded: str) -> Meaning:
    """Suggest the meaning of a query after replacing its unknown words by similar known ones, if all have one.

    A word of up to three letters (here) or with a digit is never corrected; "post X" may be one word ("post herpatic").
    """
    unknown = asked - book.known - NEUTRAL - GENERIC - book.given
    tried = [asked] if 0 < len(unknown) <= _MISSPELLED else []
    for word in unknown:
        post = _respelled(book, f"post{word}") if f"post {word}" in folded else []
        tried = [each - {word} | {other} for each in tried for other in (*_respelled(book, word), *post)]
    ways = (_named, _containing, _wider)
    found = (next((meaning for way in ways if (meaning := way(book, each)).keys), Meaning()) for each in tried)
    return Meaning(tuple(dict.fromkeys(key for meaning in found for key in meaning.keys)), fit="spelling")


def _guessed(book: Book, folded: str, typed: str) -> Meaning:
    """Suggest the names that share most with a query of several words after correcting its unknown words.

    Short words in capitals are abbreviations and stay unchanged; misspelled stop words are ignored.
    """
    order = book.order(folded)
    if len(order) < 2:
        return Meaning()
    capitals = {fold(word) for word in typed.split() if word.isupper() and not typed.isupper()}
    unknown = {word for word in {*order} - book.known - NEUTRAL - GENERIC if not _says_nothing(word)}
    spelled = {word: _respelled(book, word, short=word not in capitals) for word in unknown}
    meant = [word for word, others in spelled.items() if others]
    if not meant or 2 * len(meant) < len(spelled):  # then the other words decide
        return Meaning()
    found = tuple(other for word in order for other in (word, *spelled.get(word, ())))
    return _part(book, found)._replace(fit="spelling")


def _says_nothing(word: str) -> bool:
    """Return whether a word is a misspelled stop word ("agains")."""
    return len(word) > _ONE_EDIT and any(abs(len(stop) - len(word)) < 2 and edits(word, stop, 1) < 2 for stop in STOP)


def _procedure(book: Book, asked: Words) -> Meaning:
    """Suggest the pages on surgery in general for an operation without its own page."""
    if not any(word == "surgery" or is_operation(word) for word in asked):
        return Meaning()
    return _named(book, frozenset({"surgery", "pain"}))._replace(certain=False, also=(), fit="part")


def _respelled(book: Book, word: str, short: bool = False) -> list[str]:
    """Return the known words that are the fewest edits away, if few enough for a typing error."""
    least_letters = _ONE_EDIT - short
    if len(word) < least_letters or not word.isalpha() or word in REAL or word in SUBJECTS:
        return []
    most = 1 if short else 2
    # A short word lacks a letter ("nek"): of the others many are abbreviations.
    known = (other for other in {*book.known, *FORMS} if len(other) >= _ONE_EDIT and other.isalpha())
    near = {other: edits(word, other, most) for other in known if abs(len(other) - len(word)) <= most}
    near = {
        other: count
        for other, count in near.items()
        if count <= 1 or (count == most and max(len(word), len(other)) >= _TWO_EDITS and other[0] == word[0])
    }
    least = min(near.values(), default=0)
    same = [other for other, count in near.items() if count == least]
    return sorted({form(other) for other in same} & {*book.known, *NEUTRAL})


def edits(one: str, other: str, most: int) -> int:
    """Return how many letters to add, drop, change or swap with a neighbour turn one word into the other.

    This is the optimal string alignment distance; if it is above `most`, some number above `most` is returned.
    """
    if len({*one} ^ {*other}) > 2 * most:  # an edit changes at most two letters
        return most + 1
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
