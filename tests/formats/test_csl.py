"""CSL-JSON is read back by pandoc and citeproc-py, and fits CSL's own schema of its data."""

import json
from xml.etree import ElementTree

import citeproc
import jsonschema
import pytest
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_samples import (
    FULL,
    RETRACTED,
    TRICKY_TITLES,
    TYPES,
    anything,
    bibliography,
    citation,
    controls,
    csl_validator,
    normalised,
    pandoc_items,
    without_raised,
)

from magpain.formats import csl
from magpain.model import Name

_TEXT = {"type": "string", "minLength": 1}
_DATE = {
    "type": "object",
    "required": ["date-parts"],
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        }
    },
}
_NAME = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {"family": _TEXT, "given": _TEXT, "literal": _TEXT},
}
# What this format may hold: a narrower shape than CSL allows.
_SHAPE = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type", "issued"],
        "properties": {
            "issued": _DATE,
            "accessed": _DATE,
            "author": {"type": "array", "minItems": 1, "items": _NAME},
        },
        "additionalProperties": _TEXT,
    },
}


def names_in_csl_schema():
    """Return every literal of CSL's schema, which citeproc-py carries: types and variables are among them."""
    schema = ElementTree.parse(citeproc.SCHEMA_PATH)  # noqa: S314
    return {value.text for value in schema.iter("{http://relaxng.org/ns/structure/1.0}value")}


def read(text):
    items = json.loads(text)
    csl_validator().validate(items)
    jsonschema.validate(items, _SHAPE)
    return items


def test_whole_item():
    assert read(csl.render([("bagis-2013", FULL)])) == [
        {
            "id": "bagis-2013",
            "type": "article-journal",
            "title": "Is magnesium citrate treatment effective on pain?",
            "author": [{"family": "Bagis", "given": "Selda"}, {"literal": "Arthritis and Pain Society"}],
            "container-title": "Rheumatol Int",
            "issued": {"date-parts": [[2013, 1, 5]]},
            "accessed": {"date-parts": [[2026, 1, 2]]},
            "volume": "33",
            "issue": "1",
            "page": "167-172",
            "edition": "2nd",
            "publisher": "Springer",
            "publisher-place": "Berlin",
            "language": "en",
            "DOI": "10.1007/s00296-011-2334-8",
            "PMID": "22271372",
            "PMCID": "PMC7468697",
            "ISBN": "978-0-9870730-5-1",
            "URL": "https://example.org/a_b%20c?d=1&e=2#f",
            "note": "author list incomplete as read",
        }
    ]


def test_nothing_is_an_empty_array():
    assert read(csl.render([])) == []


def test_names_are_those_of_csl():
    items = read(csl.render([("a", FULL), ("b", RETRACTED)]))
    written = {name for item in items for name in item} - {"id", "type"}
    assert written <= names_in_csl_schema()
    assert set(TYPES) <= names_in_csl_schema()


@pytest.mark.interop
@pytest.mark.parametrize("kind", TYPES)
def test_types_are_kept(kind):
    text = csl.render([("k", citation(type=kind))])
    assert read(text)[0]["type"] == kind
    assert pandoc_items(text, "csljson")["k"]["type"] == kind


def test_citeproc_py_knows_every_field():
    # It warns of a field that it does not know, and a warning fails the test.
    source = CiteProcJSON(read(csl.render([("bagis-2013", FULL), ("retracted", RETRACTED)])))
    assert str(source["bagis-2013"].title) == FULL.title
    assert source["bagis-2013"].issued.year == 2013


@pytest.mark.interop
def test_pandoc_reads_every_field():
    text = csl.render([("bagis-2013", FULL)])
    assert pandoc_items(text, "csljson")["bagis-2013"] == read(text)[0]


@pytest.mark.interop
def test_citeproc_builds_a_bibliography():
    text = csl.render([("a", citation(title="NMDA & Mg_2 in FMS", DOI="10.1000/a_b")), ("b", FULL)])
    page = bibliography(text, "csljson")
    assert "NMDA & Mg_2 in FMS" in page
    assert "https://doi.org/10.1000/a_b" in page
    # CSL leaves the capitals of an English title to the style.
    assert FULL.title.lower() in page.lower()


def test_retraction_is_in_status_and_note():
    item = read(csl.render([("k", RETRACTED)]))[0]
    assert (item["status"], item["note"]) == ("retracted", "Retracted publication; data made up")


@pytest.mark.parametrize("title", TRICKY_TITLES)
def test_tricky_titles_survive_in_ascii(title):
    text = csl.render([("k", citation(title=title))])
    assert text.isascii()
    assert not controls(text)
    assert read(text)[0]["title"] == normalised(title)


@given(text=anything)
def test_every_text_is_read_back(text):
    written = csl.render([("k", citation(title=text, note=text, author=(Name(literal=text),)))])
    item = read(written)[0]
    assert item.get("title", "") == item.get("note", "") == normalised(text)
    assert item.get("author", [{"literal": ""}]) == [{"literal": normalised(text)}]
    assert written.isascii()
    assert not controls(written)


# CSL gives tags a meaning; pandoc prints straight quotes curly, and a narrow space before some marks.
plain_titles = anything.map(lambda title: title.translate(dict.fromkeys(map(ord, "<'\""))))


def as_read(title):
    return without_raised(normalised(title))


@pytest.mark.interop
@settings(max_examples=15, deadline=None)
@given(titles=st.lists(plain_titles, max_size=40))
def test_pandoc_reads_the_titles_back(titles):
    text = csl.render((f"k{at}", citation(title=title)) for at, title in enumerate(titles))
    items = pandoc_items(text, "csljson")
    read_back = [items[f"k{at}"].get("title", "") for at in range(len(titles))]
    assert list(map(as_read, read_back)) == list(map(as_read, titles))
