"""Who wrote what the built UI contains is named beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from runstone.server.static import UI_PATH

ROOT = Path(__file__).resolve().parents[2]
NOTICE = UI_PATH / "THIRD_PARTY_LICENSES.txt"


@pytest.mark.skipif(not (UI_PATH / "index.html").is_file(), reason="the UI is not built")
def test_every_package_that_the_ui_is_built_of_is_named_with_its_licence() -> None:
    wanted = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    named = re.findall(r"^(\S+) (\d\S*) \((.+)\)$", NOTICE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {(name, version) for name, version, _ in named} >= set(wanted.items())
    assert all(text.strip() for text in NOTICE.read_text(encoding="utf-8").split("-" * 80))
