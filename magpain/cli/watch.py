"""`magpain watch [NAME]`: reports and trials since each condition's last search."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from magpain import formats
from magpain.answers import Answer, WatchPage
from magpain.cli import online as going_online
from magpain.cli import options
from magpain.cli.direct import run_query
from magpain.cli.query_command import output_command
from magpain.errors import INCOMPLETE
from magpain.formats import RenderOptions
from magpain.formats import output as outputs
from magpain.knowledge import locate
from magpain.model import Id, Knowledge
from magpain.query.resolve import resolve


@output_command
def watch(
    rendering: RenderOptions,
    name: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]", help="Condition or group. Default: all conditions.")
    ] = None,
    online: going_online.Online = False,
    contact: going_online.Contact = None,
    data: options.Data = None,
) -> None:
    """List reports and trials newer than each condition's last search.

    Searches PubMed, Europe PMC and ClinicalTrials.gov for what appeared since a condition was last searched
    (`reviewed`), and leaves out what the knowledge file has. A condition's `search` field holds its query in PubMed's
    syntax; without it, the query is made of its names and the intervention's. Trials that ended without a report are
    listed as such.

    Without --online, it uses the results cached by earlier runs. A run that was interrupted resumes where it stopped,
    on the same day. The knowledge file is never changed.

    Exits with 5 if some searches failed.

    \b
    Examples:
      magpain watch --online
      magpain watch --online --contact you@example.org fibromyalgia
      magpain watch headache --json
      magpain watch --online -f ris -o new.ris
    """
    protected = locate.locate(data)
    if rendering.output:
        outputs.refuse(rendering.output, protected)
    arguments = {"name": " ".join(name or ()), "online": online, "contact": going_online.contact_of(contact)}
    answer = run_query(_watched, data, arguments, cache=True)
    formats.write(answer, rendering, protected=protected)
    if isinstance(answer.body, WatchPage) and not answer.body.complete:
        raise typer.Exit(INCOMPLETE)


def _watched(knowledge: Knowledge, name: str, online: bool, contact: str | None) -> Answer[WatchPage]:
    # Imported here: it loads the network and a database, and listing the commands imports this file.
    from magpain.verify import download, new_reports, searches

    keys = _conditions(knowledge, name)
    bases = download.bases(os.environ, searches.SEARCHES)
    with going_online.session(bases, contact, online=online) as session:
        page = new_reports.watch(knowledge, keys, session)
    return Answer(page, new_reports.references(page, session.today))


def _conditions(knowledge: Knowledge, name: str) -> tuple[Id, ...]:
    """Return the conditions that a name means, or all of them without a name."""
    if not name:
        return tuple(knowledge.conditions)
    key, _taken_for = resolve(knowledge, name)
    return knowledge.conditions_of[key] if key in knowledge.groups else (key,)
