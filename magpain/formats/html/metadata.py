"""The metadata of a page: schema.org JSON-LD, and the `citation_*` tags that reference managers read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from magpain.answers import ConditionPage, FullPage, Reference
from magpain.formats import words
from magpain.formats.html.filters import address, capital
from magpain.model import Citation, Condition, Name

_TYPES = {
    "article-journal": "ScholarlyArticle",
    "webpage": "WebPage",
    "chapter": "Chapter",
    "book": "Book",
    "report": "Report",
    "post-weblog": "BlogPosting",
    "thesis": "Thesis",
    "legislation": "Legislation",
}


def of_full_page(page: FullPage) -> dict[str, Any]:
    """Return a page's JSON-LD, ready for a script element, and its Highwire tags."""
    return {"json_ld": embedded(linked_data(page)), "tags": tuple(tags(page))}


def embedded(value: Any) -> Markup:
    """Return a value as JSON that cannot end the script element around it."""
    text = json.dumps(value)
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 what HTML could take for markup is escaped above


def linked_data(page: FullPage) -> dict[str, Any]:
    """Return the page as schema.org's MedicalWebPage."""
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": title_of(page),
        "inLanguage": "en",
        "lastReviewed": searched(page),
        "about": _about(page),
        "citation": [_work(reference) for reference in page.references],
    }


def title_of(page: FullPage) -> str:
    """Return the title of a page: the question that it answers."""
    record = page.page.condition if isinstance(page.page, ConditionPage) else page.page.group
    name = getattr(record, "plain_name", None) or record.name
    return f"{capital(name)}: does {page.subject} help?"


def description_of(page: FullPage) -> str:
    """Return a summary of a page in one or two sentences."""
    if not isinstance(page.page, ConditionPage):
        return page.page.group.summary
    condition = page.page.condition
    level = words.LEVEL_WORDS.get(condition.evidence_level, condition.evidence_level)
    certainty = f" Certainty of evidence: {level}." if condition.evidence_level != "none" else ""
    return f"{condition.verdict}{certainty}"


def searched(page: FullPage) -> str:
    """Return the day of the last literature search behind a page, as YYYY-MM-DD."""
    return (page.page.condition.reviewed if isinstance(page.page, ConditionPage) else page.reviewed).isoformat()


def tags(page: FullPage) -> Iterator[tuple[str, str]]:
    """Yield the Highwire Press tags of a page, one `citation_reference` for each reference."""
    yield "citation_title", title_of(page)
    yield "citation_publication_date", searched(page).replace("-", "/")
    yield "citation_language", "en"
    for reference in page.references:
        fields = "; ".join(f"{name}={_flat(value)}" for name, value in _fields(reference.citation))
        yield "citation_reference", fields


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "citation_title", citation.title
    for name in citation.author:
        yield "citation_author", _person(name)
    yield "citation_publication_date", citation.issued.replace("-", "/")
    named = {
        "citation_journal_title": citation.container_title,
        "citation_volume": citation.volume,
        "citation_issue": citation.issue,
        "citation_doi": citation.DOI,
        "citation_pmid": citation.PMID,
    }
    yield from ((name, value) for name, value in named.items() if value)


def _flat(value: str) -> str:
    """Return a field's value without semicolons, which would end it."""
    return " ".join(value.replace(";", ",").split())


def _about(page: FullPage) -> dict[str, Any]:
    if isinstance(page.page, ConditionPage):
        condition = page.page.condition
        return _condition(condition.name, condition.synonyms) | {"code": list(_codes(condition))}
    group = page.page.group
    return _condition(group.name, group.synonyms)


def _condition(name: str, synonyms: tuple[str, ...]) -> dict[str, Any]:
    return {"@type": "MedicalCondition", "name": name, "alternateName": list(synonyms)}


def _codes(condition: Condition) -> Iterator[dict[str, str]]:
    for system, codes in (
        ("MeSH", condition.codes.mesh),
        ("ICD-10", condition.codes.icd10),
        ("ICD-11", condition.codes.icd11),
    ):
        yield from ({"@type": "MedicalCode", "codeValue": code, "codingSystem": system} for code in codes)


def _work(reference: Reference) -> dict[str, Any]:
    citation = reference.citation
    work: dict[str, Any] = {
        "@type": _TYPES[citation.type],
        "name": citation.title,
        "datePublished": citation.issued,
        "author": [
            {"@type": "Organization" if name.literal else "Person", "name": _person(name)} for name in citation.author
        ],
    }
    if found := address(citation):
        work["url"] = found
    if citation.DOI:
        work["identifier"] = f"doi:{citation.DOI}"
    return work


def _person(name: Name) -> str:
    parts = (name.given, name.dropping_particle, name.non_dropping_particle, name.family, name.suffix)
    return name.literal or " ".join(part for part in parts if part)
