"""The README's commands run, and what it shows is what they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
SHOWN = re.findall(r"```console\n\$ (magpain [^\n]+)\n(.*?)```", README, re.DOTALL)
LISTED = re.findall(r"^(magpain [^#\n]+?)\s*(?:#.*)?$", README, re.MULTILINE)


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _output in SHOWN])
def test_shown_output_is_what_it_prints(command, output, call):
    done = call(*shlex.split(command)[1:], data=None, COLUMNS="100")
    assert done.stdout.rstrip() == output.rstrip()


# A file that isn't there yet, or the network: the commands' own tests have them.
@pytest.mark.parametrize("command", [each for each in LISTED if "mine.yaml" not in each and "--online" not in each])
def test_listed_command_answers(command, call):
    done = call(*shlex.split(command)[1:], data=None)
    assert (done.returncode, done.stderr) == (0, "")


def test_readme_lists_and_shows_something():
    assert len(SHOWN) >= 2
    assert len(LISTED) >= 15
