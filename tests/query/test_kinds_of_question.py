"""One question or two of each kind that people ask: what it means, or what is asked back."""

from __future__ import annotations

import pytest

from magpain import knowledge
from magpain.errors import UnclearNameError
from magpain.query.resolve import resolve

KNOWN = knowledge.load()


def unclear(question):
    with pytest.raises(UnclearNameError) as caught:
        resolve(KNOWN, question)
    return caught.value


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("throbbing cluster headache", "cluster-headache"),  # what a pain is like narrows nothing
        ("magnesium spray for fibromyalgia", "fibromyalgia"),  # a route after the substance
        ("magnesium drip for renal colic", "renal-colic"),
        ("400 mg magnesium for migraine prevention", "migraine-prevention"),  # a dose
        ("leg cramps in over 60s", "muscle-cramps"),  # an age
        ("cramps on HD", "cramps-dialysis"),
        ("renal colic in the ED", "renal-colic"),  # a setting
        ("IVRA adjuvants", "bier-block-pain"),  # a role
        ("cluster h/a", "cluster-headache"),  # an abbreviation with a sign
        ("LBP L4/5 radiculopathy", "low-back-pain-neuropathic"),  # a level of the spine
        ("riboflavin vs Mg for migraine prophylaxis", "migraine-prevention"),  # another treatment
        ("PHN pregabalin or magnesium", "postherpetic-neuralgia"),
        ("PDPH after epidural", "post-dural-puncture-headache"),  # a cause that another name has
        ("CRBD post TURP", "bladder-catheter-discomfort"),  # an operation is surgery
        ("headache after a lumbar puncture", "post-dural-puncture-headache"),  # the order of a compound
        ("fibromyalgia that keeps coming back", "fibromyalgia"),  # a phrase
    ],
)
def test_it_is_understood(question, key):
    assert resolve(KNOWN, question)[0] == key


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("hernia surgery", {"postoperative-pain-intravenous"}),  # a repair is an operation
        ("rotator cuff surgery", {"nerve-block-pain"}),
        ("CABG", {"perioperative"}),  # an operation that no page names
        ("lobectomy", {"perioperative"}),
        ("migrene", {"migraine-prevention", "migraine-acute"}),  # two edits, for the word that is meant is long enough
        ("post herpatic neuralgia", {"postherpetic-neuralgia"}),
        ("cramps and period pain", {"muscle-cramps", "primary-dysmenorrhoea"}),
        ("erector spinae block for spine surgery", {"nerve-block-pain", "spine-surgery-pain"}),
        ("shingles", {"postherpetic-neuralgia"}),  # a name without its "pain"
        ("propofol", {"propofol-injection-pain"}),
        ("cramps in CKD", {"muscle-cramps"}),  # a word that the file doesn't know
        ("non-diabetic neuropathy", {"neuropathic"}),  # what is denied
    ],
)
def test_it_is_asked_back(question, keys):
    assert keys <= {*unclear(question).suggestions}


@pytest.mark.parametrize(
    "question",
    [
        "panic attack",
        "bed sores",
        "sore feet",
        "infant colic",
        "temporal arteritis",
        "acid reflux",
        "SPD in pregnancy",
        "folic acid",
        "trapped wind",
        "E11.9",
    ],
)
def test_a_likeness_of_one_word_suggests_nothing(question):
    assert unclear(question).suggestions == ()


@pytest.mark.parametrize(
    "question",
    [
        "heart attack pain",
        "abdominal migraine",
        "monthly headaches",
        "headaches around my time of the month",
        "neck pain since surgery",
        "back pain since giving birth",
        "C6 radiculopathy",
        "cramps after a kidney transplant",
        "nerve damage after surgery",
        "drug-induced headache",
        "opioid headache",
    ],
)
def test_what_is_dropped_elsewhere_still_narrows_here(question):
    unclear(question)


def test_what_is_asked_about_taking_together_is_of_safety():
    assert "run: magpain safety" in str(unclear("is it safe to take magnesium with my thyroid tablets"))


def test_an_abbreviation_in_capitals_is_the_name_it_stands_for():
    assert str(unclear("fibro and ME")).startswith("Chronic fatigue syndrome is not covered")
    assert resolve(KNOWN, "does it help me with fibromyalgia")[0] == "fibromyalgia"


@pytest.mark.parametrize("question", ["levothyroxine", "magnesium with gabapentin", "magnesium in renal impairment"])
def test_what_safety_knows_is_sent_there(question):
    error = unclear(question)
    assert str(error).endswith(f"run: magpain safety {question}")
    assert error.suggestions == ()


def test_a_condition_that_is_a_subject_of_safety_too_stays_a_condition():
    assert unclear("propofol").suggestions == ("propofol-injection-pain",)


def test_of_two_conditions_the_one_that_is_not_covered_is_named():
    error = unclear("fibromyalgia & CFS")
    assert str(error).startswith("Chronic fatigue syndrome is not covered (last searched ")
    assert error.suggestions == ("fibromyalgia",)
