"""Homes, clocks, interpreters' switches and archives: the same answer, whatever surrounds the call."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from . import command
from .command import SMALL, some

QUESTIONS = (
    ("show", "fibromyalgia", "--json"),
    ("conditions", "-f", "text"),
    ("search", "pain"),
    ("why", "fibromyalgia"),
)
YEAR = 31_557_600


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> dict[tuple[str, ...], str]:
    """Return what the installed command answers in plain surroundings."""
    folder = tmp_path_factory.mktemp("sound")
    environment = command.surroundings(folder, MAGPAIN_CACHE="")
    return {question: command.run(question, environment, folder).out for question in QUESTIONS}


@pytest.fixture
def run(judged, home, tmp_path):
    """Return a function that runs magpain by another line than its command's name."""

    def ran(*line: object, like: str | None = None, **variables: str):
        environment = command.surroundings(home) | variables
        return judged(command.program(map(str, line), environment, tmp_path), like=like)

    return ran


@pytest.mark.parametrize(
    "switches", [(), ("-O",), ("-OO",), ("-I",), ("-E", "-s"), ("-B",), ("-X", "dev"), ("-W", "error")]
)
def test_a_switch_of_the_interpreter_changes_no_answer(switches, run, sound):
    for question in some(QUESTIONS, 2):
        # Twice: from the file, and from its copy.
        for _time in range(2):
            done = run(command.python(), *switches, "-m", "magpain", *question, like=sound[question])
            assert (done.status, done.err) == (0, "")


@pytest.mark.parametrize("switches", [("-O",), ("-OO",)])
def test_a_file_is_refused_without_assertions_too(switches, run, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(SMALL.read_text("utf-8").replace("rating: moderate", "rating: high", 1), "utf-8")
    done = run(command.python(), *switches, "-m", "magpain", "conditions", "--data", bad)
    assert (done.status, done.out) == (3, "")


@pytest.fixture(scope="module")
def package() -> Path:
    """Return where the package of the command lies."""
    line = [command.python(), "-I", "-c", "import magpain; print(magpain.__file__)"]
    return Path(subprocess.run(line, capture_output=True, text=True, check=True).stdout.strip()).parent


@pytest.mark.parametrize("way", ["on the path", "as an application"])
def test_magpain_runs_from_an_archive(way, package, run, sound, tmp_path):
    archive = tmp_path / "magpain.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in package.rglob("*"):
            if path.suffix not in (".pyc", ".yaml"):
                file.write(path, Path("magpain", path.relative_to(package)))
        file.writestr("__main__.py", "from magpain.__main__ import main\nmain()\n")
    line = {"on the path": ("-m", "magpain"), "as an application": (archive,)}[way]
    for question in some(QUESTIONS, 2):
        done = run(command.python(), *line, *question, like=sound[question], PYTHONPATH=str(archive))
        assert (done.status, done.err) == (0, "")
    for asked in (("export", "-o", "all.db"), ("show", "fm", "-f", "html"), ("schema",), ("site", "public")):
        assert run(command.python(), *line, *asked, PYTHONPATH=str(archive)).status == 0
    # The knowledge file that magpain carries doesn't lie in the archive as a file.
    assert run(command.python(), *line, "conditions", PYTHONPATH=str(archive), MAGPAIN_DATA="").status in (0, 3)


@pytest.mark.parametrize("place", ["unset", "missing", "a file", "empty", "relative"])
def test_a_home_that_is_none_changes_no_answer(place, judged, sound, tmp_path):
    (tmp_path / "file").touch()
    named = {"missing": "/nowhere/at/all", "a file": str(tmp_path / "file"), "empty": "", "relative": "home"}
    environment = command.surroundings(tmp_path, HOME=named.get(place, ""))
    if place == "unset":
        del environment["HOME"]
        # Then it is the user's own, from the system's list: nothing may be left there by a test.
        environment["MAGPAIN_CACHE"] = ""
    for question in some(QUESTIONS, 2):
        for _time in range(2):
            assert judged(command.run(question, environment, tmp_path), like=sound[question]).status == 0


@pytest.mark.parametrize("years", [-20, 30, 200])
def test_a_file_of_another_time_is_told_as_it_is(years, call, tmp_path, home):
    # A clock that stands in the past sees files from the future, and the other way round.
    path = tmp_path / "mine.yaml"
    cache = {"MAGPAIN_CACHE": str(home / "cache"), "MAGPAIN_DATA": str(path)}
    for name in (b"Fibromyalgia", b"Another name", b"Fibromyalgia"):
        path.write_bytes(SMALL.read_bytes().replace(b"name: Fibromyalgia\n", b"name: " + name + b"\n"))
        when = time.time() + years * YEAR
        os.utime(path, (when, when))
        sound = call(*QUESTIONS[0], "--no-cache", **cache).out
        assert name.decode() in sound
        for _time in range(2):
            call(*QUESTIONS[0], like=sound, **cache)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is in use can't be removed on Windows")
def test_a_folder_that_is_gone_hinders_nobody(shell, sound):
    for question in some(QUESTIONS, 2):
        asked = " ".join(question)
        assert shell(f'mkdir gone; cd gone; rmdir ../gone; "$M" {asked}', like=sound[question]).status == 0
    assert shell('mkdir gone; cd gone; rmdir ../gone; "$M" show fm -o out').status == 4


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX's own limits")
def test_few_open_files_are_enough(shell, sound):
    asked = " ".join(QUESTIONS[0])
    for _time in range(2):
        assert shell(f'ulimit -n 12; "$M" {asked}', like=sound[QUESTIONS[0]]).status == 0
