"""The page that compares conditions.

The short page fits a terminal: each main finding, its certainty, the evidence behind it, and doses. The full page has
verdicts as sentences, each trial count, doses and guidelines one by one, and the references.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from magpain.answers import NOT_ADVICE, Compared, ComparePage
from magpain.formats import plain, words
from magpain.formats.blocks import Block, Column, Gap, Grid, Line, Paragraph, Title, line, muted, strong
from magpain.formats.pages.condition import STANCES, doses_in_short
from magpain.formats.pages.fit import COLUMNS, Amounts, fitted
from magpain.formats.pages.references import items_of
from magpain.rating import verdict

# More conditions than this are compared as rows of a table, since columns would be too narrow.
_BESIDE = 3
# The doses of up to so many conditions are never left out.
_DOSES_ALWAYS = 4
_HEADING = "Doses studied"
# The space between a number and its unit.
_AMOUNT = re.compile(r"(?<=\d) (?=(?:mg|g|mcg|\u00b5g|mmol|mEq|ml|IU)\b)", re.I)
_DASH = line("\u2013")


def blocks(page: ComparePage, *, full: bool) -> Iterator[Block]:
    """Yield the comparison: up to three conditions in columns, more of them as rows."""
    yield from _full(page) if full else _short(page)


def _title(page: ComparePage) -> Title:
    return Title(
        line(strong(f"Comparison of {len(page.compared)} conditions: does {page.subject} help?")),
        line(muted("main finding of each")),
    )


# The short page.


def _short(page: ComparePage) -> list[Block]:
    optional = ("Outcome", "Result", "Compared with", "Trials", "Guidelines") if len(page.compared) <= _BESIDE else ()
    extras = ("Doses", _HEADING, *optional)
    least = {**dict.fromkeys(extras, 0), "Doses": int(len(page.compared) <= _DOSES_ALWAYS)}
    return fitted(page, lambda shown: list(_built(page, shown)), least, ((name, 1) for name in extras))


def _built(page: ComparePage, shown: Amounts) -> Iterator[Block]:
    labelled = _labelled(page)
    doses = labelled["Doses"]
    yield _title(page)
    if len(page.compared) > _BESIDE:
        yield _short_rows(page.compared)
        below, labelled = True, {"Doses": doses}
    else:
        below = _is_shorter_below(page, doses)
        chosen = [label for label in labelled if shown.get(label, 1) and not (below and label == "Doses")]
        yield _grid(page, {label: labelled[label] for label in chosen if any(labelled[label])})
    if below and shown["Doses"]:
        yield from _doses_below(page, doses, heading=bool(shown[_HEADING]))
    yield from _foot(page, [label.lower() for label in labelled if not shown.get(label, 1)])


def _is_shorter_below(page: ComparePage, doses: list[Line]) -> bool:
    """Return whether doses take fewer lines below the table, across the page, than in its columns."""
    titles = plain.height([_grid(page, {})], COLUMNS)
    beside = plain.height([_grid(page, {"Doses": doses})], COLUMNS) - titles
    return plain.height(_doses_below(page, doses, heading=False), COLUMNS) < beside


def _doses_below(page: ComparePage, doses: list[Line], *, heading: bool = True) -> Iterator[Block]:
    """Yield the doses of each condition, across the page."""
    if any(doses):
        yield from [Paragraph(line(muted(_HEADING)))] if heading else ()
        for item, said in zip(page.compared, doses, strict=True):
            yield Paragraph(line(strong(item.row.known_as), " \u2013 ", *(said or line("none in this file"))))


def _unbroken(doses: str) -> str:
    """Keep each amount on one line with its unit."""
    return _AMOUNT.sub("\u00a0", doses)


def _labelled(page: ComparePage) -> dict[str, list[Line]]:
    """Return the rows of the short page by label, in page order; each has one cell per condition."""
    compared = page.compared
    return {
        "Main finding": [words.said(item.row.sign, item.row.verdict_short) for item in compared],
        "Certainty": [words.level(item.row.evidence_level) for item in compared],
        "Outcome": [line(item.finding.outcome if item.finding else "") for item in compared],
        "Given": [line(item.row.route or "") for item in compared],
        "Compared with": [line(item.finding.comparator if item.finding else "") for item in compared],
        "Result": [line(verdict.estimate(item.finding.effect) if item.finding else "") for item in compared],
        "Studies (people)": [line(words.size(item.row.studies, item.row.participants)) for item in compared],
        "Trials": [line(words.tally(item.tally, page.subject)) for item in compared],
        "Doses": [line(_unbroken("; ".join(doses_in_short(item.doses, page.counted_in)))) for item in compared],
        "Guidelines": [line(_stances(item)) for item in compared],
    }


def _stances(item: Compared) -> str:
    counts = Counter[str](each.stance for each in item.recommendations)
    return ", ".join(f"{counts[stance]} {meaning}" for stance, meaning in STANCES.items() if stance in counts)


def _short_rows(compared: tuple[Compared, ...]) -> Grid:
    titles = ("Condition", "Main finding", "GRADE", "Given", "Studies (people)")
    return Grid(tuple(map(Column, titles)), tuple(_short_row(item) for item in compared))


def _short_row(item: Compared) -> tuple[Line, ...]:
    return (
        line(strong(item.row.known_as)),
        words.said(item.row.sign, item.row.verdict_short),
        words.level_sign(item.row.evidence_level),
        line(item.row.route or ""),
        line(words.size(item.row.studies, item.row.participants)),
    )


def _foot(page: ComparePage, cut: list[str]) -> Iterator[Block]:
    left_out = ", ".join([*cut, "other findings", "references"])
    yield Paragraph(line(muted(f"Not shown: {left_out}. ")), line("All of it: the same command with --full"))
    yield Paragraph(line(muted(NOT_ADVICE)))


# The full page.


def _full(page: ComparePage) -> Iterator[Block]:
    yield _title(page)
    yield Gap()
    yield _columns(page) if len(page.compared) <= _BESIDE else _rows(page.compared)
    yield Gap()
    if doses := list(_doses_below(page, [line(_doses(item, page.counted_in)) for item in page.compared])):
        yield from (*doses, Gap())
    yield Paragraph(line(muted("Figures are for each condition's main finding. For the others: magpain show NAME")))
    yield Gap()
    yield items_of(page.references)


def _grid(page: ComparePage, labelled: dict[str, list[Line]]) -> Grid:
    """Return a table with a column for each condition; an empty cell shows a dash."""
    columns = (Column(""), *(Column(item.row.known_as) for item in page.compared))
    rows = ((line(muted(label)), *(cell or _DASH for cell in cells)) for label, cells in labelled.items())
    return Grid(columns, tuple(rows))


def _columns(page: ComparePage) -> Grid:
    compared = page.compared
    return _grid(
        page,
        {
            "Main finding": [(*words.sign(item.row.sign), *line(item.row.verdict)) for item in compared],
            "Certainty": [words.level(item.row.evidence_level) for item in compared],
            "Result": [_effect(item) for item in compared],
            "Studies (people)": [line(words.size(item.row.studies, item.row.participants)) for item in compared],
            "Controlled trials": [line(words.tally(item.tally, page.subject)) for item in compared],
            "Guidelines": [line(_guidelines(item)) for item in compared],
        },
    )


def _rows(compared: tuple[Compared, ...]) -> Grid:
    columns = (
        Column("Condition"),
        Column("Certainty", wrap=False),
        Column("Result"),
        Column("Studies (people)", numeric=True),
    )
    return Grid(
        columns,
        tuple(
            (
                line(strong(item.row.known_as)),
                words.level(item.row.evidence_level),
                _effect(item) or _DASH,
                line(words.size(item.row.studies, item.row.participants)),
            )
            for item in compared
        ),
    )


def _effect(item: Compared) -> Line:
    if item.finding is None:
        return ()
    return (*line(strong(item.finding.outcome), ": "), *words.effect(item.finding))


def _doses(item: Compared, counted_in: str) -> str:
    return _unbroken("; ".join(dict.fromkeys(words.dose(dose, counted_in) for dose in item.doses)))


def _guidelines(item: Compared) -> str:
    return "; ".join(f"{each.body} {each.year}: {each.grade or each.stance}" for each in item.recommendations)
