"""The page of one condition: the answer first, then findings, doses, guidelines, claims and cautions.

The short page fits a terminal. It always shows harms, retractions and results that contradict the answer. It shows
other entries if there is room, and counts what it leaves out. The full page has every entry under headings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import takewhile
from types import MappingProxyType

from magpain.answers import ConditionDetail, ConditionPage, DoseStudied, FindingDetail, RouteHarm
from magpain.formats import words
from magpain.formats.blocks import (
    Block,
    Column,
    Gap,
    Grid,
    Heading,
    Items,
    Line,
    Paragraph,
    Span,
    Title,
    line,
    muted,
    strong,
)
from magpain.formats.pages import absolute, harms
from magpain.formats.pages.fit import COLUMNS, Amounts, fitted
from magpain.formats.pages.references import items_of, one_line
from magpain.formats.widths import wrap
from magpain.model import Claim, Recommendation, Route, Statement
from magpain.rating import verdict
from magpain.rating.verdict import counted

Places = Mapping[str, int]
# Claims in the order in which a reader needs them: what is wrong first.
_TELLING = ("contradicted", "overstated", "unsupported", "partly-supported", "supported")
# Guidelines in the order in which a reader needs them: current ones first, and among these those that take a side.
STATUS = {"current": "", "unknown": "", "superseded": "superseded", "retired": "withdrawn"}
STANCES = {
    "against": "against",
    "for": "in favour",
    "insufficient-evidence": "insufficient evidence",
    "neutral": "neither for nor against",
}
# Outcomes that are harms, whatever their direction.
_HARM = re.compile(r"\b(adverse|side effects?|harms?|complications?|toxicity)\b", re.IGNORECASE)
_ROUTES = 2
# The lines for the harms of a route, at best and at most, and a function that writes one harm.
_HARM_LINES = (2, 3)
_Way = Callable[[RouteHarm, bool], Line]
HARMS = "Harms of {} by these routes, whatever it was given for"
_SIDES = (verdict.SIGNS["favours-intervention"], verdict.SIGNS["favours-comparator"])


def blocks(page: ConditionPage, *, full: bool) -> Iterator[Block]:
    """Yield the page, short or full."""
    yield from _full(page) if full else _short(page)


def _head(page: ConditionPage) -> Iterator[Block]:
    """Yield the question, the answer in one sentence, its certainty, a summary, and any retractions."""
    condition = page.condition
    plain = condition.plain_name or condition.name
    yield Title(line(strong(plain), f": does {page.subject} help?"), line(muted(f"last searched {condition.reviewed}")))
    yield Paragraph(line(*words.sign(condition.sign), strong(condition.verdict)))
    meaning = condition.level_meaning[0].upper() + condition.level_meaning[1:]
    certainty = line("Certainty of evidence: ", *words.level(condition.evidence_level), f"{_basis(page)}. {meaning}.")
    yield Paragraph(certainty)
    yield Gap()
    yield Paragraph(line(condition.summary), line(muted(condition.name if condition.name != plain else "")))
    for reference in page.references:
        if notice := words.notice(reference.citation):
            yield Paragraph(line(Span(f"{notice} ", "bad"), *one_line(reference)))


def _basis(page: ConditionPage) -> str:
    """Write the evidence behind the answer: the studies and people of the main finding, and its estimate."""
    if not page.condition.findings:
        return ""
    main = page.condition.findings[0]
    people = f", {main.evidence.participants} people" if main.evidence.participants is not None else ""
    estimate = verdict.estimate(main.effect).replace(" (", ", ").replace(")", "")
    return f" ({counted(main.evidence.studies, 'study')}{people}{f'; {estimate}' if estimate else ''})"


def _tally(page: ConditionPage) -> Line:
    shown = words.tally(page.condition.tally, page.subject)
    return line(f"Controlled trials, by primary outcome: {shown}.") if shown else ()


# The short page.


def _short(page: ConditionPage) -> list[Block]:
    findings = _by_importance(page.condition.findings)
    least = dict.fromkeys(("numbers", "bars", "tally", "gap", "why", "provenance", *_LABELLED), 0) | {
        "findings": _needed(findings)
    }
    return fitted(page, lambda shown: list(_built(page, findings, shown)), least, _extras(page.condition, findings))


def _by_importance(findings: tuple[FindingDetail, ...]) -> list[FindingDetail]:
    """Return findings with the main one first, then those that are worse or contradict it, then harms."""
    return sorted(
        findings, key=lambda each: (each is not findings[0], not _is_needed(each, findings[0]), not _is_harm(each))
    )


def _is_harm(finding: FindingDetail) -> bool:
    return bool(_HARM.search(finding.outcome))


def _contradicts(finding: FindingDetail, main: FindingDetail) -> bool:
    """Return whether a finding has another direction than the main one; no difference contradicts only an effect."""
    decided = (*_SIDES, verdict.SIGNS["mixed"])
    neither = finding.sign == verdict.SIGNS["no-difference"]
    return finding.sign != main.sign and (finding.sign in decided or (neither and main.sign in _SIDES))


def _needed(findings: list[FindingDetail]) -> int:
    """Return how many findings the page always shows: the main one, and those that are worse or contradict it."""
    return min(1, len(findings)) + sum(_is_needed(finding, findings[0]) for finding in findings[1:])


def _is_needed(finding: FindingDetail, main: FindingDetail) -> bool:
    return finding.effect.direction == "favours-comparator" or _contradicts(finding, main)


def _extras(condition: ConditionDetail, findings: list[FindingDetail]) -> Iterator[tuple[str, int]]:
    """Yield what the page shows if there is room, as (part, number of entries), most important first."""
    harms = sum(map(_is_harm, findings[1:]))
    claims, guidelines, disagreements = map(len, (condition.claims, condition.recommendations, condition.disagreements))
    yield from (("findings", amount) for amount in range(2, 2 + harms))
    yield from (("numbers", 1), ("doses", 1), ("guidelines", min(1, guidelines)), ("findings", min(3, len(findings))))
    yield from (
        ("claims", min(1, claims)),
        ("gap", 1),
        ("why", min(1, len(findings))),
        ("tally", 1),
        ("provenance", 1),
        ("bars", 1),
        ("gap", 2),
    )
    yield from (("findings", amount) for amount in range(4, len(findings) + 1))
    yield from (("guidelines", amount) for amount in range(2, guidelines + 1))
    yield from (("claims", amount) for amount in range(2, claims + 1))
    yield from (("disagreements", amount) for amount in range(1, disagreements + 1))


def _built(page: ConditionPage, findings: list[FindingDetail], shown: Amounts) -> Iterator[Block]:
    """Yield the short page with the given number of entries of each part."""
    places = words.places(page.references)
    yield from _head(page)
    numbered = next((each for each in findings if absolute.in_words(each, page.subject)), None)
    if numbered and shown["numbers"]:
        yield Paragraph(absolute.in_words(numbered, page.subject))
        bars = absolute.bars(numbered, page.subject)
        yield from [bars] if bars and shown["bars"] else []
    tally = _tally(page)
    yield from [Paragraph(tally)] if tally and shown["tally"] else []
    if shown["findings"] > 1:
        yield from [Gap()] if shown["gap"] else []
        yield _table(findings[0], findings[1 : shown["findings"]], places)
    labelled = tuple(_labelled(page, places, shown))
    if labelled:
        yield from [Gap()] if shown["gap"] > 1 else []
        yield Items(labelled)
    yield from _foot(page, findings, shown)


def _table(main: FindingDetail, findings: list[FindingDetail], places: Places) -> Grid:
    """Return findings as a table; each row states its circumstances if they differ from the main finding's."""
    usual = _circumstances(main)
    columns = (
        Column("Other outcomes"),
        Column("Result"),
        Column("Studies (people)", numeric=True),
        Column("GRADE"),
    )
    return Grid(columns, tuple(_row(finding, usual, places) for finding in findings))


