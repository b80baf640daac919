"""The published schemas: current, valid, and fitting what they describe."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from magpain import schema

DATA = Path(__file__).parent.parent / "data"


def test_schema_beside_the_shipped_file_is_current():
    assert (DATA / "conditions.schema.json").read_text("utf-8") == schema.of_file()


def test_first_line_points_editors_at_the_schema():
    first = (DATA / "conditions.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=conditions.schema.json"


def test_shipped_file_fits_its_schema(call, tmp_path):
    assert call("export", "-o", "whole.json", data=None).returncode == 0
    published = json.loads(schema.of_file())
    Draft202012Validator.check_schema(published)
    Draft202012Validator(published).validate(json.loads((tmp_path / "whole.json").read_text("utf-8")))


def test_every_field_says_what_it_means():
    for published in (schema.of_file(), schema.of_answers()):
        for component in json.loads(published)["$defs"].values():
            assert all(field["description"] for field in component["properties"].values())


def test_a_file_never_holds_null():
    assert '"null"' not in schema.of_file()
    assert '"null"' in schema.of_answers()


def test_every_msgspec_gives_the_same_text():
    """Older ones leave docstrings indented or a mapping's keys undescribed, and put null first."""
    older = {
        "anyOf": [{"type": "null"}, {"$ref": "#/$defs/Interval"}],
        "properties": {"forms": {"type": "object", "additionalProperties": {"type": "string"}}},
    }
    uniform = schema._uniform(older)
    assert uniform["anyOf"] == [{"$ref": "#/$defs/Interval"}, {"type": "null"}]
    forms = uniform["properties"]["forms"]
    assert list(forms) == ["type", "propertyNames", "additionalProperties"]
    assert forms["propertyNames"]["pattern"].startswith("^[a-z0-9]")
    assert "type" not in forms["propertyNames"]
    assert schema._uniform(uniform) == uniform
    component = {"ErrorReport": {"description": "One line.\n\n    Another.", "properties": {}}}
    assert schema.described(component)["ErrorReport"]["description"] == "One line.\n\nAnother."


def test_no_description_is_indented():
    for published in (schema.of_file(), schema.of_answers()):
        assert r"\n  " not in published
