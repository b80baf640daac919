"""Rules about citations: that a record was read where it says, of the paper that it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from magpain.knowledge.rules.common import Breaches
from magpain.links import Path
from magpain.model import Citation, Knowledge, Study

# How an address names a paper: the field, and where its identifier stands in the address.
_ADDRESSES = (
    ("DOI", re.compile(r"/(10\.[0-9]{4,9}/[^?#]+)")),
    ("PMID", re.compile(r"/pubmed(?:\.ncbi\.nlm\.nih\.gov)?/([1-9][0-9]*)")),
    ("PMCID", re.compile(r"/(PMC[1-9][0-9]*)")),
)


def address_names_the_paper(record: Study | Citation, knowledge: Knowledge) -> Breaches:
    """An address with a DOI, PMID or PMCID in it, which a record was read at, names the same paper as its citation."""
    citation = record if isinstance(record, Citation) else knowledge.citations.get(record.citation)
    if citation is None:
        return
    if isinstance(record, Citation) and record.URL:
        yield from _other_papers(citation, record.URL, ("URL",))
    # A note says what else was read: a preprint has a DOI of its own.
    if record.extraction.read != "secondary-source" and not record.extraction.notes:
        yield from _other_papers(citation, record.extraction.at, ("extraction", "at"))


def read_after_issue(record: Study | Citation, knowledge: Knowledge) -> Breaches:
    """A paper is read on or after the day it was issued (print may follow what was read online)."""
    citation = record if isinstance(record, Citation) else knowledge.citations.get(record.citation)
    days = [(("extraction", "date"), record.extraction.date), (("accessed",), getattr(record, "accessed", None))]
    for path, day in days:
        if citation and day and day.isoformat()[: len(citation.issued)] < citation.issued:
            yield path, f"expected a day since {citation.issued}, when it was issued, not {day}"


def isbn_adds_up(citation: Citation, _knowledge: Knowledge) -> Breaches:
    """An ISBN has ten or thirteen digits, the last of which checks the others."""
    if citation.ISBN and not _is_isbn(re.sub(r"[\s-]", "", citation.ISBN).upper()):
        yield ("ISBN",), f"expected an ISBN whose check digit is right, not {citation.ISBN}"


def year_in_id_is_year_issued(key: str, record: Citation | Study, knowledge: Knowledge) -> Breaches:
    """The id of a citation, or of a study, that names a year names the year in which it was issued."""
    named = year_in(key)
    if named and isinstance(record, Citation):
        if named != record.issued[:4]:
            yield ("issued",), f"expected {named}, as the id says, not {record.issued}"
    elif named and isinstance(record, Study) and named != year_in(record.citation):  # else the citation is compared
        cited = knowledge.citations.get(record.citation)
        if cited and named != cited.issued[:4]:
            yield ("citation",), f"expected a citation of {named}, as the id says, not of {cited.issued}"


def identifiers(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield what a citation is told from others by, each with its kind."""
    for name in ("DOI", "PMID", "PMCID"):
        if value := getattr(citation, name):
            yield name, value.casefold()
    yield "title", f"{titled(citation)} {first_author(citation)}"


def first_author(citation: Citation) -> str:
    """Return the first author's name in small letters, or nothing."""
    return (citation.first_author or "").casefold()


def titled(citation: Citation) -> str:
    """Return a citation's year and title, without the signs in which two records of one paper may differ."""
    plain = re.sub(r"\W+", " ", citation.title).strip().casefold()
    return f"{citation.issued[:4]} {plain}"


def year_in(key: str) -> str | None:
    """Return the year that an id names, if it does."""
    named = re.search(r"(?:^|-)((?:1[5-9]|20)[0-9]{2})(?:-|$)", key)
    return named.group(1) if named else None


def _other_papers(citation: Citation, address: str, path: Path) -> Breaches:
    """Tell of an identifier in an address that isn't the citation's own, where the citation has one of its kind."""
    for name, pattern in _ADDRESSES:
        own = getattr(citation, name)
        found = own and pattern.search(unquote(address))
        if found and not f"{found.group(1)}/".casefold().startswith(f"{own}/".casefold()):
            yield path, f"expected the address of the {name} {own}, not of {found.group(1)}"


def _is_isbn(digits: str) -> bool:
    """Check the last digit of an ISBN: modulo 11 with X for ten (ISBN-10), or modulo 10 (ISBN-13)."""
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    return False
