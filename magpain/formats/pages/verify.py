"""The page that `verify` prints: notices, differences, notes, what wasn't compared, and what could be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from magpain.answers import Difference, NoticeFound, SourceId, Verified, VerifyPage
from magpain.formats.blocks import (
    Block,
    Column,
    Grid,
    Heading,
    Items,
    Line,
    Paragraph,
    Role,
    Span,
    Title,
    line,
    muted,
    strong,
)

_NAMES: dict[SourceId, str] = {
    "crossref": "Crossref",
    "crossref-notices": "Crossref notices",
    "pubmed": "PubMed",
    "europe-pmc": "Europe PMC",
}
_NOTICES: dict[str, tuple[str, Role]] = {
    "retraction": ("retracted", "bad"),
    "concern": ("concern", "bad"),
    "correction": ("corrected", "warn"),
    "update": ("new version", "muted"),
}
# How citations came out, in the order in which they are counted.
_STATES = (
    "with a notice",
    "that differ",
    "that agree",
    "that agree so far",
    "not compared",
    "without DOI, PMID or PMCID",
)
_GO_ONLINE = (
    "Nothing was asked of the network. magpain verify --online asks Crossref, PubMed and Europe PMC about identifiers, "
    "sends nothing else of the file, and keeps what they answer for later calls."
)


def blocks(page: VerifyPage, *, full: bool) -> Iterator[Block]:
    """Yield the sum of it, and each part that there is."""
    yield Title(_counted(page), line(muted(_days(page))))
    yield Paragraph(_summed(page))
    yield from _part("Notices", tuple(_notices(page.verified)))
    yield from _differences("Differences", page.verified, "difference")
    yield from _differences("Worth a look", page.verified, "note")
    yield from _part("Not compared", tuple(_not_compared(page.verified)))
    yield from _part("What could be written into the file", tuple(_integrity(page.verified)))
    if not page.complete and not page.online:
        yield Heading("Going online")
        yield Paragraph(line(_GO_ONLINE))


def _counted(page: VerifyPage) -> Line:
    compared = sum(any(state.fetched_on for state in each.sources) for each in page.verified)
    count = len(page.verified)
    return line(strong(f"{compared} of {count} citation{'' if count == 1 else 's'} compared"))


def _days(page: VerifyPage) -> str:
    """Say when what is compared was fetched."""
    days = sorted({str(state.fetched_on) for each in page.verified for state in each.sources if state.fetched_on})
    if not days:
        return "nothing fetched yet"
    return f"fetched {days[0]}" + (f" to {days[-1]}" if len(days) > 1 else "")


def _summed(page: VerifyPage) -> Line:
    counts = Counter(map(_state, page.verified))
    told = ", ".join(f"{counts[state]} {state}" for state in _STATES if counts[state])
    return line(f"{told[:1].upper()}{told[1:]}." if told else "There is nothing to compare.")


def _state(item: Verified) -> str:
    """Say how a citation came out, in a word."""
    if not item.sources:
        return _STATES[5]
    if any(not notice.known and notice.kind != "update" for notice in item.notices):
        return _STATES[0]
    if any(each.severity == "difference" for each in item.differences):
        return _STATES[1]
    states = {state.state for state in item.sources}
    if states == {"not-compared"}:
        return _STATES[4]
    return _STATES[3] if "not-compared" in states else _STATES[2]


def _part(title: str, items: tuple[tuple[Line, Line], ...]) -> Iterator[Block]:
    if items:
        yield Heading(title)
        yield Items(items)


def _notices(verified: Iterable[Verified]) -> Iterator[tuple[Line, Line]]:
    for item in verified:
        yield from ((line(strong(item.id)), _notice(notice)) for notice in item.notices)


def _notice(notice: NoticeFound) -> Line:
    word, role = _NOTICES[notice.kind]
    head = word if notice.about == "this" else f"is itself a notice ({notice.kind})"
    parts = (notice.label, notice.target, notice.date)
    known = muted(" The file says so.") if notice.known else ""
    told = ", ".join(part for part in parts if part)
    return line(
        Span(head, "muted" if notice.known else role), f": {told} ", muted(f"({_named(notice.sources)})"), known
    )


def _differences(title: str, verified: Iterable[Verified], severity: str) -> Iterator[Block]:
    rows = [(item.id, each) for item in verified for each in item.differences if each.severity == severity]
    if rows:
        yield Heading(title)
        columns = (Column("Citation"), Column("Field"), Column("In the file"), Column("There"), Column("Where"))
        yield Grid(columns, tuple(_row(key, each) for key, each in rows))


def _row(key: str, each: Difference) -> tuple[Line, ...]:
    there = each.theirs or "-"
    why = muted(f" ({each.why})") if each.why and each.ours else ""
    return (
        line(strong(key)),
        line(each.field),
        line(each.ours or "-"),
        line(there, why),
        line(muted(_named(each.sources))),
    )


def _not_compared(verified: Iterable[Verified]) -> Iterator[tuple[Line, Line]]:
    """Yield each source with why, and how many citations, or which where they are few."""
    reasons: dict[tuple[SourceId, str], list[str]] = {}
    for item in verified:
        for state in item.sources:
            if state.state == "not-compared":
                reasons.setdefault((state.source, state.why or ""), []).append(item.id)
    for (source, why), keys in reasons.items():
        which = ", ".join(keys) if len(keys) <= 5 else f"{len(keys)} citations"
        yield line(Span(_NAMES[source], "warn")), line(f"{why}: {which}")


def _integrity(verified: Iterable[Verified]) -> Iterator[tuple[Line, Line]]:
    """Yield what a notice would make of a citation's integrity; of the rest, how many, by the day."""
    days: dict[str, list[str]] = {}
    for item in verified:
        could = item.integrity
        if could is None:
            continue
        if could.status == "none-known":
            days.setdefault(str(could.checked_on), []).append(item.id)
        elif not all(notice.known for notice in item.notices):
            notes = f", notes: {_quoted(could.notes)}" if could.notes else ""
            written = f"integrity: {{status: {could.status}, checked_on: {could.checked_on}{notes}}}"
            yield line(strong(item.id)), line(written)
    for day, keys in days.items():
        which = ", ".join(keys) if len(keys) <= 5 else f"{len(keys)} citations (-f csv lists them)"
        yield line(muted(which)), line(f"integrity: {{status: none-known, checked_on: {day}}}")


def _quoted(text: str) -> str:
    """Write a text as YAML does between single quotes, where only these must be doubled."""
    return "'" + text.replace("'", "''") + "'"


def _named(sources: Iterable[SourceId]) -> str:
    return ", ".join(_NAMES[source] for source in sources)
