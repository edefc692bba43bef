"""`runstone artifact`: the verbs, one after the other, as somebody uses them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from runstone.artifacts.download_cache import DownloadCache
from runstone.blobs.store import BlobStore
from runstone.model.home import Home


def test_a_life_of_an_artifact(runstone: Any, home: Home, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "train").mkdir(parents=True)
    (data / "train" / "a.txt").write_text("1")
    (data / "b.txt").write_text("2")
    put = runstone("artifact", "put", str(data), "cv/digits", "--type", "dataset", "--alias", "raw", "--json")
    assert (put.code, put.json["name"], put.json["new"]) == (0, "cv/digits:v0", True)
    again = runstone("artifact", "put", str(data), "cv/digits", "--type", "dataset")
    assert "cv/digits:v0  2 files, 2 B  (was there already)" in again.out
    (data / "b.txt").write_text("three")
    (data / "c.txt").write_text("4")
    assert "cv/digits:v1" in runstone("artifact", "put", str(data), "cv/digits", "--type", "dataset").out
    with rs.init("cv", name="trains") as run:
        run.use_artifact("cv/digits:v1")

    assert "cv/digits" in runstone("artifact", "ls").out
    assert [row["name"] for row in runstone("artifact", "ls", "cv", "--json").json] == ["digits"]
    assert [row["aliases"] for row in runstone("artifact", "ls", "cv/digits", "--json").json] == [["latest"], ["raw"]]
    assert "v1" in runstone("artifact", "ls", "cv/digits").out

    diff = runstone("artifact", "diff", "cv/digits:v0", "cv/digits")
    assert diff.out.splitlines() == ["~ b.txt  1 B → 5 B", "+ c.txt  1 B"]
    assert len(runstone("artifact", "diff", "cv/digits:v0", "cv/digits:v1", "--json").json) == 2
    assert runstone("artifact", "diff", "cv/digits", "cv/digits").out == "No file differs.\n"

    out = tmp_path / "out"
    assert runstone("artifact", "get", "cv/digits:raw", str(out)).out == f"{out}\n"
    assert (out / "train" / "a.txt").read_text() == "1"
    assert runstone("artifact", "verify", "cv/digits:raw", str(out)).code == 0
    assert runstone("artifact", "get", "cv/digits", str(out), "--exact").code == 0
    wrong = runstone("artifact", "verify", "cv/digits:raw", str(out))
    assert (wrong.code, "extra    c.txt" in wrong.err, "changed  b.txt" in wrong.err) == (1, True, True)
    assert "all 3 files" in runstone("artifact", "verify", "cv/digits").out

    assert "--yes" in runstone("artifact", "rm", "cv/digits:raw").err
    assert "called raw" in runstone("artifact", "rm", "cv/digits:raw", "--yes").err
    assert runstone("artifact", "rm", "cv/digits:raw", "--yes", "--delete-aliases").code == 0
    assert [row["number"] for row in runstone("artifact", "ls", "cv/digits", "--deleted", "--json").json] == [0]
    assert runstone("artifact", "restore", "cv/digits:v0").out == "cv/digits:v0 is there again, called raw.\n"
    assert "no deleted version" in runstone("artifact", "restore", "cv/digits:v0").err
    assert "of one collection" in runstone("artifact", "ls", "--deleted").err
    assert runstone("artifact", "rm", "cv/digits:raw", "--yes", "--delete-aliases").code == 0
    told = runstone("artifact", "rm", "cv/digits", "--yes").out
    assert "used by CV-1  trains" in told
    assert runstone("artifact", "gc", "--grace-secs=-10", "--json").json["blobs"] == 6
    assert list(BlobStore(home)) == []
    assert "cannot be restored" in runstone("artifact", "restore", "cv/digits:v0").err
    assert runstone("artifact", "get", "cv/digits").err.startswith("runstone: cv/digits has no version 'latest'")


@pytest.mark.parametrize("name", ["a:b:c", "", "x:", "a b"])
def test_names_that_are_none(runstone: Any, home: Home, tmp_path: Path, name: str) -> None:
    (tmp_path / "a").write_text("1")
    put = runstone("artifact", "put", str(tmp_path / "a"), name, "--type", "t")
    assert put.code == 1
    assert "Traceback" not in put.err


def test_the_doctor_looks_at_artifacts_too(runstone: Any, home: Home) -> None:
    with rs.init("p") as run:
        artifact = rs.Artifact("data", type="dataset")
        artifact.add_bytes(b"1", "a")
        artifact.add_bytes(b"2", "b")
        run.log_artifact(artifact)
    assert "3 blobs. All that was recorded is intact" in runstone("doctor").out
    BlobStore(home).path(artifact.manifest.entries["a"].sha256).write_bytes(b"9")
    BlobStore(home).remove(artifact.manifest.entries["b"].sha256)
    found = runstone("doctor")
    assert found.code == 1
    assert "was changed by the disk; p/data:v0 needs it" in found.out
    assert "is missing; p/data:v0 needs it" in found.out


def test_the_cache_is_shown_and_cleaned(runstone: Any) -> None:
    kept = DownloadCache()
    for name in "ab":
        list(kept.pieces(name, None, iter([b"123"])))
    assert (
        "2 files, 6 bytes of 10.0 GiB" in runstone("artifact", "cache").out
        or "2 files, 6" in runstone("artifact", "cache").out
    )
    assert runstone("artifact", "cache", "--limit-bytes", "4", "--json").json["removed"] == {
        "files": 1,
        "size_bytes": 3,
    }
    assert "Removed 1 files" in runstone("artifact", "cache", "--clean").out
    assert kept.usage().files == 0
    assert runstone("artifact", "cache", "--limit-bytes=-1").code == 1
