"""Every id that a record names is followed to the section where it must stand."""

from __future__ import annotations

import datetime
from typing import get_args

import msgspec
import pytest

from magpain import links, model
from magpain.model import (
    Arm,
    Certainty,
    Claim,
    Condition,
    Effect,
    Evidence,
    Extraction,
    Finding,
    Form,
    RiskOfBias,
    Statement,
    Step,
    Study,
    Treatment,
)

DAY = datetime.date(2026, 6, 30)
SAME = Step(step=0)
RECORDS = [
    kind
    for kind in vars(model).values()
    if isinstance(kind, type) and issubclass(kind, model.Record) and kind not in (model.Record, model.KnowledgeFile)
]
# What these hold are ids of their own making, or (`results`) of the same record's `studies`, not of records elsewhere.
OWN = {
    ("Finding", "id"), ("Finding", "results"), ("Condition", "primary"), ("Dosing", "forms"),
    ("Condition", "formerly"), ("Group", "formerly"),
}  # fmt: skip


def certainty(rated_by="magpain"):
    return Certainty(
        start="high", risk_of_bias=SAME, inconsistency=SAME, indirectness=SAME, imprecision=SAME, publication_bias=SAME,
        rating="high", rated_by=rated_by,
    )  # fmt: skip


FINDING = Finding(
    id="f", population="x", intervention=Treatment(route="oral", form_id="oxide"), comparator="x", outcome="x",
    effect=Effect(direction="mixed", size="unclear", better="lower", source="source"), evidence=Evidence(studies=2),
    certainty=certainty("rater"), cites=("a", "b"), studies=("s",),
)  # fmt: skip
STUDY = Study(
    citation="c", design="rct", population="x", intervention=Treatment(route="oral"), comparator="x",
    direction="unclear", ocebm_level=2, conditions=("pain", "ache"), also_reported_in=("d",), arms=(Arm(name="x"),),
    extraction=Extraction(read="abstract", at="https://example.org", date=DAY),
    risk_of_bias=RiskOfBias(judgement="low", reason="x", judged_by="judge"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("record", "found"),
    [
        (
            FINDING,
            [
                (("cites", 0), "citations", "a"),
                (("cites", 1), "citations", "b"),
                (("studies", 0), "studies", "s"),
            ],
        ),
        (FINDING.effect, [(("source",), "citations", "source")]),
        (FINDING.certainty, [(("rated_by",), "citations", "rater")]),
        (FINDING.intervention, [(("form_id",), "forms", "oxide")]),
        (
            STUDY,
            [
                (("also_reported_in", 0), "citations", "d"),
                (("citation",), "citations", "c"),
                (("conditions", 0), "conditions", "pain"),
                (("conditions", 1), "conditions", "ache"),
            ],
        ),
        (STUDY.risk_of_bias, [(("judged_by",), "citations", "judge")]),
        (Claim(text="x", verdict="supported", why="x", made_in=("m",)), [(("made_in", 0), "citations", "m")]),
        (Form(name="x", cites=("a",)), [(("cites", 0), "citations", "a")]),
        (
            Condition(name="x", group="g", summary="x", reviewed=DAY, evidence_level="none", primary="f"),
            [(("group",), "groups", "g")],
        ),
        (Evidence(studies=2), []),
        (Treatment(route="oral"), []),
    ],
)
def test_the_ids_that_a_record_names_itself(record, found):
    assert list(links.references(record)) == found


def test_magpain_rates_without_a_citation_and_is_an_id_like_any_other_elsewhere():
    assert list(links.references(certainty("magpain"))) == []
    assert list(links.references(RiskOfBias(judgement="low", reason="x"))) == []
    assert list(links.references(msgspec.structs.replace(FINDING.effect, source="magpain"))) == [
        (("source",), "citations", "magpain")
    ]
    assert (("citation",), "citations", "magpain") in links.references(
        msgspec.structs.replace(STUDY, citation="magpain")
    )


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_no_field_that_holds_ids_is_forgotten(kind):
    def holds_ids(hint):
        return hint == model.Id or any(holds_ids(part) for part in get_args(hint))

    fields = {field.name for field in msgspec.structs.fields(kind) if holds_ids(field.type)}
    own = {name for owner, name in OWN if owner == kind.__name__}
    assert fields - own <= set(links._REFERRING)


@pytest.mark.parametrize("section", sorted(set(links._REFERRING.values()) - {"forms"}))
def test_every_section_that_is_referred_to_exists(section):
    assert section in model.KnowledgeFile.__struct_fields__


def test_the_citations_within_a_record_come_in_the_order_of_its_fields():
    assert list(links.cited_in(FINDING)) == ["a", "b", "source", "rater"]
    assert list(links.cited_in((FINDING.effect, (STUDY,), None, "text", 1))) == ["source", "d", "c", "judge"]
    assert list(links.cited_in(Statement(text="x", cites=()))) == []


def test_a_field_that_holds_whole_records_names_no_ids():
    page = msgspec.defstruct("Page", [("studies", tuple[Study, ...])])
    assert list(links.references(page(studies=(STUDY,)))) == []
    assert list(links.cited_in(page(studies=(STUDY,)))) == ["d", "c", "judge"]
