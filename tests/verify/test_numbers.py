"""The file's numbers against abstracts: how numbers are written, what is found, what is contradicted, and slips."""

from __future__ import annotations

import csv
import io
import json
import random
import time
from collections import Counter
from decimal import Decimal

import pytest
from abstract_maker import abstract, slips
from jsonschema import Draft202012Validator
from msgspec import structs
from service import TODAY, saying, status
from shipped import shipped

from magpain import schema
from magpain.model import Arm, ArmResult, ArmValue, Interval, Result, Spread, Treatment
from magpain.query import common
from magpain.verify import abstracts, download, file_numbers, numbers
from magpain.verify.answer_cache import AnswerCache
from magpain.verify.download import Session
from magpain.verify.fetching import Fetcher, Patience
from magpain.verify.number_tokens import scan

KEY = "park-2020"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("61\u00b74%", ["61.4"]),
        ("1,024 and 1\u202f024 women", ["1024", "1024"]),
        ("thirty-four, thirty four or Thirty-\nfour", ["34", "34", "34"]),
        ("one hundred and twenty-four", ["124"]),
        ("fourteen of seventy", ["14", "70"]),
        ("n = 81, N=81", ["81", "81"]),
        ("-2.6, \u22122.6, \u20132.6, (\u2013 2.6)", ["-2.6"] * 4),
        ("3.2-5.1, 3.2\u20135.1, 3.2 to 5.1", ["3.2", "5.1"] * 3),
        ("\u22122.2 to \u22121.6", ["-2.2", "-1.6"]),
        ("P<.001, p = 0.03, P = 3 x 10-4", ["0.001", "0.03", "0.0003"]),
        ("41.6 and 15.8%", ["41.6", "15.8"]),
        ("71.8 &plusmn; 10.2, 71.8 +/- 10.2", ["71.8", "10.2"] * 2),
        ("<h4>Results</h4>5 &lt; 6", ["5", "6"]),
        ("Mg2+, IL6, NCT01234567, T2-weighted", []),
        ("300-500 mg", ["300", "500"]),
        ("12/40 (30%)", ["12", "40", "30"]),
    ],
)
def test_numbers_are_found_as_they_are_written(text, values):
    assert [each.value for each in scan(text).tokens] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("P<.001", ["p"]),
        ("a P value of 0.03", ["p"]),
        ("95% CI 1 to 2", ["level", None, None]),
        ("41.6 and 15.8%", ["percent", "percent"]),
        ("n = 81", ["people"]),
        ("sixty eligible adult patients", ["people"]),
        ("12 randomised trials", ["trials"]),
        ("300 or 400 mg", ["dose", "dose"]),
        ("at 24 h", ["time"]),
        ("I\u00b2 = 54%", ["i2"]),
        ("pain was 3.2", [None]),
    ],
)
def test_the_words_around_a_number_say_what_it_is(text, roles):
    assert [each.role for each in scan(text).tokens] == roles


def study_of(kb, result=None, **fields):
    study = kb.studies[next(iter(kb.studies))]
    given = Treatment(route="oral")
    bare = {"arms": (), "n_randomised": None, "n_analysed": None, "n_trials": None, "intervention": given}
    extraction = structs.replace(study.extraction, read="abstract")
    return structs.replace(study, **bare | {"extraction": extraction, "results": (result,) if result else ()} | fields)


def result_of(**fields):
    return Result(outcome="pain", comparison="between-groups", text="-", locator="abstract", **fields)


def states(study, text):
    return {
        each.field.split(".", 2)[-1]: each.state for each in abstracts.compare(file_numbers.of_study(study), [text])
    }


def one(study, text):
    (checked,) = abstracts.compare(file_numbers.of_study(study), [text])
    return checked


def test_a_number_that_is_found_has_its_sentence(kb):
    checked = one(study_of(kb, n_randomised=34), "It was small. Thirty-four women were randomised. It ended.")
    assert (checked.state, checked.sentence) == ("found", "Thirty-four women were randomised.")


