"""Report the changes between two knowledge files, ratings and their reasons first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from msgspec import Struct, structs

from magpain.answers import Answer, Change, ChangeKind, ChangeList, ChangeSection
from magpain.model import (
    DOMAINS,
    Arm,
    ArmValue,
    Citation,
    Claim,
    Condition,
    Finding,
    Form,
    Group,
    Id,
    Interval,
    Knowledge,
    Name,
    NotCovered,
    PublishedRating,
    Recommendation,
    Record,
    ReferenceIntake,
    Result,
    Statement,
    Study,
    Topic,
    Upgrade,
    UpperLimit,
)
from magpain.query.common import first_author, primary_of, references, subject, threshold_of, verdict_of
from magpain.rating import verdict
from magpain.rating.sizes import judge

# The order of importance to a reader.
_ORDER: tuple[ChangeSection, ...] = (
    "ratings", "findings", "studies", "citations", "claims", "recommendations", "safety", "background", "forms",
    "upper-limits", "reference-intakes", "conditions", "groups", "not-covered", "thresholds", "file",
)  # fmt: skip
# A condition's fields that have their own section; changes of the others are listed under conditions.
_OF_CONDITION: dict[str, ChangeSection] = {
    "claim": "claims",
    "recommendation": "recommendations",
    "warning": "safety",
    "association": "background",
    "disagreement": "background",
}
# Fields whose changes are reported in another way, and not again field by field.
_IN_A_SENTENCE: dict[type[Record], tuple[str, ...]] = {
    Condition: ("evidence_level", "findings", "formerly"),
    Group: ("formerly",),
    Topic: ("findings",),
    Finding: ("certainty", "effect"),
    Study: ("conditions",),
    Citation: ("integrity",),
}
_RATED = ("direction", "size")
_ESTIMATE = ("estimate", "measure", "ci", "i2", "unit")
_OF_FILE = {"reviewed": "date of the last search", "licence": "licence", "provenance": "provenance"}
_OF_CERTAINTY = ("rated_by", "upgrades", "published", "would_change")
# Two texts are one edited text if at least this proportion of their words is the same.
_ALIKE = 0.5
# The number of words that identify a text.
_OPENING = 8
# The fields that identify a record in a line that has no room for the whole record.
_NAMES: dict[type[Record], tuple[str, ...]] = {
    Arm: ("name",),
    ArmValue: ("arm",),
    Claim: ("text",),
    Finding: ("id",),
    PublishedRating: ("rating", "scope"),
    Recommendation: ("body", "year"),
    ReferenceIntake: ("authority", "kind", "population"),
    Result: ("outcome", "timepoint", "comparison"),
    Statement: ("text",),
    Upgrade: ("domain",),
    UpperLimit: ("authority", "population", "applies_to"),
}


class _Location(NamedTuple):
    """The location of a change: its section, the id of its record, and the condition that it concerns."""

    section: ChangeSection
    id: str
    condition: Id | None = None


class _Difference(NamedTuple):
    """Two values that differ, and their path; a missing value is None."""

    path: tuple[str, ...]
    old: Any
    new: Any


def changes(old: Knowledge, new: Knowledge, *, old_name: str, new_name: str) -> Answer[ChangeList]:
    """Return the differences between two knowledge files with these names, the ratings first.

    The answer's references are the citations that the new file adds or changes. Moved records and new line breaks are
    no difference: records are matched by their ids or their words, not by their positions.
    """
    found = tuple(sorted(_all(old, new), key=lambda change: _ORDER.index(change.section)))
    touched = [key for key, citation in new.citations.items() if old.citations.get(key) != citation]
    return Answer(ChangeList(changes=found, old=old_name, new=new_name), references(new, touched))


def _all(as_read: Knowledge, new: Knowledge) -> Iterator[Change]:
    renamed = _renamed(as_read.conditions, new.conditions)
    for former, now in renamed.items():
        yield _change(_Location("conditions", now, now), "id", former, now)
    old = _under_new_ids(as_read, renamed)
    judged_alike = dict(old.thresholds.items()) == dict(new.thresholds.items())
    for key, after in new.conditions.items():
        before = old.conditions.get(key)
        if before is not None and not (judged_alike and before == after):
            yield from _ratings(key, before, after, (old, new))
            yield from _condition(key, before, after)
    yield from _comings(old.conditions, new.conditions, "conditions", (old, new))
    yield from _studies(old, new)
    yield from _citations(old, new)
    for section in ("safety", "background"):
        yield from _topics(section, (old, new), judged_alike=judged_alike)
    yield from _dosing(old, new)
    yield from _section("groups", old.groups, new.groups, (old, new))
    yield from _section("not-covered", old.not_covered, new.not_covered, (old, new))
    yield from _section("thresholds", old.thresholds, new.thresholds, (old, new))
    yield from _fields(_Location("file", "intervention"), old.intervention, new.intervention)
    for field, what in _OF_FILE.items():
        if getattr(old, field) != getattr(new, field):
            yield _change(_Location("file", field), what, getattr(old, field), getattr(new, field))


def _renamed(old: Mapping[Id, Condition], new: Mapping[Id, Condition]) -> dict[Id, Id]:
    """Return the new id of each condition that was renamed, and neither merged nor split."""
    moves = [(former, key) for key, condition in new.items() if key not in old for former in condition.formerly]
    formers, keys = [former for former, _key in moves], [key for _former, key in moves]
    return {
        former: key
        for former, key in moves
        if former in old and former not in new and formers.count(former) == 1 == keys.count(key)
    }


def _under_new_ids(knowledge: Knowledge, renamed: Mapping[Id, Id]) -> Knowledge:
    """Return the knowledge with the new ids of conditions, also in its studies."""
    if not renamed:
        return knowledge
    conditions = {renamed.get(key, key): condition for key, condition in knowledge.conditions.items()}
    studies = {
        key: structs.replace(study, conditions=tuple(renamed.get(each, each) for each in study.conditions))
        for key, study in knowledge.studies.items()
    }
    return structs.replace(knowledge, conditions=conditions, studies=studies)


def _both(old: Mapping[Id, Any], new: Mapping[Id, Any]) -> Iterator[tuple[Id, Any, Any]]:
    """Yield the records that are in both and differ."""
    yield from ((key, old[key], new[key]) for key in new if key in old and old[key] != new[key])


def _section(
    section: ChangeSection, old: Mapping[Id, Record], new: Mapping[Id, Record], files: tuple[Knowledge, Knowledge]
) -> Iterator[Change]:
    yield from _comings(old, new, section, files)
    for key, before, after in _both(old, new):
        yield from _fields(_Location(section, key), before, after)


def _comings(
    old: Mapping[Id, Record], new: Mapping[Id, Record], section: ChangeSection, files: tuple[Knowledge, Knowledge]
) -> Iterator[Change]:
    """Yield the records that are in only one of two sections."""
    kind = section.removesuffix("s").replace("-", " ")
    for key, record in new.items():
        if key not in old:
            yield _change(_Location(section, key), kind, None, _summed_up(record, files[1]))
    for key, record in old.items():
        if key not in new:
            yield _change(_Location(section, key), kind, _summed_up(record, files[0]), None, _moved_to(key, new))


def _moved_to(key: Id, new: Mapping[Id, Record]) -> str | None:
    """Return a sentence on the records that a removed id leads to now, or None."""
    keys = [name for name, record in new.items() if key in getattr(record, "formerly", ())]
    return f"now part of {', '.join(keys)}" if keys else None


def _ratings(key: Id, old: Condition, new: Condition, files: tuple[Knowledge, Knowledge]) -> Iterator[Change]:
    """Yield the changes in how a condition's evidence is rated, and why."""
    if old.evidence_level != new.evidence_level:
        why = _why_level(old, new)
        yield _change(_Location("ratings", key, key), "evidence level", old.evidence_level, new.evidence_level, why)
    yield from _findings(_Location("findings", "", key), old, new, files)


