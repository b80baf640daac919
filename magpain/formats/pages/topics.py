"""The background pages: a list of their subjects, or what is known of one, rated first, with numbered references."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import FindingDetail, TopicDetail, TopicPage
from magpain.formats import words
from magpain.formats.blocks import (
    Block,
    Column,
    Gap,
    Grid,
    Heading,
    Items,
    Line,
    Paragraph,
    line,
    muted,
    strong,
)
from magpain.formats.pages import absolute
from magpain.formats.pages.fit import counted
from magpain.formats.pages.references import items_of
from magpain.model import Statement


def blocks(page: TopicPage, *, full: bool) -> Iterator[Block]:
    """Yield a single topic, or all of them if `full`; else what the topics are."""
    yield from _topics(page) if full or len(page.topics) == 1 else _subjects(page)


def _subjects(page: TopicPage) -> Iterator[Block]:
    columns = (Column("Topic"), Column("About"), Column("", numeric=True))
    rows = ((line(strong(each.id)), line(each.title), line(muted(_entries(each)))) for each in page.topics)
    yield Grid(columns, tuple(rows))
    yield Gap()
    yield Paragraph(line(f"To see one topic: magpain {page.command} {page.topics[0].id}"))
    yield Paragraph(line(f"All of it: magpain {page.command} --full"))
    yield Paragraph(line(muted(page.not_advice)))


def _entries(topic: TopicDetail) -> str:
    return counted(len(topic.findings) + len(topic.statements) + len(topic.claims), "entry")


def _topics(page: TopicPage) -> Iterator[Block]:
    places = words.places(page.references)
    for topic in page.topics:
        yield from _topic(topic, page, places)
    yield from _whys(page)
    yield Heading("References")
    yield items_of(page.references)
    yield Gap()
    yield Paragraph(line(muted(page.not_advice)))


def _topic(topic: TopicDetail, page: TopicPage, places: dict[str, int]) -> Iterator[Block]:
    yield Heading(topic.title)
    if topic.summary:
        yield Paragraph(line(strong(topic.summary)))
    if topic.findings:
        columns = (Column("Harm"), Column("Result"), Column("Studies (people)", numeric=True), Column("GRADE"))
        yield Grid(columns, tuple(_finding(finding, places) for finding in topic.findings))
        yield from [Gap()] if topic.statements else []
    if topic.statements:
        yield Items(tuple(_statement(statement, page, places) for statement in topic.statements))
    if topic.claims:
        yield Gap()
        yield Items(tuple(words.claimed(claim, places) for claim in topic.claims))


def _finding(finding: FindingDetail, places: dict[str, int]) -> tuple[Line, ...]:
    """Write a rated harm as a row: in whom and at which dose it was seen, and what that is in numbers."""
    seen_in = "; ".join(part for part in (finding.population, finding.intervention.dose, finding.timepoint) if part)
    numbers = absolute.after_verdict(finding)
    return (
        line(strong(finding.outcome), muted(f" ({seen_in})"), *words.numbers(words.cites(finding), places)),
        line(*words.sign(finding.sign), finding.verdict, " " if numbers else "", *numbers),
        line(words.size(finding.evidence.studies, finding.evidence.participants)),
        words.level_sign(finding.certainty.rating),
    )


def _whys(page: TopicPage) -> Iterator[Block]:
    """Yield how to see why findings are rated as they are."""
    rated = [topic.id for topic in page.topics if topic.findings] if page.command == "safety" else []
    if rated:
        yield Gap()
        yield from (Paragraph(line(muted(f"Why these ratings: magpain why {key}"))) for key in rated)


def _statement(statement: Statement, page: TopicPage, places: dict[str, int]) -> tuple[Line, Line]:
    spacing = f" Spacing: {statement.spacing}." if statement.spacing else ""
    above = statement.above_elemental_mg_per_day
    dose = f" (above {above:g} mg {page.counted_in} a day)" if above else ""
    said = (*line(f"{statement.text}{spacing}{dose}"), *words.numbers(statement.cites, places))
    return line(strong(statement.subject) if statement.subject else "-"), said
