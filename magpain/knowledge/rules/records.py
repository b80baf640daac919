"""Rules about the ids, dates and sources of every kind of record."""

from __future__ import annotations

import datetime
import functools
from typing import Any

from msgspec import structs

from magpain.knowledge.name_index import index_key
from magpain.knowledge.rules import common
from magpain.knowledge.rules.citations import COVER_DATES_AHEAD
from magpain.knowledge.rules.common import Violations, repeated
from magpain.links import mentions, references, referring
from magpain.model import (
    Certainty,
    Claim,
    Condition,
    Effect,
    Finding,
    Group,
    IntegrityCheck,
    Knowledge,
    NotCovered,
    PublishedRating,
    Recommendation,
    Record,
    ReferenceIntake,
    UpperLimit,
)


def ids_resolve(record: Record, knowledge: Knowledge) -> Violations:
    """Every id that a record refers to must exist in the file."""
    for path, section, key in references(record):
        if key not in _section(knowledge, section):
            yield path, f'expected the id of a record under `{section}`, found "{key}" (no such id)'


def id_is_named_once(record: Record, _knowledge: Knowledge) -> Violations:
    """A list of ids must not contain duplicates."""
    for name, _section in referring(type(record)):
        ids = getattr(record, name)
        if isinstance(ids, tuple) and name != "studies" and len({*ids}) < len(ids):
            for number, key in repeated(ids):
                yield (name, number), f'expected each id once, found "{key}" again'


def date_is_not_in_future(record: Record, _knowledge: Knowledge) -> Violations:
    """Dates must not be in the future (time zones: one day; date of publication: one year)."""
    for name in dated(type(record)):
        value = getattr(record, name)
        latest = common.latest() + (COVER_DATES_AHEAD if name == "issued" else datetime.timedelta())
        if value is not None and str(value) > latest.isoformat():
            yield (name,), f"expected a date not in the future, found {value}"


def integrity_says_when(check: IntegrityCheck, _knowledge: Knowledge) -> Violations:
    """A publication-integrity status must give the date on which it was checked."""
    if check.status != "unchecked" and check.checked_on is None:
        yield ("status",), "expected `checked_on`, the date this status was checked, found none"
    if check.status == "not-listed" and check.list is None:
        yield ("status",), "expected `list`, the name of the list that was searched, found none"


def former_id_is_free(record: Condition | Group, knowledge: Knowledge) -> Violations:
    """A condition or group must not reuse another's former id, so that the old id leads to the right page."""
    for number, key in enumerate(record.formerly):
        if key in knowledge.conditions or key in knowledge.groups:
            yield ("formerly", number), f'expected an id that is not in use, found "{key}"'


def not_covered_has_no_page(record: NotCovered, knowledge: Knowledge) -> Violations:
    """A condition that is not covered must not share a name with a condition or group that has a page."""
    for path, name in (
        (("name",), record.name),
        *((("synonyms", at), each) for at, each in enumerate(record.synonyms)),
    ):
        for key in knowledge.names.get(index_key(name), ()):
            if key not in knowledge.not_covered:
                yield path, f'expected a name that has no page, found a name of "{key}"'


def year_is_not_after_source(record: Recommendation | ReferenceIntake | UpperLimit, knowledge: Knowledge) -> Violations:
    """A guideline, intake or limit should not be dated later than all its sources (web pages may be dated before)."""
    issued = [knowledge.citations[key].issued[:4] for key in record.cites if key in knowledge.citations]
    if issued and f"{record.year:04}" > max(issued):
        message = f"expected {max(issued)} or earlier (the year of the newest source cited), found {record.year}"
        yield ("year",), message


def retracted_supports_no_claim(claim: Claim, knowledge: Knowledge) -> Violations:
    """A claim rated supported or partly supported must not cite a retracted paper."""
    for number, key in enumerate(claim.cites):
        citation = knowledge.citations.get(key)
        if citation and citation.integrity.status == "retracted" and claim.verdict in ("supported", "partly-supported"):
            yield ("cites", number), f'expected a source that is not retracted, found "{key}" (retracted)'


def retracted_supports_nothing(
    record: Finding | Effect | Certainty | Recommendation | PublishedRating, knowledge: Knowledge
) -> Violations:
    """A retracted study must not support a finding, its numbers, a rating or a recommendation."""
    for path, section, key in references(record):
        study = knowledge.studies.get(key) if section == "studies" else None
        citation = knowledge.citations.get(study.citation if study else key)
        if citation and citation.integrity.status == "retracted":
            yield path, f'expected a source that is not retracted, found "{key}" (retracted)'


def _section(knowledge: Knowledge, section: str) -> Any:
    return knowledge.dosing.forms if section == "forms" else getattr(knowledge, section)


@functools.cache
def dated(kind: type[Record]) -> tuple[str, ...]:
    """Return the fields of a kind of record that contain a date."""
    return tuple(
        field.name for field in structs.fields(kind) if field.name == "issued" or mentions(field.type, datetime.date)
    )
