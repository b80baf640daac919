"""What reaches a pipe, a terminal or a file: no control of anybody's, and something to read in every encoding."""

from __future__ import annotations

import csv
import encodings
import io
import os
import pkgutil
import re
import sys
import unicodedata
from collections import Counter

import pytest

from magpain.formats import Format

from . import command
from .command import LONG, OWN, SMALL, is_json, some

QUESTIONS = (
    ("show", "fibromyalgia", "--full"), ("show", "widespread"), ("why", "fibromyalgia"), ("studies",), ("references",),
    ("conditions",), ("conditions", "-f", "text"), ("search", "pain"), ("forest", "renal-colic"), ("map",),
    ("map", "-f", "text"), ("compare", "fibromyalgia", "renal-colic"), ("dose", "400", "oxide"), ("safety",),
    ("mechanism",), ("check",), ("help",), ("help", "names"), ("show", "-h"), ("completion", "zsh"), ("schema",),
)  # fmt: skip
# Names of files that somebody else may have chosen.
NAMES = (
    b"\x1b[31mred.yaml", b"\xff.yaml", "\u202etxt.yaml".encode(), b"a\tb\nc.yaml", b"=1+1.yaml", b"[bold]x.yaml",
    b"<img src=x>.yaml", b"\x7f.yaml", b"**b** `c` | d.yaml", b"\r\nTY  - JOUR.yaml",
)  # fmt: skip
# Those of Windows' consoles, and one that holds the signs of a page but not all of its letters.
ALWAYS_TRIED = ("cp1252", "cp437", "cp932", "euc_jis_2004")
ENCODINGS = sorted({name for _finder, name, _package in pkgutil.iter_modules(encodings.__path__)} - {"aliases"})
C_LOCALE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names of files")


def unsound(text: str) -> str:
    """Return a knowledge file with a rule broken, and with escapes in it that stand for what may not be in a file."""
    broken = text.replace("rating: moderate", "rating: high", 1)
    return broken.replace(
        "    name: Fibromyalgia\n", '    "n\\e[31m\\u202e=[bold]": x\n    name: "\\e]0;x\\a\\x9b31m"\n'
    )


@posix
@pytest.mark.parametrize("format_", Format)
def test_no_name_of_a_file_acts_in_what_check_writes(format_, call, tmp_path):
    for name in some(NAMES, 5):
        path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118 no Path holds bytes
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(unsound(SMALL.read_text("utf-8")).encode())
        done = call("check", "-f", format_, "--", name)
        assert done.status in (1, 2)
        if format_ is Format.JSON:
            assert is_json(done.out)
        if format_ is Format.CSV:
            assert not [row for row in csv.reader(io.StringIO(done.out)) if row[0].startswith(("=", "+", "@"))]


@posix
@pytest.mark.parametrize("format_", [Format.TEXT, Format.JSON, Format.CSV, Format.TSV, Format.MARKDOWN, Format.HTML])
def test_no_name_of_a_file_acts_in_what_diff_writes(format_, call, tmp_path):
    for name in some(NAMES, 5):
        path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118 no Path holds bytes
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(SMALL.read_bytes().replace(b"name: Fibromyalgia\n", b"name: Fibromyalgy\n"))
        assert call("diff", "-f", format_, "--", SMALL, name).status == 0


@pytest.mark.parametrize("name", ENCODINGS if LONG else sorted({*some(ENCODINGS, 8), *ALWAYS_TRIED}))
def test_every_encoding_of_stdout_gets_the_answer(name, call, home, copies, tmp_path):
    environment = command.surroundings(home, MAGPAIN_CACHE=str(copies), PYTHONIOENCODING=name)
    probe = command.program([command.python(), "-c", "print('magpain')"], environment, tmp_path)
    if probe.status:
        pytest.skip("no encoding of a stream")
    for question in (("show", "fibromyalgia", "--full"), ("references",)):
        done = call(*question, "-o", tmp_path / "answer")
        words = set(re.findall(r"[a-z]{5,}", (tmp_path / "answer").read_text("utf-8")))
        (tmp_path / "answer").unlink()
        done = command.run(question, environment, tmp_path)
        assert (done.status, done.err) == (0, "")
        text = done.out.encode("utf-8", "surrogateescape").decode(name, "replace")
        assert len(words - set(re.findall(r"[a-z]{5,}", text))) <= len(words) // 50


