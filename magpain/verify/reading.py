"""Read a service's JSON: find texts by paths, make them safe to show, and build a record of them.

A service's table of paths says where its records have each field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from magpain.characters import is_hidden
from magpain.verify.record import Misshapen, Part, ServiceRecord

LONGEST = 300
LONGEST_ABSTRACT = 20_000
# What reading a response of another shape can raise; a SyntaxError comes from XML.
UNREADABLE = (msgspec.MsgspecError, RecursionError, SyntaxError, TypeError, ValueError)
# What services write if a volume, an issue or pages are unknown or not assigned yet: words, and Elsevier's PIIs.
_NOT_STATED = re.compile(
    r"(?:n/?a|none|null|[-\u2013\u2014.]+)(?:\s*[-\u2013]\s*(?:n/?a|none|null))?|(?:e?pub(?:lish)?\W*)?ahead\W*of\W*print"
    r"|(?:articles?\W*)?in\W*press|online\W*(?:first|ahead\W*of\W*print)|OF\d+(?:\s*[-\u2013]\s*(?:OF)?\d+)?"
    r"|[SB]\d{4}-?\d{3}[\dX]\(?\d\d\)?\d{5}-?[\dX]",
    re.I,
)
_YEAR = re.compile(r"[12][0-9]{3}\b")


def record_at(answer: object, paths: Mapping[str, str], **more: Any) -> ServiceRecord:
    """Return a record from JSON, by the paths of its fields; `more` are fields that no path leads to.

    Raises ValueError for JSON of another shape.
    """
    found = {name: texts(answer, where) for name, where in paths.items()}
    fields: dict[str, Any] = found | {name: next(iter(found.get(name, ())), None) for name in ("DOI", "PMID", "PMCID")}
    fields |= {name: next(map(stated, found.get(name, ())), None) for name in ("volume", "issue")}
    fields["pages"] = tuple(filter(None, map(stated, found.get("pages", ()))))
    fields["date"] = next(iter(found.get("date", ())), None)
    fields["years"] = tuple(dict.fromkeys(int(year[0]) for each in found["years"] if (year := _YEAR.match(each))))
    return ServiceRecord(**fields | more)


def part_of(read: Callable[[Any], Part], answer: object) -> Part:
    """Return what `read` makes of one record; an invalid one leaves the others of a response valid."""
    try:
        return read(answer)
    except UNREADABLE as error:
        return Misshapen(str(error))


def texts(answer: object, paths: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Return the texts and whole numbers at some paths, made safe, each once, without empty ones."""
    return cleaned(*(_text(each, path) for path in paths.split() for each in at(answer, path)), longest=longest)


def text(answer: object, paths: str, longest: int = LONGEST) -> str | None:
    """Return the first text at some paths, or None."""
    return next(iter(texts(answer, paths, longest)), None)


def at(answer: object, path: str) -> Iterator[object]:
    """Yield what JSON has at a path, as "authors.last|full", through every item of lists; nothing if it is missing.

    Of names joined by "|" the first that has a value counts. Raises ValueError for JSON of another shape.
    """
    names, _, rest = path.partition(".")
    if isinstance(answer, list):
        for each in answer:
            yield from at(each, path)
    elif isinstance(answer, dict) and path:
        yield from at(next((answer[name] for name in names.split("|") if answer.get(name)), None), rest)
    elif answer is not None and path:
        raise ValueError(f"expected an object with {names}")
    elif answer is not None:
        yield answer


def _text(value: object, path: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"expected a text at {path}")
    return str(value)


def clean(text: str | None, longest: int = LONGEST) -> str | None:
    """Return a service's text on one line, cut to a length, without invisible and control characters, or None."""
    seen = "".join(" " if is_hidden(char) else char for char in text or "")
    line = " ".join(seen.split())
    return (line if len(line) <= longest else f"{line[: longest - 1]}…") or None


def cleaned(*texts: str | None, longest: int = LONGEST) -> tuple[str, ...]:
    """Return the texts made safe, each once, without empty ones."""
    return tuple(dict.fromkeys(text for each in texts if (text := clean(each, longest))))


def stated(text: str | None) -> str | None:
    """Return a volume, issue or page made safe; None if it says nothing, as "n/a", "ahead of print" or a PII."""
    found = clean(text)
    return None if found and _NOT_STATED.fullmatch(found) else found
