"""Rules about the whole file: that nothing is unused, and nothing stands in it twice."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.knowledge.rules import common
from magpain.knowledge.rules.citations import identifiers, may_be_one, titled
from magpain.knowledge.rules.common import Violations
from magpain.knowledge.rules.studies import registered
from magpain.links import Path, cited_in
from magpain.model import Citation, Condition, Knowledge, Record, Study

# A file of nothing but one title would take hours if each were compared with all.
MOST_COMPARED = 50


class Met:
    """What one walk through a file has met, for the rules about the whole of it: so that none has to walk again.

    Of what may belong to one record only, a hash is kept, so that memory stays small; only what comes twice is then
    looked at closely.
    """

    def __init__(self) -> None:
        self.cited: set[str] = set()
        self.again: set[int] = set()
        self._once: set[int] = set()

    def see(self, record: Record) -> None:
        """Take in a record that stands in no other."""
        self.cited.update(cited_in(record))
        for owned in _owned(record):
            mark = hash(owned)
            (self.again if mark in self._once else self._once).add(mark)

    def twice(self, *owned: str) -> bool:
        """Tell whether something (its kind, and what it is) was met more than once."""
        return hash(owned) in self.again


def file_review_is_not_in_future(knowledge: Knowledge, _met: Met) -> Violations:
    """The file's own date of review, which stands in no record, doesn't lie in the future."""
    if knowledge.reviewed > common.latest():
        yield ("reviewed",), f"expected a date up to today, not {knowledge.reviewed}"


def citation_is_cited(knowledge: Knowledge, met: Met) -> Violations:
    """Every citation is cited by a record: nothing in the file is unused."""
    for key in knowledge.citations:
        if key not in met.cited:
            yield ("citations", key), "expected a record that cites this, but none does"


def citation_has_one_study(knowledge: Knowledge, met: Met) -> Violations:
    """A citation reports one study (a paper may report two), and a further report is no study of its own."""
    first: dict[str, str] = {}
    reports: dict[str, Path] = {}
    for key, study in knowledge.studies.items() if met.again else ():
        if met.twice("citation", study.citation) and first.setdefault(study.citation, key) != key:
            yield ("studies", key, "citation"), f'expected a citation of its own, not that of "{first[study.citation]}"'
        for number, report in enumerate(study.also_reported_in):
            if met.twice("citation", report):
                reports[report] = ("studies", key, "also_reported_in", number)
    for citation, path in reports.items():
        if citation in first:
            yield path, f'expected a report that is no study of its own, not "{first[citation]}"'


def registration_has_one_study(knowledge: Knowledge, met: Met) -> Violations:
    """Two studies of one registration are most likely two reports of one study."""
    first: dict[str, str] = {}
    for key, study in knowledge.studies.items() if met.again else ():
        for number in registered(study):
            if met.twice("registration", number) and first.setdefault(number, key) != key:
                path = ("studies", key, "registration")
                yield path, f'expected a registration of its own, not that of "{first[number]}"'


def identifier_is_unique(knowledge: Knowledge, met: Met) -> Violations:
    """A DOI, PMID or PMCID belongs to one citation."""
    first: dict[tuple[str, str], str] = {}
    for key, citation in knowledge.citations.items() if met.again else ():
        for identifier in identifiers(citation):
            if met.twice(*identifier) and first.setdefault(identifier, key) != key:
                path = ("citations", key, identifier[0])
                yield path, f'expected a {identifier[0]} of its own, not that of "{first[identifier]}"'


def code_is_unique(knowledge: Knowledge, met: Met) -> Violations:
    """A MeSH id belongs to one condition (two may share one that covers both)."""
    first: dict[str, str] = {}
    for key, condition in knowledge.conditions.items() if met.again else ():
        for number, code in enumerate(condition.codes.mesh):
            if met.twice("MeSH id", code) and first.setdefault(code, key) != key:
                path = ("conditions", key, "codes", "mesh", number)
                yield path, f'expected a MeSH id of its own, not that of "{first[code]}"'


def paper_is_cited_once(knowledge: Knowledge, met: Met) -> Violations:
    """Two citations of one title and year differ in something: else they are one paper, counted twice."""
    for key, other in _same_titles(knowledge, met, one=True):
        yield ("citations", key, "title"), f'expected a paper of its own, not that of "{other}" once more'


def title_is_unique(knowledge: Knowledge, met: Met) -> Violations:
    """Two citations of one title and year have a DOI, PMID or first author each: else they may be one paper."""
    for key, other in _same_titles(knowledge, met, one=None):
        yield ("citations", key, "title"), f'expected a title of its own, not that of "{other}" (are they one paper?)'


def _same_titles(knowledge: Knowledge, met: Met, *, one: bool | None) -> Iterator[tuple[str, str]]:
    """Yield the citations that share title and year with one before them, with the id of that one.

    `one` says which: those that are one paper, or (None) those of which that is doubtful.
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
    """Yield what may belong to one record only, each with its kind."""
    if isinstance(record, Citation):
        yield from identifiers(record)
        yield "title", titled(record)
    elif isinstance(record, Study):
        yield from (("citation", key) for key in (record.citation, *record.also_reported_in))
        yield from (("registration", number) for number in registered(record))
    elif isinstance(record, Condition):
        yield from (("MeSH id", code) for code in record.codes.mesh)
