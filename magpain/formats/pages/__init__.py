"""The door to the pages: one for each kind of answer, imported where it is asked for, because each costs start-up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from magpain.answers import (
    AnyBody,
    ChangeList,
    ComparePage,
    ConditionList,
    ConditionPage,
    DosePage,
    ForestPage,
    GroupPage,
    HitList,
    MapPage,
    NumbersPage,
    ProblemList,
    ReferenceList,
    StudyList,
    TopicPage,
    VerifyPage,
    WatchPage,
    WhyPage,
)
from magpain.formats.blocks import Block


def blocks(body: AnyBody, *, full: bool) -> Iterator[Block]:
    """Yield the parts of a body's page; `full` shows what a short page only counts."""
    match body:
        case ConditionPage():
            from magpain.formats.pages import condition

            return condition.blocks(body, full=full)
        case GroupPage():
            from magpain.formats.pages import lists

            return lists.group(body)
        case ConditionList():
            from magpain.formats.pages import lists

            return lists.conditions(body)
        case StudyList():
            from magpain.formats.pages import lists

            return lists.studies(body)
        case ReferenceList():
            from magpain.formats.pages import references

            return references.blocks(body)
        case ProblemList():
            from magpain.formats.pages import problems

            return problems.blocks(body)
        case WhyPage():
            from magpain.formats.pages import why

            return why.blocks(body)
        case ForestPage():
            from magpain.formats.pages import forest

            return forest.blocks(body)
        case MapPage():
            from magpain.formats.pages import gaps

            return gaps.blocks(body)
        case ComparePage():
            from magpain.formats.pages import compare

            return compare.blocks(body)
        case DosePage():
            from magpain.formats.pages import dose

            return dose.blocks(body)
        case TopicPage():
            from magpain.formats.pages import topics

            return topics.blocks(body)
        case HitList():
            from magpain.formats.pages import hits

            return hits.blocks(body)
        case ChangeList():
            from magpain.formats.pages import changes

            return changes.blocks(body)
        case VerifyPage() | NumbersPage() | WatchPage():
            from magpain.formats.pages import verify, watch

            return watch.blocks(body) if isinstance(body, WatchPage) else verify.blocks(body)
        case _:
            assert_never(body)
