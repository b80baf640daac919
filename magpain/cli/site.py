"""`magpain site DIRECTORY`: the whole knowledge file as a static site."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from magpain import knowledge
from magpain.characters import printable
from magpain.cli import options
from magpain.formats import output, progress


def site(
    directory: Annotated[
        str, typer.Argument(metavar="DIRECTORY", help="Where to write it: new, empty, or a site written before.")
    ],
    since: Annotated[
        str | None,
        typer.Option(
            metavar="OLD", help="Add a page and a feed of what changed since this knowledge file.", show_default=False
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(metavar="URL", help="URL of the site, for the feed and link previews.", show_default=False),
    ] = None,
    data: options.Data = None,
) -> None:
    """Write the knowledge file as a static site: a page per condition, map, search.

    \b
    Examples:
      magpain site public
      magpain site public --data mine.yaml
      magpain site public --since last-year.yaml --address https://example.org/magpain/

    Any web server can serve it, and it also opens from a local directory. Needs magpain[html].
    """
    from magpain.export import site as sites  # it loads every format, which other calls don't need

    earlier = knowledge.load(since) if since is not None else None
    with progress.display(sys.stderr) as on_progress:
        count = sites.build(knowledge.load(data), directory, on_progress, since=earlier, address=address)
    output.to_stream(f"{printable(directory)}: {count} pages, beginning with index.html\n", sys.stdout)
