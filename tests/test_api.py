"""The package as Python code uses it: `magpain.load`, its docstrings' examples, and what notebooks show."""

from __future__ import annotations

import doctest
import pickle
import subprocess
import sys
from html.parser import HTMLParser

import msgspec

import magpain
from magpain import knowledge
from magpain.model import Claim, Condition

OPTIONS = doctest.ELLIPSIS
HOSTILE = "<script>alert(1)</script> & \"quoted\" 'text' ]]>"


class Tree(HTMLParser):
    """Checks that every element is closed in its place, and gathers tags and text."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.text = [], set(), ""

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def shown(record):
    tree = Tree()
    tree.feed(record._repr_html_())
    tree.close()
    assert not tree.open
    assert tree.tags <= {"table", "caption", "tbody", "tr", "th", "td", "details", "summary"}
    return tree.text


def test_load_reads_the_file_that_is_named(small):
    assert magpain.load(small) == knowledge.load(small)
    assert magpain.load(str(small)).conditions["fibromyalgia"].findings


def test_what_was_loaded_can_be_pickled(small):
    kb = magpain.load(small)
    assert pickle.loads(pickle.dumps(kb)) == kb  # noqa: S301 our own


def test_importing_the_package_loads_nothing_else():
    code = "import sys; before = set(sys.modules); import magpain; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["__future__", "magpain"]


def test_examples_of_docstrings(small, monkeypatch, tmp_path):
    monkeypatch.setenv("MAGPAIN_DATA", str(small))
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testmod(magpain, optionflags=OPTIONS)
    assert (failed, tried > 5) == (0, True)


def test_every_kind_of_record_shows_itself(small):
    kb = knowledge.load(small)
    condition = kb.conditions["fibromyalgia"]
    study = kb.studies["macian-2022"]
    assert "fibromyalgia" in shown(kb)
    assert condition.summary in shown(condition)
    assert condition.findings[0].outcome in shown(condition.findings[0])
    assert study.population in shown(study)


def test_all_that_a_record_holds_is_shown(small):
    for study in knowledge.load(small).studies.values():
        text = shown(study)
        for result in study.results:
            assert result.text in text
            assert result.estimate is None or str(result.estimate) in text


def test_what_the_file_says_is_never_markup():
    claim = Claim(text=HOSTILE, verdict="overstated", why=HOSTILE)
    condition = msgspec.convert(
        {
            "name": HOSTILE,
            "group": "g",
            "summary": HOSTILE,
            "reviewed": "2026-01-31",
            "evidence_level": "none",
            "synonyms": [HOSTILE],
        },
        Condition,
    )
    whole = msgspec.structs.replace(condition, claims=(claim,))
    assert shown(whole).count(HOSTILE) == 7


def test_what_is_known_is_summed_up_on_a_line(small):
    text = repr(knowledge.load(small))
    assert text.startswith("<Knowledge of Magnesium: 5 conditions, ")
    assert len(text) < 120
