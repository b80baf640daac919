"""Measures commands in pairs with a bare Python of the same interpreter, as ratios with their spread."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

BARE = (sys.executable, "-I", "-c", "pass")


def surroundings(**more: str) -> dict[str, str]:
    """Return an environment in which Python caches byte code, as in a normal installation."""
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "PYTHONDONTWRITEBYTECODE")}
    return kept | more


def seconds(call: Sequence[str], variables: Mapping[str, str]) -> float:
    """Return how many seconds a call takes; its output is discarded."""
    begun = time.perf_counter()
    subprocess.run(call, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - begun


def ratios(call: Sequence[str], variables: Mapping[str, str], pairs: int, beside: Sequence[str] = BARE) -> list[float]:
    """Return the ratios of a call's time to that of another call, which runs before it each time."""
    seconds(call, variables)
    return [1 / (seconds(beside, variables) / seconds(call, variables)) for _ in range(pairs)]


def told(found: Sequence[float]) -> str:
    """Return the median of some ratios, with the minimum and the maximum."""
    return f"{statistics.median(found):.1f} ({min(found):.1f} to {max(found):.1f})"


def instructions(call: Sequence[str], variables: Mapping[str, str]) -> str:
    """Return the ratio of a call's instructions to bare Python's, or a dash if valgrind is not installed."""
    if not shutil.which("valgrind"):
        return "-"
    counts = [_counted(each, {**variables, "PYTHONHASHSEED": "0"}) for each in (call, BARE)]
    return f"{counts[0] / counts[1]:.1f}" if all(counts) else "-"


def _counted(call: Sequence[str], variables: Mapping[str, str]) -> int:
    watched = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *call]
    done = subprocess.run(watched, env=variables, capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    return int(found.group(1)) if found else 0


def say(text: str) -> None:
    """Print a line and flush it."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def machine(pairs: int) -> str:
    """Return the machine of a measurement and its noise, which is the spread of a bare Python compared with itself."""
    noise = ratios(BARE, surroundings(), pairs)
    version = sys.version.split()[0]
    bare = statistics.median(seconds(BARE, surroundings()) for _ in range(pairs))
    return (
        f"Python {version}, {os.cpu_count()} cores, {pairs} pairs; bare Python {1000 * bare:.0f} ms; "
        f"a bare Python compared with itself: {told(noise)}"
    )
