"""Read a knowledge file one record at a time, into valid knowledge or into problems with their lines and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO, Protocol

import msgspec

from magpain import links
from magpain.characters import readable_name
from magpain.errors import KnowledgeError, Problem
from magpain.knowledge import decode, locate, name_index, rules, source
from magpain.model import ALONE, SECTIONS, Dosing, Knowledge

# Checking stops after this many mismatches or violations.
MOST = 2_500
# Mismatches by section and record.
_Mismatches = dict[tuple[str, str | None], list[decode.Mismatch]]


class Store(Protocol):
    """A store for the records of a file while it is read, which then returns the knowledge."""

    def put(self, section: str, key: str, record: Any) -> None:
        """Store one record of a section that contains records by id."""

    def knowledge(self, alone: dict[str, Any]) -> Knowledge:
        """Return all that was stored, with the file's other fields (`model.ALONE`)."""


class Memory:
    """A store that keeps every record in memory, for callers that keep the knowledge."""

    def __init__(self) -> None:
        self._sections: dict[str, dict[str, Any]] = {name: {} for name in SECTIONS}

    def put(self, section: str, key: str, record: Any) -> None:
        """Store one record."""
        self._sections[section][key] = record

    def knowledge(self, alone: dict[str, Any]) -> Knowledge:
        """Return the knowledge, with dictionaries as sections."""
        conditions, groups, studies = (self._sections[name] for name in ("conditions", "groups", "studies"))
        return Knowledge(
            names=name_index.index(conditions, groups, self._sections["not_covered"]),
            studies_of=name_index.studies_of(studies),
            conditions_of=name_index.conditions_of(conditions),
            **(alone | self._sections),
        )


def load_valid(file: str, store: Store | None = None, watch: Callable[[bytes], object] | None = None) -> Knowledge:
    """Return a file's knowledge; raise KnowledgeError, with every problem, if it is unreadable or invalid.

    `watch` is called with every chunk of the file as it is read.
    """
    knowledge, problems = read(file, store, watch)
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if errors or knowledge is None:
        raise KnowledgeError(_first_of(errors), errors)
    return knowledge


def _first_of(problems: tuple[Problem, ...]) -> str:
    more = len(problems) - 1
    return f"{problems[0]}" + (f" (and {more} more: magpain check lists them)" if more else "")


def read(
    file: str, store: Store | None = None, watch: Callable[[bytes], object] | None = None
) -> tuple[Knowledge | None, tuple[Problem, ...]]:
    """Return a file's knowledge, or None if it cannot be decoded, and its problems with their lines and columns."""
    store = store or Memory()
    alone: dict[str, Any] = {}
    found: _Mismatches = {}
    faults = _taken(file, watch, alone, store, found)
    converted = {name: _convert(name, tree, found) for name, tree in alone.items()}
    mismatches = [mismatch for each in found.values() for mismatch in each]
    mismatches += [_missing(name) for name in decode.REQUIRED if name not in alone and not faults]
    if faults or mismatches:
        return None, _placed(file, faults, mismatches)
    told = {name: converted[name] for name in ALONE if name in converted}
    knowledge = store.knowledge({"dosing": Dosing(), "format": converted["magpain"]} | told)
    broken = islice(rules.violations(knowledge), MOST)
    mismatches = [decode.Mismatch(where, message, rule) for rule, where, message in broken]
    return knowledge, _placed(file, [], mismatches, rules.warnings(knowledge.format))


def all_problems(file: str, store: Store | None = None) -> tuple[Problem, ...]:
    """Return every problem of a file, by line; slips in its texts are looked for only if all of it could be decoded."""
    known, problems = read(file, store)
    if known is None:
        return problems
    from magpain.knowledge import slips  # reading alone does not need it

    found = (
        _problem(
            file, decode.Mismatch(fault.path, fault.message, fault.rule), (fault.line, fault.column), rules.WARNINGS
        )
        for fault in slips.slips(lambda: locate.open_file(file))
    )
    return _by_line((*problems, *found))


def _by_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))


def _taken(
    file: str, watch: Callable[[bytes], object] | None, alone: dict[str, Any], store: Store, found: _Mismatches
) -> list[source.Fault]:
    """Put the valid records into the store and the other fields into `alone`; return the faults of the text."""
    with locate.open_file(file) as stream:
        reader = source.Reader(_Watched(stream, watch) if watch else stream)
        try:
            for entry in reader.entries():
                if entry.section in SECTIONS and entry.key is not None:
                    alone.pop(entry.section, None)
                    _put(entry.section, entry.key, entry.value, store, found)
                else:
                    _keep(alone, entry, found)
                if len(found) + len(alone) >= MOST:
                    return [
                        *reader.faults,
                        source.Fault(
                            1, 1, (), f"expected fewer than {MOST:,} errors; stopped checking here", "too-many"
                        ),
                    ]
        except source.UnreadableError as error:
            return [*reader.faults, error.fault]
        except OSError as error:
            raise KnowledgeError(f"{file}: expected a readable file: {error.strerror}") from error
    return reader.faults


