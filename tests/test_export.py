"""The whole knowledge file as a database, as JSON and YAML, and as pages, read back by programs nobody here wrote."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pytest
import sqlite_utils
from jsonschema import Draft202012Validator
from programs import required

from magpain import export, knowledge, schema
from magpain.errors import OutputError, QuestionError
from magpain.export import database
from magpain.links import references
from magpain.model import Upgrade

DOCUMENT = Path(__file__).parent.parent / "docs" / "database.md"
HOSTILE = '\'); DROP TABLE studies; -- "x" <script>'
FILES = pytest.mark.parametrize("which", ["small", "shipped", "harms"])


@pytest.fixture(scope="module")
def known():
    """Return the small knowledge file, the one that magpain carries, and one with rated harms."""
    here = Path(__file__).parent
    return {
        "harms": knowledge.load(here / "data" / "harms.yaml"),
        "small": knowledge.load(here / "data" / "small.yaml"),
        "shipped": knowledge.load(here.parent / "data" / "conditions.yaml"),
    }


@pytest.fixture(scope="module")
def databases(known, tmp_path_factory):
    folder = tmp_path_factory.mktemp("databases")
    for name, kb in known.items():
        export.to_file(kb, str(folder / f"{name}.db"), protected=None)
    return folder


@pytest.fixture
def opened(databases, which):
    with closing(sqlite3.connect(databases / f"{which}.db")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def everything(record):
    """Yield a record and all records within it."""
    if isinstance(record, msgspec.Struct):
        yield record
        for name in record.__struct_fields__:
            yield from everything(getattr(record, name))
    elif isinstance(record, dict):
        for item in record.values():
            yield from everything(item)
    elif isinstance(record, tuple):
        for item in record:
            yield from everything(item)


def made(folder):
    """Return the names of what a call left behind in its folder, which is its home too: the cache's is no matter."""
    return {path.name for path in folder.iterdir()} - {".cache"}


def count(connection, table):
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608


# The database


@FILES
def test_foreign_keys_hold(opened):
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@FILES
def test_every_record_is_there(opened, known, which):
    kb = known[which]
    conditions, studies = kb.conditions.values(), kb.studies.values()
    topics = [*kb.background.values(), *kb.safety.values()]
    results = [result for study in studies for result in study.results]
    expected = {
        "groups": len(kb.groups),
        "conditions": len(kb.conditions),
        "findings": sum(len(owner.findings) for owner in (*conditions, *topics)),
        "studies": len(kb.studies),
        "arms": sum(len(study.arms) for study in studies),
        "results": len(results),
        "result_values": sum(len(result.values) for result in results),
        "citations": len(kb.citations),
        "authors": sum(len(citation.author) for citation in kb.citations.values()),
        "topics": len(topics),
        "claims": sum(len(item.claims) for item in (*conditions, *topics)),
        "recommendations": sum(len(condition.recommendations) for condition in conditions),
        "statements": sum(len(topic.statements) for topic in topics)
        + sum(len(item.associations) + len(item.disagreements) + len(item.warnings) for item in conditions),
        "forms": len(kb.dosing.forms),
        "upper_limits": len(kb.dosing.upper_limits),
        "reference_intakes": len(kb.dosing.reference_intakes),
        "not_found": sum(len(condition.not_found) for condition in conditions),
    }
    assert {table: count(opened, table) for table in expected} == expected


@FILES
def test_every_link_to_a_citation_is_there(opened, known, which):
    named = [
        path[0]
        for record in everything(export.as_file(known[which]))
        for path, section, _key in references(record)
        if section == "citations"
    ]
    assert count(opened, "cites") == named.count("cites") + named.count("made_in")
    for field, query in {
        "citation": "SELECT count(*) FROM studies",
        "source": "SELECT count(source_id) + count(control_risk_source_id) FROM findings",
        "rated_by": "SELECT count(*) FROM findings WHERE rated_by_id IS NOT NULL",
        "judged_by": "SELECT count(*) FROM studies WHERE bias_judged_by_id IS NOT NULL",
        "also_reported_in": "SELECT count(*) FROM study_reports",
    }.items():
        assert opened.execute(query).fetchone()[0] == named.count(field), field


