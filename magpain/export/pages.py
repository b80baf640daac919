"""A knowledge file as Markdown pages: one for each condition and group, the background, and an index."""

from __future__ import annotations

from collections.abc import Iterator

from magpain.answers import Answer, Body
from magpain.formats import markdown
from magpain.formats.pages import blocks
from magpain.model import Id, Knowledge
from magpain.query.common import members_of, verdict_of
from magpain.query.show import show
from magpain.query.topics import mechanism, safety

INDEX = "README.md"
# Ids are lower-case letters, digits and dashes, so that they are valid file names.
_CONDITION = "conditions/{}.md"
_GROUP = "groups/{}.md"
_BACKGROUND = "background.md"
_SAFETY = "safety.md"


def pages(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield every page as its path within the directory, and its text."""
    yield INDEX, _index(knowledge)
    if knowledge.background:
        yield (
            _BACKGROUND,
            _titled("Mechanism and history", mechanism(knowledge)) + _links(("Index", INDEX)),
        )
    if knowledge.safety:
        yield _SAFETY, _titled("Safety", safety(knowledge)) + _links(("Index", INDEX))
    for key in knowledge.groups:
        links = [
            (knowledge.conditions[each].name, f"../{_CONDITION.format(each)}") for each in _members(knowledge, key)
        ]
        yield _GROUP.format(key), _text(show(knowledge, key)) + _links(*links, ("Index", f"../{INDEX}"))
    for key, condition in knowledge.conditions.items():
        group = (knowledge.groups[condition.group].name, f"../{_GROUP.format(condition.group)}")
        yield (
            _CONDITION.format(key),
            _text(show(knowledge, key)) + _links(group, ("Index", f"../{INDEX}")),
        )


def _members(knowledge: Knowledge, group: Id) -> list[Id]:
    return sorted(members_of(knowledge, group), key=lambda key: knowledge.conditions[key].name.casefold())


def _text(answer: Answer[Body]) -> str:
    return markdown.render(blocks(answer.body, full=True))


def _titled(title: str, answer: Answer[Body]) -> str:
    return f"# {title}\n\n{_text(answer)}"


def _links(*links: tuple[str, str]) -> str:
    return "\n---\n\n" + "".join(f"- {_link(text, path)}\n" for text, path in links)


def _link(text: str, path: str) -> str:
    return f"[{markdown.escape(text)}]({path})"


def _index(knowledge: Knowledge) -> str:
    subject = knowledge.intervention
    lines = [f"# {markdown.escape(subject.name)}", "", markdown.escape(subject.summary), ""]
    for key, group in knowledge.groups.items():
        lines += [f"## {_link(group.name, _GROUP.format(key))}", "", *_rows(knowledge, key), ""]
    background = [("Mechanism and history", _BACKGROUND)] if knowledge.background else []
    safety = [("Safety", _SAFETY)] if knowledge.safety else []
    lines += ["## Background", ""] if background or safety else []
    lines += [f"- {_link(text, path)}" for text, path in (*background, *safety)]
    lines += ["", f"Literature searched until {knowledge.reviewed}. Not medical advice."]
    lines += ["", f"Read and rated by {markdown.escape(knowledge.provenance)}."] if knowledge.provenance else []
    lines += ["", f"Licence: {markdown.escape(knowledge.licence)}."] if knowledge.licence else []
    return "\n".join(lines) + "\n"


def _rows(knowledge: Knowledge, group: Id) -> Iterator[str]:
    yield "| Condition | Certainty | Verdict |"
    yield "| --- | --- | --- |"
    for key in _members(knowledge, group):
        condition = knowledge.conditions[key]
        level = condition.evidence_level.replace("-", " ")
        verdict = markdown.escape(verdict_of(knowledge, condition))
        yield f"| {_link(condition.name, _CONDITION.format(key))} | {level} | {verdict} |"
