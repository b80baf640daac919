"""`magpain verify [NAME]`: compare citations with bibliographic services and lists, and numbers with abstracts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from magpain import formats
from magpain.answers import Answer, NumbersPage, Reference, VerifyPage
from magpain.cli import online as going_online
from magpain.cli import options
from magpain.cli.direct import run_query
from magpain.cli.query_command import output_command
from magpain.errors import INCOMPLETE, QuestionError
from magpain.formats import RenderOptions
from magpain.formats import output as outputs
from magpain.knowledge import locate
from magpain.model import Knowledge
from magpain.query import common, lists


@output_command
def verify(
    rendering: RenderOptions,
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]", help="Condition, group or citation id. Default: all citations."),
    ] = None,
    online: going_online.Online = False,
    contact: going_online.Contact = None,
    refresh: Annotated[
        int,
        typer.Option(
            "--refresh-older-than",
            metavar="DAYS",
            min=0,
            max=36500,
            help="With --online, download again what is DAYS old or older.",
        ),
    ] = 30,
    numbers: Annotated[
        bool, typer.Option("--numbers", help="Compare the file's numbers with the abstracts they were taken from.")
    ] = False,
    retractions: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Look citations up in a list instead: the Retraction Watch data (CSV), or DOIs, one per line.",
            show_default=False,
        ),
    ] = None,
    data: options.Data = None,
) -> None:
    """Check citations against Crossref, PubMed and Europe PMC.

    Reports differences in title, first author, year, journal, volume, issue, pages and identifiers, and retractions,
    expressions of concern and corrections. With --numbers, it reports numbers that an abstract contradicts instead;
    with --retractions, citations that a list on this machine has.

    Without --online, it uses answers cached by earlier runs. An interrupted run resumes where it stopped. The
    knowledge file is never changed.

    Exits with 1 if there is a difference, a contradicted number or a notice not yet in the file, and with 5 if there
    is none but some citations could not be checked.

    \b
    Examples:
      magpain verify --online
      magpain verify --online --contact you@example.org fibromyalgia
      magpain verify bagis-2013 --json
      magpain verify -f csv -o verified.csv
      magpain verify --numbers --online
      magpain verify --retractions retraction_watch.csv
    """
    if retractions is not None and (online or numbers):
        raise QuestionError(f"--retractions and {'--online' if online else '--numbers'} cannot be used together")
    protected = locate.locate(data)
    if rendering.output:
        outputs.refuse(rendering.output, protected)
    arguments = {
        "name": " ".join(name or ()),
        "online": online,
        "contact": going_online.contact_of(contact),
        "refresh": refresh,
        "numbers": numbers,
        "retractions": retractions,
    }
    answer = run_query(_verified, data, arguments, cache=True)
    formats.write(answer, rendering, protected=protected)
    _end(answer.body)


def _verified(
    knowledge: Knowledge,
    name: str,
    online: bool,
    contact: str | None,
    refresh: int,
    numbers: bool,
    retractions: str | None,
) -> Answer[VerifyPage | NumbersPage]:
    # Imported here: it loads the network and a database, and listing the commands imports this file.
    from magpain import verify as verifying
    from magpain.verify import download

    references = _references(knowledge, name)
    if retractions is not None:
        from magpain.verify import retraction_list

        page = retraction_list.verify(references, Path(retractions))
        return Answer(page, _needing_attention(page, references))
    if numbers:
        from magpain.verify import numbers as numbering

        bases = download.bases(os.environ, numbering.SOURCES)
        with going_online.session(bases, contact, online=online, days=refresh) as session:
            compared = numbering.verify(knowledge, references, session)
        cited = {each.citation for each in compared.compared}
        return Answer(compared, tuple(each for each in references if each.id in cited))
    with going_online.session(download.bases(os.environ), contact, online=online, days=refresh) as session:
        page = verifying.verify(references, session)
    return Answer(page, _needing_attention(page, references))


def _references(knowledge: Knowledge, name: str) -> tuple[Reference, ...]:
    if name in knowledge.citations:
        return common.references(knowledge, [name])
    return lists.reference_list(knowledge, name or None).references


def _needing_attention(page: VerifyPage, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """Return the references that a page reports something about."""
    told = {each.id for each in page.verified if each.differences or each.notices}
    return tuple(each for each in references if each.id in told)


def _end(page: object) -> None:
    """Exit with the status that scripts read."""
    if isinstance(page, VerifyPage | NumbersPage) and not page.sound:
        raise typer.Exit(1)
    if isinstance(page, VerifyPage | NumbersPage) and not page.complete:
        raise typer.Exit(INCOMPLETE)
