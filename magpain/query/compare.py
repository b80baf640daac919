"""Compare conditions side by side."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import Answer, Compared, ComparePage
from magpain.errors import QuestionError
from magpain.folding import fold
from magpain.links import cited_in
from magpain.model import Id, Knowledge
from magpain.query.common import (
    condition_row,
    counted_in,
    doses_studied,
    finding_detail,
    members_of,
    primary_of,
    references,
    subject,
    tally,
)
from magpain.query.resolve import resolve
from magpain.rating import verdict


def compare(knowledge: Knowledge, names: list[str]) -> Answer[ComparePage]:
    """Return two or more conditions side by side; a group is replaced by its members.

    Raises QuestionError if the names mean fewer than two conditions.
    """
    if len(names) > 1 and knowledge.names.get(fold(" ".join(names))):
        raise QuestionError(f'expected two or more conditions; quote a name of several words: "{" ".join(names)}"')
    resolved = [resolve(knowledge, name) for name in names]
    keys = list(dict.fromkeys(key for found, _taken_for in resolved for key in _members(knowledge, found)))
    if len(keys) < 2:
        raise QuestionError(f"expected two or more conditions to compare, found {keys[0] if keys else 'none'}")
    compared = tuple(_compared(knowledge, key) for key in keys)
    cited = references(knowledge, _cited(knowledge, keys))
    page = ComparePage(
        compared=compared,
        references=cited,
        subject=subject(knowledge),
        counted_in=counted_in(knowledge),
        taken_for=tuple(taken for _key, taken in resolved if taken),
    )
    return Answer(page, cited)


def _members(knowledge: Knowledge, key: Id) -> list[Id]:
    return members_of(knowledge, key) if key in knowledge.groups else [key]


def _compared(knowledge: Knowledge, key: Id) -> Compared:
    condition = knowledge.conditions[key]
    primary = primary_of(condition)
    return Compared(
        row=condition_row(knowledge, key, condition),
        level_meaning=verdict.MEANING[condition.evidence_level],
        finding=finding_detail(knowledge, primary) if primary else None,
        tally=tally(knowledge, key),
        doses=tuple(doses_studied(knowledge, key)),
        recommendations=condition.recommendations,
    )


def _cited(knowledge: Knowledge, keys: list[Id]) -> Iterator[Id]:
    for key in keys:
        condition = knowledge.conditions[key]
        yield from cited_in(primary_of(condition))
        yield from cited_in(condition.recommendations)
