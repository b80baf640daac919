"""The JSON Schemas (draft 2020-12) of the knowledge file and of the JSON output, generated from their types."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any

import msgspec

from magpain import answers, glossary, model

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NULL = {"type": "null"}


def of_file() -> str:
    """Return the schema of a knowledge file.

    `check` reads every value as text first, so quotes make no difference. Other YAML readers apply the schema to typed
    values, so it accepts numbers in quotes, and values of other types where a text is expected.
    """
    schema = msgspec.json.schema(model.KnowledgeFile)
    for record in described(schema["$defs"]).values():
        fields = record["properties"].items()
        record["properties"] = {name: _quoted_or_not(_without_null(field)) for name, field in fields}
    return _text(schema, "A magpain knowledge file")


def of_answers() -> str:
    """Return the schema of the JSON output: a document is valid if it matches one of the answers or an error."""
    bodies = (*answers.KINDS, answers.ErrorReport)
    references, components = msgspec.json.schema_components(bodies, ref_template="#/$defs/{name}")
    name = {"$id": f"urn:magpain:answers:{answers.SCHEMA_VERSION}"}
    return _text({**name, "anyOf": list(references), "$defs": described(components)}, "An answer of magpain")


def record(name: str) -> type[msgspec.Struct]:
    """Return the type of a record by its name in a schema."""
    found: type[msgspec.Struct] = getattr(answers, name, None) or getattr(model, name)
    return found


def described(components: dict[str, Any]) -> dict[str, Any]:
    """Add each field's meaning, which editors show, to the schemas of records, and return them.

    A record's own description is its docstring, dedented here because not every msgspec or Python does it.
    """
    for name, component in components.items():
        component["description"] = inspect.cleandoc(component["description"])
        for field, schema in component["properties"].items():
            schema["description"] = _sentence(glossary.meaning(record(name), field), schema.get("description"))
    return components


def _sentence(meaning: str, kind: str | None) -> str:
    return f"{meaning} ({kind})" if kind else meaning


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    """Return a field's schema without null: in a file, an unknown value is left out."""
    if "anyOf" not in field:
        return field
    [kept] = (part for part in field["anyOf"] if part != NULL)
    return {**kept, "description": _sentence(field["description"], kept.get("description"))}


# Texts that a YAML reader converts to another type unless they are quoted.
_LIKE = {"number": ("1", "12", "2011", "0.5", "8E43"), "boolean": ("true",)}
_TRUTH = [True, False, *("true", "True", "TRUE", "false", "False", "FALSE"), "1", "0", 1, 0]
_QUOTED_NUMBER = r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$(?!\n)"


def _quoted_or_not(value: dict[str, Any]) -> dict[str, Any]:
    """Return a field's schema that accepts its values with and without quotes."""
    match value:
        case {"enum": choices} if all(str(choice).isdigit() for choice in choices):
            return {**value, "enum": [*choices, *map(int, choices)]}
        case {"type": "string"} if "format" not in value:
            pattern = value.get("pattern", "")
            likes = [kind for kind, texts in _LIKE.items() if any(re.search(pattern, text) for text in texts)]
            return {**value, "type": ["string", *likes] if likes else "string"}
        case {"type": "integer" | "number" as kind}:
            return {**value, "type": [kind, "string"], "pattern": _QUOTED_NUMBER}
        case {"type": "boolean"}:
            return {**{name: part for name, part in value.items() if name != "type"}, "enum": _TRUTH}
    nested = (name for name in ("items", "additionalProperties") if isinstance(value.get(name), dict))
    return value | {name: _quoted_or_not(value[name]) for name in nested}


def _uniform(part: Any) -> Any:
    """Return a part of a schema in the same form for every supported msgspec: null last, and mapping keys that are ids.

    msgspec before 0.22 left out the schema of mapping keys, and put null elsewhere.
    """
    if isinstance(part, list):
        return [_uniform(each) for each in part]
    if not isinstance(part, dict):
        return part
    uniform = {key: _uniform(value) for key, value in part.items()}
    if "anyOf" in uniform:
        uniform["anyOf"].sort(key=lambda choice: choice == NULL)
    if isinstance(uniform.get("additionalProperties"), dict):
        ids = {key: value for key, value in msgspec.json.schema(model.Id).items() if key != "type"}
        return {"type": "object", "propertyNames": ids, **uniform}
    return uniform


def _text(schema: dict[str, Any], title: str) -> str:
    whole = {"$schema": DIALECT, "title": title, **_uniform(schema)}
    return json.dumps(whole, indent=2) + "\n"
