"""Pages and names as people write them, in every reference format: in full where that is sure, else untouched."""

from __future__ import annotations

import json

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from nbib import read as read_nbib
from pybtex.database import parse_string
from reference_samples import citation

from magpain.formats import biblatex, bibtex, csl, nbib, ris, vancouver
from magpain.formats._reference import first_and_last, full_pages, short_name
from magpain.model import Name

# What PubMed, Crossref and people write, and the pages in full.
RANGES = [
    ("1027-9.e4", "1027-1029.e4"), ("1093-1099.e1-e5", "1093-1099.e1-e5"), ("1093-9.e1-5", "1093-1099.e1-e5"),
    ("385-96.e2", "385-396.e2"), ("47-55e1", "47-55e1"), ("1093.e1-8", "1093.e1-1093.e8"),
    ("1093.e1-1093.e8", "1093.e1-1093.e8"), ("xi-xv", "xi-xv"), ("i\u2013viii", "i-viii"), ("XIV-XXI", "XIV-XXI"),
    ("S12-8", "S12-S18"), ("S98-102", "S98-S102"), ("S1-207", "S1-S207"), ("23S-29S", "23S-29S"),
    ("iii12-8", "iii12-iii18"), ("A12-A15", "A12-A15"), ("e1-9", "e1-e9"), ("167 \u2014 72", "167-172"),
    ("98-102", "98-102"), ("1-1024", "1-1024"), ("0012-0018", "0012-0018"), ("101-05", "101-105"),
]  # fmt: skip
# Numbers of items, articles and sections, and dates: no ranges.
NUMBERS = [
    "S1001-2002(20)30123-4", "S0140-6736(20)30183-5", "S0304-3959(99)00123-4", "M20-1234", "M20-0123", "L19-0456",
    "20-1234", "19-0123", "2020-0123", "e2020-0123", "CD009402", "e0123456", "10.1-2", "2021-03-04", "10.1000/abc-1",
    "mix-max", "104,123", "FSO-2020-0012", "bmj.n895", "1234-A",
]  # fmt: skip


@pytest.mark.parametrize(("page", "full"), RANGES)
def test_a_range_is_in_full_in_every_format(page, full):
    record = citation(page=page)
    assert full_pages(page) == full
    assert f":{full}." in vancouver.cite(record)
    assert json.loads(csl.render([("a", record)]))[0]["page"] == full
    assert f"PG  - {full}\n" in nbib.render([("a", record)])
    first, last = first_and_last(page)
    (read,) = rispy.loads(ris.render([("a", record)]))
    assert (read["start_page"], read["end_page"]) == (first, last)
    assert full == f"{first}-{last}"
    for dialect in (bibtex, biblatex):
        (entry,) = bibtexparser.parse_string(dialect.render([("a", record)])).entries
        assert entry["pages"] == full.replace("-", "--")


@pytest.mark.parametrize("page", NUMBERS)
def test_what_is_no_range_is_untouched_in_every_format(page):
    record = citation(page=page)
    assert full_pages(page) == full_pages(page, "--") == page
    assert f":{page}." in vancouver.cite(record)
    assert json.loads(csl.render([("a", record)]))[0]["page"] == page
    assert f"PG  - {page}\n" in nbib.render([("a", record)])
    (read,) = rispy.loads(ris.render([("a", record)]))
    assert (read["start_page"], read.get("end_page")) == (page, None)
    for dialect in (bibtex, biblatex):
        (entry,) = bibtexparser.parse_string(dialect.render([("a", record)])).entries
        assert entry["pages"] == page


def test_several_ranges_are_each_in_full_and_start_the_reading_whole():
    record = citation(page="12-5; discussion 16-7, xi-xv")
    assert full_pages(record.page) == "12-15; discussion 16-17, xi-xv"
    assert "SP  - 12-15; discussion 16-17, xi-xv\n" in ris.render([("a", record)])
    assert "EP  - " not in ris.render([("a", record)])


@given(st.text(alphabet="0123456789Sexiv-\u2013., ;()M", min_size=1, max_size=16))
def test_pages_in_full_stay_so_and_lose_nothing(page):
    full = full_pages(page)
    assert full_pages(full) == full
    assert len(full) >= len(page.strip().replace(" ", "").replace("---", "-").replace("--", "-"))


@given(st.integers(1, 99999), st.integers(0, 400), st.sampled_from(["", "S", "e", "iii"]))
def test_an_abbreviated_range_is_the_whole_one(first, more, prefix):
    whole, last = f"{prefix}{first}-{prefix}{first + more}", str(first + more)
    same = len(str(first)) == len(last)
    kept = next((at for at in range(len(last)) if last[at] != str(first)[at]), len(last) - 1) if same else 0
    assert full_pages(f"{prefix}{first}-{last[kept:]}") == whole


