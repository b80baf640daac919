"""Every rule has a bad file beside the exact lines that it must earn, and so has every fault of reading."""

from __future__ import annotations

import ast
import datetime
import inspect
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from magpain import knowledge, model, skeleton
from magpain.errors import KnowledgeError
from magpain.knowledge import decode, rules, slips, source
from magpain.model import (
    Absolute,
    Arm,
    ArmResult,
    ArmValue,
    Certainty,
    Citation,
    Condition,
    Effect,
    Evidence,
    Extraction,
    Finding,
    Interval,
    KnowledgeFile,
    PublishedRating,
    Recommendation,
    Result,
    Step,
    Study,
    Treatment,
    Upgrade,
)

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.yaml"))
RULES = [rules.rule_id(rule) for rule in rules.every()]
ROOMS = (
    rules.arms, rules.citations, rules.doses, rules.findings, rules.numbers, rules.records, rules.studies,
    rules.verdicts, rules.whole,
)  # fmt: skip
# What most of the small files here would be told of besides: their files about these rules say enough.
ASIDE = {
    "bias-zero-needs-low", "imprecision-at-least", "little-or-no-needs-interval", "published-rating-recorded",
    "size-follows-threshold", "step-needs-reason",
}  # fmt: skip
# A file that is too large would be too large for the tests too: test_source.py makes one.
WITHOUT_FILE = {"size"}


def earned_by(path, monkeypatch):
    """Return the lines that a file earns, as `magpain check` writes them, without the file's name.

    Warnings of some rules are left out, but in the files that are about these.
    """
    if path.stem == "too-many":
        monkeypatch.setattr(source, "MAX_FAULTS", 4)
    aside = ASIDE - {path.stem.partition("--")[0]}
    found = (each for each in knowledge.check(path) if each.severity == "error" or each.rule not in aside)
    return [str(problem).removeprefix(f"{path}:") for problem in found]


def fault_ids(module):
    """Return the ids that a module gives to its faults: the last text in each call that makes one."""
    makers = {"Fault", "_fault", "_at", "Mismatch", "_replace"}
    for call in ast.walk(ast.parse(inspect.getsource(module))):
        name = getattr(getattr(call, "func", None), "attr", getattr(getattr(call, "func", None), "id", None))
        if isinstance(call, ast.Call) and name in makers:
            last = (call.keywords[-1].value if call.keywords else call.args[-1],)
            branches = (last[0].body, last[0].orelse) if isinstance(last[0], ast.IfExp) else last
            yield from (part.value for part in branches if isinstance(part, ast.Constant))


READING = sorted({slips.RULE, *(rule for module in (source, decode, knowledge) for rule in fault_ids(module))})


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_file_earns_exactly_its_lines(path, monkeypatch):
    assert earned_by(path, monkeypatch) == path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_told_from_a_bad_file(path):
    if path.stem.partition("--")[0] in rules.WARNINGS:
        assert knowledge.load(path).conditions
        return
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(path)
    assert caught.value.problems == tuple(item for item in knowledge.check(path) if item.severity == "error")
    assert str(caught.value).startswith(f"{path}:")


@pytest.mark.parametrize("rule", [*RULES, *READING])
def test_every_rule_has_a_bad_file(rule):
    if rule not in WITHOUT_FILE:
        assert (BAD / f"{rule}.yaml").exists(), f"tests/knowledge/bad/{rule}.yaml is missing"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_bad_file_is_named_after_a_rule_that_it_breaks(path):
    rule = path.stem.partition("--")[0]
    lines = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert rule in (*RULES, *READING)
    assert any(line.endswith(f"[{rule}]") for line in lines)
    told = {line.rpartition("[")[2].rstrip("]") for line in lines}
    assert rule in READING or told - rules.WARNINGS <= {rule}


def test_nothing_else_lies_among_the_bad_files():
    assert {path.with_suffix(suffix) for path in FILES for suffix in (".yaml", ".txt")} == set(BAD.iterdir())


def test_the_ids_of_faults_are_found():
    assert {"syntax", "empty", "type", "value", "too-many", "missing-field", "merge-key", "size"} <= set(READING)


def test_no_two_rules_share_an_id():
    assert len({*RULES, *READING}) == len(RULES) + len(READING)


def test_every_rule_is_asked():
    written = [
        function
        for room in ROOMS
        for name, function in inspect.getmembers(room, inspect.isfunction)
        if not name.startswith("_") and function.__annotations__.get("return") == "Violations"
    ]
    assert sorted(RULES) == sorted(map(rules.rule_id, written))
    assert all(rule.__doc__ for rule in rules.every())


def met(whole):
    """Return what one walk through a file meets."""
    seen = rules.whole.Met()
    for _path, record in rules.outermost(whole):
        seen.see(record)
    return seen


def all_records(whole):
    """Return every record of a file with its path."""
    return [each for path, record in rules.outermost(whole) for each in rules.within(record, path)]


