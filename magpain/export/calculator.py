"""The data with which a browser converts a dose as `magpain dose` does: elemental shares, limits and texts."""

from __future__ import annotations

from typing import Any

from magpain.errors import NoAnswerError
from magpain.formats.blocks import Items, text_of
from magpain.formats.pages.dose import blocks
from magpain.model import Form, Id, Knowledge
from magpain.query.common import counted_in
from magpain.query.dose import dose


def data(knowledge: Knowledge) -> dict[str, Any]:
    """Return the forms of a file with their elemental shares, and what every dose is compared with."""
    element = knowledge.intervention.element
    counted = counted_in(knowledge)
    page = dose(knowledge, "1 mg", elemental=True).body
    compared = [block for block in blocks(page, full=False) if isinstance(block, Items)][-1:]
    limits = list(dict.fromkeys(item.limit.mg_per_day for item in page.dose.limits))
    ends = [limits[0], limits[-1]] if len(limits) > 1 else limits
    items = [(text_of(label), text[0].text) for block in compared for label, text in block.items]
    return {
        "counted": counted,
        "mass": element.atomic_mass if element else None,
        "charge": element.charge if element else None,
        "forms": [
            {"name": counted, "share": 1, "element": True},
            *(_form(knowledge, key, form) for key, form in knowledge.dosing.forms.items()),
        ],
        "compared": [
            {"label": label, "text": text, "limit": ends[number] if number < len(ends) else None}
            for number, (label, text) in enumerate(items)
        ],
    }


def _form(knowledge: Knowledge, key: Id, form: Form) -> dict[str, Any]:
    """Return a form with its share and the other forms of its salt, or why it can't be converted."""
    try:
        found = dose(knowledge, "100 mg", key).body.dose
    except NoAnswerError as error:
        return {"name": form.name, "refused": str(error)}
    forms = knowledge.dosing.forms
    others = [{"name": other.form, "share": forms[other.form_id].elemental_share} for other in found.other_forms]
    return {"name": form.name, "share": found.elemental_share, "others": others, "notes": found.share_notes}
