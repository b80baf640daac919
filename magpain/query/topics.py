"""The background pages: safety, and how the intervention could act and where its use comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import structs

from magpain.answers import Answer, TopicDetail, TopicPage
from magpain.errors import NoAnswerError
from magpain.links import cited_in
from magpain.model import Id, Knowledge, Topic
from magpain.query.common import counted_in, references

Command = Literal["safety", "mechanism"]


def safety(knowledge: Knowledge, topic: str | None = None) -> Answer[TopicPage]:
    """Return the safety topics, or one; raise NoAnswerError where there is no such topic."""
    return _page(knowledge, "safety", topic)


def mechanism(knowledge: Knowledge, topic: str | None = None) -> Answer[TopicPage]:
    """Return the background topics, or one; raise NoAnswerError where there is no such topic."""
    return _page(knowledge, "mechanism", topic)


def _page(knowledge: Knowledge, command: Command, wanted: str | None) -> Answer[TopicPage]:
    section = "safety" if command == "safety" else "background"
    topics: Mapping[Id, Topic] = getattr(knowledge, section)
    if not topics:
        raise NoAnswerError(f'this knowledge file has no section "{section}"')
    chosen = {key: topic for key, topic in topics.items() if wanted is None or key.startswith(wanted.casefold())}
    if not chosen:
        known = tuple(topics)
        raise NoAnswerError(f'no topic named "{wanted}"; choose from: {", ".join(known)}', known)
    cited = references(knowledge, (key for topic in chosen.values() for key in cited_in(topic)))
    details = tuple(TopicDetail(id=key, **structs.asdict(topic)) for key, topic in chosen.items())
    page = TopicPage(topics=details, references=cited, counted_in=counted_in(knowledge), command=command)
    return Answer(page, cited)
