"""Pluto's lifecycle with only the import changed; its faults are mended, not copied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest

import runstone as rs
import runstone.compat.pluto as pluto
from reading import read_points, read_records
from runstone.api import StoredMedia
from runstone.model.home import Home
from runstone.model.records import MediaLogged, StateChanged, TextLogged
from runstone.sdk.existing import read_run


@pytest.fixture(autouse=True)
def _no_run_of_an_earlier_test() -> None:
    pluto.ops.clear()


def begin(**kwargs: Any) -> pluto.Op:
    return pluto.init(project="my-project", run_id="exp-1", **kwargs)


def test_the_quickstart(home: Home) -> None:
    run = pluto.init(project="my-project", name="first", config={"lr": 1e-3}, tags="baseline")
    for step in range(3):
        run.log({"train/loss": float(step), "ok": True, "nested": {"x": 1}})
    pluto.log({"train/loss": 9.0}, step=7)
    assert pluto.ops == [run]
    pluto.finish()
    assert pluto.ops == []
    found = read_run(home, run.run.id)
    assert found.state == "finished"
    assert found.facts.config.nested() == {"lr": 1e-3}
    assert read_points(home, run.run.id)["train/loss"] == [(1, 0.0), (2, 1.0), (3, 2.0), (7, 9.0)]


@pytest.mark.parametrize(
    ("code", "state"),
    [(None, "finished"), (0, "finished"), (1, "failed"), (2, "killed"), (15, "killed"), (9, "failed")],
)
def test_finish_codes(home: Home, code: int | None, state: str) -> None:
    run = begin()
    run.finish(code)
    run.finish(1)
    run.close()
    assert read_run(home, "exp-1").state == state


def test_close_leaves_the_state_alone(home: Home) -> None:
    run = begin()
    run.log({"a": 1})
    run.close()
    run.finish()
    assert not [record for record in read_records(home, "exp-1") if isinstance(record, StateChanged)]


def test_resume_in_every_way_goes_on_after_the_last_step(home: Home) -> None:
    first = begin(name="old", config={"a": {"b": 1}}, tags=["x"])
    first.log({"loss": 1.0})
    first.close()
    assert (first.id, first.run_id, first.resumed) == (1, "exp-1", False)
    for way in ({"run_id": "exp-1", "resume": True}, {"run_id": 1}, {"run_id": "1"}, {"run_id": first.display_id}):
        again = pluto.init(project="my-project", name="new", config={"a": {"c": 2}}, tags="y", **way)
        assert again.resumed
        again.log({"loss": 2.0})
        again.close()
    found = read_run(home, "exp-1").facts
    assert found.name == "old"
    assert found.config.nested() == {"a": {"b": 1, "c": 2}}
    assert found.tags == ["x", "y"]
    assert [step for step, _ in read_points(home, "exp-1")["loss"]] == [1, 2, 3, 4, 5]


def test_an_id_that_is_taken_leaves_the_old_run_untouched(home: Home) -> None:
    begin().finish()
    before = [path.read_bytes() for path in home.journals("exp-1")]
    with pytest.raises(pluto.RunExistsError):
        begin(config={"other": 1})
    with pytest.raises(RuntimeError):
        begin()
    assert [path.read_bytes() for path in home.journals("exp-1")] == before


def test_the_environment_attaches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUTO_RUN_ID", "job-1")
    monkeypatch.setenv("PLUTO_PROJECT", "from-env")
    first = pluto.init()
    assert first.run.project == "from-env"
    first.close()
    assert pluto.init().resumed


def test_fork(home: Home) -> None:
    parent = begin(config={"lr": 1, "deep": {"a": 1}}, tags=["x"])
    for _ in range(5):
        parent.log({"loss": 1.0})
    parent.finish()
    fork = pluto.init(fork_run_id=parent.display_id, fork_step=3, config={"deep": {"b": 2}})
    assert (fork.fork_run_id, fork.fork_step) == ("exp-1", 3)
    assert fork.config == {"lr": 1, "deep": {"a": 1, "b": 2}}
    assert fork.tags == []
    fork.log({"loss": 2.0})
    fork.finish()
    assert read_points(home, fork.run.id)["loss"] == [(4, 2.0)]
    with pytest.raises(ValueError, match="belong together"):
        pluto.init(fork_run_id="exp-1")


def test_noop_writes_nothing(home: Home) -> None:
    for settings in ({"mode": "noop"}, pluto.Settings(mode="noop")):
        run = pluto.init(settings=settings)
        run.log({"a": 1})
        run.finish()
    assert not home.path.exists()


def test_tags_config_texts_and_alerts(home: Home) -> None:
    run = begin()
    run.add_tags(["a", "b"])
    run.remove_tags("a")
    run.update_config({"x": {"y": 1}})
    run.log({"phase": "warm", "note": pluto.Text("long")})
    run.alert("it diverged", title="careful", level="WARN", wait=10)
    run.finish()
    assert run.tags == ["b"]
    texts = {record.key: record.text for record in read_records(home, "exp-1") if isinstance(record, TextLogged)}
    assert texts == {"phase": "warm", "alerts": "WARN careful: it diverged"}
    (note,) = rs.Api(home.path).run("exp-1").media("note")
    assert (note.item.type, note.read()) == ("text", b"long")


@pytest.mark.parametrize(
    "call",
    [
        lambda: pluto.Image("x.png", annotations=[{}]),
        lambda: pluto.sweep({}),
        lambda: pluto.query,
        lambda: begin().watch(object()),
    ],
)
def test_what_is_not_there_says_what_to_use(call: Any) -> None:
    with pytest.raises(rs.Misuse, match="Nothing recorded is affected"):
        call()


def test_log_without_a_run() -> None:
    with pytest.raises(RuntimeError, match=r"call pluto.init\(\) first"):
        pluto.log({"a": 1})


def test_boxes_of_an_image_are_in_pixels_and_masks_come_along(home: Home) -> None:
    run = begin()
    box = {"position": {"minX": 0, "maxX": 1, "minY": 0, "maxY": 1}, "class_id": 1, "box_caption": "a pixel"}
    layer = {"box_data": [box], "class_labels": {1: "car"}}
    mask = {"mask_data": np.zeros((4, 4), np.uint8), "class_labels": {0: "road"}}
    run.log({"pic": pluto.Image(np.zeros((4, 4, 3)), "c", {"p": layer}, {"m": mask})})
    run.finish()
    (logged,) = [record for record in read_records(home, "exp-1") if isinstance(record, MediaLogged)]
    assert (logged.caption, logged.facts["width"], list(logged.parts)) == ("c", 4, ["mask/m"])
    assert logged.facts["layers"]["boxes"]["p"]["boxes"] == [
        {"left": 0.0, "top": 0.0, "right": 0.25, "bottom": 0.25, "class": 1, "caption": "a pixel"}
    ]


def test_data_of_every_type(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "model.ckpt"
    path.write_bytes(b"weights")
    graph = pluto.Graph()
    graph.add_node("a", label="first")
    graph.add_edge("a", "b")
    several = pluto.Artifact(str(path), caption="best", metadata={"epoch": 3})
    several.add_file(path, "copy.ckpt")
    values = np.arange(10.0)
    run = begin()
    run.log(
        {
            "image": [pluto.Image(np.zeros((2, 2, 3), np.uint8)), pluto.Image(np.zeros((2, 2)))],
            "audio": pluto.Audio(np.zeros(480), caption="silence"),
            "voice": pluto.Audio(np.zeros(160), sample_rate=16000),
            "video": pluto.Video(np.zeros((4, 3, 8, 8), np.uint8), rate=10, format="gif"),
            "hist": pluto.Histogram(values, bins=5),
            "counts": pluto.Histogram(([1, 2], [0.0, 1.0, 10.0]), bins=None),
            "table": pluto.Table([[1, "x"]], columns=["a", "b"]),
            "frame": pluto.Table(pandas.DataFrame({"a": [1]})),
            "named": pluto.Table(data=[[1], [2]], rows=["r", "s"]),
            "empty": pluto.Table([], columns=["a"]),
            "text": pluto.Text(str(path), caption="a path"),
            "graph": graph,
            "file": pluto.File(path, name="../evil.ckpt"),
            "artifact": several,
        },
        step=1,
    )
    run.finish()
    found: dict[str, list[StoredMedia]] = {}
    for item in rs.Api(home.path).run("exp-1").media():
        found.setdefault(item.item.key, []).append(item)
    kinds = {key: items[0].item.type for key, items in found.items()}
    assert kinds == {
        **{name: name for name in ("image", "audio", "video", "table", "text", "graph", "file")},
        "voice": "audio",
        "hist": "histogram",
        "counts": "histogram",
        "artifact": "file",
        **dict.fromkeys(("frame", "named", "empty"), "table"),
    }
    assert len(found["image"]) == 2
    assert [found[name][0].item.facts["duration_secs"] for name in ("audio", "voice", "video")] == [0.01, 0.01, 0.4]
    assert found["hist"][0].histogram().counts.tolist() == [2] * 5
    assert found["counts"][0].histogram().edges.tolist() == [0, 1, 10]
    assert found["table"][0].table("polars").rows() == [(1, "x")]
    assert found["named"][0].table("polars").rows() == [("r", 1), ("s", 2)]
    assert found["empty"][0].table("polars").shape == (0, 1)
    assert (found["text"][0].read().decode(), found["text"][0].item.caption) == (str(path), "a path")
    assert found["graph"][0].item.facts["edges"] == 1
    assert (found["file"][0].read(), found["file"][0].item.facts) == (b"weights", {"name": "evil.ckpt"})
    assert [item.item.facts["name"] for item in found["artifact"]] == ["model.ckpt", "copy.ckpt"]
    assert found["artifact"][1].item.facts["metadata"] == {"epoch": 3}


def test_what_cannot_be_recorded_costs_nothing_else(home: Home) -> None:
    run = begin()
    with pytest.raises(
        rs.BadValue, match=r"'f': the file missing.bin is not there.*'h': .*real numbers.*'o': .*cannot be logged"
    ):
        run.log({"f": pluto.File("missing.bin"), "h": pluto.Histogram(["x"]), "o": object(), "loss": 1.0})
    with pytest.raises(rs.BadValue, match="is not there"):
        run.log({"f": pluto.File("missing.bin"), "loss": 2.0})
    run.finish()
    assert [value for _, value in read_points(home, "exp-1")["loss"]] == [1.0, 2.0]
