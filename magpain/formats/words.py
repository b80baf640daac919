"""How pages write the model's values: levels, directions, doses, people, references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from magpain.answers import SAFETY, Body, DoseStudied, FindingDetail, Reference, TakenFor, Tally
from magpain.formats.blocks import Line, Role, Span, line, link, muted, strong
from magpain.model import Citation, Claim, Direction, Treatment
from magpain.rating import verdict
from magpain.rating.effects import Calculated

_SIGNS = {"high": "⊕⊕⊕⊕", "moderate": "⊕⊕⊕◯", "low": "⊕⊕◯◯", "very-low": "⊕◯◯◯", "none": "◯◯◯◯"}
LEVEL_WORDS = {"very-low": "very low", "none": "not rated"}
CLAIM_VERDICTS = {
    "supported": "supported",
    "partly-supported": "partly supported",
    "overstated": "overstated",
    "unsupported": "not supported",
    "contradicted": "contradicted by the evidence",
}
_CLAIM_ROLES: dict[str, Role] = {
    "supported": "good",
    "partly-supported": "warn",
    "overstated": "bad",
    "unsupported": "bad",
    "contradicted": "bad",
}
# The wording for one study's result; magpain/rating/verdict.py has the fuller wording for findings.
_DIRECTIONS: dict[Direction, str] = {
    "favours-intervention": "favours {}",
    "favours-comparator": "favours comparator",
    "no-difference": "no difference shown",
    "mixed": "mixed results",
    "unclear": "unclear",
}
# The wording for the signs of findings when they are counted.
_MEANINGS: dict[Direction | None, str] = {
    "favours-intervention": "favouring {}",
    "favours-comparator": "favouring the comparator",
    "no-difference": "no difference shown",
    "mixed": "mixed",
    "unclear": "unclear",
    None: "not rated",
}
_NOTICES = {"retracted": "RETRACTED", "concern": "EXPRESSION OF CONCERN"}
_SIGN_ROLES: dict[str, Role] = {"▲": "good", "▼": "bad", "=": "strong", "±": "warn"}


def level(value: str) -> Line:
    """Write a level of certainty with GRADE's signs, which readers know from Cochrane's tables, and its word."""
    return (Span(f"{_SIGNS[value]} ", words=""), strong(LEVEL_WORDS.get(value, value)))


def level_sign(value: str) -> Line:
    """Write a level of certainty with GRADE's signs alone, for lists that explain them."""
    return (Span(_SIGNS[value], words=LEVEL_WORDS.get(value, value)),)


def direction(value: Direction, subject: str = "treatment") -> Line:
    """Write the direction of a study's result: its sign and its words."""
    return said(verdict.SIGNS[value], _DIRECTIONS[value].format(subject))


def said(sign: str, short: str) -> Line:
    """Write a verdict's sign with its words."""
    role = sign_role(sign)
    return (Span(f"{sign} ", role, words=""), Span(short, role))


def sign_meaning(sign: str, subject: str) -> str:
    """Return what the sign of a finding means, in a phrase."""
    return next(_MEANINGS[way] for way, known in verdict.SIGNS.items() if known == sign).format(subject)


def sign(value: str) -> Line:
    """Write the sign of a verdict, to go before the verdict's sentence."""
    return (Span(f"{value} ", sign_role(value), words=""),)


def sign_role(sign: str) -> Role:
    """Return the role of a sign: good or bad only for an important effect of known size."""
    return _SIGN_ROLES.get(sign, "muted")


def effect(value: FindingDetail) -> Line:
    """Write the effect of a finding: its verdict in short, and its estimate if one was published."""
    shown = verdict.estimate(value.effect)
    return (*said(value.sign, value.verdict_short), *line(f"; {shown}" if shown else ""))


def calculated(value: Calculated) -> str:
    """Write an effect that magpain calculated, with what it was calculated from."""
    said = verdict.interval(value.estimate, value.ci.low, value.ci.high)
    return f"{value.measure} {said}, from {value.given} ({value.formula})"


def own_raters(provenance: str | None) -> str:
    """Write who gave a knowledge file's own ratings, from its `provenance` if it has one."""
    return f"magpain: {provenance}" if provenance else "the authors of this knowledge file, not a guideline panel"


def size(studies: int, participants: int | None) -> str:
    """Write the size of a body of evidence: studies, and people if they were counted."""
    return f"{studies} ({participants})" if participants is not None else str(studies)


