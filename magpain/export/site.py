"""A knowledge file as a static site: files that work unchanged on any web server, and in a browser without one."""

from __future__ import annotations

import datetime
import json as stdlib_json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from magpain.answers import Answer, Body, ChangeList, ConditionPage, GroupPage, MapPage, StudyDetail, StudyList
from magpain.errors import QuestionError
from magpain.export import calculator, llms, name_lookup
from magpain.formats import atom, bibtex, card, glyphs, html, json, output, ris, separated, tables, words
from magpain.formats.progress import OnProgress, silent
from magpain.links import cited_in
from magpain.model import Condition, Knowledge
from magpain.query.changes import changes
from magpain.query.common import condition_row, counted_in, references, subject
from magpain.query.dose import limits
from magpain.query.evidence_map import evidence_map
from magpain.query.full_page import full_page
from magpain.query.lists import reference_list, studies
from magpain.query.show import show
from magpain.query.topics import mechanism, safety

if TYPE_CHECKING:
    from magpain.formats.html.pages import SiteContext

MARKER = "magpain-site.json"
# A URL for the feed's links to begin with: no space, quote or bracket, no query and no fragment.
_ADDRESS = re.compile(r"https?://[^\s/?#<>\"'\\^`{|}]+(/[^\s?#<>\"'\\^`{|}]*)?", re.IGNORECASE | re.ASCII)


class Page(Struct, frozen=True):
    """A page of the site: its path without suffix, and the answer that it shows."""

    stem: str
    answer: Callable[[], Answer[Body]]


class News(Struct, frozen=True):
    """The changes since an earlier knowledge file, the day of that file's literature search, and their feed."""

    changed: Answer[ChangeList]
    since: datetime.date
    feed: atom.Feed
    entries: tuple[tuple[atom.Entry, str], ...]


class Site(Struct, frozen=True):
    """A site to write: its knowledge, its news if any, and its URL with a final slash, or "" if unknown."""

    knowledge: Knowledge
    news: News | None
    base: str


def build(
    knowledge: Knowledge,
    directory: str,
    on_progress: OnProgress = silent,
    *,
    since: Knowledge | None = None,
    address: str | None = None,
) -> int:
    """Write the site of a knowledge file into a directory and return how many pages it has.

    The directory must be new, empty, or contain only a site that magpain wrote; it is replaced as a whole.
    `on_progress` is called after each page. Given the earlier knowledge `since`, the site has a page and a feed of the
    changes. `address` is the URL of the site, for the feed and for link previews. Raises QuestionError for any other
    directory or an invalid URL, and OutputError if the files cannot be written.
    """
    html.need_templates()
    base = _base(address)
    whole = Site(knowledge, news_of(since, knowledge, base) if since else None, base)
    with output.directory(directory, parents=True) as top:
        _refuse_others_files(output.real(Path(directory)))
        return _fill(whole, top, on_progress)


def _refuse_others_files(target: Path) -> None:
    """Raise QuestionError if the target is a file, or has files that magpain didn't write."""
    if not target.exists():
        return
    if not target.is_dir():
        raise QuestionError(f"cannot write a site to the file {target}; choose a directory")
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_symlink() or path.is_file()}
    others = sorted(found - _written(target) - {MARKER})
    if others:
        raise QuestionError(f"{target} contains {others[0]}, which is not part of a site; choose another directory")


