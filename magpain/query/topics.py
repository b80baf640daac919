"""The background pages: safety, and how the intervention could act and where its use comes from."""

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
from magpain.model import Id, Knowledge, Statement, Topic
from magpain.query.common import counted_in, references, subject

Command = Literal["safety", "mechanism"]
UNITS = frozenset("ml min mg g mmol l below under above over less than m2".split())


def safety(knowledge: Knowledge, topic: str | None = None) -> Answer[TopicPage]:
    """Return the safety topics, one of them, or what is said of a medicine; raise NoAnswerError if nothing is."""
    return _page(knowledge, "safety", topic)


def mechanism(knowledge: Knowledge, topic: str | None = None) -> Answer[TopicPage]:
    """Return the background topics, one of them, or what is said of something; raise NoAnswerError if nothing is."""
    return _page(knowledge, "mechanism", topic)


def is_subject(knowledge: Knowledge, wanted: str) -> bool:
    """Return whether all words of a question that say something name subjects of safety, such as a medicine."""
    words = frozenset(_telling_words(wanted, subject(knowledge)))
    statements = (statement for topic in knowledge.safety.values() for statement in topic.statements)
    met = frozenset[str]().union(*(_met(statement, words) for statement in statements))
    return bool(met - NEUTRAL) and words - NEUTRAL <= met


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
    details = tuple(TopicDetail(id=key, **structs.asdict(topic)) for key, topic in chosen.items())
    page = TopicPage(topics=details, references=cited, counted_in=counted_in(knowledge), command=command)
    return Answer(page, cited)


def _named(topics: Mapping[Id, Topic], wanted: str) -> dict[Id, Topic]:
    """Return the topics whose id begins with these words, or whose id or title has all of them."""
    begins, words = "-".join(fold(wanted).split()), _forms(wanted)
    return {
        key: topic
        for key, topic in topics.items()
        if begins and (key.startswith(begins) or words <= _forms(key) or words <= _forms(topic.title))
    }


def _about(knowledge: Knowledge, topics: Mapping[Id, Topic], wanted: str) -> dict[Id, Topic]:
    """Return the topics with only the statements about something, such as a medicine or an illness.

    Those whose subject the question names count first, and the words that no subject uses are named; else those that
    mention all its words, which the page says.
    """
    words, whole = frozenset(_telling_words(wanted, subject(knowledge))), _forms(wanted)
    if not words:  # each says little, but a name may be made of them, such as "too much magnesium"
        return _kept(topics, lambda statement: bool(whole) and whole in _subjects(statement), "")
    if about := _kept(topics, lambda statement: bool(_met(statement, words)), ""):
        met = frozenset[str]().union(*(_met(each, words) for topic in about.values() for each in topic.statements))
        return _with_remark(about, _unmet(wanted, subject(knowledge), met))
    remark = f'No entry is about "{wanted}" itself; these mention it.'
    return _kept(topics, lambda statement: words <= _forms(statement.text).union(*_subjects(statement)), remark)


def _kept(topics: Mapping[Id, Topic], fits: Callable[[Statement], bool], remark: str) -> dict[Id, Topic]:
    """Return the topics that have fitting statements, with these and a remark only."""
    found = {key: tuple(filter(fits, topic.statements)) for key, topic in topics.items()}
    return {
        key: structs.replace(topics[key], statements=kept, summary=remark or None, claims=())
        for key, kept in found.items()
        if kept
    }


def _met(statement: Statement, words: frozenset[str]) -> frozenset[str]:
    """Return the words of the subject's names that a question has whole."""
    return frozenset[str]().union(*(name for name in _subjects(statement) if name and name <= words))


def _unmet(wanted: str, own: str, met: frozenset[str]) -> str:
    """Say which words of a question no subject uses: an answer on one medicine is none on another."""
    others = [word for word in fold(wanted).split() if {*_telling_words(word, own)} - met - NEUTRAL]
    return f"Nothing here about: {', '.join(others)} (that does not mean it is safe)." if others else ""


def _with_remark(topics: dict[Id, Topic], remark: str) -> dict[Id, Topic]:
    first = next(iter(topics))
    return topics | ({first: structs.replace(topics[first], summary=remark)} if remark else {})


def _subjects(statement: Statement) -> list[frozenset[str]]:
    """Return each name of a statement's subject as its words: "HIV medicines: atazanavir" has two."""
    parts = re.split(r"[:,();]|\band\b|\bor\b|such as|other", statement.subject or "")
    return [_forms(name) for name in (*parts, *statement.also)]


def _telling_words(text: str, own: str) -> Iterator[str]:
    """Yield the words of a question that say what it is about: no number, no unit, not the intervention's name."""
    for word in fold(text).split():
        if word not in STOP and word != own and not any(char.isdigit() for char in word) and word not in UNITS:
            yield form(word)


def _forms(text: str) -> frozenset[str]:
    return frozenset(map(form, fold(text).split()))


def _nothing(topics: Mapping[Id, Topic], command: Command, wanted: str) -> NoAnswerError:
    """Return the error for a question without an answer; that nothing is said of a medicine doesn't make it safe."""
    import difflib  # only an error needs it

    names = {fold(name): name for topic in topics.values() for each in topic.statements for name in each.also}
    names |= {
        fold(each.subject): each.subject for topic in topics.values() for each in topic.statements if each.subject
    }
    names |= {key.replace("-", " "): key for key in topics}
    close = tuple(names[near] for near in difflib.get_close_matches(fold(wanted), list(names), n=3, cutoff=0.75))
    hint = f"; did you mean {' or '.join(close)}?" if close else f"; to see the topics: magpain {command}"
    caution = " (that does not mean it is safe: ask a pharmacist)" if command == "safety" and not close else ""
    return NoAnswerError(f'nothing here is about "{wanted}"{caution}{hint}', close or tuple(topics))
