"""The records of a knowledge file; their types are the file's schema.

Terms follow the field: PICO for questions, GRADE for the certainty of a body of evidence (Guyatt 2011,
doi:10.1016/j.jclinepi.2010.04.026), OCEBM 2011 levels for one study, CSL 1.0.2 names for a citation.
"""

# No `from __future__ import annotations`: msgspec would have to evaluate every annotation from text at each start.

import datetime
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType, field

if TYPE_CHECKING:
    from sqlite3 import Connection

Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)",
        max_length=80,
        description="a stable id: lower-case letters, digits and single dashes",
    ),
]
Text = Annotated[str, Meta(min_length=1, description="text, not empty")]
Licence = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9.+-]*$(?!\n)", max_length=80, description="an SPDX licence identifier")
]
Count = Annotated[int, Meta(ge=0, description="a whole number, 0 or more")]
Positive = Annotated[float, Meta(gt=0, lt=1e15, description="a number above 0")]
Number = Annotated[float, Meta(gt=-1e15, lt=1e15, description="a number")]
Percent = Annotated[float, Meta(ge=0, le=100, description="a percentage from 0 to 100")]
Url = Annotated[str, Meta(pattern=r"^https?://[^\s]+$(?!\n)", description="an http or https address")]
IssuedDate = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$(?!\n)",
        description="a date as YYYY, YYYY-MM or YYYY-MM-DD",
    ),
]
PValue = Annotated[
    str,
    Meta(
        pattern=(
            r"^([<>=\u2264\u2265]|<=|>=)? ?"
            r"(0?[.,\u00b7][0-9]+|0|1([.,\u00b7]0+)?"
            r"|[0-9]([.,\u00b7][0-9]+)?([eE]| ?[x\u00d7] ?10\^?)[-\u2212][0-9]+)$(?!\n)"
            r"|^([Nn][Ss]|[Nn]\.[Ss]\.)$(?!\n)"
        ),
        description='a p value as printed, such as 0.03, <0.001, >0.05, or "NS" where only that was printed',
    ),
]

# The unit of a mean difference whose source reports none; such estimates share no axis with others.
UNIT_NOT_PRINTED = "unit not printed"

Direction = Literal["favours-intervention", "favours-comparator", "no-difference", "mixed", "unclear"]
Size = Literal["large", "moderate", "small", "trivial", "unclear"]
Level = Literal["high", "moderate", "low", "very-low", "none"]
Rating = Literal["high", "moderate", "low", "very-low"]
Measure = Literal["MD", "SMD", "RR", "OR", "RD", "RoM", "HR"]
# The rules that a finding may override, with a reason that is shown.
Overridable = Literal[
    "size-follows-threshold",
    "threshold-fits",
    "imprecision-at-least",
    "bias-zero-needs-low",
    "people-are-the-arms",
]
Better = Literal["lower", "higher"]
# The versions of the knowledge file's format: "2" has thresholds, and the rules about sizes and steps as errors.
Format = Literal["1", "2"]
Comparison = Literal["between-groups", "within-group"]
Route = Literal[
    "oral",
    "intravenous",
    "intramuscular",
    "transdermal",
    "topical",
    "intrathecal",
    "epidural",
    "perineural",
    "intra-articular",
    "infiltration",
    "inhaled",
    "any",
]
Design = Literal[
    "rct",
    "crossover-rct",
    "cluster-rct",
    "non-randomised-trial",
    "uncontrolled-trial",
    "cohort",
    "case-control",
    "cross-sectional",
    "case-series",
    "case-report",
    "systematic-review",
    "meta-analysis",
    "network-meta-analysis",
    "animal",
    "in-vitro",
]
Verdict = Literal["supported", "partly-supported", "overstated", "unsupported", "contradicted"]
Integrity = Literal["none-known", "corrected", "concern", "retracted", "unchecked", "not-listed"]
Status = Literal["current", "retired", "superseded", "unknown"]


