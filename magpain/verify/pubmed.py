"""PubMed through NCBI's E-utilities: the summaries and abstracts of some PubMed ids.

ESummary as in https://www.ncbi.nlm.nih.gov/books/NBK25499/ (`version=2.0`, `retmode=json`, a list of ids in one
request, more than about 200 by POST), and EFetch with `retmode=xml` for the abstracts; at most three requests a second,
and `tool` and `email`: https://www.ncbi.nlm.nih.gov/books/NBK25497/. The summary's `references` are the links of
CommentsCorrections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from magpain.verify.notices import linked, typed
from magpain.verify.reading import LONGEST_ABSTRACT, UNREADABLE, at, clean, cleaned, part_of, record_at, text, texts
from magpain.verify.record import Key, Misshapen, Notice, Part, Service, ServiceRecord, Source, value

_PATHS = {
    "titles": "title vernaculartitle",
    "people": "authors.name",
    "years": "pubdate epubdate",
    "date": "sortpubdate pubdate",
    "journals": "fulljournalname source",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "types": "pubtype",
    "PMID": "uid",
}
_SUFFIXES = ("Jr", "Sr", "II", "III", "IV", "2nd", "3rd", "4th")
# Initials, with the letters that transliterations put for one: "DJ", "IIu", "ShA".
_INITIALS = re.compile(r"(?:[A-Z]|[SCZKT]h|Dzh|I[uao]|Y[uae]|Ts|Ph)(?:-?(?:[A-Z]|[SCZKT]h|Dzh|I[uao]|Y[uae]|Ts|Ph))*")


class _Answer(Struct):
    result: dict[str, Any]


def _error_in(body: bytes) -> str | None:
    """Return NCBI's message in a response that reports a failure, such as "API rate limit exceeded"."""
    try:
        why = text(msgspec.json.decode(body), "error esummaryresult")
    except UNREADABLE:
        return None
    return f"NCBI answered: {why}" if why else None


SERVICE = Service("https://eutils.ncbi.nlm.nih.gov/entrez/eutils", "MAGPAIN_PUBMED", _error_in)


def request(tool: str, contact: str | None, **asked: object) -> str:
    """Return a request to a tool, with the program's name and, if given, an email address, as NCBI asks."""
    caller = {"tool": "magpain"} | ({"email": contact} if contact else {})
    return f"/{tool}.fcgi?{urlencode({'db': 'pubmed'} | asked | caller, safe=',/@')}"


def _path(keys: Sequence[Key], contact: str | None) -> str:
    return request("esummary", contact, retmode="json", version="2.0", id=",".join(map(value, keys)))


def _split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    result = msgspec.json.decode(body, type=_Answer).result
    return {key: part_of(_read, result[value(key)]) for key in keys if value(key) in result}


def _read(summary: object) -> Part:
    """Return a summary, or None for an `error`: PubMed doesn't have this id."""
    if text(summary, "error"):
        return None
    if not text(summary, "uid"):
        return Misshapen("expected a summary with a uid")
    ids = {text(each, "idtype"): text(each, "value") for each in at(summary, "articleids")}
    return record_at(
        summary,
        _PATHS,
        authors=cleaned(*map(_family, at(summary, "authors"))),
        DOI=ids.get("doi"),
        PMCID=ids.get("pmc"),
        notices=(*filter(None, map(_link, at(summary, "references"))), *typed(texts(summary, "pubtype"))),
    )


def _link(link: object) -> Notice | None:
    pmid = text(link, "pmid")
    return linked(text(link, "reftype"), f"PMID {pmid}" if pmid else text(link, "refsource"))


def _family(author: object) -> str | None:
    """Return a person's family name ("van de Beek D Jr" ends in initials and a suffix), or a group's name."""
    words = (text(author, "name") or "").split()
    if text(author, "authtype") != "CollectiveName":
        if len(words) > 2 and words[-1] in _SUFFIXES:
            words.pop()
        if len(words) > 1 and _INITIALS.fullmatch(words[-1]):
            words.pop()
    return " ".join(words)


def _abstracts_path(keys: Sequence[Key], contact: str | None) -> str:
    return request("efetch", contact, retmode="xml", rettype="abstract", id=",".join(map(value, keys)))


def _abstracts_split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    """Return each abstract; an article that has none is a record without one.

    XML that declares entities is rejected: PubMed's doesn't, and they could make it grow without end.
    """
    from xml.etree import ElementTree  # only for abstracts

    if b"<!ENTITY" in body:
        raise ValueError("XML with entities of its own")
    root = ElementTree.fromstring(body)  # noqa: S314
    if root.tag != "PubmedArticleSet":
        raise ValueError(clean("".join(root.itertext())) or f"expected articles, not {root.tag}")
    parts: dict[Key, Part] = dict.fromkeys(keys)
    for article in root:
        paragraphs = (
            ": ".join(filter(None, (each.get("Label"), "".join(each.itertext()))))
            for each in article.iterfind(".//Abstract/AbstractText")
        )
        pmid = article.findtext("MedlineCitation/PMID") or article.findtext("BookDocument/PMID")
        parts[f"pmid:{pmid}"] = ServiceRecord(abstract=clean(" ".join(paragraphs), LONGEST_ABSTRACT))
    return parts


ABSTRACTS = Source(
    "pubmed-abstracts", "PubMed abstracts", SERVICE, ("PMID",), _abstracts_path, _abstracts_split, batch=100, pause=0.4
)
SUMMARIES = Source("pubmed", "PubMed", SERVICE, ("PMID",), _path, _split, batch=100, pause=0.4)
