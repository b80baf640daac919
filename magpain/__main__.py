"""The entry point of `python -m magpain` and of the installed command."""

import gc
import os
import signal
import sys

# Type checkers treat this name as true. It is not imported from typing, because that import would slow every call.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit with its status.

    From here on, an interrupt exits with 130 and no traceback.
    """
    # Imports create many objects and little garbage: with the default threshold the collector would run often.
    gc.set_threshold(100_000)
    if os.name == "nt":
        _same_line_ends()
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # else the parent process ignores it
    try:
        if heard:
            signal.signal(signal.SIGINT, _interrupt)
            sys.unraisablehook = _unraisable
        status = _answered(sys.argv[1:])
        # The command has finished: an interrupt during shutdown would only garble its output.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        status = INTERRUPTED
    _end(status)


def _same_line_ends() -> None:
    """Write line ends unchanged on every system: Windows would turn those of CSV into "\\r\\r\\n"."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(newline="\n")  # type: ignore[union-attr]


def _answered(arguments: list[str]) -> int:
    """Return the exit status of the quick path if it can answer, else of the app.

    Both are imported here, so that an interrupt during the import is handled like any other.
    """
    from magpain import quick

    status = quick.answer(arguments)
    if status is None:
        from magpain.cli import run  # only if the quick path has no answer

        status = run(arguments)
    return status


def _interrupt(_number: int, _frame: "FrameType | None") -> None:
    """Raise KeyboardInterrupt once: a second interrupt must not disturb the cleanup after the first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _unraisable(fault: "sys.UnraisableHookArgs") -> None:
    """Exit if an interrupt was raised where Python cannot pass it on, such as in a finaliser."""
    if issubclass(fault.exc_type, KeyboardInterrupt):
        os._exit(INTERRUPTED)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # else it follows from an earlier interrupt
        sys.__unraisablehook__(fault)


def _end(status: int) -> None:
    """Exit without the interpreter's own shutdown, which would take a tenth of the time of a short call."""
    try:
        # After an interrupt nothing is flushed: a reader that has stopped reading would block the exit.
        for stream in (sys.stdout, sys.stderr) if status != INTERRUPTED else ():
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(status)
    os._exit(status)


if __name__ == "__main__":
    main()
