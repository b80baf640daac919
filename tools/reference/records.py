"""The pages on the records of a knowledge file and of the JSON answers, generated from their types."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct, UnsetType
from msgspec.structs import FieldInfo, fields

from magpain import answers, errors, glossary, links, model
from magpain.knowledge import rules
from magpain.rating import effects
from tools.reference.markdown import block, choice, code, page, plain, table

# The modules of records that only answers have, not knowledge files.
_ANSWERS = (answers.__name__, effects.__name__)
_PLAIN = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "`true` or `false`",
    datetime.date: "a date as YYYY-MM-DD",
}
_FILE_PAGE = "file-format.md"


def file_format() -> str:
    """Return the page on the format of a knowledge file."""
    found = _records(model.KnowledgeFile)
    everywhere = [_rule(rule) for kinds, rule in rules.RECORD_RULES if model.Record in kinds]
    whole = [_rule(rule) for rule in rules.FILE_RULES]
    return page(
        "The file format",
        "A knowledge file is one YAML document of the records below. `magpain new` writes a first one, "
        "`magpain schema` prints this format as a JSON Schema, and [Rules](rules.md) lists the rules for its records.",
        "Leave out what is unknown: values must not be empty or null. Fields not listed here are rejected.",
        f"Every record is checked for {' and '.join(everywhere)}; the whole file for {', '.join(whole)}.",
        "## How values are written",
        "Numbers and dates may be in quotes: the field determines the type of its value. These values have a pattern "
        "(a regular expression):",
        table(["value", "pattern"], _patterns(found)),
        "## Records",
        *(part for record in found for part in _record(record, found, page_of="")),
    )


def json_answers() -> str:
    """Return the page on the JSON answers."""
    bodies = tuple(answers.KINDS)
    own = [record for body in bodies for record in _records(body) if record.__module__ in _ANSWERS]
    parts = [record for record in dict.fromkeys(own) if record not in bodies]
    return page(
        "JSON answers",
        "`--json` writes one object: `schema_version`, and the answer under its own key. `magpain schema --output` "
        "prints the JSON Schema of all answers. Later versions only add fields. Every field is always present; an "
        "unknown value is `null`. The output is ASCII, without NaN.",
        "`--json=id,name` keeps only these fields of the answer's own records, and `-f jsonl` writes the records of "
        "a list, one per line.",
        "## Answers",
        *(part for body in bodies for part in _answer(body)),
        "## Records of answers",
        f"Records that are also in knowledge files are described in [The file format]({_FILE_PAGE}).",
        *(part for record in parts for part in _record(record, (), page_of=_FILE_PAGE)),
        "### Problem",
        plain("One problem in a knowledge file. Fields without a value are left out."),
        _fields(errors.Problem, _FILE_PAGE),
        "## Errors",
        "Errors go to standard error, as one object on one line:",
        block(
            '{"schema_version": "1", "error": {"kind": "no-answer", "message": "...", "suggestions": ["..."]}}', "json"
        ),
        table(["kind", "exit status", "what it means", "other fields"], _errors()),
    )


def _answer(body: type[answers.Body]) -> Iterator[str]:
    yield f"### {body.__name__}"
    yield f"{_doc(body)} Try {code(f'magpain {answers.KINDS[body].example} --json')}."
    yield _fields(body, _FILE_PAGE)


def _errors() -> Iterator[list[str]]:
    for kind in (errors.NoAnswerError, errors.QuestionError, errors.KnowledgeError, errors.OutputError):
        more = {
            errors.NoAnswerError: "`suggestions`: the nearest names",
            errors.KnowledgeError: "`problems`: every [problem](#problem)",
        }
        yield [code(kind.kind), code(kind.exit_status), _doc(kind), more.get(kind, "")]
    yield [code(errors.MagpainError.kind), code(errors.MagpainError.exit_status), "A bug: please report it.", ""]


def _records(root: type[Struct]) -> list[type[Struct]]:
    """Return a record and the records within it, in order of first occurrence."""
    found: dict[type[Struct], None] = {root: None}
    for hint in _hints(root).values():
        for part in _within(hint):
            found |= dict.fromkeys(_records(part))
    return list(found)


def _within(hint: Any) -> Iterator[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for part in get_args(hint):
        yield from _within(part)


def _record(record: type[Struct], found: list[type[Struct]] | tuple[()], *, page_of: str) -> Iterator[str]:
    yield f"### {record.__name__}"
    yield _doc(record)
    places = [
        f"{code(name)} of [{other.__name__}](#{other.__name__.lower()})" for other, name in _places(record, found)
    ]
    if places:
        yield f"Used in: {', '.join(places)}."
    parent = record.__mro__[1]
    if parent.__module__ == model.__name__ and parent is not model.Record:
        yield f"All fields of [{parent.__name__}]({page_of}#{parent.__name__.lower()}), and:"
    yield _fields(record, page_of)
    asked = [_rule(rule) for kinds, rule in rules.RECORD_RULES + rules.ENTRY_RULES if record in kinds]
    if asked and record.__module__ == model.__name__:
        yield f"Rules: {', '.join(asked)}."


def _places(record: type[Struct], found: list[type[Struct]] | tuple[()]) -> Iterator[tuple[type[Struct], str]]:
    for other in found:
        for name, hint in _hints(other).items():
            if record in _within(hint):
                yield other, name


def _fields(record: type[Struct], page_of: str) -> str:
    inherited = _hints(record.__mro__[1]) if record.__mro__[1].__module__ == model.__name__ else {}
    hints = {name: hint for name, hint in _hints(record).items() if inherited.get(name) != hint}
    known = {field.encode_name: field for field in fields(record)}
    in_file = record.__module__ == model.__name__
    head = ["field", "", "value", "what it means"] if in_file else ["field", "value", "what it means"]
    rows = []
    for name, hint in hints.items():
        told = [_value(name, hint, page_of, null=not in_file), plain(glossary.meaning(record, name))]
        rows.append([code(name), *([_presence(known[name])] if in_file else []), *told])
    return table(head, rows)


def _presence(field: FieldInfo) -> str:
    """Return whether a field is required, else its default if it has one."""
    if field.required:
        return "required"
    return code(field.default) if isinstance(field.default, str | int) and field.default is not False else ""


def _value(name: str, hint: Any, page_of: str, *, null: bool) -> str:
    """Return a description of a field's type."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType) and type(None) in parts:
        inner = _value(name, Union[tuple(part for part in parts if part is not type(None))], page_of, null=null)  # noqa: UP007
        return f"{inner}, or `null`" if null else inner
    if origin in (Union, UnionType):
        given = (part for part in parts if part is not UnsetType)
        return " or ".join(_value(name, part, page_of, null=null) for part in given)
    if origin is tuple and parts[-1] is not Ellipsis:
        return f"a list of {len(parts)}: {_value(name, parts[0], page_of, null=null)} each"
    if origin is tuple and parts[0] == model.Id and links.section_of(name):
        return f"a list of ids in {code(links.section_of(name))}"
    if origin is tuple:
        return f"a list: {_value(name, parts[0], page_of, null=null)} each"
    if origin is dict:
        return f"by id: {_value('', parts[1], page_of, null=null)} each"
    if origin is Literal:
        return choice(parts)
    if origin is Annotated:
        return _described(name, hint)
    if isinstance(hint, type) and issubclass(hint, Struct):
        elsewhere = page_of if hint.__module__ == model.__name__ else ""
        return f"[{hint.__name__}]({elsewhere}#{hint.__name__.lower()})"
    return _PLAIN[hint]


