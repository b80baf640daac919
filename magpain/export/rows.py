"""A knowledge file as rows of tables: one small generator for each kind of record (schema.sql describes them)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct, structs

from magpain import __version__
from magpain.answers import NOT_ADVICE, FindingDetail, StudyDetail
from magpain.answers import Effect as SizedEffect
from magpain.formats import vancouver
from magpain.links import OURSELVES
from magpain.model import (
    DOMAINS,
    Certainty,
    Citation,
    Claim,
    Condition,
    Extraction,
    Id,
    Interval,
    Knowledge,
    RiskOfBias,
    Statement,
    Threshold,
    Topic,
    Treatment,
)
from magpain.query.common import finding_detail, study_detail, verdict_of
from magpain.rating.effects import Calculated

VERSION = "1"
Cell = str | int | float | None
Row = tuple[str, dict[str, Cell]]
# There is one intervention, so its row has this id.
_INTERVENTION = 1


def rows(knowledge: Knowledge) -> Iterator[Row]:
    """Yield every row of the database: the table's name, and its columns by name."""
    yield from _about(knowledge)
    yield from _intervention(knowledge)
    for key, group in knowledge.groups.items():
        yield "groups", {"id": key, "name": group.name, "summary": group.summary}
        yield from _synonyms(group.synonyms, group_id=key)
        yield from _former(group.formerly, group_id=key)
    yield from _dosing(knowledge)
    for key, threshold in knowledge.thresholds.items():
        yield from _threshold(key, threshold)
    for key, citation in knowledge.citations.items():
        yield from _citation(key, citation)
    for section in ("background", "safety"):
        for key, topic in getattr(knowledge, section).items():
            yield from _topic(knowledge, section, f"{section}/{key}", topic)
    for key, condition in knowledge.conditions.items():
        yield from _condition(knowledge, key, condition)
    for key, item in knowledge.not_covered.items():
        yield (
            "not_covered",
            {"id": key, **_own(item, "name", "searched", "reviewed", "notes"), "nearest_id": item.nearest},
        )
        yield from _synonyms(item.synonyms, not_covered_id=key)
    for key in knowledge.studies:
        yield from _study(knowledge, key)


def _about(knowledge: Knowledge) -> Iterator[Row]:
    facts = {
        "database_version": VERSION,
        "format": knowledge.format,
        "magpain": __version__,
        "reviewed": knowledge.reviewed.isoformat(),
        "not_advice": NOT_ADVICE,
        "licence": knowledge.licence,
        "provenance": knowledge.provenance,
    }
    for name, value in facts.items():
        if value is not None:
            yield "about", {"name": name, "value": value}


def _intervention(knowledge: Knowledge) -> Iterator[Row]:
    subject = knowledge.intervention
    yield (
        "intervention",
        {
            "id": _INTERVENTION,
            **_own(subject, "name", "summary"),
            **_prefixed("element", subject.element, "symbol", "atomic_mass", "charge"),
        },
    )
    yield from _synonyms(subject.synonyms, intervention_id=_INTERVENTION)
    if subject.element:
        yield from _cites(subject.element.cites, intervention_id=_INTERVENTION)


def _dosing(knowledge: Knowledge) -> Iterator[Row]:
    for key, form in knowledge.dosing.forms.items():
        columns = ("name", "formula", "molar_mass", "elemental_share", "refused", "notes")
        yield "forms", {"id": key, **_own(form, *columns)}
        yield from _synonyms(form.synonyms, form_id=key)
        yield from _cites(form.cites, form_id=key)
    for number, limit in enumerate(knowledge.dosing.upper_limits, 1):
        yield "upper_limits", {"id": number, **_all_but(limit, "cites")}
        yield from _cites(limit.cites, upper_limit_id=number)
    for number, intake in enumerate(knowledge.dosing.reference_intakes, 1):
        yield "reference_intakes", {"id": number, **_all_but(intake, "cites")}
        yield from _cites(intake.cites, reference_intake_id=number)