# Terms of GRADE and of study designs that rules, queries and plots share.
RATINGS: tuple[Rating, ...] = ("very-low", "low", "moderate", "high")
DOMAINS = ("risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias")
RATIOS = ("RR", "OR", "HR", "RoM")
TRIALS = ("rct", "crossover-rct", "cluster-rct")
OBSERVATIONAL = ("cohort", "case-control", "cross-sectional")
REVIEWS = ("systematic-review", "meta-analysis", "network-meta-analysis")


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen record of the knowledge file; unknown fields are rejected."""

    def _repr_html_(self) -> str:
        from magpain.model import notebook  # only notebooks need it

        return notebook.table(self)


class Interval(Record, frozen=True, kw_only=True):
    """A confidence (or credible) interval, with its level in percent: some reviews use 99 or 90."""

    level: Annotated[float, Meta(gt=0, lt=100, description="the interval's level in percent, such as 95")]
    low: Number
    high: Number


class NumbersCheck(Record, frozen=True, kw_only=True):
    """A comparison of a study's numbers with its abstract: the counts and the date. No number was contradicted."""

    checked_on: datetime.date
    found: Count
    not_found: Count = 0


class Extraction(Record, frozen=True, kw_only=True):
    """What was read, where and when, and how many independent extractions agreed."""

    read: Literal["full-text", "abstract", "bibliographic-record", "secondary-source", "web-page"]
    at: Url
    date: datetime.date
    readings: Annotated[int, Meta(ge=1, le=2, description="1, or 2 where an independent reading agreed")] = 1
    numbers: NumbersCheck | None = None
    notes: Text | None = None


class Codes(Record, frozen=True, kw_only=True):
    """A condition's codes: MeSH descriptor ids, and ICD-10 and ICD-11 MMS codes, each read at its source."""

    mesh: tuple[
        Annotated[str, Meta(pattern=r"^[CD][0-9]{6,9}$(?!\n)", description="a MeSH id, such as D005356")], ...
    ] = ()
    icd11: tuple[
        Annotated[
            str,
            Meta(pattern=r"^[0-9A-Z]{4}(\.[0-9A-Z]{1,2})?$(?!\n)", description="an ICD-11 code, such as MG30.01"),
        ],
        ...,
    ] = ()
    icd10: tuple[
        Annotated[
            str,
            Meta(
                pattern=r"^[A-TV-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$(?!\n)",
                description="an ICD-10 code, such as M79.7",
            ),
        ],
        ...,
    ] = ()


class Statement(Record, frozen=True, kw_only=True):
    """One sentence by the file's authors with its citations and, if the dose matters, the dose it applies from."""

    text: Text
    cites: tuple[Id, ...]
    subject: Text | None = None
    also: tuple[Text, ...] = ()
    spacing: Text | None = None
    routes: tuple[Route, ...] = ()
    above_elemental_mg_per_day: Positive | None = None
    notes: Text | None = None


class Claim(Record, frozen=True, kw_only=True):
    """A common claim (paraphrased), and how far the evidence supports it."""

    text: Text
    verdict: Verdict
    why: Text
    made_in: tuple[Id, ...] = ()
    cites: tuple[Id, ...] = ()


class Element(Record, frozen=True, kw_only=True):
    """The element that doses refer to: symbol, atomic mass (g/mol) and ionic charge, for mmol and mEq."""

    symbol: Text
    atomic_mass: Positive
    charge: Annotated[int, Meta(ge=1, description="the ion's charge, 1 or more")]
    cites: tuple[Id, ...]


class Subject(Record, frozen=True, kw_only=True):
    """The intervention that the file's evidence is about, by the name that every page uses."""

    name: Text
    summary: Text
    synonyms: tuple[Text, ...] = ()
    element: Element | None = None


class Form(Record, frozen=True, kw_only=True):
    """A salt or other form, and the mass fraction of the element in it (0 to 1)."""

    name: Text
    cites: tuple[Id, ...]
    formula: Text | None = None
    synonyms: tuple[Text, ...] = ()
    molar_mass: Positive | None = None
    elemental_share: Annotated[float, Meta(gt=0, le=1, description="a share above 0, up to 1")] | None = None
    refused: Text | None = None
    notes: Text | None = None


class ReferenceIntake(Record, frozen=True, kw_only=True):
    """A daily intake that an authority recommends, in milligrams of the element from all sources."""

    authority: Text
    country: Text
    population: Text
    kind: Text
    mg_per_day: Positive
    year: int
    cites: tuple[Id, ...]
    notes: Text | None = None


class UpperLimit(Record, frozen=True, kw_only=True):
    """An authority's tolerable upper intake level, in milligrams of the element a day, and what it applies to."""

    authority: Text
    country: Text
    population: Text
    mg_per_day: Positive
    applies_to: Text
    year: int
    cites: tuple[Id, ...]
    notes: Text | None = None