def test_warnings_are_rules():
    assert {*RULES, slips.RULE} >= rules.WARNINGS


def test_what_came_with_the_second_format_is_a_warning_in_a_file_of_the_first(tmp_path):
    for rule in rules.SINCE_2:
        text = (BAD / f"{rule}.yaml").read_text("utf-8")
        path = tmp_path / f"{rule}.yaml"
        path.write_text(text.replace('magpain: "2"', 'magpain: "1"', 1), "utf-8")
        found = [problem for problem in knowledge.check(path) if problem.rule == rule]
        assert found
        assert {problem.severity for problem in found} == {"warning"}
        assert knowledge.load(path).format == "1"


def certainty(start="high", *steps, upgrades=(), rating="low"):
    given = dict(zip(model.DOMAINS, (Step(step=step, reason="why") for step in (*steps, 0, 0, 0, 0, 0)), strict=False))
    raised = tuple(Upgrade(domain="large-effect", step=step, reason="why") for step in upgrades)
    return Certainty(start=start, rating=rating, rated_by="magpain", upgrades=raised, **given)


@pytest.mark.parametrize(
    ("given", "rating"),
    [
        (certainty("high"), "high"),
        (certainty("high", -1), "moderate"),
        (certainty("high", -1, -1), "low"),
        (certainty("high", -2), "low"),
        (certainty("high", -1, -2), "very-low"),
        (certainty("high", -2, -2, -2, -2, -2), "very-low"),
        (certainty("low"), "low"),
        (certainty("low", -1), "very-low"),
        (certainty("low", upgrades=[1]), "moderate"),
        (certainty("low", upgrades=[2]), "high"),
        (certainty("low", upgrades=[2, 1]), "high"),
        (certainty("low", -1, upgrades=[1]), "low"),
    ],
)
def test_a_rating_is_what_its_steps_add_up_to(given, rating):
    assert rules.findings.rating_of(given) == rating


def compared(measure, estimate, low=None, high=None, *, better="lower", level=95, kind=Result):
    """Return a result or an effect that compares two groups with these numbers."""
    interval = None if low is None else Interval(level=level, low=low, high=high)
    numbers = {"measure": measure, "estimate": estimate, "ci": interval, "better": better, "unit": "points"}
    if kind is Effect:
        return Effect(direction="unclear", size="unclear", **numbers)
    return Result(outcome="pain", comparison="between-groups", text="x", locator="x", **numbers)


FOR, AGAINST = "favours-intervention", "favours-comparator"


@pytest.mark.parametrize("kind", [Result, Effect])
@pytest.mark.parametrize(
    ("measure", "estimate", "low", "high", "better", "refused"),
    [
        ("MD", -1, -2, -0.5, "lower", {AGAINST}),
        ("MD", -1, -2, -0.5, "higher", {FOR}),
        ("MD", 1, 0.5, 2, "lower", {FOR}),
        ("MD", 1, 0.5, 2, "higher", {AGAINST}),
        ("MD", -1, -2, 0, "lower", {AGAINST}),
        ("MD", 1, 0, 2, "lower", {FOR}),
        ("MD", -1, None, None, "lower", {AGAINST}),
        ("MD", 1, None, None, "lower", {FOR}),
        ("MD", 0, None, None, "lower", set()),
        ("MD", 0, 0, 0, "lower", set()),
        ("RR", 0.5, 0.3, 0.8, "lower", {AGAINST}),
        ("RR", 0.5, 0.3, 0.8, "higher", {FOR}),
        ("OR", 2, 1.5, 3, "lower", {FOR}),
        ("HR", 1, None, None, "lower", set()),
        ("RoM", 0.9, 0.8, 1, "lower", {AGAINST}),
        ("SMD", -0.5, -0.9, -0.1, "lower", {AGAINST}),
        ("RD", 0.2, 0.1, 0.3, "higher", {AGAINST}),
        (None, -1, None, None, "lower", set()),
        ("MD", None, None, None, "lower", set()),
    ],
)
def test_a_direction_that_the_numbers_rule_out_is_refused(kind, measure, estimate, low, high, better, refused):
    record = compared(measure, estimate, low, high, better=better, kind=kind)
    for direction in ("favours-intervention", "favours-comparator", "no-difference", "mixed", "unclear", None):
        told = list(rules.numbers.direction_agrees(msgspec.structs.replace(record, direction=direction), None))
        assert bool(told) == (direction in refused)


@pytest.mark.parametrize(
    ("kind", "level", "refused"),
    [(Result, 95, {FOR, AGAINST}), (Result, 99, {FOR, AGAINST}), (Result, 90, {AGAINST}), (Effect, 95, set())],
)
def test_an_interval_that_spans_no_effect_favours_nobody_in_one_study(kind, level, refused):
    record = compared("MD", -1, -3, 1, level=level, kind=kind)
    told = {
        way
        for way in (FOR, AGAINST, "no-difference")
        if list(rules.numbers.direction_agrees(msgspec.structs.replace(record, direction=way), None))
    }
    assert told == refused


