"""Crossref's REST API: a work by its DOI, and the notices that update it.

Shapes as in https://github.com/CrossRef/rest-api-doc (README.md: `works/{doi}`, the filter `updates`, of which several
mean "or", `select`, at most 1,000 rows; api_format.md: the fields of a work and of an update). `updated-by` on the
work: https://crossref.gitlab.io/tutorials/get-rw-metadata/. Rate limits and contact:
https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import quote

import msgspec
from msgspec import Struct

from magpain.verify.notices import kind_of
from magpain.verify.reading import at, cleaned, record_at, text, texts
from magpain.verify.record import Identifier, Key, Misshapen, Notice, Part, Service, ServiceRecord, Source, value

SERVICE = Service("https://api.crossref.org", "MAGPAIN_CROSSREF")
_DOI: tuple[Identifier, ...] = ("DOI",)
_PATHS = {
    "titles": "title original-title",
    "authors": "author.family|name",
    "years": "issued.date-parts published-print.date-parts published-online.date-parts",
    "journals": "container-title short-container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page article-number",
    "DOI": "DOI",
}


class _Work(Struct, rename="kebab"):
    message_type: Literal["work"]
    message: dict[str, Any]


class _Items(Struct, rename="kebab"):
    items: list[dict[str, Any]]
    total_results: int = 0


class _Notices(Struct, rename="kebab"):
    message_type: Literal["work-list"]
    message: _Items


def _work_path(keys: Sequence[Key], _contact: str | None) -> str:
    return f"/works/{quote(value(keys[0]), safe='')}"


def _not_found(body: bytes) -> bool:
    """Return whether a 404 is Crossref's own ("Resource not found.") and not that of a proxy or a wrong URL."""
    return b"resource not found" in body.lower() and b"<html" not in body.lower()


def _work_split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    return {keys[0]: _read(msgspec.json.decode(body, type=_Work).message)}


def _read(work: dict[str, Any]) -> Part:
    """Return a work; Crossref has returned works without a DOI, which are invalid."""
    doi = text(work, "DOI")
    if doi is None:
        return Misshapen("expected a work with a DOI")
    subtitled = (f"{title}: {more}" for title in texts(work, "title") for more in texts(work, "subtitle"))
    return record_at(
        work,
        _PATHS,
        titles=cleaned(*texts(work, "title"), *subtitled, *texts(work, "original-title")),
        notices=(
            *(_notice(update, "this", text(update, "DOI")) for update in at(work, "updated-by")),
            *(_made(update, doi) for update in at(work, "update-to")),
        ),
    )


def _made(update: object, doi: str) -> Notice:
    """Return an update that a work makes; one of itself was published in the work's place, and is about it."""
    target = text(update, "DOI")
    return _notice(update, "this" if (target or "").lower() == doi.lower() else "another", target)


def _cannot(key: Key) -> str:
    return "a DOI with a comma cannot be looked up in Crossref's list of notices" if "," in key else ""


def _list_path(keys: Sequence[Key], _contact: str | None) -> str:
    filters = ",".join(f"updates:{value(key)}" for key in keys)
    return f"/works?filter={quote(filters, safe='')}&rows=1000&select=DOI,update-to"


def _list_split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    """Sort the notices by the work that they update.

    If a notice doesn't say what it updates, or the list is cut, works without a notice may still have one.
    """
    found = msgspec.json.decode(body, type=_Notices).message
    notices: dict[Key, list[Notice]] = {key: [] for key in keys}
    unassigned = found.total_results > len(found.items)
    for item in found.items:
        updates = [(update, text(update, "DOI")) for update in at(item, "update-to")]
        unassigned = unassigned or not updates or not all(doi for _update, doi in updates)
        for update, doi in updates:
            if (key := f"doi:{(doi or '').lower()}") in notices:
                notices[key].append(_notice(update, "this", text(item, "DOI")))
    missing = Misshapen("a notice doesn't say what it is about, or some are missing")
    return {
        key: ServiceRecord(notices=tuple(held)) if held or not unassigned else missing for key, held in notices.items()
    }


def _notice(update: object, about: Literal["this", "another"], target: str | None) -> Notice:
    """Return an update as a notice; one of an unknown type, or of none, is a notice nevertheless."""
    label = (text(update, "type") or "a notice of no stated type").replace("_", " ")
    shown = f"{label}, reported by Retraction Watch" if text(update, "source") == "retraction-watch" else label
    day = "-".join(f"{part:02d}" for part in at(update, "updated.date-parts") if isinstance(part, int))
    return Notice(kind_of(label) or "unlabelled", shown, about, target and f"doi:{target}", day or None)


# One request at a time, below the limits that were read; lower ones in a response's headers are kept, too.
WORKS = Source(
    "crossref", "Crossref", SERVICE, _DOI, _work_path, _work_split, batch=1, pause=0.34, not_found=_not_found
)
NOTICES = Source(
    "crossref-notices", "Crossref notices", SERVICE, _DOI, _list_path, _list_split, batch=20, pause=1.1, cannot=_cannot
)
