"""A tree of text becomes the model's records where it fits, and every misfit is told where it doesn't."""

from __future__ import annotations

import datetime
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magpain import model
from magpain.knowledge import decode
from magpain.knowledge.decode import Mismatch

ID = "a stable id: lower-case letters, digits and single dashes"


def mismatches(tree, hint):
    return list(decode.explain(tree, hint, ()))


def fits(tree, hint):
    try:
        decode.convert(tree, hint)
    except msgspec.ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "hint", "value"),
    [
        ("no", model.Text, "no"),
        ("1.10", model.Text, "1.10"),
        ("012", model.Text, "012"),
        ("1:30", model.Text, "1:30"),
        ("1e3", model.Text | None, "1e3"),
        ("2020-07-23", model.Text, "2020-07-23"),
        ("null", model.Text | None, "null"),
        ("1.10", model.Number, 1.1),
        ("-0.6", model.Number | None, -0.6),
        ("300", model.Positive, 300.0),
        ("1e3", model.Number, 1000.0),
        ("40", model.Count, 40),
        ("true", bool, True),
        ("false", bool, False),
        ("2020-07-23", datetime.date, datetime.date(2020, 7, 23)),
        ("2020-07-23", model.IssuedDate, "2020-07-23"),
        ("2020-07", model.IssuedDate, "2020-07"),
        ("2020", model.IssuedDate, "2020"),
        ("<0.001", model.PValue, "<0.001"),
        ("3e-5", model.PValue, "3e-5"),
        ("NS", model.PValue, "NS"),
    ],
)
def test_the_type_decides_what_a_text_means(text, hint, value):
    assert decode.convert(text, hint) == value
    assert mismatches(text, hint) == []


@pytest.mark.parametrize(
    ("text", "hint", "expected"),
    [
        ("", model.Text, "text, not empty"),
        ("", model.Text | None, "text, not empty"),
        ("forty", model.Count, "a whole number, 0 or more"),
        ("-1", model.Count, "a whole number, 0 or more"),
        ("1.5", model.Count, "a whole number, 0 or more"),
        ("012", model.Count, "a whole number, 0 or more"),
        ("1,000", model.Count, "a whole number, 0 or more"),
        ("٣", model.Count, "a whole number, 0 or more"),
        ("1e400", model.Count, "a whole number, 0 or more"),
        ("012", int, "a whole number"),
        ("x", float, "a number"),
        ("nan", model.Number, "a number"),
        ("inf", model.Number, "a number"),
        ("-inf", model.Number, "a number"),
        ("1e999", model.Number, "a number"),
        ("1:30", model.Number, "a number"),
        ("0x10", model.Number, "a number"),
        ("1_000", model.Number, "a number"),
        (" 1", model.Number, "a number"),
        ("null", model.Number, "a number"),
        ("0", model.Positive, "a number above 0"),
        ("101", model.Percent, "a percentage from 0 to 100"),
        ("yes", bool, "true or false"),
        ("no", bool, "true or false"),
        ("2020-7-23", datetime.date, "a date (YYYY-MM-DD)"),
        ("2020-02-30", datetime.date, "a date (YYYY-MM-DD)"),
        ("2020-07-23T10:00:00", datetime.date, "a date (YYYY-MM-DD)"),
        ("1595462400", datetime.date, "a date (YYYY-MM-DD)"),
        ("2020-13", model.IssuedDate, "a date as YYYY, YYYY-MM or YYYY-MM-DD"),
        ("Fibromyalgia", model.Id, ID),
        ("a--b", model.Id, ID),
        ("é", model.Id, ID),
        ("a" * 59 + "_", model.Id, ID),
        ("ftp://example.org", model.Url, "an http or https address"),
        ("x", model.Direction, "favours-intervention, favours-comparator, no-difference, mixed or unclear"),
        ("2", Literal["1"], "1"),
        ("x", Annotated[float, msgspec.Meta(title="undescribed")], "a number"),
        ("x", bytes, "a different kind of value"),
    ],
)
def test_a_text_that_does_not_fit_is_told_in_words(text, hint, expected):
    assert not fits(text, hint)
    (mismatch,) = mismatches(text, hint)
    message, mend, _rest = mismatch.message.partition(" (write ")
    assert mismatch == ((), mismatch.message, "value")
    assert message == f'expected {expected}, found "{text}"'
    assert bool(mend) == (text in ("012", "1,000"))


QUOTE = ' (put quotes around a text that contains ": " or begins with a bracket)'


def test_a_long_text_is_cut_in_the_message():
    (mismatch,) = mismatches("x" * 61, model.Count)
    assert mismatch.message == f'expected a whole number, 0 or more, found "{"x" * 60}…"'
    assert mismatches("x" * 60, model.Count)[0].message == f'expected a whole number, 0 or more, found "{"x" * 60}"'