def test_a_result_that_does_not_say_what_is_better_can_not_contradict():
    record = msgspec.structs.replace(compared("MD", -1, -2, -0.5), better=None, direction=AGAINST)
    assert list(rules.numbers.direction_agrees(record, None)) == []


@pytest.mark.parametrize(
    ("estimate", "low", "high", "told"),
    [
        (1, 1, 1, 0),
        (1, 0, 2, 0),
        (0, 0, 2, 0),
        (2, 0, 2, 0),
        (2.1, 0, 2, 1),
        (-0.1, 0, 2, 1),
        (1, 2, 0, 1),
        (None, 2, 0, 1),
        (None, 0, 2, 0),
        (1, None, None, 0),
    ],
)
def test_an_interval_contains_its_estimate(estimate, low, high, told):
    assert len(list(rules.numbers.interval_contains_estimate(compared("MD", estimate, low, high), None))) == told


@pytest.mark.parametrize(
    ("measure", "estimate", "low", "high", "told"),
    [
        ("RR", 0, None, None, 1),
        ("RR", 0.5, 0, 1, 0),
        ("RR", 0.5, -0.1, 1, 1),
        ("RR", 0.5, 0.1, 1, 0),
        ("RR", None, None, None, 0),
        ("MD", -1, -2, 0, 0),
    ],
)
def test_a_ratio_is_above_zero(measure, estimate, low, high, told):
    assert len(list(rules.numbers.ratio_is_positive(compared(measure, estimate, low, high), None))) == told


@pytest.mark.parametrize(
    ("changes", "numeric"),
    [
        ({}, False),
        ({"estimate": 1.0}, True),
        ({"estimate": 0.0}, True),
        ({"p": "0.03"}, True),
        ({"values": ({"arm": "a"},)}, True),
        ({"p": "0.03", "comparison": "within-group"}, False),
    ],
)
def test_a_numeric_result_compares_groups_with_a_number(changes, numeric):
    fields = {"outcome": "x", "comparison": "between-groups", "text": "x", "locator": "x"}
    assert rules.studies.is_numeric(msgspec.convert(fields | changes, Result)) == numeric


def told_of(rule, record, knowledge=None):
    return len(list(rule(record, knowledge)))


@pytest.mark.parametrize(
    ("p", "level", "significant"),
    [
        ("0.04", 0.05, True), ("=0.04", 0.05, True), ("0.05", 0.05, None), ("0.06", 0.05, False),
        ("<0.05", 0.05, True), ("<=0.01", 0.05, True), ("<0.1", 0.05, None), (">0.05", 0.05, False),
        (">=0.2", 0.05, False), (">0.01", 0.05, None), ("NS", 0.05, False), ("NS", 0.01, False), ("NS", 0.1, None),
        ("0.02", 0.01, False), ("1e-5", 0.05, True), ("0", 0.05, True), ("1.0", 0.05, False),
    ],
)  # fmt: skip
def test_a_printed_p_value_is_below_a_level_or_not_or_can_not_tell(p, level, significant):
    assert rules.numbers.is_significant(p, level) is significant


@pytest.mark.parametrize(
    ("p", "low", "high", "level", "measure", "told"),
    [
        ("0.01", -2, -1, 95, "MD", 0), ("0.06", -2, -1, 95, "MD", 1), ("NS", -2, -1, 95, "MD", 1),
        ("0.06", -2, 1, 95, "MD", 0), ("0.01", -2, 1, 95, "MD", 1), ("0.03", -2, 1, 99, "MD", 0),
        ("0.01", -2, 0, 95, "MD", 0), ("0.06", -2, 0, 95, "MD", 0), ("0.01", 0.8, 1.2, 95, "RR", 1),
        ("0.01", 0.8, 0.9, 95, "RR", 0), ("<0.1", -2, 1, 95, "MD", 0), ("0.01", -2, 1, 95, None, 0),
        (None, -2, 1, 95, "MD", 0), ("0.01", None, None, 95, "MD", 0),
    ],
)  # fmt: skip
def test_a_p_value_fits_the_interval_beside_it(p, low, high, level, measure, told):
    record = msgspec.structs.replace(compared(measure, low, low, high, level=level), p=p)
    assert told_of(rules.numbers.p_fits_interval, record) == told


