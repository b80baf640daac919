"""RIS in UTF-8, as EndNote, Zotero and Mendeley read it: one tag and its value per line.

The key is the ID. The PMID is the accession number (AN), with the database's name (DB); the PMCID is in C2, where
EndNote looks for it. A semicolon in a URL is written as %3B, since RIS splits URLs there. An organisation's name ends
with a comma: without it, EndNote and pandoc take it for a person's. A comma inside the name is read as the one between
family and given name, since RIS has no escape. No value contains a line break, so that no text can forge a field or a
record.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from magpain.formats._reference import date_parts, family_name, first_and_last, full_pages, note, one_line
from magpain.model import Citation, Name

_TYPES = {
    "article-journal": "JOUR",
    "book": "BOOK",
    "chapter": "CHAP",
    "legislation": "STAT",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "thesis": "THES",
    "webpage": "ELEC",
}


def render(references: Iterable[tuple[str, Citation]]) -> str:
    """Return the references, each a (key, citation), as RIS records with a blank line after each."""
    return "".join(_record(key, citation) for key, citation in references)


def _record(key: str, citation: Citation) -> str:
    values = ((tag, one_line(value)) for tag, value in _values(key, citation))
    return "".join(f"{tag}  - {value}\n" for tag, value in values if value) + "ER  - \n\n"


def _values(key: str, citation: Citation) -> Iterator[tuple[str, str | None]]:
    yield "TY", _TYPES[citation.type]
    yield "ID", key
    yield from (("AU", _author(name)) for name in citation.author)
    yield "TI", citation.title
    yield "T2", citation.container_title
    yield "PY", citation.issued[:4]
    yield "DA", _date(citation.issued)
    yield "VL", citation.volume
    yield "IS", citation.issue
    yield from _pages(citation.page)
    yield "ET", citation.edition
    yield "PB", citation.publisher
    yield "CY", citation.publisher_place
    yield "SN", citation.ISBN
    yield "LA", citation.language
    yield "DO", citation.DOI
    yield "AN", citation.PMID
    yield "DB", "PubMed" if citation.PMID else None
    yield "C2", citation.PMCID
    yield "UR", (citation.URL or "").replace(";", "%3B")
    yield "Y2", _accessed(citation.accessed)
    yield "N1", note(citation)


def _author(name: Name) -> str:
    if name.literal:
        return f"{name.literal},"
    return ", ".join(part for part in (family_name(name), name.given, name.suffix) if part)


def _date(issued: str) -> str:
    """Write a date as RIS does: always three slashes, with unknown parts left empty."""
    parts = [f"{part:02}" for part in date_parts(issued)[1:]]
    return "/".join([issued[:4], *parts, *[""] * (3 - len(parts))])


def _accessed(day: datetime.date | None) -> str:
    return _date(day.isoformat()) if day else ""


def _pages(page: str | None) -> Iterator[tuple[str, str]]:
    """Yield the start and end page; pages that are no plain range ("12-15, 20", "2184") are all in the start page."""
    first, last = first_and_last(page) or (full_pages(page), "")
    yield "SP", first
    yield "EP", last