def route(value: Treatment) -> str:
    """Write the route of a treatment, or the routes that it joins; "" if they are not known."""
    return verdict.routes(value) if value.routes or value.route != "any" else ""


def treatment(value: Treatment) -> str:
    """Write a treatment in a few words: route, form, dose, duration."""
    parts = [
        route(value),
        value.form or "",
        value.dose or "",
        value.duration or "",
    ]
    return ", ".join(part for part in parts if part)


def dose(value: DoseStudied, counted_in: str) -> str:
    """Write a study's dose in full: route, form, dose as reported, elemental dose and duration."""
    elemental = f"{value.elemental_mg_per_day:g} mg {counted_in} a day" if value.elemental_mg_per_day else ""
    parts = (value.route, value.form or "", value.dose or "", elemental, value.duration or "")
    return ", ".join(part for part in parts if part)


def numbers(keys: Iterable[str], places: Mapping[str, int]) -> Line:
    """Write the reference numbers of some citations, as `[1, 4]`."""
    found = sorted({places[key] for key in keys if key in places})
    return (muted(f" [{', '.join(str(number) for number in found)}]"),) if found else ()


def cites(finding: FindingDetail) -> tuple[str, ...]:
    """Return a row's citations: the source of the estimate, else the finding's first three."""
    return (finding.effect.source,) if finding.effect.source else finding.cites[:3]


def places(references: Iterable[Reference]) -> dict[str, int]:
    """Return the number of each citation on the page."""
    return {reference.id: reference.number for reference in references}


def short_reference(citation: Citation) -> Line:
    """Write a reference on one line: author, year, source, and the identifier as text and link."""
    where = citation.container_title or citation.publisher or ""
    volume = f" {citation.volume}" if citation.volume else ""
    page = f":{citation.page}" if citation.page else ""
    parts = line(
        strong(f"{who(citation)} {citation.issued[:4]}"),
        f". {where}{volume}{page}. " if where else ". ",
        *identifier(citation),
    )
    return (*parts, Span(f" {notice(citation)}", "bad")) if notice(citation) else parts


def notice(citation: Citation) -> str:
    """Return the words for a retraction or an expression of concern, or "" if the citation has neither."""
    return _NOTICES.get(citation.integrity.status, "")


def identifier(citation: Citation) -> Line:
    """Write a citation's identifier (DOI, else PMID, else URL), both as text and as a link."""
    if citation.DOI:
        return (link(f"doi:{citation.DOI}", f"https://doi.org/{citation.DOI}"),)
    if citation.PMID:
        return (link(f"PMID {citation.PMID}", f"https://pubmed.ncbi.nlm.nih.gov/{citation.PMID}/"),)
    return (link(citation.URL, citation.URL),) if citation.URL else ()


def who(citation: Citation) -> str:
    """Write a citation's author: the first author and et al., else the publisher, else the title."""
    if not citation.author:
        return citation.publisher or citation.title
    first = citation.author[0]
    return (first.family or first.literal or "") + (" et al." if len(citation.author) > 1 else "")


def claim_verdict(value: str) -> Line:
    """Write the verdict on a claim."""
    word = CLAIM_VERDICTS[value]
    return (Span(word[0].upper() + word[1:], _CLAIM_ROLES[value]),)


def claimed(claim: Claim, places: Mapping[str, int]) -> tuple[Line, Line]:
    """Write a claim as a labelled item: the verdict on it, then the claim and the reason."""
    said = line(f"\u201c{claim.text}\u201d ", muted(claim.why))
    return claim_verdict(claim.verdict), (*said, *numbers(claim.cites, places))


def tally(value: Tally, subject: str = "treatment") -> str:
    """Write how many trials have each direction; "" if there are no trials."""
    counts = (
        (value.favours_comparator, "in favour of the comparator"),
        (value.favours_intervention, f"in favour of {subject}"),
        (value.no_difference, "no difference shown"),
        (value.mixed, "mixed results"),
        (value.unclear, "unclear"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count)


def taken(body: Body) -> list[str]:
    """Write what to do in an emergency, if the query may be about one, and how its names were understood."""
    found = getattr(body, "taken_for", None) or ()
    first = getattr(body, "urgent", None)
    return [*([first] if first else []), *map(_taken, found if isinstance(found, tuple) else (found,))]


def _taken(item: TakenFor) -> str:
    also = f" It could also mean: {', '.join(item.also)}." if item.also else ""
    harm = SAFETY if item.harm else ""
    return f'{harm}"{item.asked}" was taken for: {item.name}.{also}'
