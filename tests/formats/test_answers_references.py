"""Every answer that rests on citations gives them in every reference format, to programs nobody here wrote."""

from __future__ import annotations

import json

import bibtexparser
import nbib
import pybtex.database
import pytest
import questions
import rispy
from reference_samples import csl_validator


def test_the_questions_are_about_every_command_that_answers():
    assert set(questions.QUESTIONS) == questions.with_format_option()


def keys_in_bibtex(text):
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    keys = [entry.key for entry in library.entries]
    assert list(pybtex.database.parse_string(text, "bibtex").entries) == keys
    return keys


def keys_in_csl(text):
    items = json.loads(text)
    csl_validator().validate(items)
    return [item["id"] for item in items]


def keys_in_nbib(text):
    keys = [line.removeprefix("OID - magpain: ") for line in text.splitlines() if line.startswith("OID - magpain: ")]
    assert len(nbib.read(text)) == len(keys)
    return keys


READ = {
    "bibtex": keys_in_bibtex,
    "biblatex": keys_in_bibtex,
    "ris": lambda text: [record["id"] for record in rispy.loads(text)],
    "csl": keys_in_csl,
    "nbib": keys_in_nbib,
}


CHECKS = [question for question in questions.every_question() if question[0] == "check"]
OTHERS = [question for question in questions.every_question() if question not in CHECKS]


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("question", CHECKS, ids=" ".join)
def test_what_check_finds_rests_on_no_papers(question, name, ask):
    said = ask(*question, "-f", name)
    assert (said.status, said.out) == (2, "")


@pytest.mark.long  # six formats of every answer
@pytest.mark.parametrize("question", OTHERS, ids=" ".join)
def test_each_format_holds_the_same_references(question, ask):
    answer = json.loads(ask(*question, "--json").out)
    found = {}
    for name, keys in READ.items():
        said = ask(*question, "-f", name)
        assert (said.status, said.err) == (0, "")
        found[name] = keys(said.out)
    assert found == dict.fromkeys(READ, found["csl"])
    assert len(set(found["csl"])) == len(found["csl"])
    assert bool(found["csl"]) != (question in questions.WITHOUT_CITATIONS)
    assert found["csl"] == [item["id"] for item in answer["references"]] if "references" in answer else True