def _threshold(key: Id, threshold: Threshold) -> Iterator[Row]:
    below = [threshold.small, threshold.moderate, threshold.large]
    above = dict(zip(("small", "moderate", "large"), threshold.above, strict=False))
    yield (
        "thresholds",
        {
            "id": key,
            **_own(threshold, "kind", "measure", "unit", "scale"),
            **dict(zip(("small", "moderate", "large"), below, strict=True)),
            **{f"{size}_above": above.get(size) for size in ("small", "moderate", "large")},
            **_own(threshold, "important", "basis", "reason"),
        },
    )
    for number, source in enumerate(threshold.sources, 1):
        yield "threshold_sources", {"threshold_id": key, "position": number, **_all_but(source)}
    yield from _cites(threshold.cites, threshold_id=key)


def _citation(key: Id, citation: Citation) -> Iterator[Row]:
    own = _all_but(citation, "author", "extraction", "integrity")
    yield (
        "citations",
        {
            "id": key,
            **{name.lower(): value for name, value in own.items()},
            "year": int(citation.issued[:4]),
            "integrity": citation.integrity.status,
            **_prefixed("integrity", citation.integrity, "checked_on", "list", "notes"),
            **_extraction(citation.extraction),
            "reference": vancouver.cite(citation),
        },
    )
    for number, name in enumerate(citation.author, 1):
        yield "authors", {"citation_id": key, "position": number, **_all_but(name)}


def _topic(knowledge: Knowledge, section: str, key: str, topic: Topic) -> Iterator[Row]:
    yield "topics", {"id": key, "section": section, **_own(topic, "title", "summary")}
    for number, finding in enumerate(topic.findings, 1):
        yield from _finding(f"{key}/{finding.id}", number, finding_detail(knowledge, finding), topic_id=key)
    yield from _statements(section, topic.statements, key, topic_id=key)
    yield from _claims(topic.claims, key, topic_id=key)


def _condition(knowledge: Knowledge, key: Id, condition: Condition) -> Iterator[Row]:
    primary = f"{key}/{condition.primary}" if condition.primary else None
    yield (
        "conditions",
        {
            "id": key,
            **_own(condition, "name", "plain_name", "summary", "reviewed", "evidence_level", "search", "notes"),
            "group_id": condition.group,
            "verdict": verdict_of(knowledge, condition),
            "primary_finding_id": primary,
        },
    )
    yield from _synonyms(condition.synonyms, condition_id=key)
    yield from _former(condition.formerly, condition_id=key)
    for name in condition.related:
        yield "related_names", {"condition_id": key, "name": name}
    for text in condition.descriptions:
        yield "descriptions", {"condition_id": key, "text": text}
    for word in condition.context:
        yield "context_words", {"condition_id": key, "word": word}
    for system in ("mesh", "icd11", "icd10"):
        for code in getattr(condition.codes, system):
            yield "condition_codes", {"condition_id": key, "system": system, "code": code}
    for number, text in enumerate(condition.not_found, 1):
        yield "not_found", {"condition_id": key, "position": number, "text": text}
    for number, finding in enumerate(condition.findings, 1):
        detail_of = finding_detail(knowledge, finding)
        yield from _finding(f"{key}/{finding.id}", number, detail_of, condition_id=key)
    for kind in ("association", "disagreement", "warning"):
        yield from _statements(kind, getattr(condition, f"{kind}s"), key, condition_id=key)
    yield from _claims(condition.claims, key, condition_id=key)
    yield from _recommendations(key, condition)


def _recommendations(key: Id, condition: Condition) -> Iterator[Row]:
    for number, item in enumerate(condition.recommendations, 1):
        own = f"{key}/recommendation/{number}"
        yield "recommendations", {"id": own, "condition_id": key, "position": number, **_all_but(item, "cites")}
        yield from _cites(item.cites, recommendation_id=own)


