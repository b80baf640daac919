"""What is a difference, what is a note, and what is neither."""

from __future__ import annotations

import datetime

import pytest
from msgspec import structs

from magpain.model import Citation, Extraction, Name
from magpain.verify.differences import ANOTHER, MISSING, mismatches
from magpain.verify.record import ServiceRecord

READ = Extraction(read="abstract", at="https://example.org/", date=datetime.date(2026, 11, 22))
CITATION = Citation(
    type="article-journal",
    title="Is magnesium citrate treatment effective on pain in fibromyalgia?",
    issued="2013-01",
    extraction=READ,
    author=(Name(family="Bagis", given="Selda"), Name(family="Karabiber", given="Mehmet")),
    container_title="Rheumatology International",
    volume="33",
    issue="1",
    page="167-172",
    DOI="10.1007/s00296-011-2334-8",
    PMID="22271372",
)
FOUND = ServiceRecord(
    titles=(CITATION.title,),
    authors=("Bagis",),
    years=(2013, 2012),
    journals=("Rheumatology international", "Rheumatol Int"),
    volume="33",
    issue="1",
    pages=("167-72",),
    DOI="10.1007/S00296-011-2334-8",
    PMID="22271372",
)


def told(citation, found):
    return [(each.field, each.severity) for each in mismatches(citation, found)]


def test_the_same_article_in_other_dress_has_no_difference():
    assert told(CITATION, FOUND) == []


def test_a_service_that_says_nothing_differs_in_nothing():
    assert told(CITATION, ServiceRecord()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"titles": ("Is magnesium citrate treatment effective on pain in fibromyalgia",)}, []),
        ({"titles": ("RETRACTED: " + CITATION.title,)}, []),
        ({"titles": ("Something else", CITATION.title)}, []),
        ({"titles": (CITATION.title + " A randomised trial",)}, [("title", "note")]),
        ({"titles": (CITATION.title + " A trial", "Ein Versuch")}, [("title", "note")]),
        ({"titles": ("Is magnesium citrate treatment affective on pain in fibromyalgia",)}, [("title", "difference")]),
        ({"titles": ("O tratamento com citrato de magnésio",)}, [("title", "difference")]),
        ({"authors": ("Karabiber",)}, [("author", "note")]),
        ({"authors": ("BAGIS",)}, []),
        ({"years": (2012,)}, [("year", "note")]),
        ({"years": (2014, 2015)}, [("year", "note")]),
        ({"years": (2011,)}, [("year", "difference")]),
        ({"journals": ("Rheumatol Int",)}, []),
        ({"journals": ("Rheumatology (Oxford)",)}, [("journal", "difference")]),
        ({"volume": "34"}, [("volume", "difference")]),
        ({"volume": "33", "issue": None}, []),
        ({"volume": "033", "issue": "01"}, []),
        ({"issue": "2"}, [("issue", "difference")]),
        ({"pages": ("167\u2013172",)}, []),
        ({"pages": ("167",)}, []),
        ({"pages": ("168-172",)}, [("page", "difference")]),
        ({"pages": ("167-173",)}, [("page", "difference")]),
        ({"pages": ("1", "167-72")}, []),
        ({"DOI": "10.1007/s00296-011-2334-9"}, [("DOI", "difference")]),
        ({"PMID": "1"}, [("PMID", "difference")]),
        ({"PMCID": "PMC1"}, [("PMCID", "note")]),
        ({"titles": ("Ketamine in dogs",), "authors": ("Smith",)}, [("article", "difference")]),
        ({"titles": ("Ketamine in dogs",), "authors": (), "years": (1990,)}, [("article", "difference")]),
    ],
)
def test_what_one_change_makes(changes, expected):
    assert told(CITATION, structs.replace(FOUND, **changes)) == expected


@pytest.mark.parametrize(
    ("field", "name"),
    [("author", "author"), ("container_title", "journal"), ("volume", "volume"), ("page", "page"), ("DOI", "DOI")],
)
def test_what_the_file_lacks_is_a_note_that_says_what_there_is(field, name):
    lacking = structs.replace(CITATION, **{field: () if field == "author" else None})
    (mismatch,) = mismatches(lacking, FOUND)
    assert (mismatch.field, mismatch.severity, mismatch.ours, mismatch.why) == (name, "note", None, MISSING)
    assert mismatch.theirs


