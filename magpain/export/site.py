"""A knowledge file as a static site: plain files that any web server, or a browser without one, serves unchanged."""

from __future__ import annotations

import datetime
import json as stdlib_json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from magpain.answers import Answer, Body, ChangeList, ConditionPage, GroupPage, MapPage, StudyList
from magpain.errors import OutputError, QuestionError
from magpain.formats import atom, bibtex, html, json, output, ris, separated, tables
from magpain.formats.bar import Tell, silent
from magpain.model import Id, Knowledge
from magpain.query.changes import changes
from magpain.query.common import subject
from magpain.query.gaps import evidence_map
from magpain.query.lists import reference_list, studies
from magpain.query.sheet import sheet
from magpain.query.show import show
from magpain.query.topics import mechanism, safety
from magpain.spelling import fold

MARKER = "magpain-site.json"
# An address as the feed's links begin with it: no space, quote or bracket, no query and no fragment.
_ADDRESS = re.compile(r"https?://[^\s/?#<>\"'\\^`{|}]+(/[^\s?#<>\"'\\^`{|}]*)?", re.IGNORECASE | re.ASCII)


class Page(Struct, frozen=True):
    """A page of the site: its name without a suffix, the answer behind it, and what it is called in the search."""

    stem: str
    answer: Callable[[], Answer[Body]]


class News(Struct, frozen=True):
    """What changed since an earlier knowledge file, searched on a day, and the feed that tells it."""

    changed: Answer[ChangeList]
    since: datetime.date
    feed: atom.Feed
    entries: tuple[tuple[atom.Entry, str], ...]


def build(
    knowledge: Knowledge,
    directory: str,
    tell: Tell = silent,
    *,
    since: Knowledge | None = None,
    address: str | None = None,
) -> int:
    """Write the site of a knowledge file into a directory and return how many pages it has.

    The directory is new, empty, or holds a site that magpain wrote and nothing else: it is replaced as a whole by one
    that was made beside it. `tell` hears how many of all pages are done. With the knowledge `since` which it changed,
    the site has a page and a feed of what did; `address` is where the site will stand, for the feed's links. Raises
    QuestionError for another directory or an address that is none, and OutputError where the files can't be written.
    """
    html.need_templates()
    news = news_of(since, knowledge, address=address) if since else None
    try:
        target = output.real(Path(directory))
        _refuse_others_files(target)
        temporary = target.with_name(f".{target.name[:200]}.{os.getpid()}.tmp")
        temporary.mkdir(parents=True)
        try:
            count = _fill(knowledge, temporary, tell, news)
            _put_in_place(temporary, target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"{directory}: expected to write the site, not this: {error.strerror}") from error
    return count


def _refuse_others_files(target: Path) -> None:
    """Raise QuestionError unless a directory may be replaced: nothing in it is anybody else's."""
    if not target.exists():
        return
    if not target.is_dir():
        raise QuestionError(f"expected a directory to write the site to, not the file {target}")
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_symlink() or path.is_file()}
    others = sorted(found - _written(target) - {MARKER})
    if others:
        raise QuestionError(f"expected a new, empty or magpain site's directory; {target} holds {others[0]}")


