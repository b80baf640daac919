"""Two ways of writing one thing are one thing, and two things are two."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magpain.verify import citation_match


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Magnesium for pain", "MAGNESIUM FOR PAIN."),
        ("double-blind", "double\u2010blind"),
        ("double-blind", "double blind"),
        ("doubleblind", "double \u2013 blind"),
        ("Gisèle", "Gisele"),
        ("Gisèle", "Gise\u0300le"),
        ("Pain & sleep", "Pain &amp; sleep"),
        ("Pain and sleep", "Pain &amp;amp; sleep"),
        ("Pain in vivo", "Pain <i>in vivo</i>"),
        ("Pain in vivo", "Pain &lt;i&gt;in vivo&lt;/i&gt;"),
        ("Mg2+ and pain", "Mg<sup>2+</sup> and pain"),
        ("Mg2+ block", "Mg\u00b2\u207a block"),
        ("'Myers' cocktail", "Myers\u2019 Cocktail"),
        ("[Magnesium and migraine]", "Magnesium and migraine."),
        ("TNF-alpha", "TNF-\u03b1"),
        ("p<0.05", "p &lt; 0.05"),
        ("Smørrebrød", "Smorrebrod"),
        ("Straße", "Strasse"),
        ("Magne\u00adsium", "Magnesium"),
    ],
)
def test_titles_that_are_one(one, other):
    assert citation_match.letters(one) == citation_match.letters(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Magnesium for pain", "Magnesium for gain"),
        ("Type 1", "Type 2"),
        ("with pain", "without pain"),
        ("µg", "mg"),
        ("5 < 6 in pain > 3", "5"),
    ],
)
def test_titles_that_are_two(one, other):
    assert citation_match.letters(one) != citation_match.letters(other)


WORDS = st.lists(
    st.text(string.ascii_letters + string.digits + "éüñçå", min_size=1, max_size=9), min_size=1, max_size=9
)


@settings(deadline=None)
@given(
    WORDS, st.sampled_from(["-", "\u2013", " ", " \u2014 ", ": ", "&#45;", "<br/> "]), st.randoms(use_true_random=False)
)
def test_no_dress_of_a_title_changes_it(words, between, random):
    plain = " ".join(words)
    dressed = between.join(
        random.choice([word, word.upper(), f"<i>{word}</i>", f"&lt;b&gt;{word}&lt;/b&gt;"]) for word in words
    )
    for form in ("NFC", "NFD", "NFKD"):
        assert citation_match.letters(unicodedata.normalize(form, dressed) + ".") == citation_match.letters(plain)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_other_words_are_another_title(words, more):
    assert citation_match.letters(" ".join(words)) != citation_match.letters(" ".join([*words, *more]))


@settings(deadline=None)
@given(st.text())
def test_any_text_is_folded(text):
    citation_match.letters(text)
    citation_match.number(text)
    citation_match.pages(text)
    citation_match.identifier(text)
    assert citation_match.same_journal(text, text) or not citation_match.words(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("van de Beek", "Van De Beek"),
        ("van de Beek", "Beek"),
        ("Rondón", "Rondon"),
        ("Müller", "Mueller"),
        ("Müller", "Muller"),
        ("Ørsted", "Orsted"),
        ("Norouzi-Javidan", "Norouzi Javidan"),
        ("O'Brien", "O\u2019BRIEN"),
        ("O'Brien", "OBrien"),
        ("De Franceschi", "Franceschi"),
        ("Rockefeller III", "Rockefeller"),
        ("Smith Jr.", "Smith"),
    ],
)
def test_family_names_that_are_one(one, other):
    assert citation_match.same_family(one, other)
    assert citation_match.same_family(other, one)


@pytest.mark.parametrize(("one", "other"), [("Li", "Ali"), ("Chen", "Cheng"), ("Bagis", "Kurtoğlu"), ("Li", "")])
def test_family_names_that_are_two(one, other):
    assert not citation_match.same_family(one, other)
    assert not citation_match.same_family(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The New England Journal of Medicine", "N Engl J Med"),
        ("Altern Ther Health Med", "Alternative therapies in health and medicine"),
        ("Anesthesia & Analgesia", "Anesthesia and analgesia"),
        ("Anesthesia &amp; Analgesia", "Anesth Analg"),
        ("Medicine", "Medicine (Baltimore)"),
        ("Emergency", "Emergency (Tehran, Iran)"),
        ("European Journal of Pain", "European journal of pain (London, England)"),
        ("Magnesium Research", "Magnesium research : official organ of the International Society"),
        ("J Natl Cancer Inst", "Journal of the National Cancer Institute"),
        ("BMJ", "British Medical Journal"),
        ("Pain", "PAIN"),
        ("Proceedings of the National Academy of Sciences of the United States of America", "Proc Natl Acad Sci U S A"),
        (
            "Proceedings of the National Academy of Sciences of the United States of America",
            "Proc Natl Acad Sci U.S.A.",
        ),
        ("Proc Natl Acad Sci USA", "Proc. Natl. Acad. Sci. U.S.A."),
        ("A Journal of Pain", "J Pain"),
        ("PLoS ONE", "PloS one"),
        ("Cochrane Database of Systematic Reviews", "Cochrane Database Syst Rev"),
        ("Zeitschrift für Rheumatologie", "Z Rheumatol"),
    ],
)
def test_journals_that_are_one(one, other):
    assert citation_match.same_journal(one, other)
    assert citation_match.same_journal(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pain", "Pain Medicine"),
        ("The Journal of Pain", "Journal of Headache and Pain"),
        ("Headache", "Cephalalgia"),
        ("Nutrients", "Nutrition"),
        ("Journal of Rheumatology", "Rheumatology International"),
        ("Pain", ""),
    ],
)
def test_journals_that_are_two(one, other):
    assert not citation_match.same_journal(one, other)
    assert not citation_match.same_journal(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("885-90", "885-890"),
        ("885\u2013890", "885-890"),
        ("885--890", "885-890"),
        ("S12-8", "s12-s18"),
        ("e23279", "23279"),
        ("e23279-e23279", "e23279"),
        ("0167-0172", "167-72"),
        ("167-72; discussion 173", "167-172"),
        ("pp. 167-172", "167-172"),
        ("604.4-604", "604"),
        ("297a-297", "297"),
        ("297a-298b", "297-298"),
    ],
)
def test_pages_that_are_one(one, other):
    assert citation_match.pages(one) == citation_match.pages(other)


@pytest.mark.parametrize(("one", "other"), [("885-890", "885-891"), ("85-90", "885-890"), ("e5", "e6"), ("S5", "5")])
def test_pages_that_are_two(one, other):
    assert citation_match.pages(one) != citation_match.pages(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14", "Vol. 14"),
        ("07", "7"),
        ("7-8", "7\u20138"),
        ("Suppl 1", "Supplement 1"),
        ("Suppl. 1", "suppl_1"),
        ("", None),
        ("Pt 21", "21"),
        ("sup1", "Suppl 1"),
        ("Suppl_1", "S1"),
        ("Supplementary 2", "sup. 2"),
    ],
)
def test_numbers_that_are_one(one, other):
    assert citation_match.number(one) == citation_match.number(other)


@pytest.mark.parametrize(("one", "other"), [("14", "15"), ("1", "11"), ("7-8", "78"), ("Suppl 1", "1"), ("0", "")])
def test_numbers_that_are_two(one, other):
    assert citation_match.number(one) != citation_match.number(other)


@pytest.mark.parametrize(
    "text", ["10.1000/ABC", "https://doi.org/10.1000/abc", "http://dx.doi.org/10.1000/Abc", "doi: 10.1000/abc "]
)
def test_a_doi_is_one_whoever_writes_it(text):
    assert citation_match.identifier(text) == "10.1000/abc"