class Dosing(Record, frozen=True, kw_only=True):
    """Forms with their elemental share, reference intakes, and upper limits by authority."""

    forms: dict[Id, Form] = field(default_factory=dict)
    reference_intakes: tuple[ReferenceIntake, ...] = ()
    upper_limits: tuple[UpperLimit, ...] = ()


class ThresholdSource(Record, frozen=True, kw_only=True):
    """A page that supports a threshold: what it says, and where it was read."""

    says: Text
    at: Url


class Threshold(Record, frozen=True, kw_only=True):
    """How large an effect must be to be small, moderate or large, for one kind of outcome and one measure.

    For a difference the numbers are distances from no effect, in the row's unit. For a ratio they are the ratios below
    1, and `above` has those above 1 in the same order; its default is the reciprocals. A row for RR also covers odds
    and hazard ratios. `scale` is the length of the full scale: 10 for pain from 0 to 10, 1000 for a risk per 1000. No
    effect is called larger than the largest size that has a number. Imprecision, and "little or no difference", are
    judged by `important`, whose default is `small`.
    """

    kind: Text
    measure: Measure
    small: Positive
    basis: Literal["published", "judgement"]
    moderate: Positive | None = None
    large: Positive | None = None
    above: tuple[Positive, ...] = ()
    important: Positive | None = None
    unit: Text | None = None
    scale: Positive | None = None
    serious: bool = False
    sources: tuple[ThresholdSource, ...] = ()
    cites: tuple[Id, ...] = ()
    reason: Text | None = None


class Treatment(Record, frozen=True, kw_only=True):
    """What was given: form, route, dose as reported, and separately the milligrams a day of salt and of element.

    `routes` lists the routes if the evidence combines several; `route` is then `any`.
    """

    route: Route
    routes: tuple[Route, ...] = ()
    combined_with: Text | None = None
    form: Text | None = None
    form_id: Id | None = None
    dose: Text | None = None
    salt_mg_per_day: Positive | None = None
    elemental_mg_per_day: Positive | None = None
    elemental_mg_per_day_max: Positive | None = None
    elemental_source: Literal["stated", "converted"] | None = None
    schedule: Text | None = None
    duration: Text | None = None
    with_others: Text | None = None


class Absolute(Record, frozen=True, kw_only=True):
    """Absolute numbers, as in a summary-of-findings table: events per number of people in each group."""

    per: Annotated[int, Meta(ge=1, description="the number of people counted, such as 1000")]
    comparator: Number
    intervention: Number
    derivation: Text


class ControlRisk(Record, frozen=True, kw_only=True):
    """The published number of people with the outcome among those who did not get the intervention."""

    events: Number
    per: Annotated[int, Meta(ge=1, description="the number of people counted, such as 1000")]
    source: Id
    locator: Text


class Chosen(Record, frozen=True, kw_only=True):
    """Why one synthesis leads a finding, and which others on the same question it was chosen over."""

    over: tuple[Id, ...]
    reason: Text


class Effect(Record, frozen=True, kw_only=True):
    """The direction of an effect and, if published, its estimate; `better` is whether lower or higher is good.

    The size is computed from the estimate and the threshold. A file may state it, and `check` then compares the two.
    """

    direction: Direction
    size: Size | UnsetType = UNSET
    better: Better
    measure: Measure | None = None
    estimate: Number | None = None
    ci: Interval | None = None
    p: PValue | None = None
    i2: Percent | None = None
    unit: Text | None = None
    absolute: Absolute | None = None
    source: Id | None = None
    locator: Text | None = None
    no_estimate: Text | None = None
    threshold: Id | None = None
    scale: Positive | None = None
    control_risk: ControlRisk | None = None
    chosen: Chosen | None = None


class ComparedArm(Record, frozen=True, kw_only=True):
    """One of the arms that a finding compares, and how many people it had for this outcome."""

    name: Text
    n: Count


class Evidence(Record, frozen=True, kw_only=True):
    """The size of a body of evidence: studies, and the people in the arms that are compared.

    If `counts` is `review`, the people are those of a whole review, which are more than those of this outcome.
    """

    studies: Count
    participants: Count | None = None
    arms: tuple[ComparedArm, ...] = ()
    counts: Literal["outcome", "review"] = "outcome"


class Override(Record, frozen=True, kw_only=True):
    """An override of a rule: the value used instead, the reason, who decided it, and when."""

    rule: Overridable
    to: Text
    reason: Text
    by: Text
    date: datetime.date


class Step(Record, frozen=True, kw_only=True):
    """The step of one GRADE domain: how many levels the rating changes (0, -1, -2), and the reason."""

    step: Annotated[int, Meta(ge=-2, le=0, description="0, -1 or -2")]
    reason: Text | None = None


