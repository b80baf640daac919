"""The answers to queries: frozen records, each with the citations that support it.

A body's fields are the JSON output that scripts read: fields are added, and never removed or changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Annotated, Generic, Literal, NamedTuple, TypeVar

from msgspec import Meta, Struct, field

from magpain import model
from magpain.errors import Candidate, Kind, Problem, Reason
from magpain.model import (
    Better,
    Citation,
    Condition,
    Direction,
    Finding,
    Id,
    IntegrityCheck,
    Level,
    Measure,
    NumbersCheck,
    Override,
    PublishedRating,
    Rating,
    Recommendation,
    ReferenceIntake,
    Route,
    Size,
    Study,
    Threshold,
    Topic,
    UpperLimit,
)
from magpain.rating.effects import AbsoluteEffect, Calculated
from magpain.rating.sizes import Case

SCHEMA_VERSION = "1"
NOT_ADVICE = "Not medical advice: use it to inform decisions made with a doctor or pharmacist."


class Body(Struct, frozen=True, kw_only=True):
    """The record that the output formats write."""


class Reference(Body, frozen=True, kw_only=True):
    """A citation in an answer: its number on the page, its id in the file, and the record itself."""

    number: int
    id: Id
    citation: Citation


# Shown before an answer or a list if the query is about harm.
SAFETY = "For side effects: magpain safety. "


class TakenFor(Body, frozen=True, kw_only=True):
    """The condition or group that an inexact name was taken for; `also` are narrower ones that it could mean."""

    asked: str
    id: Id
    name: str
    also: tuple[Id, ...] = ()
    harm: bool = False


class Tally(Body, frozen=True, kw_only=True):
    """The number of a condition's controlled studies in people for each direction of their primary outcome."""

    favours_intervention: int
    no_difference: int
    favours_comparator: int
    mixed: int
    unclear: int


class ConditionRow(Body, frozen=True, kw_only=True):
    """One condition of the list: the verdict of its primary finding, and the evidence for it.

    `route` is that of the primary finding or, if it combines routes, the one that most of its trials used.
    """

    id: Id
    name: str
    group: Id
    evidence_level: Level
    direction: Direction | None
    size: Size | None
    studies: int
    participants: int | None
    routes: tuple[Route, ...]
    verdict: str
    reviewed: datetime.date
    verdict_short: str
    sign: str
    plain_name: str | None = None
    route: Route | None = None

    @property
    def known_as(self) -> str:
        """Return the plain-language name, or the clinical one if there is none."""
        return self.plain_name or self.name


class ConditionList(Body, frozen=True, kw_only=True):
    """The list of conditions; `groups` are the names of their groups."""

    schema_version: Literal["1"] = "1"
    conditions: tuple[ConditionRow, ...]
    groups: dict[Id, str] = field(default_factory=dict)


class Effect(model.Effect, frozen=True, kw_only=True):
    """An effect with its size and, for a published ratio, its absolute numbers, both calculated by magpain."""

    size: Size
    absolute_calculated: AbsoluteEffect | None = None


class CalculatedResult(Body, frozen=True, kw_only=True):
    """An effect that magpain calculated from the arms of a study's result, for a finding's outcome."""

    study: Id
    label: str
    outcome: str
    effect: Calculated


class FindingDetail(Finding, frozen=True, kw_only=True):
    """A finding with its sign, and with its verdict as a sentence, in short and in GRADE's terms."""

    effect: Effect
    verdict: str
    verdict_technical: str
    verdict_short: str
    sign: str
    calculated: tuple[CalculatedResult, ...] = ()


class HarmDetail(FindingDetail, frozen=True, kw_only=True):
    """A finding on a harm; `frequency` says in a few words whether it is more or less common with the intervention."""

    frequency: str


class RouteHarm(Body, frozen=True, kw_only=True):
    """A rated harm of a route, from a safety topic; `main` is true if it is the route of the main finding."""

    topic: Id
    main: bool
    finding: HarmDetail


class DoseStudied(Body, frozen=True, kw_only=True):
    """A treatment that studies of a condition gave, and the studies that gave it."""

    route: Route
    form: str | None
    dose: str | None
    elemental_mg_per_day: float | None
    duration: str | None
    direction: Direction
    study: Id


class ConditionDetail(Condition, frozen=True, kw_only=True):
    """One whole condition, with its verdict, the tally of its studies, the doses that they gave, and harms."""

    id: Id
    group_name: str
    verdict: str
    verdict_short: str
    sign: str
    level_meaning: str
    findings: tuple[FindingDetail, ...]
    tally: Tally
    doses: tuple[DoseStudied, ...]
    harms: tuple[RouteHarm, ...] = ()


