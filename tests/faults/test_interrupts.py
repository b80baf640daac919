"""An interrupt at any moment: exit status 130, no traceback, and no half file; and a kill, which can't be answered."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from . import command
from .command import LONG, Done

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to one process")
HOOKS = Path(__file__).parent / "hooks"
# Calls that write a file, a directory, and nothing but an answer; the first two read YAML and write the compiled copy.
CALLS = (
    ("show", "fibromyalgia", "-o", "out.json"),
    ("export", "-o", "out.db"),
    ("export", "--directory", "out"),
    ("site", "out"),
    ("search", "pain"),
    ("check",),
)
MOMENTS = 100 if LONG else 7


@pytest.fixture
def signalled(home, tmp_path, count):
    """Return a function that runs a call, in a folder of its own, which is sent a signal at the n-th thing it does.

    It returns how the call ended, the folder, and how many things were done.
    """

    def run(arguments: tuple[str, ...], number: int, at: int, cache: Path) -> tuple[Done, Path, int]:
        folder, counted = tmp_path / f"{at}", tmp_path / f"{at}.count"
        folder.mkdir()
        told = {"SIGNAL_AT": str(at), "SIGNAL": str(int(number)), "COUNTED": str(counted)}
        environment = command.surroundings(home, PYTHONPATH=str(HOOKS), MAGPAIN_CACHE=str(cache), **told)
        done = command.run(arguments, environment, folder)
        count(command.outcome(done))
        return done, folder, int(counted.read_text())

    return run


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_an_interrupt_at_any_moment_ends_the_call_with_130(arguments, signalled, tmp_path):
    sound, folder, things = signalled(arguments, signal.SIGINT, 0, tmp_path / "cache-0")
    whole = files(folder)
    assert sound.status == 0
    assert things > 100
    for at in sorted(
        {1 + moment * things // MOMENTS for moment in range(MOMENTS)} | set(range(things - 3, things + 1))
    ):
        cache = tmp_path / f"cache-{at}"
        done, folder, _things = signalled(arguments, signal.SIGINT, at, cache)
        # An interrupt that comes when all is done finds nothing to interrupt.
        assert done.status == 130 or (done.status, files(folder)) == (0, whole), (at, done)
        assert command.faults(done) == [], at
        assert files(folder) in ({}, whole), at
        assert not [path for path in cache.rglob("*") if path.is_file() and path.suffix != ".sqlite"], at


@pytest.mark.parametrize("arguments", CALLS[:4], ids=" ".join)
def test_a_call_that_is_killed_leaves_no_half_file(arguments, signalled, tmp_path, call):
    _sound, folder, things = signalled(arguments, signal.SIGINT, 0, tmp_path / "cache-0")
    whole, answer = files(folder), call("show", "fibromyalgia").out
    for at in sorted({things - moment * things // MOMENTS // 2 for moment in range(MOMENTS)}):
        cache = tmp_path / f"cache-{at}"
        done, folder, _things = signalled(arguments, signal.SIGKILL, at, cache)
        # A few things more or less are done each time, so the last of them may never come.
        assert done.status in (-signal.SIGKILL, 0)
        # What it was writing stands under a hidden name of its own, never under the one that was asked for.
        assert {name: text for name, text in files(folder).items() if not name.startswith(".")} in ({}, whole)
        call("show", "fibromyalgia", MAGPAIN_CACHE=str(cache), like=answer)


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name, with their content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_an_interrupt_after_any_time_ends_the_call_with_130(twice, home, tmp_path, judged):
    began = tmp_path / "began"
    told = {"SIGNAL_AT": "0", "SIGNAL": "0", "COUNTED": str(began), "PYTHONPATH": str(HOOKS)}
    for number in range(100 if LONG else 6):
        began.unlink(missing_ok=True)
        environment = command.surroundings(home, MAGPAIN_CACHE=str(tmp_path / f"{number}"), **told)
        with subprocess.Popen(
            [command.COMMAND, "show", "fibromyalgia"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path,
        ) as process:  # fmt: skip
            while not (began.exists() and began.stat().st_size):  # before that it is the interpreter that starts
                time.sleep(0.001)
            time.sleep(number * (0.001 if LONG else 0.02))
            for _time in range(2 if twice else 1):
                process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=command.PATIENCE)
        done = judged(Done(process.returncode, out, err))
        assert done.status == 130 or (done.status == 0 and done.out)


def test_an_interrupt_ends_a_call_whose_reader_waits(home, tmp_path, judged):
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with contextlib.suppress(BlockingIOError):
        while os.write(writer, bytes(4096)):  # until no byte more fits
            pass
    os.set_blocking(writer, True)
    # Whoever runs the tests in the background of a shell has them ignore interrupts, and the call with them.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [command.COMMAND, "help", "names"],
        stdout=writer, stderr=subprocess.PIPE, text=True, env=command.surroundings(home), cwd=tmp_path,
    ) as process:  # fmt: skip
        signal.signal(signal.SIGINT, before)
        time.sleep(2)  # it loads, on a busy machine too, and then it waits for the reader
        process.send_signal(signal.SIGINT)
        try:
            _out, err = process.communicate(timeout=command.PATIENCE / 6)
        finally:
            process.kill()
    for end in (reader, writer):
        os.close(end)
    assert judged(Done(process.returncode, "", err)).status == 130


def test_a_call_that_was_started_deaf_stays_so(shell):
    sound = shell('"$M" show fibromyalgia').out
    done = shell("""trap '' INT; "$M" show fibromyalgia & sleep 0.03; kill -INT $!; wait $!""", like=sound)
    assert (done.status, done.out) == (0, sound)
