from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import hostile
import html5lib
import pytest
from msgspec import structs
from shipped import shipped

from magpain import knowledge
from magpain.errors import QuestionError
from magpain.export import site
from magpain.folding import fold
from magpain.knowledge.name_index import RELATED

TOP = ("index", "studies", "references", "safety", "mechanism", "dose", "reading")
# Pages that aren't answers, and have no other formats.
PAGES_ONLY = ("dose.html", "reading.html")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "public"
    site.build(knowledge.load(Path(__file__).parents[1] / "data" / "small.yaml"), str(target))
    return target


@pytest.fixture(scope="module")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("shipped") / "public"
    site.build(shipped(), str(target))
    return target


def pages(top: Path) -> Iterator[Path]:
    yield from sorted(top.rglob("*.html"))


def links(path: Path) -> Iterator[str]:
    page = html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)
    for element in page.iter():
        for name in ("href", "src"):
            if element.get(name):
                yield element.get(name)


def test_a_page_for_each_condition_and_group_and_the_rest(built: Path, small: Path) -> None:
    kb = knowledge.load(small)
    expected = {f"conditions/{key}.html" for key in kb.conditions} | {f"groups/{key}.html" for key in kb.groups}
    expected |= {f"{name}.html" for name in TOP}
    assert {path.relative_to(built).as_posix() for path in pages(built)} == expected


@cache
def ids(path: Path) -> frozenset[str]:
    """Return the ids of a page, which must be valid HTML; none of a file that isn't one."""
    if path.suffix != ".html":
        return frozenset()
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(path.read_text("utf-8"))
    found = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(found) == len(set(found)), path
    return frozenset(found)


@pytest.mark.parametrize("name", ["built", pytest.param("shipped_site", marks=pytest.mark.long)])
def test_pages_are_valid_and_every_link_resolves_and_is_relative(name: str, request: pytest.FixtureRequest) -> None:
    for path in pages(request.getfixturevalue(name)):
        assert ids(path)
        for link in links(path):
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https") or link == "data:,"
                continue
            assert not link.startswith("/")
            target = (path.parent / parts.path).resolve() if parts.path else path
            assert target.is_file(), (path, link)
            assert not parts.fragment or parts.fragment in ids(target), (path, link)


def test_every_answer_lies_beside_its_page(built: Path) -> None:
    for path in pages(built):
        if path.name not in PAGES_ONLY:
            assert json.loads(path.with_suffix(".json").read_text("utf-8"))["schema_version"] == "1"
            for suffix in (".csv", ".bib", ".ris"):
                assert path.with_suffix(suffix).is_file()


def test_only_the_sites_own_script_may_run(built: Path) -> None:
    for path in pages(built):
        text = path.read_text("utf-8")
        assert "script-src &#39;self&#39;" in text or "script-src 'self'" in text
        assert "unsafe" not in re.search(r'Policy" content="([^"]*)"', text)[1]
        assert not re.search(r"<script(?! defer src=| type=\"application/ld\+json\")", text)


def script(path: Path) -> dict[str, Any]:
    """Return the data of a script that sets a variable."""
    return json.loads(path.read_text("utf-8").partition(" = ")[2].removesuffix(";\n"))


def test_the_index_knows_every_name_that_the_command_knows(built: Path, small: Path) -> None:
    kb = knowledge.load(small)
    index = script(built / "assets" / "index.js")
    assert set(index["exact"]) == {name for name in kb.names if not name.startswith(RELATED)}
    for key, condition in kb.conditions.items():
        for name in (condition.name, *condition.synonyms):
            assert f"conditions/{key}.html" in [index["pages"][at][1] for at in index["exact"][fold(name)]]
    assert all((built / path).is_file() for _name, path, *_others in index["pages"] if path)


def test_sizes_stay_within_their_budgets(shipped_site: Path) -> None:
    def packed(name: str) -> int:
        return len(gzip.compress((shipped_site / name).read_bytes()))

    sizes = {name: (shipped_site / "assets" / name).stat().st_size for name in ("page.css", "site.js", "dose.js")}
    assert sizes["page.css"] <= 12 * 1024
    assert sizes["site.js"] <= 6 * 1024
    assert sizes["dose.js"] <= 6 * 1024
    assert packed("assets/index.js") + packed("assets/search.js") <= 60_000
    assert packed("index.html") <= 60_000


def test_the_index_is_loaded_only_when_it_is_used(built: Path) -> None:
    loaded = {link for path in pages(built) for link in links(path) if link.endswith(".js")}
    assert {link.rpartition("/")[2] for link in loaded} == {"site.js", "dose.js", "doses.js"}


def test_a_former_id_leads_to_the_new_one(small: Path, tmp_path: Path) -> None:
    kb = knowledge.load(small)
    condition = structs.replace(kb.conditions["fibromyalgia"], formerly=("old-name",))
    site.build(structs.replace(kb, conditions={**kb.conditions, "fibromyalgia": condition}), str(tmp_path / "site"))
    moved = html5lib.parse((tmp_path / "site/conditions/old-name.html").read_text("utf-8"), namespaceHTMLElements=False)
    assert moved.find(".//meta[@http-equiv='refresh']").get("content") == "0; url=fibromyalgia.html"
    assert [link for link in links(tmp_path / "site/conditions/old-name.html") if link == "fibromyalgia.html"]


