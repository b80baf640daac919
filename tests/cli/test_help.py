"""Help: a command's, a topic's, and what is said where a word is mistyped."""

from __future__ import annotations

import inspect
import re

import pytest
import questions

from magpain import cli, errors, knowledge
from magpain.formats import _SUFFIXES, Format
from magpain.knowledge.locate import VARIABLE
from magpain.query import search
from magpain.rating import verdict
from magpain.shell import help_topics


def test_help_of_a_command_is_its_own(call):
    for command in ("show", "check", "help"):
        assert call("help", command).stdout == call(command, "-h").stdout


def test_help_alone_is_the_program_s_with_the_topics(call):
    alone = call("help").stdout
    assert alone.startswith(call("-h").stdout)
    assert all(f"  {name}" in alone and topic.summary in alone for name, topic in help_topics.TOPICS.items())


def test_summaries_of_commands_are_whole(call):
    listed = call("-h").stdout
    assert "..." not in listed.partition("Commands:")[2]
    assert max(map(len, listed.splitlines())) <= 80


@pytest.mark.parametrize("name", help_topics.TOPICS)
def test_topic_is_plain_text_of_a_modest_width(name, call):
    done = call("help", name)
    text = help_topics.TOPICS[name].text
    assert (done.returncode, done.stderr, done.stdout[: len(text)]) == (0, "", text)
    assert (done.stdout == text) == (name != "thresholds")
    assert done.stdout.isascii()
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_thresholds_of_the_file_are_listed(call):
    said = " ".join(call("help", "thresholds").stdout.split())
    for key, row in knowledge.load(questions.SMALL).thresholds.items():
        assert f"{key} ({row.measure}, {row.basis}) {verdict.threshold(row)}" in said


def test_topic_of_several_words(call):
    assert call("help", "Search", "syntax").stdout == call("help", "search-syntax").stdout


def test_help_lists_the_topics(call):
    shown = call("help", "help").stdout
    for name, topic in help_topics.TOPICS.items():
        assert re.search(rf"^ +{name} +{re.escape(topic.summary)}$", shown, re.MULTILINE)


def test_no_topic_takes_the_name_of_a_command():
    assert not set(cli.COMMANDS) & set(help_topics.TOPICS)


def test_unknown_word_is_suggested_for(call):
    done = call("help", "enviroment")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'magpain: there is no help on "enviroment"; did you mean environment?\n'
    assert "topics are names, " in call("help", "xyzzy").stderr


@pytest.mark.parametrize(("typo", "meant"), [("shwo", "show"), ("condition", "conditions"), ("serch", "search")])
def test_mistyped_command_is_suggested_for(typo, meant, call):
    done = call(typo, "fibromyalgia")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f'magpain: no command named "{typo}"; did you mean: magpain {meant} fibromyalgia\n'


def test_exit_statuses_are_those_of_the_errors():
    kinds = (kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.MagpainError))
    told = re.findall(r"^    (\d+) ", help_topics.TOPICS["exit-status"].text, re.MULTILINE)
    assert {int(status) for status in told} == {0, errors.INCOMPLETE, 130} | {kind.exit_status for kind in kinds}


def test_every_format_and_ending_is_told():
    words = set(re.findall(r"[.\w]+\w", help_topics.TOPICS["formats"].text))
    assert {*Format} <= words
    assert {ending for ending in _SUFFIXES if ending[1:] not in {*Format}} <= words


def test_every_filter_is_told():
    told = re.findall(r"^    (\w+)  +\w", help_topics.TOPICS["search-syntax"].text, re.MULTILINE)
    assert set(search.FIELDS) <= set(told)


def test_the_variable_is_told():
    assert VARIABLE in help_topics.TOPICS["environment"].text
