"""Convert an amount of a form to the element, and compare it with limits, intakes and trials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from magpain.answers import Answer, DoseDetail, DosePage, LabelReading, LimitBeside, OtherForm, TrialBeside
from magpain.errors import NoAnswerError, QuestionError
from magpain.folding import fold
from magpain.model import Id, Knowledge, ReferenceIntake, UpperLimit
from magpain.query import amount as amounts
from magpain.query.common import counted_in, doses_studied, references, subject
from magpain.query.name_match import edits

_ADULTS = ("adult", "19 years", "18 years and")
_MOST = 8
# Words of a label or a prescription that say nothing about the form.
_LABEL = frozenset("as each flakes form from im in iv oral per po powder supplement supplements".split())
_SECOND = re.compile(rf"[0-9]\s*(?:mg|g|mcg|{'|'.join(word for word in amounts.PIECES if len(word) > 1)})\b", re.I)
_HOW_OFTEN = frozenset("twice thrice times bd bid tds tid qds qid od once daily nightly".split())


def dose(knowledge: Knowledge, amount: str, form: str | None = None, *, elemental: bool = False) -> Answer[DosePage]:
    """Return how much of the element an amount of a form contains, or of the intervention if it has no element.

    `elemental` means that the amount is of the element itself. Share of the element = atomic mass x atoms / molar mass,
    as the file gives it with its source; mmol = mg / atomic mass; mEq = mmol x charge. Raises QuestionError for an
    amount that can't be read in one way only or if no form is given, and NoAnswerError for a form whose share is not
    known or not fixed.
    """
    typed = f"{amount} {form or ''}".strip()
    milligrams, name, molar = amounts.read(typed, _molar(knowledge))
    elemental = elemental or molar or "elemental" in fold(name).split()
    if _is_element(knowledge, name, elemental=elemental):
        found = _detail(knowledge, milligrams, None, elemental=True)
    elif not name:
        example = next((key for key, each in knowledge.dosing.forms.items() if each.elemental_share), "FORM")
        raise QuestionError(f"no form given; such as: magpain dose {typed} {example}, or add --elemental")
    else:
        found = _detail(knowledge, milligrams, _form(knowledge, name, milligrams), elemental=elemental)
    cited = references(knowledge, _cited(found))
    return Answer(DosePage(dose=found, references=cited), cited)


def _is_element(knowledge: Knowledge, name: str, *, elemental: bool) -> bool:
    """Return whether an amount is of the element or, in a file without forms, of the intervention itself."""
    own = {fold(subject(knowledge)), fold(counted_in(knowledge))}
    own |= {"elemental"} if knowledge.intervention.element else set()
    return fold(name) in own or (not name and (elemental or not knowledge.dosing.forms))


def _molar(knowledge: Knowledge) -> dict[str, float]:
    """Return the milligrams of the element in a millimole and in a milliequivalent."""
    element = knowledge.intervention.element
    if element is None:
        return {}
    equivalent = dict.fromkeys(("meq", "mval"), element.atomic_mass / element.charge)
    return {"mmol": element.atomic_mass, "mol": 1000 * element.atomic_mass, **equivalent}


def _detail(knowledge: Knowledge, given: float, key: Id | None, *, elemental: bool) -> DoseDetail:
    """Return the converted amount; without a form's key, the amount is already in what doses refer to."""
    record = knowledge.dosing.forms[key] if key else None
    share = _share(knowledge, key) if key else 1.0
    held = given if elemental else given * share
    element = knowledge.intervention.element
    mmol = held / element.atomic_mass if element else None
    return DoseDetail(
        amount_mg=given / share if elemental else given,
        form=record.name if record else counted_in(knowledge),
        form_id=key,
        elemental_share=share,
        elemental_mg=held,
        mmol=mmol,
        meq=mmol * element.charge if mmol is not None and element else None,
        share_notes=record.notes if record else None,
        cites=record.cites if record else (),
        limits=tuple(LimitBeside(limit=limit, share=held / limit.mg_per_day) for limit in limits(knowledge)),
        trials=tuple(_trials(knowledge)),
        intakes=tuple(_intakes(knowledge)),
        counted_in=counted_in(knowledge),
        label_readings=() if elemental else tuple(_readings(given, share)),
        other_forms=tuple(_others(knowledge, key, given)) if key and not elemental else (),
    )


def _share(knowledge: Knowledge, key: Id) -> float:
    """Return the share of the element in a form; raise NoAnswerError if it has no known or fixed share."""
    record = knowledge.dosing.forms[key]
    if record.elemental_share is None:
        why = record.refused or f"its {counted_in(knowledge)} content is not known"
        raise NoAnswerError(f"{record.name}: {why}", _variants(knowledge, key))
    return record.elemental_share


def _readings(given: float, share: float) -> Iterator[LabelReading]:
    """Yield the possible meanings of an amount on a label: of the element, or of the whole salt."""
    yield LabelReading(means="element", elemental_mg=given, salt_mg=given / share)
    yield LabelReading(means="salt", elemental_mg=given * share, salt_mg=given)


