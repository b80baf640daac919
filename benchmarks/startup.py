"""Measure calls as ratios to a bare Python of the same interpreter: paired runs, medians, and their spread.

Run it with the interpreter of an environment that magpain is installed in, not through a launcher:

    .venv/bin/python benchmarks/startup.py [--pairs 15] [--instructions]

`--instructions` also counts instructions with valgrind's callgrind; they don't depend on the machine's load.
"""

from __future__ import annotations

import argparse
import compileall
import shutil
import sys
import tempfile
import time
from pathlib import Path

from pairs import instructions, machine, ratios, say, seconds, surroundings, told

import magpain

ROOT = Path(__file__).resolve().parent.parent
MAGPAIN = [sys.executable, "-m", "magpain"]
# The floor: a Typer application that does nothing, with the same settings as magpain's.
TYPER = (
    "import typer\napp = typer.Typer(rich_markup_mode=None, add_completion=False)\n"
    "@app.command()\ndef nothing() -> None: ...\napp()"
)
FIRST = [*MAGPAIN, "show", "fibromyalgia", "--json"]
CALLS: dict[str, list[str]] = {
    "a Typer application that does nothing": [sys.executable, "-c", TYPER],
    **{
        f"magpain {call}": [*MAGPAIN, *call.split()]
        for call in (
            "show fibromyalgia --json",
            "conditions --json",
            "references --json",
            "__complete bash show fib",
            "--version",
            "--help",
            "show --help",
            "show nosuchname",
            "conditions",
            "studies fibromyalgia --json",
            "show fibromyalgia",
            "search period pain",
            "show fibromyalgia --color always",
            "conditions -f text --color always",
        )
    },
}


def main() -> None:
    """Measure every call and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pairs", type=int, default=15, help="paired runs of each call")
    parser.add_argument("--instructions", action="store_true", help="count instructions with valgrind too")
    asked = parser.parse_args()
    compileall.compile_dir(str(Path(magpain.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "conditions.yaml")
        shutil.copyfile(ROOT / "data" / "conditions.yaml", copy)
        variables = surroundings(MAGPAIN_CACHE=str(Path(folder, "cache")), MAGPAIN_DATA=str(copy))
        say(f"{machine(asked.pairs)}\n")
        say("| call | ratio to bare Python: median (least to most) | instructions |")
        say("|---|---|---|")
        cold = seconds(FIRST, variables) / seconds([sys.executable, "-I", "-c", "pass"], variables)
        say(f"| the first call with a user's own file | {cold:.1f} | |")
        # A file changed less than two seconds ago is hashed at each call, and once more at the next call.
        time.sleep(2.1)
        seconds(FIRST, variables)
        for name, call in CALLS.items():
            counted = instructions(call, variables) if asked.instructions else ""
            say(f"| {name} | {told(ratios(call, variables, asked.pairs))} | {counted} |")


if __name__ == "__main__":
    main()
