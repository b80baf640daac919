"""Completion of a command line, from the commands and from the names in the knowledge file.

The names come from the file's compiled cache. If there is none, the file is read only as far as the names, and no rule
is checked: a name states no evidence, and the command that gets it still rejects an invalid file. This module imports
almost nothing, because it is needed at each keystroke.
"""

from __future__ import annotations

import os
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence

from magpain.folding import fold
from magpain.knowledge import locate
from magpain.shell import arguments
from magpain.shell.arguments import DIRECTORIES, FILES, Line
from magpain.shell.commands import Argument, Command, Option, commands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

MAX_HELP = 80


class Candidate(namedtuple("Candidate", ("value", "help"), defaults=("",))):
    """A word that can complete the line, and its help."""

    __slots__ = ()
    value: str
    help: str


class Offer(namedtuple("Offer", ("words", "kind"), defaults=((), "words"))):
    """The possible completions: these words, or files or directories, which the shell completes itself."""

    __slots__ = ()
    words: tuple[Candidate, ...]
    kind: Literal["words", "files", "folders"]


class Named(namedtuple("Named", ("id", "names"))):
    """A record of the knowledge file for completion: its id and its other names."""

    __slots__ = ()
    id: str
    names: tuple[str, ...]


def offer(words: Sequence[str]) -> Offer:
    """Return the completions of the last word, given the words before it; no input raises an error."""
    found = _next(arguments.read(words[:-1]), words[-1] if words else "", commands())
    return found._replace(words=tuple(_showable(found.words)))


def _next(line: Line, word: str, known: dict[str, Command]) -> Offer:
    if line.awaits:
        return _values(line, line.awaits, (), word, known)
    if not line.closed and word.startswith("-"):
        return _options(line, word, known)
    if line.command.name not in known:
        return Offer() if line.words else _beginning(_summaries(known.values()), word)
    argument, before = _argument(line)
    return _values(line, argument, before, word, known) if argument else Offer()


def _options(line: Line, word: str, known: dict[str, Command]) -> Offer:
    name, equals, value = word.partition("=")
    if equals:
        option = line.command.option(name)
        found = _values(line, option, (), value, known) if option and option.metavar else Offer()
        return found._replace(words=tuple(Candidate(f"{name}={item.value}", item.help) for item in found.words))
    used = [part.option for part in line.options]
    left = [option for option in line.command.options if option not in used]
    offered = [Candidate(name, option.help) for option in left for name in option.names]
    # Short option names are offered only after a single dash.
    return _beginning((item for item in offered if item.value.startswith("--") or word == "-"), word)


def _argument(line: Line) -> tuple[Argument | None, tuple[str, ...]]:
    """Return the argument that the next word belongs to, and its words so far."""
    for place, argument in enumerate(line.command.arguments):
        if argument.many or place == len(line.words):
            return argument, line.words[place:]
    return None, ()


def _values(
    line: Line, parameter: Argument | Option, before: tuple[str, ...], word: str, known: dict[str, Command]
) -> Offer:
    """Return the completions of an argument or option, by its metavar."""
    if parameter.choices:
        return _beginning((Candidate(choice) for choice in parameter.choices), word)
    takes = (parameter.metavar or "").strip("[].")
    if takes in FILES:
        return Offer(kind="files")
    if takes in DIRECTORIES:
        return Offer(kind="folders")
    if takes == "WORD":
        from magpain.shell import help_topics  # only `help` needs it

        named = (Candidate(name, topic.summary) for name, topic in help_topics.TOPICS.items())
        return _beginning((*_summaries(known.values()), *named), word) if not before else Offer()
    return Offer(tuple(_VALUES[takes](line, before, word))) if takes in _VALUES else Offer()


def _summaries(known: Iterable[Command]) -> Iterator[Candidate]:
    return (Candidate(command.name, command.summary) for command in known)


def _beginning(candidates: Iterable[Candidate], word: str) -> Offer:
    return Offer(tuple(item for item in candidates if item.value.startswith(word)))


