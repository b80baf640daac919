"""Words of a possible emergency get the same first line, whatever else is answered, and other words don't."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from magpain import emergency, knowledge
from magpain.emergency import CALL, urgent
from magpain.errors import UnclearNameError
from magpain.query.resolve import resolve
from magpain.query.search import search
from magpain.query.show import show

KNOWN = knowledge.load()


def run(*arguments):
    return subprocess.run([sys.executable, "-m", "magpain", *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "text",
    [
        "thunderclap headache",
        "worst headache of my life",
        "this is the worst headache I have ever had",
        "sudden, extreme headache",
        "crushing chest pain",
        "chest pain going to the arm",
        "tightness in my chest",
        "I think I'm having a heart attack",
        "can't feel my legs",
        "can\u2019t feel my legs",
        "numb between my thighs and back pain",
        "back pain and I can't control my bladder",
        "is this a stroke?",
        "face drooping on one side",
        "his speech is slurred",
        "sudden weakness in one arm",
        "stiff neck, fever and headache",
        "headache with a rash that doesn't fade under a glass",
        "took too many tablets",
        "my child swallowed the whole packet",
    ],
)
def test_words_of_a_possible_emergency(text):
    assert urgent(text) == CALL


@pytest.mark.parametrize(
    "text",
    [
        "stiff neck", "bad headache", "tension headache", "sudden low back pain", "numb feet from chemotherapy", "",
        "worst period pain", "leg cramps at night", "back pain", "suicide headache", "migraine with aura", "angina",
        "magnesium tablets", "headache and neck pain", "numbness and tingling from chemotherapy", "cold feet",
    ],
)  # fmt: skip
def test_other_words(text):
    assert urgent(text) is None


def test_names_of_the_file_are_no_emergency_but_of_the_heart():
    names = [name for each in KNOWN.conditions.values() for name in (each.name, *each.synonyms, *each.related)]
    assert {name for name in names if urgent(name)} == {
        "Angina (chest pain from the heart)", "cardiac chest pain", "exercise chest pain", "chest pain from the heart",
        "coronary artery disease chest pain", "unstable angina", "coronary chest pain", "ischaemic chest pain",
        "chest pain on exertion from the heart", "tightness in the chest from angina",
    }  # fmt: skip


def test_every_row_names_the_page_it_was_read_on():
    assert all(source.startswith(("https://", "http://")) and signs for source, signs in emergency.SIGNS.items())


def test_the_line_fits_a_terminal_behind_the_name_of_the_program():
    assert len(f"magpain: {CALL}") <= 80


def test_a_page_and_a_search_carry_it():
    assert show(KNOWN, "unstable angina").body.urgent == CALL
    assert show(KNOWN, "angina").body.urgent is None
    assert search(KNOWN, "chest pain").body.urgent == CALL


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("thunderclap headache", "unknown"),
        ("stroke", "unknown"),
        ("gallstone pain, crushing chest pain", "not-covered"),
    ],
)
def test_errors_carry_it(name, reason):
    with pytest.raises(UnclearNameError) as caught:
        resolve(KNOWN, name)
    assert (caught.value.reason, caught.value.urgent, caught.value.lines()[0]) == (reason, CALL, CALL)


def test_a_person_reads_it_first():
    assert run("show", "unstable", "angina").stdout.startswith(CALL)
    assert run("show", "thunderclap", "headache").stderr.startswith(f"magpain: {CALL}\n")
    assert run("search", "thunderclap", "headache").stderr.startswith(f"magpain: {CALL}\n")
    assert run("search", "chest", "pain", "-f", "text").stdout.startswith(CALL)
    assert run("crushing", "chest", "pain").stderr.startswith(f"magpain: {CALL}")


def test_a_table_leaves_it_to_standard_error():
    found = run("search", "chest", "pain")
    assert found.stderr == f"{CALL}\n"
    assert CALL not in found.stdout


def test_a_program_reads_it_as_a_field():
    assert json.loads(run("show", "unstable", "angina", "--json").stdout)["urgent"] == CALL
    assert json.loads(run("show", "fibromyalgia", "--json").stdout)["urgent"] is None
    assert json.loads(run("show", "stroke", "--json").stderr)["error"]["urgent"] == CALL
