"""What is new since each condition was last searched: reports and registered trials that the file doesn't have."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec import structs

from magpain.answers import NewReport, Reference, ReportDesign, WatchedCondition, WatchFailure, WatchPage, WatchSource
from magpain.model import Citation, Extraction, Id, Knowledge, Name
from magpain.verify import NOT_FETCHED, citation_match, download, europepmc, fetching, notices, pubmed
from magpain.verify.answer_cache import AnswerCache
from magpain.verify.download import Progress, Request
from magpain.verify.fetching import Fetcher, RefusedError, UnreachableError
from magpain.verify.record import clean, cleaned
from magpain.verify.searches import EUROPEPMC, PUBMED, TRIALS, Query, Search, Trial

SEARCHES = (PUBMED, EUROPEPMC, TRIALS)
# A search with more pages is asked for too much, or its service for ever gives another.
_MOST_PAGES = 200
_SHORTEST_NAME = 4
_NCT = re.compile(r"NCT\d{8}", re.I)
# Publication types and words of a title that tell a design, the most telling first.
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
_MATTERS: dict[ReportDesign, str] = {
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
_RANKS = tuple(_MATTERS)
_LONG_TITLE = 20
_ENDED = ("COMPLETED", "TERMINATED", "UNKNOWN")


class _Known(NamedTuple):
    """What the file has: identifiers in lower case, and titles as letters."""

    identifiers: frozenset[str]
    titles: frozenset[str]

    def has(self, report: NewReport) -> bool:
        """Return whether the file has a report, by any of its identifiers or its title; a notice has its paper's."""
        own = {each.lower() for each in (report.DOI, report.PMID, report.PMCID, report.registration) if each}
        title = citation_match.letters(notices.unmarked(report.title))
        titled = len(title) > _LONG_TITLE and report.design != "notice" and title in self.titles
        return bool(own & self.identifiers) or titled


def bases(environment: Mapping[str, str]) -> dict[str, str]:
    """Return each search's base URL by its id, mirrors included; raise QuestionError for an invalid one."""
    return {each.id: fetching.base(each.base, environment.get(each.variable), each.variable) for each in SEARCHES}


def watch(
    knowledge: Knowledge,
    conditions: Sequence[Id],
    cache: AnswerCache,
    bases: Mapping[str, str],
    *,
    fetcher: Fetcher | None = None,
    today: datetime.date,
    progress: Progress = lambda _done, _whole, _name: None,
) -> WatchPage:
    """Search for what is new to some conditions; without a `fetcher`, in the results cached by earlier runs.

    With one, results of today are not asked for again, so that an interrupted run resumes where it stopped.
    """
    known = _known(knowledge)
    watched: list[WatchedCondition] = []
    failures: list[WatchFailure] = []
    whole = len(conditions) * len(SEARCHES)
    for at, key in enumerate(conditions):
        query, found = query_for(knowledge, key), list[NewReport]()
        for step, search in enumerate(SEARCHES, at * len(SEARCHES)):
            progress(step, whole, f"{search.name}: {key}")
            try:
                for report in _OneSearch(search, bases[search.id], query, cache, fetcher, today).reports():
                    found += [] if known.has(report) else [report]
            except _IncompleteError as error:
                failures.append(WatchFailure(condition=key, source=search.source, why=str(error)))
        name, new = knowledge.conditions[key].name, tuple(sorted(_merged(found), key=_order))
        watched.append(WatchedCondition(id=key, name=name, since=query.since, query=query.pubmed, new=new))
    progress(whole, whole, "")
    online = fetcher is not None
    return WatchPage(watched=tuple(watched), failures=tuple(failures), online=online, complete=not failures)


def query_for(knowledge: Knowledge, key: Id) -> Query:
    """Return a condition's query: its `search` field, or one built from its names and the intervention's."""
    condition = knowledge.conditions[key]
    subject = _terms((knowledge.intervention.name, *knowledge.intervention.synonyms))
    names = _terms((condition.name, *condition.synonyms))
    sides = (" OR ".join(f'"{term}"[tiab]' for term in terms) for terms in (subject, names))
    text = condition.search or " AND ".join(f"({side})" for side in sides)
    return Query(
        pubmed=text,
        plain=re.sub(r"\[[^\]]*\]", "", text),
        condition=" OR ".join(f'"{term}"' for term in names),
        intervention=" OR ".join(f'"{term}"' for term in subject),
        since=condition.reviewed,
    )


def _terms(names: Iterable[str]) -> list[str]:
    """Return names as search terms, without asides, and without those that hold another ("magnesium sulfate")."""
    plain = [" ".join(re.sub(r"\([^)]*\)|[^\w\s'-]", " ", name).lower().split()) for name in names]
    terms = [term for term in dict.fromkeys(plain) if len(term) >= _SHORTEST_NAME] or plain[:1]
    return [term for term in terms if not any(f" {other} " in f" {term} " for other in terms if other != term)]


class _IncompleteError(Exception):
    """A search has pages that could not be had; the message says why."""


