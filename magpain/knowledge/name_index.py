"""The indexes of a knowledge file: names to ids, conditions to studies, and groups to conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from magpain.folding import fold
from magpain.model import Condition, Group, Id, NotCovered, Study

Called = Condition | Group | NotCovered
# A row of the index: the folded name, its rank, what it belongs to (0 a condition, 1 a group, 2 a condition that is not
# covered), and its id.
Row = tuple[str, int, int, Id]
# The ranks, the highest first. A former id ranks below an id in use; a condition that is not covered ranks below
# everything that has a page.
_ID, _FORMERLY, _NAME, _SYNONYM, _CODE, _RELATED, _NOT_COVERED = range(7)
_PLACES: tuple[type[Called], ...] = (Condition, Group, NotCovered)
# The mark of a related name, which is not an exact one: no folded name contains it, so no exact look-up finds it.
RELATED = "~"


def rows(key: Id, record: Called) -> Iterator[Row]:
    """Yield a row for every name of a record: ids, names, synonyms, codes and related names."""
    for rank, spellings in _spellings(key, record):
        for spelling in spellings:
            mark = RELATED if rank == _RELATED else ""
            yield mark + index_key(spelling), rank, _PLACES.index(type(record)), key


def index_key(spelling: str) -> str:
    """Return a name as it is indexed: folded, unless it is an abbreviation that folds to an ordinary word (POST).

    Such a name is found only in its own spelling.
    """
    from magpain.knowledge.lexicon import STOP  # looking up a name does not need it

    folded = fold(spelling)
    return spelling if folded in STOP else folded


def _spellings(key: Id, record: Called) -> Iterator[tuple[int, Iterable[str]]]:
    if isinstance(record, NotCovered):
        yield _NOT_COVERED, (key, record.name, *record.synonyms)
        return
    yield _ID, (key,)
    yield _FORMERLY, record.formerly
    yield _NAME, (record.name,)
    yield _SYNONYM, record.synonyms
    if isinstance(record, Condition):
        yield _NAME, (record.plain_name,) if record.plain_name else ()
        yield _CODE, (*record.codes.mesh, *record.codes.icd11, *record.codes.icd10)
        yield _RELATED, record.related


def index(
    conditions: Mapping[Id, Condition], groups: Mapping[Id, Group], not_covered: Mapping[Id, NotCovered] | None = None
) -> dict[str, tuple[Id, ...]]:
    """Map every name to the ids that it belongs to."""
    everything: list[tuple[Id, Called]] = [*conditions.items(), *groups.items(), *(not_covered or {}).items()]
    found = [row for key, record in everything for row in rows(key, record)]
    return ids_by_name(sorted(found, key=lambda row: (-row[1], row[2])))


def ids_by_name(found: Iterable[Row]) -> dict[str, tuple[Id, ...]]:
    """Map each folded name to the ids that it matches with the highest rank.

    Rows must be sorted by rank, lowest first: a higher rank replaces a lower one.
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
