"""The page that sets conditions side by side."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import Compared, ComparePage
from magpain.formats import words
from magpain.formats.blocks import Block, Column, Gap, Grid, Line, Paragraph, Title, line, muted, strong
from magpain.formats.pages.references import items_of

_BESIDE = 3


def blocks(page: ComparePage, *, full: bool) -> Iterator[Block]:
    """Yield the comparison: up to three conditions in columns, more of them as rows."""
    names = line(strong("Side by side"))
    yield Title(names, line(muted(f"{len(page.compared)} conditions")))
    yield Gap()
    yield _columns(page.compared) if len(page.compared) <= _BESIDE else _rows(page.compared)
    yield Gap()
    yield Paragraph(line(muted("Numbers are each condition's primary finding; magpain show NAME has the rest.")))
    yield Gap()
    yield items_of(page.references)


def _columns(compared: tuple[Compared, ...]) -> Grid:
    columns = (Column(""), *(Column(item.row.name) for item in compared))
    lines: tuple[tuple[str, list[Line]], ...] = (
        ("Verdict", [line(item.row.verdict) for item in compared]),
        ("Certainty", [words.level(item.row.evidence_level) for item in compared]),
        ("Effect", [_effect(item) for item in compared]),
        ("Studies (people)", [line(words.size(item.row.studies, item.row.participants)) for item in compared]),
        ("Trials' outcomes", [line(words.tally(item.tally) or "-") for item in compared]),
        ("Doses studied", [line(_doses(item)) for item in compared]),
        ("Guidelines", [line(_guidelines(item)) for item in compared]),
    )
    return Grid(columns, tuple((line(muted(label)), *cells) for label, cells in lines))


def _rows(compared: tuple[Compared, ...]) -> Grid:
    columns = (
        Column("Condition"),
        Column("Certainty", wrap=False),
        Column("Effect"),
        Column("Studies (people)", numeric=True),
    )
    return Grid(
        columns,
        tuple(
            (
                line(strong(item.row.name)),
                words.level(item.row.evidence_level),
                _effect(item),
                line(words.size(item.row.studies, item.row.participants)),
            )
            for item in compared
        ),
    )


def _effect(item: Compared) -> Line:
    if item.finding is None:
        return (muted("-"),)
    return (*line(strong(item.finding.outcome), ": "), *words.effect(item.finding))


def _doses(item: Compared) -> str:
    said = dict.fromkeys(f"{dose.route} {dose.dose}" for dose in item.doses)
    shown = list(said)[:3]
    more = f"; {len(said) - len(shown)} more" if len(said) > len(shown) else ""
    return "; ".join(shown) + more if shown else "-"


def _guidelines(item: Compared) -> str:
    return "; ".join(f"{each.body} {each.year}: {each.grade or each.stance}" for each in item.recommendations) or "-"