@FILES
def test_nothing_that_the_file_says_is_missing(opened, known, which):
    """Every text, number and date of the file is the whole of some cell."""
    tables = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = (row for table in tables for row in opened.execute(f"SELECT * FROM {table}"))  # noqa: S608
    cells = {cell for row in rows for cell in tuple(row)}
    for record in everything(export.as_file(known[which])):
        for name in record.__struct_fields__:
            value = getattr(record, name)
            for part in value if isinstance(value, tuple) else (value,):
                plain = part.isoformat() if isinstance(part, datetime.date) else part
                if isinstance(plain, str | int | float):
                    assert plain in cells, (type(record).__name__, name, plain)


@FILES
def test_values_of_findings(opened, known, which):
    kb = known[which]
    for place, owners in (("", kb.conditions), ("safety/", kb.safety)):
        for key, finding in ((key, finding) for key, owner in owners.items() for finding in owner.findings):
            row = opened.execute("SELECT * FROM findings WHERE id = ?", (f"{place}{key}/{finding.id}",)).fetchone()
            assert row["topic_id" if place else "condition_id"] == f"{place}{key}"
            effect = finding.effect
            assert (row["outcome"], row["direction"], row["estimate"]) == (
                finding.outcome,
                effect.direction,
                effect.estimate,
            )
            assert (row["ci_low"], row["ci_high"]) == ((effect.ci.low, effect.ci.high) if effect.ci else (None, None))
            assert row["elemental_mg_per_day"] == finding.intervention.elemental_mg_per_day
            assert (row["studies"], row["participants"]) == (finding.evidence.studies, finding.evidence.participants)
            assert row["certainty"] == finding.certainty.rating


@FILES
def test_steps_add_up_to_the_certainty(opened):
    levels = ["very-low", "low", "moderate", "high"]
    totals = opened.execute(
        "SELECT f.certainty_start, f.certainty, sum(s.step) AS moved FROM findings AS f "
        "JOIN certainty_steps AS s ON s.finding_id = f.id GROUP BY f.id"
    ).fetchall()
    assert totals
    for row in totals:
        assert levels[max(0, min(3, levels.index(row["certainty_start"]) + row["moved"]))] == row["certainty"]


@FILES
def test_values_of_studies_results_and_citations(opened, known, which):
    kb = known[which]
    for key, study in kb.studies.items():
        row = opened.execute("SELECT * FROM studies WHERE id = ?", (key,)).fetchone()
        assert (row["design"], row["n_randomised"]) == (study.design, study.n_randomised)
        assert row["extraction_date"] == study.extraction.date.isoformat()
        rows = opened.execute("SELECT * FROM results WHERE study_id = ? ORDER BY position", (key,)).fetchall()
        columns = "text comparison measure estimate unit p i2 better direction studies participants".split()
        for row, result in zip(rows, study.results, strict=True):
            assert [row[name] for name in columns] == [getattr(result, name) for name in columns]
            assert bool(row["is_primary"]) == result.primary
            interval = (result.ci.level, result.ci.low, result.ci.high) if result.ci else (None, None, None)
            assert (row["ci_level"], row["ci_low"], row["ci_high"]) == interval
            values = opened.execute("SELECT * FROM result_values WHERE result_id = ? ORDER BY position", (row["id"],))
            assert [(each["arm"], each["value"], each["sd"], each["events"], each["n"]) for each in values] == [
                (each.arm, each.value, each.sd, each.events, each.n) for each in result.values
            ]
    for key, citation in kb.citations.items():
        row = opened.execute("SELECT * FROM citations WHERE id = ?", (key,)).fetchone()
        assert (row["title"], row["doi"], row["pmid"]) == (citation.title, citation.DOI, citation.PMID)
        assert (row["container_title"], row["integrity"]) == (citation.container_title, citation.integrity.status)


