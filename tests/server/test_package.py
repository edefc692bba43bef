"""Downloads of runs as a package: another home takes it in, and it is what `runstone pack` writes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import runstone as rs
from runstone.model.errors import RunNotFound
from runstone.model.home import Home
from runstone.server.routes.package import Poured
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack
from server.conftest import Client

PROJECT = "größe v1.0/日本 a"


@pytest.fixture
def packed_runs(home: Home, client: Client, eventually: Callable[..., object]) -> None:
    """Two runs below a project of odd name, one of them with an artifact, and one elsewhere."""
    for name, project in (("a", PROJECT), ("b", f"{PROJECT}/deep"), ("c", "other")):
        with rs.init(project, id=name) as run:
            run.log({"loss": 1.0})
            if name == "b":
                data = rs.Artifact("data", type="dataset")
                data.add_bytes(bytes(range(256)) * 4096, "large.bin")
                run.log_artifact(data)
    eventually(lambda: client.get("/api/runs/c").status_code == 200)
    eventually(lambda: client.json("/api/runs/c")["state"] == "finished")


def test_a_subtree_goes_into_another_home(home: Home, client: Client, packed_runs: None, tmp_path: Path) -> None:
    answer = client.get("/api/package", params={"project": PROJECT.partition("/")[0]})
    assert answer.status_code == 200
    assert "gr%C3%B6%C3%9Fe%20v1.0.runstone" in answer.headers["content-disposition"]
    (tmp_path / "got.runstone").write_bytes(answer.content)
    pack(home, ["a", "b"], tmp_path / "wanted.runstone")
    assert len(answer.content) == pytest.approx((tmp_path / "wanted.runstone").stat().st_size, rel=0.05)
    other = Home(tmp_path / "other")
    unpack(other, tmp_path / "got.runstone")
    with rs.Api(home=other.path) as api:
        assert sorted(run.id for run in api.runs()) == ["a", "b"]


def test_named_runs_are_packed_and_missing_ones_are_told(client: Client, packed_runs: None) -> None:
    assert client.get("/api/package?run=c").status_code == 200
    assert client.refusal("/api/package?run=nobody")[0] == 404
    assert client.refusal("/api/package?project=empty")[0] == 404
    assert client.refusal("/api/package")[0] == 404


def test_whoever_takes_no_more_ends_the_writing() -> None:
    ended = threading.Event()

    def write(out: object) -> None:
        try:
            while True:
                out.write(bytes(1 << 18))  # type: ignore[attr-defined]
        finally:
            ended.set()

    pieces = Poured(write).pieces()
    assert len(next(pieces)) == 1 << 18
    pieces.close()  # type: ignore[attr-defined]
    assert ended.is_set()


def test_what_goes_wrong_on_the_way_is_raised_where_it_is_taken() -> None:
    def write(out: object) -> None:
        out.write(bytes(1 << 18))  # type: ignore[attr-defined]
        raise RunNotFound("gone")

    pieces = Poured(write).pieces()
    next(pieces)
    with pytest.raises(RunNotFound, match="gone"):
        next(pieces)
