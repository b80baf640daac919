"""A name leads to one id or to none: by id, name, synonym, code, then a unique beginning, and never by a guess."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magpain.errors import NoAnswerError, QuestionError
from magpain.knowledge import names
from magpain.model import Codes, Condition, Dosing, Group, Knowledge, Subject
from magpain.query.resolve import MAX_NAME, near, resolve

TODAY = datetime.date(2026, 6, 30)


def condition(name, *synonyms, mesh=(), icd11=()):
    return Condition(
        name=name, group="headache", summary="x", reviewed=TODAY, evidence_level="none", synonyms=synonyms,
        codes=Codes(mesh=mesh, icd11=icd11),
    )  # fmt: skip


CONDITIONS = {
    "migraine": condition("Migraine", "sick headache", mesh=("D008881",), icd11=("8A80",)),
    "migraine-with-aura": condition("Migraine with aura", "classic migraine"),
    "tension-type-headache": condition("Tension-type headache", "TTH", icd11=("8A81",)),
    "period-pain": condition("Dysmenorrhoea", "menstrual cramps", "painful periods"),
    "leg-cramps": condition("Nocturnal leg cramps", "charley horse"),
    "fibromyalgia": condition("Fibromyalgia", "FMS"),
    "back-pain": condition("Low back pain", "lumbago"),
    "neck-pain": condition("Neck pain"),
    **{f"pain-{letter}": condition(f"Pain {letter}") for letter in "abcdefghij"},
}
GROUPS = {"headache": Group(name="Headache disorders", summary="x", synonyms=("head pain",))}


def knowing(conditions, groups):
    nothing = {"background": {}, "safety": {}, "dosing": Dosing(), "studies": {}, "citations": {}, "studies_of": {}}
    return Knowledge(
        intervention=Subject(name="Magnesium", summary="x"), reviewed=TODAY, conditions=conditions, groups=groups,
        names=names.index(conditions, groups), conditions_of=names.conditions_of(conditions), **nothing,
    )  # fmt: skip


KNOWN = knowing(CONDITIONS, GROUPS)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("migraine", "migraine"),
        ("Migraine", "migraine"),
        ("period-pain", "period-pain"),
        ("period pain", "period-pain"),
        ("PERIOD   PAIN", "period-pain"),
        ("dysmenorrhoea", "period-pain"),
        ("Dysménorrhoéa", "period-pain"),
        ("menstrual cramps", "period-pain"),
        ("sick headache", "migraine"),
        ("D008881", "migraine"),
        ("8a80", "migraine"),
        ("8A81", "tension-type-headache"),
        ("tth", "tension-type-headache"),
        ("headache", "headache"),
        ("head", "headache"),
        ("head pain", "headache"),
        ("Headache disorders", "headache"),
        ("fibro", "fibromyalgia"),
        ("fi", "fibromyalgia"),
        ("classic", "migraine-with-aura"),
        ("tension", "tension-type-headache"),
        ("nocturnal", "leg-cramps"),
        ("aura", "migraine-with-aura"),
        ("with aur", "migraine-with-aura"),
        ("aura migr", "migraine-with-aura"),
        ("horse", "leg-cramps"),
        ("low back", "back-pain"),
        ("type-headache", "tension-type-headache"),
    ],
)
def test_a_name_that_fits_one(name, key):
    assert resolve(KNOWN, name) == key


@pytest.mark.parametrize("key", [*CONDITIONS, *GROUPS])
def test_an_id_leads_home(key):
    assert resolve(KNOWN, key) == key


def test_an_id_leads_home_though_another_bears_it_as_a_name():
    known = knowing(
        {"pain": condition("Ache"), "ache": condition("Pain", "Pain")}, {"group": Group(name="pain", summary="x")}
    )
    assert resolve(known, "pain") == "pain"
    assert resolve(known, "ache") == "ache"


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("migr", ("migraine", "migraine-with-aura")),
        ("cramps", ("period-pain", "leg-cramps")),
    ],
)
def test_a_name_that_fits_several_says_which(name, keys):
    with pytest.raises(NoAnswerError) as caught:
        resolve(KNOWN, name)
    assert set(caught.value.suggestions) == set(keys)
    assert str(caught.value) == f'"{name}" fits several: {", ".join(caught.value.suggestions)}'


def test_a_name_that_two_share_fits_both():
    known = knowing({"a": condition("Pain"), "b": condition("pain")}, {})
    with pytest.raises(NoAnswerError, match='"PAIN" fits several: a, b'):
        resolve(known, "PAIN")


def test_of_very_many_that_fit_the_first_eight_are_told():
    with pytest.raises(NoAnswerError) as caught:
        resolve(KNOWN, "pain")
    shown = ", ".join(caught.value.suggestions[:8])
    assert len(caught.value.suggestions) > 8
    assert str(caught.value) == f'"pain" fits several: {shown} and {len(caught.value.suggestions) - 8} more'


@pytest.mark.parametrize(
    ("name", "first"), [("fibromialgia", "fibromyalgia"), ("migrane", "migraine"), ("disminorrhoea", "period-pain")]
)
def test_a_name_that_fits_none_is_answered_with_the_nearest_and_never_by_them(name, first):
    with pytest.raises(NoAnswerError) as caught:
        resolve(KNOWN, name)
    assert caught.value.suggestions[0] == first
    assert 1 <= len(caught.value.suggestions) <= 3
    nearest = ", ".join(caught.value.suggestions)
    assert str(caught.value) == f'there is no condition "{name}"; did you mean {nearest}?'


def test_a_name_like_no_other_is_answered_with_where_to_look():
    with pytest.raises(NoAnswerError) as caught:
        resolve(KNOWN, "xyzzy")
    assert caught.value.suggestions == ()
    assert str(caught.value) == 'there is no condition "xyzzy"; magpain conditions lists what there is'


@pytest.mark.parametrize(
    "name", ["", " ", "---", "'", "\u0301", "a" * (MAX_NAME + 1), " " * (MAX_NAME + 1) + "migraine"]
)
def test_a_name_that_is_none_is_no_question(name):
    with pytest.raises(QuestionError, match="expected the name of a condition of 1 to 200 letters"):
        resolve(KNOWN, name)


def test_the_longest_name_is_a_question():
    with pytest.raises(NoAnswerError):
        resolve(KNOWN, "a" * MAX_NAME)


def test_the_nearest_names_are_three_ids_at_most():
    known = knowing({f"migrain{letter}": condition(f"Migrain {letter}") for letter in "abcdef"}, {})
    assert len(near(known, "migrainx")) == 3
    assert near(KNOWN, "FIBRO-MIALGIA") == ("fibromyalgia",)
    assert near(KNOWN, "xyzzy") == ()


def test_where_nothing_is_known_nothing_is_found():
    with pytest.raises(NoAnswerError):
        resolve(knowing({}, {}), "pain")


pieces = st.one_of(st.text(), st.text(st.characters()), st.sampled_from([*KNOWN.names, "pain", "-", "\ud800", "\x1b["]))


@given(st.lists(pieces, max_size=4).map("".join))
def test_any_name_leads_to_an_id_or_to_no_answer(name):
    try:
        assert resolve(KNOWN, name) in {**CONDITIONS, **GROUPS}
    except NoAnswerError as error:
        assert set(error.suggestions) <= {*CONDITIONS, *GROUPS}
    except QuestionError:
        assert not names.fold(name) or len(name) > MAX_NAME