def _findings(
    place: _Location, old: Condition | Topic, new: Condition | Topic, files: tuple[Knowledge, Knowledge]
) -> Iterator[Change]:
    """Yield the changes in the findings of a condition or topic; `place` has the beginning of their ids."""
    before, after = ({finding.id: finding for finding in owner.findings} for owner in (old, new))
    for finding in new.findings:
        own = place._replace(id=f"{place.id}{finding.id}")
        if finding.id not in before:
            yield _change(own, "finding", None, _said(files[1], finding))
        else:
            yield from _finding(own, before[finding.id], finding, files)
    for finding in old.findings:
        if finding.id not in after:
            yield _change(place._replace(id=f"{place.id}{finding.id}"), "finding", _said(files[0], finding), None)


def _said(knowledge: Knowledge, finding: Finding) -> str:
    return verdict.sentence(subject(knowledge), finding, threshold_of(knowledge, finding))


def _why_level(old: Condition, new: Condition) -> str | None:
    """Return why a condition's level changed: another primary finding, or other steps."""
    before, after = primary_of(old), primary_of(new)
    if before is None or after is None:
        return f'the primary finding is now "{after.id}"' if after else "there is no finding any more"
    if before.id != after.id:
        return f'the primary finding is now "{after.id}", not "{before.id}"'
    return _why(before, after)


