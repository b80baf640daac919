"""The reference pages: current, complete, and true of what the command answers."""

from __future__ import annotations

import importlib
import json
import re
import shutil
from pathlib import Path

import pytest
from msgspec.structs import fields

from magpain import answers, model
from magpain.cli import COMMANDS
from magpain.formats import tables
from magpain.knowledge import rule_meanings, rules
from magpain.shell import help_topics
from tools import reference
from tools.reference import markdown, records

STORED = Path(__file__).parents[1] / "docs" / "reference"


def written():
    return reference.pages()


def section(page, heading):
    """Return what stands under a heading."""
    return re.split(rf"^#+ {re.escape(heading)}\n", page, flags=re.MULTILINE)[1].split("\n#")[0]


def test_pages_are_current():
    stored = {path.name: path.read_bytes().decode("utf-8") for path in STORED.iterdir()}
    assert stored == written(), f"run: {markdown.COMMAND}"


def test_old_pages_are_taken_away(tmp_path):
    (tmp_path / "gone.md").touch()
    reference.write(str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(written())


def test_every_field_of_the_file_is_told():
    page = written()["file-format.md"]
    for record in records._records(model.KnowledgeFile):
        told = re.findall(r"^\| `([\w-]+)` \| (required)?", section(page, record.__name__), re.MULTILINE)
        assert told == [(field.encode_name, "required" if field.required else "") for field in fields(record)]


def test_a_field_says_what_it_may_hold_and_what_it_is_without():
    page = written()["file-format.md"]
    assert "| `low` | required | a number | its lower bound |" in section(page, "Interval")
    assert "| `species` | `human` | text, not empty | human, or the animal |" in section(page, "Study")
    assert "`lower` or `higher`" in section(page, "Effect")
    assert "a list of ids in `citations`" in section(page, "Finding")
    assert "[`no-difference-is-trivial`](rules.md#no-difference-is-trivial)" in section(page, "Effect")


def test_every_rule_is_told_with_its_weight():
    page = written()["rules.md"]
    known = {rules.rule_id(rule) for rule in rules.every()} | set(rule_meanings.of_reading())
    assert set(re.findall(r"^### (.+)$", page, re.MULTILINE)) == known
    assert {name for name in known if "A warning" in section(page, name)} == rules.WARNINGS


def test_every_command_and_topic_is_told():
    pages = written()
    assert re.findall(r"^## magpain (.+)$", pages["commands.md"], re.MULTILINE) == list(COMMANDS)
    assert {f"{name}.md" for name in help_topics.TOPICS} <= set(pages)


EXAMPLES = {kind.__name__: known.example for kind, known in answers.KINDS.items()}


@pytest.mark.long  # a process for each kind of answer
@pytest.mark.parametrize("body", EXAMPLES)
def test_an_answer_holds_what_its_part_says(body, small, call, tmp_path):
    for name in ("last-year.yaml", "mine.yaml"):
        shutil.copy(small, tmp_path / name)
    told = re.findall(r"^\| `([\w-]+)` ", section(written()["json.md"], body), re.MULTILINE)
    assert list(json.loads(call(*EXAMPLES[body].split(), "--json", data=None).stdout)) == told


def test_every_kind_of_answer_is_in_the_table():
    pages = {name for name, kind in vars(answers).items() if isinstance(kind, type) and issubclass(kind, answers.Body)}
    whole = {name for name in pages if "schema_version" in getattr(answers, name).__struct_fields__}
    # A forest plot's page for readers extends its answer, and isn't written as JSON.
    assert whole - {"ErrorReport", "ForestScreen"} == {kind.__name__ for kind in answers.KINDS}
    for kind, known in answers.KINDS.items():
        assert known.key in kind.__struct_fields__
        module, _dot, function = known.page.partition(".")
        assert callable(getattr(importlib.import_module(f"magpain.formats.pages.{module}"), function))
        assert callable(getattr(tables, known.table))


def test_text_is_no_markup_and_a_bar_no_border():
    assert markdown.plain("a_b <c> [d] `e_f`") == "a\\_b \\<c\\> \\[d\\] `e_f`"
    assert markdown.table(["h"], [["a|b"]]).endswith("| a\\|b |")
