"""The page that compares conditions."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import Compared, ComparePage
from magpain.formats import words
from magpain.formats.blocks import Block, Column, Gap, Grid, Line, Paragraph, Title, line, muted, strong
from magpain.formats.pages.references import items_of

# More conditions than this are compared as rows of a table, since columns would be too narrow.
_BESIDE = 3
_DOSES = 2


def blocks(page: ComparePage, *, full: bool) -> Iterator[Block]:
    """Yield the comparison: up to three conditions in columns, more of them as rows."""
    yield Title(line(strong(f"Comparison of {len(page.compared)} conditions")))
    yield Gap()
    yield _columns(page) if len(page.compared) <= _BESIDE else _rows(page.compared)
    yield Gap()
    yield Paragraph(line(muted("Figures are for each condition's primary finding. For the others: magpain show NAME")))
    yield Gap()
    yield items_of(page.references)


def _columns(page: ComparePage) -> Grid:
    compared = page.compared
    columns = (Column(""), *(Column(item.row.known_as) for item in compared))
    lines: tuple[tuple[str, list[Line]], ...] = (
        ("Main finding", [line(item.row.verdict) for item in compared]),
        ("Certainty", [words.level(item.row.evidence_level) for item in compared]),
        ("Result", [_effect(item) for item in compared]),
        ("Studies (people)", [line(words.size(item.row.studies, item.row.participants)) for item in compared]),
        ("Controlled trials", [line(words.tally(item.tally, page.subject) or "–") for item in compared]),
        ("Doses studied", [line(_doses(item, page.counted_in)) for item in compared]),
        ("Guidelines", [line(_guidelines(item)) for item in compared]),
    )
    return Grid(columns, tuple((line(muted(label)), *cells) for label, cells in lines))


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
                _effect(item),
                line(words.size(item.row.studies, item.row.participants)),
            )
            for item in compared
        ),
    )


def _effect(item: Compared) -> Line:
    if item.finding is None:
        return (muted("–"),)
    return (*line(strong(item.finding.outcome), ": "), *words.effect(item.finding))


def _doses(item: Compared, counted_in: str) -> str:
    """Write the first doses, each whole, and how many more there are."""
    said = list(dict.fromkeys(words.dose(dose, counted_in) for dose in item.doses))
    more = [f"{len(said) - _DOSES} more"] if len(said) > _DOSES else []
    return "; ".join([*said[:_DOSES], *more]) or "–"


def _guidelines(item: Compared) -> str:
    return "; ".join(f"{each.body} {each.year}: {each.grade or each.stance}" for each in item.recommendations) or "–"