@pytest.mark.parametrize(
    ("text", "p", "told"),
    [
        ("Pain fell further (p=0.03).", "0.03", 0), ("Pain fell further (P = 0.03).", "0.30", 1),
        ("Pain fell further (p=0.03).", "<0.03", 1), ("Pain fell further (p<0.03).", "<0.03", 0),
        ("Pain fell further (p=0.03).", "NS", 0), ("Pain fell further (p=0.03).", None, 0),
        ("Pain (p=0.03) and sleep (p=0.2) fell.", "0.5", 0), ("Pain fell further.", "0.03", 0),
        ("By 1 point (95% CI 0.5 to 2).", None, 0), ("By 1 point (95% CI -2 to -0.5).", None, 0),
        ("By 1 point (0.5 to 3).", None, 0), ("By 1 point (95% CI 0.5 to 3).", None, 1),
        ("By 1 point (RR 0.3, 95% CI, 0.5 to 2), from 5.7 to 4.7.", None, 0),
        ("From 5.7 to 4.7 points.", None, 0),
    ],
)  # fmt: skip
def test_a_result_has_the_numbers_that_its_text_prints(text, p, told):
    record = msgspec.structs.replace(compared("MD", -1, -2, -0.5), text=text, p=p)
    assert told_of(rules.numbers.text_prints_the_numbers, record) == told
    assert told_of(rules.numbers.text_prints_the_numbers, msgspec.structs.replace(record, ci=None, p=p)) == (
        told and p is not None
    )


@pytest.mark.parametrize(
    ("isbn", "told"),
    [
        (None, 0), ("1864962372", 0), ("0-8044-2957-X", 0), ("080442957x", 0), ("978-3-16-148410-0", 0),
        ("9783161484100", 0), ("9783161484101", 1), ("1864962373", 1), ("977316148410", 1), ("X864962372", 1),
    ],
)  # fmt: skip
def test_an_isbn_ends_in_its_check_digit(isbn, told):
    extraction = Extraction(read="abstract", at="https://example.org", date=datetime.date(2026, 1, 31))
    record = Citation(type="book", title="x", issued="2020", extraction=extraction, ISBN=isbn)
    assert told_of(rules.citations.isbn_adds_up, record) == told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://doi.org/10.1000/a.b", 0),
        ("https://doi.org/10.1000/A.B?download=1#page", 0),
        ("https://example.org/doi/10.1000/a.b/full", 0),
        ("https://doi.org/10.1000%2Fa.b", 0),
        ("https://doi.org/10.1000/a.bc", 1),
        ("https://doi.org/10.1000/a.b12", 1),
        ("https://doi.org/10.1000/a.b.pub2", 1),
        ("https://doi.org/10.1000/a.b-c", 1),
        ("https://example.org/doi/epdf/10.1000/a.b?src=x", 0),
        ("https://example.org/doi/10.1000/a.b.epdf", 0),
        ("https://example.org/doi/10.1000/a.b.full.pdf+html", 0),
        ("https://example.org/doi/pdf/10.1000%2FA%2EB.pdf", 0),
        ("https://example.org/content/10.1000/a.bv12", 0),
        ("https://example.org/content/10.1000/a.bv3.full-text", 0),
        ("https://example.org/content/10.1000/a.b-v2", 0),
        ("https://example.org/content/10.1000/a.b_v1.supplementary-material", 0),
        ("https://example.org/10.1000/a.b.t002", 0),
        ("https://example.org/10.1000/a.b&domain=pdf", 0),
        ("https://example.org/10.1000/a.b;jsessionid=1.2", 0),
        ("https://example.org/10.1000/a.b.", 0),
        ("https://example.org/10.1000/a.b).", 0),
        ("https://example.org/10.1000/a.b,", 0),
        ("https://example.org/10.1000/a.b&amp;x=1", 0),
        ("https://zenodo.org/doi/10.5281/zenodo.123", 0),
        ("https://doi.org/10.1000/a", 1),
        ("https://pubmed.ncbi.nlm.nih.gov/12345/", 0),
        ("https://www.ncbi.nlm.nih.gov/pubmed/12345", 0),
        ("https://pubmed.ncbi.nlm.nih.gov/1234", 1),
        ("https://pubmed.ncbi.nlm.nih.gov/123456", 1),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC777/table/1", 0),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC7777", 1),
        ("https://example.org/a", 0),
    ],
)
def test_an_address_names_the_same_paper(address, told):
    extraction = Extraction(read="abstract", at=address, date=datetime.date(2026, 1, 31))
    names = {"type": "article-journal", "title": "x", "issued": "2020"}
    full = Citation(**names, extraction=extraction, DOI="10.1000/a.b", PMID="12345", PMCID="PMC777")
    assert told_of(rules.citations.address_names_the_paper, full) == told
    assert told_of(rules.citations.address_names_the_paper, msgspec.structs.replace(full, URL=address)) == 2 * told
    elsewhere = msgspec.structs.replace(full, extraction=msgspec.structs.replace(extraction, read="secondary-source"))
    assert told_of(rules.citations.address_names_the_paper, elsewhere) == 0
    assert told_of(rules.citations.address_names_the_paper, Citation(**names, extraction=extraction)) == 0


