"""The page on the rules of `magpain check`, with the description of each."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.knowledge import rule_meanings, rules
from magpain.model import Record
from tools.reference.markdown import page, plain


def rules_page() -> str:
    """Return the page of all rules."""
    return page(
        "Rules",
        "`magpain check` checks a knowledge file against these rules; each line of its output ends with the id of the "
        "broken rule. No command uses a file with errors; warnings are allowed.",
        "## Between the records",
        *_between(),
        "## Over the whole file",
        *(part for rule in rules.FILE_RULES for part in _rule(rules.rule_id(rule))),
        "## While reading",
        "These apply to the text of the file, before its records are checked.",
        *(part for name in rule_meanings.of_reading() for part in _rule(name)),
    )


def _between() -> Iterator[str]:
    for kinds, rule in rules.RECORD_RULES + rules.ENTRY_RULES:
        asked = ", ".join("every record" if kind is Record else f"[{kind.__name__}]({_place(kind)})" for kind in kinds)
        yield from _rule(rules.rule_id(rule), f"Applies to {asked}.")


def _rule(name: str, asked: str = "") -> Iterator[str]:
    yield f"### {name}"
    weight = "A warning: the file is still valid." if name in rules.WARNINGS else ""
    yield " ".join(part for part in (plain(rule_meanings.meaning(name)), asked, weight) if part)


def _place(kind: type) -> str:
    return f"file-format.md#{kind.__name__.lower()}"
