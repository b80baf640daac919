"""The evidence gap map: conditions by route, with the amount and certainty of evidence, and the gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from msgspec import structs

from magpain.answers import Answer, MapCell, MapPage
from magpain.model import Condition, Finding, Id, Knowledge, Route, Study, Threshold
from magpain.query.common import (
    COMPARATIVE,
    cited_by_rows,
    condition_row,
    primary_first,
    route_of,
    studies_of,
    subject,
    threshold_of,
)
from magpain.rating import verdict


def evidence_map(knowledge: Knowledge, group: str | None = None) -> Answer[MapPage]:
    """Return the map of all conditions, or of those of one group."""
    chosen = [item for item in knowledge.conditions.items() if group in (None, item[1].group)]
    chosen.sort(key=lambda item: (item[1].group, (item[1].plain_name or item[1].name).casefold()))
    cells = tuple(cell for key, condition in chosen for cell in _cells(knowledge, key, condition))
    rows = tuple(condition_row(knowledge, key, condition) for key, condition in chosen)
    used = {cell.route for cell in cells}
    routes: tuple[Route, ...] = tuple(route for route in get_args(Route) if route in used)
    page = MapPage(
        subject=subject(knowledge),
        groups={item.group: knowledge.groups[item.group].name for item in rows},
        cells=cells,
        conditions=rows,
        routes=routes,
    )
    return Answer(page, lambda: cited_by_rows(knowledge, rows))


def _cells(knowledge: Knowledge, key: Id, condition: Condition) -> Iterator[MapCell]:
    """Yield a cell for each route with a finding or a controlled study in people."""
    findings = primary_first(condition)
    studies = [study for study in studies_of(knowledge, key) if study.species == "human"]
    trials = [study for study in studies if study.design in COMPARATIVE]
    known = [(route_of(knowledge, key, finding), finding) for finding in findings]
    routes = dict.fromkeys([route for route, _finding in known] + [study.intervention.route for study in trials])
    for route in routes:
        rated = next((finding for of_route, finding in known if of_route == route), None)
        own = [study for study in trials if study.intervention.route == route]
        threshold = threshold_of(knowledge, rated) if rated else None
        yield structs.replace(_cell(key, condition, route, rated, own), **_verdict(rated, threshold))


def _verdict(rated: Finding | None, threshold: Threshold | None) -> dict[str, str]:
    if rated is None:
        return {}
    return {"verdict_short": verdict.short(rated, threshold), "sign": verdict.sign(rated, threshold)}


def _cell(key: Id, condition: Condition, route: Route, rated: Finding | None, trials: list[Study]) -> MapCell:
    """Return the cell of a route: the evidence of its most informative finding, else of its trials."""
    people = sum(study.n_analysed or study.n_randomised or 0 for study in trials) or None
    return MapCell(
        condition=key,
        name=condition.name,
        group=condition.group,
        route=route,
        studies=rated.evidence.studies if rated else len(trials),
        participants=rated.evidence.participants if rated else people,
        trials=len(trials),
        evidence_level=rated.certainty.rating if rated else "none",
        direction=rated.effect.direction if rated else None,
        finding=rated.id if rated else None,
        verdict_short="not rated",
        sign=verdict.SIGNS[None],
        main=rated is not None and rated.id == condition.primary,
    )
