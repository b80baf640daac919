"""Records and sections as HTML tables, for notebooks; every text is escaped."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from html import escape
from itertools import islice

from msgspec import Struct

# Longer texts in the table of a section are cut, and so are longer tables, as those of data frames are.
_LONG, _SHOWN = 60, 60


def table(record: Struct) -> str:
    """Return a record as an HTML table of its fields; the records within it are collapsed."""
    cells = ((_words(name), _cell(getattr(record, name))) for name in record.__struct_fields__)
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{cell}</td></tr>' for name, cell in cells if cell)
    return f"<table><caption>{type(record).__name__}</caption><tbody>{rows}</tbody></table>"


def rows(section: Mapping[str, Struct]) -> str:
    """Return records as an HTML table, one row each, with the plain fields that most of them have."""
    records = list(section.values())
    held = [name for record in records for name in record.__struct_fields__ if _is_plain(getattr(record, name))]
    columns = [name for name in dict.fromkeys(held) if 2 * held.count(name) > len(records)]
    head = "".join(f'<th scope="col">{_words(name)}</th>' for name in ("id", *columns))
    body = "".join(
        f'<tr><th scope="row">{_escaped(key)}</th>{"".join(_short(getattr(record, name)) for name in columns)}</tr>'
        for key, record in islice(section.items(), _SHOWN)
    )
    more = f" (the first {_SHOWN})" if len(records) > _SHOWN else ""
    caption = f"{len(records)} records{more}"
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return f"<td>{_escaped(text if len(text) <= _LONG else f'{text[: _LONG - 1].rstrip()}…')}</td>"


def _first_ids(section: Mapping[str, object]) -> str:
    return ", ".join([*islice(section, 3), *(["…"] if len(section) > 3 else [])])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Struct):
        return f"<details><summary>{_line(value)}</summary>{table(value)}</details>"
    if isinstance(value, Mapping):
        return f"{_escaped(_first_ids(value))} ({len(value)})"
    if isinstance(value, tuple):
        return ("" if value and isinstance(value[0], Struct) else "; ").join(map(_cell, value))
    return _escaped(value)


def _line(record: Struct) -> str:
    """Return a record's short values on one line, or the name of its type if it has none."""
    plain = ((name, getattr(record, name)) for name in record.__struct_fields__)
    short = [f"{_words(name)} {_escaped(value)}" for name, value in plain if _is_short(value)]
    return ", ".join(short) or type(record).__name__


def _is_short(value: object) -> bool:
    return _is_plain(value) and len(str(value)) <= _LONG


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | datetime.date)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _escaped(value: object) -> str:
    return escape(str(value))
