"""Rules about the whole file: that nothing is unused, and nothing stands in it twice."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.knowledge.rules import common
from magpain.knowledge.rules.citations import first_author, identifiers, titled
from magpain.knowledge.rules.common import Breaches
from magpain.knowledge.rules.studies import registered
from magpain.links import Path, cited_in
from magpain.model import Citation, Condition, Knowledge, Record, Study


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


def file_review_is_not_in_future(knowledge: Knowledge, _met: Met) -> Breaches:
    """The file's own date of review, which stands in no record, doesn't lie in the future."""
    if knowledge.reviewed > common.latest():
        yield ("reviewed",), f"expected a date up to today, not {knowledge.reviewed}"


def citation_is_cited(knowledge: Knowledge, met: Met) -> Breaches:
    """Every citation is cited by a record: nothing present is unused."""
    for key in knowledge.citations:
        if key not in met.cited:
            yield ("citations", key), "expected a record that cites this, but none does"


def citation_has_one_study(knowledge: Knowledge, met: Met) -> Breaches:
    """Two studies don't report one citation, nor is a further report a study of its own: a trial counts once."""
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


def registration_has_one_study(knowledge: Knowledge, met: Met) -> Breaches:
    """Two studies of one registration are most likely two reports of one study."""
    first: dict[str, str] = {}
    for key, study in knowledge.studies.items() if met.again else ():
        for number in registered(study):
            if met.twice("registration", number) and first.setdefault(number, key) != key:
                path = ("studies", key, "registration")
                yield path, f'expected a registration of its own, not that of "{first[number]}"'


def identifier_is_unique(knowledge: Knowledge, met: Met) -> Breaches:
    """A DOI, PMID, PMCID or title belongs to one citation, and a MeSH id to one condition."""
    first: dict[tuple[str, str], str] = {}
    for path, name, value in _all_identifiers(knowledge) if met.again else ():
        if met.twice(name, value):
            if (name, value) in first:
                yield path, f'expected a {name} of its own, not that of "{first[name, value]}"'
            first.setdefault((name, value), str(path[1]))


def title_is_unique(knowledge: Knowledge, met: Met) -> Breaches:
    """Two articles of one year don't share a title where only one names its authors: they are most likely one paper."""
    first: dict[str, tuple[str, str]] = {}
    for key, citation in knowledge.citations.items() if met.again else ():
        if citation.type != "article-journal" or not met.twice("article", titled(citation)):
            continue
        author = first_author(citation)
        other, its_author = first.setdefault(titled(citation), (key, author))
        if other != key and bool(author) != bool(its_author):
            path = ("citations", key, "title")
            yield path, f'expected a title of its own, not that of "{other}" (of which one names no author)'


def _owned(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what may belong to one record only, each with its kind."""
    if isinstance(record, Citation):
        yield from identifiers(record)
        if record.type == "article-journal":
            yield "article", titled(record)
    elif isinstance(record, Study):
        yield from (("citation", key) for key in (record.citation, *record.also_reported_in))
        yield from (("registration", number) for number in registered(record))
    elif isinstance(record, Condition):
        yield from (("MeSH id", code) for code in record.codes.mesh)


def _all_identifiers(knowledge: Knowledge) -> Iterator[tuple[Path, str, str]]:
    for key, citation in knowledge.citations.items():
        for name, value in identifiers(citation):
            yield ("citations", key, name), name, value
    for key, condition in knowledge.conditions.items():
        for number, mesh in enumerate(condition.codes.mesh):
            yield ("conditions", key, "codes", "mesh", number), "MeSH id", mesh