def _circumstances(finding: FindingDetail) -> tuple[str, str, str]:
    """Return the route of a finding's intervention, what it was combined with, and its comparator."""
    given = finding.intervention
    combined = f"with {given.combined_with}" if given.combined_with else ""
    return words.route(given), combined, f"vs {finding.comparator}"


def _row(finding: FindingDetail, usual: tuple[str, str, str], places: Places) -> tuple[Line, ...]:
    own = _circumstances(finding)
    special = ", ".join(part for part, other in zip(own, usual, strict=True) if part and part != other)
    return (
        line(
            strong(finding.outcome),
            muted(f" ({special})" if special else ""),
            *words.numbers(words.cites(finding), places),
        ),
        words.said(finding.sign, finding.verdict_short),
        line(words.size(finding.evidence.studies, finding.evidence.participants)),
        words.level_sign(finding.certainty.rating),
    )


# The labelled parts, in their order on the page; cautions are always shown.
_LABELLED = ("disagreements", "doses", "guidelines", "claims")


def _labelled(page: ConditionPage, places: Places, shown: Amounts) -> Iterator[tuple[Line, Line]]:
    condition = page.condition
    entries = {
        "Disagreement": _statements(condition.disagreements[: shown["disagreements"]], places),
        "Doses": _doses_in_short(page) if shown["doses"] else (),
        "Guidelines": tuple(_guideline(item, places) for item in _in_force(condition)[: shown["guidelines"]]),
        "Claims": tuple(_claim(claim, places) for claim in _main_claims(condition)[: shown["claims"]]),
        "Cautions": _statements(condition.warnings, places),
    }
    taken = max((len(label) for label, found in entries.items() if found), default=0)
    of_route = _harms_in_short(condition.harms, COLUMNS - max(taken, len("Harms")) - 2)
    entries = {"Harms": of_route} | entries
    for label, found in entries.items():
        yield from ((line(muted("" if number else label)), entry) for number, entry in enumerate(found))


