"""Searches for what appeared since a day: PubMed's ESearch, Europe PMC's search, and ClinicalTrials.gov's studies.

ESearch as in https://www.ncbi.nlm.nih.gov/books/NBK25499/ (`datetype=edat`, `mindate`, `maxdate`, `retstart`, `retmax`;
PubMed gives the first 9,999 ids of a search, so that a longer one is parted by date). Europe PMC as in
https://europepmc.org/RestfulWebService (`cursorMark`, `resultType=core`, `synonym`). ClinicalTrials.gov's API 2 as in
https://clinicaltrials.gov/data-api/api (`query.cond`, `query.intr`, `filter.advanced`, `pageToken`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

import msgspec
from msgspec import Struct, field

from magpain.answers import WatchSource
from magpain.verify import europepmc, pubmed
from magpain.verify.record import clean

_PUBMED_LIMIT = 9_999
_IDS, _RECORDS = 1000, 100


class Query(NamedTuple):
    """What is searched for: in PubMed's syntax, in plain Boolean words, as condition and intervention; since when."""

    pubmed: str
    plain: str
    condition: str
    intervention: str
    since: datetime.date


class Page(NamedTuple):
    """One page of a search's results, as bytes to cache, and the cursors of the pages that follow from it."""

    results: bytes
    following: tuple[str, ...]


class Search(NamedTuple):
    """A service's search: `path` is the request for a page by its cursor, "" for the first; `read` takes it apart."""

    id: str
    source: WatchSource
    name: str
    base: str
    variable: str
    pause: float
    path: Callable[[Query, str, datetime.date, str | None], str]
    read: Callable[[bytes, Query, str, datetime.date], Page]
    error_in: Callable[[bytes], str | None] = lambda _body: None


class _Ids(Struct, rename={"errors": "ERROR"}):
    count: str = "0"
    idlist: tuple[str, ...] = ()
    errors: str | None = None


class _ESearch(Struct):
    esearchresult: _Ids


def _pubmed_range(query: Query, cursor: str, today: datetime.date) -> tuple[datetime.date, datetime.date, int]:
    """Return the days and the start that a cursor names: "2026-01-01:2026-03-01:1000"."""
    first, last, start = cursor.split(":") if cursor else (str(query.since), str(today), "0")
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), int(start)


def _pubmed_path(query: Query, cursor: str, today: datetime.date, contact: str | None) -> str:
    first, last, start = _pubmed_range(query, cursor, today)
    dates = {"datetype": "edat", "mindate": f"{first:%Y/%m/%d}", "maxdate": f"{last:%Y/%m/%d}"}
    asked = {"db": "pubmed", "retmode": "json", "term": query.pubmed, **dates, "retstart": start, "retmax": _IDS}
    return f"/esearch.fcgi?{urlencode(asked | pubmed.caller(contact), safe='/@')}"


def _pubmed_read(body: bytes, query: Query, cursor: str, today: datetime.date) -> Page:
    found = msgspec.json.decode(body, type=_ESearch).esearchresult
    if found.errors:
        raise ValueError(clean(found.errors))
    first, last, start = _pubmed_range(query, cursor, today)
    if int(found.count) > _PUBMED_LIMIT and first < last:
        middle = first + (last - first) // 2
        return Page(b"[]", (f"{first}:{middle}:0", f"{middle + datetime.timedelta(days=1)}:{last}:0"))
    more = start + len(found.idlist)
    following = (f"{first}:{last}:{more}",) if found.idlist and more < min(int(found.count), _PUBMED_LIMIT) else ()
    return Page(msgspec.json.encode(found.idlist), following)


class _Records(Struct, rename="camel"):
    result_list: europepmc.Results
    next_cursor_mark: str | None = None


