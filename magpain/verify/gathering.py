"""What is known of citations at each source: from the store, and where the user says so from the network."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import msgspec

from magpain.model import Citation
from magpain.verify import crossref, europepmc, fetching, pubmed
from magpain.verify.fetching import Fetcher, UnreachableError
from magpain.verify.found import Found, Key, Misshapen, Part, Source, clean
from magpain.verify.store import Place, Store, Stored

SOURCES = (crossref.WORKS, crossref.NOTICES, pubmed.SUMMARIES, europepmc.SEARCH)
# After so many questions in a row without an answer, a service is left alone for the rest of the call.
GIVE_UP_AFTER = 2
_UNREADABLE = (msgspec.MsgspecError, RecursionError, TypeError, ValueError)

# Told how many answers there are of how many, and whom the next question is for.
Tell = Callable[[int, int, str], None]


class Asked(NamedTuple):
    """A citation as a source knows it: by a key, at an address."""

    source: Source
    base: str
    key: Key

    @property
    def place(self) -> Place:
        """Return where the store keeps the answer."""
        return self.base, self.source.id, self.key


def bases(environment: Mapping[str, str]) -> dict[str, str]:
    """Return each source's address by its id, as the environment has it; raise QuestionError for one that can't be."""
    return {
        source.id: fetching.base(source.base, environment.get(source.variable), source.variable) for source in SOURCES
    }


def asked_of(citation: Citation, addresses: Mapping[str, str]) -> list[Asked]:
    """Return the sources that can be asked about a citation."""
    keys = ((source, source.key_of(citation)) for source in SOURCES)
    return [Asked(source, addresses[source.id], key) for source, key in keys if key]


def read(asked: Asked, stored: Stored | None) -> Found | None:
    """Return what a stored answer says, or None where there is none that can be read."""
    if stored is None or stored.part is None:
        return None
    try:
        return asked.source.read(stored.part)
    except _UNREADABLE:
        return None


def lacking(asked: Iterable[Asked], store: Store, since: datetime.date) -> list[Asked]:
    """Return what must be fetched: what isn't there, or can't be read, or was fetched before a day."""
    return [each for each in dict.fromkeys(asked) if _lacks(each, store.get(each.place), since)]


def _lacks(asked: Asked, stored: Stored | None, since: datetime.date) -> bool:
    if stored is None or stored.fetched_on < since:
        return True
    return stored.part is not None and read(asked, stored) is None


def gather(
    wanted: Sequence[Asked], store: Store, fetcher: Fetcher, today: datetime.date, tell: Tell
) -> dict[Place, str]:
    """Fetch what is wanted into the store, question by question; return why, for what couldn't be had.

    An interrupt leaves in the store whatever was answered before it.
    """
    failures: dict[Place, str] = {}
    done = 0
    for source in SOURCES:
        mine = [each for each in wanted if each.source is source]
        in_a_row = 0
        for batch in _batches(mine, source.batch):
            tell(done, len(wanted), source.name)
            if in_a_row < GIVE_UP_AFTER:
                why = _fetch(source, batch, store, fetcher, today)
                in_a_row = in_a_row + 1 if why.unreachable else 0
            failures |= {each.place: why.of(each.key) for each in batch if why.of(each.key)}
            done += len(batch)
    tell(done, len(wanted), "")
    return failures


class _Outcome(NamedTuple):
    """How a question went: why it had no answer at all, or what is wrong with the answer about each key."""

    unreachable: str = ""
    misshapen: Mapping[Key, str] = {}

    def of(self, key: Key) -> str:
        return self.unreachable or self.misshapen.get(key, "")


def _fetch(source: Source, batch: Sequence[Asked], store: Store, fetcher: Fetcher, today: datetime.date) -> _Outcome:
    keys = [each.key for each in batch]
    try:
        body = fetcher.get(batch[0].base + source.address(keys, fetcher.contact), source.pause)
    except UnreachableError as error:
        return _Outcome(unreachable=clean(str(error)) or "no answer")
    parts = _nothing(source, keys) if body is None else _parts(source, body, keys)
    good = {each.place: part for each in batch if not isinstance(part := parts[each.key], Misshapen)}
    store.add(good, today)
    return _Outcome(misshapen={key: part.why for key, part in parts.items() if isinstance(part, Misshapen)})


def _nothing(source: Source, keys: Sequence[Key]) -> dict[Key, Part]:
    """Return what "no such thing" means: where one record was asked for, it is unknown; of a list, it can't be had."""
    return dict.fromkeys(keys, None if source.batch == 1 else Misshapen("it answered with status 404"))


def _parts(source: Source, body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    """Take an answer apart; whatever shape it has, each key gets its part or the reason why not."""
    try:
        parts = source.split(body, keys)
    except _UNREADABLE as error:
        return dict.fromkeys(keys, _misshapen(str(error)))
    absent = Misshapen("the answer leaves it out")
    return {
        key: _misshapen(part.why) if isinstance(part := parts.get(key, absent), Misshapen) else part for key in keys
    }


def _misshapen(why: str) -> Misshapen:
    return Misshapen(f"the answer isn't in the documented shape: {clean(why) or 'unreadable'}")


def _batches(items: Sequence[Asked], size: int) -> Iterator[list[Asked]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
