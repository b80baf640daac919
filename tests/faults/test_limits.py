"""Hostile files below 5 MB: refused within 2 s and 300 MB, whatever they nest, repeat or spell."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from . import command
from .command import SMALL, Done

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="what a process took is told by POSIX's getrusage")
HOOKS = Path(__file__).parent / "hooks"
MIB = 1024 * 1024
MOST_MIB = 300
# On a busy machine; docs/security.md says what it takes on an idle one. Time of the processor, not of the clock.
MOST_SECONDS = 8.0
HEAD = b"magpain: '1'\nintervention: {id: magnesium, name: magnesium}\nreviewed: 2020-01-01\n"
FILES = {
    "lists in lists": lambda: HEAD + b"conditions: " + b"[" * 4 * MIB,
    "mappings in mappings": lambda: HEAD + b"conditions: " + b"{a: " * MIB,
    "blocks in blocks": lambda: HEAD + b"".join(b" " * depth + b"a:\n" for depth in range(3000)),
    "lists on one line": lambda: HEAD + b"- " * 2 * MIB,
    "complex keys": lambda: HEAD + b"? " * 2 * MIB,
    "a long text": lambda: HEAD + b"conditions: " + b"x" * 4 * MIB,
    "a long key": lambda: HEAD + b"k" * 4 * MIB + b": x\n",
    "a long comment": lambda: HEAD + b"#" * 4 * MIB,
    "blanks": lambda: HEAD + b" " * 4 * MIB,
    "line ends": lambda: HEAD + b"\n" * 4 * MIB,
    "many keys": lambda: HEAD + b"".join(b"k%d: x\n" % number for number in range(400_000)),
    "one key over and over": lambda: HEAD + b"a: x\n" * 900_000,
    "many records": lambda: HEAD + b"conditions:\n" + b"".join(b"  k%d: {}\n" % n for n in range(350_000)),
    "many bad records": lambda: HEAD + b"studies:\n" + b"".join(b"  k%d: {a: b}\n" % n for n in range(250_000)),
    "one list of many": lambda: HEAD + b"conditions:\n  a:\n    synonyms: [" + b"x," * 2 * MIB + b"]\n",
    "one mapping of many": lambda: HEAD + b"groups: {a: {" + b"".join(b"k%d: x," % n for n in range(350_000)) + b"}}",
    "a broken file of many conditions": lambda: SMALL.read_bytes() + records(4 * MIB),
    "merge keys": lambda: HEAD + b"a: &a {x: y}\n" + b"b: {<<: [*a, *a, *a, *a]}\n" * 100_000,
    "laughs": lambda: HEAD + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b"*a%d," % (n - 1) * 9) for n in range(99)),
    "anchors": lambda: HEAD + b"".join(b"k%d: &a%d x\n" % (n, n) for n in range(200_000)),
    "tags": lambda: HEAD + b"k: !!python/object/apply:os.system ['true']\n" * 80_000,
    "long tags": lambda: HEAD + b"k: !<" + b"t" * 4 * MIB + b"> x\n",
    "directives": lambda: b"%YAML 1.1\n" + b"%TAG ! x\n" * 400_000 + b"---\n" + HEAD,
    "documents": lambda: HEAD + b"---\n" * MIB,
    "controls": lambda: HEAD + b"k: " + b"\x1b" * 4 * MIB,
    "escapes": lambda: HEAD + b'k: "' + rb"\e" * 2 * MIB + b'"\n',
    "broken escapes": lambda: HEAD + b'k: "' + rb"\uD800" * 600_000 + b'"\n',
    "accents": lambda: HEAD + b"conditions: {a: {name: e" + "\u0301".encode() * 2 * MIB + b"}}\n",
    "random bytes": lambda: bytes(range(256)) * 16 * 1024,
    "zeros": lambda: bytes(4 * MIB),
    "UTF-16": lambda: SMALL.read_text("utf-8").encode("utf-16") * 8,
    "bidi": lambda: HEAD + b"k: " + "\u202e".encode() * MIB,
    "folded text": lambda: HEAD + b"k: >\n" + b"  x\n\n" * 800_000,
    "an open quote": lambda: HEAD + b'k: "' + b"x\n" * 2 * MIB,
    "digits": lambda: SMALL.read_bytes().replace(b"participants: ", b"participants: " + b"9" * 4 * MIB, 1),
    "a number of digits": lambda: HEAD.replace(b"'1'", b"9" * 4 * MIB),
    "a long identifier": lambda: SMALL.read_bytes().replace(b"DOI: ", b"DOI: 10.1/" + b"(a+)+" * 700_000, 1),
}  # fmt: skip


def records(size: int) -> bytes:
    """Return conditions with a fault in each, up to so many bytes, to stand at a file's end."""
    one = b"\nconditions-%d:\n  x:\n    name: y\n    findings: [{id: a, cites: [nothing]}]\n"
    return b"".join(one % number for number in range(size // len(one)))


@pytest.fixture(scope="module", params=FILES)
def hostile(request, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.yaml"
    path.write_bytes(FILES[request.param]())
    assert path.stat().st_size < 5_000_000
    return path


@pytest.mark.parametrize("asked", [("conditions", "--data"), ("check",)], ids=lambda words: words[0])
def test_a_hostile_file_is_refused_within_bounds(asked, hostile, judged, home, tmp_path, record_property):
    line = [sys.executable, HOOKS / "measured.py", command.COMMAND, *asked, hostile]
    done = command.program(line, command.surroundings(home), tmp_path)
    *said, told = done.err.splitlines(keepends=True)
    status, seconds, size = told.split()
    done = judged(Done(int(status), done.out, "".join(said)))
    record_property("took", (float(seconds), float(size)))
    assert done.status == (1 if asked == ("check",) else 3)
    assert float(size) < MOST_MIB
    assert float(seconds) < MOST_SECONDS