@pytest.mark.parametrize(
    ("value", "text", "state"),
    [
        (71.8, "a mean of 71.8", "found"),
        (71.8, "a mean of 71.83", "found"),
        (71.9, "a mean of 71.8", "contradicted"),
        (17.8, "a mean of 71.8", "contradicted"),
        (7.18, "a mean of 71.8", "contradicted"),
        (0.74, "a change of \u22120.74", "contradicted"),
        (-0.74, "a fall by 0.74", "found"),
        (71.8, "a mean of 33.3", "not-found"),
        (71.8, "no number", "not-found"),
        (24.0, "a dose of 24 mg in 24 patients (n = 24)", "found"),
        (24.0, "the group had n = 24", "not-found"),
    ],
)
def test_a_value(value, text, state, kb):
    assert one(study_of(kb, result_of(values=(ArmValue(arm="magnesium", value=value),))), text).state == state


@pytest.mark.parametrize(
    ("low", "high", "text", "expected"),
    [
        (-1.2, 0.3, "MD \u22120.5, 95% CI \u22121.2 to 0.3", ("found", "found", "found")),
        (0.3, 1.2, "lower by 0.5 (95% CI 0.3, 1.2)", ("found", "found", "found")),
        (-1.2, -0.3, "lower by 0.5 (95% CI 0.3, 1.2)", ("found", "found", "found")),
        (-1.3, 0.3, "MD \u22120.5, 95% CI \u22121.2 to 0.3", ("found", "contradicted", "found")),
        (-1.2, -0.3, "MD \u22120.5, 95% CI \u22121.2 to 0.3", ("found", "found", "contradicted")),
        (-1.2, 0.3, "MD \u22120.8 (95% CI \u22121.2 to 0.3)", ("contradicted", "found", "found")),
        (-1.2, 0.3, "MD 0.5 [95% confidence interval: \u22121.2\u20130.3]", ("found", "found", "found")),
    ],
)
def test_an_estimate_and_its_interval(low, high, text, expected, kb):
    estimate = 0.5 if "lower" in text else -0.5
    result = result_of(estimate=estimate, ci=Interval(level=95, low=low, high=high))
    assert tuple(states(study_of(kb, result), text).values()) == expected


@pytest.mark.parametrize(
    ("p", "text", "state"),
    [
        ("<0.001", "P<.001", "found"),
        ("<0.001", "p \u2264 0.001", "found"),
        ("0.03", "(P = 0.03)", "found"),
        ("0.04", "(P = 0.03)", "contradicted"),
        ("0.001", "P < 0.001", "contradicted"),
        ("<0.05", "P > 0.05", "contradicted"),
        ("0.03", "pain was 0.3 lower", "not-found"),
    ],
)
def test_a_p_value(p, text, state, kb):
    assert one(study_of(kb, result_of(p=p)), text).state == state


def test_a_p_value_that_has_lost_the_sign_of_its_own_text(kb):
    abstract = "Pain fell (P < 0.001), and nausea too (P = 0.001)."
    for p, state in (("<0.001", "found"), ("0.001", "not-found")):
        result = structs.replace(result_of(p=p), text="Pain fell (P < 0.001).")
        assert states(study_of(kb, result), abstract)["p"] == state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("71.8 in the magnesium group and 61.4 in the placebo group", "found"),
        ("71.8 in the placebo group and 61.4 in the magnesium group", "contradicted"),
        ("magnesium 71.8, placebo 61.4", "found"),
        ("placebo 71.8 (SD 3), magnesium 61.4 (SD 4)", "contradicted"),
        ("71.8 and 61.4 in the magnesium and control groups, respectively", "found"),
        ("71.8 and 61.4 in the control and magnesium groups, respectively", "contradicted"),
        ("10/13 (71.8%) with magnesium and 12/14 (61.4%) with placebo", "found"),
        ("10/13 (71.8%) with placebo and 12/14 (61.4%) with magnesium", "contradicted"),
        ("71.8 vs 61.4", "found"),
        ("Compared with placebo, magnesium helped (71.8 vs 61.4)", "found"),
        ("71.8 with placebo plus magnesium and 61.4 with both", "found"),
        ("71.8% with magnesium at 24 h and 61.4% with placebo at 24 h", "found"),
        ("71.8% with placebo at 24 h and 61.4% with magnesium at 24 h", "contradicted"),
        ("Pain was lower with placebo (61.4 vs 71.8); magnesium and placebo had the same nausea", "found"),
        ("It was 71.8 vs 61.4, with less nausea in the placebo group than the magnesium group", "found"),
        ("It was 61.4 vs 71.8 in the end; magnesium was no better than placebo", "found"),
        ("Unlike placebo, 71.8 at 2 h with magnesium came before 61.4", "found"),
        ("Unlike the placebo group, 71.8 was found, compared with the magnesium group and 61.4", "found"),
        ("Compared with placebo, it was 71.8 in the magnesium group, 61.4 in the other", "found"),
    ],
)
def test_values_of_the_other_arm(text, state, kb):
    values = (ArmValue(arm="magnesium", value=71.8), ArmValue(arm="placebo", value=61.4))
    assert set(states(study_of(kb, result_of(values=values)), text).values()) == {state}


