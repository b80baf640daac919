"""A file about another intervention gets pages about that one: nothing says magnesium that the file doesn't say."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec
import pytest
import questions

from magpain import knowledge, schema
from magpain.formats import Format

ROOT = Path(__file__).parent.parent
FILES = {"small.yaml": questions.SMALL} | {path.name: path for path in sorted((ROOT / "examples").glob("*.yaml"))}
# What only an element has; JSON, tables and the database have fields of these names, whatever the file is about.
OF_AN_ELEMENT = {"element", "elements", "elemental", "salt", "salts", "meq", "mmol"}
READ_BY_PEOPLE = ("text", "markdown", "html", "svg")
# The formats that only some commands write.
_CITING = tuple(command for command in questions.QUESTIONS if command != "check")
ONLY = {"svg": ("forest", "map"), "sarif": ("check",), "github": ("check",)} | dict.fromkeys(
    ("bibtex", "biblatex", "ris", "csl", "nbib"), _CITING
)


def renamed(text):
    """Return a file in which every magnesium is another thing, which has no element."""
    other = text
    for word in ("magnesium", "Magnesium", "MAGNESIUM"):
        other = other.replace(word, "kalmicin" if word.islower() else "Kalmicin")
    # Only the element rests on that citation.
    return re.sub(r"\n  (?:element|ciaaw-kalmicin):\n(?:    .*\n)+", "\n", other)


@pytest.fixture(params=FILES, scope="module")
def other(request, tmp_path_factory):
    """Return a file about something else, and what is known there."""
    path = tmp_path_factory.mktemp("other") / "other.yaml"
    path.write_text(renamed(FILES[request.param].read_text("utf-8")), "utf-8")
    return path, knowledge.load(path)


@pytest.fixture
def asked(other, monkeypatch, tmp_path):
    """Return a function that asks the file."""
    monkeypatch.setenv("MAGPAIN_DATA", str(other[0]))
    monkeypatch.setenv("MAGPAIN_CACHE", str(other[0].parent / "cache"))
    monkeypatch.chdir(tmp_path)
    return questions.ask


def questions_to(known):
    """Return questions for every command, by the names that the file has."""
    first, *others = known.conditions
    yield from (("conditions",), ("studies",), ("references",), ("map",), ("check",), ("safety",), ("mechanism",))
    yield from (("show", key) for key in known.groups)
    for key, condition in known.conditions.items():
        yield from (("show", key, "--full"), ("why", key)) if condition.findings else (("show", key),)
        if any(result.ci for study in known.studies_of.get(key, ()) for result in known.studies[study].results):
            yield ("forest", key)
    yield ("studies", next(iter(known.studies)))
    yield ("references", next(iter(known.citations)))
    yield from (("compare", first, others[0]),) if others else ()
    yield from (("dose", "400", form) for form, record in known.dosing.forms.items() if record.elemental_share)
    yield ("dose", "400", "--elemental")
    yield ("search", known.conditions[first].name.split()[0])


def words(text):
    return set(re.findall(r"[a-z]+", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL).casefold()))


def said_in(known):
    """Return the words of all that the file says."""
    return words(" ".join(texts(msgspec.to_builtins(known, builtin_types=()))))


def texts(value):
    if isinstance(value, dict):
        for key, item in value.items():
            yield "" if key in fields() else str(key)
            yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


@cache
def fields():
    """Return the names of the format's fields, which are no words of a file."""
    definitions = msgspec.json.decode(schema.of_file())["$defs"].values()
    return {name for definition in definitions for name in definition.get("properties", {})}


def test_every_answer_is_about_it(other, asked):
    _path, known = other
    own = said_in(known)
    assert "magnesium" not in own
    for question in questions_to(known):
        for form in Format:
            if question[0] not in ONLY.get(form, questions.QUESTIONS):
                continue
            said = asked(*question, "-f", form.value)
            assert (said.status, said.err) == (0, ""), (question, form)
            assert "magnesium" not in words(said.out), (question, form)
            if form in READ_BY_PEOPLE:
                assert OF_AN_ELEMENT & (words(said.out) - own) == set(), (question, form)


def test_no_such_answer_is_about_it(asked):
    for question in ("show nothing", "search qqqqq", "dose 1 sand", "safety nothing", "why x"):
        said = asked(*question.split())
        assert said.status == 1
        assert "magnesium" not in words(said.err)


def test_what_is_exported_is_about_it(other, asked, tmp_path):
    _path, known = other
    own = said_in(known)
    for arguments in (
        ("export", "-o", "x.db"),
        ("export", "-o", "x.json"),
        ("export", "-o", "x.yaml"),
        ("export", "--directory", "pages"),
        ("site", "site"),
    ):
        assert asked(*arguments).status == 0
    for path in tmp_path.rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            assert "magnesium" not in words(text), path
            if path.suffix in (".md", ".html"):
                assert OF_AN_ELEMENT & (words(text) - own) == set(), path


def test_what_is_offered_on_the_line_is_about_it(asked):
    for line in (("show", ""), ("studies", "a"), ("dose", "400", ""), ("safety", ""), ("conditions", "--group", "")):
        assert "magnesium" not in words(asked("__complete", "fish", *line).out)
