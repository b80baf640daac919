"""The PubMed (MEDLINE) format, .nbib, in UTF-8: one tag of up to four letters and its value per line.

The format was made for PubMed's own records. Facts without a tag are in general notes (GN): the URL and access date,
and a correction, expression of concern or retraction. A retraction is also a publication type, as in PubMed. The key
is in OID, the tag for other organisations' ids. A work outside PubMed has no PMID, and some programs skip a record
without one. Lines aren't folded: readers accept long ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from magpain.formats._reference import family_name, full_pages, language_names, note, one_line, plain_date, short_name
from magpain.model import Citation, Name

_TYPES = {
    "article-journal": "Journal Article",
    "book": "Book",
    "chapter": "Book Chapter",
    "legislation": "Legislation",
    "post-weblog": "Blog",
    "report": "Technical Report",
    "thesis": "Academic Dissertation",
    "webpage": "Web Page",
}
_CONTAINERS = {"article-journal": "JT", "chapter": "BTI"}


def render(references: Iterable[tuple[str, Citation]]) -> str:
    """Return the references, each a (key, citation), as MEDLINE records with a blank line after each."""
    return "".join(_record(key, citation) for key, citation in references)


def _record(key: str, citation: Citation) -> str:
    values = ((tag, one_line(value)) for tag, value in _values(key, citation))
    return "".join(f"{tag:4}- {value}\n" for tag, value in values if value) + "\n"


def _values(key: str, citation: Citation) -> Iterator[tuple[str, str | None]]:
    yield "PMID", citation.PMID
    yield "OID", f"magpain: {key}"
    yield "TI", citation.title
    for name in citation.author:
        yield from _author(name)
    yield "LA", _language(citation.language)
    yield "PT", _TYPES[citation.type]
    yield "PT", "Retracted Publication" if citation.integrity.status == "retracted" else None
    yield "DP", plain_date(citation.issued)
    yield _CONTAINERS.get(citation.type, "CTI"), citation.container_title
    yield "VI", citation.volume
    yield "IP", citation.issue
    yield "PG", full_pages(citation.page)
    yield "EN", citation.edition
    yield "PB", citation.publisher
    yield "PL", citation.publisher_place
    yield "ISBN", citation.ISBN
    yield "PMC", citation.PMCID
    yield "AID", f"{citation.DOI} [doi]" if citation.DOI else None
    yield "GN", note(citation)
    yield "GN", _address(citation)


def _author(name: Name) -> Iterator[tuple[str, str]]:
    if name.literal:
        yield "CN", name.literal
        return
    given = " ".join(part for part in (name.given, name.suffix) if part)
    yield "FAU", ", ".join(part for part in (family_name(name), given) if part)
    yield "AU", short_name(name)


def _language(language: str | None) -> str | None:
    known = language_names(language)
    return known[1] if known else language


def _address(citation: Citation) -> str | None:
    if not citation.URL:
        return None
    read = f" (read {plain_date(citation.accessed.isoformat())})" if citation.accessed else ""
    return f"Available from: {citation.URL}{read}"
