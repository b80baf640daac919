"""Measure the cost of larger files: files of 0.5 to 100 MB are checked, compiled and queried.

    .venv/bin/python benchmarks/scale.py [--most 100] [--pairs 15]

Memory is the peak of the process (as the system counts it), CPU time that of the process. Look-ups and searches are
ratios to the same call with the smallest file, which runs before each of them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from grow import grow
from pairs import machine, ratios, say, surroundings, told

MAGPAIN = [sys.executable, "-m", "magpain"]
SIZES = (0.5, 1, 10, 100)
LOOKUP = ("show", "fibromyalgia", "--json")
SEARCHES = (("search", "pain"), ("search", "fibromyalgia", "author:bagis"))


def main() -> None:
    """Grow the files, measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--most", type=float, default=100, help="the size of the largest file, in MB")
    parser.add_argument("--pairs", type=int, default=15, help="paired runs of each look-up")
    asked = parser.parse_args()
    say(f"{machine(asked.pairs)}\n")
    heads = (
        "file|check: CPU s per MB, peak MB|compile: CPU s per MB, peak MB, cache|"
        "show --json|search: word|search: filtered"
    )
    say(f"| {' | '.join(heads.split('|'))} |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        files = {size: Path(folder, f"{size}.yaml") for size in SIZES if size <= asked.most}
        for size, file in files.items():
            grow(size, file)
        time.sleep(2.1)
        rows = [_row(file, next(iter(files.values())), Path(folder), asked.pairs) for file in files.values()]
        say(_further(rows[0], rows[-1]))


class Row(NamedTuple):
    """The cost of a file: its size in megabytes, and CPU seconds per command."""

    size: float
    check: float
    compile: float


def _further(least: Row, most: Row) -> str:
    """Return the cost per megabyte between two sizes, without the start of a call, which both include."""
    size = most.size - least.size
    check, made = (most.check - least.check) / size, (most.compile - least.compile) / size
    return f"\nPer further megabyte, {least.size:.1f} to {most.size:.1f}: check {check:.2f}, compile {made:.2f} CPU s"


def _row(file: Path, smallest: Path, folder: Path, pairs: int) -> Row:
    """Measure a file and print its row."""
    variables = surroundings(MAGPAIN_CACHE=str(folder / "cache"))
    data = ("--data", str(file))
    megabytes = file.stat().st_size / 1e6
    checked = _cost([*MAGPAIN, "check", str(file)], variables)
    compiled = _cost([*MAGPAIN, *LOOKUP, *data], variables)
    copy = max((folder / "cache").glob("*"), key=lambda path: path.stat().st_size).stat().st_size / 1e6
    asked = [
        told(ratios([*MAGPAIN, *call, *data], variables, pairs, [*MAGPAIN, *call, "--data", str(smallest)]))
        for call in (LOOKUP, *SEARCHES)
    ]
    costs = [f"{cpu / megabytes:.2f}, {peak:.0f}" for cpu, peak in (checked, compiled)]
    say(f"| {megabytes:.1f} MB | {costs[0]} | {costs[1]}, {copy:.0f} MB | {' | '.join(asked)} |")
    return Row(megabytes, checked[0], compiled[0])


def _cost(call: list[str], variables: dict[str, str]) -> tuple[float, float]:
    """Return a call's CPU seconds and its peak memory in megabytes."""
    process = subprocess.Popen(call, env=variables, stdout=subprocess.DEVNULL)
    _pid, process.returncode, used = os.wait4(process.pid, 0)
    if process.returncode:
        raise SystemExit(f"{call} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6


if __name__ == "__main__":
    main()
