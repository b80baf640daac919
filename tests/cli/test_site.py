from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import hostile
import html5lib
import pytest

from magpain import knowledge
from magpain.errors import QuestionError
from magpain.export import site
from magpain.spelling import fold

TOP = ("index", "studies", "references", "safety", "mechanism")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "public"
    site.build(knowledge.load(Path(__file__).parents[1] / "data" / "small.yaml"), str(target))
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


def test_every_link_resolves_and_is_relative(built: Path) -> None:
    for path in pages(built):
        for link in links(path):
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https")
                continue
            assert not link.startswith("/")
            target = (path.parent / parts.path).resolve() if parts.path else path
            assert target.is_file(), (path, link)
            if parts.fragment:
                assert f'id="{parts.fragment}"' in target.read_text("utf-8"), (path, link)


def test_every_answer_lies_beside_its_page(built: Path) -> None:
    for path in pages(built):
        assert json.loads(path.with_suffix(".json").read_text("utf-8"))["schema_version"] == "1"
        for suffix in (".csv", ".bib", ".ris"):
            assert path.with_suffix(suffix).is_file()


def test_only_the_sites_own_script_may_run(built: Path) -> None:
    for path in pages(built):
        text = path.read_text("utf-8")
        assert "script-src &#39;self&#39;" in text or "script-src 'self'" in text
        assert "unsafe" not in re.search(r'Policy" content="([^"]*)"', text)[1]
        assert not re.search(r"<script(?! defer src=| type=\"application/ld\+json\")", text)


def test_the_index_knows_every_name_that_the_command_knows(built: Path, small: Path) -> None:
    kb = knowledge.load(small)
    text = (built / "assets" / "index.js").read_text("utf-8")
    index = json.loads(text.removeprefix("window.MAGPAIN_INDEX = ").removesuffix(";\n"))
    assert set(index["names"]) == set(kb.names)
    for key, condition in kb.conditions.items():
        for name in (condition.name, *condition.synonyms):
            assert f"conditions/{key}.html" in index["names"][fold(name)]
    assert all((built / entry["url"].partition("#")[0]).is_file() for entry in index["entries"])


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
    with pytest.raises(QuestionError, match=r"holds mine\.txt"):
        site.build(kb, str(target))
    assert (target / "mine.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


@pytest.mark.parametrize("marker", ["", "[]", '{"files": 1}', '{"files": [[]]}'])
def test_a_broken_marker_makes_no_site(small: Path, tmp_path: Path, marker: str) -> None:
    (tmp_path / site.MARKER).write_text(marker)
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(QuestionError, match=r"holds index\.html"):
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
