"""The background pages: statements with numbered references, and what people claim."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import TopicDetail, TopicPage
from magpain.formats import words
from magpain.formats.blocks import Block, Gap, Heading, Items, Line, Paragraph, line, muted, strong
from magpain.formats.pages.references import items_of
from magpain.model import Statement


def blocks(page: TopicPage, *, full: bool) -> Iterator[Block]:
    """Yield every topic, and the references behind them."""
    places = words.places(page.references)
    for topic in page.topics:
        yield from _topic(topic, page, places)
    yield Heading("References")
    yield items_of(page.references)
    yield Gap()
    yield Paragraph(line(muted(page.not_advice)))


def _topic(topic: TopicDetail, page: TopicPage, places: dict[str, int]) -> Iterator[Block]:
    yield Heading(topic.title)
    if topic.summary:
        yield Paragraph(line(strong(topic.summary)))
    yield Items(tuple(_statement(statement, page, places) for statement in topic.statements))
    if topic.claims:
        yield Gap()
        yield Items(tuple(words.claimed(claim, places) for claim in topic.claims))


def _statement(statement: Statement, page: TopicPage, places: dict[str, int]) -> tuple[Line, Line]:
    spacing = f" Spacing: {statement.spacing}." if statement.spacing else ""
    above = statement.above_elemental_mg_per_day
    dose = f" (above {above:g} mg of {page.counted_in} a day)" if above else ""
    said = (*line(f"{statement.text}{spacing}{dose}"), *words.numbers(statement.cites, places))
    return line(strong(statement.subject) if statement.subject else "-"), said
