"""What an editor tells somebody who writes a knowledge file: the real YAML language server is asked, offline."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from language_server import LanguageServer

from magpain import schema
from magpain.skeleton import TEXT

ROOT = Path(__file__).parents[2]
SERVER = os.environ.get("MAGPAIN_YAML_SERVER", "")
PAGE = (ROOT / "docs" / "editors.md").read_text("utf-8")
FIRST_LINE, _, REST = TEXT.partition("\n")

pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif(not SERVER, reason="MAGPAIN_YAML_SERVER names no yaml-language-server here"),
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "conditions.schema.json").write_text(schema.of_file(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def server(folder):
    """Return the server with the settings that docs/editors.md gives for VS Code."""
    [shown] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    given = json.loads(shown)
    settings = {"yaml": {"schemaStore": {"enable": given["yaml.schemaStore.enable"]}, "schemas": given["yaml.schemas"]}}
    with LanguageServer([SERVER], folder, settings) as running:
        yield running


def write(folder, text, name="mine.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def changed(old, new):
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new)


def told(server, folder, text):
    """Return what the server finds in a text: the line, from 1, and the message."""
    found = server.diagnostics(write(folder, text))
    return [(item["range"]["start"]["line"] + 1, item["message"]) for item in found]


def line_of(text, words):
    return text[: text.index(words)].count("\n") + 1


def test_a_sound_file_has_no_fault(server, folder):
    assert server.name == "yaml-language-server"
    assert told(server, folder, TEXT) == []


def test_the_shipped_file_has_no_fault(server, folder):
    assert server.diagnostics(Path(shutil.copy(ROOT / "data" / "conditions.yaml", folder))) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("basis: published", "basis: guess", "Value is not accepted"),
        ("n_randomised: 40", "n_randomised: -1", "Value is below the minimum"),
        ("        locator: abstract", "        locater: abstract", "Property locater is not allowed"),
        ("        comparator: placebo\n", "", 'Missing property "comparator"'),
        ("participants: 40", "participants:", "Incorrect type"),
    ],
)
def test_a_fault_is_told_in_its_line(server, folder, old, new, message):
    text = changed(old, new)
    expected = line_of(text, new) if new else line_of(text, "- id: pain-oral")
    assert [line for line, said in told(server, folder, text) if message in said] == [expected]


def place_after(text, words):
    before = text[: text.index(words) + len(words)]
    return {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}


def test_completion_offers_the_values(server, folder):
    text = re.sub(r"direction: unclear #.*", "direction: ", TEXT)
    path = write(folder, text)
    server.diagnostics(path)
    asked = {"textDocument": {"uri": path.as_uri()}, "position": place_after(text, "direction: ")}
    offered = server.ask("textDocument/completion", asked)["items"]
    five = {"favours-intervention", "favours-comparator", "no-difference", "mixed", "unclear"}
    assert {item["label"] for item in offered} == five


def test_completion_offers_the_fields_of_a_record(server, folder):
    text = changed("        locator: abstract\n", "        locator: abstract\n        \n")
    path = write(folder, text)
    server.diagnostics(path)
    place = place_after(text, "locator: abstract\n        ")
    offered = server.ask("textDocument/completion", {"textDocument": {"uri": path.as_uri()}, "position": place})[
        "items"
    ]
    labels = {item["label"] for item in offered}
    assert {"timepoint", "measure", "estimate", "ci"} <= labels
    assert "outcome" not in labels


def test_a_field_says_what_it_means(server, folder):
    path = write(folder, TEXT)
    server.diagnostics(path)
    asked = {"textDocument": {"uri": path.as_uri()}, "position": place_after(TEXT, "would_")}
    assert "new evidence that would change the rating" in server.ask("textDocument/hover", asked)["contents"]["value"]


def test_the_settings_give_the_schema_to_files_without_the_first_line(server, folder):
    (folder / "knowledge").mkdir()
    text = changed("basis: published", "basis: guess").removeprefix(FIRST_LINE)
    assert told(server, folder, text) == []
    assert len(server.diagnostics(write(folder, text, "conditions.yaml"))) == 1
    assert len(server.diagnostics(write(folder, text, "knowledge/more.yaml"))) == 1
