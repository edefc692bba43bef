"""The wheel puts the startup file beside the packages, an editable installation too, and uninstalling takes it away."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[2]
FILES = {"_runstone_startup.py", "runstone_startup.pth"}


def test_an_editable_installation_has_it() -> None:
    try:
        files = importlib.metadata.files("runstone") or []
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("this environment finds Runstone by its path alone")
    assert {str(file) for file in files} >= FILES


def build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RUNSTONE_SKIP_UI", "1")
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(wheel)


def test_installed_it_is_there_and_uninstalled_it_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = build(tmp_path, monkeypatch)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    [packages] = (tmp_path / "venv").glob("lib/python*/site-packages")
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def pip(*words: str) -> None:
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python), *words]
        subprocess.run(command, env=environ, check=True, capture_output=True)

    def finders() -> str:
        code = "import sys; print(*[type(finder).__name__ for finder in sys.meta_path if not isinstance(finder, type)])"
        ran = subprocess.run([str(python), "-c", code], env=environ, check=True, capture_output=True, text=True)
        assert ran.stderr == ""
        return ran.stdout.strip()

    assert finders() == ""
    pip("install", "--no-deps", "--no-index", str(wheel))
    assert {path.name for path in packages.iterdir()} >= FILES
    assert finders() == "WandbFinder"
    pip("uninstall", "--yes", "runstone")
    assert not [path for path in FILES if (packages / path).exists()]
    assert finders() == ""
