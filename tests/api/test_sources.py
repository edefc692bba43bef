"""A home and a server of it give the same answers: whoever reads through a URL reads the same runs."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import numpy as np
import pytest

import runstone as rs
from api.conftest import Open
from recorder import Recorder
from runstone.api import Api
from runstone.api.choice import Choice
from runstone.blobs.store import BlobStore
from runstone.model.errors import BadQuery, BlobDamaged, Misuse, RunNotFound, ServerUnusable
from runstone.model.home import Home
from runstone.model.values import to_json
from servers import serving

Ask = Callable[[Api], Any]

ASKS: dict[str, Ask] = {
    "runs": lambda api: [run.row for run in api.runs()],
    "runs of a project": lambda api: [run.row for run in api.runs(project="cv", sort="-summary.loss", limit=1)],
    "runs by text": lambda api: [run.row for run in api.runs(filter="base")],
    "runs by Mongo's words": lambda api: [run.row for run in api.runs(filter={"config.lr": {"$gte": 0.1}})],
    "runs by two fields": lambda api: [run.row for run in api.runs(sort=["project", "-name"])],
    "runs without documents": lambda api: [run.row for run in Choice(api._source).bare_runs()],
    "groups": lambda api: api.groups(["project", "state"], "summary.loss", sort="-mean:summary.loss"),
    "the first groups": lambda api: api.groups("name", filter="not tag = none", limit=2),
    "a comparison": lambda api: api.compare("base", "child", "a/b", reference="child", differences_only=True),
    "projects": lambda api: api.projects(),
    "columns": lambda api: api.columns("nlp"),
    "detail": lambda api: [api.run(name).detail for name in ("base", "child", "a/b", "1")],
    "relatives": lambda api: [api.run("child").parent.id, [run.id for run in api.run("base").children]],
    "metrics": lambda api: [api.run(name).metrics() for name in ("base", "child", "a/b")],
    "points": lambda api: [api.run(name).series("loss") for name in ("base", "child", "a/b")],
    "points within limits": lambda api: api.run("base").series("odd", 5, 8),
    "points of no metric": lambda api: api.run("base").series("nothing"),
    "envelope": lambda api: api.run("base").envelope("odd", buckets=10)._replace(mean=np.empty(0)),
    "envelope over time": lambda api: api.run("child").envelope("loss", x="relative"),
    "texts": lambda api: api.run("child").texts(),
    "texts of a key": lambda api: api.run("base").texts("phase"),
    "stages": lambda api: [api.run(name).stages() for name in ("base", "child")],
    "a metric in stages": lambda api: [api.run(name).stage_figures("loss") for name in ("base", "child")],
    "space": lambda api: api.space(),
    "space of a project": lambda api: api.space("cv"),
    "space of runs": lambda api: api.run_space("base", "child"),
    "data": lambda api: api.data(),
    "media": lambda api: [(item.item, item.read()) for item in api.run("base").media("picture", 10)],
    "media of the best step": lambda api: [
        api.best_media("loss", "min", ["base", api.run("child"), 3], keys="picture", tolerance=100),
        api.best_media("loss", "max", ["base"]),
        [item.item for item in api.run("base").best_media("loss", "min", "picture", 100)],
    ],
    "logs": lambda api: api.run("said").logs(),
    "logs of a stream": lambda api: api.run("said").logs("stderr"),
    "rows": lambda api: list(api.run("base").scan(rows=7)),
    "frame": lambda api: api.frame(backend="polars").write_ndjson(),
    "history": lambda api: api.history(backend="polars").write_csv(),
    "long history": lambda api: api.history(["l*"], runs=["base", "a/b"], form="long", backend="polars").write_csv(),
}


def comparable(value: Any) -> Any:
    """An answer in which NaN equals NaN."""
    return to_json(msgspec.to_builtins(value, enc_hook=lambda array: [str(array.dtype), array.tolist()]))


@pytest.mark.usefixtures("runs")
def test_a_server_answers_as_the_home_does(open_home: Open, open_server: Open) -> None:
    at_home, away = open_home(), open_server()
    for name, ask in ASKS.items():
        assert comparable(ask(away)) == comparable(ask(at_home)), name


def test_assets_are_the_same_through_a_server(open_home: Open, open_server: Open, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    for name, loss in (("a", 0.5), ("b", 0.1)):
        (work / "train.py").write_text(f"# {name}\n")
        with rs.init("cv", id=name, snapshot_code=work) as run:
            run.set_primary_metric("loss", "min")
            run.log({"loss": loss}, step=3)
            (work / "weights.pt").write_bytes(name.encode())  # after the point: a file has the metric of its moment
            run.scan_outputs_once(work, ["*.pt"])
            run.log_dataset("d", work)[0].wait(60)
    found = []
    for api in (open_home(), open_server()):
        before, after = (api.data(run=name)[0] for name in ("a", "b"))
        best = api.run("b").best_checkpoint()
        assert best is not None
        target = tmp_path / str(len(found))
        api.run("b").checkout(target)
        found.append(
            (
                [change._asdict() for change in api.data_diff(before, after)],
                api.runs("cv", sort="best")[0].row.best,
                (best.path, best.step, best.value, best.artifact.get_entry("weights.pt").read()),
                (target / "train.py").read_text(),
            )
        )
    assert comparable(found[0]) == comparable(found[1])
    assert [change["path"] for change in found[0][0]] == ["train.py", "weights.pt"]


@pytest.mark.usefixtures("runs")
def test_a_servers_means_are_those_of_the_home_as_float32(open_home: Open, open_server: Open) -> None:
    at_home, away = (api.run("base").envelope("odd", buckets=10).mean for api in (open_home(), open_server()))
    np.testing.assert_allclose(away, at_home, rtol=1e-7)


@pytest.mark.usefixtures("runs")
def test_points_are_those_that_were_logged(open_api: Open) -> None:
    api = open_api()
    steps, times, values = api.run("base").series("odd")
    np.testing.assert_array_equal(steps, np.arange(100))
    np.testing.assert_array_equal(values, [np.nan if step == 7 else step for step in range(100)])
    assert (np.diff(times) >= 0).all()
    steps, _, values = api.run("a/b").series("loss")
    assert (steps.tolist(), values.tolist()) == ([-5, 1 << 62], [-np.inf, np.inf])
    assert (steps.dtype, values.dtype) == (np.int64, np.float64)
    np.testing.assert_array_equal(api.run("child").series("loss").values[[49, 50]], [1 / 50, 0.5])


@pytest.mark.usefixtures("runs")
def test_facts_are_those_that_were_recorded(open_api: Open) -> None:
    api = open_api()
    run = api.run("a/b")
    assert run.config == {"lr": np.inf, "seed": (1 << 62) + 1}
    assert np.isnan(run.summary["best"])
    assert (run.project, run.state, run.group, run.parent) == ("nlp", "finished", None, None)
    assert [found.project for found in api.projects()] == ["cv/resnet", "demo/mlp", "nlp"]
    assert [column.key for column in api.columns("nlp").config] == ["lr", "seed"]


@pytest.mark.usefixtures("runs")
def test_errors_are_the_same(open_api: Open, home: Home) -> None:
    api = open_api()
    with pytest.raises(RunNotFound, match=r'No run "bse" in this home\. Did you mean base\?'):
        api.run("bse")
    with pytest.raises(BadQuery, match="nonsense") as caught:
        api.runs(filter="base", sort="-nonsense")
    assert (caught.value.text, caught.value.start, caught.value.end) == ("nonsense", 0, 8)
    with pytest.raises(BadQuery) as caught:
        api.runs(filter="config.lr < ")
    assert (caught.value.text, caught.value.start) == ("config.lr < ", 12)
    with pytest.raises(BadQuery):
        api.run("base").envelope("loss", buckets=0)
    (picture,) = api.run("base").media("picture")
    stored = BlobStore(home).path(picture.item.sha256)
    stored.write_bytes(b"rotten")
    with pytest.raises(BlobDamaged, match="hash"):
        picture.read()
    stored.unlink()
    with pytest.raises(BlobDamaged):
        picture.read()


@pytest.mark.usefixtures("runs")
def test_media_are_saved_whole_or_not_at_all(open_api: Open, home: Home) -> None:
    (picture,) = open_api().run("base").media("picture")
    target = home.path.parent / "saved.png"
    picture.save(target)
    assert target.read_bytes() == BlobStore(home).get(picture.item.sha256)
    BlobStore(home).path(picture.item.sha256).write_bytes(b"rotten")
    with pytest.raises(BlobDamaged):
        picture.save(target)
    assert target.read_bytes() == picture_bytes(target)
    assert [path.name for path in target.parent.iterdir() if "part" in path.name] == []


def picture_bytes(path: Any) -> bytes:
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG")
    return bytes(data)


def test_a_server_soon_knows_what_was_logged(
    open_server: Open, record: Callable[..., Recorder], eventually: Callable[..., object]
) -> None:
    run = record("a1")
    api = open_server()
    run.log({"loss": 2.5}, 0)
    eventually(lambda: api.runs() and api.run("a1").series("loss").values.tolist() == [2.5])


@pytest.mark.usefixtures("runs")
def test_a_server_that_went_away_is_told_of(home: Home) -> None:
    with serving(home) as url:
        api = Api(url=url)
        assert api.run("base").id == "base"
    with pytest.raises(ServerUnusable, match="runstone ui"):
        api.run("base")


def test_nobody_there() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with pytest.raises(ServerUnusable, match=f"http://127.0.0.1:{port} cannot be asked .*refused"):
        Api(url=f"http://127.0.0.1:{port}/").runs()


class Stranger(BaseHTTPRequestHandler):
    """A server of something else."""

    seen: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        self.seen.append(self.headers["authorization"])
        body = b"<!doctype html>welcome"
        self.send_response(404 if self.path.startswith("/api/projects") else 200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body) + (7 if "runs" in self.path else 0)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        pass


class Beginner(BaseHTTPRequestHandler):
    """A server that still reads its home when it is asked first: it knows no project yet."""

    looks = 0

    def do_GET(self) -> None:
        if self.path == "/api/home":
            Beginner.looks += 1
        knows = Beginner.looks >= 3
        known = [{"project": "a", "runs": 1, "running": 0, "archived": 0, "binned": 0, "last_activity_time": 5}]
        answer = {"reading": not knows} if self.path == "/api/home" else {"projects": known if knows else []}
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *arguments: Any) -> None:
        pass


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def stranger() -> Iterator[str]:
    with listening(Stranger) as url:
        yield url


def test_a_server_that_still_reads_its_home_is_waited_for() -> None:
    with listening(Beginner) as url, Api(url=url) as api:
        assert [project.project for project in api.projects()] == ["a"]
    assert Beginner.looks == 3


def test_another_server_is_not_taken_for_one_of_ours(stranger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNSTONE_API_KEY", "secret")
    api = Api(url=stranger)
    with pytest.raises(ServerUnusable, match="answered 404 with text/html"):
        api.projects()
    with pytest.raises(ServerUnusable, match="does not answer as this version"):
        api.columns()
    with pytest.raises(ServerUnusable, match="broke off"):
        api.runs()
    assert set(Stranger.seen) == {"Bearer secret"}


@pytest.mark.parametrize("url", ["box:7860", "ftp://box", "http://", "http://box:port", "/home/me/runs"])
def test_a_url_that_is_none(url: str) -> None:
    with pytest.raises(Misuse, match="http://box:7860"):
        rs.Api(url=url)


def test_a_home_or_a_server(home: Home) -> None:
    with pytest.raises(Misuse, match="not both"):
        rs.Api(home.path, url="http://box:7860")


@pytest.mark.usefixtures("runs")
def test_sql_is_asked_where_the_home_lies(open_home: Open, open_server: Open) -> None:
    answer = open_home().sql("select id from runs where id = 'base'")
    assert (answer.columns, answer.rows, answer.cut) == (["id"], [["base"]], False)
    with pytest.raises(Misuse, match="takes no SQL"):
        open_server().sql("select 1")
