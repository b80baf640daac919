"""The page of `diff`: the changes by section, ratings first."""

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
# Records that are whole entries of their section: their id alone says what was added.
_ENTRIES = ("study", "finding", "citation", "condition", "group", "form", "topic", "entry")


def blocks(page: ChangeList, *, full: bool) -> Iterator[Block]:
    """Yield every change under its section's heading, or a line if there are none."""
    # File names come from the command line or from the sender of a file, and may contain terminal escapes.
    old, new = printable(page.old), printable(page.new)
    if not page.changes:
        yield Paragraph(line(f"No changes between {old} and {new}."))
        return
    count = len(page.changes)
    yield Paragraph(line(strong(f"{count} change{'s' if count > 1 else ''}"), f" from {old} to {new}"))
    for section, found in groupby(page.changes, key=lambda change: change.section):
        yield Heading(heading(section))
        yield Items(tuple(items(found)))


def heading(section: str) -> str:
    """Return the heading of a section."""
    return _HEADINGS.get(section, section.capitalize())


def items(changes: Iterable[Change]) -> Iterator[tuple[Line, Line]]:
    """Yield changes in words, each with the id of its record; changes that read better together are merged."""
    for _same, found in groupby(changes, key=_merge_key):
        group = list(found)
        yield line(strong(group[0].condition or group[0].id)), _in_words(group)


def _merge_key(change: Change) -> tuple[str | None, ...]:
    """Return the key of changes that share a line, such as a condition's new studies or a record's new citations."""
    whole = change.what == "study" and change.kind != "changed"
    alone = None if change.kind in ("added", "removed") else str(id(change))
    return change.condition, None if whole else change.id, change.what, change.kind, alone


def _in_words(group: list[Change]) -> Line:
    """Write the changes of one line: what changed, from what to what, and why."""
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
    """Write a value; a level of certainty is written in words, as on every page."""
    shown = words.LEVEL_WORDS.get(text, text) if change.what in _LEVELS else text
    return line(strong(shown) if new else shown)
