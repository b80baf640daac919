"""Find the one condition or group that a name means, or say why there is none; never guess."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from magpain.answers import SAFETY, TakenFor
from magpain.emergency import urgent
from magpain.errors import Candidate, QuestionError, Reason, UnclearNameError
from magpain.folding import MAX_NAME, fold
from magpain.model import Id, Knowledge
from magpain.query.common import short_verdict

if TYPE_CHECKING:
    from magpain.query.name_match import Meaning


def resolve(knowledge: Knowledge, name: str) -> tuple[Id, TakenFor | None]:
    """Return the one id that a name means and, if the name is inexact, what it was taken for.

    Raises QuestionError for an empty or overlong name, and UnclearNameError, with the candidates, if no id or several
    fit, or if the name was searched for and isn't covered.
    """
    try:
        return _resolved(knowledge, name)
    except UnclearNameError as error:
        error.urgent = urgent(name)
        raise


def _resolved(knowledge: Knowledge, name: str) -> tuple[Id, TakenFor | None]:
    folded = fold(name[: MAX_NAME + 1])
    if not folded or len(name) > MAX_NAME:
        raise QuestionError(f"give the name of a condition or group (1 to {MAX_NAME} characters)")
    keys = knowledge.names.get(folded) or (knowledge.names.get(name.strip(), ()) if name.isupper() else ())
    if len(keys) == 1 and keys[0] not in knowledge.not_covered:
        return keys[0], None
    if keys:
        raise _unclear(knowledge, name, keys)
    return _understood(knowledge, name)


def ids_of(knowledge: Knowledge, text: str) -> tuple[Id, ...]:
    """Return the ids of the conditions and groups that a text names; similar names don't count."""
    from magpain.query import name_book, name_match  # an exact name doesn't need them

    exact = knowledge.names.get(fold(text), ())
    meaning = name_match.Meaning(exact) if exact else name_match.understood(name_book.Book(knowledge), text)
    return tuple(key for key in meaning.keys if key not in knowledge.not_covered) if meaning.fit == "name" else ()


def unknown_name(knowledge: Knowledge, text: str, message: str) -> UnclearNameError:
    """Return the error for an unknown name, with the conditions that it most likely means."""
    from magpain.query import name_book, name_match  # an exact name doesn't need them

    keys = name_match.understood(name_book.Book(knowledge), text).keys
    close = tuple(key for key in keys if key not in knowledge.not_covered)
    error = _listing(knowledge, f"{message}; did you mean" if close else message, "unknown", close)
    error.urgent = urgent(text)
    return error


def _understood(knowledge: Knowledge, name: str) -> tuple[Id, TakenFor]:
    from magpain.query import name_book, name_match  # an exact name doesn't need them

    book = name_book.Book(knowledge)
    harm = name_match.asks_of_harm(book, name)
    meaning = name_match.understood(book, name)
    together = not meaning.certain and name_match.asks_of_safety(name)
    if (meaning.fit != "name" or not meaning.keys or together) and _is_of_safety(knowledge, name):
        message = f'"{name}" is not a condition here; for safety information, run: magpain safety {name}'
        raise UnclearNameError(message, "unknown")
    try:
        return _certain(knowledge, name, meaning, harm)
    except UnclearNameError as error:
        if harm:
            raise UnclearNameError(f"{SAFETY}{error.lead}", error.reason, error.candidates) from None
        raise


def _is_of_safety(knowledge: Knowledge, name: str) -> bool:
    """Return whether a name is that of a medicine or illness with safety information."""
    from magpain.query import topics  # only an error needs it

    return topics.is_subject(knowledge, name)


def _certain(knowledge: Knowledge, name: str, meaning: Meaning, harm: bool) -> tuple[Id, TakenFor]:
    covered = tuple(key for key in meaning.keys if key not in knowledge.not_covered)
    if meaning.keys and (not covered or (meaning.keys[0] != covered[0] and meaning.fit != "spelling")):
        raise _not_covered(knowledge, meaning.keys[0])
    if meaning.certain:
        also = tuple(key for key in meaning.also if key not in knowledge.not_covered)
        called = _name(knowledge, covered[0])
        return covered[0], TakenFor(asked=name, id=covered[0], name=called, also=also, harm=harm)
    if not covered:
        text = f'no condition or group named "{name}"; to see the list, run: magpain conditions'
        raise UnclearNameError(text, "unknown")
    if meaning.fit == "name" and len(covered) < len(meaning.keys):
        missing = next(knowledge.not_covered[key] for key in meaning.keys if key not in covered)
        message = f'{missing.name} is not covered (last searched {missing.reviewed}); "{name}" also names'
        raise _listing(knowledge, message, "ambiguous", covered)
    if meaning.fit == "name":
        raise _unclear(knowledge, name, covered)
    if meaning.fit == "part":
        raise _listing(knowledge, f'no page is about "{name}" as such; the nearest', "unknown", covered)
    raise _listing(knowledge, f'no condition or group named "{name}"; did you mean', "unknown", covered)


def _unclear(knowledge: Knowledge, name: str, keys: tuple[Id, ...]) -> UnclearNameError:
    if all(key in knowledge.not_covered for key in keys):
        return _not_covered(knowledge, keys[0])
    if len(keys) == 1:
        return _listing(knowledge, f'"{name}" is not the whole name of a condition; did you mean', "unknown", keys)
    return _listing(knowledge, f'"{name}" could mean several conditions; choose one', "ambiguous", keys)


def _listing(knowledge: Knowledge, message: str, reason: Reason, keys: Iterable[Id]) -> UnclearNameError:
    candidates = tuple(_candidate(knowledge, key) for key in keys if key not in knowledge.not_covered)
    return UnclearNameError(message, reason, candidates)


def _candidate(knowledge: Knowledge, key: Id) -> Candidate:
    return Candidate(id=key, name=_name(knowledge, key), verdict=short_verdict(knowledge, key))


def _name(knowledge: Knowledge, key: Id) -> str:
    return (knowledge.conditions.get(key) or knowledge.groups[key]).name


def _not_covered(knowledge: Knowledge, key: Id) -> UnclearNameError:
    record = knowledge.not_covered[key]
    remark = f" {record.notes}" if record.notes else ""
    nearest = " Nearest page" if record.nearest else ""
    message = f"{record.name} is not covered (last searched {record.reviewed}).{remark}{nearest}"
    candidates = (_candidate(knowledge, record.nearest),) if record.nearest else ()
    return UnclearNameError(message, "not-covered", candidates)
