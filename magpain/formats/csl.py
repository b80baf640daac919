"""CSL-JSON in ASCII: a bare array, as pandoc, Zotero and citeproc read it, one item per line.

The model's fields have their CSL 1.0.2 names already. CSL-JSON cannot escape its rich text: a title that
contains `<i>`, `<b>`, `<sup>`, `<sub>` or `<span ...>` is written in full, but a processor takes the tags for
formatting.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from magpain.formats._reference import date_parts, full_pages, note, one_line
from magpain.model import Citation, Name


def render(references: Iterable[tuple[str, Citation]]) -> str:
    """Return the references, each a (key, citation), as a CSL-JSON array whose items' ids are the keys."""
    items = (json.dumps(_item(key, citation), ensure_ascii=True) for key, citation in references)
    return "[\n" + ",\n".join(items) + "\n]\n"


def _item(key: str, citation: Citation) -> dict[str, object]:
    item: dict[str, object] = {
        "id": key,
        "type": citation.type,
        "title": one_line(citation.title),
        "author": [written for name in citation.author if (written := _name(name))],
        "container-title": one_line(citation.container_title),
        "issued": {"date-parts": [date_parts(citation.issued)]},
        "volume": one_line(citation.volume),
        "issue": one_line(citation.issue),
        "page": full_pages(citation.page),
        "edition": one_line(citation.edition),
        "publisher": one_line(citation.publisher),
        "publisher-place": one_line(citation.publisher_place),
        "language": one_line(citation.language),
        "DOI": one_line(citation.DOI),
        "PMID": one_line(citation.PMID),
        "PMCID": one_line(citation.PMCID),
        "ISBN": one_line(citation.ISBN),
        "URL": one_line(citation.URL),
        "status": "retracted" if citation.integrity.status == "retracted" else "",
        "note": note(citation),
    }
    if citation.accessed:
        item["accessed"] = {"date-parts": [date_parts(citation.accessed.isoformat())]}
    return {name: value for name, value in item.items() if value}


def _name(name: Name) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "suffix": name.suffix,
        "dropping-particle": name.dropping_particle,
        "non-dropping-particle": name.non_dropping_particle,
        "literal": name.literal,
    }
    return {part: one_line(text) for part, text in parts.items() if one_line(text)}
