"""The file that was named comes before the variable, and that before the shipped one; only files are opened."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from magpain.errors import KnowledgeError, QuestionError
from magpain.knowledge import locate


@pytest.mark.parametrize(
    ("named", "variable", "found"),
    [
        ("named.yaml", None, "named.yaml"),
        ("named.yaml", "variable.yaml", "named.yaml"),
        (None, "variable.yaml", "variable.yaml"),
        (None, None, "shipped.yaml"),
        (None, "", "shipped.yaml"),
    ],
)
def test_which_file_is_read(named, variable, found, monkeypatch):
    monkeypatch.setattr(locate, "bundled", lambda: "shipped.yaml")
    monkeypatch.delenv(locate.VARIABLE, raising=False)
    if variable is not None:
        monkeypatch.setenv(locate.VARIABLE, variable)
    assert locate.locate(named) == found


def test_an_empty_name_is_no_file():
    with pytest.raises(QuestionError):
        locate.locate("")


def test_the_shipped_file_lies_in_the_package_or_beside_it(tmp_path, monkeypatch):
    monkeypatch.setattr(locate, "_PACKAGE", str(tmp_path / "magpain"))
    assert locate.bundled() == str(tmp_path / "data" / "conditions.yaml")
    inside = tmp_path / "magpain" / "data" / "conditions.yaml"
    inside.parent.mkdir(parents=True)
    inside.touch()
    assert locate.bundled() == str(inside)


def test_a_file_is_opened_for_reading_bytes(file):
    with locate.open_file(file(b"\xff\r\n")) as stream:
        assert stream.read() == b"\xff\r\n"


def refusal(path):
    with pytest.raises(KnowledgeError) as caught:
        locate.open_file(Path(path))
    return str(caught.value)


def test_a_link_is_followed(file, tmp_path):
    link = tmp_path / "link.yaml"
    link.symlink_to(file("a: b\n"))
    with locate.open_file(link) as stream:
        assert stream.read() == b"a: b\n"


def test_a_missing_file_is_named(tmp_path):
    path = tmp_path / "missing.yaml"
    assert refusal(path) == f"{path}: expected a readable knowledge file: No such file or directory"


def test_a_file_that_may_not_be_read_is_named(file, monkeypatch):
    def deny(*_arguments):
        raise PermissionError(13, "Permission denied")

    path = file("a: b\n")
    monkeypatch.setattr(locate.os, "open", deny)
    assert refusal(path) == f"{path}: expected a readable knowledge file: Permission denied"


def test_a_link_to_itself_is_refused(tmp_path):
    path = tmp_path / "loop"
    path.symlink_to(path)
    assert refusal(path).startswith(f"{path}: expected a readable knowledge file: ")


def test_a_name_that_no_file_can_bear_is_refused():
    assert refusal("a\0b").endswith("expected a readable knowledge file: invalid file name")


def test_a_directory_is_refused(tmp_path):
    assert refusal(tmp_path) == f"{tmp_path}: expected a knowledge file, found a directory"


def test_a_fifo_is_refused_without_waiting(tmp_path):
    path = tmp_path / "fifo"
    os.mkfifo(path)
    assert refusal(path) == f"{path}: expected a knowledge file, found a FIFO"


def test_a_device_is_refused():
    assert refusal(os.devnull) == f"{os.devnull}: expected a knowledge file, found a device or socket"


def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's path may not be long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        assert refusal("s").startswith(("s: expected a knowledge file", "s: expected a readable knowledge file"))


def test_nothing_stays_open_after_a_refusal(tmp_path):
    before = os.dup(0)
    os.close(before)
    refusal(tmp_path)
    after = os.dup(0)
    os.close(after)
    assert before == after
