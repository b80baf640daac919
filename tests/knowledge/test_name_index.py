"""A name is found however it is spelled, and an id leads home whatever else bears its name."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from magpain.knowledge import name_index
from magpain.model import Codes, Condition, Extraction, Group, Study, Treatment

TODAY = datetime.date(2026, 6, 30)


def condition(name, *synonyms, mesh=(), icd11=()):
    codes = Codes(mesh=mesh, icd11=icd11)
    return Condition(
        name=name, group="g", summary="x", reviewed=TODAY, evidence_level="none", synonyms=synonyms, codes=codes
    )


def group(name, *synonyms):
    return Group(name=name, summary="x", synonyms=synonyms)


def study(*conditions):
    extraction = Extraction(read="abstract", at="https://example.org", date=TODAY)
    return Study(
        citation="c", design="rct", population="x", intervention=Treatment(route="oral"), comparator="x",
        direction="unclear", ocebm_level=2, extraction=extraction, conditions=conditions,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("spelled", "folded"),
    [
        ("Period pain", "period pain"),
        ("PERIOD-PAIN", "period pain"),
        ("  period\t\n pain ", "period pain"),
        ("period–pain", "period pain"),
        ("period_pain", "period pain"),
        ("period＿pain", "period pain"),
        ("Raynaud's", "raynauds"),
        ("Raynaud’s", "raynauds"),
        ("Ménière", "meniere"),
        ("Me\u0301nie\u0300re", "meniere"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ΑΊΜΑ", "αιμα"),
        ("ﬁbro", "fibro"),
        ("Mg²⁺", "mg2"),
        ("MG30.01", "mg30 01"),
        ("CRPS (type I)", "crps type i"),
        ("痛み", "痛み"),
        ("боль", "боль"),
        ("", ""),
        ("- ' _ !", ""),
    ],
)
def test_case_accents_spaces_dashes_and_apostrophes_do_not_matter(spelled, folded):
    assert name_index.fold(spelled) == folded


@given(st.text())
@example("ᾳ ͅ ŉ ǰ ϴ ẞ ŀ ½ ﹍ ＇ ʼ")
@example("\ud800")
def test_folding_twice_changes_nothing(name):
    assert name_index.fold(name_index.fold(name)) == name_index.fold(name)


def test_every_way_to_name_a_condition_or_group_is_in_the_index():
    conditions = {"period-pain": condition("Dysmenorrhoea", "menstrual cramps", mesh=("D004412",), icd11=("GA34.3",))}
    assert name_index.index(conditions, {"pelvic": group("Pelvic pain", "pelvis")}) == {
        "period pain": ("period-pain",),
        "dysmenorrhoea": ("period-pain",),
        "menstrual cramps": ("period-pain",),
        "d004412": ("period-pain",),
        "ga34 3": ("period-pain",),
        "pelvic": ("pelvic",),
        "pelvic pain": ("pelvic",),
        "pelvis": ("pelvic",),
    }


def test_who_shares_a_name_shares_its_entry():
    found = name_index.index({"a": condition("Pain", "ache"), "b": condition("pain")}, {"c": group("PAIN", "ache")})
    assert found["pain"] == ("a", "b", "c")
    assert found["ache"] == ("a", "c")


def test_a_name_that_one_condition_bears_twice_counts_once():
    assert name_index.index({"pain": condition("Pain", "PAIN", "pain")}, {})["pain"] == ("pain",)


def test_an_id_outranks_a_name_a_name_a_synonym_and_a_synonym_a_code():
    conditions = {
        "headache": condition("Cephalalgia", "MG30"),
        "b": condition("Headache", "c name"),
        "c": condition("C name", "headache", "cephalalgia", icd11=("MG30",)),
    }
    found = name_index.index(conditions, {"g": group("g", "HEADACHE")})
    assert found["headache"] == ("headache",)
    assert found["c name"] == ("c",)
    assert found["cephalalgia"] == ("headache",)
    assert found["mg30"] == ("headache",)


def test_a_condition_has_its_studies_in_the_order_of_the_file():
    studies = {"z": study("a", "b"), "y": study("b"), "x": study(), "w": study("a")}
    assert name_index.studies_of(studies) == {"a": ("z", "w"), "b": ("z", "y")}
