"""The citations compared with Crossref, PubMed and Europe PMC: from what was fetched before, or by asking them now.

Nothing here asks the network but `fetching.Fetcher`, and nobody makes one but `magpain verify --online`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from magpain.answers import (
    Difference,
    NoticeFound,
    NoticeKind,
    Reference,
    SourceId,
    SourceState,
    Verified,
    VerifyPage,
)
from magpain.model import Citation, Integrity, IntegrityCheck
from magpain.verify import comparing, gathering
from magpain.verify.comparing import Misfit
from magpain.verify.fetching import Fetcher
from magpain.verify.found import Found, Sign
from magpain.verify.gathering import Asked, Tell, bases
from magpain.verify.store import Place, Store

__all__ = ["bases", "hosts", "verify"]

NOT_FETCHED = "not fetched yet"
UNKNOWN: dict[SourceId, str] = {
    "crossref": "Crossref knows no such DOI; it is wrong, or registered elsewhere (DataCite, mEDRA, JaLC)",
    "crossref-notices": "",
    "pubmed": "PubMed knows no such PMID",
    "europe-pmc": "Europe PMC has no record of it",
}
# What a notice makes of a citation's status in the file, from the gravest on.
_STATUS: dict[NoticeKind, Integrity] = {"retraction": "retracted", "concern": "concern", "correction": "corrected"}
_GRAVITY: tuple[Integrity, ...] = ("retracted", "concern", "corrected")


def verify(
    references: Sequence[Reference],
    store: Store,
    addresses: Mapping[str, str],
    *,
    fetcher: Fetcher | None = None,
    today: datetime.date,
    since: datetime.date,
    tell: Tell = lambda _done, _whole, _name: None,
) -> VerifyPage:
    """Compare citations with what the services say; `fetcher`, where there is one, fetches what is older than `since`.

    Of services that don't answer, and answers that can't be read, the page says so; nothing of it raises.
    """
    asked = {each.id: gathering.asked_of(each.citation, addresses) for each in references}
    failures: dict[Place, str] = {}
    if fetcher:
        wanted = gathering.lacking((one for each in asked.values() for one in each), store, since)
        failures = gathering.gather(wanted, store, fetcher, today, tell)
    verified = tuple(_verified(each, asked[each.id], store, failures) for each in references)
    return VerifyPage(
        verified=verified,
        online=fetcher is not None,
        sound=not any(_matters(each) for each in verified),
        complete=not any(source.state == "not-compared" for each in verified for source in each.sources),
    )


def hosts(addresses: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the machines that are asked."""
    return tuple(dict.fromkeys(address.split("/")[2] for address in addresses.values()))


def _verified(reference: Reference, asked: Sequence[Asked], store: Store, failures: Mapping[Place, str]) -> Verified:
    states = tuple(_state(each, store, failures) for each in asked)
    compared = [
        (each.source.id, found)
        for each, state in zip(asked, states, strict=True)
        if state.state == "compared" and (found := gathering.read(each, store.get(each.place)))
    ]
    differences = tuple(_differences(reference.citation, compared, states))
    notices = tuple(_notices(reference.citation, compared))
    integrity = _integrity(differences, notices, states)
    return Verified(
        id=reference.id,
        differences=(*differences, *_untold(reference.citation, integrity, compared)),
        notices=notices,
        sources=states,
        integrity=integrity,
    )


def _state(asked: Asked, store: Store, failures: Mapping[Place, str]) -> SourceState:
    """Tell how a citation stands with a source: what could not be had now is not compared, even if it once was."""
    stored, source = store.get(asked.place), asked.source.id
    if why := failures.get(asked.place):
        return SourceState(source=source, state="not-compared", fetched_on=None, why=why)
    if stored is None or (stored.part is not None and gathering.read(asked, stored) is None):
        return SourceState(source=source, state="not-compared", fetched_on=None, why=NOT_FETCHED)
    if stored.part is None:
        return SourceState(source=source, state="unknown", fetched_on=stored.fetched_on, why=UNKNOWN[source])
    return SourceState(source=source, state="compared", fetched_on=stored.fetched_on, why=None)


