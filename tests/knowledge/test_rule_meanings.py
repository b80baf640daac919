"""Every id that a problem can carry has a sentence that says what its rule asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from magpain import knowledge
from magpain.knowledge import rule_meanings, rules

BAD = Path(__file__).parent / "bad"
IDS = sorted({path.stem.partition("--")[0] for path in BAD.glob("*.yaml")} | {"size"})


@pytest.mark.parametrize("rule", IDS)
def test_every_rule_has_a_meaning(rule):
    text = rule_meanings.meaning(rule)
    assert text
    assert text == " ".join(text.split())
    assert text.endswith((".", ")"))


def test_a_rules_meaning_is_its_docstring():
    assert rule_meanings.meaning("certainty-adds-up") == rules.findings.certainty_adds_up.__doc__


def test_whatever_check_finds_has_a_meaning():
    for path in BAD.glob("*.yaml"):
        for problem in knowledge.check(path):
            assert rule_meanings.meaning(problem.rule)


def test_the_documentation_lists_every_rule_with_its_meaning():
    page = (BAD.parents[2] / "docs" / "checking.md").read_text(encoding="utf-8")
    for rule in rules.every():
        name = rules.rule_id(rule)
        breach = "warning" if name in rules.WARNINGS else "error"
        assert f"| `{name}` | {breach} | {rule_meanings.meaning(name)} |" in page
