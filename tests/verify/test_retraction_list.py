"""Lists of retracted papers, as Retraction Watch publishes them and as plain DOIs; and files that are neither."""

from __future__ import annotations

import csv
import datetime
import io
import time
import tracemalloc

import pytest
from msgspec import structs

from magpain.errors import QuestionError
from magpain.model import IntegrityCheck
from magpain.query import common
from magpain.verify import retraction_list

COLUMNS = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes"
).split(",")
KEY = "park-2020"


def row(**fields):
    return dict.fromkeys(COLUMNS, "") | {"RetractionDate": "3/4/2021 0:00", "RetractionNature": "Retraction"} | fields


def written(path, rows, columns=COLUMNS):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def verify(kb, tmp_path):
    def verify(*rows, name="retraction_watch_2026-08-21.csv", **citation):
        knowledge = structs.replace(kb, citations={KEY: structs.replace(kb.citations[KEY], **citation)})
        path = tmp_path / name
        path.write_text(rows[0], encoding="utf-8") if isinstance(rows[0], str) else written(path, rows)
        return retraction_list.verify(common.references(knowledge, [KEY]), path)

    return verify


@pytest.mark.parametrize(
    ("nature", "kind", "status"),
    [
        ("Retraction", "retraction", "retracted"),
        ("Expression of concern", "concern", "concern"),
        ("Correction", "correction", "corrected"),
    ],
)
def test_a_notice_by_its_kind(nature, kind, status, verify, kb):
    listed = row(
        OriginalPaperDOI=kb.citations[KEY].DOI.upper(),
        RetractionDOI="10.1000/Notice",
        RetractionNature=nature,
        Reason="+Concerns/Issues About Data;+Unreliable Results;",
    )
    page = verify(listed)
    (verified,) = page.verified
    (notice,) = verified.notices
    assert (notice.kind, notice.about, notice.target, notice.date) == (kind, "this", "doi:10.1000/notice", "2021-03-04")
    assert "Concerns/Issues About Data; Unreliable Results" in notice.label
    assert (verified.integrity.status, str(verified.integrity.checked_on)) == (status, "2026-08-21")
    assert verified.integrity.list == "retraction_watch_2026-08-21.csv"
    assert not page.sound
    assert page.complete


def test_a_paper_is_found_by_its_pubmed_id(verify, kb):
    page = verify(row(OriginalPaperDOI="unavailable", OriginalPaperPubMedID=kb.citations[KEY].PMID))
    assert [each.kind for each in page.verified[0].notices] == ["retraction"]


def test_ids_that_are_none_match_nothing(verify):
    page = verify(row(OriginalPaperDOI="unavailable", OriginalPaperPubMedID="0"), row(OriginalPaperDOI=""))
    assert page.sound
    assert page.verified[0].integrity.status == "not-listed"


def test_what_isnt_listed_says_by_which_list_and_not_none_known(verify):
    page = verify(row(OriginalPaperDOI="10.1000/other"))
    assert page.verified[0].integrity == IntegrityCheck(
        status="not-listed", checked_on=datetime.date(2026, 8, 21), list="retraction_watch_2026-08-21.csv"
    )


def test_what_the_file_knows_better_isnt_overwritten(verify):
    for status in ("none-known", "retracted", "concern"):
        page = verify(row(OriginalPaperDOI="10.1000/o"), integrity=IntegrityCheck(status=status))
        assert page.verified[0].integrity is None


def test_a_reinstated_paper_is_for_somebody_to_look_up(verify, kb):
    doi = kb.citations[KEY].DOI
    page = verify(row(OriginalPaperDOI=doi), row(OriginalPaperDOI=doi, RetractionNature="Reinstatement"))
    assert {each.kind for each in page.verified[0].notices} == {"retraction", "update"}
    assert page.verified[0].integrity is None


def test_the_notice_itself_is_told_as_that(verify, kb):
    page = verify(row(OriginalPaperDOI="10.1000/paper", RetractionDOI=kb.citations[KEY].DOI))
    assert [(each.about, each.target) for each in page.verified[0].notices] == [("another", "doi:10.1000/paper")]
    assert not page.sound


