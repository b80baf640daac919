"""The page of what changed: studies that a condition gained stand in one line, and no name is obeyed by a terminal."""

from __future__ import annotations

from magpain.answers import Change, ChangeList
from magpain.formats import pages, plain


def change(**fields):
    given = {"kind": "changed", "section": "studies", "id": "a-2020", "condition": None, "what": "notes"}
    return Change(**(given | {"old": None, "new": None, "why": None} | fields))


def page(*changes, old="old.yaml"):
    return plain.render(pages.blocks(ChangeList(changes=changes, old=old, new="new.yaml"), full=False), 80)


def added(key, condition="fibromyalgia", **fields):
    return change(kind="added", id=key, condition=condition, what="study", new=f"{key.title()}, rct", **fields)


def test_studies_that_a_condition_gained_stand_in_one_line():
    text = page(added("a"), added("b"), added("c", "renal-colic"))
    assert "fibromyalgia  2 studies added: a (A, rct); b (B, rct)\n" in text
    assert "renal-colic   study added: c (C, rct)\n" in text


def test_what_a_list_gained_stands_in_one_line():
    cites = {"section": "findings", "id": "pain", "condition": "fibromyalgia", "what": "cites"}
    text = page(
        *(change(kind="added", new=key, **cites) for key in ("x", "y")), change(kind="removed", old="z", **cites)
    )
    assert "fibromyalgia  pain: cites added: x; y\nfibromyalgia  pain: cites removed: z\n" in text


def test_changes_of_one_record_stay_apart():
    text = page(change(old="1", new="2"), change(old="2", new="3"))
    assert "a-2020  notes: 1 \u2192 2\na-2020  notes: 2 \u2192 3\n" in text


def test_a_level_is_written_with_its_word_and_another_none_is_not():
    rated = change(section="ratings", id="pain", condition="pain", what="evidence level", old="none", new="very-low")
    other = change(section="findings", id="pain", condition="pain", what="comparator", old="none", new="placebo")
    assert "evidence level: not rated \u2192 very low\n" in page(rated)
    assert "comparator: none \u2192 placebo\n" in page(other)


def test_a_retraction_says_why():
    text = page(
        change(kind="retracted", section="citations", what="integrity", old="none-known", new="retracted", why="x")
    )
    assert "a-2020  integrity: none-known \u2192 retracted (x)\n" in text


def test_one_change_and_none():
    assert page(change(old="1", new="2")).startswith("1 change from old.yaml to new.yaml\n")
    assert page() == "No changes between old.yaml and new.yaml.\n"


def test_a_files_name_reaches_no_terminal_with_its_control_characters():
    assert page(old="\x1b[31m.yaml") == "No changes between \\x1b[31m.yaml and new.yaml.\n"
