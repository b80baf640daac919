"""Crossref's REST API: a work by its DOI, and the notices that say that they update it.

Shapes as in https://github.com/CrossRef/rest-api-doc (README.md: `works/{doi}`, the filter `updates`, several of one
filter mean "or", `select`, at most 1,000 rows; api_format.md: the fields of a work and of an update). `updated-by` on
the work: https://crossref.gitlab.io/tutorials/get-rw-metadata/. Rates and who to name:
https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import msgspec
from msgspec import Struct

from magpain.model import Citation
from magpain.verify.found import Found, Key, Misshapen, Part, Sign, Source, clean, cleaned, doi_key, value
from magpain.verify.signs import kind_of, marked, told_once


class _Date(Struct, frozen=True, rename="kebab"):
    date_parts: tuple[tuple[int | None, ...], ...] = ()


class _Person(Struct, frozen=True, omit_defaults=True):
    family: str | None = None
    name: str | None = None


class _Update(Struct, frozen=True, omit_defaults=True):
    DOI: str
    type: str
    source: str | None = None
    updated: _Date | None = None


class Work(Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """What is read, and kept, of a work; dates may lack any part, and most fields may be missing."""

    DOI: str
    title: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
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
    update_to: tuple[_Update, ...] = ()
    updated_by: tuple[_Update, ...] = ()


class _Answer(Struct, rename="kebab"):
    message_type: str
    message: Work


class _Notice(Struct, rename="kebab"):
    DOI: str
    update_to: tuple[_Update, ...] = ()


class _Items(Struct):
    items: tuple[_Notice, ...]


class _Notices(Struct, rename="kebab"):
    message_type: str
    message: _Items


def _work_address(keys: Sequence[Key], _contact: str | None) -> str:
    return f"/works/{quote(value(keys[0]), safe='')}"


def _work_split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    """Take the one work of an answer; an answer without its DOI is no work (Crossref has given such ones)."""
    answer = msgspec.json.decode(body, type=_Answer)
    if answer.message_type != "work" or not answer.message.DOI:
        return {keys[0]: Misshapen("expected a work with a DOI")}
    return {keys[0]: msgspec.json.encode(answer.message)}


def _work_read(part: bytes) -> Found:
    work = msgspec.json.decode(part, type=Work)
    titles = cleaned(*work.title, *(f"{title}: {more}" for title in work.title for more in work.subtitle))
    first = work.author[0] if work.author else None
    notices = (
        *(sign for update in work.updated_by if (sign := _sign(update, "this"))),
        *(sign for update in work.update_to if (sign := _sign(update, "another"))),
        *marked(titles),
    )
    return Found(
        titles=titles,
        author=clean(first.family or first.name) if first else None,
        years=_years(work.issued, work.published_print, work.published_online),
        journals=cleaned(*work.container_title, *work.short_container_title),
        volume=clean(work.volume),
        issue=clean(work.issue),
        pages=cleaned(work.page, work.article_number),
        DOI=clean(work.DOI),
        notices=told_once(notices),
    )


def _listable(citation: Citation) -> Key | None:
    """Return the key of a DOI that can stand in a list of filters: a comma would part it."""
    key = doi_key(citation)
    return key if key and "," not in key else None


def _notices_address(keys: Sequence[Key], _contact: str | None) -> str:
    filters = ",".join(f"updates:{value(key)}" for key in keys)
    return f"/works?filter={quote(filters, safe='')}&rows=1000&select=DOI,update-to"


def _notices_split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    """Sort the notices by the work that they update, each as an update whose DOI is the notice's."""
    answer = msgspec.json.decode(body, type=_Notices)
    if answer.message_type != "work-list":
        return dict.fromkeys(keys, Misshapen("expected a list of works"))
    updates: dict[Key, list[_Update]] = {key: [] for key in keys}
    for notice in answer.message.items:
        for update in notice.update_to:
            key = f"doi:{update.DOI.lower()}"
            if key in updates:
                updates[key].append(msgspec.structs.replace(update, DOI=notice.DOI))
    return {key: msgspec.json.encode(found) for key, found in updates.items()}


def _notices_read(part: bytes) -> Found:
    updates = msgspec.json.decode(part, type=tuple[_Update, ...])
    return Found(notices=told_once(sign for update in updates if (sign := _sign(update, "this"))))


def _sign(update: _Update, about: str) -> Sign | None:
    kind, label = kind_of(update.type), clean(update.type.replace("_", " "))
    if kind is None or label is None:
        return None
    told = f"{label}, as Retraction Watch tells" if update.source == "retraction-watch" else label
    return Sign(kind, told, "this" if about == "this" else "another", f"doi:{clean(update.DOI)}", _day(update.updated))


def _day(date: _Date | None) -> str | None:
    parts = date.date_parts[0] if date and date.date_parts else ()
    return "-".join(f"{part:02d}" for part in parts if part is not None) or None


def _years(*dates: _Date | None) -> tuple[int, ...]:
    firsts = (parts[0] for date in dates if date for parts in date.date_parts if parts)
    return tuple(dict.fromkeys(year for year in firsts if year))


# One question at a time, and so seldom that no limit is met: those are told in the headers of each answer, and change.
WORKS = Source(
    id="crossref",
    name="Crossref",
    base="https://api.crossref.org",
    variable="MAGPAIN_CROSSREF",
    batch=1,
    pause=0.34,
    key_of=doi_key,
    address=_work_address,
    split=_work_split,
    read=_work_read,
)
NOTICES = Source(
    id="crossref-notices",
    name="Crossref notices",
    base="https://api.crossref.org",
    variable="MAGPAIN_CROSSREF",
    batch=20,
    pause=1.1,
    key_of=_listable,
    address=_notices_address,
    split=_notices_split,
    read=_notices_read,
)
