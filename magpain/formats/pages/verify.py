"""The page of `verify`: notices, differences, what was not checked, and suggested entries for the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from magpain.answers import (
    Difference,
    NoticeFound,
    NumbersChecked,
    NumbersPage,
    SourceId,
    Verified,
    VerifyPage,
)
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
from magpain.model import IntegrityCheck, NumbersCheck

_NAMES: dict[SourceId, str] = {
    "crossref": "Crossref",
    "crossref-notices": "Crossref notices",
    "pubmed": "PubMed",
    "europe-pmc": "Europe PMC",
    "pubmed-abstracts": "PubMed abstracts",
    "retraction-list": "Retraction list",
}
_NOTICES: dict[str, tuple[str, Role]] = {
    "retraction": ("retracted", "bad"),
    "concern": ("expression of concern", "bad"),
    "correction": ("corrected", "warn"),
    "update": ("new version", "muted"),
    "unlabelled": ("listed, as retracted, doubted or corrected", "bad"),
}
# What was found for a citation, in the order of the summary.
_STATES = (
    "with a retraction, concern or correction notice",
    "with differences",
    "match",
    "match so far",
    "not checked",
    "with no DOI, PMID or PMCID",
)
_LISTED = {"match": "not in the list", "with no DOI, PMID or PMCID": "with no identifier that the list has"}
_GO_ONLINE = (
    "No network request was made. It would send only identifiers (DOIs, PMIDs, PMCIDs) to Crossref, PubMed and Europe "
    "PMC, and cache their answers. To check citations online, run: magpain verify --online"
)


def blocks(page: VerifyPage | NumbersPage, *, full: bool) -> Iterator[Block]:
    """Yield the summary, and each part that is not empty."""
    yield from _numbers(page) if isinstance(page, NumbersPage) else _citations(page)


def _citations(page: VerifyPage) -> Iterator[Block]:
    yield Title(_counted(page), line(muted(_days(page))))
    yield Paragraph(_summed(page))
    yield from _part("Notices", tuple(_notices(page.verified)))
    yield from _differences("Differences", page.verified, "difference")
    yield from _differences("Minor differences", page.verified, "note")
    yield from _part("Not checked", tuple(_not_compared(page.verified)))
    yield from _part("Suggested `integrity` entries", tuple(_integrity(page.verified)))
    if not page.complete and not page.online:
        yield Heading("Check online")
        yield Paragraph(line(_GO_ONLINE))


def _counted(page: VerifyPage) -> Line:
    compared = sum(any(state.fetched_on for state in each.sources) for each in page.verified)
    count = len(page.verified)
    return line(strong(f"{compared} of {count} citation{'' if count == 1 else 's'} checked"))


def _days(page: VerifyPage) -> str:
    """Return the days on which the answers were downloaded, or the date of the list."""
    days = sorted({str(state.fetched_on) for each in page.verified for state in each.sources if state.fetched_on})
    if not days:
        return "nothing downloaded yet"
    word = "list of" if _in_list(page) else "downloaded"
    return f"{word} {days[0]}" + (f" to {days[-1]}" if len(days) > 1 else "")


def _in_list(page: VerifyPage) -> bool:
    return any(state.source == "retraction-list" for each in page.verified for state in each.sources)


def _summed(page: VerifyPage) -> Line:
    counts = Counter(map(_state, page.verified))
    words = _LISTED if _in_list(page) else {}
    told = ", ".join(f"{counts[state]} {words.get(state, state)}" for state in _STATES if counts[state])
    return line(f"{told[:1].upper()}{told[1:]}." if told else "There is nothing to check.")


def _state(item: Verified) -> str:
    """Return what was found for a citation, in a few words."""
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
    known = muted(" Already recorded in the file.") if notice.known else ""
    told = ", ".join(part for part in parts if part)
    return line(
        Span(head, "muted" if notice.known else role), f": {told} ", muted(f"({_named(notice.sources)})"), known
    )


def _differences(title: str, verified: Iterable[Verified], severity: str) -> Iterator[Block]:
    rows = [(item.id, each) for item in verified for each in item.differences if each.severity == severity]
    if rows:
        yield Heading(title)
        columns = (Column("Citation"), Column("Field"), Column("In the file"), Column("Found"), Column("Source"))
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
    """Yield each source with a reason, and its citations, or only their number if there are many."""
    reasons: dict[tuple[SourceId, str], list[str]] = {}
    for item in verified:
        for state in item.sources:
            if state.state == "not-compared":
                reasons.setdefault((state.source, state.why or ""), []).append(item.id)
    for (source, why), keys in reasons.items():
        which = ", ".join(keys) if len(keys) <= 5 else f"{len(keys)} citations"
        yield line(Span(_NAMES[source], "warn")), line(f"{why}: {which}")


def _integrity(verified: Iterable[Verified]) -> Iterator[tuple[Line, Line]]:
    """Yield the entries that follow from notices, then the others, with identical ones together."""
    alike: dict[str, list[str]] = {}
    for item in verified:
        could = item.integrity
        if could is None:
            continue
        if could.status in ("none-known", "not-listed"):
            alike.setdefault(written(could), []).append(item.id)
        elif not all(notice.known for notice in item.notices):
            yield line(strong(item.id)), line(written(could))
    for entry, keys in alike.items():
        which = ", ".join(keys) if len(keys) <= 5 else f"{len(keys)} citations (-f csv lists them)"
        yield line(muted(which)), line(entry)


def written(check: IntegrityCheck) -> str:
    """Return an entry in the YAML of the knowledge file."""
    fields = {"list": check.list, "notes": check.notes}
    more = "".join(f", {name}: {_quoted(text)}" for name, text in fields.items() if text)
    return f"integrity: {{status: {check.status}, checked_on: {check.checked_on}{more}}}"


def _quoted(text: str) -> str:
    """Return a text in YAML's single quotes; a single quote inside it is doubled."""
    return "'" + text.replace("'", "''") + "'"


