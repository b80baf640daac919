"""How a citation differs from a service's record: differences that matter, and notes for what is probably harmless."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from magpain.model import Citation
from magpain.verify import citation_match
from magpain.verify.notices import unmarked
from magpain.verify.reading import stated
from magpain.verify.record import Identifier, ServiceRecord

Severity = Literal["difference", "note"]
MISSING = "missing from the file"
ANOTHER = "the identifier belongs to a different article"
IDENTIFIERS: tuple[Identifier, ...] = ("DOI", "PMID", "PMCID")
# Titles with a smaller share of common letters are hardly one article's; with a larger one, it is a slip.
_UNLIKE = 0.6
_NEARLY = 0.9
# A shorter title is not taken for the beginning of another: many begin with "Magnesium".
_TITLE_BEGINS = 20


class Mismatch(NamedTuple):
    """One field in which a citation and a service's record differ."""

    field: str
    severity: Severity
    ours: str | None
    theirs: str | None
    why: str | None = None


def mismatches(citation: Citation, record: ServiceRecord) -> Iterator[Mismatch]:
    """Yield the fields that differ; for a different article, that alone."""
    if _another(citation, record):
        yield Mismatch("article", "difference", citation.title, _described(record), ANOTHER)
        return
    yield from _title(citation, record)
    yield from _author(citation, record)
    yield from _year(citation, record)
    yield from _journal(citation, record)
    yield from _numbers(citation, record)
    yield from _pages(citation, record)
    yield from _identifiers(citation, record)


def _another(citation: Citation, record: ServiceRecord) -> bool:
    """Return whether the record is another article's: not by a title alone, which may be translated."""
    if not record.titles or _likeness(citation.title, record) >= _UNLIKE:
        return False
    ours = _names(citation)
    if ours and record.authors:
        return not any(_listed(name, record.authors) for name in ours)
    return bool(record.years) and int(citation.issued[:4]) not in record.years


def _likeness(title: str, record: ServiceRecord) -> float:
    from difflib import SequenceMatcher  # slow to load, and few titles differ

    ours = citation_match.letters(unmarked(title))
    theirs = (citation_match.letters(unmarked(each)) for each in record.titles)
    return max(SequenceMatcher(None, ours, each, autojunk=False).ratio() for each in theirs)


def _described(record: ServiceRecord) -> str:
    year = str(min(record.years)) if record.years else None
    return ". ".join(part for part in (*record.authors[:1], record.titles[0], year) if part)


def _title(citation: Citation, record: ServiceRecord) -> Iterator[Mismatch]:
    ours = citation_match.letters(unmarked(citation.title))
    theirs = [citation_match.letters(unmarked(title)) for title in record.titles]
    if not theirs or ours in theirs:
        return
    shown = record.titles[0]
    nearly = _likeness(citation.title, record) >= _NEARLY
    if any(_begins(*sorted((ours, each), key=len)) for each in theirs):
        yield Mismatch("title", "note", citation.title, shown, "one title is longer (a subtitle?)")
    elif shown.startswith("[") and shown.rstrip(".").endswith("]") and not nearly:
        yield Mismatch("title", "note", citation.title, shown, "a translation, in NLM's brackets")
    else:
        yield Mismatch("title", "difference", citation.title, shown, "spelled slightly differently" if nearly else None)


def _begins(short: str, long: str) -> bool:
    return len(short) > _TITLE_BEGINS and long.startswith(short)


def _names(citation: Citation) -> list[str]:
    return [name.family or name.literal or "" for name in citation.author]


def _listed(name: str, names: tuple[str, ...] | list[str]) -> bool:
    return any(citation_match.same_family(name, each) for each in names)


def _author(citation: Citation, record: ServiceRecord) -> Iterator[Mismatch]:
    """Yield a difference of first authors; a note if that author is in the other list, behind a group, say."""
    ours, theirs = _names(citation), record.authors
    if not theirs or (ours and citation_match.same_family(ours[0], theirs[0])):
        return
    if not ours:
        yield Mismatch("author", "note", None, theirs[0], MISSING)
    elif _listed(ours[0], theirs) or _listed(theirs[0], ours):
        yield Mismatch("author", "note", ours[0], theirs[0], "the authors are in another order")
    else:
        yield Mismatch("author", "difference", ours[0], theirs[0], "the first author")


def _year(citation: Citation, record: ServiceRecord) -> Iterator[Mismatch]:
    ours = int(citation.issued[:4])
    if not record.years or ours in record.years:
        return
    nearest = min(record.years, key=lambda year: abs(year - ours))
    shown = ", ".join(map(str, sorted(record.years)))
    if abs(nearest - ours) == 1:
        yield Mismatch("year", "note", str(ours), shown, "one year apart (online and print dates?)")
    else:
        yield Mismatch("year", "difference", str(ours), shown)


def _journal(citation: Citation, record: ServiceRecord) -> Iterator[Mismatch]:
    ours = citation.container_title
    if not record.journals:
        return
    if ours is None:
        yield Mismatch("journal", "note", None, record.journals[0], MISSING)
    elif not any(citation_match.same_journal(ours, name) for name in record.journals):
        yield Mismatch("journal", "difference", ours, record.journals[0])


def _numbers(citation: Citation, record: ServiceRecord) -> Iterator[Mismatch]:
    """Yield differences of volume and issue; "14 Suppl 1" is volume 14 with issue Suppl 1."""
    ours = (stated(citation.volume), stated(citation.issue))
    theirs = (record.volume, record.issue)
    if _joined(ours) == _joined(theirs):
        return
    for field, mine, other in zip(("volume", "issue"), ours, theirs, strict=True):
        numbers = citation_match.number(mine), citation_match.number(other)
        if other and not mine:
            yield Mismatch(field, "note", None, other, MISSING)
        elif other and citation_match.is_part_of(*numbers):
            yield Mismatch(field, "note", mine, other, "one names a part or a supplement of the other")
        elif other and numbers[0] != numbers[1]:
            yield Mismatch(field, "difference", mine, other)


def _joined(numbers: tuple[str | None, ...]) -> str:
    return " ".join(map(citation_match.number, numbers)).strip()


def _pages(citation: Citation, record: ServiceRecord) -> Iterator[Mismatch]:
    """Yield a difference of pages; if one side has the first page alone, the first pages are compared."""
    if not record.pages:
        return
    if stated(citation.page) is None:
        why = "assigned since" if citation.page else MISSING
        yield Mismatch("page", "note", citation.page, record.pages[0], why)
        return
    ours = citation_match.pages(citation.page or "")
    theirs = [citation_match.pages(text) for text in record.pages]
    if any(ours == each or (ours[0] == each[0] and _alone(ours, each)) for each in theirs):
        return
    if ours[0] == ours[1] and any(each[0] == "1" for each in theirs):
        yield Mismatch("page", "note", citation.page, record.pages[0], "an article number, and pages counted from 1")
    else:
        yield Mismatch("page", "difference", citation.page, record.pages[0])


def _alone(*ranges: tuple[str, str]) -> bool:
    return any(first == last for first, last in ranges)


def _identifiers(citation: Citation, record: ServiceRecord) -> Iterator[Mismatch]:
    for name in IDENTIFIERS:
        ours: str | None = getattr(citation, name)
        theirs: str | None = getattr(record, name)
        if theirs and not ours:
            yield Mismatch(name, "note", None, theirs, MISSING)
        elif theirs and ours and citation_match.identifier(ours) != citation_match.identifier(theirs):
            yield Mismatch(name, "difference", ours, theirs)
