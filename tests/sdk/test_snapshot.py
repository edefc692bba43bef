"""Snapshots of code: taken while training goes on, and restored exactly."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from runstone.artifacts.contents import Contents
from runstone.artifacts.manifest import Manifest
from runstone.artifacts.storing import FileStore
from runstone.blobs.store import BlobStore
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.query import runs
from runstone.snapshots import secrets
from runstone.snapshots.restoring import restore_tree


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    (folder / "pkg" / "empty").mkdir(parents=True)
    (folder / "train.py").write_text("print('hi')\n")
    (folder / "run.sh").write_text("#!/bin/sh\n")
    (folder / "run.sh").chmod(0o755)
    (folder / "pkg" / "model.py").write_text("layers = 3\n")
    (folder / "pkg" / "newest").symlink_to("model.py")
    (folder / ".env").write_text("KEY=1")
    (folder / "tokens.txt").write_text("hf_" + "aB3" * 12)
    monkeypatch.chdir(folder)
    return folder


def nobody_reads(*_: object) -> None:
    raise AssertionError("an unchanged file was read")


def look(folder: Path) -> dict[str, tuple[str, object]]:
    found: dict[str, tuple[str, object]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = ("link", os.readlink(path))
        elif path.is_dir():
            found[name] = ("folder", None)
        else:
            found[name] = ("x" if os.access(path, os.X_OK) else "file", path.read_bytes())
    return found


def part(index: Index, run: str) -> dict[str, Any]:
    index.refresh(30)
    return dict(runs.get_run(index, run).environment["code"])


def test_a_checkout_is_the_tree_without_its_secrets(work: Path, home: Home, index: Index, capsys: Any) -> None:
    with rs.init("cv", snapshot_code=True) as run:
        pass
    said = capsys.readouterr().err
    assert ".env" in said
    assert "tokens.txt" in said
    code = part(index, run.id)
    assert code["status"] == "complete"
    assert {item["path"] for item in code["left_out"]} == {".env", "tokens.txt"}
    artifact = rs.Api().run(run.id).logged_artifacts()[0]
    target = work.parent / "back"
    assert restore_tree(Contents(BlobStore(home), Manifest.load(BlobStore(home), artifact.row.manifest)), target) == 4
    (work / ".env").unlink()
    (work / "tokens.txt").unlink()
    assert look(target) == look(work)
    assert not any(b"hf_" in BlobStore(home).get(blob.sha256) for blob in BlobStore(home))


def test_unchanged_code_is_no_new_version_and_is_not_read(
    work: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Files that are younger than two seconds are never trusted to be as they were.
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 10_000_000_000)
    (work / ".env").unlink()
    (work / "tokens.txt").unlink()
    first = rs.init("cv")
    one = first.snapshot_code(work).wait()
    first.finish()
    blobs = {blob.sha256 for blob in BlobStore(home)}
    with monkeypatch.context() as closed:
        closed.setattr(secrets, "file_holds_secret", nobody_reads)
        closed.setattr(FileStore, "_store_new", nobody_reads)
        run = rs.init("cv")
        two = run.snapshot_code(work).wait()
        assert two.id == one.id
        assert two.version == "v0"
        run.finish()
    assert {blob.sha256 for blob in BlobStore(home)} == blobs
    (work / "run.sh").chmod(0o644)
    with rs.init("cv") as run:
        assert run.snapshot_code(work).wait().version == "v1"


def test_a_home_in_the_workspace_does_not_grow_with_each_run(work: Path) -> None:
    (work / ".env").unlink()
    (work / "tokens.txt").unlink()
    inside = work / "results"
    blobs = []
    for _ in range(4):
        with rs.init("cv", snapshot_code=True, dir=inside) as run:
            run.log({"loss": 1.0})
        blobs.append({blob.sha256 for blob in BlobStore(Home(inside))})
    assert blobs[0] == blobs[-1]
    snapshot = rs.Api(home=inside).run(run.id).snapshot()
    assert snapshot is not None
    assert snapshot.version == "v0"


def test_a_kill_leaves_a_word(
    work: Path, index: Index, python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    code = (
        "import os, signal, runstone as rs\n"
        "from runstone.snapshots import taking\n"
        "taking.take = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"run = rs.init('cv', id='killed', snapshot_code={str(work)!r})\n"
        "run._artifacts.end()\n"
    )
    assert python(code).returncode == -9
    assert part(index, "killed")["status"] == "taking"


def test_no_folder_is_said_before_the_run_begins(home: Home) -> None:
    with pytest.raises(rs.BadValue, match="no folder"):
        rs.init("cv", snapshot_code="/nowhere/at/all")
    assert home.run_ids() == []


def test_a_disabled_run_takes_nothing(work: Path, home: Home) -> None:
    with rs.init("cv", mode="disabled", snapshot_code=True):
        pass
    assert list(BlobStore(home)) == []


def test_the_largest_files_never_stop_a_training(work: Path, capsys: Any) -> None:
    (work / "weights.bin").write_bytes(b"x" * 10_000)
    with rs.init("cv") as run:
        artifact = run.snapshot_code(max_file_bytes=5_000, root=work).wait()
    assert "weights.bin" not in artifact.manifest.entries
    assert "weights.bin" in capsys.readouterr().err
