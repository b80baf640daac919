"""The JSON that scripts rest on: every answer and error fits the published schema, which is only ever added to."""

from __future__ import annotations

import copy
import json
import os
from functools import cache
from pathlib import Path

import pytest
import questions
from jsonschema import Draft202012Validator

from magpain import answers, schema

PUBLISHED = Path(__file__).parent.parent / "docs" / "answers.schema.json"
# The record that a JSON answer holds under its own key, by the type of the answer.
RECORDS = {
    "ConditionList": ("conditions", "ConditionRow"),
    "ConditionPage": ("condition", "ConditionDetail"),
    "GroupPage": ("group", "GroupDetail"),
    "StudyList": ("studies", "StudyDetail"),
    "ReferenceList": ("references", "Reference"),
    "ProblemList": ("problems", "Problem"),
    "WhyPage": ("why", "WhyDetail"),
    "ForestPage": ("forest", "ForestDetail"),
    "MapPage": ("cells", "MapCell"),
    "ComparePage": ("compared", "Compared"),
    "DosePage": ("dose", "DoseDetail"),
    "TopicPage": ("topics", "TopicDetail"),
    "HitList": ("results", "Hit"),
    "ChangeList": ("changes", "Change"),
    "VerifyPage": ("verified", "Verified"),
    "NumbersPage": ("compared", "NumbersChecked"),
    "WatchPage": ("watched", "WatchedCondition"),
}
# What each command answers with; `show` of a group is another page than that of a condition.
ANSWERS = {
    "conditions": "ConditionList", "show": "ConditionPage", "why": "WhyPage", "search": "HitList",
    "studies": "StudyList", "references": "ReferenceList", "forest": "ForestPage", "map": "MapPage",
    "compare": "ComparePage", "dose": "DosePage", "safety": "TopicPage", "mechanism": "TopicPage",
    "check": "ProblemList", "diff": "ChangeList",
}  # fmt: skip
# For each command a question that can't be answered, and the exit status of its kind.
UNANSWERED = [
    (("conditions", "--group", "nowhere"), 1, "no-answer"),
    (("conditions", "-f", "docx"), 2, "question"),
    (("show", "fibromialgya"), 1, "no-answer"),
    (("show",), 2, "question"),
    (("why", "acute"), 2, "question"),
    (("why", "fibromyalgia", "--finding", "none"), 1, "no-answer"),
    (("search", "qqqqq"), 1, "no-answer"),
    (("search", "colour:red"), 2, "question"),
    (("studies", "nowhere"), 1, "no-answer"),
    (("references", "nowhere"), 1, "no-answer"),
    (("forest", "acute"), 2, "question"),
    (("map", "extra"), 2, "question"),
    (("compare", "fibromyalgia"), 2, "question"),
    (("dose", "500", "sand"), 1, "no-answer"),
    (("dose", "much", "oxide"), 2, "question"),
    (("safety", "nothing"), 1, "no-answer"),
    (("mechanism", "unobtainium"), 1, "no-answer"),
    (("check", "nowhere.yaml"), 3, "knowledge"),
    (("diff", questions.OLD, "nowhere.yaml"), 3, "knowledge"),
    (("conditions", "-o", "no/such/folder/x.json"), 4, "output"),
    (("conditions", "--data", "unsound.yaml"), 3, "knowledge"),
    (("nosuch",), 2, "question"),
    (("export",), 2, "question"),
]


@cache
def today():
    return json.loads(schema.of_answers())


@cache
def strict(name):
    """Return a validator of one type of answer that lets no field pass which the schema doesn't name."""
    definitions = copy.deepcopy(today()["$defs"])
    for definition in definitions.values():
        if "properties" in definition:
            definition["additionalProperties"] = False
    return Draft202012Validator({"$schema": schema.DIALECT, "$ref": f"#/$defs/{name}", "$defs": definitions})


def kind_of(question):
    return "GroupPage" if question == ("show", "acute") else ANSWERS[question[0]]


