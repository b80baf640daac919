"""What could stand next on a line: asked of magpain itself, and typed into real shells, at a terminal of their own."""

from __future__ import annotations

import os
import pty
import select
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import programs
import pytest
import tree_sitter
import tree_sitter_powershell
from hypothesis import given, settings
from hypothesis import strategies as st

from magpain.shell import completion, scripts

ROOT = Path(__file__).parents[2]
SHIPPED = {"bash": "magpain.bash", "zsh": "_magpain", "fish": "magpain.fish", "powershell": "magpain.ps1"}
ODD = """\
magpain: "1"
groups:
  pain's: {name: "A group; $(touch harm) `touch harm`", synonyms: ["--output=harm", "sem;colon pain", "cap: itals"]}
  fine-group: {name: "\\e[31mred", synonyms: ["a\\nb", "\\u202egnorw", "it's here", 'dollar $HOME', "ex!clam"]}
  "-x": {name: "-y"}
"""


@pytest.fixture
def words(small, monkeypatch):
    """Return a function that gives the words which could stand in the place of the last one."""
    monkeypatch.setenv("MAGPAIN_DATA", str(small))

    def complete(*line: str) -> list[str]:
        return [item.value for item in completion.offer(line).words]

    return complete


@pytest.fixture
def odd(tmp_path):
    """Return a knowledge file with names that would do harm."""
    path = tmp_path / "odd.yaml"
    path.write_text(ODD, "utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (("sho",), ["show"]),
        (("nosuch", ""), []),
        (("show", "fib"), ["fibromyalgia"]),
        (("show", "FM"), ["FMS", "FM"]),
        (("show", "renal", "c"), ["colic"]),
        (("show", "knee o"), ["Knee osteoarthritis", "knee OA"]),
        (("show", "fibromyalgia", "--fu"), ["--full"]),
        (("show", "--full", "--fu"), []),
        (("show", "--", "--fu"), []),
        (("compare", "fibromyalgia", "fib"), []),
        (("conditions", "--group", "ac"), ["acute"]),
        (("conditions", "--group=ac"), ["--group=acute"]),
        (("conditions", "--level", ""), ["high", "moderate", "low", "very-low", "none"]),
        (("conditions", "--direction", "no"), ["no-difference"]),
        (("conditions", "--route", "oral"), ["oral"]),
        (("conditions", "--sort", "p"), ["participants"]),
        (("conditions", "-f", "json"), ["json", "jsonl"]),
        (("conditions", "-"), None),
        (("show", "fibromyalgia", "-o"), []),
        (("why", "fibromyalgia", "--finding", "pain-oral"), None),
        (("dose", "500", "ox"), ["oxide"]),
        (("studies", "mac"), ["macian-2022"]),
        (("studies", "macian-2022", "mac"), []),
        (("references", "herr"), ["herroeder-2011"]),
        (("references", "bagis-2013", "-f", "ri"), ["ris"]),
        (("show", "macian"), []),
        (("completion", ""), ["bash", "zsh", "fish", "powershell"]),
        (("help", "exit"), ["exit-status"]),
        (("help", "sea"), ["search", "search-syntax"]),
        (("--ver",), ["--version"]),
        ((), None),
    ],
    ids=str,
)
def test_words(line, expected, words):
    found = words(*line)
    if expected is None:
        assert found
    else:
        assert found == expected


def test_keys_are_offered_once_one_is_begun(words):
    """There are hundreds of them: an empty word offers the conditions and groups alone."""
    assert words("studies", "") == words("references", "") == words("show", "")
    assert len(words("references", "b")) > len(words("studies", "b")) > 0


def test_topics_of_each_background_page(words):
    assert words("safety", "") != words("mechanism", "")
    assert words("safety", "")
    assert words("mechanism", "")


@pytest.mark.parametrize(
    "line",
    [
        ("check", ""),
        ("show", "x", "-o", ""),
        (
            "show",
            "--data=/tm",
        ),
        ("show", "--data", ""),
    ],
    ids=" ".join,
)
def test_files_are_left_to_the_shell(line):
    assert completion.offer(line) == completion.Offer(kind="files")


