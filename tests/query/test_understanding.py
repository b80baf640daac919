"""The words of names and questions: their forms, the edits of typing errors, and the names of the shipped file."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import shipped

from magpain.knowledge.lexicon import ASIDE, FORMS, GENERIC, NEUTRAL, STOP, form
from magpain.query.name_book import Book
from magpain.query.name_match import edits, understood

KNOWN = shipped()
BOOK = Book(KNOWN)
letters = st.text("abcd", max_size=7)


@pytest.mark.parametrize(
    ("spellings", "plain"),
    [
        ("headache headaches", "headache"),
        ("dysmenorrhoea dysmenorrhea", "dysmenorrhea"),
        ("anaesthesia anesthesia", "anesthesia"),
        ("labour labor", "labor"),
        ("sulphate sulfate", "sulfate"),
        ("crises crisis", "crisis"),
        ("paediatric pediatric child children teenagers", "child"),
        ("surgery surgical surgeries operation postoperative", "surgery"),
        ("neuropathy neuropathies", "neuropathy"),
        ("caesarean cesarean caesarian", "cesarean"),
        ("arthritis", "arthritis"),
        ("fms", "fms"),
        ("crps", "crps"),
    ],
)
def test_forms_of_a_word_are_one(spellings, plain):
    assert {form(word) for word in spellings.split()} == {plain}


def test_a_form_is_its_own_form():
    assert [word for word in {*FORMS.values(), *NEUTRAL, *GENERIC} if form(form(word)) != form(word)] == []


def test_the_words_that_are_dropped_are_folded():
    assert [word for word in STOP if not word.isalpha() or word != word.casefold()] == []


@given(letters, letters)
def test_edits_are_symmetric_and_nothing_apart_is_equal(one, other):
    assert edits(one, other, 9) == edits(other, one, 9)
    assert (edits(one, other, 9) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= edits(one, other, 9) <= max(len(one), len(other))


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("leg", "leg", 0), ("leg", "legs", 1), ("crmaps", "cramps", 1), ("abc", "ca", 3), ("kitten", "sitting", 3)],
)
def test_a_swap_of_neighbours_is_one_edit(one, other, count):
    assert edits(one, other, 9) == count


@given(letters, letters, st.integers(0, 3))
def test_above_the_most_it_only_matters_that_it_is_above(one, other, most):
    exact = edits(one, other, 9)
    assert edits(one, other, most) == exact or min(exact, edits(one, other, most)) > most


def test_no_two_names_of_the_file_mean_two_conditions_without_saying_so():
    """A name of one condition never has just the words of another's, unless both bear it, as some codes."""
    own = [name for name in BOOK.names if name.own and " ".join(name.words).replace(" ", "").isalpha()]
    shared = {
        (one.key, other.key, " ".join(sorted(one.words)))
        for one, other in combinations(own, 2)
        if one.key != other.key and one.words == other.words
    }
    conditions = {pair for pair in shared if not {pair[0], pair[1]} & {*KNOWN.groups}}
    assert conditions == {("postoperative-pain-intrathecal", "postoperative-pain-epidural", "magnesium neuraxial")}


def test_no_condition_has_a_name_of_one_word_that_many_share():
    of_groups = {name.words for name in BOOK.names if name.key in KNOWN.groups}
    short = [name for name in BOOK.names if name.own and len(name.words) == 1 and name.words <= GENERIC]
    assert [name for name in short if name.words not in of_groups] == []


@pytest.mark.parametrize("key", KNOWN.conditions)
def test_every_name_of_a_condition_leads_to_it_in_a_sentence(key):
    condition = KNOWN.conditions[key]
    for name in (condition.name, *condition.synonyms):
        meaning = understood(BOOK, f"does magnesium help with {name}?")
        assert key in meaning.keys or set(meaning.keys) <= {*KNOWN.groups}, name
        if meaning.certain:
            assert meaning.keys[0] == key or meaning.keys[0] in KNOWN.groups, name


@pytest.mark.parametrize("key", KNOWN.conditions)
def test_every_related_name_leads_to_its_condition(key):
    for name in KNOWN.conditions[key].related:
        assert key in understood(BOOK, name).keys, name


@pytest.mark.parametrize("key", KNOWN.conditions)
def test_a_word_that_narrows_a_name_forbids_an_answer(key):
    for words in ("in cats", "with zoophobia", "after a meteorite"):
        for name in (KNOWN.conditions[key].name, *KNOWN.conditions[key].synonyms):
            assert not understood(BOOK, f"{name} {words}").certain, (name, words)


def test_a_misspelled_long_word_still_suggests_its_condition():
    missed = []
    for key, condition in KNOWN.conditions.items():
        word = max(condition.name.casefold().split(), key=len).strip("(),")
        if len(word) < 8 or form(word) in GENERIC:
            continue
        typed = condition.name.casefold().replace(word, word[:3] + word[4:])
        if key not in understood(BOOK, typed).keys:
            missed.append((typed, understood(BOOK, typed).keys))
    assert missed == []


def test_what_shares_no_more_than_a_word_of_many_conditions_suggests_nothing():
    for word in sorted(GENERIC - {"surgery"}):  # which leads to the pages on surgery in general
        meaning = understood(BOOK, f"{word} zzzz qqqq")
        whole = [name for name in BOOK.names if name.words == {form(word)}]
        assert not meaning.keys or whole, (word, meaning.keys)


@pytest.mark.parametrize("key", KNOWN.conditions)
def test_a_description_suggests_its_condition_and_is_never_an_answer(key):
    own = [name for name in BOOK.described if name.key == key]
    assert all(len(name.core) > 1 and name.core - GENERIC for name in own)
    for text in KNOWN.conditions[key].descriptions:
        meaning = understood(BOOK, text)
        assert key in meaning.keys, text
        assert not meaning.certain, text


@pytest.mark.parametrize("key", KNOWN.conditions)
def test_no_context_is_in_a_name_or_an_everyday_word(key):
    named = {word for name in BOOK.names if name.key == key for word in name.words}
    assert BOOK.context(key).isdisjoint(named | NEUTRAL | ASIDE | STOP)