# Names of two arms that differ in an amount only, and what an abstract calls them.
ALIKE = [
    ("magnesium 125 mg", "magnesium 250 mg", "125 mg", "250 mg"),
    ("125 mg", "250 mg", "magnesium 125 mg", "magnesium 250 mg"),
    ("magnesium sulphate 1000 mg", "magnesium sulphate 0.5 g", "1,000 mg", "0.50 g"),
    ("10 mg/kg/h", "20 mg/kg/h", "10 mg kg-1 h-1", "20 mg kg-1 h-1"),
    ("magnesium 5 mg/kg", "magnesium 15 mg/kg", "5 mg per kg", "15 mg per kg"),
    ("over 20 minutes", "over 60 minutes", "over 20 min", "over 60 min"),
    ("ropivacaine 0.25%", "ropivacaine 0.375%", "ropivacaine 0\u00b725%", "ropivacaine 0\u00b7375%"),
    ("magnesium 50 mg plus fentanyl 25 mcg", "magnesium 100 mg plus fentanyl 25 mcg", "50 mg", "100 mg"),
]
GIVES = [
    "71.8 in the {} group and 61.4 in the {} group",
    "The {} group had 71.8 (SD 3), the {} group 61.4 (SD 4)",
    "71.8 and 61.4 in the {} and {} groups, respectively",
    "{} group: 71.8; {} group: 61.4",
]
# Each is right if the first arm has 71.8, whatever it says of the arms besides.
GIVES_NOTHING = [
    "Compared with the {1} group, it was 71.8 in the {0} group, 61.4 in the other",
    "The {1} group did better than the {0} group (61.4 vs 71.8)",
    "It was 71.8 vs 61.4, with less nausea in the {1} group than in the {0} group",
    "Tramadol {1} was needed by 71.8, and tramadol {0} by 61.4",
    "Of those with {1} of tramadol, 71.8 were well; of those with {0} of tramadol, 61.4",
    "It was 71.8 at {1} and 61.4 at {0} of fentanyl",
    "With {1} to {0} it was 71.8 to 61.4",
]


def arms_with(kb, *values):
    return study_of(kb, result_of(values=tuple(ArmValue(arm=arm, value=value) for arm, value in values)))


@pytest.mark.parametrize("names", ALIKE, ids=lambda names: names[0])
@pytest.mark.parametrize("text", GIVES)
def test_arms_that_differ_in_an_amount(names, text, kb):
    one, two, *printed = names
    right, turned = arms_with(kb, (one, 71.8), (two, 61.4)), arms_with(kb, (one, 61.4), (two, 71.8))
    assert set(states(right, text.format(*printed)).values()) == {"found"}
    assert "contradicted" in states(turned, text.format(*printed)).values()


@pytest.mark.parametrize("names", ALIKE, ids=lambda names: names[0])
@pytest.mark.parametrize("text", GIVES_NOTHING)
def test_amounts_that_name_no_arm_contradict_nothing(names, text, kb):
    one, two, *printed = names
    said = text.format(*(each.removeprefix("magnesium ").removeprefix("ropivacaine ") for each in printed))
    assert "contradicted" not in states(arms_with(kb, (one, 71.8), (two, 61.4)), said).values()


