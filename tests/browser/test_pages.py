"""What only a browser can tell: it runs where Chromium is installed, and must where MAGPAIN_BROWSER=1 says so."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import hostile
import pytest

from magpain import knowledge
from magpain.answers import Answer
from magpain.emergency import urgent
from magpain.errors import NoAnswerError, UnclearNameError
from magpain.export import site
from magpain.formats import html
from magpain.formats.blocks import Items, Paragraph, text_of
from magpain.formats.glyphs import cells_of
from magpain.formats.pages.dose import blocks
from magpain.model import Knowledge
from magpain.query import show as query
from magpain.query.dose import dose
from magpain.query.evidence_map import evidence_map
from magpain.query.full_page import full_page
from magpain.query.resolve import resolve
from magpain.query.search import search

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
    "mechanism",
    "dose",
    "reading",
    "conditions/fibromyalgia",
    "conditions/renal-colic",
    "groups/acute",
)
# Targets of at least 24 pixels are a rule of WCAG 2.2 that axe tests only when told to.
RULES = {"rules": {"target-size": {"enabled": True}}}
QUESTIONS = Path(__file__).parents[1] / "data" / "questions.txt"
OPEN_ALL = "for (const part of document.querySelectorAll('details')) part.open = true"
# The largest heights on a phone (390 px wide) and numbers of printed pages, half or less of what they were at first.
HEIGHTS = {"index": 16_000, "studies": 6_000, "references": 8_000, "conditions/muscle-cramps": 11_000}
PRINTED = {"conditions/muscle-cramps": 6, "conditions/migraine-prevention": 13}


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
        page = full_page(kb, query.show(kb, key).body)
        (found / f"{key}.html").write_text(html.render(Answer(page, page.references)), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of the shipped file."""
    target = tmp_path_factory.mktemp("shipped") / "site"
    site.build(knowledge.load(), str(target))
    return target


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
            if name == "index":
                visit.page.fill("#find", "fibromyalgia")
                visit.page.wait_for_selector("#found a")
            visit.page.evaluate(OPEN_ALL)
            assert visit.page.evaluate("window.pwned") is None
            assert visit.page.locator("img").count() == 0
            assert visit.said == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_the_screen(browser: Any, top: Path, width: int) -> None:
    room = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    hostile_pages = [(top / "hostile" / f"{name}.html").as_uri() for name in PAGES]
    for address in addresses(top) + hostile_pages:
        with Visit(browser, address, viewport={"width": width, "height": 800}) as visit:
            visit.page.evaluate(OPEN_ALL)
            assert visit.page.evaluate(room) <= 0, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing(browser: Any, top: Path, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for address in addresses(top):
        look = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}, "bypass_csp": True}
        with Visit(browser, address, **look) as visit:
            visit.page.evaluate(OPEN_ALL)
            found = Axe().run(visit.page, options=RULES).response["violations"]
            assert [(item["id"], item["nodes"][0]["html"][:200]) for item in found] == [], address


def test_search_finds_lay_names_and_synonyms(browser: Any, top: Path) -> None:
    with Visit(browser, (top / "site" / "index.html").as_uri()) as visit:
        assert not [url for url in visit.asked if "index.js" in url]
        for name in (*knowledge.load(SMALL).conditions["fibromyalgia"].synonyms, "FIBROMY\u00c1LGIA", "fibro"):
            visit.page.fill("#find", name)
            visit.page.locator("#found a", has_text="Fibromyalgia").first.wait_for()
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/conditions/fibromyalgia.html")


