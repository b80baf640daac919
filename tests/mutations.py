"""How much of a slip in the evidence the rules catch: a copy of a file, one thing changed in it at a time, and told.

    python -m tests.mutations                    60 mutations of each class, drawn by a seed
    python -m tests.mutations --each 500 --seed 7
    python -m tests.mutations --all              every one there is
    python -m tests.mutations --data FILE

Records are changed as decoded, not as text, decoded once more, and only the rules that could tell are asked.
"""

from __future__ import annotations

import argparse
import copy
import datetime
import itertools
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple, get_args

import msgspec
from msgspec import structs

from magpain import knowledge as door
from magpain import model
from magpain.knowledge import decode, rules
from magpain.links import Path, references
from magpain.model import (
    Absolute,
    Arm,
    ArmValue,
    Certainty,
    Citation,
    Claim,
    Codes,
    Condition,
    Effect,
    Evidence,
    Extraction,
    Finding,
    Form,
    IntegrityCheck,
    Interval,
    Knowledge,
    Recommendation,
    Record,
    ReferenceIntake,
    Result,
    Step,
    Study,
    Treatment,
    UpperLimit,
)  # fmt: skip

REMOVED = object()
WHOLE = ("intervention", "dosing")
Entry = tuple[str | int, ...]
Change = Callable[[Any, "Ground"], Iterator[Any]]


class Mutant(NamedTuple):
    """One change: where in the file, and what stands there instead."""

    path: Path
    value: Any


class Kind(NamedTuple):
    """A class of slips: in which fields of which records, what is put there, and whether rules promise to catch it."""

    name: str
    records: tuple[type[Record], ...]
    fields: tuple[str, ...]
    change: Change
    promised: bool = False
    missed: str = ""
    where: Callable[[Ground, Path, Any], bool] = lambda _ground, _path, _record: True


