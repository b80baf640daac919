"""The page that `diff` prints: what changed, part by part, the ratings first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from magpain.answers import Change, ChangeList
from magpain.characters import printable
from magpain.formats import words
from magpain.formats.blocks import Block, Heading, Items, Line, Paragraph, Role, Span, line, muted, strong

_HEADINGS = {
    "ratings": "Ratings and verdicts",
    "upper-limits": "Upper limits",
    "reference-intakes": "Reference intakes",
}
_ROLES: dict[str, Role] = {"added": "good", "removed": "warn", "retracted": "bad"}
_LEVELS = ("evidence level", "certainty")
# Records that are whole entries of their part: their own id says what was added.
_ENTRIES = ("study", "finding", "citation", "condition", "group", "form", "topic", "entry")


def blocks(page: ChangeList, *, full: bool) -> Iterator[Block]:
    """Yield every change under its part's heading, or the line that there is none."""
    # The names come from the command line, or from whoever sent the files, and may hold what a terminal obeys.
    old, new = printable(page.old), printable(page.new)
    if not page.changes:
        yield Paragraph(line(f"No difference between {old} and {new}."))
        return
    count = len(page.changes)
    yield Paragraph(line(strong(f"{count} change{'s' if count > 1 else ''}"), f" from {old} to {new}"))
    for section, found in groupby(page.changes, key=lambda change: change.section):
        yield Heading(heading(section))
        yield Items(tuple(items(found)))


def heading(section: str) -> str:
    """Return what a section is called above its changes."""
    return _HEADINGS.get(section, section.capitalize())


def items(changes: Iterable[Change]) -> Iterator[tuple[Line, Line]]:
    """Yield changes in words, each after the id of what it concerns; those that read better together are one."""
    for _same, found in groupby(changes, key=_merge_key):
        group = list(found)
        yield line(strong(group[0].condition or group[0].id)), _in_words(group)


def _merge_key(change: Change) -> tuple[str | None, ...]:
    """Return what changes have in common that are told in one line: a condition's new studies, a record's new cites."""
    whole = change.what == "study" and change.kind != "changed"
    alone = None if change.kind in ("added", "removed") else str(id(change))
    return change.condition, None if whole else change.id, change.what, change.kind, alone


def _in_words(group: list[Change]) -> Line:
    """Write what is told in one line as a sentence does: what it is, from what to what, and why."""
    first = group[0]
    role = _ROLES.get(first.kind, "")
    named = f"{first.id}: " if first.condition not in (None, first.id) and first.what != "study" else ""
    why = line(muted(f" ({first.why})")) if first.why else ()
    if first.old is not None and first.new is not None:
        values = (*_value(first, first.old), *line(" \u2192 "), *_value(first, first.new, new=True))
        return (*line(named, Span(f"{first.what}: ", role)), *values, *why)
    values = line("; ".join(_entry(change) for change in group))
    return (*line(named, Span(f"{_what(group)}: ", role)), *values, *why)


def _what(group: list[Change]) -> str:
    first = group[0]
    if len(group) > 1 and first.what == "study":
        return f"{len(group)} studies {first.kind}"
    return first.kind if first.what in _ENTRIES and first.what != "study" else f"{first.what} {first.kind}"


def _entry(change: Change) -> str:
    text = change.new or change.old or ""
    return f"{change.id} ({text})" if change.what == "study" else text


def _value(change: Change, text: str, *, new: bool = False) -> Line:
    """Write a value; a level is written with its word, as every page does."""
    shown = words.LEVEL_WORDS.get(text, text) if change.what in _LEVELS else text
    return line(strong(shown) if new else shown)