class ConditionPage(Body, frozen=True, kw_only=True):
    """The page of one condition.

    `subject` is the intervention's name; `counted_in` is what an elemental dose refers to: the element ("elemental
    magnesium") or, if there is none, the intervention ("riboflavin").
    """

    schema_version: Literal["1"] = "1"
    condition: ConditionDetail
    references: tuple[Reference, ...]
    not_advice: str = NOT_ADVICE
    counted_in: str
    subject: str
    taken_for: TakenFor | None = None
    provenance: str | None = None
    urgent: str | None = None


class GroupDetail(Body, frozen=True, kw_only=True):
    """A group and its members."""

    id: Id
    name: str
    summary: str
    synonyms: tuple[str, ...]
    members: tuple[ConditionRow, ...]


class GroupPage(Body, frozen=True, kw_only=True):
    """The page of one group."""

    schema_version: Literal["1"] = "1"
    group: GroupDetail
    references: tuple[Reference, ...]
    not_advice: str = NOT_ADVICE
    taken_for: TakenFor | None = None
    urgent: str | None = None


class Result(model.Result, frozen=True, kw_only=True):
    """A result with the effect that magpain calculated from its arms, or the reason why it has none."""

    calculated: Calculated | None = None
    not_calculated: str | None = None


class StudyDetail(Study, frozen=True, kw_only=True):
    """A study with its id, its year and its usual name ("Bagis 2013")."""

    results: tuple[Result, ...] = ()

    id: Id
    label: str
    year: int


class StudyList(Body, frozen=True, kw_only=True):
    """One or more studies; `counted_in` is as on the page of a condition."""

    schema_version: Literal["1"] = "1"
    studies: tuple[StudyDetail, ...]
    counted_in: str
    taken_for: TakenFor | None = None


class ReferenceList(Body, frozen=True, kw_only=True):
    """A reference list."""

    schema_version: Literal["1"] = "1"
    references: tuple[Reference, ...]
    taken_for: TakenFor | None = None


class RuleMeaning(Body, frozen=True, kw_only=True):
    """A rule of the knowledge file, in a sentence."""

    id: str
    text: str


class ProblemList(Body, frozen=True, kw_only=True):
    """The problems that `check` found in knowledge files; `sound` is true if none of them is an error.

    `file` is the first file that was checked, `files` are all of them, and `rules` explains the broken rules.
    """

    schema_version: Literal["1"] = "1"
    file: str
    sound: bool
    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()
    rules: tuple[RuleMeaning, ...] = ()


class Rung(Body, frozen=True, kw_only=True):
    """One step of a rating's ladder: a domain, how far it changes the rating, the reason, and the rating so far."""

    domain: str
    step: int
    reason: str | None
    rating: Rating


class Sizing(Body, frozen=True, kw_only=True):
    """How a finding's size was computed: its case (GRADE guidance 26 and 35), the threshold and any conversions.

    `estimate`, `low` and `high` are in the threshold's unit, at 95%; `unfit` is why there is no size.
    """

    case: Case
    size: Size
    threshold: Id | None
    row: Threshold | None
    estimate: float | None
    low: float | None
    high: float | None
    notes: tuple[str, ...]
    unfit: str | None


class Synthesis(Body, frozen=True, kw_only=True):
    """A review that a finding does not follow because another was chosen, and what it found."""

    id: Id
    label: str
    direction: Direction
    result: str | None


class AskedStep(Body, frozen=True, kw_only=True):
    """The mildest step that the rules allow in a domain, if the rating took a milder one, and the reason."""

    domain: str
    step: int
    reason: str


class StudySide(Body, frozen=True, kw_only=True):
    """A study behind a rating: its result for the finding's outcome, and the direction of that result."""

    id: Id
    label: str
    design: str
    direction: Direction
    outcome: str | None
    result: str | None
    calculated: Calculated | None = None


class Ladder(Body, frozen=True, kw_only=True):
    """A rating explained: its start, each step, the overall rating, and the studies that agree and disagree."""

    finding: Id
    outcome: str
    direction: Direction
    verdict: str
    verdict_technical: str
    start: str
    start_reason: str
    rungs: tuple[Rung, ...]
    rating: Rating
    level_meaning: str
    rated_by: str
    published: tuple[PublishedRating, ...]
    supporting: tuple[StudySide, ...]
    contradicting: tuple[StudySide, ...]
    neither: tuple[StudySide, ...]
    disagreement: str | None
    would_change: str | None
    cites: tuple[Id, ...]
    sign: str
    sizing: Sizing
    override: tuple[Override, ...]
    chosen_over: tuple[Synthesis, ...]
    chosen_because: str | None
    absolute_calculated: AbsoluteEffect | None
    asked: tuple[AskedStep, ...]


