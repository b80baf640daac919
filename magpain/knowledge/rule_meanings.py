"""The meaning of each rule of the knowledge file, in a sentence, for editors and servers that show a rule's help."""

from __future__ import annotations

from magpain.knowledge import rules

# Faults of the text, which have no function in `rules`.
_READING = {
    "alias": "YAML aliases (*) are not allowed: write the value out.",
    "anchor": "YAML anchors (&) are not allowed: write the value out.",
    "characters": "Text must not contain control, bidi or invisible characters, raw or escaped.",
    "depth": "Mappings and lists can be nested at most 24 levels deep.",
    "document": "A knowledge file must be a single YAML document.",
    "duplicate-key": "A mapping must not contain a key twice, also after Unicode normalisation (NFC).",
    "empty": "A knowledge file must not be empty.",
    "empty-value": "A value must not be empty: if it is unknown, leave the line out.",
    "encoding": "A knowledge file must be UTF-8 text.",
    "key": "A key must be plain text.",
    "merge-key": "YAML merge keys (<<) are not allowed.",
    "missing-field": "A record must have every required field.",
    "size": "A knowledge file can be at most 256 MiB, and a list at most 100,000 items.",
    "syntax": "A knowledge file must be valid YAML.",
    "tag": "YAML tags (!) are not allowed: the field decides the type of its value.",
    "too-many": "Checking stops after too many errors.",
    "type": "A value must be of the kind that its field requires: a text, a list or a mapping.",
    "unknown-field": "A record must not contain unknown fields.",
    "value": "A value must be one that its field allows.",
    "yaml-slip": "YAML should not lose words to a comment, a line end within a word, doubled quotes or an escape.",
}


def meaning(rule: str) -> str:
    """Return the meaning of a rule by its id: the docstring of the rule's function."""
    return _meanings()[rule]


def of_reading() -> tuple[str, ...]:
    """Return the ids of the faults of the text, which are found before the rules are applied."""
    return tuple(sorted(_READING))


def _meanings() -> dict[str, str]:
    return _READING | {rules.rule_id(rule): (rule.__doc__ or "").strip() for rule in rules.every()}
