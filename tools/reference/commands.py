"""The pages on the commands, with arguments, options and examples, and on the help topics."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from magpain.shell import help_topics
from magpain.shell.commands import Argument, Command, Option, commands, program
from tools.reference.markdown import block, choice, code, page, plain, table

# The user's own files in the examples of the help.
_FILES = ("mine.yaml", "theirs.yaml", "last-year.yaml", "conditions.yaml")
_CODE = re.compile(r"(?<![\w`-])(--?[a-z][a-z-]*(?:=\w[\w,]*| json| [A-Z]{2,})?|[A-Z]+_[A-Z]+)(?![\w`])")


def commands_page() -> str:
    """Return the page of all commands: what `magpain COMMAND -h` shows, in one place."""
    known = commands()
    shared = _shared(known)
    listed = table(
        ["command", "what it does"],
        ([f"[`{name}`](#magpain-{name})", _prose(each.summary)] for name, each in known.items()),
    )
    return page(
        "Commands",
        "The same text is available from `magpain COMMAND -h` and `man magpain-COMMAND`.",
        listed,
        "## Options of most commands",
        "The section of each command lists those that it takes.",
        _options(shared.values()),
        "## magpain",
        *_command(program(), {}),
        *(part for each in known.values() for part in (f"## magpain {each.name}", *_command(each, shared))),
    )


def topic_pages() -> dict[str, str]:
    """Return a page for each help topic."""
    return {
        f"{name}.md": page(
            _title(name),
            f"{_sentence(topic.summary)} In a terminal: `magpain help {name}`.",
            *_blocks(topic.text),
        )
        for name, topic in help_topics.TOPICS.items()
    }


def _shared(known: dict[str, Command]) -> dict[tuple[str, ...], Option]:
    """Return the options that most commands share, which are described once."""
    every = [option for command in known.values() for option in command.options]
    return {option.names: option for option in every if every.count(option) > len(known) / 2}


def _command(command: Command, shared: dict[tuple[str, ...], Option]) -> Iterator[str]:
    prose, examples = _help(command)
    usage = ["magpain"] if command.name == "magpain" else ["magpain", command.name]
    takes = [argument.metavar for argument in command.arguments] or (["COMMAND", "..."] if len(usage) == 1 else [])
    yield block(" ".join([*usage, "[OPTION ...]", *takes]), "text")
    yield from (_prose(" ".join(part.split())) for part in prose if not part.startswith("Topics:"))
    if command.arguments:
        yield table(["argument", "what it is"], ([code(item.metavar), _meaning(item)] for item in command.arguments))
    own = [option for option in command.options if option.names not in shared]
    if own:
        yield _options(own)
    common = [code(max(option.names, key=len)) for option in command.options if option.names in shared]
    if common:
        yield f"Also {', '.join(common)}: [options of most commands](#options-of-most-commands)."
    if examples:
        yield from _beforehand(command.name, examples)
        if command.name == "mcp":
            yield "<!-- not run: it needs magpain[mcp] and a client -->"
        ours = all(line.startswith("magpain ") for line in examples.splitlines())
        yield block(examples, "sh" if ours else "text")


def _help(command: Command) -> tuple[list[str], str]:
    parts = command.help.split("\n\n")
    examples = next((part for part in parts if part.startswith("Examples:")), "")
    kept = textwrap.dedent(examples.partition("\n")[2])
    return [part for part in parts if part != examples], kept


def _beforehand(name: str, examples: str) -> Iterator[str]:
    """Yield a comment that creates the files in the examples, for the test that runs them; `new` creates its own."""
    named = [file for file in _FILES if file in examples]
    if named:
        made = [] if name == "new" else [f"magpain new {file}" for file in named]
        yield f"<!-- beforehand: {' && '.join(['rm -f ' + ' '.join(named), *made])} -->"


def _options(options: Iterable[Option]) -> str:
    return table(["option", "what it does"], ([_spelled(option), _meaning(option)] for option in options))


def _spelled(option: Option) -> str:
    names = ", ".join(code(name) for name in option.names)
    return f"{names} {code(option.metavar)}" if option.metavar else names


def _meaning(parameter: Argument | Option) -> str:
    parts = [_prose(parameter.help.rstrip(".")) + "."]
    if parameter.choices:
        parts.append(f"One of {choice(parameter.choices)}.")
    if isinstance(parameter, Option) and parameter.default:
        parts.append(f"Default: {code(parameter.default)}.")
    return " ".join(parts)


def _prose(text: str) -> str:
    """Return a help's prose, with options and environment variables as code."""
    return plain(_CODE.sub(r"`\1`", text))


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _sentence(summary: str) -> str:
    return f"{summary[:1].upper()}{summary[1:]}."


def _blocks(text: str) -> Iterator[str]:
    """Yield a topic's paragraphs, with indented lines verbatim."""
    for part in text.strip("\n").split("\n\n"):
        lines = part.split("\n")
        prose = " ".join(line for line in lines if not line.startswith("  "))
        if prose:
            yield _prose(re.sub(r"  +", " ", prose))
        if kept := "\n".join(line for line in lines if line.startswith("  ")):
            yield block(textwrap.dedent(kept), "text")