class Ground:
    """A sound file, parted into entries, with who names whom: so that a change is judged by what it touches alone."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.records = {entry: rules.within(record, entry) for entry, record in rules.outermost(knowledge)}
        self.named_by: dict[tuple[str, str], set[Entry]] = {}
        for entry, held in self.records.items():
            for _path, record in held:
                for _place, section, key in references(record):
                    self.named_by.setdefault((section, key), set()).add(entry)
        self.known = set(rules.violations(knowledge))

    def at(self, path: Path) -> Any:
        """Return the record or value at a path."""
        value: Any = self.knowledge
        for part in path:
            value = getattr(value, str(part)) if isinstance(value, msgspec.Struct) else value[part]
        return value

    def around(self, entry: Entry) -> set[Entry]:
        """Return the entries whose rules could look at one: itself, what names it, and what names that."""
        if entry[0] in WHOLE:
            return set(self.records)
        near = {entry}
        for _hop in range(2):
            near |= {other for each in near if len(each) == 2 for other in self.named_by.get(each, ())}
        return near

    def caught_by(self, mutant: Mutant) -> frozenset[str]:
        """Return the ids of the rules that tell of a change."""
        entry = _entry(mutant.path)
        tree = changed(self.at(entry), mutant.path[len(entry) :], mutant.value)
        try:
            record = msgspec.convert(tree, type(self.at(entry)), strict=False)
        except msgspec.ValidationError:
            told = decode.explain(_as_read(tree), type(self.at(entry)), entry)
            return frozenset(mismatch.rule for mismatch in told) or frozenset({"value"})
        knowledge = replaced(self.knowledge, entry, record)
        violations = {*_over_whole(knowledge)}
        for near in self.around(entry):
            each = record if near == entry else self.records[near][0][1]
            violations |= {*rules.entry_violations(near, each, knowledge)}
        return frozenset(rule for rule, _path, _message in violations - self.known)


def _entry(path: Path) -> Entry:
    return path[:1] if path[0] in WHOLE else path[:2]


def _over_whole(knowledge: Knowledge) -> Iterator[tuple[str, Path, str]]:
    met = rules.whole.Met()
    for _path, record in rules.outermost(knowledge):
        met.see(record)
    for rule in rules.FILE_RULES:
        yield from ((rules.rule_id(rule), path, message) for path, message in rule(knowledge, met))


def _as_read(tree: Any) -> Any:
    """Return a tree as the reader makes it: text, mappings and lists."""
    if isinstance(tree, dict):
        return {key: _as_read(value) for key, value in tree.items()}
    return [_as_read(item) for item in tree] if isinstance(tree, list | tuple) else str(tree)


def changed(record: Record, path: Path, value: Any) -> Any:
    """Return a record as plain data, with another value at a path in it, or without what stood there."""
    tree = copy.deepcopy(msgspec.to_builtins(record))
    if not path:
        return value
    holder = tree
    for part in path[:-1]:
        holder = holder[part]
    if value is REMOVED:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return _without_nothing(tree)


def _without_nothing(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _without_nothing(value) for key, value in tree.items() if value is not None}
    return [_without_nothing(item) for item in tree] if isinstance(tree, list | tuple) else tree


def replaced(knowledge: Knowledge, entry: Entry, record: Any) -> Knowledge:
    """Return some knowledge with one entry replaced, or added."""
    section = str(entry[0])
    held = {**getattr(knowledge, section), entry[1]: record} if len(entry) == 2 else record
    return structs.replace(knowledge, **{section: held})


# What is put in the place of a value.


def slips(value: float, _ground: Ground) -> Iterator[float]:
    """A figure misread or mistyped: the last digit, two digits exchanged, the decimal point."""
    text = f"{value:.10g}"
    digits = [place for place, char in enumerate(text) if char.isdigit()]
    last = digits[-1]
    found = [text[:last] + str((int(text[last]) + step) % 10) + text[last + 1 :] for step in (1, 9)]
    for one, two in itertools.pairwise(digits):
        chars = list(text)
        chars[one], chars[two] = chars[two], chars[one]
        found.append("".join(chars))
    numbers = [*map(float, found), value * 10, value / 10]
    yield from (number for number in dict.fromkeys(numbers) if number != value)


def count_slips(value: int, ground: Ground) -> Iterator[int]:
    """The same for a count of people or studies."""
    yield from dict.fromkeys(int(number) for number in slips(value, ground) if int(number) != value)


def turned(value: float, _ground: Ground) -> Iterator[float]:
    """The sign lost, or put in front."""
    if value:
        yield -value


def one_of(choices: Any) -> Change:
    """Another of the words that a field allows."""

    def change(value: Any, _ground: Ground) -> Iterator[Any]:
        yield from (choice for choice in get_args(choices) if choice != value)

    return change


def p_slips(value: str, _ground: Ground) -> Iterator[str]:
    """A p value with another sign, another place of the point, or as its opposite."""
    number = value.lstrip("<>=")
    yield from {"NS": ("<0.05",)}.get(value, (f">{number}" if value.startswith("<") else f"<{number}",))
    if number.startswith("0.0"):
        yield value.replace("0.0", "0.", 1)


def year_slips(value: str, _ground: Ground) -> Iterator[str]:
    """Another year in a date of issue, or in a year."""
    year = int(str(value)[:4])
    for other in (year - 1, year + 1, year - 10, year + 10):
        yield type(value)(f"{other}{str(value)[4:]}")


def later(value: datetime.date, _ground: Ground) -> Iterator[str]:
    """A day that hasn't come yet."""
    yield (datetime.date.today() + datetime.timedelta(days=400)).isoformat()


def earlier(value: datetime.date, _ground: Ground) -> Iterator[str]:
    """The day of another year before."""
    for years in (1, 10, 30):
        yield (value - datetime.timedelta(days=365 * years)).isoformat()


def digit_slips(value: str, _ground: Ground) -> Iterator[str]:
    """An identifier with another last digit, two digits exchanged, or one digit lost."""
    digits = [place for place, char in enumerate(value) if char.isdigit()][-4:]
    last = digits[-1]
    yield value[:last] + str((int(value[last]) + 1) % 10) + value[last + 1 :]
    yield value[:last] + value[last + 1 :]
    for one, two in itertools.pairwise(digits):
        if value[one] != value[two]:
            chars = list(value)
            chars[one], chars[two] = chars[two], chars[one]
            yield "".join(chars)