class WhyDetail(Body, frozen=True, kw_only=True):
    """The ladders of a condition's findings, the primary one first."""

    id: Id
    name: str
    ladders: tuple[Ladder, ...]
    provenance: str | None = None


class WhyPage(Body, frozen=True, kw_only=True):
    """Why a condition's evidence is rated as it is; `subject` is the intervention's name."""

    schema_version: Literal["1"] = "1"
    why: WhyDetail
    references: tuple[Reference, ...]
    subject: str
    taken_for: TakenFor | None = None


class ForestRow(Body, frozen=True, kw_only=True):
    """One estimate with its interval, of a study or pooled by a review."""

    study: Id
    label: str
    outcome: str
    timepoint: str | None
    estimate: float
    low: float
    high: float
    level: float
    pooled: bool
    studies: int | None
    participants: int | None
    direction: Direction | None
    calculated: bool = False


class ForestPanel(Body, frozen=True, kw_only=True):
    """Rows that may share an axis: one measure, one unit, one `better`; `null` is the value of no effect.

    Effects that magpain calculated from the arms and published effects have separate panels.
    """

    measure: Measure
    unit: str | None
    better: Better
    null: float
    rows: tuple[ForestRow, ...]


class Undrawn(Body, frozen=True, kw_only=True):
    """A result between groups that has no interval to draw, and why."""

    study: Id
    label: str
    outcome: str
    reason: str
    text: str


class ForestDetail(Body, frozen=True, kw_only=True):
    """The results of a condition that can be plotted, and those that cannot; `subject` is the intervention's name.

    `panels` contain effects of the intervention, `associations` the results of observational studies.
    """

    id: Id
    name: str
    subject: str
    panels: tuple[ForestPanel, ...]
    undrawn: tuple[Undrawn, ...]
    associations: tuple[ForestPanel, ...] = ()


class ForestPage(Body, frozen=True, kw_only=True):
    """A condition's forest plot."""

    schema_version: Literal["1"] = "1"
    forest: ForestDetail
    references: tuple[Reference, ...]
    taken_for: TakenFor | None = None


class ForestMain(Body, frozen=True, kw_only=True):
    """The main finding of a condition with a forest plot: its verdict, and how many studies it names.

    `rows` are the results that it names and that can be plotted, the one that it quotes first.
    """

    outcome: str
    sign: str
    verdict_short: str
    evidence_level: Level
    studies: int
    rows: tuple[ForestRow, ...]


class ForestScreen(ForestPage, frozen=True, kw_only=True):
    """A forest plot with what only its page for readers has: the main finding, and associations apart throughout.

    `forest.undrawn` contains effects only, `undrawn_associations` the results of observational studies.
    """

    main: ForestMain | None
    undrawn_associations: tuple[Undrawn, ...]


class MapCell(Body, frozen=True, kw_only=True):
    """The evidence on one condition by one route: the most informative finding, and the number of trials in the file.

    `main` is true if that finding is the condition's primary one.
    """

    condition: Id
    name: str
    group: Id
    route: Route
    studies: int
    participants: int | None
    trials: int
    evidence_level: Level
    direction: Direction | None
    finding: Id | None
    verdict_short: str
    sign: str
    main: bool = False


class MapPage(Body, frozen=True, kw_only=True):
    """The evidence gap map; a condition and route without a cell is a gap.

    `subject` is the intervention's name, and `groups` are the names of the conditions' groups.
    """

    schema_version: Literal["1"] = "1"
    subject: str
    groups: dict[Id, str]
    cells: tuple[MapCell, ...]
    conditions: tuple[ConditionRow, ...]
    routes: tuple[Route, ...]


class Compared(Body, frozen=True, kw_only=True):
    """One condition of a comparison: its row, its primary finding, the tally of its trials, and its doses."""

    row: ConditionRow
    level_meaning: str
    finding: FindingDetail | None
    tally: Tally
    doses: tuple[DoseStudied, ...]
    recommendations: tuple[Recommendation, ...]


