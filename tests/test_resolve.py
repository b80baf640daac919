"""A name leads to one id, or is a question back with its candidates: an exact name answers, and nothing is guessed."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import shipped

from magpain.answers import SAFETY, TakenFor
from magpain.errors import NoAnswerError, QuestionError, UnclearNameError
from magpain.knowledge import name_index
from magpain.model import Codes, Condition, Dosing, Form, Group, Knowledge, NotCovered, Subject
from magpain.query.name_book import Book
from magpain.query.name_match import asks_of_harm
from magpain.query.resolve import MAX_NAME, ids_of, resolve

TODAY = datetime.date(2026, 6, 30)


def condition(name, *synonyms, mesh=(), icd11=(), icd10=(), related=(), formerly=(), plain=None):
    return Condition(
        name=name, group="headache", summary="x", reviewed=TODAY, evidence_level="none", synonyms=synonyms,
        codes=Codes(mesh=mesh, icd11=icd11, icd10=icd10), related=related, formerly=formerly, plain_name=plain,
    )  # fmt: skip


def not_covered(name, *synonyms, nearest=None, notes=None):
    return NotCovered(
        name=name, synonyms=synonyms, searched="PubMed", reviewed=TODAY, nearest=nearest, notes=notes
    )  # fmt: skip


CONDITIONS = {
    "migraine": condition("Migraine", "sick headache", mesh=("D008881",), icd11=("8A80",), icd10=("G43.9",)),
    "migraine-with-aura": condition("Migraine with aura", "classic migraine"),
    "tension-type-headache": condition("Tension-type headache", "TTH", icd11=("8A81",)),
    "period-pain": condition("Dysmenorrhoea", "menstrual cramps", "painful periods", formerly=("dysmenorrhoea-old",)),
    "leg-cramps": condition("Nocturnal leg cramps", "leg cramps", "charley horse", related=("night cramps",)),
    "pregnancy-cramps": condition("Leg cramps in pregnancy", "night cramps in pregnancy"),
    "fibromyalgia": condition("Fibromyalgia", "FMS", plain="Pain all over"),
    "acute-back-pain": condition("Acute low back pain", related=("back pain", "low back pain")),
    "nerve-back-pain": condition("Neuropathic low back pain", "sciatica", related=("back pain", "low back pain")),
    "knee-oa": condition("Knee osteoarthritis", related=("arthritis",)),
    "rheumatoid": condition("Rheumatoid arthritis", "RA", related=("arthritis",)),
    "sore-throat": condition("Sore throat after surgery", "POST"),
    "spinal-magnesium": condition("Pain after surgery, intrathecal magnesium", "intrathecal magnesium"),
    "joint-surgery": condition("Pain after joint surgery", related=("total knee replacement", "TKR")),
}
GROUPS = {"headache": Group(name="Headache disorders", summary="x", synonyms=("head pain",), formerly=("heads",))}
NOT_COVERED = {
    "restless-legs": not_covered("Restless legs syndrome", "RLS", nearest="leg-cramps", notes="Not a pain."),
    "gout": not_covered("Gout"),
}


def knowing(conditions, groups, left_out=None):
    nothing = {"background": {}, "safety": {}, "studies": {}, "citations": {}, "studies_of": {}}
    forms = {"citrate": Form(name="magnesium citrate", cites=())}
    left_out = left_out or {}
    return Knowledge(
        intervention=Subject(name="Magnesium", summary="x", synonyms=("Mg", "Epsom salt")), reviewed=TODAY,
        conditions=conditions, groups=groups, not_covered=left_out, dosing=Dosing(forms=forms),
        names=name_index.index(conditions, groups, left_out), conditions_of=name_index.conditions_of(conditions),
        **nothing,
    )  # fmt: skip


KNOWN = knowing(CONDITIONS, GROUPS, NOT_COVERED)


def unclear(name, known=KNOWN):
    with pytest.raises(UnclearNameError) as caught:
        resolve(known, name)
    return caught.value


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("migraine", "migraine"),
        ("MIGRAINE", "migraine"),
        ("period-pain", "period-pain"),
        ("PERIOD   PAIN", "period-pain"),
        ("Dysménorrhoéa", "period-pain"),
        ("sick headache", "migraine"),
        ("D008881", "migraine"),
        ("8a80", "migraine"),
        ("G43.9", "migraine"),
        ("tth", "tension-type-headache"),
        ("headache", "headache"),
        ("head pain", "headache"),
        ("Pain all over", "fibromyalgia"),
        ("dysmenorrhoea-old", "period-pain"),
        ("heads", "headache"),
        ("POST", "sore-throat"),
        ("intrathecal magnesium", "spinal-magnesium"),
    ],
)
def test_an_exact_name_answers_without_a_word(name, key):
    assert resolve(KNOWN, name) == (key, None)


@pytest.mark.parametrize("key", [*CONDITIONS, *GROUPS])
def test_an_id_leads_home(key):
    assert resolve(KNOWN, key) == (key, None)


def test_an_id_leads_home_though_another_bears_it_as_a_name():
    known = knowing(
        {"pain": condition("Ache"), "ache": condition("Pain", "Pain")}, {"group": Group(name="pain", summary="x")}
    )
    assert resolve(known, "pain") == ("pain", None)
    assert resolve(known, "ache") == ("ache", None)


@pytest.mark.parametrize(
    ("name", "key", "also"),
    [
        ("migraines", "migraine", ("migraine-with-aura",)),
        ("does magnesium help with migraine", "migraine", ("migraine-with-aura",)),
        ("Mg citrate for migraines?", "migraine", ("migraine-with-aura",)),
        ("dysmenorrhea", "period-pain", ()),
        ("pain all over severe", "fibromyalgia", ()),
        ("cramps in my legs", "leg-cramps", ("pregnancy-cramps",)),
        ("leg cramps at night", "leg-cramps", ()),
        ("legcramps", "leg-cramps", ("pregnancy-cramps",)),
        ("head ache", "headache", ("tension-type-headache", "migraine")),
        ("night cramps", "leg-cramps", ("pregnancy-cramps",)),
        ("I'm pregnant and have leg cramps", "pregnancy-cramps", ()),
        ("can I take magnesium for painful periods", "period-pain", ()),
        ("fibro", "fibromyalgia", ()),
        ("knee replacement total", "joint-surgery", ()),
        ("TKR", "joint-surgery", ()),
    ],
)
def test_a_question_is_understood_and_says_what_it_was_taken_for(name, key, also):
    found, taken = resolve(KNOWN, name)
    assert found == key
    assert (taken.asked, taken.id, taken.name) == (name, key, (CONDITIONS.get(key) or GROUPS[key]).name)
    assert set(taken.also) == set(also)


@pytest.mark.parametrize(
    ("name", "reason", "keys"),
    [
        ("arthritis", "ambiguous", {"knee-oa", "rheumatoid"}),
        ("back pain", "ambiguous", {"acute-back-pain", "nerve-back-pain"}),
        ("back", "ambiguous", {"acute-back-pain", "nerve-back-pain"}),
        ("low back pain", "ambiguous", {"acute-back-pain", "nerve-back-pain"}),
        ("tension", "unknown", {"tension-type-headache"}),
        ("migr", "unknown", {"migraine"}),
        ("migraine in children", "unknown", {"migraine", "migraine-with-aura"}),
        ("headache in pregnancy", "unknown", {"headache"}),
        ("leg cramps after surgery", "unknown", {"leg-cramps"}),
        ("fibromialgia", "unknown", {"fibromyalgia"}),
        ("migrane", "unknown", {"migraine"}),
        ("hip arthritis", "unknown", {"knee-oa", "rheumatoid"}),
    ],
)
def test_what_could_mean_several_or_something_narrower_is_a_question_back(name, reason, keys):
    error = unclear(name)
    assert error.reason == reason
    assert keys <= set(error.suggestions)
    assert error.suggestions == tuple(candidate.id for candidate in error.candidates)


@pytest.mark.parametrize("name", ["xyzzy", "fo", "post", "the", "magnesium", "pain", "tha", "D008882", "toothache"])
def test_what_means_nothing_suggests_nothing(name):
    error = unclear(name)
    assert (error.reason, error.candidates) == ("unknown", ())
    assert str(error) == f'no condition or group named "{name}"; to see the list, run: magpain conditions'


def test_a_name_that_two_share_fits_both():
    error = unclear("PAIN", knowing({"a": condition("Pain"), "b": condition("pain")}, {}))
    assert (error.reason, error.suggestions) == ("ambiguous", ("a", "b"))


@pytest.mark.parametrize(
    ("question", "harm"),
    [
        ("does magnesium cause headaches", True),
        ("headache from magnesium", True),
        ("headache after taking Mg", True),
        ("does magnesium make migraines worse", True),
        ("does magnesium help headaches", False),
        ("what causes headaches", False),
        ("headache from magnesium deficiency", False),
        ("headache caused by low magnesium", False),
    ],
)
def test_a_question_about_harm_is_led_to_the_page_on_safety(question, harm):
    assert asks_of_harm(Book(KNOWN), question) == harm


def test_an_answer_and_a_list_begin_with_the_page_on_safety_if_harm_is_asked_for():
    _found, taken = resolve(KNOWN, "does magnesium cause migraines")
    assert taken.harm
    assert str(unclear("arthritis from magnesium")).startswith(SAFETY)


def test_what_is_not_covered_is_said_with_its_nearest_page():
    for name in ("restless legs", "RLS", "restless-legs", "does magnesium help restless leg syndrome"):
        error = unclear(name)
        assert (error.reason, error.suggestions) == ("not-covered", ("leg-cramps",))
        text = "Restless legs syndrome is not covered (last searched 2026-06-30). Not a pain. Nearest page: leg-cramps"
        assert str(error) == text
    assert str(unclear("gout")) == "Gout is not covered (last searched 2026-06-30)."
    assert unclear("gout").candidates == ()


def test_what_is_not_covered_never_stands_between_a_name_and_its_page():
    known = knowing({"a": condition("Other", "gout")}, {}, NOT_COVERED)
    assert resolve(known, "gout") == ("a", None)


def test_the_candidates_are_listed_a_line_each_and_eight_at_most():
    many = {f"pain-{letter}": condition(f"Sore {letter}x tail") for letter in "abcdefghij"}
    lead, *lines = unclear("sore tail", knowing(many, {})).lines()
    assert lead == '"sore tail" could mean several conditions; choose one:'
    assert lines[0] == "  pain-a  not rated: no usable study"
    assert lines[-1] == "  and 2 more"
    assert len(lines) == 9


def test_no_line_of_the_candidates_is_longer_than_a_screen_is_wide():
    known = shipped()
    for name in ("migraine", "arthritis", "back pain", "chronic neuropathy", "surgery"):
        assert max(map(len, unclear(name, known).lines())) <= 80


@pytest.mark.parametrize(
    "name", ["", " ", "---", "'", "\u0301", "a" * (MAX_NAME + 1), " " * (MAX_NAME + 1) + "migraine"]
)
def test_a_name_that_is_none_is_no_question(name):
    with pytest.raises(QuestionError, match=r"give the name of a condition or group \(1 to 400 characters\)"):
        resolve(KNOWN, name)


def test_the_longest_name_is_a_question():
    assert unclear("a" * MAX_NAME).reason == "unknown"


def test_where_nothing_is_known_nothing_is_found():
    assert unclear("pain", knowing({}, {})).candidates == ()


def test_meant_is_what_a_text_names_and_no_mere_likeness():
    assert ids_of(KNOWN, "migraine") == ("migraine",)
    assert ids_of(KNOWN, "does magnesium help arthritis") == ("knee-oa", "rheumatoid")
    assert ids_of(KNOWN, "fibromialgia") == ()
    assert ids_of(KNOWN, "gout") == ()


pieces = st.one_of(st.text(), st.text(st.characters()), st.sampled_from([*KNOWN.names, "pain", "-", "\ud800", "\x1b["]))


@given(st.lists(pieces, max_size=4).map(" ".join))
def test_any_name_leads_to_an_id_or_to_no_answer(name):
    try:
        key, taken = resolve(KNOWN, name)
    except NoAnswerError as error:
        assert set(error.suggestions) <= {*CONDITIONS, *GROUPS}
    except QuestionError:
        assert not name_index.fold(name) or len(name) > MAX_NAME
    else:
        assert key in {**CONDITIONS, **GROUPS}
        assert taken is None or (isinstance(taken, TakenFor) and taken.id == key)
