"""Compare one look-up with what people would use instead: `.venv/bin/python benchmarks/peers.py [--pairs 15]`.

Programs on the PATH are measured; the others are reported as not installed. To measure all of them, install jq,
ripgrep and gh from Debian, and yq, papis, sqlite-utils and httpie from PyPI, best each in a separate environment whose
bin directory is on the PATH.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from grow import grow
from pairs import machine, ratios, say, seconds, surroundings, told

MAGPAIN = [sys.executable, "-m", "magpain"]
LOOKUP = ".conditions.fibromyalgia"


def main() -> None:
    """Measure each program and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pairs", type=int, default=15, help="paired runs of each call")
    pairs = parser.parse_args().pairs
    say(f"{machine(pairs)}\n")
    say("| call | ratio to bare Python: median (least to most) |")
    say("|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        variables = surroundings(MAGPAIN_CACHE=str(Path(folder, "cache")), HOME=folder)
        for megabytes in (1, 10):
            yaml = Path(folder, f"{megabytes}.yaml")
            grow(megabytes, yaml)
            json, database = yaml.with_suffix(".json"), yaml.with_suffix(".db")
            for target in (json, database):
                seconds([*MAGPAIN, "export", "-o", str(target), "--data", str(yaml)], variables)
            time.sleep(2.1)
            calls = {
                f"magpain show fibromyalgia --json, {megabytes} MB": [
                    *MAGPAIN, "show", "fibromyalgia", "--json", "--data", str(yaml)
                ],
                f"jq on the JSON, {megabytes} MB": ["jq", LOOKUP, str(json)],
                f"yq on the YAML, {megabytes} MB": ["yq", LOOKUP, str(yaml)],
                f"rg for the name, {megabytes} MB": ["rg", "-A", "40", "^  fibromyalgia:", str(yaml)],
                f"sqlite-utils on the database, {megabytes} MB": [
                    "sqlite-utils", str(database), "select * from conditions where id = 'fibromyalgia'"
                ],
            }  # fmt: skip
            _table(calls, variables, pairs)
        _table({f"{name} --version": [name, "--version"] for name in ("papis", "http", "gh")}, variables, pairs)


def _table(calls: dict[str, list[str]], variables: dict[str, str], pairs: int) -> None:
    for name, (program, *rest) in calls.items():
        found = shutil.which(program)
        # Ten megabytes of YAML take some peers many seconds.
        few = pairs if "10 MB" not in name else max(3, pairs // 5)
        say(f"| {name} | {told(ratios([found, *rest], variables, few)) if found else 'not installed'} |")


if __name__ == "__main__":
    main()