def _written(target: Path) -> set[str]:
    """Return the names of the files that magpain wrote into a directory; none if it is not a site."""
    try:
        marker = stdlib_json.loads((target / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    files = marker.get("files") if isinstance(marker, dict) else None
    return {name for name in files if isinstance(name, str)} if isinstance(files, list) else set()


def _base(address: str | None) -> str:
    """Return the URL of a site with a final slash. Raises QuestionError unless it is http or https without a query."""
    if address is not None and not _ADDRESS.fullmatch(address):
        raise QuestionError(f"expected the URL of the site, such as https://example.org/magpain/, found {address!r}")
    return f"{address.removesuffix('/')}/" if address else ""


def news_of(old: Knowledge, new: Knowledge, base: str = "") -> News:
    """Return the changes between two knowledge files, for the page and the feed."""
    changed = changes(old, new, old_name=f"the file of {old.reviewed}", new_name=f"the file of {new.reviewed}")
    names = {key: _called(condition) for file in (old, new) for key, condition in file.conditions.items()}
    found = atom.entries(changed.body, names)
    pages = {page.stem for page in _pages(new)}
    feed = atom.Feed(title=_CHANGED.format(subject(new)), updated=new.reviewed, base=base)
    return News(changed, old.reviewed, feed, tuple((entry, _entry_address(entry, pages)) for entry in found))


def _entry_address(entry: atom.Entry, pages: set[str]) -> str:
    """Return the URL of an entry's page, or its place on the page of changes if it has none."""
    stem = f"conditions/{entry.condition}" if entry.condition else _OF_SECTION.get(entry.key, "")
    return f"{stem}.html" if stem in pages else f"changes.html#{entry.key}"


def _fill(whole: Site, top: Path, on_progress: OnProgress) -> int:
    knowledge, news = whole.knowledge, whole.news
    pages = list(_pages(knowledge))
    if news:
        pages.append(Page("changes", lambda: news.changed))
        output.into(top, "feed.xml", atom.render(news.feed, news.entries))
    for done, page in enumerate(pages, 1):
        _write_page(whole, top, page)
        on_progress(done, len(pages), page.stem)
    others = {**_other_pages(whole), **_other_files(knowledge)}
    for name, text in others.items():
        output.into(top, name, text)
    files = sorted(path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file())
    output.into(top, MARKER, stdlib_json.dumps({"magpain_site": "1", "files": files}, indent=1) + "\n")
    return len(pages) + sum(name.endswith(".html") for name in others)


def _other_pages(whole: Site) -> dict[str, str]:
    """Return the pages that aren't answers: how to read the others, doses, and former ids, which redirect."""
    from magpain.formats.html import pages  # it needs the template engine

    knowledge, context = whole.knowledge, partial(_context, whole, data=False)
    rows = [condition_row(knowledge, key, condition) for key, condition in knowledge.conditions.items()]
    found = {"reading.html": pages.reading(rows, context("reading"))}
    if _has_doses(knowledge):
        dosing = knowledge.dosing
        allowed = tuple(limits(knowledge))
        cited = references(knowledge, cited_in((tuple(dosing.forms.values()), allowed)))
        found["dose.html"] = pages.doses(dosing, allowed, cited, context("dose"), counted_in=counted_in(knowledge))
    for folder, section in (("conditions", knowledge.conditions), ("groups", knowledge.groups)):
        for key, record in section.items():
            for old in record.formerly:
                stem = f"{folder}/{old}"
                found[f"{stem}.html"] = pages.moved(f"{key}.html", record.name, context(stem))
    return found


def _other_files(knowledge: Knowledge) -> dict[str, str]:
    """Return the files that pages load, and llms.txt."""
    from magpain.formats.html import pages  # it needs the template engine

    found = {f"assets/{name}": pages.asset(name) for name in ("page.css", "site.js", "search.js")}
    found["assets/index.js"] = _as_script("MAGPAIN_INDEX", name_lookup.index(knowledge))
    found["assets/texts.js"] = _as_script("MAGPAIN_TEXTS", name_lookup.texts(knowledge))
    if _has_doses(knowledge):
        found["assets/dose.js"] = pages.asset("dose.js")
        found["assets/doses.js"] = _as_script("MAGPAIN_DOSES", calculator.data(knowledge))
    found["llms.txt"] = llms.render(knowledge)
    return found


def _has_doses(knowledge: Knowledge) -> bool:
    return bool(knowledge.dosing.forms or knowledge.dosing.upper_limits)


def _pages(knowledge: Knowledge) -> Iterator[Page]:
    """Yield every page of the site that is an answer; the map is the front page."""
    yield Page("index", lambda: evidence_map(knowledge))
    yield Page("studies", lambda: studies(knowledge))
    yield Page("references", lambda: reference_list(knowledge))
    if knowledge.safety:
        yield Page("safety", lambda: safety(knowledge))
    if knowledge.background:
        yield Page("mechanism", lambda: mechanism(knowledge))
    for key in knowledge.conditions:
        yield Page(f"conditions/{key}", lambda key=key: show(knowledge, key))  # type: ignore[misc]
    for key in knowledge.groups:
        yield Page(f"groups/{key}", lambda key=key: show(knowledge, key))  # type: ignore[misc]


def _write_page(whole: Site, top: Path, page: Page) -> None:
    """Write an answer as a page, and in the formats of programs and reference managers."""
    answer = page.answer()
    written = {
        "html": _html(whole, page, answer),
        "json": json.render(answer.body, ()),
        "csv": separated.as_csv(tables.table(answer.body)),
        "bib": bibtex.render(answer.citations),
        "ris": ris.render(answer.citations),
    }
    if isinstance(answer.body, ConditionPage):
        written["svg"] = _card(whole.knowledge, answer.body)
    for suffix, text in written.items():
        output.into(top, f"{page.stem}.{suffix}", text)


def _html(whole: Site, page: Page, answer: Answer[Body]) -> str:
    from magpain.formats.html import pages  # it needs the template engine

    knowledge, news, context = whole.knowledge, whole.news, _context(whole, page.stem)
    if news and page.stem == "changes":
        return pages.changes(news.entries, context, title=news.feed.title, since=news.since)
    if isinstance(answer.body, ConditionPage | GroupPage):
        return pages.full_page(full_page(knowledge, answer.body), context)
    if isinstance(answer.body, MapPage):
        return pages.front(answer.body, context, reviewed=knowledge.reviewed)
    if isinstance(answer.body, StudyList):
        return pages.studies(answer.body, context, grouped=_grouped(knowledge, answer.body), subject=subject(knowledge))
    return pages.plain(answer.body, context, title=_TITLES[page.stem])


def _card(knowledge: Knowledge, page: ConditionPage) -> str:
    """Return the preview picture of a condition's page."""
    condition, name = page.condition, subject(knowledge)
    level = words.LEVEL_WORDS.get(condition.evidence_level, condition.evidence_level)
    return card.render(
        f"{_called(condition)}: does {name} help?",
        condition.verdict,
        f"{level} certainty" if condition.evidence_level != "none" else "",
        words.level(condition.evidence_level)[0].text.count("\u2295"),
        f"Not medical advice. Literature last searched {condition.reviewed}.",
    )


def _context(whole: Site, stem: str, *, data: bool = True) -> SiteContext:
    """Return a page's place in the site."""
    from magpain.formats.html import pages  # it needs the template engine

    knowledge = whole.knowledge
    has = {"studies", "references", "reading", *(name for name in _SECTIONS if getattr(knowledge, _SECTIONS[name]))}
    has |= ({"changes"} if whole.news else set()) | ({"dose"} if _has_doses(knowledge) else set())
    return pages.SiteContext(
        root="../" if "/" in stem else "",
        path=stem,
        subject=subject(knowledge),
        has=frozenset(has),
        base=whole.base,
        card=data and stem.startswith("conditions/"),
        data=data,
        licence=knowledge.licence,
        provenance=knowledge.provenance,
    )


def _grouped(
    knowledge: Knowledge, page: StudyList
) -> tuple[tuple[str, tuple[tuple[str, str, tuple[StudyDetail, ...]], ...]], ...]:
    """Return the studies by group and condition; a study of several conditions is listed under each."""
    known = {study.id: study for study in page.studies}
    mapped = evidence_map(knowledge).body
    return tuple(
        (
            name,
            tuple(
                (item.id, item.plain_name or item.name, tuple(known[study] for study in studies))
                for item in rows
                if (studies := knowledge.studies_of.get(item.id, ()))
            ),
        )
        for name, rows in glyphs.grouped(mapped)
    )


def _called(condition: Condition) -> str:
    return condition.plain_name or condition.name


_CHANGED = "Changes in the evidence on {}"
_OF_SECTION = {
    "section-safety": "safety",
    "section-ratings": "safety",
    "section-findings": "safety",
    "section-background": "mechanism",
    "section-studies": "studies",
    "section-citations": "references",
}
_SECTIONS = {"safety": "safety", "mechanism": "background"}
_TITLES = {"references": "References", "safety": "Safety", "mechanism": "Mechanism and history"}


def _as_script(name: str, value: Any) -> str:
    """Return data as a script that sets a variable, since a page opened from a file can't fetch data."""
    return f"window.{name} = {stdlib_json.dumps(value, separators=(',', ':'))};\n"
