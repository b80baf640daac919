"""What a service says of a citation, in a citation's own words, and the text of it made safe to show."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from magpain.answers import NoticeKind, SourceId
from magpain.model import Citation

LONGEST = 300
# A key says what kind of identifier it is: "doi:10.1000/1", "pmid:1", "pmcid:PMC1".
Key = str


class Sign(NamedTuple):
    """A notice as a service tells it: what kind, in which word, about this record or in it, where, and when."""

    kind: NoticeKind
    label: str
    about: Literal["this", "another"]
    target: str | None = None
    date: str | None = None


class Found(Struct, frozen=True, kw_only=True):
    """What a service says: every form of a title, journal or page that it gives, and every year."""

    titles: tuple[str, ...] = ()
    author: str | None = None
    years: tuple[int, ...] = ()
    journals: tuple[str, ...] = ()
    volume: str | None = None
    issue: str | None = None
    pages: tuple[str, ...] = ()
    DOI: str | None = None
    PMID: str | None = None
    PMCID: str | None = None
    notices: tuple[Sign, ...] = ()


class Misshapen(NamedTuple):
    """Why a service's answer can't be read."""

    why: str


# A citation's own part of an answer, None where the service doesn't know it, or why it can't be read.
Part = bytes | Misshapen | None


class Source(NamedTuple):
    """One kind of question to one service.

    `key_of` names the citation for the service, if it can; `address` is the question about some keys, after the
    service's own address, and who may be written to; `split` takes its answer apart by key, and `read` reads a part.
    `pause` is the time in seconds between two questions, `batch` how many keys one question may name.
    """

    id: SourceId
    name: str
    base: str
    variable: str
    batch: int
    pause: float
    key_of: Callable[[Citation], Key | None]
    address: Callable[[Sequence[Key], str | None], str]
    split: Callable[[bytes, Sequence[Key]], dict[Key, Part]]
    read: Callable[[bytes], Found]


def value(key: Key) -> str:
    """Return the identifier of a key without its kind."""
    return key.partition(":")[2]


def clean(text: str | None) -> str | None:
    """Return a service's text on one line, of bounded length, without anything that isn't to be seen, or None."""
    seen = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text or "")
    line = " ".join(seen.split())
    return (line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…") or None


def cleaned(*texts: str | None) -> tuple[str, ...]:
    """Return texts made safe, each once, without the empty ones."""
    return tuple(dict.fromkeys(text for each in texts if (text := clean(each))))


def doi_key(citation: Citation) -> Key | None:
    """Return the key of a citation's DOI, in which case doesn't matter."""
    return f"doi:{citation.DOI.lower()}" if citation.DOI else None


def pmid_key(citation: Citation) -> Key | None:
    """Return the key of a citation's PubMed id."""
    return f"pmid:{citation.PMID}" if citation.PMID else None


def pmcid_key(citation: Citation) -> Key | None:
    """Return the key of a citation's PMC id."""
    return f"pmcid:{citation.PMCID}" if citation.PMCID else None
