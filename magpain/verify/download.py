"""Get what each source has about the citations: from the cache, and with --online from the network."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

import msgspec

from magpain.answers import SourceId, SourceState
from magpain.formats.progress import OnProgress, silent
from magpain.model import Citation
from magpain.verify import crossref, europepmc, fetching, pubmed
from magpain.verify.answer_cache import AnswerCache, CachedAnswer, CacheKey
from magpain.verify.fetching import Fetcher, RefusedError, UnreachableError
from magpain.verify.reading import UNREADABLE, clean
from magpain.verify.record import Key, Misshapen, Part, Service, ServiceRecord, Source, key_of

SOURCES = (crossref.WORKS, crossref.NOTICES, pubmed.SUMMARIES, europepmc.SEARCH)
NOT_FETCHED = "not downloaded yet"
_UNKNOWN: dict[SourceId, str] = {
    "crossref": "not at Crossref: the DOI may be wrong, or registered with another agency (DataCite, mEDRA, JaLC)",
    "pubmed": "PubMed gave no record for this PMID: it may be wrong",
    "europe-pmc": "Europe PMC has no record of it",
}


class _Served(Protocol):
    @property
    def service(self) -> Service: ...


class Request(NamedTuple):
    """A key to ask a source about."""

    source: Source
    key: Key


class Answer(NamedTuple):
    """Whether a source can be compared, and its record if so."""

    state: SourceState
    record: ServiceRecord | None


@dataclass(frozen=True)
class Session:
    """What one run works with; without a `fetcher`, it uses cached answers only.

    `bases` are the services' URLs by variable. Answers older than `since` are downloaded again. `progress` is called
    with the number of answers so far, the number wanted, and the source of the next. `failures` says why what this run
    could not download failed.
    """

    bases: Mapping[str, str]
    cache: AnswerCache
    today: datetime.date
    since: datetime.date = datetime.date.min
    fetcher: Fetcher | None = None
    progress: OnProgress = silent
    failures: dict[CacheKey, str] = field(default_factory=dict)

    def cache_key(self, request: Request) -> CacheKey:
        """Return the key of a cached answer."""
        return self.bases[request.source.service.variable], request.source.id, request.key


def bases(environment: Mapping[str, str], sources: Iterable[_Served] = SOURCES) -> dict[str, str]:
    """Return the services' URLs by variable, mirrors included; raise QuestionError for an invalid one."""
    return {
        name: fetching.base(each.service.base, environment.get(name), name)
        for each in sources
        for name in [each.service.variable]
    }


def answers(citation: Citation, session: Session, sources: Sequence[Source] = SOURCES) -> list[Answer]:
    """Return what the sources say about a citation."""
    return [answer(each, session) for each in _requests_for(citation, session, sources)]


def answer(request: Request, session: Session) -> Answer:
    """Return what a source says about a key: nothing if it failed in this run, even if an older answer is cached."""
    source, key = request.source, session.cache_key(request)
    cached = session.cache.get(key)
    record = _record(cached)
    why = source.cannot(request.key) or session.failures.get(key)
    if why or cached is None or (cached.part is not None and record is None):
        missing = SourceState(source=source.id, state="not-compared", fetched_on=None, why=why or NOT_FETCHED)
        return Answer(missing, None)
    state: Literal["compared", "unknown"] = "compared" if record else "unknown"
    why = None if record else _UNKNOWN.get(source.id)
    return Answer(SourceState(source=source.id, state=state, fetched_on=cached.fetched_on, why=why), record)


def download(citations: Sequence[Citation], session: Session, sources: Sequence[Source] = SOURCES) -> None:
    """Download into the cache what is missing, unreadable or old, unless the session is offline.

    A record that a service didn't have is requested again the next day. After an interrupt, the cache has every answer
    so far.
    """
    if session.fetcher is None:
        return

    def lacking(only: Sequence[Source]) -> list[Request]:
        requests = (one for each in citations for one in _requests_for(each, session, only))
        return [one for one in dict.fromkeys(requests) if _lacks(one, session)]

    done, whole = 0, len(lacking(sources))
    for source in sources:
        wanted = lacking([source])
        whole = max(whole, done + len(wanted))
        for batch in _batches(wanted):
            session.progress(done, whole, source.name)
            _fetch(batch, session, session.fetcher)
            done += len(batch)
    session.progress(done, whole, "")


