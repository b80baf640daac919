"""Every citation that magpain carries survives each reference format, as programs nobody here wrote read it back."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import nbib as nbib_reader
import pybtex.database
import pytest
import rispy
from programs import run
from reference_samples import (
    bibliography,
    csl_validator,
    latex_decoder,
    normalised,
    pandoc_items,
    read_by_bibtexparser,
    without_raised,
)

from magpain import knowledge
from magpain.formats import biblatex, bibtex, csl, nbib, ris

TESTS = Path(__file__).parents[1]
FORMATS = {"bibtex": bibtex, "biblatex": biblatex, "csl": csl, "ris": ris, "nbib": nbib}


@cache
def citations():
    return knowledge.load(TESTS.parent / "data" / "conditions.yaml").citations


@cache
def written(name):
    return FORMATS[name].render(citations().items())


@cache
def items():
    """Return the citations as CSL items, by their ids."""
    return {item["id"]: item for item in json.loads(written("csl"))}


def test_the_titles_are_hard_enough():
    """What the formats must carry does occur: else this file proves less than it says."""
    titles = " ".join(citation.title for citation in citations().values())
    assert [char for char in "[]&%–—ακéö食’" if char not in titles] == []


def test_csl_holds_every_field_and_fits_its_own_schema():
    csl_validator().validate(list(items().values()))
    for key, citation in citations().items():
        item = items()[key]
        for field in "title volume issue edition publisher DOI PMID PMCID ISBN URL language".split():
            assert item.get(field, "") == normalised(getattr(citation, field) or ""), key
        assert item.get("container-title", "") == normalised(citation.container_title or "")
        assert [tuple(name.values()) for name in item.get("author", [])] == [
            tuple(normalised(part) for part in (name.family, name.given, name.literal) if part)
            for name in citation.author
        ]
        assert "-".join(f"{part:02}" for part in item["issued"]["date-parts"][0]) == citation.issued


# By pandoc

# The fields that pandoc's readers take over whole. What is missing here is lost or read as another field, as
# docs/reference-formats.md says of the format or of pandoc.
_SHARED = ("title", "author", "volume", "issue", "page", "edition", "DOI")
_BIB = (*_SHARED, "PMID", "PMCID", "ISBN", "URL", "note", "accessed", "publisher-place")
PANDOC_READS = {
    "bibtex": _BIB,
    "biblatex": (*_BIB, "issued"),
    "csl": (*_BIB, "issued", "type", "language", "publisher", "container-title", "status"),
    "ris": (*_SHARED, "publisher", "container-title"),
}
CONTAINERS = {"report": "collection-title", "book": "collection-title", "thesis": "collection-title"}


def plain(value):
    """Return a value without what pandoc's typography changes: the shape of quotes, raised digits, narrow spaces."""
    text = without_raised(str(value or "")).translate(str.maketrans("’‘`“”\u202f", "'''\"\" "))
    return " ".join(text.split())


def words(names):
    """Return the words of names, however a reader parts them: pandoc knows particles, and spaces initials."""
    return [sorted(re.findall(r"\w+", " ".join(name.values()))) for name in names or []]


@pytest.mark.interop
@pytest.mark.parametrize("name", PANDOC_READS)
def test_pandoc_reads_every_citation(name):
    read = pandoc_items(written(name), {"csl": "csljson"}.get(name, name))
    assert list(read) == list(items())
    for key, item in items().items():
        for field in PANDOC_READS[name]:
            if field == "author":
                assert words(read[key].get(field)) == words(item.get(field)), key
            elif field != "URL" or field in item:  # BibLaTeX's eprint becomes an address
                assert plain(read[key].get(field)) == plain(item.get(field)), (key, field)
        assert read[key]["issued"]["date-parts"][0][:1] == item["issued"]["date-parts"][0][:1]
        if name in ("bibtex", "biblatex") and item["type"] in ("article-journal", "chapter", *CONTAINERS):
            container = CONTAINERS.get(item["type"], "container-title")
            assert plain(read[key].get(container)) == plain(item.get("container-title")), key
            assert plain(read[key].get("publisher")) == plain(item.get("publisher")), key


