"""`verify --numbers`: the numbers of studies and findings, looked for in their abstracts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from magpain.answers import NumbersChecked, NumbersPage, Reference
from magpain.model import Citation, Id, Knowledge, NumbersCheck
from magpain.query.common import every_finding
from magpain.verify import abstracts, download, europepmc, file_numbers, pubmed
from magpain.verify.download import Session
from magpain.verify.file_numbers import Quantity

SOURCES = (pubmed.ABSTRACTS, europepmc.SEARCH)


def verify(knowledge: Knowledge, references: Sequence[Reference], session: Session) -> NumbersPage:
    """Compare the numbers that rest on some citations with their abstracts, which an online session downloads first."""
    citations = {each.id: each.citation for each in references}
    wanted = [each for each in _records(knowledge) if each[1] in citations and each[2]]
    download.download([citations[key] for _name, key, _quantities in wanted], session, SOURCES)
    compared = tuple(_checked(name, key, quantities, citations[key], session) for name, key, quantities in wanted)
    return NumbersPage(
        compared=compared,
        online=session.fetcher is not None,
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
    name: str, key: Id, quantities: Sequence[Quantity], citation: Citation, session: Session
) -> NumbersChecked:
    answers = download.answers(citation, session, SOURCES)
    texts = {
        record.abstract: state.fetched_on
        for state, record in answers
        if record and record.abstract and state.fetched_on
    }
    if texts:
        checked = tuple(abstracts.compare(quantities, list(texts)))
        counts = Counter(each.state for each in checked)
        entry = NumbersCheck(checked_on=min(texts.values()), found=counts["found"], not_found=counts["not-found"])
        numbers = None if counts["contradicted"] or "/" in name else entry
        return NumbersChecked(id=name, citation=key, state="compared", why=None, checked=checked, numbers=numbers)
    failed = next((state.why for state, _record in answers if state.state == "not-compared"), None)
    none = "the services have no abstract of it" if answers else "no DOI, PMID or PMCID"
    state: Literal["not-compared", "no-abstract"] = "not-compared" if failed else "no-abstract"
    return NumbersChecked(id=name, citation=key, state=state, why=failed or none, checked=(), numbers=None)
