"""Rules about the whole file: no record is unused, and nothing is recorded twice."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.knowledge.rules import common
from magpain.knowledge.rules.citations import identifiers, may_be_one, titled
from magpain.knowledge.rules.common import Violations
from magpain.knowledge.rules.studies import registered
from magpain.links import Path, cited_in
from magpain.model import Citation, Condition, Knowledge, Record, Study

# The most citations with one title that are compared with each other: the time grows with the square.
MOST_COMPARED = 50


class Met:
    """State collected in a single pass, so that whole-file rules need no pass of their own.

    Values that must be unique are stored as hashes to save memory; only repeated hashes are checked in full.
    """

    def __init__(self) -> None:
        self.cited: set[str] = set()
        self.again: set[int] = set()
        self._once: set[int] = set()

    def see(self, record: Record) -> None:
        """Add an outermost record."""
        self.cited.update(cited_in(record))
        for owned in _owned(record):
            mark = hash(owned)
            (self.again if mark in self._once else self._once).add(mark)

    def twice(self, *owned: str) -> bool:
        """Return whether a value (its kind, then the value) occurred more than once."""
        return hash(owned) in self.again


def file_review_is_not_in_future(knowledge: Knowledge, _met: Met) -> Violations:
    """The file's own date of review must not be in the future."""
    if knowledge.reviewed > common.latest():
        yield ("reviewed",), f"expected a date not in the future, found {knowledge.reviewed}"


def citation_is_cited(knowledge: Knowledge, met: Met) -> Violations:
    """Every citation should be cited by at least one record."""
    for key in knowledge.citations:
        if key not in met.cited:
            yield ("citations", key), "expected at least one record to cite this, found none"


def citation_has_one_study(knowledge: Knowledge, met: Met) -> Violations:
    """A citation should report one study (a paper may report two), and a further report should not be a study too."""
    first: dict[str, str] = {}
    reports: dict[str, Path] = {}
    for key, study in knowledge.studies.items() if met.again else ():
        if met.twice("citation", study.citation) and first.setdefault(study.citation, key) != key:
            message = f'expected a citation used by one study only; "{first[study.citation]}" uses it too'
            yield ("studies", key, "citation"), message
        for number, report in enumerate(study.also_reported_in):
            if met.twice("citation", report):
                reports[report] = ("studies", key, "also_reported_in", number)
    for citation, path in reports.items():
        if citation in first:
            yield path, f'expected a report without a study record of its own; "{first[citation]}" is one'


def registration_has_one_study(knowledge: Knowledge, met: Met) -> Violations:
    """Two studies should not share a trial registration: they are probably two reports of one study."""
    first: dict[str, str] = {}
    for key, study in knowledge.studies.items() if met.again else ():
        for number in registered(study):
            if met.twice("registration", number) and first.setdefault(number, key) != key:
                path = ("studies", key, "registration")
                yield path, f'expected a registration used by one study only; "{first[number]}" has it too'


def identifier_is_unique(knowledge: Knowledge, met: Met) -> Violations:
    """A DOI, PMID or PMCID must belong to one citation only."""
    first: dict[tuple[str, str], str] = {}
    for key, citation in knowledge.citations.items() if met.again else ():
        for identifier in identifiers(citation):
            if met.twice(*identifier) and first.setdefault(identifier, key) != key:
                path = ("citations", key, identifier[0])
                yield path, f'expected a unique {identifier[0]}; "{first[identifier]}" has the same one'


def code_is_unique(knowledge: Knowledge, met: Met) -> Violations:
    """A MeSH id should belong to one condition (two may share one that covers both)."""
    first: dict[str, str] = {}
    for key, condition in knowledge.conditions.items() if met.again else ():
        for number, code in enumerate(condition.codes.mesh):
            if met.twice("MeSH id", code) and first.setdefault(code, key) != key:
                path = ("conditions", key, "codes", "mesh", number)
                yield path, f'expected a unique MeSH id; "{first[code]}" has the same one'


def paper_is_cited_once(knowledge: Knowledge, met: Met) -> Violations:
    """Two citations with one title and year must differ in something: else they are one paper, counted twice."""
    for key, other in _same_titles(knowledge, met, one=True):
        yield ("citations", key, "title"), f'expected each paper once; "{other}" is the same one'


def title_is_unique(knowledge: Knowledge, met: Met) -> Violations:
    """Two citations with one title and year should each have a DOI, PMID or first author: they may be one paper."""
    for key, other in _same_titles(knowledge, met, one=None):
        yield ("citations", key, "title"), f'expected a unique title; "{other}" has the same one (are they one paper?)'


def _same_titles(knowledge: Knowledge, met: Met, *, one: bool | None) -> Iterator[tuple[str, str]]:
    """Yield the citations that share title and year with an earlier one, and the id of that one.

    `one` is True for those that are one paper, None for those that may be.
    """
    before: dict[str, list[str]] = {}
    for key, citation in knowledge.citations.items() if met.again else ():
        if met.twice("title", titled(citation)):
            others = before.setdefault(titled(citation), [])
            judged = {may_be_one(citation, knowledge.citations[other]): other for other in reversed(others)}
            found = True if True in judged else None
            if found is one and found in judged:
                yield key, judged[found]
            if len(others) < MOST_COMPARED:
                others.append(key)


def _owned(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the values that must belong to one record only, with their kinds."""
    if isinstance(record, Citation):
        yield from identifiers(record)
        yield "title", titled(record)
    elif isinstance(record, Study):
        yield from (("citation", key) for key in (record.citation, *record.also_reported_in))
        yield from (("registration", number) for number in registered(record))
    elif isinstance(record, Condition):
        yield from (("MeSH id", code) for code in record.codes.mesh)
