"""The comparison of conditions keeps doses whole: none is left out, no amount is apart from its unit."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from magpain import knowledge
from magpain.formats import markdown, pages, plain
from magpain.formats.blocks import Grid, Paragraph, text_of
from magpain.formats.pages.condition import doses_in_short
from magpain.formats.pages.fit import LINES
from magpain.formats.widths import width
from magpain.query.compare import compare

KNOWN = knowledge.load()
KEYS = list(KNOWN.conditions)
# Neighbours in the file, and those with the longest doses.
LONGEST = sorted(
    KEYS,
    key=lambda key: (
        -sum(map(len, doses_in_short(compare(KNOWN, [key, KEYS[key == KEYS[0]]]).body.compared[0].doses, "")))
    ),
)
COMPARED = [tuple(KEYS[at : at + size]) for size in (2, 3, 4) for at in range(0, len(KEYS) - size, size)]
COMPARED += [each for size in (2, 3, 4) for each in combinations(LONGEST[:5], size)]
AMOUNT = re.compile(r"\d (?:mg|g|ml|mmol)\b", re.I)


def written(item, page):
    return "; ".join(doses_in_short(item.doses, page.counted_in))


def cells(blocks):
    """Return the texts of a page that layout wraps as wholes."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield text_of(block.text)
        if isinstance(block, Grid):
            yield from (text_of(cell) for row in block.rows for cell in row)


@pytest.mark.parametrize("keys", COMPARED, ids="+".join)
def test_doses_are_whole(keys):
    page = compare(KNOWN, list(keys)).body
    texts = [text.replace("\u00a0", " ") for text in cells(pages.blocks(page, full=False))]
    for item in page.compared:
        assert any(text.endswith(written(item, page)) for text in texts)
    assert "doses" not in " ".join(texts).partition("Not shown:")[2].partition("All of it")[0]


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("keys", COMPARED, ids="+".join)
def test_lines_fit_and_break_at_spaces(keys, columns):
    page = compare(KNOWN, list(keys)).body
    text = plain.render(pages.blocks(page, full=False), columns)
    lines = text.splitlines()
    assert max(map(width, lines)) <= columns
    there = {*text.split()}
    for item in page.compared:
        assert {*written(item, page).split()} <= there
        # An amount and its unit are on one line.
        assert all(any(amount in line for line in lines) for amount in AMOUNT.findall(written(item, page)))
    assert "\u00a0" not in text


@pytest.mark.parametrize("keys", COMPARED, ids="+".join)
def test_the_page_fits_a_terminal(keys):
    lines = plain.render(pages.blocks(compare(KNOWN, list(keys)).body, full=False), 80).count("\n")
    # Several of the longest doses take up to two lines more.
    assert lines <= LINES + 2 * ({*keys} <= {*LONGEST[:5]})


def test_the_full_page_has_every_dose_of_any_number_of_conditions():
    for keys in (KEYS[:2], KEYS[:3], KEYS[:6]):
        page = compare(KNOWN, keys).body
        text = " ".join(plain.render(pages.blocks(page, full=True), 80).split())
        assert all(" ".join(dose.dose.split()) in text for item in page.compared for dose in item.doses if dose.dose)
        assert "\u00a0" not in markdown.render(pages.blocks(page, full=True))


def test_doses_of_many_conditions_are_named_if_they_do_not_fit():
    text = plain.render(pages.blocks(compare(KNOWN, LONGEST[:8]).body, full=False), 80)
    assert "Not shown: doses, other findings" in text