class _Watched:
    """A stream that passes every chunk that is read to a callback."""

    def __init__(self, stream: BinaryIO, watch: Callable[[bytes], object]) -> None:
        self._stream = stream
        self._watch = watch

    def read(self, size: int = -1, /) -> bytes:
        """Return the next chunk, after the callback."""
        piece = self._stream.read(size)
        self._watch(piece)
        return piece


def _put(section: str, key: str, tree: source.Tree, store: Store, found: _Mismatches) -> None:
    """Put a record into the store, or note its mismatches; of duplicates, the last one counts."""
    hint = decode.SECTIONS[section]
    for earlier in ((section, None), (section, key)):
        found.pop(earlier, None)
    try:
        ((key, record),) = decode.convert({key: tree}, hint).items()
    except msgspec.ValidationError:
        found[section, key] = list(islice(decode.explain({key: tree}, hint, (section,)), MOST))
    else:
        store.put(section, key, record)


def _keep(alone: dict[str, Any], entry: source.Entry, found: _Mismatches) -> None:
    """Put an entry that is not a record by id into `alone`; of duplicates, the last one counts."""
    if entry.key is None:
        for earlier in [each for each in found if each[0] == entry.section]:
            del found[earlier]
        alone[entry.section] = entry.value
        return
    if not isinstance(alone.get(entry.section), dict):
        alone[entry.section] = {}
    if entry.section in decode.SECTIONS:
        alone[entry.section][entry.key] = entry.value


def _convert(name: str, tree: Any, found: _Mismatches) -> Any:
    """Return the value of a section, or note its mismatches."""
    if name not in decode.SECTIONS:
        unknown = decode.unknown_field(name, tuple(decode.SECTIONS))
        found[name, None] = [decode.Mismatch((name,), unknown, "unknown-field")]
        return None
    hint = decode.SECTIONS[name]
    try:
        return decode.convert(tree, hint)
    except msgspec.ValidationError:
        found[name, None] = list(islice(decode.explain(tree, hint, (name,)), MOST))
        return None


def _missing(name: str) -> decode.Mismatch:
    return decode.Mismatch((), f'expected the required section "{name}", found none', "missing-field")


def _placed(
    file: str, faults: list[source.Fault], mismatches: list[decode.Mismatch], mild: frozenset[str] = frozenset()
) -> tuple[Problem, ...]:
    """Return the problems with their lines and columns; the file is read again for those of mismatches.

    A mismatch at the position of a fault that leaves a placeholder value is dropped: it follows from that fault. `mild`
    are the rules whose violation is a warning.
    """
    twice = any(fault.rule == "duplicate-key" for fault in faults)
    places = _places(file, mismatches, last=twice) if mismatches else {}
    problems = [
        _problem(file, decode.Mismatch(fault.path, fault.message, fault.rule), (fault.line, fault.column), mild)
        for fault in faults
    ]
    garbled = {(fault.line, fault.column) for fault in faults if fault.rule in source.GARBLING}
    placed = ((mismatch, _place(mismatch.path, places)) for mismatch in mismatches)
    problems += [_problem(file, mismatch, place, mild) for mismatch, place in placed if place not in garbled]
    return _by_line(problems)


def _places(file: str, mismatches: list[decode.Mismatch], *, last: bool) -> dict[links.Path, tuple[int, int]]:
    wanted = frozenset(part for mismatch in mismatches for part in _ancestors(mismatch.path))
    unknown = frozenset(mismatch.path for mismatch in mismatches if mismatch.rule == "unknown-field")
    return source.find(lambda: locate.open_file(file), wanted, unknown, last=last)


def _ancestors(path: links.Path) -> Iterator[links.Path]:
    return (path[:length] for length in range(1, len(path) + 1))


def _place(path: links.Path, places: dict[links.Path, tuple[int, int]]) -> tuple[int, int]:
    """Return the position of a path or, if it is missing from the file, of its nearest ancestor."""
    known = [places[part] for part in _ancestors(path) if part in places]
    return known[-1] if known else (1, 1)


def _problem(file: str, mismatch: decode.Mismatch, place: tuple[int, int], mild: frozenset[str]) -> Problem:
    path, message, rule = mismatch
    dotted = ".".join(str(part) for part in path)
    line, column = place
    problem = Problem(file=readable_name(file), path=dotted, message=message, rule=rule, line=line, column=column)
    return msgspec.structs.replace(problem, severity="warning") if rule in mild else problem
