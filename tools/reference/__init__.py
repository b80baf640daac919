"""Writes the reference pages from the code: `python -m tools.reference docs/reference`.

The file format and the JSON answers come from their types, the commands from the app, the rules from their
descriptions, and the other pages from the help topics. The program itself never imports this package.
"""

from __future__ import annotations

from pathlib import Path

from tools.reference import commands, records, rules


def pages() -> dict[str, str]:
    """Return every reference page by its file name."""
    return {
        "commands.md": commands.commands_page(),
        **commands.topic_pages(),
        "file-format.md": records.file_format(),
        "json.md": records.json_answers(),
        "rules.md": rules.rules_page(),
    }


def write(folder: str) -> None:
    """Write the pages into a directory, and delete old ones."""
    written = pages()
    Path(folder).mkdir(parents=True, exist_ok=True)
    for old in Path(folder).glob("*.md"):
        old.unlink()
    for name, text in written.items():
        Path(folder, name).write_text(text, "utf-8", newline="\n")
