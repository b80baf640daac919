"""The background pages: safety, and how the intervention could act and where its use comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import structs

from magpain.answers import Answer, TopicDetail, TopicPage
from magpain.errors import NoAnswerError
from magpain.knowledge.lexicon import STOP, form
from magpain.links import cited_in
from magpain.model import Id, Knowledge, Statement, Topic
from magpain.query.common import counted_in, references, subject
from magpain.spelling import fold

Command = Literal["safety", "mechanism"]
_UNITS = frozenset("ml min mg g mmol l below under above over less than m2".split())


def safety(knowledge: Knowledge, topic: str | None = None) -> Answer[TopicPage]:
    """Return the safety topics, one of them, or what is said of a medicine; raise NoAnswerError if nothing is."""
    return _page(knowledge, "safety", topic)


def mechanism(knowledge: Knowledge, topic: str | None = None) -> Answer[TopicPage]:
    """Return the background topics, one of them, or what is said of something; raise NoAnswerError if nothing is."""
    return _page(knowledge, "mechanism", topic)


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
    """Return the topics whose id begins with these words, or whose title has just these."""
    begins, words = "-".join(fold(wanted).split()), _forms(wanted)
    return {
        key: topic
        for key, topic in topics.items()
        if begins and (key.startswith(begins) or words in (_forms(key), _forms(topic.title)))
    }


def _about(knowledge: Knowledge, topics: Mapping[Id, Topic], wanted: str) -> dict[Id, Topic]:
    """Return the topics with only the statements about something, such as a medicine or an illness.

    Those count first whose subject the question names; then those that have all its words in their subject, or else in
    their text too. A name may be made of words that say little, such as "too much magnesium": it must be asked whole.
    """
    words, whole = frozenset(_telling(wanted, subject(knowledge))), _forms(wanted)
    ways = (
        lambda statement: any(name and (name <= words or name == whole) for name in _subjects(statement)),
        lambda statement: words <= frozenset().union(*_subjects(statement)),
        lambda statement: words <= _forms(statement.text).union(*_subjects(statement)),
    )
    for fits in ways if words else ways[:1]:
        found = {key: tuple(filter(fits, topic.statements)) for key, topic in topics.items()}
        if any(found.values()):
            return {
                key: structs.replace(topics[key], statements=kept, summary=None, claims=())
                for key, kept in found.items()
                if kept
            }
    return {}


def _subjects(statement: Statement) -> list[frozenset[str]]:
    """Return each name of a statement's subject as its words: "HIV medicines: atazanavir" has two."""
    parts = re.split(r"[:,();]|\band\b|\bor\b|such as|other", statement.subject or "")
    return [_forms(name) for name in (*parts, *statement.also)]


def _telling(text: str, own: str) -> Iterator[str]:
    """Yield the words of a question that say what it is about: no number, no unit, not the intervention's name."""
    for word in fold(text).split():
        if word not in STOP and word != own and not any(char.isdigit() for char in word) and word not in _UNITS:
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
