"""Sentences and traps that others wrote: most are understood, and hardly a trap is answered."""

from __future__ import annotations

import pytest
from meanings import KNOWN, SIGNS, lines, said

# The shares of the sentences that are answered rightly or refused rightly, and of those and the ones asked back with
# what is meant first.
ANSWERED, FIRST = 0.6, 0.9
# Traps that are answered: two ask of the course and the dose of what the page is about, and in the last "sore" and
# "muscles" are words of different clauses.
ANSWERED_TRAPS = {
    "does chemo neuropathy ever go away",
    "max magnesium dose per day when you have trigeminal neuralgia and take carbamazepine",
    "I get sore about losing at cards and my muscles have nothing to do with it, I just grind on about it and wake at "
    "four, does magnesium help you let go",
}


SENTENCES = [(text, tuple(meaning.split())) for _asker, text, meaning in lines("sentences.txt")]
TRAPS = [(text, {*wrong.split()}, {*right.split()}) for text, wrong, right in lines("traps.txt")]


def meant(meaning):
    """Return the ids that are meant, and the groups that hold one of them."""
    ids = {*meaning} & {*KNOWN.conditions, *KNOWN.groups}
    return ids | {KNOWN.conditions[key].group for key in ids & {*KNOWN.conditions}}


def right(text, meaning):
    key, candidates, reason, message = said(text)
    if key is not None:
        return key in meant(meaning)
    if meaning[0] in ("!", "safety"):
        return reason == "not-covered" if meaning[0] == "!" else "run: magpain safety " in message
    if meaning[0] in ("-", "-?"):
        return True
    if meaning[0] == "?":
        return {*meaning[1:]} & {*KNOWN.conditions, *KNOWN.groups} <= {*candidates[:8]}
    return "?" in meaning and candidates[:1] == meaning[:1]


def first(text, meaning):
    return right(text, meaning) or (
        said(text).key is None and {*said(text).candidates[:1]} <= meant(meaning) and said(text).candidates
    )


def test_there_are_many_and_each_once():
    assert len({text for text, _meaning in SENTENCES}) == len(SENTENCES) > 1000
    assert len({text for text, *_ in TRAPS}) == len(TRAPS) > 800


def test_what_is_meant_is_in_the_file():
    named = {word for _text, meaning in SENTENCES for word in meaning} - SIGNS
    named |= {word for _text, *both in TRAPS for ids in both for word in ids} - {"-"}
    assert named <= {*KNOWN.conditions, *KNOWN.groups, *KNOWN.not_covered}


def test_no_sentence_is_answered_about_another_condition():
    wrong = [f"{text}: {said(text).key}" for text, meaning in SENTENCES if said(text).key and not right(text, meaning)]
    assert wrong == []


@pytest.mark.parametrize(("judge", "share"), [(right, ANSWERED), (first, FIRST)])
def test_most_sentences_are_understood(judge, share):
    missed = [f"{text}: {said(text)}" for text, meaning in SENTENCES if not judge(text, meaning)]
    assert len(missed) <= (1 - share) * len(SENTENCES), "\n".join(missed)


def test_hardly_a_trap_is_answered():
    answered = {text for text, _wrong, meant in TRAPS if said(text).key and said(text).key not in meant}
    assert answered == ANSWERED_TRAPS