def _finding(key: str, number: int, finding: FindingDetail, **owner: str) -> Iterator[Row]:
    texts = ("population", "comparator", "outcome", "timepoint", "disagreement", "notes", "verdict")
    yield (
        "findings",
        {
            "id": key,
            **owner,
            "finding": finding.id,
            "position": number,
            **_own(finding, *texts, "verdict_technical", "verdict_short", "sign"),
            **_all_but(finding.intervention, "routes"),
            **_effect(finding.effect),
            **_all_but(finding.evidence, "arms"),
            **_certainty(finding.certainty),
        },
    )
    yield from _joined(finding.intervention, finding_id=key)
    yield from _steps(key, finding.certainty)
    for place, arm in enumerate(finding.evidence.arms, 1):
        yield "finding_arms", {"finding_id": key, "position": place, **_all_but(arm)}
    for place, override in enumerate(finding.override, 1):
        named = {"changed_to": override.to, "decided_by": override.by}
        yield "overrides", {"finding_id": key, "position": place, **named, **_own(override, "rule", "reason", "date")}
    for place, rating in enumerate(finding.certainty.published, 1):
        own = f"{key}/rating/{place}"
        yield (
            "published_ratings",
            {"id": own, "finding_id": key, "position": place, **_own(rating, "rating", "scope")},
        )
        yield from _cites(rating.cites, published_rating_id=own)
    for study in dict.fromkeys(finding.studies):
        yield "finding_studies", {"finding_id": key, "study_id": study, "outcome": finding.results.get(study)}
    yield from _cites(finding.cites, finding_id=key)


def _joined(given: Treatment, **owner: str) -> Iterator[Row]:
    for route in given.routes:
        yield "joined_routes", {"route": route, **owner}


def _effect(effect: SizedEffect) -> dict[str, Cell]:
    return {
        **_all_but(effect, "ci", "absolute", "source", "threshold", "control_risk", "chosen", "absolute_calculated"),
        **_interval(effect.ci),
        **_prefixed("absolute", effect.absolute, "per", "comparator", "intervention", "derivation"),
        **_prefixed("calculated", effect.absolute_calculated, "per", "comparator", "intervention", "low", "high"),
        **_prefixed("control_risk", effect.control_risk, "events", "per", "locator"),
        "control_risk_source_id": effect.control_risk.source if effect.control_risk else None,
        "threshold_id": effect.threshold,
        "chosen_because": effect.chosen.reason if effect.chosen else None,
        "source_id": effect.source,
    }


def _certainty(certainty: Certainty) -> dict[str, Cell]:
    return {
        "certainty_start": certainty.start,
        "certainty": certainty.rating,
        "would_change": certainty.would_change,
        "rated_by": certainty.rated_by,
        "rated_by_id": _paper(certainty.rated_by),
    }


def _steps(key: str, certainty: Certainty) -> Iterator[Row]:
    steps = [(domain, getattr(certainty, domain)) for domain in DOMAINS]
    steps += [(upgrade.domain, upgrade) for upgrade in certainty.upgrades]
    for number, (domain, step) in enumerate(steps, 1):
        row = {"finding_id": key, "position": number, "domain": domain, **_own(step, "step", "reason")}
        yield "certainty_steps", row


def _study(knowledge: Knowledge, key: Id) -> Iterator[Row]:
    study = study_detail(knowledge, key)
    counts = ("n_planned", "n_randomised", "n_analysed", "n_trials")
    texts = ("registration", "country", "funding", "no_numeric_result", "stopped_early", "notes")
    facts = ("id", "label", "year", "design", "species", "population", "comparator", "direction", "ocebm_level")
    yield (
        "studies",
        {
            "citation_id": study.citation,
            **_own(study, *facts, *counts, *texts),
            **_all_but(study.intervention, "routes"),
            **_bias(study.risk_of_bias),
            **_extraction(study.extraction),
            **_prefixed("numbers", study.extraction.numbers, "checked_on", "found", "not_found"),
        },
    )
    yield from _joined(study.intervention, study_id=key)
    for condition in dict.fromkeys(study.conditions):
        yield "study_conditions", {"study_id": key, "condition_id": condition}
    for citation in dict.fromkeys(study.also_reported_in):
        yield "study_reports", {"study_id": key, "citation_id": citation}
    for number, arm in enumerate(study.arms, 1):
        yield "arms", {"study_id": key, "position": number, **_all_but(arm)}
    yield from _results(key, study)


