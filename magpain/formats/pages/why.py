"""The page of `why`: the steps of a rating (its ladder), the studies that agree or disagree, and what would change it.

The short page has the ladder of one finding and fits a terminal. The full page has the ladders of all findings, with
what each study reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from magpain.answers import Ladder, Rung, StudySide, WhyPage
from magpain.formats import words
from magpain.formats.blocks import Block, Column, Gap, Grid, Heading, Items, Line, Paragraph, Title, line, muted, strong
from magpain.formats.pages.fit import Amounts, fitted
from magpain.formats.pages.references import items_of
from magpain.links import OURSELVES
from magpain.model import PublishedRating
from magpain.rating import verdict
from magpain.rating.verdict import counted

# If a finding favours neither side, its studies are grouped by the side that they favour.
_TITLES = dict.fromkeys(
    ("mixed", "unclear"),
    ("Studies in favour of {}", "Studies that showed no difference, or favoured the comparator"),
)
_AGREE = ("Studies that agree", "Studies that disagree")
_NEITHER = "Studies with mixed or unclear results"


def blocks(page: WhyPage, *, full: bool) -> Iterator[Block]:
    """Yield the ladder of the first finding, or if `full` that of every finding."""
    yield from _full(page) if full else _short(page)


# The short page.


def _short(page: WhyPage) -> list[Block]:
    ladder = page.why.ladders[0]
    others = list(_others(ladder, lambda keys: _by_name(page, keys)))
    least = {"named": 0, "zeros": 0, "size": 0, "others": 0, "gap": 0}
    extras = [
        ("named", 4),
        ("size", 1),
        ("others", 1),
        ("zeros", 1),
        ("gap", 1),
        *(("others", n) for n in range(2, len(others) + 1)),
    ]
    return fitted(page, lambda shown: list(_built(page, ladder, others, shown)), least, extras)


def _built(page: WhyPage, ladder: Ladder, others: list[tuple[Line, Line]], shown: Amounts) -> Iterator[Block]:
    yield Title(line(strong(page.why.name)), line(muted("how the certainty was rated")))
    yield _verdict(ladder)
    yield _steps(ladder, zeros=bool(shown["zeros"]))
    yield _overall(page, ladder, numbered=False)
    yield from [Gap()] if shown["gap"] else []
    studies = list(_in_short(ladder, shown["named"]))
    size = list(_size(ladder))[:1] if shown["size"] else []
    items = (*studies, *size, *_overrides(ladder), *others[: shown["others"]])
    if items:
        yield Items(items)
    yield from _foot(page, ladder, others, shown)


def _foot(page: WhyPage, ladder: Ladder, others: list[tuple[Line, Line]], shown: Amounts) -> Iterator[Block]:
    zeros = sum(not rung.step for rung in ladder.rungs)
    cut = (
        counted(len(page.why.ladders) - 1, "other finding") if len(page.why.ladders) > 1 else "",
        counted(zeros, "other reason") if zeros and not shown["zeros"] else "",
        counted(len(others) - shown["others"], "remark") if len(others) > shown["others"] else "",
        "what each study reported",
    )
    said = "; ".join(part for part in cut if part)
    yield Paragraph(line(muted(f"Not shown: {said}.")), line(f"All of it: magpain why {page.why.id} --full"))


def _in_short(ladder: Ladder, named: int) -> Iterator[tuple[Line, Line]]:
    """Yield the studies on each side: all that disagree by name, and the first of the others."""
    undecided = ladder.direction in _TITLES
    yield from _named("Not in favour" if undecided else "Disagree", ladder.contradicting, len(ladder.contradicting))
    yield from _named("In favour" if undecided else "Agree", ladder.supporting, named)
    yield from _named("Unclear", ladder.neither, named)


def _named(label: str, sides: tuple[StudySide, ...], number: int) -> Iterator[tuple[Line, Line]]:
    names = [side.label for side in sides[:number]]
    more = counted(len(sides) - number, "other study" if names else "study") if len(sides) > number else ""
    yield from [(line(label), line(", ".join([*names, *([more] if more else [])])))] if sides else []


# The full page.


def _full(page: WhyPage) -> Iterator[Block]:
    places = words.places(page.references)
    yield Title(line(strong(page.why.name)), line(muted("how the certainty was rated")))
    for ladder in page.why.ladders:
        yield Heading(ladder.outcome)
        yield _verdict(ladder)
        yield Paragraph(line(muted(f"In GRADE terms: {ladder.verdict_technical}. Finding id: {ladder.finding}")))
        yield Gap()
        yield _steps(ladder, zeros=True)
        yield Gap()
        yield _overall(page, ladder, numbered=True)
        yield Gap()
        yield Items((*_size(ladder), *_overrides(ladder)))
        yield from _studies(ladder, page.subject)
        if others := tuple(_others(ladder, lambda keys: words.numbers(keys, places))):
            yield Gap()
            yield Items(others)
    yield Heading("References")
    yield items_of(page.references)


def _studies(ladder: Ladder, subject: str) -> Iterator[Block]:
    for title, sides in _sides(ladder, subject):
        if sides:
            yield Gap()
            yield Paragraph(line(strong(title)))
            yield Items(tuple(_side(side, subject) for side in sides))


# Both pages.


def _verdict(ladder: Ladder) -> Paragraph:
    return Paragraph(line(*words.sign(ladder.sign), strong(ladder.verdict)))


def _steps(ladder: Ladder, *, zeros: bool) -> Grid:
    """Return the ladder as a table; domains without a downgrade have a row each if `zeros`, else one row in all."""
    start = (line("starting point"), line(), words.level_sign(ladder.start), line(ladder.start_reason))
    rungs = [rung for rung in ladder.rungs if rung.step or zeros]
    without = [rung.domain for rung in ladder.rungs if rung not in rungs]
    columns = (Column("GRADE domain"), Column("Change", numeric=True), Column("So far"), Column("Reason"))
    rows = (start, *map(_rung, rungs))
    if without:
        rows = (*rows, (line(muted(f"No downgrade: {', '.join(without)}.")),))
    return Grid(columns, rows)


def _rung(rung: Rung) -> tuple[Line, ...]:
    change = f"\u2212{-rung.step}" if rung.step < 0 else f"+{rung.step}" if rung.step else "0"
    reason = rung.reason or "no serious concerns"
    return (
        line(rung.domain),
        line(strong(change) if rung.step else muted(change)),
        words.level_sign(rung.rating),
        line(reason),
    )


def _overall(page: WhyPage, ladder: Ladder, *, numbered: bool) -> Paragraph:
    """Write the rating and who gave it, by reference number, or by name if the page lists no references."""
    meaning = ladder.level_meaning[0].upper() + ladder.level_meaning[1:]
    rated = f"Overall: {words.LEVEL_WORDS.get(ladder.rating, ladder.rating)} certainty. "
    if ladder.rated_by == OURSELVES:
        rater = words.own_raters(page.why.provenance)
    elif numbered:
        places = words.places(page.references)
        rater = f"the authors of reference {places.get(ladder.rated_by, ladder.rated_by)}"
    else:
        rater = f"the authors of {_named_reference(page, ladder.rated_by)}"
    return Paragraph(line(strong(rated), f"{meaning}. Rated by {rater}."))


def _named_reference(page: WhyPage, key: str) -> str:
    cited = next((item.citation for item in page.references if item.id == key), None)
    return f"{words.who(cited).removesuffix(' et al.')} {cited.issued[:4]}" if cited else key


def _by_name(page: WhyPage, keys: Iterable[str]) -> Line:
    """Write references by author and year, for a page that lists none."""
    return line(muted(f" ({', '.join(_named_reference(page, key) for key in keys)})"))


def _sides(ladder: Ladder, subject: str) -> Iterator[tuple[str, tuple[StudySide, ...]]]:
    """Yield the studies that contradict a finding, those that agree with it, and the others, each with a title."""
    same, other = _TITLES.get(ladder.direction, _AGREE)
    yield other, ladder.contradicting
    yield same.format(subject), ladder.supporting
    yield _NEITHER, ladder.neither


def _side(side: StudySide, subject: str) -> tuple[Line, Line]:
    """Write what a study found, and its outcome, which may differ from the finding's."""
    said = side.result or "no result for this outcome in this file"
    outcome = line(muted(f"  {side.outcome}: ")) if side.outcome else line("  ")
    said += f" Calculated from the arms reported: {words.calculated(side.calculated)}." if side.calculated else ""
    return line(f"{side.label}, {side.design}"), (*words.direction(side.direction, subject), *outcome, *line(said))