@pytest.mark.parametrize(
    "text",
    [
        "71.8 min with 125 mg, 61.4 min with 250 mg and 51.2 min with 500 mg",
        "71.8, 61.4 and 51.2 in the 125, 250 and 500 mg groups, respectively",
        "71.8, 61.4 and 51.2 with 125, 250 and 500 mg",
        "magnesium 125 mg 71.8; magnesium 250 mg 61.4; magnesium 500 mg 51.2",
    ],
)
def test_three_doses(text, kb):
    right, turned = (71.8, 61.4, 51.2), (71.8, 51.2, 61.4)
    doses = ("125 mg", "250 mg", "500 mg")
    assert set(states(arms_with(kb, *zip(doses, right, strict=True)), text).values()) == {"found"}
    assert "contradicted" in states(arms_with(kb, *zip(doses, turned, strict=True)), text).values()


@pytest.mark.parametrize("text", ["71.8 in 60 min and 61.4 in 20 min", "71.8 for 60 minutes and 61.4 for 20 minutes"])
def test_a_time_names_an_arm_only_beside_its_words(text, kb):
    arms = (("over 20 minutes", 71.8), ("over 60 minutes", 61.4))
    assert set(states(arms_with(kb, *arms), text).values()) == {"found"}


def test_a_value_that_is_also_a_dose_is_not_compared_by_it(kb):
    text = "They took tablets of 75 mg in the 75 mg group and of 150 mg in the 150 mg group"
    assert set(states(arms_with(kb, ("75 mg", 150), ("150 mg", 75)), text).values()) == {"found"}


def test_people_of_an_arm_that_is_named_by_its_dose(kb):
    def people(text, *counts):
        arms = tuple(
            Arm(name=f"magnesium {dose} mg", n_randomised=n) for dose, n in zip((125, 250), counts, strict=True)
        )
        return [each.state for each in abstracts.compare(file_numbers.of_study(study_of(kb, arms=arms)), [text])]

    text = "The 125 mg group had 40 patients. The 250 mg group had 47 patients"
    assert people(text, 40, 47) == ["found", "found"]
    assert people(text, 47, 40) == ["contradicted", "contradicted"]
    assert people("Given with 5 mL, the magnesium group had 41 patients", 40, 60) == ["contradicted", "not-found"]
    # 41 isn't a slip for 40: the sentence is about the other dose.
    assert people("The magnesium 250 mg group had 41 patients", 40, 41) == ["not-found", "found"]


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [("no magnesium", "magnesium", "contradicted"), ("magnesium", "no magnesium", "found")],
)
def test_an_arm_without_it_is_another_arm(first, second, state, kb):
    values = (ArmValue(arm="magnesium", value=71.8), ArmValue(arm="no magnesium", value=61.4))
    text = f"71.8 in the {first} group and 61.4 in the {second} group"
    assert set(states(study_of(kb, result_of(values=values)), text).values()) == {state}


@pytest.mark.parametrize(
    ("events", "n", "text", "expected"),
    [
        (12, 40, "12 of 40 patients", ("found", "found")),
        (12, 40, "12/40", ("found", "found")),
        (13, 40, "12/40", ("contradicted", "found")),
        (12, 41, "twelve out of 40 women", ("found", "contradicted")),
    ],
)
def test_events_and_people(events, n, text, expected, kb):
    result = result_of(values=(ArmValue(arm="magnesium", events=events, n=n),))
    assert tuple(states(study_of(kb, result), text).values()) == expected


def test_means_medians_and_spreads_of_arms(kb):
    arms = (
        ArmResult(arm="magnesium", mean=71.8, sd=10.2),
        ArmResult(arm="placebo", median=61.4, spread=Spread(kind="iqr", low=50.2, high=70.9)),
    )
    study = study_of(kb, result_of(arms=arms))
    good = "71.8 \u00b1 10.2 with magnesium, a median of 61.4 (IQR 50.2 to 70.9) with placebo"
    assert set(states(study, good).values()) == {"found"}
    bad = "71.3 \u00b1 10.2 with magnesium, a median of 61.4 (IQR 50.2 to 79.9) with placebo"
    assert tuple(states(study, bad).values()) == ("contradicted", "found", "found", "found", "contradicted")


def test_a_mean_and_its_sd(kb):
    result = result_of(values=(ArmValue(arm="magnesium", value=71.8, sd=10.2),))
    assert set(states(study_of(kb, result), "71.8 \u00b1 10.2").values()) == {"found"}
    assert tuple(states(study_of(kb, result), "71.8 (SD 13.7)").values()) == ("found", "contradicted")