def isbn_slips(value: str, ground: Ground) -> Iterator[str]:
    """An ISBN with a slip that its check digit shows: not an exchange of two digits that differ by five (ISBN-13)."""
    for slip in digit_slips(value, ground):
        changed = [(int(old), int(new)) for old, new in zip(value, slip, strict=False) if old != new and new.isdigit()]
        if len(slip) < len(value) or len(changed) != 2 or abs(changed[0][0] - changed[0][1]) != 5:
            yield slip


def others_identifier(name: str) -> Change:
    """The identifier of another citation."""

    def change(value: str, ground: Ground) -> Iterator[str]:
        for citation in ground.knowledge.citations.values():
            if (other := getattr(citation, name)) and other != value:
                yield other

    return change


def garbled(value: str, _ground: Ground) -> Iterator[str]:
    """An identifier with a blank, or a letter, in it."""
    yield f"{value[:3]} {value[3:]}"
    yield f"x{value}"


def dangling(value: str, _ground: Ground) -> Iterator[str]:
    """An id that nothing bears."""
    yield f"{value}-x"
    yield value[:-1] if value[:-1] and value[-2] != "-" else f"{value}x"


def other_id(section: str) -> Change:
    """The id of another record of the section."""

    def change(value: str, ground: Ground) -> Iterator[str]:
        yield from (key for key in getattr(ground.knowledge, section) if key != value)

    return change


def listed(change: Change) -> Change:
    """The same for one item of a list."""

    def changes(values: tuple[str, ...], ground: Ground) -> Iterator[list[str]]:
        for number, value in enumerate(values):
            for other in change(value, ground):
                yield [*values[:number], other, *values[number + 1 :]]

    return changes


def dropped(values: tuple[str, ...], _ground: Ground) -> Iterator[list[str]]:
    """A list without one of its items."""
    for number in range(len(values)):
        yield [*values[:number], *values[number + 1 :]]


def doubled(values: tuple[str, ...], _ground: Ground) -> Iterator[list[str]]:
    """A list with one of its items twice."""
    for value in values:
        yield [*values, value]


def removed(_value: Any, _ground: Ground) -> Iterator[Any]:
    """Nothing."""
    yield REMOVED


def misspelt(_value: Any, _ground: Ground) -> Iterator[str]:
    """A word that the field doesn't know."""
    yield "favors-intervention"


def retracted(_value: str, _ground: Ground) -> Iterator[str]:
    """What is put in as the status of a paper that is no longer believed."""
    yield "retracted"


def another_word(value: str, _ground: Ground) -> Iterator[str]:
    """A sentence in which "not" is lost or put in."""
    yield value.replace(" not ", " ", 1) if " not " in value else value.replace(" ", " not ", 1)


def stepped(value: int, _ground: Ground) -> Iterator[int]:
    """One level more or less."""
    yield from (step for step in (value - 1, value + 1) if -2 <= step <= 0)


# Where only some records of a kind promise it.


def source_is_here(ground: Ground, path: Path, _record: Any) -> bool:
    """Tell whether a finding's source is a study of the file, whose numbers it repeats."""
    finding = ground.at(path[:4])
    return any(rules.findings.reports(ground.knowledge, key, finding.effect.source) for key in finding.studies)


def of_source_here(ground: Ground, path: Path, record: Any) -> bool:
    """Tell whether an interval is that of a finding whose source is a study of the file."""
    return path[0] == "conditions" and source_is_here(ground, path, record)


def of_result(_ground: Ground, path: Path, _record: Any) -> bool:
    """Tell whether an interval is that of a study's result."""
    return path[0] == "studies"


def unclamped(ground: Ground, path: Path, _record: Any) -> bool:
    """Tell whether a certainty's steps add up to a rating on the scale, and not to less than very low."""
    certainty = ground.at(path[:-1])
    steps = sum(getattr(certainty, domain).step for domain in model.DOMAINS)
    return model.RATINGS.index(certainty.start) + steps > 0


