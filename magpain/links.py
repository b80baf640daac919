"""Which ids the records of a knowledge file name, and where in the file each of them must stand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct

Path = tuple[str | int, ...]

# Fields that hold ids, and the section where each id must stand.
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
    "form_id": "forms",
}
# As a rater, and in no other field, magpain names itself and no citation.
OURSELVES = "magpain"
_RATERS = ("rated_by", "judged_by")


def references(record: Struct) -> Iterator[tuple[Path, str, str]]:
    """Yield every id that a record itself names: the field, the section that it must stand in, and the id."""
    for name, section in _referring(type(record)):
        value = getattr(record, name)
        if isinstance(value, tuple):
            for number, key in enumerate(value):
                if isinstance(key, str):
                    yield (name, number), section, key
        elif isinstance(value, str) and not (value == OURSELVES and name in _RATERS):
            yield (name,), section, value


@cache
def _referring(kind: type[Struct]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kind of record that hold ids, and the section of each."""
    return tuple((name, section) for name, section in _REFERRING.items() if name in kind.__struct_fields__)


def cited_in(record: Any) -> Iterator[str]:
    """Yield the ids of the citations that a record, and the records within it, name, in the order of its fields."""
    if isinstance(record, Struct):
        yield from (key for _path, section, key in references(record) if section == "citations")
        for name in record.__struct_fields__:
            yield from cited_in(getattr(record, name))
    elif isinstance(record, tuple):
        for item in record:
            yield from cited_in(item)
