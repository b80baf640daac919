"""Compare citations with Crossref, PubMed and Europe PMC: with cached answers, or with ones downloaded now.

Only `fetching.Fetcher` uses the network, and only `magpain verify --online` and `magpain watch --online` make one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from magpain.answers import Difference, NoticeFound, NoticeKind, Reference, SourceId, SourceState, Verified, VerifyPage
from magpain.model import Citation, Integrity, IntegrityCheck
from magpain.verify import differences, download, notices
from magpain.verify.differences import IDENTIFIERS, Mismatch
from magpain.verify.download import Answer, Session
from magpain.verify.record import Notice, ServiceRecord

__all__ = ["checked", "citation_page", "matters", "suggestion", "verify"]

# The status that a notice gives a citation, the most serious first.
STATUS: dict[NoticeKind, Integrity] = {"retraction": "retracted", "concern": "concern", "correction": "corrected"}
_KINDS: tuple[NoticeKind, ...] = (*STATUS, "unlabelled", "update")
_T = TypeVar("_T", Mismatch, Notice)
_SERIOUS: tuple[Integrity, ...] = ("retracted", "concern", "corrected")


def verify(references: Sequence[Reference], session: Session) -> VerifyPage:
    """Compare citations with the services' records, which an online session downloads first.

    Services that don't answer, and answers that cannot be read, are reported on the page and raise nothing.
    """
    download.download([each.citation for each in references], session)
    verified = tuple(checked(each, download.answers(each.citation, session)) for each in references)
    return citation_page(verified, online=session.fetcher is not None)


def citation_page(verified: tuple[Verified, ...], *, online: bool) -> VerifyPage:
    """Return citations that were checked as a page."""
    return VerifyPage(
        verified=verified,
        online=online,
        sound=not any(matters(each) for each in verified),
        complete=not any(source.state == "not-compared" for each in verified for source in each.sources),
    )


def checked(reference: Reference, answers: Sequence[Answer]) -> Verified:
    """Return a citation compared with what sources say about it."""
    citation = reference.citation
    states = tuple(each.state for each in answers)
    compared = [(state.source, record) for state, record in answers if record]
    differing = tuple(_differences(citation, compared, states))
    found = tuple(_notices(citation, compared))
    integrity = _integrity(differing, found, states)
    return Verified(
        id=reference.id,
        differences=(*differing, *_unconfirmed(citation, integrity, compared)),
        notices=found,
        sources=states,
        integrity=integrity,
    )


def _differences(
    citation: Citation, compared: Sequence[tuple[SourceId, ServiceRecord]], states: Iterable[SourceState]
) -> Iterator[Difference]:
    """Yield the differences, each once with all the sources that agree on it."""
    records = [record for _source, record in compared]
    pairs = [(each, source) for source, record in compared for each in _mismatches(citation, source, record)]
    pairs += [(_unknown(citation, each, records), each.source) for each in states if each.state == "unknown"]
    for each, sources in _by_first(pairs).items():
        yield Difference(**each._asdict(), sources=sources)


def _mismatches(citation: Citation, source: SourceId, record: ServiceRecord) -> Iterator[Mismatch]:
    for each in differences.mismatches(citation, record):
        if (source, each.field, each.severity) == ("crossref", "DOI", "difference"):
            yield each._replace(severity="note", why="Crossref knows the DOI as an alias of this one")
        else:
            yield each


def _by_first(pairs: Iterable[tuple[_T, SourceId]]) -> dict[_T, tuple[SourceId, ...]]:
    """Return the sources of each finding, each once."""
    found: dict[_T, dict[SourceId, None]] = {}
    for each, source in pairs:
        found.setdefault(each, {})[source] = None
    return {each: tuple(sources) for each, sources in found.items()}


def _unknown(citation: Citation, state: SourceState, records: Iterable[ServiceRecord]) -> Mismatch:
    """Return what it means that a source has no record: nothing serious if another has the same identifier.

    Europe PMC doesn't hold every journal.
    """
    held = [name for name in IDENTIFIERS if getattr(citation, name)]
    field = {"crossref": "DOI", "pubmed": "PMID"}.get(state.source) or next(
        name for name in ("PMID", "DOI", "PMCID") if name in held
    )
    ours: str = getattr(citation, field)
    confirmed = any((getattr(record, field) or "").lower() == ours.lower() for record in records)
    minor = confirmed or state.source == "europe-pmc"
    why = f"{state.why}; another service has it" if confirmed else state.why
    return Mismatch(field, "note" if minor else "difference", ours, None, why)


def _notices(citation: Citation, compared: Iterable[tuple[SourceId, ServiceRecord]]) -> Iterator[NoticeFound]:
    """Yield the notices, the most serious first, each once with all the sources that report it."""
    found = _by_first(
        (each, source)
        for source, record in compared
        for each in notices.without_repeats((*record.notices, *notices.in_titles(record.titles, citation.title)))
    )
    for notice in sorted(found, key=lambda each: (each.about != "this", _KINDS.index(each.kind))):
        yield NoticeFound(**notice._asdict(), sources=found[notice], known=_is_known(citation, notice))


def _is_known(citation: Citation, notice: Notice) -> bool:
    """Return whether the file already has a notice: in `integrity`, or if the citation is the notice, in its title."""
    if notice.about == "another":
        return notices.is_notice(citation.title)
    wanted = STATUS.get(notice.kind)
    return wanted is not None and citation.integrity.status in _SERIOUS[: _SERIOUS.index(wanted) + 1]


def matters(verified: Verified) -> bool:
    """Return whether a person should look: at a difference, or a notice that is new to the file.

    New versions don't matter, and neither does a citation that is itself the notice of a correction.
    """
    if any(each.severity == "difference" for each in verified.differences):
        return True
    minor = {("update", "this"), ("update", "another"), ("correction", "another")}
    return any(not each.known and (each.kind, each.about) not in minor for each in verified.notices)


def suggestion(found: Iterable[NoticeFound], checked_on: datetime.date) -> IntegrityCheck | None:
    """Return the `integrity` entry that notices make, the most serious first; None without any about the citation."""
    about = [each for each in found if each.about == "this" and each.kind in STATUS]
    if not about:
        return None
    return IntegrityCheck(status=STATUS[about[0].kind], checked_on=checked_on, notes="; ".join(map(_described, about)))


def _integrity(
    differing: Iterable[Difference], found: Sequence[NoticeFound], states: Sequence[SourceState]
) -> IntegrityCheck | None:
    """Return what could be written into the file: "none-known" only if every request about notices was answered.

    If an identifier belongs to a different article, the notices aren't this citation's; if one is in doubt, there may
    be notices elsewhere. Any sign of a notice, of an unknown type or in a title too, outweighs "none-known".
    """
    days = [state.fetched_on for state in states if state.state == "compared" and state.fetched_on]
    doubtful = {each.field for each in differing if each.severity == "difference"}
    if not days or "article" in doubtful:
        return None
    if check := suggestion(found, min(days)):
        return check
    sign = any(each.kind != "update" for each in found)
    unanswered = any(
        state.state == "not-compared" or (state.state == "unknown" and state.source != "europe-pmc") for state in states
    )
    if sign or unanswered or doubtful & set(IDENTIFIERS):
        return None
    return IntegrityCheck(status="none-known", checked_on=min(days))


def _unconfirmed(
    citation: Citation, integrity: IntegrityCheck | None, compared: Iterable[tuple[SourceId, ServiceRecord]]
) -> Iterator[Difference]:
    """Yield a note if the file has a notice that none of the sources knows."""
    ours = citation.integrity.status
    if integrity and integrity.status == "none-known" and ours in _SERIOUS:
        yield Difference(
            field="integrity",
            severity="note",
            ours=ours,
            theirs="none-known",
            sources=tuple(dict.fromkeys(source for source, _record in compared)),
            why="no such notice was found",
        )


def _described(notice: NoticeFound) -> str:
    parts = (notice.label, notice.target, notice.date)
    return ", ".join(part for part in parts if part)