def asked() -> list[str]:
    """Return the questions of the names' test set."""
    lines = (line for line in QUESTIONS.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return [line.split("|")[1].strip() for line in lines]


def answered(kb: Knowledge, question: str) -> tuple[list[str], str]:
    """Return the first three ids that the command answers or suggests, and the beginning of what it says."""
    first = urgent(question) or ""
    try:
        key, taken = resolve(kb, question)
    except UnclearNameError as unclear:
        return list(unclear.suggestions)[:3], f"{first} {re.split(r'[:;]', str(unclear))[0]}".strip()
    also = taken.also if taken else ()
    said = "For side effects" if taken and taken.harm else f'"{question}" was taken for' if taken else ""
    return [key, *also][:3], f"{first} {said}".strip()


def test_search_understands_what_the_command_understands(browser: Any, shipped: Path) -> None:
    kb = knowledge.load()
    with Visit(browser, (shipped / "index.html").as_uri()) as visit:
        for question in (*asked(), "kidny stone", "migrane", "zzzz", "constructor", "PMS", "pms"):
            wanted, said = answered(kb, question)
            visit.page.fill("#find", question)
            script = """async () => { await new Promise((done) => setTimeout(done, 5));
                return [[...document.querySelectorAll("#found a")].map((link) => link.href),
                        document.getElementById("said").textContent, Boolean(window.magpainFind)]; }"""
            links, shown, ready = visit.page.evaluate(script)
            while not ready:
                links, shown, ready = visit.page.evaluate(script)
            found = [link.rpartition("/")[2].removesuffix(".html") for link in links][:3]
            assert found == wanted, question
            assert shown.startswith(said[:60]), (question, said, shown)


def test_enter_opens_only_what_is_certain(browser: Any, shipped: Path) -> None:
    with Visit(browser, (shipped / "index.html").as_uri()) as visit:
        for question in ("back pain", "migrane", "ear ache"):
            visit.page.fill("#find", question)
            visit.page.keyboard.press("Enter")
            visit.page.wait_for_timeout(200)
            assert visit.page.url.endswith("index.html"), question


def test_enter_searches_the_texts_for_what_has_no_page(browser: Any, shipped: Path) -> None:
    kb = knowledge.load()
    with Visit(browser, (shipped / "index.html").as_uri()) as visit:
        assert not [url for url in visit.asked if "texts.js" in url]
        for question in ("NMDA phosphorylation", "malic acid"):
            visit.page.fill("#find", question)
            visit.page.keyboard.press("Enter")
            visit.page.locator("#said", has_text="in the texts").wait_for()
            hits = [hit.title for hit in search(kb, question, 20).body.results]
            shown = visit.page.locator("#found a").all_inner_texts()
            assert hits
            assert set(hits[:1]) <= {title.split("\n")[0] for title in shown}, (question, hits, shown)


def test_doses_are_those_of_the_command(browser: Any, shipped: Path) -> None:
    kb = knowledge.load()
    amounts = (0.5, 12.5, 100, 187.5, 250, 400, 1000, 2500)
    with Visit(browser, (shipped / "dose.html").as_uri()) as visit:
        for number, key in enumerate([None, *kb.dosing.forms]):
            for amount in amounts:
                script = "([at, amount]) => magpainDose(amount, MAGPAIN_DOSES.forms[at])"
                shown = visit.page.evaluate(script, [number, amount])
                assert [f"{label} {text}".strip() for label, text in shown] == told(kb, amount, key), (key, amount)


def told(kb: Knowledge, amount: float, key: str | None) -> list[str]:
    """Return what the command says of a dose, without its title and its last lines."""
    try:
        page = dose(kb, f"{amount:g} mg", key, elemental=key is None).body
    except NoAnswerError as refused:
        return [str(refused)]
    lines = []
    for block in blocks(page, full=False):
        if isinstance(block, Paragraph) and page.not_advice not in text_of(block.text):
            lines.append(text_of(block.text))
        if isinstance(block, Items):
            lines += [f"{text_of(label)} {text_of(text)}".strip() for label, text in block.items]
    return lines


def test_the_dose_form_answers_as_one_types(browser: Any, shipped: Path) -> None:
    with Visit(browser, (shipped / "dose.html").as_uri()) as visit:
        visit.page.fill("#amount", "0.5")
        visit.page.select_option("#unit", label="g")
        visit.page.select_option("#salt", label="magnesium oxide")
        assert "301.5 mg of elemental magnesium" in visit.page.inner_text("#dose-answer")
        visit.page.fill("#amount", "0")
        assert "between 1 microgram and 100 g" in visit.page.inner_text("#dose-answer")
        assert visit.said == []


def test_only_by_mouth_shows_findings_by_mouth(browser: Any, shipped: Path) -> None:
    cells = cells_of(evidence_map(knowledge.load()).body)
    with Visit(browser, (shipped / "index.html").as_uri(), viewport={"width": 1280, "height": 800}) as visit:
        visit.page.check("#oral")
        links = visit.page.locator(".list a:visible")
        shown = [
            link.rpartition("/")[2].removesuffix(".html") for link in links.evaluate_all("all => all.map(a => a.href)")
        ]
        assert sorted(shown) == sorted(key for key, route in cells if route == "oral")
        assert set(visit.page.locator(".list .w:visible").all_inner_texts()) == {"oral"}
        for key in shown:
            line = visit.page.locator(f".list div:visible:has(a[href$='/{key}.html'])").inner_text()
            assert cells[key, "oral"].verdict_short in line, key


def test_everything_works_with_the_keyboard_alone(browser: Any, shipped: Path) -> None:
    with Visit(browser, (shipped / "index.html").as_uri()) as visit:
        keyboard, focused = visit.page.keyboard, "document.activeElement.id || document.activeElement.className"
        keyboard.press("Tab")
        assert visit.page.evaluate(focused) == "skip"
        keyboard.press("Enter")
        keyboard.press("Tab")
        assert visit.page.evaluate(focused) == "find"
        keyboard.type("period pain")
        visit.page.wait_for_selector("#found a")
        keyboard.press("Tab")
        keyboard.press("Enter")
        visit.page.wait_for_url("**/conditions/primary-dysmenorrhoea.html")
        visit.page.locator("summary").first.focus()
        keyboard.press("Enter")
        assert visit.page.locator("details").first.get_attribute("open") is not None


def test_a_site_works_below_a_path(browser: Any, top: Path) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(top))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}/site/"
        with Visit(browser, f"{base}index.html") as visit:
            visit.page.fill("#find", "fibromyalgia")
            visit.page.locator("#found a").first.click()
            visit.page.wait_for_url(f"{base}conditions/fibromyalgia.html")
            visit.page.locator("header.site a", has_text="Studies").click()
            visit.page.wait_for_url(f"{base}studies.html")
            visit.page.locator("summary").first.click()
            visit.page.locator(".run a:visible").first.click()
            visit.page.wait_for_url(f"{base}conditions/*.html#study-*")
            assert visit.said == []
            assert all(url.startswith(base) or url.endswith("/favicon.ico") for url in visit.asked)
        server.shutdown()


