"""Each service's answers, as its documentation prints them, read; and answers of every other shape, survived."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from magpain.verify import crossref, download, europepmc, notices, pubmed
from magpain.verify.reading import LONGEST_ABSTRACT, clean
from magpain.verify.record import Misshapen, Notice, ServiceRecord, key_of

# As Crossref's community pages print the field for 10.1021/am300292v, and the tutorial the notice's side.
UPDATED_BY = [
    {
        "DOI": "10.1021/acsami.9b11759",
        "type": "retraction",
        "label": "Retraction",
        "source": "retraction-watch",
        "updated": {"date-parts": [[2019, 7, 26]], "date-time": "2019-07-26T00:00:00Z", "timestamp": 1564099200000},
        "record-id": "20946",
    }
]


def crossref_work(**fields):
    message = {"DOI": "10.1000/1", "title": ["Magnesium"], **fields}
    body = json.dumps({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message})
    return crossref.WORKS.split(body.encode(), ["doi:10.1000/1"])["doi:10.1000/1"]


def test_a_work_of_crossref():
    found = crossref_work(
        title=["Magnesium &amp; <i>pain</i>"],
        subtitle=["A trial"],
        author=[{"given": "S.", "family": "Bagis", "sequence": "first", "affiliation": []}],
        issued={"date-parts": [[2011, 12, 1]]},
        **{
            "published-print": {"date-parts": [[2013, 1]]},
            "container-title": ["Rheumatology International"],
            "short-container-title": ["Rheumatol Int"],
            "article-number": "58",
            "page": "167-172",
            "volume": "33",
            "issue": "1",
            "published-online": {"date-parts": [[None]]},
        },
    )
    assert found.titles == ("Magnesium &amp; <i>pain</i>", "Magnesium &amp; <i>pain</i>: A trial")
    assert (found.authors[0], found.years) == ("Bagis", (2011, 2013))
    assert found.journals == ("Rheumatology International", "Rheumatol Int")
    assert (found.volume, found.issue, found.pages) == ("33", "1", ("167-172", "58"))


def test_crossref_tells_a_retraction_on_the_work():
    assert crossref_work(**{"updated-by": UPDATED_BY}).notices == (
        Notice(
            "retraction", "retraction, reported by Retraction Watch", "this", "doi:10.1021/acsami.9b11759", "2019-07-26"
        ),
    )


def test_crossref_tells_a_notice_by_what_it_updates():
    update = {"DOI": "10.1000/2", "type": "erratum", "updated": {"date-parts": [[2019, 7]]}}
    assert crossref_work(**{"update-to": [update]}).notices == (
        Notice("correction", "erratum", "another", "doi:10.1000/2", "2019-07"),
    )


def test_crossrefs_notices_are_sorted_by_what_they_update():
    items = [
        {"DOI": "10.1000/n1", "update-to": [{"DOI": "10.1000/A", "type": "correction"}]},
        {"DOI": "10.1000/n2", "update-to": [{"DOI": "10.1000/z", "type": "retraction"}]},
    ]
    body = json.dumps({"status": "ok", "message-type": "work-list", "message": {"total-results": 2, "items": items}})
    parts = crossref.NOTICES.split(body.encode(), ["doi:10.1000/a", "doi:10.1000/b"])
    read = {key: part.notices for key, part in parts.items()}
    assert read == {
        "doi:10.1000/a": (Notice("correction", "correction", "this", "doi:10.1000/n1"),),
        "doi:10.1000/b": (),
    }


@pytest.mark.parametrize(
    "update", [{"type": "retraction"}, {"type": "retraction", "DOI": ""}, {"type": "retraction", "DOI": None}]
)
def test_an_update_without_a_doi_is_a_notice_all_the_same(update):
    assert crossref_work(**{"updated-by": [update]}).notices == (Notice("retraction", "retraction", "this"),)


@pytest.mark.parametrize("update", [{"DOI": "10.1000/n"}, {"DOI": "10.1000/n", "type": "something_new"}])
def test_an_update_of_an_unknown_type_is_a_notice_all_the_same(update):
    (notice,) = crossref_work(**{"updated-by": [update]}).notices
    assert (notice.kind, notice.about, notice.target) == ("unlabelled", "this", "doi:10.1000/n")


def test_an_update_of_itself_is_about_the_work():
    update = {"DOI": "10.1000/1", "type": "retraction"}
    assert crossref_work(**{"update-to": [update]}).notices == (
        Notice("retraction", "retraction", "this", "doi:10.1000/1"),
    )


def notices_of(*items, total=None):
    message = {"total-results": len(items) if total is None else total, "items": items}
    body = json.dumps({"status": "ok", "message-type": "work-list", "message": message})
    return crossref.NOTICES.split(body.encode(), ["doi:10.1000/a", "doi:10.1000/b"])


@pytest.mark.parametrize("nothing", [{}, {"DOI": None}, {"DOI": ""}])
def test_a_notice_without_a_doi_spoils_no_other(nothing):
    named = {"DOI": None, "update-to": [{"DOI": "10.1000/a", "type": "retraction"}]}
    parts = notices_of(named, {"DOI": "10.1000/n", "update-to": [{"type": "retraction", **nothing}]})
    assert parts["doi:10.1000/a"].notices == (Notice("retraction", "retraction", "this"),)
    # What the other notice is about isn't said, so that nothing is known of b.
    assert isinstance(parts["doi:10.1000/b"], Misshapen)


def test_a_list_of_notices_that_is_cut_answers_for_no_work_without_one():
    parts = notices_of({"DOI": "10.1000/n", "update-to": [{"DOI": "10.1000/a", "type": "retraction"}]}, total=2)
    assert isinstance(parts["doi:10.1000/b"], Misshapen)
    assert not isinstance(parts["doi:10.1000/a"], Misshapen)


@pytest.mark.parametrize(
    "text",
    [
        "n/a",
        "n/a-n/a",
        "N/A",
        "null",
        "ahead-of-print",
        "Publish Ahead of Print",
        "OF1-OF16",
        "S0140-6736(97)11096-0",
        "In Press",
        "-",
    ],
)
def test_what_says_nothing_of_pages_or_volumes_is_left_out(text):
    found = crossref_work(page=text, volume=text, issue=text)
    assert (found.pages, found.volume, found.issue) == ((), None, None)


@pytest.mark.parametrize("text", ["S12-S18", "e1-e9", "12", "Suppl 1", "OF", "123456", "B12"])
def test_what_says_something_is_kept(text):
    assert crossref_work(page=text).pages == (text,)


def test_a_title_in_its_own_language_is_read():
    assert "Le magnésium" in pubmed_found(vernaculartitle="Le magnésium").titles


def test_crossref_once_answered_without_a_doi():
    body = json.dumps({"status": "ok", "message-type": "work", "message": {"DOI": "", "title": ["Liability"]}})
    assert isinstance(crossref.WORKS.split(body.encode(), ["doi:10.1000/1"])["doi:10.1000/1"], Misshapen)


SUMMARY = {
    "uid": "15509818",
    "pubdate": "2004 Oct 28",
    "epubdate": "",
    "source": "N Engl J Med",
    "authors": [{"name": "van de Beek D", "authtype": "Author", "clusterid": ""}],
    "title": "Clinical features and prognostic factors in adults with bacterial meningitis.",
    "volume": "351",
    "issue": "18",
    "pages": "1849-59",
    "pubtype": ["Journal Article", "Research Support, Non-U.S. Gov't"],
    "articleids": [
        {"idtype": "pubmed", "idtypen": 1, "value": "15509818"},
        {"idtype": "doi", "idtypen": 3, "value": "10.1056/NEJMoa040845"},
        {"idtype": "pii", "idtypen": 4, "value": "351/18/1849"},
    ],
    "references": [
        {"refsource": "N Engl J Med. 2005 Mar 3;352(9):950", "reftype": "Erratum in", "pmid": "", "note": ""},
        {"refsource": "N Engl J Med. 2005 Feb 3;352(5):512-5", "reftype": "Comment in", "pmid": 15689595, "note": ""},
    ],
    "fulljournalname": "The New England journal of medicine",
    "sortpubdate": "2004/10/28 00:00",
}


def pubmed_parts(records):
    body = json.dumps({"header": {"type": "esummary"}, "result": {"uids": list(records), **records}})
    return pubmed.SUMMARIES.split(body.encode(), [f"pmid:{key}" for key in records])


def pubmed_found(**fields):
    return pubmed_parts({"15509818": SUMMARY | fields})["pmid:15509818"]


def test_a_summary_of_pubmed():
    found = pubmed_found()
    assert (found.authors[0], found.years, found.pages) == ("van de Beek", (2004,), ("1849-59",))
    assert (found.DOI, found.PMID, found.PMCID) == ("10.1056/NEJMoa040845", "15509818", None)
    assert found.notices == (Notice("correction", "Erratum in", "this", "N Engl J Med. 2005 Mar 3;352(9):950"),)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("van de Beek D", "van de Beek"),
        ("Bagis S", "Bagis"),
        ("Smith JA Jr", "Smith"),
        ("Smith JA 3rd", "Smith"),
        ("Li X", "Li"),
        ("Ivanov IIu", "Ivanov"),
        ("Petrova ShA", "Petrova"),
        ("Smith JA III", "Smith"),
        ("Rockefeller J II", "Rockefeller"),
        ("El Amin", "El Amin"),
        ("Plato", "Plato"),
    ],
)
def test_a_family_name_stands_before_its_initials(name, family):
    assert pubmed_found(authors=[{"name": name, "authtype": "Author"}]).authors == (family,)


def test_a_group_keeps_its_whole_name():
    assert pubmed_found(authors=[{"name": "CHAMPS II", "authtype": "CollectiveName"}]).authors == ("CHAMPS II",)


def test_pubmed_tells_a_retraction_twice_and_we_once():
    link = {"reftype": "Retraction in", "refsource": "Lancet. 2010", "pmid": 20137807, "note": ""}
    found = pubmed_found(references=[link], pubtype=["Retracted Publication"])
    assert notices.without_repeats(found.notices) == (Notice("retraction", "Retraction in", "this", "PMID 20137807"),)
    assert pubmed_found(references=[], pubtype=["Retracted Publication"]).notices == (
        Notice("retraction", "Retracted Publication", "this"),
    )


def test_pubmed_says_what_it_doesnt_know_and_a_mismatch_spoils_no_other():
    records = {"15509818": SUMMARY, "1": {"uid": "1", "error": "cannot get document summary"}, "2": {"uid": []}}
    parts = pubmed_parts(records)
    assert parts["pmid:1"] is None
    assert isinstance(parts["pmid:2"], Misshapen)
    assert parts["pmid:15509818"].volume == "351"


def core(**fields):
    return {"id": "1", "source": "MED", "pmid": "1", "doi": "10.1000/A", "title": "Magnesium.", **fields}


def europepmc_parts(*results, keys=("doi:10.1000/a",), hits=None):
    body = {"version": "6.9", "hitCount": len(results) if hits is None else hits, "resultList": {"result": results}}
    return europepmc.SEARCH.split(json.dumps(body).encode(), keys)


def test_a_record_of_europe_pmc():
    result = core(
        authorList={"author": [{"fullName": "Sefton P", "firstName": "Peter", "lastName": "Sefton", "initials": "P"}]},
        journalInfo={
            "volume": "3",
            "yearOfPublication": 2011,
            "journal": {"title": "Journal of Cheminformatics", "isoabbreviation": "J Cheminform"},
        },
        pageInfo="47",
        pubYear="2011",
        firstPublicationDate="2010-10-14",
        pubTypeList={"pubType": ["Journal Article"]},
        commentCorrectionList={
            "commentCorrection": [
                {"id": "2", "source": "MED", "reference": "J Cheminform. 2012", "type": "Retraction in", "orderIn": 1},
                {"id": "3", "source": "MED", "type": "Comment in"},
                {"reference": "J Cheminform. 2013", "type": "Expression of concern in"},
            ]
        },
    )
    found = europepmc_parts(result)["doi:10.1000/a"]
    assert (found.authors[0], found.years, found.volume, found.pages) == ("Sefton", (2011, 2010), "3", ("47",))
    assert found.notices == (
        Notice("retraction", "Retraction in", "this", "PMID 2"),
        Notice("concern", "Expression of concern in", "this", "J Cheminform. 2013"),
    )


def test_pubmeds_record_is_preferred_to_others_of_the_same_article():
    results = (core(source="PPR", title="A"), core(source="PMC", title="B"), core(source="MED", title="C"))
    assert europepmc_parts(*results)["doi:10.1000/a"].titles == ("C",)
    assert europepmc_parts(*results[:2])["doi:10.1000/a"].titles == ("B",)


def test_what_isnt_among_the_results_is_unknown_unless_there_are_more():
    assert europepmc_parts() == {"doi:10.1000/a": None}
    assert isinstance(europepmc_parts(hits=9)["doi:10.1000/a"], Misshapen)


def test_the_questions_are_as_documented():
    assert crossref.WORKS.path(["doi:10.1000/a(b)<c>"], None) == "/works/10.1000%2Fa%28b%29%3Cc%3E"
    asked = crossref.NOTICES.path(["doi:10.1000/a", "doi:10.1000/b"], None)
    assert asked == ("/works?filter=updates%3A10.1000%2Fa%2Cupdates%3A10.1000%2Fb&rows=1000&select=DOI,update-to")
    asked = pubmed.SUMMARIES.path(["pmid:1", "pmid:2"], "me@example.org")
    assert asked == ("/esummary.fcgi?db=pubmed&retmode=json&version=2.0&id=1,2&tool=magpain&email=me@example.org")
    assert "email" not in pubmed.SUMMARIES.path(["pmid:1"], None)
    asked = europepmc.SEARCH.path(["pmid:1", "doi:10.1000/a", "pmcid:PMC1"], None)
    assert asked.startswith("/search?query=%28EXT_ID%3A1+AND+SRC%3AMED%29+OR+DOI%3A%2210.1000%2Fa%22+OR+PMCID%3APMC1&")


def test_a_doi_with_a_comma_is_in_no_list(kb):
    citation = structs.replace(kb.citations["park-2020"], DOI="10.1000/a,b")
    key = key_of(citation, crossref.NOTICES.identifiers)
    assert "comma" in crossref.NOTICES.cannot(key)
    assert not crossref.WORKS.cannot(key)


KEYS = st.sampled_from(
    "status message message-type DOI title author update-to updated-by result uids 1 uid authors articleids references "
    "resultList hitCount pmid doi authorList journalInfo items issued date-parts error pubtype".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("source", download.SOURCES, ids=lambda source: source.id)
@settings(deadline=None)
@given(value=JSON)
def test_any_json_is_an_answer_or_misshapen(source, value):
    keys = ["pmid:1"] if source is pubmed.SUMMARIES else ["doi:10.1000/1"]
    parts = download.split(source, json.dumps(value).encode(), keys)
    assert all(part is None or isinstance(part, Misshapen | ServiceRecord) for part in parts.values())


@pytest.mark.parametrize("source", download.SOURCES, ids=lambda source: source.id)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"<html></html>",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"result":' * 50_000,
        b'{"message": "\\ud800"}',
    ],
    ids=["empty", "cut", "null", "html", "bytes", "deep", "deep objects", "half a letter"],
)
def test_any_bytes_are_an_answer_or_misshapen(source, body):
    (part,) = download.split(source, body, ["doi:10.1000/1"]).values()
    assert isinstance(part, Misshapen)
    assert part.why.startswith("unexpected response format: ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jpwned\x07", "[2Jpwned"),
        ("a\r\nb\tc", "a b c"),
        ("a\u202eb\u200bc\u2066d\ufeff", "a b c d"),
        ("\x9b31mred", "31mred"),
        ("  ", None),
        ("", None),
        (None, None),
        ("x" * 1000, "x" * 299 + "…"),
    ],
)
def test_nothing_unseen_is_left_in_a_services_text(text, shown):
    assert clean(text) == shown


def test_only_what_is_read_is_kept():
    (part,) = europepmc_parts(core(fullTextUrlList="x" * 100_000, abstractText="y" * 100_000)).values()
    assert len(msgspec.json.encode(part)) < 300 + LONGEST_ABSTRACT


def test_a_number_in_the_place_of_a_text_is_read():
    assert (crossref_work(volume=131).volume, crossref_work(page=12).pages) == ("131", ("12",))


@pytest.mark.parametrize("shape", [{"a": "b"}, True, 1.5])
def test_another_shape_in_the_place_of_a_text_is_misshapen(shape):
    body = json.dumps({"message-type": "work", "message": {"DOI": "10.1000/1", "volume": shape}})
    (part,) = download.split(crossref.WORKS, body.encode(), ["doi:10.1000/1"]).values()
    assert isinstance(part, Misshapen)
