"""Split an answer into pages of at most 8 KB, each with its certainty, its references and how to get the next."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from magpain.characters import is_hidden
from magpain.errors import QuestionError
from magpain.formats import markdown
from magpain.formats.blocks import Block, Items, Line, line

# In bytes of UTF-8. Lines longer than `_PIECE` are cut into pieces, and repeated lines are shortened to `_REPEATED`, so
# that a page has room for at least one piece, whatever the file contains.
LIMIT = 8000
_PIECE, _REPEATED = 2000, 1200
_LISTED = "References on this page:"
# Room for "page 1 of 3: call again with page=2" and the line above the references.
_PLACE = 120
_CITED = re.compile(r"\\\[(\d+(?:, \d+)*)\\\]")
# Like hidden characters, they could hide words from a reader, and no page needs them.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


class Reply(NamedTuple):
    """An answer before it is paged.

    `call` is the call that returns it. `verdict_line` is the verdict with its certainty, repeated on later pages.
    `references` are by number; `labels` maps the name of a study to the numbers of its references.
    """

    call: str
    blocks: Iterable[Block]
    verdict_line: str = ""
    provenance: str | None = None
    references: Mapping[int, Line] = {}
    labels: Mapping[str, set[int]] = {}


def page(reply: Reply, number: int) -> str:
    """Return one page of an answer as Markdown; raise QuestionError if there is no such page."""
    raters = f" Read and rated by {reply.provenance}." if reply.provenance else ""
    end = f"\n\n{markdown.escape(f'Not medical advice.{shortened(raters, 500)}')}\n\n"
    call = markdown.escape(shortened(reply.call, 500))
    pages = list(_filled(reply, LIMIT - len(f"{end}{call}".encode()) - _PLACE))
    if not 1 <= number <= len(pages):
        raise QuestionError(f"expected a page from 1 to {len(pages)}, not {number}")
    more = f": call again with page={number + 1}" if number < len(pages) else ""
    place = f", page {number} of {len(pages)}{more}." if len(pages) > 1 else ""
    return f"{pages[number - 1]}{end}{call}{place}".rstrip() + "\n"


def clean(text: str) -> str:
    """Return a text without hidden characters; only line feeds stay."""
    spaced = _SELECTORS.sub("", re.sub("[\t\r\x0b\x0c\x85\u2028\u2029]", " ", text))
    return "".join(char for char in spaced if char == "\n" or not is_hidden(char))


def shortened(text: str, most: int = _REPEATED) -> str:
    """Return a text cut to this number of bytes, without hidden characters."""
    first, *rest = _pieces(clean(text), most - 3)
    return f"{first}…" if rest else first


def _filled(reply: Reply, room: int) -> Iterator[str]:
    """Yield each page, with its references but without its last line, in at most `room` bytes."""
    references = {number: _reference(number, text) for number, text in reply.references.items()}
    labels = {markdown.escape(label): numbers for label, numbers in reply.labels.items()}
    waiting = deque(piece for row in clean(markdown.render(reply.blocks)).split("\n") for piece in _pieces(row, _PIECE))
    verdict_line = [markdown.escape(shortened(reply.verdict_line)), ""] if reply.verdict_line else []
    heading, table, start = "", list[str](), list[str]()  # what a new page repeats, and the lines it began with
    lines, cited, apart = list[str](), dict[int, str](), set[int]()
    while waiting:
        text = waiting.popleft()
        numbers = _numbers(text, labels) - cited.keys() - apart
        new = {number: references[number] for number in sorted(numbers) if number in references}
        if lines != start and _size([*lines, text, *cited.values(), *new.values()]) > room:
            yield _with_references(lines, cited)
            table = table if text.startswith("|") else []
            start = [*verdict_line, *([f"{shortened(heading, 600)} (continued)", ""] if heading else []), *table]
            lines, cited = list(start), {}
            waiting.appendleft(text)
            continue
        if _size([*lines, text, *cited.values(), *new.values()]) > room:
            # More than a page of references: they become lines of the answer.
            waiting.extendleft(reversed(new.values()))
            apart |= new.keys()
            new = {}
        lines.append(text)
        cited |= new
        heading = text if text.startswith("## ") else heading
        table = [*table, text][:2] if text.startswith("|") else []
    yield _with_references(lines, cited)


def _with_references(lines: list[str], cited: Mapping[int, str]) -> str:
    listed = ["", _LISTED, "", *(cited[number] for number in sorted(cited))] if cited else []
    return "\n".join([*lines, *listed]).strip()


def _reference(number: int, text: Line) -> str:
    return shortened(markdown.render([Items(((line(f"[{number}]"), text),))]).strip(), _PIECE)


def _numbers(text: str, labels: Mapping[str, set[int]]) -> set[int]:
    """Return the numbers of the references that a line cites, by number or by the name of a study."""
    numbers = {int(number) for found in _CITED.findall(text) for number in found.split(", ")}
    named = (own for label, own in labels.items() if label in text and re.search(rf"(?<!\w){re.escape(label)}", text))
    return numbers.union(*named)


def _pieces(text: str, most: int) -> list[str]:
    """Cut a line into pieces of at most `most` bytes, between words if possible, never after an escaping backslash."""
    pieces: list[str] = []
    while len(text.encode()) > most:
        piece = text.encode()[:most].decode(errors="ignore")
        piece = piece[: piece.rfind(" ", 1) + 1] or piece
        piece = piece[:-1] if (len(piece) - len(piece.rstrip("\\"))) % 2 else piece
        pieces.append(piece)
        text = text[len(piece) :]
    return [*pieces, text]


def _size(lines: Iterable[str]) -> int:
    return sum(len(text.encode()) + 1 for text in lines)