class ComparePage(Body, frozen=True, kw_only=True):
    """Conditions side by side; `subject` and `counted_in` are as on the page of a condition."""

    schema_version: Literal["1"] = "1"
    compared: tuple[Compared, ...]
    references: tuple[Reference, ...]
    subject: str
    counted_in: str
    taken_for: tuple[TakenFor, ...] = ()


class LimitBeside(Body, frozen=True, kw_only=True):
    """An upper limit compared with a dose: `share` is the dose divided by the limit."""

    limit: UpperLimit
    share: float


class TrialBeside(Body, frozen=True, kw_only=True):
    """A dose that a trial used, for comparison with a dose."""

    condition: Id
    dose: DoseStudied


class LabelReading(Body, frozen=True, kw_only=True):
    """One possible meaning of an amount on a label: milligrams of the element or of the whole salt."""

    means: Literal["element", "salt"]
    elemental_mg: float
    salt_mg: float


class OtherForm(Body, frozen=True, kw_only=True):
    """Another form of the same salt, such as a hydrate, and the elemental content of the same amount of it."""

    form_id: Id
    form: str
    elemental_mg: float


class DoseDetail(Body, frozen=True, kw_only=True):
    """An amount of a form converted to `counted_in`: in mg and, for an element, in mmol and mEq."""

    amount_mg: float
    form: str
    form_id: Id | None
    elemental_share: float
    elemental_mg: float
    mmol: float | None
    meq: float | None
    share_notes: str | None
    cites: tuple[Id, ...]
    limits: tuple[LimitBeside, ...]
    trials: tuple[TrialBeside, ...]
    intakes: tuple[ReferenceIntake, ...]
    counted_in: str
    label_readings: tuple[LabelReading, ...] = ()
    other_forms: tuple[OtherForm, ...] = ()


class DosePage(Body, frozen=True, kw_only=True):
    """A converted dose, compared with the doses of trials and with upper limits and recommended intakes."""

    schema_version: Literal["1"] = "1"
    dose: DoseDetail
    references: tuple[Reference, ...]
    not_advice: str = NOT_ADVICE


class TopicDetail(Topic, frozen=True, kw_only=True):
    """A background topic with its id, and the verdicts of its findings."""

    id: Id
    findings: tuple[HarmDetail, ...] = ()


class TopicPage(Body, frozen=True, kw_only=True):
    """Background topics, with the `command` that shows them; `counted_in` is as on the page of a condition."""

    schema_version: Literal["1"] = "1"
    topics: tuple[TopicDetail, ...]
    references: tuple[Reference, ...]
    not_advice: str = NOT_ADVICE
    counted_in: str
    command: Literal["safety", "mechanism"]


HitId = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$(?!\n)",
        description="a record's id; of a finding or a claim its condition's or topic's id, a slash, and its own",
    ),
]


class Hit(Body, frozen=True, kw_only=True):
    """A search result: its kind, the command to read on, and the words in context; `marks` are the matched ranges."""

    kind: Literal["condition", "finding", "study", "claim", "citation", "background"]
    id: HitId
    title: str
    conditions: tuple[Id, ...]
    context: str
    marks: tuple[tuple[int, int], ...]
    verdict: str | None = None
    evidence_level: Level | None = None


class HitList(Body, frozen=True, kw_only=True):
    """The results of a search, best first."""

    schema_version: Literal["1"] = "1"
    results: tuple[Hit, ...]
    urgent: str | None = None


ChangeKind = Literal["added", "removed", "changed", "retracted"]
ChangeSection = Literal[
    "ratings",
    "findings",
    "studies",
    "citations",
    "claims",
    "recommendations",
    "safety",
    "background",
    "forms",
    "upper-limits",
    "reference-intakes",
    "conditions",
    "groups",
    "thresholds",
    "file",
    "not-covered",
]


class Change(Body, frozen=True, kw_only=True):
    """One difference between two knowledge files: `what` changed in which record, the old and new values, and why.

    `id` is the record's or, for a record without one, words that distinguish it from its neighbours. `condition` is the
    condition that the change concerns. `old` is null for an addition, `new` for a removal.
    """

    kind: ChangeKind
    section: ChangeSection
    id: str
    condition: Id | None
    what: str
    old: str | None
    new: str | None
    why: str | None


class ChangeList(Body, frozen=True, kw_only=True):
    """The changes between two knowledge files named `old` and `new`, the ratings first."""

    schema_version: Literal["1"] = "1"
    changes: tuple[Change, ...]
    old: str
    new: str


