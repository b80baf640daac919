"""HTML pages from templates, with everything from a knowledge file escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
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
    ConditionRow,
    ForestPage,
    FullPage,
    MapPage,
    Reference,
    ReferenceList,
    StudyDetail,
    StudyList,
)
from magpain.formats import glyphs, svg, words
from magpain.formats import pages as blocks_of
from magpain.formats.atom import Entry
from magpain.formats.html import metadata, views
from magpain.model import Dosing, UpperLimit
from magpain.rating import verdict

# Works for a package in a directory and in an archive.
_HERE = files("magpain.formats.html")
_STYLE_ELEMENT = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_POLICY_MARK = "POLICY-OF-THIS-PAGE"


class SiteContext(Struct, frozen=True, kw_only=True):
    """A page's place in a site: `root` is the relative URL of the site's root, `path` the page's path without suffix.

    `has` are the optional pages that the site has, and `base` is the URL of the site if it is known. `card` is true if
    the page has a preview picture, `data` if its data is next to it in other formats. `licence` and `provenance` are
    the knowledge file's.
    """

    root: str
    path: str
    subject: str
    has: frozenset[str] = frozenset()
    base: str = ""
    card: bool = False
    data: bool = True
    licence: str | None = None
    provenance: str | None = None

    @property
    def stem(self) -> str:
        """The page's file name without suffix, which its other formats share."""
        return self.path.rpartition("/")[2]


def alone(answer: Answer[Body]) -> str:
    """Return an answer as a page that needs no other file."""
    if isinstance(answer.body, FullPage):
        return full_page(answer.body)
    if isinstance(answer.body, StudyList):
        return studies(answer.body, references=answer.references)
    return plain(answer.body)


def full_page(page: FullPage, site: SiteContext | None = None) -> str:
    """Return the page of a condition or group."""
    template = "condition" if isinstance(page.page, ConditionPage) else "group"
    return _page(
        template, site, **views.of_full_page(page), **metadata.of_full_page(page), taken=words.taken(page.page)
    )


def plain(body: Body, site: SiteContext | None = None, *, title: str | None = None) -> str:
    """Return any answer as a page, with its blocks as text and tables, and its pictures."""
    if isinstance(body, MapPage):
        return front(body, site)
    if isinstance(body, ReferenceList):
        listed = views.references(body.references)
        return _page("references", site, title="References", lettered=views.lettered(listed), count=len(listed))
    cited = getattr(body, "references", ())
    found = views.parts(blocks_of.blocks(body, full=True))
    before, sections = views.sections(found.parts)
    return _page(
        "answer",
        site,
        title=title or found.title or "Answer",
        heading=title or found.title or "Answer",
        aside=found.aside,
        picture=views.picture(svg.render(body), "picture") if isinstance(body, ForestPage) else None,
        before=before,
        sections=[section for section in sections if section[0] != "References"] if cited else sections,
        places=words.places(cited),
        listed=views.references(cited),
    )


def front(page: MapPage, site: SiteContext | None = None, *, reviewed: object = None) -> str:
    """Return the page of conditions by group and the evidence map; in a site, each cell links to its finding."""
    return _page("index", site, **views.of_map(page), reviewed=reviewed)


def studies(
    page: StudyList,
    site: SiteContext | None = None,
    *,
    grouped: tuple[tuple[str, tuple[tuple[str, str, tuple[StudyDetail, ...]], ...]], ...] = (),
    references: tuple[Reference, ...] = (),
    subject: str = "the intervention",
) -> str:
    """Return the page of studies by condition; in a site, each links to its entry on the condition's page.

    `grouped` has the studies by group and condition; without it, the page is one list with `references` below.
    """
    return _page(
        "studies",
        site,
        title="Studies",
        count=len(page.studies),
        by_group=grouped or (("All", (("", "Studies", page.studies),)),),
        counted_in=page.counted_in,
        subject=subject,
        places=words.places(references),
        listed=views.references(references),
        taken=words.taken(page),
    )


def doses(
    dosing: Dosing, limits: tuple[UpperLimit, ...], cited: tuple[Reference, ...], site: SiteContext, *, counted_in: str
) -> str:
    """Return the page that converts doses, with what each form contains and the upper limits for adults."""
    return _page(
        "dose",
        site,
        title=f"Doses of {site.subject}",
        forms=tuple(dosing.forms.values()),
        limits=limits,
        counted_in=counted_in,
        places=words.places(cited),
        listed=views.references(cited),
    )


def reading(rows: Iterable[ConditionRow], site: SiteContext) -> str:
    """Return the page that explains certainty, signs and words, with an example of each level from the site."""
    examples = {row.evidence_level: row for row in rows}
    levels = [(level, meaning, examples.get(level)) for level, meaning in verdict.MEANING.items()]
    legend = [item for item in glyphs.directions(site.subject) if item[0] != glyphs.GAP]
    return _page("reading", site, title="How to read these pages", levels=levels, legend=legend, subject=site.subject)


def moved(to: str, name: str, site: SiteContext) -> str:
    """Return the page at a former id, which redirects to the page at `to`."""
    return _page("moved", site, title=name, to=to, name=name)


def changes(found: tuple[tuple[Entry, str], ...], site: SiteContext, *, title: str, since: object) -> str:
    """Return the page of changes since a day, each entry paired with its page's path from the site's root."""
    return _page("changes", site, title=title, since=since, entries=found)


def asset(name: str) -> str:
    """Return an asset of every site: its style sheet or a script."""
    return (_HERE / "assets" / name).read_text("utf-8")


def _page(template: str, site: SiteContext | None, **values: Any) -> str:
    """Render a template, with a Content-Security-Policy that allows exactly the styles in it.

    Characters beyond ASCII become character references, so that the page is the same in every encoding; styles and
    scripts, which cannot contain references, are ASCII.
    """
    shared: dict[str, Any] = {
        "site": site,
        "root": site.root if site else "",
        "version": __version__,
        "not_advice": NOT_ADVICE,
        "provenance": site.provenance if site else None,
        "licence": site.licence if site else None,
        "description": "",
        "places": {},
        "taken": [],
    }
    text = _environment().get_template(f"{template}.html.j2").render({**shared, **values})
    text = text.replace(_POLICY_MARK, _policy(text, site), 1)
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _policy(text: str, site: SiteContext | None) -> str:
    """Return the Content-Security-Policy of a page: only its own styles and, in a site, the site's files."""
    hashes = sorted({_hash(style) for style in _STYLE_ELEMENT.findall(text)})
    own = ["'self'"] if site else []
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


def _here(stem: str, site: SiteContext) -> Markup:
    return Markup(' aria-current="page"') if stem == site.path else Markup("")


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
    environment.globals |= views.WORDS | {"here": _here}
    return environment
