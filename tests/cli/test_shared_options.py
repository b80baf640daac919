"""The output options are one set: a command that has one of them has them all, with the same words."""

from __future__ import annotations

import pytest

from magpain.shell.commands import commands

OUTPUT = ("--format", "--json", "--output", "--color", "--ascii", "--words", "--no-pager")
WITH_OUTPUT = [command for command in commands().values() if command.option("--json")]


def test_there_are_such_commands():
    assert {"show", "check", "diff", "verify", "watch"} <= {command.name for command in WITH_OUTPUT}


@pytest.mark.parametrize("command", WITH_OUTPUT, ids=lambda command: command.name)
def test_a_command_has_all_output_options(command):
    first = WITH_OUTPUT[0]
    assert [command.option(name) for name in OUTPUT] == [first.option(name) for name in OUTPUT]
    assert None not in [command.option(name) for name in OUTPUT]
