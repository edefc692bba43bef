"""A machine that ssh reaches, and Runstone as it is installed there."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from remote_machine import SSHD, Machine


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, eventually: Callable[..., object]) -> Iterator[Machine]:
    """A machine that can be reached."""
    if SSHD is None or shutil.which("ssh") is None:
        pytest.skip("needs OpenSSH's server and client: apt-get install openssh-server openssh-client")
    folder = tmp_path / "machine"
    folder.mkdir(mode=0o700)
    machine = Machine(folder)
    monkeypatch.setenv("RUNSTONE_SSH", f"ssh -F {machine.config}")
    machine.start()
    eventually(machine.answers)
    yield machine
    machine.stop()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Runstone, as it is installed on the machine."""
    path = tmp_path / "bin" / "runstone"
    path.parent.mkdir()
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m runstone.cli.app "$@"\n')
    path.chmod(0o755)
    return path
