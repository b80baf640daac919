"""What changed between two knowledge files: each kind of change is told once, in a reader's words, and in order."""

from __future__ import annotations

import datetime

import pytest
from msgspec import structs

from magpain import knowledge
from magpain.answers import ChangeList
from magpain.model import Claim, IntegrityCheck, NotCovered, Recommendation, Statement, Step, UpperLimit
from magpain.query import changes as query

REVERSED = ("conditions", "studies", "citations", "groups", "safety", "background")


@pytest.fixture
def old(small):
    return knowledge.load(small)


def changes(old, new):
    body = query.changes(old, new, old_name="old.yaml", new_name="new.yaml").body
    assert isinstance(body, ChangeList)
    return body.changes


def told(old, new):
    return [(item.section, item.kind, item.id, item.what, item.old, item.new) for item in changes(old, new)]


def put(whole, section, key, **fields):
    """Return a knowledge in which one record of a section has other fields."""
    records = dict(getattr(whole, section))
    records[key] = structs.replace(records[key], **fields)
    return structs.replace(whole, **{section: records})


def without(whole, section, key):
    records = {name: record for name, record in getattr(whole, section).items() if name != key}
    return structs.replace(whole, **{section: records})


def fibromyalgia(whole, **fields):
    return put(whole, "conditions", "fibromyalgia", **fields)


def finding(whole, **fields):
    """Return a knowledge in which fibromyalgia's first finding has other fields."""
    first, *rest = whole.conditions["fibromyalgia"].findings
    return fibromyalgia(whole, findings=(structs.replace(first, **fields), *rest))


def first(whole):
    return whole.conditions["fibromyalgia"].findings[0]


def test_a_file_does_not_differ_from_itself(old):
    assert changes(old, old) == ()


def test_the_order_of_records_is_no_difference(old):
    mixed = {name: dict(list(getattr(old, name).items())[::-1]) for name in REVERSED}
    findings = {"findings": old.conditions["fibromyalgia"].findings[::-1]}
    assert changes(old, fibromyalgia(structs.replace(old, **mixed), **findings)) == ()


def test_a_rating_is_told_with_the_steps_that_changed_it(old):
    before = first(old)
    certainty = structs.replace(before.certainty, imprecision=Step(step=0), rating="low")
    raised = structs.replace(before.certainty, rating="low", imprecision=Step(step=0, reason="1,000 people"))
    new = fibromyalgia(
        finding(old, certainty=raised),
        evidence_level="low",
        primary=before.id,
        findings=(structs.replace(before, certainty=raised), *old.conditions["fibromyalgia"].findings[1:]),
    )
    level, rating, verdict = changes(fibromyalgia(old, primary=before.id), new)
    steps = f"imprecision \u2212{-before.certainty.imprecision.step} \u2192 0"
    assert (level.what, level.old, level.new, level.why) == (
        "evidence level",
        "very-low",
        "low",
        f"{steps}: 1,000 people",
    )
    assert (rating.what, rating.id, rating.condition, rating.why) == ("certainty", before.id, "fibromyalgia", level.why)
    assert verdict.what == "verdict"
    assert changes(old, finding(old, certainty=certainty))[0].why == steps


def test_a_level_that_comes_from_another_primary_finding_says_so(old):
    other = old.conditions["fibromyalgia"].findings[1].id
    new = fibromyalgia(old, primary=other, evidence_level="low")
    assert changes(old, new)[0].why == f'the primary finding is now "{other}", not "{first(old).id}"'


def test_a_step_and_a_reason_are_told_where_the_rating_stays(old):
    certainty = structs.replace(
        first(old).certainty,
        indirectness=Step(step=-1, reason="women only"),
        risk_of_bias=structs.replace(first(old).certainty.risk_of_bias, reason="unblinded"),
    )
    found = changes(old, finding(old, certainty=certainty))
    assert {(item.section, item.what, item.new, item.why) for item in found} == {
        ("ratings", "indirectness", "\u22121", "women only"),
        ("ratings", "risk of bias, reason", "unblinded", None),
    }


def test_direction_size_and_verdict_are_ratings(old):
    effect = structs.replace(first(old).effect, direction="no-difference", size="trivial")
    found = changes(old, finding(old, effect=effect))
    assert {item.section for item in found} == {"ratings"}
    assert next(item.what for item in found) == "direction"


