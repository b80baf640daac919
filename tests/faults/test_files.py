"""Files to read that are none, or change meanwhile, and files to write in every sort of place."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from . import command
from .command import LONG, SMALL, Done

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX's own kinds of files")
HOOKS = Path(__file__).parent / "hooks"
QUESTION = ("show", "fibromyalgia", "--json")
# root without what lets root read and write everything: to its own files it is a user like any other.
ORDINARY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")


@pytest.fixture
def ordinary(judged, home, tmp_path):
    """Return a function that calls the command as a user who may not read and write everything."""
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("root may read everything, and there is no setpriv to give that up")
    before = ORDINARY if os.geteuid() == 0 else ()
    (tmp_path / "mine.yaml").write_bytes(SMALL.read_bytes())

    def run(*arguments: object, **variables: str) -> Done:
        given = {"MAGPAIN_CACHE": "", "MAGPAIN_DATA": str(tmp_path / "mine.yaml")} | variables
        line = (*before, command.COMMAND, *map(str, arguments))
        return judged(command.program(line, command.surroundings(home, **given), tmp_path))

    return run


@posix
@pytest.mark.parametrize(
    "kind", ["directory", "fifo", "loop", "null", "zero", "socket", "dangling", "empty", "missing"]
)
@pytest.mark.parametrize(
    "asked", [("conditions", "--data"), ("check",), ("diff", str(SMALL))], ids=lambda words: words[0]
)
def test_what_is_no_file_is_refused_at_once(kind, asked, call, tmp_path):
    path = tmp_path / "odd"
    with closing(socket.socket(socket.AF_UNIX)) as ours:
        {
            "directory": path.mkdir,
            "fifo": lambda: os.mkfifo(path),
            "loop": lambda: path.symlink_to(path),
            "null": lambda: path.symlink_to(os.devnull),
            "zero": lambda: path.symlink_to("/dev/zero"),
            "socket": lambda: bound(ours, path),
            "dangling": lambda: path.symlink_to("/nowhere/at/all"),
            "empty": path.touch,
            "missing": lambda: None,
        }[kind]()
        began = time.monotonic()
        done = call(*asked, path)
    assert done.status == (1 if kind == "empty" and asked == ("check",) else 3)
    assert str(path) in done.err + done.out
    assert time.monotonic() - began < command.PATIENCE / 4


def bound(ours: socket.socket, path: Path) -> None:
    """Bind a socket to a path, by its name alone, as a socket's address is short."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        ours.bind(path.name)
    finally:
        os.chdir(before)


@posix
def test_standard_input_is_read_from_a_file_or_a_pipe_and_nothing_else(shell):
    sound = shell('"$M" conditions').out
    assert shell(f'"$M" conditions --data /dev/stdin <"{SMALL}"', like=sound).status == 0
    assert shell(f'cat "{SMALL}" | "$M" conditions --data /dev/stdin', like=sound).status == 0
    assert shell(f'cat "{SMALL}" | "$M" conditions --data -', like=sound).status == 0
    assert shell(f'"$M" conditions --data - <"{SMALL}"', like=sound).status == 0
    assert shell('"$M" conditions --data - <&-').status == 3
    assert shell('yes | head -c 3000000 | "$M" conditions --data -').status == 3
    assert shell('"$M" conditions --data /dev/stdin <&-').status == 3
    assert shell('"$M" conditions --data /dev/stdin </dev/null').status == 3


@posix
def test_a_link_to_a_file_is_that_file(call, tmp_path):
    (tmp_path / "link.yaml").symlink_to(SMALL)
    assert call(*QUESTION, "--data", tmp_path / "link.yaml", like=call(*QUESTION).out).status == 0


@posix
def test_what_may_not_be_read_is_refused(ordinary, tmp_path):
    assert ordinary("conditions").status == 0
    (tmp_path / "mine.yaml").chmod(0)
    (tmp_path / "shut").mkdir(0)
    for asked in (("conditions",), ("check",), ("conditions", "--data", "shut/x.yaml"), ("diff", "mine.yaml", "x")):
        done = ordinary(*asked)
        assert (done.status, "Permission denied" in done.err) == (3, True)
    (tmp_path / "shut").chmod(0o700)


@posix
def test_where_nothing_may_be_written_nothing_is(ordinary, tmp_path):
    place = tmp_path / "read-only"
    place.mkdir(0o555)
    for asked in (("show", "fm", "-o"), ("export", "--directory"), ("site",), ("new",), ("schema", "-o")):
        done = ordinary(*asked, "read-only/out")
        assert (done.status, "Permission denied" in done.err) == (4, True), asked
    assert [*place.iterdir()] == []


