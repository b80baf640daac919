"""What is new since each condition was last searched: reports and registered trials that the file doesn't have."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import structs

from magpain.answers import NewReport, Reference, WatchedCondition, WatchFailure, WatchPage
from magpain.model import Citation, Extraction, Id, Knowledge, Name
from magpain.verify import citation_match, download, notices, pubmed
from magpain.verify.download import NOT_FETCHED, Request, Session
from magpain.verify.fetching import RefusedError, UnreachableError
from magpain.verify.reading import UNREADABLE
from magpain.verify.reports import MATTERS, of_record
from magpain.verify.searches import SEARCHES, Page, Query, Search

# A search with more pages is too broad, or its service never stops sending another.
_MOST_PAGES = 200
_SHORTEST_NAME = 4
_NCT = re.compile(r"NCT\d{8}", re.I)
_RANKS = tuple(MATTERS)
# Shorter titles aren't taken for the same report's: many are "Magnesium".
_LONG_TITLE = 20


class _IncompleteError(Exception):
    """A search has pages that could not be downloaded; the message says why."""


def watch(knowledge: Knowledge, conditions: Sequence[Id], session: Session) -> WatchPage:
    """Search for what is new to some conditions; offline, in the results cached by earlier runs.

    Today's results are not downloaded again, so that an interrupted run resumes where it stopped.
    """
    known = _known(knowledge)
    watched: list[WatchedCondition] = []
    failures: list[WatchFailure] = []
    whole = len(conditions) * len(SEARCHES)
    for at, key in enumerate(conditions):
        query, found = query_for(knowledge, key), list[NewReport]()
        for step, search in enumerate(SEARCHES, at * len(SEARCHES)):
            session.progress(step, whole, f"{search.name}: {key}")
            try:
                found += (each for each in _reports(search, query, session) if not _has(known, each))
            except _IncompleteError as error:
                failures.append(WatchFailure(condition=key, source=search.source, why=str(error)))
        name, new = knowledge.conditions[key].name, tuple(sorted(_merged(found), key=_order))
        watched.append(WatchedCondition(id=key, name=name, since=query.since, query=query.pubmed, new=new))
    session.progress(whole, whole, "")
    online = session.fetcher is not None
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


def _reports(search: Search, query: Query, session: Session) -> Iterator[NewReport]:
    """Yield what a search finds; raise _IncompleteError if a page is missing or cannot be read."""
    cursors, pages = [""], 0
    try:
        while cursors:
            if (pages := pages + 1) > _MOST_PAGES:
                raise _IncompleteError(f"more than {_MOST_PAGES} pages")
            page = _page(search, query, cursors.pop(0), session)
            yield from page.reports
            yield from _summarised(page.ids, session)
            cursors += page.following
    except (UnreachableError, RefusedError) as error:
        raise _IncompleteError(str(error)) from error
    except UNREADABLE as error:
        raise _IncompleteError(download.unexpected(str(error)).why) from error


def _page(search: Search, query: Query, cursor: str, session: Session) -> Page:
    """Return one page, downloaded if the session is online and the cached one isn't of today."""
    base, today, fetcher = session.bases[search.service.variable], session.today, session.fetcher
    key = (base, search.id, f"{query}|{cursor}")
    cached = session.cache.get(key)
    if fetcher and (cached is None or cached.fetched_on < today):
        path = search.path(query, cursor, today, fetcher.contact)
        reply = fetcher.get(base, path, search.pause, search.service.error_in)
        if reply.status != 200:
            raise _IncompleteError(f"status {reply.status}")
        page = search.read(reply.body, query, cursor, today)
        session.cache.add({key: msgspec.json.encode(page)}, today)
        return page
    if cached is None or cached.part is None:
        raise _IncompleteError(NOT_FETCHED)
    return msgspec.json.decode(cached.part, type=Page)


def _summarised(ids: Sequence[str], session: Session) -> Iterator[NewReport]:
    """Yield PubMed's ids as reports, from their summaries."""
    requests = [Request(pubmed.SUMMARIES, f"pmid:{pmid}") for pmid in ids if pmid.isdigit()]
    download.fetch([each for each in requests if session.cache.get(session.cache_key(each)) is None], session)
    answers = [download.answer(each, session) for each in requests]
    yield from (of_record("pubmed", each.record) for each in answers if each.record)
    if failed := next((each.state.why for each in answers if each.state.state == "not-compared"), None):
        raise _IncompleteError(failed)


def _known(knowledge: Knowledge) -> frozenset[str]:
    """Return what the file has: identifiers in lower case, and titles as letters."""
    citations = list(knowledge.citations.values())
    studies = knowledge.studies.values()
    prose = [f"{study.registration} {study.notes} {study.extraction.at}" for study in studies]
    prose += [each.URL or "" for each in citations]
    identifiers = {each for one in citations for each in (one.DOI, one.PMID, one.PMCID) if each}
    identifiers |= set(_NCT.findall(" ".join(prose)))
    titles = (citation_match.letters(notices.unmarked(each.title)) for each in citations)
    return frozenset((*(each.lower() for each in identifiers), *titles))


def _has(known: frozenset[str], report: NewReport) -> bool:
    """Return whether the file has a report, by any of its identifiers or its title; a notice has its paper's."""
    title = citation_match.letters(notices.unmarked(report.title))
    titled = len(title) > _LONG_TITLE and report.design != "notice" and title in known
    return titled or not known.isdisjoint(_identifiers(report))


def _identifiers(report: NewReport) -> list[str]:
    return [each.lower() for each in (report.DOI, report.PMID, report.PMCID, report.registration) if each]


def _merged(reports: Iterable[NewReport]) -> list[NewReport]:
    """Return each report once: those with an identifier or a title in common are one."""
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
    """Return what a report may share with another service's record of it; a trial's title may be its paper's."""
    title = citation_match.letters(report.title)
    return _identifiers(report) + ([title] if len(title) > _LONG_TITLE and not report.status else [])


def _joined(one: NewReport, other: NewReport) -> NewReport:
    """Return what two services have about one report; if both have a field, the first one's."""
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
