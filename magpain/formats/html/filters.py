"""Functions that the templates use to write URLs, counts, anchors and routes."""

from __future__ import annotations

from urllib.parse import quote

from magpain.folding import fold
from magpain.model import Citation


def safe(url: str | None) -> str | None:
    """Return a URL if it is safe to link to (http or https), else None."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def address(citation: Citation) -> str | None:
    """Return the URL of a citation: of its DOI, else of PubMed, else its own URL."""
    if citation.DOI:
        return f"https://doi.org/{quote(citation.DOI, safe='/:;()')}"
    if citation.PMID:
        return f"https://pubmed.ncbi.nlm.nih.gov/{quote(citation.PMID)}/"
    return safe(citation.URL)


def capital(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return f"{text[:1].upper()}{text[1:]}"


def slug(text: str) -> str:
    """Return a text as an anchor: folded, with dashes."""
    return fold(text).replace(" ", "-") or "section"


def route_word(route: str | None) -> str:
    """Write a route of administration; findings on several routes have "any"."""
    return "several routes" if route == "any" else route or ""
