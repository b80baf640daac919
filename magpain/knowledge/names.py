"""By which names a condition or group is found, and which studies and conditions belong to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from magpain.model import Condition, Group, Id, Study
from magpain.spelling import fold

# A name as it stands in the index: folded, how it ranks, whether its bearer is a condition (0) or a group (1), and who
# bears it.
Row = tuple[str, int, int, Id]
# An id outranks a name, a name a synonym, and a synonym a code: whatever else is called so, an id leads home.
_ID, _NAME, _SYNONYM, _CODE = range(4)


def rows(key: Id, record: Condition | Group) -> Iterator[Row]:
    """Yield every name that a condition or group bears: its id, name, synonyms and codes."""
    codes = (*record.codes.mesh, *record.codes.icd11) if isinstance(record, Condition) else ()
    place = 0 if isinstance(record, Condition) else 1
    for rank, spelled in ((_ID, (key,)), (_NAME, (record.name,)), (_SYNONYM, record.synonyms), (_CODE, codes)):
        for spelling in spelled:
            yield fold(spelling), rank, place, key


def index(conditions: Mapping[Id, Condition], groups: Mapping[Id, Group]) -> dict[str, tuple[Id, ...]]:
    """Return every folded id, name, synonym and code with the ids that bear it."""
    everything: list[tuple[Id, Condition | Group]] = [*conditions.items(), *groups.items()]
    found = [row for key, record in everything for row in rows(key, record)]
    return bearers(sorted(found, key=lambda row: (-row[1], row[2])))


def bearers(found: Iterable[Row]) -> dict[str, tuple[Id, ...]]:
    """Return the ids that bear each name: of those that do, those that it ranks highest for.

    The rows come by rank, the lowest first, since what outranks them then takes their place.
    """
    ranks: dict[str, int] = {}
    keys: dict[str, dict[Id, None]] = {}
    for folded, rank, _place, key in found:
        if ranks.get(folded) != rank:
            ranks[folded] = rank
            keys[folded] = {}
        keys[folded][key] = None
    return {folded: tuple(ids) for folded, ids in keys.items()}


def studies_of(studies: Mapping[Id, Study]) -> dict[Id, tuple[Id, ...]]:
    """Return the ids of the studies of each condition, in the file's order."""
    found: dict[Id, list[Id]] = {}
    for key, study in studies.items():
        for condition in study.conditions:
            found.setdefault(condition, []).append(key)
    return {condition: tuple(keys) for condition, keys in found.items()}


def conditions_of(conditions: Mapping[Id, Condition]) -> dict[Id, tuple[Id, ...]]:
    """Return the ids of the conditions of each group, in the file's order."""
    found: dict[Id, list[Id]] = {}
    for key, condition in conditions.items():
        found.setdefault(condition.group, []).append(key)
    return {group: tuple(keys) for group, keys in found.items()}
