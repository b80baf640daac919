from __future__ import annotations

import importlib.util
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hostile
import html5lib
import pytest

from magpain import __version__, knowledge
from magpain.answers import Answer
from magpain.errors import QuestionError
from magpain.formats import html, markdown
from magpain.formats import json as json_format
from magpain.formats.blocks import text_of as text_of_line
from magpain.formats.html import metadata, views
from magpain.formats.pages import absolute, blocks
from magpain.model import DOMAINS, Knowledge
from magpain.query.compare import compare
from magpain.query.evidence_map import evidence_map
from magpain.query.forest import forest
from magpain.query.full_page import full_page
from magpain.query.lists import conditions, reference_list, studies
from magpain.query.show import show
from magpain.query.topics import mechanism, safety
from magpain.query.why import why
from magpain.rating import verdict


def shown(kb: Knowledge, name: str) -> Answer:
    """Return what an HTML page shows of a condition or group."""
    page = full_page(kb, show(kb, name).body)
    return Answer(page, page.references)


ASKED: dict[str, Callable[[Knowledge], Answer]] = {
    "condition": lambda kb: shown(kb, "fibromyalgia"),
    "condition without findings": lambda kb: shown(kb, "knee-osteoarthritis"),
    "group": lambda kb: shown(kb, "widespread"),
    "map": evidence_map,
    "studies": studies,
    "references": reference_list,
    "safety": safety,
    "mechanism": mechanism,
    "why": lambda kb: why(kb, "fibromyalgia"),
    "forest": lambda kb: forest(kb, "renal-colic"),
    "compare": lambda kb: compare(kb, ["fibromyalgia", "renal-colic"]),
    "conditions": conditions,
}


def parsed(text: str) -> ET.Element:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def text_of(page: ET.Element) -> str:
    return " ".join(" ".join(page.itertext()).split())


@pytest.fixture
def kb(small: Path) -> Knowledge:
    return knowledge.load(small)


@pytest.mark.parametrize("name", ASKED)
def test_a_page_is_well_formed_html_with_one_heading_and_a_language(kb: Knowledge, name: str) -> None:
    page = parsed(html.render(ASKED[name](kb)))
    assert page.get("lang") == "en"
    assert len(list(page.iter("h1"))) == 1
    assert len(list(page.iter("main"))) == 1
    assert page.find(".//meta[@name='viewport']") is not None
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert "Not medical advice" in text_of(page)


@pytest.mark.parametrize("name", ASKED)
def test_a_page_needs_no_other_file_and_no_script(kb: Knowledge, name: str) -> None:
    text = html.render(ASKED[name](kb))
    page = parsed(text)
    assert all(script.get("type") == "application/ld+json" for script in page.iter("script"))
    assert not list(page.iter("link")) + list(page.iter("img")) + list(page.iter("iframe"))
    assert "@import" not in text and "url(" not in text
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ASKED)
def test_every_link_within_a_page_resolves(kb: Knowledge, name: str) -> None:
    page = parsed(html.render(ASKED[name](kb)))
    ids = {element.get("id") for element in page.iter()}
    links = [element.get("href") for element in page.iter("a")]
    assert [link for link in links if link.startswith("#") and link[1:] not in ids] == []
    assert all(link.startswith(("#", "https://", "http://")) for link in links)


@pytest.mark.parametrize("name", ASKED)
def test_hostile_text_stays_text(kb: Knowledge, name: str) -> None:
    text = html.render(ASKED[name](hostile.spoiled(kb)))
    page = html5lib.parse(text, namespaceHTMLElements=False)
    assert not list(page.iter("img"))
    assert all(script.get("type") == "application/ld+json" for script in page.iter("script"))
    names = [name for element in page.iter() for name in element.attrib]
    assert [name for name in names if name.lower().startswith("on")] == []
    assert all(not element.get("href", "").startswith("javascript") for element in page.iter())
    assert "<script>window.pwned = 1</script>" in text_of(page)
    assert "{{ 7 * 7 }}" in text_of(page)


def test_linked_data_is_json_whatever_the_file_says(kb: Knowledge) -> None:
    page = parsed(html.render(shown(hostile.spoiled(kb), "fibromyalgia")))
    data = json.loads(page.find(".//script").text)
    assert data["@type"] == "MedicalWebPage"
    assert data["about"]["@type"] == "MedicalCondition"
    assert hostile.TEXT.strip() in data["about"]["name"]
    assert "</script>" not in metadata.embedded("</script>")


