"""A service's record of a citation in the citation's own terms, and the requests that lead to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from magpain.answers import NoticeKind, SourceId
from magpain.model import Citation

# A key names the kind of identifier: "doi:10.1000/1", "pmid:1", "pmcid:PMC1".
Key = str
Identifier = Literal["DOI", "PMID", "PMCID"]


class Notice(NamedTuple):
    """A notice as a service reports it: about "this" record, or the record is itself the notice of "another".

    `label` is the service's word, `target` where to find the notice, or what it is about.
    """

    kind: NoticeKind
    label: str
    about: Literal["this", "another"]
    target: str | None = None
    date: str | None = None


class ServiceRecord(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A service's record: every form of title, journal and pages that it gives, every year, and all authors.

    `authors` are family names and groups, `people` the same as the service writes them, `types` publication types.
    """

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    date: str | None = None
    journals: tuple[str, ...] = ()
    volume: str | None = None
    issue: str | None = None
    pages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    DOI: str | None = None
    PMID: str | None = None
    PMCID: str | None = None
    notices: tuple[Notice, ...] = ()
    abstract: str | None = None


class Misshapen(NamedTuple):
    """Why a service's answer cannot be read."""

    why: str


# What an answer says about one key: a record, None if the service has none, or why it cannot be read.
Part = ServiceRecord | Misshapen | None


class Service(NamedTuple):
    """A service's URL, the variable that sets a mirror, and what finds an error in a response with status 200."""

    base: str
    variable: str
    error_in: Callable[[bytes], str | None] | None = None


class Source(NamedTuple):
    """One kind of request to a service.

    A citation is looked up by the first of `identifiers` that it has. `path` returns the request for some keys, given
    the user's email address, and `split` divides the response by key. `batch` is the number of keys per request,
    `pause` is in seconds. `cannot` returns why a key cannot be requested ("" if it can); `not_found` tells the
    service's own 404 from others.
    """

    id: SourceId
    name: str
    service: Service
    identifiers: tuple[Identifier, ...]
    path: Callable[[Sequence[Key], str | None], str]
    split: Callable[[bytes, Sequence[Key]], dict[Key, Part]]
    batch: int
    pause: float
    cannot: Callable[[Key], str] = lambda _key: ""
    not_found: Callable[[bytes], bool] = lambda _body: False


def value(key: Key) -> str:
    """Return the identifier of a key without its kind."""
    return key.partition(":")[2]


def key_of(citation: Citation, identifiers: Sequence[Identifier]) -> Key | None:
    """Return the key of the first of these identifiers that a citation has; a DOI ignores case."""
    held = ((name, getattr(citation, name)) for name in identifiers)
    return next((f"{name.lower()}:{each.lower() if name == 'DOI' else each}" for name, each in held if each), None)
