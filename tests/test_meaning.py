"""What people ask is answered with what they mean, or is a question back: never an answer about another condition."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pytest
from meanings import KNOWN, SIGNS, Said, lines, said

# The share of the questions that must be understood. About another condition none may be answered.
UNDERSTOOD = 0.95


class Question(NamedTuple):
    asker: str
    text: str
    meaning: tuple[str, ...]


def questions():
    return [Question(asker, text, tuple(meaning.split())) for asker, text, meaning in lines("questions.txt")]


def right(meaning, answer):
    """Return whether an answer is what a question means (tests/data/questions.txt says how that is written)."""
    ids = {*meaning} - SIGNS
    if answer.key is not None:
        return answer.key in ids and meaning[0] != "?"
    if meaning[0] == "!":
        return answer.reason == "not-covered"
    if meaning[0] == "safety":
        return not answer.candidates and "run: magpain safety " in answer.message
    if meaning[0] == "-":
        return not answer.candidates
    return meaning[0] == "-?" or ("?" in meaning and ids <= {*answer.candidates[:8]})


def another(meaning, answer):
    """Return whether an answer is about a condition that isn't meant, or that is only one of several."""
    return answer.key is not None and not right(meaning, answer)


ALL = questions()


def test_the_questions_are_many_and_none_is_asked_twice():
    assert len(ALL) >= 150
    assert len({question.text for question in ALL}) == len(ALL)


@pytest.mark.parametrize("key", sorted({word for question in ALL for word in question.meaning} - SIGNS))
def test_what_a_question_means_is_in_the_file(key):
    assert key in {**KNOWN.conditions, **KNOWN.groups}


@cache
def answers():
    return {question: said(question.text) for question in ALL}


def test_no_question_is_answered_about_another_condition():
    assert [f"{each.text}: {answer.key}" for each, answer in answers().items() if another(each.meaning, answer)] == []


def test_nearly_all_questions_are_understood():
    wrong = [f"{each.text}: {answer}" for each, answer in answers().items() if not right(each.meaning, answer)]
    assert len(wrong) <= (1 - UNDERSTOOD) * len(ALL), "\n".join(wrong)


@pytest.mark.parametrize("key", [*KNOWN.conditions, *KNOWN.groups])
def test_every_condition_and_group_is_asked_for(key):
    assert any(key in question.meaning for question in ALL)


@pytest.mark.parametrize(
    ("meaning", "answer", "is_right", "is_another"),
    [
        (("a",), Said("a", ()), True, False),
        (("a",), Said("b", ()), False, True),
        (("a",), Said(None, ("a",)), False, False),
        (("a", "b"), Said("b", ()), True, False),
        (("a", "?"), Said("a", ()), True, False),
        (("a", "?"), Said(None, ("b", "a")), True, False),
        (("a", "?"), Said(None, ("b",)), False, False),
        (("?", "a", "b"), Said(None, ("b", "a")), True, False),
        (("?", "a", "b"), Said("a", ()), False, True),
        (("?", "a", "b"), Said(None, ("a",)), False, False),
        (("-",), Said(None, ()), True, False),
        (("-",), Said(None, ("a",)), False, False),
        (("safety",), Said(None, (), "unknown", "x; run: magpain safety x"), True, False),
        (("safety",), Said(None, (), "unknown", "no condition"), False, False),
        (("-?",), Said(None, ("a",)), True, False),
        (("-?",), Said("a", ()), False, True),
        (("!",), Said(None, ("a",), "not-covered"), True, False),
        (("!",), Said(None, ("a",), "unknown"), False, False),
        (("!",), Said("a", ()), False, True),
    ],
)
def test_the_judge(meaning, answer, is_right, is_another):
    assert (right(meaning, answer), another(meaning, answer)) == (is_right, is_another)
