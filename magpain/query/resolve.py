"""Which condition or group a name means: by id, name, synonym, code, then unique prefix or words; never by a guess."""

from __future__ import annotations

from magpain.errors import NoAnswerError, QuestionError
from magpain.model import Id, Knowledge
from magpain.spelling import MAX_NAME, fold

_SUGGESTED = 3


def resolve(knowledge: Knowledge, name: str) -> Id:
    """Return the one id that a name means.

    Raises QuestionError for an empty or overlong name, and NoAnswerError, with the nearest names, where none or
    several fit.
    """
    folded = fold(name[: MAX_NAME + 1])
    if not folded or len(name) > MAX_NAME:
        raise QuestionError(f"expected the name of a condition of 1 to {MAX_NAME} letters")
    for way in (_called, _starting, _containing):
        fitting = way(knowledge, folded)
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise NoAnswerError(f'"{name}" fits several: {_listed(knowledge, fitting)}', fitting)
    close = near(knowledge, folded)
    hint = f"; did you mean {_listed(knowledge, close)}?" if close else "; magpain conditions lists what there is"
    raise NoAnswerError(f'there is no condition "{name}"{hint}', close)


def _called(knowledge: Knowledge, folded: str) -> tuple[Id, ...]:
    """Return the ids that have just this name."""
    return knowledge.names.get(folded, ())


def _starting(knowledge: Knowledge, folded: str) -> tuple[Id, ...]:
    """Return the ids that have a name beginning with this."""
    return tuple(
        dict.fromkeys(key for name, keys in knowledge.names.items() if name.startswith(folded) for key in keys)
    )


def _containing(knowledge: Knowledge, folded: str) -> tuple[Id, ...]:
    """Return the ids that have a name in which every one of these words begins a word."""
    words = folded.split()
    return tuple(
        dict.fromkeys(
            key
            for name, keys in knowledge.names.items()
            if all(any(part.startswith(word) for part in name.split()) for word in words)
            for key in keys
        )
    )


def near(knowledge: Knowledge, name: str) -> tuple[Id, ...]:
    """Return the ids whose names come nearest to one that nothing bears."""
    import difflib  # needed only where a name isn't found, and slow to load

    close = difflib.get_close_matches(fold(name), list(knowledge.names), n=_SUGGESTED * 2, cutoff=0.6)
    return tuple(dict.fromkeys(key for each in close for key in knowledge.names[each]))[:_SUGGESTED]


def _listed(knowledge: Knowledge, keys: tuple[Id, ...]) -> str:
    shown = keys[:8]
    more = f" and {len(keys) - len(shown)} more" if len(keys) > len(shown) else ""
    return ", ".join(shown) + more
