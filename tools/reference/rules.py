"""The page on the rules that `magpain check` holds a knowledge file to, each told by its own sentence."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.knowledge import rule_meanings, rules
from magpain.model import Record
from tools.reference.markdown import page, plain


def rules_page() -> str:
    """Return the page of all rules."""
    return page(
        "Rules",
        "`magpain check` holds a knowledge file to these rules, and names the one that is broken, by its id, at the "
        "end of each line. Nothing is answered from a file that breaks one, warnings apart.",
        "## Between the records",
        *_between(),
        "## Over the whole file",
        *(part for rule in rules.FILE_RULES for part in _rule(rules.rule_id(rule))),
        "## While reading",
        "These say what a file may be made of, before any record is looked at.",
        *(part for name in rule_meanings.of_reading() for part in _rule(name)),
    )


def _between() -> Iterator[str]:
    for kinds, rule in rules.RECORD_RULES + rules.ENTRY_RULES:
        asked = ", ".join("every record" if kind is Record else f"[{kind.__name__}]({_place(kind)})" for kind in kinds)
        yield from _rule(rules.rule_id(rule), f"Asked of {asked}.")


def _rule(name: str, asked: str = "") -> Iterator[str]:
    yield f"### {name}"
    weight = "A warning: the file is still sound." if name in rules.WARNINGS else ""
    yield " ".join(part for part in (plain(rule_meanings.meaning(name)), asked, weight) if part)


def _place(kind: type) -> str:
    return f"file-format.md#{kind.__name__.lower()}"