@posix
def test_a_home_that_cannot_be_written_is_done_without(ordinary, tmp_path):
    sealed = tmp_path / "home"
    sealed.mkdir(0o555)
    for variables in ({"HOME": str(sealed)}, {"MAGPAIN_CACHE": str(sealed / "cache")}, {"XDG_CACHE_HOME": str(sealed)}):
        done = ordinary("conditions", **{"MAGPAIN_CACHE": "", "MAGPAIN_DATA": ""} | variables)
        assert (done.status, done.err) == (0, "")
    assert [*sealed.iterdir()] == []


@posix
@pytest.mark.parametrize("way", ["replaced", "appended", "truncated", "rewritten"])
def test_a_file_that_changes_meanwhile_is_told_as_it_was_or_is(way, call, tmp_path):
    path, contents = tmp_path / "mine.yaml", (tmp_path / "one", tmp_path / "other")
    contents[0].write_bytes(SMALL.read_bytes())
    contents[1].write_bytes(SMALL.read_bytes().replace(b"name: Fibromyalgia\n", b"name: Another name\n"))
    answers = [call(*QUESTION, "--no-cache", "--data", content).out for content in contents]
    shutil.copyfile(contents[0], path)
    with subprocess.Popen([sys.executable, HOOKS / "changing.py", way, path, *contents]) as changing:
        try:
            for _time in range(40 if LONG else 6):
                done = call(*QUESTION, "--data", path)
                # Half of a file is a file that can't be believed, never half an answer.
                assert done.out in answers or (done.status, way == "replaced") == (3, False)
        finally:
            changing.kill()
    shutil.copyfile(contents[1], path)
    for _time in range(2):
        call(*QUESTION, "--data", path, like=answers[1])


@pytest.mark.parametrize(
    "asked",
    [("show", "fm", "-f", "text", "-o"), ("check", "-o"), ("export", "-o"), ("schema", "-o"), ("diff", str(SMALL))],
)
@pytest.mark.parametrize("kind", ["itself", "symlink", "hardlink", "another way"])
def test_the_knowledge_file_is_never_written_over(asked, kind, call, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_bytes(SMALL.read_bytes())
    (tmp_path / "folder").mkdir()
    named = {"itself": mine, "another way": tmp_path / "folder" / ".." / "mine.yaml"}.get(kind, tmp_path / "link.yaml")
    if kind == "symlink":
        named.symlink_to(mine)
    elif kind == "hardlink":
        named.hardlink_to(mine)
    after = (mine, "-f", "text", "-o") if asked[0] == "diff" else ()
    done = call(*asked, *after, named, MAGPAIN_DATA=str(mine))
    assert (done.status, "knowledge file" in done.err) == (2, True)
    assert mine.read_bytes() == SMALL.read_bytes()
    assert len([*tmp_path.iterdir()]) == (3 if "link" in kind else 2)


@posix
@pytest.mark.parametrize("asked", [("show", "fm", "-o"), ("schema", "-o"), ("export", "-o")])
def test_only_a_file_is_replaced_by_one(asked, call, tmp_path):
    suffix = ".json"
    (tmp_path / f"folder{suffix}").mkdir()
    os.mkfifo(tmp_path / f"fifo{suffix}")
    (tmp_path / f"null{suffix}").symlink_to(os.devnull)
    (tmp_path / f"loop{suffix}").symlink_to(tmp_path / f"loop{suffix}")
    before = {path.name: path.lstat().st_mode for path in tmp_path.iterdir()}
    # As a FIFO would be, a device of this name would be replaced by whoever may write in its folder.
    for name in ("folder", "fifo", "null", "loop"):
        assert call(*asked, tmp_path / f"{name}{suffix}").status == 4
    assert {path.name: path.lstat().st_mode for path in tmp_path.iterdir()} == before
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@posix
@pytest.mark.parametrize(
    "asked", [("new",), ("site",), ("export", "--directory"), ("show", "fm", "-o"), ("schema", "-o")]
)
def test_a_name_that_leads_nowhere_is_refused(asked, call, tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "plain").touch()
    for name in ("x" * 5000, "a/" * 2500, "loop", "loop/x", "plain/x", "/proc/x", "/dev/null/x", ""):
        assert call(*asked, name).status in (2, 4)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loop", "plain"]
    assert (tmp_path / "loop").is_symlink()


@posix
def test_a_file_that_is_there_keeps_its_mode_and_its_links(call, tmp_path):
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    assert call(*QUESTION, "-o", link).status == 0
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.read_text("utf-8") == call(*QUESTION).out


@posix
def test_a_file_that_finds_no_room_leaves_the_old_one(home, copies, tmp_path, judged):
    import resource

    (tmp_path / "out.json").write_text("old")
    for asked in ((*QUESTION, "-o", "out.json"), ("export", "-o", "out.json")):
        done = command.run(
            asked, command.surroundings(home, MAGPAIN_CACHE=str(copies)), tmp_path,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
        )  # fmt: skip
        assert (judged(done).status, "File too large" in done.err) == (4, True)
        assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"out.json": "old"}
