"""The page of a reference list, and the references of any other page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from magpain.answers import Reference, ReferenceList
from magpain.formats import words
from magpain.formats.blocks import Block, Items, Line, line, muted


def blocks(page: ReferenceList, *, full: bool) -> Iterator[Block]:
    """Yield the references in Vancouver style."""
    from magpain.formats import vancouver  # other pages have short references

    yield Items(
        tuple(
            (line(muted(f"{reference.number}.")), line(vancouver.cite(reference.citation)))
            for reference in page.references
        )
    )


def items_of(references: Iterable[Reference]) -> Items:
    """Return references on one line each, numbered as the page cites them."""
    return Items(tuple((line(muted(str(item.number))), words.short_reference(item.citation)) for item in references))


def one_line(reference: Reference) -> Line:
    """Return a reference in its shortest form: number, author, year, and the DOI or PMID if there is one."""
    citation = reference.citation
    who = words.who(citation) if citation.author else citation.container_title or words.who(citation)
    identified = words.identifier(citation) if citation.DOI or citation.PMID else ()
    return (muted(f"[{reference.number}] "), *line(f"{who} {citation.issued[:4]} "), *identified)
