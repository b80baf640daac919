"""Streams that are closed, full, or whose reader went away: the right exit status, one line, and nothing lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .command import SMALL, some

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell's redirections close the streams")
# Every way in which a call writes to stdout.
ANSWERING = (
    "", "--help", "--version", "help", "help names", "help show", "show -h", "completion bash", "schema",
    "schema --output", "conditions", "conditions -f text", "show fibromyalgia", "references --json", "check",
    "search pain", "dose 400 oxide", f"diff {SMALL} {SMALL}", "references -f ris", "site public",
)  # fmt: skip
# Those that write a file and say nothing.
WRITING = (
    "show fibromyalgia -o out.txt",
    "export -o out.json",
    "export --directory out",
    "new out.yaml",
    "schema -o out",
)
REFUSED = {"show nothing-like-it": 1, "show": 2, "conditions --data nowhere.yaml": 3, "conditions -o no/such/place": 4}
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device here that is always full")


@pytest.mark.parametrize("question", ANSWERING)
def test_a_closed_stdout_is_told(question, shell):
    done = shell(f'"$M" {question} >&-')
    assert (done.status, done.out) == (4, "")
    assert "standard output is closed" in done.err


@FULL
@pytest.mark.parametrize("question", ANSWERING)
def test_a_full_stdout_is_told(question, shell):
    done = shell(f'"$M" {question} >/dev/full')
    assert done.status == 4
    assert "cannot write to standard output: " in done.err


@pytest.mark.parametrize("question", some(ANSWERING, 10))
def test_a_reader_that_went_away_is_no_error(question, shell):
    # The reader is gone before the command starts, so that its first write fails.
    done = shell(f'{{ sleep 0.05; "$M" {question}; echo "$?" >status; }} | true; cat status')
    assert (done.out, done.err) == ("0\n", "")


@pytest.mark.parametrize("question", ["show fibromyalgia --full", "schema", "references -f ris", "completion bash"])
def test_a_reader_of_the_first_line_gets_it(question, shell):
    whole = shell(f'"$M" {question}').out
    done = shell(f'{{ "$M" {question}; echo "$?" >status; }} | head -n 1; cat status')
    assert done.out == whole.split("\n")[0] + "\n0\n"
    assert done.err == ""


@pytest.mark.parametrize("question", some(ANSWERING, 7))
@pytest.mark.parametrize("led", ["2>&-", "<&-", "<&- 2>&-", pytest.param("2>/dev/full", marks=FULL)])
def test_an_answer_needs_neither_stdin_nor_stderr(question, led, shell):
    sound = shell(f'"$M" {question}').out
    done = shell(f'"$M" {question} {led}', like=sound)
    assert (done.status, done.out) == (0, sound)


@pytest.mark.parametrize("question", REFUSED)
@pytest.mark.parametrize("led", ["", ">&-", "<&-", "2>&-", "<&- >&- 2>&-", pytest.param(">/dev/full", marks=FULL)])
def test_a_refusal_has_its_status_wherever_it_is_told(question, led, shell):
    done = shell(f'"$M" {question} {led}; echo $?')
    assert done.out == f"{REFUSED[question]}\n"
    assert done.err.startswith("magpain: ") == ("2>&-" not in led)


@pytest.mark.parametrize("question", WRITING)
@pytest.mark.parametrize("led", [">&-", "2>&-", "<&- >&- 2>&-", pytest.param(">/dev/full 2>&1", marks=FULL)])
def test_a_file_is_written_whatever_becomes_of_the_streams(question, led, shell, tmp_path):
    done = shell(f'"$M" {question} {led}')
    assert (done.status, done.err) == (0, "")
    (found,) = tmp_path.iterdir()
    assert found.name.startswith("out")
    assert found.is_dir() or found.stat().st_size > 500
