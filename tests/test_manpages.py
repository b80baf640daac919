"""The manual pages: current, told by the commands themselves, and without a fault for either reader of them."""

from __future__ import annotations

import os
import subprocess
from functools import partial
from pathlib import Path

import programs
import pytest

from magpain.shell import help_topics
from magpain.shell.commands import Command, Option, commands
from tools import manpages

MAN = Path(__file__).parents[1] / "man"
PAGES = sorted(str(path.relative_to(MAN)) for path in MAN.glob("man*/*"))


def written() -> dict[str, str]:
    return manpages.pages()


def test_pages_are_current():
    stored = {name: (MAN / name).read_bytes().decode("ascii") for name in PAGES}
    assert stored == written(), "run: python -m tools.manpages man"


def test_every_command_and_topic_has_a_page():
    for name, command in commands().items():
        page = written()[f"man1/magpain-{name}.1"]
        for option in command.options:
            assert all("\\fB" + spelling.replace("-", "\\-") + "\\fR" in page for spelling in option.names)
    assert {f"man7/magpain-{name}.7" for name in help_topics.TOPICS} <= set(written())


def test_old_pages_are_taken_away(tmp_path):
    (tmp_path / "man1").mkdir()
    (tmp_path / "man1" / "magpain-gone.1").touch()
    manpages.main(str(tmp_path))
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.glob("*/*")) == sorted(written())


def test_nothing_in_a_help_is_a_request():
    odd = Command(
        "odd",
        "Sum.\n\n.so /etc/passwd \\*[x] 'TH ⊕\n\nExamples:\n  'ds x\n  .br",
        (),
        (Option(("--o",), "X", ".so", (), None),),
    )
    page = manpages._of_command(odd)
    assert page.isascii()
    assert "\\e*[x] \\(aqTH \\[u2295]" in page
    assert not [line for line in page.splitlines() if line.startswith((".so", ".ds", ".br", "'"))]


required = partial(programs.required, demand="MAGPAIN_SHELLS")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    surroundings = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "TERM": "dumb"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=surroundings, check=False)


@pytest.mark.interop
@pytest.mark.parametrize("page", PAGES)
def test_man_shows_the_page_without_a_warning(page):
    done = run(required("man"), "--warnings", "-P", "cat", "-l", str(MAN / page))
    if "has been minimized" in done.stdout and os.environ.get("MAGPAIN_SHELLS") != "1":
        pytest.skip("man is a stand-in here that shows no page (MAGPAIN_SHELLS=1 would demand a real one)")
    assert (done.returncode, done.stderr) == (0, "")
    assert "NAME" in done.stdout
    assert Path(page).stem in done.stdout
    if page.endswith(".7"):
        assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.interop
@pytest.mark.parametrize("page", PAGES)
def test_mandoc_finds_no_fault(page):
    done = run(required("mandoc"), "-Tlint", "-Wwarning", str(MAN / page))
    assert (done.returncode, done.stdout) == (0, "")
