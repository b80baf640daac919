"""Questions and their answers, as records: what every format then writes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shipped import shipped

from magpain.errors import NoAnswerError, QuestionError
from magpain.model import RATINGS, UNIT_NOT_PRINTED, Result
from magpain.query.compare import compare
from magpain.query.dose import dose
from magpain.query.evidence_map import evidence_map
from magpain.query.forest import forest
from magpain.query.show import show
from magpain.query.topics import mechanism, safety
from magpain.query.why import why
from magpain.rating import verdict

SHIPPED = Path(__file__).parents[2] / "data" / "conditions.yaml"


def test_ladder_adds_up_to_the_rating(kb):
    for key, condition in kb.conditions.items():
        if not condition.findings:
            continue
        for ladder in why(kb, key).body.why.ladders:
            steps = sum(rung.step for rung in ladder.rungs)
            height = max(0, min(3, RATINGS.index(ladder.start) + steps))
            assert ladder.rating == RATINGS[height] == ladder.rungs[-1].rating


def test_every_study_behind_a_rating_stands_on_one_side(kb):
    for condition in kb.conditions.values():
        for finding in condition.findings:
            [ladder] = why(kb, condition.name, finding.id).body.why.ladders
            sides = [side.id for side in (*ladder.supporting, *ladder.contradicting, *ladder.neither)]
            assert sorted(sides) == sorted(finding.studies)


FOR, AGAINST = "favours-intervention", "favours-comparator"


@pytest.mark.parametrize(
    ("named", "told"),
    [
        # As before the finding named any result: the study's direction and primary outcome.
        ({}, (FOR, "pain at rest", "Pain fell.")),
        ({"trial": "sleep"}, (AGAINST, "sleep", "Sleep was worse.")),
        ({"trial": "mood"}, ("unclear", "mood", "Mood wasn't compared.")),
        # Of two results on one outcome, the one whose estimate the finding took.
        ({"trial": "pain on moving"}, ("no-difference", "pain on moving", "On moving, -2.")),
        # Else the one at the finding's own time.
        ({"trial": "stiffness"}, (AGAINST, "stiffness", "After a month, worse.")),
        # Or the one that is named with its time.
        ({"trial": "stiffness, 1 day"}, (FOR, "stiffness", "After a day, better.")),
        # A primary result without a direction of its own has the study's.
        ({"trial": "pain at rest"}, (FOR, "pain at rest", "Pain fell.")),
        # It names another study's result, and so this one has none on its outcome.
        ({"other": "sleep"}, ("unclear", None, None)),
    ],
)
def test_a_side_shows_the_result_on_the_findings_outcome(kb, named, told):
    condition = kb.conditions["fibromyalgia"]
    effect = msgspec.structs.replace(condition.findings[0].effect, estimate=-2.0)
    finding = msgspec.structs.replace(condition.findings[0], studies=("trial",), results=named, effect=effect)
    finding = msgspec.structs.replace(finding, timepoint="1 month")
    results = [
        measured("sleep", "Sleep was worse.", direction=AGAINST),
        measured("mood", "Mood wasn't compared."),
        measured("pain on moving", "On moving, -1.", estimate=-1.0, direction=FOR),
        measured("pain on moving", "On moving, -2.", estimate=-2.0, direction="no-difference"),
        measured("pain at rest", "Pain fell.", primary=True),
        measured("stiffness", "After a day, better.", timepoint="1 day", primary=True, direction=FOR),
        measured("stiffness", "After a month, worse.", timepoint="1 month", direction=AGAINST),
    ]
    base = kb.studies[condition.findings[0].studies[0]]
    study = msgspec.structs.replace(base, direction=FOR, results=tuple(results), no_numeric_result=None)
    only = msgspec.structs.replace(condition, findings=(finding,), primary=finding.id)
    whole = msgspec.structs.replace(kb, conditions={"fibromyalgia": only}, studies={**kb.studies, "trial": study})
    [ladder] = why(whole, "fibromyalgia").body.why.ladders
    [side] = (*ladder.supporting, *ladder.contradicting, *ladder.neither)
    assert (side.direction, side.outcome, side.result) == told


def measured(outcome, text, **fields):
    return Result(outcome=outcome, comparison="between-groups", text=text, locator="abstract", **fields)


def test_why_of_a_group_or_of_nothing(kb):
    with pytest.raises(QuestionError, match="is a group"):
        why(kb, "acute")
    with pytest.raises(NoAnswerError, match="has no rated findings"):
        why(kb, "knee-osteoarthritis")
    with pytest.raises(NoAnswerError, match='no finding "nothing" for fibromyalgia; choose from: '):
        why(kb, "fibromyalgia", "nothing")


def test_panels_never_mix_measures_or_senses(kb):
    page = forest(kb, "renal-colic").body.forest
    printed = [panel for panel in page.panels if panel.unit != UNIT_NOT_PRINTED]
    axes = [(panel.measure, panel.unit, panel.better) for panel in printed]
    assert len(axes) == len(set(axes))
    for panel in page.panels:
        assert panel in printed or len({(row.study, row.outcome) for row in panel.rows}) == 1
    results = [
        (key, result.outcome, result.estimate)
        for key in kb.studies_of["renal-colic"]
        for result in kb.studies[key].results
        if result.comparison == "between-groups"
    ]
    rows = [row for panel in page.panels for row in panel.rows]
    drawn = [(row.study, row.outcome, None if row.calculated else row.estimate) for row in rows]
    assert set(drawn) <= set(results)
    assert len(drawn) + len(page.undrawn) == len(results)


def test_forest_of_one_outcome(kb):
    page = forest(kb, "renal-colic", "pain").body.forest
    outcomes = [row.outcome for panel in page.panels for row in panel.rows] + [item.outcome for item in page.undrawn]
    assert outcomes
    assert all("pain" in outcome.casefold() for outcome in outcomes)
    with pytest.raises(NoAnswerError):
        forest(kb, "renal-colic", "xylophone")


def test_map_counts_no_more_trials_than_there_are(kb):
    page = evidence_map(kb).body
    assert {cell.route for cell in page.cells} == set(page.routes)
    assert [row.id for row in page.conditions if row.id == "knee-osteoarthritis"]
    assert evidence_map(kb, "acute").body.conditions == tuple(row for row in page.conditions if row.group == "acute")


def test_comparison_of_a_group_is_of_its_members(kb):
    compared = compare(kb, ["acute"]).body.compared
    assert [item.row.id for item in compared] == ["sickle-cell-crisis", "renal-colic"]
    with pytest.raises(QuestionError, match="two or more"):
        compare(kb, ["fibromyalgia", "FM"])


@pytest.mark.parametrize(
    ("amount", "form", "elemental", "held"),
    [
        ("500", "oxide", False, 301.5),
        ("0.5g", "magnesium oxide", False, 301.5),
        ("500,0 mg", "Oxide", False, 301.5),
        ("300", "oxide", True, 300.0),
    ],
)
def test_dose_is_the_share_of_the_salt(kb, amount, form, elemental, held):
    found = dose(kb, amount, form, elemental=elemental).body.dose
    assert found.elemental_mg == pytest.approx(held, rel=0.001)
    assert found.mmol == pytest.approx(held / 24.305, rel=0.001)
    assert found.meq == pytest.approx(2 * found.mmol)
    assert found.amount_mg * found.elemental_share == pytest.approx(found.elemental_mg)
    assert found.cites


def test_hydrates_are_kept_apart(kb):
    with pytest.raises(NoAnswerError, match="covers several salts"):
        dose(kb, "400", "citrate")


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("magnesium glycinate", "glycinate"),
        ("glycinate", "glycinate"),
        ("Mg oxide", "oxide"),
        ("oxide magnesium", "oxide"),
        ("sulphate heptahydrate", "sulfate-heptahydrate"),
        ("Epsom salts", "sulfate-heptahydrate"),
        ("trimagnesium dicitrate", "citrate-anhydrous"),
        ("chloride hexahydrate", "chloride-hexahydrate"),
        ("MgO", "oxide"),
        ("Mg(OH)2", "hydroxide"),
        ("magnesium (as oxide)", "oxide"),
        ("magnesium malate tablets", "malate"),
    ],
)
def test_forms_are_found_as_people_call_them(form, key):
    assert dose(shipped(), "400", form).body.dose.form_id == key


@pytest.mark.parametrize(
    ("form", "contents"),
    [("chloride", ("59.8 mg", "127.7 mg")), ("sulphate", ("49.3 mg", "101 mg")), ("MgSO4", ("49.3 mg", "101 mg"))],
)
def test_a_form_that_leaves_its_water_open_is_asked_for_with_both_contents(form, contents):
    with pytest.raises(NoAnswerError) as asked:
        dose(shipped(), "500", form)
    assert all(content in str(asked.value) for content in contents)


@pytest.mark.parametrize(
    ("label", "form", "salt", "elemental"),
    [
        ("three 100 mg tablets of magnesium taurate", "taurate", 300, 26.8),
        ("two 200mg magnesium oxide tablets", "oxide", 400, 241.2),
        ("1 sachet 300mg magnesium aspartate", "aspartate", 300, 25.3),
        ("magnesium oxide 150mg capsules x 2", "oxide", 300, 180.9),
        ("120 mg elemental magnesium as bisglycinate", "glycinate", 851.1, 120),
        ("250 mg elemental from oxide", "oxide", 414.6, 250),
        ("5 g epsom salts", "sulfate-heptahydrate", 5000, 493),
        ("milk of magnesia 400 mg", "hydroxide", 400, 166.7),
        ("1,5 g magnesium malate", "malate", 1500, 233.1),
        ("100mg magnesium taurate x3", "taurate", 300, 26.8),
        ("magnesium taurate 120 mg per capsule", "taurate", 120, 10.7),
    ],
)
def test_a_label_is_read_as_it_is_written(label, form, salt, elemental):
    found = dose(shipped(), label).body.dose
    assert (found.form_id, round(found.amount_mg, 1), round(found.elemental_mg, 1)) == (form, salt, elemental)


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("1 tsp epsom salt", "give the amount in mg"),
        ("MgSO4 2 g", "197.2 mg.*403.8 mg"),
        ("2 grammes magnesium chloride flakes", "239.2 mg.*510.6 mg"),
        ("2000mg magnesium L-threonate", "165 mg.*155.6 mg"),
        ("magnesium sulphate 4 grams", "394.4 mg.*807.6 mg"),
        ("400 miligrams magnesium glycenate", "did you mean glycinate"),
        ("375 mg magnesium (as citrate)", "covers several salts"),
        ("10 mmol magnesium glycerophosphate", "elemental amount"),
        ("one 500mg tablet of magnesium malate twice a day", "how often"),
        ("2 tabs magox 400", "how much is in one"),
        ("four oxide", "is not an amount"),
        ("magnesium bisglycinate 1000 mg (100 mg elemental)", "a second amount"),
    ],
)
def test_a_label_that_can_be_read_in_two_ways_is_refused_with_what_to_do(label, said):
    with pytest.raises((NoAnswerError, QuestionError), match=said):
        dose(shipped(), label)


def test_a_label_can_mean_the_element_or_the_salt(kb):
    found = dose(kb, "400", "glycinate").body.dose
    assert [(reading.means, round(reading.elemental_mg, 1)) for reading in found.label_readings] == [
        ("element", 400.0),
        ("salt", round(400 * found.elemental_share, 1)),
    ]
    assert dose(kb, "400", "glycinate", elemental=True).body.dose.label_readings == ()
    assert dose(kb, "400", "magnesium").body.dose.elemental_mg == 400
    with pytest.raises(QuestionError, match="no form given"):
        dose(kb, "400")


def test_millimoles_are_of_the_element(kb):
    assert dose(kb, "10 mmol").body.dose.elemental_mg == pytest.approx(243.05)
    assert dose(kb, "20 mEq oxide").body.dose.elemental_mg == pytest.approx(243.05)
    with pytest.raises(QuestionError, match="depends on"):
        dose(kb, "10 mmol/l sulfate")


@pytest.mark.parametrize("form", ["stearate", "picolinate", "twice a day"])
def test_another_substance_is_never_suggested(form):
    with pytest.raises((NoAnswerError, QuestionError)) as refused:
        dose(shipped(), "500 mg", form)
    assert "did you mean" not in str(refused.value)


def test_the_example_of_a_call_without_a_form_works(kb):
    with pytest.raises(QuestionError, match="magpain dose 1 g citrate-anhydrous"):
        dose(kb, "1", "g")


def test_dose_of_what_nobody_can_know(kb):
    with pytest.raises(NoAnswerError, match="no fixed share"):
        dose(kb, "400", "complex")
    with pytest.raises(NoAnswerError, match="no form named"):
        dose(kb, "400", "unobtainium")


@pytest.mark.parametrize("amount", ["", "0", "-5", "1e9", "four", "400 tablets", "99999999999", "nan"])
def test_amount_that_is_none(kb, amount):
    with pytest.raises(QuestionError):
        dose(kb, amount, "oxide")


def test_limits_are_for_adults_and_the_strictest_comes_first(kb):
    limits = dose(kb, "400", "oxide").body.dose.limits
    values = [item.limit.mg_per_day for item in limits]
    assert values == sorted(values)
    assert all(item.share == pytest.approx(241.2 / item.limit.mg_per_day, rel=0.001) for item in limits)


def test_intakes_are_those_of_men_and_women(kb):
    intakes = dose(kb, "400", "oxide").body.dose.intakes
    assert intakes
    assert all(item.population.startswith(("men", "women")) for item in intakes)
    assert {key for item in intakes for key in item.cites} <= {
        reference.id for reference in dose(kb, "400", "oxide").references
    }


def test_topics_are_found_by_how_they_begin(kb):
    first = next(iter(kb.safety))
    assert safety(kb, first[:6]).body.topics[0].id == first
    with pytest.raises(NoAnswerError, match="nothing here is about"):
        safety(kb, "nothing-of-the-kind")
    assert mechanism(kb).body.topics


def test_every_number_on_a_page_has_its_reference(kb):
    for key in kb.conditions:
        answer = show(kb, key)
        numbers = [reference.number for reference in answer.references]
        assert numbers == list(range(1, len(numbers) + 1))
        cited = {cite for finding in answer.body.condition.findings for cite in finding.cites}
        assert cited <= {reference.id for reference in answer.references}


def test_verdicts_are_generated(kb):
    for key, condition in kb.conditions.items():
        page = show(kb, key).body.condition
        if condition.findings:
            row = kb.thresholds.get(page.findings[0].effect.threshold)
            assert page.verdict == verdict.sentence("magnesium", page.findings[0], row)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_any_amount_gives_an_answer_or_a_refusal(knowledge_of_small, amount):
    try:
        found = dose(knowledge_of_small(), amount, "oxide").body.dose
    except (QuestionError, NoAnswerError):  # no amount, or words after it that are no form
        return
    assert found.elemental_mg > 0


def test_every_answer_survives_json(kb):
    for answer in (
        show(kb, "fibromyalgia"),
        why(kb, "fibromyalgia"),
        evidence_map(kb),
    ):
        assert msgspec.json.decode(msgspec.json.encode(answer.body), type=type(answer.body)) == answer.body
