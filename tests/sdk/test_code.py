"""The code that a run ran with: what git would keep, and nothing that it ignores."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import runstone as rs


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with code and other files, that one is in."""
    folder = tmp_path / "work"
    (folder / "pkg").mkdir(parents=True)
    (folder / "secret").mkdir()
    for name in ("train.py", "pkg/model.py", "requirements-dev.txt", "Dockerfile", "notes.md", "secret/keys.py"):
        (folder / name).write_text(f"# {name}")
    (folder / ".gitignore").write_text("secret/\n")
    monkeypatch.chdir(folder)
    return folder


def names(artifact: object) -> set[str]:
    return set(artifact.manifest.entries)  # type: ignore[attr-defined]


def test_git_decides_what_is_left_out(sources: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=sources, check=True)
    with rs.init("cv") as run:
        artifact = run.log_code()
        assert artifact is not None
        artifact.wait()
        assert artifact.type == "code"
        assert names(artifact) == {"train.py", "pkg/model.py", "requirements-dev.txt", "Dockerfile"}


def test_functions_choose(sources: Path) -> None:
    with rs.init("cv") as run:
        artifact = run.log_code(
            name="mine",
            include_fn=lambda path, root: path.startswith(f"{root}/pkg") or path.endswith(".md"),
            exclude_fn=lambda path: path.endswith("model.py"),
        )
        assert artifact is not None
        assert names(artifact) == {"notes.md"}
        assert run.log_code(include_fn=lambda path: False) is None
