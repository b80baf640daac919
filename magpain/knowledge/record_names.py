"""What the records of a knowledge file are called, read no further and checked no more than completion needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from magpain.errors import KnowledgeError
from magpain.knowledge import locate, source

# A section (or "forms", or "findings of" a condition or topic), an id in it, and what else that is called.
Called = tuple[str, str, tuple[str, ...]]

# What a record is called by, or else, as a study, what tells it from others.
_CALLED = ("name", "title", "population")
# The sections whose records have findings that can be explained.
RATED = ("conditions", "safety")


def walk(file: str, sections: Iterable[str]) -> Iterator[Called]:
    """Yield what is called something in a file, and read no further than these sections; a bad file yields less."""
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
    """Yield what a record, or a part of the dosing section, is called, and the findings and forms within it."""
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
    """Return the sections of the file in which something may stand."""
    return RATED if section.startswith("findings of ") else ({"forms": "dosing"}.get(section, section),)


def _names(value: Any) -> tuple[str, ...]:
    record = value if isinstance(value, dict) else {}
    synonyms = record.get("synonyms")
    first = next((record[field] for field in _CALLED if record.get(field)), None)
    names = [first, *(synonyms if isinstance(synonyms, list | tuple) else ())]
    return tuple(name for name in names if isinstance(name, str))
