"""The reader takes text as it is written, refuses what it can't trust, and says where."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from magpain.knowledge import source
from magpain.knowledge.source import Entry, Fault, Reader, UnreadableError

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = "\u200b\u2028\u2029\u2060\u2061\u2062\u2063\u2064\u2065\ufeff\ufff9\ufffa\ufffb\ufffc\ufffd\ufffe\uffff"
CONTROLS = "".join(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r")
FORBIDDEN = CONTROLS + BIDI + INVISIBLE
allowed = st.characters(exclude_categories=["Cs"], exclude_characters=FORBIDDEN)


@pytest.fixture(params=["CBaseLoader", "BaseLoader"])
def either_parser(request, monkeypatch):
    """Run a test with PyYAML's C parser and with the one that stands in where that wasn't built."""
    monkeypatch.setattr(source, "_LOADER", getattr(yaml, request.param))


def unseen(char):
    """Return the message about a forbidden character, with its name if it has one."""
    shown = f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
    return f"expected visible text, found an invisible or control character ({shown})"


def read(content, wanted=(), at_keys=()):
    """Return a text's entries, and its faults, the last of them the one that ended the reading."""
    data = content.encode() if isinstance(content, str) else content
    reader = Reader(io.BytesIO(data), frozenset(wanted), frozenset(at_keys))
    entries = []
    try:
        entries.extend(reader.entries())
    except UnreadableError as error:
        return entries, [*reader.faults, error.fault], reader.marks
    return entries, reader.faults, reader.marks


def faults_of(content):
    return [(fault.line, fault.column, fault.rule) for fault in read(content)[1]]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    "text",
    [
        "no", "yes", "on", "off", "y", "true", "1.10", "012", "0o14", "0x1F", "1:30", "1e3", "1_000", "+1", ".5",
        ".inf", ".nan", "2020-07-23", "2020-07-23T10:00:00Z", "10.1000/x", "10.3390/nu12082184", "e1234", "=", "None",
        "nil", "a:b", "MG30.01", "<0.001", "-0.6", "12–15", "α2δ-1", "10%", "x'y", 'a "quoted" word', "a#b",
    ],
)  # fmt: skip
def test_a_plain_text_survives_as_written(text):
    assert read(f"a: {text}\n") == ([Entry("a", None, text)], [], {})
    assert read(f"a: [{text}]\n")[0] == [Entry("a", None, [text])]
    assert read(f"? {text}\n: b\n")[0] == [Entry(text, None, "b")]


@pytest.mark.parametrize(
    "text", ["null", "~", "Null", "NULL", "", "<<x", "*a", "&a", "!a", "- a", "# a", "[a]", "a: b"]
)
def test_a_quoted_text_survives_as_written(text):
    assert read(f"a: '{text}'\n") == ([Entry("a", None, text)], [], {})
    assert read(f'a: "{text}"\n') == ([Entry("a", None, text)], [], {})


@pytest.mark.parametrize("style", ["|", ">", "|-", ">-"])
def test_a_block_text_is_read(style):
    assert read(f"a: {style}\n  null\n")[0] == [Entry("a", None, "null" if "-" in style else "null\n")]


@given(st.text(allowed))
@example("\t\r\n \xa0 \\ \" ' # : \U0001f9f2 e\u0301 \u00e9")
def test_a_double_quoted_text_reads_back_the_same(text):
    entries, faults, _marks = read(f"a: {json.dumps(text, ensure_ascii=False)}\n")
    assert (entries, faults) == ([Entry("a", None, text)], [])


def test_entries_come_record_by_record_and_sections_whole():
    text = "magpain: '1'\nconditions:\n  a: {name: A}\n  b: text\n  c: [d]\nlist: [e, {f: g}]\nnothing: {}\n"
    assert read(text)[0] == [
        Entry("magpain", None, "1"),
        Entry("conditions", "a", {"name": "A"}),
        Entry("conditions", "b", "text"),
        Entry("conditions", "c", ["d"]),
        Entry("list", None, ["e", {"f": "g"}]),
        Entry("nothing", None, {}),
    ]


