"""Searches for what appeared since a day: PubMed's ESearch, Europe PMC's search, and ClinicalTrials.gov's studies.

ESearch as in https://www.ncbi.nlm.nih.gov/books/NBK25499/ (`datetype=edat`, `mindate`, `maxdate`, `retstart`, `retmax`;
PubMed gives the first 9,999 ids of a search, so that a longer one is split by date). Europe PMC as in
https://europepmc.org/RestfulWebService (`cursorMark`, `resultType=core`, `synonym`). ClinicalTrials.gov's API 2 as in
https://clinicaltrials.gov/data-api/api (`query.cond`, `query.intr`, `filter.advanced`, `pageToken`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from magpain.answers import NewReport, WatchSource
from magpain.verify import europepmc, pubmed
from magpain.verify.reading import clean
from magpain.verify.record import Service
from magpain.verify.reports import of_record, of_trial

_PUBMED_LIMIT = 9_999
_IDS, _RECORDS = 1000, 100


class Query(NamedTuple):
    """What is searched for: in PubMed's syntax, in plain Boolean words, as condition and intervention; since when."""

    pubmed: str
    plain: str
    condition: str
    intervention: str
    since: datetime.date


class Page(Struct, frozen=True, omit_defaults=True):
    """One page of results: reports, or PubMed ids whose summaries are the reports; and the cursors that follow."""

    following: tuple[str, ...] = ()
    reports: tuple[NewReport, ...] = ()
    ids: tuple[str, ...] = ()


class Search(NamedTuple):
    """A service's search: `path` is the request for a page by its cursor, "" for the first; `read` takes it apart."""

    id: str
    source: WatchSource
    name: str
    service: Service
    path: Callable[[Query, str, datetime.date, str | None], str]
    read: Callable[[bytes, Query, str, datetime.date], Page]
    pause: float


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
    return pubmed.request("esearch", contact, retmode="json", term=query.pubmed, **dates, retstart=start, retmax=_IDS)


def _pubmed_read(body: bytes, query: Query, cursor: str, today: datetime.date) -> Page:
    found = msgspec.json.decode(body, type=_ESearch).esearchresult
    if found.errors:
        raise ValueError(clean(found.errors))
    first, last, start = _pubmed_range(query, cursor, today)
    if int(found.count) > _PUBMED_LIMIT and first < last:
        middle = first + (last - first) // 2
        return Page((f"{first}:{middle}:0", f"{middle + datetime.timedelta(days=1)}:{last}:0"))
    more = start + len(found.idlist)
    following = (f"{first}:{last}:{more}",) if found.idlist and more < min(int(found.count), _PUBMED_LIMIT) else ()
    return Page(following, ids=found.idlist)


def _europepmc_path(query: Query, cursor: str, today: datetime.date, _contact: str | None) -> str:
    dated = f"({query.plain}) AND (FIRST_PDATE:[{query.since} TO {today}])"
    return europepmc.request(dated, _RECORDS, synonym="TRUE", cursorMark=cursor or "*")


def _europepmc_read(body: bytes, _query: Query, cursor: str, _today: datetime.date) -> Page:
    found = msgspec.json.decode(body, type=europepmc.Answer)
    results, following = found.result_list.result, found.next_cursor_mark
    more = (following,) if results and following and following != (cursor or "*") else ()
    return Page(more, tuple(of_record("europe-pmc", europepmc.read(each)) for each in results))


class _Trials(Struct, rename="camel"):
    studies: list[dict[str, Any]]
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
    return Page((token,) if token and token != cursor else (), tuple(map(of_trial, found.studies)))


_TRIALS = Service("https://clinicaltrials.gov/api/v2", "MAGPAIN_CLINICALTRIALS")
# At ClinicalTrials.gov, some 50 requests a minute are allowed.
SEARCHES = (
    Search("pubmed-search", "pubmed", "PubMed", pubmed.SERVICE, _pubmed_path, _pubmed_read, pause=0.4),
    Search(
        "europe-pmc-search", "europe-pmc", "Europe PMC", europepmc.SERVICE, _europepmc_path, _europepmc_read, pause=0.5
    ),
    Search("clinicaltrials", "clinicaltrials", "ClinicalTrials.gov", _TRIALS, _trials_path, _trials_read, pause=1.5),
)