def _numbers(page: NumbersPage) -> Iterator[Block]:
    """Yield the page of `verify --numbers`: contradicted numbers first, then those that were not found."""
    counts = Counter(number.state for each in page.compared for number in each.checked)
    compared = sum(each.state == "compared" for each in page.compared)
    yield Title(line(strong(f"{compared} of {len(page.compared)} studies and findings compared with their abstracts")))
    told = ((counts["contradicted"], "contradicted"), (counts["not-found"], "not found"), (counts["found"], "found"))
    yield Paragraph(line("Numbers: " + ", ".join(f"{count} {state}" for count, state in told) + "."))
    yield from _part("Contradicted by the abstract", tuple(_contradicted(page.compared)))
    yield from _part("Not found in the abstract", tuple(_not_found(page.compared)))
    yield from _part("Not compared", tuple(_without_abstract(page.compared)))
    entries = [
        (line(strong(each.id)), line(_numbers_entry(each.numbers)))
        for each in page.compared
        if each.numbers is not None
    ]
    yield from _part("Suggested `numbers` entries, for a study's extraction", tuple(entries))
    if not page.complete and not page.online:
        yield Heading("Check online")
        yield Paragraph(
            line("To download the abstracts from PubMed and Europe PMC, run: magpain verify --numbers --online")
        )


def _contradicted(compared: Iterable[NumbersChecked]) -> Iterator[tuple[Line, Line]]:
    for each in compared:
        for number in each.checked:
            if number.state == "contradicted":
                told = f"{number.field} {number.value}; the abstract has {number.there} ({number.why}): "
                yield line(strong(each.id)), line(Span(told, "bad"), muted(f"\u201c{number.sentence}\u201d"))


def _not_found(compared: Iterable[NumbersChecked]) -> Iterator[tuple[Line, Line]]:
    for each in compared:
        if lacking := [f"{number.field} {number.value}" for number in each.checked if number.state == "not-found"]:
            yield line(strong(each.id)), line("; ".join(lacking))


def _without_abstract(compared: Iterable[NumbersChecked]) -> Iterator[tuple[Line, Line]]:
    reasons: dict[str, list[str]] = {}
    for each in compared:
        if each.why:
            reasons.setdefault(each.why, []).append(each.id)
    for why, keys in reasons.items():
        yield line(why), line(muted(", ".join(keys) if len(keys) <= 5 else f"{len(keys)} (-f csv lists them)"))


def _numbers_entry(check: NumbersCheck) -> str:
    return f"numbers: {{checked_on: {check.checked_on}, found: {check.found}, not_found: {check.not_found}}}"


def _named(sources: Iterable[SourceId]) -> str:
    return ", ".join(_NAMES[source] for source in sources)
