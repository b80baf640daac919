"""The page of `watch`: the new reports on each condition, first the designs that may change most."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import NewReport, WatchPage
from magpain.formats.blocks import Block, Heading, Items, Line, Paragraph, Title, line, muted, strong

_NAMES = {"pubmed": "PubMed", "europe-pmc": "Europe PMC", "clinicaltrials": "ClinicalTrials.gov"}


def blocks(page: WatchPage, *, full: bool) -> Iterator[Block]:
    """Yield the summary, each condition with something new, and the searches that failed."""
    count = sum(len(each.new) for each in page.watched)
    missing = "" if page.complete else "some searches are missing"
    told = f"{count} new since the last search of {_conditions(len(page.watched))}"
    yield Title(line(strong(told)), line(muted(missing)))
    if count:
        yield Paragraph(line("Designs are guessed from publication types and titles. Read before you enter anything."))
    for each in page.watched:
        if each.new:
            yield Heading(f"{each.name} (last searched {each.since})")
            yield Items(tuple((line(strong(report.design.replace("-", " "))), _report(report)) for report in each.new))
    quiet = [each.id for each in page.watched if not each.new]
    if quiet and page.complete:
        yield Heading("Nothing new")
        yield Paragraph(line(", ".join(quiet)))
    if page.failures:
        yield Heading("Not searched")
        yield Items(tuple(_reasons(page)))
    if not page.complete and not page.online:
        yield Heading("Search online")
        yield Paragraph(line("To search PubMed, Europe PMC and ClinicalTrials.gov, run: magpain watch --online"))


def _conditions(count: int) -> str:
    return f"{count} condition{'' if count == 1 else 's'}"


def _report(report: NewReport) -> Line:
    first = f"{report.authors[0]}. " if report.authors else ""
    held = (
        report.journal,
        report.date,
        report.status,
        report.DOI and f"doi:{report.DOI}",
        report.PMID and f"PMID {report.PMID}",
        None if report.PMID or report.DOI else report.PMCID,
        report.registration,
    )
    title = report.title if report.title.endswith((".", "?", "!")) else f"{report.title}."
    why = f"{report.why[:1].upper()}{report.why[1:]}."
    return line(f"{first}{title} ", muted(f"{', '.join(each for each in held if each)}. "), why)


def _reasons(page: WatchPage) -> Iterator[tuple[Line, Line]]:
    """Yield each service with a reason, and its conditions, or only their number if there are many."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for each in page.failures:
        reasons.setdefault((each.source, each.why), []).append(each.condition)
    for (source, why), keys in reasons.items():
        which = ", ".join(keys) if len(keys) <= 5 else _conditions(len(keys))
        yield line(_NAMES[source]), line(f"{why}: {which}")
