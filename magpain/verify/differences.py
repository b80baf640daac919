"""How a citation differs from a service's record: differences that matter, and notes for what is probably harmless."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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

Texts = Sequence[str]
# How serious a difference is, and why; None if both are the same.
Judgement = tuple[Severity, str | None] | None
# A field, what the file has, what the service has, and what compares them if both have something.
_Row = tuple[str, Texts, Texts, Callable[[Texts, Texts], Judgement]]


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
    for field, ours, theirs, judge in _rows(citation, record):
        if theirs and not ours:
            yield Mismatch(field, "note", None, theirs[0], MISSING)
        elif theirs and (judged := judge(ours, theirs)):
            severity, why = judged
            yield Mismatch(field, severity, ours[0], ", ".join(theirs) if field == "year" else theirs[0], why)


def _rows(citation: Citation, record: ServiceRecord) -> Iterator[_Row]:
    yield "title", [citation.title], record.titles, _title
    yield "author", _names(citation), record.authors, _author
    yield "year", [citation.issued[:4]], [str(year) for year in sorted(record.years)], _year
    yield "journal", _given(citation.container_title), record.journals, _journal
    ours, theirs = (stated(citation.volume), stated(citation.issue)), (record.volume, record.issue)
    if _joined(ours) != _joined(theirs):
        yield "volume", _given(ours[0]), _given(theirs[0]), _number
        yield "issue", _given(ours[1]), _given(theirs[1]), _number
    yield "page", _given(citation.page), record.pages, _pages
    for name in IDENTIFIERS:
        yield name, _given(getattr(citation, name)), _given(getattr(record, name)), _identifier


def _given(text: str | None) -> Texts:
    return [text] if text else []


def _joined(numbers: tuple[str | None, str | None]) -> str:
    """Return volume and issue as one: "14 Suppl 1" is volume 14 with issue Suppl 1."""
    return " ".join(map(citation_match.number, numbers)).strip()


def _another(citation: Citation, record: ServiceRecord) -> bool:
    """Return whether the record is another article's: not by a title alone, which may be translated."""
    if not record.titles or _likeness(citation.title, record.titles) >= _UNLIKE:
        return False
    ours = _names(citation)
    if ours and record.authors:
        return not any(_listed(name, record.authors) for name in ours)
    return bool(record.years) and int(citation.issued[:4]) not in record.years


def _described(record: ServiceRecord) -> str:
    year = str(min(record.years)) if record.years else None
    return ". ".join(part for part in (*record.authors[:1], record.titles[0], year) if part)


def _likeness(title: str, others: Texts) -> float:
    from difflib import SequenceMatcher  # slow to load, and few titles differ

    return max(SequenceMatcher(None, _letters(title), _letters(each), autojunk=False).ratio() for each in others)


def _letters(title: str) -> str:
    return citation_match.letters(unmarked(title))


def _title(ours: Texts, theirs: Texts) -> Judgement:
    mine, others = _letters(ours[0]), list(map(_letters, theirs))
    if mine in others:
        return None
    nearly = _likeness(ours[0], theirs) >= _NEARLY
    if any(_begins(*sorted((mine, each), key=len)) for each in others):
        return "note", "one title is longer (a subtitle?)"
    if theirs[0].startswith("[") and theirs[0].rstrip(".").endswith("]") and not nearly:
        return "note", "a translation, in NLM's brackets"
    return "difference", "spelled slightly differently" if nearly else None


def _begins(short: str, long: str) -> bool:
    return len(short) > _TITLE_BEGINS and long.startswith(short)


def _names(citation: Citation) -> list[str]:
    return [name.family or name.literal or "" for name in citation.author]


def _listed(name: str, names: Texts) -> bool:
    return any(citation_match.same_family(name, each) for each in names)


def _author(ours: Texts, theirs: Texts) -> Judgement:
    """Compare first authors; it is a note if that author is in the other list, behind a group for example."""
    if citation_match.same_family(ours[0], theirs[0]):
        return None
    if _listed(ours[0], theirs) or _listed(theirs[0], ours):
        return "note", "the authors are in another order"
    return "difference", "the first author"


def _year(ours: Texts, theirs: Texts) -> Judgement:
    apart = min(abs(int(year) - int(ours[0])) for year in theirs)
    if apart == 1:
        return "note", "one year apart (online and print dates?)"
    return ("difference", None) if apart else None


def _journal(ours: Texts, theirs: Texts) -> Judgement:
    same = any(citation_match.same_journal(ours[0], name) for name in theirs)
    return None if same else ("difference", None)


def _number(ours: Texts, theirs: Texts) -> Judgement:
    mine, other = citation_match.number(ours[0]), citation_match.number(theirs[0])
    if citation_match.is_part_of(mine, other):
        return "note", "one names a part or a supplement of the other"
    return None if mine == other else ("difference", None)


def _pages(ours: Texts, theirs: Texts) -> Judgement:
    """Compare pages; if one side has the first page alone, the first pages are compared."""
    if stated(ours[0]) is None:
        return "note", "assigned since"
    mine, others = citation_match.pages(ours[0]), list(map(citation_match.pages, theirs))
    if any(mine == each or (mine[0] == each[0] and _alone(mine, each)) for each in others):
        return None
    if mine[0] == mine[1] and any(each[0] == "1" for each in others):
        return "note", "an article number, and pages counted from 1"
    return "difference", None


def _alone(*ranges: tuple[str, str]) -> bool:
    return any(first == last for first, last in ranges)


def _identifier(ours: Texts, theirs: Texts) -> Judgement:
    same = citation_match.identifier(ours[0]) == citation_match.identifier(theirs[0])
    return None if same else ("difference", None)
