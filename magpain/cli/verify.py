"""`magpain verify [NAME]`: the citations compared with Crossref, PubMed and Europe PMC, and their notices."""

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
        typer.Argument(metavar="[NAME]", help="A condition, a group or a citation's id; all of them without it."),
    ] = None,
    online: Annotated[
        bool,
        typer.Option(
            "--online/--offline", help="Ask the services over the network; --offline, the default, asks nobody."
        ),
    ] = False,
    contact: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Your mail address, which the services like to have (or set MAGPAIN_CONTACT); none is sent otherwise.",
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
            help="With --online, ask again about what was fetched so many days ago or more.",
        ),
    ] = 30,
    data: options.Data = None,
    format: options.FormatOption = None,
    json: options.Json = False,
    fields: options.Fields = None,
    output: options.Output = None,
    color: options.Color = "auto",
    ascii: options.Ascii = False,
    in_words: options.Words = False,
    no_pager: options.NoPager = False,
) -> None:
    """Compare citations with Crossref, PubMed and Europe PMC; with --online, the only command that uses the network.

    Tells differences in title, first author, year, journal, volume, issue, pages and identifiers, and notices of
    retraction, concern and correction. Without --online it compares with what was fetched before, which is kept in
    the cache folder; an interrupted run goes on where it stopped. The knowledge file is never changed.

    Exit status 1 where something differs or a notice is new to the file; 5 where that isn't so, but not everything
    could be compared.

    \b
    Examples:
      magpain verify --online
      magpain verify --online --contact you@example.org fibromyalgia
      magpain verify fibromyalgia
      magpain verify bagis-2013 --json
      magpain verify -f csv -o verified.csv
    """
    given = {"format": format, "json": json, "fields": fields, "output": output, "color": color, "ascii": ascii}
    wish = wish_of(given | {"in_words": in_words, "no_pager": no_pager})
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
    """Return the address to name, which goes into a header; raise QuestionError for what is no mail address."""
    contact = given if given is not None else os.environ.get(CONTACT)
    if contact and not _ADDRESS.fullmatch(contact):
        raise QuestionError(f"expected a mail address to name, not {contact}")
    return contact or None


def _verified(
    knowledge: Knowledge, name: str, online: bool, contact: str | None, since: datetime.date
) -> Answer[VerifyPage]:
    # Imported here: they open the network and a database, and what lists the commands imports this file.
    from magpain import verify as verifying
    from magpain.formats import bar
    from magpain.verify import fetching, store

    references = _references(knowledge, name)
    addresses = verifying.bases(os.environ)
    if online:
        typer.echo(f"magpain: asking {', '.join(verifying.hosts(addresses))}", err=True)
    with closing(store.Store(store.place())) as kept, bar.shown(sys.stderr if online else None) as tell:
        page = verifying.verify(
            references,
            kept,
            addresses,
            fetcher=fetching.Fetcher(contact) if online else None,
            today=datetime.date.today(),
            since=since,
            tell=tell,
        )
    if online and not kept.kept:
        typer.echo("magpain: what was fetched couldn't be kept for the next call", err=True)
    return Answer(page, tuple(reference for reference in references if reference.id in _found(page)))


def _references(knowledge: Knowledge, name: str) -> tuple[Reference, ...]:
    if name in knowledge.citations:
        return common.references(knowledge, [name])
    return lists.reference_list(knowledge, name or None).references


def _found(page: VerifyPage) -> frozenset[str]:
    return frozenset(each.id for each in page.verified if each.differences or each.notices)


def _end(page: object) -> None:
    """End with the status that tells scripts how it came out."""
    if isinstance(page, VerifyPage) and not page.sound:
        raise typer.Exit(1)
    if isinstance(page, VerifyPage) and not page.complete:
        raise typer.Exit(INCOMPLETE)