def has_upper_half(_ground: Ground, _path: Path, record: Any) -> bool:
    """Tell whether an estimate is so far from zero that its interval doesn't hold it with the other sign."""
    return record.ci is not None and not record.ci.low <= -(record.estimate or 0) <= record.ci.high


def has_no_such_interval(_ground: Ground, path: Path, record: Any) -> bool:
    """Tell whether an estimate of a result stands without an interval, or in one that holds it with either sign."""
    return path[0] == "studies" and not has_upper_half(_ground, path, record)


def prints_p(_ground: Ground, _path: Path, record: Any) -> bool:
    """Tell whether a result's text prints its p value, and no other."""
    return record.p != "NS" and len(set(rules.numbers.P_IN_TEXT.findall(record.text))) == 1


def prints_no_p(ground: Ground, path: Path, record: Any) -> bool:
    """Tell whether a result's text prints none, or several."""
    return not prints_p(ground, path, record)


def prints_interval(ground: Ground, path: Path, _record: Any) -> bool:
    """Tell whether the text of an interval's result prints the interval."""
    return path[0] == "studies" and bool(rules.numbers.INTERVAL_IN_TEXT.search(ground.at(path[:-1]).text))


def prints_no_interval(ground: Ground, path: Path, record: Any) -> bool:
    """Tell whether the text of an interval's result prints none."""
    return path[0] == "studies" and not prints_interval(ground, path, record)


def named_year(_ground: Ground, path: Path, _record: Any) -> bool:
    """Tell whether a citation's id names a year."""
    return rules.citations.year_in(str(path[1])) is not None


def no_named_year(ground: Ground, path: Path, record: Any) -> bool:
    """Tell whether it names none."""
    return not named_year(ground, path, record)


def supports(ground: Ground, path: Path, _record: Any) -> bool:
    """Tell whether a finding cites a citation."""
    return any(entry[0] == "conditions" for entry in ground.named_by.get(("citations", str(path[1])), ())) and any(
        path[1] in finding.cites for condition in ground.knowledge.conditions.values() for finding in condition.findings
    )


def has_levels(_ground: Ground, _path: Path, record: Any) -> bool:
    """Tell whether a condition has findings, which its level follows."""
    return bool(record.findings)


