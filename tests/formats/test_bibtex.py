"""BibTeX is read back by bibtexparser, pybtex and pandoc."""

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string
from reference_samples import (
    FULL,
    RETRACTED,
    TRICKY_TITLES,
    anything,
    bibliography,
    citation,
    controls,
    latex_decoder,
    normalised,
    pandoc_items,
    read_by_bibtexparser,
    without_raised,
)

from magpain.formats import biblatex, bibtex
from magpain.model import Name


def brace_depths(text):
    depth = 0
    for char in text:
        depth += {"{": 1, "}": -1}.get(char, 0)
        yield depth


def test_whole_entry():
    assert bibtex.render([("bagis-2013", FULL)]) == (
        "@article{bagis-2013,\n"
        "  author = {Bagis, Selda and {Arthritis and Pain Society}},\n"
        "  title = {{Is magnesium citrate treatment effective on pain?}},\n"
        "  journal = {Rheumatol Int},\n"
        "  year = {2013},\n"
        "  month = jan,\n"
        "  volume = {33},\n"
        "  number = {1},\n"
        "  pages = {167--172},\n"
        "  edition = {2nd},\n"
        "  publisher = {Springer},\n"
        "  address = {Berlin},\n"
        "  language = {en},\n"
        "  isbn = {978-0-9870730-5-1},\n"
        "  doi = {10.1007/s00296-011-2334-8},\n"
        "  pmid = {22271372},\n"
        "  pmcid = {PMC7468697},\n"
        "  url = {https://example.org/a_b%20c?d=1&e=2#f},\n"
        "  urldate = {2026-01-02},\n"
        "  note = {author list incomplete as read},\n"
        "}\n"
    )


def test_nothing_is_an_empty_file():
    assert bibtex.render([]) == ""


@pytest.mark.interop
@pytest.mark.parametrize(
    ("kind", "entry", "csl", "container", "publisher"),
    [
        ("article-journal", "article", "article-journal", "journal", "publisher"),
        ("book", "book", "book", "series", "publisher"),
        ("chapter", "incollection", "chapter", "booktitle", "publisher"),
        ("legislation", "misc", "", "howpublished", "organization"),
        ("post-weblog", "misc", "", "howpublished", "organization"),
        ("report", "techreport", "report", "series", "institution"),
        ("thesis", "phdthesis", "thesis", "series", "school"),
        ("webpage", "misc", "", "howpublished", "organization"),
    ],
)
def test_types(kind, entry, csl, container, publisher):
    text = bibtex.render([("k", citation(type=kind, container_title="Container", publisher="Body"))])
    read = parse_string(text, "bibtex").entries["k"]
    assert read.type == entry
    assert read.fields[container].strip("{}") == "Container"
    assert read.fields[publisher] == "Body"
    assert pandoc_items(text, "bibtex")["k"]["type"] == csl


@pytest.mark.parametrize(("kind", "label"), [("report", "Report"), ("thesis", "Thesis")])
def test_no_style_calls_a_report_technical_or_a_thesis_doctoral(kind, label):
    text = bibtex.render([("k", citation(type=kind))])
    assert parse_string(text, "bibtex").entries["k"].fields["type"] == label


@pytest.mark.interop
def test_a_site_that_is_its_own_publisher_is_named_once():
    text = bibtex.render([("k", citation(type="webpage", container_title="Site", publisher="Site"))])
    assert pandoc_items(text, "bibtex")["k"]["publisher"] == "Site"


@pytest.mark.interop
def test_pandoc_reads_every_field():
    item = pandoc_items(bibtex.render([("bagis-2013", FULL)]), "bibtex")["bagis-2013"]
    assert item["author"] == [
        {"family": "Bagis", "given": "Selda"},
        {"literal": "Arthritis and Pain Society"},
    ]
    assert item["issued"] == {"date-parts": [[2013, 1]]}
    assert item["accessed"] == {"date-parts": [[2026, 1, 2]]}
    expected = {
        "title": FULL.title, "container-title": "Rheumatol Int", "volume": "33", "issue": "1",
        "page": "167-172", "DOI": FULL.DOI, "PMID": FULL.PMID, "PMCID": FULL.PMCID, "URL": FULL.URL,
        "ISBN": FULL.ISBN, "publisher": "Springer", "publisher-place": "Berlin",
        "edition": "2nd", "note": FULL.note,
    }  # fmt: skip
    assert {name: item[name] for name in expected} == expected


@pytest.mark.interop
def test_citeproc_builds_a_bibliography_with_its_capitals():
    text = bibtex.render([("a", citation(title="NMDA and Mg in FMS", DOI="10.1000/a_b")), ("b", FULL)])
    page = bibliography(text, "bibtex")
    assert "NMDA and Mg in FMS" in page
    assert "https://doi.org/10.1000/a_b" in page
    assert FULL.title in page


def test_retraction_is_in_the_note():
    read = parse_string(bibtex.render([("k", RETRACTED)]), "bibtex").entries["k"]
    assert read.fields["note"] == "Retracted publication; data made up"


