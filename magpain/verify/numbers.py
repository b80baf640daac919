"""`verify --numbers`: the numbers of studies and findings, looked for in their abstracts."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from magpain.answers import NumbersChecked, NumbersPage, Reference
from magpain.model import Citation, Id, Knowledge, NumbersCheck
from magpain.query.common import every_finding
from magpain.verify import NOT_FETCHED, abstracts, download, europepmc, file_numbers, pubmed
from magpain.verify.answer_cache import AnswerCache, CacheKey
from magpain.verify.download import Progress
from magpain.verify.fetching import Fetcher
from magpain.verify.file_numbers import Quantity

SOURCES = (pubmed.ABSTRACTS, europepmc.SEARCH)


def verify(
    knowledge: Knowledge,
    references: Sequence[Reference],
    cache: AnswerCache,
    bases: Mapping[str, str],
    *,
    fetcher: Fetcher | None = None,
    today: datetime.date,
    since: datetime.date,
    progress: Progress = lambda _done, _whole, _name: None,
) -> NumbersPage:
    """Compare the numbers that rest on some citations with their abstracts; see `verify.verify` for the arguments."""
    citations = {each.id: each.citation for each in references}
    wanted = [each for each in _records(knowledge) if each[1] in citations and each[2]]
    failures: dict[CacheKey, str] = {}
    if fetcher:
        asked = [citations[key] for key in dict.fromkeys(key for _name, key, _quantities in wanted)]
        failures = download.download(
            asked, bases, cache, fetcher, today=today, since=since, progress=progress, sources=SOURCES
        )
    compared = tuple(
        _checked(name, key, quantities, citations[key], cache, bases, failures) for name, key, quantities in wanted
    )
    return NumbersPage(
        compared=compared,
        online=fetcher is not None,
        sound=not any(number.state == "contradicted" for each in compared for number in each.checked),
        complete=all(each.state != "not-compared" for each in compared),
    )


def _records(knowledge: Knowledge) -> Iterator[tuple[str, Id, list[Quantity]]]:
    """Yield each study and finding by its id, with the citation whose abstract has its numbers."""
    for key, study in knowledge.studies.items():
        yield key, study.citation, file_numbers.of_study(study)
    for key, finding in every_finding(knowledge):
        source = finding.effect.source or ""
        by = knowledge.studies.get(source)
        if by is None or by.extraction.read == "abstract":
            yield f"{key}/{finding.id}", by.citation if by else source, file_numbers.of_finding(finding)


def _checked(
    name: str,
    key: Id,
    quantities: Sequence[Quantity],
    citation: Citation,
    cache: AnswerCache,
    bases: Mapping[str, str],
    failures: Mapping[CacheKey, str],
) -> NumbersChecked:
    requests = [(each, cache.get(each.cache_key)) for each in download.requests_for(citation, bases, cache, SOURCES)]
    records = [(cached, download.read(request, cached)) for request, cached in requests]
    texts = {record.abstract: cached.fetched_on for cached, record in records if cached and record and record.abstract}
    if texts:
        checked = tuple(abstracts.compare(quantities, list(texts)))
        counts = Counter(each.state for each in checked)
        entry = NumbersCheck(checked_on=min(texts.values()), found=counts["found"], not_found=counts["not-found"])
        numbers = None if counts["contradicted"] or "/" in name else entry
        return NumbersChecked(id=name, citation=key, state="compared", why=None, checked=checked, numbers=numbers)
    failed = [failures.get(request.cache_key, NOT_FETCHED) for request, cached in requests if cached is None]
    none = "the services have no abstract of it" if requests else "no DOI, PMID or PMCID"
    return NumbersChecked(
        id=name,
        citation=key,
        state="not-compared" if failed else "no-abstract",
        why=failed[0] if failed else none,
        checked=(),
        numbers=None,
    )