def _differences(
    citation: Citation, compared: Iterable[tuple[SourceId, Found]], states: Iterable[SourceState]
) -> Iterator[Difference]:
    """Yield what differs, once for all sources that say the same."""
    found: dict[Misfit, list[SourceId]] = {}
    for source, each in compared:
        for misfit in comparing.misfits(citation, each):
            found.setdefault(misfit, []).append(source)
    for state in states:
        if state.state == "unknown":
            found.setdefault(_unknown(citation, state), []).append(state.source)
    for misfit, sources in found.items():
        yield Difference(**misfit._asdict(), sources=tuple(sources))


def _unknown(citation: Citation, state: SourceState) -> Misfit:
    """Return what it means that a source doesn't know an identifier: Europe PMC doesn't hold every journal."""
    if state.source == "europe-pmc":
        field = "PMID" if citation.PMID else "DOI" if citation.DOI else "PMCID"
        return Misfit(field, "note", getattr(citation, field), None, state.why)
    field = "PMID" if state.source == "pubmed" else "DOI"
    return Misfit(field, "difference", getattr(citation, field), None, state.why)


def _notices(citation: Citation, compared: Iterable[tuple[SourceId, Found]]) -> Iterator[NoticeFound]:
    """Yield the notices, the gravest first, once for all sources that tell the same."""
    found: dict[Sign, list[SourceId]] = {}
    for source, each in compared:
        for sign in each.notices:
            found.setdefault(sign, []).append(source)
    kinds = (*_STATUS, "update")
    for sign, sources in sorted(found.items(), key=lambda item: (item[0].about != "this", kinds.index(item[0].kind))):
        yield NoticeFound(**sign._asdict(), sources=tuple(sources), known=_known(citation, sign))


def _known(citation: Citation, sign: Sign) -> bool:
    """Tell whether the file says of a citation what a notice says, or worse."""
    told, wanted = citation.integrity.status, _STATUS.get(sign.kind)
    return sign.about == "this" and wanted is not None and told in _GRAVITY[: _GRAVITY.index(wanted) + 1]


def _matters(verified: Verified) -> bool:
    """Tell whether somebody should look: a difference, or a notice unknown to the file that isn't just a new version.

    That a citation is itself the notice of a correction is worth a note; that it retracts or doubts, more.
    """
    if any(each.severity == "difference" for each in verified.differences):
        return True
    grave = ("retraction", "concern")
    return any(
        not each.known and (each.kind in grave or (each.kind == "correction" and each.about == "this"))
        for each in verified.notices
    )


def _integrity(
    differences: Iterable[Difference], notices: Iterable[NoticeFound], states: Sequence[SourceState]
) -> IntegrityCheck | None:
    """Return what could stand in the file: the gravest notice; "none known" only where every source was compared.

    Where an identifier leads to another article, its notices aren't this citation's, and where identifiers are in
    doubt, there may be some elsewhere.
    """
    days = [state.fetched_on for state in states if state.state == "compared" and state.fetched_on]
    doubtful = {each.field for each in differences if each.severity == "difference"}
    if not days or "article" in doubtful:
        return None
    about = [each for each in notices if each.about == "this" and each.kind in _STATUS]
    if about:
        return IntegrityCheck(status=_STATUS[about[0].kind], checked_on=min(days), notes="; ".join(map(_told, about)))
    if doubtful & {"DOI", "PMID", "PMCID"} or any(state.state == "not-compared" for state in states):
        return None
    return IntegrityCheck(status="none-known", checked_on=min(days))


def _untold(
    citation: Citation, integrity: IntegrityCheck | None, compared: Iterable[tuple[SourceId, Found]]
) -> Iterator[Difference]:
    """Yield a note where the file tells of a notice that none of the sources knows."""
    ours = citation.integrity.status
    if integrity and integrity.status == "none-known" and ours in _GRAVITY:
        yield Difference(
            field="integrity",
            severity="note",
            ours=ours,
            theirs="none-known",
            sources=tuple(source for source, _found in compared),
            why="no notice of it was found",
        )


def _told(notice: NoticeFound) -> str:
    parts = (notice.label, notice.target, notice.date)
    return ", ".join(part for part in parts if part)
