"""A warning never stops a reader: whatever a file is warned of, it is answered and exported in every way."""

from __future__ import annotations

from pathlib import Path

import pytest

from magpain import export, knowledge
from magpain.formats import bibtex, csl, nbib, ris, vancouver
from magpain.knowledge import rules
from magpain.query import lists, search

BAD = Path(__file__).parent / "bad"
DOUBTFUL = sorted(path for path in BAD.glob("*.yaml") if path.stem.partition("--")[0] in rules.WARNINGS)


def test_there_is_a_file_for_each_warning():
    assert {path.stem.partition("--")[0] for path in DOUBTFUL} == rules.WARNINGS


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("path", DOUBTFUL, ids=lambda path: path.stem)
def test_a_file_with_a_warning_is_answered_and_exported(path, tmp_path):
    problems = knowledge.check(path)
    assert problems
    assert {problem.severity for problem in problems} == {"warning"}
    known = knowledge.load(path)
    assert lists.conditions(known).body.conditions
    assert search.search(known, "pain").body.results
    for name in ("all.db", "all.json", "all.yaml"):
        export.to_file(known, str(tmp_path / name), protected=None)
    again = knowledge.load(tmp_path / "all.yaml")
    assert again.citations == known.citations
    pairs = [(key, citation) for key, citation in known.citations.items()]
    assert all(form.render(pairs) or not pairs for form in (bibtex, csl, nbib, ris))
    assert all(vancouver.cite(citation) for _key, citation in pairs)