def test_llms_txt_names_every_condition_with_its_certainty(built: Path, small: Path) -> None:
    kb = knowledge.load(small)
    text = (built / "llms.txt").read_text("utf-8")
    assert text.startswith("# Magnesium")
    assert "Not medical advice" in text
    linked = re.findall(r"\]\(([^)]+)\)", text)
    assert all((built / link).is_file() for link in linked)
    for key, condition in kb.conditions.items():
        line = next(line for line in text.splitlines() if f"(conditions/{key}.json)" in line)
        assert condition.evidence_level == "none" or f"{condition.evidence_level.replace('-', ' ')} certainty" in line


def test_the_picture_to_share_is_a_whole_svg(shipped_site: Path) -> None:
    for path in (shipped_site / "conditions").glob("*.svg"):
        root = ElementTree.fromstring(path.read_text("utf-8"))  # noqa: S314 we wrote it
        texts = list(root.iter("{http://www.w3.org/2000/svg}text"))
        assert len(texts) >= 3, path
        for element in texts:
            # The average letter of the widest usual fonts, bold, is 0.61 of its size wide (see svg.py).
            assert len(element.text) * float(element.get("font-size")) * 0.61 <= 1200 - 80, (path, element.text)
        assert max(float(element.get("y")) for element in texts[:-2]) < 470


def test_every_page_says_how_the_file_was_made_and_its_licence(shipped_site: Path) -> None:
    kb = shipped()
    assert kb.provenance
    assert kb.licence
    for path in pages(shipped_site):
        text = " ".join(
            html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False).find(".//footer").itertext()
        )
        assert kb.provenance in text
        assert kb.licence in text


def test_a_file_about_another_substance_has_its_own_words(tmp_path: Path) -> None:
    call = [sys.executable, "-m", "magpain", "new", str(tmp_path / "other.yaml")]
    subprocess.run(call, check=True, capture_output=True)
    kb = knowledge.load(tmp_path / "other.yaml")
    other = structs.replace(kb, intervention=structs.replace(kb.intervention, name="Riboflavin"))
    site.build(other, str(tmp_path / "site"))
    for path in (*pages(tmp_path / "site"), tmp_path / "site" / "llms.txt"):
        text = path.read_text("utf-8").casefold()
        assert "magnesium" not in text, path
        assert "riboflavin" in text, path


def test_hostile_text_stays_text_in_every_page(small: Path, tmp_path: Path) -> None:
    site.build(hostile.spoiled(knowledge.load(small)), str(tmp_path / "site"))
    for path in pages(tmp_path / "site"):
        page = html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)
        assert not list(page.iter("img"))
        assert all(element.get("src") or element.get("type") for element in page.iter("script"))
        assert all("javascript:" not in (element.get("href") or "") for element in page.iter())


def test_a_site_is_replaced_by_a_new_one(small: Path, tmp_path: Path) -> None:
    kb = knowledge.load(small)
    target = tmp_path / "site"
    target.mkdir()
    assert site.build(kb, str(target)) == site.build(kb, str(target))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


@pytest.mark.parametrize("marked", [False, True])
def test_a_directory_with_somebody_elses_file_is_left_alone(small: Path, tmp_path: Path, marked: bool) -> None:
    kb, target = knowledge.load(small), tmp_path / "site"
    if marked:
        site.build(kb, str(target))
    target.mkdir(exist_ok=True)
    (target / "mine.txt").write_text("mine")
    with pytest.raises(QuestionError, match=r"contains mine\.txt"):
        site.build(kb, str(target))
    assert (target / "mine.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


@pytest.mark.parametrize("marker", ["", "[]", '{"files": 1}', '{"files": [[]]}'])
def test_a_broken_marker_makes_no_site(small: Path, tmp_path: Path, marker: str) -> None:
    (tmp_path / site.MARKER).write_text(marker)
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(QuestionError, match=r"contains index\.html"):
        site.build(knowledge.load(small), str(tmp_path))


def test_a_failure_leaves_the_old_site(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kb, target = knowledge.load(small), tmp_path / "site"
    site.build(kb, str(target))
    before = (target / "index.html").read_bytes()

    def stop(_done: int, _all: int, _doing: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        site.build(kb, str(target), stop)
    assert (target / "index.html").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_command(call, tmp_path: Path) -> None:
    done = call("site", "public")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("pages, beginning with index.html\n")
    assert (tmp_path / "public" / "index.html").is_file()
    again = call("site", "no/such/place/public")
    assert again.returncode == 0
    (tmp_path / "file").write_text("mine")
    assert call("site", "file").returncode == 2
    assert call("show", "fibromyalgia", "-f", "html").stdout.startswith("<!DOCTYPE html>")
    assert call("show", "fibromyalgia", "-o", "page.html", "--ascii").returncode == 0
