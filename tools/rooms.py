"""Count magpain's rooms (top-level modules), the imports between them, and its layers: `python -m tools.rooms`.

A room is a package or a module directly in `magpain`, except `__init__.py`. An arrow is an import of one room by any
file of another, at any level of its code. A room's floor is one above the highest floor that it imports; rooms that
import no other are on the first floor.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent / "magpain"
Arrows = dict[str, set[str]]


def arrows(top: Path = TOP) -> Arrows:
    """Return the rooms that each room imports."""
    inside = [path for path in top.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()]
    found: Arrows = {path.stem: set() for path in inside if path.stem != "__init__"}
    for path in sorted(top.rglob("*.py")):
        room = path.relative_to(top).parts[0].removesuffix(".py")
        if room in found:
            found[room] |= set(_imported(path.read_text("utf-8"), found)) - {room}
    return found


def _imported(text: str, rooms: Arrows) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            top, _dot, rest = name.partition(".")
            if top == "magpain" and (room := rest.partition(".")[0]) in rooms:
                yield room


def floors(found: Arrows) -> dict[str, int]:
    """Return the floor of each room; raise graphlib.CycleError if imports form a cycle."""
    floor: dict[str, int] = {}
    for room in TopologicalSorter(found).static_order():
        floor[room] = 1 + max((floor[below] for below in found[room]), default=0)
    return floor


def main() -> None:
    """Print the rooms by floor, the highest first, with their imports, and the counts."""
    found = arrows()
    floor = floors(found)
    for room in sorted(found, key=lambda room: (-floor[room], room)):
        print(f"{floor[room]:2}  {room:<11}  {' '.join(sorted(found[room]))}")  # noqa: T201
    total = sum(map(len, found.values()))
    print(f"{len(found)} rooms, {total} arrows, {max(floor.values())} floors")  # noqa: T201


if __name__ == "__main__":
    main()
