"""A knowledge file of many conditions in the shape of a given one: copies under new ids, with studies of their own."""

from __future__ import annotations

from itertools import cycle, islice
from typing import Any

from msgspec import Struct, structs

from magpain.knowledge import name_index
from magpain.model import Citation, Condition, Knowledge, Study


def grown(knowledge: Knowledge, count: int) -> Knowledge:
    """Return a knowledge of `count` conditions: the file's own over and over, each with its studies and papers."""
    conditions: dict[str, Condition] = {}
    # A finding may rest on a study of another condition, which stays one of none.
    studies: dict[str, Study] = {key: structs.replace(study, conditions=()) for key, study in knowledge.studies.items()}
    citations: dict[str, Citation] = dict(knowledge.citations)
    studies_of: dict[str, tuple[str, ...]] = {}
    for number, key in enumerate(islice(cycle(knowledge.conditions), count)):
        new, old = f"{key}-{number}", knowledge.studies_of.get(key, ())
        studies_of[new] = tuple(f"{study}-{number}" for study in old)
        for study, copy in zip(old, studies_of[new], strict=True):
            record = knowledge.studies[study]
            cited = f"{record.citation}-{number}"
            citations[cited] = knowledge.citations[record.citation]
            studies[copy] = structs.replace(record, citation=cited, conditions=(new,))
        condition, ids = knowledge.conditions[key], dict(zip(old, studies_of[new], strict=True))
        findings = tuple(_renamed(finding, ids) for finding in condition.findings)
        conditions[new] = structs.replace(condition, name=f"{condition.name} {number}", findings=findings)
    found = name_index.index(conditions, knowledge.groups)
    return structs.replace(
        knowledge,
        conditions=conditions,
        studies=studies,
        citations=citations,
        studies_of=studies_of,
        conditions_of=name_index.conditions_of(conditions),
        names=found,
    )


def _renamed(value: Any, ids: dict[str, str], *, named: str = "") -> Any:
    """Return a record in which studies bear their new ids; its citations stay."""
    if isinstance(value, Struct):
        fields = {name: _renamed(getattr(value, name), ids, named=name) for name in value.__struct_fields__}
        return structs.replace(value, **fields)
    if isinstance(value, tuple):
        return tuple(_renamed(item, ids, named=named) for item in value)
    return ids.get(value, value) if isinstance(value, str) and named not in ("id", "cites", "published") else value
