"""An amount of a form as what doses are counted in, beside the doses of trials and the limits of authorities."""

from __future__ import annotations

import re
from collections.abc import Iterator

from magpain.answers import Answer, DoseDetail, DosePage, LimitBeside, TrialBeside
from magpain.errors import NoAnswerError, QuestionError
from magpain.model import Form, Id, Knowledge, ReferenceIntake, UpperLimit
from magpain.query.common import counted_in, doses, references
from magpain.spelling import fold

_AMOUNT = re.compile(r"([0-9]{1,7}(?:[.,][0-9]{1,6})?)\s*(mg|g|mcg|µg|ug)?", re.IGNORECASE)
_MILLIGRAMS = {"mg": 1.0, "g": 1000.0, "mcg": 0.001, "µg": 0.001, "ug": 0.001}
_ADULTS = ("adult", "19 years", "18 years and")


def dose(knowledge: Knowledge, amount: str, form: str | None, *, elemental: bool = False) -> Answer[DosePage]:
    """Return what an amount of a form is as the element, or as the intervention where that is none.

    `elemental` says that the amount is of the element itself. Share of the element = atomic mass x atoms / molar mass,
    as the file gives it with its source; mmol = mg / atomic mass; mEq = mmol x charge. Raises QuestionError for an
    amount that is none, and NoAnswerError for a form whose share is not known or not fixed.
    """
    given = _milligrams(amount)
    key, record = (None, None) if elemental and not form else _form(knowledge, form or "")
    share = record.elemental_share if record else 1.0
    counted = counted_in(knowledge)
    if record and share is None:
        raise NoAnswerError(
            f"{record.name}: {record.refused or f'the share of {counted} in it is not known here'}",
            _variants(knowledge, key),
        )
    held = given if elemental else given * (share or 0.0)
    element = knowledge.intervention.element
    mmol = held / element.atomic_mass if element else None
    found = DoseDetail(
        amount_mg=given / share if elemental and share else given,
        form=record.name if record else counted,
        form_id=key,
        elemental_share=share or 1.0,
        elemental_mg=held,
        mmol=mmol,
        meq=mmol * element.charge if mmol is not None and element else None,
        share_notes=record.notes if record else None,
        cites=record.cites if record else (),
        limits=tuple(LimitBeside(limit=limit, share=held / limit.mg_per_day) for limit in limits(knowledge)),
        trials=tuple(_trials(knowledge)),
        intakes=tuple(_intakes(knowledge)),
        counted_in=counted,
    )
    cited = references(knowledge, _cited(found))
    return Answer(DosePage(dose=found, references=cited), cited)


def _cited(found: DoseDetail) -> Iterator[Id]:
    yield from found.cites
    yield from (key for item in found.limits for key in item.limit.cites)
    yield from (key for item in found.intakes for key in item.cites)


def _milligrams(amount: str) -> float:
    found = _AMOUNT.fullmatch(amount.strip())
    value = float(found.group(1).replace(",", ".")) if found else 0.0
    if not found or value <= 0:
        raise QuestionError(f'expected an amount above 0 such as 400, 400mg or 0.4g, not "{amount[:40]}"')
    return value * _MILLIGRAMS[(found.group(2) or "mg").casefold()]


def _form(knowledge: Knowledge, name: str) -> tuple[Id, Form]:
    """Return the form that a name means: an id, name or synonym, with or without the intervention's own name."""
    wanted = fold(name)
    ours = fold(knowledge.intervention.name)
    for key, form in knowledge.dosing.forms.items():
        called = {fold(each) for each in (key, form.name, *form.synonyms)}
        if wanted in called or f"{ours} {wanted}" in called:
            return key, form
    known = tuple(knowledge.dosing.forms)
    raise NoAnswerError(f'there is no form "{name}"; there are: {", ".join(known)}', known)


def _variants(knowledge: Knowledge, key: Id | None) -> tuple[Id, ...]:
    forms = knowledge.dosing.forms
    return tuple(other for other, form in forms.items() if other.startswith(f"{key}-") and form.elemental_share)


def limits(knowledge: Knowledge) -> list[UpperLimit]:
    """Return the limits for adults, the strictest first."""
    adults = [
        item for item in knowledge.dosing.upper_limits if any(word in item.population.casefold() for word in _ADULTS)
    ]
    return sorted(adults, key=lambda item: item.mg_per_day)


def _intakes(knowledge: Knowledge) -> Iterator[ReferenceIntake]:
    """Yield what authorities say that men and women need in a day, from all sources."""
    for item in knowledge.dosing.reference_intakes:
        if item.population.casefold().startswith(("men", "women", "adult")):
            yield item


def _trials(knowledge: Knowledge) -> Iterator[TrialBeside]:
    """Yield the trials' doses that are known in what doses are counted in."""
    for key in knowledge.conditions:
        for used in doses(knowledge, key):
            if used.elemental_mg_per_day is not None:
                yield TrialBeside(condition=key, dose=used)