def _showable(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield each word once, with one line of help; words with control characters are left out."""
    seen = set()
    for item in candidates:
        if item.value.isprintable() and item.value and item.value not in seen:
            seen.add(item.value)
            text = "".join(char if char.isprintable() else " " for char in item.help)
            yield Candidate(item.value, text if len(text) <= MAX_HELP else f"{text[: MAX_HELP - 1].rstrip()}…")


def _named(data: str | None, *sections: str) -> Iterator[Named]:
    """Yield the records of these sections; an invalid file yields fewer."""
    file = locate.locate(os.path.expandvars(os.path.expanduser(data)) if data else None)  # noqa: PTH111 never raises
    from magpain.compiled import copies  # it loads the database, and most words need no file

    if connection := copies.find(file):
        yield from _compiled(connection, sections)
    else:
        from magpain.knowledge import record_names  # it loads the YAML parser

        found = record_names.walk(file, sections)
        yield from (Named(key, names) for section, key, names in found if section in sections)


def _compiled(connection: Any, sections: Iterable[str]) -> Iterator[Named]:
    """Yield the records in a compiled cache; a corrupt one yields fewer."""
    try:
        for section in sections:
            sql = "SELECT id, names FROM offered WHERE section = ? ORDER BY rowid"
            yield from (Named(key, tuple(names.split("\n"))) for key, names in connection.execute(sql, (section,)))
    except Exception:
        return


def _fitting(records: Iterable[Named], before: tuple[str, ...], word: str) -> Iterator[Candidate]:
    """Yield the ids that begin with the word, and the rest of names that begin with all the words so far.

    Completions that start with a dash would be read as options, and are left out.
    """
    for item in records:
        if item.id.startswith(word) and not before:
            offered = [Candidate(item.id, *item.names[:1])]
        else:
            offered = [Candidate(rest, item.id) for rest in _rests(item.names, before, word)] if before or word else []
        yield from (candidate for candidate in offered if not candidate.value.startswith("-"))


def _rests(names: Iterable[str], before: tuple[str, ...], word: str) -> Iterator[str]:
    for name in names:
        said, rest = name.split()[: len(before)], " ".join(name.split()[len(before) :])
        if rest.casefold().startswith(word.casefold()) and fold(" ".join(said)) == fold(" ".join(before)):
            yield rest


def _name(line: Line, before: tuple[str, ...], word: str) -> Iterator[Candidate]:
    return _fitting(_named(line.data, "conditions", "groups"), before, word)


def _name_or_key(section: str) -> Callable[[Line, tuple[str, ...], str], Iterator[Candidate]]:
    """Return a function that yields names, and the ids of a section once a word is begun: there are hundreds."""

    def found(line: Line, before: tuple[str, ...], word: str) -> Iterator[Candidate]:
        yield from _name(line, before, word)
        if word and not before:
            for item in _named(line.data, section):
                if item.id.startswith(word) and not item.id.startswith("-"):
                    yield Candidate(item.id, *item.names[:1])

    return found


def _each_name(line: Line, before: tuple[str, ...], word: str) -> Iterator[Candidate]:
    return _fitting((item for item in _named(line.data, "conditions", "groups") if item.id not in before), (), word)


def _group(line: Line, _before: tuple[str, ...], word: str) -> Iterator[Candidate]:
    return _fitting(_named(line.data, "groups"), (), word)


def _topic(line: Line, _before: tuple[str, ...], word: str) -> Iterator[Candidate]:
    section = "safety" if line.command.name == "safety" else "background"
    return (
        Candidate(item.id, *item.names[:1])
        for item in _named(line.data, section)
        if item.id.startswith(word) and not item.id.startswith("-")
    )


def _form(line: Line, before: tuple[str, ...], word: str) -> Iterator[Candidate]:
    return _fitting(_named(line.data, "forms"), before, word)


def _finding(line: Line, _before: tuple[str, ...], word: str) -> Iterator[Candidate]:
    """Yield the findings of the condition or safety topic given before the option."""
    wanted = fold(" ".join(line.words))
    for item in _named(line.data, "conditions", "safety"):
        if wanted in map(fold, (item.id, *item.names)):
            found = _named(line.data, f"findings of {item.id}")
            yield from (Candidate(each.id, *each.names[:1]) for each in found if each.id.startswith(word))


_VALUES: dict[str, Callable[[Line, tuple[str, ...], str], Iterator[Candidate]]] = {
    "NAME": _name,
    "NAME NAME": _each_name,
    "NAME|STUDY": _name_or_key("studies"),
    "NAME|CITATION": _name_or_key("citations"),
    "GROUP": _group,
    "TOPIC": _topic,
    "FORM": _form,
    "FINDING": _finding,
}
