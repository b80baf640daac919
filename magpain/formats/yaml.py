"""A knowledge file as YAML in this project's style, which reads back as an equal knowledge file."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec
import yaml

from magpain.model import KnowledgeFile, Name

HEAD = """# yaml-language-server: $schema=conditions.schema.json
# A knowledge file of magpain. For help in an editor, beside it: magpain schema -o conditions.schema.json
"""
_WIDTH = 140
# Short records that read best on one line.
_INLINE_UP_TO = 110


class _Section(dict[str, Any]):
    """A section, which always starts on a new line after its name."""


class _Dumper(yaml.SafeDumper):
    """Writes long texts folded, short records on one line, and never an anchor."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value in full: the reader rejects aliases."""
        return True


# A date is text to the reader, so it needs no quotes here.
_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
# PyYAML quotes what YAML 1.1 takes for another type. YAML 1.2 and readers of either (ruamel, yq, js-yaml, Go) take more
# for numbers, such as 8E43, ICD-11's code of pain, or 08; and y and n are YAML 1.1's truth values.
_NUMBER = re.compile(r"[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9_]+)?)$")
_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("-+.0123456789"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("[yYnN]$"), list("yYnN"))


def _mapping(dumper: _Dumper, value: dict[str, Any]) -> yaml.Node:
    flat = all(not isinstance(item, dict | list) or not item for item in value.values())
    short = sum(len(str(key)) + len(str(item)) + 4 for key, item in value.items()) <= _INLINE_UP_TO
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=flat and short)


def _section(dumper: _Dumper, value: _Section) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=False)


def _list(dumper: _Dumper, value: list[Any]) -> yaml.Node:
    names = all(isinstance(item, dict) and set(item) <= {*Name.__struct_encode_fields__} for item in value)
    flat = (
        all(not isinstance(item, dict | list) for item in value)
        and sum(len(str(item)) + 2 for item in value) <= _INLINE_UP_TO
    )
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=names or flat)


def _number(dumper: _Dumper, value: float) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:float" if value % 1 else "tag:yaml.org,2002:int", f"{value:.15g}")


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(_Section, _section)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(float, _number)


def render(knowledge: KnowledgeFile) -> str:
    """Return a knowledge file as YAML text: sections and fields in the model's order, nothing that is empty."""
    return HEAD + "\n".join(_text(_Section({name: value})) for name, value in said(knowledge).items())


def _text(section: _Section) -> str:
    text: str = yaml.dump(section, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text


def said(value: Any) -> Any:
    """Return a value as plain data, without fields that have their default, which reading restores."""
    if isinstance(value, msgspec.Struct):
        held = ((field, getattr(value, field.name)) for field in _fields(type(value)))
        return {field.encode_name: said(item) for field, item in held if item != _default(field)}
    if isinstance(value, dict):
        return {key: said(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [said(item) for item in value]
    return msgspec.to_builtins(value)


@cache
def _fields(record: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(record)


def _default(field: msgspec.structs.FieldInfo) -> Any:
    factory: Any = field.default_factory
    return factory() if factory is not msgspec.NODEFAULT else field.default
