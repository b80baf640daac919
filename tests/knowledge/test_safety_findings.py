"""Rated harms: every rule about a condition's findings holds for those of a safety topic."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
import yaml

from magpain import knowledge
from magpain.model import DOMAINS

DATA = Path(__file__).parents[1] / "data"
BAD = Path(__file__).parent / "bad"
HARMS = DATA / "harms.yaml"
# The bad files whose breach is in a finding of a condition.
BREACHES = sorted(
    path
    for path in BAD.glob("*.yaml")
    if re.search(r" conditions\.[^.]+\.findings\.", path.with_suffix(".txt").read_text("utf-8"))
)


def made():
    """Return the made-up file as a tree of plain values, in which dates and numbers are texts or numbers."""
    return yaml.safe_load(HARMS.read_text("utf-8"))


def checked(tree, folder):
    path = folder / "file.yaml"
    path.write_text(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True), "utf-8")
    return knowledge.check(path)


def rules_at(problems, start):
    """Return the rules broken in findings whose path begins so, with the path within the finding."""
    found = ((each.rule, each.path) for each in problems if each.path.startswith(start))
    return sorted((rule, path.removeprefix(start)) for rule, path in found)


def moved(tree):
    """Return a file with the findings of its first rated condition in a safety topic, with a route and a dose each."""
    tree = copy.deepcopy(tree)
    condition = next(each for each in tree["conditions"].values() if each.get("findings"))
    findings = condition.pop("findings")
    condition.pop("primary", None)
    condition["evidence_level"] = "none"
    for finding in findings:
        given = finding["intervention"]
        given.setdefault("dose", "any")
        given["route"] = "oral" if given["route"] == "any" else given["route"]
    tree.setdefault("safety", {})["harms"] = {"title": "Harms", "statements": [], "findings": findings}
    return tree


@pytest.mark.usefixtures("today")
def test_the_made_up_file_is_sound():
    assert knowledge.check(HARMS) == ()


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("path", BREACHES, ids=lambda path: path.stem)
def test_a_rule_about_findings_holds_in_a_safety_topic(path, tmp_path):
    tree = yaml.safe_load(path.read_text("utf-8"))
    key = next((key for key, each in tree["conditions"].items() if each.get("findings")), None)
    before = rules_at(checked(tree, tmp_path), f"conditions.{key}.findings.")
    assert before
    assert rules_at(checked(moved(tree), tmp_path), "safety.harms.findings.") == before


# What breaks a rated harm, the rule that says so, and where.
SLIPS = [
    (("studies", ["nowhere-2020"]), "ids-resolve", "studies.0"),
    (("cites", ["nowhere-2020"]), "ids-resolve", "cites.0"),
    (("evidence", {"studies": 12, "participants": 40}), "imprecision-at-least", "certainty.imprecision"),
    (("evidence", {"studies": 12, "participants": 5}), "evidence-is-counted", "evidence.participants"),
    (("results", {"oral-review-2020": "vomiting"}), "result-is-its-studys", "results.oral-review-2020"),
    (("effect.direction", "favours-intervention"), "direction-agrees", "effect.direction"),
    (("effect.ci.low", 3.2), "interval-contains-estimate", "effect"),
    (("effect.estimate", 2.9), "numbers-are-the-sources", "effect.estimate"),
    (("effect.absolute.intervention", 50), "absolute-agrees", "effect.absolute"),
    (("effect.threshold", "nowhere"), "ids-resolve", "effect.threshold"),
    (("effect.measure", "MD"), "threshold-fits", "effect.threshold"),
    (("certainty.rating", "high"), "certainty-adds-up", "certainty.rating"),
    (("certainty.risk_of_bias", {"step": -1}), "step-has-reason", "certainty.risk_of_bias"),
    (("certainty.risk_of_bias.step", 0), "bias-zero-needs-low", "certainty.risk_of_bias"),
    (("certainty.start", "low"), "certainty-adds-up", "certainty.rating"),
    (("id", "stopping-oral"), "finding-id-is-unique", None),
    (("intervention.route", "any"), "harm-has-route-and-dose", "intervention.route"),
    (("intervention.routes", ["oral", "topical"]), "joined-routes-are-several", "intervention.routes"),
]


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(("slip", "rule", "where"), SLIPS, ids=lambda value: str(value)[:40])
def test_a_slip_in_a_rated_harm_is_found(slip, rule, where, tmp_path):
    tree = made()
    place = tree["safety"]["by-mouth"]["findings"][0]
    *way, last = slip[0].split(".")
    for name in way:
        place = place[name]
    place[last] = slip[1]
    found = [each for each in checked(tree, tmp_path) if each.rule == rule]
    assert found
    assert where is None or any(each.path.startswith(f"safety.by-mouth.findings.0.{where}") for each in found)


@pytest.mark.usefixtures("today")
def test_a_retracted_trial_supports_no_rated_harm(tmp_path):
    tree = made()
    tree["citations"]["pregnancy-trial-2002"]["integrity"] = {"status": "retracted", "checked_on": "2026-02-01"}
    found = rules_at(checked(tree, tmp_path), "safety.by-vein.findings.1.")
    assert {path for rule, path in found if rule == "retracted-supports-nothing"} >= {"cites.0", "studies.0"}


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_of_a_rated_harm_is_required(domain, tmp_path):
    tree = made()
    del tree["safety"]["by-mouth"]["findings"][0]["certainty"][domain]
    assert [each.path for each in checked(tree, tmp_path)] == ["safety.by-mouth.findings.0.certainty"]
