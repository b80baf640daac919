"""Rules about citations: their identifiers and dates, and the URLs and dates at which records were read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from urllib.parse import unquote

from magpain.knowledge.rules import common
from magpain.knowledge.rules.common import Violations
from magpain.knowledge.rules.identifiers import doi_in, is_same_paper, plain_doi, version_of
from magpain.links import Path
from magpain.model import Citation, Knowledge, Name, Study

# The ids in URLs of PubMed and PMC.
_IN_URLS = (
    ("PMID", re.compile(r"/pubmed(?:\.ncbi\.nlm\.nih\.gov)?/([1-9][0-9]*)")),
    ("PMCID", re.compile(r"/(PMC[1-9][0-9]*)")),
)
# The cover date of a printed issue may be in the future; other dates of publication cannot.
COVER_DATES_AHEAD = datetime.timedelta(days=366)
# Fields that differ between two papers with one title, or between two records of one paper.
_ELSEWHERE = ("URL", "container_title", "volume", "issue", "page", "publisher", "edition", "ISBN", "language", "type")


def address_names_the_paper(record: Study | Citation, knowledge: Knowledge) -> Violations:
    """If the URL at which a record was read contains a DOI, PMID or PMCID, it must be that of the cited paper."""
    for citation, url, path in _urls(record, knowledge):
        yield from _other_papers(citation, url, path)


def address_names_the_version(record: Study | Citation, knowledge: Knowledge) -> Violations:
    """A preprint should be read in the version that its DOI names, if any (numbers change between versions)."""
    for citation, url, path in _urls(record, knowledge):
        found = doi_in(url)
        if citation.DOI and found and is_same_paper(citation.DOI, found):
            own, read = version_of(citation.DOI), version_of(found)
            if own and read and own != read:
                yield path, f"expected version {own} (the version in the DOI), found {read}"


def doi_is_plain(citation: Citation, _knowledge: Knowledge) -> Violations:
    """A DOI should not contain punctuation, encodings, invisible or typographic characters that were copied with it."""
    if citation.DOI and (plain := plain_doi(citation.DOI)) != citation.DOI:
        yield ("DOI",), f"expected {plain} (the DOI without what was copied with it), found {citation.DOI}"


def issued_day_exists(citation: Citation, _knowledge: Knowledge) -> Violations:
    """A date of publication must exist in the calendar: there is no 30 February and no year 0."""
    year, month, day = ([int(part) for part in citation.issued.split("-")] + [1, 1])[:3]
    try:
        datetime.date(year, month, day)
    except ValueError:
        yield ("issued",), f"expected a date that exists, found {citation.issued}"


def cover_date_has_come(citation: Citation, _knowledge: Knowledge) -> Violations:
    """A date of publication should not be in the future (the cover date of a coming issue may be)."""
    if common.latest().isoformat() < citation.issued <= (common.latest() + COVER_DATES_AHEAD).isoformat():
        yield ("issued",), f"expected a date not in the future, found {citation.issued} (a coming issue?)"


def read_after_issue(record: Study | Citation, knowledge: Knowledge) -> Violations:
    """A paper should be read on or after its publication date (the online version may come first)."""
    citation = record if isinstance(record, Citation) else knowledge.citations.get(record.citation)
    days = [(("extraction", "date"), record.extraction.date), (("accessed",), getattr(record, "accessed", None))]
    for path, day in days:
        come = citation and citation.issued <= common.latest().isoformat()  # else another rule reports it
        if citation and come and day and day.isoformat()[: len(citation.issued)] < citation.issued:
            yield path, f"expected {citation.issued} (publication) or later, found {day}"


def isbn_adds_up(citation: Citation, _knowledge: Knowledge) -> Violations:
    """An ISBN should have ten or thirteen digits with a valid check digit (some books print a wrong one)."""
    if citation.ISBN and not _is_isbn(re.sub(r"[\s-]", "", citation.ISBN).upper()):
        yield ("ISBN",), f"expected a valid ISBN, found {citation.ISBN} (wrong length or check digit)"


def year_in_id_is_year_issued(key: str, record: Citation | Study, knowledge: Knowledge) -> Violations:
    """A year in a study or citation id should be the year of publication (ids stay when print follows later)."""
    named = year_in(key)
    if named and isinstance(record, Citation):
        if named != record.issued[:4]:
            yield ("issued",), f"expected {named} (the year in the id), found {record.issued}"
    elif named and isinstance(record, Study) and named != year_in(record.citation):  # else the citation is compared
        cited = knowledge.citations.get(record.citation)
        if cited and named != cited.issued[:4]:
            yield ("citation",), f"expected a citation from {named} (the year in the id), found one from {cited.issued}"


def identifiers(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield the identifiers of a citation, with their kinds."""
    if citation.DOI:
        yield "DOI", plain_doi(citation.DOI).casefold()
    for name in ("PMID", "PMCID"):
        if value := getattr(citation, name):
            yield name, value


