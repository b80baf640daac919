"""The rows of the database's full-text table: each record's title and all of its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from magpain.export.rows import Row
from magpain.formats import vancouver
from magpain.model import Claim, Finding, Id, Knowledge, Statement
from magpain.query.common import study_detail


def searchable(knowledge: Knowledge) -> Iterator[Row]:
    """Yield the rows of the full-text table."""
    for key, condition in knowledge.conditions.items():
        said = (*condition.synonyms, condition.summary, condition.notes)
        yield _entry("conditions", key, condition.name, *said)
        for finding in condition.findings:
            yield _entry(
                "findings", f"{key}/{finding.id}", f"{condition.name}: {finding.outcome}", *_finding_texts(finding)
            )
        for number, item in enumerate(condition.recommendations, 1):
            title = f"{item.body} {item.year}"
            yield _entry("recommendations", f"{key}/recommendation/{number}", title, item.text, item.grade, item.notes)
        for kind in ("association", "disagreement", "warning"):
            yield from _sentences(kind, getattr(condition, f"{kind}s"), key, condition.name)
        yield from _sayings(condition.claims, key, condition.name)
    for section in ("background", "safety"):
        for key, topic in getattr(knowledge, section).items():
            yield from _sentences(section, topic.statements, f"{section}/{key}", topic.title)
            yield from _sayings(topic.claims, f"{section}/{key}", topic.title)
    for key in knowledge.studies:
        yield _searchable_study(knowledge, key)
    for key, citation in knowledge.citations.items():
        yield _entry("citations", key, citation.title, vancouver.cite(citation))


def _finding_texts(finding: Finding) -> tuple[str | None, ...]:
    given = finding.intervention
    return (finding.population, given.form, given.dose, finding.comparator, finding.disagreement, finding.notes)


def _searchable_study(knowledge: Knowledge, key: Id) -> Row:
    study = study_detail(knowledge, key)
    given = study.intervention
    results = (part for result in study.results for part in (result.outcome, result.text))
    said = (study.population, given.form, given.dose, study.comparator, study.no_numeric_result, study.notes, *results)
    return _entry("studies", key, study.label, *said)


def _sentences(kind: str, statements: Iterable[Statement], owner: str, title: str) -> Iterator[Row]:
    for number, statement in enumerate(statements, 1):
        yield _entry("statements", f"{owner}/{kind}/{number}", title, statement.subject, statement.text)


def _sayings(claims: Iterable[Claim], owner: str, title: str) -> Iterator[Row]:
    for number, claim in enumerate(claims, 1):
        yield _entry("claims", f"{owner}/claim/{number}", title, claim.text, claim.why)


def _entry(kind: str, key: str, title: str, *said: str | None) -> Row:
    return "search", {"kind": kind, "id": key, "title": title, "text": "\n".join(part for part in said if part)}
