"""What the tests of the knowledge file share: a day that stands still, and files of their own."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from magpain.knowledge import rules


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep compiled copies out of this machine's cache; a test of them names a folder of its own."""
    monkeypatch.setenv("MAGPAIN_CACHE", "")


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> datetime.date:
    """Make it the last day of June 2026 for the rules, whatever the clock says."""
    day = datetime.date(2026, 6, 30)
    monkeypatch.setattr(rules.common, "today", lambda: day)
    return day


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Return a function that writes a knowledge file, byte for byte, and returns its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "file.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