class Upgrade(Record, frozen=True, kw_only=True):
    """An upgrade of observational evidence, with its reason: one level, or two for a very large effect."""

    domain: Literal["large-effect", "dose-response", "residual-confounding"]
    step: Annotated[int, Meta(ge=1, le=2, description="1 or 2")]
    reason: Text


class PublishedRating(Record, frozen=True, kw_only=True):
    """A rating that others published for the same or a similar question, in their own words."""

    rating: Text
    cites: tuple[Id, ...]
    scope: Text


class Certainty(Record, frozen=True, kw_only=True):
    """The certainty of evidence: starting level, five domains with steps and reasons, upgrades and overall rating."""

    start: Literal["high", "low"]
    risk_of_bias: Step
    inconsistency: Step
    indirectness: Step
    imprecision: Step
    publication_bias: Step
    rating: Rating
    rated_by: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)", description='"magpain", or a citation id')]
    upgrades: tuple[Upgrade, ...] = ()
    published: tuple[PublishedRating, ...] = ()
    would_change: Text | None = None


class Finding(Record, frozen=True, kw_only=True):
    """One row of a summary-of-findings table: PICO, effect, size of the evidence, certainty, and sources."""

    id: Id
    population: Text
    intervention: Treatment
    comparator: Text
    outcome: Text
    effect: Effect
    evidence: Evidence
    certainty: Certainty
    cites: tuple[Id, ...]
    studies: tuple[Id, ...] = ()
    results: dict[Id, Text] = field(default_factory=dict)
    timepoint: Text | None = None
    disagreement: Text | None = None
    notes: Text | None = None
    override: tuple[Override, ...] = ()


class Topic(Record, frozen=True, kw_only=True):
    """A background page, such as mechanism, history or kidney disease; on safety, it may have rated findings."""

    title: Text
    statements: tuple[Statement, ...]
    summary: Text | None = None
    findings: tuple[Finding, ...] = ()
    claims: tuple[Claim, ...] = ()


class Recommendation(Record, frozen=True, kw_only=True):
    """A guideline's recommendation: body, year, grade in that body's own words, and whether it is current."""

    body: Text
    year: int
    text: Text
    status: Status
    cites: tuple[Id, ...]
    grade: Text | None = None
    strength: Literal["strong", "weak", "none", "not-stated"] = "not-stated"
    stance: Literal["for", "against", "neutral", "insufficient-evidence"] = "neutral"
    notes: Text | None = None


class Group(Record, frozen=True, kw_only=True):
    """A family of conditions, looked up like a condition; its page lists its members."""

    name: Text
    summary: Text
    synonyms: tuple[Text, ...] = ()
    formerly: tuple[Id, ...] = ()


class NotCovered(Record, frozen=True, kw_only=True):
    """A condition for which a literature search found too little for a page; `nearest` is the nearest condition."""

    name: Text
    searched: Text
    reviewed: datetime.date
    synonyms: tuple[Text, ...] = ()
    nearest: Id | None = None
    notes: Text | None = None


