"""What can go wrong, where, and the exit status that each kind of it ends with."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import Struct

# The status of a call that found nothing wrong and yet couldn't compare everything: another may tell.
INCOMPLETE = 5
# So many problems of a knowledge file say enough to a call that wanted an answer.
MOST_PROBLEMS = 20


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One fault of a knowledge file: where it stands (line and column from 1), which rule, and what was expected."""

    file: str
    path: str
    message: str
    rule: str
    line: int = 0
    column: int = 0
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """Write the fault as compilers do: `file:line:column: path: message [rule]`."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        path = f"{self.path}: " if self.path else ""
        return f"{place}: {path}{self.message} [{self.rule}]"


Kind = Literal["no-answer", "question", "knowledge", "output", "bug"]
Reason = Literal["ambiguous", "unknown", "not-covered"]
# No list of candidates for a person is longer.
MOST_CANDIDATES = 8


class Candidate(Struct, frozen=True, kw_only=True):
    """A condition or group that a name could mean, with its verdict in a few words."""

    id: str
    name: str
    verdict: str


class MagpainError(Exception):
    """Something that ends a call with one line on stderr and the exit status of its kind."""

    exit_status: ClassVar[int] = 70
    kind: ClassVar[Kind] = "bug"

    def details(self) -> dict[str, object]:
        """Return what a JSON error holds beside its kind and message."""
        return {}

    def lines(self) -> tuple[str, ...]:
        """Return the message as a person reads it, line by line."""
        return (str(self),)


class NoAnswerError(MagpainError):
    """The question was understood, and the answer is no: no such name, nothing found."""

    exit_status = 1
    kind = "no-answer"

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions

    def details(self) -> dict[str, object]:
        """Return the names that come nearest."""
        return {"suggestions": list(self.suggestions)}


class UnclearNameError(NoAnswerError):
    """A name that leads to no one page: it could mean several, is unknown, or was searched for and isn't covered."""

    urgent: str | None = None

    def __init__(self, lead: str, reason: Reason, candidates: tuple[Candidate, ...] = ()) -> None:
        keys = tuple(candidate.id for candidate in candidates)
        super().__init__(f"{lead}: {', '.join(keys)}" if keys else lead, keys)
        self.lead = lead
        self.reason = reason
        self.candidates = candidates

    def details(self) -> dict[str, object]:
        """Return the reason, the candidates, and their ids as suggestions."""
        details = {"reason": self.reason, "candidates": list(self.candidates), "urgent": self.urgent}
        return {**super().details(), **details}

    def lines(self) -> tuple[str, ...]:
        """Return what is wrong, and one line per candidate, the nearest first: its id to copy, and its verdict.

        What to do in an emergency (`urgent`) comes before all of it.
        """
        first = (self.urgent,) if self.urgent else ()
        if not self.candidates:
            return (*first, *super().lines())
        shown = self.candidates[:MOST_CANDIDATES]
        width = max(len(candidate.id) for candidate in shown)
        more = len(self.candidates) - len(shown)
        listed = (f"  {candidate.id:{width}}  {candidate.verdict}" for candidate in shown)
        return (*first, f"{self.lead}:", *listed, *([f"  and {more} more"] if more else []))


class DamagedCopyError(Exception):
    """The compiled copy of a knowledge file can't be read: the file itself must be. No call ends with it."""


class QuestionError(MagpainError):
    """The question was malformed: an option's value or a combination that can't be."""

    exit_status = 2
    kind = "question"


class KnowledgeError(MagpainError):
    """The knowledge file can't be believed: missing, unreadable or unsound."""

    exit_status = 3
    kind = "knowledge"

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems

    def details(self) -> dict[str, object]:
        """Return the first problems with their places, and how many more there are (`magpain check` lists all)."""
        first, more = list(self.problems[:MOST_PROBLEMS]), max(0, len(self.problems) - MOST_PROBLEMS)
        return {"problems": first, "more_problems": more}


class OutputError(MagpainError):
    """The answer couldn't be written: the disk is full, or the output is closed."""

    exit_status = 4
    kind = "output"
