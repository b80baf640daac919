"""Whatever a text holds, each escaper's own reader gives the text back, and nothing else: by programs not of ours."""

from __future__ import annotations

import csv
import html
import io
import re

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec import structs
from reference_samples import anything

from magpain import export, skeleton
from magpain.answers import Answer, Reference, ReferenceList
from magpain.formats import html as page_of
from magpain.formats import markdown, separated, yaml
from magpain.formats.blocks import Column, Gap, Grid, Heading, Items, Paragraph, Picture, Span, Title, Unbroken
from magpain.formats.screen import to_ascii
from magpain.formats.tables import Table
from magpain.knowledge import reading, source
from magpain.model import Citation, Knowledge

# What a sound file can hold; and words that begin or end something in one language or another.
printable = st.text(st.characters(exclude_categories=["Cs", "Cc"]).filter(lambda c: not source._FORBIDDEN.search(c)))
MARKS = (
    "--- *** === - -. + 1. 1) # > | ``` ~~~ [a](b) <b> </p> &amp; &#60; \\ ` * _ __a__ ~~a~~ www.e.example a@e.example "
    "http://e.example ! ![a](b) [^1] [x]: {{ {% $x$ @a : ]]> <!-- --> \" ' =1+1 @SUM(A1) é 痛 🧲 a b"
).split(" ")
pieces = st.lists(
    st.one_of(st.sampled_from([*MARKS, " ", "    ", "\t", "1. ", "- ", "| --- |"]), printable), max_size=6
).map("".join)
texts = st.one_of(anything, pieces).filter(lambda text: text.strip() and not source._FORBIDDEN.search(text))
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def flat(text):
    return " ".join(text.split())


def shown(page):
    """Return the text of a page of HTML, which must hold no element but those that were asked for."""
    return flat(html.unescape(re.sub(r"<[^>]*>", "", page)))


@given(texts)
@example("---")
@example("-")
@example("1.")
@example("- a")
@example("===")
def test_a_markdown_paragraph_is_one_paragraph_of_that_text(text):
    page = MARKDOWN.render(markdown.render([Paragraph((Span(text),))]))
    assert re.findall(r"</?(\w+)[^>]*>", page) == ["p", "p"]
    assert shown(page) == flat(text)


@given(texts, texts)
@example("---", "- a")
def test_a_markdown_list_holds_that_text(label, text):
    page = MARKDOWN.render(markdown.render([Items((((Span(label),), (Span(text),)),))]))
    assert set(re.findall(r"</?(\w+)[^>]*>", page)) <= {"ul", "li", "p"}
    assert shown(page) == flat(text if label == "-" else f"{label} {text}")
    lone = MARKDOWN.render(markdown.render([Unbroken((Span(text),))]))
    assert set(re.findall(r"</?(\w+)[^>]*>", lone)) <= {"ul", "li", "p"}
    assert shown(lone) == flat(text)


@given(texts, texts)
def test_a_whole_markdown_page_holds_those_texts_and_links(text, other):
    span, link = Span(text, "strong"), Span(other, "", "https://e.example/<a>")
    blocks = [
        Title((Span(text),), (Span(other),)),
        Title((span,)),
        Heading(other),
        Grid((Column("one"), Column("two", numeric=True)), (((Span(text),), (link,)),)),
        Gap(),
        Picture(lambda _columns: [(Span("|--o--|"),)], tuple),
    ]
    page = MARKDOWN.render(markdown.render(blocks))
    named = set(re.findall(r"</?(\w+)[^>]*>", page))
    assert named <= set("h1 h2 p em strong table thead tbody tr th td a pre code".split())
    assert re.findall(r'href="([^"]*)"', page) == ["https://e.example/%3Ca%3E"]
    assert [shown(title) for title in re.findall(r"<h1>(.*?)</h1>", page, re.DOTALL)] == [flat(text)] * 2
    assert [shown(title) for title in re.findall(r"<h2>(.*?)</h2>", page, re.DOTALL)] == [flat(other)]
    assert "|--o--|" in page


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_a_markdown_table_holds_those_cells(rows):
    page = MARKDOWN.render(markdown.table(Table(["one", "two"], tuple(rows))))
    cells = [shown(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)]
    assert cells == [flat(cell) for row in rows for cell in row]
    assert set(re.findall(r"</?(\w+)[^>]*>", page)) == {"table", "thead", "tbody", "tr", "th", "td"}


