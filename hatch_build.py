"""The wheel carries the compiled copy of its knowledge file: its first call is as fast as any."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class CompiledCopy(BuildHookInterface):  # type: ignore[misc]
    """Make the copy when a wheel is built, but for an editable one, whose file may change."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the copy beside the file into the wheel."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(ROOT))
        from magpain.compiled import build, copies  # noqa: PLC0415 the checkout's own

        file = ROOT / "data" / "conditions.yaml"
        self._folder = tempfile.TemporaryDirectory()
        copy = Path(self._folder.name, "copy")
        build.compile_into(str(copy), str(file), copies.made_with_package(file.stat()))
        build_data["force_include"][str(copy)] = f"magpain/data/conditions.yaml{copies.BESIDE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the copy away again."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()
