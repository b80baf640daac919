"""Every summary of the knowledge file is short, plain, and says no more than its rating.

A summary is read first and often alone. Its reading grade is Flesch-Kincaid's by textstat; the intervention's name,
which has four syllables and can't be avoided, is counted as one.
"""

from __future__ import annotations

import re

import pytest
import textstat
from shipped import shipped

KNOWN = shipped()
CONDITIONS = {key: condition.summary for key, condition in KNOWN.conditions.items()}
SUMMARIES = CONDITIONS | {f"group {key}": group.summary for key, group in KNOWN.groups.items()}
MOST_WORDS, HIGHEST_GRADE = 60, 7.5
# Absence of evidence told as evidence of absence, and promises.
FORBIDDEN = re.compile(
    r"\b(do(es)? not (work|help|prevent|reduce)|did nothing|no effect|without effect|failed|useless|prevents|cures|"
    r"(is|are) (not )?effective|has no effect|proves?|proven|significant(ly)?)\b",
    re.IGNORECASE,
)
# GRADE guidance 26: the words that go with each level.
WORDS = {
    "high": re.compile(""),
    "moderate": re.compile(r"\bprobably\b"),
    "low": re.compile(r"\bmay\b|\blow certainty\b"),
    "very-low": re.compile(r"\bvery uncertain\b"),
    "none": re.compile(r"^Not rated: no usable study was found\."),
}


def grade(text):
    return textstat.flesch_kincaid_grade(re.sub(KNOWN.intervention.name, "salt", text, flags=re.IGNORECASE))


@pytest.mark.parametrize("key", SUMMARIES)
def test_a_summary_is_short_and_plain(key):
    assert len(SUMMARIES[key].split()) <= MOST_WORDS
    assert grade(SUMMARIES[key]) <= HIGHEST_GRADE


@pytest.mark.parametrize("key", SUMMARIES)
def test_a_summary_neither_promises_nor_rules_out(key):
    assert not FORBIDDEN.findall(SUMMARIES[key])


@pytest.mark.parametrize("key", CONDITIONS)
def test_a_summary_has_the_words_of_its_rating(key):
    assert WORDS[KNOWN.conditions[key].evidence_level].search(CONDITIONS[key])


def test_the_grade_tells_plain_from_learned():
    plain = "It may help. The trials are small."
    learned = "Heterogeneous randomised investigations demonstrate inconclusive antinociceptive efficacy."
    assert grade(plain) < HIGHEST_GRADE < grade(learned)
    assert grade("Magnesium may help.") == grade("Salt may help.")


@pytest.mark.parametrize("key", KNOWN.conditions)
def test_a_plain_name_fits_a_list(key):
    assert len(KNOWN.conditions[key].plain_name or KNOWN.conditions[key].name) <= 32
