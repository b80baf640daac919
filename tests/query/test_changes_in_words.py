"""Whatever field of a knowledge file changed, `diff` says so in words, and not as Python writes values."""

from __future__ import annotations

import datetime
import re
from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec
import pytest

from magpain import model
from magpain.formats import markdown, pages, plain
from magpain.query import changes as query

PYTHON = re.compile(r"\{'|\['|': |None|True|False|datetime|Struct|\w+\(\w+=|frozenset|<object|\(\d+,\)|\\x|\\u")


def fields():
    """Yield every field of every record of a file."""
    for record in vars(model).values():
        if (
            isinstance(record, type)
            and issubclass(record, model.Record)
            and record not in (model.Record, model.KnowledgeFile)
        ):
            yield from ((record, field) for field in msgspec.structs.fields(record))


def two(hint: Any, number: int = 0) -> Any:
    """Return a value of a type, another for another number."""
    if get_origin(hint) in (Union, UnionType):
        return two(next(part for part in get_args(hint) if part is not type(None)), number)
    if hasattr(hint, "__metadata__"):
        patterned = [meta.pattern for meta in hint.__metadata__ if getattr(meta, "pattern", None)]
        return two(hint.__origin__, number) if not patterned else PATTERNED[patterned[0][:6]][number]
    if get_origin(hint) is tuple:
        return (two(get_args(hint)[0], number),)
    if get_origin(hint) is dict:
        return {"an-id": two(get_args(hint)[1], number)}
    if get_args(hint):
        return get_args(hint)[min(number, len(get_args(hint)) - 1)]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return hint(**{field.name: two(field.type, number) for field in msgspec.structs.fields(hint)})
    return PLAIN[hint][number]


PLAIN = {
    str: ("some words", "other words"), int: (1, 2), float: (0.5, 1.5), bool: (False, True),
    datetime.date: (datetime.date(2026, 1, 2), datetime.date(2026, 1, 3)),
}  # fmt: skip
PATTERNED = {
    "^[a-z0": ("an-id", "other-id"), "^https": ("https://a.example/", "https://b.example/"), "^[0-9]": ("2020", "2021"),
    "^([<>=": ("0.03", "<.001"), "^[CD][": ("D000001", "D000002"), "^[0-9A": ("8E43", "MG30"),
    "^[A-TV": ("N94.6", "R07.4"),
    "^10\\.[": ("10.1000/a", "10.1000/b"), "^[1-9]": ("1", "2"), "^PMC[1": ("PMC1", "PMC2"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("record", "field"), list(fields()), ids=lambda each: getattr(each, "__name__", getattr(each, "name", ""))
)
def test_a_change_of_any_field_is_told_in_words(record, field):
    old = two(record)
    new = msgspec.structs.replace(old, **{field.name: two(field.type, 1)})
    told = [*query._differences(old, new), *query._differences(new, old)]
    for difference in told:
        for text in (query._words(difference.path), query._written(difference.old), query._written(difference.new)):
            assert text is None or not PYTHON.search(text), text


@pytest.mark.parametrize(
    "record", sorted({record for record, _field in fields()}, key=str), ids=lambda each: each.__name__
)
def test_a_record_that_came_or_went_is_told_in_words(record):
    text = query._written(two(record))
    assert text
    assert not PYTHON.search(text), text


def test_the_results_that_a_finding_names_are_told_one_by_one(kb):
    condition = kb.conditions["fibromyalgia"]
    finding = msgspec.structs.replace(condition.findings[0], results={"a-2001": "pain", "b-2002": "sleep"})
    other = msgspec.structs.replace(finding, results={"a-2001": "pain at rest", "c-2003": "mood"})
    told = [(difference.path, difference.old, difference.new) for difference in query._differences(finding, other)]
    assert told == [
        (("results", "a-2001"), "pain", "pain at rest"),
        (("results", "c-2003"), None, "mood"),
        (("results", "b-2002"), "sleep", None),
    ]


def test_a_page_of_changes_shows_no_python(kb):
    def changed(condition):
        finding = msgspec.structs.replace(condition.findings[0], results={"a-2001": "pain"})
        return msgspec.structs.replace(condition, findings=(finding, *condition.findings[1:]))

    conditions = dict(kb.conditions) | {"fibromyalgia": changed(kb.conditions["fibromyalgia"])}
    answer = query.changes(kb, msgspec.structs.replace(kb, conditions=conditions), old_name="a", new_name="b")
    blocks = list(pages.blocks(answer.body, full=True))
    for text in (plain.render(blocks, 80), markdown.render(blocks)):
        assert "a-2001" in text
        assert not PYTHON.search(text)
