"""PubMed through NCBI's E-utilities: the summaries of some PubMed ids.

ESummary as in https://www.ncbi.nlm.nih.gov/books/NBK25499/ (`version=2.0`, `retmode=json`, a list of ids in one
request, more than about 200 by POST), and EFetch with `retmode=xml` for the abstracts; at most three requests a second,
and `tool` and `email`: https://www.ncbi.nlm.nih.gov/books/NBK25497/. The summary's `references` are the links of
CommentsCorrections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from magpain.verify.notices import linked, typed
from magpain.verify.record import (
    LONGEST_ABSTRACT,
    Key,
    Misshapen,
    Part,
    ServiceRecord,
    Source,
    clean,
    cleaned,
    pmid_key,
    stated,
    value,
    years_in,
)

_SUFFIXES = ("Jr", "Sr", "II", "III", "IV", "2nd", "3rd", "4th")
# Initials, with the letters that transliterations put for one: "DJ", "IIu", "ShA".
_INITIALS = re.compile(r"(?:[A-Z]|[SCZKT]h|Dzh|I[uao]|Y[uae]|Ts|Ph)(?:-?(?:[A-Z]|[SCZKT]h|Dzh|I[uao]|Y[uae]|Ts|Ph))*")


class _Author(Struct, frozen=True):
    name: str
    authtype: str = "Author"


class _ArticleId(Struct, frozen=True):
    idtype: str
    value: str


class _Link(Struct, frozen=True, omit_defaults=True):
    reftype: str
    refsource: str = ""
    pmid: int | str = ""


class Summary(Struct, frozen=True, omit_defaults=True):
    """The fields of a summary that are read and cached; `error` is set if PubMed gives none."""

    uid: str
    error: str | None = None
    title: str = ""
    vernaculartitle: str = ""
    authors: tuple[_Author, ...] = ()
    pubdate: str = ""
    epubdate: str = ""
    sortpubdate: str = ""
    source: str = ""
    fulljournalname: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    articleids: tuple[_ArticleId, ...] = ()
    pubtype: tuple[str, ...] = ()
    references: tuple[_Link, ...] = ()


class _Answer(Struct):
    result: dict[str, msgspec.Raw]


class _Failure(Struct):
    """How E-utilities report a failure with status 200."""

    error: str | None = None
    esummaryresult: tuple[str, ...] = ()


def error_in(body: bytes) -> str | None:
    """Return NCBI's message in a response that reports a failure, such as "API rate limit exceeded"."""
    try:
        failure = msgspec.json.decode(body, type=_Failure)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    why = clean(failure.error or "; ".join(failure.esummaryresult))
    return f"NCBI answered: {why}" if why else None


def caller(contact: str | None) -> dict[str, str]:
    """Return what NCBI asks programs to send: their name, and an email address if there is one."""
    return {"tool": "magpain"} | ({"email": contact} if contact else {})


def _path(keys: Sequence[Key], contact: str | None) -> str:
    asked = {"db": "pubmed", "retmode": "json", "version": "2.0", "id": ",".join(map(value, keys))}
    return f"/esummary.fcgi?{urlencode(asked | caller(contact), safe=',@')}"


def _split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    answer = msgspec.json.decode(body, type=_Answer)
    return {key: _part(answer.result[value(key)]) for key in keys if value(key) in answer.result}


def _part(raw: msgspec.Raw) -> Part:
    """Return one summary; an invalid one leaves the others valid."""
    try:
        summary = msgspec.json.decode(raw, type=Summary)
    except msgspec.MsgspecError as error:
        return Misshapen(str(error))
    return None if summary.error else msgspec.json.encode(summary)


def _read(part: bytes) -> ServiceRecord:
    summary = msgspec.json.decode(part, type=Summary)
    ids = {each.idtype: each.value for each in summary.articleids}
    return ServiceRecord(
        titles=cleaned(summary.title, summary.vernaculartitle),
        authors=cleaned(*map(_family, summary.authors)),
        years=years_in(summary.pubdate, summary.epubdate),
        journals=cleaned(summary.fulljournalname, summary.source),
        volume=stated(summary.volume),
        issue=stated(summary.issue),
        pages=(pages,) if (pages := stated(summary.pages)) else (),
        DOI=clean(ids.get("doi")),
        PMID=clean(summary.uid),
        PMCID=clean(ids.get("pmc")),
        notices=(*linked(map(_link, summary.references)), *typed(summary.pubtype)),
    )


def _family(author: _Author) -> str | None:
    """Return a person's family name ("van de Beek D Jr" ends in initials and a suffix), or a group's name."""
    words = author.name.split()
    if author.authtype != "CollectiveName":
        if len(words) > 2 and words[-1] in _SUFFIXES:
            words.pop()
        if len(words) > 1 and _INITIALS.fullmatch(words[-1]):
            words.pop()
    return clean(" ".join(words))


def _link(link: _Link) -> tuple[str, str]:
    return link.reftype, f"PMID {link.pmid}" if link.pmid else link.refsource


def _abstracts_path(keys: Sequence[Key], contact: str | None) -> str:
    asked = {"db": "pubmed", "retmode": "xml", "rettype": "abstract", "id": ",".join(map(value, keys))}
    return f"/efetch.fcgi?{urlencode(asked | caller(contact), safe=',@')}"


def _abstracts_split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    """Return the text of each abstract, "" for an article that has none.

    XML that declares entities is refused: PubMed's doesn't, and they could make it grow without end.
    """
    from xml.etree import ElementTree  # only for abstracts

    if b"<!ENTITY" in body:
        return dict.fromkeys(keys, Misshapen("XML with entities of its own"))
    try:
        root = ElementTree.fromstring(body)  # noqa: S314
    except ElementTree.ParseError as error:
        return dict.fromkeys(keys, Misshapen(str(error)))
    if root.tag != "PubmedArticleSet":
        return dict.fromkeys(keys, Misshapen(clean("".join(root.itertext())) or f"expected articles, not {root.tag}"))
    parts: dict[Key, Part] = dict.fromkeys(keys)
    for article in root:
        texts = (
            ": ".join(filter(None, (each.get("Label"), "".join(each.itertext()))))
            for each in article.iterfind(".//Abstract/AbstractText")
        )
        pmid = article.findtext("MedlineCitation/PMID") or article.findtext("BookDocument/PMID")
        parts[f"pmid:{pmid}"] = (clean(" ".join(texts), LONGEST_ABSTRACT) or "").encode()
    return parts


SUMMARIES = Source(
    id="pubmed",
    name="PubMed",
    base="https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    variable="MAGPAIN_PUBMED",
    batch=100,
    pause=0.4,
    key_of=pmid_key,
    path=_path,
    split=_split,
    read=_read,
    error_in=error_in,
)
ABSTRACTS = SUMMARIES._replace(
    id="pubmed-abstracts",
    name="PubMed abstracts",
    path=_abstracts_path,
    split=_abstracts_split,
    read=lambda part: ServiceRecord(abstract=part.decode()),
)
