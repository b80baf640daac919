"""`magpain references [NAME|CITATION]`: the reference list."""

from __future__ import annotations

from magpain.answers import Answer, ReferenceList
from magpain.cli import options
from magpain.cli.query_command import query_command
from magpain.model import Knowledge
from magpain.query import lists as query


@query_command
def references(knowledge: Knowledge, name: options.NameOrCitation = None) -> Answer[ReferenceList]:
    """List references, or export them.

    Vancouver style by default; use -f for BibTeX, RIS and other formats.

    \b
    Examples:
      magpain references fibromyalgia
      magpain references macian-2022 -f csl
      magpain references headache -f bibtex -o headache.bib
      magpain references -f csl
    """
    return query.reference_list(knowledge, " ".join(name or ()) or None)
