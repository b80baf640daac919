"""The installed command, called as people call it: through pipes, bounded in time, and judged each time alike."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

T = TypeVar("T")
SMALL = Path(__file__).parent.parent / "data" / "small.yaml"
# MAGPAIN_COMMAND names the command of another environment: that of the built wheel, say.
COMMAND = Path(os.environ.get("MAGPAIN_COMMAND") or Path(sysconfig.get_path("scripts"), "magpain"))
LONG = os.environ.get("MAGPAIN_FAULTS") == "long"
# Far more than a call takes on a busy machine: whatever takes longer hangs.
PATIENCE = 60.0
STATUSES = {0: "accepted", 1: "refused", 2: "refused", 3: "refused", 4: "refused", 130: "interrupted"}
# What only a test sends; Windows has no such signal.
KILL = getattr(signal, "SIGKILL", 0) or signal.SIGINT
# What may never reach a terminal or a pipe: C0 but tab and line feed, DEL, C1, bidi controls, and what isn't UTF-8.
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# What magpain itself sends to a coloured terminal: colours (SGR) and links (OSC 8).
OWN = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b\x07]*\x1b\\")


class Done(NamedTuple):
    """How a call ended: its exit status (below 0: the signal that ended it), and what it wrote."""

    status: int
    out: str
    err: str


def python() -> str:
    """Return the interpreter that the command belongs to."""
    beside = COMMAND.with_name("python.exe" if os.name == "nt" else "python")
    return str(beside) if beside.exists() else sys.executable


def some(items: Sequence[T], count: int) -> Sequence[T]:
    """Return so many of these, spread evenly; all of them in a long run."""
    step = 1 if LONG else max(1, -(-len(items) // count))
    return items[::step]


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """Return the environment variables of a call: none of this machine's but those that it can't do without."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    # A pager would wait for somebody to leave it.
    return kept | {"HOME": str(home), "MAGPAIN_DATA": str(SMALL), "PAGER": ""} | more


def run(arguments: Iterable[str | bytes | Path], environment: Mapping[str, str], folder: Path, **more: object) -> Done:
    """Call the command and wait for it; raise subprocess.TimeoutExpired where it hangs."""
    return program([COMMAND, *arguments], environment, folder, **more)


def program(line: Iterable[str | bytes | Path], environment: Mapping[str, str], folder: Path, **more: object) -> Done:
    """Call a program with what is left open of subprocess.run's arguments; its input is empty unless given."""
    given = {"stdin": subprocess.DEVNULL} | more
    done = subprocess.run(
        [*line], capture_output=True, env=environment, cwd=folder, timeout=PATIENCE, check=False, **given
    )
    return Done(done.returncode, _text(done.stdout), _text(done.stderr))


def _text(written: bytes) -> str:
    """Return what was written; bytes that aren't UTF-8 stand as half surrogates, which `outcome` judges."""
    return written.decode("utf-8", "surrogateescape")


def outcome(done: Done) -> str:
    """Return what became of a call: accepted, refused, interrupted, or crashed.

    It crashed where its exit status is none that the manual tells, or where a traceback was shown.
    """
    if done.status in (-signal.SIGINT, -KILL):
        return "interrupted"
    crashed = "Traceback" in done.err or "Exception ignored" in done.err
    return "crashed" if crashed else STATUSES.get(done.status, "crashed")


def faults(done: Done) -> list[str]:
    """Return what is wrong with any call, whatever was asked: each item is empty text in a sound one."""
    found = [f"{outcome(done)} with {done.status}: {done.err[-2000:]}"] if outcome(done) == "crashed" else []
    shown = OWN.sub("", done.out).replace("\r\n", "\n")
    found += [f"on stdout: {char!r}" for char in UNFIT.findall(shown)[:3]]
    found += [f"on stderr: {char!r}" for char in UNFIT.findall(done.err)[:3]]
    found += [] if _is_one_message(done.err) else [f"more than one message on stderr: {done.err[:2000]}"]
    found += ["an answer beside an error"] if done.out and done.status in (2, 3) else []
    found += ["no word of what was refused"] if not done.err and not done.out and done.status in (1, 2, 3) else []
    return found


def _is_one_message(err: str) -> bool:
    """Tell whether stderr holds one message: a line, or the lines of a list of candidates or of a narrow terminal."""
    lines = err.splitlines()
    return len(lines) <= 1 or (len(lines) <= 30 and sum(line.startswith("magpain:") for line in lines) == 1)


def is_json(text: str) -> bool:
    """Tell whether a text is JSON in ASCII, of whole characters only."""
    try:
        json.dumps(json.loads(text), ensure_ascii=False).encode()
    except ValueError:
        return False
    return text.isascii()
