"""What runs take up is what removing them frees, and no other run loses anything by it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import runstone as rs
from runstone.blobs.store import BlobStore
from runstone.cli.app import main
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.query.space import bin_space


def used_bytes(home: Home) -> int:
    folders = (home.runs_path, home.blobs_path)
    return sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())


def command(*words: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    assert not ended.value.code


def test_removing_a_run_frees_what_was_told_and_breaks_no_other(tmp_path: Path, home: Home, capsys: Any) -> None:
    own, shared = tmp_path / "own.bin", tmp_path / "shared.bin"
    own.write_bytes(os.urandom(50_000))
    shared.write_bytes(os.urandom(30_000))
    image = np.zeros((8, 8, 3), np.uint8)
    with rs.init("cv/a", id="first") as run:
        run.log({"image": rs.Image(image)})
        run.save(str(own), base_path=tmp_path, policy="now")
        run.save(str(shared), base_path=tmp_path, policy="now")
        run.log_artifact(str(shared), name="data", type="dataset")
    with rs.init("cv/b", id="second") as run:
        run.log({"image": rs.Image(image)})
        run.save(str(shared), base_path=tmp_path, policy="now")
        run.log_artifact(str(own), name="weights", type="model")
    with rs.init("cv/b", id="third") as run:
        run.save(str(own), base_path=tmp_path, policy="now")
    api = rs.Api()
    tree = api.space("cv")
    assert [space.project for space in tree.projects] == ["cv/a", "cv/b"]
    assert (tree.total.runs, tree.total.versions, tree.total.missing_blobs) == (3, 2, 0)
    assert tree.total.total_bytes == used_bytes(home)
    assert tree.total.shared_bytes == 0
    assert sum(space.total_bytes for space in tree.projects) > tree.total.total_bytes
    told = api.run_space("first")
    assert told.media_bytes > 80_000
    assert told.freed_bytes < 30_000
    before = used_bytes(home)
    command("rm", "first", "--bin")
    index = Index(home)
    index.refresh()
    assert bin_space(index, "cv/a").freed_bytes >= told.freed_bytes  # that it lies there is one more record
    assert bin_space(index, "cv/b").runs == 0
    index.close()
    command("restore", "first")
    told = rs.Api().run_space("first")
    before = used_bytes(home)
    command("rm", "first", "--yes")
    command("gc", "--grace-secs", "0")
    assert before - used_bytes(home) == told.freed_bytes
    assert api.run("second").file("shared.bin").read() == shared.read_bytes()
    assert api.run("third").file("own.bin").read() == own.read_bytes()
    assert api.artifact("cv/a/data").get_entry("shared.bin").read() == shared.read_bytes()
    assert api.artifact("cv/b/weights").get_entry("own.bin").read() == own.read_bytes()
    capsys.readouterr()
    command("du", "cv")
    assert "cv/b" in capsys.readouterr().out


def test_artifacts_count_beside_their_runs(tmp_path: Path, home: Home) -> None:
    weights = tmp_path / "w.bin"
    weights.write_bytes(os.urandom(40_000))
    with rs.init("cv", id="a") as run:
        run.log_artifact(str(weights), name="w", type="model")
    space = rs.Api().run_space("a")
    assert space.freed_bytes < 40_000 < space.freed_with_artifacts_bytes
    assert space.artifact_bytes == sum(blob.size_bytes for blob in BlobStore(home))
    assert rs.Api().space().total.total_bytes == space.total_bytes
