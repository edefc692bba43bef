"""Artifacts through the Api, of a home and of a server."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import runstone as rs
from api.conftest import Open
from runstone.artifacts.artifact import Artifact
from runstone.index.index import Index
from runstone.model.errors import Misuse
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
    with pytest.raises(rs.BadValue, match="not a model"):
        api.artifact("p/data", type="model")


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
