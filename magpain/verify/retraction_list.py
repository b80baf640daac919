"""Look up citations in a list of retracted papers on this machine: Retraction Watch's CSV, or DOIs one per line.

Crossref publishes the Retraction Watch data with these columns
(https://www.crossref.org/documentation/retrieve-metadata/retraction-watch/): OriginalPaperDOI,
OriginalPaperPubMedID, RetractionDOI, RetractionNature, Reason, RetractionDate (month/day/year).
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote

from msgspec import structs

from magpain.answers import NoticeFound, Reference, SourceState, Verified, VerifyPage
from magpain.errors import QuestionError
from magpain.model import Citation, IntegrityCheck
from magpain.verify import checked, citation_page, suggestion
from magpain.verify.citation_match import identifier
from magpain.verify.download import Answer
from magpain.verify.notices import kind_of
from magpain.verify.reading import clean
from magpain.verify.record import Key, Notice, ServiceRecord, key_of

COLUMNS = ("OriginalPaperDOI", "RetractionDOI", "RetractionNature", "RetractionDate")
_DAY = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_LONGEST_FIELD = 1_000_000
UNLABELLED = "listed; the list doesn't say whether as retracted, doubted or corrected"


class RetractionList(NamedTuple):
    """A list's name and date, the kinds of key that it has, and its notices by the keys that were wanted."""

    name: str
    date: datetime.date
    kinds: tuple[str, ...]
    notices: dict[Key, list[Notice]]


def verify(references: Sequence[Reference], path: Path) -> VerifyPage:
    """Look citations up in a list by DOI and PMID; raise QuestionError if it is neither of the two kinds."""
    found = read(path, {key for each in references for key in _keys(each.citation)})
    return citation_page(tuple(_verified(each, found) for each in references), online=False)


def read(path: Path, wanted: set[Key]) -> RetractionList:
    """Read a list line by line and keep the notices with a wanted key.

    The list's date is the one in its file name, else its latest notice's, else the file's own.
    """
    notices: dict[Key, list[Notice]] = {key: [] for key in wanted}
    latest = ""
    try:
        # Some published versions hold bytes that are not UTF-8; no identifier does.
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            header = lines.readline()
            is_csv = "OriginalPaperDOI" in header
            for keys, notice in _rows(header, lines, path) if is_csv else _dois(chain([header], lines), path):
                latest = max(latest, notice.date or "")
                for key in keys & wanted:
                    notices[key].append(notice)
        day = _date(path.name) or _date(latest) or datetime.date.fromtimestamp(path.stat().st_mtime)
    except (OSError, csv.Error) as error:
        raise QuestionError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from error
    return RetractionList(path.name, day, ("doi", "pmid") if is_csv else ("doi",), notices)


def _rows(header: str, lines: Iterable[str], path: Path) -> Iterator[tuple[set[Key], Notice]]:
    """Yield each row's keys and notice, and the same for the paper that is the notice itself."""
    csv.field_size_limit(_LONGEST_FIELD)
    names = next(csv.reader([header]))
    if missing := [name for name in COLUMNS if name not in names]:
        raise QuestionError(f"{path} is not the Retraction Watch list: it has no column {', '.join(missing)}")
    places = {name: names.index(name) for name in (*COLUMNS, *{"Reason", "OriginalPaperPubMedID"} & set(names))}
    width = max(places.values())
    for row in csv.reader(lines):
        if len(row) <= width:
            continue
        cell = {name: row[place] for name, place in places.items()}
        paper, notice = _doi(cell["OriginalPaperDOI"]), _doi(cell["RetractionDOI"])
        pmid = cell.get("OriginalPaperPubMedID", "").strip().lstrip("0")
        yield {f"doi:{paper}", f"pmid:{pmid}"}, _notice(cell, notice, "this")
        if notice and notice != paper:
            yield {f"doi:{notice}"}, _notice(cell, paper, "another")


def _notice(cell: dict[str, str], target: str, about: Literal["this", "another"]) -> Notice:
    nature = clean(cell["RetractionNature"]) or "a notice of no stated kind"
    reasons = "; ".join(part.strip(" +") for part in cell.get("Reason", "").split(";") if part.strip(" +"))
    label = clean(f"{nature}, reported by Retraction Watch" + (f" ({reasons})" if reasons else "")) or nature
    day = _iso(cell["RetractionDate"])
    return Notice(kind_of(nature) or "unlabelled", label, about, f"doi:{target}" if target else None, day)


def _dois(lines: Iterable[str], path: Path) -> Iterator[tuple[set[Key], Notice]]:
    """Yield the DOIs of a plain list; a heading, comments and empty lines are skipped."""
    found = others = 0
    for line in lines:
        if doi := _doi(line):
            found += 1
            yield {f"doi:{doi}"}, Notice("unlabelled", UNLABELLED, "this")
        elif line.strip() and not line.startswith("#"):
            others += 1
    if others > max(1, found // 100) or not found:
        raise QuestionError(f"{path} is neither the Retraction Watch list (CSV) nor a list of DOIs, one per line")


def _doi(text: str) -> str:
    """Return a DOI in lower case, "" if the text is none ("unavailable")."""
    doi = identifier(unquote(text.strip().strip('"'))).rstrip(".,;")
    return doi if _DOI.fullmatch(doi) else ""


def _iso(date: str) -> str | None:
    """Return a date written as month/day/year, or already in ISO format, as YYYY-MM-DD."""
    if found := re.match(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\b", date):
        return f"{found[3]}-{int(found[1]):02d}-{int(found[2]):02d}"
    return str(day) if (day := _date(date)) else None


def _date(text: str) -> datetime.date | None:
    found = _DAY.search(text)
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _keys(citation: Citation) -> list[Key]:
    doi = citation.DOI and f"doi:{_doi(citation.DOI) or citation.DOI}"
    return [key for key in (doi, key_of(citation, ["PMID"])) if key]


def _verified(reference: Reference, found: RetractionList) -> Verified:
    citation = reference.citation
    keys = [key for key in _keys(citation) if key.partition(":")[0] in found.kinds]
    listed = sorted((each for key in keys for each in found.notices[key]), key=lambda each: each.date or "")
    state = SourceState(source="retraction-list", state="compared", fetched_on=found.date, why=None)
    verified = checked(reference, [Answer(state, ServiceRecord(notices=tuple(listed)))] if keys else [])
    integrity = _integrity(citation, verified.notices, found) if keys else None
    return structs.replace(verified, differences=(), integrity=integrity)


def _integrity(citation: Citation, notices: Sequence[NoticeFound], found: RetractionList) -> IntegrityCheck | None:
    """Return the entry that a list gives a citation.

    None after a reinstatement or an unlabelled notice, which a person must look up, and if the file has more.
    """
    if any(each.kind in ("update", "unlabelled") or each.about == "another" for each in notices):
        return None
    if not notices:
        known = citation.integrity.status not in ("unchecked", "not-listed")
        return None if known else IntegrityCheck(status="not-listed", checked_on=found.date, list=found.name)
    check = suggestion(notices, found.date)
    return check and IntegrityCheck(status=check.status, checked_on=found.date, list=found.name, notes=check.notes)
