"""One citation in the Vancouver style of NLM and ICMJE, as plain text without its number.

Follows "Citing Medicine" (NLM, 2nd ed., www.ncbi.nlm.nih.gov/books/NBK7256) and ICMJE's sample references, with three
differences: page ranges are in full, the DOI comes last without a full stop, so that it can be copied, and a
retraction, expression of concern or correction follows the title. Language, ISBN and the note are left out.
"""

from __future__ import annotations

from magpain.formats._reference import full_pages, one_line, plain_date, short_name
from magpain.model import Citation

_LISTED_AUTHORS = 6
_ON_THE_WEB = ("webpage", "post-weblog")
_MEDIA = {"webpage": "[Internet]", "post-weblog": "[Internet]", "thesis": "[thesis]"}
_STATES = {
    "retracted": "[retracted]",
    "concern": "[expression of concern published]",
    "corrected": "[corrected]",
}


def cite(citation: Citation) -> str:
    """Return the citation as one line of text; its DOI, if it has one, is written as `doi:10....`."""
    source = _in_journal(citation) if citation.type == "article-journal" else _elsewhere(citation)
    sentences = (_authors(citation), _title(citation), source, _identifiers(citation))
    return " ".join(sentence for sentence in sentences if sentence)


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def _authors(citation: Citation) -> str:
    names = [short for name in citation.author if (short := short_name(name))]
    others = ["et al"] if len(names) > _LISTED_AUTHORS else []
    return _sentence(", ".join(names[:_LISTED_AUTHORS] + others))


def _title(citation: Citation) -> str:
    title = one_line(citation.title)
    marks = (mark for mark in (_MEDIA.get(citation.type), _STATES.get(citation.integrity.status)) if mark)
    return _sentence(" ".join([title.removesuffix("."), *marks]))


def _in_journal(citation: Citation) -> str:
    issue = f"({one_line(citation.issue)})" if citation.issue else ""
    where = f"{one_line(citation.volume)}{issue}"
    pages = f":{full_pages(citation.page)}" if citation.page else ""
    when = plain_date(citation.issued) + (f";{where}" if where else "")
    journal = _sentence(one_line(citation.container_title))
    return f"{journal} {when}{pages}.".lstrip()


def _elsewhere(citation: Citation) -> str:
    container = one_line(citation.container_title) if citation.container_title != citation.publisher else ""
    book = f"In: {container}" if container and citation.type == "chapter" else container
    pages = f"p. {full_pages(citation.page)}" if citation.page else ""
    parts = (book, _edition(citation), _imprint(citation), _numbers(citation), pages)
    return " ".join(_sentence(part) for part in parts if part)


def _edition(citation: Citation) -> str:
    edition = one_line(citation.edition)
    return f"{edition} ed" if edition and "ed" not in edition.lower() else edition


def _imprint(citation: Citation) -> str:
    body = ": ".join(one_line(part) for part in (citation.publisher_place, citation.publisher) if part)
    printed = "; ".join(part for part in (body, plain_date(citation.issued)) if part)
    if not citation.accessed or not _shows_address(citation):
        return printed
    return f"{printed} [cited {plain_date(citation.accessed.isoformat())}]"


def _numbers(citation: Citation) -> str:
    volume = f"Vol. {one_line(citation.volume)}" if citation.volume else ""
    number = f"No. {one_line(citation.issue)}" if citation.issue else ""
    return ", ".join(part for part in (volume, number) if part)


def _shows_address(citation: Citation) -> bool:
    return citation.URL is not None and (citation.type in _ON_THE_WEB or citation.DOI is None)


def _identifiers(citation: Citation) -> str:
    parts = (
        f"PMID: {citation.PMID}." if citation.PMID else "",
        f"PMCID: {citation.PMCID}." if citation.PMCID else "",
        f"Available from: {citation.URL}" if _shows_address(citation) else "",
        f"doi:{citation.DOI}" if citation.DOI else "",
    )
    return " ".join(one_line(part) for part in parts if part)