MISREAD = "misread in both readings: nothing else in the file says it"
CHOSEN = "a judgement in the source's own words: nothing to compare it with"
KINDS = (
    Kind(
        "a reference to nothing, in a list",
        (Finding, Condition, Study, Recommendation, Claim),
        ("cites", "studies", "conditions", "made_in", "also_reported_in"),
        listed(dangling),
        True,
    ),
    Kind("a reference to nothing", (Study, Condition, Effect), ("citation", "group", "source"), dangling, True),
    Kind(
        "a reference twice in a list",
        (Finding, Study, Recommendation, Claim),
        ("cites", "studies", "conditions", "made_in"),
        doubled,
        True,
    ),
    Kind(
        "a finding's source, another citation",
        (Effect,),
        ("source",),
        other_id("citations"),
        False,
        "the finding cites that paper too",
    ),
    Kind(
        "a study's citation, another one",
        (Study,),
        ("citation",),
        other_id("citations"),
        False,
        "the other paper is of the same year, and is no study itself",
    ),
    Kind(
        "a finding's citations, another one",
        (Finding,),
        ("cites",),
        listed(other_id("citations")),
        False,
        "only a reader can tell which paper is meant, where another record cites the right one too",
    ),
    Kind(
        "a finding's studies, another one",
        (Finding,),
        ("studies",),
        listed(other_id("studies")),
        False,
        "only a reader can tell which study is meant",
    ),
    Kind(
        "a citation dropped from a list",
        (Finding, Recommendation, Claim),
        ("cites",),
        dropped,
        False,
        "another record cites it too",
    ),
    Kind("a rating", (Certainty,), ("rating",), one_of(model.Rating), True),
    Kind(
        "where a rating starts",
        (Certainty,),
        ("start",),
        one_of(Literal["high", "low"]),
        False,
        "very low either way, by the same steps",
    ),
    Kind("a step, where the sum isn't below the scale", (Step,), ("step",), stepped, True, where=unclamped),
    Kind("a step without its reason", (Step,), ("reason",), removed, False, "the step is 0, and needs none"),
    Kind("an evidence level", (Condition,), ("evidence_level",), one_of(model.Level), True),
    Kind("the primary finding, misnamed", (Condition,), ("primary",), dangling, True, where=has_levels),
    Kind(
        "a finding's estimate, sign turned; its source a study here",
        (Effect,),
        ("estimate",),
        turned,
        True,
        where=source_is_here,
    ),
    Kind(
        "a finding's estimate, misread; its source a study here",
        (Effect,),
        ("estimate",),
        slips,
        True,
        where=source_is_here,
    ),
    Kind(
        "a finding's interval, misread; its source a study here",
        (Interval,),
        ("low", "high", "level"),
        slips,
        True,
        where=of_source_here,
    ),
    Kind("a finding's p value; its source a study here", (Effect,), ("p",), p_slips, True, where=source_is_here),
    Kind("a finding's I2, misread", (Effect,), ("i2",), slips, True, where=source_is_here),
    Kind(
        "a finding's measure; its source a study here",
        (Effect,),
        ("measure",),
        one_of(model.Measure),
        True,
        where=source_is_here,
    ),
    Kind(
        "which way is better, in a finding",
        (Effect,),
        ("better",),
        one_of(model.Better),
        False,
        "the finding has no number to compare",
        where=source_is_here,
    ),
    Kind(
        "a result's estimate, sign turned; its interval on one side",
        (Result,),
        ("estimate",),
        turned,
        True,
        where=has_upper_half,
    ),
    Kind(
        "a result's estimate, sign turned; no such interval",
        (Result,),
        ("estimate",),
        turned,
        False,
        MISREAD,
        where=has_no_such_interval,
    ),
    Kind("a result's estimate, misread", (Result,), ("estimate",), slips, False, MISREAD),
    Kind(
        "a result's interval, misread; its text prints it",
        (Interval,),
        ("low", "high"),
        slips,
        True,
        where=prints_interval,
    ),
    Kind(
        "a result's interval, misread, which isn't in its text",
        (Interval,),
        ("low", "high"),
        slips,
        False,
        MISREAD,
        where=prints_no_interval,
    ),
    Kind(
        "a result's interval, sign turned",
        (Interval,),
        ("low", "high"),
        turned,
        False,
        "the estimate and the direction fit it either way",
        where=of_result,
    ),
    Kind("a result's p value; its text prints it", (Result,), ("p",), p_slips, True, where=prints_p),
    Kind(
        "a result's p value, changed, which isn't in its text",
        (Result,),
        ("p",),
        p_slips,
        False,
        "there is no interval beside it, and no direction that it rules out",
        where=prints_no_p,
    ),
    Kind("a result's measure", (Result,), ("measure",), one_of(model.Measure), False, MISREAD),
    Kind("a unit lost", (Effect, Result), ("unit",), removed, False, "only a mean difference needs one"),
    Kind(
        "a comparison within or between groups",
        (Result,),
        ("comparison",),
        one_of(model.Comparison),
        False,
        "a result in words, or with a p value only, could be either",
    ),
    Kind(
        "a study's direction",
        (Study,),
        ("direction",),
        one_of(model.Direction),
        False,
        "no primary result says which way, or mixed and unclear are judgements",
    ),
    Kind("a finding's direction", (Effect,), ("direction",), one_of(model.Direction), False, "no number rules it out"),
    Kind("a result's direction", (Result,), ("direction",), one_of(model.Direction), False, "no number rules it out"),
    Kind(
        "a word that the field doesn't know",
        (Study, Effect, Result),
        ("direction", "design", "size", "comparison", "measure"),
        misspelt,
        True,
    ),
    Kind("a size of effect", (Effect,), ("size",), one_of(model.Size), False, CHOSEN),
    Kind("people or studies of a finding", (Evidence,), ("studies", "participants"), count_slips, False, MISREAD),
    Kind("people of a study", (Study,), ("n_randomised", "n_analysed", "n_planned"), count_slips, False, MISREAD),
    Kind(
        "people of an arm",
        (Arm,),
        ("n_randomised", "n_analysed"),
        count_slips,
        False,
        "the other arm's or the whole study's number isn't printed",
    ),
    Kind("studies or people of a result", (Result,), ("studies", "participants"), count_slips, False, MISREAD),
    Kind("what was measured in an arm", (ArmValue,), ("value", "sd"), slips, False, MISREAD),
    Kind("events, or people measured, of an arm", (ArmValue,), ("events", "n"), count_slips, False, MISREAD),
    Kind(
        "absolute numbers",
        (Absolute,),
        ("comparator", "intervention"),
        slips,
        False,
        "they still point where the effect does",
    ),
    Kind(
        "a dose of the element",
        (Treatment,),
        ("elemental_mg_per_day",),
        slips,
        False,
        "the salt's dose isn't printed, or the form has no single share",
    ),
    Kind("a dose of the salt", (Treatment,), ("salt_mg_per_day",), slips, False, "the element's dose isn't printed"),
    Kind(
        "a salt's molar mass or share, point moved",
        (Form,),
        ("molar_mass", "elemental_share"),
        lambda value, _ground: iter((value * 10, value / 10)),
        False,
        "the form has only one of the two",
    ),
    Kind("an intake or upper limit", (ReferenceIntake, UpperLimit), ("mg_per_day",), slips, False, MISREAD),
    Kind("the year of issue; the id names it", (Citation,), ("issued",), year_slips, True, where=named_year),
    Kind(
        "the year of issue; the id doesn't name it",
        (Citation,),
        ("issued",),
        year_slips,
        False,
        MISREAD,
        where=no_named_year,
    ),
    Kind(
        "the year of a guideline, intake or limit",
        (Recommendation, ReferenceIntake, UpperLimit),
        ("year",),
        year_slips,
        False,
        "a guideline is often older than what it is cited by",
    ),
    Kind("a day that hasn't come", (Extraction, Condition, Citation), ("date", "reviewed", "accessed"), later, True),
    Kind(
        "a day long before",
        (Extraction, Condition, Citation),
        ("date", "reviewed", "accessed"),
        earlier,
        False,
        "the paper is older than that day",
    ),
    Kind("a DOI of another paper", (Citation,), ("DOI",), others_identifier("DOI"), True),
    Kind("a PMID of another paper", (Citation,), ("PMID",), others_identifier("PMID"), True),
    Kind(
        "an identifier with a figure mistyped",
        (Citation,),
        ("DOI", "PMID", "PMCID"),
        digit_slips,
        False,
        "no address in the file names the same identifier",
    ),
    Kind("an identifier that is none", (Citation,), ("DOI", "PMID", "PMCID"), garbled, True),
    Kind("an ISBN with a figure mistyped", (Citation,), ("ISBN",), isbn_slips, True),
    Kind("a registration with a figure mistyped", (Study,), ("registration",), digit_slips, False, MISREAD),
    Kind("a MeSH id with a figure mistyped", (Codes,), ("mesh",), listed(digit_slips), False, MISREAD),
    Kind("a supporting citation that is retracted", (IntegrityCheck,), ("status",), retracted, True, where=supports),
    Kind(
        "a study's design",
        (Study,),
        ("design",),
        one_of(model.Design),
        False,
        "its level and its results fit the other design too",
    ),
    Kind(
        "a study's OCEBM level",
        (Study,),
        ("ocebm_level",),
        lambda value, _ground: iter(set(range(1, 6)) - {value}),
        False,
        "a level may be lower for a study's faults",
    ),
    Kind("a claim's verdict", (Claim,), ("verdict",), one_of(model.Verdict), False, CHOSEN),
    Kind("a guideline's status", (Recommendation,), ("status",), one_of(model.Status), False, CHOSEN),
    Kind(
        "a required field left out",
        (Study, Citation, Finding, Effect, Certainty, Condition),
        ("citation", "design", "title", "issued", "outcome", "direction", "rating", "name", "extraction", "evidence"),
        removed,
        True,
    ),
    Kind(
        'a "not" in a sentence',
        (Result, Condition, Recommendation),
        ("text", "summary"),
        another_word,
        False,
        "what a sentence means is for a reader to check",
    ),
)