def test_the_schema_is_sound_and_names_its_version():
    Draft202012Validator.check_schema(today())
    assert today()["$id"] == f"urn:magpain:answers:{answers.SCHEMA_VERSION}"
    for kind in (*RECORDS, "ErrorReport"):
        assert today()["$defs"][kind]["properties"]["schema_version"]["enum"] == [answers.SCHEMA_VERSION]
    assert {reference["$ref"].rpartition("/")[2] for reference in today()["anyOf"]} == {*RECORDS, "ErrorReport"}


@pytest.mark.parametrize("question", questions.every_question(), ids=" ".join)
def test_every_answer_fits_and_holds_nothing_else(question, ask):
    said = ask(*question, "--json")
    assert (said.status, said.err) == (0, "")
    answer = json.loads(said.out)
    Draft202012Validator(today()).validate(answer)
    strict(kind_of(question)).validate(answer)
    assert answer["schema_version"] == answers.SCHEMA_VERSION


@pytest.mark.parametrize("question", questions.every_question(), ids=" ".join)
def test_json_lines_are_the_records_one_a_line(question, ask):
    own, record = RECORDS[kind_of(question)]
    whole = json.loads(ask(*question, "--json").out)[own]
    lines = [json.loads(line) for line in ask(*question, "-f", "jsonl").out.splitlines()]
    assert lines == (whole if isinstance(whole, list) else [whole])
    for line in lines:
        strict(record).validate(line)


@pytest.mark.parametrize("question", questions.every_question(), ids=" ".join)
def test_fields_are_selected_by_their_names(question, ask):
    own, record = RECORDS[kind_of(question)]
    names = list(today()["$defs"][record]["properties"])
    wanted = names[-1], names[0]
    whole = json.loads(ask(*question, "--json").out)
    kept = json.loads(ask(*question, f"--json={','.join(wanted)}").out)
    assert kept.keys() == {"schema_version", own}
    for record_kept, record_whole in zip(listed(kept[own]), listed(whole[own]), strict=True):
        assert tuple(record_kept) == wanted
        assert {name: record_whole.get(name, record_kept[name]) for name in wanted} == record_kept


@pytest.mark.parametrize("form", ["--json=nosuch", "--json=nosuch,id"])
@pytest.mark.parametrize("command", questions.QUESTIONS)
def test_an_unknown_field_names_the_known_ones(command, form, ask):
    record = RECORDS[ANSWERS[command]][1]
    said = ask(command, *questions.QUESTIONS[command][0], form)
    assert (said.status, said.out) == (2, "")
    known = ", ".join(sorted(today()["$defs"][record]["properties"]))
    assert json.loads(said.err)["error"]["message"] == f'no field named "nosuch"; choose from: {known}'


def test_an_unknown_field_is_one_where_no_record_is_left(ask):
    assert ask("conditions", "--level", "none", "--route", "oral", "--json=nosuch").status == 2


def listed(value):
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(("question", "status", "kind"), UNANSWERED, ids=str)
def test_an_error_is_a_json_object_on_stderr(question, status, kind, ask, small, tmp_path):
    text = small.read_text("utf-8")
    (tmp_path / "unsound.yaml").write_text(text.replace("rating: moderate", "rating: high", 1), "utf-8")
    said = ask(*question, "--json")
    assert (said.status, said.out) == (status, "")
    assert said.err.count("\n") == 1
    report = json.loads(said.err)
    Draft202012Validator(today()).validate(report)
    strict("ErrorReport").validate(report)
    assert report["error"]["kind"] == kind
    assert bool(report["error"]["problems"]) == ("unsound.yaml" in question)


@pytest.mark.parametrize("spelled", ["--json", "-f json", "-fjson", "--format json", "--format=json"])
def test_json_can_be_asked_for_in_several_ways(spelled, ask):
    assert json.loads(ask("show", "fibromyalgia", *spelled.split()).out)["condition"]["id"] == "fibromyalgia"
    assert json.loads(ask("show", "nowhere", *spelled.split()).err)["error"]["kind"] == "no-answer"


def test_every_command_is_asked_what_it_cannot_answer():
    assert {question[0] for question, _status, _kind in UNANSWERED} >= set(questions.QUESTIONS)


# What is published stays


