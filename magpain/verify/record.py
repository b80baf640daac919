"""A service's record of a citation in the citation's own terms, with every text made safe to show."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from magpain.answers import NoticeKind, SourceId
from magpain.characters import is_hidden
from magpain.model import Citation

LONGEST = 300
LONGEST_ABSTRACT = 20_000
# A key names the kind of identifier: "doi:10.1000/1", "pmid:1", "pmcid:PMC1".
Key = str
# What services write where a volume, an issue or pages are unknown or not assigned yet: words, and Elsevier's PIIs.
_NOT_STATED = re.compile(
    r"(?:n/?a|none|null|[-\u2013\u2014.]+)(?:\s*[-\u2013]\s*(?:n/?a|none|null))?|(?:e?pub(?:lish)?\W*)?ahead\W*of\W*print"
    r"|(?:articles?\W*)?in\W*press|online\W*(?:first|ahead\W*of\W*print)|OF\d+(?:\s*[-\u2013]\s*(?:OF)?\d+)?"
    r"|[SB]\d{4}-?\d{3}[\dX]\(?\d\d\)?\d{5}-?[\dX]",
    re.I,
)


class Notice(NamedTuple):
    """A notice as a service reports it: its kind and label; whether it is about this record, or is it; where, when."""

    kind: NoticeKind
    label: str
    about: Literal["this", "another"]
    target: str | None = None
    date: str | None = None


class ServiceRecord(Struct, frozen=True, kw_only=True):
    """A service's record: every form of title, journal and pages that it gives, every year, and all authors."""

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    journals: tuple[str, ...] = ()
    volume: str | None = None
    issue: str | None = None
    pages: tuple[str, ...] = ()
    DOI: str | None = None
    PMID: str | None = None
    PMCID: str | None = None
    notices: tuple[Notice, ...] = ()
    abstract: str | None = None


class Misshapen(NamedTuple):
    """Why a service's answer cannot be read."""

    why: str


# The part of an answer about one key, None if the service has no such record, or why it cannot be read.
Part = bytes | Misshapen | None


class Source(NamedTuple):
    """One kind of request to one service.

    `key_of` returns a citation's key, `cannot` why a key cannot be requested ("" if it can), `path` the request for
    some keys, given the user's email address. `split` divides the response by key, and `read` reads one part.
    `error_in` finds an error message in a response with status 200; `not_found` tells the service's own 404 from
    others. `pause` is in seconds, `batch` the keys per request.
    """

    id: SourceId
    name: str
    base: str
    variable: str
    batch: int
    pause: float
    key_of: Callable[[Citation], Key | None]
    path: Callable[[Sequence[Key], str | None], str]
    split: Callable[[bytes, Sequence[Key]], dict[Key, Part]]
    read: Callable[[bytes], ServiceRecord]
    cannot: Callable[[Key], str] = lambda _key: ""
    error_in: Callable[[bytes], str | None] = lambda _body: None
    not_found: Callable[[bytes], bool] = lambda _body: False


def value(key: Key) -> str:
    """Return the identifier of a key without its kind."""
    return key.partition(":")[2]


def clean(text: str | None, longest: int = LONGEST) -> str | None:
    """Return a service's text on one line, cut to a length, without invisible and control characters, or None."""
    seen = "".join(" " if is_hidden(char) else char for char in text or "")
    line = " ".join(seen.split())
    return (line if len(line) <= longest else f"{line[: longest - 1]}…") or None


def cleaned(*texts: str | None) -> tuple[str, ...]:
    """Return the texts made safe, each once, without empty ones."""
    return tuple(dict.fromkeys(text for each in texts if (text := clean(each))))


def stated(text: str | None) -> str | None:
    """Return a volume, issue or page made safe; None if it says nothing, as "n/a", "ahead of print" or a PII."""
    found = clean(text)
    return None if found and _NOT_STATED.fullmatch(found) else found


def years_in(*dates: str | None) -> tuple[int, ...]:
    """Return the years that dates begin with, each once, in this order."""
    found = (re.match(r"[12][0-9]{3}\b", date or "") for date in dates)
    return tuple(dict.fromkeys(int(year[0]) for year in found if year))


def doi_key(citation: Citation) -> Key | None:
    """Return the key of a citation's DOI, which ignores case."""
    return f"doi:{citation.DOI.lower()}" if citation.DOI else None


def pmid_key(citation: Citation) -> Key | None:
    """Return the key of a citation's PubMed id."""
    return f"pmid:{citation.PMID}" if citation.PMID else None


def pmcid_key(citation: Citation) -> Key | None:
    """Return the key of a citation's PMC id."""
    return f"pmcid:{citation.PMCID}" if citation.PMCID else None
