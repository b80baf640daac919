"""What the faults' tests share: calls that are judged and counted, each in a folder and a home of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from . import command, terminal
from .command import Done

Call = Callable[..., Done]


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for compiled copies, which the calls share that aren't about them."""
    return tmp_path_factory.mktemp("copies")


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def count(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return a function that counts what became of an input; `python -m tests.faults` prints the sums."""

    def counted(outcome: str) -> None:
        request.node.user_properties.append(("outcome", outcome))

    return counted


@pytest.fixture
def judged(count) -> Callable[..., Done]:
    """Return a function that counts a call and fails where it did what none may do.

    `like` is what the sound call wrote: an answer that differs from it counts as shown wrongly.
    """

    def judge(done: Done, *, like: str | None = None) -> Done:
        wrong = like is not None and done.status == 0 and done.out != like
        count("shown wrongly" if wrong else command.outcome(done))
        assert command.faults(done) == []
        assert not wrong, f"another answer than the sound call's: {done.out[:2000]}"
        return done

    return judge


@pytest.fixture
def call(judged, count, home, copies, tmp_path) -> Call:
    """Return a function that runs the installed command in pipes, and judges and counts what it did."""

    def run(*arguments: object, like: str | None = None, more: dict | None = None, **variables: str) -> Done:
        environment = command.surroundings(home, **{"MAGPAIN_CACHE": str(copies)} | variables)
        given = [item if isinstance(item, bytes) else str(item) for item in arguments]
        try:
            done = command.run(given, environment, tmp_path, **(more or {}))
        except subprocess.TimeoutExpired:
            count("hung")
            raise
        return judged(done, like=like)

    return run


@pytest.fixture
def on_terminal(judged, count, home, copies, tmp_path) -> Call:
    """Return a function that runs the installed command on a terminal, and judges and counts what it did."""
    if terminal.pty is None:
        pytest.skip(terminal.NEEDED)

    def run(*arguments: object, columns: int = 80, **variables: str) -> Done:
        surroundings = {"MAGPAIN_CACHE": str(copies), "TERM": "xterm-256color"} | variables
        environment = command.surroundings(home, **surroundings)
        try:
            done = terminal.run([str(item) for item in arguments], environment, tmp_path, columns=columns)
        except (TimeoutError, subprocess.TimeoutExpired):
            count("hung")
            raise
        return judged(done)

    return run


@pytest.fixture
def shell(judged, home, copies, tmp_path) -> Call:
    """Return a function that runs a line of the shell in which "$M" is the command, and judges and counts its end."""

    def run(line: str, *, like: str | None = None, **variables: str) -> Done:
        surroundings = {"MAGPAIN_CACHE": str(copies), "M": str(command.COMMAND)} | variables
        return judged(
            command.program(["sh", "-c", line], command.surroundings(home, **surroundings), tmp_path), like=like
        )

    return run
