"""A real notebook shows knowledge as tables, and a real type checker knows the types of what was loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import magpain
from magpain.model import Section

# What a user's program says, with the types that it may count on; each `wrong` line is one that must be refused.
TYPED = """\
import datetime

import magpain
from magpain.model import Condition, Finding, Knowledge

kb: Knowledge = magpain.load()
condition: Condition = kb.conditions["fibromyalgia"]
findings: tuple[Finding, ...] = condition.findings
estimates: list[float] = [finding.effect.estimate for finding in findings if finding.effect.estimate is not None]
searched: datetime.date = kb.reviewed
doi: str | None = kb.citations[findings[0].cites[0]].DOI
level: str = condition.evidence_level
participants: int = sum(study.n_randomised or 0 for study in kb.studies.values())
"""
WRONG = {
    "number: int = kb.conditions": "assignment",
    "kb.conditions['fibromyalgia'].severity": "attr-defined",
    "estimate: float = findings[0].effect.estimate": "assignment",
    "condition.name = 'x'": "misc",
    "magpain.load(1)": "arg-type",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Run a notebook in a kernel of its own, and return what each cell showed: its formats and their text."""
    import nbformat
    from nbformat import v4

    folder = tmp_path_factory.mktemp("notebook")
    small = str(Path(__file__).parent / "data" / "small.yaml")
    cells = [
        f"import magpain; kb = magpain.load({small!r})",
        "kb",
        "kb.conditions",
        'kb.conditions["fibromyalgia"]',
        'kb.conditions["fibromyalgia"].findings[0]',
        "kb.studies",
    ]
    path = folder / "example.ipynb"
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(source) for source in cells]), path)
    command = [sys.executable, "-c", "from nbclient.cli import main; main()", "--inplace", str(path)]
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONPATH") if name in os.environ}
    home = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"), str(folder))
    done = subprocess.run(command, capture_output=True, text=True, env=kept | home, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    whole = json.loads(path.read_text("utf-8"))
    return {
        "".join(cell["source"]): {kind: "".join(text) for kind, text in cell["outputs"][0]["data"].items()}
        for cell in whole["cells"][1:]
    }


@pytest.mark.interop
@pytest.mark.parametrize(
    ("source", "inside"),
    [
        ("kb", ["fibromyalgia", "Magnesium", "2026-11-22"]),
        ("kb.conditions", ["Knee osteoarthritis", "very-low", "evidence level"]),
        ('kb.conditions["fibromyalgia"]', ["Fibromyalgia", "pain severity"]),
        ('kb.conditions["fibromyalgia"].findings[0]', ["pain severity", "placebo"]),
        ("kb.studies", ["macian-2022", "rct"]),
    ],
)
def test_a_cell_shows_a_table(source, inside, shown):
    assert shown[source]["text/html"].startswith("<table>")
    assert [text for text in inside if text not in shown[source]["text/html"]] == []
    assert " at 0x" not in shown[source]["text/html"] + shown[source]["text/plain"]


@pytest.mark.interop
def test_a_prompt_shows_sections_in_a_line(shown):
    assert shown["kb"]["text/plain"].startswith("<Knowledge of Magnesium: 5 conditions, ")
    assert shown["kb.conditions"]["text/plain"] == "<5 records: fibromyalgia, sickle-cell-crisis, renal-colic, …>"


def test_a_section_is_the_mapping_that_it_shows(small):
    kb = magpain.load(small)
    assert isinstance(kb.conditions, Section)
    assert dict(kb.conditions) == kb.conditions
    assert Section({}).__repr__() == "<0 records: >"


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """Return what `mypy --strict` says of the example by line, with the lines that must be refused after it."""
    folder = tmp_path_factory.mktemp("typed")
    (folder / "example.py").write_text(TYPED + "".join(f"{line}\n" for line in WRONG), "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", "cache", "example.py"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, timeout=300)
    assert not done.stderr
    return done.stdout.splitlines()


@pytest.mark.interop
def test_the_types_of_the_example_hold(checked):
    begun = TYPED.count("\n")
    assert [text for text in checked if int(text.split(":")[1]) <= begun] == []


@pytest.mark.interop
@pytest.mark.parametrize("line", WRONG)
def test_what_the_types_forbid_is_refused(line, checked):
    number = TYPED.count("\n") + 1 + list(WRONG).index(line)
    assert any(text.startswith(f"example.py:{number}: error:") and f"[{WRONG[line]}]" in text for text in checked)
