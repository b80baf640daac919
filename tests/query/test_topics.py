"""Safety and mechanism: what a topic, a medicine, an illness or a whole question leads to."""

from __future__ import annotations

import pytest
from shipped import shipped

from magpain.errors import NoAnswerError
from magpain.query.topics import mechanism, safety

KNOWN = shipped()


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("levothyroxine", "levothyroxine"),
        ("thyroxine", "levothyroxine"),
        ("my thyroid tablets and coffee", "levothyroxine"),
        ("can I take magnesium with levothyroxine", "levothyroxine"),
        ("ferrous sulphate", "iron"),
        ("alendronic acid", "bisphosphonates"),
        ("osteoporosis", "bisphosphonates"),
        ("moxifloxacin", "moxifloxacin"),
        ("quinolones", "ciprofloxacin"),
        ("tetracycline", "doxycycline"),
        ("raltegravir", "raltegravir"),
        ("water tablets", "diuretics"),
        ("furosemide 40 mg", "diuretics"),
        ("omeprazole", "proton pump inhibitors"),
        ("eGFR 35", "kidney disease"),
        ("CKD", "kidney disease"),
        ("Epsom salt bath", "Epsom salt bath"),
        ("too much magnesium", "warning signs"),
        ("magnesium overdose", "warning signs"),
        ("poisoning", "warning signs"),
        ("toxicity", "warning signs"),
        ("elderly", "older people"),
        ("old age", "older people"),
        ("Crohn's", "bowel disease"),
        ("bowel obstruction", "bowel disease"),
        ("constipation", "bowel disease"),
        ("heart block", "heart block"),
        ("nifedipine", "calcium channel blockers"),
        ("pregnant", "pregnancy"),
        ("lymecycline for acne", "doxycycline"),
        ("is magnesium ok with Fosamax", "bisphosphonates"),
        ("cipro", "ciprofloxacin"),
        ("bumetanide", "thiazide and loop"),
        ("lansoprazole long term", "proton pump"),
        ("creatinine clearance 25 ml/min", "kidney disease"),
        ("CKD stage 3b and magnesium supplements", "kidney disease"),
        ("kidney transplant on mycophenolate", "mycophenolate"),
        ("breastfeeding my 6 week old", "pregnancy, Epsom salt by mouth"),
        ("nursing mother", "pregnancy, Epsom salt by mouth"),
        ("my 4 year old swallowed epsom salts", "children, Epsom salt by mouth"),
        ("I have diabetes, can I have an epsom salt bath", "Epsom salt bath"),
        ("my toddler and epsom salt baths", "Epsom salt bath"),
        ("30 weeks pregnant and want to take magnesium tablets", "pregnancy, magnesium by mouth"),
        ("on morphine patches", "opioids"),
        ("codeine", "opioids"),
        ("eGFR of 22, can I use milk of magnesia", "kidney disease"),
        ("took 12 magnesium pills by accident", "warning signs"),
        ("how much is too much magnesium", "warning signs"),
        ("how much magnesium a day", "upper limits"),
        ("spironolactone and furosemide", "potassium-sparing"),
        ("GFR 45 mL/min/1.73m2", "kidney disease"),
        ("PPIs for years", "proton pump"),
        ("lorazepam", "opioids"),
        ("Epsom salt footbath", "Epsom salt bath"),
    ],
)
def test_a_medicine_or_illness_leads_to_what_to_do(asked, subject):
    topics = safety(KNOWN, asked).body.topics
    said = [statement for topic in topics for statement in topic.statements]
    assert any(subject in (statement.subject or "") for statement in said)
    assert len(said) <= 13


@pytest.mark.parametrize(
    "asked",
    [
        "warfarin",
        "xx",
        "metformin",
        "sildenafil and alcohol",
        "35",
        "ramipril 5 mg",
        "sertraline",
        "statins and magnesium",
        "beta blocker",
        "trying to conceive",
    ],
)
def test_what_is_not_covered_is_not_called_safe(asked):
    with pytest.raises(NoAnswerError, match="does not mean it is safe"):
        safety(KNOWN, asked)


def test_a_typing_error_is_a_suggestion_and_no_answer():
    with pytest.raises(NoAnswerError, match="did you mean levothyroxine"):
        safety(KNOWN, "levothyroxin")


@pytest.mark.parametrize(
    ("asked", "meant"), [("gentamycin injection", "gentamicin"), ("doxycyclin for malaria", "doxycycline")]
)
def test_a_typing_error_in_a_sentence_is_a_suggestion_and_no_answer(asked, meant):
    with pytest.raises(NoAnswerError, match=f"did you mean.* {meant}"):
        safety(KNOWN, asked)


def test_a_name_within_a_longer_one_brings_nothing_of_its_own():
    said = [
        statement.subject
        for topic in safety(KNOWN, "a hot Epsom salt bath").body.topics
        for statement in topic.statements
    ]
    assert {*said} == {"Epsom salt bath"}


def test_what_two_words_of_a_query_name_comes_first():
    for asked, subject in (
        ("Epsom salts", "children, Epsom salt by mouth"),
        ("milk of magnesia", "children, laxatives"),
    ):
        first = safety(KNOWN, f"{asked} for a 7 year old").body.topics[0]
        assert first.statements[0].subject == subject


def test_a_topic_is_found_by_its_id_and_the_start_of_it():
    assert [topic.id for topic in safety(KNOWN, "kidney").body.topics] == ["kidney-disease"]
    assert [topic.id for topic in mechanism(KNOWN, "history").body.topics] == ["history"]


def test_an_answer_on_one_medicine_says_that_it_is_none_on_another():
    [topic] = safety(KNOWN, "warfarin and ciprofloxacin").body.topics
    assert topic.summary == "Nothing here about: warfarin (that does not mean it is safe)."
    assert safety(KNOWN, "kidney stones").body.topics[0].summary.startswith("Nothing here about: stones")
    assert safety(KNOWN, "ciprofloxacin 500 mg").body.topics[0].summary is None


def test_a_mention_is_called_one():
    found = safety(KNOWN, "calcium").body.topics
    assert all("these mention it" in topic.summary for topic in found)


def test_a_topic_is_found_by_a_word_of_its_name():
    assert [topic.id for topic in safety(KNOWN, "overdose").body.topics] == ["oral-overdose"]