def _europepmc_path(query: Query, cursor: str, today: datetime.date, _contact: str | None) -> str:
    asked = {
        "query": f"({query.plain}) AND (FIRST_PDATE:[{query.since} TO {today}])",
        "resultType": "core",
        "synonym": "TRUE",
        "format": "json",
        "pageSize": _RECORDS,
        "cursorMark": cursor or "*",
    }
    return f"/search?{urlencode(asked)}"


def _europepmc_read(body: bytes, _query: Query, cursor: str, _today: datetime.date) -> Page:
    found = msgspec.json.decode(body, type=_Records)
    records = [msgspec.json.decode(raw, type=europepmc.Record) for raw in found.result_list.result]
    following = found.next_cursor_mark
    more = (following,) if records and following and following != (cursor or "*") else ()
    return Page(msgspec.json.encode([msgspec.structs.replace(each, abstract_text=None) for each in records]), more)


class _Date(Struct, frozen=True):
    date: str = ""


class _Identification(Struct, frozen=True, rename="camel"):
    nct_id: str
    brief_title: str = ""


class _Status(Struct, frozen=True, rename="camel"):
    overall_status: str = ""
    last_update_post_date_struct: _Date = field(default_factory=_Date)
    primary_completion_date_struct: _Date = field(default_factory=_Date)
    completion_date_struct: _Date = field(default_factory=_Date)


class _DesignInfo(Struct, frozen=True):
    allocation: str = ""


class _Design(Struct, frozen=True, rename="camel"):
    study_type: str = ""
    design_info: _DesignInfo = field(default_factory=_DesignInfo)


class _Reference(Struct, frozen=True):
    pmid: str = ""
    type: str = ""


class _References(Struct, frozen=True):
    references: tuple[_Reference, ...] = ()


class _Protocol(Struct, frozen=True, rename="camel"):
    identification_module: _Identification
    status_module: _Status = field(default_factory=_Status)
    design_module: _Design = field(default_factory=_Design)
    references_module: _References = field(default_factory=_References)


class Trial(Struct, frozen=True, rename="camel"):
    """The fields of a registered trial that are read and cached."""

    protocol_section: _Protocol
    has_results: bool = False


class _Trials(Struct, rename="camel"):
    studies: tuple[Trial, ...]
    next_page_token: str | None = None


def _trials_path(query: Query, cursor: str, _today: datetime.date, _contact: str | None) -> str:
    asked = {
        "query.cond": query.condition,
        "query.intr": query.intervention,
        "filter.advanced": f"AREA[LastUpdatePostDate]RANGE[{query.since},MAX]",
        "pageSize": _RECORDS,
        "format": "json",
    }
    return f"/studies?{urlencode(asked | ({'pageToken': cursor} if cursor else {}))}"


def _trials_read(body: bytes, _query: Query, cursor: str, _today: datetime.date) -> Page:
    found = msgspec.json.decode(body, type=_Trials)
    token = found.next_page_token
    return Page(msgspec.json.encode(found.studies), (token,) if token and token != cursor else ())


PUBMED = Search(
    id="pubmed-search",
    source="pubmed",
    name="PubMed",
    base=pubmed.SUMMARIES.base,
    variable=pubmed.SUMMARIES.variable,
    pause=0.4,
    path=_pubmed_path,
    read=_pubmed_read,
    error_in=pubmed.error_in,
)
EUROPEPMC = Search(
    id="europe-pmc-search",
    source="europe-pmc",
    name="Europe PMC",
    base=europepmc.SEARCH.base,
    variable=europepmc.SEARCH.variable,
    pause=0.5,
    path=_europepmc_path,
    read=_europepmc_read,
)
# Some 50 requests a minute are allowed.
TRIALS = Search(
    id="clinicaltrials",
    source="clinicaltrials",
    name="ClinicalTrials.gov",
    base="https://clinicaltrials.gov/api/v2",
    variable="MAGPAIN_CLINICALTRIALS",
    pause=1.5,
    path=_trials_path,
    read=_trials_read,
)