def test_known_notices_are_no_news(verify, kb):
    listed = row(OriginalPaperDOI=kb.citations[KEY].DOI)
    assert verify(listed, integrity=IntegrityCheck(status="retracted")).sound


@pytest.mark.parametrize("form", ["{}", "https://doi.org/{}", " {} ", "doi:{}", "\ufeff{}", '"{}"', "{}."])
def test_a_plain_list_of_dois(form, verify, kb):
    text = form.format(kb.citations[KEY].DOI.upper()) + "\n10.1000/other\n"
    page = verify(text, name="retracted_dois_2026-08-21.txt")
    (notice,) = page.verified[0].notices
    assert (notice.kind, page.sound, page.verified[0].integrity) == ("unlabelled", False, None)
    page = verify("DOI\n# a comment\n\n10.1000/other\n10.1000/more\n", name="retracted_dois_20260821.txt")
    assert str(page.verified[0].integrity.checked_on) == "2026-08-21"


def test_a_plain_list_has_no_pubmed_ids(verify):
    assert verify("10.1000/a\n", name="x.txt", DOI=None).verified[0].sources == ()


def test_the_lists_date_is_its_latest_notices_if_its_name_has_none(verify):
    rows = [row(OriginalPaperDOI="10.1000/1"), row(OriginalPaperDOI="10.1000/2", RetractionDate="12/31/2025 0:00")]
    assert str(verify(*rows, name="list.csv").verified[0].integrity.checked_on) == "2025-12-31"


@pytest.mark.parametrize(
    "text", ["", "<!DOCTYPE html><html>\n<body>\n404\n</body></html>", "a,b\n1,2\n", "\x00\x01", "OriginalPaperDOI\n"]
)
def test_what_is_neither_is_refused(text, verify):
    with pytest.raises(QuestionError, match="Retraction Watch list"):
        verify(text, name="list.csv")


def test_a_file_that_isnt_there_is_an_error(kb, tmp_path):
    with pytest.raises(QuestionError, match="cannot read"):
        retraction_list.verify(common.references(kb, [KEY]), tmp_path / "none.csv")


def test_short_rows_and_bytes_that_arent_utf8_are_survived(kb, tmp_path):
    path = written(tmp_path / "list_2026-01-01.csv", [row(OriginalPaperDOI=kb.citations[KEY].DOI, Author="Müller")])
    path.write_bytes(path.read_bytes().replace("ü".encode(), b"\xfc") + b"1,2,3\r\n")
    assert not retraction_list.verify(common.references(kb, [KEY]), path).sound


@pytest.mark.long
def test_sixty_thousand_rows_take_little_time_and_memory(kb, tmp_path):
    rows = (
        row(OriginalPaperDOI=f"10.1000/{number}", OriginalPaperPubMedID=str(number), Title="x" * 80, Reason="+A;" * 20)
        for number in range(60_000)
    )
    path = written(tmp_path / "list_2026-08-21.csv", rows)
    references = common.references(kb, tuple(kb.citations))
    started = time.process_time()
    assert retraction_list.verify(references, path).sound
    assert time.process_time() - started < 2
    tracemalloc.start()
    retraction_list.verify(references, path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 64 * 1024 * 1024


def test_the_command(run_verify, kb, tmp_path):
    path = written(tmp_path / "list_2026-08-21.csv", [row(OriginalPaperDOI=kb.citations[KEY].DOI)])
    code, out, err = run_verify("--retractions", str(path))
    assert (code, err) == (1, "")
    assert f"{KEY}  retracted:" in out
    assert "list of 2026-08-21" in out
    rows = list(csv.DictReader(io.StringIO(run_verify("--retractions", str(path), "-f", "csv")[1])))
    assert {each["integrity"] for each in rows} == {"retracted", "not-listed", ""}
    for other in ("--online", "--numbers"):
        code, _out, err = run_verify("--retractions", str(path), other)
        assert (code, err) == (2, f"magpain: --retractions and {other} cannot be used together\n")