def test_the_first_entry_comes_before_the_end_is_read():
    stream = io.BytesIO(b"a:\n" + b"".join(b"  k%d: {name: text}\n" % number for number in range(100_000)))
    assert next(Reader(stream).entries()) == Entry("a", "k0", {"name": "text"})
    assert stream.tell() < 100_000


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_line_end_and_a_byte_order_mark_are_read(end, mark):
    text = mark + end.join(["a: b", "c:", "  d: [e, &x f]", ""])
    entries, faults, _marks = read(text)
    assert entries == [Entry("a", None, "b"), Entry("c", "d", ["e", "f"])]
    assert faults == [
        Fault(
            3,
            10,
            ("c", "d", 1),
            "expected a plain value, found a YAML anchor (&x); anchors are not supported",
            "anchor",
        )
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("lines", [0, 1, 4095, 4096, 16382, 16383, 16384])
def test_a_refused_character_is_placed_whatever_ends_the_lines(end, lines):
    assert faults_of(f"a: b{end}" + end * lines + "# é\u200b") == [(lines + 2, 4, "characters")]


@pytest.mark.parametrize("filler", ["x", "é", "痛", "🧲"])
@pytest.mark.parametrize("offset", range(4))
def test_a_character_that_two_chunks_part_is_read(filler, offset):
    text = "a" * offset + filler * 20_000
    assert read(f"k: {text}\n")[:2] == ([Entry("k", None, text)], [])
    assert faults_of(f"k: {text}\x07\n") == [(1, len(text) + 4, "characters")]


def test_a_tab_may_part_words_and_not_indent():
    assert read("a: b\tc\n")[0] == [Entry("a", None, "b\tc")]
    assert faults_of("a:\n\tb: c\n") == [(2, 1, "syntax")]


@pytest.mark.parametrize("char", FORBIDDEN.replace("\x00", ""), ids=lambda char: f"U+{ord(char):04X}")
def test_a_refused_character_is_refused_raw_and_escaped(char):
    if unicodedata.category(char) != "Cn":
        assert read(f"a: b{char}c\n")[1] == [Fault(1, 5, (), unseen(char), "characters")]
    assert read(f'a:\n  - "b\\u{ord(char):04x}c"\n')[1] == [Fault(2, 5, ("a", 0), unseen(char), "characters")]


@pytest.mark.parametrize(
    "escape", ["\\0", "\\a", "\\b", "\\e", "\\f", "\\v", "\\N", "\\L", "\\P", "\\x7f", "\\U0000202E"]
)
def test_a_refused_character_is_refused_by_any_escape(escape):
    assert faults_of(f'"a{escape}": "b{escape}"\n') == [(1, 1, "characters"), (1, len(escape) + 6, "characters")]


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff", "\\ud83e\\uddf2"])
def test_half_surrogates_are_no_characters(half):
    assert [rule for *_place, rule in faults_of(f'a: "{half}"\n')] == ["syntax"]


def test_a_half_surrogate_that_the_other_parser_lets_through_is_refused(monkeypatch):
    monkeypatch.setattr(source, "_LOADER", yaml.BaseLoader)
    assert faults_of('a: "\\ud800"\n') == [(1, 4, "characters")]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    "text", ['a: "\\U00110000"', "a: !%ED%A0%80 b", "a: !%C0%80 b", "a: !%FF b", "%TAG !e! tag:%ED%A0%80,\n---\na: b"]
)
def test_an_escape_of_no_character_is_a_fault_of_syntax(text):
    assert [rule for *_place, rule in faults_of(text + "\n")] == ["syntax"]


def test_every_refused_character_is_told_and_reading_goes_on():
    entries, faults, _marks = read("\u202ea: b\x1b\nc: d\u200be\x85\n  f: g\n")
    assert entries == [Entry("a", None, "b"), Entry("c", None, "de f")]
    assert [(fault.line, fault.column, fault.rule) for fault in faults] == [
        (1, 1, "characters"),
        (1, 6, "characters"),
        (2, 5, "characters"),
        (2, 7, "characters"),
        (3, 4, "syntax"),
    ]


def test_nothing_but_refused_characters_is_an_empty_file():
    assert faults_of("\u200b") == [(1, 1, "characters"), (1, 1, "empty")]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("a: b\n".encode("utf-16"), (1, 1)),
        ("a: b\n".encode("utf-16-le"), (1, 2)),
        ("a: b\n".encode("utf-16-be"), (1, 1)),
        ("a: b\n".encode("utf-32"), (1, 1)),
        ("a: b\nc: é\n".encode("latin-1"), (2, 4)),
        (b"a: b\nc: \xc0\x80\n", (2, 4)),
        (b"a: b\nc: \xed\xa0\x80\n", (2, 4)),
        (b"a: b\nc: \xf4\x90\x80\x80\n", (2, 4)),
        (b"a: b\n# \xe2\x82", (2, 3)),
        (b"\xef\xbb\xbf# \xff", (1, 3)),
        (b"a: b\x00c\n", (1, 5)),
    ],
)
def test_what_is_not_utf_8_is_refused(data, place):
    assert faults_of(data) == [(*place, "encoding")]


def test_a_refused_character_before_bad_bytes_is_told_too():
    assert faults_of(b"a: \x07b\n\xff") == [(1, 4, "characters"), (2, 1, "encoding")]


