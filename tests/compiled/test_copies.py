"""The compiled copy: the same answers as the file, never stale, and never in anybody's way."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from magpain import compiled, knowledge
from magpain.compiled import build, copies, sqlite_view
from magpain.errors import KnowledgeError
from magpain.knowledge import locate, reading
from magpain.query.lists import conditions
from magpain.query.search import search
from magpain.query.show import show

SMALL = Path(__file__).parent.parent / "data" / "small.yaml"
SECTIONS = ("background", "safety", "groups", "conditions", "studies", "citations")
LOOKUPS = ("names", "studies_of", "conditions_of")
LATER = 60_000_000_000


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("MAGPAIN_CACHE", str(folder))
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    shutil.copyfile(SMALL, path)
    return path


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock ahead, so that what was just written is old."""
    now, now_ns = time.time(), time.time_ns()
    monkeypatch.setattr(time, "time", lambda: now + LATER / 1e9)
    monkeypatch.setattr(time, "time_ns", lambda: now_ns + LATER)


def made(cache: Path) -> list[Path]:
    return sorted(cache.glob("*")) if cache.exists() else []


def name_in(file: Path) -> str:
    return compiled.load(str(file)).conditions["fibromyalgia"].name


def renamed(file: Path) -> bytes:
    return file.read_bytes().replace(b"name: Fibromyalgia", b"name: Fibromyalgiq")


def test_copy_holds_what_the_file_holds(cache, file):
    read, copy = knowledge.load(file), compiled.load(str(file))
    assert len(made(cache)) == 1
    for section in SECTIONS + LOOKUPS:
        ours, theirs = getattr(copy, section), getattr(read, section)
        assert list(ours.items()) == list(theirs.items())
        assert list(ours) == list(theirs)
        assert len(ours) == len(theirs)
        assert all(ours[key] == value and key in ours for key, value in theirs.items())
        assert "nothing" not in ours
        with pytest.raises(KeyError):
            ours["nothing"]
    for alone in ("intervention", "reviewed", "dosing"):
        assert getattr(copy, alone) == getattr(read, alone)


@pytest.mark.usefixtures("cache")
def test_answers_are_the_same(file):
    read, copy = knowledge.load(file), compiled.load(str(file))
    assert isinstance(copy.conditions, sqlite_view.Rows)
    for name in (*read.conditions, *read.groups):
        assert show(copy, name).body == show(read, name).body
    assert conditions(copy).body == conditions(read).body
    for question in ("pain", "period pain", "design:rct", "author:bagis year:2000-2020", "magnes*"):
        assert search(copy, question).body == search(read, question).body


@pytest.mark.usefixtures("cache")
def test_few_records_are_kept(file, monkeypatch):
    monkeypatch.setattr(sqlite_view, "MOST_KEPT", 2)
    read, copy = knowledge.load(file), compiled.load(str(file))
    assert [copy.citations[key] for key in read.citations] == list(read.citations.values())
    assert len(copy.citations._kept) <= 2


def refuse(*_: object) -> None:
    raise AssertionError("the file was read, not its copy")


@pytest.mark.usefixtures("cache")
def test_second_call_does_not_read_the_file(file, monkeypatch):
    name_in(file)
    monkeypatch.setattr(reading, "load_valid", refuse)
    assert name_in(file) == "Fibromyalgia"


@pytest.mark.usefixtures("cache", "later")
def test_file_that_has_settled_is_not_even_hashed(file, monkeypatch):
    name_in(file)
    name_in(file)
    monkeypatch.setattr(copies, "_hash", refuse)
    assert name_in(file) == "Fibromyalgia"


