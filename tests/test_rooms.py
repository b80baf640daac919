"""The package stays easy to walk through: few rooms, few arrows between them, none of them in a circle."""

from __future__ import annotations

from graphlib import CycleError

import pytest

from tools.rooms import arrows, floors

ROOMS, ARROWS, FLOORS = 26, 91, 9


def test_rooms_arrows_and_floors_stay_few():
    found = arrows()
    assert {"cli", "query", "formats", "model"} <= set(found)
    assert len(found) <= ROOMS
    assert sum(map(len, found.values())) <= ARROWS
    assert max(floors(found).values()) <= FLOORS


def test_every_kind_of_import_is_an_arrow(tmp_path):
    (tmp_path / "low").mkdir()
    (tmp_path / "low" / "__init__.py").write_text("")
    (tmp_path / "low" / "part.py").write_text("import os\n")
    (tmp_path / "__init__.py").write_text("from magpain import low\n")
    texts = ("import magpain.low.part", "from magpain import low", "def f():\n    from magpain.low import part")
    for text in texts:
        (tmp_path / "high.py").write_text(f"{text}\n")
        assert arrows(tmp_path) == {"high": {"low"}, "low": set()}
    assert floors(arrows(tmp_path)) == {"low": 1, "high": 2}


def test_a_circle_is_refused():
    with pytest.raises(CycleError):
        floors({"one": {"other"}, "other": {"one"}})
