"""BibTeX: UTF-8, LaTeX specials escaped, titles in double braces so that styles keep their capitals.

The day of a date is left out, and the language is written as given. Web pages, blog posts and laws are all @misc.
LaTeX prints straight quotes as curly ones. The fields doi, url, pmid and pmcid are verbatim, as url and hyperref
expect them. Bars need the T1 encoding to print as bars.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from magpain.formats._latex import TITLES, entry, field, identifiers, items, names, pages, protected
from magpain.formats._reference import MONTHS, date_parts
from magpain.model import Citation

_KINDS = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "legislation": "misc",
    "post-weblog": "misc",
    "report": "techreport",
    "thesis": "phdthesis",
    "webpage": "misc",
}
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "misc": "howpublished"}
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school", "misc": "organization"}
# Without these, styles print "Technical Report" and "PhD thesis", which the work may not be.
_LABELS = {"techreport": "Report", "phdthesis": "Thesis"}


def render(references: Iterable[tuple[str, Citation]]) -> str:
    """Return the references, each a (key, citation), as a .bib file; keys are the knowledge file's ids."""
    return "\n".join(entry(_KINDS[citation.type], key, _fields(citation)) for key, citation in references)


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    kind = _KINDS[citation.type]
    container = _CONTAINERS.get(kind, "series")
    yield "author", names(citation.author)
    yield "title", protected(citation.title)
    yield container, (protected if container in TITLES else field)(citation.container_title)
    yield "type", field(_LABELS.get(kind))
    yield from _date(citation)
    yield "volume", field(citation.volume)
    yield "number", field(citation.issue)
    yield "pages", pages(citation.page)
    yield "edition", field(citation.edition)
    if kind != "misc" or citation.publisher != citation.container_title:
        yield _PUBLISHERS.get(kind, "publisher"), items(citation.publisher)
    yield "address", field(citation.publisher_place)
    yield "language", field(citation.language)
    yield from identifiers(citation)


def _date(citation: Citation) -> Iterator[tuple[str, str]]:
    year, *month = date_parts(citation.issued)
    yield "year", f"{{{year:04}}}"
    # A bare name is a macro that every style defines in its own way.
    yield "month", MONTHS[month[0] - 1].lower() if month else ""
