"""An id that magpain has carried stays: scripts ask by it, and papers cite by it. What people read names no ids."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from shipped import shipped

from magpain.knowledge import rules

HERE = Path(__file__).parent


@pytest.mark.parametrize("section", ["citations", "conditions", "groups"])
def test_no_id_is_removed_or_renamed(section):
    """GOLDEN=write puts the new ids on record, before a release, and takes none away."""
    path = HERE / "data" / "ids" / f"{section}.txt"
    known = getattr(shipped(), section)
    kept = path.read_text("utf-8").split() if path.exists() else []
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"{key}\n" for key in sorted({*kept, *known})), "utf-8")
    assert kept
    assert [key for key in kept if key not in known] == []


def test_no_text_of_the_file_calls_a_paper_by_its_id():
    """People know it by its first author and year."""
    whole = shipped()
    ids = {key for key in (*whole.studies, *whole.citations) if re.search("[0-9]", key)}
    found = [
        (*path, name)
        for entry, top in rules.outermost(whole)
        for path, record in rules.within(top, entry)
        for name in record.__struct_fields__
        if not ids.isdisjoint(re.findall(r"(?<![\w./-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w/-])", prose(record, name)))
    ]
    assert found == []


def test_every_finding_of_the_file_says_which_results_it_rests_on():
    """A study's primary outcome may be another than the finding's: `why` would show that one."""
    findings = [each for condition in shipped().conditions.values() for each in condition.findings]
    assert [each.id for each in findings if each.studies and not each.results] == []


def prose(record, name):
    """Return a field's text, as far as it is one: an id stands alone, and an address is no prose."""
    value = getattr(record, name)
    texts = value if isinstance(value, tuple) else (value,)
    return " ".join(text for text in texts if isinstance(text, str) and " " in text)