SourceId = Literal["crossref", "crossref-notices", "pubmed", "europe-pmc", "pubmed-abstracts", "retraction-list"]
NoticeKind = Literal["retraction", "concern", "correction", "update", "unlabelled"]


class Difference(Body, frozen=True, kw_only=True):
    """The value of a field in the file and in bibliographic services; a note is less serious than a difference.

    `ours` is null if the file has no value, `theirs` if a service does not know the identifier. The field `article`
    means that the identifier belongs to a different article.
    """

    field: str
    severity: Literal["difference", "note"]
    ours: str | None
    theirs: str | None
    sources: tuple[SourceId, ...]
    why: str | None


class NoticeFound(Body, frozen=True, kw_only=True):
    """A notice of retraction, concern, correction or a new version about a citation, or a citation that is a notice.

    `label` is the service's own word. `target` is the notice or, if the citation is one, the paper that it is about.
    `known` is true if the file's `integrity` already says so.
    """

    kind: NoticeKind
    about: Literal["this", "another"]
    label: str
    target: str | None
    date: str | None
    sources: tuple[SourceId, ...]
    known: bool


class SourceState(Body, frozen=True, kw_only=True):
    """Whether a citation was compared with a source: the date of the source's record, or why it was not compared."""

    source: SourceId
    state: Literal["compared", "unknown", "not-compared"]
    fetched_on: datetime.date | None
    why: str | None


class Verified(Body, frozen=True, kw_only=True):
    """A compared citation; `integrity` is the value for the file, or null if it cannot be determined."""

    id: Id
    differences: tuple[Difference, ...]
    notices: tuple[NoticeFound, ...]
    sources: tuple[SourceState, ...]
    integrity: IntegrityCheck | None


class VerifyPage(Body, frozen=True, kw_only=True):
    """Citations compared with bibliographic services; `online` is true if these were queried in this run.

    `sound` is false if there is a difference or a notice that is not in the file. `complete` is true if every citation
    with an identifier was compared with every source that accepts that identifier.
    """

    schema_version: Literal["1"] = "1"
    verified: tuple[Verified, ...]
    online: bool
    sound: bool
    complete: bool


NumberKind = Literal["estimate", "interval", "p", "i2", "people", "events", "trials", "value", "sd", "percent", "dose"]


class NumberChecked(Body, frozen=True, kw_only=True):
    """A number in the file that was looked for in the abstract; `there` is the abstract's number if it differs."""

    field: str
    kind: NumberKind
    value: str
    state: Literal["found", "contradicted", "not-found"]
    there: str | None
    sentence: str | None
    why: str | None


class NumbersChecked(Body, frozen=True, kw_only=True):
    """The numbers of a study or finding, compared with an abstract; `numbers` is the value for the study's field."""

    id: HitId
    citation: Id
    state: Literal["compared", "no-abstract", "not-compared"]
    why: str | None
    checked: tuple[NumberChecked, ...]
    numbers: NumbersCheck | None


class NumbersPage(Body, frozen=True, kw_only=True):
    """The numbers of studies and findings, compared with the abstracts that they were taken from.

    `sound` is false if an abstract contradicts a number. `complete` is false if an abstract could not be downloaded.
    """

    schema_version: Literal["1"] = "1"
    compared: tuple[NumbersChecked, ...]
    online: bool
    sound: bool
    complete: bool


WatchSource = Literal["pubmed", "europe-pmc", "clinicaltrials"]
ReportDesign = Literal[
    "notice",
    "meta-analysis",
    "systematic-review",
    "randomised-trial",
    "trial",
    "guideline",
    "registered",
    "protocol",
    "observational",
    "unknown",
    "review",
    "case-report",
    "comment",
    "animal",
]


class NewReport(Body, frozen=True, kw_only=True):
    """A report or registered trial that is not in the file; the design is guessed from its types and title."""

    design: ReportDesign
    title: str
    authors: tuple[str, ...] = ()
    journal: str | None = None
    date: str | None = None
    DOI: str | None = None
    PMID: str | None = None
    PMCID: str | None = None
    registration: str | None = None
    status: str | None = None
    sources: tuple[WatchSource, ...]
    why: str


class WatchedCondition(Body, frozen=True, kw_only=True):
    """The new reports and trials for a condition since its last search, and the query in PubMed's syntax."""

    id: Id
    name: str
    since: datetime.date
    query: str
    new: tuple[NewReport, ...]


class WatchFailure(Body, frozen=True, kw_only=True):
    """Why a search is incomplete."""

    condition: Id
    source: WatchSource
    why: str


