"""Slips in a text that are valid YAML but silently lose or change words; each is a warning."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import UnionType
from typing import Annotated, Any, BinaryIO, Union, get_args, get_origin

import msgspec
import yaml

from magpain.knowledge import decode
from magpain.knowledge.source import Entry, Fault, Reader, UnreadableError
from magpain.links import Path

RULE = "yaml-slip"
MOST = 100
_COMMENT = re.compile(r"\s+(#.*)")
_CUT_WORD = re.compile(r"(\S*[^\W\d_]-)\s*$")
# "pre- and postoperative" has a space after its dash; a line that begins with a key does not continue the text.
_GOES_ON = re.compile(r"\s*(?!(?:and|or|to|nor|but|vs|versus|und|oder|bis|et|ou|y|o)\b)(?![\w-]+:(?:\s|$))[^\W\d_]")
_DOUBLED = re.compile(r"(?<=\w)(?:''|\"\")(?=\w)")
_OPENED = re.compile(r"(?:^|[:\-\[{,]\s)\s*'")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nt](?![A-Za-z])|\")")


def slips(open_stream: Callable[[], BinaryIO]) -> list[Fault]:
    """Return at most MOST slips in the free texts of a file that is valid YAML, with their positions and paths."""
    with io.TextIOWrapper(open_stream(), "utf-8", "replace") as text:
        lines = dict(_suspects(text))
    if not lines:
        return []
    with open_stream() as stream:
        walk = _Walk(stream, lines)
        with suppress(UnreadableError):  # the file changed since it was read
            for _entry in walk.entries():
                if len(walk.slips) >= MOST:
                    break
    return walk.slips[:MOST]


def _suspects(lines: io.TextIOWrapper) -> Iterator[tuple[int, str]]:
    """Yield the lines that may have a slip, by number, so that most files need no second parse."""
    cut, quoted, before = None, False, ""
    for number, line in enumerate(lines):
        goes_on = cut and _GOES_ON.match(line)
        if goes_on:
            yield number - 1, before
        single = quoted
        if "'" in line:
            opened = None if quoted else _OPENED.search(line)
            single = quoted or opened is not None
            quoted = single and bool(quoted ^ (line.count("'", opened.start() if opened else 0) % 2))
        doubled = not single and ("''" in line or '""' in line) and _DOUBLED.search(line)
        if goes_on or " #" in line or doubled or ("\\" in line and _ESCAPE.search(line)):
            yield number, line
        cut = _CUT_WORD.search(line) if line.rstrip().endswith("-") else None
        before = line


class _Walk(Reader):
    """A reader that collects the slips in a file's texts."""

    def __init__(self, stream: BinaryIO, lines: dict[int, str]) -> None:
        super().__init__(stream)
        self.slips: list[Fault] = []
        self._lines = lines

    def _scalar(self, event: yaml.ScalarEvent, text: str) -> Entry | None:
        start: Any = event.start_mark
        end: Any = event.end_mark
        touched = range(start.line, end.line + 1)
        if self._frame.key is not None and any(number in self._lines for number in touched):
            self.slips += [
                self._at(event, message, RULE) for message in self._found(event, text) if _is_free_text(self.path())
            ]
        return super()._scalar(event, text)

    def _found(self, event: yaml.ScalarEvent, text: str) -> Iterator[str]:
        """Yield a message for each slip in a text."""
        start: Any = event.start_mark
        end: Any = event.end_mark
        after = _COMMENT.match(self._lines.get(end.line, "")[end.column :])
        if not event.style and after:
            yield f'expected quotes around a text that contains " #"; "{after.group(1)[:40]}" is lost as a comment'
        last = end.line if event.style in (">", "|") else end.line + 1
        inner = range(start.line, last - 1) if event.style != "|" else ()
        for number in inner:
            word = _CUT_WORD.search(self._lines.get(number, ""))
            if word and _GOES_ON.match(self._lines.get(number + 1, "")):
                yield f'expected the word after "{word.group(1)[-40:]}" on the same line: a line break becomes a space'
        if event.style != "'" and (doubled := _DOUBLED.search(text)):
            yield f"expected one {doubled.group()[0]}, found two (they are doubled only within quotes of that kind)"
        if event.style != '"' and (escape := _ESCAPE.search(text)):
            yield f"expected double quotes around a text that contains {escape.group()}, an escape only within them"


def _is_free_text(path: Path) -> bool:
    """Return whether a path in a file leads to free text, and not to an id, a date or an enumerated value."""
    hint: Any = decode.SECTIONS.get(str(path[0])) if path else None
    for part in path[1:]:
        hint = _held(hint, part)
    hint = _present(hint)
    if get_origin(hint) is not Annotated or hint.__origin__ is not str:
        return False
    return not any(meta.pattern for meta in hint.__metadata__)


def _held(hint: Any, part: str | int) -> Any:
    """Return the type of a value's part by its key or index, or None."""
    hint = _present(hint)
    origin = get_origin(hint)
    if origin in (tuple, dict):
        return get_args(hint)[0 if origin is tuple else 1]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return next((field.type for field in msgspec.structs.fields(hint) if field.encode_name == part), None)
    return None


def _present(hint: Any) -> Any:
    """Return the type of an optional field's value."""
    if get_origin(hint) in (Union, UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint
