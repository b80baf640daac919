"""Questions as people type them: without accents, with unknown values, open ranges, and words to leave out."""

from __future__ import annotations

import datetime
import unicodedata
from typing import get_args

import msgspec
import pytest

from magpain import model
from magpain.errors import NoAnswerError, QuestionError
from magpain.folding import fold, respelled
from magpain.model import Citation, Extraction, Name
from magpain.query.search import search

EXTRACTION = Extraction(read="abstract", at="https://example.org", date=datetime.date(2026, 1, 31))
AUTHORS = [
    "Vučković", "Sørensen", "Łukasiewicz", "Đorđević", "Þórsdóttir", "Guðmundsson", "Æbelø", "Çelik", "Yıldız",
    "Guerrero‐Romero", "Reche-García", "O’Brien", "Nguyễn", "Müller", "Straße", "Ħelu", "ʿAlī", "Œuvrard", "Ægir",
]  # fmt: skip


def with_papers(kb):
    papers = {
        f"paper-{number}": Citation(
            type="article-journal", title=f"Paper {number}", issued=f"{2001 + number}", extraction=EXTRACTION,
            author=(Name(family="First", given="A"), Name(family=name, given="B")),
        )
        for number, name in enumerate(AUTHORS)
    }  # fmt: skip
    return msgspec.structs.replace(kb, citations={**kb.citations, **papers})


def found(kb, question, limit=500):
    try:
        return {hit.id for hit in search(kb, question, limit).body.results}
    except NoAnswerError:
        return set()


def plain(name):
    """Return a name without accents, as it is typed on a plain keyboard."""
    letters = name.translate(str.maketrans({"ø": "o", "Ł": "L", "Đ": "D", "đ": "d", "Þ": "Th", "ð": "d", "ı": "i",
        "Æ": "Ae", "Œ": "Oe", "Ħ": "H", "ß": "ss", "ʿ": "", "’": "", "‐": "-"}))  # fmt: skip
    return "".join(char for char in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(char))


@pytest.mark.parametrize("number", range(len(AUTHORS)), ids=AUTHORS)
@pytest.mark.parametrize("way", ["as it is", "plain", "small", "decomposed"])
def test_an_author_is_found_with_accents_and_without(number, way, kb):
    name = AUTHORS[number]
    typed = {"plain": plain(name), "small": plain(name).lower(), "decomposed": unicodedata.normalize("NFD", name)}
    question = typed.get(way, name)
    assert f"paper-{number}" in found(with_papers(kb), f"author:{question}")
    if name != "O’Brien" or way in ("as it is", "decomposed"):  # as a word of a text it is two
        assert f"paper-{number}" in found(with_papers(kb), question)


@pytest.mark.parametrize("part", ["romero", "garcia", "Romero", "García", "guerrero-romero", '"guerrero romero"'])
def test_each_part_of_a_name_begins_a_word(part, kb):
    assert found(with_papers(kb), f"author:{part}") & {"paper-9", "paper-10"}


def test_a_name_is_found_by_its_beginning_and_not_by_its_middle(kb):
    assert found(with_papers(kb), "author:soren") == {"paper-1"}
    assert found(with_papers(kb), "author:orensen") == set()


@pytest.mark.parametrize(("letters", "folded"), [("Łódź", "lodz"), ("Ærø", "aero"), ("İstanbul", "istanbul"),
    ("GROẞE", "grosse"), ("ﬁbro", "fibro"), ("Þorn", "thorn"), ("Ŋə", "ne"), ("ʿAbd", "abd"), ("Ménière’s", "menieres"),
    ("Sjögren", "sjogren"), ("Hạ Long", "ha long")])  # fmt: skip
def test_letters_that_do_not_come_apart_are_folded_too(letters, folded):
    assert fold(letters) == folded
    assert fold(folded) == folded


def test_only_words_with_such_letters_are_respelled():
    assert respelled("Sørensen and Müller on plain words") == "sorensen"
    assert respelled("plain words") == ""


