"""The background pages: a list of topics, or what is known about one.

The short page of a topic fits a terminal: rated harms, then what to do in each case, as far as there is room, and the
rest by name. The full page has every harm and statement in full, with numbered references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from magpain.answers import HarmDetail, TopicDetail, TopicPage
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
from magpain.formats.pages import absolute, harms
from magpain.formats.pages.fit import Amounts, fitted
from magpain.formats.pages.references import items_of
from magpain.model import Statement
from magpain.rating.verdict import counted

_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_WHOLE = "All of it: the same command with --full"


def blocks(page: TopicPage, *, full: bool) -> Iterator[Block]:
    """Yield all topics if `full`; else a single one in short, or the list of topics."""
    if full:
        yield from _topics(page)
    else:
        yield from _short(page) if len(page.topics) == 1 else _subjects(page)


def _short(page: TopicPage) -> list[Block]:
    topic = page.topics[0]
    numbers = {"harms": len(topic.findings), "entries": len(topic.statements), "whole": len(topic.statements)}
    extras = [(part, amount) for part, number in numbers.items() for amount in range(1, number + 1)]
    return fitted(page, lambda shown: list(_built(page, shown)), dict.fromkeys(numbers, 0), extras)


def _built(page: TopicPage, shown: Amounts) -> Iterator[Block]:
    """Yield a topic with the given number of its harms and statements, and of statements in full."""
    topic = page.topics[0]
    yield Heading(topic.title)
    if topic.summary:
        yield Paragraph(line(strong(topic.summary)))
    rated = sorted(topic.findings, key=harms.by_direction)
    if shown["harms"]:
        yield Items(tuple(_harm_in_short(each) for each in rated[: shown["harms"]]))
    yield from _named("rated harm", [each.outcome for each in rated[shown["harms"] :]])
    there, left = topic.statements[: shown["entries"]], topic.statements[shown["entries"] :]
    if there:
        yield Items(tuple(_in_short(each, page, whole=at < shown["whole"]) for at, each in enumerate(there)))
    yield from _named("entry", [each.subject or "" for each in left])
    cut = (
        "details" if shown["whole"] < len(there) or rated else "",
        counted(len(topic.claims), "claim") if topic.claims else "",
        counted(len(page.references), "source"),
    )
    yield Paragraph(line(muted(f"Not shown: {'; '.join(part for part in cut if part)}. ")), line(_WHOLE))
    yield from _whys(page)
    yield Paragraph(line(muted(page.not_advice)))


def _named(what: str, names: list[str]) -> Iterator[Block]:
    """Yield how many entries of a kind are left out, by name."""
    if named := dict.fromkeys(filter(None, names)):
        yield Paragraph(line(muted(f"{counted(len(names), what)} more: "), f"{'; '.join(named)}."))


def _harm_in_short(harm: HarmDetail) -> tuple[Line, Line]:
    """Write a rated harm after its name: its frequency, population, dose and certainty."""
    told = (absolute.in_few_words(harm), harm.population, harm.intervention.dose)
    return line(strong(harm.outcome)), (*words.sign(harm.sign), *harms.in_words(harm, *told))


def _in_short(statement: Statement, page: TopicPage, *, whole: bool) -> tuple[Line, Line]:
    """Write a statement without references: in full, or only its first sentence, which says what to do."""
    label, said = _statement(statement, page, {})
    if whole:
        return label, said
    first, *_others = _SENTENCES.split(statement.text, maxsplit=1)
    return label, line(f"{first}{_spacing(statement)}")


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
    if any(topic.findings for topic in page.topics):
        yield Gap()
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
        yield harms.table(topic.findings, places)
        yield from [Gap()] if topic.statements else []
    if topic.statements:
        yield Items(tuple(_statement(statement, page, places) for statement in topic.statements))
    if topic.claims:
        yield Gap()
        yield Items(tuple(words.claimed(claim, places) for claim in topic.claims))


def _whys(page: TopicPage) -> Iterator[Block]:
    """Yield the command that explains the ratings of harms."""
    rated = [topic.id for topic in page.topics if topic.findings] if page.command == "safety" else []
    yield from (Paragraph(line(muted(f"Why these ratings: magpain why {key}"))) for key in rated)


def _spacing(statement: Statement) -> str:
    return f" Spacing: {statement.spacing}." if statement.spacing else ""


def _statement(statement: Statement, page: TopicPage, places: dict[str, int]) -> tuple[Line, Line]:
    above = statement.above_elemental_mg_per_day
    dose = f" (above {above:g} mg {page.counted_in} a day)" if above else ""
    said = (*line(f"{statement.text}{_spacing(statement)}{dose}"), *words.numbers(statement.cites, places))
    return line(strong(statement.subject) if statement.subject else "-"), said
