"""Measure how long the site takes to build for more conditions: copies of the bundled ones, with their own studies.

Run it with the interpreter of the environment that magpain is installed in:

    .venv/bin/python benchmarks/site.py [--runs 3]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from grown import grown  # noqa: E402 the path to it is set above

from magpain import knowledge  # noqa: E402 as above
from magpain.export import site  # noqa: E402 as above
from magpain.model import Knowledge  # noqa: E402 as above

SIZES = (50, 100, 200, 500)


def main() -> None:
    """Measure every size and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=3, help="runs of each size, of which the fastest counts")
    asked = parser.parse_args()
    shipped = knowledge.load(ROOT / "data" / "conditions.yaml")
    _say(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, the fastest of {asked.runs} runs\n")
    _say("| conditions | studies | pages | MB | seconds | milliseconds per condition |")
    _say("|---|---|---|---|---|---|")
    _measured(grown(shipped, 1))  # the first build loads the templates
    for size in SIZES:
        kb = grown(shipped, size)
        seconds, pages, written = min(_measured(kb) for _ in range(asked.runs))
        each = f"{1000 * seconds / size:.1f}"
        _say(f"| {size} | {len(kb.studies)} | {pages} | {written / 1e6:.0f} | {seconds:.2f} | {each} |")


def _measured(kb: Knowledge) -> tuple[float, int, int]:
    """Return how many seconds a site takes, and how many pages and bytes it has."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        pages = site.build(kb, str(Path(folder) / "site"))
        seconds = time.perf_counter() - begun
        return seconds, pages, sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
