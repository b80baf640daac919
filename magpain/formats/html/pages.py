"""HTML pages from templates, in which everything that comes from a file is escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from magpain import __version__
from magpain.answers import (
    NOT_ADVICE,
    Answer,
    Body,
    ConditionPage,
    ForestPage,
    MapPage,
    Reference,
    ReferenceList,
    SheetPage,
    StudyList,
)
from magpain.formats import pages as blocks_of
from magpain.formats import svg, words
from magpain.formats.atom import Entry
from magpain.formats.html import metadata, views

# Found as the package is, in a folder or in an archive.
_HERE = files("magpain.formats.html")
_STYLE_ELEMENT = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_POLICY_MARK = "POLICY-OF-THIS-PAGE"


class Place(Struct, frozen=True, kw_only=True):
    """Where a page of a site stands: `root` leads to the site's top, `stem` names the page's other formats.

    `has` names the pages that not every site has: those of the background, and of what changed. `licence` and
    `provenance` are the knowledge file's.
    """

    root: str
    stem: str
    has: frozenset[str] = frozenset()
    licence: str | None = None
    provenance: str | None = None


def alone(answer: Answer[Body]) -> str:
    """Return an answer as a page that stands alone."""
    if isinstance(answer.body, SheetPage):
        return sheet(answer.body)
    if isinstance(answer.body, StudyList):
        return studies(answer.body, references=answer.references)
    return plain(answer.body)


def sheet(page: SheetPage, place: Place | None = None) -> str:
    """Return the page of a condition or group."""
    template = "condition" if isinstance(page.page, ConditionPage) else "group"
    return _page(template, place, **views.of_sheet(page), **metadata.of_sheet(page), taken=words.taken(page.page))


def plain(body: Body, place: Place | None = None, *, title: str | None = None) -> str:
    """Return any answer as a page: its parts as text and tables, its pictures drawn."""
    if isinstance(body, MapPage):
        return front(body, place)
    picture = views.picture(svg.render(body), "picture") if isinstance(body, ForestPage) else None
    found = views.parts(blocks_of.blocks(body, full=True))
    shown = title or found.title
    listed = views.references(body.references) if isinstance(body, ReferenceList) else ()
    return _page("answer", place, title=shown, parts=found, picture=picture, listed=listed)


def front(page: MapPage, place: Place | None = None, *, reviewed: object = None) -> str:
    """Return the evidence map, each cell of which leads to its finding where the page stands in a site."""
    return _page("map", place, **views.of_map(page), reviewed=reviewed)


def studies(
    page: StudyList,
    place: Place | None = None,
    *,
    names: dict[str, str] | None = None,
    references: tuple[Reference, ...] = (),
) -> str:
    """Return the studies as one table; `names` are those of the conditions, for a site, where they are links.

    `references` are listed below the table; in a site each study leads to the page that has them all.
    """
    return _page(
        "studies",
        place,
        title="Studies",
        studies=page.studies,
        counted_in=page.counted_in,
        names=names or {},
        places=words.places(references),
        listed=views.references(references),
        taken=words.taken(page),
    )


def changes(found: tuple[tuple[Entry, str], ...], place: Place, *, title: str, since: object) -> str:
    """Return the page of what changed since a day, each entry with the address of its page from the site's top."""
    return _page("changes", place, title=title, since=since, entries=found)


def asset(name: str) -> str:
    """Return a file that a site carries: its style sheet or its script."""
    return (_HERE / "assets" / name).read_text("utf-8")


def _page(template: str, place: Place | None, **values: Any) -> str:
    """Fill a template in, and let the page's policy allow exactly the styles that stand in it.

    Letters beyond ASCII become character references, so that the page is the same in every encoding; styles and
    scripts, where there are no such references, are ASCII.
    """
    root = place.root if place else ""
    shared = {"place": place, "root": root, "version": __version__, "not_advice": NOT_ADVICE}
    text = _environment().get_template(f"{template}.html.j2").render({"taken": [], **shared, **values})
    text = text.replace(_POLICY_MARK, _policy(text, place), 1)
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _policy(text: str, place: Place | None) -> str:
    """Return the Content-Security-Policy of a page: nothing but its own styles, and in a site the site's own files."""
    hashes = sorted({_hash(style) for style in _STYLE_ELEMENT.findall(text)})
    own = ["'self'"] if place else []
    rules = {
        "default-src": ["'none'"],
        "style-src": [*own, *(f"'sha256-{each}'" for each in hashes)] or ["'none'"],
        "img-src": [*own, "data:"],
        "script-src": own or ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def _hash(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("magpain.formats.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"style": Markup(asset("page.css")), "policy": _POLICY_MARK}  # noqa: S704 our own file
    environment.globals |= views.WORDS
    return environment