def numbered(**numbers):
    """Return a finding of one review and that review's study, with these numbers in both."""
    told = {"measure": "MD", "estimate": -1.0, "ci": Interval(level=95, low=-2, high=-0.5), "i2": 40.0} | numbers
    effect = Effect(direction=FOR, size="small", better="lower", source="paper", unit="points", **told)
    result = Result(
        outcome="x", comparison="between-groups", text="x", locator="x", better="lower", unit="points", **told
    )
    result = msgspec.structs.replace(result, direction=FOR, studies=3, participants=200)
    step = dict.fromkeys(model.DOMAINS, Step(step=0))
    finding = Finding(
        id="x",
        population="x",
        intervention=Treatment(route="oral"),
        comparator="x",
        outcome="x",
        effect=effect,
        evidence=Evidence(studies=3, participants=200),
        certainty=Certainty(start="high", rating="high", rated_by="magpain", **step),
        cites=("paper",),
        studies=("gone", "review"),
    )
    return finding, result


def told_by_source(forms, finding, *results, **changes):
    """Return what is told of a finding beside its source's study, which has these results."""
    study = Study(
        citation="paper",
        design="meta-analysis",
        population="x",
        intervention=Treatment(route="oral"),
        comparator="x",
        direction="unclear",
        ocebm_level=1,
        extraction=Extraction(read="abstract", at="https://example.org", date=datetime.date(2026, 1, 31)),
        results=results,
    )
    whole = msgspec.structs.replace(forms, studies={"review": msgspec.structs.replace(study, **changes)})
    return [".".join(map(str, path)) for path, _message in rules.findings.numbers_are_the_sources(finding, whole)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"estimate": -1.1}, ["effect.estimate"]),
        ({"estimate": 1.0}, ["effect.estimate"]),
        ({"measure": "SMD"}, ["effect.estimate"]),
        ({"ci": None}, ["effect.estimate"]),
        ({"ci": Interval(level=90, low=-2, high=-0.5)}, ["effect.estimate"]),
        ({"ci": Interval(level=95, low=-2, high=-0.4)}, ["effect.estimate"]),
        ({"i2": 41.0}, ["effect.estimate"]),
        ({"i2": None}, []),
        ({"p": "0.01"}, ["effect.estimate"]),
        ({"direction": AGAINST}, ["effect.estimate"]),
        ({"direction": "mixed"}, []),
        ({"estimate": 1.0, "ci": Interval(level=95, low=0.5, high=2), "better": "higher"}, []),
        ({"estimate": -1.0, "better": "higher"}, ["effect.estimate"]),
        ({"estimate": None, "ci": None, "measure": None, "i2": None}, []),
        ({"source": "other"}, []),
    ],
)
def test_a_finding_repeats_the_numbers_of_its_source(forms, changes, told):
    finding, result = numbered()
    changed = msgspec.structs.replace(finding, effect=msgspec.structs.replace(finding.effect, **changes))
    assert told_by_source(forms, changed, result) == told
    assert told_by_source(forms, changed) == []


@pytest.mark.parametrize(
    ("counted", "told"), [((3, 200), []), ((4, 200), ["evidence"]), ((3, 201), ["evidence"]), ((3, None), ["evidence"])]
)
def test_a_finding_repeats_the_counts_of_its_source(forms, counted, told):
    finding, result = numbered()
    changed = msgspec.structs.replace(finding, evidence=Evidence(studies=counted[0], participants=counted[1]))
    assert told_by_source(forms, changed, result) == told
    silent = msgspec.structs.replace(result, studies=None, participants=None)
    assert told_by_source(forms, changed, silent) == []


def test_a_ratio_is_never_turned_round(forms):
    finding, result = numbered(measure="RR", estimate=0.5, ci=Interval(level=95, low=0.2, high=0.8))
    turned = msgspec.structs.replace(finding.effect, better="higher", direction=AGAINST)
    assert told_by_source(forms, msgspec.structs.replace(finding, effect=turned), result) == ["effect.estimate"]


def test_a_further_report_of_a_study_is_a_source_too(forms):
    finding, result = numbered()
    changed = msgspec.structs.replace(result, estimate=-1.5)
    assert told_by_source(forms, finding, changed, citation="first", also_reported_in=("paper",)) == ["effect.estimate"]


def test_an_address_of_a_study_without_a_citation_is_told_of_by_another_rule(forms):
    assert told_of(rules.citations.address_names_the_paper, numbered_study(), forms) == 0


def test_a_further_report_that_is_no_study_is_told_of_by_nobody(forms):
    study = msgspec.structs.replace(numbered_study(), also_reported_in=("letter", "abstract"))
    alike = msgspec.structs.replace(study, citation="another paper", also_reported_in=("letter",))
    whole = msgspec.structs.replace(forms, studies={"trial": study, "other": alike})
    assert list(rules.whole.citation_has_one_study(whole, met(whole))) == []


