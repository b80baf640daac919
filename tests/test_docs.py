"""The documents' commands run, what they show is what is printed, and their links and commands lead somewhere."""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import shutil
from pathlib import Path

import documents
import pytest

from magpain.shell.commands import commands, program

ROOT = Path(__file__).parent.parent
PAGES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")))
# Every command of the help is run for this page.
COMMANDS, LONG = "docs/reference/commands.md", [pytest.mark.long]
LINKED = [*PAGES, "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "benchmarks/README.md"]
# As wide as a page in a pipe is; the README has room for more.
WIDTHS = {"README.md": "100"}


def text_of(page):
    return (ROOT / page).read_text("utf-8")


@pytest.mark.skipif(not shutil.which("bash"), reason="the examples are written for a POSIX shell")
@pytest.mark.parametrize("page", [pytest.param(page, marks=LONG) if page == COMMANDS else page for page in PAGES])
def test_a_page_does_what_it_shows(page, tmp_path, request):
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    surroundings = documents.environment(home) | {"COLUMNS": WIDTHS.get(page, "80")}
    run = documents.Run(folder, surroundings, lambda name: available(name, surroundings["PATH"]))
    today = documents.run(text_of(page), run)
    if os.environ.get("GOLDEN") == "write":
        (ROOT / page).write_text(today, encoding="utf-8", newline="\n")
    assert not run.faults, "\n\n".join(run.faults)
    demanded = os.environ.get("MAGPAIN_SHELLS") == "1" and request.config.getoption("interop")
    if run.missing and not demanded:
        pytest.skip(f"not all of it was run, for want of {', '.join(sorted(run.missing))}")
    assert not run.missing


def available(name, path):
    """Return whether a program is on the path, or a word of the shell itself.

    What pandoc prints differs between its versions: only the one that `.[interop]` installs is asked.
    """
    if name == "pandoc" and not importlib.util.find_spec("pypandoc"):
        return False
    return name in {"source", "cd", "export", "echo", "test", "for", "done", "do"} or shutil.which(name, path=path)


def test_the_pages_show_something():
    counted = {page: len(re.findall(r"```(?:console|sh|python|pycon)\n", text_of(page))) for page in PAGES}
    assert counted["README.md"] >= 3
    assert counted["docs/reference/commands.md"] >= 15


@pytest.mark.parametrize("page", [page for page in PAGES if ">>> " in text_of(page)])
def test_python_examples(page, small, monkeypatch, tmp_path):
    monkeypatch.setenv("MAGPAIN_DATA", str(small))
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(
        str(ROOT / page), module_relative=False, optionflags=doctest.ELLIPSIS, encoding="utf-8"
    )
    assert (failed, tried > 0) == (0, True)


@pytest.mark.parametrize("page", LINKED)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", text_of(page), flags=re.DOTALL)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        assert path.exists(), target
        assert not anchor or anchor in anchors(path.read_text("utf-8")), target


def anchors(text):
    """Return the anchors of a page's headings, as GitHub and the site both make them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_commands_in_the_text_exist(page):
    known = commands()
    for line in re.findall(r"`magpain ([^`\n]+)`", text_of(page)):
        name, *words = line.split()
        if name.startswith("-"):
            assert program().option(name), line
        elif name not in ("COMMAND", "__complete", "shwo"):
            assert name in known, line
            options = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
            assert all(known[name].option(option) for option in options), line


@pytest.mark.parametrize("page", LINKED)
def test_files_named_in_the_text_exist(page):
    folders = r"(?:tests|magpain|docs|benchmarks|data|man|completions|\.ci|\.github)"
    for path in re.findall(rf"`(?:python )?({folders}/[\w./-]*)`", text_of(page)):
        assert (ROOT / path).exists(), path


def test_programs_are_found_in_lines():
    assert documents.programs("magpain show x | jq '.a | b' && sort # then pandoc\nsqlite3 a.db") == {
        "magpain",
        "jq",
        "sort",
        "sqlite3",
    }


def test_a_page_that_shows_something_else_is_told(tmp_path):
    page = "```console\n$ echo one\ntwo\n```\n\n```sh\nfalse\n```\n"
    run = documents.Run(tmp_path, documents.environment(tmp_path), lambda _name: True)
    assert documents.run(page, run) == page.replace("two", "one")
    assert len(run.faults) == 2
