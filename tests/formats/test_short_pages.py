"""Short pages fit a terminal of 80 by 24, split no word, count what they leave out, and agree with lists and maps."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from msgspec import structs

from magpain import knowledge
from magpain.answers import ConditionPage, ReferenceList
from magpain.formats import pages, plain
from magpain.formats.blocks import Paragraph, line
from magpain.formats.pages import condition as condition_page
from magpain.formats.pages.fit import COLUMNS, LINES, fitted
from magpain.formats.widths import width
from magpain.query import evidence_map, lists, topics
from magpain.query.show import show
from magpain.query.why import why
from magpain.rating.verdict import counted

ROOT = Path(__file__).parents[2]
FILES = (ROOT / "data" / "conditions.yaml", *(ROOT / "tests" / "data" / f"{name}.yaml" for name in ("small", "harms")))


@cache
def known(path):
    return knowledge.load(str(path))


CONDITIONS = [(path, key) for path in FILES for key in known(path).conditions]
RATED = [(path, key) for path, key in CONDITIONS if known(path).conditions[key].findings]
each_condition = pytest.mark.parametrize(("path", "key"), CONDITIONS, ids=lambda value: getattr(value, "stem", value))
each_rated = pytest.mark.parametrize(("path", "key"), RATED, ids=lambda value: getattr(value, "stem", value))


def text(body, columns=COLUMNS, *, full=False):
    return plain.render(pages.blocks(body, full=full), columns)


def page_of(path, key) -> ConditionPage:
    return show(known(path), key).body


def least(page):
    """Return how many lines a page takes without its cautions, and with its main finding alone."""
    bare = condition_page._by_importance(page.condition.findings)[:1]
    own = structs.replace(page.condition, findings=tuple(bare), warnings=())
    return text(structs.replace(page, condition=own)).count("\n")


@each_condition
def test_a_page_fits_but_for_harms_and_what_contradicts_it(path, key):
    page = page_of(path, key)
    shown = text(page)
    assert max(map(width, shown.splitlines())) <= COLUMNS
    findings = condition_page._by_importance(page.condition.findings)
    needed = condition_page._needed(findings)
    if shown.count("\n") > LINES:
        assert needed > 1 or page.condition.warnings or page.taken_for
        assert least(page) <= LINES
        assert not re.search("^Doses ", shown, re.M)
        assert "Claims " not in shown


@each_rated
def test_the_ladder_of_the_main_finding_fits(path, key):
    body = why(known(path), key).body
    shown = text(body)
    assert max(map(width, shown.splitlines())) <= COLUMNS
    reasons = sum(bool(rung.step) for rung in body.why.ladders[0].rungs)
    # Each reason for a downgrade is given whole, and each study that disagrees is named.
    assert shown.count("\n") <= LINES + 2 * reasons


# What stacked tables write before their cells.
WORD = re.compile(r"[(\"“]*[A-Za-zÀ-ž'’-]+[.,;:)\"”]*")
STACKED = set("Result: Studies (people): GRADE: Certainty:".split())


@pytest.mark.long  # three widths of every page
@each_condition
@pytest.mark.parametrize("columns", [40, 57, 80])
def test_no_word_is_split(path, key, columns):
    page = page_of(path, key)
    for full in (False, True):
        narrow, wide = (text(page, size, full=full).partition("\nREFERENCES")[0] for size in (columns, 400))
        addresses = [word for word in wide.split() if "/" in word or len(word) > columns - 2]
        found = {word for word in narrow.split() if WORD.fullmatch(word)}
        split = found - set(wide.split()) - STACKED
        # An address, or an id that is wider than the page, may be broken.
        assert {word for word in split if not any(word in address for address in addresses)} == set()


@each_condition
def test_harms_cautions_and_contrary_findings_are_on_the_page(path, key):
    page = page_of(path, key)
    shown = " ".join(text(page).split())
    for warning in page.condition.warnings:
        assert " ".join(warning.text.split()) in shown
    findings = condition_page._by_importance(page.condition.findings)
    for finding in findings[1 : condition_page._needed(findings)]:
        assert finding.verdict_short.split()[0] in shown
    worse = {each.id for each in page.condition.findings if each.effect.direction == "favours-comparator"}
    assert worse <= {each.id for each in findings[: condition_page._needed(findings)]}


@each_condition
def test_what_is_left_out_is_counted(path, key):
    page = page_of(path, key)
    shown = " ".join(text(page).split())
    cut = re.search(r"Not shown: (.*?)\. All of it: magpain show (\S+) --full", shown)
    if cut is None:
        assert f"All of it: magpain show {key} --full" in shown
        assert "Not shown" not in shown
        return
    assert cut[2] == key
    table = shown.partition("Other outcomes")[2].partition(" Harms ")[0]
    rows = len(re.findall("[⊕◯]{4}", table))
    left = re.search(r"(\d+) findings?", cut[1])
    assert 1 + rows + int(left[1] if left else 0) == len(page.condition.findings) or not page.condition.findings


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_sign_is_the_same_on_the_page_the_list_the_map_and_the_ladder(path):
    file = known(path)
    rows = {row.id: row for row in lists.conditions(file).body.conditions}
    cells = {cell.condition: cell for cell in evidence_map.evidence_map(file).body.cells if cell.main}
    for key, row in rows.items():
        page = text(page_of(path, key))
        assert f"\n{row.sign} " in page, key
        if file.conditions[key].findings:
            assert cells[key].sign == row.sign
            assert why(file, key).body.why.ladders[0].sign == row.sign
            assert cells[key].route == row.route


def test_the_list_has_a_line_for_each_condition():
    body = lists.conditions(known(FILES[0])).body
    shown = text(body).splitlines()
    assert max(map(width, shown)) <= COLUMNS
    for row in body.conditions:
        found = [line for line in shown if line.startswith(f"{row.known_as} ")]
        assert any(row.verdict_short in line for line in found), row.known_as


@pytest.mark.parametrize("columns", [20, 30, 39, 40, 41, 60])
def test_the_list_names_every_condition_at_any_width(columns):
    body = lists.conditions(known(FILES[0])).body
    shown = " ".join(text(body, columns).split())
    for row in body.conditions:
        assert set(f"{row.known_as} {row.verdict_short}".split()) <= set(shown.split())


@pytest.mark.parametrize("ask", [topics.safety, topics.mechanism])
def test_background_without_a_topic_is_a_list_that_fits(ask):
    body = ask(known(FILES[0])).body
    shown = text(body)
    assert shown.count("\n") <= LINES
    assert all(topic.id in shown for topic in body.topics)
    assert f"magpain {body.command} {body.topics[0].id}" in shown
    assert text(body, full=True).count("\n") > LINES


def test_bigger_wishes_give_way_to_smaller_ones_that_fit():
    def build(shown: dict[str, int]):
        return [Paragraph(line("x"))] * sum(shown.values())

    blocks = fitted(ReferenceList(references=()), build, {"a": 20, "b": 0}, [("b", 5), ("b", 1), ("a", 22)])
    assert len(blocks) == 22


def test_counting_uses_the_plural():
    assert (counted(1, "study"), counted(2, "study"), counted(3, "dose")) == ("1 study", "2 studies", "3 doses")