UNKNOWN = [
    ("route:iv", "intravenous"), ("route:IV", "intravenous"), ("route:by-mouth", "oral"), ("design:randomised", "rct"),
    ("design:RCTs", "rct"), ("direction:favors-intervention", "favours-intervention"), ("direction:positive", "mixed"),
    ("level:strong", "very-low"), ("level:very", "very-low"), ("kind:trial", "study"), ("kind:studies", "study"),
    ("year:recent", "2010-"), ("year:19", "2010-"), ("year:2010-20", "2010-"), ("year:-", "2010-"),
    ("year:2010-2015-2020", "2010-"), ("condition:zzz", "magpain conditions"), ("group:zzz", "magpain conditions"),
    ('route:""', "oral"), ("-route:iv", "intravenous"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "known"), UNKNOWN)
def test_a_value_that_a_filter_does_not_know_is_refused_with_the_known_ones(question, known, kb):
    with pytest.raises(QuestionError) as caught:
        search(kb, question)
    assert known in str(caught.value)


@pytest.mark.parametrize(
    ("field", "values"),
    [("route", get_args(model.Route)), ("design", get_args(model.Design)), ("direction", get_args(model.Direction)),
     ("level", get_args(model.Level)),
     ("kind", ("condition", "finding", "study", "claim", "citation", "background"))],
)  # fmt: skip
def test_every_value_that_there_is_is_known(field, values, kb):
    for value in values:
        for typed in (value, value.upper(), f'"{value.replace("-", " ")}"', value.replace("-", "_")):
            assert found(kb, f"{field}:{typed}") == found(kb, f"{field}:{value}")


def years(kb, question):
    return {int(kb.citations[kb.studies[key].citation].issued[:4]) for key in found(kb, f"kind:study {question}")}


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2010-", 2010, 9999), ("-2013", 0, 2013), ("2010-2013", 2010, 2013), ("2010–2013", 2010, 2013),
        ("2010—2013", 2010, 2013), ("2010..2013", 2010, 2013), ("..2013", 0, 2013), ("2010–", 2010, 9999),
        ("2013-2010", 2010, 2013), ("2013", 2013, 2013), ('"2010 - 2013"', 2010, 2013), ("2010‑2013", 2010, 2013),
    ],
)  # fmt: skip
def test_years_are_a_range_with_any_dash_and_open_at_either_end(typed, first, last, kb):
    every = years(kb, "")
    assert years(kb, f"year:{typed}") == {year for year in every if first <= year <= last}
    assert years(kb, f"-year:{typed}") == {year for year in every if not first <= year <= last}


@pytest.mark.parametrize(
    ("wanted", "unwanted"),
    [("magnesium", "placebo"), ("pain", "oral"), ("magnesium", '"malic acid"'), ("magnes*", "fibrom*"),
     ("pain", "infusions"), ("kind:study", "placebo"), ("author:russell", "tender"), ("pain", "zzzz"),
     ("magnesium", "fibromyalgia"), ("pain magnesium", "sleep")],
)  # fmt: skip
def test_a_word_after_a_dash_is_left_out(wanted, unwanted, kb):
    assert found(kb, f"{wanted} -{unwanted}") == found(kb, wanted) - found(kb, unwanted)
    assert found(kb, f"-{unwanted} {wanted}") == found(kb, wanted) - found(kb, unwanted)


@pytest.mark.parametrize("value", ["design:rct", "kind:study", "route:oral", "author:russell", "year:2013"])
def test_a_filter_after_a_dash_leaves_out(value, kb):
    assert found(kb, f"magnesium -{value}") == found(kb, "magnesium") - found(kb, f"magnesium {value}")


@pytest.mark.parametrize("question", ["-placebo", '-"malic acid"', "-a -b"])
def test_to_leave_out_alone_is_no_question(question, kb):
    with pytest.raises(QuestionError, match="leave out"):
        search(kb, question)


def test_a_dash_within_a_word_or_alone_leaves_nothing_out(kb):
    assert found(kb, "double-blind") == found(kb, '"double blind"')
    assert found(kb, "magnesium - placebo") == found(kb, "magnesium placebo")