class WatchPage(Body, frozen=True, kw_only=True):
    """The reports and trials since the last searches; `complete` is false if a search failed."""

    schema_version: Literal["1"] = "1"
    watched: tuple[WatchedCondition, ...]
    failures: tuple[WatchFailure, ...]
    online: bool
    complete: bool


class ErrorDetail(Body, frozen=True, kw_only=True):
    """Why a command has no output: the kind matches the exit status, and the message is the one for people."""

    kind: Kind
    message: str
    suggestions: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    reason: Reason | None = None
    candidates: tuple[Candidate, ...] = ()
    more_problems: int = 0
    urgent: str | None = None


class ErrorReport(Body, frozen=True, kw_only=True):
    """The one line on stderr if JSON was requested and there is no answer."""

    schema_version: Literal["1"] = "1"
    error: ErrorDetail


class FullPage(Body, frozen=True, kw_only=True):
    """A condition or group with everything on its printable page, its references numbered once.

    `limits` are the lowest and the highest upper limit for adults; `reviewed`, `licence` and `provenance` are the
    knowledge file's.
    """

    page: ConditionPage | GroupPage
    subject: str
    counted_in: str
    reviewed: datetime.date
    why: WhyPage | None
    forest: ForestPage | None
    map: MapPage | None
    limits: tuple[UpperLimit, ...]
    studies: tuple[StudyDetail, ...]
    references: tuple[Reference, ...]
    licence: str | None
    provenance: str | None


B_co = TypeVar("B_co", bound=Body, covariant=True)


class Answer(Struct, Generic[B_co], frozen=True):
    """A body and its references, which BibTeX, RIS and CSL-JSON write for every kind of body.

    `cited` is the references or, for a long list whose page shows none, a function that looks them up. `page` returns
    the body of the page for readers, if it has more than the JSON.
    """

    body: B_co
    cited: tuple[Reference, ...] | Callable[[], tuple[Reference, ...]]
    page: Callable[[], Body] | None = None

    @property
    def references(self) -> tuple[Reference, ...]:
        """Return the references of the body."""
        return self.cited() if callable(self.cited) else self.cited

    @property
    def citations(self) -> tuple[tuple[Id, Citation], ...]:
        """Return the ids and citations behind this answer, in its own order."""
        return tuple((reference.id, reference.citation) for reference in self.references)


class AnswerKind(NamedTuple):
    """What the formats need to know about a kind of answer.

    `key` is the field with its records, `page` the function in `formats/pages` that lays it out, `table` the function
    in `formats/tables.py` that makes its rows, `example` a command that returns one. A `listed` kind is written as a
    table by default in a pipe.
    """

    key: str
    page: str
    table: str
    example: str
    listed: bool = False


KINDS: dict[type[Body], AnswerKind] = {
    ConditionList: AnswerKind("conditions", "lists.conditions", "conditions", "conditions", listed=True),
    ConditionPage: AnswerKind("condition", "condition.blocks", "findings", "show fibromyalgia"),
    GroupPage: AnswerKind("group", "lists.group", "members", "show headache"),
    StudyList: AnswerKind("studies", "lists.studies", "results", "studies fibromyalgia", listed=True),
    ReferenceList: AnswerKind("references", "references.blocks", "references", "references fibromyalgia"),
    ProblemList: AnswerKind("problems", "problems.blocks", "problems", "check"),
    WhyPage: AnswerKind("why", "why.blocks", "rungs", "why fibromyalgia"),
    ForestPage: AnswerKind("forest", "forest.blocks", "estimates", "forest renal-colic"),
    MapPage: AnswerKind("cells", "evidence_map.blocks", "cells", "map", listed=True),
    ComparePage: AnswerKind("compared", "compare.blocks", "compared", "compare fibromyalgia renal-colic"),
    DosePage: AnswerKind("dose", "dose.blocks", "doses", "dose 500 oxide"),
    TopicPage: AnswerKind("topics", "topics.blocks", "statements", "safety"),
    HitList: AnswerKind("results", "hits.blocks", "hits", "search stress", listed=True),
    ChangeList: AnswerKind("changes", "changes.blocks", "changes", "diff last-year.yaml mine.yaml"),
    VerifyPage: AnswerKind("verified", "verify.blocks", "verified", "verify fibromyalgia"),
    NumbersPage: AnswerKind("compared", "verify.blocks", "numbers", "verify fibromyalgia --numbers"),
    WatchPage: AnswerKind("watched", "watch.blocks", "new_reports", "watch fibromyalgia"),
}
