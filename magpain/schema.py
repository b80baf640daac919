"""The JSON Schemas (draft 2020-12) of the knowledge file and of the JSON answers, drawn from their types."""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from magpain import answers, model

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def of_file() -> str:
    """Return the schema of a knowledge file.

    In YAML a number may be written as such, so the schema takes numbers and dates where the types say so.
    """
    return _text(msgspec.json.schema(model.KnowledgeFile), "A magpain knowledge file")


def of_answers() -> str:
    """Return the schema of every JSON answer, and of an error: a document fits where it fits one of them."""
    bodies = (*get_args(answers.AnyBody), answers.ErrorReport)
    references, components = msgspec.json.schema_components(bodies, ref_template="#/$defs/{name}")
    name = {"$id": f"urn:magpain:answers:{answers.SCHEMA_VERSION}"}
    return _text({**name, "anyOf": list(references), "$defs": components}, "An answer of magpain")


def _text(schema: dict[str, Any], title: str) -> str:
    whole = {"$schema": DIALECT, "title": title, **schema}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"
