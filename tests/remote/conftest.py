"""A machine that ssh reaches, and Runstone as it is installed there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from remote_machine import Machine, reached


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """A machine that can be reached."""
    with reached(tmp_path) as machine:
        for name, value in machine.environment.items():
            monkeypatch.setenv(name, value)
        yield machine


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Runstone, as it is installed on the machine."""
    path = tmp_path / "bin" / "runstone"
    path.parent.mkdir()
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m runstone.cli.app "$@"\n')
    path.chmod(0o755)
    return path
