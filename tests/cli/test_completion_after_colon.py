"""Names with colons, equals signs, spaces and quotes, completed as Bash parts and reads them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from magpain.shell import scripts

FILE = """\
magpain: "1"
intervention: {name: Riboflavin, summary: A vitamin.}
reviewed: 2026-01-20
groups:
  pains: {name: Pains, summary: Some pains.}
conditions:
  sore-knee:
    name: Sore knee
    group: pains
    summary: Little is known.
    reviewed: 2026-01-20
    evidence_level: none
    synonyms: ['knee: sore', 'ICD:8E43', 'a=b c', 'x::y', "runner's knee", 'say "ow"', 'ratio 1:2:3', 'p:q=r']
"""


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "file.yaml"
    path.write_text(FILE, "utf-8")
    return path


PARTED = [
    (["show", "ICD", ":", "8"], ["8E43"]),
    (["show", "ICD", ":"], ["8E43"]),
    (["show", "ICD:8"], ["ICD:8E43"]),
    (["show", "IC"], ["ICD:8E43"]),
    (["show", "knee", ":"], ["\\ sore"]),
    (["show", "knee", ":", "so"], ["sore"]),
    (["show", "knee:", "so"], ["sore"]),
    (["show", '"knee: s'], ["knee: sore"]),
    (["show", "'ICD:8"], ["ICD:8E43"]),
    (["show", "knee\\:\\ s"], ["knee:\\ sore"]),
    (["show", "a", "=", "b"], ["b\\ c"]),
    (["show", "a", "="], ["b\\ c"]),
    (["show", "x", "::", "y"], ["y"]),
    (["show", "ratio", "1", ":", "2", ":", "3"], ["3"]),
    (["show", "p", ":", "q", "=", "r"], ["r"]),
    (["show", "runner\\'s"], ["runner\\'s\\ knee"]),
    (["show", "'say "], ['say "ow"']),
    (["show", "--json", "ICD", ":", "8"], ["8E43"]),
    (["why", "ICD", ":", "8"], ["8E43"]),
    (["compare", "sore-knee", "ICD", ":", "8"], []),
    (["compare", "ICD", ":", "8"], ["8E43"]),
    (["show", "nothing", ":", "here"], []),
    (["show", ":"], []),
]


@pytest.mark.parametrize(("words", "offered"), PARTED, ids=str)
def test_words_that_bash_parted_are_completed(words, offered, data, monkeypatch, capfdbinary):
    monkeypatch.setenv("MAGPAIN_DATA", str(data))
    monkeypatch.setenv("MAGPAIN_CACHE", "")
    assert scripts.respond(["bash", *words]) == 0
    kind, *found = capfdbinary.readouterr().out.decode().splitlines()
    assert (kind, found) == ("words", offered)


@pytest.mark.parametrize("words", [["show", "--data", "=", "x"], ["show", "--data", "=", "C", ":", "b"]])
def test_a_file_stays_with_the_shell(words, capfdbinary):
    assert scripts.respond(["bash", *words]) == 0
    assert capfdbinary.readouterr().out == b"files\n"


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no Bash")
@pytest.mark.parametrize(
    ("line", "reply"),
    [("magpain show ICD : 8", "8E43"), ("magpain show ICD :", "8E43"), ("magpain show knee : so", "sore")],
)
def test_the_script_hands_the_words_on_as_bash_has_them(line, reply, data, tmp_path):
    (tmp_path / "magpain").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m magpain "$@"\n', "utf-8")
    (tmp_path / "magpain").chmod(0o755)
    (tmp_path / "script.bash").write_text(scripts.SCRIPTS["bash"], "utf-8")
    ask = f"source ./script.bash; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _magpain 2>/dev/null"
    done = subprocess.run(
        ["bash", "-c", f'{ask}; printf "%s\\n" "${{COMPREPLY[@]}}"'],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "MAGPAIN_DATA": str(data), "MAGPAIN_CACHE": ""},
    )  # fmt: skip
    assert done.stdout.splitlines() == [reply]
