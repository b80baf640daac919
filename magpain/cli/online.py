"""The network options and the session with online services that `verify` and `watch` share."""

from __future__ import annotations

import datetime
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from magpain.errors import QuestionError

if TYPE_CHECKING:
    from magpain.verify.download import Session

CONTACT = "MAGPAIN_CONTACT"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")

Online = Annotated[
    bool,
    typer.Option(
        "--online/--offline", help="Query the services over the network, or use cached answers only (default)."
    ),
]
Contact = Annotated[
    str | None,
    typer.Option(
        metavar="EMAIL",
        help="Email address to send to the services, as they ask users to do (or set MAGPAIN_CONTACT).",
        show_default=False,
    ),
]


@contextmanager
def session(bases: Mapping[str, str], contact: str | None, *, online: bool, days: int = 30) -> Iterator[Session]:
    """Open the cache and, with --online, say which hosts are contacted and show a bar.

    Answers that are `days` old are downloaded again.
    """
    # Imported here: they load the network and a database, and listing the commands imports this file.
    from magpain.formats import progress
    from magpain.verify import answer_cache, fetching
    from magpain.verify.download import Session

    if online:
        hosts = dict.fromkeys(base.split("/")[2] for base in bases.values())
        typer.echo(f"magpain: contacting {', '.join(hosts)}", err=True)
    stream = sys.stderr if online else None
    today = datetime.date.today()
    with (
        closing(answer_cache.AnswerCache(answer_cache.location())) as cache,
        progress.display(stream) as on_progress,
    ):
        fetcher = fetching.Fetcher(contact) if online else None
        yield Session(bases, cache, today, today - datetime.timedelta(days=days - 1), fetcher, on_progress)
    if online and not cache.kept:
        typer.echo("magpain: could not cache the answers; the next run will download them again", err=True)


def contact_of(given: str | None) -> str | None:
    """Return the email address, which goes into a header; raise QuestionError if it is invalid."""
    contact = given if given is not None else os.environ.get(CONTACT)
    if contact and not _ADDRESS.fullmatch(contact):
        raise QuestionError(f'"{contact}" is not an email address')
    return contact or None
