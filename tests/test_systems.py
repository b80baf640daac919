"""What differs between operating systems, tried where it can be without them."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path

import pytest

from magpain import __main__ as command
from magpain import cli
from magpain.compiled import build, copies
from magpain.errors import OutputError
from magpain.formats import output


class Gone(io.StringIO):
    """A pipe whose reader has gone, as Windows says it."""

    def write(self, _text):
        raise OSError(errno.EINVAL, "Invalid argument")


def test_a_reader_that_left_is_no_error_on_windows(monkeypatch):
    with pytest.raises(OutputError, match="Invalid argument"):
        output.to_stream("x", Gone())
    with monkeypatch.context() as on_windows:
        on_windows.setattr(os, "name", "nt")
        with pytest.raises(BrokenPipeError):
            output.to_stream("x", Gone())
        assert cli.unwritten(OSError(errno.EINVAL, "Invalid argument"), []) == 0
        assert cli.unwritten(OSError(errno.ENOSPC, "No space left on device"), []) == 4


def test_line_ends_are_the_same_everywhere(monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, newline="\r\n"))
    monkeypatch.setattr(sys, "stderr", None)
    command._same_line_ends()
    sys.stdout.write("a\r\nb\n")
    sys.stdout.flush()
    assert written.getvalue() == b"a\r\nb\n"


def test_a_cache_whose_path_begins_with_two_slashes_is_used(tmp_path, small, monkeypatch):
    """So do the names of network folders on Windows."""
    monkeypatch.setenv("MAGPAIN_CACHE", f"/{tmp_path.as_posix()}/cache")
    assert build.compile_into_cache(str(small))
    assert copies.find(str(small)) is not None


def test_a_copy_that_cannot_be_removed_spoils_no_other(tmp_path, small, monkeypatch):
    """Windows removes no file that somebody has open."""
    place = tmp_path / "cache"
    place.mkdir()
    for number in range(build.MOST_COPIES + 1):
        path = place / f"{number}{copies.BESIDE}"
        path.touch()
        os.utime(path, (number, number))
    monkeypatch.setenv("MAGPAIN_CACHE", str(place))
    removed = Path.unlink

    def unlink(path, *, missing_ok=False):
        if path.suffix == copies.BESIDE:
            raise PermissionError(errno.EACCES, "in use")
        removed(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    assert build.compile_into_cache(str(small))
    assert copies.find(str(small)) is not None