@pytest.mark.parametrize(
    ("text", "registered"),
    [
        (None, []),
        ("NCT00000001", ["NCT00000001"]),
        ("nct00000001 (EudraCT 2009-017372-24)", ["2009-017372-24", "NCT00000001"]),
        ("PROSPERO CRD42020000001", ["CRD42020000001"]),
        ("not registered, approval 123/45", []),
    ],
)
def test_a_registration_is_told_from_its_registry(text, registered):
    study = msgspec.structs.replace(numbered_study(), registration=text)
    assert rules.studies.registered(study) == registered


def numbered_study():
    return Study(
        citation="paper",
        design="rct",
        population="x",
        intervention=Treatment(route="oral"),
        comparator="x",
        direction="unclear",
        ocebm_level=2,
        extraction=Extraction(read="abstract", at="https://example.org", date=datetime.date(2026, 1, 31)),
    )


@pytest.mark.parametrize(
    ("study", "primary", "told"),
    [
        (FOR, [], 0), (FOR, [None], 0), (FOR, [FOR], 0), (FOR, [FOR, "no-difference"], 0), (FOR, ["no-difference"], 1),
        (FOR, [AGAINST], 1), ("no-difference", [FOR, AGAINST], 1), ("mixed", [FOR], 0), ("unclear", [AGAINST], 0),
        (FOR, ["mixed"], 0), ("no-difference", ["no-difference"], 0),
    ],
)  # fmt: skip
def test_a_study_points_where_a_primary_result_does(study, primary, told):
    plain = compared(None, None)
    results = tuple(msgspec.structs.replace(plain, primary=True, direction=way) for way in primary)
    record = msgspec.structs.replace(numbered_study(), direction=study, results=results)
    assert told_of(rules.studies.direction_is_primary_results, record) == told


@pytest.mark.parametrize(
    ("direction", "better", "comparator", "intervention", "told"),
    [
        (FOR, "lower", 20, 10, 0), (FOR, "lower", 10, 20, 1), (FOR, "lower", 10, 10, 1), (FOR, "higher", 10, 20, 0),
        (AGAINST, "lower", 10, 20, 0), (AGAINST, "lower", 20, 10, 1), (AGAINST, "higher", 20, 10, 0),
        ("no-difference", "lower", 20, 10, 0), (FOR, "lower", 101, 10, 1), (FOR, "lower", 10, -1, 1),
    ],
)  # fmt: skip
def test_absolute_numbers_are_people_and_point_where_the_effect_does(direction, better, comparator, intervention, told):
    numbers = Absolute(per=100, comparator=comparator, intervention=intervention, derivation="x")
    effect = Effect(direction=direction, size="small", better=better, absolute=numbers)
    assert told_of(rules.numbers.absolute_agrees, effect) == told


FORMS = """\
magpain: "1"
intervention: {name: Example, summary: Example.}
reviewed: 2026-01-31
dosing:
  forms:
    oxide: {name: Oxide, cites: [example], elemental_share: 0.6}
    secret: {name: Secret, cites: [example]}
citations:
  example:
    type: book
    title: "!"
    issued: "2020"
    extraction: {read: abstract, at: "https://example.org/a", date: 2026-01-31}
"""


@pytest.fixture
def forms(file):
    return knowledge.load(file(FORMS))


@pytest.mark.parametrize(
    ("source", "form_id", "salt", "element", "told"),
    [
        (None, None, None, None, ""),
        (None, None, 500.0, None, ""),
        ("stated", None, None, 300.0, ""),
        (None, None, None, 300.0, "expected `elemental_source` (stated or converted), found none"),
        ("converted", None, None, 300.0, "expected `salt_mg_per_day` and a `form_id` whose elemental share is known"),
        (
            "converted",
            "oxide",
            None,
            300.0,
            "expected `salt_mg_per_day` and a `form_id` whose elemental share is known",
        ),
        (
            "converted",
            "secret",
            500.0,
            300.0,
            "expected `salt_mg_per_day` and a `form_id` whose elemental share is known",
        ),
        ("converted", "oxide", 500.0, 300.0, ""),
        ("converted", "oxide", 500.0, 315.0, ""),
        ("converted", "oxide", 500.0, 285.0, ""),
        ("converted", "oxide", 500.0, 316.0, "expected about 300 mg (the elemental content of 500 mg), found 316"),
        ("converted", "oxide", 500.0, 500.0, "expected about 300 mg (the elemental content of 500 mg), found 500"),
    ],
)
def test_no_salt_is_taken_for_the_element(forms, source, form_id, salt, element, told):
    given = Treatment(
        route="oral", form_id=form_id, salt_mg_per_day=salt, elemental_mg_per_day=element, elemental_source=source
    )
    assert [message for _path, message in rules.doses.salt_is_not_element(given, forms)] == ([told] if told else [])


