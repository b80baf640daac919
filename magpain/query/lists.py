"""The queries that return lists: conditions, studies and references."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from magpain.answers import Answer, ConditionList, ConditionRow, ReferenceList, StudyList, TakenFor
from magpain.errors import NoAnswerError
from magpain.folding import fold
from magpain.model import Id, Knowledge
from magpain.query.common import (
    citations_of,
    cited_by_rows,
    condition_row,
    counted_in,
    members_of,
    references,
    study_detail,
    study_keys,
)
from magpain.query.resolve import resolve

LEVELS = ("high", "moderate", "low", "very-low", "none")


def _name(row: ConditionRow) -> str:
    return row.known_as.casefold()


_SORTS: dict[str, Callable[[ConditionRow], Any]] = {
    "name": _name,
    "level": lambda row: (LEVELS.index(row.evidence_level), _name(row)),
    "studies": lambda row: (-row.studies, _name(row)),
    "participants": lambda row: (-(row.participants or 0), _name(row)),
    "group": lambda row: (row.group, _name(row)),
}


def conditions(knowledge: Knowledge, **filters: str | None) -> Answer[ConditionList]:
    """List the conditions that pass every filter given, with the references of their primary findings."""
    found = condition_list(knowledge, **filters)
    return Answer(found, lambda: cited_by_rows(knowledge, found.conditions))


def condition_list(
    knowledge: Knowledge,
    *,
    group: str | None = None,
    level: str | None = None,
    direction: str | None = None,
    route: str | None = None,
    sort: str | None = "group",
) -> ConditionList:
    """List the conditions that pass every filter given: group id, evidence level, direction, route studied.

    Raises NoAnswerError, with the known groups, for an unknown group.
    """
    if group is not None and group not in knowledge.groups:
        groups = tuple(knowledge.groups)
        raise NoAnswerError(f'there is no group "{group}"; there are: {", ".join(groups)}', groups)
    wanted = {"group": group, "evidence_level": level, "direction": direction}
    rows = [condition_row(knowledge, key, condition) for key, condition in knowledge.conditions.items()]
    kept = [
        item
        for item in rows
        if all(value is None or getattr(item, name) == value for name, value in wanted.items())
        and (route is None or route in item.routes)
    ]
    kept.sort(key=_SORTS[sort or "group"])
    names = {item.group: knowledge.groups[item.group].name for item in kept}
    return ConditionList(conditions=tuple(kept), groups=names)


def studies(knowledge: Knowledge, name: str | None = None) -> Answer[StudyList]:
    """List one study by its id, the studies of a condition or of a group's members, or all, by year."""
    keys, taken_for = _named(knowledge, knowledge.studies, name, study_keys) if name else (knowledge.studies, None)
    details = sorted((study_detail(knowledge, key) for key in keys), key=lambda study: (study.year, study.id))
    cited = references(knowledge, (study.citation for study in details))
    body = StudyList(studies=tuple(details), counted_in=counted_in(knowledge), taken_for=taken_for)
    return Answer(body, cited)


def reference_list(knowledge: Knowledge, name: str | None = None) -> Answer[ReferenceList]:
    """List one citation by its id, the references of a condition or group, or every citation of the file."""
    keys, taken_for = _named(knowledge, knowledge.citations, name, _behind_all) if name else (knowledge.citations, None)
    cited = references(knowledge, keys)
    return Answer(ReferenceList(references=cited, taken_for=taken_for), cited)


def _named(
    knowledge: Knowledge, section: Mapping[Id, Any], name: str, of_condition: Callable[[Knowledge, Id], Iterable[Id]]
) -> tuple[Iterable[Id], TakenFor | None]:
    """Return the record of a section with this id, else those of the condition or group that the name means."""
    key = "-".join(name.casefold().split())
    if key in section and fold(name) not in knowledge.names:
        return (key,), None
    meant, taken_for = resolve(knowledge, name)
    return of_condition(knowledge, meant), taken_for


def _behind_all(knowledge: Knowledge, key: Id) -> Iterator[Id]:
    members = members_of(knowledge, key) if key in knowledge.groups else [key]
    return (cite for member in members for cite in citations_of(knowledge, member))
