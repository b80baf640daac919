"""What changed, as a site's page and feed: valid Atom, the same each time, and never there unasked."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import hostile
import pytest
from grown import grown
from msgspec import structs

from magpain import knowledge
from magpain.errors import QuestionError
from magpain.export import site
from magpain.model import Knowledge

SMALL = Path(__file__).parent / "data" / "small.yaml"
ATOM = "{http://www.w3.org/2005/Atom}"
NEWS = ("changes.html", "feed.xml")


def changed(kb: Knowledge) -> Knowledge:
    """Return an earlier knowledge: one condition was not there, one had another summary, a topic another title."""
    conditions = {key: value for key, value in kb.conditions.items() if key != "renal-colic"}
    conditions["fibromyalgia"] = structs.replace(conditions["fibromyalgia"], summary="It was <b>said</b> & done.")
    safety = {key: structs.replace(topic, title="Once") for key, topic in kb.safety.items()}
    day = kb.reviewed - datetime.timedelta(days=30)
    return structs.replace(kb, conditions=conditions, safety=safety, reviewed=day)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kb, target = knowledge.load(SMALL), tmp_path_factory.mktemp("site") / "public"
    site.build(kb, str(target), since=changed(kb), address="https://example.org/m")
    return target


def test_the_feed_is_valid_atom(built: Path, kb: Knowledge) -> None:
    found = feedparser.parse((built / "feed.xml").read_bytes())
    assert (found.bozo, found.version) == (False, "atom10")
    root = ET.parse(built / "feed.xml").getroot()  # noqa: S314 we wrote it
    for element in (root, *root.iter(f"{ATOM}entry")):
        for tag in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{tag}")) == 1
        assert element.find(f"{ATOM}updated").text == f"{kb.reviewed}T00:00:00Z"
    assert root.find(f"{ATOM}author/{ATOM}name").text
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert all(each.startswith("urn:uuid:") for each in ids)


def test_every_entry_leads_to_its_page(built: Path) -> None:
    found = feedparser.parse((built / "feed.xml").read_bytes())
    links = [entry.link for entry in found.entries]
    assert "https://example.org/m/conditions/renal-colic.html" in links
    assert "https://example.org/m/safety.html" in links
    for link in links:
        name, _hash, fragment = link.removeprefix("https://example.org/m/").partition("#")
        text = (built / name).read_text("utf-8")
        assert not fragment or f'id="{fragment}"' in text


def test_the_feed_and_the_page_say_the_same(built: Path) -> None:
    found = feedparser.parse((built / "feed.xml").read_bytes())
    page = (built / "changes.html").read_text("utf-8")
    assert page.count("<h2") == len(found.entries)
    assert "It was &lt;b&gt;said&lt;/b&gt; &amp; done." in page
    said = "".join(entry.content[0].value for entry in found.entries)
    assert said.count("<li>") == page.partition("<main")[2].count("<li>")
    assert "It was &lt;b&gt;said&lt;/b&gt; &amp; done." in said


def test_two_builds_give_the_same_feed_and_another_text_another_id(built: Path, kb: Knowledge, tmp_path: Path) -> None:
    site.build(kb, str(tmp_path / "again"), since=changed(kb), address="https://example.org/m/")
    assert (tmp_path / "again" / "feed.xml").read_bytes() == (built / "feed.xml").read_bytes()
    other = structs.replace(changed(kb), conditions=kb.conditions)
    one, two = ({entry.key for entry, _address in site.news_of(each, kb).entries} for each in (changed(kb), other))
    assert two < one


def test_every_page_names_the_feed_and_none_without_one(built: Path, kb: Knowledge, tmp_path: Path) -> None:
    for path in built.rglob("*.html"):
        text = path.read_text("utf-8")
        assert text.count('rel="alternate" type="application/atom+xml"') == 1
        assert ('href="../feed.xml"' if path.parent != built else 'href="feed.xml"') in text
    site.build(kb, str(tmp_path / "plain"))
    assert not any((tmp_path / "plain" / name).exists() for name in NEWS)
    assert all("atom+xml" not in path.read_text("utf-8") for path in (tmp_path / "plain").rglob("*.html"))


def test_without_an_address_links_are_relative(kb: Knowledge, tmp_path: Path) -> None:
    site.build(kb, str(tmp_path / "site"), since=changed(kb))
    root = ET.parse(tmp_path / "site" / "feed.xml").getroot()  # noqa: S314 we wrote it
    links = [element.get("href") for element in root.iter(f"{ATOM}link")]
    assert links[:2] == ["feed.xml", "changes.html"]
    assert all((tmp_path / "site" / link.partition("#")[0]).is_file() for link in links)


def test_what_is_gone_is_told_on_the_page_of_what_changed(kb: Knowledge) -> None:
    found = {entry.key: address for entry, address in site.news_of(kb, changed(kb)).entries}
    assert found["condition-renal-colic"] == "changes.html#condition-renal-colic"


def test_no_change_is_a_feed_without_entries(kb: Knowledge, tmp_path: Path) -> None:
    site.build(kb, str(tmp_path / "site"), since=kb)
    assert feedparser.parse((tmp_path / "site" / "feed.xml").read_bytes()).entries == []
    assert "Nothing changed since" in (tmp_path / "site" / "changes.html").read_text("utf-8")


def test_hostile_text_stays_text(kb: Knowledge, tmp_path: Path) -> None:
    site.build(hostile.spoiled(kb), str(tmp_path / "site"), since=changed(kb))
    found = feedparser.parse((tmp_path / "site" / "feed.xml").read_bytes(), sanitize_html=False)
    assert not found.bozo
    for said in (entry.content[0].value for entry in found.entries):
        assert "<script" not in said
        assert "<img" not in said
    assert "<img" not in (tmp_path / "site" / "changes.html").read_text("utf-8")


@pytest.mark.parametrize(
    "address", ["", "example.org", "javascript:1", "https://", "https://a b/", "https://a/?x", "http://a/#b"]
)
def test_an_address_that_is_none_is_refused(kb: Knowledge, tmp_path: Path, address: str) -> None:
    with pytest.raises(QuestionError, match="expected the URL of the site"):
        site.build(kb, str(tmp_path / "site"), since=kb, address=address)
    assert not list(tmp_path.iterdir())


def test_the_command(call, small: Path, tmp_path: Path) -> None:
    done = call("site", "public", "--since", str(small), "--address", "https://example.org/m/")
    assert (done.returncode, done.stderr) == (0, "")
    assert all((tmp_path / "public" / name).is_file() for name in NEWS)
    assert call("site", "public", "--since", "nothing.yaml").returncode != 0
    assert (tmp_path / "public" / "feed.xml").is_file()
    assert call("site", "public", "--address", "https://example.org/m/").returncode == 0
    assert not (tmp_path / "public" / "feed.xml").exists()
    page = (tmp_path / "public" / "conditions" / "fibromyalgia.html").read_text("utf-8")
    assert '"og:image" content="https://example.org/m/conditions/fibromyalgia.svg"' in page


def test_a_terminal_sees_how_far_it_is(small: Path, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    call = [sys.executable, "-m", "magpain", "site", str(tmp_path / "public"), "--data", str(small)]
    done = subprocess.run(call, stderr=follower, stdout=subprocess.PIPE, text=True, check=True)
    os.close(follower)
    said = os.read(leader, 100_000).decode()
    os.close(leader)
    count = len([path for path in (tmp_path / "public").rglob("*.html") if path.with_suffix(".json").is_file()])
    assert f": {count + 2} pages" in done.stdout
    assert f"1/{count}" in said
    assert f"{count}/{count}" in said


def counted(work: Callable[[], int]) -> tuple[int, int]:
    """Return what a piece of work returns, and how many calls it made, whatever the machine's load."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        result = work()
    finally:
        sys.setprofile(before)
    return result, calls


@pytest.mark.long
def test_the_work_grows_with_the_conditions_and_no_faster(kb: Knowledge, tmp_path: Path) -> None:
    step = 3 * len(kb.conditions)
    sizes = [grown(kb, number * step) for number in (1, 2, 3, 5)]
    site.build(sizes[0], str(tmp_path / "first"))
    found = [counted(lambda whole=whole: site.build(whole, str(tmp_path / "site"))) for whole in sizes]
    pages, calls = zip(*found, strict=True)
    assert [number - pages[0] for number in pages] == [0, step, 2 * step, 4 * step]
    assert calls[3] - calls[1] <= 1.1 * 3 * (calls[1] - calls[0])