def test_a_supplement_is_a_volume_with_an_issue():
    citation = structs.replace(CITATION, volume="14", issue="Suppl 1")
    assert told(citation, structs.replace(FOUND, volume="14 Suppl 1", issue=None)) == []
    assert told(citation, structs.replace(FOUND, volume="14 Suppl 2", issue=None)) == [("volume", "difference")]


def test_an_article_number_beside_pages_counted_from_one_is_a_note():
    citation = structs.replace(CITATION, page="58")
    assert told(citation, structs.replace(FOUND, pages=("1-9",))) == [("page", "note")]
    assert told(citation, structs.replace(FOUND, pages=("1-9", "58"))) == []
    assert told(citation, structs.replace(FOUND, pages=("1-9", "59"))) == [("page", "note")]
    assert told(citation, structs.replace(FOUND, pages=("2-9", "59"))) == [("page", "difference")]


def test_another_article_is_told_once_and_described():
    found = ServiceRecord(titles=("Ketamine in dogs",), authors=("Smith",), years=(1990, 1991), volume="1", PMID="7")
    (mismatch,) = mismatches(CITATION, found)
    assert mismatch.theirs == "Smith. Ketamine in dogs. 1990"
    assert mismatch.why == ANOTHER


def test_a_translated_title_is_no_other_article():
    found = structs.replace(FOUND, titles=("Ist eine Behandlung mit Magnesiumcitrat wirksam?",))
    assert told(CITATION, found) == [("title", "difference")]


def test_a_body_is_an_author():
    citation = structs.replace(CITATION, author=(Name(literal="EFSA Panel on Nutrition"),))
    assert told(citation, structs.replace(FOUND, authors=("EFSA Panel on Nutrition",))) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (["Bagis", "Karabiber"], ("Fibromyalgia Study Group", "Bagis"), [("author", "note")]),
        (["Fibromyalgia Study Group", "Bagis"], ("Bagis", "Karabiber"), [("author", "note")]),
        (["Karabiber", "Bagis"], ("Bagis", "Karabiber"), [("author", "note")]),
        (["Bagis III"], ("Bagis",), []),
        (["Smith"], ("Bagis", "Karabiber"), [("author", "difference")]),
    ],
)
def test_authors_in_another_order_or_behind_a_group_are_a_note(ours, theirs, expected):
    citation = structs.replace(CITATION, author=tuple(Name(family=name) for name in ours))
    assert told(citation, structs.replace(FOUND, authors=theirs)) == expected


@pytest.mark.parametrize("mark", ["RETRACTED: {}", "{} [Retracted]", "<b>RETRACTED</b>: {}"])
def test_a_mark_on_both_sides_or_on_one_is_no_difference_of_titles(mark):
    marked = mark.format(CITATION.title)
    citation = structs.replace(CITATION, title=marked)
    for titles in ((marked,), (CITATION.title,), (f"{marked}.",)):
        assert told(citation, structs.replace(FOUND, titles=titles)) == []


def test_a_translation_in_brackets_is_a_note():
    french = structs.replace(CITATION, title="Le citrate de magn\u00e9sium est-il efficace contre la fibromyalgie ?")
    assert told(french, structs.replace(FOUND, titles=(f"[{CITATION.title}].",))) == [("title", "note")]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("3 Suppl", "Supplement", [("issue", "note")]),
        ("9", "9 Pt 1", [("issue", "note")]),
        ("sup1", "Suppl 1", []),
        ("Pt 21", "21", []),
        ("Suppl 1", "1", [("issue", "difference")]),
        ("Suppl 1", "Suppl 2", [("issue", "difference")]),
    ],
)
def test_spellings_of_supplements_and_parts(ours, theirs, expected):
    citation = structs.replace(CITATION, issue=ours)
    assert told(citation, structs.replace(FOUND, issue=theirs)) == expected


def test_pages_that_were_not_assigned_when_the_file_was_written_are_a_note():
    citation = structs.replace(CITATION, page="S1001-2002(20)30123-4")
    assert told(citation, FOUND) == [("page", "note")]