def test_names_come_from_the_file_in_use(words, odd):
    assert words("show", "--data", str(odd), "fine") == ["fine-group"]
    assert words("show", f"--data={odd}", "fine") == ["fine-group"]


def test_nothing_harmful_is_offered(words, odd):
    line = ("show", "--data", str(odd))
    offered = {
        word
        for begun in ("", "p", "a", "f", "g", "s", "c", "i", "d", "e", "\x1b", "\u202e")
        for word in words(*line, begun)
    }
    assert "it's here" in offered
    assert all(word.isprintable() and not word.startswith("-") for word in offered)


@pytest.mark.parametrize(
    "text", ["", "conditions: [", "conditions: {a: b}\ngroups: x", "\x00", "groups:\n  a: [b]\n", "- a"]
)
def test_unsound_file_offers_less_and_says_nothing(text, tmp_path, call):
    path = tmp_path / "bad.yaml"
    path.write_text(text, "utf-8")
    done = call("__complete", "fish", "show", "", data=path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("words\n")


@pytest.mark.parametrize("arguments", [(), ("tcsh", "show", ""), ("bash",), ("fish", "show", "--data", "nowhere", "x")])
def test_a_wrong_call_says_nothing(arguments, call):
    done = call("__complete", *arguments, data=Path("nowhere.yaml"))
    assert done.stderr == ""


@given(
    st.lists(st.text(max_size=8) | st.sampled_from(["show", "-f", "--data=", "--", "=", "'", '"', "\\"]), max_size=6)
)
@settings(max_examples=60, deadline=None)
def test_no_line_raises(line):
    for shell in SHIPPED:
        typed = scripts.typed(shell, line)
        scripts.answer(shell, completion.offer(typed.words), typed)


def test_a_bug_stays_silent(monkeypatch, capsys):
    monkeypatch.setattr(completion, "offer", lambda *_: 1 / 0)
    assert scripts.respond(["bash", "show", ""]) == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("shell", SHIPPED)
def test_shipped_script_is_current(shell, call):
    """Run `magpain completion SHELL` into the file named here, where this fails."""
    assert (ROOT / "completions" / SHIPPED[shell]).read_text("utf-8") == call("completion", shell).stdout


def test_words_are_quoted_for_powershell():
    line = scripts.typed("powershell", ["show", "=per"])
    found = completion.Offer((completion.Candidate("it's `$x"), completion.Candidate("plain-word", "help")))
    assert line.words == ("show", "per")
    assert scripts.answer("powershell", found, line) == "words\n'it''s `$x'\tit's `$x\nplain-word\thelp\n"


def test_powershell_script_is_powershell():
    """No PowerShell is to be had here: a grammar of it, by others, says that the script can be read whole."""
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    script = scripts.SCRIPTS["powershell"].encode()
    assert not parser.parse(script).root_node.has_error
    assert parser.parse(script.replace(b"ForEach-Object {", b"ForEach-Object ", 1)).root_node.has_error


required = partial(programs.required, demand="MAGPAIN_SHELLS")


class Terminal:
    """A real interactive shell at a terminal, in which keys are typed and the line being edited is read back."""

    def __init__(self, shell: str, home: Path, data: Path) -> None:
        self.home, self.line = home, home / "line"
        os.mkfifo(self.line)
        variables = {
            "HOME": str(home),
            "ZDOTDIR": str(home),
            "TERM": "dumb",
            "MAGPAIN_DATA": str(data),
            "LC_ALL": "C.UTF-8",
        }
        variables["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
        arguments = {"bash": ["--noprofile", "--rcfile", str(home / ".bashrc"), "-i"], "zsh": ["-d", "-i"]}[shell]
        child, self.screen = pty.fork()
        if child == 0:
            os.chdir(home)
            os.execve(required(shell), [shell, *arguments], variables)  # noqa: S606 a shell is what is tested
        self.child = child
        self.shown = b""
        self._until(b"READY> ")

    def typed(self, keys: str) -> str:
        """Type these keys at an empty line, and return the line that stands there then."""
        reader = os.open(self.line, os.O_RDONLY | os.O_NONBLOCK)
        os.write(self.screen, b"\x15" + keys.encode() + b"\x18p")
        found = b""
        while not found.endswith(b"\x00"):
            if reader in self._wait(reader):
                with suppress(BlockingIOError):  # the shell has opened its end, and not written yet
                    found += os.read(reader, 4096)
        os.close(reader)
        return found.rstrip(b"\x00").decode()

    def _wait(self, *others: int) -> list[int]:
        ready = select.select([self.screen, *others], [], [], 60)[0]
        assert ready, f"the shell says nothing more; it said {self.shown!r}"
        if self.screen in ready:
            self.shown += os.read(self.screen, 4096)
        return ready

    def _until(self, text: bytes) -> None:
        while text not in self.shown:
            self._wait()

    def close(self) -> None:
        os.kill(self.child, 9)
        os.waitpid(self.child, 0)
        os.close(self.screen)


BASHRC = r"""
PS1='READY> '; set +o history; bind 'set bell-style none'; bind 'set page-completions off'
source ~/magpain.bash
line() { printf '%s\0' "$READLINE_LINE" > ~/line; }
bind -x '"\C-xp": line'
"""
ZSHRC = r"""
PS1='READY> '; unsetopt beep prompt_cr prompt_sp; setopt no_list_beep
fpath=(~ $fpath); autoload -U compinit; compinit -u -D
line() { print -rn -- "$BUFFER"$'\0' > ~/line }
zle -N line; bindkey '^Xp' line; bindkey '^U' kill-whole-line
"""


@pytest.fixture
def home(tmp_path):
    """Return a home in which `magpain` is this one, and each shell knows its script."""
    command = tmp_path / "bin" / "magpain"
    command.parent.mkdir()
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m magpain "$@"\n', "utf-8"
    )
    command.chmod(0o755)
    for name in SHIPPED.values():
        shutil.copy(ROOT / "completions" / name, tmp_path / name)
    (tmp_path / ".bashrc").write_text(BASHRC, "utf-8")
    (tmp_path / ".zshrc").write_text(ZSHRC, "utf-8")
    (tmp_path / "some file.yaml").touch()
    return tmp_path


@pytest.fixture
def terminal(home, small):
    """Return a function that opens a shell at a terminal, which is closed when the test ends."""
    opened: list[Terminal] = []

    def start(shell: str, data: Path = small) -> Terminal:
        required(shell)
        opened.append(Terminal(shell, home, data))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


LINES = [
    ("magpain sho\t", "magpain show "),
    ("magpain show fib\t", "magpain show fibromyalgia "),
    ("magpain show renal c\t", "magpain show renal colic "),
    ("magpain show knee-\t--fu\t", "magpain show knee-osteoarthritis --full "),
    ("magpain conditions --group ac\t", "magpain conditions --group acute "),
    ("magpain conditions --group=ac\t", "magpain conditions --group=acute "),
    ("magpain conditions --dir\tno\t", "magpain conditions --direction no-difference "),
    ("magpain check some\t", "magpain check some\\ file.yaml "),
    ("magpain show --data=some\t", "magpain show --data=some\\ file.yaml "),
    ("magpain studies mac\t", "magpain studies macian-2022 "),
    ("magpain references herr\t-f ri\t", "magpain references herroeder-2011 -f ris "),
    ("magpain nosuch so\t", "magpain nosuch so"),
    ("bin/magpain help exi\t", "bin/magpain help exit-status "),
]


@pytest.mark.interop
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_typed_at_a_terminal(shell, terminal):
    at = terminal(shell)
    assert [(keys, at.typed(keys)) for keys, _ in LINES] == LINES


@pytest.mark.interop
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_script_can_be_sourced(shell, home):
    told = {"bash": "complete -p magpain", "zsh": "print $_comps[magpain]"}[shell]
    start = "autoload -U compinit; compinit -u -D; " if shell == "zsh" else ""
    source = f"{start}source <(magpain completion {shell}); {told}"
    surroundings = {"HOME": str(home), "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([required(shell), "-c", source], capture_output=True, text=True, env=surroundings, check=True)
    assert "_magpain" in done.stdout
    assert done.stderr == ""


ODD_LINES = {
    "bash": [
        ("magpain show it\t", "magpain show it\\'s\\ here "),
        ('magpain show "it\t', 'magpain show "it\'s here" '),
        ("magpain show dollar\\ $\t", None),
        ('magpain show "dol\t', 'magpain show "dollar \\$HOME" '),
        ("magpain show 'dol\t", "magpain show 'dollar $HOME' "),
        ("magpain show sem\t", "magpain show sem\\;colon\\ pain "),
        ("magpain show pai\t", "magpain show pain\\'s "),
        ("magpain show A\\ g\t", "magpain show A\\ group\\;\\ \\$\\(touch\\ harm\\)\\ \\`touch\\ harm\\` "),
        ("magpain show $(touch harm) fin\t", None),
        ("magpain show `touch harm` fin\t", None),
    ],
    "zsh": [
        ("magpain show it\t", "magpain show it\\'s\\ here "),
        ('magpain show "it\t', 'magpain show "it\'s here" '),
        ("magpain show sem\t", "magpain show sem\\;colon\\ pain "),
        ("magpain show cap\t", "magpain show cap:\\ itals "),
        ("magpain show A\\ g\t", "magpain show A\\ group\\;\\ \\$\\(touch\\ harm\\)\\ \\`touch\\ harm\\` "),
        ("magpain show pai\t", "magpain show pain\\'s "),
        ("magpain show $(touch harm) fin\t", None),
        ("magpain show `touch harm` fin\t", None),
    ],
}


@pytest.mark.interop
@pytest.mark.parametrize("shell", ODD_LINES)
def test_odd_names_are_quoted_and_nothing_on_the_line_is_run(shell, terminal, home, odd):
    at = terminal(shell, odd)
    for keys, expected in ODD_LINES[shell]:
        found = at.typed(keys)
        assert expected in (None, found)
    assert not (home / "harm").exists()


def fish(home: Path, data: Path, line: str) -> list[str]:
    """Return what fish would offer at the end of a line."""
    surroundings = {
        "HOME": str(home),
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "MAGPAIN_DATA": str(data),
    }
    done = subprocess.run(
        [required("fish"), "--no-config", "-c", 'source ~/magpain.fish; complete -C "$argv[1]"', "--", line],
        capture_output=True, encoding="utf-8", env=surroundings | {"LC_ALL": "C.UTF-8"}, cwd=home, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return [text.split("\t")[0] for text in done.stdout.splitlines()]


@pytest.mark.interop
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("magpain sho", ["show"]),
        ("magpain show fib", ["fibromyalgia"]),
        ("magpain show renal c", ["colic"]),
        ("magpain show knee\\ o", ["Knee osteoarthritis", "knee OA"]),
        ("magpain conditions --group=ac", ["--group=acute"]),
        ("magpain conditions -f bib", ["bibtex", "biblatex"]),
        ("magpain check some", ["some file.yaml"]),
        ("magpain studies mac", ["macian-2022"]),
        ("magpain references herr", ["herroeder-2011"]),
        ("magpain show --data=some", ["--data=some file.yaml"]),
        ("magpain nosuch so", []),
    ],
)
def test_fish(line, expected, home, small):
    assert fish(home, small, line) == expected


@pytest.mark.interop
def test_fish_with_odd_names(home, odd):
    assert fish(home, odd, "magpain show it") == ["it's here"]
    assert fish(home, odd, "magpain show (touch harm) fin") in ([], ["fine-group"])
    assert not (home / "harm").exists()