@pytest.mark.parametrize("locale", [{"PYTHONIOENCODING": "ascii"}, C_LOCALE], ids=["ascii", "C"])
@pytest.mark.parametrize("question", some(QUESTIONS, 11), ids=" ".join)
def test_an_ascii_output_gets_ascii(question, locale, call):
    done = call(*question, **locale)
    assert done.status == 0
    assert done.out.isascii()
    if question[0] not in ("help", "completion", "schema", "check") and "-h" not in question:
        assert done.out == call(*question, "--ascii").out


@pytest.mark.parametrize("columns", some(["0", "1", "20", "39", "100000", "9" * 30, "-1", "x"], 3))
def test_no_width_hides_a_fact(columns, call):
    for question in (("show", "fibromyalgia", "--full"), ("conditions", "-f", "text"), ("map", "-f", "text")):
        wide, narrow = call(*question).out, call(*question, COLUMNS=columns).out
        assert max(map(cells, narrow.splitlines())) <= 120
        # Addresses may be broken, pictures are drawn for their width, and stacked tables repeat headings: no letter
        # or digit gets lost.
        if question[0] != "map":
            lost = Counter(filter(str.isalnum, wide)) - Counter(filter(str.isalnum, narrow))
            headings = sum(len(title) for title in ("Condition", "Outcome"))
            assert sum(lost.values()) <= headings


@pytest.mark.parametrize("columns", some([20, 40, 1, 80, 300, 0], 3))
@pytest.mark.parametrize("question", [("show", "fibromyalgia"), ("conditions",), ("map",), ("forest", "renal-colic")])
def test_a_terminal_of_any_width_gets_nothing_but_colours_and_links(question, columns, on_terminal):
    done = on_terminal(*question, columns=columns)
    assert done.status == 0
    assert "\x1b[" in done.out
    # Where the terminal has no width to tell, it is taken for 80 columns.
    assert max(map(cells, OWN.sub("", done.out).splitlines())) <= max(40, min(columns or 80, 120))


@pytest.mark.parametrize("kind", ["dumb", "", "unknown", "vt52"])
def test_a_terminal_without_colours_gets_none_when_it_says_so(kind, on_terminal):
    assert ("\x1b" in on_terminal("conditions", TERM=kind).out) == (kind != "dumb")
    assert "\x1b" not in on_terminal("conditions", TERM=kind, NO_COLOR="1").out


@pytest.mark.parametrize(
    "text", ["磁気療法と線維筋痛症", "🧠💊🦴", "e\u0301te\u0301 a\u0308", "ＡＢＣ", "ก็ข้าว", "x🩹y"]
)
def test_wide_and_combining_letters_align(text, call, on_terminal, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(SMALL.read_text("utf-8").replace("    name: Fibromyalgia\n", f"    name: {text}\n"), "utf-8")
    for shown in (
        call("conditions", "-f", "text", MAGPAIN_DATA=str(mine), COLUMNS="120").out,
        OWN.sub("", on_terminal("conditions", columns=120, MAGPAIN_DATA=str(mine)).out),
    ):
        rows = [line for line in shown.splitlines() if "⊕" in line and "⊕⊕⊕⊕ high" not in line]
        assert any(text in row for row in rows)
        assert len({cells(row[: row.index("⊕")]) for row in rows}) == 1 < len(rows)


def cells(text: str) -> int:
    """Return the columns that a terminal gives a text."""
    seen = (char for char in text if unicodedata.category(char) not in ("Mn", "Me", "Cf"))
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in seen)
