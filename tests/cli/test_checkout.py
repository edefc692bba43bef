"""`runstone checkout`: the code of a run comes back, from a snapshot or from git."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

import runstone as rs


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repository"
    root.mkdir()
    monkeypatch.chdir(root)
    (root / "train.py").write_text("lr = 1\n")
    for words in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"),
    ):
        subprocess.run(["git", *words], cwd=root, check=True)
    (root / "train.py").write_text("lr = 2\n")
    (root / "new.py").write_text("x = 1\n")
    return root


def test_from_a_snapshot(repository: Path, tmp_path: Path, runstone: Any) -> None:
    with rs.init("cv", id="snapped", snapshot_code="."):
        pass
    said = runstone("checkout", "snapped", str(tmp_path / "back"), "--json").json
    assert said == {"folder": str(tmp_path / "back"), "origin": "snapshot", "files": 2, "missing": []}
    assert (tmp_path / "back" / "train.py").read_text() == "lr = 2\n"
    assert (tmp_path / "back" / "new.py").read_text() == "x = 1\n"
    again = runstone("checkout", "snapped", str(tmp_path / "back"))
    assert again.code == 1
    assert "not empty" in again.err


def test_from_the_commit_and_the_diff(repository: Path, tmp_path: Path, runstone: Any) -> None:
    with rs.init("cv", id="committed", settings={"git": True}):
        pass
    said = runstone("checkout", "committed", str(tmp_path / "back"), "--json").json
    assert said["origin"] == "commit"
    assert said["missing"] == ["new.py"]
    assert (tmp_path / "back" / "train.py").read_text() == "lr = 2\n"


def test_a_run_without_either_says_what_to_do(tmp_path: Path, runstone: Any) -> None:
    with rs.init("cv", id="bare"):
        pass
    said = runstone("checkout", "bare", str(tmp_path / "back"))
    assert said.code == 1
    assert "snapshot_code=True" in said.err
    assert not (tmp_path / "back").exists()
