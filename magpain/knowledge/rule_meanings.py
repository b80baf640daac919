"""What each rule of the knowledge file asks for, in a sentence: for editors and servers that show a rule's help."""

from __future__ import annotations

from magpain.knowledge import rules

# Faults of reading, which no function of `rules` tells.
_READING = {
    "alias": "A value is written where it stands: a knowledge file holds no YAML aliases (*).",
    "anchor": "A value is written where it stands: a knowledge file holds no YAML anchors (&).",
    "characters": "Text holds no control characters, bidi controls or invisible characters, raw or escaped.",
    "depth": "Mappings and lists stand in each other only so deep.",
    "document": "A knowledge file is one YAML document.",
    "duplicate-key": "A mapping names each key once, also after Unicode normalisation (NFC).",
    "empty": "A knowledge file holds something.",
    "empty-value": "A value is given, or its line is left out.",
    "encoding": "A knowledge file is UTF-8 text.",
    "key": "A key is plain text.",
    "merge-key": "A knowledge file holds no YAML merge keys (<<).",
    "missing-field": "A record has every field that its kind requires.",
    "size": "A knowledge file, and each list in it, is only so large.",
    "syntax": "A knowledge file is YAML.",
    "tag": "A value's type comes from its field: a knowledge file holds no YAML tags (!).",
    "too-many": "Reading ends where a file has too many faults to be worth telling.",
    "type": "A field holds the kind of value that it asks for: a text, a list or a mapping.",
    "unknown-field": "A record has only fields that its kind knows.",
    "value": "A value is one that its field allows.",
    "yaml-slip": "No words are lost to YAML: to a comment, a line end within a word, doubled quotes or an escape.",
}


def meaning(rule: str) -> str:
    """Return what a rule asks for, by its id: the sentence that the rule's own function begins with."""
    return _meanings()[rule]


def of_reading() -> tuple[str, ...]:
    """Return the ids of the faults of reading, which come before any rule."""
    return tuple(sorted(_READING))


def _meanings() -> dict[str, str]:
    return _READING | {rules.rule_id(rule): (rule.__doc__ or "").strip() for rule in rules.every()}