@pytest.mark.parametrize(
    "text", ["", "\n", "# a comment\n", "---\n", "--- # a comment\n", "~\n", "null", "''\n", "\ufeff"]
)
def test_an_empty_file_is_refused_once(text):
    (fault,) = read(text)[1]
    assert (fault.message, fault.rule) == ("expected a knowledge file, found an empty file", "empty")


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "expected sections (conditions:, studies:, ...), found a list"),
        ("[a]\n", "expected sections (conditions:, studies:, ...), found a list"),
        ("a\n", "expected sections (conditions:, studies:, ...), found text"),
        ("|\n  a\n", "expected sections (conditions:, studies:, ...), found text"),
    ],
)
def test_the_top_is_a_mapping(text, message):
    assert read(text)[1] == [Fault(1, 1, (), message, "type")]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: &x b\n", [(1, 4, "anchor")]),
        ("a: &x {b: c}\n", [(1, 4, "anchor")]),
        ("&x a: b\n", [(1, 1, "anchor")]),
        ("a: *x\n", [(1, 4, "alias")]),
        ("*x : a\n", [(1, 1, "alias")]),
        ("a: [b, *x]\n", [(1, 8, "alias")]),
        ("a: !!str b\n", [(1, 4, "tag")]),
        ("a: !x [b]\n", [(1, 4, "tag")]),
        ("!x a: b\n", [(1, 1, "tag")]),
        ("!!map {a: b}\n", [(1, 1, "tag")]),
        ("a: ! b\n", []),
        ("<<: {a: b}\n", [(1, 1, "merge-key")]),
        ("a: {<<: [*x, *y]}\n", [(1, 5, "merge-key"), (1, 10, "alias"), (1, 14, "alias")]),
        ("a: 1\nb: 2\na: 3\n", [(3, 1, "duplicate-key")]),
        ("é: 1\ne\u0301: 2\n", [(2, 1, "duplicate-key")]),
        ("a: {b: 1, 'b': 2, \"\\x62\": 3}\n", [(1, 11, "duplicate-key"), (1, 19, "duplicate-key")]),
        ("a: b\n---\nc: d\n---\ne: f\n", [(2, 1, "document")]),
        ("a: b\n...\n", []),
        ("--- # first\na: b\n", []),
        ("a: ~\n", [(1, 4, "empty-value")]),
        ("a: null\n", [(1, 4, "empty-value")]),
        ("a: [b, , c]\n", [(1, 8, "syntax")]),
        ("a: {b: ~, c: Null}\n", [(1, 8, "empty-value"), (1, 14, "empty-value")]),
        ("a:\n  - NULL\n  -\n", [(2, 5, "empty-value"), (3, 4, "empty-value")]),
        ("~: a\nnull: b\n", []),
        ("[a]: b\n", [(1, 1, "key")]),
        ("? {a: b}\n: c\n", [(1, 3, "key")]),
        ("a: {[b]: c}\n", [(1, 5, "key")]),
        ("a: b: c\n", [(1, 5, "syntax")]),
        ("a: 'b\n", [(2, 1, "syntax")]),
        ("a: @b\n", [(1, 4, "syntax")]),
    ],
)  # fmt: skip
def test_what_the_file_may_not_hold(text, faults):
    assert faults_of(text) == faults


def test_every_fault_of_a_file_is_told_in_one_reading():
    text = 'a: &x b\nc: *x\nd: !y e\nf:\nf: g\n<<: h\ni: "\\x07"\nj: [\n'
    assert [rule for *_place, rule in faults_of(text)] == [
        "anchor", "alias", "tag", "empty-value", "duplicate-key", "merge-key", "characters", "syntax",
    ]  # fmt: skip


def test_a_fault_of_syntax_says_what_it_broke():
    (fault,) = read('a:\n  b: "c\n  d: e\n')[1]
    assert fault.line == 4
    assert fault.message == "expected the quotation mark at the end of a quoted text (begun on line 2)"


def test_a_fault_that_the_parser_does_not_place_stands_where_it_got_to(monkeypatch):
    events = iter(list(yaml.parse("a: b\n", Loader=yaml.BaseLoader))[:5])

    class Failing:
        def __init__(self, _stream):
            pass

        def get_event(self):
            for event in events:
                return event
            raise yaml.YAMLError

    monkeypatch.setattr(source, "_LOADER", Failing)
    assert faults_of("") == [(1, 5, "syntax")]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("levels", [30, 1_000, 100_000])
