"""Convert trees of text to the model's records, and report every mismatch in the file's own terms."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec

from magpain import model
from magpain.knowledge.source import Tree
from magpain.links import Path

SECTIONS: dict[str, Any] = get_type_hints(model.KnowledgeFile, include_extras=True)
REQUIRED: tuple[str, ...] = tuple(
    field.encode_name for field in msgspec.structs.fields(model.KnowledgeFile) if field.required
)

_PLAIN = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}

# What reviews print for a limit that is not known, and numbers as people type them that YAML reads as text.
_NOT_REACHED = frozenset({"ne", "nr", "nc", "na", "inf", "infinity", "\u221e", "not estimable", "not reached"})
_AS_TYPED = str.maketrans({",": ".", "\u00b7": ".", "\u2013": "-", "\u2212": "-"})
_GROUPED = re.compile(r"(?<=[0-9])[,.](?=[0-9]{3}(?![0-9]))")
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})")


class Mismatch(NamedTuple):
    """A value that does not fit its field: its path in the file, what was expected, and the rule's id."""

    path: Path
    message: str
    rule: str


def convert(tree: Tree, hint: Any) -> Any:
    """Return a tree of text as a value of this type; raise msgspec.ValidationError if it does not fit.

    Conversion is lax because every value is text: "300" is a number in a numeric field and text in a text field.
    """
    return msgspec.convert(tree, hint, strict=False)


def explain(tree: Tree, hint: Any, path: Path) -> Iterator[Mismatch]:
    """Yield every mismatch between a tree and a type; msgspec is faster but reports only the first one."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return explain(tree, next(part for part in get_args(hint) if part is not type(None)), path)
    if origin is tuple:
        return _explain_list(tree, get_args(hint)[0], path)
    if origin is dict:
        return _explain_mapping(tree, get_args(hint), path)
    if origin is Literal:
        return _explain_choice(tree, get_args(hint), path)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _explain_record(tree, hint, path)
    return _explain_leaf(tree, hint, path)


def _explain_record(tree: Tree, record: type[msgspec.Struct], path: Path) -> Iterator[Mismatch]:
    if not isinstance(tree, dict):
        yield Mismatch(path, f"expected a mapping (name: value), found {_shown(tree)}", "type")
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(record)}
    for name, value in tree.items():
        if name in fields:
            yield from explain(value, fields[name].type, (*path, name))
        else:
            yield Mismatch((*path, name), unknown_field(name, tuple(fields)), "unknown-field")
    for name, field in fields.items():
        if field.required and name not in tree:
            yield Mismatch(path, f'expected the required field "{name}", found none', "missing-field")


def _explain_list(tree: Tree, item_hint: Any, path: Path) -> Iterator[Mismatch]:
    if not isinstance(tree, list):
        yield Mismatch(path, f"expected a list (lines that start with -), found {_shown(tree)}", "type")
        return
    for number, item in enumerate(tree):
        yield from explain(item, item_hint, (*path, number))


def _explain_mapping(tree: Tree, hints: tuple[Any, ...], path: Path) -> Iterator[Mismatch]:
    if not isinstance(tree, dict):
        yield Mismatch(path, f"expected a mapping (name: value), found {_shown(tree)}", "type")
        return
    for key, value in tree.items():
        yield from explain(key, hints[0], (*path, key))
        yield from explain(value, hints[1], (*path, key))


def _explain_choice(tree: Tree, choices: tuple[str, ...], path: Path) -> Iterator[Mismatch]:
    if tree not in choices:
        allowed = choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"
        yield Mismatch(path, f"expected {allowed}, found {_shown(tree)}", "value")


def _explain_leaf(tree: Tree, hint: Any, path: Path) -> Iterator[Mismatch]:
    try:
        convert(tree, hint)
    except msgspec.ValidationError:
        yield Mismatch(path, f"expected {_meaning(hint)}, found {_shown(tree)}{_mend(tree, hint, path)}", "value")


def _mend(tree: Tree, hint: Any, path: Path) -> str:
    """Return a hint on how to write a value that YAML reads differently from what was meant, or ""."""
    kind = hint.__origin__ if get_origin(hint) is Annotated else hint
    if kind is str and not isinstance(tree, str):
        return ' (put quotes around a text that contains ": " or begins with a bracket)'
    if kind is str or not isinstance(tree, str):
        return ""
    if kind not in (int, float):
        return ""
    if path[-1:] in (("low",), ("high",)) and tree.casefold() in _NOT_REACHED:
        return " (leave ci out if a bound was not reached: the text says it)"
    readings = (tree.translate(_AS_TYPED), _GROUPED.sub("", tree))
    numbers = [float(each) for each in readings if _NUMBER.fullmatch(each)]
    fitting = dict.fromkeys(f"{each:.15g}" for each in numbers if kind is float or each % 1 == 0)
    return f" (write {' or '.join(fitting)})" if fitting and list(fitting) != [tree] else ""


def _meaning(hint: Any) -> str:
    """Return in words what a leaf's type expects: its own description, or its kind of value."""
    if hint is datetime.date:
        return "a date (YYYY-MM-DD)"
    if get_origin(hint) is Annotated:
        described = [meta.description for meta in hint.__metadata__ if meta.description]
        return described[-1] if described else _meaning(hint.__origin__)
    return _PLAIN.get(hint, "a different kind of value")


def unknown_field(name: str, known: tuple[str, ...]) -> str:
    """Return the message for an unknown field, with the field that was probably meant."""
    near = difflib.get_close_matches(name[:80], known, n=1)  # cut, because a name of megabytes would take minutes
    hint = f' (did you mean "{near[0]}"?)' if near else f" (fields allowed here: {', '.join(known)})"
    return f'expected a known field, found "{name[:80]}"{hint}'


def _shown(tree: Tree) -> str:
    if isinstance(tree, dict):
        return "a mapping"
    if isinstance(tree, list):
        return "a list"
    return f'"{tree[:60]}…"' if len(tree) > 60 else f'"{tree}"'
