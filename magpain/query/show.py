"""The query for the page of one condition or group."""

from __future__ import annotations

from msgspec import structs

from magpain.answers import Answer, ConditionDetail, ConditionPage, GroupDetail, GroupPage
from magpain.emergency import urgent
from magpain.model import Id, Knowledge
from magpain.query import common
from magpain.query.common import (
    citations_of,
    cites_of_rows,
    condition_row,
    doses_studied,
    finding_detail,
    harms,
    members_of,
    primary_first,
    references,
    tally,
)
from magpain.query.resolve import resolve
from magpain.rating import verdict


def show(knowledge: Knowledge, name: str) -> Answer[ConditionPage | GroupPage]:
    """Return the page of the condition or group that a name means; raise NoAnswerError if none or several match."""
    key, taken_for = resolve(knowledge, name)
    bare, cites = page(knowledge, key)
    cited = references(knowledge, cites)
    body = structs.replace(bare, references=cited, taken_for=taken_for, urgent=urgent(name))
    return Answer(body, cited)


def page(knowledge: Knowledge, key: Id) -> tuple[ConditionPage | GroupPage, tuple[Id, ...]]:
    """Return the page of a condition or group without its references, and the references' ids in order."""
    if key in knowledge.groups:
        return _group_page(knowledge, key)
    return _condition_page(knowledge, key)


def _condition_page(knowledge: Knowledge, key: Id) -> tuple[ConditionPage, tuple[Id, ...]]:
    condition = knowledge.conditions[key]
    fields = structs.asdict(condition) | {
        "findings": tuple(finding_detail(knowledge, finding) for finding in primary_first(condition))
    }
    summary = condition_row(knowledge, key, condition)
    detail = ConditionDetail(
        id=key,
        group_name=knowledge.groups[condition.group].name,
        verdict=summary.verdict,
        verdict_short=summary.verdict_short,
        sign=summary.sign,
        level_meaning=verdict.MEANING[condition.evidence_level],
        tally=tally(knowledge, key),
        doses=tuple(doses_studied(knowledge, key)),
        harms=tuple(harms(knowledge, key)),
        **fields,
    )
    body = ConditionPage(
        condition=detail,
        references=(),
        counted_in=common.counted_in(knowledge),
        subject=common.subject(knowledge),
        provenance=knowledge.provenance,
    )
    return body, tuple(dict.fromkeys(citations_of(knowledge, key)))


def _group_page(knowledge: Knowledge, key: Id) -> tuple[GroupPage, tuple[Id, ...]]:
    group = knowledge.groups[key]
    members = [condition_row(knowledge, member, knowledge.conditions[member]) for member in members_of(knowledge, key)]
    detail = GroupDetail(
        id=key, name=group.name, summary=group.summary, synonyms=group.synonyms, members=tuple(members)
    )
    return GroupPage(group=detail, references=()), tuple(dict.fromkeys(cites_of_rows(knowledge, members)))
