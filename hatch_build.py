"""Builds the web UI into every wheel and source distribution.

A source distribution carries the built UI and its stamp, so installing from one needs no Node. A checkout needs Node;
where the system has none that fits, the build asks for the one on PyPI, and only then.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The checks use the same tools, so they lie in scripts/.
sys.path.append(str(Path(__file__).resolve().parent / "scripts"))

import webui


class WebUIHook(BuildHookInterface[BuilderConfig]):
    """Set RUNSTONE_SKIP_UI=1 to leave the UI as it is."""

    def dependencies(self) -> list[str]:
        """What the build must install first: Node, if there is something to build and nothing to build it with."""
        if self._skipped() or not self._ui().is_stale() or webui.any_node() is not None:
            return []
        return [webui.NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the UI. An editable install is a developer's, so its node_modules stay for the checks."""
        if not self._skipped():
            self._ui().build(webui.any_node(), keep_node_modules=version == "editable")

    def _ui(self) -> webui.WebUI:
        return webui.WebUI(Path(self.root))

    @staticmethod
    def _skipped() -> bool:
        return os.environ.get("RUNSTONE_SKIP_UI", "") not in ("", "0")
