"""The errors that end a command, with their exit statuses, and the problems of a knowledge file."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import Struct

# The status of a check that found nothing wrong but could not compare everything; it can be run again.
INCOMPLETE = 5
# A JSON error lists at most this many problems of a knowledge file.
MOST_PROBLEMS = 20


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem in a knowledge file: its position (line and column from 1), the rule, and what was expected."""

    file: str
    path: str
    message: str
    rule: str
    line: int = 0
    column: int = 0
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """Return the problem in the format of compilers: `file:line:column: path: message [rule]`."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        path = f"{self.path}: " if self.path else ""
        return f"{place}: {path}{self.message} [{self.rule}]"


Kind = Literal["no-answer", "question", "knowledge", "output", "bug"]
Reason = Literal["ambiguous", "unknown", "not-covered"]
# The most candidates that are listed for a person.
MOST_CANDIDATES = 8


class Candidate(Struct, frozen=True, kw_only=True):
    """A condition or group that a name could mean, with its short verdict."""

    id: str
    name: str
    verdict: str


class MagpainError(Exception):
    """An error that ends a command with a message on stderr and the exit status of its kind."""

    exit_status: ClassVar[int] = 70
    kind: ClassVar[Kind] = "bug"

    def details(self) -> dict[str, object]:
        """Return the fields of a JSON error other than its kind and message."""
        return {}

    def lines(self) -> tuple[str, ...]:
        """Return the lines of the message for people."""
        return (str(self),)


class NoAnswerError(MagpainError):
    """The command was valid, but there is no such name or nothing was found."""

    exit_status = 1
    kind = "no-answer"

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions

    def details(self) -> dict[str, object]:
        """Return the nearest names."""
        return {"suggestions": list(self.suggestions)}


class UnclearNameError(NoAnswerError):
    """A name does not lead to one page: it is ambiguous, unknown, or that of a condition that is not covered."""

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
        """Return the message, then one line per candidate, the nearest first, with its id and its verdict.

        What to do in an emergency (`urgent`) comes first.
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
    """The compiled cache of a knowledge file is corrupt. It is always caught, and the file itself is read instead."""


class QuestionError(MagpainError):
    """Usage error: an invalid value or combination of options."""

    exit_status = 2
    kind = "question"


class KnowledgeError(MagpainError):
    """The knowledge file is missing, unreadable or invalid."""

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
    """The output could not be written: the disk is full, for example, or the stream is closed."""

    exit_status = 4
    kind = "output"
