"""The texts for full-text search: the prose and the names of every record, defined once.

The command `search`, the database and the site read these texts and no others. No id, URL, date, code or value of an
enumeration is among them, and nothing of how a record was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct

from magpain.links import plain_fields
from magpain.model import Citation, Condition, Finding, Id, Knowledge, Record, Statement, Text, Topic
from magpain.query.common import first_author

# Fields left out: details of extraction, species, the query for new reports, names, and records with a separate text.
_LEFT_OUT = ("extraction", "locator", "species", "search", "synonyms", "related", "plain_name")
_OWN_TEXT = ("findings", "recommendations", "associations", "disagreements", "warnings", "claims", "statements")


class Searchable(Struct, frozen=True, kw_only=True):
    """The text of a record.

    `table` and `id` say where the database has it. `part_of` is what the text is found as, by kind and id: a sentence
    of a condition, for example, leads to the condition. Those of one kind and id follow each other.
    """

    table: str
    id: Id
    part_of: tuple[str, Id]
    title: str
    text: str
    record: Record
    names: tuple[str, ...] = ()


def texts(knowledge: Knowledge) -> Iterator[Searchable]:
    """Yield the text of every record, those of one condition or topic together."""
    for key, condition in knowledge.conditions.items():
        yield from _of_condition(key, condition)
    for section in ("background", "safety"):
        for key, topic in getattr(knowledge, section).items():
            yield from _of_topic(section, key, topic)
    for key, form in knowledge.dosing.forms.items():
        whole = ("background", key)
        text = _prose(form, "name")
        yield Searchable(
            table="forms", id=key, part_of=whole, title=form.name, text=text, record=form, names=form.synonyms
        )
    reported = set()
    for key, study in knowledge.studies.items():
        whole, citation = ("study", key), knowledge.citations[study.citation]
        if study.citation not in reported:
            yield _citation(study.citation, citation, whole)
        reported.add(study.citation)
        yield Searchable(
            table="studies", id=key, part_of=whole, title=_label(citation), text=_prose(study), record=study
        )
    for key, citation in knowledge.citations.items():
        if key not in reported:
            yield _citation(key, citation, ("citation", key))


def _of_condition(key: Id, condition: Condition) -> Iterator[Searchable]:
    whole, name, names = ("condition", key), condition.name, names_of(condition)
    text = _prose(condition, "name")
    yield Searchable(table="conditions", id=key, part_of=whole, title=name, text=text, record=condition, names=names)
    for kind in ("disagreement", "association", "warning"):
        yield from _statements(getattr(condition, f"{kind}s"), f"{key}/{kind}", whole, name)
    for number, item in enumerate(condition.recommendations, 1):
        title, own = f"{item.body} {item.year}", f"{key}/recommendation/{number}"
        text = _prose(item)
        yield Searchable(
            table="recommendations", id=own, part_of=whole, title=title, text=text, record=item, names=(name,)
        )
    yield from _findings(condition.findings, key, key, name)
    for number, claim in enumerate(condition.claims, 1):
        yield Searchable(
            table="claims",
            id=f"{key}/claim/{number}",
            part_of=("claim", f"{key}/claim-{number}"),
            title=claim.text,
            text=claim.why,
            record=claim,
            names=(name,),
        )


def _of_topic(section: str, key: Id, topic: Topic) -> Iterator[Searchable]:
    whole, own = ("background", key), f"{section}/{key}"
    yield Searchable(
        table="topics", id=own, part_of=whole, title=topic.title, text=_prose(topic, "title"), record=topic
    )
    yield from _statements(topic.statements, f"{own}/{section}", whole, topic.title)
    yield from _findings(topic.findings, own, key, topic.title)
    for number, claim in enumerate(topic.claims, 1):
        key, text = f"{own}/claim/{number}", _prose(claim)
        yield Searchable(table="claims", id=key, part_of=whole, title=topic.title, text=text, record=claim)


def _findings(findings: tuple[Finding, ...], owner: str, key: Id, name: str) -> Iterator[Searchable]:
    for finding in findings:
        yield Searchable(
            table="findings",
            id=f"{owner}/{finding.id}",
            part_of=("finding", f"{key}/{finding.id}"),
            title=f"{name}: {finding.outcome}",
            text=_prose(finding),
            record=finding,
        )


def _statements(
    statements: tuple[Statement, ...], owner: str, part_of: tuple[str, Id], title: str
) -> Iterator[Searchable]:
    for number, statement in enumerate(statements, 1):
        own, text = f"{owner}/{number}", _prose(statement)
        yield Searchable(table="statements", id=own, part_of=part_of, title=title, text=text, record=statement)


def _citation(key: Id, citation: Citation, part_of: tuple[str, Id]) -> Searchable:
    text = _paper(citation)
    return Searchable(table="citations", id=key, part_of=part_of, title=citation.title, text=text, record=citation)


def names_of(condition: Condition) -> tuple[str, ...]:
    """Return a condition's other names."""
    return (*((condition.plain_name,) if condition.plain_name else ()), *condition.synonyms)


def _label(citation: Citation) -> str:
    return f"{first_author(citation)} {citation.issued[:4]}"


def _paper(citation: Citation) -> str:
    """Return a paper's searchable details other than its title: authors, year, journal and identifiers."""
    identifiers = (citation.DOI, citation.PMID, citation.PMCID)
    others = (name.family or name.literal for name in citation.author[1:])
    parts = (_label(citation), citation.container_title, *identifiers, *others)
    return " ".join(part for part in parts if part)


def _prose(record: Struct, *left_out: str) -> str:
    """Return the prose of a record and of the records within it that have no separate text."""
    found: list[str] = []
    for name in _prose_fields(type(record)):
        if name not in left_out:
            _gather(getattr(record, name), found)
    return " ".join(text if text[-1:] in ".!?" else f"{text}." for text in found)


def _gather(value: Any, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _gather(item, found)
    elif isinstance(value, Struct):
        for name in _prose_fields(type(value)):
            _gather(getattr(value, name), found)


@cache
def _prose_fields(kind: type[Struct]) -> tuple[str, ...]:
    """Return the fields of a kind of record that contain prose, or records with prose."""
    hints = get_type_hints(kind, include_extras=True)
    names = [name for name in plain_fields(kind) if name not in (*_LEFT_OUT, *_OWN_TEXT)]
    return tuple(name for name in names if _is_prose(hints[name]))


def _is_prose(hint: Any) -> bool:
    """Return whether a type is prose, a record, or a list of these, and not an enumeration, for example."""
    if hint == Text or (isinstance(hint, type) and issubclass(hint, Struct)):
        return True
    return get_origin(hint) is not Literal and any(map(_is_prose, get_args(hint)))
