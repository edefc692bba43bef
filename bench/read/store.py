"""What is built once and kept under the data folder: whole before it has its name, so that a build that was stopped begins again."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.read.timing import say

# Changes whenever something that is built would be another: what an earlier version built is then built again.
_VERSION = "1"
_FACTS_NAME = "built.json"


def built(folder: Path, build: Callable[[Path], dict[str, Any]], needs: str = "") -> dict[str, Any]:
    """What `build` returned when it filled this folder, now or at an earlier time.

    Args:
        folder: where the data is, or will be.
        build: fills an empty folder; what it returns (plain JSON) is kept with the data.
        needs: a version of something that the data depends on and cannot be brought up to.
    """
    version = f"{_VERSION} {needs}".strip()
    facts_path = folder / _FACTS_NAME
    if facts_path.is_file():
        facts: dict[str, Any] = json.loads(facts_path.read_text())
        if facts.get("version") == version:
            return facts
    part = folder.with_name(f"{folder.name}.part")
    for old in (folder, part):
        shutil.rmtree(old, ignore_errors=True)
    part.mkdir(parents=True)
    say(f"building {folder.name} …")
    begun = time.perf_counter()
    facts = {"version": version, **build(part)}
    facts["build_secs"] = time.perf_counter() - begun
    (part / _FACTS_NAME).write_text(json.dumps(facts, indent=2))
    os.replace(part, folder)
    say(f"building {folder.name}: done in {facts['build_secs']:.0f} s")
    return facts
