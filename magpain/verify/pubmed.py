"""PubMed through NCBI's E-utilities: the summaries of some PubMed ids.

ESummary as in https://www.ncbi.nlm.nih.gov/books/NBK25499/ (`version=2.0`, `retmode=json`, a list of ids in one
question, more than about 200 by POST); at most three questions a second, and `tool` and `email`:
https://www.ncbi.nlm.nih.gov/books/NBK25497/. Its `references` are the links of CommentsCorrections, so that no XML
from the network need be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from magpain.verify.found import Found, Key, Misshapen, Part, Sign, Source, clean, cleaned, pmid_key, value
from magpain.verify.signs import linked, marked, told_once, typed

_SUFFIXES = ("Jr", "Sr", "2nd", "3rd", "4th")


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
    """What is read, and kept, of a summary; where PubMed has none, `error` says so."""

    uid: str
    error: str | None = None
    title: str = ""
    authors: tuple[_Author, ...] = ()
    pubdate: str = ""
    epubdate: str = ""
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


def _address(keys: Sequence[Key], contact: str | None) -> str:
    asked = {"db": "pubmed", "retmode": "json", "version": "2.0", "id": ",".join(map(value, keys)), "tool": "magpain"}
    return f"/esummary.fcgi?{urlencode(asked | ({'email': contact} if contact else {}), safe=',@')}"


def _split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    answer = msgspec.json.decode(body, type=_Answer)
    return {key: _part(answer.result[value(key)]) for key in keys if value(key) in answer.result}


def _part(raw: msgspec.Raw) -> Part:
    """Return one summary; a misfit in it spoils none of the others."""
    try:
        summary = msgspec.json.decode(raw, type=Summary)
    except msgspec.MsgspecError as error:
        return Misshapen(str(error))
    return None if summary.error else msgspec.json.encode(summary)


def _read(part: bytes) -> Found:
    summary = msgspec.json.decode(part, type=Summary)
    ids = {each.idtype: each.value for each in summary.articleids}
    titles = cleaned(summary.title)
    return Found(
        titles=titles,
        author=_family(summary.authors[0]) if summary.authors else None,
        years=tuple(dict.fromkeys(_years(summary))),
        journals=cleaned(summary.fulljournalname, summary.source),
        volume=clean(summary.volume),
        issue=clean(summary.issue),
        pages=cleaned(summary.pages),
        DOI=clean(ids.get("doi")),
        PMID=clean(summary.uid),
        PMCID=clean(ids.get("pmc")),
        notices=told_once((*_links(summary), *typed(summary.pubtype), *marked(titles))),
    )


def _family(author: _Author) -> str | None:
    """Return a person's family name ("van de Beek D Jr" has the initials last, before a suffix), or a body's name."""
    if author.authtype == "CollectiveName":
        return clean(author.name)
    words = author.name.split()
    if words and words[-1] in _SUFFIXES:
        words.pop()
    if len(words) > 1 and words[-1].isupper():
        words.pop()
    return clean(" ".join(words))


def _years(summary: Summary) -> Iterator[int]:
    for date in (summary.pubdate, summary.epubdate):
        if found := re.match(r"[12][0-9]{3}\b", date):
            yield int(found[0])


def _links(summary: Summary) -> Iterator[Sign]:
    for link in summary.references:
        target = f"PMID {link.pmid}" if link.pmid else link.refsource
        if sign := linked(link.reftype, target):
            yield sign


SUMMARIES = Source(
    id="pubmed",
    name="PubMed",
    base="https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    variable="MAGPAIN_PUBMED",
    batch=100,
    pause=0.4,
    key_of=pmid_key,
    address=_address,
    split=_split,
    read=_read,
)
