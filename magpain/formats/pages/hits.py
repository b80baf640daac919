"""The page of a search: the records found, with the matching words in context."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import Hit, HitList
from magpain.formats.blocks import Block, Gap, Line, Paragraph, Span, line, muted, strong
from magpain.rating.verdict import counted


def blocks(page: HitList, *, full: bool) -> Iterator[Block]:
    """Yield the hits, best first, and their number."""
    for hit in page.results:
        yield Paragraph(line(strong(hit.title), muted(f"  {hit.kind} {hit.id}{_where(hit)}")))
        if hit.verdict:
            yield Paragraph(line(hit.verdict))
        yield Paragraph(_marked(hit))
        yield Gap()
    yield Paragraph(line(muted(counted(len(page.results), "result"))))


def _where(hit: Hit) -> str:
    return f" ({', '.join(hit.conditions)})" if hit.conditions and hit.conditions != (hit.id,) else ""


def _marked(hit: Hit) -> Line:
    """Return a hit's context with the matching words emphasised."""
    spans: list[Span] = []
    at = 0
    for start, end in hit.marks:
        spans += [Span(hit.context[at:start]), strong(hit.context[start:end])]
        at = end
    return line(*spans, Span(hit.context[at:]))
