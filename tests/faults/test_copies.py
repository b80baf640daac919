"""The folder of compiled copies, damaged, poisoned, full, forbidden and contended: the answer is always the file's."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from . import command
from .command import LONG, SMALL, some

QUESTIONS = (("show", "fibromyalgia", "--json"), ("search", "pain"), ("conditions",), ("references", "-f", "ris"))
QUESTION = QUESTIONS[0]
POISONS = (None, "", "x", b"\xff\xfe", b"{}", b"null", b"[" * 5000, b'{"id": 1e999}', b'"\\ud800"', -1, 2**62, 1e308)
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX's own kinds of files")


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> dict[tuple[str, ...], str]:
    """Return what the file itself answers, without a copy."""
    folder = tmp_path_factory.mktemp("sound")
    environment = command.surroundings(folder)
    return {question: command.run([*question, "--no-cache"], environment, folder).out for question in QUESTIONS}


@pytest.fixture(scope="module")
def copied(tmp_path_factory) -> Path:
    """Return a folder that holds the copies of two files: the small one, and one that tells something else."""
    folder = tmp_path_factory.mktemp("copied")
    other = folder / "other.yaml"
    other.write_bytes(SMALL.read_bytes().replace(b"name: Fibromyalgia\n", b"name: Something else\n"))
    for name, data in (("mine", SMALL), ("other", other)):
        environment = command.surroundings(folder, MAGPAIN_CACHE=str(folder / name), MAGPAIN_DATA=str(data))
        command.run(("conditions",), environment, folder)
    return folder


@pytest.fixture
def ask(call, sound):
    """Return a function that asks with the copies of a folder, and fails where the answer isn't the file's own."""

    def asked(cache: Path | str, *questions: tuple[str, ...]) -> None:
        for question in questions or (QUESTION,):
            done = call(*question, like=sound[question], MAGPAIN_CACHE=str(cache))
            assert (done.status, done.err) == (0, "")

    return asked


@pytest.fixture
def mine(copied, tmp_path) -> Path:
    """Return a folder with the copy of the small file, to do with as one likes."""
    return Path(shutil.copytree(copied / "mine", tmp_path / "mine"))


def only(folder: Path) -> Path:
    """Return the one file in a folder."""
    (found,) = (path for path in folder.rglob("*") if path.is_file())
    return found


def test_a_copy_answers_as_the_file_does(mine, ask):
    before = only(mine).stat()
    ask(mine, *QUESTIONS)
    assert (only(mine).stat().st_ino, only(mine).stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("share", [0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_copy_cut_short_is_not_answered_from(share, mine, ask):
    path = only(mine)
    os.truncate(path, int(path.stat().st_size * share))
    ask(mine, *some(QUESTIONS, 2))
    ask(mine, *some(QUESTIONS, 2))


def test_a_copy_of_other_bytes_is_not_answered_from(mine, ask):
    path = only(mine)
    size = path.stat().st_size
    for content in (b"", b"\0" * size, os.urandom(size), SMALL.read_bytes(), b"SQLite format 3\0" + bytes(size)):
        path.write_bytes(content)
        ask(mine)


def test_another_files_copy_is_not_answered_from(copied, mine, ask):
    shutil.copyfile(only(copied / "other"), only(mine))
    ask(mine, *some(QUESTIONS, 2))


def test_a_block_gone_wrong_is_not_answered_from(mine, ask):
    path = only(mine)
    whole = path.read_bytes()
    for at in some(range(0, len(whole), 4096), 12):
        path.write_bytes(whole[:at] + os.urandom(4096) + whole[at + 4096 :])
        ask(mine, *(QUESTIONS if LONG else QUESTIONS[:1]))


def test_a_byte_gone_wrong_is_not_answered_from(mine, sound):
    path = only(mine)
    whole = path.read_bytes()
    numbers = [found.start() + 2 for found in re.finditer(rb"\b0\.0[0-9]", whole)]
    environment = command.surroundings(mine, MAGPAIN_CACHE=str(mine))
    for at in some(numbers, 25):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert command.run(QUESTION, environment, mine).out == sound[QUESTION]


def test_a_database_of_other_tables_is_not_answered_from(mine, ask):
    path = only(mine)
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE about (x)")
        database.execute("CREATE TABLE record (y)")
    ask(mine, *some(QUESTIONS, 2))


def test_a_database_of_ours_with_other_cells_tells_nothing_of_its_own(mine, call, sound):
    path = only(mine)
    whole = path.read_bytes()
    for poison in some(POISONS, 4):
        for table in tables(path):
            poisoned(path, table, poison)
            for question in QUESTIONS if LONG else QUESTIONS[:1]:
                # Where it is the names that are gone, nothing is found by them; but nothing is told that isn't so.
                assert call(*question, like=sound[question], MAGPAIN_CACHE=str(mine)).status in (0, 1)
            path.write_bytes(whole)


def tables(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
        return [row[0] for row in rows]


def poisoned(path: Path, table: str, poison: object) -> None:
    """Put a value into every cell of a table, or of each column that takes it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for column in [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]:
            with suppress(sqlite3.Error):
                database.execute(f'UPDATE "{table}" SET "{column}" = ?', (poison,))  # noqa: S608 names of its own


