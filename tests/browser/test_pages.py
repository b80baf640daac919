"""What only a browser can tell: it runs where Chromium is installed, and must where MAGPAIN_BROWSER=1 says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hostile
import pytest

from magpain import knowledge
from magpain.export import site
from magpain.formats import html
from magpain.query import show as query

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("MAGPAIN_BROWSER") != "1",
        reason="Chromium isn't installed (apt-get install chromium); MAGPAIN_BROWSER=1 makes that an error",
    ),
]
SMALL = Path(__file__).parents[1] / "data" / "small.yaml"
PAGES = (
    "index",
    "studies",
    "references",
    "safety",
    "conditions/fibromyalgia",
    "conditions/renal-colic",
    "groups/acute",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    assert CHROMIUM, "MAGPAIN_BROWSER=1 says that Chromium is installed, and it isn't"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a site of the small file, one of a hostile file, and pages that stand alone."""
    found, kb = tmp_path_factory.mktemp("pages"), knowledge.load(SMALL)
    site.build(kb, str(found / "site"))
    site.build(hostile.spoiled(kb), str(found / "hostile"))
    for key in ("fibromyalgia", "renal-colic", "acute"):
        (found / f"{key}.html").write_text(html.render(query.show(kb, key)), encoding="utf-8")
    return found


class Visit:
    """A page in a browser, with all that it said and asked for."""

    def __init__(self, browser: Any, address: str, **context: Any) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_error: object) -> None:
        self.context.close()


def addresses(top: Path) -> list[str]:
    alone = [path.as_uri() for path in sorted(top.glob("*.html"))]
    return [*((top / "site" / f"{name}.html").as_uri() for name in PAGES), *alone]


def test_pages_load_without_a_word_and_ask_for_nothing_outside(browser: Any, top: Path) -> None:
    for address in addresses(top):
        with Visit(browser, address) as visit:
            assert visit.said == [], address
            assert all(url.startswith(top.as_uri()) for url in visit.asked), visit.asked


def test_hostile_text_runs_no_script(browser: Any, top: Path) -> None:
    for name in PAGES:
        with Visit(browser, (top / "hostile" / f"{name}.html").as_uri()) as visit:
            visit.page.fill("#search", "fibromyalgia")
            visit.page.wait_for_selector("#found a")
            assert visit.page.evaluate("window.pwned") is None
            assert visit.page.locator("img").count() == 0
            assert visit.said == []


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_no_page_is_wider_than_the_screen(browser: Any, top: Path, width: int) -> None:
    room = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    hostile_pages = [(top / "hostile" / f"{name}.html").as_uri() for name in PAGES]
    for address in addresses(top) + hostile_pages:
        with Visit(browser, address, viewport={"width": width, "height": 800}) as visit:
            assert visit.page.evaluate(room) <= 0, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing(browser: Any, top: Path, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for address in addresses(top):
        look = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}, "bypass_csp": True}
        with Visit(browser, address, **look) as visit:
            found = Axe().run(visit.page).response["violations"]
            assert [(item["id"], item["nodes"][0]["html"][:200]) for item in found] == [], address


def test_search_finds_lay_names_and_synonyms(browser: Any, top: Path) -> None:
    with Visit(browser, (top / "site" / "conditions" / "renal-colic.html").as_uri()) as visit:
        for name in (*knowledge.load(SMALL).conditions["fibromyalgia"].synonyms, "FIBROMYÁLGIA", "fibro"):
            visit.page.fill("#search", name)
            assert "Fibromyalgia" in visit.page.locator("#found a").first.text_content(), name
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/conditions/fibromyalgia.html")


@pytest.mark.parametrize("words", ["constructor", "__proto__", "<b>zzz</b>", "  ", "no such thing at all"])
def test_search_for_nothing_finds_nothing(browser: Any, top: Path, words: str) -> None:
    with Visit(browser, (top / "site" / "index.html").as_uri()) as visit:
        visit.page.fill("#search", words)
        assert visit.page.locator("#found a").count() == 0
        assert visit.said == []


def test_studies_are_filtered_and_sorted(browser: Any, top: Path) -> None:
    with Visit(browser, (top / "site" / "studies.html").as_uri()) as visit:
        page, rows = visit.page, "#studies-table tbody tr:visible"
        whole = page.locator(rows).count()
        page.select_option("#filter-way", "no-difference")
        ways = page.eval_on_selector_all(rows, "rows => rows.filter(row => !row.hidden).map(row => row.dataset.way)")
        assert set(ways) == {"no-difference"}
        assert f"{page.locator(rows).count()} of {whole}" in page.text_content("#filter-said")
        page.select_option("#filter-way", "")
        page.click("th button:has-text('People')")
        people = page.eval_on_selector_all(
            "#studies-table tbody tr",
            "rows => rows.map(row => Number(row.querySelector('[data-label=People]').dataset.value))",
        )
        assert people == sorted(people)
        page.fill("#filter-words", "zzzz")
        assert page.locator(rows).count() == 0


def test_pages_read_well_without_script(browser: Any, top: Path) -> None:
    with Visit(browser, (top / "site" / "studies.html").as_uri(), java_script_enabled=False) as visit:
        assert not visit.page.locator("#filters").is_visible()
        assert not visit.page.locator("form.search").is_visible()
        assert visit.page.locator("#studies-table tbody tr").count() == len(knowledge.load(SMALL).studies)


def test_print_opens_every_ladder(browser: Any, top: Path) -> None:
    with Visit(browser, (top / "fibromyalgia.html").as_uri()) as visit:
        visit.page.emulate_media(media="print")
        ladders = visit.page.locator("details .ladder")
        assert all(ladders.nth(number).is_visible() for number in range(ladders.count()))