class _OneSearch(NamedTuple):
    """One search for one condition."""

    search: Search
    base: str
    query: Query
    cache: AnswerCache
    fetcher: Fetcher | None
    today: datetime.date

    def reports(self) -> Iterator[NewReport]:
        """Yield what the search finds; raise _IncompleteError if a page is missing or cannot be read."""
        cursors, pages = [""], 0
        try:
            while cursors:
                if (pages := pages + 1) > _MOST_PAGES:
                    raise _IncompleteError(f"more than {_MOST_PAGES} pages")
                results, following = self._page(cursors.pop(0))
                yield from self._read(results)
                cursors += following
        except (UnreachableError, RefusedError) as error:
            raise _IncompleteError(str(error)) from error
        except download.UNREADABLE as error:
            raise _IncompleteError(f"unexpected response format: {clean(str(error))}") from error

    def _page(self, cursor: str) -> tuple[str, list[str]]:
        """Return one page's results and the cursors that follow."""
        key = (self.base, self.search.id, f"{self.query}|{cursor}")
        cached = self.cache.get(key)
        if self.fetcher and (cached is None or cached.fetched_on < self.today):
            path = self.search.path(self.query, cursor, self.today, self.fetcher.contact)
            reply = self.fetcher.get(self.base, path, self.search.pause, self.search.error_in)
            if reply.status != 200:
                raise _IncompleteError(f"status {reply.status}")
            page = self.search.read(reply.body, self.query, cursor, self.today)
            self.cache.add({key: msgspec.json.encode([page.results.decode(), page.following])}, self.today)
            cached = self.cache.get(key)
        if cached is None or cached.part is None:
            raise _IncompleteError(NOT_FETCHED)
        return msgspec.json.decode(cached.part, type=tuple[str, list[str]])

    def _read(self, results: str) -> Iterator[NewReport]:
        if self.search is TRIALS:
            yield from map(_of_trial, msgspec.json.decode(results, type=tuple[Trial, ...]))
        elif self.search is EUROPEPMC:
            yield from map(_of_record, msgspec.json.decode(results, type=tuple[europepmc.Record, ...]))
        else:
            yield from self._summarised(msgspec.json.decode(results, type=tuple[str, ...]))

    def _summarised(self, ids: Sequence[str]) -> Iterator[NewReport]:
        """Yield PubMed's ids as reports, from their summaries."""
        requests = [Request(pubmed.SUMMARIES, self.base, f"pmid:{pmid}") for pmid in ids if pmid.isdigit()]
        missing = [each for each in requests if self.cache.get(each.cache_key) is None]
        failures = dict.fromkeys((each.cache_key for each in missing), NOT_FETCHED)
        if self.fetcher:
            failures = download.fetch(missing, self.cache, self.fetcher, self.today)
        for each in requests:
            if (cached := self.cache.get(each.cache_key)) and cached.part:
                yield _of_summary(msgspec.json.decode(cached.part, type=pubmed.Summary))
        if failures:
            raise _IncompleteError(next(iter(failures.values())))


def _of_summary(summary: pubmed.Summary) -> NewReport:
    ids = {each.idtype: each.value for each in summary.articleids}
    return _report(
        "pubmed",
        summary.title,
        summary.pubtype,
        authors=cleaned(*(each.name for each in summary.authors)),
        journal=clean(summary.fulljournalname or summary.source),
        date=_day(summary.sortpubdate.replace("/", "-") or summary.pubdate),
        DOI=clean(ids.get("doi")),
        PMID=clean(summary.uid),
        PMCID=clean(ids.get("pmc")),
    )


def _of_record(record: europepmc.Record) -> NewReport:
    return _report(
        "europe-pmc",
        record.title,
        record.pub_type_list.pub_type,
        authors=cleaned(*(each.full_name or each.collective_name for each in record.author_list.author)),
        journal=clean(record.journal_info.journal.title),
        date=_day(record.first_publication_date or record.pub_year or ""),
        DOI=clean(record.doi),
        PMID=clean(record.pmid),
        PMCID=clean(record.pmcid),
    )


def _report(source: WatchSource, title: str | None, types: Iterable[str], **fields: Any) -> NewReport:
    shown = clean(citation_match.bare(title or "")) or "without a title"
    design = _design(types, shown)
    return NewReport(design=design, title=shown, sources=(source,), why=_MATTERS[design], **fields)


def _of_trial(trial: Trial) -> NewReport:
    """Return a registered trial; one that ended without results or a linked report bears on publication bias."""
    protocol = trial.protocol_section
    status, linked = protocol.status_module, protocol.references_module.references
    reported = trial.has_results or any(each.type in ("RESULT", "DERIVED") for each in linked)
    ended = _day(status.completion_date_struct.date or status.primary_completion_date_struct.date)
    why = "has results in the registry" if trial.has_results else _MATTERS["registered"]
    if status.overall_status in _ENDED and not reported:
        why = f"ended{f' {ended}' if ended else ''} without a report: bears on publication bias"
    return NewReport(
        design="registered",
        title=clean(protocol.identification_module.brief_title) or "without a title",
        date=_day(status.last_update_post_date_struct.date),
        registration=clean(protocol.identification_module.nct_id),
        status=clean(status.overall_status.lower().replace("_", " ")),
        sources=("clinicaltrials",),
        why=why,
    )


