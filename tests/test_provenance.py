"""A knowledge file says who made it and under which licence; whatever shows its ratings or exports it says so too."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from magpain import knowledge
from magpain.formats import words
from magpain.query.changes import changes

ROOT = Path(__file__).parent.parent
MADE_BY = "two <b>readers</b> with a form"
LICENCE = "CC0-1.0"


@pytest.fixture
def told(small, tmp_path):
    """Return the small file with both fields."""
    path = tmp_path / "told.yaml"
    fields = f"licence: {LICENCE}\nprovenance: {MADE_BY}\n"
    path.write_text(small.read_text("utf-8").replace("\nreviewed:", f"\n{fields}reviewed:", 1), "utf-8")
    return path


@pytest.mark.parametrize("name", ["data/conditions.yaml", "examples/riboflavin-migraine.yaml"])
def test_the_files_of_this_project_say_that_no_person_made_or_reviewed_them(name):
    known = knowledge.load(ROOT / name)
    assert known.licence == "CC-BY-4.0"
    assert known.provenance.startswith("automated readers (language models)")
    assert "not reviewed by a clinician" in known.provenance


@pytest.mark.parametrize("page", ["README.md", "docs/evidence.md", "docs/limits.md", "examples/README.md"])
def test_every_page_about_trust_says_so(page):
    text = " ".join((ROOT / page).read_text("utf-8").lower().split())
    assert "automated readers (language models)" in text
    assert "no clinician" in text


@pytest.mark.parametrize("page", ["README.md", "docs/evidence.md", "docs/limits.md"])
def test_no_page_calls_the_readers_people(page):
    text = " ".join((ROOT / page).read_text("utf-8").split())
    assert "readings by people" not in text
    assert "maintainers" not in text


def test_why_names_who_rated(call, told, small):
    text = " ".join(call("why", "renal-colic", data=told, COLUMNS="200").stdout.split())
    assert f"Rated by magpain: {MADE_BY}." in text
    assert json.loads(call("why", "renal-colic", "--json", data=told).stdout)["why"]["provenance"] == MADE_BY
    silent = " ".join(call("why", "renal-colic", data=small, COLUMNS="200").stdout.split())
    assert f"Rated by {words.own_raters(None)}." in silent
    assert json.loads(call("why", "renal-colic", "--json", data=small).stdout)["why"]["provenance"] is None


def test_both_stand_at_the_foot_of_every_page_of_a_site_as_text(call, told, tmp_path):
    assert call("site", "public", data=told).returncode == 0
    pages = list((tmp_path / "public").rglob("*.html"))
    assert pages
    for page in pages:
        foot = page.read_text("utf-8").partition("<footer>")[2]
        assert "Read and rated by two &lt;b&gt;readers&lt;/b&gt; with a form." in foot, page
        assert f"Licence of the knowledge file: {LICENCE}." in foot, page


def test_exports_keep_both(call, told, tmp_path):
    for name in ("whole.json", "whole.yaml", "whole.db"):
        assert call("export", "-o", name, data=told).returncode == 0
    assert call("export", "--directory", "pages", data=told).returncode == 0
    whole = json.loads((tmp_path / "whole.json").read_text("utf-8"))
    again = yaml.safe_load((tmp_path / "whole.yaml").read_text("utf-8"))
    with closing(sqlite3.connect(tmp_path / "whole.db")) as database:
        about = dict(database.execute("SELECT name, value FROM about"))
    for found in (whole, again, about):
        assert (found["licence"], found["provenance"]) == (LICENCE, MADE_BY)
    index = (tmp_path / "pages" / "README.md").read_text("utf-8")
    assert f"Licence: {LICENCE}." in index
    assert r"Read and rated by two \<b\>readers\</b\> with a form." in index


def test_a_file_that_says_neither_claims_neither(call, small, tmp_path):
    assert call("export", "-o", "whole.db", data=small).returncode == 0
    with closing(sqlite3.connect(tmp_path / "whole.db")) as database:
        names = {name for (name,) in database.execute("SELECT name FROM about")}
    assert not names & {"licence", "provenance"}


def test_a_change_of_either_is_a_difference(told, small):
    found = changes(knowledge.load(small), knowledge.load(told), old_name="old", new_name="new").body.changes
    assert [(change.what, change.old, change.new) for change in found] == [
        ("licence", None, LICENCE),
        ("provenance", None, MADE_BY),
    ]


@pytest.mark.parametrize("value", ["CC BY 4.0", "(MIT OR CC0-1.0)", "https://example.org/licence", ""])
def test_a_licence_is_an_spdx_identifier(value, small, tmp_path, call):
    path = tmp_path / "x.yaml"
    path.write_text(small.read_text("utf-8").replace("\nreviewed:", f"\nlicence: '{value}'\nreviewed:", 1), "utf-8")
    done = call("check", str(path), data=None)
    assert done.returncode == 1
    assert "licence: expected an SPDX licence identifier" in done.stdout


def test_the_compiled_copy_says_what_the_file_says(call, told, tmp_path):
    cache = {"MAGPAIN_CACHE": str(tmp_path / "cache")}
    said = {call("why", "renal-colic", data=told, **cache).stdout for _time in range(3)}
    assert len(said) == 1
    assert list((tmp_path / "cache").rglob("*.*"))
