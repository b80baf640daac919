"""Write a realistic knowledge file of a given size in megabytes: `python benchmarks/grow.py 100 big.yaml`.

The conditions, studies and citations of a small real file are repeated under new ids, names and titles and without
identifiers, so that `magpain check` finds no problems. Everything else is in the file once.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

UNIT = Path(__file__).parent.parent / "tests" / "data" / "small.yaml"
REPEATED = ("conditions", "studies", "citations")
# Identifiers, which cannot be made unique by adding a number.
LEFT_OUT = re.compile(r"^    (?:DOI|PMID|PMCID|codes|registration):.*\n(?:      .*\n)*", re.MULTILINE)


def grow(megabytes: float, path: Path) -> None:
    """Write a file of about this size."""
    sections = dict(_sections(UNIT.read_text("utf-8")))
    once = "".join(text for name, text in sections.items() if name not in REPEATED)
    unit = "".join(sections[name] for name in REPEATED)
    copies = max(1, round((megabytes * 1_000_000 - len(once.encode())) / len(unit.encode())))
    ids = re.findall(r"^  ([a-z0-9-]+):$", unit, re.MULTILINE)
    named = re.compile(rf"(?<![\w./-])({'|'.join(sorted(map(re.escape, ids), key=len, reverse=True))})(?![\w./-])")
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(once)
        for name in REPEATED:
            head, _, entries = sections[name].partition("\n")
            file.write(f"{head}\n{entries}")
            again = entries if name != "citations" else _cited(entries, sections["conditions"] + sections["studies"])
            for number in range(1, copies):
                file.write(_again(again, number, named))


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield the file's sections by name."""
    starts = [found.start() for found in re.finditer(r"^[a-z_]+:", text, re.MULTILINE)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text[start:end].partition(":")[0], text[start:end]


def _cited(entries: str, by: str) -> str:
    """Return the citations that repeated records cite."""
    starts = [found.start() for found in re.finditer(r"^  [a-z0-9-]+:$", entries, re.MULTILINE)]
    each = [entries[start:end] for start, end in zip(starts, [*starts[1:], len(entries)], strict=True)]
    return "".join(text for text in each if re.search(rf"(?<![\w-]){text.strip().partition(':')[0]}(?![\w-])", by))


def _again(entries: str, number: int, named: re.Pattern[str]) -> str:
    renamed = named.sub(rf"\1-{number}", entries)
    renamed = re.sub(r"^(    (?:title|name): ['\"]?)", rf"\g<1>No. {number} ", renamed, flags=re.MULTILINE)
    return LEFT_OUT.sub("", renamed)


if __name__ == "__main__":
    grow(float(sys.argv[1]), Path(sys.argv[2]))
