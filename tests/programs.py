"""The real programs that judge what magpain writes: a test without its program is skipped, unless they are demanded."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def required(tool: str, demand: str = "MAGPAIN_TOOLS") -> str:
    """Return where a program is, or skip the test; the variable `demand`, set to 1, says that it must be there."""
    found = shutil.which(tool)
    if not found and os.environ.get(demand) != "1":
        pytest.skip(f"{tool} isn't installed here ({demand}=1 would demand it)")
    assert found, f"{tool} is required by {demand}=1"
    return found


def run(tool: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder that is its home too, away from this machine's settings."""
    surroundings = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [required(tool), *arguments],
        capture_output=True,
        encoding="utf-8",
        env=surroundings | {"HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        cwd=folder,
        check=False,
        timeout=300,
    )