def sites(ground: Ground, kind: Kind) -> Iterator[tuple[Path, Any]]:
    """Yield each place that a kind of slip can happen in, and what stands there."""
    for held in ground.records.values():
        for path, record in held:
            if isinstance(record, kind.records):
                names = zip(record.__struct_fields__, record.__struct_encode_fields__, strict=True)
                for name, encoded in names:
                    value = getattr(record, name)
                    known = name in kind.fields and value is not None and value != ()
                    if known and kind.where(ground, path, record):
                        yield (*path, encoded), value


def mutants(ground: Ground, kind: Kind, chance: random.Random, most: int | None) -> Iterator[Mutant]:
    """Yield the mutants of a kind: all, or at most so many, each of another place as long as there are places."""
    places = list(sites(ground, kind))
    chance.shuffle(places)
    if most is None:
        for path, value in places:
            yield from (Mutant(path, other) for other in kind.change(value, ground))
        return
    changes = [(path, list(kind.change(value, ground))) for path, value in places[:most]]
    drawn = 0
    while drawn < most and any(others for _path, others in changes):
        for path, others in changes:
            if others and drawn < most:
                drawn += 1
                yield Mutant(path, others.pop(chance.randrange(len(others))))


class Tally(NamedTuple):
    """What became of the mutants of a kind: how many were tried and caught, by which rules, and which were missed."""

    kind: Kind
    tried: int
    caught: int
    by: Counter[str]
    missed: tuple[Mutant, ...]


