"""The services' words for retractions, expressions of concern and corrections, and what they mean together.

Crossref's types of update: https://www.crossref.org/documentation/register-maintain-records/ (retraction,
partial_retraction, withdrawal, removal, expression_of_concern, correction, corrigendum, erratum, addendum,
clarification, new_version, new_edition). NLM's, which PubMed and Europe PMC print alike ("Retraction in" on the
article, "Retraction of" on the notice): https://www.nlm.nih.gov/bsd/policy/errata.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from magpain.answers import NoticeKind
from magpain.verify.found import Sign, clean

# In this order, because "retracted and republished" is a retraction, "corrected and republished" a correction, plain
# republication neither, and a partial retraction leaves the rest standing.
_KINDS: tuple[tuple[str, NoticeKind], ...] = (
    ("partialretract", "concern"),
    ("retract", "retraction"),
    ("withdraw", "retraction"),
    ("removal", "retraction"),
    ("concern", "concern"),
    ("errat", "correction"),
    ("correct", "correction"),
    ("corrig", "correction"),
    ("addendum", "correction"),
    ("clarification", "correction"),
    ("newversion", "update"),
    ("newedition", "update"),
    ("update", "update"),
    ("republish", "update"),
)
# What NLM's publication types say of the record itself; its other types say nothing of the kind.
_TYPES = {
    "retracted publication": Sign("retraction", "Retracted Publication", "this"),
    "retraction of publication": Sign("retraction", "Retraction of Publication", "another"),
    "expression of concern": Sign("concern", "Expression of Concern", "another"),
    "published erratum": Sign("correction", "Published Erratum", "another"),
}
_MARKED = re.compile(r"^\W*(retracted|withdrawn|removed)\b(?:\s+(?:article|paper|publication))?\s*[:\])]", re.I)


def kind_of(label: str) -> NoticeKind | None:
    """Return what a service's word means, whatever its case, spaces and dashes; None for comments and the like."""
    letters = "".join(char for char in label.lower() if char.isalpha())
    return next((kind for word, kind in _KINDS if word in letters), None)


def linked(label: str, target: str | None, date: str | None = None) -> Sign | None:
    """Return NLM's link between an article and a notice as a sign; None where the link is of another sort."""
    kind, word = kind_of(label), clean(label)
    if kind is None or word is None:
        return None
    return Sign(kind, word, "this" if word.lower().endswith("in") else "another", clean(target), date)


def typed(types: Iterable[str]) -> tuple[Sign, ...]:
    """Return what NLM's publication types say of a record."""
    return tuple(_TYPES[each.lower()] for each in types if each.lower() in _TYPES)


def marked(titles: Iterable[str]) -> tuple[Sign, ...]:
    """Return the sign that publishers put before a title: "RETRACTED: ", which some deposit and no other sign."""
    found = next((match for title in titles if (match := _MARKED.match(title))), None)
    return (Sign("retraction", f"the title begins {found[1].upper()}", "this"),) if found else ()


def unmarked(title: str) -> str:
    """Return a title without the publisher's sign before it."""
    return _MARKED.sub("", title).strip()


def told_once(signs: Iterable[Sign]) -> tuple[Sign, ...]:
    """Return each sign once; one that names no notice is left out where another of its kind names one."""
    unique = tuple(dict.fromkeys(signs))
    named = {(sign.kind, sign.about) for sign in unique if sign.target}
    return tuple(sign for sign in unique if sign.target or (sign.kind, sign.about) not in named)
