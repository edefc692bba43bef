"""The state of the code, of real repositories."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from runstone.blobs.store import BlobStore
from runstone.model.home import Home
from runstone.model.records import EnvironmentCaptured, Record
from runstone.sdk.capture import repository as repository_module
from runstone.sdk.capture.git import GitCapture


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, whose script is the main one."""
    folder = tmp_path / "code"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "train.py").write_text("lr = 1\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    main = ModuleType("__main__")
    main.__file__ = str(folder / "train.py")
    monkeypatch.setitem(sys.modules, "__main__", main)
    monkeypatch.setattr(GitCapture, "fresh_secs", 0.0)  # every look is a new one
    return folder


def capture(home: Home) -> dict[str, object]:
    """What is recorded."""
    records: list[Record] = []
    troubles: list[str] = []
    running = GitCapture(records.append, lambda: 7, store=BlobStore(home), on_trouble=troubles.append)
    running.start()
    running.stop(30.0)
    running.stop(30.0)
    assert troubles == []
    parts: dict[str, object] = {}
    for record in records:
        assert isinstance(record, EnvironmentCaptured)
        parts.update(record.parts.get("git", {}))
    return parts


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GitCapture, "patience_secs", 30.0)


def test_a_clean_tree(repository: Path, home: Home) -> None:
    git(repository, "remote", "add", "origin", "https://ada:pw@example.org/code.git")
    assert capture(home) == {
        "root": str(repository),
        "commit": git(repository, "rev-parse", "HEAD"),
        "branch": "main",
        "remote": "https://example.org/code.git",
        "dirty": False,
    }


def test_changes_are_kept_as_a_diff_that_can_be_applied(repository: Path, home: Home) -> None:
    (repository / "train.py").write_text("lr = 2\n")
    (repository / "new ö.py").write_text("x\n")
    found = capture(home)
    assert found["dirty"] is True
    assert found["untracked"] == ["new ö.py"]
    diff = found["diff"]
    assert isinstance(diff, dict)
    patch = BlobStore(home).get(diff["sha256"])
    assert len(patch) == diff["size_bytes"]
    git(repository, "checkout", "train.py")
    subprocess.run(["git", "apply"], cwd=repository, input=patch, check=True)
    assert (repository / "train.py").read_text() == "lr = 2\n"


def test_a_huge_diff_is_cut_with_a_note(repository: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository_module, "MAX_DIFF_BYTES", 1000)
    (repository / "train.py").write_text("lr = 2\n" * 1000)
    diff = capture(home)["diff"]
    assert isinstance(diff, dict)
    assert BlobStore(home).get(diff["sha256"])[1000:].startswith(b"\n[cut here")


def test_a_repository_without_a_commit_and_a_detached_head(repository: Path, home: Home, tmp_path: Path) -> None:
    git(repository, "checkout", "-q", "--detach")
    assert "branch" not in capture(home)
    git(repository, "checkout", "-q", "--orphan", "empty")
    found = capture(home)
    assert (found["branch"], found["dirty"], "commit" in found) == ("empty", True, False)


def test_nothing_is_recorded_without_a_repository_or_without_git(
    repository: Path, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert capture(home) == {}
    monkeypatch.undo()
    outside = tmp_path / "outside"
    outside.mkdir()
    monkeypatch.chdir(outside)
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert capture(home) == {}