def tally(ground: Ground, kind: Kind, chance: random.Random, most: int | None) -> Tally:
    """Try the mutants of a kind."""
    tried, by, missed = 0, Counter[str](), []
    for mutant in mutants(ground, kind, chance, most):
        tried += 1
        told = ground.caught_by(mutant)
        by.update(told)
        if not told:
            missed.append(mutant)
    return Tally(kind, tried, tried - len(missed), by, tuple(missed))


def row(found: Tally) -> str:
    """Write a tally as a row of a Markdown table."""
    by = ", ".join(f"`{rule}` {count}" for rule, count in found.by.most_common(3)) or "-"
    why = found.kind.missed if found.caught < found.tried else ""
    promised = "yes" if found.kind.promised else ""
    share = f"{100 * found.caught // found.tried}%" if found.tried else "-"
    return f"| {found.kind.name} | {found.tried} | {found.caught} | {share} | {promised} | {by} | {why} |"


def main(arguments: list[str]) -> int:
    """Print the table; return 1 where a class that the rules promise to catch wasn't caught whole."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--each", type=int, default=60, help="mutations of each class (60)")
    parser.add_argument("--all", action="store_true", help="every mutation there is")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--data", help="a knowledge file (the shipped one)")
    parser.add_argument("--missed", action="store_true", help="print each mutation that was missed, too")
    given = parser.parse_args(arguments)
    ground = Ground(door.load(given.data))
    write = sys.stdout.write
    write(
        "| what was changed | tried | caught | | promised | by (first three) | why others can't be |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    broken = 0
    found = [
        tally(ground, kind, random.Random(f"{given.seed} {kind.name}"), None if given.all else given.each)
        for kind in KINDS
    ]
    for each in found:
        write(row(each) + "\n")
        broken += each.kind.promised and bool(each.missed)
        if given.missed:
            write("".join(f"  {mutant}\n" for mutant in each.missed))
    tried, caught = sum(each.tried for each in found), sum(each.caught for each in found)
    write(f"| all | {tried} | {caught} | {100 * caught // max(tried, 1)}% | | | |\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
