"""Exports a whole knowledge file: as a database, as JSON or YAML, or as a directory of pages."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

from magpain.errors import QuestionError
from magpain.formats import output
from magpain.model import Knowledge, KnowledgeFile

__all__ = ["as_file", "to_directory", "to_file"]

_DATABASE = (".db", ".sqlite", ".sqlite3")
_YAML = (".yaml", ".yml")


def as_file(knowledge: Knowledge) -> KnowledgeFile:
    """Return the knowledge file that some knowledge was read from: its sections, without what is derived from them."""
    sections = {name: getattr(knowledge, name) for name in KnowledgeFile.__struct_fields__ if name != "magpain"}
    plain: dict[str, Any] = {
        name: dict(value) if hasattr(value, "items") else value for name, value in sections.items()
    }
    return KnowledgeFile(magpain=knowledge.format, **plain)


def to_file(knowledge: Knowledge, name: str, *, protected: str | None) -> None:
    """Write all of the knowledge to a file, whole or not at all, in the format of its name's suffix.

    `protected` is the path of the knowledge file, which is never overwritten. Raises QuestionError for an unknown
    suffix, and OutputError if the file cannot be written.
    """
    output.to_file(_rendered(knowledge, name), name, protected=protected)


def _rendered(knowledge: Knowledge, name: str) -> str | bytes:
    """Return the file's content; each format is imported only when needed."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _DATABASE:
        from magpain.export import database

        return database.build(knowledge)
    if suffix not in (".json", *_YAML):
        raise QuestionError(f"{name}: the file name must end in .db, .json or .yaml")
    from magpain.formats import yaml

    if suffix in _YAML:
        return yaml.render(as_file(knowledge))
    import json

    return json.dumps(yaml.said(as_file(knowledge)), indent=2, allow_nan=False) + "\n"


def to_directory(knowledge: Knowledge, name: str) -> None:
    """Write Markdown pages with an index into a new directory, whole or not at all.

    Raises QuestionError if it exists and isn't empty, and OutputError if it cannot be written.
    """
    from magpain.export import pages

    target = Path(name)
    with output.directory(name) as top:
        if target.is_symlink() or (target.exists() and not _is_empty(target)):
            raise QuestionError(f"{name} is not an empty directory; choose a new or empty one")
        for path, text in pages.pages(knowledge):
            output.into(top, path, text)


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())