@pytest.mark.usefixtures("cache")
def test_edit_of_the_same_size_and_time_is_seen(file, monkeypatch):
    before = file.stat()
    assert name_in(file) == "Fibromyalgia"
    file.write_bytes(renamed(file))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    # As though the file system's clock had not moved on, or told no ctime.
    monkeypatch.setattr(copies, "identity", lambda _status: "the same")
    build.compile_into_cache(str(file))
    file.write_bytes(renamed(file).replace(b"Fibromyalgiq", b"Fibromyalgix"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert name_in(file) == "Fibromyalgix"


@pytest.mark.usefixtures("cache", "later")
def test_copy_that_was_hashed_is_trusted_by_its_times_from_then_on(file, monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: copies.last_change(file.stat()) + 1)
    name_in(file)
    monkeypatch.setattr(time, "time_ns", lambda: copies.last_change(file.stat()) + LATER)
    name_in(file)
    monkeypatch.setattr(copies, "_hash", refuse)
    assert name_in(file) == "Fibromyalgia"


def test_time_of_the_last_reading_does_not_matter(file):
    before = file.stat()
    fields = ("st_dev", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns")
    after = SimpleNamespace(st_atime=before.st_atime + 5, **{name: getattr(before, name) for name in fields})
    assert copies.identity(after) == copies.identity(before)


@pytest.mark.usefixtures("cache")
def test_replaced_file_is_seen(file, tmp_path):
    name_in(file)
    other = tmp_path / "other.yaml"
    other.write_bytes(renamed(file))
    other.replace(file)
    assert name_in(file) == "Fibromyalgiq"


def test_file_that_changes_while_it_is_read_gets_no_copy(cache, file):
    assert not build.compile_into_cache(str(file), lambda *_: os.utime(file))
    assert made(cache) == []


def test_copy_of_other_code_is_not_used(cache, file, monkeypatch):
    name_in(file)
    monkeypatch.setattr(copies, "__version__", "0.0.0")
    assert copies.find(str(file)) is None
    monkeypatch.undo()
    monkeypatch.setenv("MAGPAIN_CACHE", str(cache))
    assert copies.find(str(file))
    monkeypatch.setattr(copies, "_changed", lambda _path: 1)
    assert copies.find(str(file)) is None


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 200])
def test_damaged_copy_is_made_anew(damage, cache, file):
    name_in(file)
    [copy] = made(cache)
    copy.write_bytes(damage)
    assert name_in(file) == "Fibromyalgia"
    assert copy.read_bytes() != damage


@pytest.mark.parametrize(
    ("wrong", "right"),
    [(b'{"nome":', b'{"name":"Fibromyalgia"'), (b'"nome":"Magnesium"', b'"name":"Magnesium"')],
    ids=["record", "intervention"],
)
def test_copy_damaged_halfway_is_answered_past(wrong, right, cache, file, call):
    folder = str(cache)
    name_in(file)
    [copy] = made(cache)
    content = bytearray(copy.read_bytes())
    at = content.index(right)
    content[at : at + len(wrong)] = wrong
    copy.write_bytes(content)
    for question in (["show", "fibromyalgia"], ["conditions", "-f", "csv"]):
        done = call(*question, data=file, MAGPAIN_CACHE=folder)
        assert done.returncode == 0
        assert done.stdout == call(*question, "--no-cache", data=file).stdout


def test_copy_without_words_is_answered_past(cache, file, call):
    name_in(file)
    [copy] = made(cache)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DROP TABLE words")
    done = call("search", "pain", data=file, MAGPAIN_CACHE=str(cache))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == call("search", "pain", "--no-cache", data=file).stdout


@pytest.mark.parametrize("place", ["a file", "nowhere"])
def test_cache_that_cannot_be_written_is_done_without(place, file, tmp_path, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.write_text("in the way")
    monkeypatch.setenv("MAGPAIN_CACHE", str(blocked / "below") if place == "nowhere" else str(blocked))
    assert name_in(file) == "Fibromyalgia"
    assert blocked.read_text() == "in the way"


def test_no_cache_writes_none(cache, file, monkeypatch):
    assert compiled.load(str(file), cache=False).conditions
    monkeypatch.setenv("MAGPAIN_CACHE", "")
    assert compiled.load(str(file)).conditions
    assert made(cache) == []


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"MAGPAIN_CACHE": "here"}, Path("here").absolute()),
        ({"MAGPAIN_CACHE": ""}, None),
        ({"XDG_CACHE_HOME": "x"}, Path("x").absolute() / "magpain"),
        ({"LOCALAPPDATA": "y"}, Path("y").absolute() / "magpain"),
    ],
)
def test_where_the_copies_stand(variables, folder, monkeypatch):
    for name in ("MAGPAIN_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert copies.cache_directory() == (folder and str(folder))


def test_without_a_home_there_is_no_folder(monkeypatch, file):
    for name in ("MAGPAIN_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert copies.cache_directory() is None
    assert compiled.load(str(file)).conditions


def test_unsound_file_is_never_compiled(cache, file):
    file.write_bytes(file.read_bytes().replace(b"rating: moderate", b"rating: high", 1))
    with pytest.raises(KnowledgeError):
        compiled.load(str(file))
    assert made(cache) == []


@pytest.mark.parametrize("file_name", ["nowhere.yaml", "nul\0.yaml"])
@pytest.mark.usefixtures("cache")
def test_missing_file_is_told_as_without_a_copy(file_name, tmp_path):
    with pytest.raises(KnowledgeError):
        compiled.load(str(tmp_path / file_name))


def test_old_and_abandoned_copies_are_removed(cache, file, monkeypatch):
    monkeypatch.setattr(build, "MOST_COPIES", 2)
    cache.mkdir()
    for name, age in (("given-up.tmp", 2 * build.ABANDONED_SECONDS), ("going-on.tmp", 60)):
        (cache / name).write_text("half")
        os.utime(cache / name, (time.time() - age,) * 2)
    for number in range(4):
        other = file.with_name(f"{number}.yaml")
        shutil.copyfile(file, other)
        compiled.load(str(other))
    assert [path.name for path in made(cache) if path.suffix != copies.BESIDE] == ["going-on.tmp"]
    assert len(made(cache)) == 3


def test_copies_together_stay_below_a_size(cache, file, monkeypatch):
    monkeypatch.setattr(build, "MOST_BYTES", 1)
    for number in range(3):
        other = file.with_name(f"{number}.yaml")
        shutil.copyfile(file, other)
        compiled.load(str(other))
    assert len(made(cache)) == 1


def test_copy_that_comes_with_the_package_is_used_while_the_file_is_as_it_was(cache, file, monkeypatch):
    monkeypatch.setattr(locate, "bundled", lambda: str(file))
    build.compile_into(f"{file}{copies.BESIDE}", str(file), copies.made_with_package(file.stat()))
    monkeypatch.setattr(reading, "load_valid", refuse)
    assert name_in(file) == "Fibromyalgia"
    assert made(cache) == []
    monkeypatch.undo()
    monkeypatch.setenv("MAGPAIN_CACHE", str(cache))
    monkeypatch.setattr(locate, "bundled", lambda: str(file))
    file.write_bytes(renamed(file))
    assert name_in(file) == "Fibromyalgiq"
    assert len(made(cache)) == 1


def test_the_same_file_makes_the_same_copy(file, tmp_path):
    for name in ("one", "two"):
        build.compile_into(str(tmp_path / name), str(file), "test")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_many_first_runs_at_once(cache, file):
    surroundings = os.environ | {"MAGPAIN_DATA": str(file), "MAGPAIN_CACHE": str(cache)}
    command = [sys.executable, "-m", "magpain", "conditions"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, env=surroundings) for _ in range(8)]
    outputs = {process.communicate()[0] for process in running}
    assert [process.returncode for process in running] == [0] * 8
    assert len(outputs) == 1
    assert all(copy.suffix == copies.BESIDE for copy in made(cache))


def test_check_tells_what_the_plain_check_tells(file, monkeypatch):
    file.write_bytes(file.read_bytes().replace(b"rating: moderate", b"rating: high", 1))
    problems = knowledge.check(str(file))
    assert problems
    assert compiled.check(str(file)) == problems
    monkeypatch.setattr(sqlite3, "connect", lambda *_, **__: (_ for _ in ()).throw(sqlite3.OperationalError("disk")))
    assert compiled.check(str(file)) == problems
