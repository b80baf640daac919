"""BibLaTeX: like BibTeX, but with full dates, web pages as @online and laws as @legislation.

A blog post is @online too, with `type = {Blog post}`, since BibLaTeX has no entry type for it. The PMID is written
twice: as `eprint`, which styles print, and as `pmid`, which reference managers read. A language without a babel
name in _reference.py is written as given, in `language`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from magpain.formats._latex import entry, field, identifiers, items, names, pages, protected, verbatim
from magpain.formats._reference import language_names
from magpain.model import Citation

_KINDS = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "legislation": "legislation",
    "post-weblog": "online",
    "report": "report",
    "thesis": "thesis",
    "webpage": "online",
}
_PUBLISHERS = {"report": "institution", "thesis": "institution", "legislation": "organization"}
_LABELS = {"report": "Report", "thesis": "Thesis", "post-weblog": "Blog post"}


def render(references: Iterable[tuple[str, Citation]]) -> str:
    """Return the references, each a (key, citation), as a .bib file; keys are the knowledge file's ids."""
    return "\n".join(entry(_KINDS[citation.type], key, _fields(citation)) for key, citation in references)


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "author", names(citation.author)
    yield "title", protected(citation.title)
    yield from _source(citation)
    yield "type", field(_LABELS.get(citation.type))
    yield "date", field(citation.issued)
    yield "volume", field(citation.volume)
    yield "number", field(citation.issue)
    yield "pages", pages(citation.page)
    yield "edition", field(citation.edition)
    yield "location", items(citation.publisher_place)
    yield _language(citation.language)
    yield "eprint", verbatim(citation.PMID)
    yield "eprinttype", "{pubmed}" if citation.PMID else ""
    yield from identifiers(citation)


def _source(citation: Citation) -> Iterator[tuple[str, str]]:
    container, publisher = citation.container_title, citation.publisher
    match citation.type:
        case "webpage" | "post-weblog":
            # Styles don't print the website of an @online entry, only its organisations.
            yield "organization", items(*dict.fromkeys((container, publisher)))
            return
        case "article-journal":
            yield "journaltitle", field(container)
        case "chapter":
            yield "booktitle", protected(container)
        case "legislation":
            yield "howpublished", field(container)
        case _:
            yield "series", protected(container)
    yield _PUBLISHERS.get(citation.type, "publisher"), items(publisher)


def _language(language: str | None) -> tuple[str, str]:
    known = language_names(language)
    return ("langid", field(known[0])) if known else ("language", items(language))
