"""The ids that the records of a knowledge file refer to, and the section that must contain each of them."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from msgspec import Struct, structs

Path = tuple[str | int, ...]

# Fields that contain ids, and the section that must contain each id.
_REFERRING = {
    "cites": "citations",
    "made_in": "citations",
    "also_reported_in": "citations",
    "citation": "citations",
    "source": "citations",
    "rated_by": "citations",
    "judged_by": "citations",
    "studies": "studies",
    "conditions": "conditions",
    "group": "groups",
    "nearest": "conditions",
    "form_id": "forms",
    "threshold": "thresholds",
    "over": "studies",
}
# The rater fields alone may contain this name instead of a citation's id.
OURSELVES = "magpain"
_RATERS = ("rated_by", "judged_by")


def references(record: Struct) -> list[tuple[Path, str, str]]:
    """Return every id in a record's own fields: the path, the section that must contain the id, and the id."""
    found: list[tuple[Path, str, str]] = []
    for name, section in referring(type(record)):
        value = getattr(record, name)
        if not value:
            continue
        if isinstance(value, tuple):
            found += [((name, number), section, key) for number, key in enumerate(value) if isinstance(key, str)]
        elif isinstance(value, str) and not (value == OURSELVES and name in _RATERS):
            found.append(((name,), section, value))
    return found


def result_names(outcome: str, timepoint: str | None) -> tuple[str, ...]:
    """Return the names that a finding may use for a study's result: its outcome, alone or with its time point."""
    return (outcome, f"{outcome}, {timepoint}") if timepoint else (outcome,)


def section_of(field: str) -> str | None:
    """Return the section that must contain the ids in a field of this name, or None if the field has no ids."""
    return _REFERRING.get(field)


@cache
def referring(kind: type[Struct]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kind of record that contain ids, and the section of each."""
    return tuple((name, section) for name, section in _REFERRING.items() if name in kind.__struct_fields__)


@cache
def plain_fields(kind: type[Struct]) -> tuple[str, ...]:
    """Return the fields of a kind of record that contain no ids of other records."""
    return tuple(name for name in kind.__struct_fields__ if name not in _REFERRING)


@cache
def holding(kind: type[Struct]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kind of record that contain records: their names in the file and in the code."""
    return tuple((field.encode_name, field.name) for field in structs.fields(kind) if mentions(field.type, Struct))


def mentions(hint: Any, kind: type) -> bool:
    """Return whether a type is of this kind, or contains one that is."""
    return issubclass(hint, kind) if isinstance(hint, type) else any(mentions(part, kind) for part in get_args(hint))


def cited_in(record: Any) -> list[str]:
    """Return the ids of the citations in a record and the records within it, in the order of its fields."""
    found: list[str] = []
    _gather(record, found)
    return found


def _gather(value: Any, found: list[str]) -> None:
    if isinstance(value, Struct):
        citing, nested = _citing(type(value))
        if citing:
            found += [key for _path, section, key in references(value) if section == "citations"]
        for name in nested:
            if part := getattr(value, name):
                _gather(part, found)
    elif isinstance(value, tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            _gather(item, found)


@cache
def _citing(kind: type[Struct]) -> tuple[bool, tuple[str, ...]]:
    """Return whether a kind of record has citations itself, and its fields with records that have them."""
    itself = any(section == "citations" for _name, section in referring(kind))
    held = ((field.name, _records(field.type)) for field in structs.fields(kind))
    return itself, tuple(name for name, kinds in held if any(any(_citing(each)) for each in kinds))


def _records(hint: Any) -> set[type[Struct]]:
    """Return the kinds of records that a type contains."""
    if isinstance(hint, type):
        return {hint} if issubclass(hint, Struct) else set()
    return set().union(*map(_records, get_args(hint)))