def _why(old: Finding, new: Finding) -> str | None:
    """Return which steps of a rating changed, each with its new reason."""
    return "; ".join(_steps(old, new)) or None


def _steps(old: Finding, new: Finding) -> Iterator[str]:
    before, after = old.certainty, new.certainty
    if before.start != after.start:
        yield f"it starts {after.start}, not {before.start}"
    for domain in DOMAINS:
        one, other = getattr(before, domain), getattr(after, domain)
        if one.step != other.step:
            reason = f": {other.reason}" if other.reason else ""
            yield f"{domain.replace('_', ' ')} {verdict.number(one.step)} \u2192 {verdict.number(other.step)}{reason}"
    raised = [upgrade for upgrade in after.upgrades if upgrade not in before.upgrades]
    yield from (f"{upgrade.domain.replace('-', ' ')} +{upgrade.step}: {upgrade.reason}" for upgrade in raised)
    dropped = [upgrade.domain for upgrade in before.upgrades if upgrade not in after.upgrades]
    yield from (f"no more upgrade for {domain.replace('-', ' ')}" for domain in dropped)


def _finding(told: _Location, old: Finding, new: Finding, files: tuple[Knowledge, Knowledge]) -> Iterator[Change]:
    rated = told._replace(section="ratings")
    before, after = old.certainty, new.certainty
    if before.rating != after.rating:
        yield _change(rated, "certainty", before.rating, after.rating, _why(old, new))
    else:
        yield from _domains(rated, old, new)
    yield from _field(rated, "direction", old.effect.direction, new.effect.direction)
    sizes = (judge(finding, threshold_of(file, finding)).size for file, finding in zip(files, (old, new), strict=True))
    yield from _field(rated, "size", *sizes)
    yield from _field(rated, "verdict", _said(files[0], old), _said(files[1], new))
    yield from _field(told, "estimate", verdict.estimate(old.effect) or None, verdict.estimate(new.effect) or None)
    yield from _fields(told, old.effect, new.effect, (*_RATED, *_ESTIMATE))
    others = tuple(name for name in after.__struct_fields__ if name not in _OF_CERTAINTY)
    yield from _fields(told, before, after, others)
    yield from _fields(told, old, new)


def _domains(place: _Location, old: Finding, new: Finding) -> Iterator[Change]:
    """Yield the steps and reasons that changed although the rating did not."""
    yield from _field(place, "start", old.certainty.start, new.certainty.start)
    for domain in DOMAINS:
        one, other, name = getattr(old.certainty, domain), getattr(new.certainty, domain), domain.replace("_", " ")
        if one.step != other.step:
            yield _change(place, name, verdict.number(one.step), verdict.number(other.step), other.reason)
        else:
            yield from _field(place, f"{name}, reason", one.reason, other.reason)


def _condition(key: Id, old: Condition, new: Condition) -> Iterator[Change]:
    for difference in _differences(old, new):
        section = _OF_CONDITION.get(difference.path[0], "conditions")
        yield _as_change(_Location(section, key, key), difference)


