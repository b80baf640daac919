"""A message on a terminal's stderr fits the terminal and splits no word; in a pipe it is one line."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest

from magpain.formats.widths import width

MESSAGES = [
    ("safety", "unobtainium"),
    ("show", "fibromyalgia", "or", "osteoarthritis", "of", "the", "knee"),
    ("conditions", "--no-such-option"),
    ("show", "\u540d\u524d " * 30),
]


def on_terminal(columns, arguments, small):
    """Run the command with a terminal as its stderr alone, and return what the terminal got."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "magpain", *arguments]
    variables = os.environ | {"MAGPAIN_DATA": str(small), "MAGPAIN_CACHE": "", "PYTHONUTF8": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=variables) as running:
        os.close(theirs)
        shown = b""
        while part := _part(ours):
            shown += part
        running.communicate(timeout=60)
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def _part(terminal):
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other end is closed
        return b""


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("arguments", MESSAGES, ids=["nothing", "candidates", "option", "wide letters"])
def test_a_message_fits_the_terminal_word_by_word(arguments, columns, call, small):
    piped, shown = call(*arguments).stderr, on_terminal(columns, arguments, small)
    assert max(map(width, piped.splitlines())) > columns or columns == 80
    assert max(map(width, shown.splitlines())) <= columns
    assert shown.split() == piped.split()


def test_the_rest_of_a_candidate_is_as_far_in_as_it(small):
    first, *others = on_terminal(40, MESSAGES[1], small).splitlines()
    assert first.startswith("magpain: ")
    assert [line for line in others if line.startswith("  ")]


def test_a_message_in_json_is_one_line_on_a_terminal_too(small):
    assert on_terminal(40, (*MESSAGES[0], "--json"), small).count("\n") == 1
