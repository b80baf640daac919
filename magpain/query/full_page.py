"""The content of a printable page: a condition or group with its ladders, plots, doses and studies."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from magpain.answers import ConditionPage, ForestPage, FullPage, GroupPage, Reference, StudyDetail, WhyPage
from magpain.errors import NoAnswerError
from magpain.links import cited_in
from magpain.model import Id, Knowledge, UpperLimit
from magpain.query.common import counted_in, references, study_detail, study_keys, subject
from magpain.query.dose import limits
from magpain.query.evidence_map import evidence_map
from magpain.query.forest import forest
from magpain.query.why import why


def full_page(knowledge: Knowledge, page: ConditionPage | GroupPage) -> FullPage:
    """Return the printable page of a condition or group."""
    return _of_condition(knowledge, page) if isinstance(page, ConditionPage) else _of_group(knowledge, page)


def _of_condition(knowledge: Knowledge, page: ConditionPage) -> FullPage:
    """Return a condition's page with its ladders, forest plot and upper limits, with the page's reference numbers."""
    condition, allowed = page.condition, _limits(knowledge, page)
    studies = _studies(knowledge, condition.id)
    cited = _numbered(knowledge, page.references, studies, cited_in(allowed))
    return FullPage(
        page=structs.replace(page, references=cited),
        subject=subject(knowledge),
        counted_in=counted_in(knowledge),
        reviewed=knowledge.reviewed,
        why=_why(knowledge, condition.id, cited) if condition.findings else None,
        forest=_forest(knowledge, condition.id, cited),
        map=None,
        limits=allowed,
        studies=studies,
        references=cited,
        licence=knowledge.licence,
        provenance=knowledge.provenance,
    )


def _limits(knowledge: Knowledge, page: ConditionPage) -> tuple[UpperLimit, ...]:
    """Return the lowest and the highest upper limit for adults if a trial gave a dose by mouth."""
    found = limits(knowledge) if any(dose.route == "oral" for dose in page.condition.doses) else []
    return tuple({item.mg_per_day: item for item in (found[-1], found[0])}.values())[::-1] if found else ()


def _of_group(knowledge: Knowledge, page: GroupPage) -> FullPage:
    """Return a group's page with the map of its conditions; their studies are on the conditions' own pages."""
    return FullPage(
        page=page,
        subject=subject(knowledge),
        counted_in=counted_in(knowledge),
        reviewed=knowledge.reviewed,
        why=None,
        forest=None,
        map=evidence_map(knowledge, page.group.id).body,
        limits=(),
        studies=(),
        references=page.references,
        licence=knowledge.licence,
        provenance=knowledge.provenance,
    )


def _studies(knowledge: Knowledge, key: Id) -> tuple[StudyDetail, ...]:
    found = (study_detail(knowledge, study) for study in study_keys(knowledge, key))
    return tuple(sorted(found, key=lambda study: (study.year, study.id)))


def _numbered(
    knowledge: Knowledge, first: Iterable[Reference], studies: Iterable[StudyDetail], more: Iterable[Id]
) -> tuple[Reference, ...]:
    """Return the references of a page in its own order, followed by those of its studies and further records."""
    return references(knowledge, [*(item.id for item in first), *(study.citation for study in studies), *more])


def _why(knowledge: Knowledge, key: Id, cited: tuple[Reference, ...]) -> WhyPage:
    return structs.replace(why(knowledge, key).body, references=cited)


def _forest(knowledge: Knowledge, key: Id, cited: tuple[Reference, ...]) -> ForestPage | None:
    """Return the forest plot, or None if there is no between-groups result."""
    try:
        body = forest(knowledge, key).body
    except NoAnswerError:
        return None
    return structs.replace(body, references=cited)
