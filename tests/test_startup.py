"""What a call may load: a slow import can't come back unnoticed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SMALL = Path(__file__).parent / "data" / "small.yaml"
HEAVY = {
    *("typer msgspec rich yaml sqlite3 jinja2 pydantic click asyncio unittest importlib.metadata tempfile".split()),
    *("statistics typing re pathlib difflib hashlib".split()),
}
# What comes with Typer and msgspec, whatever they are used for.
APP = {"typer", "msgspec", "typing", "re", "pathlib", "difflib"}
# What a page loads without Typer; a name that is not known needs `difflib` too.
PAGE = APP - {"typer", "difflib"}
PROGRAM = """
import sys
before = set(sys.modules)
from magpain import quick
arguments = {arguments!r}
status = quick.answer(arguments)
if status is None:
    from magpain import cli
    status = cli.run(arguments)
sys.stderr.write("\\n" + " ".join(sorted((set(sys.modules) - before) & {heavy!r})))
sys.exit(status)
"""


def loaded(tmp_path: Path, *arguments: str) -> set[str]:
    """Return the heavy modules that a call loads, a second time where the first makes the compiled copy."""
    program = PROGRAM.format(arguments=list(arguments), heavy=HEAVY)
    surroundings = {
        "MAGPAIN_CACHE": str(tmp_path / "cache"),
        "MAGPAIN_DATA": str(SMALL),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=surroundings, check=False
    )
    assert done.returncode in (0, 1)
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """Return a folder with a compiled copy that needs no hashing, since its file was changed long ago."""
    folder = tmp_path_factory.mktemp("settled")
    loaded(folder, "conditions")
    return folder


def test_first_call_reads_the_file(tmp_path):
    assert loaded(tmp_path, "conditions") >= {"yaml", "sqlite3"}


@pytest.mark.parametrize(
    ("arguments", "modules"),
    [
        (("--version",), set()),
        (("__complete", "fish", "sho"), set()),
        (("__complete", "bash", "show", "fib"), {"sqlite3"}),
        (("show", "fibromyalgia", "--json"), {"sqlite3"}),
        (("references", "--json"), {"sqlite3"}),
        (("conditions", "--json"), {"sqlite3"}),
        (("-h",), APP),
        (("show", "-h"), APP),
        (("mcp", "-h"), APP),
        (("show", "nosuchname"), PAGE | {"sqlite3", "difflib"}),
        (("studies", "fibromyalgia", "--json"), APP | {"sqlite3"}),
        (("conditions",), PAGE | {"sqlite3"}),
        (("show", "fibromyalgia"), PAGE | {"sqlite3"}),
        (("search", "pain"), PAGE | {"sqlite3"}),
        (("references", "-f", "ris"), APP | {"sqlite3"}),
        (("show", "fibromyalgia", "--color", "always"), APP | {"sqlite3", "rich"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_call_loads_no_more_than_it_needs(arguments, modules, settled):
    assert loaded(settled, *arguments) <= modules
