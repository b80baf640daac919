"""What several questions need: rows, details, numbered references, and what stands behind a condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import structs

from magpain import verdict
from magpain.answers import ConditionRow, DoseStudied, FindingDetail, Reference, StudyDetail, Tally
from magpain.links import cited_in
from magpain.model import TRIALS, Citation, Condition, Finding, Id, Knowledge, Study

COMPARATIVE = (*TRIALS, "non-randomised-trial")
DIRECTIONS = ("favours-intervention", "no-difference", "favours-comparator", "mixed", "unclear")


def members_of(knowledge: Knowledge, group: Id) -> list[Id]:
    """Return the ids of a group's conditions, in the file's order."""
    return list(knowledge.conditions_of.get(group, ()))


def row(knowledge: Knowledge, key: Id, condition: Condition) -> ConditionRow:
    """Sum a condition up in a row, by its primary finding."""
    primary = primary_of(condition)
    return ConditionRow(
        id=key,
        name=condition.name,
        group=condition.group,
        evidence_level=condition.evidence_level,
        direction=primary.effect.direction if primary else None,
        size=primary.effect.size if primary else None,
        studies=primary.evidence.studies if primary else 0,
        participants=primary.evidence.participants if primary else None,
        routes=tuple(dict.fromkeys(finding.intervention.route for finding in condition.findings)),
        verdict=verdict_of(knowledge, condition),
        reviewed=condition.reviewed,
    )


def primary_of(condition: Condition) -> Finding | None:
    """Return the finding that answers the condition's main question, or None where nothing was found."""
    return next((finding for finding in condition.findings if finding.id == condition.primary), None)


def references(knowledge: Knowledge, keys: Iterable[Id]) -> tuple[Reference, ...]:
    """Number citations in the order in which they are first named."""
    unique = dict.fromkeys(keys)
    return tuple(
        Reference(number=number, id=key, citation=knowledge.citations[key]) for number, key in enumerate(unique, 1)
    )


def detail(knowledge: Knowledge, key: Id) -> StudyDetail:
    """Return a study with its year and the name that people call it by."""
    study = knowledge.studies[key]
    citation = knowledge.citations[study.citation]
    year = citation.issued[:4]
    return StudyDetail(id=key, label=f"{first_author(citation)} {year}", year=int(year), **structs.asdict(study))


def first_author(citation: Citation) -> str:
    """Return the first author's name, else that of the journal or publisher, else the title."""
    return citation.first_author or citation.container_title or citation.publisher or citation.title


def subject(knowledge: Knowledge) -> str:
    """Return the intervention's name as it stands inside a sentence."""
    name = knowledge.intervention.name
    return name[0].lower() + name[1:]


def counted_in(knowledge: Knowledge) -> str:
    """Return what an elemental dose is counted in: the element, or where there is none the intervention."""
    element = "elemental " if knowledge.intervention.element else ""
    return f"{element}{subject(knowledge)}"


def finding_detail(knowledge: Knowledge, finding: Finding) -> FindingDetail:
    """Return a finding with its verdict in plain and in technical words."""
    return FindingDetail(
        verdict=verdict.sentence(subject(knowledge), finding),
        verdict_technical=verdict.technical(finding),
        **structs.asdict(finding),
    )


def primary_first(condition: Condition) -> list[Finding]:
    """Return a condition's findings, the primary one first."""
    return sorted(condition.findings, key=lambda finding: finding.id != condition.primary)


def verdict_of(knowledge: Knowledge, condition: Condition) -> str:
    """Return what a condition's primary finding says, or that nothing was found."""
    primary = primary_of(condition)
    if primary is None:
        return f"No study that tells what {subject(knowledge)} does for this was found (searched {condition.reviewed})."
    return verdict.sentence(subject(knowledge), primary)


def tally(knowledge: Knowledge, key: Id) -> Tally:
    """Count a condition's comparative studies by where their primary outcome points."""
    trials = [study for study in studies_of(knowledge, key) if study.design in COMPARATIVE]
    counts = dict.fromkeys(DIRECTIONS, 0)
    for study in trials:
        counts[study.direction] += 1
    return Tally(**{direction.replace("-", "_"): count for direction, count in counts.items()})


def doses(knowledge: Knowledge, key: Id) -> Iterator[DoseStudied]:
    """Yield what each trial in people gave, as printed, by route."""
    keys = knowledge.studies_of.get(key, ())
    trials = [(study_key, knowledge.studies[study_key]) for study_key in keys]
    for study_key, study in sorted(trials, key=lambda item: item[1].intervention.route):
        given = study.intervention
        if study.design in (*COMPARATIVE, "uncontrolled-trial") and study.species == "human" and given.dose:
            yield DoseStudied(
                route=given.route,
                form=given.form,
                dose=given.dose,
                elemental_mg_per_day=given.elemental_mg_per_day,
                duration=given.duration,
                direction=study.direction,
                study=study_key,
            )


def studies_of(knowledge: Knowledge, key: Id) -> list[Study]:
    """Return the studies of a condition, in the file's order."""
    return [knowledge.studies[study] for study in knowledge.studies_of.get(key, ())]


def study_keys(knowledge: Knowledge, key: Id) -> list[Id]:
    """Return the ids of the studies of a condition, or of a group's members."""
    members = members_of(knowledge, key) if key in knowledge.groups else [key]
    return list(dict.fromkeys(study for member in members for study in knowledge.studies_of.get(member, ())))


def behind(knowledge: Knowledge, key: Id) -> Iterator[Id]:
    """Yield the citations behind a condition: those of its own records first, then those of its studies."""
    condition = knowledge.conditions[key]
    yield from cited_in(tuple(primary_first(condition)))
    yield from cited_in(condition)
    for study in studies_of(knowledge, key):
        yield study.citation
        yield from study.also_reported_in


def cited_by_rows(knowledge: Knowledge, rows: Iterable[ConditionRow]) -> tuple[Reference, ...]:
    """Return the references of the primary findings that some rows sum up."""
    return references(knowledge, cites_of_rows(knowledge, rows))


def cites_of_rows(knowledge: Knowledge, rows: Iterable[ConditionRow]) -> Iterator[Id]:
    """Yield the citations of the primary findings that some rows sum up."""
    primaries = (primary_of(knowledge.conditions[item.id]) for item in rows)
    return (key for finding in primaries for key in cited_in(finding))
