"""tools/integrity.py writes entries into a knowledge file and changes nothing else of its text."""

from __future__ import annotations

import datetime
import difflib

import pytest

from magpain import knowledge
from magpain.model import IntegrityCheck
from tools import integrity

LIST = "dois_2026-08-21.txt"
EXPECTED = IntegrityCheck(status="not-listed", checked_on=datetime.date(2026, 8, 21), list=LIST)


@pytest.fixture
def files(small, tmp_path):
    (tmp_path / LIST).write_text("10.1000/other\n", encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_bytes(small.read_bytes())
    return tmp_path / LIST, path


def with_doi(known):
    return {key for key, each in known.citations.items() if each.DOI}


def test_every_citation_with_a_doi_gets_an_entry_and_no_other_line_changes(files):
    listed, path = files
    before, known = path.read_text("utf-8"), knowledge.load(str(path))
    assert integrity.main(str(listed), str(path)) == 0
    after, edited = path.read_text("utf-8"), knowledge.load(str(path))
    for key, each in edited.citations.items():
        assert each.integrity == (EXPECTED if key in with_doi(known) else known.citations[key].integrity)
    changes = [each for each in difflib.ndiff(before.splitlines(), after.splitlines()) if each[0] in "+-"]
    assert len(changes) == len(with_doi(known))
    assert all(each.startswith("+ ") and "integrity: {status: not-listed" in each for each in changes)


def test_a_newer_list_replaces_an_older_ones_entries(files):
    listed, path = files
    integrity.main(str(listed), str(path))
    once = path.read_text("utf-8")
    newer = listed.rename(listed.with_name("dois_2026-09-30.txt"))
    integrity.main(str(newer), str(path))
    again = path.read_text("utf-8")
    assert again == once.replace("2026-08-21", "2026-09-30")


@pytest.mark.parametrize("status", ["none-known", "corrected", "concern"])
def test_what_is_known_better_stays(status, files):
    listed, path = files
    entry = f"integrity: {{status: {status}, checked_on: 2026-11-01}}"
    path.write_text(path.read_text("utf-8").replace("    DOI: ", f"    {entry}\n    DOI: "), encoding="utf-8")
    before = path.read_bytes()
    assert integrity.main(str(listed), str(path)) == 0
    assert path.read_bytes() == before


def test_what_is_listed_is_for_somebody_to_look_up(files, capsys):
    listed, path = files
    known = knowledge.load(str(path))
    key = next(iter(with_doi(known)))
    listed.write_text(f"{known.citations[key].DOI}\n", encoding="utf-8")
    assert integrity.main(str(listed), str(path)) == 1
    assert f"look up: {key}" in capsys.readouterr().out
    assert knowledge.load(str(path)).citations[key].integrity.status == "unchecked"


def test_records_in_braces_keep_their_braces():
    text = "citations:\n  a: {type: article-journal, DOI: 10.1000/a}  # told\n  b:\n    DOI: 10.1000/b\n"
    edited = integrity.edited(text, {"a": EXPECTED, "b": EXPECTED})
    entry = f"integrity: {{status: not-listed, checked_on: 2026-08-21, list: '{LIST}'}}"
    assert edited == (
        f"citations:\n  a: {{type: article-journal, DOI: 10.1000/a, {entry}}}  # told\n"
        f"  b:\n    DOI: 10.1000/b\n    {entry}\n"
    )
