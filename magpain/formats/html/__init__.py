"""HTML pages to view, print and share: one self-contained file for any answer."""

from __future__ import annotations

from importlib.util import find_spec

from magpain.answers import Answer, Body
from magpain.errors import QuestionError

__all__ = ["need_templates", "render"]


def render(answer: Answer[Body]) -> str:
    """Return an answer as an HTML page that needs no script, no network and no other file.

    Raises QuestionError if Jinja2 isn't installed.
    """
    need_templates()
    from magpain.formats.html import pages  # the template engine costs start-up time, and may be missing

    return pages.alone(answer)


def need_templates() -> None:
    """Raise QuestionError, which says what to install, if the template engine is missing."""
    if find_spec("jinja2") is None:
        raise QuestionError("HTML pages need Jinja2. To install it: pip install 'magpain[html]'")