def test_an_estimate_is_told_as_reviews_write_it(old):
    effect = structs.replace(first(old).effect, estimate=-1.5, measure="MD", unit="points", ci=None, i2=None)
    (found,) = [item for item in changes(old, finding(old, effect=effect)) if item.what == "estimate"]
    assert found.section == "findings"
    assert found.new == "MD \u22121.5 points"


def test_findings_come_and_go(old):
    findings = old.conditions["fibromyalgia"].findings
    new = fibromyalgia(old, findings=findings[1:])
    assert told(old, new)[0][:4] == ("findings", "removed", findings[0].id, "finding")
    assert told(new, old)[0][:4] == ("findings", "added", findings[0].id, "finding")


def test_a_study_counts_for_each_condition_that_it_is_added_to(old):
    new = put(old, "studies", "bagis-2013", conditions=("fibromyalgia", "renal-colic"))
    (found,) = changes(old, new)
    assert (found.kind, found.section, found.condition, found.what) == ("added", "studies", "renal-colic", "study")
    assert found.new == f"Bagis 2013, {old.studies['bagis-2013'].design}, {old.studies['bagis-2013'].direction}"


def test_a_study_that_is_gone_was_removed_from_its_conditions(old):
    (found,) = changes(old, without(old, "studies", "bagis-2013"))
    assert (found.kind, found.id, found.condition, found.new) == ("removed", "bagis-2013", "fibromyalgia", None)


def test_a_result_is_told_by_its_outcome(old):
    study = old.studies["bagis-2013"]
    edited = structs.replace(study.results[0], p="0.04")
    new = put(old, "studies", "bagis-2013", results=(edited, *study.results[1:]))
    (found,) = changes(old, new)
    assert found.what.startswith(f"result, {edited.outcome}")
    assert (found.what.rpartition(", ")[2], found.new) == ("p", "0.04")


def test_a_corrected_citation_names_the_field(old):
    new = put(old, "citations", "bagis-2013", DOI="10.1000/corrected", container_title="Another Journal")
    found = [item[:4] + item[5:] for item in told(old, new)]
    assert ("citations", "changed", "bagis-2013", "container-title", "Another Journal") in found
    assert next(item for item in found if item[3] == "DOI")[4] == "10.1000/corrected"


def test_a_retraction_is_a_kind_of_its_own(old):
    check = IntegrityCheck(status="retracted", checked_on=datetime.date(2026, 1, 2), notes="by the publisher")
    found = changes(old, put(old, "citations", "bagis-2013", integrity=check))
    assert (found[0].kind, found[0].what, found[0].new) == ("retracted", "integrity", "retracted")
    assert found[0].why == "by the publisher"
    assert found[1].what == "checked on"


def test_a_text_that_was_edited_is_told_as_one(old):
    claims = old.conditions["fibromyalgia"].claims
    edited = structs.replace(claims[0], text=claims[0].text + " Really.")
    (found,) = changes(old, fibromyalgia(old, claims=(*claims[1:], edited)))
    assert (found.section, found.kind, found.what) == ("claims", "changed", "claim")
    assert (found.old, found.new) == (claims[0].text, edited.text)


def test_another_verdict_on_a_claim_names_the_claim(old):
    claims = old.conditions["fibromyalgia"].claims
    edited = structs.replace(claims[0], verdict="contradicted")
    (found,) = changes(old, fibromyalgia(old, claims=(edited, *claims[1:])))
    assert found.what.startswith(f"claim, {' '.join(claims[0].text.split()[:8])}")
    assert found.new == "contradicted"


def test_what_has_no_id_is_told_by_its_words(old):
    condition = old.conditions["fibromyalgia"]
    advice = Recommendation(body="A Body", year=2026, text="Try it.", status="current", cites=("bagis-2013",))
    warning = Statement(text="It is warm.", cites=("bagis-2013",))
    claim = Claim(text="It cures all.", verdict="unsupported", why="No study.")
    new = fibromyalgia(
        old,
        recommendations=(*condition.recommendations, advice),
        warnings=(*condition.warnings, warning),
        claims=(*condition.claims, claim),
        synonyms=(*condition.synonyms, "a new synonym"),
    )
    assert told(old, new) == [
        ("claims", "added", "fibromyalgia", "claim", None, "It cures all. (unsupported: No study.)"),
        ("recommendations", "added", "fibromyalgia", "recommendation, A Body, 2026", None, "Try it."),
        ("safety", "added", "fibromyalgia", "warning", None, "It is warm."),
        ("conditions", "added", "fibromyalgia", "synonyms", None, "a new synonym"),
    ]