def _written(target: Path) -> set[str]:
    """Return the names of the files that magpain wrote into a directory; none where it is no site."""
    try:
        marker = stdlib_json.loads((target / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    files = marker.get("files") if isinstance(marker, dict) else None
    return {name for name in files if isinstance(name, str)} if isinstance(files, list) else set()


def _put_in_place(temporary: Path, target: Path) -> None:
    """Let a finished site take the place of the one before; that comes back where this one can't take it."""
    if not target.exists():
        temporary.rename(target)
        return
    old = target.with_name(f".{target.name[:200]}.{os.getpid()}.old")
    target.rename(old)
    try:
        temporary.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def news_of(old: Knowledge, new: Knowledge, *, address: str | None = None) -> News:
    """Return what changed between two knowledge files, gathered for the page and the feed.

    Raises QuestionError for an address that isn't http or https, or that has a query or a fragment.
    """
    if address is not None and not _ADDRESS.fullmatch(address):
        raise QuestionError(f"expected the address of the site, as https://example.org/magpain/, not {address!r}")
    base = f"{address.removesuffix('/')}/" if address else ""
    changed = changes(old, new, old_name=f"the file of {old.reviewed}", new_name=f"the file of {new.reviewed}")
    names = {key: condition.name for file in (old, new) for key, condition in file.conditions.items()}
    found = atom.entries(changed.body, names)
    pages = {page.stem for page in _pages(new)}
    feed = atom.Feed(title=_CHANGED.format(subject(new)), updated=new.reviewed, base=base)
    return News(changed, old.reviewed, feed, tuple((entry, _entry_address(entry, pages)) for entry in found))


def _entry_address(entry: atom.Entry, pages: set[str]) -> str:
    """Return where an entry's own page is; that of what is gone, or has none, is the page of what changed."""
    stem = f"conditions/{entry.condition}" if entry.condition else _OF_SECTION.get(entry.key, "")
    return f"{stem}.html" if stem in pages else f"changes.html#{entry.key}"


def _fill(knowledge: Knowledge, top: Path, tell: Tell, news: News | None) -> int:
    pages = list(_pages(knowledge))
    if news:
        pages.append(Page("changes", lambda: news.changed))
        _write(top / "feed.xml", atom.render(news.feed, news.entries))
    for done, page in enumerate(pages, 1):
        _write_page(knowledge, top, page, news)
        tell(done, len(pages), page.stem)
    from magpain.formats.html import pages as drawn  # it needs the template engine

    _write(top / "assets" / "page.css", drawn.asset("page.css"))
    _write(top / "assets" / "site.js", drawn.asset("site.js"))
    _write(top / "assets" / "index.js", _as_script(search_index(knowledge)))
    files = sorted(path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file())
    _write(top / MARKER, stdlib_json.dumps({"magpain_site": "1", "files": files}, indent=1) + "\n")
    return len(pages)


def _pages(knowledge: Knowledge) -> Iterator[Page]:
    """Yield every page of the site; the map is the front page."""
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


def _write_page(knowledge: Knowledge, top: Path, page: Page, news: News | None) -> None:
    """Write an answer as a page, and beside it for programs and reference managers."""
    answer = page.answer()
    written = {
        "html": _html(knowledge, page, answer, news),
        "json": json.render(answer.body, ()),
        "csv": separated.as_csv(tables.sheet(answer.body)),
        "bib": bibtex.render(answer.citations),
        "ris": ris.render(answer.citations),
    }
    for suffix, text in written.items():
        _write(top / f"{page.stem}.{suffix}", text)


def _html(knowledge: Knowledge, page: Page, answer: Answer[Body], news: News | None) -> str:
    from magpain.formats.html import pages  # it needs the template engine

    folder, _slash, stem = page.stem.rpartition("/")
    has = {name for name in ("safety", "mechanism") if getattr(knowledge, _SECTIONS[name])}
    has |= {"changes"} if news else set()
    place = pages.Place(
        root="../" if folder else "",
        stem=stem,
        has=frozenset(has),
        licence=knowledge.licence,
        provenance=knowledge.provenance,
    )
    if news and page.stem == "changes":
        return pages.changes(news.entries, place, title=news.feed.title, since=news.since)
    if isinstance(answer.body, ConditionPage | GroupPage):
        return pages.sheet(sheet(knowledge, answer.body), place)
    if isinstance(answer.body, MapPage):
        return pages.front(answer.body, place, reviewed=knowledge.reviewed)
    if isinstance(answer.body, StudyList):
        names = {key: condition.name for key, condition in knowledge.conditions.items()}
        return pages.studies(answer.body, place, names=names)
    return pages.plain(answer.body, place, title=_TITLES[stem])


_CHANGED = "What changed in what is known of {}"
_OF_SECTION = {
    "section-safety": "safety",
    "section-background": "mechanism",
    "section-studies": "studies",
    "section-citations": "references",
}
_SECTIONS = {"safety": "safety", "mechanism": "background"}
_TITLES = {"references": "References", "safety": "Safety", "mechanism": "Mechanism and history"}


def search_index(knowledge: Knowledge) -> dict[str, Any]:
    """Return what the browser searches: the names that the command knows, folded alike, and the entries behind them."""
    return {
        "names": {name: [_address(knowledge, key) for key in keys] for name, keys in knowledge.names.items()},
        "entries": [_entry(*entry) for entry in _entries(knowledge)],
    }


def _entries(knowledge: Knowledge) -> Iterator[tuple[str, str, str, str]]:
    """Yield the kind, title, address and further words of everything that can be found."""
    for key, condition in knowledge.conditions.items():
        words = (*condition.synonyms, *condition.codes.mesh, *condition.codes.icd11, condition.summary)
        yield "condition", condition.name, _address(knowledge, key), " ".join(words)
    for key, group in knowledge.groups.items():
        yield "group", group.name, _address(knowledge, key), " ".join((*group.synonyms, group.summary))
    for study in studies(knowledge).body.studies:
        title = knowledge.citations[study.citation].title
        yield "study", f"{study.label}: {title}", f"studies.html#study-{study.id}", study.population
    for page, topics in (("safety", knowledge.safety), ("mechanism", knowledge.background)):
        for topic in topics.values():
            said = " ".join(statement.text for statement in topic.statements)
            yield "topic", topic.title, f"{page}.html", said


def _entry(kind: str, title: str, address: str, more: str) -> dict[str, str]:
    return {"kind": kind, "title": title, "url": address, "folded": fold(title), "more": fold(more)}


def _address(knowledge: Knowledge, key: Id) -> str:
    return f"{'groups' if key in knowledge.groups else 'conditions'}/{key}.html"


def _as_script(index: dict[str, Any]) -> str:
    """Return the index as a script that sets a variable, since a page that was opened from a file can't fetch one."""
    return f"window.MAGPAIN_INDEX = {stdlib_json.dumps(index)};\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
