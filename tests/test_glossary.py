"""Every field has a meaning, and no meaning is left of a field that is gone."""

from __future__ import annotations

import json

from magpain import glossary, schema


def fields():
    """Return every field of every record of a file or an answer, by the record's name and its own."""
    published = [json.loads(text)["$defs"] for text in (schema.of_file(), schema.of_answers())]
    return {
        (name, field)
        for components in published
        for name, component in components.items()
        for field in component["properties"]
    }


def test_every_field_has_a_meaning_in_a_line():
    for name, field in fields():
        text = glossary.meaning(schema.record(name), field)
        assert text
        assert "\n" not in text
        assert text.endswith("...") or not text.endswith(".")


def test_every_line_has_its_field():
    told = {(name, field) for name, lines in glossary._OWN.items() for field in lines}
    assert told <= fields()
    own = {(name, field) for name, field in fields() if field in glossary._OWN.get(name, ())}
    assert set(glossary._SHARED) <= {field for _name, field in fields() - own}