@posix
@pytest.mark.parametrize("kind", ["directory", "fifo", "loop", "device", "dangling"])
def test_something_else_in_a_copys_place_is_left_alone(kind, mine, ask):
    path = only(mine)
    path.unlink()
    {
        "directory": path.mkdir,
        "fifo": lambda: os.mkfifo(path),
        "loop": lambda: path.symlink_to(path),
        "device": lambda: path.symlink_to("/dev/zero"),
        "dangling": lambda: path.symlink_to("/nowhere/at/all"),
    }[kind]()
    ask(mine, *some(QUESTIONS, 2))


@posix
@pytest.mark.parametrize("place", ["a file", "/dev/null/x", "/proc/nowhere", "loop", "empty", "long", "bytes"])
def test_a_folder_that_cannot_be_is_done_without(place, ask, tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    named = {"a file": tmp_path / "file", "loop": tmp_path / "loop" / "x", "empty": "", "long": "x" * 5000}
    ask(named.get(place, "a\udcffb" if place == "bytes" else place))


@posix
def test_a_full_disk_is_done_without(mine, sound, home, tmp_path, judged):
    import resource

    for size in (0, 4096, 50_000, 200_000):
        cache = tmp_path / f"cache-{size}"
        environment = command.surroundings(home, MAGPAIN_CACHE=str(cache))
        done = command.run(
            QUESTION,
            environment,
            tmp_path,
            preexec_fn=lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        )
        assert judged(done, like=sound[QUESTION]).status == 0
        assert [path for path in cache.rglob("*") if path.is_file() and path.suffix != ".sqlite"] == []
        environment = command.surroundings(home, MAGPAIN_CACHE=str(cache))
        judged(command.run(QUESTION, environment, tmp_path), like=sound[QUESTION])


@posix
def test_a_small_file_system_is_done_without(sound, home, tmp_path, judged):
    place = tmp_path / "small"
    place.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", place], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("only root may mount a file system, and not everywhere")
    try:
        for _time in range(2):
            environment = command.surroundings(home, MAGPAIN_CACHE=str(place))
            assert judged(command.run(QUESTION, environment, tmp_path), like=sound[QUESTION]).status == 0
        done = command.run([*QUESTION, "-o", place / "out.json"], command.surroundings(home), tmp_path)
        left = {path.name for path in place.iterdir() if path.is_file()}
        assert judged(done).status == (0 if "out.json" in left else 4)
        done = command.run(["export", "-o", place / "out.db"], command.surroundings(home), tmp_path)
        assert judged(done).status == 4
        assert "No space left" in done.err
        assert {path.name for path in place.iterdir() if path.is_file()} == left
    finally:
        subprocess.run(["umount", place], check=True)


def test_fifty_first_runs_at_once_answer_alike(sound, home, tmp_path, judged, ask):
    cache = tmp_path / "cache"
    environment = command.surroundings(home, MAGPAIN_CACHE=str(cache))
    started = [
        subprocess.Popen(
            [command.COMMAND, *QUESTION],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=tmp_path,
        )
        for _number in range(50 if LONG else 12)
    ]
    for process in started:
        out, err = process.communicate(timeout=command.PATIENCE)
        judged(command.Done(process.returncode, out, err), like=sound[QUESTION])
    assert [path for path in cache.rglob("*") if path.is_file()] == [only(cache)]
    ask(cache, *QUESTIONS)


@posix
def test_a_copy_is_for_its_user_alone(call, tmp_path):
    call(*QUESTION, MAGPAIN_CACHE=str(tmp_path / "a" / "cache"))
    assert (tmp_path / "a" / "cache").stat().st_mode & 0o077 == 0