def _doses_in_short(page: ConditionPage) -> tuple[Line, ...]:
    said = doses_in_short(page.condition.doses, page.counted_in)
    return (line("; ".join(said)),) if said else ()


def doses_in_short(given: tuple[DoseStudied, ...], counted_in: str) -> list[str]:
    """Return the doses that studies gave, in a few words for each of the most frequent routes."""
    routes = Counter(dose.route for dose in given).most_common()
    said = [_of_route(route, given, counted_in) for route, _count in routes[:_ROUTES]]
    return [*said, *([counted(len(routes) - _ROUTES, "other route")] if len(routes) > _ROUTES else [])]


def _of_route(route: Route, given: tuple[DoseStudied, ...], counted_in: str) -> str:
    """Write the doses of a route: the range of elemental doses if known, else the shortest dose in full."""
    doses = [dose for dose in given if dose.route == route]
    known = sorted({dose.elemental_mg_per_day for dose in doses if dose.elemental_mg_per_day})
    if known:
        least = f"{known[0]:g} to " if len(known) > 1 else ""
        said = f"{least}{known[-1]:g} mg {counted_in} a day"
        others = sum(not dose.elemental_mg_per_day for dose in doses)
    else:
        printed = sorted({dose.dose or "" for dose in doses}, key=lambda text: (len(text), text))
        said, others = printed[0], len(printed) - 1
    more = f" and {counted(others, 'other dose')}" if others else ""
    return f"{route if route != 'any' else 'several routes'}: {said}{more}"


def _harms_in_short(rated: tuple[RouteHarm, ...], room: int) -> tuple[Line, ...]:
    """Return the rated harms of the main route, as many as fit, with the command that shows them.

    They take two lines, or three if not one of them fits on two with its frequency.
    """
    main = sorted((harm for harm in rated if harm.main), key=lambda harm: harms.by_direction(harm.finding))
    ways = [(lines, way) for lines in _HARM_LINES for way in (_in_numbers, _in_words)]
    listed = (_as_many_as_fit(main, way, room, lines) for lines, way in (*ways, (2, _by_name)))
    return (next(filter(None, listed), _listed(main, 0, _by_name)),) if main else ()


def _as_many_as_fit(rated: list[RouteHarm], way: _Way, room: int, lines: int) -> Line:
    """Return as many of the first harms as fit, or nothing if not even one does: each harm makes the line longer."""
    listed = (_listed(rated, number, way) for number in range(1, len(rated) + 1))
    fitting = [*takewhile(lambda said: len(wrap(said, room)) <= lines, listed)]
    return fitting[-1] if fitting else ()


def _listed(rated: list[RouteHarm], number: int, way: _Way) -> Line:
    """Write the first harms of a list, how many more there are, and the command that shows them."""
    given = [harm.finding.intervention for harm in rated]
    shared = set.intersection(*({*(each.routes or (each.route,))} for each in given))
    routes = shared if shared else {words.route(each) for each in given}
    topics = dict.fromkeys(harm.topic for harm in rated)
    left = len(rated) - number
    more = "details" if not left else f"{left} more" if number else counted(left, "rated harm")
    lead = [*([next(iter(routes))] if len(routes) == 1 else []), *(["rated"] if number and way is _by_name else [])]
    spans = [span for harm in rated[:number] for span in (*way(harm, len(routes) > 1), Span("; "))]
    onward = f"{more}: magpain safety {next(iter(topics)) if len(topics) == 1 else ''}".rstrip()
    return line(f"{', '.join(lead)}: " if lead else "", *spans, onward)


