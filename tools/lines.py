"""Count lines of code, without docstrings, comments and blank lines: `python -m tools.lines [DIRECTORY ...]`."""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from pathlib import Path

_IDLE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def code_lines(text: str) -> int:
    """Return how many lines of a Python file contain code."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = {line for token in tokens if token.type not in _IDLE for line in range(token.start[0], token.end[0] + 1)}
    return len(lines - _docstring_lines(ast.parse(text)))


def _docstring_lines(tree: ast.AST) -> set[int]:
    """Return the lines of every string that is a statement by itself."""
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


def by_package(top: Path) -> Counter[str]:
    """Return the lines of code below a directory by package: its subdirectories, and its own files under its name."""
    counts: Counter[str] = Counter()
    for path in sorted(top.rglob("*.py")):
        inner = path.relative_to(top).parts[:-1]
        counts["/".join((top.name, *inner[:1]))] += code_lines(path.read_text("utf-8"))
    return counts


def main() -> None:
    """Print the lines of code of each package, and their sum."""
    counts = Counter[str]()
    for name in sys.argv[1:] or ["magpain"]:
        counts += by_package(Path(name))
    for package, count in counts.most_common():
        sys.stdout.write(f"{count:6,}  {package}\n")
    sys.stdout.write(f"{counts.total():6,}  in all\n")


if __name__ == "__main__":
    main()