def _studies(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    """Yield the studies that each condition gained or lost, and then the changes within studies."""
    before, after = _study_pairs(old), _study_pairs(new)
    for condition, key in after:
        if (condition, key) not in before:
            yield _change(_Location("studies", key, condition), "study", None, _study(new, key))
    for condition, key in before:
        if (condition, key) not in after:
            yield _change(_Location("studies", key, condition), "study", _study(old, key), None)
    for key, one, other in _both(old.studies, new.studies):
        yield from _fields(_Location("studies", key, next(iter(other.conditions), None)), one, other)


def _study_pairs(knowledge: Knowledge) -> dict[tuple[Id | None, Id], None]:
    """Return every pair of a condition and one of its studies, condition by condition."""
    pairs = [(place, key) for key, study in knowledge.studies.items() for place in study.conditions or (None,)]
    order: dict[Id | None, int] = {key: number for number, key in enumerate(knowledge.conditions)}
    return dict.fromkeys(sorted(pairs, key=lambda pair: order.get(pair[0], len(order))))


def _study(knowledge: Knowledge, key: Id) -> str:
    study = knowledge.studies[key]
    citation = knowledge.citations[study.citation]
    return f"{first_author(citation)} {citation.issued[:4]}, {study.design}, {study.direction}"


def _citations(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    yield from _section("citations", old.citations, new.citations, (old, new))
    for key, before, after in _both(old.citations, new.citations):
        place, one, other = _Location("citations", key), before.integrity, after.integrity
        if one.status != other.status:
            told = _change(place, "integrity", one.status, other.status, other.notes)
            yield structs.replace(told, kind="retracted") if other.status == "retracted" else told
        yield from _fields(place, one, other, ("status",))


def _topics(
    section: Literal["safety", "background"], files: tuple[Knowledge, Knowledge], *, judged_alike: bool
) -> Iterator[Change]:
    """Yield what changed in the topics of a section; new thresholds may change the verdicts of findings."""
    old, new = getattr(files[0], section), getattr(files[1], section)
    for key, topic in new.items():
        if key not in old:
            yield _change(_Location(section, key), "topic", None, topic.title)
    for key, topic in old.items():
        if key not in new:
            yield _change(_Location(section, key), "topic", topic.title, None)
    for key in new if not judged_alike else ():
        if key in old and old[key] == new[key]:
            yield from _findings(_Location("findings", f"{key}/"), old[key], new[key], files)
    for key, before, after in _both(old, new):
        yield from _findings(_Location("findings", f"{key}/"), before, after, files)
        for difference in _differences(before, after):
            claimed = difference.path[0] == "claim"
            yield _as_change(_Location("claims" if claimed else section, key), difference)


def _dosing(old: Knowledge, new: Knowledge) -> Iterator[Change]:
    yield from _section("forms", old.dosing.forms, new.dosing.forms, (old, new))
    for difference in _differences(old.dosing, new.dosing, ("forms",)):
        section: ChangeSection = "upper-limits" if difference.path[0] == "upper_limit" else "reference-intakes"
        yield _as_change(
            _Location(section, _words(difference.path[1:2])), difference._replace(path=difference.path[2:])
        )


def _field(place: _Location, name: str, old: Any, new: Any) -> Iterator[Change]:
    if old != new:
        yield _change(place, name, old, new)


def _fields(place: _Location, old: Record, new: Record, but: Iterable[str] = ()) -> Iterator[Change]:
    yield from (_as_change(place, difference) for difference in _differences(old, new, but))


def _as_change(place: _Location, difference: _Difference) -> Change:
    return _change(place, _words(difference.path) or "entry", difference.old, difference.new)


def _change(place: _Location, what: str, old: Any, new: Any, why: str | None = None) -> Change:
    kind: ChangeKind = "added" if old is None else "removed" if new is None else "changed"
    return Change(
        kind=kind,
        section=place.section,
        id=place.id,
        condition=place.condition,
        what=what,
        old=_written(old),
        new=_written(new),
        why=why,
    )


def _differences(old: Record, new: Record, but: Iterable[str] = ()) -> Iterator[_Difference]:
    """Yield every value in which two records differ, except for fields that are reported elsewhere."""
    skipped = {*but, *_IN_A_SENTENCE.get(type(new), ())}
    for name, encoded in zip(new.__struct_fields__, new.__struct_encode_fields__, strict=True):
        if name not in skipped:
            yield from _within((encoded,), getattr(old, name), getattr(new, name))


def _within(path: tuple[str, ...], old: Any, new: Any) -> Iterator[_Difference]:
    if old == new:
        return
    if isinstance(old, tuple) and isinstance(new, tuple) and not isinstance(next(iter(old + new)), Name):
        yield from _lists(path, old, new)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*new, *old)):
            yield from _within((*path, key), old.get(key), new.get(key))
    elif isinstance(old, Record) and isinstance(new, Record) and not isinstance(new, Interval):
        yield from (found._replace(path=(*path, *found.path)) for found in _differences(old, new))
    else:
        yield _Difference(path, old or None if old == () else old, new or None if new == () else new)