def test_doses(kb):
    given = Treatment(route="oral", dose="300 mg a day", elemental_mg_per_day=300, elemental_source="stated")
    assert set(states(study_of(kb, intervention=given), "They took 300 mg.").values()) == {"found"}
    assert set(states(study_of(kb, intervention=given), "They took 360 mg.").values()) == {"contradicted"}
    converted = structs.replace(given, dose=None, elemental_source="converted")
    assert states(study_of(kb, intervention=converted), "They took 360 mg.") == {}


@pytest.mark.parametrize(
    "locator", ["table 2", "full text", "abstract and table 2", "abstract; secondary account", "registry entry"]
)
def test_what_was_read_elsewhere_isnt_looked_for(locator, kb):
    result = structs.replace(result_of(p="0.03"), locator=locator)
    assert file_numbers.of_study(study_of(kb, result)) == []
    study = study_of(kb, result_of(p="0.03"))
    extraction = structs.replace(study.extraction, read="full-text")
    assert file_numbers.of_study(structs.replace(study, extraction=extraction)) == []


def test_numbers_that_the_file_has_elsewhere_are_no_slip_of_another(kb):
    results = (result_of(p="0.03", timepoint="1 week"), result_of(p="0.02", timepoint="4 weeks"))
    study = study_of(kb, results=results)
    checked = abstracts.compare(file_numbers.of_study(study), ["P = 0.02 in the end"])
    assert [each.state for each in checked] == ["not-found", "found"]


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 10_000,
        "one-" * 5000,
        "7.1 vs 6.1 " * 2000,
        "(" * 20_000,
        "n = " * 5000,
        "125, " * 5000 + "mg group",
        "7.1 with 125 mg" + " kg-1" * 9000,
    ],
)
@pytest.mark.parametrize("names", [("magnesium", "placebo"), ("125 mg", "250 mg")])
def test_a_hostile_abstract_takes_little_time(names, text, kb):
    values = tuple(ArmValue(arm=arm, value=value, n=7) for arm, value in zip(names, (7.1, 6.1), strict=True))
    started = time.process_time()
    list(abstracts.compare(file_numbers.of_study(study_of(kb, result_of(values=values))), [text]))
    assert time.process_time() - started < 5


# The records whose abstracts are made: those with most numbers, in thirty styles.
@pytest.fixture(scope="module")
def made():
    studies = shipped().studies
    counted = sorted(studies, key=lambda key: (-len(file_numbers.of_study(studies[key])), key))[:30]
    return {key: (studies[key], abstract(studies[key], number)) for number, key in enumerate(counted)}


def test_thirty_abstracts_in_varied_wording_contradict_nothing(made):
    assert len(made) == 30
    for key, (study, text) in made.items():
        bad = [each for each in abstracts.compare(file_numbers.of_study(study), [text]) if each.state != "found"]
        assert bad == [], key


# A slip that makes a number of another number of the abstract can't be told by comparing the two.
def is_elsewhere(study, changed, text):
    before = {(each.field, each.value) for each in file_numbers.of_study(study)}
    new = [each.value for each in file_numbers.of_study(changed) if (each.field, each.value) not in before]
    return any(abs(token.value) == abs(value) for value in new for token in scan(text).tokens)


def test_twenty_slips_are_all_reported(made):
    random.seed(20)
    kinds = {}
    for study, text in made.values():
        for kind, changed in slips(study):
            if kind.endswith(("minus", "sign", "arms")) or not is_elsewhere(study, changed, text):
                kinds.setdefault(kind, []).append((kind, changed, text))
    drawn = [one for each in kinds.values() for one in random.sample(each, min(2, len(each)))]
    assert len(drawn) >= 20
    missed = [
        (kind, changed.citation)
        for kind, changed, text in drawn
        if all(each.state == "found" for each in abstracts.compare(file_numbers.of_study(changed), [text]))
    ]
    assert missed == []


