"""The queries for the background pages: safety, and mechanism and history."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from msgspec import structs

from magpain.answers import Answer, TopicDetail, TopicPage
from magpain.errors import NoAnswerError
from magpain.folding import fold
from magpain.knowledge.lexicon import NEUTRAL, STOP, form
from magpain.links import cited_in
from magpain.model import Finding, Id, Knowledge, Statement, Topic
from magpain.query.common import counted_in, harm_detail, references, subject
from magpain.query.name_match import edits, without_ages

Command = Literal["safety", "mechanism"]
Entry = Statement | Finding
# The lengths from which a word may have one typing error, and two.
_ONE_EDIT, _TWO_EDITS = 5, 8
UNITS = frozenset("ml min mg g mmol l below under above over less than m2".split())
# Words of a question about taking two things, which name neither.
ASKING = frozenset(
    "apart avoid both danger dangerous gap harmful hour hours leave mag ok okay risk risky safe safety same separate "
    "space spacing stage supp supps together".split()
)


def safety(knowledge: Knowledge, topic: str | None = None) -> Answer[TopicPage]:
    """Return the safety topics, one of them, or the entries on a medicine; raise NoAnswerError if there are none."""
    return _page(knowledge, "safety", topic)


def mechanism(knowledge: Knowledge, topic: str | None = None) -> Answer[TopicPage]:
    """Return the background topics, one of them, or the entries on a subject; raise NoAnswerError if there are none."""
    return _page(knowledge, "mechanism", topic)


def is_subject(knowledge: Knowledge, wanted: str) -> bool:
    """Return whether all informative words of a query name subjects of safety, such as a medicine."""
    words = frozenset(_telling_words(wanted, subject(knowledge)))
    met = frozenset[str]().union(*_longest(knowledge.safety, words))
    return bool(met - NEUTRAL) and words - NEUTRAL - ASKING <= met


def subject_words(knowledge: Knowledge) -> list[str]:
    """Return the words of each name of a subject of safety, each name once."""
    statements = (statement for topic in knowledge.safety.values() for statement in topic.statements)
    return sorted({" ".join(sorted(name)) for statement in statements for name in _subjects(statement) if name})


def _page(knowledge: Knowledge, command: Command, wanted: str | None) -> Answer[TopicPage]:
    section = "safety" if command == "safety" else "background"
    topics: Mapping[Id, Topic] = getattr(knowledge, section)
    if not topics:
        raise NoAnswerError(f'this knowledge file has no section "{section}"')
    chosen = dict(topics) if wanted is None else _named(topics, wanted) or _about(knowledge, topics, wanted)
    if not chosen:
        raise _nothing(topics, command, wanted or "")
    cited = references(knowledge, (key for topic in chosen.values() for key in cited_in(topic)))
    details = tuple(_detail(knowledge, key, topic) for key, topic in chosen.items())
    page = TopicPage(topics=details, references=cited, counted_in=counted_in(knowledge), command=command)
    return Answer(page, cited)


def _detail(knowledge: Knowledge, key: Id, topic: Topic) -> TopicDetail:
    findings = tuple(harm_detail(knowledge, finding) for finding in topic.findings)
    return TopicDetail(id=key, **structs.asdict(topic) | {"findings": findings})


def _named(topics: Mapping[Id, Topic], wanted: str) -> dict[Id, Topic]:
    """Return the topics whose id begins with these words, or whose id or title has all of them."""
    begins, words = "-".join(fold(wanted).split()), _forms(wanted)
    return {
        key: topic
        for key, topic in topics.items()
        if begins and (key.startswith(begins) or words <= _forms(key) or words <= _forms(topic.title))
    }


def _about(knowledge: Knowledge, topics: Mapping[Id, Topic], wanted: str) -> dict[Id, Topic]:
    """Return the topics with only their entries about a subject, such as a medicine, an illness or a harm.

    Entries whose subject the query names come first: the subject of a finding is its outcome, and statements that only
    mention that harm are kept too. The page lists the words that no subject uses. If no subject is named, the entries
    that mention all the words are kept, and the page says so.
    """
    wanted, own = without_ages(fold(wanted)), subject(knowledge)
    words, whole = frozenset(_telling_words(wanted, own)), _forms(wanted)
    if not words - NEUTRAL:  # each says little, but a name may be made of them, such as "too much magnesium"
        return _kept(topics, lambda entry: any(name and name <= whole for name in _subjects(entry)), "")
    asked = _longest(topics, words)
    rated = any(_met(finding, asked) for topic in topics.values() for finding in topic.findings)
    if about := _kept(topics, lambda entry: _met(entry, asked) or (rated and _mentions(entry, words)), ""):
        return _with_remark(_best_first(about, asked), _unmet(wanted, own, frozenset[str]().union(*asked)))
    remark = f'No entry is about "{wanted}" itself; these mention it.'
    return _kept(topics, lambda entry: _mentions(entry, words - NEUTRAL), remark)


def _best_first(topics: dict[Id, Topic], asked: set[frozenset[str]]) -> dict[Id, Topic]:
    """Put the statements that the query names in most ways first, and their topics too."""

    def rank(entry: Entry) -> int:
        return -len(asked.intersection(_subjects(entry)))

    def first(topic: Topic) -> int:
        return min(rank(entry) for entries in (topic.statements, topic.findings) for entry in entries)

    sorts = {
        key: structs.replace(topic, statements=tuple(sorted(topic.statements, key=rank)))
        for key, topic in topics.items()
    }
    return dict(sorted(sorts.items(), key=lambda item: first(item[1])))


def _kept(topics: Mapping[Id, Topic], fits: Callable[[Entry], bool], remark: str) -> dict[Id, Topic]:
    """Return the topics with matching statements or findings, with only these and a remark."""
    found = {
        key: (tuple(filter(fits, topic.statements)), tuple(filter(fits, topic.findings)))
        for key, topic in topics.items()
    }
    return {
        key: structs.replace(topics[key], statements=said, findings=rated, summary=remark or None, claims=())
        for key, (said, rated) in found.items()
        if said or rated
    }


def _longest(topics: Mapping[Id, Topic], words: frozenset[str]) -> set[frozenset[str]]:
    """Return the names of subjects that are whole in a query, without those within a longer one ("Epsom salt bath")."""
    entries: list[Entry] = [entry for topic in topics.values() for entry in topic.statements]
    entries += [entry for topic in topics.values() for entry in topic.findings]
    whole = {name for entry in entries for name in _subjects(entry) if name and name <= words}
    return {name for name in whole if not any(name < other for other in whole)}


def _met(entry: Entry, asked: set[frozenset[str]]) -> bool:
    return not asked.isdisjoint(_subjects(entry))


def _unmet(wanted: str, own: str, met: frozenset[str]) -> str:
    """Return a remark on the words of a query that no subject uses: another medicine may differ."""
    others = [word for word in fold(wanted).split() if {*_telling_words(word, own)} - met - NEUTRAL]
    return f"Nothing here about: {', '.join(others)} (that does not mean it is safe)." if others else ""


def _with_remark(topics: dict[Id, Topic], remark: str) -> dict[Id, Topic]:
    first = next(iter(topics))
    return topics | ({first: structs.replace(topics[first], summary=remark)} if remark else {})


def _subjects(entry: Entry) -> list[frozenset[str]]:
    """Return each name of an entry's subject as its words: "HIV medicines: atazanavir" has two."""
    subject, also = (entry.subject, entry.also) if isinstance(entry, Statement) else (entry.outcome, ())
    parts = re.split(r"[:,();]|\band\b|\bor\b|such as|other", subject or "")
    return [_said(name) for name in (*parts, *also)]