class Condition(Record, frozen=True, kw_only=True):
    """A pain condition, with its findings, common claims and guidelines."""

    name: Text
    group: Id
    summary: Text
    reviewed: datetime.date
    evidence_level: Level
    primary: Id | None = None
    plain_name: Text | None = None
    synonyms: tuple[Text, ...] = ()
    related: tuple[Text, ...] = ()
    descriptions: tuple[Text, ...] = ()
    context: tuple[Text, ...] = ()
    formerly: tuple[Id, ...] = ()
    codes: Codes = field(default_factory=Codes)
    search: Text | None = None
    findings: tuple[Finding, ...] = ()
    associations: tuple[Statement, ...] = ()
    disagreements: tuple[Statement, ...] = ()
    warnings: tuple[Statement, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    claims: tuple[Claim, ...] = ()
    not_found: tuple[Text, ...] = ()
    notes: Text | None = None


class Arm(Record, frozen=True, kw_only=True):
    """One arm of a study: its treatment, and how many people were randomised and analysed."""

    name: Text
    treatment: Text | None = None
    n_randomised: Count | None = None
    n_analysed: Count | None = None


class ArmValue(Record, frozen=True, kw_only=True):
    """A measurement in one arm: a value with its SD, or events among n people."""

    arm: Text
    value: Number | None = None
    sd: Number | None = None
    events: Count | None = None
    n: Count | None = None
    text: Text | None = None


class Spread(Record, frozen=True, kw_only=True):
    """The spread around a median: the full range or the interquartile range (IQR)."""

    kind: Literal["range", "iqr"]
    low: Number
    high: Number


class ArmResult(Record, frozen=True, kw_only=True):
    """The reported result of one arm: events among n people, a mean with its SD, or a median.

    `role` is the arm's side of the comparison; an arm without one is not compared. `change` marks a mean change from
    baseline.
    """

    arm: Text
    role: Literal["intervention", "comparator"] | None = None
    n: Count | None = None
    events: Count | None = None
    mean: Number | None = None
    sd: Annotated[float, Meta(ge=0, lt=1e15, description="a number, 0 or more")] | None = None
    median: Number | None = None
    spread: Spread | None = None
    change: bool = False
    text: Text | None = None


class Result(Record, frozen=True, kw_only=True):
    """One result of a study, as reported; a within-group change is never an effect."""

    outcome: Text
    comparison: Comparison
    text: Text
    locator: Text
    primary: bool = False
    primary_basis: Literal["named", "inferred"] | None = None
    timepoint: Text | None = None
    measure: Measure | None = None
    estimate: Number | None = None
    ci: Interval | None = None
    p: PValue | None = None
    i2: Percent | None = None
    unit: Text | None = None
    better: Better | None = None
    direction: Direction | None = None
    studies: Count | None = None
    participants: Count | None = None
    values: tuple[ArmValue, ...] = ()
    arms: tuple[ArmResult, ...] = ()


class RiskOfBias(Record, frozen=True, kw_only=True):
    """A judgement of one study's risk of bias, who made it, and why."""

    judgement: Literal["low", "some-concerns", "high", "unclear"]
    reason: Text
    judged_by: Annotated[
        str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)", description='"magpain", or a citation id')
    ] = "magpain"


class Study(Record, frozen=True, kw_only=True):
    """One trial, other study or review: its design, people, treatment, results and extraction."""

    citation: Id
    design: Design
    population: Text
    intervention: Treatment
    comparator: Text
    direction: Direction
    ocebm_level: Annotated[int, Meta(ge=1, le=5, description="an OCEBM 2011 level, 1 to 5")]
    extraction: Extraction
    conditions: tuple[Id, ...] = ()
    results: tuple[Result, ...] = ()
    species: Text = "human"
    also_reported_in: tuple[Id, ...] = ()
    registration: Text | None = None
    country: Text | None = None
    n_planned: Count | None = None
    n_randomised: Count | None = None
    n_analysed: Count | None = None
    n_trials: Count | None = None
    arms: tuple[Arm, ...] = ()
    risk_of_bias: RiskOfBias | None = None
    funding: Text | None = None
    no_numeric_result: Text | None = None
    stopped_early: Text | None = None
    notes: Text | None = None


class Name(
    Record,
    frozen=True,
    kw_only=True,
    rename={"dropping_particle": "dropping-particle", "non_dropping_particle": "non-dropping-particle"},
):
    """A CSL name: family and given, with particles and suffix, or literal for an organisation."""

    family: Text | None = None
    given: Text | None = None
    literal: Text | None = None
    suffix: Text | None = None
    dropping_particle: Text | None = None
    non_dropping_particle: Text | None = None


class IntegrityCheck(Record, frozen=True, kw_only=True):
    """Whether a correction, expression of concern or retraction is known, and when and where this was last checked.

    `none-known` means that bibliographic services were queried; `not-listed`, that only an offline list was.
    """

    status: Integrity
    checked_on: datetime.date | None = None
    list: Text | None = None
    notes: Text | None = None