@FILES
def test_every_view_answers(opened, which):
    views = {row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert len(views) == 8
    without = {"claims_assessed", "study_results", "doses_studied"} if which == "harms" else {"harms"}
    for view in views - without:
        assert opened.execute(f"SELECT * FROM {view}").fetchall(), view  # noqa: S608


def test_full_text_finds_without_accents_and_leads_to_its_record(databases):
    with closing(sqlite3.connect(databases / "small.db")) as connection:
        hits = connection.execute("SELECT kind, id FROM search WHERE search MATCH 'fibromyalgia citrate'").fetchall()
        assert ("findings", "fibromyalgia/symptoms-oral-citrate") in hits
        for kind, key in connection.execute("SELECT kind, id FROM search").fetchall():
            found = connection.execute(f"SELECT 1 FROM {kind} WHERE id = ?", (key,))  # noqa: S608
            assert found.fetchone(), key


def test_sqlite_utils_opens_it(databases):
    opened = sqlite_utils.Database(databases / "small.db")
    assert sorted(key.other_table for key in opened["finding_studies"].foreign_keys) == ["findings", "studies"]
    assert opened["findings"].pks == ["id"]
    assert opened["conditions"].get("fibromyalgia")["evidence_level"] == "very-low"
    opened.conn.close()


def datasette(folder, *arguments):
    """Run Datasette on the small database, without a server, and return what it says."""
    surroundings = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONPATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "datasette", *arguments],
        capture_output=True, encoding="utf-8", cwd=folder, check=False,
        env=surroundings | {"HOME": str(folder), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.interop
def test_datasette_opens_it(databases, known):
    kb = known["small"]
    counted = datasette(databases, "inspect", "small.db")["small"]["tables"]
    assert counted["studies"]["count"] == len(kb.studies)
    assert counted["citations"]["count"] == len(kb.citations)
    [opened] = datasette(databases, "small.db", "--get", "/-/databases.json")
    assert (opened["name"], opened["size"]) == ("small", (databases / "small.db").stat().st_size)


@pytest.mark.interop
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("conditions/fibromyalgia.json?_shape=array", {"id": "fibromyalgia", "evidence_level": "very-low"}),
        ("findings/fibromyalgia~2Fpain-oral.json?_shape=array", {"id": "fibromyalgia/pain-oral"}),
        ("condition_overview.json?_shape=array&name=Fibromyalgia", {"evidence_level": "very-low"}),
        (
            "search.json?_shape=array&_search=super+malic&kind=citations",
            {"title": "Treatment of Fibromyalgia Syndrome with Super Malic: A Randomized, Double Blind, Placebo "
                      "Controlled, Crossover Pilot Study"},
        ),
        ("small.json?_shape=array&sql=select+count(*)+as+n+from+conditions", {"n": 5}),
    ],
    ids=["row", "row with a slash in its key", "view", "full text", "query"],
)  # fmt: skip
def test_datasette_answers_from_it(path, expected, databases):
    address = f"/{path}" if path.startswith("small.json") else f"/small/{path}"
    [row] = datasette(databases, "small.db", "--get", address)
    assert {name: row[name] for name in expected} == expected


def test_text_of_the_file_is_data_and_nothing_else(known, tmp_path):
    kb = known["small"]
    hostile = msgspec.structs.replace(kb.conditions["fibromyalgia"], summary=HOSTILE, synonyms=(HOSTILE,))
    changed = msgspec.structs.replace(kb, conditions={**kb.conditions, "fibromyalgia": hostile})
    export.to_file(changed, str(tmp_path / "x.db"), protected=None)
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        query = "SELECT summary FROM conditions WHERE id = 'fibromyalgia'"
        assert connection.execute(query).fetchone()[0] == HOSTILE
        assert connection.execute("SELECT 1 FROM synonyms WHERE synonym = ?", (HOSTILE,)).fetchone()
        assert count(connection, "studies") == len(kb.studies)


def test_ratings_of_others_and_upgrades_are_told(known, tmp_path):
    kb = known["small"]
    condition = kb.conditions["renal-colic"]
    finding = condition.findings[0]
    upgrade = Upgrade(domain="large-effect", step=1, reason="twice as many")
    certainty = msgspec.structs.replace(finding.certainty, rated_by="chen-2020", upgrades=(upgrade,))
    changed = msgspec.structs.replace(
        condition, findings=(msgspec.structs.replace(finding, certainty=certainty), *condition.findings[1:])
    )
    conditions = {**kb.conditions, "renal-colic": changed}
    export.to_file(msgspec.structs.replace(kb, conditions=conditions), str(tmp_path / "x.db"), protected=None)
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        key = f"renal-colic/{finding.id}"
        rated = connection.execute("SELECT rated_by, rated_by_id FROM findings WHERE id = ?", (key,)).fetchone()
        assert rated == ("chen-2020", "chen-2020")
        steps = connection.execute("SELECT domain, step, reason FROM certainty_steps WHERE finding_id = ?", (key,))
        assert steps.fetchall()[-1] == ("large-effect", 1, "twice as many")
        ours = connection.execute(
            "SELECT count(*) FROM findings WHERE rated_by = 'magpain' AND rated_by_id IS NOT NULL"
        )
        assert ours.fetchone()[0] == 0


def test_same_knowledge_gives_the_same_bytes(known):
    assert database.build(known["small"]) == database.build(known["small"])