def test_linked_data_and_tags_hold_every_reference(kb: Knowledge) -> None:
    answer = shown(kb, "fibromyalgia")
    page = parsed(html.render(answer))
    data = json.loads(page.find(".//script").text)
    tags = [tag.get("content") for tag in page.iter("meta") if tag.get("name") == "citation_reference"]
    for reference in answer.references:
        assert reference.citation.title in [work["name"] for work in data["citation"]]
        assert any(reference.citation.title.replace(";", ",") in tag for tag in tags)
    assert data["lastReviewed"] == answer.body.page.condition.reviewed.isoformat()


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for name, item in value.items():
            # What was calculated from arms is rounded to three digits on the page.
            if name not in ("level", "calculated"):
                yield from numbers(item)
    elif isinstance(value, list):
        for item in value:
            yield from numbers(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


@pytest.mark.parametrize("path", ["small", "shipped"])
def test_every_number_of_the_findings_is_on_the_page(small: Path, path: str) -> None:
    kb = knowledge.load(small if path == "small" else Path(__file__).parents[2] / "data" / "conditions.yaml")
    for key in kb.conditions:
        answer = show(kb, key)
        text = text_of(html5lib.parse(html.render(shown(kb, key)), namespaceHTMLElements=False))
        found = set(re.findall(r"[\u2212]?\d+(?:\.\d+)?(?:e[+\u2212]?\d+)?", text))
        for finding in json.loads(json_format.render(answer.body, ()))["condition"]["findings"]:
            missing = [number for number in numbers(finding) if verdict.number(number) not in found]
            assert missing == [], (key, finding["id"])


def test_absolute_numbers_and_the_ladder_are_on_the_page(small: Path) -> None:
    kb = knowledge.load(small)
    for key in kb.conditions:
        answer = show(kb, key)
        text = text_of(parsed(html.render(shown(kb, key))))
        for finding in answer.body.condition.findings:
            for domain in DOMAINS:
                step = getattr(finding.certainty, domain)
                assert domain.replace("_", " ") in text
                assert not step.reason or " ".join(step.reason.split()) in text
            if sentence := absolute.in_words(finding, answer.body.subject):
                assert text_of_line(sentence) in text


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    return knowledge.load()


def test_people_are_drawn_only_from_published_numbers_of_people(shipped: Knowledge) -> None:
    drawn = 0
    for key in shipped.conditions:
        page = show(shipped, key).body
        for (_sentence, arrays), finding in zip(
            views.absolutes(page.condition.findings, page.subject),
            [each for each in page.condition.findings if absolute.in_words(each, page.subject)],
            strict=True,
        ):
            if arrays:
                drawn += 1
                published = finding.effect.absolute
                shares = (published.comparator / published.per, published.intervention / published.per)
                assert [array.people for array in arrays] == [int(100 * share + 0.5) for share in shares]
                assert absolute.bars(finding, page.subject)
    assert drawn


def test_an_array_has_as_many_full_people_as_it_says(shipped: Knowledge) -> None:
    page = parsed(html.render(shown(shipped, "muscle-cramps")))
    figure = next(page.iter("figure"))
    for count, svg in zip(figure.iter("b"), figure.iter("{http://www.w3.org/2000/svg}svg"), strict=True):
        uses = [use for use in svg.iter() if use.get("class") in ("on", "off")]
        sizes = {"#ten": 10, "#person": 1}
        full = sum(sizes[use.get("href")] for use in uses if use.get("class") == "on")
        assert f"{full} of 100" == " ".join("".join(count.itertext()).split())
        assert sum(sizes[use.get("href")] for use in uses) == 100


def test_pages_have_the_sections_of_the_terminal_in_its_order(shipped: Knowledge) -> None:
    for key in shipped.conditions:
        page = parsed(html.render(shown(shipped, key)))
        named = [text_of(element) for element in page.iter() if element.tag in ("h2", "summary")]
        text = markdown.render(blocks(show(shipped, key).body, full=True))
        wanted = [line[3:] for line in text.splitlines() if line.startswith("## ")]
        assert [name for name in named if name in wanted] == wanted, key


def test_references_keep_one_numbering(kb: Knowledge) -> None:
    page = shown(kb, "fibromyalgia").body
    assert [item.number for item in page.references] == list(range(1, len(page.references) + 1))
    assert page.page.references == page.references
    assert page.references[: len(show(kb, "fibromyalgia").references)] == show(kb, "fibromyalgia").references


def test_the_page_is_ascii_so_that_no_encoding_spoils_it(kb: Knowledge) -> None:
    assert html.render(shown(kb, "fibromyalgia")).isascii()


def test_the_page_of_the_small_file(kb: Knowledge, golden: Callable[[str, str], None]) -> None:
    """The whole page but its style sheets, whose own files change more often than a page does."""
    text = html.render(shown(kb, "fibromyalgia")).replace(f"magpain {__version__}", "magpain VERSION")
    text = re.sub(r"<style>.*?</style>", "<style>STYLE</style>", text, flags=re.DOTALL)
    golden("fibromyalgia.html", re.sub(r"sha256-[\w+/]+=*", "sha256-HASH", text))


def test_without_jinja2_one_line_says_what_to_install(kb: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "find_spec", lambda _name: None)
    with pytest.raises(QuestionError, match=r"pip install 'magpain\[html\]'"):
        html.render(shown(kb, "fibromyalgia"))
    assert importlib.util.find_spec("jinja2")


def test_a_number_without_a_reference_stays_text() -> None:
    assert views.linked("see [7]", {"a": 1}) == "see [7]"
    assert 'href="#ref-a"' in views.linked("see [1]", {"a": 1})


def test_absolute_numbers_that_were_calculated_have_no_derivation(kb: Knowledge) -> None:
    finding = next(
        finding
        for key in kb.conditions
        for finding in show(kb, key).body.condition.findings
        if finding.effect.absolute is None
    )
    assert views._derived(finding) == ""