def test_most_slips_of_all_kinds_are_contradicted(made):
    """What docs/verify.md says of slips is measured over the whole file; this holds the least of it for 30 records."""
    told = Counter()
    for study, text in made.values():
        for kind, changed in slips(study):
            found = {each.state for each in abstracts.compare(file_numbers.of_study(changed), [text])}
            told[kind, "contradicted" in found] += 1
    for kind in {kind for kind, _told in told}:
        assert told[kind, True] >= told[kind, False], kind
    assert sum(count for (_kind, good), count in told.items() if good) > 0.85 * told.total()


@pytest.fixture
def compare(kb, service, clock, store_path):
    def compare(*keys, online=True, **more):
        cache = AnswerCache(store_path)
        fetcher = Fetcher(None, Patience(silence=10.0), clock, clock.sleep) if online else None
        try:
            return numbers.verify(
                kb,
                common.references(kb, keys or tuple(kb.citations)),
                Session(
                    download.bases(service.environment(), numbers.SOURCES),
                    cache,
                    more.pop("today", TODAY),
                    TODAY,
                    fetcher,
                ),
            )
        finally:
            cache.close()

    return compare


@pytest.fixture
def answering(service, kb):
    """Let PubMed and Europe PMC have the abstracts of the small file's studies."""
    for number, study in enumerate(kb.studies.values()):
        citation = kb.citations[study.citation]
        text = abstract(study, number)
        if citation.PMID and number % 2:
            service.abstracts[citation.PMID] = f'<AbstractText Label="RESULTS">{text}</AbstractText>'
        elif study.citation in service.records["europe-pmc"]:
            service.change("europe-pmc", study.citation, abstractText=f"<h4>Results</h4>{text}")


@pytest.mark.usefixtures("answering")
def test_abstracts_are_downloaded_and_numbers_found(compare, service):
    page = compare()
    compared = [each for each in page.compared if each.state == "compared"]
    assert (page.sound, page.complete) == (True, True)
    assert len(compared) > 10
    assert {each.state for one in compared for each in one.checked} <= {"found", "not-found"}
    entry = next(each.numbers for each in compared if "/" not in each.id)
    assert entry.checked_on == TODAY
    assert entry.found > 0
    assert any("efetch.fcgi?db=pubmed&retmode=xml" in each for each in service.asked)
    service.asked.clear()
    assert compare(online=False).compared == page.compared
    assert service.asked == []


@pytest.mark.parametrize("mood", [status(503), saying(b"<html>"), saying(b"<a>&undefined;</a>"), saying(b"{}")])
def test_abstracts_that_cant_be_had_are_told(mood, compare, service):
    service.moods = {"pubmed": mood, "europe-pmc": mood}
    page = compare()
    assert (page.sound, page.complete) == (True, False)
    assert {each.state for each in page.compared} <= {"not-compared", "no-abstract"}


def test_xml_that_declares_entities_is_refused(compare, service):
    service.moods["pubmed"] = saying(b'<!DOCTYPE a [<!ENTITY b "c">]><PubmedArticleSet>&b;</PubmedArticleSet>')
    service.records["europe-pmc"] = {}
    page = compare()
    assert any("entities" in (each.why or "") for each in page.compared)


@pytest.mark.usefixtures("answering")
def test_the_command_in_its_formats(run_verify, kb, service, monkeypatch):
    code, out, _err = run_verify("--numbers", "--online")
    assert code == 0
    assert "Numbers: 0 contradicted" in out
    assert "numbers: {checked_on: " in out
    code, out, _err = run_verify("--numbers", "--json")
    Draft202012Validator(json.loads(schema.of_answers())).validate(json.loads(out))
    rows = list(csv.DictReader(io.StringIO(run_verify("--numbers", "-f", "csv")[1])))
    assert {row["state"] for row in rows} >= {"found"}


def test_a_contradicted_number_is_a_no(run_verify, service, kb):
    key, study = next(
        (key, each) for key, each in kb.studies.items() if each.n_randomised and kb.citations[each.citation].PMID
    )
    pmid = kb.citations[study.citation].PMID
    service.abstracts[pmid] = f"<AbstractText>{study.n_randomised + 1} patients were randomised.</AbstractText>"
    code, out, _err = run_verify("--numbers", "--online", study.citation)
    assert code == 1
    assert f"{key}  n_randomised {study.n_randomised}; the abstract has {study.n_randomised + 1}" in " ".join(
        out.split(" ")
    )