def _said(name: str) -> frozenset[str]:
    """Return the words of a name, without those that say little if two others are left ("milk of magnesia")."""
    telling = frozenset(form(word) for word in fold(name).split() if word not in STOP)
    return telling if len(telling) > 1 else _forms(name)


def _mentions(entry: Entry, words: frozenset[str]) -> bool:
    text = entry.text if isinstance(entry, Statement) else entry.population
    return words <= _forms(text).union(*_subjects(entry))


def _telling_words(text: str, own: str) -> Iterator[str]:
    """Yield the informative words of a query: no numbers, no units and not the intervention's name."""
    for word in fold(text).split():
        if word not in STOP and word != own and not any(char.isdigit() for char in word) and word not in UNITS:
            yield form(word)


def _forms(text: str) -> frozenset[str]:
    return frozenset(map(form, fold(text).split()))


def _nothing(topics: Mapping[Id, Topic], command: Command, wanted: str) -> NoAnswerError:
    """Return the error for a query without an answer; it says that a medicine without an entry is not thereby safe."""
    names = [
        name for topic in topics.values() for each in topic.statements for name in (each.subject or "", *each.also)
    ]
    names += [each.outcome for topic in topics.values() for each in topic.findings]
    close = _respelled(wanted, {word for name in (*names, *topics) for word in fold(name).split()})
    hint = f"; did you mean {' or '.join(close)}?" if close else f"; to see the topics: magpain {command}"
    caution = " (that does not mean it is safe: ask a pharmacist)" if command == "safety" and not close else ""
    return NoAnswerError(f'nothing here is about "{wanted}"{caution}{hint}', close or tuple(topics))


def _respelled(wanted: str, known: set[str]) -> tuple[str, ...]:
    """Return the words of subjects that an unknown word of a query may be a misspelling of, the nearest first."""
    unknown = [word for word in fold(wanted).split() if len(word) >= _ONE_EDIT and word not in known | STOP]
    near = {(edits(word, other, 2), other): word for word in unknown for other in known if word[0] == other[0]}
    return tuple(other for (count, other), word in sorted(near.items()) if count <= 1 + (len(word) >= _TWO_EDITS))
