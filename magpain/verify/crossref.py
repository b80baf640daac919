"""Crossref's REST API: a work by its DOI, and the notices that update it.

Shapes as in https://github.com/CrossRef/rest-api-doc (README.md: `works/{doi}`, the filter `updates`, of which several
mean "or", `select`, at most 1,000 rows; api_format.md: the fields of a work and of an update). `updated-by` on the
work: https://crossref.gitlab.io/tutorials/get-rw-metadata/. Rate limits and contact:
https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote

import msgspec
from msgspec import Struct

from magpain.verify.notices import kind_of
from magpain.verify.record import (
    Key,
    Misshapen,
    Notice,
    Part,
    ServiceRecord,
    Source,
    clean,
    cleaned,
    doi_key,
    stated,
    value,
)


class _Date(Struct, frozen=True, rename="kebab"):
    date_parts: tuple[tuple[int | None, ...] | None, ...] | None = ()


class _Person(Struct, frozen=True, omit_defaults=True):
    family: str | None = None
    name: str | None = None


class _Update(Struct, frozen=True, omit_defaults=True):
    """An update; any of its fields may be missing or null, and it is still a sign of a notice."""

    DOI: str | None = None
    type: str | None = None
    source: str | None = None
    updated: _Date | None = None


class Work(Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """The fields of a work that are read and cached; dates may lack any part, and most fields may be missing."""

    DOI: str
    title: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    original_title: tuple[str, ...] = ()
    container_title: tuple[str, ...] = ()
    short_container_title: tuple[str, ...] = ()
    author: tuple[_Person, ...] = ()
    issued: _Date | None = None
    published_print: _Date | None = None
    published_online: _Date | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    article_number: str | None = None
    update_to: tuple[_Update, ...] | None = ()
    updated_by: tuple[_Update, ...] | None = ()


class _Answer(Struct, rename="kebab"):
    message_type: str
    message: Work


class _Item(Struct, rename="kebab"):
    DOI: str | None = None
    update_to: tuple[_Update, ...] | None = ()


class _Items(Struct, rename="kebab"):
    items: tuple[_Item, ...]
    total_results: int = 0


class _Notices(Struct, rename="kebab"):
    message_type: str
    message: _Items


def _work_path(keys: Sequence[Key], _contact: str | None) -> str:
    return f"/works/{quote(value(keys[0]), safe='')}"


def _not_found(body: bytes) -> bool:
    """Return whether a 404 is Crossref's own ("Resource not found.") and not that of a proxy or a wrong URL."""
    return b"resource not found" in body.lower() and b"<html" not in body.lower()


def _work_split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    """Return the one work of a response; Crossref has returned works without a DOI, which are invalid."""
    answer = msgspec.json.decode(body, type=_Answer)
    if answer.message_type != "work" or not answer.message.DOI:
        return {keys[0]: Misshapen("expected a work with a DOI")}
    return {keys[0]: msgspec.json.encode(answer.message)}


def _work_read(part: bytes) -> ServiceRecord:
    work = msgspec.json.decode(part, type=Work)
    subtitled = (f"{title}: {more}" for title in work.title for more in work.subtitle)
    return ServiceRecord(
        titles=cleaned(*work.title, *subtitled, *work.original_title),
        authors=cleaned(*(person.family or person.name for person in work.author)),
        years=_years(work.issued, work.published_print, work.published_online),
        journals=cleaned(*work.container_title, *work.short_container_title),
        volume=stated(work.volume),
        issue=stated(work.issue),
        pages=tuple(filter(None, map(stated, (work.page, work.article_number)))),
        DOI=clean(work.DOI),
        notices=(
            *(_notice(update, "this") for update in work.updated_by or ()),
            # An update that names the work itself is a notice published in the work's place, and is about it.
            *(_notice(update, "this" if _is(update.DOI, work.DOI) else "another") for update in work.update_to or ()),
        ),
    )


def _is(one: str | None, other: str | None) -> bool:
    return (one or "").lower() == (other or "").lower()


def _cannot_list(key: Key) -> str:
    return "a DOI with a comma cannot be looked up in Crossref's list of notices" if "," in key else ""


def _notices_path(keys: Sequence[Key], _contact: str | None) -> str:
    filters = ",".join(f"updates:{value(key)}" for key in keys)
    return f"/works?filter={quote(filters, safe='')}&rows=1000&select=DOI,update-to"


def _notices_split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    """Sort the notices by the work that they update, each as an update whose DOI is the notice's.

    If a notice doesn't say what it updates, or the list is cut, works without a notice may still have one.
    """
    answer = msgspec.json.decode(body, type=_Notices)
    if answer.message_type != "work-list":
        return dict.fromkeys(keys, Misshapen("expected a list of works"))
    updates: dict[Key, list[_Update]] = {key: [] for key in keys}
    unassigned = answer.message.total_results > len(answer.message.items)
    for item in answer.message.items:
        unassigned = unassigned or not item.update_to or not all(update.DOI for update in item.update_to)
        for update in item.update_to or ():
            if (key := f"doi:{(update.DOI or '').lower()}") in updates:
                updates[key].append(msgspec.structs.replace(update, DOI=item.DOI))
    missing = Misshapen("a notice doesn't say what it is about, or some are missing")
    return {key: msgspec.json.encode(found) if found or not unassigned else missing for key, found in updates.items()}


def _notices_read(part: bytes) -> ServiceRecord:
    return ServiceRecord(
        notices=tuple(_notice(update, "this") for update in msgspec.json.decode(part, type=tuple[_Update, ...]))
    )


def _notice(update: _Update, about: Literal["this", "another"]) -> Notice:
    """Return an update as a notice; one of an unknown type is a notice nevertheless."""
    label = clean((update.type or "").replace("_", " ")) or "a notice of no stated type"
    told = f"{label}, reported by Retraction Watch" if update.source == "retraction-watch" else label
    doi = clean(update.DOI)
    day = _day(update.updated)
    return Notice(kind_of(label) or "unlabelled", told, about, doi and f"doi:{doi}", day)


def _day(date: _Date | None) -> str | None:
    parts = (date.date_parts[0] if date and date.date_parts else None) or ()
    return "-".join(f"{part:02d}" for part in parts if part is not None) or None


def _years(*dates: _Date | None) -> tuple[int, ...]:
    firsts = (parts[0] for date in dates if date for parts in date.date_parts or () if parts)
    return tuple(dict.fromkeys(year for year in firsts if year))


# One request at a time, below the limits that were read; lower ones in a response's headers are kept, too.
WORKS = Source(
    id="crossref",
    name="Crossref",
    base="https://api.crossref.org",
    variable="MAGPAIN_CROSSREF",
    batch=1,
    pause=0.34,
    key_of=doi_key,
    path=_work_path,
    split=_work_split,
    read=_work_read,
    not_found=_not_found,
)
NOTICES = Source(
    id="crossref-notices",
    name="Crossref notices",
    base="https://api.crossref.org",
    variable="MAGPAIN_CROSSREF",
    batch=20,
    pause=1.1,
    key_of=doi_key,
    path=_notices_path,
    split=_notices_split,
    read=_notices_read,
    cannot=_cannot_list,
)