@pytest.mark.interop
@pytest.mark.parametrize("name", ["bibtex", "biblatex", "csl"])
def test_citeproc_builds_the_whole_bibliography(name):
    page = plain(bibliography(written(name), {"csl": "csljson"}.get(name, name))).casefold()
    for key, item in items().items():
        assert plain(item["title"]).casefold().strip(" ?.!") in page, key
        assert item.get("DOI", "").casefold() in page, key


# By readers of one format


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_bibtexparser_and_pybtex_read_every_citation(name):
    entries = read_by_bibtexparser(written(name))
    people = pybtex.database.parse_string(written(name), "bibtex").entries
    assert list(entries) == list(people) == list(items())
    for key, item in items().items():
        fields = people[key].fields
        assert entries[key]["title"] == item["title"]
        assert latex_decoder().latex_to_text(fields["title"]) == item["title"]
        for field in ("DOI", "PMID", "PMCID", "URL", "ISBN"):
            assert fields.get(field, "") == item.get(field, ""), key
        for field, ours in {"volume": "volume", "number": "issue"}.items():
            assert entries[key].get(field, "") == item.get(ours, ""), key
        assert fields.get("pages", "").replace("--", "-") == item.get("page", "")
        assert (fields["date"] if name == "biblatex" else fields["year"]) in citations()[key].issued
        names = [latex_decoder().latex_to_text(str(person)) for person in people[key].persons.get("author", [])]
        assert [sorted(re.findall(r"\w+", name)) for name in names] == words(item.get("author")), key


def test_rispy_reads_every_citation():
    records = {record["id"]: record for record in rispy.loads(written("ris"))}
    assert list(records) == list(items())
    same = {
        "title": "title", "secondary_title": "container-title", "volume": "volume", "number": "issue",
        "edition": "edition", "publisher": "publisher", "doi": "DOI", "accession_number": "PMID", "custom2": "PMCID",
        "issn": "ISBN", "language": "language", "place_published": "publisher-place",
    }  # fmt: skip
    for key, item in items().items():
        record = records[key]
        assert {field: record.get(field, "") for field in same} == {
            field: item.get(ours, "") for field, ours in same.items()
        }
        ends = (record.get("start_page"), record.get("end_page"))
        assert "-".join(part for part in ends if part) == item.get("page", "")
        assert record["date"].rstrip("/").replace("/", "-") == citations()[key].issued
        assert [sorted(re.findall(r"\w+", name)) for name in record.get("authors", [])] == words(item.get("author"))
        assert record.get("notes", [""]) == [item.get("note", "")]
        assert record.get("urls", [""])[0].replace("%3B", ";") == item.get("URL", "")


def test_nbib_reads_every_citation():
    for (key, item), record in zip(items().items(), nbib_reader.read(written("nbib")), strict=True):
        assert record["title"] == item["title"]
        assert str(record.get("pubmed_id", "")) == item.get("PMID", "")
        assert record.get("doi", "") == item.get("DOI", "")
        assert record["publication_date"][:4] == citations()[key].issued[:4]
        for field, ours in {"journal_volume": "volume", "journal_issue": "issue", "pages": "page"}.items():
            assert record.get(field, "") == item.get(ours, ""), key
        people = [name for name in item.get("author", []) if "literal" not in name]
        assert [sorted(re.findall(r"\w+", name["author"])) for name in record.get("authors", [])] == words(people)


# What biber's data model has no place for in these entries, and what the file doesn't know: docs/reference-formats.md.
BIBER_KNOWS_NOT = re.compile(
    r"Field 'pmc?id' invalid in data model"
    r"|Missing mandatory field"
    r"|Invalid field 'series' for entrytype 'report'"
    r"|Invalid field '(type|isbn)' for entrytype 'online'"
    r"|Invalid field '(author|title|note)' for entrytype 'legislation'"
)


@pytest.mark.interop
def test_biber_takes_every_entry(tmp_path):
    (tmp_path / "all.bib").write_text(written("biblatex"), "utf-8")
    done = run("biber", "--tool", "--validate-datamodel", "--output-file=out.bib", "all.bib", folder=tmp_path)
    assert done.returncode == 0, done.stdout
    said = [line for line in done.stdout.splitlines() if line.startswith(("WARN", "ERROR"))]
    assert [line for line in said if not BIBER_KNOWS_NOT.search(line)] == []
    entries = pybtex.database.parse_string((tmp_path / "out.bib").read_text("utf-8"), "bibtex").entries
    assert {key.casefold() for key in entries} == set(items())