def _others(knowledge: Knowledge, key: Id, given: float) -> Iterator[OtherForm]:
    """Yield other forms of the same salt, such as its hydrates, and the elemental content of the same amount."""
    for other in _variants(knowledge, key.partition("-")[0]):
        share = knowledge.dosing.forms[other].elemental_share
        if other != key and share:
            yield OtherForm(form_id=other, form=knowledge.dosing.forms[other].name, elemental_mg=given * share)


def _cited(found: DoseDetail) -> Iterator[Id]:
    yield from found.cites
    yield from (key for item in found.limits for key in item.limit.cites)
    yield from (key for item in found.intakes for key in item.cites)


def _form(knowledge: Knowledge, name: str, milligrams: float) -> Id:
    """Return the form that a name means: an id, a name or a synonym, with or without the intervention's own name.

    Word order doesn't matter, nor does "ph" or "f" in sulphate. A name that does not say which hydrate ("magnesium
    chloride") means the form of that name if there is only one. Raises NoAnswerError, with the nearest forms, for any
    other name.
    """
    forms = knowledge.dosing.forms
    if not forms:
        raise NoAnswerError(f'cannot convert "{name}": this knowledge file has no forms', ())
    wanted = _words(knowledge, name)
    names = {key: [_words(knowledge, each) for each in (key, form.name, *form.synonyms)] for key, form in forms.items()}
    exact = tuple(key for key, called in names.items() if wanted in called)
    formulas = {key: frozenset(fold(form.formula or "").split()) for key, form in forms.items()}
    close = exact or tuple(
        key for key, called in names.items() if any(wanted <= words for words in (*called, formulas[key]))
    )
    if len(close) == 1:
        return close[0]
    if close:
        raise NoAnswerError(f'"{name}" can be {_either(_contents(knowledge, close, milligrams))}', close)
    if {*fold(name).split()} & _HOW_OFTEN:
        raise QuestionError(f'"{name}" says how often; give the amount of one dose, or of a whole day')
    if _SECOND.search(name):
        raise QuestionError(f'"{name}" has a second amount; give one, of one dose or of a whole day')
    near = _near(wanted, names)
    hint = f"did you mean {_either(near)}?" if near else f"choose from: {_some(tuple(forms))}"
    raise NoAnswerError(f'no form named "{name}"; {hint}', near or tuple(forms))


def _contents(knowledge: Knowledge, keys: tuple[Id, ...], milligrams: float) -> tuple[str, ...]:
    """Return forms with the elemental content of an amount of each, if it is known."""
    shares = {key: knowledge.dosing.forms[key].elemental_share for key in keys[:_MOST]}
    return tuple(f"{key} ({milligrams * share:.4g} mg)" if share else key for key, share in shares.items())


def _words(knowledge: Knowledge, name: str) -> frozenset[str]:
    """Return the words of a form's name that matter: all of them if none does."""
    element = knowledge.intervention.element
    idle = {fold(subject(knowledge)), fold(element.symbol) if element else "", "elemental", "salt", "salts", "of"}
    idle |= {*_LABEL, *amounts.PIECES}
    words = frozenset(fold(name).replace("sulph", "sulf").split())
    return words - idle or words


def _near(wanted: frozenset[str], names: dict[Id, list[frozenset[str]]]) -> tuple[Id, ...]:
    """Return the forms with a word one typing error away from one of these; stearate is not an error for taurate."""
    known = {key: frozenset[str]().union(*called) for key, called in names.items()}
    every = frozenset[str]().union(*known.values())
    close = {near for word in wanted if len(word) > 3 for near in every if edits(word, near, 2) <= 1 + (len(word) > 7)}
    return tuple(key for key, words in known.items() if close & words)[:_MOST]


def _some(keys: tuple[Id, ...]) -> str:
    return ", ".join((*keys[:_MOST], "...") if len(keys) > _MOST else keys)


def _either(keys: tuple[Id, ...]) -> str:
    return " or ".join((", ".join(keys[:-1]), keys[-1])) if len(keys) > 1 else keys[0]


def _variants(knowledge: Knowledge, key: Id | None) -> tuple[Id, ...]:
    """Return the forms of a salt with a known content: itself, and those whose ids begin with its id."""
    forms = knowledge.dosing.forms
    return tuple(
        other for other, form in forms.items() if (other == key or other.startswith(f"{key}-")) and form.elemental_share
    )


def limits(knowledge: Knowledge) -> list[UpperLimit]:
    """Return the limits for adults, the strictest first."""
    adults = [
        item for item in knowledge.dosing.upper_limits if any(word in item.population.casefold() for word in _ADULTS)
    ]
    return sorted(adults, key=lambda item: item.mg_per_day)


def _intakes(knowledge: Knowledge) -> Iterator[ReferenceIntake]:
    """Yield the recommended daily intakes of men and women, from all sources."""
    for item in knowledge.dosing.reference_intakes:
        if item.population.casefold().startswith(("men", "women", "adult")):
            yield item


def _trials(knowledge: Knowledge) -> Iterator[TrialBeside]:
    """Yield the trials' doses that are known as elemental doses."""
    for key in knowledge.conditions:
        for used in doses_studied(knowledge, key):
            if used.elemental_mg_per_day is not None:
                yield TrialBeside(condition=key, dose=used)