def _in_numbers(harm: RouteHarm, routed: bool) -> Line:
    """Write a harm in a few words: its frequency, absolute numbers, population and certainty."""
    return _in_whom(harm, routed, absolute.in_few_words(harm.finding), harm.finding.population)


def _in_words(harm: RouteHarm, routed: bool) -> Line:
    return _in_whom(harm, routed, harm.finding.population)


def _in_whom(harm: RouteHarm, routed: bool, *told: str) -> Line:
    return line(*_by_name(harm, routed), ", ", *harms.in_words(harm.finding, *told))


def _by_name(harm: RouteHarm, routed: bool) -> Line:
    """Write the name of a harm, with its route if it is listed with harms of several routes."""
    return line(harm.finding.outcome, f" ({words.route(harm.finding.intervention)})" if routed else "")


def _in_force(condition: ConditionDetail) -> list[Recommendation]:
    statuses, stances = tuple(STATUS), tuple(STANCES)
    return sorted(
        condition.recommendations,
        key=lambda item: (statuses.index(item.status), stances.index(item.stance), -item.year),
    )


def _guideline(item: Recommendation, places: Places) -> Line:
    """Write a guideline in short: its body, year and stance."""
    status = f" ({STATUS[item.status]})" if STATUS[item.status] else ""
    return line(f"{item.body} {item.year}{status}: ", strong(STANCES[item.stance]), *words.numbers(item.cites, places))


def _main_claims(condition: ConditionDetail) -> list[Claim]:
    return sorted(condition.claims, key=lambda claim: _TELLING.index(claim.verdict))


def _claim(claim: Claim, places: Places) -> Line:
    return line(f"“{claim.text}” ", *words.claim_verdict(claim.verdict), ".", *words.numbers(claim.cites, places))


def _foot(page: ConditionPage, findings: list[FindingDetail], shown: Amounts) -> Iterator[Block]:
    """Yield what the page leaves out, the commands that show it, and the disclaimer."""
    key = page.condition.id
    cut = "; ".join(_cut(page, findings, shown))
    yield Paragraph(line(muted(f"Not shown: {cut}." if cut else "")), line(f"All of it: magpain show {key} --full"))
    if page.provenance and shown["provenance"]:
        yield Paragraph(line(muted(f"Read and rated by {page.provenance}.")))
    if shown["why"]:
        yield Paragraph(line(f"Why this rating: magpain why {key}"))
    yield Paragraph(line(muted(page.not_advice)))


def _cut(page: ConditionPage, findings: list[FindingDetail], shown: Amounts) -> Iterator[str]:
    """Yield how many entries of each kind are left out, with their directions."""
    condition = page.condition
    signs = [each.sign for each in findings[shown["findings"] :]]
    yield from _counted("finding", signs, {sign: words.sign_meaning(sign, page.subject) for sign in signs})
    numbered = sum(bool(absolute.in_words(each, page.subject)) for each in findings) - shown["numbers"]
    yield from _counted("absolute effect", [""] * numbered)
    yield from _counted("dose", [""] * (0 if shown["doses"] else len(condition.doses)))
    stances = [item.stance for item in _in_force(condition)[shown["guidelines"] :]]
    yield from _counted("guideline", list(map(str, stances)), {"for": "in favour", "against": "against"})
    yield from _counted("claim", [""] * (len(condition.claims) - shown["claims"]))
    yield from _counted("disagreement", [""] * (len(condition.disagreements) - shown["disagreements"]))
    others = sum(not harm.main for harm in condition.harms)
    yield from [f"{counted(others, 'harm')} of other routes"] if others else []
    yield from _counted("other entry", [""] * (len(condition.associations) + len(condition.not_found)))


