"""A bar on a terminal's stderr, and nothing anywhere else."""

from __future__ import annotations

import io
import threading
import time

import pytest

from magpain.formats import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_how_far_it_is(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream, threads = Terminal(), threading.active_count()
    with progress.display(stream) as tell:
        tell(0, 4, "Crossref [bold]")
        tell(3, 4, "PubMed")
        assert threading.active_count() == threads
    shown = stream.getvalue()
    assert "Crossref [bold]" in shown
    assert "PubMed" in shown
    assert "3/4" in shown


def test_a_pipe_is_told_nothing():
    stream = io.StringIO()
    with progress.display(stream) as tell:
        tell(1, 4, "Crossref")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("stream", [None, io.StringIO()], ids=["none", "closed"])
def test_a_closed_stderr_is_no_hindrance(stream):
    if stream:
        stream.close()
    with progress.display(stream) as tell:
        tell(1, 4, "Crossref")


def test_an_interrupt_passes_through_the_bar(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    with pytest.raises(KeyboardInterrupt), progress.display(Terminal()):
        raise KeyboardInterrupt


def test_a_patient_bar_shows_nothing_of_a_short_call(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    stream = Terminal()
    with progress.display(stream, progress.PATIENCE_SECONDS) as tell:
        now[0] = 0.9
        tell(1, 2, "reading")
        assert stream.getvalue() == ""
        now[0] = 1.1
        tell(2, 2, "reading")
        assert "reading" in stream.getvalue()
