"""The short pages of map, compare, and one topic of safety: they fit a terminal and say what they leave out."""

from __future__ import annotations

from itertools import pairwise

import pytest

from magpain import knowledge
from magpain.formats import pages, plain
from magpain.formats.pages.fit import COLUMNS, LINES
from magpain.formats.widths import width
from magpain.query import evidence_map, topics
from magpain.query.compare import compare
from magpain.query.why import why

KNOWN = knowledge.load()
RATED = [key for key, condition in KNOWN.conditions.items() if condition.findings]


def text(body, *, full=False):
    return plain.render(pages.blocks(body, full=full), COLUMNS)


def fits(shown):
    return shown.count("\n") <= LINES and max(map(width, shown.splitlines())) <= COLUMNS


def test_the_map_names_every_condition_with_an_answer_and_counts_the_others():
    page = evidence_map.evidence_map(KNOWN).body
    shown = text(page)
    assert fits(shown)
    flat = " ".join(shown.split())
    names = {row.id: row.known_as for row in page.conditions}
    assert all(names[cell.condition] in flat for cell in page.cells if cell.sign in "▲▼=±")
    assert len(text(page, full=True)) > len(shown)


@pytest.mark.parametrize("pair", list(pairwise(RATED)), ids=lambda pair: pair[0])
def test_two_conditions_side_by_side_fit(pair):
    page = compare(KNOWN, list(pair)).body
    shown = text(page)
    assert fits(shown)
    assert "All of it: the same command with --full" in shown
    assert page.compared[0].row.sign in shown


@pytest.mark.parametrize("topic", KNOWN.safety)
def test_a_topic_fits_and_names_what_it_leaves_out(topic):
    page = topics.safety(KNOWN, topic).body
    shown = text(page)
    assert fits(shown)
    flat = " ".join(shown.split())
    if len(page.topics) == 1 and "more:" in flat:
        after = flat.partition("more:")[2]
        left = [each.subject for each in page.topics[0].statements if each.subject]
        assert any(subject in after for subject in left)


def test_who_gave_a_rating_is_named_where_no_references_are_listed():
    page = why(KNOWN, "muscle-cramps").body
    assert "Rated by the authors of Garrison 2020." in " ".join(text(page).split())
    assert "Rated by the authors of reference 1." in " ".join(text(page, full=True).split())
