"""Nothing of what a test switches off, or of what is set outside, holds for another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import runstone.compat.runicorn as rn


@pytest.fixture(autouse=True)
def _switched_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("RUNICORN_DIR", "RUNICORN_ON"):
        monkeypatch.delenv(name, raising=False)
    yield
    rn.reset_enabled()
