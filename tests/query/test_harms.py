"""Rated harms are found by their route, and are the same on the pages of safety, of conditions and elsewhere."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from functools import cache
from itertools import takewhile
from pathlib import Path
from textwrap import indent

import pytest
from msgspec import structs

from magpain import knowledge
from magpain.answers import ReferenceList
from magpain.errors import NoAnswerError
from magpain.export import database, to_file
from magpain.formats import json as json_format
from magpain.formats import markdown, pages, plain, tables
from magpain.formats.html import pages as html
from magpain.formats.pages import condition as condition_page
from magpain.formats.pages.fit import COLUMNS, LINES
from magpain.formats.widths import width
from magpain.mcp import tools
from magpain.model import Effect, Interval, Knowledge, Treatment
from magpain.query import search, topics
from magpain.query.changes import changes
from magpain.query.common import every_finding
from magpain.query.full_page import full_page
from magpain.query.show import show
from magpain.query.why import why
from magpain.rating import verdict
from magpain.verify import numbers

DATA = Path(__file__).parents[1] / "data"


@cache
def known() -> Knowledge:
    return knowledge.load(DATA / "harms.yaml")


def text(body, *, full=False):
    return plain.render(pages.blocks(body, full=full), COLUMNS)


def joined(shown):
    return " ".join(shown.split())


def of_harms(page):
    """Return the lines of a short page that tell the harms of a route."""
    lines = text(page).splitlines()
    start = next((at for at, each in enumerate(lines) if each.startswith("Harms ")), None)
    if start is None:
        return []
    onward = takewhile(lambda each: each.startswith("     ") and "All of it" not in each, lines[start + 1 :])
    return [lines[start], *onward]


def with_harm(**fields) -> Knowledge:
    """Return the made-up file in which the first rated harm by mouth is another."""
    topic = known().safety["by-mouth"]
    harm = structs.replace(topic.findings[0], **fields)
    changed = structs.replace(topic, findings=(harm, *topic.findings[1:]))
    return structs.replace(known(), safety={**known().safety, "by-mouth": changed})


# Which harms a condition has


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("headache", [("by-mouth/diarrhoea-oral", True), ("by-mouth/stopping-oral", True)]),
        (
            "operation",
            [
                ("by-vein/hypotension-intravenous", True),
                ("by-vein/flushing-obstetric", True),
                ("by-mouth/diarrhoea-oral", False),
                ("by-mouth/stopping-oral", False),
            ],
        ),
        ("hip-operation", [("by-spine/hypotension-neuraxial", True)]),
    ],
)
def test_a_condition_has_the_harms_of_its_routes_the_main_one_first(condition, found):
    harms = show(known(), condition).body.condition.harms
    assert [(f"{each.topic}/{each.finding.id}", each.main) for each in harms] == found


def test_a_condition_without_findings_or_of_another_route_has_none():
    bare = structs.replace(known().conditions["headache"], findings=(), primary=None, evidence_level="none")
    kb = structs.replace(known(), conditions={**known().conditions, "headache": bare})
    assert show(kb, "headache").body.condition.harms == ()
    topical = structs.replace(
        known().conditions["headache"],
        findings=tuple(
            structs.replace(each, intervention=Treatment(route="topical"))
            for each in known().conditions["headache"].findings
        ),
    )
    kb = structs.replace(known(), conditions={**known().conditions, "headache": topical})
    assert show(kb, "headache").body.condition.harms == ()
    assert of_harms(show(kb, "headache").body) == []


def test_a_finding_that_joins_routes_has_the_harms_of_its_trials():
    condition = known().conditions["headache"]
    any_route = tuple(structs.replace(each, intervention=Treatment(route="any")) for each in condition.findings)
    kb = structs.replace(
        known(), conditions={**known().conditions, "headache": structs.replace(condition, findings=any_route)}
    )
    harms = show(kb, "headache").body.condition.harms
    assert [(each.topic, each.main) for each in harms] == [("by-mouth", True)] * 2
    # Where no trial tells the route, there is none to have harms.
    unnamed = tuple(structs.replace(each, studies=()) for each in any_route)
    kb = structs.replace(
        kb,
        conditions={**kb.conditions, "headache": structs.replace(condition, findings=unnamed)},
        studies_of={},
    )
    assert show(kb, "headache").body.condition.harms == ()


def test_harms_of_several_routes_name_the_route_of_each():
    condition = known().conditions["operation"]
    joins = tuple(structs.replace(each, intervention=Treatment(route="any"), studies=()) for each in condition.findings)
    trial = structs.replace(known().studies["vein-trial-2016"], intervention=Treatment(route="oral"))
    kb = structs.replace(
        known(),
        conditions={**known().conditions, "operation": structs.replace(condition, findings=joins)},
        studies={**known().studies, "by-mouth-2016": trial},
        studies_of={"operation": ("vein-trial-2016", "by-mouth-2016")},
    )
    shown = joined(" ".join(of_harms(show(kb, "operation").body)))
    assert shown.startswith("Harms flushing (intravenous), much more common")
    assert shown.endswith("magpain safety")


def test_what_a_page_cites_for_harms_is_among_its_references_and_last():
    answer = show(known(), "operation")
    ids = [each.id for each in answer.references]
    assert ids == ["vein-trial-2016", "vein-review-2021", "pregnancy-trial-2002", "oral-review-2020"]


# The words


@pytest.mark.parametrize(
    ("topic", "at", "said", "sentence"),
    [
        ("by-mouth", 0, "probably more common", "Oral magnesium probably increases diarrhoea, compared with placebo."),
        ("by-vein", 0, "no difference shown", "important increase is not excluded."),
        ("by-vein", 1, "much more common", "Intravenous magnesium greatly increases flushing, compared with placebo."),
        ("by-spine", 0, "probably little or no difference", "Intrathecal or epidural magnesium probably makes little"),
        ("by-mouth", 1, "too uncertain to tell", "The evidence is very uncertain about the effect of oral magnesium"),
    ],
)
def test_harms_in_words(topic, at, said, sentence):
    finding = known().safety[topic].findings[at]
    row = known().thresholds.get(finding.effect.threshold)
    assert verdict.frequency(finding, row) == said
    assert sentence in verdict.sentence("magnesium", finding, row)


def test_a_harm_that_is_measured_is_higher_or_lower_and_one_that_is_rarer_less_common():
    harm = known().safety["by-mouth"].findings[0]
    measured = structs.replace(
        harm, effect=Effect(direction="favours-comparator", better="lower", measure="SMD", estimate=0.5,
                            ci=Interval(level=95, low=0.3, high=0.7)))  # fmt: skip
    assert verdict.frequency(measured) == "probably higher, size unclear"
    rarer = structs.replace(harm, effect=Effect(direction="favours-intervention", better="lower", p="0.01"))
    assert verdict.frequency(rarer) == "probably less common, size unclear"
    low = structs.replace(harm, certainty=structs.replace(harm.certainty, rating="low"))
    assert verdict.frequency(low, known().thresholds["rd-symptom"]) == "may be more common"


# The page of a condition


@pytest.mark.parametrize("condition", ["headache", "operation", "hip-operation"])
def test_harms_take_two_lines_of_the_page_and_lead_to_their_topic(condition):
    page = show(known(), condition).body
    shown = of_harms(page)
    assert 1 <= len(shown) <= 3
    main = [each for each in page.condition.harms if each.main]
    assert f"magpain safety {main[0].topic}" in joined(" ".join(shown))
    assert text(page).count("\n") <= LINES


def test_the_harm_that_is_shown_to_be_more_common_comes_first_with_its_numbers_and_whose_they_are():
    shown = joined(" ".join(of_harms(show(known(), "operation").body)))
    assert shown == (
        "Harms intravenous: flushing, much more common (65 in 100, not 7; pregnant women, obstetric doses; ⊕⊕⊕⊕); "
        "1 more: magpain safety by-vein"
    )
    assert "Not shown: 2 harms of other routes." in joined(text(show(known(), "operation").body))


@pytest.mark.parametrize("length", [3, 20, 40, 60, 90, 200])
@pytest.mark.parametrize("field", ["population", "outcome"])
@pytest.mark.parametrize("warnings", [0, 1])
def test_long_names_never_take_more_than_two_lines(length, field, warnings):
    kb = with_harm(**{field: ("long words " * 30)[:length].strip()})
    page = show(kb, "headache").body
    if warnings:
        cautions = known().safety["by-mouth"].statements
        page = structs.replace(page, condition=structs.replace(page.condition, warnings=cautions))
    shown = of_harms(page)
    assert 1 <= len(shown) <= 3
    assert max(map(width, shown)) <= COLUMNS
    assert "magpain safety by-mouth" in joined(" ".join(shown))


# The topics of the file that magpain carries, and those of the made-up file whose harms they get here.
ADOPTED = {
    "adverse-effects-oral": "by-mouth",
    "adverse-effects-intravenous": "by-vein",
    "neuraxial-and-perineural": "by-spine",
}


@cache
def shipped(*, rated: bool) -> Knowledge:
    """Return the file that magpain carries, with the made-up harms or without any."""
    kb = knowledge.load(DATA.parents[1] / "data" / "conditions.yaml")
    findings = {key: known().safety[made].findings if rated else () for key, made in ADOPTED.items()}
    topics_of = {key: structs.replace(kb.safety[key], findings=found) for key, found in findings.items()}
    return structs.replace(
        kb,
        safety={**kb.safety, **topics_of},
        studies={**kb.studies, **known().studies},
        citations={**kb.citations, **known().citations},
    )


@pytest.mark.parametrize("condition", shipped(rated=False).conditions)
def test_harms_of_a_route_fit_on_every_page_but_one_with_harms_of_its_own(condition):
    without, page = (show(shipped(rated=rated), condition).body for rated in (False, True))
    shown, before = (text(each).count("\n") for each in (page, without))
    main = [each for each in page.condition.harms if each.main]
    assert len(of_harms(page)) <= 3
    assert bool(of_harms(page)) == bool(main)
    assert max(map(width, text(page).splitlines())) <= COLUMNS
    assert shown <= max(before, LINES) + 3
    if shown > LINES:
        findings = condition_page._by_importance(page.condition.findings)
        assert page.condition.warnings or condition_page._needed(findings) > 1


def test_the_full_page_has_the_harms_of_every_route_with_dose_certainty_and_source():
    page = show(known(), "operation").body
    shown = joined(text(page, full=True))
    for harm in page.condition.harms:
        assert f"{harm.finding.outcome} ({harm.finding.population}, {harm.finding.intervention.dose})" in shown
        assert joined(harm.finding.verdict) in shown
    assert "Of 100 people, 7 without it and 65 (55 to 77) with it (calculated). Certainty: ⊕⊕⊕⊕ high" in shown
    assert "Flushing" not in joined(html.full_page(full_page(known(), show(known(), "hip-operation").body)))
    made = html.full_page(full_page(known(), page))
    assert "Harms of magnesium by these routes" in made
    assert "obstetric doses" in made


def test_json_has_the_harms_with_their_verdicts():
    answer = show(known(), "operation")
    [*_others, harm] = json.loads(json_format.render(answer.body, ()))["condition"]["harms"][:2]
    assert (harm["topic"], harm["main"], harm["finding"]["frequency"]) == ("by-vein", True, "much more common")
    assert harm["finding"]["verdict"].startswith("Intravenous magnesium greatly increases flushing")
    assert harm["finding"]["effect"]["absolute_calculated"]["intervention"] == 650


# The pages of safety


def test_a_topic_has_its_rated_harms_in_short_and_as_a_table():
    page = topics.safety(known(), "by-mouth").body
    short = joined(text(page))
    assert "diarrhoea ▼ probably more common (18 in 100, not 6; adults with any pain; 300 to 500 mg" in short
    assert "Why these ratings: magpain why by-mouth" in short
    assert "diarrhoea (adults with any" in joined(text(page, full=True))
    written = markdown.render(pages.blocks(topics.safety(known(), "by-mouth").body, full=True))
    assert "increases diarrhoea, compared with placebo. Of 100 people, 6 without it and 18 with it." in written
    assert "Take less if the stools turn loose." in written
    [topic] = json.loads(json_format.render(topics.safety(known(), "by-mouth").body, ()))["topics"]
    assert topic["findings"][0]["verdict_short"] == "probably worse"
    assert tables.table(topics.safety(known(), "by-mouth").body).rows[0][2] == "diarrhoea"


@pytest.mark.parametrize(
    ("wanted", "outcomes", "statements"),
    [
        ("flushing", ["flushing"], 1),
        ("flushing with magnesium by vein", ["flushing"], 0),
        ("diarrhoea", ["diarrhoea"], 0),
        ("low blood pressure", ["low blood pressure"] * 2, 0),
        ("loose stools", [], 1),
    ],
)
def test_a_question_about_a_harm_finds_its_rating_and_what_mentions_it(wanted, outcomes, statements):
    found = topics.safety(known(), wanted).body.topics
    assert [each.outcome for topic in found for each in topic.findings] == outcomes
    assert sum(len(topic.statements) for topic in found) == statements


def test_a_misspelled_harm_is_suggested():
    with pytest.raises(NoAnswerError, match="did you mean flushing"):
        topics.safety(known(), "flusching")


@pytest.mark.parametrize("number", [1, 4, 7, 12, 30])
def test_a_short_page_of_safety_fits_and_names_the_harms_that_it_has_no_room_for(number):
    topic = known().safety["by-vein"]
    many = tuple(structs.replace(topic.findings[at % 2], id=f"harm-{at}", outcome=f"harm{at}") for at in range(number))
    kb = structs.replace(known(), safety={"by-vein": structs.replace(topic, findings=many)})
    shown = text(topics.safety(kb, "by-vein").body)
    assert shown.count("\n") <= LINES
    assert all(f"harm{at}" in shown for at in range(number))
    if number == 1:
        assert "low blood" not in shown
        assert "Flushing is listed in the label." in shown


# The other commands


def test_why_explains_the_ratings_of_a_topic():
    page = why(known(), "by-vein", "flushing-obstetric").body.why
    assert (page.id, page.name, [each.finding for each in page.ladders]) == (
        "by-vein", "Adverse effects by vein", ["flushing-obstetric"])  # fmt: skip
    assert why(known(), "By vein").body.why.id == "by-vein"
    with pytest.raises(NoAnswerError, match="choose from: hypotension-intravenous, flushing-obstetric"):
        why(known(), "by-vein", "nothing")


def test_a_topic_never_hides_a_condition_and_one_without_ratings_has_no_ladder():
    renamed = structs.replace(known(), safety={"headache": known().safety["by-vein"]})
    assert why(renamed, "headache").body.why.name == "Headache"
    bare = structs.replace(known().safety["by-vein"], findings=())
    with pytest.raises(NoAnswerError):
        why(structs.replace(known(), safety={"by-vein": bare}), "by-vein")


def test_search_finds_rated_harms_with_their_words():
    hits = search.search(known(), "flushing obstetric").body.results
    assert [(each.kind, each.id, each.verdict, each.evidence_level) for each in hits] == [
        ("finding", "by-vein/flushing-obstetric", "much more common", "high")
    ]
    by_route = search.search(known(), "blood route:intravenous level:low").body.results
    assert [each.id for each in by_route] == ["by-vein/hypotension-intravenous"]


def said(old, new):
    return [
        (each.section, each.kind, each.id, each.what)
        for each in changes(old, new, old_name="a", new_name="b").body.changes
    ]


def test_diff_tells_changed_added_and_removed_harms():
    certainty = structs.replace(known().safety["by-mouth"].findings[0].certainty, rating="low")
    assert ("ratings", "changed", "by-mouth/diarrhoea-oral", "certainty") in said(
        known(), with_harm(certainty=certainty)
    )
    without = structs.replace(known().safety["by-vein"], findings=known().safety["by-vein"].findings[:1])
    fewer = structs.replace(known(), safety={**known().safety, "by-vein": without})
    assert said(known(), fewer) == [("findings", "removed", "by-vein/flushing-obstetric", "finding")]
    assert said(fewer, known()) == [("findings", "added", "by-vein/flushing-obstetric", "finding")]
    assert said(known(), known()) == []


def test_diff_tells_the_harms_that_other_thresholds_judge_otherwise():
    row = structs.replace(known().thresholds["rd-symptom"], small=5)
    judged = structs.replace(known(), thresholds={"rd-symptom": row})
    assert ("ratings", "changed", "by-spine/hypotension-neuraxial", "verdict") in said(known(), judged)


def test_numbers_of_harms_are_compared_with_abstracts():
    studies = {
        key: structs.replace(study, extraction=structs.replace(study.extraction, read="abstract"))
        for key, study in known().studies.items()
    }
    names = {name for name, _key, _numbers in numbers._records(structs.replace(known(), studies=studies))}
    assert {f"{key}/{finding.id}" for key, finding in every_finding(known())} <= names
    assert "by-vein/flushing-obstetric" in names


def test_the_database_has_harms_apart_from_the_findings_of_conditions(tmp_path):
    to_file(known(), str(tmp_path / "x.db"), protected=None)
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        ask = lambda sql: connection.execute(sql).fetchall()  # noqa: E731
        assert ask("SELECT outcome, dose, certainty FROM harms WHERE id = 'safety/by-vein/flushing-obstetric'") == [
            ("flushing", "4 g, then 1 g an hour for a day", "high")
        ]
        assert ask("SELECT count(*) FROM summary_of_findings") == [(4,)]
        assert ask("SELECT route FROM joined_routes WHERE finding_id LIKE 'safety/by-spine/%'") == [
            ("intrathecal",), ("epidural",)]  # fmt: skip
        assert ask("SELECT count(*) FROM rating_ladder WHERE condition = 'Adverse effects by vein'") == [(2,)]
    assert database.SCHEMA.exists()


def test_assistants_get_harms_with_their_certainty_and_no_word_that_all_is_unrated():
    told = tools.answer_call(known(), tools.parse_call("safety", {"subject": "flushing"}))
    assert "greatly increases flushing" in told
    assert "| high |" in told
    assert "but for the table of harms" in told
    shown = tools.answer_call(known(), tools.parse_call("show", {"name": "operation"}))
    assert "obstetric doses; high certainty" in shown
    assert "Rated" in tools.answer_call(known(), tools.parse_call("why", {"name": "by-vein", "full": True}))


def test_a_retracted_source_of_a_harm_is_marked_on_the_page():
    citation = known().citations["pregnancy-trial-2002"]
    mark = structs.replace(citation.integrity, status="concern")
    marked = structs.replace(
        known(),
        citations={**known().citations, "pregnancy-trial-2002": structs.replace(citation, integrity=mark)},
    )
    for body in (show(marked, "operation").body, topics.safety(marked, "by-vein").body):
        assert "EXPRESSION OF CONCERN" in text(body, full=True)
    assert isinstance(ReferenceList(references=show(marked, "operation").references), ReferenceList)


def test_the_example_of_the_documentation_is_the_one_that_is_checked():
    page = (DATA.parents[1] / "docs" / "own-knowledge.md").read_text("utf-8")
    [example] = re.findall(r"```yaml\n(- id: .*?)```", page, re.DOTALL)
    assert indent(example, "    ") in (DATA / "harms.yaml").read_text("utf-8")
