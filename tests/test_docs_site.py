"""The documentation site, as Sphinx built it: whole, and at work in a folder without a network."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest

BUILT = Path(os.environ.get("MAGPAIN_DOCS", "nowhere")).resolve()
SOURCE = Path(__file__).parent.parent / "docs"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif("MAGPAIN_DOCS" not in os.environ, reason="MAGPAIN_DOCS names no folder that sphinx-build wrote"),
]


def pages():
    """Return every page as a tree, by its place."""
    found = sorted(path for path in BUILT.rglob("*.html") if "_static" not in path.parts)
    return {path: html5lib.parse(path.read_bytes(), namespaceHTMLElements=False) for path in found}


def links(tree):
    return [element.get("href") for element in tree.iter("a") if element.get("href")]


def test_every_source_has_a_page():
    sources = {path.relative_to(SOURCE).with_suffix(".html") for path in SOURCE.rglob("*.md")}
    assert sources <= {path.relative_to(BUILT) for path in pages()}


def test_a_page_loads_nothing_from_elsewhere():
    loading = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
    loaded = {
        element.get(name)
        for tree in pages().values()
        for tag, name in loading.items()
        for element in tree.iter(tag)
        if element.get(name)
    }
    assert any("pages.css" in address for address in loaded)
    assert not [address for address in loaded if re.match(r"(?:\w+:)?//", address)]


def test_a_style_loads_nothing_from_elsewhere():
    styles = [path.read_text("utf-8") for path in BUILT.rglob("*.css")]
    assert styles
    assert not [found for text in styles for found in re.findall(r"url\(['\"]?(?:\w+:)?//[^)]*|@import[^;]*", text)]


def test_links_within_the_site_lead_somewhere():
    trees = pages()
    ids = {path: {element.get("id") for element in tree.iter() if element.get("id")} for path, tree in trees.items()}
    for path, tree in trees.items():
        for address in links(tree):
            if re.match(r"\w+:", address):
                continue
            name, _, anchor = unquote(address).partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.exists(), (path, address)
            assert not anchor or anchor in ids[target], (path, address)


def test_every_page_is_in_the_menu():
    menu = set(links(pages()[BUILT / "index.html"]))
    wanted = {str(path.relative_to(SOURCE).with_suffix(".html").as_posix()) for path in SOURCE.rglob("*.md")}
    assert wanted - {"index.html"} <= menu


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None and os.environ.get("MAGPAIN_BROWSER") != "1":
        pytest.skip("Chromium isn't installed (apt-get install chromium); MAGPAIN_BROWSER=1 makes that an error")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def test_the_search_works_from_a_folder(browser):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((BUILT / "search.html").as_uri() + "?q=retracted")
    page.wait_for_selector("#search-results li a")
    assert {address.partition(":")[0] for address in asked} <= {"file", "data"}


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window(browser, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in pages():
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