def _design(types: Iterable[str], title: str) -> ReportDesign:
    """Guess a design: from the publication types, else from the title."""
    told = " ".join(types)
    for text in (re.sub(r"(?i)research-article|journal article", "", told), title):
        for design, pattern in _DESIGNS:
            if re.search(pattern, text, re.I):
                return design
    return "unknown"


def _day(text: str) -> str | None:
    """Return a date as far as it is known, as YYYY, YYYY-MM or YYYY-MM-DD."""
    found = re.match(r"([12]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", text)
    return "-".join(filter(None, found.groups())) if found else None


def _known(knowledge: Knowledge) -> _Known:
    citations = list(knowledge.citations.values())
    registered = " ".join(
        f"{study.registration} {study.notes} {study.extraction.at}" for study in knowledge.studies.values()
    )
    identifiers = {each for one in citations for each in (one.DOI, one.PMID, one.PMCID) if each}
    identifiers |= {*_NCT.findall(registered), *_NCT.findall(" ".join(each.URL or "" for each in citations))}
    titles = (citation_match.letters(notices.unmarked(each.title)) for each in citations)
    return _Known(frozenset(each.lower() for each in identifiers), frozenset(titles))


def _merged(reports: Iterable[NewReport]) -> list[NewReport]:
    """Return each report once: records with an identifier or, without a conflict of PMIDs, a title in common."""
    merged: list[NewReport] = []
    places: dict[str, int] = {}
    for report in reports:
        names = _names(report)
        at = next((places[name] for name in names if name in places), len(merged))
        if at == len(merged):
            merged.append(report)
        else:
            merged[at] = _joined(merged[at], report)
        places |= dict.fromkeys(names, at)
    return merged


def _names(report: NewReport) -> list[str]:
    title = citation_match.letters(report.title)
    held = (report.DOI, report.PMID, report.PMCID, report.registration)
    return [each.lower() for each in held if each] + ([title] if len(title) > _LONG_TITLE and not report.status else [])


def _joined(one: NewReport, other: NewReport) -> NewReport:
    """Return what two services have of one report, the first one's where both have it."""
    lacking = {
        name: getattr(other, name)
        for name in ("authors", "journal", "date", "DOI", "PMID", "PMCID")
        if not getattr(one, name)
    }
    sources = tuple(dict.fromkeys((*one.sources, *other.sources)))
    if one.design == "unknown":
        lacking |= {"design": other.design, "why": other.why}
    return structs.replace(one, sources=sources, **lacking)


def _order(report: NewReport) -> tuple[int, bool, str]:
    """Sort by how much a design may change, trials that ended without a report first among trials, then by date."""
    rank = _RANKS.index(report.design)
    newest = "".join(chr(0x10FFFF - ord(char)) for char in report.date or "")
    return rank, "publication bias" not in report.why, newest


def references(page: WatchPage, today: datetime.date) -> tuple[Reference, ...]:
    """Return the reports of a page as references, each once, for RIS and the other reference formats."""
    found = {key: each for one in page.watched for each in one.new if (key := _id(each))}
    return tuple(
        Reference(number=number, id=key, citation=_citation(each, today))
        for number, (key, each) in enumerate(found.items(), 1)
    )


def _id(report: NewReport) -> Id:
    held = (report.PMID and f"pmid-{report.PMID}") or report.registration or report.PMCID or report.DOI or report.title
    return re.sub(r"[^a-z0-9]+", "-", held.lower()).strip("-")[:80].strip("-") or "report"


def _citation(report: NewReport, today: datetime.date) -> Citation:
    url = address(report)
    return Citation(
        type="webpage" if report.design == "registered" else "article-journal",
        title=report.title,
        issued=report.date or str(today.year),
        author=tuple(map(_name, report.authors)),
        container_title=report.journal or ("ClinicalTrials.gov" if report.registration else None),
        DOI=report.DOI if re.fullmatch(r"10\.\d{4,9}/\S+", report.DOI or "") else None,
        PMID=report.PMID,
        PMCID=report.PMCID,
        URL=url,
        note=report.why,
        extraction=Extraction(read="bibliographic-record", at=url, date=today),
    )


def _name(author: str) -> Name:
    """Return a person as PubMed and Europe PMC write one ("van de Beek D"), or a group."""
    family, _, initials = author.rpartition(" ")
    if not family or not re.fullmatch(r"[A-Z][A-Za-z]{0,4}", initials) or (initials.istitle() and len(initials) > 2):
        return Name(literal=author)
    return Name(family=family, given=initials)


def address(report: NewReport) -> str:
    """Return the URL at which a report's record can be read."""
    if report.registration:
        return f"https://clinicaltrials.gov/study/{report.registration}"
    if report.PMID:
        return f"https://pubmed.ncbi.nlm.nih.gov/{report.PMID}/"
    if report.PMCID:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{report.PMCID}/"
    return f"https://doi.org/{report.DOI}" if report.DOI else "https://europepmc.org/"
