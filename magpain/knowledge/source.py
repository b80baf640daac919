"""Read YAML as entries of plain dicts, lists and strings from the parser's events, without trusting the input.

PyYAML's composer and constructor are not used: they recurse (a small nested file can crash the interpreter), expand
merge keys, guess types, and keep the last of two equal keys. Reading the events of the C parser is also the fastest
way. Every scalar stays text: the type of its field decides what it means.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple, Protocol

import yaml

from magpain.characters import ACTING, INVISIBLE
from magpain.knowledge.locate import MAX_BYTES
from magpain.links import Path

MAX_DEPTH = 24
MAX_FAULTS = 1000
MAX_ITEMS = 100_000

Tree = str | dict[str, "Tree"] | list["Tree"]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ASCII_ALLOWED = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_FORBIDDEN = re.compile(f"[{ACTING}{INVISIBLE}]")
_NOTHING = ("", "~", "null", "Null", "NULL")
# Faults that leave a placeholder value: type errors at the same position are follow-on errors and are dropped.
GARBLING = frozenset({"alias", "characters", "empty-value", "merge-key"})

# The most likely causes of the parser's errors, as what was expected.
_CAUSES = {
    "mapping values are not allowed": 'quotes around a text that contains ": ", as in title: "Pain: a trial"',
    "unexpected end of stream": "the quotation mark at the end of a quoted text",
    "while scanning a quoted scalar": "the quotation mark at the end of a quoted text",
    "while scanning a simple key": "a colon and a space after a key, or quotes around a text of several lines",
    "cannot start any token": "quotes around a text that begins with @, ` or %, and no tab to indent with",
    "expected <block end>": "quotes around the whole of a text that begins with a quotation mark, or the same indent",
    "find expected key": "quotes around the whole of a text that begins with a quotation mark, or the same indent",
    "',' or ']'": "the bracket at the end of a list, or quotes around a text that begins with one",
    "',' or '}'": "the brace at the end of a mapping, or quotes around a text that begins with one",
    "sequence entries are not allowed": 'quotes around a text that begins with "- ", or a list on lines of its own',
    "did not find expected comment or line break": "quotes around a text that begins with > or |",
    "expected a comment or a line break": "quotes around a text that begins with > or |",
    "while scanning a block scalar": "quotes around a text that begins with > or |",
}


class Fault(NamedTuple):
    """An error in the text of a file: line and column from 1, path, what was expected, and the rule's id."""

    line: int
    column: int
    path: Path
    message: str
    rule: str


class Entry(NamedTuple):
    """One record of a section (`conditions`, `fibromyalgia`, ...), or one whole section if the key is None."""

    section: str
    key: str | None
    value: Tree


class UnreadableError(Exception):
    """The text cannot be read any further: the fault says where and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class Readable(Protocol):
    """The part of a byte stream's interface that is used here."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, or b"" at the end."""


