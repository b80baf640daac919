"""Retractions, expressions of concern and corrections, in the words of the services.

Crossref's types of update: https://www.crossref.org/documentation/register-maintain-records/ (retraction,
partial_retraction, withdrawal, removal, expression_of_concern, correction, corrigendum, erratum, addendum,
clarification, new_version, new_edition). NLM's links and publication types, used by PubMed and Europe PMC ("Retraction
in" on the article, "Retraction of" on the notice): https://www.nlm.nih.gov/bsd/policy/errata.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from magpain.answers import NoticeKind
from magpain.verify.citation_match import bare
from magpain.verify.reading import clean
from magpain.verify.record import Notice

# Searched in this order: "retracted and republished" is a retraction, "corrected and republished" a correction; after a
# partial retraction or during a temporary removal the article has not been retracted as a whole.
_KINDS: tuple[tuple[NoticeKind, str], ...] = (
    ("concern", r"partial(?:ly)?retract|temporar"),
    ("retraction", r"retract|withdraw|remov"),
    ("concern", r"concern"),
    ("correction", r"errat|correct|corrig|addendum|clarification"),
    ("update", r"reinstat|newversion|newedition|update|republish"),
)
_MARK = (
    r"(?:(?:notice|statement|editorial|publisher|temporary|temporarily|partial|partially|editor)(?:['\u2019]?s)?\s+"
    r"(?:of\s+)?|of\s+)*(?:retracted|withdrawn|removed|retraction|expressions?\s+of\s+concern"
    r"|(?<=temporary\s)removal|(?<=temporary\s)withdrawal|(?<=of\s)withdrawal|(?<=of\s)removal"
    r"|(?:withdrawal|removal)(?=\s+no(?:te|tice)))"
    r"(?:\s+(?:article|paper|publication|chapter|note|notice|statement|manuscript|review))?(?:\s+(?:to|of|for|on))?"
)
_CAPITALS = r"RETRACTED|WITHDRAWN|WITHDRAWAL|REMOVED|REMOVAL|RETRACTION"
# Before a title, with a separator or in capitals; after it, in brackets or in capitals.
_MARKS = (
    re.compile(rf"^\W*({_MARK})\s*(?:[:.|\])]+|\s[-\u2013\u2014]+\s|[-\u2013\u2014]+\s|$)\W*", re.I),
    re.compile(r"^\W*(retraction notice (?:to|for|of)|notice of retraction (?:to|for|of))\b\W*", re.I),
    re.compile(rf"^\W*({_CAPITALS})\b(?:\s+ARTICLE|\s+PAPER)?(?:\W*:|(?=\W+\w*[a-z]))\W*"),
    re.compile(r"\s*[\[(]\s*((?:retracted|withdrawn|retraction|expression of concern)\b[^\])]*)[\])]\W*$", re.I),
    re.compile(rf"(?<=[a-z\W])\W+({_CAPITALS})(?:\s+ARTICLE|\s+PAPER)?\W*$"),
)
_DONE_TO_IT = ("retracted", "withdrawn", "removed")


def kind_of(label: str) -> NoticeKind | None:
    """Return the kind of notice that a label means, ignoring case, spaces and dashes; None for comments and others."""
    letters = "".join(char for char in label.lower() if char.isalpha())
    return next((kind for kind, words in _KINDS if re.search(words, letters)), None)


def linked(label: str | None, target: str | None) -> Notice | None:
    """Return NLM's link between an article and a notice; None for comments and other links."""
    kind = kind_of(label or "")
    if kind is None or label is None:
        return None
    return Notice(kind, label, "this" if label.lower().endswith("in") else "another", target)


def typed(types: Iterable[str]) -> Iterator[Notice]:
    """Yield what publication types say about a record: "Retracted Publication" is the article, others are a notice."""
    for label in types:
        kind = kind_of(label)
        if kind and kind != "update":
            yield Notice(kind, label, "this" if _says_it_was(label) else "another")


def in_titles(titles: Iterable[str], ours: str) -> Iterator[Notice]:
    """Yield the notice that publishers write into a title, as "RETRACTED: " before it or "[Retracted]" after it.

    "Retraction: " before the title means that the article is retracted, unless the file's own title has it: then the
    citation is the notice itself.
    """
    for title in titles:
        if label := _mark(title):
            itself = not _says_it_was(label) and _mark(ours) is not None
            yield Notice(kind_of(label) or "concern", f'the title says "{label}"', "another" if itself else "this")
            return


def is_notice(title: str) -> bool:
    """Return whether a title is that of a notice, as "Retraction: ..."."""
    label = _mark(title)
    return label is not None and not _says_it_was(label)


def unmarked(title: str) -> str:
    """Return a title without markup and the publisher's marks before and after it."""
    text = bare(title)
    for pattern in _MARKS:
        text = pattern.sub("", text) or text
    return text.strip()


def without_repeats(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return each notice once, without those that name no target if another of the same kind does."""
    unique = tuple(dict.fromkeys(notices))
    named = {(each.kind, each.about) for each in unique if each.target}
    return tuple(each for each in unique if each.target or (each.kind, each.about) not in named)


def _mark(title: str) -> str | None:
    text = bare(title).strip()
    return next((clean(found[1]) for pattern in _MARKS if (found := pattern.search(text))), None)


def _says_it_was(label: str) -> bool:
    """Return whether a label says what was done to the article, not what a notice is."""
    return any(word in label.lower() for word in _DONE_TO_IT)
