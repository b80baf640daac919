"""A pager on a terminal: only for long pages, never in a pipe, and never in the way of the answer."""

from __future__ import annotations

import re
import shutil
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")
MARK = "through the pager\n"
PAGER = f"sh -c 'printf \"{MARK.strip()}\\n\"; cat'"
LONG, SHORT = ("show", "fibromyalgia", "--full"), ("show", "knee", "osteoarthritis")


def test_a_long_page_goes_through_the_pager(on_terminal):
    done = on_terminal(*LONG, PAGER=PAGER)
    assert done.status == 0
    assert done.out.startswith(MARK)
    written, plain = (re.sub(r";id=\d+", "", text) for text in (done.out, on_terminal(*LONG).out))
    assert written.removeprefix(MARK) == plain


@pytest.mark.parametrize(
    ("question", "surroundings"),
    [
        (SHORT, {"PAGER": PAGER}),
        ((*LONG, "--no-pager"), {"PAGER": PAGER}),
        ((*LONG, "--json"), {"PAGER": PAGER}),
        (LONG, {"PAGER": ""}),
        (LONG, {"PAGER": "cat"}),
        (LONG, {"PAGER": "no-such-pager -x"}),
        (LONG, {"PAGER": "sh -c 'unfinished"}),
    ],
    ids=str,
)
def test_otherwise_there_is_none(question, surroundings, on_terminal):
    done = on_terminal(*question, **surroundings)
    assert done.status == 0
    assert MARK not in done.out
    assert done.out


def test_a_pipe_gets_no_pager(call):
    assert call(*LONG, PAGER=PAGER).out == call(*LONG).out


def test_a_pager_that_is_left_early_is_no_error(on_terminal):
    done = on_terminal("studies", "-f", "text", PAGER="head -3")
    assert done.status == 0
    assert done.out.count("\n") == 3


@pytest.mark.skipif(not shutil.which("less"), reason="there is no less here")
def test_less_leaves_at_once_if_a_page_fits(on_terminal):
    done = on_terminal("show", "fibromyalgia", PAGER="less -FRX")
    assert done.status == 0
    assert "Fibromyalgia" in done.out
