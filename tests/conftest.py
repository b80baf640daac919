"""What tests share: a small knowledge file, and a call of the command as users make it."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import questions
from hypothesis import settings

from magpain import knowledge
from magpain.model import Knowledge

SMALL = Path(__file__).parent / "data" / "small.yaml"
FAULTS = Path(__file__).parent / "faults"
LEFT_OUT = (
    "Left out: the tests that need other programs (pandoc, pandas, a browser, shells ...), and those that take long, "
    "with tests/faults. To run them, too: "
    "pip install -c requirements/test.txt -e '.[test,interop]' && python -m pytest -n auto --interop"
)
Call = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., questions.Said]

# Machines are slow at times: no property fails for that.
settings.register_profile("magpain", deadline=None)
settings.load_profile("magpain")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that runs what is left out otherwise."""
    parser.addoption("--interop", action="store_true", help="also run the tests that need other programs (.[interop])")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the tests of faults, which take long, unless --interop asks for them."""
    return True if collection_path == FAULTS and not config.getoption("interop") else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need other programs or take long, unless --interop asks for them."""
    if config.getoption("interop"):
        return
    left_out = [item for item in items if item.get_closest_marker("interop") or item.get_closest_marker("long")]
    items[:] = [item for item in items if item not in {*left_out}]
    config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out, and how to run it."""
    if not config.getoption("interop"):
        terminalreporter.write_line(LEFT_OUT)


@pytest.fixture
def small() -> Path:
    """Return a sound knowledge file that doesn't change when the shipped one does."""
    return SMALL


@functools.cache
def small_knowledge() -> Knowledge:
    """Load the small knowledge file once."""
    return knowledge.load(SMALL)


@pytest.fixture
def kb() -> Knowledge:
    """Return the knowledge of the small file."""
    return small_knowledge()


@pytest.fixture
def knowledge_of_small() -> Callable[[], Knowledge]:
    """Return a function that loads it, for properties: Hypothesis writes out what a test is given."""
    return small_knowledge


@pytest.fixture
def call(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Call:
    """Return a function that runs `magpain` in a process of its own, away from this machine's settings."""

    home = tmp_path_factory.mktemp("home")

    def run(*arguments: str, data: Path | None = SMALL, **variables: str) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONPATH") if name in os.environ}
        chosen = {"MAGPAIN_DATA": str(data)} if data else {}
        surroundings = kept | {"HOME": str(home), "PYTHONUTF8": "1"} | chosen | variables
        return subprocess.run(
            [sys.executable, "-m", "magpain", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=surroundings,
            cwd=tmp_path,
            check=False,
        )

    return run


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Return a function that asks the small file in this process, in a folder with the files that questions name."""
    for name, value in {"MAGPAIN_DATA": str(SMALL), "MAGPAIN_CACHE": "", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    questions.write_files(tmp_path)
    return questions.ask


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that compares a whole output with the one on file, which GOLDEN=write writes anew."""

    def compare(name: str, text: str) -> None:
        path = Path(request.path).parent / "golden" / name
        if os.environ.get("GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_bytes().decode("utf-8")

    return compare