def test_a_date_is_not_in_the_future_but_for_the_time_zones(today):
    condition = Condition(name="x", group="x", summary="x", reviewed=today, evidence_level="none")
    for days, told in ((0, 0), (1, 0), (2, 1)):
        later = msgspec.structs.replace(condition, reviewed=today + datetime.timedelta(days=days))
        assert len(list(rules.records.date_is_not_in_future(later, None))) == told


@pytest.mark.parametrize(
    ("issued", "doubted", "refused"),
    [
        ("2026", 0, 0), ("2026-06", 0, 0), ("2026-07-01", 0, 0), ("2026-07-02", 1, 0), ("2026-12", 1, 0),
        ("2027", 1, 0), ("2027-01", 1, 0), ("2027-07-02", 1, 0), ("2027-07-03", 0, 1), ("2027-08", 0, 1),
        ("2028", 0, 1), ("9999-12-31", 0, 1),
    ],
)  # fmt: skip
def test_a_cover_date_may_be_ahead_by_a_year(today, issued, doubted, refused):
    extraction = Extraction(read="abstract", at="https://example.org", date=today)
    record = Citation(type="book", title="x", issued=issued, extraction=extraction)
    assert told_of(rules.citations.cover_date_has_come, record) == doubted
    assert told_of(rules.records.date_is_not_in_future, record) == refused
    if doubted:
        assert told_of(rules.citations.read_after_issue, record) == 0


@pytest.mark.parametrize(("days", "told"), [(0, 0), (1, 0), (2, 1)])
def test_the_file_is_not_reviewed_in_the_future_either(forms, today, days, told):
    reviewed = msgspec.structs.replace(forms, reviewed=today + datetime.timedelta(days=days))
    assert len(list(rules.whole.file_review_is_not_in_future(reviewed, met(reviewed)))) == told


@pytest.mark.parametrize(
    ("randomised", "analysed", "told"), [(20, 20, 0), (20, 19, 0), (20, 21, 1), (None, 21, 0), (20, None, 0), (0, 1, 1)]
)
def test_no_more_are_analysed_than_were_randomised(randomised, analysed, told):
    arm = Arm(name="x", n_randomised=randomised, n_analysed=analysed)
    assert len(list(rules.studies.analysed_within_randomised(arm, None))) == told


@pytest.mark.parametrize(
    ("events", "people", "told"), [(20, 20, 0), (21, 20, 1), (None, 20, 0), (21, None, 0), (None, None, 0), (1, 0, 1)]
)
def test_no_arm_has_more_events_than_people(events, people, told):
    assert len(list(rules.studies.events_within_people(ArmValue(arm="x", events=events, n=people), None))) == told


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ({}, 0),
        ({"p": "0.03"}, 0),
        ({"measure": "MD"}, 1),
        ({"estimate": 0.0}, 1),
        ({"ci": Interval(level=95, low=0, high=1)}, 1),
        ({"direction": "unclear"}, 0),
        ({"direction": "no-difference"}, 1),
        ({"direction": "favours-intervention"}, 1),
    ],
)
def test_a_change_within_a_group_is_told_in_words_or_a_p_value(number, told):
    result = Result(outcome="x", comparison="within-group", text="x", locator="x", **number)
    assert len(list(rules.numbers.within_group_is_no_effect(result, None))) == told


TRIAL = {
    "type": "article-journal",
    "title": "A trial of magnesium",
    "issued": "2013",
    "author": ({"family": "Bagis", "given": "Selda"},),
    "extraction": {"read": "abstract", "at": "https://example.org", "date": "2026-01-31"},
}
ONE, DOUBTFUL, TWO = "paper-is-cited-once", "title-is-unique", None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, ONE),
        ({}, {"title": "A TRIAL: of magnesium!"}, ONE),
        ({}, {"issued": "2013-04"}, ONE),
        ({"DOI": "10.1000/a"}, {}, ONE),
        ({"DOI": "10.1000/a"}, {"PMID": "12"}, ONE),
        ({}, {"title": "A trial of zinc"}, TWO),
        ({}, {"issued": "2014"}, TWO),
        ({}, {"author": ({"family": "Other"},)}, TWO),
        ({}, {"author": ({"literal": "A society"},)}, TWO),
        ({}, {"author": ({"family": "Bagis", "given": "Xiu"},)}, TWO),
        ({"DOI": "10.1000/a"}, {"DOI": "10.1000/b"}, TWO),
        ({"PMID": "1"}, {"PMID": "2"}, TWO),
        ({"PMCID": "PMC1"}, {"PMCID": "PMC2"}, TWO),
        ({"type": "webpage", "URL": "https://a.example/"}, {"type": "webpage", "URL": "https://b.example/"}, TWO),
        ({}, {"author": ({"family": "BAGIS", "given": "S"}, {"family": "Other"})}, DOUBTFUL),
        ({}, {"author": ({"family": "Bagis", "given": "Sevda"},)}, DOUBTFUL),
        ({}, {"author": ()}, DOUBTFUL),
        ({"page": "1-2"}, {"page": "7-9"}, DOUBTFUL),
        ({"volume": "1"}, {"volume": "2"}, DOUBTFUL),
        ({"container-title": "Pain"}, {"container-title": "Headache"}, DOUBTFUL),
        ({"URL": "https://a.example/"}, {"URL": "https://b.example/"}, DOUBTFUL),
        ({"DOI": "10.1000/a", "page": "1"}, {"PMID": "12", "page": "2"}, DOUBTFUL),
    ],
)
def test_two_records_of_one_title_are_one_paper_or_two_or_that_is_doubtful(forms, first, second, expected):
    both = {"a": msgspec.convert(TRIAL | first, Citation), "b": msgspec.convert(TRIAL | second, Citation)}
    whole = msgspec.structs.replace(forms, citations=both)
    file_rules = (rules.whole.paper_is_cited_once, rules.whole.title_is_unique)
    found = [rules.rule_id(rule) for rule in file_rules for _breach in rule(whole, met(whole))]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(("days", "told"), [(0, 0), (731, 0), (732, 1)])
