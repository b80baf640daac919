"""Rules about what was given: salts and their elemental content."""

from __future__ import annotations

from magpain.knowledge.rules.common import Violations, repeated
from magpain.model import Form, Knowledge, Treatment

SHARE_TOLERANCE = 0.05

# Elemental contents are rounded to four digits, which changes the number of atoms in a molecule by less than this.
ATOM_TOLERANCE = 0.02


def salt_is_not_element(given: Treatment, knowledge: Knowledge) -> Violations:
    """An elemental dose must be marked as stated by the source, or as converted from a salt of known content."""
    if given.elemental_mg_per_day is None:
        return
    if given.elemental_source is None:
        yield ("elemental_mg_per_day",), "expected `elemental_source` (stated or converted), found none"
    elif given.elemental_source == "converted" and (fault := _conversion_fault(knowledge, given)):
        yield ("elemental_mg_per_day",), fault


def joined_routes_are_several(given: Treatment, _knowledge: Knowledge) -> Violations:
    """If the route is any, its routes must be listed: two or more, each once."""
    if given.routes and given.route != "any":
        yield ("routes",), f"expected no `routes` (the route is {given.route}), found {', '.join(given.routes)}"
    elif given.routes and (len(given.routes) < 2 or "any" in given.routes):
        yield ("routes",), f"expected two or more routes other than any, found {', '.join(given.routes)}"
    for number, route in repeated(given.routes):
        yield ("routes", number), f"expected each route once, found {route} again"


def element_is_part_of_salt(given: Treatment, _knowledge: Knowledge) -> Violations:
    """An elemental dose must be less than the weight of the salt, and a dose range must run from low to high."""
    low, high, salt = given.elemental_mg_per_day, given.elemental_mg_per_day_max, given.salt_mg_per_day
    if None not in (low, salt) and low > salt:  # type: ignore[operator]
        yield ("elemental_mg_per_day",), f"expected at most {salt:g} mg (the weight of the salt), found {low:g}"
    if high is not None and (low is None or high <= low):
        yield ("elemental_mg_per_day_max",), f"expected more than `elemental_mg_per_day`, found {high:g}"


def stated_dose_fits_salt(given: Treatment, knowledge: Knowledge) -> Violations:
    """A stated elemental dose should be about the salt's dose times its elemental content (either may be rounded)."""
    form = knowledge.dosing.forms.get(given.form_id or "")
    whole = given.salt_mg_per_day and given.elemental_mg_per_day and form and form.elemental_share
    if whole and given.elemental_source == "stated" and (fault := _conversion_fault(knowledge, given)):
        yield ("elemental_mg_per_day",), fault


def share_is_whole_atoms(form: Form, knowledge: Knowledge) -> Violations:
    """A salt's elemental content should come to a whole number of atoms per molecule (contents may be rounded)."""
    element = knowledge.intervention.element
    if element is None or form.molar_mass is None or form.elemental_share is None:
        return
    atoms = form.elemental_share * form.molar_mass / element.atomic_mass
    if round(atoms) < 1 or abs(atoms - round(atoms)) > ATOM_TOLERANCE * round(atoms):
        message = f"expected a share that corresponds to a whole number of atoms, found {atoms:.2f} atoms"
        yield ("elemental_share",), message


def _conversion_fault(knowledge: Knowledge, given: Treatment) -> str | None:
    form = knowledge.dosing.forms.get(given.form_id or "")
    if form is None or form.elemental_share is None or given.salt_mg_per_day is None:
        return "expected `salt_mg_per_day` and a `form_id` whose elemental share is known"
    expected = given.salt_mg_per_day * form.elemental_share
    if abs((given.elemental_mg_per_day or 0) - expected) <= SHARE_TOLERANCE * expected:
        return None
    content = f"the elemental content of {given.salt_mg_per_day:g} mg"
    return f"expected about {expected:.0f} mg ({content}), found {given.elemental_mg_per_day:g}"