def test_forms_and_limits(old):
    forms = dict(old.dosing.forms)
    key = next(iter(forms))
    forms[key] = structs.replace(forms[key], elemental_share=0.5)
    limit = UpperLimit(
        authority="An Authority",
        country="Nowhere",
        population="adults",
        mg_per_day=300,
        applies_to="supplements",
        year=2026,
        cites=("bagis-2013",),
    )
    limits = (*old.dosing.upper_limits, limit)
    new = structs.replace(old, dosing=structs.replace(old.dosing, forms=forms, upper_limits=limits))
    share, added = changes(old, new)
    assert (share.section, share.id, share.what, share.new) == ("forms", key, "elemental share", "0.5")
    assert (added.section, added.id, added.new) == (
        "upper-limits",
        "An Authority, adults, supplements",
        "300 mg a day",
    )
    assert changes(new, old)[1].kind == "removed"


def test_topics_conditions_groups_and_the_date(old):
    key = next(iter(old.safety))
    topic = old.safety[key]
    new = put(old, "safety", key, statements=topic.statements[1:])
    new = without(new, "conditions", "renal-colic")
    new = put(new, "groups", "acute", summary="Another summary.")
    new = structs.replace(new, reviewed=datetime.date(2027, 1, 1))
    found = {(item.section, item.kind, item.id, item.what) for item in changes(old, new)}
    assert found == {
        ("safety", "removed", key, "statement"),
        ("conditions", "removed", "renal-colic", "condition"),
        ("groups", "changed", "acute", "summary"),
        ("file", "changed", "reviewed", "date of the last search"),
    }


def test_ratings_come_first_and_the_rest_in_order(old):
    effect = structs.replace(first(old).effect, direction="mixed", size="unclear")
    new = put(finding(old, effect=effect, notes="New."), "citations", "bagis-2013", title="Another title")
    new = without(new, "studies", "romano-1994")
    sections = [item.section for item in changes(old, new)]
    order = ["ratings", "findings", "studies", "citations"]
    assert sections == sorted(sections, key=order.index)
    assert set(sections) == set(order)


def test_the_references_are_the_citations_that_are_new_or_changed(old):
    new = put(old, "citations", "bagis-2013", title="Another title")
    answer = query.changes(without(old, "citations", "ali-2009"), new, old_name="a", new_name="b")
    assert {key for key, _citation in answer.citations} == {"bagis-2013", "ali-2009"}


def renamed(whole, former, key, **fields):
    """Return a knowledge in which a condition has another id, in its studies too."""
    conditions = {key if name == former else name: record for name, record in whole.conditions.items()}
    conditions[key] = structs.replace(conditions[key], formerly=(former,), **fields)
    studies = {
        name: structs.replace(study, conditions=tuple(key if each == former else each for each in study.conditions))
        for name, study in whole.studies.items()
    }
    return structs.replace(whole, conditions=conditions, studies=studies)


def test_a_condition_with_a_new_id_is_no_other_condition(old):
    assert told(old, renamed(old, "fibromyalgia", "fm-syndrome")) == [
        ("conditions", "changed", "fm-syndrome", "id", "fibromyalgia", "fm-syndrome")
    ]
    new = renamed(old, "fibromyalgia", "fm-syndrome", summary="Another.")
    assert ("conditions", "changed", "fm-syndrome", "summary", old.conditions["fibromyalgia"].summary, "Another.") in (
        told(old, new)
    )


def test_a_condition_that_went_into_another_says_where(old):
    new = without(fibromyalgia(old, formerly=("renal-colic",)), "conditions", "renal-colic")
    (gone,) = [item for item in changes(old, new) if item.id == "renal-colic"]
    assert (gone.kind, gone.section, gone.why) == ("removed", "conditions", "now part of fibromyalgia")


def test_what_is_newly_not_covered_is_told(old):
    entry = NotCovered(name="Gout", searched="PubMed", reviewed=datetime.date(2026, 1, 31))
    new = structs.replace(old, not_covered={"gout": entry})
    assert told(old, new) == [("not-covered", "added", "gout", "not covered", None, "Gout")]
    later = structs.replace(entry, searched="PubMed and CENTRAL")
    assert told(new, structs.replace(old, not_covered={"gout": later})) == [
        ("not-covered", "changed", "gout", "searched", "PubMed", "PubMed and CENTRAL")
    ]