class _Checked:
    """A byte stream for the parser that reports everything but printable UTF-8 of limited size."""

    def __init__(self, stream: Readable, tell: Callable[[Fault], None]) -> None:
        self._stream = stream
        self._tell = tell
        self._decode = codecs.getincrementaldecoder("utf-8")()
        self._size = 0
        self._line = 1
        self._column = 1
        self._after_return = False

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, minus forbidden characters, so that parsing continues and finds later errors too.

        Raises UnreadableError if the bytes are not UTF-8 or exceed the size limit.
        """
        chunk = self._stream.read(size)
        self._size += len(chunk)
        if self._size > MAX_BYTES:
            raise UnreadableError(
                self._fault(f"expected a file of at most {MAX_BYTES // 1024**2} MiB, found a larger one", "size")
            )
        if chunk.isascii() and not chunk.translate(None, _ASCII_ALLOWED) and not self._decode.getstate()[0]:
            self._advance(chunk.decode("ascii"))
            return chunk
        first = self._size == len(chunk)
        try:
            text = self._decode.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            self._printable(error.object[: error.start].decode(), first)
            raise UnreadableError(
                self._fault("expected UTF-8 text, found bytes that are not UTF-8", "encoding")
            ) from error
        return self._printable(text, first).encode()

    def _printable(self, text: str, first: bool) -> str:
        """Return a text without forbidden characters, and report each of them; a byte order mark may come first.

        Raises UnreadableError for U+0000: the file is probably UTF-16, UTF-32 or binary.
        """
        text = text.removeprefix("\ufeff") if first else text
        told = 0
        for found in _FORBIDDEN.finditer(text):
            self._advance(text[told : found.start()])
            if found.group() == "\x00":
                raise UnreadableError(
                    self._fault("expected UTF-8 text, found a NUL byte; is it UTF-16 or a binary file?", "encoding")
                )
            self._tell(self._fault(_unseen(found.group()), "characters"))
            told = found.start()
        self._advance(text[told:])
        return _FORBIDDEN.sub("", text)

    def _advance(self, text: str) -> None:
        """Move the position past a text. Lines end in LF, CR or CRLF, which may be split between two chunks."""
        rest = text.removeprefix("\n") if self._after_return else text
        self._after_return = text.endswith("\r")
        breaks = rest.count("\n") + rest.count("\r") - rest.count("\r\n")
        self._line += breaks
        last = max(rest.rfind("\n"), rest.rfind("\r"))
        self._column = len(rest) - last if breaks else self._column + len(rest)

    def _fault(self, message: str, rule: str) -> Fault:
        return Fault(self._line, self._column, (), message, rule)


class _Frame:
    """A mapping or list that is being read: its content so far and, in a mapping, the key of the next value.

    `key` is None if a mapping expects a key. `keeps` is False if the content is yielded entry by entry, and not kept.
    """

    __slots__ = ("container", "is_mapping", "keeps", "key", "lines")

    def __init__(self, container: dict[str, Tree] | list[Tree], *, keeps: bool) -> None:
        self.container: Any = container
        self.is_mapping = type(container) is dict
        self.keeps = keeps
        self.key: str | None = None if self.is_mapping else ""
        self.lines: dict[str, int] = {}


class Reader:
    """One pass through a file: `entries()` yields its records, `faults` collects the errors in its text.

    `marks` collects the line and column of each path in `wanted`. The position of a text is its beginning, that of a
    mapping or list its key; for paths in `at_keys` it is always the key.
    """

    def __init__(
        self, stream: Readable, wanted: frozenset[Path] = frozenset(), at_keys: frozenset[Path] = frozenset()
    ) -> None:
        self.faults: list[Fault] = []
        self.marks: dict[Path, tuple[int, int]] = {}
        self._stream = _Checked(stream, self._tell)
        self._wanted = wanted
        self._at_keys = at_keys
        self._frames: list[_Frame] = []
        # The innermost frame; the outermost one has a parent that keeps nothing and expects no key.
        self._frame = _Frame([], keeps=False)
        self._reached: Any = None

    def entries(self) -> Iterator[Entry]:
        """Yield each record as soon as it is complete, so that a large file is never in memory as a whole.

        Raises UnreadableError if the text cannot be read any further.
        """
        try:
            yield from self._entries()
        except yaml.MarkedYAMLError as error:
            place, began = _place_of(error.problem_mark), error.context_mark
            where = f" ({error.context} from line {began.line + 1})" if began and began.line + 1 < place[0] else ""
            known = next((said for part, said in _CAUSES.items() if part in f"{error.problem} {error.context}"), None)
            if known and began and where:
                where = f" (begun on line {began.line + 1})"
            message = f"expected {known}{where}" if known else f"expected valid YAML: {error.problem}{where}"
            raise UnreadableError(Fault(*place, (), message, "syntax")) from error
        except (yaml.YAMLError, ValueError) as error:
            # A tag or escape for a character that does not exist: the parser raises Python's own error, without a mark.
            place = _place_of(self._reached.end_mark) if self._reached else (1, 1)
            message = "expected valid YAML, found an escape sequence for a character that does not exist"
            raise UnreadableError(Fault(*place, (), message, "syntax")) from error

    def _entries(self) -> Iterator[Entry]:
        documents = 0
        # The same as yaml.parse, but faster: no Python code runs between two events.
        for event in iter(_LOADER(self._stream).get_event, None):
            self._reached = event
            entry = None
            if isinstance(event, yaml.ScalarEvent):
                entry = self._scalar(event, event.value)
            elif isinstance(event, yaml.MappingStartEvent):
                self._open(event, {})
            elif isinstance(event, yaml.CollectionEndEvent):
                entry = self._close()
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open(event, [])
            elif isinstance(event, yaml.AliasEvent):
                self._fault(event, "expected a value, found a YAML alias (*); write the value out", "alias")
                entry = self._take(event, "-", plain=False)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(event, "expected one YAML document, found a second (after ---)", "document")
                    return
            if entry:
                yield entry
        if not documents:
            raise UnreadableError(Fault(1, 1, (), "expected a knowledge file, found an empty file", "empty"))

    def _scalar(self, event: yaml.ScalarEvent, text: str) -> Entry | None:
        """Place a scalar, and return an entry if it completes one. Nearly every event is a scalar: keep this fast."""
        if event.anchor or event.tag:
            self._refuse_decorations(event)
        if event.style == '"' or not text.isascii():
            self._check_characters(event, text)
        frame = self._frame
        if frame.key is None:
            self._take_key(event, text)
        elif self._wanted or not frame.keeps or text in _NOTHING or len(frame.container) >= MAX_ITEMS:
            return self._take(event, text, plain=not event.style)
        elif frame.is_mapping:
            frame.container[frame.key] = text
            frame.key = None
        else:
            frame.container.append(text)
        return None

    def _check_characters(self, event: yaml.ScalarEvent, text: str) -> None:
        """Report forbidden characters written as escapes, which the check of the raw bytes cannot see."""
        if found := _FORBIDDEN.search(text):
            self._fault(event, _unseen(found.group()), "characters")

    def _refuse_decorations(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self._fault(
                event,
                f"expected a plain value, found a YAML anchor (&{event.anchor}); anchors are not supported",
                "anchor",
            )
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self._fault(event, f"expected a plain value, found a YAML tag ({tag}); tags are not supported", "tag")

    def _open(self, event: yaml.CollectionStartEvent, container: dict[str, Tree] | list[Tree]) -> None:
        if event.anchor or event.tag:
            self._refuse_decorations(event)
        depth = len(self._frames)
        if self._frame.key is None:
            raise UnreadableError(self._at(event, "expected text as a key, found a mapping or list", "key"))
        if not depth and type(container) is list:
            raise UnreadableError(
                self._at(event, "expected sections (conditions:, studies:, ...), found a list", "type")
            )
        if depth >= MAX_DEPTH:
            raise UnreadableError(
                self._at(event, f"expected at most {MAX_DEPTH} levels of nesting, found more", "depth")
            )
        if self._wanted and depth and not self._frame.is_mapping:
            self._mark(event)
        self._frame = _Frame(container, keeps=depth >= 2 or type(container) is list)
        self._frames.append(self._frame)

    def _close(self) -> Entry | None:
        closed = self._frames.pop()
        if not self._frames:
            return None
        self._frame = self._frames[-1]
        if len(self._frames) == 1 and closed.lines:
            self._frame.key = None  # a section whose entries have been yielded one by one
            return None
        return self._place(closed.container)

    def _take(self, event: yaml.NodeEvent, text: str, *, plain: bool) -> Entry | None:
        """Place a text as a key, an item or a value; report one that is empty or null."""
        if not self._frames:
            raise UnreadableError(self._not_a_file(event, text))
        if self._frame.key is None:
            self._take_key(event, text)
            return None
        if plain and text in _NOTHING:
            self._fault(event, "expected a value, found none; if it is unknown, delete the line", "empty-value")
        if len(self._frame.container) >= MAX_ITEMS:
            raise UnreadableError(
                self._at(event, f"expected at most {MAX_ITEMS:,} items in one list or mapping, found more", "size")
            )
        if self._wanted and self.path() not in self._at_keys:
            self._mark(event)
        return self._place(text)

    def _not_a_file(self, event: yaml.NodeEvent, text: str) -> Fault:
        if text in _NOTHING:
            return self._at(event, "expected a knowledge file, found an empty file", "empty")
        return self._at(event, "expected sections (conditions:, studies:, ...), found text", "type")

    def _take_key(self, event: yaml.NodeEvent, text: str) -> None:
        frame = self._frame
        key = text if text.isascii() else unicodedata.normalize("NFC", text)
        if key == "<<":
            self._fault(event, "expected a key, found a YAML merge key (<<); write the fields out", "merge-key")
        if key in frame.lines:
            message = f'expected each key once, found "{text}" again (first used on line {frame.lines[key]})'
            self._fault(event, message, "duplicate-key")
        mark: Any = event.start_mark
        frame.lines[key] = mark.line + 1
        frame.key = key
        if self._wanted:
            self._mark(event)

    def _place(self, value: Tree) -> Entry | None:
        """Put a complete value into its container, or return it if it is an entry."""
        frame = self._frame
        if not frame.is_mapping:
            frame.container.append(value)
            return None
        key, frame.key = frame.key or "", None
        if frame.keeps:
            frame.container[key] = value
            return None
        section = self._frames[0].key
        return Entry(key, None, value) if section is None else Entry(section, key, value)

    def path(self) -> Path:
        """Return the path of the value that is being read."""
        return tuple(
            frame.key or "" if frame.is_mapping else len(frame.container)
            for frame in self._frames
            if not frame.is_mapping or frame.key is not None
        )

    def _mark(self, event: yaml.NodeEvent) -> None:
        if (path := self.path()) in self._wanted:
            self.marks[path] = _place_of(event.start_mark)

    def _at(self, event: yaml.Event, message: str, rule: str) -> Fault:
        return Fault(*_place_of(event.start_mark), self.path(), message, rule)

    def _fault(self, event: yaml.Event, message: str, rule: str) -> None:
        self._tell(self._at(event, message, rule))

    def _tell(self, fault: Fault) -> None:
        self.faults.append(fault)
        if len(self.faults) >= MAX_FAULTS:
            message = f"expected fewer than {MAX_FAULTS:,} errors; stopped checking here"
            raise UnreadableError(fault._replace(message=message, rule="too-many"))


def _unseen(char: str) -> str:
    """Return the message for a forbidden character, with its name if it has one."""
    name = unicodedata.name(char, "")
    shown = f"U+{ord(char):04X} {name}" if name else f"U+{ord(char):04X}"
    return f"expected visible text, found an invisible or control character ({shown})"


def _place_of(mark: Any) -> tuple[int, int]:
    """Return the line and column, from 1, of a mark, whose type differs between PyYAML's two parsers."""
    return mark.line + 1, mark.column + 1


def find(
    open_stream: Callable[[], BinaryIO], wanted: frozenset[Path], at_keys: frozenset[Path], *, last: bool
) -> dict[Path, tuple[int, int]]:
    """Read a file again and return the line and column of some paths; those that are not reached are left out.

    If `last` is true, the position of a duplicate is its last one; else reading stops once every path is found.
    """
    with open_stream() as stream:
        reader = Reader(stream, wanted, at_keys)
        try:
            for _entry in reader.entries():
                if len(reader.marks) == len(wanted) and not last:
                    break
        except UnreadableError:
            pass
        return reader.marks
