"""The names of the records in a knowledge file, read and checked only as far as completion needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from magpain.errors import KnowledgeError
from magpain.knowledge import locate, source

# A section (or "forms", or "findings of" a condition or topic), an id in it, and its other names.
Called = tuple[str, str, tuple[str, ...]]

# The fields with a record's name or, for a study, with what distinguishes it from others.
_CALLED = ("name", "title", "population")
# The sections whose records have findings that can be explained.
RATED = ("conditions", "safety")


def walk(file: str, sections: Iterable[str]) -> Iterator[Called]:
    """Yield the names in these sections of a file, and read no further; an invalid file yields fewer."""
    if locate.is_piped(file):
        return  # completion leaves the caller's input alone
    wanted = {part for section in sections for part in _within(section)}
    seen = set()
    try:
        with locate.open_file(file) as stream:
            for entry in source.Reader(stream).entries():
                if entry.section in wanted:
                    seen.add(entry.section)
                    yield from of(entry.section, entry.key or "", entry.value)
                elif seen == wanted:
                    return
    except (KnowledgeError, source.UnreadableError, OSError):
        return


def of(section: str, key: str, value: Any) -> Iterator[Called]:
    """Yield the names of a record or a part of the dosing section, and of the findings and forms within it."""
    record = value if isinstance(value, dict) else {}
    if section == "dosing":
        yield from (("forms", form, _names(each)) for form, each in (record.items() if key == "forms" else ()))
        return
    yield section, key, _names(record)
    findings = record.get("findings")
    for finding in findings if isinstance(findings, list | tuple) else ():
        if isinstance(finding, dict):
            yield f"findings of {key}", str(finding.get("id", "")), (str(finding.get("outcome", "")),)


def _within(section: str) -> tuple[str, ...]:
    """Return the sections of the file that contain a kind of name."""
    return RATED if section.startswith("findings of ") else ({"forms": "dosing"}.get(section, section),)


def _names(value: Any) -> tuple[str, ...]:
    record = value if isinstance(value, dict) else {}
    synonyms = record.get("synonyms")
    first = next((record[field] for field in _CALLED if record.get(field)), None)
    names = [first, *(synonyms if isinstance(synonyms, list | tuple) else ())]
    return tuple(name for name in names if isinstance(name, str))
