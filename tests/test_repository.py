"""What lies beside the package is valid and current: how to cite it, its workflows, and its pre-commit hook."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from magpain import __version__

ROOT = Path(__file__).parent.parent


def loaded(name):
    """Return a YAML file as text, mappings and lists."""
    return yaml.load((ROOT / name).read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 it makes text only


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("citation-file-format", "CITATION.cff"),
        ("github-workflows", ".github/workflows/ci.yml"),
        ("github-workflows", ".github/workflows/release.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/1-wrong-fact.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/2-bug.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/3-condition.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
    ],
)
def test_a_file_fits_the_published_schema_of_its_kind(schema, name):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(ROOT / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_version_to_cite_is_this_one():
    assert loaded("CITATION.cff")["version"] == __version__


def test_the_changelog_tells_of_this_version_and_has_room_for_the_next():
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[:2] == ["Unreleased", f"{__version__} - {loaded('CITATION.cff')['date-released']}"]


def test_code_and_knowledge_file_have_a_licence_each():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "MIT AND CC-BY-4.0"
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert "Creative Commons Attribution 4.0 International Public License" in (ROOT / "LICENSE-DATA").read_text("utf-8")
    told = loaded("CITATION.cff")
    assert (told["license"], [each["license"] for each in told["references"]]) == ("MIT", ["CC-BY-4.0"])


def test_the_version_that_is_supported_is_this_one():
    assert f"| {__version__.rpartition('.')[0]} | yes |" in (ROOT / "SECURITY.md").read_text("utf-8")


def test_every_python_that_is_supported_is_tested():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for version in loaded(".github/workflows/ci.yml")["jobs"]["ci"]["strategy"]["matrix"]["python"]:
        assert f"Programming Language :: Python :: {version}" in text


def test_the_hook_runs_check(small, call):
    [hook] = loaded(".pre-commit-hooks.yaml")
    assert (hook["id"], hook["language"]) == ("magpain-check", "python")
    program, *arguments = hook["entry"].split()
    assert program == "magpain"
    assert call(*arguments, str(small), str(small)).returncode == 0


def test_workflows_may_only_read_unless_they_publish():
    for name in ("ci", "release"):
        assert loaded(f".github/workflows/{name}.yml")["permissions"] == {"contents": "read"}
    jobs = loaded(".github/workflows/release.yml")["jobs"]
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    assert "permissions" not in jobs["build"]


def required():
    """Return the names of what magpain runs, is tested and is developed with, and of whatever else it asks for."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = told["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["test"], *extras["interop"], *told["dependency-groups"]["dev"]]
    return {re.split(r"[^A-Za-z0-9._-]", each)[0].lower().replace("_", "-") for each in wanted}


def test_all_that_development_takes_is_pinned_with_hashes():
    text = (ROOT / "requirements" / "dev.txt").read_text("utf-8")
    pinned = re.findall(
        r"^([a-z0-9.-]+)==[^ \\;]+[^\\]*\\\n((?: +--hash=sha256:[0-9a-f]{64}.*\n)+)", text, re.MULTILINE
    )
    assert required() <= {name for name, _hashes in pinned}
    assert len(pinned) == len(re.findall(r"^[a-z0-9.-]+==", text, re.MULTILINE))


def test_the_constraints_are_the_same_versions_without_hashes():
    pinned = re.findall(
        r"^([a-z0-9.-]+==.*?) *\\$", (ROOT / "requirements" / "dev.txt").read_text("utf-8"), re.MULTILINE
    )
    lines = (ROOT / "requirements" / "test.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == pinned


def test_the_readmes_test_line_is_constrained():
    line = (ROOT / "README.md").read_text("utf-8").partition("<!-- test line -->")[2].partition("```\n")[0]
    assert "-c requirements/test.txt" in line


def bounds(lines, sign):
    """Return each name with the version that stands after a sign, as numbers without zeros at the end."""
    found = re.findall(rf"^([a-z0-9]+){sign}([0-9.]+)", "\n".join(lines), re.MULTILINE)
    return {(name, re.sub(r"(\.0)+$", "", version)) for name, version in found}


def test_the_oldest_versions_that_are_tried_are_the_oldest_that_are_allowed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    allowed = bounds([*project["dependencies"], *project["optional-dependencies"]["html"]], ">=")
    tried = bounds((ROOT / "requirements" / "oldest.txt").read_text("utf-8").splitlines(), "==")
    assert allowed <= tried
    assert {name for name, _version in tried} == {name for name, _version in allowed}


def test_nothing_is_pinned_from_elsewhere():
    text = (ROOT / "requirements" / "dev.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
    assert lines
    assert [line for line in lines if not re.match(r"[a-z0-9.-]+==", line)] == []


def test_the_hook_is_shown_with_this_version():
    assert f"rev: v{__version__}" in (ROOT / "docs" / "checking.md").read_text("utf-8")
