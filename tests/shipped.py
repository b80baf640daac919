"""The knowledge file that magpain ships, loaded once in each test process."""

from __future__ import annotations

import functools
from pathlib import Path

from magpain import knowledge
from magpain.model import Knowledge

SHIPPED = Path(__file__).parents[1] / "data" / "conditions.yaml"


@functools.cache
def shipped() -> Knowledge:
    """Load the shipped file."""
    return knowledge.load(SHIPPED)
