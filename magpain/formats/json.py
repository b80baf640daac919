"""An answer as JSON: ASCII-safe, never NaN, one object, or one record a line."""

from __future__ import annotations

from typing import Any

import msgspec

from magpain.answers import AnyBody
from magpain.errors import QuestionError


def render(body: AnyBody, fields: tuple[str, ...]) -> str:
    """Return a body as indented JSON; `fields` keeps only those fields of its records.

    Raises QuestionError, naming the fields there are, for one that isn't there.
    """
    if not fields:
        return _text(msgspec.json.format(msgspec.json.encode(body), indent=2))
    from magpain.formats import tables  # noqa: PLC0415 it is slow to load, and whole answers don't need it

    plain = msgspec.to_builtins(body)
    own = next(name for name in plain if name not in tables.ABOUT)
    plain[own] = _kept(plain[own], fields)
    return _text(
        msgspec.json.format(msgspec.json.encode({"schema_version": plain["schema_version"], own: plain[own]}), indent=2)
    )


def lines(body: AnyBody, fields: tuple[str, ...]) -> str:
    """Return a body's records as JSON Lines."""
    from magpain.formats import tables  # noqa: PLC0415

    records = (msgspec.to_builtins(record) for record in tables.records(body))
    return "".join(_text(msgspec.json.encode(_kept(record, fields) if fields else record)) for record in records)


def error(kind: str, message: str, details: dict[str, object]) -> str:
    """Return an error as one line of JSON."""
    return _text(msgspec.json.encode({"error": {"kind": kind, "message": message, **details}}))


def _kept(value: Any, fields: tuple[str, ...]) -> Any:
    if isinstance(value, list | tuple):
        return [_kept(item, fields) for item in value]
    unknown = [name for name in fields if name not in value]
    if unknown:
        raise QuestionError(f'there is no field "{unknown[0]}"; there are: {", ".join(sorted(value))}')
    return {name: value[name] for name in fields}


def _text(encoded: bytes) -> str:
    """Write JSON with every letter beyond ASCII escaped, so that no locale or pipe can spoil it."""
    text = encoded.decode()
    for char in set(text) if not text.isascii() else ():
        if not char.isascii():
            text = text.replace(char, _escaped(char))
    return text + "\n"


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
