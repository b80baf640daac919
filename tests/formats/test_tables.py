"""Tables open as they are in the programs that people use for tables, with the same cells in each."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
import questions
from markdown_it import MarkdownIt
from programs import run

from magpain.formats import separated
from magpain.formats.tables import Table

LISTS = {"conditions": "conditions", "studies": "studies", "map": "cells", "search": "results"}
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1", "－1", "＠SUM(A1)")
# Columns of the table of studies that hold numbers, where they hold anything.
NUMBERS = ("year n_randomised n_analysed elemental_mg_per_day ocebm_level estimate ci_level ci_low ci_high i2").split()
EFFECTS = "between-groups"


def rows_of(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.fixture
def studies(call, tmp_path):
    """Return the file with the table of all studies that magpain carries, and its rows."""
    assert call("studies", "-f", "csv", "-o", "studies.csv", data=None).returncode == 0
    path = tmp_path / "studies.csv"
    return path, rows_of(path.read_bytes().decode("utf-8"))


@pytest.mark.long  # three formats of every answer
@pytest.mark.parametrize("question", questions.every_question(), ids=" ".join)
def test_csv_tsv_and_json_lines_have_the_same_records(question, ask):
    head, *rows = rows_of(ask(*question, "-f", "csv").out)
    assert len(set(head)) == len(head)
    assert {len(row) for row in rows} <= {len(head)}
    flat = [[" ".join(cell.removeprefix("'").split()) for cell in row] for row in rows]
    tsv = [line.split("\t") for line in ask(*question, "-f", "tsv").out.split("\n")[:-1]]
    assert [[cell.removeprefix("'") for cell in row] for row in tsv] == flat
    if question[0] in LISTS and question[0] != "studies":
        assert len(rows) == len(ask(*question, "-f", "jsonl").out.splitlines())


@pytest.mark.parametrize("command", ["conditions", "studies"])
def test_a_list_is_a_markdown_table_with_a_row_for_each_record(command, ask):
    records = json.loads(ask(command, "--json").out)[LISTS[command]]
    page = MarkdownIt("gfm-like", {"linkify": False}).render(ask(command, "-f", "markdown").out)
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.DOTALL)
    headings = [row for row in rows if re.search(r"\A\s*<td>[^<]+</td>(\s*<td[^>]*></td>)+\s*\Z", row)]
    assert len(rows) - len(headings) == len(records)


# The table of studies is tidy


def test_a_result_is_a_row_and_a_study_without_one_too(studies, ask):
    _path, (head, *rows) = studies
    place = {name: head.index(name) for name in head}
    results = [row for row in rows if row[place["outcome"]]]
    lone = [row[place["id"]] for row in rows if not row[place["outcome"]]]
    assert len(set(lone)) == len(lone)
    assert not set(lone) & {row[place["id"]] for row in results}
    own = head[: head.index("outcome")]
    for key in {row[place["id"]] for row in results}:
        assert len({tuple(row[place[name]] for name in own) for row in rows if row[place["id"]] == key}) == 1


@pytest.mark.interop
def test_pandas_opens_it(studies):
    import pandas

    path, (head, *rows) = studies
    frame = pandas.read_csv(path)
    assert list(frame.columns) == head
    assert len(frame) == len(rows)
    assert all(pandas.api.types.is_numeric_dtype(frame[name]) for name in NUMBERS)
    assert frame["primary"].dropna().map(type).eq(bool).all()
    for name in head:
        if name not in NUMBERS and name != "primary":
            assert frame[name].fillna("").tolist() == [row[head.index(name)] for row in rows], name
    effects = frame[frame.comparison == EFFECTS]
    assert effects.estimate.notna().sum() == sum(
        1 for row in rows if row[head.index("comparison")] == EFFECTS and row[head.index("estimate")]
    )


@pytest.mark.interop
def test_polars_opens_it(studies):
    import polars

    path, (head, *rows) = studies
    frame = polars.read_csv(path, infer_schema_length=None)  # else it guesses from the first hundred rows
    assert (frame.columns, frame.height) == (head, len(rows))
    assert all(frame.schema[name].is_numeric() for name in NUMBERS)
    assert frame.schema["primary"] == polars.Boolean
    assert frame["text"].fill_null("").to_list() == [row[head.index("text")] for row in rows]


def test_sqlite_utils_takes_it_in(studies, tmp_path):
    path, (head, *rows) = studies
    command = [sys.executable, "-m", "sqlite_utils", "insert", "x.db", "studies", str(path), "--csv"]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        types = dict(connection.execute("SELECT name, type FROM pragma_table_info('studies')"))
        assert list(types) == head
        assert {types[name] for name in NUMBERS} <= {"INTEGER", "FLOAT", "REAL"}
        assert connection.execute("SELECT count(*) FROM studies").fetchone() == (len(rows),)


@pytest.mark.interop
def test_r_opens_it(studies):
    path, (head, *rows) = studies
    code = """
        d <- read.csv("studies.csv", encoding = "UTF-8")
        cat(nrow(d), paste(names(d), collapse = ","), "", sep = "\\n")
        cat(paste(names(d)[sapply(d, is.numeric)], collapse = ","), sum(d$comparison == "between-groups"), sep = "\\n")
    """
    done = run("Rscript", "--vanilla", "-e", code, folder=path.parent)
    assert (done.returncode, done.stderr) == (0, "")
    count, names, numeric, effects = done.stdout.split()
    assert (int(count), names.split(",")) == (len(rows), head)
    assert numeric.split(",") == [name for name in head if name in NUMBERS]
    assert int(effects) == sum(1 for row in rows if row[head.index("comparison")] == EFFECTS)


def cells_in_gnumeric(path):
    """Return each cell that Gnumeric finds in a CSV: its kind (formulas have none), and its text."""
    done = run("ssconvert", "-I", "Gnumeric_stf:stf_csvtab", path.name, "out.gnumeric", folder=path.parent)
    assert done.returncode == 0, done.stderr
    book = gzip.decompress((path.parent / "out.gnumeric").read_bytes()).decode("utf-8")
    found = re.findall(r"<gnm:Cell ([^>]*?)(?:/>|>(.*?)</gnm:Cell>)", book, re.DOTALL)
    return [(dict(re.findall(r'(\w+)="([^"]*)"', attributes)), text) for attributes, text in found]


@pytest.mark.interop
def test_a_spreadsheet_opens_it(studies):
    path, (head, *rows) = studies
    cells = cells_in_gnumeric(path)
    assert max(int(at["Row"]) for at, _text in cells) == len(rows)
    assert max(int(at["Col"]) for at, _text in cells) == len(head) - 1
    assert [text for at, text in cells if at["Row"] == "0"] == head
    assert [text for at, text in cells if "ValueType" not in at or text.startswith("=")] == []
    numbers = {head.index(name) for name in NUMBERS}
    kinds = {at["ValueType"] for at, _text in cells if int(at["Col"]) in numbers and at["Row"] != "0"}
    assert kinds == {"40"}  # a number, in the words of Gnumeric's format


# Nothing is a formula


def test_every_text_that_a_spreadsheet_would_reckon_is_text():
    text = separated.as_csv(Table(["a", "b"], tuple((formula, -1.5) for formula in FORMULAS)))
    # A carriage return is escaped besides: it could act on a terminal.
    assert [row[0] for row in rows_of(text)[1:]] == [f"'{formula}".replace("\r", "\\r") for formula in FORMULAS]
    assert {row[1] for row in rows_of(text)[1:]} == {"-1.5"}


@pytest.mark.interop
def test_a_spreadsheet_reckons_nothing(tmp_path):
    path = tmp_path / "formulas.csv"
    # Gnumeric guesses what parts the cells, and takes a comma where most rows say so.
    rows = [("a", "b", "c")] * 200 + [("a", formula, "c") for formula in FORMULAS]
    path.write_text(separated.as_csv(Table(["x", "y", "z"], tuple(rows))), "utf-8", newline="")
    cells = cells_in_gnumeric(path)
    assert len(cells) == 3 * (len(rows) + 1)
    assert [text for at, text in cells if at.get("ValueType") != "60"] == []  # each of them is text
    # The same cells without the apostrophe are formulas, or this test would prove nothing.
    path.write_text(path.read_text("utf-8").replace("'=", "="), "utf-8", newline="")
    assert [text for at, text in cells_in_gnumeric(path) if "ValueType" not in at]


def test_an_entry_without_a_label_is_no_list_in_a_list(ask):
    page = MarkdownIt("gfm-like", {"linkify": False}).render(
        ask("show", "fibromyalgia", "--full", "-f", "markdown").out
    )
    assert "<li>" in page
    assert page.count("<ul>") == len(re.findall(r"(?<!<li>\n)<ul>", page))