@given(st.lists(st.tuples(texts, st.one_of(st.none(), st.integers(), texts)), max_size=4))
def test_a_csv_reads_back_and_no_cell_is_a_formula(rows):
    read = list(csv.reader(io.StringIO(separated.as_csv(Table(["one", "two"], tuple(rows))), newline="")))
    assert read[0] == ["one", "two"]
    for row, back in zip(rows, read[1:], strict=True):
        for cell, text in zip(row, back, strict=True):
            plain = "" if cell is None else str(cell)
            formula = isinstance(cell, str) and cell.startswith(separated._FORMULA)
            assert text == separated._inert(("'" if formula else "") + plain)
            assert not separated._ACTING.search(text)


@given(st.lists(st.tuples(texts, st.one_of(st.none(), st.integers(), texts)), max_size=4))
def test_a_tsv_has_one_line_a_row_and_one_cell_a_column(rows):
    lines = separated.as_tsv(Table(["one", "two"], tuple(rows))).split("\n")
    assert lines.pop() == ""
    assert [line.split("\t") for line in lines] == [
        [flat("" if cell is None else str(cell)) for cell in row] for row in rows
    ]


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Return the knowledge of the skeleton."""
    path = tmp_path_factory.mktemp("plain") / "file.yaml"
    path.write_text(skeleton.TEXT, encoding="utf-8")
    return reading.load_valid(path)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("scratch") / "file.yaml"


def worded(plain: Knowledge, text: str) -> Knowledge:
    """Return some knowledge with a text in many places: folded, quoted, in lists, in short and in long records."""
    condition = structs.replace(plain.conditions["example-condition"], summary=text, synonyms=(text, f"{text} a"))
    citation = structs.replace(plain.citations["example-2020"], title=text, note=text, volume=text)
    subject = structs.replace(plain.intervention, name=text, synonyms=(text,))
    return structs.replace(
        plain,
        intervention=subject,
        conditions={"example-condition": condition},
        citations={"example-2020": citation},
    )


@settings(deadline=None)
@given(texts)
@example("a: b")
@example("a\n\n b \n")
@example(" #\t")
@example("null")
@example("1.10")
@example("---\n...")
def test_a_knowledge_file_as_yaml_reads_back_the_same(plain, scratch, text):
    given_text = worded(plain, text)
    scratch.write_text(yaml.render(export.as_file(given_text)), encoding="utf-8", newline="")
    assert export.as_file(reading.load_valid(str(scratch))) == export.as_file(given_text)


def test_the_numbers_of_a_knowledge_file_as_yaml_read_back_the_same(small, scratch):
    given_numbers = export.as_file(reading.load_valid(str(small)))
    scratch.write_text(yaml.render(given_numbers), encoding="utf-8", newline="")
    assert export.as_file(reading.load_valid(str(scratch))) == given_numbers


@given(texts)
def test_ascii_is_ascii_and_as_printable_as_before(text):
    plain_text = to_ascii(text)
    assert plain_text.isascii()
    assert to_ascii(plain_text) == plain_text


@settings(deadline=None, max_examples=50)
@given(texts)
def test_a_page_of_html_shows_that_title_as_text(plain, text):
    cited: Citation = structs.replace(plain.citations["example-2020"], title=text, note=None)
    reference = Reference(number=1, id="example-2020", citation=cited)
    page = page_of.render(Answer(ReferenceList(references=(reference,)), (reference,)))
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert not list(tree.iter("script"))
    assert flat(text).rstrip(".") in flat("".join(tree.itertext()))
