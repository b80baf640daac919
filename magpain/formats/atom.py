"""Changes between two knowledge files as an Atom 1.0 feed: sentences, one entry per condition or section."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable, Mapping
from html import escape
from xml.etree import ElementTree as ET

from msgspec import Struct

from magpain.answers import Change, ChangeList
from magpain.formats.blocks import text_of
from magpain.formats.pages import changes as page_of

# RFC 4287.
_ATOM = "http://www.w3.org/2005/Atom"
# The UUID namespace of entry ids: an id depends only on the entry's content, not on the machine or the current day.
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://pypi.org/project/magpain/#changes")


class Entry(Struct, frozen=True, kw_only=True):
    """The changes to a condition, or to a section of the file that belongs to no condition; one change per line.

    `key` identifies the entry; `condition` is the condition's id.
    """

    key: str
    title: str
    condition: str | None
    lines: tuple[str, ...]


class Feed(Struct, frozen=True, kw_only=True):
    """A feed's metadata: its title, the day of the new file's last literature search, and the site's URL.

    `base` ends in a slash; if it is "", URLs are relative to the feed's.
    """

    title: str
    updated: datetime.date
    base: str = ""


def entries(page: ChangeList, names: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return the changes grouped by condition and section, ratings first; `names` has the conditions' names by id."""
    gathered: dict[tuple[str | None, str], list[Change]] = {}
    for change in page.changes:
        condition = change.condition or (change.id if change.section == "conditions" else None)
        gathered.setdefault((condition, "" if condition else change.section), []).append(change)
    return tuple(_entry(*key, found, names) for key, found in gathered.items())


def _entry(condition: str | None, section: str, found: list[Change], names: Mapping[str, str]) -> Entry:
    lines = ((text_of(label), text_of(told)) for label, told in page_of.items(found))
    return Entry(
        key=f"condition-{condition}" if condition else f"section-{section}",
        title=names.get(condition, condition) if condition else page_of.heading(section),
        condition=condition,
        lines=tuple(_line(told if label == condition else f"{label}: {told}") for label, told in lines),
    )


def _line(text: str) -> str:
    """Return a change as one line that begins in upper case, unless it begins with an id."""
    text = " ".join(text.split())
    return text if text.partition(" ")[0].endswith(":") else f"{text[:1].upper()}{text[1:]}"


def render(feed: Feed, found: Iterable[tuple[Entry, str]]) -> str:
    """Return the feed of some entries, each paired with its page's URL relative to the site's root."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _add(root, "title", feed.title)
    _add(root, "id", _name("feed", feed.base, feed.title))
    _add(root, "updated", _moment(feed.updated))
    _add(_add(root, "author"), "name", "magpain")
    _add(root, "generator", "magpain")
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{feed.base}feed.xml")
    _add(root, "link", rel="alternate", type="text/html", href=f"{feed.base}changes.html")
    for entry, address in found:
        _add_entry(root, feed, entry, address)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_entry(root: ET.Element, feed: Feed, entry: Entry, address: str) -> None:
    element = _add(root, "entry")
    count = len(entry.lines)
    _add(element, "title", f"{entry.title}: {count} change{'s' if count > 1 else ''}")
    _add(element, "id", _name(entry.key, feed.updated.isoformat(), *entry.lines))
    _add(element, "updated", _moment(feed.updated))
    _add(element, "link", rel="alternate", type="text/html", href=f"{feed.base}{address}")
    lines = "".join(f"<li>{escape(line)}</li>" for line in entry.lines)
    _add(element, "content", f"<ul>{lines}</ul>", type="html")


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = text
    return element


def _name(*parts: str) -> str:
    return uuid.uuid5(_SPACE, json.dumps(parts)).urn


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
