"""`python -m magpain` and the installed command: one call, one exit status."""

import gc
import os
import signal
import sys

# What type checkers take for true. Not imported from typing, since every call pays for what this module imports.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED = 130


def main() -> None:
    """Answer the call that the command line makes, and end with its exit status.

    An interrupt, at any moment from here on, ends the call with 130 and no traceback.
    """
    # Imports make many objects and little waste: the collector would look through them over and over.
    gc.set_threshold(100_000)
    if os.name == "nt":
        _same_line_ends()
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # else whoever started it asked for silence
    try:
        if heard:
            signal.signal(signal.SIGINT, _interrupt)
            sys.unraisablehook = _unraisable
        status = _answered(sys.argv[1:])
        # What was asked has been done: an interrupt while the interpreter ends would only garble its last words.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        status = INTERRUPTED
    _end(status)


def _same_line_ends() -> None:
    """Write line ends as they are on every system: Windows would make "\\r\\r\\n" of those of CSV."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(newline="\n")  # type: ignore[union-attr]


def _answered(arguments: list[str]) -> int:
    """Answer the call in the quickest way that can; both are loaded here, where an interrupt is one like any other."""
    from magpain import quick

    status = quick.answer(arguments)
    if status is None:
        from magpain.cli import run  # the app, which a call that is answered already doesn't need

        status = run(arguments)
    return status


def _interrupt(_number: int, _frame: "FrameType | None") -> None:
    """Interrupt what is being done, once: a second interrupt doesn't spoil the clearing up after the first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _unraisable(fault: "sys.UnraisableHookArgs") -> None:
    """End the call where an interrupt fell into a place that can't pass it on, such as the end of an object."""
    if issubclass(fault.exc_type, KeyboardInterrupt):
        os._exit(INTERRUPTED)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # else it only follows from an interrupt before it
        sys.__unraisablehook__(fault)


def _end(status: int) -> None:
    """Leave at once: all is written, and taking the interpreter apart would be a tenth of a short call."""
    try:
        # What was interrupted is not waited for: a reader that doesn't read would hold up the last of it.
        for stream in (sys.stdout, sys.stderr) if status != INTERRUPTED else ():
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(status)
    os._exit(status)


if __name__ == "__main__":
    main()
