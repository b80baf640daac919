"""Every argument, option and environment variable, given texts that programs trip over."""

from __future__ import annotations

import os
from itertools import chain, cycle, islice

import pytest

from magpain.shell.commands import commands

from .command import LONG, SMALL, is_json, some
from .naughty import CLASSES, strings

# What a command needs beside the text that is tried.
NEEDED = {
    "show": ("fm",), "why": ("fm",), "forest": ("fm",), "compare": ("fm", "renal-colic"), "search": ("pain",),
    "dose": ("400", "oxide"), "diff": (str(SMALL), str(SMALL)), "export": ("-o", "all.json"), "new": ("new.yaml",),
    "completion": ("bash",), "site": ("public",),
}  # fmt: skip
# Without the one command that asks the network: its own tests give it a server to ask.
COMMANDS = {name: command for name, command in commands().items() if name not in ("verify", "watch")}
# Commands whose answers can come as JSON, and then their errors too.
SPEAKS_JSON = {name for name, command in COMMANDS.items() if command.option("--json")}
# Each place where a text can stand: the words before it and after it.
ARGUMENTS = [
    ((name, *NEEDED.get(name, ())[:at], "--"), NEEDED.get(name, ())[at + 1 :])
    for name, command in COMMANDS.items()
    for at, _argument in enumerate(command.arguments)
]
OPTIONS = [
    ((name, *NEEDED.get(name, ()), option.names[-1]), ())
    for name, command in COMMANDS.items()
    for option in command.options
    if option.metavar
]
BARE = [
    ((), ()),
    (("conditions",), ()),
    (("show",), ("fm",)),
    (("show", "fm", "--json"), ()),
    (("__complete", "bash"), ()),
]
PLACES = [*ARGUMENTS, *OPTIONS, *BARE]
VARIABLES = (
    "MAGPAIN_DATA", "MAGPAIN_CACHE", "XDG_CACHE_HOME", "HOME", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM",
    "LANG", "LC_ALL", "TZ", "COLORTERM", "_MAGPAIN_COMPLETE",
)  # fmt: skip
ALL = strings()
OWN = [*chain.from_iterable(CLASSES.values())]


def tried(place: int) -> list[str | bytes]:
    """Return the texts that are tried at a place: two, or in a long run twelve, so that each is tried somewhere."""
    count = 6 if LONG else 1
    return [*islice(cycle(OWN), place * count, (place + 1) * count), *islice(cycle(ALL), place * 7, place * 7 + count)]


def fits(text: str | bytes) -> bool:
    """Tell whether this platform's arguments and variables can hold a text."""
    try:
        return os.name == "posix" or "\0" not in os.fsdecode(text)
    except UnicodeError:
        return False


@pytest.mark.parametrize(
    "place", some(range(len(PLACES)), 50), ids=lambda place: " ".join(map(" ".join, PLACES[place]))
)
def test_any_text_in_any_place_is_answered_or_refused_in_a_line(place, call):
    before, after = PLACES[place]
    for number, text in enumerate(filter(fits, tried(place))):
        json = ("--json",) if number % 2 and before[:1] and before[0] in SPEAKS_JSON and "--" not in before else ()
        done = call(*before[:1], *json, *before[1:], text, *after)
        assert done.status != 130
        assert len(done.err) < (12_000 if json else 6_000)
        if json and done.err:
            assert is_json(done.err)


@pytest.mark.parametrize("name", VARIABLES)
def test_any_text_in_any_variable_is_survived(name, call):
    place = VARIABLES.index(name)
    for text in filter(fits, tried(place)):
        done = call("show", "fibromyalgia", **{name: os.fsdecode(text)})
        assert len(done.err) < 3000
        assert name == "MAGPAIN_DATA" or done.status == 0


@pytest.mark.parametrize("name", ["show", "search", "dose", "check", "help", "safety", "compare"])
@pytest.mark.parametrize("kind", ["controls", "bidi", "bytes", "long"])
def test_what_is_echoed_can_act_on_no_terminal(name, kind, call, on_terminal):
    for text in CLASSES[kind] if LONG else CLASSES[kind][:2]:
        on_terminal(name, "--", os.fsdecode(text))


def test_a_name_of_many_words_is_bounded(call):
    done = call("show", *["x"] * 20_000)
    assert done.status == 2
    assert call("compare", *["fm"] * 5_000).status in (0, 2)