def test_pages_are_short_on_a_phone_and_in_print(browser: Any, shipped: Path) -> None:
    for name, most in HEIGHTS.items():
        with Visit(browser, (shipped / f"{name}.html").as_uri(), viewport={"width": 390, "height": 844}) as visit:
            assert visit.page.evaluate("document.documentElement.scrollHeight") <= most, name
    for name, most in PRINTED.items():
        with Visit(browser, (shipped / f"{name}.html").as_uri()) as visit:
            printed = visit.page.pdf(format="A4", prefer_css_page_size=True)
            assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= most, name


@pytest.mark.parametrize("words", ["constructor", "__proto__", "<b>zzz</b>", "  ", "no such thing at all"])
def test_search_for_nothing_finds_nothing(browser: Any, top: Path, words: str) -> None:
    with Visit(browser, (top / "site" / "index.html").as_uri()) as visit:
        visit.page.fill("#find", words)
        visit.page.wait_for_timeout(300)
        assert visit.page.locator("#found a").count() == 0
        assert visit.said == []


def test_studies_are_filtered(browser: Any, top: Path) -> None:
    with Visit(browser, (top / "site" / "studies.html").as_uri()) as visit:
        page, rows = visit.page, ".run tbody tr:visible"
        assert page.locator(rows).count() == 0
        page.select_option("#filter-way", "no-difference")
        ways = page.eval_on_selector_all(rows, "rows => rows.map(row => row.dataset.way)")
        assert set(ways) == {"no-difference"}
        count = len(set(page.eval_on_selector_all(f"{rows} a", "all => all.map(a => a.hash)")))
        assert page.text_content("#filter-said") == f"{count} of {len(knowledge.load(SMALL).studies)} studies"
        page.fill("#filter-words", "zzzz")
        assert page.locator(rows).count() == 0
        page.select_option("#filter-way", "")
        page.fill("#filter-words", "")
        assert page.text_content("#filter-said") == ""


def test_pages_read_well_without_script(browser: Any, top: Path) -> None:
    small = knowledge.load(SMALL)
    with Visit(browser, (top / "site" / "studies.html").as_uri(), java_script_enabled=False) as visit:
        assert not visit.page.locator("#filters").is_visible()
        links = visit.page.eval_on_selector_all(".run tbody th a", "all => all.map(a => a.hash)")
        assert set(links) == {f"#study-{key}" for key in small.studies if small.studies[key].conditions}
    with Visit(browser, (top / "site" / "index.html").as_uri(), java_script_enabled=False) as visit:
        assert not visit.page.locator("#finder").is_visible()
        assert visit.page.locator(".list li").count() == len(small.conditions)


def test_print_opens_every_ladder(browser: Any, top: Path) -> None:
    with Visit(browser, (top / "fibromyalgia.html").as_uri()) as visit:
        visit.page.emulate_media(media="print")
        parts = visit.page.locator("details > :not(summary)")
        assert parts.count()
        assert all(parts.nth(number).is_visible() for number in range(parts.count()))
