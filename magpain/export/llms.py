"""Writes `llms.txt`: what a site is, and which of its files programs and language models should read."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import NOT_ADVICE, ConditionRow
from magpain.formats import words
from magpain.model import Knowledge
from magpain.query.common import condition_row, subject


def render(knowledge: Knowledge) -> str:
    """Return the file: what the site has, how to quote it, and the JSON file of each condition with its verdict."""
    name = subject(knowledge)
    rows = [condition_row(knowledge, key, condition) for key, condition in knowledge.conditions.items()]
    more = [section for section in ("safety", "background") if getattr(knowledge, section)]
    made = f" Read and rated by {knowledge.provenance}." if knowledge.provenance else ""
    licence = f" Licence: {knowledge.licence}." if knowledge.licence else ""
    lines = [
        f"# {name[:1].upper()}{name[1:]}: the evidence",
        "",
        f"> What studies of {name} found for {len(rows)} conditions, how certain that is (GRADE), and which papers "
        f"say so. Literature last searched {knowledge.reviewed}.",
        "",
        f"{NOT_ADVICE}{made}{licence}",
        "",
        "Quote a verdict together with its certainty, and cite the papers behind it. Very low certainty means that "
        "the evidence is too uncertain to tell; no difference shown does not mean no effect.",
        "",
        "## Conditions",
        "",
        "One JSON file each: verdict, certainty, findings, doses, guidelines, claims, cautions and references.",
        "",
        *(_line(each) for each in rows),
        "",
        "## Everything at once",
        "",
        "- [Map](index.json): every condition by route of administration",
        "- [Studies](studies.json): every study with its results",
        "- [References](references.json): every paper, as CSL JSON",
        *_topics(more),
    ]
    return "\n".join(lines) + "\n"


def _line(each: ConditionRow) -> str:
    level = words.LEVEL_WORDS.get(each.evidence_level, each.evidence_level)
    certainty = f", {level} certainty" if each.evidence_level != "none" else ""
    called = " ".join((each.plain_name or each.name).replace("[", "(").replace("]", ")").split())
    return f"- [{called}](conditions/{each.id}.json): {each.verdict_short}{certainty}"


def _topics(sections: list[str]) -> Iterator[str]:
    if "safety" in sections:
        yield "- [Safety](safety.json): adverse effects, who should ask first, interactions, upper limits"
    if "background" in sections:
        yield "- [Mechanism and history](mechanism.json): how it could act"
