"""An answer as JSON: in ASCII, without NaN, as one object or as one record per line."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import msgspec

from magpain.answers import SCHEMA_VERSION, Body, ErrorDetail, ErrorReport
from magpain.errors import Kind, QuestionError


def render(body: Body, fields: tuple[str, ...]) -> str:
    """Return a body as indented JSON; `fields` keeps only those fields of its records.

    Raises QuestionError, which lists the known fields, for an unknown field.
    """
    if not fields:
        return _text(msgspec.json.format(msgspec.json.encode(body), indent=2))
    from magpain.formats import tables  # it is slow to load, and whole answers don't need it

    own = tables.own(body)
    value = getattr(body, own)
    known = _known(body, own, fields)
    kept = [_kept(record, known) for record in value] if isinstance(value, tuple) else _kept(value, known)
    plain = {"schema_version": SCHEMA_VERSION, own: kept}
    return _text(msgspec.json.format(msgspec.json.encode(plain), indent=2))


def lines(body: Body, fields: tuple[str, ...]) -> str:
    """Return a body's records as JSON Lines; `fields` is as for `render`."""
    from magpain.formats import tables

    known = _known(body, tables.own(body), fields) if fields else {}
    records = (_kept(record, known) if fields else record for record in tables.records(body))
    return "".join(_text(msgspec.json.encode(record)) for record in records)


def error(kind: Kind, message: str, details: dict[str, Any]) -> str:
    """Return an error as one line of JSON; bytes in the message that are not text (from an argument) are escaped."""
    message = message.encode("utf-8", "backslashreplace").decode()
    return _text(msgspec.json.encode(ErrorReport(error=ErrorDetail(kind=kind, message=message, **details))))


def _known(body: Body, own: str, fields: tuple[str, ...]) -> dict[str, str]:
    """Return the attribute behind each requested field. The type provides it, since an answer may have no records."""
    hint = get_type_hints(type(body))[own]
    kind = get_args(hint)[0] if get_args(hint) else hint
    there = dict(zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True))
    unknown = [name for name in fields if name not in there]
    if unknown:
        raise QuestionError(f'no field named "{unknown[0]}"; choose from: {", ".join(sorted(there))}')
    return {name: there[name] for name in fields}


def _kept(record: msgspec.Struct, known: dict[str, str]) -> dict[str, Any]:
    return {name: getattr(record, attribute) for name, attribute in known.items()}


def _text(encoded: bytes) -> str:
    """Return JSON with every character beyond printable ASCII escaped, so that no locale or pipe can corrupt it."""
    text = encoded.decode()
    for char in set(text) if not text.isascii() or "\x7f" in text else ():
        if char >= "\x7f":
            text = text.replace(char, _escaped(char))
    return text + "\n"


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
