"""web/package-lock.json installs the same on every platform and from every registry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

LOCK = Path(__file__).resolve().parents[2] / "web" / "package-lock.json"


@pytest.fixture(scope="module")
def packages() -> dict[str, dict[str, object]]:
    return json.loads(LOCK.read_text())["packages"]


def test_every_platforms_binaries_are_locked(packages: dict[str, dict[str, object]]) -> None:
    """npm 10 forgets other platforms when it locks with node_modules in place, and `npm ci` then refuses on them."""
    locked = {path.rpartition("node_modules/")[2] for path in packages}
    wanted = {name for package in packages.values() for name in package.get("optionalDependencies", {})}
    assert wanted - locked == set()
    assert sum(name.startswith("@rolldown/binding-") for name in locked) >= 16


def test_no_registry_is_named(packages: dict[str, dict[str, object]]) -> None:
    assert [path for path, package in packages.items() if "resolved" in package] == []
    assert [path for path, package in packages.items() if path and "integrity" not in package] == []
