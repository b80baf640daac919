"""`magpain studies [NAME|STUDY]`: the studies, one row each."""

from __future__ import annotations

from magpain.answers import Answer, StudyList
from magpain.cli import options
from magpain.cli.query_command import query_command
from magpain.model import Knowledge
from magpain.query import lists as query


@query_command
def studies(knowledge: Knowledge, name: options.NameOrStudy = None) -> Answer[StudyList]:
    """List studies, including those with null results.

    Give a condition, a group or one study id; without NAME, all studies are listed.

    \b
    Examples:
      magpain studies fibromyalgia
      magpain studies macian-2022
      magpain studies migraine-prevention -f csv -o studies.csv
      magpain studies --json
    """
    return query.studies(knowledge, " ".join(name or ()) or None)
