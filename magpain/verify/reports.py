"""Reports and registered trials that searches find: their design, guessed, and why they may matter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from magpain.answers import NewReport, ReportDesign, WatchSource
from magpain.verify.citation_match import bare
from magpain.verify.reading import clean, text, texts
from magpain.verify.record import ServiceRecord

# Publication types and words of a title that say which design it is; the first that fits counts.
_DESIGNS: tuple[tuple[ReportDesign, str], ...] = (
    ("notice", r"retract|expression of concern|erratum|correction|corrigendum"),
    ("protocol", r"protocol"),
    ("meta-analysis", r"meta-?\s?analy"),
    ("systematic-review", r"systematic review|scoping review|umbrella review"),
    ("guideline", r"guideline|consensus|recommendation"),
    ("animal", r"\b(?:rats?|mice|mouse|rabbits?|murine|dogs?|in vitro)\b"),
    ("randomised-trial", r"randomi[sz]ed|placebo-controlled|double-blind"),
    ("trial", r"clinical trial|\btrial\b"),
    ("observational", r"observational|cohort|case-control|cross-sectional|mendelian|survey"),
    ("case-report", r"case report|case series"),
    ("review", r"review"),
    ("comment", r"comment|letter|editorial|news"),
)
# Why a report of a design may matter, in the order in which they are listed.
MATTERS: dict[ReportDesign, str] = {
    "notice": "a notice about another paper, perhaps one of the file's",
    "meta-analysis": "may be newer than the syntheses in the file",
    "systematic-review": "may be newer than the syntheses in the file",
    "randomised-trial": "may change the rating",
    "trial": "may change the rating, if it compares groups",
    "guideline": "may replace a recommendation",
    "registered": "its results may follow",
    "protocol": "its results may follow",
    "observational": "an association, not an effect",
    "unknown": "read its title",
    "review": "may cite trials that the file doesn't have",
    "case-report": "no comparison",
    "comment": "an opinion on another paper",
    "animal": "not in people: background only",
}
_ENDED = ("COMPLETED", "TERMINATED", "UNKNOWN")
_STATUS = "protocolSection.statusModule"


def of_record(source: WatchSource, record: ServiceRecord) -> NewReport:
    """Return a service's record as a report."""
    title = clean(bare(next(iter(record.titles), ""))) or "without a title"
    design = _design(record.types, title)
    return NewReport(
        design=design,
        title=title,
        authors=record.people,
        journal=next(iter(record.journals), None),
        date=_day(record.date),
        DOI=record.DOI,
        PMID=record.PMID,
        PMCID=record.PMCID,
        sources=(source,),
        why=MATTERS[design],
    )


def of_trial(trial: dict[str, Any]) -> NewReport:
    """Return a registered trial; one that ended without results or a linked report bears on publication bias."""
    registration = text(trial, "protocolSection.identificationModule.nctId")
    if registration is None:
        raise ValueError("expected a trial with an NCT number")
    status = text(trial, f"{_STATUS}.overallStatus") or ""
    linked = texts(trial, "protocolSection.referencesModule.references.type")
    has_results = trial.get("hasResults") is True
    ended = _day(text(trial, f"{_STATUS}.completionDateStruct.date {_STATUS}.primaryCompletionDateStruct.date"))
    why = "has results in the registry" if has_results else MATTERS["registered"]
    if status in _ENDED and not has_results and not {"RESULT", "DERIVED"} & set(linked):
        why = f"ended{f' {ended}' if ended else ''} without a report: bears on publication bias"
    return NewReport(
        design="registered",
        title=text(trial, "protocolSection.identificationModule.briefTitle") or "without a title",
        date=_day(text(trial, f"{_STATUS}.lastUpdatePostDateStruct.date")),
        registration=registration,
        status=status.lower().replace("_", " ") or None,
        sources=("clinicaltrials",),
        why=why,
    )


def _design(types: Iterable[str], title: str) -> ReportDesign:
    """Guess a design: from the publication types, else from the title."""
    stated = " ".join(types)
    for words in (re.sub(r"(?i)research-article|journal article", "", stated), title):
        for design, pattern in _DESIGNS:
            if re.search(pattern, words, re.I):
                return design
    return "unknown"


def _day(date: str | None) -> str | None:
    """Return a date as far as it is known, as YYYY, YYYY-MM or YYYY-MM-DD."""
    found = re.match(r"([12]\d{3})(?:[-/](0[1-9]|1[0-2])(?:[-/](0[1-9]|[12]\d|3[01]))?)?", date or "")
    return "-".join(filter(None, found.groups())) if found else None