@pytest.mark.parametrize("dialect", [bibtex, biblatex])
@pytest.mark.parametrize("title", TRICKY_TITLES)
def test_tricky_titles_survive(dialect, title):
    text = dialect.render([("k", citation(title=title))])
    assert read_by_bibtexparser(text)["k"]["title"] == normalised(title)
    assert not controls(text)


@pytest.mark.parametrize("dialect", [bibtex, biblatex])
@settings(deadline=None)
@given(title=anything)
def test_bibtexparser_and_pybtex_read_the_title_back(dialect, title):
    text = dialect.render([("k", citation(title=title)), ("next", citation(title="Next"))])
    entries = read_by_bibtexparser(text)
    assert entries["k"].get("title", "") == normalised(title)
    assert entries["next"]["title"] == "Next"
    fields = parse_string(text, "bibtex").entries["k"].fields
    # pybtex returns LaTeX as it stands, without its outer braces.
    assert latex_decoder().latex_to_text(fields.get("title", "")) == normalised(title)
    assert not controls(text)


def as_pandoc_prints(title):
    """Straight quotes print curly in LaTeX, and pandoc reads them so."""
    return without_double(without_raised(normalised(title).replace("'", "’").replace("`", "‘")))


def without_double(text):
    """Return a text with single quotes for double ones: which of them a pair becomes is pandoc's choice."""
    return text.replace("“", "‘").replace("”", "’")


@pytest.mark.interop
@pytest.mark.parametrize("format_name", ["bibtex", "biblatex"])
@settings(max_examples=15, deadline=None)
@given(titles=st.lists(anything.map(lambda title: title.replace("{", "").replace("}", "")), max_size=40))
def test_pandoc_reads_the_titles_back(format_name, titles):
    written = [*titles, *(f"{{{title}}} {{}}" for title in titles)]
    dialect = {"bibtex": bibtex, "biblatex": biblatex}[format_name]
    text = dialect.render((f"k{at}", citation(title=title)) for at, title in enumerate(written))
    items = pandoc_items(text, format_name) if written else {}
    read = [without_double(without_raised(items[f"k{at}"].get("title", ""))) for at in range(len(written))]
    assert read == [as_pandoc_prints(title) for title in written]


@given(title=anything, note=anything)
def test_braces_balance_as_bibtex_counts_them(title, note):
    depths = list(brace_depths(bibtex.render([("k", citation(title=title, note=note))])))
    assert min(depths) >= 0
    assert depths[-1] == 0


@given(title=anything)
def test_no_title_is_taken_for_an_accented_letter(title):
    assert "{{\\" not in bibtex.render([("k", citation(title=title))])


@pytest.mark.interop
def test_names_are_split_only_where_they_were_joined():
    authors = (
        Name(family="van der Meer", given="Jan"),
        Name(family="Rock and Roll", given="A"),
        Name(family="King, Jr.", given="M"),
        Name(literal="Ministry of Health, Food and Care"),
        Name(family="Suharto"),
        Name(family="O'Neil & Sons_", given="É."),
    )
    text = bibtex.render([("k", citation(author=authors))])
    people = parse_string(text, "bibtex").entries["k"].persons["author"]
    assert [str(person) for person in people] == [
        "van der Meer, Jan",
        "{Rock and Roll}, A",
        "{King, Jr.}, M",
        "{Ministry of Health, Food and Care}",
        "{Suharto}",
        "O'Neil \\& Sons\\_, É.",
    ]
    read = pandoc_items(text, "bibtex")["k"]["author"]
    assert [name.get("family") or name["literal"] for name in read] == [
        "Meer",
        "Rock and Roll",
        "King, Jr.",
        "Ministry of Health, Food and Care",
        "Suharto",
        "O’Neil & Sons_",
    ]


@settings(deadline=None)
@given(
    author=st.lists(st.builds(Name, family=anything, given=anything) | st.builds(Name, literal=anything), max_size=5)
)
def test_no_name_can_break_out(author):
    text = bibtex.render([("k", citation(author=tuple(author), title="Kept"))])
    assert read_by_bibtexparser(text)["k"]["title"] == "Kept"
    people = parse_string(text, "bibtex").entries["k"].persons.get("author", [])
    assert len(people) == sum(1 for name in author if normalised(name.literal or f"{name.family}{name.given}"))


def test_identifiers_are_verbatim_but_can_not_unbalance_the_file():
    text = bibtex.render([("k", citation(DOI="10.1002/(SICI)1<1::AID_2%3>3.0{CO}\\;2-2", URL="https://a.org/}x"))])
    read = parse_string(text, "bibtex").entries["k"].fields
    assert read["doi"] == "10.1002/(SICI)1<1::AID_2%3>3.0%7BCO%7D%5C;2-2"
    assert read["url"] == "https://a.org/%7Dx"


@pytest.fixture(autouse=True)
def quiet_bibtexparser(caplog):
    """Fail on what bibtexparser only logs, such as a block that it could not read."""
    yield
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
