"""Pictures in characters: whole ones compared with golden files, and any numbers kept within the width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from picture_samples import DIFFERENCES, FOREST, MAP, RATIOS, ROUTES, SUBJECT, panel, row

from magpain.formats import pages, plain, scale
from magpain.formats.blocks import text_of
from magpain.formats.pictures import evidence_map, forest_panel
from magpain.formats.screen import to_ascii
from magpain.formats.widths import width

COLUMNS = (40, 80, 120)
MEASURES = ("MD", "SMD", "RR", "OR", "RD", "RoM", "HR")
numbers = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=60)
rows = st.lists(
    st.builds(
        row,
        texts,
        numbers,
        numbers,
        numbers,
        outcome=texts,
        timepoint=st.none() | texts,
        pooled=st.booleans(),
        level=st.sampled_from([90.0, 95.0, 99.0]),
        participants=st.none() | st.integers(0, 10**6),
    ),
    min_size=1,
    max_size=6,
)


def drawn(lines):
    return "\n".join(text_of(each).rstrip() for each in lines) + "\n"


@pytest.mark.parametrize("columns", COLUMNS)
def test_forest_page(golden, columns):
    text = plain.render(pages.blocks(FOREST, full=True), columns)
    golden(f"forest-{columns}.txt", text)
    assert max(map(width, text.splitlines())) <= columns


@pytest.mark.parametrize("columns", COLUMNS)
def test_map_page(golden, columns):
    text = plain.render(pages.blocks(MAP, full=False), columns)
    golden(f"map-{columns}.txt", text)
    assert max(map(width, text.splitlines())) <= columns


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize(
    "draw", [lambda size: forest_panel(RATIOS, size, SUBJECT), lambda size: evidence_map(MAP, size)]
)
def test_ascii_twins_keep_the_columns(draw, columns):
    for each in draw(columns):
        twin = to_ascii(text_of(each))
        assert twin.isascii()
        assert len(twin) == width(text_of(each)) <= columns


def test_ascii_pictures(golden):
    golden("forest-ascii.txt", to_ascii(drawn(forest_panel(RATIOS, 80, SUBJECT))))
    golden("map-ascii.txt", to_ascii(drawn(evidence_map(MAP, 80))))


def test_signs_of_the_map_stay_apart_in_ascii():
    signs = [to_ascii(sign) for sign in "▲▼=~?○·"]
    assert len(set(signs)) == len(signs)


@pytest.mark.parametrize(("better", "left"), [("lower", "favours zinc"), ("higher", "favours comparator")])
@pytest.mark.parametrize("measure", MEASURES)
def test_the_left_side_favours_whoever_lower_numbers_favour(measure, better, left):
    text = drawn(forest_panel(panel(measure, row("Alder 2001", 0.8, 0.5, 1.3), better=better), 80, SUBJECT))
    assert f"◂ {left}" in text


def test_pooled_estimates_have_another_mark():
    text = drawn(forest_panel(panel("SMD", row("A 1", -0.5, -1, 0.1), row("B 2", -0.4, -1, 0.1, pooled=True)), 80))
    study, pooled = (each for each in text.splitlines() if "to 0.1)" in each)
    assert "■" in study and "◆" not in study
    assert "◆" in pooled and "■" not in pooled


def test_a_level_other_than_the_usual_one_is_printed():
    one, other = row("A 1", -0.5, -1, 0.1), row("B 2", -0.4, -1, 0.1, level=99.0)
    assert "(99%: −1 to 0.1)" in drawn(forest_panel(panel("SMD", one, one, other), 80))
    assert "SMD (99% CI)" in drawn(forest_panel(panel("SMD", other), 80))


def test_ratios_stand_on_a_log_scale():
    shown = scale.of(panel("OR", row("A 1", 1.0, 0.5, 2.0)))
    assert shown.position(0.5).share + shown.position(2.0).share == pytest.approx(2 * shown.position(1.0).share)


def test_differences_stand_on_a_linear_scale():
    shown = scale.of(panel("MD", row("A 1", 1.0, -3.0, 5.0)))
    assert shown.position(-2.0).share + shown.position(4.0).share == pytest.approx(2 * shown.position(1.0).share)


def test_one_far_number_leaves_the_others_readable():
    shown = scale.of(DIFFERENCES)
    assert shown.position(900.0).beyond == "right"
    assert shown.position(12.0).share - shown.position(0.0).share > 0.25


def test_a_ratio_of_nought_is_an_arrow():
    assert scale.of(panel("RR", row("A 1", 0.5, 0.0, 1.2))).position(0.0).beyond == "left"


def test_long_labels_are_told_in_full():
    label = DIFFERENCES.rows[1].label
    for columns in COLUMNS:
        words = drawn(forest_panel(DIFFERENCES, columns)).split()
        assert set(label.split()) <= {word.rstrip(";,") for word in words}


@pytest.mark.parametrize("columns", [40, 80])
def test_every_known_cell_of_the_map_is_there_and_every_gap(columns):
    text = drawn(evidence_map(MAP, columns)).replace("\u00a0", " ")
    for known in ("▲H51", "▼m4", "±v12", "=l2", "?v1", "○ 3"):
        assert known in text
    if columns == 80:
        assert text.count("·") == 3 * len(ROUTES) - len(MAP.cells) + 1


def test_a_map_of_no_condition_says_so():
    empty = structs.replace(MAP, cells=(), conditions=(), routes=())
    assert "This group has no conditions." in plain.render(pages.blocks(empty, full=False), 80)


def test_a_condition_without_any_result_has_a_row_of_gaps():
    alone = structs.replace(MAP, cells=(), conditions=MAP.conditions[2:], routes=())
    assert "Headache" in drawn(evidence_map(alone, 80))


@given(rows, st.sampled_from(MEASURES), st.sampled_from(["lower", "higher"]), st.integers(40, 120), texts)
def test_no_number_and_no_text_leaves_the_width(found, measure, better, columns, subject):
    lines = forest_panel(panel(measure, *found, better=better), columns, subject)
    assert max(width(text_of(each)) for each in lines) <= columns


@given(st.lists(st.integers(0, 10**5), min_size=1, max_size=12), st.integers(40, 120), texts)
def test_no_count_and_no_name_leaves_the_width(counts, columns, name):
    cells = tuple(
        structs.replace(MAP.cells[0], route=route, studies=count) for route, count in zip(ROUTES, counts, strict=False)
    )
    conditions = (structs.replace(MAP.conditions[0], name=name),)
    page = structs.replace(MAP, cells=cells, conditions=conditions, subject=name, groups={"joints": name})
    assert max(width(text_of(each)) for each in evidence_map(page, columns)) <= columns


@given(numbers, numbers, st.sampled_from(MEASURES))
def test_the_null_is_always_on_the_scale_and_always_marked(low, high, measure):
    shown = panel(measure, row("A 1", low, low, high))
    found = scale.of(shown)
    assert not found.position(shown.null).beyond
    assert shown.null in scale.ticks(found, lambda _values: True)