@pytest.mark.parametrize(
    ("top", "part"),
    [("a: ", "["), ("", "{a: "), ("a: ", "[{a: "), ("a:\n", "- "), ("a: ", "? "), ("", "a: {"), ("a: ", "&a [")],
)
def test_deep_nesting_is_refused(top, part, levels):
    rules = [rule for *_place, rule in faults_of(top + part * levels)]
    assert set(rules) <= {"anchor", "depth", "key", "syntax"}
    assert rules[-1] in ("depth", "key", "syntax")


def test_the_deepest_level_is_read_and_one_more_is_not():
    depth = source.MAX_DEPTH
    assert faults_of("a: " + "[" * (depth - 1) + "]" * (depth - 1)) == []
    (fault,) = read("a: " + "[" * depth + "]" * depth)[1]
    assert fault == Fault(
        1, depth + 3, ("a", *[0] * (depth - 1)), "expected at most 24 levels of nesting, found more", "depth"
    )


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(source, "MAX_BYTES", 1024**2)
    entry = "a: b\n"
    assert faults_of(entry + "#" * (1024**2 - len(entry))) == []
    _entries, (fault,), _marks = read(entry + "#" * (1024**2 - len(entry) + 1))
    assert fault.message == "expected a file of at most 1 MiB, found a larger one"
    assert fault.rule == "size"
    assert fault.line == 2


@pytest.mark.parametrize("text", ["a: [" + "&x b, " * 50 + "]\n", "a: " + "\x07" * 50])
def test_too_many_faults_end_the_reading(text, monkeypatch):
    monkeypatch.setattr(source, "MAX_FAULTS", 5)
    faults = read(text)[1]
    assert [fault.rule for fault in faults[5:]] == ["too-many"]
    assert faults[5].message == "expected fewer than 5 errors; stopped checking here"


PLACED = """\
top: text
records:
  one:
    name: A name
    list:
      - first
      - {inner: value}
      - - deep
    block:
      key: >
        folded
  two: text
"""


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("top",), (1, 6)),
        (("records",), (2, 1)),
        (("records", "one"), (3, 3)),
        (("records", "one", "name"), (4, 11)),
        (("records", "one", "list"), (5, 5)),
        (("records", "one", "list", 0), (6, 9)),
        (("records", "one", "list", 1), (7, 9)),
        (("records", "one", "list", 1, "inner"), (7, 17)),
        (("records", "one", "list", 2), (8, 9)),
        (("records", "one", "list", 2, 0), (8, 11)),
        (("records", "one", "block"), (9, 5)),
        (("records", "one", "block", "key"), (10, 12)),
        (("records", "two"), (12, 8)),
        (("records", "three"), None),
        (("records", "one", "list", 3), None),
    ],
)
def test_find_tells_where_a_path_stands(path, place):
    found = source.find(lambda: io.BytesIO(PLACED.encode()), frozenset([path]), frozenset(), last=False)
    assert found == ({path: place} if place else {})


def test_find_tells_where_a_key_stands():
    paths = frozenset([("top",), ("records", "two")])
    found = source.find(lambda: io.BytesIO(PLACED.encode()), paths, paths, last=False)
    assert found == {("top",): (1, 1), ("records", "two"): (12, 3)}


def test_find_tells_what_it_could_before_the_text_ends_its_reading():
    found = source.find(lambda: io.BytesIO(b"a: b\n}\nc: d\n"), frozenset([("a",), ("c",)]), frozenset(), last=False)
    assert found == {("a",): (1, 4)}


TOKENS = [
    "a", "b: ", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "\n", "\n  ", "\n    ", "&x ", "*x ", "!t ", "!!str ",
    "!%ff", "<<: ", "|\n", ">-\n", '"', "'", "\\", "\\u202e", "\\ud800", "\\U00110000", "#", "---\n", "...\n",
    "%YAML 1.1\n", "%TAG ! x\n", "~", "null", "\t", "\r", "\r\n", "\x00", "\x85", "\u2028", "\ufeff", "é", "🧲", "@",
    "`", "%", "!<", ">",
]  # fmt: skip


@pytest.mark.usefixtures("either_parser")
@settings(deadline=None)
@given(
    st.one_of(
        st.binary(), st.text().map(str.encode), st.lists(st.sampled_from(TOKENS)).map(lambda t: "".join(t).encode())
    )
)
def test_any_bytes_are_read_or_refused_and_placed(data):
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for fault in read(data)[1]:
        assert 1 <= fault.line <= len(lines) + 1
        assert 1 <= fault.column <= max(map(len, lines)) + 2
        assert fault.message.startswith("expected ")
        assert fault.rule


def test_a_list_or_mapping_has_only_so_many_items(monkeypatch):
    monkeypatch.setattr(source, "MAX_ITEMS", 2)
    assert faults_of("a:\n  b: [1, 2]\n") == []
    assert faults_of("a:\n  b: [1, 2, 3]\n") == [(2, 13, "size")]
