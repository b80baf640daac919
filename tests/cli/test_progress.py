"""A long reading shows how far it is on a terminal, after a while, and leaves nothing behind."""

from __future__ import annotations

import io
import sys
import time

import pytest

from magpain.cli import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_nothing_is_shown_of_a_short_reading(clock, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress.shown() as tell:
        clock[0] = 0.9
        tell("reading", 1, 2)
    assert sys.stderr.getvalue() == ""


def test_a_long_reading_is_shown_and_taken_away(clock, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress.shown() as tell:
        for seconds, done in ((1.0, 10), (1.05, 11), (1.2, 100)):
            clock[0] = seconds
            tell("reading", done, 100)
    first, second = "reading the knowledge file: 10%", "reading the knowledge file: 100%"
    assert sys.stderr.getvalue() == f"\r{first}\r{second}\r{' ' * len(second)}\r"


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_nothing_is_shown_where_nobody_looks(stream, monkeypatch):
    monkeypatch.setattr(sys, "stderr", stream)
    with progress.shown() as tell:
        assert tell is None
