"""`python -m tools.integrity LIST FILE`: write `integrity` into a knowledge file, from a list of retracted papers.

Every citation with a DOI, or with a PMID if the list has those, that is unchecked, or was not in an older list, gets
the entry that `magpain verify --retractions LIST` suggests. The rest of the file keeps its content and its layout.
Citations in a list that gives no reasons are printed, to be looked up by hand. The file must be valid before and
after.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import yaml

from magpain import knowledge
from magpain.formats import output
from magpain.formats.pages.verify import written
from magpain.model import Id, IntegrityCheck, Knowledge
from magpain.query import common
from magpain.verify import retraction_list

OPEN = ("unchecked", "not-listed")


def entries(known: Knowledge, listed: Path) -> tuple[dict[Id, IntegrityCheck], list[Id]]:
    """Return the entries to write, and the citations in the list that must be looked up by hand."""
    page = retraction_list.verify(common.references(known, tuple(known.citations)), listed)
    write = {
        each.id: each.integrity
        for each in page.verified
        if each.integrity and known.citations[each.id].integrity.status in OPEN
    }
    return write, [each.id for each in page.verified if each.notices and not each.integrity]


def edited(text: str, checks: dict[Id, IntegrityCheck]) -> str:
    """Return a file's text with the entries in its citations, added from the last so that positions stay valid."""
    root = cast(yaml.MappingNode, yaml.compose(text, Loader=yaml.CSafeLoader))
    citations = next(value for key, value in root.value if key.value == "citations")
    for key, record in reversed(citations.value):
        if key.value in checks:
            text = _with(text, record, written(checks[key.value]))
    return text


def _with(text: str, record: yaml.MappingNode, entry: str) -> str:
    """Return the text with an entry in one record: in place of its `integrity`, else after its last field."""
    old = next(((key, value) for key, value in record.value if key.value == "integrity"), None)
    if old:
        start, end = old[0].start_mark.index, old[1].end_mark.index
        kept = text[start:end]
        tail = kept[len(kept.rstrip()) :]
        return f"{text[:start]}{entry}{tail}{text[end:]}"
    first, last = record.value[0][0], record.value[-1][1]
    if record.flow_style:
        end = last.end_mark.index
        return f"{text[:end]}, {entry}{text[end:]}"
    end = len(text[: last.end_mark.index].rstrip())
    line_end = text.find("\n", end)
    at = len(text) if line_end < 0 else line_end
    return f"{text[:at]}\n{' ' * first.start_mark.column}{entry}{text[at:]}"


def main(listed: str, file: str) -> int:
    """Edit a file in place; return 1 if any citation must be looked up by hand."""
    path = Path(file)
    known = knowledge.load(file)
    checks, look = entries(known, Path(listed))
    text = edited(path.read_bytes().decode(), checks)
    with output.replacing(path, 0o600) as fresh:
        fresh.write_bytes(text.encode())
        again = knowledge.load(str(fresh))
        wrong = [key for key, check in checks.items() if again.citations[key].integrity != check]
        if wrong or again.citations.keys() != known.citations.keys():
            raise ValueError(f"the edit went wrong: {wrong}")
    print(f"{len(checks)} entries written", *(f"look up: {key}" for key in look), sep="\n")  # noqa: T201
    return 1 if look else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