def _counted(what: str, kinds: list[str], named: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """Yield how many there are of something, with the number of each named kind; nothing if there are none."""
    counts = Counter(named[kind] for kind in kinds if kind in named)
    said = ", ".join(f"{number} {name}" for name, number in counts.items())
    yield from [f"{counted(len(kinds), what)}{f' ({said})' if said else ''}"] if kinds else []


# The full page.


def _full(page: ConditionPage) -> Iterator[Block]:
    condition, places = page.condition, words.places(page.references)
    yield from _head(page)
    if tally := _tally(page):
        yield Paragraph(tally)
    yield from _absolutes(page)
    if condition.findings:
        yield Heading("Summary of findings")
        people = Column("Studies (people)", numeric=True)
        columns = (Column("Outcome"), Column("Result"), people, Column("Certainty", wrap=False))
        yield Grid(columns, tuple(_whole_row(finding, places) for finding in condition.findings))
    for heading, entries in _parts(page, places).items():
        if entries:
            yield Heading(heading)
            yield Items(tuple((line("-"), entry) for entry in entries))
    yield Heading("References")
    yield items_of(page.references)
    yield Gap()
    if page.provenance:
        yield Paragraph(line(muted(f"Read and rated by {page.provenance}.")))
    if condition.findings:
        yield Paragraph(line(muted(f"Why this rating: magpain why {condition.id}")))
    yield Paragraph(line(muted(page.not_advice)))


def _absolutes(page: ConditionPage) -> Iterator[Block]:
    """Yield the absolute numbers of every finding that has them, with bars if they may be drawn."""
    for finding in page.condition.findings:
        if said := absolute.in_words(finding, page.subject):
            yield Gap()
            yield Paragraph(said)
            bars = absolute.bars(finding, page.subject)
            yield from [bars] if bars else []


def _whole_row(finding: FindingDetail, places: Places) -> tuple[Line, ...]:
    circumstances = ", ".join(part for part in _circumstances(finding) if part)
    return (
        line(strong(finding.outcome), muted(f" ({circumstances})")),
        (*words.effect(finding), *words.numbers(words.cites(finding), places)),
        line(words.size(finding.evidence.studies, finding.evidence.participants)),
        words.level(finding.certainty.rating),
    )


def _parts(page: ConditionPage, places: Places) -> dict[str, tuple[Line, ...]]:
    """Return the entries of each part of the full page, by its heading."""
    condition = page.condition
    disagreements = tuple(line(each.disagreement) for each in condition.findings if each.disagreement)
    levels = f"{page.subject.capitalize()} levels in patients (an association, not a treatment effect)"
    return {
        "Where sources disagree": (*_statements(condition.disagreements, places), *disagreements),
        "Calculated by magpain, not published": tuple(_calculated(condition)),
        "Doses studied": tuple(_dose(dose, page, places) for dose in condition.doses),
        "Guidelines": tuple(_whole_guideline(item, places) for item in condition.recommendations),
        "Common claims, checked against the evidence": tuple(_whole_claim(each, places) for each in condition.claims),
        "Safety at the doses studied": _statements(condition.warnings, places),
        HARMS.format(page.subject): tuple(harms.whole(harm.finding, places) for harm in condition.harms),
        levels: _statements(condition.associations, places),
        "Searched for but not found": tuple(line(text) for text in condition.not_found),
    }


def _calculated(condition: ConditionDetail) -> Iterator[Line]:
    """Yield published ratios as absolute numbers, and effects calculated from the arms of studies."""
    for finding in condition.findings:
        if numbers := finding.effect.absolute_calculated:
            said = f"of {numbers.per} people {verdict.people(numbers)}; {numbers.formula}"
            yield line(strong(f"{finding.outcome}: "), said)
    for finding in condition.findings:
        for each in finding.calculated:
            yield line(strong(f"{each.outcome}, {each.label}: "), words.calculated(each.effect))


def _dose(dose: DoseStudied, page: ConditionPage, places: Places) -> Line:
    result = words.direction(dose.direction, page.subject)
    return (*line(f"{words.dose(dose, page.counted_in)}. Result: "), *result, *words.numbers((dose.study,), places))


def _statements(statements: Iterable[Statement], places: Places) -> tuple[Line, ...]:
    return tuple((*line(each.text), *words.numbers(each.cites, places)) for each in statements)


def _whole_claim(claim: Claim, places: Places) -> Line:
    said = line(f"“{claim.text}” ", *words.claim_verdict(claim.verdict), f". {claim.why}")
    return (*said, *words.numbers(claim.cites, places))


def _whole_guideline(item: Recommendation, places: Places) -> Line:
    remarks = "; ".join(part for part in (item.grade or "", STATUS[item.status]) if part)
    said = f"{item.text} ({remarks})" if remarks else item.text
    return (*line(strong(f"{item.body} {item.year}: "), said), *words.numbers(item.cites, places))