NAMES = [
    ({"family": "Smith", "given": "John Jr"}, "Smith J Jr"),
    ({"family": "Smith", "given": "John Jr."}, "Smith J Jr"),
    ({"family": "Smith", "given": "John", "suffix": "Jr."}, "Smith J Jr"),
    ({"family": "Smith Jr", "given": "John"}, "Smith J Jr"),
    ({"family": "Smith, Sr.", "given": "John P"}, "Smith JP Sr"),
    ({"family": "King", "given": "Martin Luther, Jr."}, "King ML Jr"),
    ({"family": "Roe", "given": "Ann", "suffix": "MD"}, "Roe A MD"),
    ({"family": "Gates", "given": "W H III"}, "Gates WH 3rd"),
    ({"family": "Gates", "given": "William", "suffix": "IV"}, "Gates W 4th"),
    ({"family": "Windsor", "given": "Henry II"}, "Windsor H 2nd"),
    ({"family": "Fry", "given": "V"}, "Fry V"),
    ({"family": "Ivanov", "given": "I I"}, "Ivanov II"),
    ({"family": "Doe", "given": "William [Bill] H"}, "Doe WH"),
    ({"family": "Doe", "given": "William \u201cBill\u201d H"}, "Doe WH"),
    ({"family": "Doe", "given": "W (nee Roe)"}, "Doe W"),
    ({"family": "Doe", "given": "W (Bill"}, "Doe W"),
    ({"family": "O'Neil", "given": "D'Arcy"}, "O'Neil D"),
    ({"family": "al-\u02bfAs\u012br\u012b", "given": "\u02bfUthm\u0101n"}, "al-\u02bfAs\u012br\u012b U"),
    ({"family": "Smith", "given": "\u2018Aolani"}, "Smith A"),
    ({"family": "\u674e", "given": "\u56db"}, "\u674e\u56db"),
    ({"family": "\u91d1", "given": "\u660e\u54f2"}, "\u91d1\u660e\u54f2"),
    ({"family": "\ubc15", "given": "\uc9c0\ubbfc"}, "\ubc15\uc9c0\ubbfc"),
    ({"family": "\u4f50\u85e4", "given": "\u3055\u304f\u3089"}, "\u4f50\u85e4\u3055\u304f\u3089"),
    ({"family": "محمد", "given": "علي"}, "محمد علي"),
    ({"family": "\u05db\u05d4\u05df", "given": "\u05d3\u05d5\u05d3"}, "\u05db\u05d4\u05df \u05d3\u05d5\u05d3"),
    ({"family": "Попов", "given": "Пётр"}, "Попов П"),
    ({"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}, "van der Berg J"),
    (
        {"family": "Fontaine", "given": "Jean", "dropping-particle": "de", "non-dropping-particle": "La"},
        "de La Fontaine J",
    ),
    ({"literal": "A Society of Knees (Jr)"}, "A Society of Knees (Jr)"),
]  # fmt: skip


def named(parts):
    return Name(**{name.replace("-", "_"): text for name, text in parts.items()})


@pytest.mark.parametrize(("parts", "short"), NAMES)
def test_a_name_is_shortened_as_medline_does(parts, short):
    assert short_name(named(parts)) == short
    assert vancouver.cite(citation(author=(named(parts),))).startswith(f"{short}. ")
    if "literal" not in parts:
        assert f"AU  - {short}\n" in nbib.render([("a", citation(author=(named(parts),)))])


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_name_is_shortened_to_one_line(family, given_names):
    short = short_name(Name(family=family or "x", given=given_names or None))
    assert short == " ".join(short.split())


FULL = {"family": "Smith", "given": "John", "suffix": "Jr.", "non-dropping-particle": "van der"}


def test_suffix_and_particles_have_their_place_in_every_format():
    record = citation(author=(named(FULL),))
    assert json.loads(csl.render([("a", record)]))[0]["author"] == [FULL]
    assert "AU  - van der Smith, John, Jr.\n" in ris.render([("a", record)])
    assert "FAU - van der Smith, John Jr.\n" in nbib.render([("a", record)])
    for dialect in (bibtex, biblatex):
        (person,) = parse_string(dialect.render([("a", record)]), "bibtex").entries["a"].persons["author"]
        assert (person.prelast_names, person.last_names) == (["van", "der"], ["Smith"])
        assert (person.first_names, person.lineage_names) == (["John"], ["Jr."])


def test_the_pubmed_reader_takes_the_suffix(tmp_path):
    record = citation(author=(named(FULL),), PMID="1")
    (read,) = read_nbib(nbib.render([("a", record)]))
    assert read["authors"][0]["author_abbreviated"] == "van der Smith J Jr"


@pytest.mark.parametrize("others", ["et al", "et al.", "Et al.", "and others", "others"])
@pytest.mark.parametrize("part", ["literal", "family"])
def test_authors_that_were_cut_off_are_others_in_bibtex(others, part):
    record = citation(author=(Name(family="Roe", given="A"), Name(**{part: others})))
    assert "author = {Roe, A and others}" in bibtex.render([("a", record)])
    assert "author = {Roe, A and others}" in biblatex.render([("a", record)])
    assert "et al" in vancouver.cite(record).lower() or "others" in vancouver.cite(record)


@pytest.mark.parametrize("name", [{"family": "Others", "given": "A"}, {"literal": "Others and Sons"}])
def test_a_name_like_that_is_a_name(name):
    assert "others}" not in bibtex.render([("a", citation(author=(Name(**name),)))])


def test_every_format_has_plain_line_ends_and_no_mark():
    record = citation(author=(Name(literal="A Body"),), title="T", issued="2020-03-04")
    for written in (bibtex, biblatex, ris, csl, nbib):
        text = written.render([("a", record)])
        assert "\r" not in text
        assert not text.startswith("\ufeff")
        assert text.endswith("\n")