def _bias(bias: RiskOfBias | None) -> dict[str, Cell]:
    judged = _prefixed("bias", bias, "judgement", "reason", "judged_by")
    return {**judged, "bias_judged_by_id": _paper(bias.judged_by) if bias else None}


def _results(key: Id, study: StudyDetail) -> Iterator[Row]:
    for number, result in enumerate(study.results, 1):
        own = f"{key}/{number}"
        yield (
            "results",
            {
                "id": own,
                "study_id": key,
                "position": number,
                "is_primary": int(result.primary),
                **_all_but(result, "primary", "ci", "values", "arms", "calculated"),
                **_interval(result.ci),
                **_calculated(result.calculated),
            },
        )
        for place, value in enumerate(result.values, 1):
            yield "result_values", {"result_id": own, "position": place, **_all_but(value)}
        for place, arm in enumerate(result.arms, 1):
            spread = _prefixed("spread", arm.spread, "kind", "low", "high")
            row = {**_all_but(arm, "spread", "change"), "is_change": int(arm.change), **spread}
            yield "result_arms", {"result_id": own, "position": place, **row}


def _calculated(effect: Calculated | None) -> dict[str, Cell]:
    own = _prefixed("calculated", effect, "measure", "estimate", "formula", "given")
    return {**own, **_prefixed("calculated", effect.ci if effect else None, "low", "high")}


def _statements(kind: str, statements: Iterable[Statement], owner: str, **link: str) -> Iterator[Row]:
    for number, statement in enumerate(statements, 1):
        key = f"{owner}/{kind}/{number}"
        own = _all_but(statement, "cites", "routes", "also")
        yield "statements", {"id": key, "kind": kind, "position": number, **link, **own}
        yield from _synonyms(statement.also, statement_id=key)
        for route in dict.fromkeys(statement.routes):
            yield "statement_routes", {"statement_id": key, "route": route}
        yield from _cites(statement.cites, statement_id=key)


def _claims(claims: Iterable[Claim], owner: str, **link: str) -> Iterator[Row]:
    for number, claim in enumerate(claims, 1):
        key = f"{owner}/claim/{number}"
        yield "claims", {"id": key, "position": number, **link, **_own(claim, "text", "verdict", "why")}
        yield from _cites(claim.cites, claim_id=key)
        yield from _cites(claim.made_in, "made-in", claim_id=key)


def _cites(keys: Iterable[Id], role: str = "cites", **owner: Cell) -> Iterator[Row]:
    for number, key in enumerate(keys, 1):
        yield "cites", {"citation_id": key, "role": role, "position": number, **owner}


def _synonyms(synonyms: Iterable[str], **owner: Cell) -> Iterator[Row]:
    for synonym in synonyms:
        yield "synonyms", {"synonym": synonym, **owner}


def _former(ids: Iterable[Id], **owner: Cell) -> Iterator[Row]:
    for former in ids:
        yield "former_ids", {"former_id": former, **owner}


def _extraction(extraction: Extraction) -> dict[str, Cell]:
    return _prefixed("extraction", extraction, "read", "at", "date", "readings", "notes")


def _interval(interval: Interval | None) -> dict[str, Cell]:
    return _prefixed("ci", interval, "level", "low", "high")


def _paper(rater: str) -> Id | None:
    """Return the rater as a citation's id, or None if magpain rated."""
    return None if rater == OURSELVES else rater


def _own(record: Struct, *names: str) -> dict[str, Cell]:
    return {name: _cell(getattr(record, name)) for name in names}


def _all_but(record: Struct, *left: str) -> dict[str, Cell]:
    """Return all fields of a record except some, which have other columns or their own tables."""
    return {name: _cell(value) for name, value in structs.asdict(record).items() if name not in left}


def _prefixed(prefix: str, record: Struct | None, *names: str) -> dict[str, Cell]:
    """Return fields of an optional record under prefixed names; all None if there is no record."""
    return {f"{prefix}_{name}": _cell(getattr(record, name)) if record else None for name in names}


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str | int | float | None):
        return value
    raise TypeError(f"expected a value that fits a cell, not {type(value).__name__}")
