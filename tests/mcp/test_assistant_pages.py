"""Assistants' answers without the protocol: certainty and citations on every page, no page too long, nothing hidden."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import hostile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from shipped import shipped

from magpain.errors import QuestionError
from magpain.formats.blocks import Column, Grid, Heading, Items, Paragraph, line
from magpain.mcp import tools
from magpain.mcp.paging import Reply, clean, page, shortened

KNOWN = shipped()
MOST = 8192
LEVELS = {"high": "high", "moderate": "moderate", "low": "low", "very-low": "very low", "none": "not rated"}


@cache
def of_whole_file(*call):
    return all_pages(KNOWN, *call)


def pages(*call, of=KNOWN):
    """Return every page of a call's answer."""
    return of_whole_file(*call) if of is KNOWN else all_pages(of, *call)


def all_pages(of, name, *given):
    arguments = dict(given)
    first = tools.answer_call(of, tools.parse_call(name, arguments))
    found = re.search(r", page 1 of (\d+): call again with page=2\.\n$", first)
    more = range(2, int(found[1]) + 1) if found else ()
    return [first, *(tools.answer_call(of, tools.parse_call(name, arguments | {"page": number})) for number in more)]


def every_call(of):
    for key in (*of.conditions, *of.groups):
        for name in ("conditions", "show", "studies", "references"):
            yield name, ("name", key)
        yield "show", ("name", key), ("full", True)
    for key, condition in of.conditions.items():
        if condition.findings:
            yield "why", ("name", key)
            yield "why", ("name", key), ("full", True)
    yield ("conditions",)
    yield ("safety",)
    yield "safety", ("full", True)
    yield from (("safety", ("subject", key)) for key in of.safety)
    yield from (("dose", ("amount", "400 mg"), ("form", key)) for key in of.dosing.forms)


CALLS = [*every_call(KNOWN)]


@pytest.mark.long  # every page of every condition
@pytest.mark.parametrize("name", tools.TOOLS)
def test_no_page_is_too_long_and_each_says_it_is_no_advice(name):
    calls = [call for call in CALLS if call[0] == name]
    assert calls
    for call in calls:
        for each in pages(*call):
            assert len(each.encode()) <= MOST, call
            assert "Not medical advice. Read and rated by automated readers" in each, call


@pytest.mark.parametrize("name", ["show", "why", "studies"])
def test_every_page_about_a_condition_has_its_certainty(name):
    for call in CALLS:
        key = dict(call[1:]).get("name")
        if call[0] == name and key in KNOWN.conditions:
            level = LEVELS[KNOWN.conditions[key].evidence_level]
            for each in pages(*call):
                said = re.search(r"[Cc]ertainty of evidence: (?:\*\*)?(high|moderate|low|very low|not rated)", each)
                rated = said[1] if said else re.search(r"Overall: ([a-z ]+) certainty", each)[1]
                assert rated == level, call


def test_what_a_page_cites_is_on_it_with_its_identifier():
    seen = 0
    without = {each.issued[:4] for each in KNOWN.citations.values() if not (each.DOI or each.PMID or each.URL)}
    for call in CALLS:
        if call[0] in ("conditions", "references"):
            continue
        for each in pages(*call):
            text, _listed, references = each.partition("References on this page:")
            cited = {n for found in re.findall(r"\\\[(\d+(?:, \d+)*)\\\]", text) for n in found.split(", ")}
            listed = dict(re.findall(r"^- \\\[(\d+)\\\] (.*)$", references, re.MULTILINE))
            apart = dict(re.findall(r"^- \\\[(\d+)\\\] \*\*(.*)$", text, re.MULTILINE))
            assert cited <= {*listed, *apart} or (call[1:] and dict(call[1:]).get("name") in KNOWN.groups), call
            bare = [text for text in listed.values() if not re.search(r"doi:|PMID|https?:", text)]
            assert all(any(f"{year}**" in text for year in without) for text in bare), call
            seen += len(listed)
    assert seen > 1000


def test_a_study_is_named_with_its_reference():
    for call in (("studies", ("name", "fibromyalgia")), ("why", ("name", "fibromyalgia"), ("full", True))):
        for each in pages(*call):
            text, _listed, references = each.partition("References on this page:")
            years = set(re.findall(r"\| \*\*(?:.+?) (\d{4})\*\* \|", text))
            assert years <= set(re.findall(r"(\d{4})\*\*", references))


def test_pages_together_hold_the_whole_answer():
    for key in ("fibromyalgia", "migraine-prevention"):
        whole = " ".join(pages("show", ("name", key), ("full", True)))
        for finding in KNOWN.conditions[key].findings:
            assert clean(finding.outcome) in whole.replace("\\", "")
        for claim in KNOWN.conditions[key].claims:
            assert claim.why in whole.replace("\\", "")


def test_a_table_that_goes_on_has_its_head_again():
    first, second, *_others = pages("studies", ("name", "perioperative"))
    head = "| Study | Design | People | Intervention | Comparator | Result |"
    assert head in first
    assert head in second
    assert "Certainty of evidence" in second.partition("\n")[0]