def test_a_search_is_due_again_after_two_years(today, days, told):
    reviewed = today - datetime.timedelta(days=days)
    condition = Condition(name="x", group="x", summary="x", reviewed=reviewed, evidence_level="none")
    assert len(list(rules.findings.search_is_recent(condition, None))) == told


def test_the_day_is_that_of_the_clock():
    before = datetime.date.today()
    assert before <= rules.common.today() <= datetime.date.today()


FULL = (
    skeleton.TEXT
    + """
background:
  history: {title: History, statements: [{text: It is old., cites: [example-2020]}]}
safety:
  kidneys:
    title: Kidneys
    statements: [{text: Take care., cites: [example-2020]}]
    claims: [{text: It helps everybody., verdict: overstated, why: One trial., cites: [example-2020]}]
dosing:
  forms:
    oxide: {name: Oxide, cites: [example-2020]}
  reference_intakes:
    - {authority: A, country: B, population: adults, kind: RDA, mg_per_day: 300, year: 2020, cites: [example-2020]}
  upper_limits:
    - {authority: A, country: B, population: adults, mg_per_day: 300, applies_to: all, year: 2020, cites: []}
not_covered:
  other-pain: {name: Other pain, searched: PubMed, reviewed: 2026-01-31, nearest: example-condition}
"""
)


def test_every_section_is_asked_about(file):
    """A section that the walk forgot would be a section without rules."""
    whole = knowledge.load(file(FULL))
    sections = {path[0] for path, _record in all_records(whole)}
    assert sections == set(KnowledgeFile.__struct_fields__) - {"magpain", "reviewed", "licence", "provenance"}


def test_every_kind_of_record_that_a_rule_is_asked_about_is_found(file):
    whole = knowledge.load(file(FULL))
    found = [type(record) for _path, record in all_records(whole)]
    for kinds, _rule in rules.RECORD_RULES:
        for kind in set(kinds) - {Arm, ArmResult, ArmValue, PublishedRating, Recommendation}:
            assert any(issubclass(record, kind) for record in found)


def test_the_path_of_a_record_is_that_of_the_file(file):
    paths = [path for path, _record in all_records(knowledge.load(file(FULL)))]
    assert len(paths) == len(set(paths))
    assert {
        ("dosing", "forms", "oxide"),
        ("citations", "example-2020", "author", 0),
        ("conditions", "example-condition", "findings", 0, "certainty", "risk_of_bias"),
        ("safety", "kidneys", "statements", 0),
    } <= set(paths)


def test_of_three_studies_only_the_one_that_comes_again_is_told(forms):
    reported = {"a": "x", "b": "y", "c": "x"}
    studies = {key: msgspec.structs.replace(numbered_study(), citation=cited) for key, cited in reported.items()}
    whole = msgspec.structs.replace(forms, studies=studies)
    [(path, _message)] = rules.whole.citation_has_one_study(whole, met(whole))
    assert path == ("studies", "c", "citation")


def test_a_study_may_be_named_by_a_year_where_its_citation_is_not():
    whole = SimpleNamespace(citations={"report": SimpleNamespace(issued="2001-05")})
    for key, cited in (("trial-2001", "report"), ("other-2001", "nowhere")):
        study = msgspec.structs.replace(numbered_study(), citation=cited)
        assert list(rules.citations.year_in_id_is_year_issued(key, study, whole)) == []


def test_so_many_papers_of_one_title_are_compared_and_no_more(monkeypatch):
    path = next(path for path in FILES if path.stem == "title-is-unique")
    assert any(problem.rule == "title-is-unique" for problem in knowledge.check(path))
    monkeypatch.setattr(rules.whole, "MOST_COMPARED", 0)
    assert not any(problem.rule == "title-is-unique" for problem in knowledge.check(path))