def _lists(path: tuple[str, ...], old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[_Difference]:
    """Yield the differences between two lists, ignoring order; an edited item is one change."""
    gone, come = [item for item in old if item not in new], [item for item in new if item not in old]
    for item in come:
        before = _counterpart(item, gone)
        if before is None:
            yield _Difference(_way(path, item), None, item)
        else:
            gone.remove(before)
            yield from _edited(path, before, item)
    yield from (_Difference(_way(path, item), item, None) for item in gone)


def _way(path: tuple[str, ...], item: Any) -> tuple[str, ...]:
    """Return the path to an item of a list; a text that is shown whole needs no name in it."""
    if not isinstance(item, Record):
        return path
    one = (*path[:-1], path[-1].removesuffix("s"))
    return one if isinstance(item, Claim | Statement) else (*one, _name(item))


def _edited(path: tuple[str, ...], old: Record, new: Record) -> Iterator[_Difference]:
    """Yield the edits of an item; if its identifying text changed, the whole item is one change."""
    way = _way(path, new)
    if isinstance(new, Claim | Statement):
        if isinstance(old, Claim | Statement) and old.text != new.text:
            yield _Difference(way, old.text, new.text)
            old = structs.replace(old, text=new.text)
        way = (*way, _opening(new.text))
    yield from (found._replace(path=(*way, *found.path)) for found in _differences(old, new))


def _counterpart(item: Any, gone: list[Any]) -> Any:
    """Return the earlier version of an item: the record of the same name, or the text that shares most words."""
    if not isinstance(item, Record):
        return None
    same = next((other for other in gone if _name(other) == _name(item)), None)
    if same or not isinstance(item, Claim | Statement):
        return same
    nearest = max(gone, key=lambda other: _likeness(other, item), default=None)
    return nearest if nearest is not None and _likeness(nearest, item) >= _ALIKE else None


def _likeness(one: Record, other: Record) -> float:
    """Return the proportion of words that two records' identifying texts share, from 0 to 1."""
    mine, theirs = set(_name(one).casefold().split()), set(_name(other).casefold().split())
    return len(mine & theirs) / max(1, len(mine | theirs))


def _name(record: Record) -> str:
    parts = (getattr(record, name) for name in _NAMES.get(type(record), ()))
    return ", ".join(str(part) for part in parts if part is not None)


def _opening(text: str) -> str:
    """Return the first words of a text, which identify it."""
    parts = text.split()
    return " ".join(parts) if len(parts) <= _OPENING else f"{' '.join(parts[:_OPENING])} \u2026"


def _words(path: Iterable[str]) -> str:
    return ", ".join(part.replace("_", " ") for part in path)


def _summed_up(record: Record, knowledge: Knowledge) -> str:
    """Return a whole record in one line."""
    if isinstance(record, Condition):
        return f"{record.name}: {verdict_of(knowledge, record)}"
    if isinstance(record, Citation):
        year = record.issued[:4]
        return f"{first_author(record)} {year}. {record.title}" if record.author else f"{record.title} ({year})"
    return record.name if isinstance(record, Form | Group | NotCovered) else _written(record) or ""


def _written(value: Any) -> str | None:
    """Return a value as one text, or None if there is none."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "; ".join(_written(item) or "" for item in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_written(item) or ''}" for key, item in value.items())
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.10g}"
    return _record(value) if isinstance(value, Struct) else str(value)


def _record(record: Struct) -> str:
    match record:
        case Claim():
            return f"{record.text} ({record.verdict}: {record.why})"
        case Statement() | Recommendation() | Result():
            return record.text
        case UpperLimit() | ReferenceIntake():
            return f"{record.mg_per_day:g} mg a day"
        case Name():
            own = (record.family, record.given, record.suffix)
            named = (record.dropping_particle, record.non_dropping_particle, *own)
            return record.literal or " ".join(part for part in named if part)
        case _:
            parts = ((name, _written(getattr(record, name))) for name in record.__struct_fields__)
            return ", ".join(f"{name.replace('_', ' ')} {text}" for name, text in parts if text)
