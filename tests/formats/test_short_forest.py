"""The short page of a forest plot: it fits a terminal, starts with the main finding, and counts what it leaves out."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest

from magpain import knowledge
from magpain.errors import NoAnswerError
from magpain.formats import pages, plain
from magpain.formats.pages.fit import COLUMNS, LINES
from magpain.formats.widths import width
from magpain.model import OBSERVATIONAL, REVIEWS
from magpain.query.common import primary_of
from magpain.query.forest import forest

KNOWN = knowledge.load()


def answers():
    for key in KNOWN.conditions:
        with suppress(NoAnswerError):
            yield key, forest(KNOWN, key)


ANSWERS = dict(answers())
every = pytest.mark.parametrize("key", ANSWERS)


def text(body, *, full=False, columns=COLUMNS):
    return plain.render(pages.blocks(body, full=full), columns)


def flat(text):
    return " ".join(text.split())


def rows(panels):
    return [row for panel in panels for row in panel.rows]


@every
def test_a_forest_plot_fits_a_terminal(key):
    shown = text(ANSWERS[key].page())
    assert shown.count("\n") <= LINES
    assert max(map(width, shown.splitlines())) <= COLUMNS
    # As for those who have only the answer, as in Python.
    assert text(ANSWERS[key].body).count("\n") <= LINES


@every
@pytest.mark.parametrize("columns", [40, 60])
def test_no_line_is_too_wide_in_a_narrow_terminal(key, columns):
    assert max(map(width, text(ANSWERS[key].page(), columns=columns).splitlines())) <= columns


@every
def test_what_is_not_drawn_is_counted(key):
    page = ANSWERS[key].page()
    shown = flat(text(page))
    drawn = len(re.findall(r"[\d.] \(\S+ to \S+\)", shown))
    said = re.search(r"Not drawn here: (.+?)\. All of it: magpain forest (\S+) --full", shown)
    left = {what: int(number) for number, what in re.findall(r"(\d+) ([a-z ]+)", said[1])} if said else {}
    observed = sum(number for what, number in left.items() if what.startswith("association"))
    assert observed == len(rows(page.forest.associations)) + len(page.undrawn_associations)
    assert sum(left.values()) - observed + drawn == len(rows(page.forest.panels)) + len(page.forest.undrawn)
    assert not said or said[2] == key


@every
def test_effects_and_associations_are_those_of_the_answer(key):
    answer = ANSWERS[key]
    page = answer.page()
    both = [*page.forest.undrawn, *page.undrawn_associations]
    assert sorted(map(str, both)) == sorted(map(str, answer.body.forest.undrawn))
    designs = {
        kind: {KNOWN.studies[each.study].design for each in of}
        for kind, of in (("effects", page.forest.undrawn), ("associations", page.undrawn_associations))
    }
    assert designs["effects"].isdisjoint(OBSERVATIONAL)
    assert designs["associations"] <= {*OBSERVATIONAL, *REVIEWS}
    whole = flat(text(page, full=True))
    assert all(each.text.split()[0] in whole for each in both)
    assert all(row.label.split()[0] in whole for row in rows([*page.forest.panels, *page.forest.associations]))
    assert ("Associations, not effects of".upper() in whole) == bool(
        page.forest.associations or page.undrawn_associations
    )


@every
def test_the_main_finding_comes_first(key):
    page = ANSWERS[key].page()
    finding = primary_of(KNOWN.conditions[key])
    shown = flat(text(page))
    if finding is None:
        assert page.main is None
        return
    assert f"Main finding, {finding.outcome}: {page.main.sign} {page.main.verdict_short} (" in shown
    drawn = rows(page.forest.panels)
    if page.main.rows:
        first = min(drawn, key=lambda row: at if (at := shown.find(row.label)) >= 0 else len(shown))
        assert first.study in {row.study for row in page.main.rows}
        assert {row.study for row in page.main.rows} <= {*finding.studies}
    elif drawn:
        assert "OTHER RESULTS" in shown
        assert re.search(r"None of its \d+ studies can be plotted\.|Its one study can't be plotted\.", shown)


def test_the_result_that_the_finding_quotes_is_the_first():
    quoting = {
        key: finding
        for key, condition in KNOWN.conditions.items()
        if (finding := primary_of(condition)) and finding.effect.estimate is not None
    }
    assert len(quoting) > 5
    for key, finding in quoting.items():
        first = ANSWERS[key].page().main.rows[0]
        assert KNOWN.studies[first.study].citation == finding.effect.source, key
        assert first.estimate == finding.effect.estimate, key
        assert first.label in flat(text(ANSWERS[key].page())), key


def test_a_filter_by_outcome_says_nothing_of_the_main_finding():
    page = forest(KNOWN, "renal-colic", "pain-free").page()
    assert page.main is None
    assert "Main finding" not in text(page)
    assert "Majidi 2020" in text(page)
