"""What differs between a citation and what a service says of it: what matters as a difference, the rest as a note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from magpain.model import Citation
from magpain.verify import folding
from magpain.verify.found import Found
from magpain.verify.signs import unmarked

Severity = Literal["difference", "note"]
MISSING = "the file has none"
ANOTHER = "the identifier leads to another article"
_IDENTIFIERS: tuple[Literal["DOI", "PMID", "PMCID"], ...] = ("DOI", "PMID", "PMCID")
# Below this share of common letters two titles are hardly one article's; above the other, it's a slip of the pen.
_UNLIKE = 0.6
_NEARLY = 0.9
# A title that is no longer than this is no beginning of another: many begin with "Magnesium".
_TITLE_BEGINS = 20


class Misfit(NamedTuple):
    """One field in which a citation and a service differ."""

    field: str
    severity: Severity
    ours: str | None
    theirs: str | None
    why: str | None = None


def misfits(citation: Citation, found: Found) -> Iterator[Misfit]:
    """Yield what differs; where it is another article altogether, that alone."""
    if _another(citation, found):
        yield Misfit("article", "difference", citation.title, _described(found), ANOTHER)
        return
    yield from _title(citation, found)
    yield from _author(citation, found)
    yield from _year(citation, found)
    yield from _journal(citation, found)
    yield from _numbers(citation, found)
    yield from _pages(citation, found)
    yield from _identifiers(citation, found)


def _another(citation: Citation, found: Found) -> bool:
    """Tell whether it is another article: an unlike title alone may be a translation, so others must differ too."""
    if not found.titles or _likeness(citation.title, found) >= _UNLIKE:
        return False
    ours = _first_author(citation)
    if ours and found.author:
        return not folding.same_family(ours, found.author)
    return bool(found.years) and int(citation.issued[:4]) not in found.years


def _likeness(title: str, found: Found) -> float:
    from difflib import SequenceMatcher  # slow to load, and few titles differ

    ours = folding.letters(title)
    theirs = (folding.letters(unmarked(each)) for each in found.titles)
    return max(SequenceMatcher(None, ours, each, autojunk=False).ratio() for each in theirs)


def _described(found: Found) -> str:
    year = str(min(found.years)) if found.years else None
    return ". ".join(part for part in (found.author, found.titles[0], year) if part)


def _title(citation: Citation, found: Found) -> Iterator[Misfit]:
    ours = folding.letters(citation.title)
    theirs = [folding.letters(unmarked(title)) for title in found.titles]
    if not theirs or ours in theirs:
        return
    shown = found.titles[0]
    if any(_begins(*sorted((ours, each), key=len)) for each in theirs):
        yield Misfit("title", "note", citation.title, shown, "one goes on where the other ends")
    else:
        nearly = _likeness(citation.title, found) >= _NEARLY
        yield Misfit("title", "difference", citation.title, shown, "a few letters differ" if nearly else None)


def _begins(short: str, long: str) -> bool:
    return len(short) > _TITLE_BEGINS and long.startswith(short)


def _first_author(citation: Citation) -> str | None:
    name = citation.author[0] if citation.author else None
    return (name.family or name.literal) if name else None


def _author(citation: Citation, found: Found) -> Iterator[Misfit]:
    ours, theirs = _first_author(citation), found.author
    if theirs and not ours:
        yield Misfit("author", "note", None, theirs, MISSING)
    elif theirs and ours and not folding.same_family(ours, theirs):
        yield Misfit("author", "difference", ours, theirs, "the first author")


def _year(citation: Citation, found: Found) -> Iterator[Misfit]:
    ours = int(citation.issued[:4])
    if not found.years or ours in found.years:
        return
    nearest = min(found.years, key=lambda year: abs(year - ours))
    shown = ", ".join(map(str, sorted(found.years)))
    if abs(nearest - ours) == 1:
        yield Misfit("year", "note", str(ours), shown, "a year apart, as in print and online")
    else:
        yield Misfit("year", "difference", str(ours), shown)


def _journal(citation: Citation, found: Found) -> Iterator[Misfit]:
    ours = citation.container_title
    if not found.journals:
        return
    if ours is None:
        yield Misfit("journal", "note", None, found.journals[0], MISSING)
    elif not any(folding.same_journal(ours, name) for name in found.journals):
        yield Misfit("journal", "difference", ours, found.journals[0])


def _numbers(citation: Citation, found: Found) -> Iterator[Misfit]:
    """Yield differences of volume and issue; "14 Suppl 1" is volume 14 with issue Suppl 1."""
    ours = (citation.volume, citation.issue)
    theirs = (found.volume, found.issue)
    if " ".join(map(folding.number, ours)).strip() == " ".join(map(folding.number, theirs)).strip():
        return
    for field, mine, other in zip(("volume", "issue"), ours, theirs, strict=True):
        if other and not mine:
            yield Misfit(field, "note", None, other, MISSING)
        elif other and folding.number(mine) != folding.number(other):
            yield Misfit(field, "difference", mine, other)


def _pages(citation: Citation, found: Found) -> Iterator[Misfit]:
    """Yield a difference of pages; where one side has the first page alone, the first pages are compared."""
    if not found.pages:
        return
    if citation.page is None:
        yield Misfit("page", "note", None, found.pages[0], MISSING)
        return
    ours = folding.pages(citation.page)
    theirs = [folding.pages(text) for text in found.pages]
    if any(ours == each or (ours[0] == each[0] and _alone(ours, each)) for each in theirs):
        return
    if ours[0] == ours[1] and any(each[0] == "1" for each in theirs):
        yield Misfit("page", "note", citation.page, found.pages[0], "an article number, and pages counted from 1")
    else:
        yield Misfit("page", "difference", citation.page, found.pages[0])


def _alone(*ranges: tuple[str, str]) -> bool:
    return any(first == last for first, last in ranges)


def _identifiers(citation: Citation, found: Found) -> Iterator[Misfit]:
    for name in _IDENTIFIERS:
        ours: str | None = getattr(citation, name)
        theirs: str | None = getattr(found, name)
        if theirs and not ours:
            yield Misfit(name, "note", None, theirs, MISSING)
        elif theirs and ours and folding.identifier(ours) != folding.identifier(theirs):
            yield Misfit(name, "difference", ours, theirs)