def fetch(requests: Sequence[Request], session: Session) -> None:
    """Download some requests of one source into the cache, unless the session is offline."""
    if session.fetcher is None:
        return
    for batch in _batches(requests):
        _fetch(batch, session, session.fetcher)


def _requests_for(citation: Citation, session: Session, sources: Sequence[Source]) -> Iterator[Request]:
    """Yield the requests about a citation.

    If Crossref knows the DOI as an alias of another, notices are looked up for both; that shows once it has answered.
    """
    for source in sources:
        if key := key_of(citation, source.identifiers):
            yield Request(source, key)
        if key and source is crossref.NOTICES:
            record = _record(session.cache.get(session.cache_key(Request(crossref.WORKS, key))))
            prime = f"doi:{record.DOI.lower()}" if record and record.DOI else key
            if prime != key:
                yield Request(source, prime)


def _record(cached: CachedAnswer | None) -> ServiceRecord | None:
    """Return a cached answer's record, or None if there is none or it cannot be read."""
    try:
        return msgspec.json.decode(cached.part, type=ServiceRecord) if cached and cached.part else None
    except UNREADABLE:
        return None


def _lacks(request: Request, session: Session) -> bool:
    cached = session.cache.get(session.cache_key(request))
    if request.source.cannot(request.key):
        return False
    if cached is None or cached.fetched_on < session.since:
        return True
    return cached.fetched_on < session.today if cached.part is None else _record(cached) is None


def _fetch(batch: Sequence[Request], session: Session, fetcher: Fetcher) -> None:
    """Send one request; if it is rejected, send its halves, so that one bad key doesn't spoil the others' answers."""
    source, keys = batch[0].source, {each.key: session.cache_key(each) for each in batch}
    try:
        path = source.path(list(keys), fetcher.contact)
        reply = fetcher.get(session.bases[source.service.variable], path, source.pause, source.service.error_in)
    except RefusedError as error:
        half = len(batch) // 2
        if not half:
            session.failures[keys[batch[0].key]] = str(error)
        for part in (batch[:half], batch[half:]) if half else ():
            _fetch(part, session, fetcher)
        return
    except UnreachableError as error:
        session.failures.update(dict.fromkeys(keys.values(), clean(str(error)) or "no answer"))
        return
    parts = split(source, reply.body, list(keys)) if reply.status == 200 else _not_found(source, reply.body, keys)
    kept = {keys[key]: part for key, part in parts.items() if not isinstance(part, Misshapen)}
    session.cache.add({key: msgspec.json.encode(part) if part else None for key, part in kept.items()}, session.today)
    session.failures.update({keys[key]: part.why for key, part in parts.items() if isinstance(part, Misshapen)})


def _not_found(source: Source, body: bytes, keys: Iterable[Key]) -> dict[Key, Part]:
    """Return what a 404 means: no such record if the service says so itself, otherwise a wrong URL or a proxy."""
    return dict.fromkeys(keys, None if source.not_found(body) else Misshapen("status 404, not the service's own"))


def split(source: Source, body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    """Divide a response; whatever its shape, each key gets its part, or the reason why not."""
    try:
        parts = source.split(body, keys)
    except UNREADABLE as error:
        parts = dict.fromkeys(keys, Misshapen(str(error)))
    whole = {key: parts.get(key, Misshapen("the response leaves it out")) for key in keys}
    return {key: unexpected(part.why) if isinstance(part, Misshapen) else part for key, part in whole.items()}


def unexpected(why: str) -> Misshapen:
    """Return why a response cannot be read, in words for people."""
    return Misshapen(f"unexpected response format: {clean(why) or 'unreadable'}")


def _batches(requests: Sequence[Request]) -> list[Sequence[Request]]:
    size = requests[0].source.batch if requests else 1
    return [requests[at : at + size] for at in range(0, len(requests), size)]
