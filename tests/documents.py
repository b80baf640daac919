"""What the documents show, run: each page's blocks in order, in a folder of the page's own, as a reader would.

- `console`: each command after `$` is run, and what stands below it is what it prints; GOLDEN=write writes that anew.
- `sh` and `python`: the block is run as a whole, and must end well.
- `yaml`, `json` and `toml`: the block is well formed.
- A line that calls `magpain verify` or `magpain watch` is left out: without the network it has nothing to compare.
- `<!-- beforehand: COMMAND -->` is run and not shown; `<!-- not run: WHY -->` lets the block below it be.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

_PART = re.compile(
    r"<!-- beforehand: (?P<beforehand>.*?) -->"
    r"|(?P<spared><!-- (?:not run: [^\n]+|(?:run|test) line) -->\n+)?"
    r"^(?P<margin> *)```(?P<language>\w+)\n(?P<body>.*?)^ *```$",
    re.DOTALL | re.MULTILINE,
)
# A command may go on in lines that begin with `> `, as a shell shows them.
_COMMAND = re.compile(r"\A(\$ [^\n]*(?:\n> [^\n]*)*)\n(.*)\Z", re.DOTALL)
_ONLINE = re.compile(r"magpain (?:verify|watch)\b")
# A search that is due again is told from some day on: no example is about that.
_DATED = re.compile(r"^.*\[search-is-recent\]\n", re.MULTILINE)
_WELL_FORMED: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "toml": tomllib.loads,
    "yaml": lambda text: yaml.load(text, Loader=yaml.BaseLoader),  # noqa: S506 it makes text only
}


@dataclass
class Run:
    """A page that is being run: where, with which environment, and what was found."""

    folder: Path
    environment: dict[str, str]
    available: Callable[[str], bool]
    faults: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)

    def shell(self, text: str, *flags: str) -> subprocess.CompletedProcess[str]:
        """Run lines as a reader's shell would, with what they print in one stream."""
        return subprocess.run(
            ["bash", *flags, "-c", text],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=self.environment,
            cwd=self.folder,
            check=False,
        )

    def lacks(self, text: str) -> bool:
        """Tell whether some lines need a program that isn't here, and note which."""
        missing = {name for name in programs(text) if not self.available(name)}
        self.missing |= missing
        return bool(missing)

    def lacks_modules(self, text: str) -> bool:
        """Return whether some lines import a module that isn't installed, and note which."""
        named = re.findall(r"^ *(?:import|from) (\w+)", text, re.MULTILINE)
        missing = {name for name in named if not importlib.util.find_spec(name)}
        self.missing |= missing
        return bool(missing)

    def expect_success(self, text: str, command: str) -> None:
        """Run a block as a whole, and note where it doesn't end well."""
        done = self.shell(command, "-euo", "pipefail")
        if done.returncode:
            self.faults.append(f"exit status {done.returncode}:\n{text}\n{done.stdout}")


def run(text: str, page: Run) -> str:
    """Run a page's blocks, and return the page with the output that its commands print today."""
    return _PART.sub(lambda found: _part(found, page), text)


def programs(text: str) -> set[str]:
    """Return the programs that some lines call by name, as far as a look at the lines tells."""
    starts = re.split(r"[|;&\n]|\$\(|<\(", re.sub(r"'[^']*'|\"[^\"]*\"|\\\n|#.*", "", text))
    words = (start.split() for start in starts)
    return {word[0] for word in words if word and re.fullmatch(r"[a-z][\w-]*", word[0])}


def _part(found: re.Match[str], page: Run) -> str:
    whole = found[0]
    if found["beforehand"]:
        page.expect_success(whole, found["beforehand"])
        return whole
    if found["spared"]:
        return whole
    body, language = found["body"], found["language"]
    if language == "sh":
        body = "".join(line for line in body.splitlines(keepends=True) if not _ONLINE.search(line))
    if language == "console":
        return whole.replace(body, _console(body, page))
    if language == "sh" and not page.lacks(body):
        page.expect_success(body, body)
    elif language == "python" and not page.lacks_modules(body):
        page.expect_success(body, f"{shlex.quote(sys.executable)} - <<'PYTHON'\n{body}\nPYTHON")
    elif language in _WELL_FORMED:
        _WELL_FORMED[language](body)
    return whole


def _console(body: str, page: Run) -> str:
    """Run the commands of a console block, and return the block with what they print."""
    shown = []
    for told in re.split(r"^(?=\$ )", body, flags=re.MULTILINE):
        if not told:
            continue
        [(command, output)] = _COMMAND.findall(told)
        line = command.replace("\n> ", "\n").removeprefix("$ ")
        if _ONLINE.search(line) or page.lacks(line):
            shown.append(told)
            continue
        printed = _undated(page.shell(line).stdout).rstrip("\n")
        new = f"{command}\n{printed}\n" if printed else f"{command}\n"
        if new.rstrip() != told.rstrip():
            page.faults.append(f"{command}\nprints\n{printed}\nand not\n{output.rstrip()}")
        shown.append(new)
    return "".join(shown)


def _undated(printed: str) -> str:
    """Return an output as it is as long as no search is due again."""
    kept, dated = _DATED.subn("", printed)
    return re.sub(r"\b\d+ warnings?", "0 warnings", kept) if dated else printed


def environment(home: Path) -> dict[str, str]:
    """Return a reader's environment: this Python's commands, and pandoc if it is installed, come first on the PATH."""
    folders = [Path(sys.executable).parent]
    if importlib.util.find_spec("pypandoc"):
        import pypandoc

        folders.append(Path(pypandoc.get_pandoc_path()).parent)
    path = os.pathsep.join([*map(str, folders), os.environ["PATH"]])
    return {"PATH": path, "HOME": str(home), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