def _described(name: str, hint: Any) -> str:
    if hint == model.Id:
        return f"an id in {code(section)}" if (section := links.section_of(name)) else "an id"
    return plain(_meta(hint).description or "")


def _patterns(found: list[type[Struct]]) -> list[list[str]]:
    """Return each kind of value that has a pattern, in order of first occurrence."""
    metas = [_meta(leaf) for record in found for hint in _hints(record).values() for leaf in _leaves(hint)]
    told = {meta.description: meta.pattern for meta in metas if meta.pattern}
    return [[plain(text or ""), code(_readable(pattern))] for text, pattern in told.items()]


def _leaves(hint: Any) -> Iterator[Any]:
    if get_origin(hint) is Annotated:
        yield hint
    else:
        for part in get_args(hint):
            yield from _leaves(part)


def _readable(pattern: str) -> str:
    """Return a pattern without the parts that only exclude line breaks."""
    return pattern.replace("(?!\\n)", "")


def _meta(hint: Any) -> Meta:
    meta: Meta
    [meta] = hint.__metadata__
    return meta


def _hints(record: type[Struct]) -> dict[str, Any]:
    """Return the types of a record's fields by their names in a file."""
    names = dict(zip(record.__struct_fields__, record.__struct_encode_fields__, strict=True))
    hints = get_type_hints(record, include_extras=True)
    return {encoded: hints[name] for name, encoded in names.items()}


def _rule(rule: rules.Rule | Any) -> str:
    name = rules.rule_id(rule)
    return f"[`{name}`](rules.md#{name})"


def _doc(record: type) -> str:
    return plain(" ".join((record.__doc__ or "").split()))
