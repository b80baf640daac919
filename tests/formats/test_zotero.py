"""What Zotero makes of the references: its own import translators read every format (npm package zotero-translators).

They run where MAGPAIN_ZOTERO names a folder with that package installed, and are skipped elsewhere.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from magpain import knowledge

FOLDER = os.environ.get("MAGPAIN_ZOTERO", "")
pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif(not (FOLDER and shutil.which("node")), reason="MAGPAIN_ZOTERO names no translators"),
]

TYPES = {
    "article-journal": "journalArticle", "webpage": "webpage", "chapter": "bookSection", "book": "book",
    "report": "report", "post-weblog": "blogPost", "thesis": "thesis", "legislation": "statute",
}  # fmt: skip
# What BibTeX has no type for comes as a book, and BibLaTeX's law as a bill; PubMed's records are articles.
OTHERWISE = {
    "bibtex": {"webpage": "book", "post-weblog": "book", "legislation": "book"},
    "biblatex": {"post-weblog": "webpage", "legislation": "bill"},
    "nbib": {"webpage": "journalArticle", "post-weblog": "journalArticle"},
}


def imported(name: str, tmp_path: Path) -> list[dict]:
    citations = knowledge.load().citations
    path = tmp_path / f"all.{name}"
    path.write_text(import_module(f"magpain.formats.{name}").render(citations.items()), "utf-8")
    script = str(Path(__file__).with_name("zotero.cjs"))
    done = subprocess.run(["node", script, FOLDER, str(path)], capture_output=True, text=True, check=True, timeout=120)
    items = json.loads(done.stdout.rpartition("\n@@")[2])
    return [item for item in items if item["itemType"] != "note"]


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "ris", "csl", "nbib"])
def test_zotero_reads_every_reference_of_the_shipped_file(name, tmp_path):
    citations = list(knowledge.load().citations.values())
    items = imported(name, tmp_path)
    assert len(items) == len(citations)
    for item, citation in zip(items, citations, strict=True):
        assert item["itemType"] == (TYPES | OTHERWISE.get(name, {}))[citation.type]
        if item["itemType"] == "journalArticle":
            assert item.get("DOI") == citation.DOI
            assert item.get("volume") == citation.volume
        bodies = sum(author.literal is not None for author in citation.author)
        authors = len(item["creators"])
        assert authors in (len(citation.author), len(citation.author) - bodies if name == "nbib" else authors)
