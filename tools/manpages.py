"""Writes the manual pages from the help of the commands: `python -m tools.manpages man`.

The format is man(7) in ASCII, which man-db and mandoc both read.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from magpain import __version__
from magpain.shell import help_topics
from magpain.shell.commands import Argument, Command, Option, commands, program

# The date of the pages, which changes with a release: the current date would change them every day.
_DATE = "2026-11-22"
_WIDTH = 76
_ESCAPES = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}


def pages() -> dict[str, str]:
    """Return every manual page by its path, such as `man1/magpain-show.1`."""
    known = commands()
    written = {"man1/magpain.1": _of_program(program(), known.values())}
    written |= {f"man1/magpain-{name}.1": _of_command(command) for name, command in known.items()}
    return written | {f"man7/magpain-{name}.7": _of_topic(name, topic) for name, topic in help_topics.TOPICS.items()}


def main(folder: str) -> None:
    """Write the pages into a directory, and delete old ones."""
    written = pages()
    for old in Path(folder).glob("man[17]/magpain*"):
        old.unlink()
    for place, text in written.items():
        path = Path(folder, place)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "ascii", newline="\n")


def _of_program(command: Command, known: Iterable[Command]) -> str:
    described = [line for each in known for line in _item(f"\\fBmagpain\\-{_roff(each.name)}\\fR(1)", each.summary)]
    listed = [
        line
        for name, topic in help_topics.TOPICS.items()
        for line in _item(f"\\fBmagpain\\-{_roff(name)}\\fR(7)", f"{topic.summary[:1].upper()}{topic.summary[1:]}.")
    ]
    return _page(
        "magpain",
        1,
        _first_sentence(command),
        [
            ".SH SYNOPSIS",
            ".B magpain",
            "[\\fIOPTION\\fR ...] \\fICOMMAND\\fR [\\fIARGUMENT\\fR ...]",
            *_help(command),
            ".SH COMMANDS",
            *described,
            ".SH TOPICS",
            *listed,
            *_options(command),
            *_examples(command),
            *_see_also([f"magpain-{name}(7)" for name in help_topics.TOPICS]),
        ],
    )


def _of_command(command: Command) -> str:
    usage = " ".join(["[\\fIOPTION\\fR ...]", *map(_usage, command.arguments)])
    also = ["magpain(1)", "magpain-environment(7)", "magpain-exit-status(7)", "magpain-formats(7)", "magpain-names(7)"]
    return _page(
        f"magpain-{command.name}",
        1,
        _first_sentence(command),
        [
            ".SH SYNOPSIS",
            f".B magpain {_roff(command.name)}",
            usage,
            *_help(command),
            *_arguments(command),
            *_options(command),
            *_examples(command),
            *_see_also(also),
        ],
    )


def _of_topic(name: str, topic: help_topics.Topic) -> str:
    body = [".SH DESCRIPTION", *_blocks(topic.text), *_see_also(["magpain(1)"])]
    return _page(f"magpain-{name}", 7, topic.summary, body)


def _page(name: str, section: int, summary: str, body: list[str]) -> str:
    head = f'.TH {_roff(name.upper())} {section} {_DATE} "magpain {__version__}" "magpain manual"'
    return "\n".join([head, ".SH NAME", f"{_roff(name)} \\- {_roff(summary)}", *body]) + "\n"


def _first_sentence(command: Command) -> str:
    sentence = command.summary.split(". ")[0].removesuffix(".")
    return sentence[:1].lower() + sentence[1:]


def _help(command: Command) -> Iterator[str]:
    yield ".SH DESCRIPTION"
    yield from _blocks("\n\n".join(part for part in command.help.split("\n\n") if not part.startswith("Examples:")))


def _examples(command: Command) -> Iterator[str]:
    found = next((part for part in command.help.split("\n\n") if part.startswith("Examples:")), None)
    if found:
        yield ".SH EXAMPLES"
        yield from _verbatim(found.splitlines()[1:])


def _blocks(text: str) -> Iterator[str]:
    """Yield a text's paragraphs, with indented lines verbatim."""
    for place, part in enumerate(text.strip("\n").split("\n\n")):
        lines = part.split("\n")
        prose = [line for line in lines if not line.startswith("  ")]
        if place:
            yield ".PP"
        if prose:
            yield from _filled(" ".join(prose))
        if len(prose) < len(lines):
            yield from _verbatim(line for line in lines if line.startswith("  "))


def _verbatim(lines: Iterable[str]) -> Iterator[str]:
    kept = list(lines)
    margin = min(len(line) - len(line.lstrip()) for line in kept)
    yield from (".RS 2", ".EX", *(_line(line[margin:]) for line in kept), ".EE", ".RE")


def _arguments(command: Command) -> Iterator[str]:
    if command.arguments:
        yield ".SH ARGUMENTS"
    for argument in command.arguments:
        yield from _item(_usage(argument), _meaning(argument))


def _usage(argument: Argument) -> str:
    return re.sub(r"[A-Z]+", lambda found: f"\\fI{found[0]}\\fR", argument.metavar.replace("...", " ..."))


def _options(command: Command) -> Iterator[str]:
    yield ".SH OPTIONS"
    for option in command.options:
        spelled = ", ".join(f"\\fB{_roff(name)}\\fR" for name in option.names)
        value = f" \\fI{_roff(option.metavar)}\\fR" if option.metavar else ""
        yield from _item(spelled + value, _meaning(option))


def _meaning(parameter: Argument | Option) -> str:
    parts = [parameter.help.rstrip(".") + "."]
    if parameter.choices:
        parts.append(f"One of {', '.join(parameter.choices)}.")
    if isinstance(parameter, Option) and parameter.default:
        parts.append(f"Default: {parameter.default}.")
    return " ".join(parts)


def _item(term: str, text: str) -> tuple[str, ...]:
    return (".TP", term, *_filled(text))


def _see_also(names: list[str]) -> Iterator[str]:
    yield ".SH SEE ALSO"
    split = [name.removesuffix(")").split("(") for name in names]
    yield ",\n".join(f".BR {_roff(name)} ({section})" for name, section in split).replace(",\n", " ,\n")


def _filled(text: str) -> list[str]:
    """Return a paragraph in short lines, so that the source is readable."""
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return [_line(line) for line in lines]


def _line(text: str) -> str:
    """Return a line of text, guarded if it begins with a full stop or quote, which would make it a request."""
    written = _roff(text)
    return f"\\&{written}" if written.startswith((".", "'")) else written


def _roff(text: str) -> str:
    """Return a text in ASCII, escaped for roff; other characters are written as their code points."""
    plain = "".join(_ESCAPES.get(char, char) for char in text)
    return "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in plain)


if __name__ == "__main__":
    main(sys.argv[1])
