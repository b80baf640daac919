"""Other programs that read YAML: they take what magpain writes as text, and its schema takes what `check` accepts."""

from __future__ import annotations

import io
import json

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from magpain import knowledge, model, schema
from magpain.formats import yaml as written
from magpain.knowledge import decode, reading

NUMBERLIKE = [
    "8E43", "1E91", "311e12", "1e3", "12e03", "08", "0777", "0o17", "0x1F", "0b11", "1_000", "1.", ".5", "+5", "-7",
    "1:30", "190:20:30", ".inf", "-.INF", ".NaN", "0e0", "1.5E+3", "y", "N", "no", "On", "~", "null", "TRUE", "<<", "=",
]  # fmt: skip
TEXTS = ["8E43.00", "12-15", "e5", "1.2.3", "1,000", "v1", "no difference", "a # b", "- a", "a: b", "1 2", "\u0663"]


def read_by(version, text):
    reader = YAML(typ="safe", pure=True)
    reader.version = version
    return reader.load(io.StringIO(text))


def dumped(value):
    return yaml.dump(value, Dumper=written._Dumper, allow_unicode=True)


@pytest.mark.parametrize("version", [(1, 1), (1, 2)])
@pytest.mark.parametrize("text", NUMBERLIKE + TEXTS)
def test_a_text_is_a_text_to_readers_of_either_version(text, version):
    assert read_by(version, dumped({"a": text, "b": [text]})) == {"a": text, "b": [text]}
    assert yaml.safe_load(dumped({"a": text})) == {"a": text}


@given(st.from_regex(r"[-+]?[0-9eE._xob]{1,8}", fullmatch=True))
def test_whatever_looks_like_a_number_is_quoted(text):
    for version in ((1, 1), (1, 2)):
        assert read_by(version, dumped({"a": text})) == {"a": text}


@pytest.mark.parametrize("number", [12, -3, 0.5, 1e-5, 123456789.0])
def test_a_number_stays_one(number):
    assert read_by((1, 2), dumped({"a": number})) == {"a": number}


SMALL = {
    "magpain": 1,
    "intervention": {"name": "Riboflavin", "summary": "A vitamin."},
    "reviewed": "2026-01-20",
    "groups": {"pains": {"name": "Pains", "summary": "Some pains."}},
    "conditions": {
        "sore-knee": {
            "name": "Sore knee", "group": "pains", "summary": "Little.", "reviewed": "2026-01-20",
            "evidence_level": "none", "warnings": [{"text": "See this.", "cites": ["a"]}],
        }
    },
    "citations": {
        "a": {
            "type": "article-journal", "title": "T", "issued": 2011,
            "extraction": {"read": "abstract", "at": "https://example.org/a", "date": "2026-01-20"},
        }
    },
}  # fmt: skip


def validator():
    return Draft202012Validator(json.loads(schema.of_file()))


def checked(whole, tmp_path):
    """Return whether `check` accepts a file of these values, written without quotes where YAML needs none."""
    path = tmp_path / "file.yaml"
    path.write_text(json.dumps(whole).replace(': "1"', ": 1"), "utf-8")
    return not [problem for problem in knowledge.check(path) if problem.severity == "error"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issued", 2011), ("issued", "2011"), ("volume", 12), ("volume", 12.5), ("issue", 3), ("page", 167),
        ("edition", 2), ("PMID", 1234567), ("ISBN", 9783161484100), ("title", 1984), ("title", True),
        ("publisher", 3), ("note", 0), ("language", False), ("container-title", 2.5),
    ],
)  # fmt: skip
def test_the_schema_takes_an_unquoted_text_that_check_accepts(field, value, tmp_path):
    whole = json.loads(json.dumps(SMALL))
    whole["citations"]["a"][field] = value
    assert checked(whole, tmp_path)
    validator().validate(whole)


@pytest.mark.parametrize("code", ["8E43", 8e43, "MG30.01"])
def test_the_schema_takes_a_code_that_a_reader_makes_a_number_of(code, tmp_path):
    whole = json.loads(json.dumps(SMALL))
    whole["conditions"]["sore-knee"]["codes"] = {"icd11": [code]}
    validator().validate(whole)


@pytest.mark.parametrize("name", list(json.loads(schema.of_file())["$defs"]))
def test_the_schema_takes_a_number_with_quotes_and_without_as_check_does(name):
    definitions = json.loads(schema.of_file())["$defs"]
    for field, part in definitions[name].get("properties", {}).items():
        kinds = part.get("type", [])
        if "number" in kinds or "integer" in kinds:
            taken = Draft202012Validator({**part, "$defs": definitions})
            for value in (2, "2"):
                fits = reading_accepts(name, field, str(value))
                assert not fits or taken.is_valid(value), (name, field, value)


def reading_accepts(name, field, text):
    """Tell whether the reader takes a text in a field."""
    kind = next(each.type for each in msgspec.structs.fields(getattr(model, name)) if each.encode_name == field)
    return not list(decode.explain(text, kind, ()))


def test_an_exported_file_fits_the_schema_as_readers_of_yaml_1_2_see_it(tmp_path):
    whole = json.loads(json.dumps(SMALL))
    whole["citations"]["a"] |= {"issued": "2011", "edition": "1e3", "page": "311e12", "volume": "08"}
    whole["conditions"]["sore-knee"]["codes"] = {"icd11": ["8E43", "1E91", "8E43.00"]}
    path = tmp_path / "file.yaml"
    path.write_text(json.dumps(whole), "utf-8")
    known = reading.load_valid(str(path))
    file = model.KnowledgeFile(
        magpain="1", intervention=known.intervention, reviewed=known.reviewed, groups=dict(known.groups),
        conditions=dict(known.conditions), citations=dict(known.citations),
    )  # fmt: skip
    read = read_by((1, 2), written.render(file))
    assert read["conditions"]["sore-knee"]["codes"]["icd11"] == ["8E43", "1E91", "8E43.00"]
    assert {name: read["citations"]["a"][name] for name in ("page", "edition", "volume")} == {
        "page": "311e12", "edition": "1e3", "volume": "08",
    }  # fmt: skip