def may_be_one(one: Citation, other: Citation) -> bool | None:
    """Return whether two citations with one title and year are one paper: False if not, None if in doubt.

    Two DOIs, two PMIDs or two first authors mean two papers, as do two web pages at two URLs. Other differences may
    come from one paper that was recorded twice.
    """
    mine, theirs = dict(identifiers(one)), dict(identifiers(other))
    if any(mine[name] != theirs[name] for name in mine.keys() & theirs.keys()):
        return False
    if _other_person(one.author[:1], other.author[:1]):
        return False
    if one.type == other.type and one.type in ("webpage", "post-weblog") and _differ(one, other, "URL"):
        return False
    differing = bool(one.author) != bool(other.author) or one.author[:1] != other.author[:1]
    return None if differing or any(_differ(one, other, name) for name in _ELSEWHERE) else True


def _differ(one: Citation, other: Citation, name: str) -> bool:
    return None not in (getattr(one, name), getattr(other, name)) and getattr(one, name) != getattr(other, name)


def _other_person(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    """Return whether both first authors are known and differ in family name or first initial."""
    if not one or not other:
        return False
    if _called(one[0]) != _called(other[0]):
        return True
    mine, theirs = ((name.given or "").strip()[:1].casefold() for name in (one[0], other[0]))
    return bool(mine and theirs) and mine != theirs


def _called(name: Name) -> str:
    return (name.family or name.literal or "").casefold()


def titled(citation: Citation) -> str:
    """Return a citation's year and title, without the characters that may differ between two records of one paper."""
    plain = re.sub(r"\W+", " ", citation.title).strip().casefold()
    return f"{citation.issued[:4]} {plain}"


def year_in(key: str) -> str | None:
    """Return the year in an id, or None."""
    named = re.search(r"(?:^|-)((?:1[5-9]|20)[0-9]{2})(?:-|$)", key)
    return named.group(1) if named else None


def _urls(record: Study | Citation, knowledge: Knowledge) -> Iterator[tuple[Citation, str, Path]]:
    """Yield the URLs of a record, each with the citation that it should belong to and its path."""
    citation = record if isinstance(record, Citation) else knowledge.citations.get(record.citation)
    if citation is None:
        return
    if isinstance(record, Citation) and record.URL:
        yield citation, record.URL, ("URL",)
    # A note says that something else was read too, such as a preprint, which has another DOI.
    if record.extraction.read != "secondary-source" and not record.extraction.notes:
        yield citation, record.extraction.at, ("extraction", "at")


def _other_papers(citation: Citation, url: str, path: Path) -> Violations:
    """Yield a violation for each identifier in a URL that differs from the citation's identifier of the same kind."""
    found = doi_in(url)
    if citation.DOI and found and not is_same_paper(citation.DOI, found):
        yield path, f"expected a URL for DOI {citation.DOI}, found one for {found}"
    for name, pattern in _IN_URLS:
        own, match = getattr(citation, name), pattern.search(unquote(url))
        if own and match and match.group(1) != own:
            yield path, f"expected a URL for {name} {own}, found one for {match.group(1)}"


def _is_isbn(digits: str) -> bool:
    """Return whether an ISBN's check digit is valid: modulo 11 with X for ten (ISBN-10), or modulo 10 (ISBN-13)."""
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    return False
