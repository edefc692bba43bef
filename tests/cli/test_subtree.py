"""A project with all below it: moved, archived, packed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import runstone as rs


@pytest.fixture
def tree(tmp_path: Path) -> None:
    (tmp_path / "w.pt").write_bytes(b"weights")
    with rs.init("cv/a b/日本", id="deep") as run:
        run.log({"loss": 1.0}, step=3)
        run.log_artifact(str(tmp_path / "w.pt"), name="w", type="model")
    with rs.init("cv/a b", id="top", fork_from="deep?_step=3") as run:
        run.log({"loss": 2.0})
    with rs.init("cv/a bc", id="other"):
        pass
    rs.Api().run("deep").edit(archived=True)


def projects() -> dict[str, str]:
    return {run.id: run.project for run in rs.Api().runs(place="all")}


@pytest.mark.usefixtures("tree")
def test_a_subtree_moves_whole_and_alone(runstone: Any) -> None:
    said = runstone("mv", "cv/a b", "nlp/v1.0", "--json")
    assert said.json["changed"] == 2
    assert projects() == {"deep": "nlp/v1.0/日本", "top": "nlp/v1.0", "other": "cv/a bc"}
    edited = rs.Api().move("nlp/v1.0", "cv/a b")
    assert projects()["deep"] == "cv/a b/日本"
    rs.Api().undo(edited)
    assert projects()["deep"] == "nlp/v1.0/日本"
    for wrong in ("../x", "a/../b"):
        assert runstone("mv", "nlp", wrong).code == 1
    assert projects()["deep"] == "nlp/v1.0/日本"


@pytest.mark.usefixtures("tree")
def test_a_subtree_goes_into_the_archive_and_back(runstone: Any) -> None:
    assert runstone("archive", "cv").code == 0
    assert rs.Api().runs("cv") == []
    assert runstone("archive", "cv/a b", "--undo").code == 0
    assert {run.id for run in rs.Api().runs("cv")} == {"deep", "top"}


@pytest.mark.usefixtures("tree")
def test_a_packed_subtree_has_all_that_its_runs_logged(runstone: Any, tmp_path: Path) -> None:
    package = tmp_path / "tree.runstone"
    said = runstone("pack", "--project", "cv/a b", "-o", str(package), "--json")
    assert said.json["runs"] == ["top", "deep"]
    assert runstone("unpack", str(package), "--home", str(tmp_path / "there")).code == 0
    api = rs.Api(home=tmp_path / "there")
    assert {run.id for run in api.runs(place="all")} == {"deep", "top"}
    assert list(api.run("top").series("loss").values) == [1.0, 2.0]
    assert api.run("deep").logged_artifacts()[0].get_entry("w.pt").read() == b"weights"
    assert runstone("pack", "--project", "nothing/here").code == 1
