"""`magpain verify [NAME]`: citations compared with Crossref, PubMed and Europe PMC, and their notices."""

from __future__ import annotations

import datetime
import os
import re
import sys
from contextlib import closing
from typing import Annotated

import typer

from magpain import formats
from magpain.answers import Answer, Reference, VerifyPage
from magpain.cli import options
from magpain.cli.asking import answered, wish_of
from magpain.errors import INCOMPLETE, QuestionError
from magpain.formats import output as outputs
from magpain.knowledge import locate
from magpain.model import Knowledge
from magpain.query import common, lists

CONTACT = "MAGPAIN_CONTACT"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")


def verify(
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]", help="Condition, group or citation id. Default: all citations."),
    ] = None,
    online: Annotated[
        bool,
        typer.Option(
            "--online/--offline", help="Query the services over the network, or use cached answers only (default)."
        ),
    ] = False,
    contact: Annotated[
        str | None,
        typer.Option(
            metavar="EMAIL",
            help="Email address to send to the services, as they ask users to do (or set MAGPAIN_CONTACT).",
            show_default=False,
        ),
    ] = None,
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
    data: options.Data = None,
    format: options.FormatOption = None,
    json: options.Json = False,
    fields: options.Fields = None,
    output: options.Output = None,
    color: options.Color = "auto",
    ascii: options.Ascii = False,
) -> None:
    """Check citations against Crossref, PubMed and Europe PMC.

    Reports differences in title, first author, year, journal, volume, issue, pages and identifiers, and retractions,
    expressions of concern and corrections. Without --online, it uses answers cached by earlier runs. An interrupted
    run resumes where it stopped. The knowledge file is never changed.

    Exits with 1 if there is a difference or a notice not yet in the file, and with 5 if there is neither but some
    citations could not be checked.

    \b
    Examples:
      magpain verify --online
      magpain verify --online --contact you@example.org fibromyalgia
      magpain verify fibromyalgia
      magpain verify bagis-2013 --json
      magpain verify -f csv -o verified.csv
    """
    given = {"format": format, "json": json, "fields": fields, "output": output, "color": color, "ascii": ascii}
    wish = wish_of(given)
    protected = locate.locate(data)
    if output:
        outputs.refuse(output, protected)
    arguments = {
        "name": " ".join(name or ()),
        "online": online,
        "contact": _contact(contact),
        "since": datetime.date.today() - datetime.timedelta(days=refresh - 1),
    }
    answer = answered(_verified, data, arguments, cache=True)
    formats.write(answer, wish, protected=protected)
    _end(answer.body)


def _contact(given: str | None) -> str | None:
    """Return the email address, which goes into a header; raise QuestionError if it is none."""
    contact = given if given is not None else os.environ.get(CONTACT)
    if contact and not _ADDRESS.fullmatch(contact):
        raise QuestionError(f'"{contact}" is not an email address')
    return contact or None


def _verified(knowledge: Knowledge, name: str, online: bool, contact: str | None, since: datetime.date) -> Answer:
    # Imported here: they load the network and a database, and listing the commands imports this file.
    from magpain import verify as verifying
    from magpain.formats import bar
    from magpain.verify import answer_cache, fetching

    references = _references(knowledge, name)
    addresses = verifying.bases(os.environ)
    if online:
        typer.echo(f"magpain: contacting {', '.join(verifying.hosts(addresses))}", err=True)
    bar_stream = sys.stderr if online else None
    with closing(answer_cache.AnswerCache(answer_cache.location())) as cache, bar.shown(bar_stream) as progress:
        page = verifying.verify(
            references,
            cache,
            addresses,
            fetcher=fetching.Fetcher(contact) if online else None,
            today=datetime.date.today(),
            since=since,
            progress=progress,
        )
    if online and not cache.kept:
        typer.echo("magpain: could not cache the answers; the next run will download them again", err=True)
    return Answer(page, tuple(reference for reference in references if reference.id in _found(page)))


def _references(knowledge: Knowledge, name: str) -> tuple[Reference, ...]:
    if name in knowledge.citations:
        return common.references(knowledge, [name])
    return lists.reference_list(knowledge, name or None).references


def _found(page: VerifyPage) -> frozenset[str]:
    return frozenset(each.id for each in page.verified if each.differences or each.notices)


def _end(page: object) -> None:
    """Exit with the status that scripts read."""
    if isinstance(page, VerifyPage) and not page.sound:
        raise typer.Exit(1)
    if isinstance(page, VerifyPage) and not page.complete:
        raise typer.Exit(INCOMPLETE)