@pytest.mark.parametrize(
    ("tree", "hint", "message"),
    [
        ("x", model.Group, 'expected a mapping (name: value), found "x"'),
        ([], model.Group, "expected a mapping (name: value), found a list"),
        ("x", dict[model.Id, model.Group], 'expected a mapping (name: value), found "x"'),
        ([], dict[model.Id, model.Group], "expected a mapping (name: value), found a list"),
        ("x", tuple[model.Text, ...], 'expected a list (lines that start with -), found "x"'),
        ({}, tuple[model.Text, ...], "expected a list (lines that start with -), found a mapping"),
        ({}, model.Count, "expected a whole number, 0 or more, found a mapping"),
        ([], model.Better, "expected lower or higher, found a list"),
    ],
)
def test_a_shape_that_does_not_fit_is_told(tree, hint, message):
    (mismatch,) = mismatches(tree, hint)
    assert (mismatch.path, mismatch.message) == ((), message)


def test_every_misfit_of_a_record_is_told_with_its_path():
    tree = {
        "Bad Id": {"name": "", "colour": "red"},
        "good": {"name": "G", "summary": "S", "synonyms": ["a", "", {}]},
    }
    assert list(decode.explain(tree, dict[model.Id, model.Group], ("groups",))) == [
        Mismatch(("groups", "Bad Id"), f'expected {ID}, found "Bad Id"', "value"),
        Mismatch(("groups", "Bad Id", "name"), 'expected text, not empty, found ""', "value"),
        Mismatch(
            ("groups", "Bad Id", "colour"),
            'expected a known field, found "colour" (fields allowed here: name, summary, synonyms, formerly)',
            "unknown-field",
        ),
        Mismatch(("groups", "Bad Id"), 'expected the required field "summary", found none', "missing-field"),
        Mismatch(("groups", "good", "synonyms", 1), 'expected text, not empty, found ""', "value"),
        Mismatch(("groups", "good", "synonyms", 2), f"expected text, not empty, found a mapping{QUOTE}", "value"),
    ]


def test_a_field_is_known_by_its_name_in_the_file():
    assert [mismatch.rule for mismatch in mismatches({"container-title": "x"}, model.Citation)] == ["missing-field"] * 4
    messages = [mismatch.message for mismatch in mismatches({"container_title": "x"}, model.Citation)]
    assert messages[0] == 'expected a known field, found "container_title" (did you mean "container-title"?)'


def test_an_unknown_field_is_cut_in_the_message():
    assert (
        decode.unknown_field("x" * 100, ("a", "b"))
        == f'expected a known field, found "{"x" * 80}" (fields allowed here: a, b)'
    )


def test_the_sections_are_those_of_the_model():
    assert tuple(decode.SECTIONS) == model.KnowledgeFile.__struct_fields__
    assert decode.REQUIRED == ("magpain", "intervention", "reviewed")


# "null" is left out: where a field may be missing, msgspec takes it for a missing number, date or record.
WORDS = [
    "x",
    "",
    "1",
    "-1",
    "1.5",
    "nan",
    "true",
    "2020-07-23",
    "2020",
    "a-b",
    "A B",
    "https://x.y",
    "10.1000/x",
    "rct",
]
texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=3).filter(lambda text: text.casefold() != "null"))


def trees(hint, depth=4):
    """Return trees that are nearly of a type: each part is mostly as it should be, and sometimes anything."""
    anything = st.recursive(
        texts, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2)
    )
    return st.one_of(anything, _like(hint, depth)) if depth else texts


def _like(hint, depth):
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return trees(next(part for part in parts if part is not type(None)), depth)
    if origin is tuple:
        return st.lists(trees(parts[0], depth - 1), max_size=2)
    if origin is dict:
        return st.dictionaries(texts, trees(parts[1], depth - 1), max_size=2)
    if origin is Literal:
        return st.sampled_from(parts)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        fields = msgspec.structs.fields(hint)
        parts = {field.encode_name: st.deferred(lambda t=field.type: trees(t, depth - 1)) for field in fields}
        return st.fixed_dictionaries({}, optional=parts)
    return texts


@settings(deadline=None, max_examples=30)  # for each section
@given(st.data())
@pytest.mark.parametrize("name", decode.SECTIONS)
def test_what_is_refused_is_explained_and_nothing_else(name, data):
    hint = decode.SECTIONS[name]
    tree = data.draw(trees(hint))
    told = mismatches(tree, hint)
    assert bool(told) == (not fits(tree, hint))
    assert all(mismatch.message.startswith("expected ") and mismatch.rule for mismatch in told)


def test_a_field_with_a_name_without_end_is_told_at_once():
    name = "x" * 10_000_000
    assert decode.unknown_field(name, ("title", "text")).startswith('expected a known field, found "xxx')
    assert len(decode.unknown_field(name, ("title", "text"))) < 200