def test_a_skeleton_has_a_database_too(call, tmp_path):
    assert call("new", "mine.yaml").returncode == 0
    for name in ("mine.db", "mine.json"):
        assert call("export", "--data", "mine.yaml", "-o", name).stderr == ""
    assert call("export", "--data", "mine.yaml", "--directory", "pages").stderr == ""
    assert not (tmp_path / "pages" / "safety.md").exists()


# Its documentation


def described():
    """Return what docs/database.md says of views and tables, drawn from the comments of schema.sql."""
    tables, views = [], []
    text = database.SCHEMA.read_text("utf-8")
    for about, kind, name, body in re.findall(
        r"^-- ([^\n]+)\nCREATE (TABLE|VIRTUAL TABLE|VIEW) (\w+)(.*?);$", text, re.MULTILINE | re.DOTALL
    ):
        if kind == "VIEW":
            views.append(f"- `{name}`: {about}\n")
            continue
        columns = re.findall(r"^  ([a-z]\w*) ?([^\n]*?),? -- ([^\n]+)$", body, re.MULTILINE)
        rows = [f"| `{column}` | {made} | {meaning} |\n" for column, made, meaning in columns]
        tables.append(
            f"\n### {name}\n\n{about}\n\n| column | type | what it holds |\n| --- | --- | --- |\n{''.join(rows)}"
        )
    return "".join(["## Views\n\n", *views, "\n## Tables\n", *tables])


def test_document_is_current():
    head, mark, rest = DOCUMENT.read_bytes().decode("utf-8").partition("## Views\n")
    if os.environ.get("GOLDEN") == "write":
        DOCUMENT.write_text(head + described(), encoding="utf-8", newline="\n")
    else:
        assert mark + rest == described()


def test_every_table_and_column_is_documented():
    text = DOCUMENT.read_text("utf-8")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(database.SCHEMA.read_text("utf-8"))
        named = connection.execute("SELECT type, name FROM sqlite_master WHERE type <> 'index'").fetchall()
        for kind, name in named:
            if name.startswith("search_"):
                continue
            if kind == "view":
                assert f"- `{name}`: " in text
                continue
            section = text.split(f"### {name}\n")[1].split("\n### ")[0]
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            assert re.findall(r"^\| `(\w+)` ", section, re.MULTILINE) == columns


# JSON and YAML


@FILES
@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_file_reads_back_as_equal(which, suffix, known, tmp_path):
    file = tmp_path / f"x.{suffix}"
    export.to_file(known[which], str(file), protected=None)
    assert knowledge.load(file) == known[which]
    assert [problem for problem in knowledge.check(file) if problem.severity == "error"] == []


@FILES
def test_json_fits_the_schema(which, known, tmp_path):
    export.to_file(known[which], str(tmp_path / "x.json"), protected=None)
    text = (tmp_path / "x.json").read_text("ascii")
    Draft202012Validator(json.loads(schema.of_file())).validate(json.loads(text))


def test_whole_file_is_the_sections(known):
    whole = export.as_file(known["small"])
    assert whole.conditions == known["small"].conditions
    assert whole.magpain == known["small"].format == "2"


# The pages