def _size(ladder: Ladder) -> Iterator[tuple[Line, Line]]:
    """Yield how the size was judged: the threshold, and how the numbers were converted."""
    sizing, row = ladder.sizing, ladder.sizing.row
    notes = "".join(f"; {note}" for note in sizing.notes)
    if row and sizing.estimate is not None and sizing.low is not None and sizing.high is not None:
        numbers = verdict.interval(sizing.estimate, sizing.low, sizing.high)
        yield line("Size"), line(strong(sizing.size), f": {numbers}; thresholds {verdict.threshold(row)}{notes}.")
        yield line("Threshold"), line(f"{sizing.threshold}, {verdict.basis(row)}")
    else:
        yield line("Size"), line(strong(sizing.size), f": {sizing.unfit}.")
    if absolute := ladder.absolute_calculated:
        yield line("Of 1000 people"), line(f"{verdict.people(absolute)} (calculated: {absolute.formula})")


def _overrides(ladder: Ladder) -> Iterator[tuple[Line, Line]]:
    """Yield downgrades that the rules ask for but the rating lacks, and each override."""
    for asked in ladder.asked:
        said = f"{asked.domain}: \u2212{-asked.step} at least ({asked.reason}), which this rating does not apply"
        yield line("Rules ask for"), line(said)
    for each in ladder.override:
        said = f"{each.rule} departed from: {each.to}. {each.reason} ({each.by}, {each.date})"
        yield line("Override"), line(said)


def _others(ladder: Ladder, cite: Callable[[Iterable[str]], Line]) -> Iterator[tuple[Line, Line]]:
    """Yield what would change the rating, why a review was chosen, ratings by others, and where sources disagree."""
    yield from _labelled("What would change the rating", ladder.would_change)
    if ladder.chosen_because:
        others = "; ".join(f"{other.label}: {other.direction.replace('-', ' ')}" for other in ladder.chosen_over)
        yield line("Chosen"), line(f"{ladder.chosen_because} Over: {others}.")
    yield from ((line("Ratings by others"), _published(rating, cite)) for rating in ladder.published)
    yield from _labelled("Disagreement", ladder.disagreement)


def _published(rating: PublishedRating, cite: Callable[[Iterable[str]], Line]) -> Line:
    return (*line(strong(rating.rating), f": {rating.scope}"), *cite(rating.cites))


def _labelled(label: str, text: str | None) -> Iterable[tuple[Line, Line]]:
    return [(line(label), line(text))] if text else []
