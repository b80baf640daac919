"""RIS is read back by rispy and pandoc."""

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_samples import (
    FULL,
    RETRACTED,
    TRICKY_TITLES,
    anything,
    citation,
    controls,
    normalised,
    pandoc_items,
)

from magpain.formats import ris
from magpain.model import Name


def test_whole_record():
    assert ris.render([("bagis-2013", FULL)]) == (
        "TY  - JOUR\n"
        "ID  - bagis-2013\n"
        "AU  - Bagis, Selda\n"
        "AU  - Arthritis and Pain Society,\n"
        "TI  - Is magnesium citrate treatment effective on pain?\n"
        "T2  - Rheumatol Int\n"
        "PY  - 2013\n"
        "DA  - 2013/01/05/\n"
        "VL  - 33\n"
        "IS  - 1\n"
        "SP  - 167\n"
        "EP  - 172\n"
        "ET  - 2nd\n"
        "PB  - Springer\n"
        "CY  - Berlin\n"
        "SN  - 978-0-9870730-5-1\n"
        "LA  - en\n"
        "DO  - 10.1007/s00296-011-2334-8\n"
        "AN  - 22271372\n"
        "DB  - PubMed\n"
        "C2  - PMC7468697\n"
        "UR  - https://example.org/a_b%20c?d=1&e=2#f\n"
        "Y2  - 2026/01/02/\n"
        "N1  - author list incomplete as read\n"
        "ER  - \n"
        "\n"
    )


def test_nothing_is_an_empty_file():
    assert ris.render([]) == ""


@pytest.mark.interop
@pytest.mark.parametrize(
    ("kind", "written", "csl"),
    [
        ("article-journal", "JOUR", "article-journal"),
        ("book", "BOOK", "book"),
        ("chapter", "CHAP", "chapter"),
        ("legislation", "STAT", "legislation"),
        ("post-weblog", "BLOG", "post-weblog"),
        ("report", "RPRT", "report"),
        ("thesis", "THES", "thesis"),
        ("webpage", "ELEC", "misc"),  # pandoc's reader of RIS knows no web pages
    ],
)
def test_types(kind, written, csl):
    text = ris.render([("k", citation(type=kind))])
    assert rispy.loads(text)[0]["type_of_reference"] == written
    assert pandoc_items(text, "ris")["k"]["type"] == csl


@pytest.mark.interop
def test_pandoc_reads_the_fields():
    item = pandoc_items(ris.render([("bagis-2013", FULL)]), "ris")["bagis-2013"]
    assert item["author"] == [{"family": "Bagis", "given": "Selda"}, {"family": "Arthritis and Pain Society"}]
    assert item["issued"]["date-parts"] == [[2013]]
    assert (item["title"], item["DOI"], item["page"]) == (FULL.title, FULL.DOI, "167-172")


def test_retraction_is_in_the_notes():
    assert rispy.loads(ris.render([("k", RETRACTED)]))[0]["notes"] == ["Retracted publication; data made up"]


def test_an_address_with_semicolons_stays_one():
    text = ris.render([("k", citation(URL="https://example.org/a;b=1;c"))])
    assert rispy.loads(text)[0]["urls"] == ["https://example.org/a%3Bb=1%3Bc"]


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("167-72", {"start_page": "167", "end_page": "172"}),
        ("S12–8", {"start_page": "S12", "end_page": "S18"}),
        ("2184", {"start_page": "2184"}),
        ("CD009443", {"start_page": "CD009443"}),
        ("12-5, 20", {"start_page": "12-15, 20"}),
        ("2020-0123", {"start_page": "2020-0123"}),
    ],
)
def test_pages(page, read):
    record = rispy.loads(ris.render([("k", citation(page=page))]))[0]
    assert {name: record[name] for name in ("start_page", "end_page") if name in record} == read


@pytest.mark.parametrize(
    ("issued", "written"), [("2013", "2013///"), ("2013-02", "2013/02//"), ("2013-02-08", "2013/02/08/")]
)
def test_dates_have_three_slashes(issued, written):
    record = rispy.loads(ris.render([("k", citation(issued=issued))]))[0]
    assert (record["year"], record["date"]) == ("2013", written)


@pytest.mark.parametrize("title", TRICKY_TITLES)
def test_tricky_titles_survive(title):
    text = ris.render([("k", citation(title=title))])
    assert rispy.loads(text)[0]["title"] == normalised(title)
    assert not controls(text)


@given(title=anything, note=anything, name=anything)
def test_rispy_reads_the_text_back_and_nothing_forges_a_record(title, note, name):
    author = (Name(literal=name), Name(family=name, given=name))
    text = ris.render([("k", citation(title=title, note=note, author=author)), ("next", citation(title="Next"))])
    first, second = rispy.loads(text)
    assert first.get("title", "") == normalised(title)
    assert first.get("notes", [""]) == [normalised(note)]
    assert second == {
        "type_of_reference": "JOUR",
        "id": "next",
        "title": "Next",
        "year": "2013",
        "date": "2013///",
    }
    assert not controls(text)


@pytest.mark.interop
@settings(max_examples=15, deadline=None)
@given(titles=st.lists(anything, min_size=1, max_size=40))
def test_pandoc_reads_as_many_records_as_were_written(titles):
    items = pandoc_items(ris.render((f"k{at}", citation(title=title)) for at, title in enumerate(titles)), "ris")
    assert sorted(items) == sorted(f"k{at}" for at in range(len(titles)))