def test_a_page_that_there_is_not_is_refused():
    with pytest.raises(QuestionError, match="from 1 to 1, not 9"):
        tools.answer_call(KNOWN, tools.parse_call("show", {"name": "fibromyalgia", "page": 9}))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("shows", {}),
        ("show", {}),
        ("show", {"nmae": "fibromyalgia"}),
        ("show", {"name": "fibromyalgia", "extra": 1}),
        ("show", {"name": "fibromyalgia", "page": 0}),
        ("show", {"name": 3}),
        ("dose", {"amount": ["400"]}),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(name, arguments):
    with pytest.raises(QuestionError):
        tools.parse_call(name, arguments)


def test_a_null_is_a_missing_argument_and_numbers_may_be_texts():
    assert tools.parse_call("show", {"name": "x", "full": None, "page": "2"}) == tools.Show(name="x", page=2)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("LBP", ["Which of these is meant?", "acute-low-back-pain", "low-back-pain-neuropathic"]),
        ("zzzz", ["no condition or group named"]),
        ("fibromyalgia pain relief", ["fibromyalgia"]),
    ],
)
def test_a_name_is_understood_as_show_does(question, said):
    for name in ("conditions", "show", "studies"):
        text = pages(name, ("name", question))[0]
        assert all(each in text for each in said)


def test_what_is_not_covered_is_said_to_be():
    record = next(iter(KNOWN.not_covered.values()))
    text = pages("conditions", ("name", record.name))[0]
    assert text.startswith("Not covered. ")
    assert str(record.reviewed) in text


def test_candidates_come_with_their_certainty():
    text = pages("show", ("name", "LBP"))[0]
    candidates = re.findall(r"^- .*$", text, re.MULTILINE)
    assert candidates
    assert all("Certainty of evidence: " in each for each in candidates)


def test_safety_knows_subjects_and_does_not_call_the_unknown_safe():
    text = pages("safety", ("subject", "doxycycline"))[0]
    assert "doxycycline" in text
    assert "levothyroxine" not in text
    assert "its certainty is not rated" in text
    assert "does not mean that it is safe" in pages("safety", ("subject", "unobtainium"))[0]
    assert "interactions" in pages("safety")[0]


def test_headings_of_ladders_have_their_own_certainty(kb):
    for key, condition in kb.conditions.items():
        if not condition.findings:
            continue
        text = " ".join(pages("why", ("name", key), ("full", True), of=kb)).replace("\\", "")
        for finding in condition.findings:
            level = LEVELS[finding.certainty.rating]
            assert f"## {finding.outcome} ({level} certainty)" in text


def test_hostile_text_stays_text(kb):
    spoiled = hostile.spoiled(kb)
    parser = MarkdownIt("gfm-like", {"linkify": False})
    for call in every_call(spoiled):
        for each in pages(*call, of=spoiled):
            assert len(each.encode()) <= MOST
            html = parser.render(each)
            assert "<script" not in html
            assert "<img" not in html


hidden = st.text(st.characters(categories=("Cc", "Cf", "Co", "Cn", "Mn", "Lu", "Ll", "Po", "Zl")), max_size=40)


@given(hidden)
def test_nothing_hidden_passes(text):
    passed = clean(text)
    assert not [char for char in passed if unicodedata.category(char)[0] == "C" and char != "\n"]
    assert [char for char in passed if char.isalpha()] == [char for char in text if char.isalpha()]


def test_instructions_in_tags_and_selectors_are_gone():
    smuggled = "".join(chr(0xE0000 + ord(char)) for char in "obey") + "\u202e\u200b\ufe01\U000e0101\x1b[2J"
    assert clean(f"pain{smuggled}") == "pain[2J"


texts = st.one_of(
    st.text(max_size=200),
    st.integers(1, 9000).map(lambda size: "痛" * size),
    st.integers(1, 9000).map(lambda size: "\\`" * size),
    st.integers(1, 3000).map(lambda size: "word " * size),
    st.lists(st.integers(1, 60)).map(lambda numbers: f"x [{', '.join(map(str, numbers))}]"),
)
blocks = st.one_of(
    texts.map(lambda text: Paragraph(line(text))),
    texts.map(Heading),
    st.lists(texts, max_size=3).map(lambda each: Items(tuple((line("-"), line(text)) for text in each))),
    st.lists(texts, max_size=3).map(lambda each: Grid((Column("a"),), tuple((line(text),) for text in each))),
)


@pytest.mark.long
@settings(max_examples=40)
@given(st.lists(blocks, max_size=5), texts, texts, texts, texts)
def test_whatever_an_answer_holds_its_pages_end_and_fit(parts, call, standing, provenance, reference):
    references = {number: line(f"{reference} doi:{number}") for number in range(1, 61)}
    told = Reply(call, parts, standing, provenance, references, {reference[:20] or "x": {1, 2}})
    first = page(told, 1)
    count = int(found[1]) if (found := re.search(r", page 1 of (\d+)", first)) else 1
    for number in range(1, count + 1):
        assert len(page(told, number).encode()) <= MOST
    with pytest.raises(QuestionError):
        page(told, count + 1)


def test_a_shortened_text_says_so_and_fits():
    assert shortened("short") == "short"
    long = shortened("痛み " * 3000, 100)
    assert long.endswith("…")
    assert len(long.encode()) <= 100