class Citation(
    Record,
    frozen=True,
    kw_only=True,
    rename={"container_title": "container-title", "publisher_place": "publisher-place"},
):
    """A bibliographic record with CSL 1.0.2 field names, plus its integrity and where the record was read."""

    type: Literal["article-journal", "webpage", "chapter", "book", "report", "post-weblog", "thesis", "legislation"]
    title: Text
    issued: IssuedDate
    extraction: Extraction
    author: tuple[Name, ...] = ()
    container_title: Text | None = None
    publisher: Text | None = None
    publisher_place: Text | None = None
    volume: Text | None = None
    issue: Text | None = None
    page: Text | None = None
    edition: Text | None = None
    DOI: (
        Annotated[str, Meta(pattern=r"^10\.[0-9]{4,9}/[^\s]+$(?!\n)", description="a DOI without its resolver")] | None
    ) = None
    PMID: Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,8}$(?!\n)", description="a PubMed id")] | None = None
    PMCID: (
        Annotated[str, Meta(pattern=r"^PMC[1-9][0-9]{0,8}$(?!\n)", description="a PMC id, such as PMC7468697")] | None
    ) = None
    ISBN: Text | None = None
    URL: Url | None = None
    accessed: datetime.date | None = None
    language: Text | None = None
    kind: Literal["study", "review", "guideline", "popular", "background", "reference"] = "study"
    note: Text | None = None
    integrity: IntegrityCheck = field(default_factory=lambda: IntegrityCheck(status="unchecked"))

    @property
    def first_author(self) -> str | None:
        """Return the first author's family name, or a group's name, or None if no author is known."""
        name = self.author[0] if self.author else None
        return (name.family or name.literal) if name else None


class KnowledgeFile(Record, frozen=True, kw_only=True):
    """A whole knowledge file, with a field per section: this type is the file's schema."""

    magpain: Format
    intervention: Subject
    reviewed: datetime.date
    licence: Licence | None = None
    provenance: Text | None = None
    background: dict[Id, Topic] = field(default_factory=dict)
    safety: dict[Id, Topic] = field(default_factory=dict)
    dosing: Dosing = field(default_factory=Dosing)
    thresholds: dict[Id, Threshold] = field(default_factory=dict)
    groups: dict[Id, Group] = field(default_factory=dict)
    conditions: dict[Id, Condition] = field(default_factory=dict)
    not_covered: dict[Id, NotCovered] = field(default_factory=dict)
    studies: dict[Id, Study] = field(default_factory=dict)
    citations: dict[Id, Citation] = field(default_factory=dict)


# The sections that contain records by id, and the type of their records.
SECTIONS: dict[str, type[Record]] = {
    "background": Topic,
    "safety": Topic,
    "thresholds": Threshold,
    "groups": Group,
    "conditions": Condition,
    "not_covered": NotCovered,
    "studies": Study,
    "citations": Citation,
}

# The other top-level fields of a file, and their types.
ALONE: dict[str, Any] = {
    "intervention": Subject,
    "reviewed": datetime.date,
    "licence": Licence | None,
    "provenance": Text | None,
    "dosing": Dosing,
    "format": Format,
}

R = TypeVar("R", bound=Struct)


class Knowledge(Struct, frozen=True, kw_only=True):
    """A valid knowledge file: its sections by id, and three indexes built from them.

    The sections are mappings, not dictionaries, so that they may be in memory or be read one record at a time. `names`
    maps a folded name, synonym or code to the ids that it belongs to: of conditions, groups and conditions not covered
    (see knowledge/name_index.py for two kinds of marked names). `studies_of` maps a condition's id to the ids of its
    studies, `conditions_of` a group's id to those of its conditions. `words` is the full-text database, if one was
    compiled (see search.py).
    """

    intervention: Subject
    reviewed: datetime.date
    background: Mapping[Id, Topic]
    safety: Mapping[Id, Topic]
    dosing: Dosing
    groups: Mapping[Id, Group]
    conditions: Mapping[Id, Condition]
    studies: Mapping[Id, Study]
    citations: Mapping[Id, Citation]
    names: Mapping[str, tuple[Id, ...]]
    studies_of: Mapping[Id, tuple[Id, ...]]
    conditions_of: Mapping[Id, tuple[Id, ...]]
    not_covered: Mapping[Id, NotCovered] = field(default_factory=dict)
    licence: str | None = None
    provenance: str | None = None
    thresholds: Mapping[Id, Threshold] = field(default_factory=dict)
    format: Format = "1"
    words: "Connection | None" = None

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, name))} {name}" for name in ("conditions", "studies", "citations"))
        return f"<Knowledge of {self.intervention.name}: {counts}, searched {self.reviewed}>"

    def _repr_html_(self) -> str:
        from magpain.model import notebook  # only notebooks need it

        return notebook.table(self)


class Section(dict[Id, R]):
    """A section as a dictionary with a short repr and, in notebooks, an HTML table.

    `magpain.load` returns these; the commands don't need them.
    """

    def __repr__(self) -> str:
        return f"<{len(self)} records: {', '.join([*islice(self, 3), *(['…'] if len(self) > 3 else [])])}>"

    def _repr_html_(self) -> str:
        from magpain.model import notebook  # only notebooks need it

        return notebook.rows(self)
