"""What was fetched is kept, whole or not at all; a damaged file begins anew, and none is no hindrance."""

from __future__ import annotations

import datetime
import sqlite3
import sys
from contextlib import closing

import pytest

from magpain.verify import answer_cache
from magpain.verify.answer_cache import AnswerCache, CachedAnswer

DAY = datetime.date(2026, 11, 25)
PLACE = ("https://api.crossref.org", "crossref", "doi:10.1000/1")


def reopened(path):
    with closing(AnswerCache(path)) as kept:
        return kept.get(PLACE)


def filled(path):
    with closing(AnswerCache(path)) as kept:
        kept.add({PLACE: b"{}", (*PLACE[:2], "doi:10.1000/2"): None}, DAY)
        assert kept.kept


def test_an_answer_outlasts_the_call(store_path):
    filled(store_path)
    assert reopened(store_path) == CachedAnswer(DAY, b"{}")
    with closing(AnswerCache(store_path)) as kept:
        assert kept.get((*PLACE[:2], "doi:10.1000/2")) == CachedAnswer(DAY, None)
        assert kept.get(("https://mirror.example.org", *PLACE[1:])) is None


def test_a_newer_answer_replaces_an_older(store_path):
    filled(store_path)
    with closing(AnswerCache(store_path)) as kept:
        kept.add({PLACE: None}, DAY + datetime.timedelta(days=1))
    assert reopened(store_path) == CachedAnswer(DAY + datetime.timedelta(days=1), None)


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_file_begins_anew(damage, store_path):
    store_path.parent.mkdir()
    store_path.write_bytes(damage)
    assert reopened(store_path) is None
    filled(store_path)
    assert reopened(store_path) == CachedAnswer(DAY, b"{}")


def test_a_file_that_was_cut_begins_anew(store_path):
    filled(store_path)
    whole = store_path.read_bytes()
    store_path.write_bytes(whole[: len(whole) // 2])
    assert reopened(store_path) is None
    filled(store_path)
    assert reopened(store_path) == CachedAnswer(DAY, b"{}")


def test_a_file_of_another_format_begins_anew(store_path):
    filled(store_path)
    with closing(sqlite3.connect(store_path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert reopened(store_path) is None


def test_a_day_that_is_none_begins_anew(store_path):
    filled(store_path)
    with closing(sqlite3.connect(store_path)) as connection, connection:
        connection.execute("UPDATE answer SET fetched_on = 'yesterday'")
    assert reopened(store_path) is None


def test_without_a_place_answers_last_as_long_as_the_call():
    with closing(AnswerCache(None)) as kept:
        kept.add({PLACE: b"{}"}, DAY)
        assert kept.get(PLACE) == CachedAnswer(DAY, b"{}")
        assert not kept.kept


def test_where_nothing_can_be_written_answers_last_as_long_as_the_call(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with closing(AnswerCache(tmp_path / "file" / "answers.sqlite")) as kept:
        kept.add({PLACE: b"{}"}, DAY)
        assert kept.get(PLACE) == CachedAnswer(DAY, b"{}")
        assert not kept.kept


def test_a_file_that_can_no_more_be_written_is_told(store_path):
    filled(store_path)
    with closing(AnswerCache(store_path)) as kept, closing(sqlite3.connect(store_path, isolation_level=None)) as other:
        kept._connection.execute("PRAGMA busy_timeout = 0")
        other.execute("BEGIN EXCLUSIVE")
        kept.add({PLACE: None}, DAY)
        assert not kept.kept
        assert kept.get(PLACE) == CachedAnswer(DAY, None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_folders_are_the_users_alone(tmp_path):
    filled(tmp_path / "cache" / "verify" / "answers.sqlite")
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
    assert (tmp_path / "cache" / "verify").stat().st_mode & 0o077 == 0


def test_it_stands_in_the_folder_of_the_copies(tmp_path, monkeypatch):
    monkeypatch.setenv("MAGPAIN_CACHE", str(tmp_path))
    assert answer_cache.location() == tmp_path / "verify" / "answers.sqlite"
    monkeypatch.setenv("MAGPAIN_CACHE", "")
    assert answer_cache.location() is None
