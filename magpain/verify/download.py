"""What each source has about the citations: from the cache, and with --online from the network."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import msgspec

from magpain.model import Citation
from magpain.verify import crossref, europepmc, fetching, pubmed
from magpain.verify.answer_cache import AnswerCache, CachedAnswer, CacheKey
from magpain.verify.fetching import Fetcher, RefusedError, UnreachableError
from magpain.verify.record import Key, Misshapen, Part, ServiceRecord, Source, clean

SOURCES = (crossref.WORKS, crossref.NOTICES, pubmed.SUMMARIES, europepmc.SEARCH)
UNREADABLE = (msgspec.MsgspecError, RecursionError, TypeError, ValueError)

# Called with the number of answers so far, the number wanted, and the source that is asked next.
Progress = Callable[[int, int, str], None]


class Request(NamedTuple):
    """A citation's key at a source, and the source's base URL."""

    source: Source
    base: str
    key: Key

    @property
    def cache_key(self) -> CacheKey:
        """Return the key of the cached answer."""
        return self.base, self.source.id, self.key


def bases(environment: Mapping[str, str], sources: Iterable[Source] = SOURCES) -> dict[str, str]:
    """Return each source's base URL by its id, mirrors included; raise QuestionError for an invalid one."""
    return {
        source.id: fetching.base(source.base, environment.get(source.variable), source.variable) for source in sources
    }


def requests_for(
    citation: Citation, bases: Mapping[str, str], cache: AnswerCache, sources: Sequence[Source] = SOURCES
) -> Iterator[Request]:
    """Yield the requests about a citation.

    If Crossref knows the DOI as an alias of another, notices are looked up for both; that shows once it has answered.
    """
    for source in sources:
        if key := source.key_of(citation):
            yield Request(source, bases[source.id], key)
        if key and source is crossref.NOTICES:
            work = Request(crossref.WORKS, bases[crossref.WORKS.id], key)
            record = read(work, cache.get(work.cache_key))
            prime = f"doi:{record.DOI.lower()}" if record and record.DOI else key
            if prime != key:
                yield Request(source, bases[source.id], prime)


def read(request: Request, cached: CachedAnswer | None) -> ServiceRecord | None:
    """Return a cached answer's record, or None if there is none or it cannot be read."""
    if cached is None or cached.part is None:
        return None
    try:
        return request.source.read(cached.part)
    except UNREADABLE:
        return None


def download(
    citations: Sequence[Citation],
    bases: Mapping[str, str],
    cache: AnswerCache,
    fetcher: Fetcher,
    *,
    today: datetime.date,
    since: datetime.date,
    progress: Progress,
    sources: Sequence[Source] = SOURCES,
) -> dict[CacheKey, str]:
    """Download into the cache what is missing, unreadable, or older than `since`; return why, for what failed.

    That a service has no such record is asked again the next day. An interrupt leaves what was answered in the cache.
    """

    def lacking(only: Sequence[Source]) -> list[Request]:
        requests = (one for each in citations for one in requests_for(each, bases, cache, only))
        return [one for one in dict.fromkeys(requests) if _lacks(one, cache.get(one.cache_key), since, today)]

    failures: dict[CacheKey, str] = {}
    done, whole = 0, len(lacking(sources))
    for source in sources:
        wanted = lacking([source])
        whole = max(whole, done + len(wanted))
        for batch in _batches(wanted, source.batch):
            progress(done, whole, source.name)
            failures |= _fetch(batch, cache, fetcher, today)
            done += len(batch)
    progress(done, whole, "")
    return failures


def fetch(
    requests: Sequence[Request], cache: AnswerCache, fetcher: Fetcher, today: datetime.date
) -> dict[CacheKey, str]:
    """Download some requests of one source into the cache; return why, for what failed."""
    failures: dict[CacheKey, str] = {}
    for batch in _batches(requests, requests[0].source.batch if requests else 1):
        failures |= _fetch(batch, cache, fetcher, today)
    return failures


def _lacks(request: Request, cached: CachedAnswer | None, since: datetime.date, today: datetime.date) -> bool:
    if request.source.cannot(request.key):
        return False
    if cached is None or cached.fetched_on < since:
        return True
    return cached.fetched_on < today if cached.part is None else read(request, cached) is None


def _fetch(batch: Sequence[Request], cache: AnswerCache, fetcher: Fetcher, today: datetime.date) -> dict[CacheKey, str]:
    """Send one request; if it is refused, send its halves, so that one bad key costs no other its answer."""
    source, base = batch[0].source, batch[0].base
    keys = [each.key for each in batch]
    try:
        reply = fetcher.get(base, source.path(keys, fetcher.contact), source.pause, source.error_in)
    except UnreachableError as error:
        return {each.cache_key: clean(str(error)) or "no answer" for each in batch}
    except RefusedError as error:
        if len(batch) == 1:
            return {batch[0].cache_key: str(error)}
        half = len(batch) // 2
        first = _fetch(batch[:half], cache, fetcher, today)
        return first | _fetch(batch[half:], cache, fetcher, today)
    parts = _parts(source, reply.body, keys) if reply.status == 200 else _not_found(source, reply.body, keys)
    cache.add(
        {each.cache_key: part for each in batch if not isinstance(part := parts[each.key], Misshapen)},
        today,
    )
    return {each.cache_key: part.why for each in batch if isinstance(part := parts[each.key], Misshapen)}


def _not_found(source: Source, body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    """Return what a 404 means: no such record if the service says so itself, otherwise a wrong URL or a proxy."""
    return dict.fromkeys(keys, None if source.not_found(body) else Misshapen("status 404, not the service's own"))


def _parts(source: Source, body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    """Divide a response; whatever its shape, each key gets its part, or the reason why not."""
    try:
        parts = source.split(body, keys)
    except UNREADABLE as error:
        return dict.fromkeys(keys, _misshapen(str(error)))
    absent = Misshapen("the response leaves it out")
    return {
        key: _misshapen(part.why) if isinstance(part := parts.get(key, absent), Misshapen) else part for key in keys
    }


def _misshapen(why: str) -> Misshapen:
    return Misshapen(f"unexpected response format: {clean(why) or 'unreadable'}")


def _batches(items: Sequence[Request], size: int) -> Iterator[list[Request]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
