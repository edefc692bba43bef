"""Artifacts through the Api, of a home and of a server."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import runstone as rs
from api.conftest import Open
from runstone.artifacts.artifact import Artifact
from runstone.blobs.store import BlobStore
from runstone.index.index import Index
from runstone.model.errors import BlobDamaged, Misuse
from runstone.model.home import Home
from runstone.query.artifacts import collections, lineage


@pytest.fixture
def _logged(home: Home) -> None:
    with rs.init("p", id="maker") as run:
        for number in range(2):
            artifact = rs.Artifact("data", type="dataset", metadata={"n": number})
            artifact.add_bytes(bytes([number]) * (17 << 20), "large")
            artifact.add_bytes(b"small", "deep/small")
            run.log_artifact(artifact)
    with rs.init("p", id="user") as run:
        run.use_artifact("data:v0", use_as="train")


@pytest.mark.usefixtures("_logged")
def test_found_read_and_changed(open_api: Open, tmp_path: Path) -> None:
    api = open_api()
    found = api.artifact("p/data:v0", type="dataset")
    assert isinstance(found, Artifact)
    assert (found.name, found.project, found.type, found.metadata) == ("data:v0", "p", "dataset", {"n": 0})
    assert (found.logged_by, found.used_by()) == ("maker", ["user"])
    found.download(tmp_path / "out")
    found.verify(tmp_path / "out")
    assert (tmp_path / "out" / "large").read_bytes() == bytes(17 << 20)
    assert [change.path for change in api.artifact("data", project="p").diff(found)] == ["large"]
    found.aliases = ["best"]
    found.ttl = timedelta(hours=1)
    found.description = "é"
    assert (found.aliases, found.ttl, found.description) == (["best"], timedelta(hours=1), "é")
    assert api.artifact("p/data:best").version == "v0"
    assert [artifact.version for artifact in api.artifacts("p/data")] == ["v1", "v0"]
    assert [(row.name, row.versions) for row in api.artifact_collections("p")] == [("data", 2)]
    assert [artifact.name for artifact in api.run("maker").logged_artifacts()] == ["data:v0", "data:v1"]
    assert [artifact.name for artifact in api.run("user").used_artifacts()] == ["data:v0"]
    assert {node.label for node in found.lineage().nodes} >= {"data:v0", "data:v1"}
    with pytest.raises(Misuse, match="called best"):
        found.delete()
    found.delete(delete_aliases=True)
    assert found.state == "DELETED"
    with pytest.raises(rs.ArtifactNotFound):
        api.artifact("p/data:v0")
    assert api.run("user").used_artifacts() == []
    assert [row.number for row in api.deleted_artifacts("p/data")] == [0]
    with pytest.raises(rs.ArtifactNotFound, match="Deleted versions are v0"):
        api.restore_artifact("p/data:v1")
    assert api.restore_artifact("data:v0", project="p").aliases == ["best"]
    assert api.artifact("p/data:best").id == found.id
    found.delete(delete_aliases=True)
    found.restore()
    assert found.state == "COMMITTED"
    assert [used.name for used in api.run("user").used_artifacts()] == ["data:v0"]
    with pytest.raises(rs.BadValue, match="not a model"):
        api.artifact("p/data", type="model")


@pytest.mark.usefixtures("_logged")
def test_a_collection_is_found_and_changed(open_api: Open) -> None:
    api = open_api()
    found = api.artifact_collection("data", project="p")
    assert (found.qualified_name, found.type, found.description, found.tags) == ("p/data", "dataset", "", [])
    assert [version.name for version in found.versions()] == ["data:v1", "data:v0"]
    assert found.aliases == ["latest"]
    found.description = "# Digits"
    found.tags = ["a", "b"]
    found.tags = "b"
    again = api.artifact_collection("p/data")
    assert (again.description, again.tags) == (found.description, found.tags) == ("# Digits", ["b"])
    assert api.artifact("p/data").description == ""
    assert [row.name for row in api.artifact_collections(search="digits")] == ["data"]
    assert (api.artifact_types(), api.artifact_types("q")) == (["dataset"], [])
    with pytest.raises(rs.ArtifactNotFound):
        api.artifact_collection("p/nothing")
    with pytest.raises(rs.ArtifactNotFound):
        api.artifacts("p/nothing")


@pytest.mark.usefixtures("_logged")
def test_the_bytes_themselves_are_verified_and_cached_ones_not_believed(
    open_api: Open, home: Home, tmp_path: Path
) -> None:
    found = open_api().artifact("p/data:v0")
    found.verify()
    assert found.faults() == []
    found.download(tmp_path / "one")
    for path in (tmp_path / "artifact-cache").glob("??/*"):
        path.write_bytes(bytes(path.stat().st_size)[:-1] + b"?")  # the disk changed what was kept
    found.download(tmp_path / "two")
    found.verify(tmp_path / "two")
    (tmp_path / "two" / "large").write_bytes(b"edited")
    found.verify()  # whoever edits a download does not edit the home
    BlobStore(home).path(found.manifest.entries["deep/small"].sha256).write_bytes(b"smell")
    assert [(fault.path, fault.kind) for fault in found.faults()] == [("deep/small", "changed")]
    BlobStore(home).remove(found.manifest.entries["deep/small"].sha256)
    assert [(fault.path, fault.kind) for fault in found.faults()] == [("deep/small", "missing")]
    with pytest.raises(BlobDamaged, match="1 files of data:v0"):
        found.verify()


@pytest.mark.usefixtures("_logged")
def test_lineage_and_differences_are_told(open_api: Open) -> None:
    api = open_api()
    first, second = api.artifact("p/data:v0"), api.artifact("p/data:v1")
    (change,) = second.diff(first)
    assert (change.kind, change.path, change.shared_bytes) == ("changed", "large", 0)
    graph = first.lineage()
    edges = {(edge.source.partition(":")[0], edge.target.partition(":")[0], edge.role) for edge in graph.edges}
    assert edges == {("run", "version", "logged"), ("version", "run", "used")}
    assert first.lineage(depth=1, limit=2).nodes[0].label == "data:v0"
    assert first.lineage(depth=1, limit=2).truncated
    assert {(run.id, run.role, run.used_as) for run in first.runs()} == {
        ("maker", "logged", ""),
        ("user", "used", "train"),
    }


@pytest.mark.usefixtures("_logged")
def test_the_index_is_made_anew_and_forgets_what_is_gone(home: Home, index: Index) -> None:
    index.refresh()
    listed, logged = collections.list_collections(index), collections.run_artifacts(index, "maker")
    index.rebuild()
    assert (listed, logged) == (collections.list_collections(index), collections.run_artifacts(index, "maker"))
    version = logged[0].version.id
    assert len(lineage.lineage(index, version=version).nodes) == 4
    for path in (home.artifacts_path / listed[0].id).iterdir():
        path.unlink()
    index.refresh()
    assert collections.list_collections(index) == []
    assert {node.kind for node in lineage.lineage(index, run="maker").nodes} == {"run"}
