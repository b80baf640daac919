"""BibLaTeX is read back by pandoc and pybtex; its escaping is BibTeX's and is tested with it."""

import pytest
from pybtex.database import parse_string
from reference_samples import FULL, RETRACTED, bibliography, citation, pandoc_items

from magpain.formats import biblatex


def test_whole_entry():
    assert biblatex.render([("bagis-2013", FULL)]) == (
        "@article{bagis-2013,\n"
        "  author = {Bagis, Selda and {Arthritis and Pain Society}},\n"
        "  title = {{Is magnesium citrate treatment effective on pain?}},\n"
        "  journaltitle = {Rheumatol Int},\n"
        "  publisher = {Springer},\n"
        "  date = {2013-01-05},\n"
        "  volume = {33},\n"
        "  number = {1},\n"
        "  pages = {167--172},\n"
        "  edition = {2nd},\n"
        "  location = {Berlin},\n"
        "  langid = {english},\n"
        "  eprint = {22271372},\n"
        "  eprinttype = {pubmed},\n"
        "  isbn = {978-0-9870730-5-1},\n"
        "  doi = {10.1007/s00296-011-2334-8},\n"
        "  pmid = {22271372},\n"
        "  pmcid = {PMC7468697},\n"
        "  url = {https://example.org/a_b%20c?d=1&e=2#f},\n"
        "  urldate = {2026-01-02},\n"
        "  note = {author list incomplete as read},\n"
        "}\n"
    )


@pytest.mark.interop
@pytest.mark.parametrize(
    ("kind", "entry", "csl", "container", "publisher"),
    [
        ("article-journal", "article", "article-journal", "journaltitle", "publisher"),
        ("book", "book", "book", "series", "publisher"),
        ("chapter", "incollection", "chapter", "booktitle", "publisher"),
        ("legislation", "legislation", "legislation", "howpublished", "organization"),
        ("report", "report", "report", "series", "institution"),
        ("thesis", "thesis", "thesis", "series", "institution"),
    ],
)
def test_types(kind, entry, csl, container, publisher):
    text = biblatex.render([("k", citation(type=kind, container_title="Container", publisher="Body"))])
    read = parse_string(text, "bibtex").entries["k"]
    assert read.type == entry
    assert read.fields[container].strip("{}") == "Container"
    assert read.fields[publisher] == "Body"
    assert pandoc_items(text, "biblatex")["k"]["type"] == csl


@pytest.mark.interop
@pytest.mark.parametrize(("kind", "label"), [("webpage", None), ("post-weblog", "Blog post")])
def test_pages_of_the_web_are_online_and_name_their_site_and_publisher(kind, label):
    text = biblatex.render([("k", citation(type=kind, container_title="Site", publisher="Food and Care"))])
    item = pandoc_items(text, "biblatex")["k"]
    assert (item["type"], item.get("genre")) == ("webpage", label)
    assert item["publisher"] == "Site; Food and Care"


@pytest.mark.interop
def test_a_site_that_is_its_own_publisher_is_named_once():
    text = biblatex.render([("k", citation(type="webpage", container_title="Site", publisher="Site"))])
    assert pandoc_items(text, "biblatex")["k"]["publisher"] == "Site"


@pytest.mark.interop
def test_one_body_with_and_in_its_name_stays_one():
    name = "National Institute of Arthritis and Musculoskeletal Diseases"
    text = biblatex.render([("k", citation(type="report", publisher=name, publisher_place="Bath and Wells"))])
    item = pandoc_items(text, "biblatex")["k"]
    assert (item["publisher"], item["publisher-place"]) == (name, "Bath and Wells")


@pytest.mark.interop
def test_pandoc_reads_every_field():
    item = pandoc_items(biblatex.render([("bagis-2013", FULL)]), "biblatex")["bagis-2013"]
    assert item["author"] == [
        {"family": "Bagis", "given": "Selda"},
        {"literal": "Arthritis and Pain Society"},
    ]
    assert item["issued"] == {"date-parts": [[2013, 1, 5]]}
    assert item["accessed"] == {"date-parts": [[2026, 1, 2]]}
    expected = {
        "title": FULL.title, "container-title": "Rheumatol Int", "volume": "33", "issue": "1",
        "page": "167-172", "DOI": FULL.DOI, "PMID": FULL.PMID, "PMCID": FULL.PMCID, "URL": FULL.URL,
        "ISBN": FULL.ISBN, "publisher": "Springer", "publisher-place": "Berlin",
        "edition": "2nd", "note": FULL.note,
        "language": "en-US",
    }  # fmt: skip
    assert {name: item[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("language", "field", "value"),
    [("fa", "langid", "persian"), ("pt-BR", "langid", "portuguese"), ("Old Norse", "language", "Old Norse")],
)
def test_language(language, field, value):
    text = biblatex.render([("k", citation(language=language))])
    assert parse_string(text, "bibtex").entries["k"].fields[field] == value


@pytest.mark.interop
@pytest.mark.parametrize("issued", ["2013", "2013-02", "2013-02-28"])
def test_dates_are_whole(issued):
    item = pandoc_items(biblatex.render([("k", citation(issued=issued))]), "biblatex")["k"]
    assert item["issued"]["date-parts"] == [[int(part) for part in issued.split("-")]]


@pytest.mark.interop
def test_citeproc_builds_a_bibliography_with_its_capitals():
    text = biblatex.render([("a", citation(title="NMDA and Mg in FMS", DOI="10.1000/a_b")), ("b", FULL)])
    page = bibliography(text, "biblatex")
    assert "NMDA and Mg in FMS" in page
    assert "https://doi.org/10.1000/a_b" in page
    assert FULL.title in page


def test_retraction_is_in_the_note():
    read = parse_string(biblatex.render([("k", RETRACTED)]), "bibtex").entries["k"]
    assert read.fields["note"] == "Retracted publication; data made up"
