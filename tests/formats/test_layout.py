"""How pages are laid out: nothing is lost, no word is split, and no line is too wide, at any width."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magpain.formats import layout, plain
from magpain.formats.blocks import (
    Column,
    Grid,
    Items,
    Paragraph,
    Picture,
    Span,
    Title,
    Unbroken,
    in_words,
    line,
    text_of,
)
from magpain.formats.widths import width, wrap

words = st.lists(st.text("abcdefgh", min_size=1, max_size=12), max_size=12).map(" ".join)
rows = st.lists(st.tuples(words, words, words), min_size=1, max_size=4)
widths = st.integers(20, 120)


def table(found, *, numeric=False):
    columns = (Column("Name"), Column("Number of it", numeric=numeric), Column("", wrap=True))
    return Grid(columns, tuple(tuple(line(cell) for cell in row) for row in found))


def shown(block, columns):
    return [text_of(each) for each in layout.lines([block], columns)]


def words_of(texts):
    return Counter(word for text in texts for word in text.split())


@given(rows, widths, st.booleans())
def test_a_table_keeps_every_word_whole_and_in_its_width(found, columns, numeric):
    lines = shown(table(found, numeric=numeric), columns)
    assert max(map(width, lines)) <= columns
    assert words_of(cell for row in found for cell in row) <= words_of(lines)


@given(rows, widths)
def test_labelled_items_keep_every_word_whole_and_in_their_width(found, columns):
    block = Items(tuple((line(label), line(text)) for label, text, _rest in found))
    lines = shown(block, columns)
    assert max(map(width, lines), default=0) <= columns
    kept = words_of(text for _label, text, _rest in found)
    assert kept <= words_of(lines)


@given(words, words, widths)
def test_a_title_and_its_aside_keep_every_word(text, aside, columns):
    for block in (Title(line(text), line(aside)), Paragraph(line(text), line(aside))):
        lines = shown(block, columns)
        assert max(map(width, lines)) <= columns
        assert words_of(lines) == words_of([text, aside])


def test_a_table_too_narrow_for_its_words_is_stacked():
    lines = shown(table([("indistinguishable", "photosynthesis", "x")]), 30)
    assert lines == ["indistinguishable", "  Number of it: photosynthesis", "  x"]


def test_a_table_takes_less_space_between_columns_before_it_wraps():
    wide = shown(Grid((Column("a"), Column("b")), ((line("x" * 10 + " y"), line("z" * 10)),)), 23)
    assert wide[-1] == "xxxxxxxxxx y zzzzzzzzzz"


def test_a_row_of_one_cell_spans_the_table():
    block = Grid((Column("a"), Column("b")), ((line("a heading across"),), (line("1"), line("2"))))
    assert shown(block, 40)[1:] == ["a heading across", "1  2"]


def test_only_what_is_longer_than_a_line_is_broken():
    assert [text_of(each) for each in wrap(line("x" * 25), 20)] == ["x" * 20, "x" * 5]


def test_signs_are_written_as_words_in_every_block():
    sign, level = Span("▲ ", words=""), Span("⊕⊕◯◯", words="low")
    blocks = (
        Title(line(sign, "a"), line(level)),
        Paragraph(line(sign, "b")),
        Unbroken(line(level)),
        Items(((line(sign, "c"), line(level)),)),
        Grid((Column("d"),), ((line(level),),)),
        Picture(lambda _columns: (line("▲"),), lambda: (line("favours it"),)),
    )
    text = plain.render(map(in_words, blocks), 40)
    assert not set("▲⊕◯") & set(text)
    assert text.count("low") == 4
    assert "favours it" in text


@pytest.mark.parametrize("columns", [20, 80])
def test_an_empty_list_is_no_line(columns):
    assert shown(Items(()), columns) == []
