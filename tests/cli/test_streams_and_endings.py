"""Standard input and output, pipes that a shell opened, file endings, stray bytes, and files without some sections."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from magpain import skeleton
from magpain.formats import Format
from magpain.knowledge import locate

HERE = {**os.environ, "MAGPAIN_CACHE": "", "COLUMNS": "80"}
PLAIN = """\
magpain: "1"
intervention: {name: Riboflavin, summary: A vitamin.}
reviewed: 2026-01-20
groups:
  pains: {name: Pains, summary: Some pains.}
conditions:
  sore-knee:
    {name: Sore knee, group: pains, summary: Little is known., reviewed: 2026-01-20, evidence_level: none}
"""


def run(*arguments, folder, given=None, **more):
    """Run the command with a text on standard input."""
    command = [sys.executable, "-m", "magpain", *arguments]
    return subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8", env=HERE | more, cwd=folder, check=False
    )


def shell(script, folder):
    """Run a script of Bash, in which $M is the command."""
    given = HERE | {"M": f"{sys.executable} -m magpain"}
    command = ["bash", "-c", script]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=given, cwd=folder, check=False, timeout=60
    )


PIPES = ("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
QUESTIONS = [
    ("check", "-"), ("conditions", "--data", "-"), ("show", "example condition", "--data", "-"),
    ("show", "example condition", "--data=-", "--json"), ("search", "example", "--data", "-"),
    ("references", "--data", "-", "-f", "ris"), ("why", "example condition", "--data", "-"), ("map", "--data", "-"),
    ("studies", "--data", "-", "-f", "csv"), ("export", "--data", "-", "-o", "out.json"), ("check", "/dev/stdin"),
    ("conditions", "--data", "/dev/stdin"), ("check", "/dev/fd/0"), ("check", "/proc/self/fd/0"),
]  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_standard_input_is_read_as_a_file_is(question, tmp_path):
    (tmp_path / "mine.yaml").write_text(skeleton.TEXT, "utf-8")
    piped = run(*question, folder=tmp_path, given=skeleton.TEXT)
    name = next(word for word in question if word.removeprefix("--data=") in ("-", *PIPES)).removeprefix("--data=")
    as_file = run(*("mine.yaml" if word == name else word for word in question if word != "--data=-"), folder=tmp_path)
    if "--data=-" in question:
        as_file = run(*question[:2], "--json", "--data", "mine.yaml", folder=tmp_path)
    assert (piped.returncode, piped.stderr) == (0, "")
    assert piped.stdout == as_file.stdout.replace("mine.yaml", name)


def test_a_variable_may_name_standard_input(tmp_path):
    assert run("conditions", folder=tmp_path, given=skeleton.TEXT, MAGPAIN_DATA="-").returncode == 0


def test_faults_on_standard_input_have_their_places(tmp_path):
    done = run("check", "-", folder=tmp_path, given=skeleton.TEXT.replace("rating: very-low", "rating: high"))
    assert done.returncode == 1
    assert done.stdout.startswith("-:")
    assert "[certainty-adds-up]" in done.stdout
    assert int(done.stdout.split(":")[1]) > 1


@pytest.mark.parametrize("given", ["", "\x00", "a: b: c\n", "- x\n", "magpain: 1\n"])
def test_bad_standard_input_is_refused_in_a_line(given, tmp_path):
    assert run("conditions", "--data", "-", folder=tmp_path, given=given).returncode == 3
    assert run("check", "-", folder=tmp_path, given=given).returncode == 1


def test_pipes_of_the_shell_are_compared(tmp_path):
    (tmp_path / "mine.yaml").write_text(skeleton.TEXT, "utf-8")
    done = shell("$M diff <(sed 's/: 40/: 41/' mine.yaml) mine.yaml --json", tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["changes"]
    assert shell("$M diff <(cat mine.yaml) <(cat mine.yaml)", tmp_path).stdout.startswith("No changes between")
    assert shell("cat mine.yaml | $M diff - mine.yaml", tmp_path).stdout.startswith("No changes between")
    assert shell("$M diff - - <mine.yaml", tmp_path).returncode == 2
    assert shell("$M check <(cat mine.yaml) mine.yaml - <mine.yaml", tmp_path).returncode == 0


def test_a_pipe_on_the_disk_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    done = run("check", "fifo", folder=tmp_path)
    assert (done.returncode, "found a FIFO" in done.stderr) == (3, True)


def test_a_pipe_without_an_end_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(locate, "MAX_BYTES", 1000)
    read, write = os.pipe()
    os.write(write, b"x" * 5000)
    assert len(locate._whole(read)) == 1001
    os.close(write)


def test_completion_leaves_standard_input_alone(tmp_path):
    done = run("__complete", "bash", "show", "--data", "-", "e", folder=tmp_path, given=skeleton.TEXT)
    assert done.stdout == "words\n"


@pytest.mark.parametrize(
    "question",
    [("conditions",), ("show", "sore knee", "--json"), ("references", "-f", "ris"), ("schema",), ("check",),
     ("map", "-f", "csv"), ("diff", "mine.yaml", "mine.yaml"), ("search", "knee"), ("studies", "--json"),
     ("show", "sore knee", "-f", "markdown")],
    ids=" ".join,
)  # fmt: skip
def test_a_dash_is_standard_output(question, tmp_path):
    (tmp_path / "mine.yaml").write_text(PLAIN, "utf-8")
    more = {"MAGPAIN_DATA": "mine.yaml"}
    plain = run(*question, folder=tmp_path, **more)
    dashed = run(*question, "-o", "-", folder=tmp_path, **more)
    assert (dashed.returncode, dashed.stdout, dashed.stderr) == (plain.returncode, plain.stdout, plain.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_a_skeleton_goes_through_a_pipe(tmp_path):
    done = shell("$M new - | $M check -", tmp_path)
    assert (done.returncode, list(tmp_path.iterdir())) == (0, [])


UNKNOWN = [
    "map.png", "x.pdf", "x.docx", "x.xlsx", "r.enw", "x.xml", "x.yaml", "x.db", "x.json.gz", "x.doc", "x.rtf", "x.2026",
]  # fmt: skip


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_ending_is_refused_with_the_known_ones(name, ask, tmp_path):
    said = ask("conditions", "-o", name)
    assert said.status == 2
    assert all(ending in said.err for ending in (".bib", ".csl", ".csv", ".json", ".md", ".ris", ".svg", ".txt"))
    assert not (tmp_path / name).exists()
    assert ask("conditions", "-f", "json", "-o", name).status == 0


@pytest.mark.parametrize(
    ("name", "known"),
    [("x.txt", "text"), ("x.ndjson", "jsonl"), ("x.md", "markdown"), ("x.bib", "bibtex"), ("x.htm", "html"),
     ("x.CSL", "csl"), ("X.RIS", "ris"), *((f"x.{each.value}", each.value) for each in Format)],
)  # fmt: skip
def test_every_format_is_understood_by_its_ending(name, known, ask, tmp_path):
    command = ("check",) if known in ("sarif", "github") else ("map",)
    assert ask(*command, "-o", name).status == 0
    written = (tmp_path / name).read_bytes().decode()
    assert written == ask(*command, "-f", known).out


def test_a_name_without_an_ending_is_as_in_a_pipe(ask, tmp_path):
    assert ask("conditions", "-o", "answer").status == 0
    assert (tmp_path / "answer").read_text("utf-8") == ask("conditions").out


STRAY = [
    ("search", "f\udcffo"), ("show", "fibro\udcffmyalgia"), ("show", "fibromyalgia\udcff", "--json"),
    ("show", "--json", "fibromyalgia", "\udcff"), ("why", "\udcc3(x"), ("dose", "500", "oxide\udcfe"),
    ("dose", "5\udcff0", "oxide"), ("compare", "fibromyalgia", "renal\udcff"), ("conditions", "--route", "or\udcffal"),
    ("conditions", "--group=\udcff"), ("help", "\udcff"), ("sh\udcffow", "fibromyalgia"), ("show", "x", "--j\udcff"),
    ("references", "\udcff", "--json"), ("studies", "\udcff"), ("safety", "kid\udcffney"), ("forest", "\udcff"),
    ("conditions", "-f", "js\udcffon"), ("conditions", "--json=na\udcffme"), ("completion", "ba\udcffsh"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", STRAY, ids=ascii)
def test_an_argument_that_is_no_utf_8_is_a_usage_error(arguments, tmp_path):
    done = run(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "UTF-8" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [("check",), ("conditions", "--data")])
def test_the_name_of_a_file_may_be_any_bytes(arguments, tmp_path):
    name = "f\udcff.yaml"
    (tmp_path / name).write_text(skeleton.TEXT, "utf-8")
    assert run(*arguments, name, folder=tmp_path).returncode == 0


def test_a_broken_file_tells_json_its_first_twenty_errors_and_how_many_more(tmp_path):
    (tmp_path / "bad.yaml").write_text(PLAIN + "".join(f"    x{number}: 1\n" for number in range(3)), "utf-8")
    broken = PLAIN + "".join(f"  pain-{number}: {{}}\n" for number in range(100))
    (tmp_path / "bad.yaml").write_text(broken, "utf-8")
    done = run("show", "sore knee", "--json", "--data", "bad.yaml", folder=tmp_path)
    error = json.loads(done.stderr)["error"]
    everything = json.loads(run("check", "bad.yaml", "--json", folder=tmp_path).stdout)["problems"]
    assert done.returncode == 3
    assert len(error["problems"]) == 20
    assert error["more_problems"] == len(everything) - 20 > 100
    assert len(done.stderr) < 12_000


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        (("safety",), 1, 'no section "safety"'),
        (("safety", "kidney"), 1, 'no section "safety"'),
        (("mechanism",), 1, 'no section "background"'),
        (("mechanism", "history"), 1, 'no section "background"'),
        (("dose", "500", "oxide"), 1, "has no forms"),
        (("dose", "500"), 0, ""),
        (("map",), 0, ""),
        (("studies",), 0, ""),
        (("references",), 0, ""),
        (("why", "sore knee"), 1, "has no rated findings"),
        (("compare", "sore knee"), 2, "found sore-knee"),
        (("compare", "sore", "knee"), 2, '"sore knee"'),
    ],
    ids=str,
)
def test_a_file_without_a_section_is_answered_or_refused_in_words(question, status, said, tmp_path):
    (tmp_path / "mine.yaml").write_text(PLAIN, "utf-8")
    done = run(*question, "--data", "mine.yaml", folder=tmp_path)
    assert (done.returncode, said in done.stderr) == (status, True)
    assert "None" not in done.stderr
