"""`python -m magpain` and the installed command: one call, one exit status."""

import gc
import os
import sys

from magpain import quick


def main() -> None:
    """Answer the call that the command line makes, and end with its exit status."""
    # Imports make many objects and little waste: the collector would look through them over and over.
    gc.set_threshold(100_000)
    try:
        status = quick.answer(sys.argv[1:])
        if status is None:
            from magpain.cli import run  # noqa: PLC0415 the app, which a call that is answered already doesn't need

            status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    _end(status)


def _end(status: int) -> None:
    """Leave at once: all is written, and taking the interpreter apart would be a tenth of a short call."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(status)
    os._exit(status)


if __name__ == "__main__":
    main()