def targets(text):
    """Return the addresses that a page's links lead to, as a Markdown reader understands them."""
    return [unquote(target.strip("<>")) for target in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", text)]


@FILES
def test_links_of_pages_resolve(which, known, tmp_path):
    folder = tmp_path / "pages"
    export.to_directory(known[which], str(folder))
    pages = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    linked = set()
    for page in pages:
        for target in targets((folder / page).read_text("utf-8")):
            if not target.startswith("http"):
                found = (folder / page).parent.joinpath(target).resolve()
                assert found.is_file(), (page, target)
                linked.add(found.relative_to(folder.resolve()).as_posix())
    assert linked == pages
    kb = known[which]
    assert {f"conditions/{key}.md" for key in kb.conditions} | {f"groups/{key}.md" for key in kb.groups} < pages


def test_pages_hold_what_the_command_shows(known, call, tmp_path):
    export.to_directory(known["small"], str(tmp_path / "pages"))
    page = (tmp_path / "pages" / "conditions" / "renal-colic.md").read_text("utf-8")
    assert page.startswith(call("show", "renal colic", "--full", "-f", "markdown").stdout)


def test_text_of_the_file_is_no_markup_in_the_index(known, tmp_path):
    kb = known["small"]
    hostile = msgspec.structs.replace(kb.conditions["fibromyalgia"], name="[x](javascript:alert(1)) | <b>")
    changed = msgspec.structs.replace(kb, conditions={**kb.conditions, "fibromyalgia": hostile})
    export.to_directory(changed, str(tmp_path / "pages"))
    index = (tmp_path / "pages" / "README.md").read_text("utf-8")
    assert r"[\[x\](javascript:alert(1)) \| \<b\>](conditions/fibromyalgia.md)" in index


# The command


def test_command_writes_each_kind(call, tmp_path):
    for name in ("x.db", "x.sqlite", "x.json", "x.yaml", "x.yml"):
        done = call("export", "-o", name)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert call("export", "--directory", "pages").returncode == 0
    assert (tmp_path / "x.db").read_bytes() == (tmp_path / "x.sqlite").read_bytes()
    assert made(tmp_path) == {"x.db", "x.sqlite", "x.json", "x.yaml", "x.yml", "pages"}


def test_command_replaces_a_database(call, tmp_path):
    (tmp_path / "x.db").write_bytes(b"something else")
    assert call("export", "-o", "x.db").returncode == 0
    assert (tmp_path / "x.db").read_bytes().startswith(b"SQLite format 3\x00")


@pytest.mark.parametrize(
    "arguments", [(), ("-o", "x.txt"), ("-o", "x"), ("-o", ""), ("-o", "x.db", "--directory", "pages")]
)
def test_malformed_question(arguments, call, tmp_path):
    done = call("export", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert made(tmp_path) == set()


def test_knowledge_file_is_never_written_over(call, small, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_bytes(small.read_bytes())
    assert call("export", "-o", "mine.yaml", data=mine).returncode == 2
    assert mine.read_bytes() == small.read_bytes()


def test_nothing_is_left_where_it_could_not_be_written(call, tmp_path):
    for arguments in (("-o", "no/such/x.db"), ("--directory", "no/such/pages")):
        done = call("export", *arguments)
        assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert made(tmp_path) == set()


def test_directory_that_holds_something_is_left_alone(call, tmp_path):
    (tmp_path / "pages").mkdir()
    assert call("export", "--directory", "pages").returncode == 0
    before = (tmp_path / "pages" / "README.md").read_bytes()
    (tmp_path / "pages" / "mine.txt").write_text("mine", "utf-8")
    done = call("export", "--directory", "pages")
    assert done.returncode == 2
    assert "is not an empty directory" in done.stderr
    assert (tmp_path / "pages" / "README.md").read_bytes() == before


def test_pages_appear_whole_or_not_at_all(known, tmp_path, monkeypatch):
    written = Path.write_bytes

    def full(path, *arguments, **options):
        if path.name == "fibromyalgia.md":
            raise OSError(28, "No space left on device")
        return written(path, *arguments, **options)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left on device"):
        export.to_directory(known["small"], str(tmp_path / "pages"))
    assert list(tmp_path.iterdir()) == []


def test_sqlite_without_full_text_search_is_said(known, monkeypatch, tmp_path):
    broken = tmp_path / "schema.sql"
    broken.write_text("CREATE VIRTUAL TABLE search USING nothing_of_the_kind (x);", "utf-8")
    monkeypatch.setattr(database, "SCHEMA", broken)
    with pytest.raises(OutputError, match="FTS5"):
        database.build(known["small"])


def test_other_names_are_refused_by_the_door(known, tmp_path):
    with pytest.raises(QuestionError, match=r"must end in \.db, \.json or \.yaml"):
        export.to_file(known["small"], str(tmp_path / "x.docx"), protected=None)


# The tidy table of studies, read as a data frame would be


def test_csv_of_studies_is_read_by_its_columns(call, known):
    rows = list(csv.DictReader(io.StringIO(call("studies", "-f", "csv").stdout, newline="")))
    kb = known["small"]
    assert {row["id"] for row in rows} == set(kb.studies)
    assert len(rows) == sum(max(1, len(study.results)) for study in kb.studies.values())
    estimates = [float(row["estimate"]) for row in rows if row["estimate"]]
    assert sorted(estimates) == sorted(
        result.estimate for study in kb.studies.values() for result in study.results if result.estimate is not None
    )


@pytest.mark.interop
def test_sqlite3_shell_opens_it(databases):
    done = subprocess.run(
        [required("sqlite3"), str(databases / "small.db"), "SELECT count(*) FROM conditions"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "5\n"
