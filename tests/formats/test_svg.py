"""SVG is well formed whatever the data says, and holds what the picture in characters holds."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from picture_samples import DIFFERENCES, FOREST, MAP, RATIOS, panel, row

from magpain.answers import ConditionList
from magpain.errors import QuestionError
from magpain.formats import glyphs, svg

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> ]]> &amp; \"x\" 'y' <!-- \x00\x07\x1b[31m\x9b\u202e\ud800\ufffe --> url(http://example.org)"
PAGES = pytest.mark.parametrize("page", [FOREST, MAP], ids=["forest", "map"])
numbers = st.floats(allow_nan=False, allow_infinity=False)


def read(page):
    return ElementTree.fromstring(svg.render(page))  # noqa: S314 it is our own output


def words(root):
    return " ".join(" ".join(each.text or "" for each in root.iter(f"{SVG}text")).split())


def forest_of(*panels, **others):
    return structs.replace(FOREST, forest=structs.replace(FOREST.forest, panels=panels, **others))


@PAGES
def test_whole_file(golden, page):
    golden(f"{'forest' if page is FOREST else 'map'}.svg", svg.render(page))


@PAGES
def test_it_needs_nothing_else(page):
    text = svg.render(page)
    assert text.isascii()
    assert not re.search(r"<script|href|url\(|@import|@font-face|<image|<foreignObject|\s(on\w+|style)=", text)
    assert re.findall(r"https?://[^\"<\s]+", text) == ["http://www.w3.org/2000/svg"]


@PAGES
def test_it_says_what_it_is(page):
    root = read(page)
    assert root.get("role") == "img"
    assert root.get("viewBox").startswith("0 0 480 ")
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text
    style = root.find(f"{SVG}style").text
    assert "prefers-color-scheme:dark" in style
    assert "print" in style


def test_forest_holds_every_number_and_label():
    text = words(read(FOREST))
    for shown in (RATIOS, DIFFERENCES):
        for each in shown.rows:
            assert glyphs.estimate(each, glyphs.usual_level(shown)) in text
            assert glyphs.people(each) in text
            assert each.outcome in text
    assert "favours zinc" in text
    assert "Not plotted: 2 results." in text


def test_marks_tell_studies_from_pooled_estimates():
    one, pooled = (
        read(forest_of(panel("MD", row("A 1", 1.0, 0.5, 1.5, pooled=is_pooled)))) for is_pooled in (False, True)
    )
    (square,), (diamond,) = ([each.get("points") for each in root.iter(f"{SVG}polygon")] for root in (one, pooled))
    assert square != diamond


def test_map_cells_have_sign_level_and_count_as_text_and_a_tooltip():
    root = read(MAP)
    groups = {each.find(f"{SVG}title").text: each for each in root.iter(f"{SVG}g")}
    known = groups["Knee pain, oral: favours intervention, high certainty, 51 studies, 2550 people (main finding)"]
    assert [each.text for each in known.findall(f"{SVG}text")] == ["▲H", "51"]
    assert known.find(f"{SVG}circle").get("class") == "o high"
    unrated = groups["Hip pain after an operation on the other side, topical: 3 studies, 150 people, not rated"]
    assert unrated.find(f"{SVG}rect") is not None


def test_more_studies_make_a_larger_circle():
    sizes = {
        each.findall(f"{SVG}text")[-1].text: float(circle.get("r"))
        for each in read(MAP).iter(f"{SVG}g")
        if (circle := each.find(f"{SVG}circle")) is not None
    }
    assert sizes["1"] < sizes["2"] < sizes["4"] < sizes["12"] < sizes["51"]


def test_every_gap_is_a_dot():
    dots = [each for each in read(MAP).iter(f"{SVG}text") if each.text == glyphs.GAP]
    assert len(dots) == len(MAP.conditions) * len(MAP.routes) - len(MAP.cells)


def test_hostile_text_stays_text():
    bad = row(HOSTILE, 1.0, 0.5, 1.5, outcome=HOSTILE, timepoint=HOSTILE)
    root = read(forest_of(panel("MD", bad, unit=HOSTILE), name=HOSTILE, subject=HOSTILE))
    assert root.find(f"{SVG}script") is None
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>alert(1)</script>" in root.find(f"{SVG}title").text
    assert "]]> &amp; \"x\" 'y' <!--" in words(root)


def test_hostile_map_stays_text():
    conditions = tuple(structs.replace(each, name=HOSTILE) for each in MAP.conditions)
    cells = tuple(structs.replace(each, name=HOSTILE) for each in MAP.cells)
    root = read(structs.replace(MAP, conditions=conditions, cells=cells, subject=HOSTILE, groups={"head": HOSTILE}))
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>alert(1)</script>" in words(root)


def test_other_answers_have_no_picture():
    with pytest.raises(QuestionError, match="works only with forest and map"):
        svg.render(ConditionList(conditions=()))


@given(
    st.text(),
    st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=5),
    st.sampled_from(["MD", "OR"]),
)
def test_any_text_and_any_numbers_make_a_file_that_parses(text, found, measure):
    rows = [row(text, *each, outcome=text, timepoint=text) for each in found]
    root = read(forest_of(panel(measure, *rows, unit=text), name=text, subject=text))
    for shape in root.iter(f"{SVG}line"):
        assert all(0 <= float(shape.get(name)) <= 480 for name in ("x1", "x2"))


def test_a_plot_that_has_every_result_says_nothing_of_others():
    whole = forest_of(RATIOS, undrawn=(), associations=())
    assert "Not plotted" in words(read(FOREST))
    assert "Not plotted" not in words(read(whole))


def test_a_map_with_room_names_its_routes_and_needs_no_codes():
    few = structs.replace(MAP, routes=MAP.routes[:1], cells=tuple(c for c in MAP.cells if c.route == MAP.routes[0]))
    assert "Routes: " in words(read(MAP))
    assert "Routes: " not in words(read(few))
