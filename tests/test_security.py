"""The promises of docs/security.md that no other test holds: hostile text stays text, and nothing reaches out."""

from __future__ import annotations

import ast
import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from markdown_it import MarkdownIt

import magpain
from magpain import model
from magpain.knowledge import decode, locate

ROOT = Path(__file__).parent.parent
SOURCES = sorted(Path(magpain.__file__).parent.rglob("*.py"))
# Text that the reader takes, since it is printable, and that some program or other would take for more than text.
HOSTILE = "<script>alert(1)</script> [bold red]x[/bold red] **b** `c` | d ``` [e](http://e.example) <!-- $x$"
QUESTIONS = (
    ("show", "fibromyalgia", "--full"),
    ("show", "widespread"),
    ("why", "fibromyalgia"),
    ("studies", "fibromyalgia"),
    ("references", "fibromyalgia"),
    ("compare", "fibromyalgia", "renal-colic"),
    ("forest", "renal-colic"),
    ("conditions",),
    ("map",),
)
# What could reach a network, run another program, or run text as code.
REACHING = {
    "socket", "ssl", "http", "http.client", "urllib.request", "ftplib", "smtplib", "xmlrpc", "webbrowser", "requests",
    "httpx", "asyncio", "subprocess", "multiprocessing", "pickle", "marshal", "shelve", "ctypes",
}  # fmt: skip
# The one file that may, and only where a call is told to: tests/verify/test_command.py.
ALLOWED = {
    Path("verify/fetching.py"): {"urllib.request", "http.client"},
    # The user's own pager, on a terminal.
    Path("formats/pager.py"): {"subprocess"},
}
RUNNING = {"eval", "exec", "compile", "system", "popen"}


@pytest.fixture
def hostile(small, tmp_path):
    """Return a sound knowledge file whose names, outcomes, titles, populations and comparators are hostile."""
    field = re.compile(r"^(\s+(?:- )?)(name|outcome|title|comparator|population|body): (?![|>'\"{\[])(.+)$", re.M)
    text = field.sub(lambda found: f"{found[1]}{found[2]}: '{HOSTILE} {found.start()}'", small.read_text("utf-8"))
    path = tmp_path / "hostile.yaml"
    # A value that went on over several lines leaves its further lines behind, which are of no use any more.
    kept, quoted = [], False
    for line in text.splitlines(keepends=True):
        hangs = quoted and not re.match(r"\s*(- )?[A-Za-z_-]+:|\s*- ", line)
        if not hangs:
            kept.append(line)
            quoted = HOSTILE in line
    path.write_text("".join(kept), encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_hostile_text_is_no_markup_of_a_terminal(question, hostile, call):
    done = call(*question, "--color", "always", "-f", "text", data=hostile)
    assert (done.returncode, done.stderr) == (0, "")
    shown = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", done.stdout)
    assert not [char for char in shown if not char.isprintable() and char != "\n"]
    assert "[bold" in shown


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_hostile_text_is_no_markup_of_a_markdown_page(question, hostile, call):
    done = call(*question, "-f", "markdown", data=hostile)
    assert (done.returncode, done.stderr) == (0, "")
    page = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(done.stdout)
    assert not re.findall(r"<(?!/?(?:h[1-6]|p|ul|ol|li|em|strong|a|table|thead|tbody|tr|t[hd]|pre|code)\b)[^>]*>", page)
    assert "e.example" not in "".join(re.findall(r'href="([^"]*)"', page))
    assert "<strong>b</strong>" not in page


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_is_a_formula(text, small, call, tmp_path):
    old = small.read_text("utf-8")
    path = tmp_path / "formula.yaml"
    path.write_text(old.replace("    name: Fibromyalgia\n", f"    name: '{text}'\n"), encoding="utf-8", newline="")
    rows = list(csv.DictReader(call("conditions", "-f", "csv", data=path).stdout.splitlines()))
    assert f"'{text}" in [row["name"] for row in rows]


def test_a_tab_or_line_end_parts_no_cell(hostile, call):
    rows = [line.split("\t") for line in call("conditions", data=hostile).stdout.splitlines()]
    assert {len(row) for row in rows} == {12}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_nothing_reaches_a_network_runs_a_program_or_rests_on_assert(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        assert not isinstance(node, ast.Assert), f"{path}: validation never rests on assert"
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        own = ALLOWED.get(path.relative_to(Path(magpain.__file__).parent), set())
        assert not (REACHING - own).intersection(names), f"{path}: {names}"
        called = getattr(getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", None))
        allowed = isinstance(getattr(node, "func", None), ast.Attribute) and called == "compile"
        assert allowed or called not in RUNNING, f"{path}: {called}"


def test_no_file_of_the_current_folder_is_read(small, call, tmp_path):
    for name in ("magpain.toml", ".magpain.yaml", "conditions.yaml", "pyproject.toml"):
        (tmp_path / name).write_text("[tool.magpain]\nraise SystemExit(9)\n", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "conditions.yaml").write_text("magpain: '1'\n", encoding="utf-8")
    done = call("check", data=None)
    assert done.returncode == 0
    assert str(locate.bundled()) in done.stdout


@pytest.mark.parametrize("number", ["nan", "NaN", ".nan", "inf", "-inf", ".inf", "1e400", "1e15", "-1e15"])
@pytest.mark.parametrize("kind", [model.Number, model.Positive, model.Percent])
def test_no_number_is_without_bounds(number, kind):
    with pytest.raises(msgspec.ValidationError):
        decode.convert(number, kind)


@pytest.mark.parametrize("question", [("conditions", "-f", "text"), ("show", "fibromyalgia", "--full"), ("map",)])
def test_a_page_is_never_narrower_than_twenty_columns(question, call):
    page = call(*question, COLUMNS="20").stdout
    assert page
    for columns in ("1", "19"):
        assert call(*question, COLUMNS=columns).stdout == page


@pytest.fixture
def shell(small, tmp_path):
    """Return a function that runs `magpain` with its output led somewhere by a shell."""

    def run(redirected):
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        surroundings = kept | {"MAGPAIN_DATA": str(small), "HOME": str(tmp_path), "MAGPAIN": sys.executable}
        script = f'"$MAGPAIN" -m magpain show fibromyalgia --full {redirected}'
        return subprocess.run(["sh", "-c", script], capture_output=True, text=True, env=surroundings, check=False)

    return run


def test_a_closed_output_ends_the_call_in_one_line(shell):
    done = shell(">&-")
    assert done.returncode == 4
    assert done.stderr.startswith("magpain: ")
    assert done.stderr.count("\n") == 1


def test_a_file_is_written_though_the_output_is_closed(shell, tmp_path):
    done = shell(f"-o '{tmp_path}/page.txt' >&-")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Fibromyalgia" in (tmp_path / "page.txt").read_text("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device here that is always full")
def test_a_full_output_ends_the_call_in_one_line(shell):
    done = shell("> /dev/full")
    assert done.returncode == 4
    assert done.stderr.count("\n") == 1


def test_a_reader_that_went_away_ends_the_call_quietly(shell):
    done = shell("| true; echo done")
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_every_test_that_the_promises_name_is_there():
    named = re.findall(r"`(tests/[^`]+)`", (ROOT / "docs" / "security.md").read_text("utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
