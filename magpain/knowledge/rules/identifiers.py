"""Normalise DOIs for comparison, without what was copied with them, and find them in URLs."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

# Dashes and quotation marks that a word processor substitutes for those on a keyboard.
_TYPOGRAPHIC = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-") | {"\u2019": "'"})
# Punctuation that is copied with a DOI from a sentence; a closing bracket only if it has no opening one.
_AFTER = ".,;:\"'\u201c\u201d\u2018\u00ab\u00bb"
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}

_VERSION = re.compile(r"[0-9a-z][._/-]?v([0-9]{1,2})(?![0-9a-z])", re.IGNORECASE)
_VERSION_LAST = re.compile(r"[._/-]?v[0-9]{1,2}$")
# What a site adds after a DOI: a version, a table or figure, a format, a session, or more of the path.
_SITES_OWN = re.compile(
    r"(?:[._/-]?v[0-9]{1,2})?(?:\.[gst][0-9]{3})?"
    r"(?:\.(?:e?pdf|full|x?html?|xml|epub|abstract|short|long|summary|extract|figures|article|full-text|figures-only"
    r"|supplementary-material|article-info|article-metrics|peer-review|external-links|comments|reviews|tables"
    r"|references)(?![a-z0-9]))*"
    r"(?:[/;&?#+\s)\]}>\"'].*|[.,:]*)",
    re.IGNORECASE | re.DOTALL,
)
# The part of that which is copied into a DOI; "/full" ends URLs, and no DOI.
_COPIED_WITH = re.compile(
    r"(?:\.(?:e?pdf|full|x?html?|abstract)|/(?:full|pdf|e?pdf|abstract|meta|html|fulltext)|;jsessionid=.*|\?.*|&[a-z]+=.*"
    r"|#[a-z].*)+$",
    re.IGNORECASE,
)
# Repositories that give a paper a second DOI: Zenodo, figshare, ResearchGate, OSF, Mendeley Data.
_DEPOSITS = ("10.5281/", "10.6084/", "10.13140/", "10.17605/", "10.17632/", "10.31219/")


def plain_doi(doi: str) -> str:
    """Return a DOI as it was most likely registered. DOIs are compared without case (ISO 26324).

    Percent-encoding, HTML entities, typographic dashes and invisible characters are undone. What a sentence or a URL
    adds after a DOI is removed: punctuation, an unmatched bracket, "/full", ".pdf".
    """
    return _without_end(_COPIED_WITH.sub("", _without_end(_decoded(doi))))


def _decoded(text: str) -> str:
    for _layer in range(2):  # "%253C", "&amp;lt;"
        text = _unescaped(unquote(text))
    text = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return text.translate(_TYPOGRAPHIC)


def _unescaped(text: str) -> str:
    from html import unescape  # loads a large table, and few DOIs need it

    return unescape(text) if "&" in text else text


def _without_end(text: str) -> str:
    while text and (text[-1] in _AFTER or text.count(text[-1]) > text.count(_BRACKETS.get(text[-1], text[-1]))):
        text = text[:-1]
    return text


def doi_in(address: str) -> str | None:
    """Return the DOI in a URL's path, with what the site adds after it, or None."""
    path = re.split(r"[?#]", address, maxsplit=1)[0]  # within a DOI these are percent-encoded
    found = re.search(r"/(10\.[0-9]{4,9}/.+)", _decoded(path))
    return found.group(1).casefold() if found else None


def is_same_paper(own: str, found: str) -> bool:
    """Return whether a DOI found in a URL is a paper's own DOI, perhaps with something added by the site."""
    mine = _VERSION_LAST.sub("", plain_doi(own).casefold())
    if found.startswith(mine) and _SITES_OWN.fullmatch(found[len(mine) :]):
        return True
    return found.startswith(_DEPOSITS) and not mine.startswith(_DEPOSITS)


def version_of(doi: str) -> str | None:
    """Return the version number in a DOI, as written or as found in a URL, or None."""
    found = _VERSION.findall(doi)
    return found[-1] if found else None
