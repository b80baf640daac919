"""An id that magpain has carried stays: scripts ask by it, and papers cite by it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from magpain import knowledge

HERE = Path(__file__).parent


@pytest.mark.parametrize("section", ["citations", "conditions", "groups"])
def test_no_id_is_removed_or_renamed(section):
    """GOLDEN=write puts the new ids on record, before a release, and takes none away."""
    path = HERE / "data" / "ids" / f"{section}.txt"
    known = getattr(knowledge.load(HERE.parent / "data" / "conditions.yaml"), section)
    kept = path.read_text("utf-8").split() if path.exists() else []
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"{key}\n" for key in sorted({*kept, *known})), "utf-8")
    assert kept
    assert [key for key in kept if key not in known] == []