def taken_away(old, new, where=""):
    """Yield what a newer schema takes from an older: a field, a type, a value, or that a field is always there."""
    for name in old.get("properties", {}).keys() - new.get("properties", {}).keys():
        yield f"{where}.{name} is gone"
    for name in set(old.get("required", [])) - set(new.get("required", [])):
        yield f"{where}.{name} isn't always there any more"
    for name in set(map(str, old.get("enum", []))) - set(map(str, new.get("enum", []))):
        yield f"{where} may not be {name} any more"
    for name in ("type", "$ref", "const", "format"):
        if old.get(name) != new.get(name):
            yield f"{where}: {name} was {old.get(name)}, and is {new.get(name)}"
    if "enum" in new and "enum" not in old:
        yield f"{where} was any value, and is one of a list"
    for name in ("properties", "$defs"):
        for key in old.get(name, {}).keys() & new.get(name, {}).keys():
            yield from taken_away(old[name][key], new[name][key], f"{where}.{key}")
    for name in old.get("$defs", {}).keys() - new.get("$defs", {}).keys():
        yield f"{where}.{name} is gone"
    for name in ("items", "additionalProperties"):
        if isinstance(old.get(name), dict):
            yield from taken_away(old[name], new.get(name) or {}, f"{where}[]")
    yield from _taken_from_choice(old.get("anyOf", []), new.get("anyOf", []), where)
    if "prefixItems" in old:
        for place, (before, now) in enumerate(zip(old["prefixItems"], new.get("prefixItems", []), strict=False)):
            yield from taken_away(before, now, f"{where}[{place}]")


def _taken_from_choice(old, new, where):
    """Yield what became of each choice: the one of the same type or name is its successor."""
    named = {choice.get("$ref") or choice.get("type") or "enum": choice for choice in new}
    for choice in old:
        name = choice.get("$ref") or choice.get("type") or "enum"
        if name in named:
            yield from taken_away(choice, named[name], where)
        else:
            yield f"{where} is no {name} any more"
    if where and {"null"} & named.keys() - {choice.get("type") for choice in old}:
        yield f"{where} may be null now"


def test_nothing_that_is_published_is_taken_away():
    """GOLDEN=write publishes what was added, and never takes anything away."""
    published = json.loads(PUBLISHED.read_text("utf-8"))
    assert list(taken_away(published, today())) == []
    if os.environ.get("GOLDEN") == "write":
        PUBLISHED.write_text(schema.of_answers(), "utf-8", newline="\n")
    assert PUBLISHED.read_text("utf-8") == schema.of_answers()


def changed(path, value):
    """Return today's schema with one thing changed, or taken away where the value is None."""
    new = copy.deepcopy(today())
    at = new
    for key in path[:-1]:
        at = at[key]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return new


ROW = ("$defs", "ConditionRow", "properties")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("$defs", "WhyPage"), None, ".WhyPage is gone"),
        ((*ROW, "verdict"), None, ".ConditionRow.verdict is gone"),
        ((*ROW, "studies"), {"type": "number"}, ".ConditionRow.studies: type was integer, and is number"),
        ((*ROW, "name"), {"type": "string", "enum": ["a"]}, ".ConditionRow.name was any value, and is one of a list"),
        ((*ROW, "evidence_level", "enum"), ["high"], ".ConditionRow.evidence_level may not be low any more"),
        ((*ROW, "name"), {"anyOf": [{"type": "string"}, {"type": "null"}]}, ".ConditionRow.name: type was string"),
        ((*ROW, "participants"), {"anyOf": [{"type": "null"}]}, ".ConditionRow.participants is no integer any more"),
        ((*ROW, "routes", "items"), {"type": "integer"}, ".ConditionRow.routes[]: type was"),
        (("$defs", "ConditionRow", "required"), ["id"], ".ConditionRow.name isn't always there any more"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_taken_away_is_found(path, value, said):
    found = list(taken_away(today(), changed(path, value)))
    assert [text for text in found if text.startswith(said)], found


def test_what_is_added_is_no_fault():
    new = changed((*ROW, "colour"), {"type": "string"})
    new["$defs"]["ConditionRow"]["properties"]["evidence_level"]["enum"].append("unknown")
    new["$defs"]["ConditionRow"]["required"].append("colour")
    new["$defs"]["Another"] = {"type": "object"}
    new["anyOf"].append({"$ref": "#/$defs/Another"})
    assert list(taken_away(today(), new)) == []
