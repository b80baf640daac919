"""Free-text questions: what they find, in which order, and what they refuse."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magpain.errors import NoAnswerError, QuestionError
from magpain.model import Knowledge
from magpain.query.common import threshold_of
from magpain.query.search import FIELDS, documents, search
from magpain.rating import verdict


def found(kb: Knowledge, question: str) -> list[str]:
    return [hit.id for hit in search(kb, question, 50).body.results]


def test_lay_name_finds_the_condition_first(kb):
    assert found(kb, "kidney stone pain")[0] == "renal-colic"
    assert found(kb, "fibrositis")[0] == "fibromyalgia"


def test_words_are_stemmed_and_accents_folded(kb):
    assert found(kb, "infusions") == found(kb, "infusion")
    assert "martinez-rodriguez-2020" in found(kb, "martínez-rodríguez")


def test_phrase_is_taken_whole(kb):
    assert set(found(kb, '"malic acid"')) < set(found(kb, "malic") + found(kb, "acid"))
    with pytest.raises(NoAnswerError):
        search(kb, '"malic magnesium"')


def test_beginning_of_a_word(kb):
    assert set(found(kb, "fibromyalgia")) <= set(found(kb, "fibrom*"))


def test_filters(kb):
    hits = search(kb, "design:rct direction:no-difference", 50).body.results
    assert hits
    for hit in hits:
        study = kb.studies[hit.id]
        assert (study.design, study.direction) == ("rct", "no-difference")
    years = {kb.citations[kb.studies[key].citation].issued[:4] for key in found(kb, "kind:study year:2013")}
    assert years == {"2013"}
    assert set(found(kb, "kind:study year:2010-2013")) > set(found(kb, "kind:study year:2013"))
    assert found(kb, "author:russell kind:study") == ["russell-1995"]


def test_marks_are_the_words_that_matched(kb):
    hits = search(kb, "placebo", 50).body.results
    marked = [hit.context[start:end].casefold() for hit in hits for start, end in hit.marks]
    assert marked
    assert set(marked) <= {"placebo", "placebos"}
    assert not any(ord(char) < 0x20 for hit in hits for char in hit.context)


def test_nothing_found_names_the_nearest(kb):
    with pytest.raises(NoAnswerError, match=r'no results for "fibromialgia"; did you mean: fibromyalgia$') as caught:
        search(kb, "fibromialgia")
    assert caught.value.suggestions == ("fibromyalgia",)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("does magnesium help with fibromyalgia", "fibromyalgia"),
        ("can I take magnesium for a kidney stone?", "renal-colic"),
        ("the pain of kidney stones", "renal-colic"),
        ("OA of the knee", "knee-osteoarthritis"),
    ],
)
def test_a_whole_sentence_finds_the_condition_that_it_means_first(kb, question, key):
    first = search(kb, question).body.results[0]
    assert (first.kind, first.id) == ("condition", key)


def test_each_hit_says_the_verdict_and_certainty_of_what_it_is_about(kb):
    for hit in search(kb, "fibromyalgia", 50).body.results:
        if len(hit.conditions) != 1:
            assert (hit.verdict, hit.evidence_level) == (None, None)
            continue
        condition = kb.conditions[hit.conditions[0]]
        findings = {finding.id: finding for finding in condition.findings}
        one = findings[hit.id.partition("/")[2]] if hit.kind == "finding" else findings.get(condition.primary)
        assert hit.evidence_level == (one.certainty.rating if one else condition.evidence_level)
        assert hit.verdict == (verdict.short(one, threshold_of(kb, one)) if one else verdict.NOT_RATED)


def test_only_prose_is_found_and_shown(kb):
    """No value of an enumeration, no id, no URL, no list of synonyms is what a search finds or shows."""
    for item in documents(kb):
        for word in ("not-stated", "favours-intervention", "no-difference", "https://", "abstract; "):
            assert word not in item.body, item.id
    for key, condition in kb.conditions.items():
        for hit in search(kb, key, 50).body.results:
            assert not any("; ".join(pair) in hit.context for pair in pairwise(condition.synonyms))


def test_unknown_field_names_the_known_ones(kb):
    with pytest.raises(QuestionError, match="there are: " + ", ".join(FIELDS)):
        search(kb, "colour:blue")


@pytest.mark.parametrize("question", ["", "  ", '""', "x" * 501, "--", "'"])
def test_no_question_at_all(kb, question):
    with pytest.raises(QuestionError):
        search(kb, question)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
def test_nothing_of_the_users_is_an_operator(knowledge_of_small, question):
    try:
        hits = search(knowledge_of_small(), question).body.results
    except (NoAnswerError, QuestionError):
        return
    assert hits
