"""Every question that the commands answer, over a range of arguments, for what must hold of all of them."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from magpain import cli
from magpain.shell.commands import commands

SMALL = Path(__file__).parent / "data" / "small.yaml"
# That file in the folder of the call, and one in which a title and the words of a claim are others.
NEW, OLD = "new.yaml", "old.yaml"
_OLD_WORDS = {
    "title: Magnesium deficiency in fibromyalgia syndrome": "title: Another title",
    "Magnesium supplements relieve the symptoms of fibromyalgia.": "Magnesium cures.",
}

# Of each command that answers, some questions: what a bare call says, each kind of answer, and filters.
QUESTIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "conditions": ((), ("--group", "acute"), ("--level", "very-low", "--route", "oral"), ("--sort", "participants")),
    "show": (("fibromyalgia",), ("renal", "colic", "--full"), ("acute",), ("D005356",)),
    "why": (("fibromyalgia",), ("renal-colic", "--finding", "pain-intravenous")),
    "search": (("sleep",), ("author:russell",), ("magnes*", "--limit", "300")),
    "studies": ((), ("fibromyalgia",), ("acute",), ("macian-2022",)),
    "references": ((), ("renal", "colic"), ("acute",), ("Bagis", "2013")),
    "forest": (("renal-colic",), ("fibromyalgia",)),
    "map": ((),),
    "compare": (("fibromyalgia", "renal-colic"), ("renal-colic", "CRPS", "fibromyalgia")),
    "dose": (("500", "oxide"), ("0.4g", "--elemental"), ("300mg", "citrate-anhydrous", "--elemental")),
    "safety": ((), ("adverse-effects-oral",)),
    "mechanism": ((), ("mechanism",)),
    "check": ((), (NEW, OLD)),
    "diff": ((OLD, NEW), (NEW, NEW)),
}
# Answers that rest on no citation: two equal files differ in none.
WITHOUT_CITATIONS = (("diff", NEW, NEW),)


class Said(NamedTuple):
    """What a call said, and its exit status."""

    status: int
    out: str
    err: str


def every_question() -> list[tuple[str, ...]]:
    """Return every question as a command line."""
    return [(command, *arguments) for command, questions in QUESTIONS.items() for arguments in questions]


def write_files(folder: Path) -> None:
    """Write the files that the questions name."""
    text = SMALL.read_text("utf-8")
    (folder / NEW).write_text(text, "utf-8")
    for now, before in _OLD_WORDS.items():
        assert now in text
        text = text.replace(now, before)
    (folder / OLD).write_text(text, "utf-8")


def with_format_option() -> set[str]:
    """Return the commands that take -f: those that answer, but for verify, which asks services (tests/verify)."""
    return {name for name, command in commands().items() if command.option("--format")} - {"verify", "watch"}


def ask(*arguments: str) -> Said:
    """Ask in this process, which is many times faster than a process of its own."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", newline=""), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = cli.run(arguments)
    out.flush()
    return Said(status, out.buffer.getvalue().decode("utf-8"), err.getvalue())
