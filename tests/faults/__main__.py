"""`python -m tests.faults`: run all of it, the long way, and print what became of every input, by class."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

COLUMNS = ("refused", "accepted", "interrupted", "crashed", "hung", "shown wrongly")


class Tally:
    """Counts what the tests report of their inputs, by the file that holds the test."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {}
        self.took: list[tuple[float, float]] = []

    def pytest_runtest_logreport(self, report) -> None:
        if report.when == "teardown":
            name = Path(report.location[0]).stem.removeprefix("test_")
            found = (value for key, value in report.user_properties if key == "outcome")
            self.counts.setdefault(name, Counter()).update(found)
            self.took += [value for key, value in report.user_properties if key == "took"]

    def table(self) -> str:
        """Return the sums as a table in Markdown."""
        rows = [("class", "tried", *COLUMNS), ("---", *("---:" for _ in ("tried", *COLUMNS)))]
        whole: Counter[str] = Counter()
        for name, counts in sorted(self.counts.items()):
            rows.append((name, counts.total(), *(counts[column] for column in COLUMNS)))
            whole += counts
        rows.append(("all", whole.total(), *(whole[column] for column in COLUMNS)))
        return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)

    def most(self) -> str:
        """Return what a refusal of a hostile file took at most."""
        seconds, sizes = zip(*self.took or [(0, 0)], strict=True)
        return f"A hostile file was refused within {max(seconds):.1f} s of processor time and {max(sizes):.0f} MiB."


def main() -> int:
    """Run the tests of this folder and return pytest's exit status."""
    os.environ.setdefault("MAGPAIN_FAULTS", "long")
    import pytest

    tally = Tally()
    status = pytest.main([str(Path(__file__).parent), *sys.argv[1:]], plugins=[tally])
    print(f"\n{tally.table()}\n\n{tally.most()}")  # noqa: T201 what it is for
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
