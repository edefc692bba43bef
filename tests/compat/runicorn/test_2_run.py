"""The verbs of a run, and the faults of the original that are not here, each by the name of its pain."""

from __future__ import annotations

import argparse
import inspect
import io
import logging
import math
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import runstone as rs
import runstone.compat.runicorn as rn
from reading import read_points
from runstone.api import StoredRun
from runstone.model.home import Home

SIGNATURES = {
    "log": ["data", "step", "stage"],
    "log_text": ["text"],
    "log_image": ["key", "image", "step", "caption", "format", "quality"],
    "log_config": ["args", "extra", "config_files"],
    "log_dataset": [
        "name",
        "root_or_uri",
        "context",
        "save",
        "description",
        "force_save",
        "max_archive_bytes",
        "max_archive_files",
    ],
    "log_pretrained": [
        "name",
        "path_or_uri",
        "save",
        "source_type",
        "description",
        "force_save",
        "max_archive_bytes",
        "max_archive_files",
    ],
    "scan_outputs_once": [
        "output_dirs",
        "patterns",
        "stable_required",
        "min_age_sec",
        "mode",
        "log_snapshot_interval_sec",
        "state_gc_after_sec",
    ],
    "watch_outputs": [
        "output_dirs",
        "interval_sec",
        "patterns",
        "stable_required",
        "min_age_sec",
        "mode",
        "log_snapshot_interval_sec",
        "state_gc_after_sec",
    ],
    "stop_outputs_watch": [],
    "set_primary_metric": ["metric_name", "mode"],
    "summary": ["update"],
    "finish": ["status"],
    "get_logging_handler": ["level", "fmt"],
}


def stored(run: rn.Run) -> StoredRun:
    """The run as a reader finds it."""
    return rs.Api().run(run.id)


@pytest.mark.parametrize("verb", SIGNATURES)
@pytest.mark.parametrize("kind", [rn.Run, rn.NoOpRun])
def test_every_verb_takes_their_arguments(kind: type, verb: str) -> None:
    ours = list(inspect.signature(getattr(kind, verb)).parameters)
    assert [name for name in SIGNATURES[verb] if name not in ours] == []


def test_numbers_of_every_library_are_points(home: Home) -> None:
    with rn.init("p") as run:
        run.log({"a": np.float32(0.5), "b": np.int64(2), "c": np.array(3.0), "d": True})
        run.log(a=math.nan, b=math.inf)
        run.summary({"f1": np.float32(0.5)})
    points = read_points(home, run.id)
    assert {name: found[0] for name, found in points.items()} == {
        "a": (1, 0.5),
        "b": (1, 2.0),
        "c": (1, 3.0),
        "d": (1, 1.0),
    }
    assert math.isnan(points["a"][1][1])
    assert points["b"][1] == (2, math.inf)
    assert stored(run).summary["f1"] == 0.5


def test_names_and_steps(home: Home) -> None:
    with rn.init("p") as run:
        run.log({"loss": 1.0, "epoch": 4, "global_step": 70, "time": 5.0}, loss=2.0)
        run.log({"loss": 3.0}, step="7")
        run.log({"loss": 4.0}, step=9.7)
        run.log({"loss": 5.0}, step=2)
        run.log({"loss": 6.0})
        run.log({"loss": 7.0}, step="soon")
    points = read_points(home, run.id)
    assert points["loss"] == [(1, 2.0), (7, 3.0), (9, 4.0), (2, 5.0), (10, 6.0), (11, 7.0)]
    assert (points["epoch"], points["global_step"], points["time"]) == ([(1, 4.0)], [(1, 70.0)], [(1, 5.0)])


def test_a_wrong_value_costs_itself(home: Home) -> None:
    with rn.init("p") as run:
        with pytest.raises(ValueError, match="bad"):
            run.log({"loss": 1.0, "bad": object()})
        with pytest.raises(ValueError, match="dict"):
            run.log([1.0])  # type: ignore[arg-type]
        run.log({"loss": 2.0})
    assert read_points(home, run.id)["loss"] == [(1, 1.0), (2, 2.0)]


def test_stages(home: Home) -> None:
    with rn.init("p") as run:
        run.log({"loss": 1.0}, stage="warmup")
        run.log({"loss": 1.0, "stage": "train"})
        run.log({"loss": 1.0, "stage": "train"}, stage={"fold": 2})
        run.log({"loss": 1.0}, stage=np.int64(3))
    assert [stage.stage for stage in stored(run).stages()] == ["warmup", "train", '{"fold":2}', 3]
    assert "stage" not in read_points(home, run.id)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("finished", "finished"),
        ("completed", "finished"),
        ("success", "finished"),
        ("failed", "failed"),
        ("error", "failed"),
        ("crashed", "failed"),
        ("interrupted", "killed"),
        ("killed", "killed"),
        ("cancelled", "killed"),
        ("Aborted", "killed"),
    ],
)
def test_statuses(home: Home, status: str, state: str) -> None:
    run = rn.init("p")
    run.finish(status)
    run.finish("failed")
    assert stored(run).state == state


def test_an_unknown_status_is_an_error(home: Home) -> None:
    with rn.init("p") as run:
        with pytest.raises(ValueError, match="still open"):
            run.finish("finsihed")
        run.log(loss=1.0)
    assert read_points(home, run.id)["loss"] == [(1, 1.0)]


def test_running_lets_go_of_it(home: Home) -> None:
    rn.init("p", run_id="mine").finish("running")
    with rn.init("p", run_id="mine") as run:
        assert run.run.resumed
    assert stored(run).state == "finished"


@pytest.mark.parametrize(
    ("error", "state"), [(ValueError, "failed"), (KeyboardInterrupt, "killed"), (SystemExit, "finished")]
)
def test_a_block_tells_interrupted_from_failed(home: Home, error: type[BaseException], state: str) -> None:
    with pytest.raises(error), rn.init("p") as run:
        raise error
    assert stored(run).state == state


@pytest.mark.parametrize(
    ("end", "code", "state"),
    [
        ("", 0, "finished"),
        ("raise SystemExit(0)", 0, "finished"),
        ("raise ValueError", 1, "failed"),
        ("import os, signal, time; os.kill(os.getpid(), signal.SIGTERM); time.sleep(30)", -signal.SIGTERM, "killed"),
    ],
)
def test_a_forgotten_finish(home: Home, python: Callable[..., Any], end: str, code: int, state: str) -> None:
    begin = "import runstone.compat.runicorn as rn\nrun = rn.init('p', run_id='mine')\nrun.log(loss=1)\nrun.summary({'a': 1})\n"
    done = python(begin + end)
    assert done.returncode == code, done.stderr
    found = rs.Api().run("mine")
    assert (found.state, found.summary["a"]) == (state, 1)


def test_after_the_end_nothing_is_recorded_and_nothing_raised(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    run = rn.init("p")
    run.finish()
    run.log(loss=1.0)
    run.log_text("x")
    run.log_config(extra={"a": 1})
    run.summary({"a": 1})
    run.log_dataset("d", "s3://b/k")
    run.scan_outputs_once(output_dirs="out")
    run.stop_outputs_watch()
    found = stored(run)
    assert (found.config, found.summary, found.logs(), found.data()) == ({}, {}, [], [])
    assert "after finish()" in capsys.readouterr().err


def test_the_end_syncs_its_own_files_and_not_the_machine(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    monkeypatch.setattr(os, "sync", lambda: synced.append(True))
    with rn.init("p") as run:
        run.log(loss=1.0)
    assert (stored(run).state, synced) == ("finished", [])


def test_the_config_grows_and_is_found(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "model.yaml").write_text("depth: 50\n")
    (tmp_path / "data.json").write_text("{}")
    with rn.init("p") as run:
        run.log_config(args=argparse.Namespace(lr=np.float32(0.5), root=Path("/data"), model={"depth": 50}))
        run.log_config(extra={"model": {"width": 2}}, config_files=["conf/model.yaml", "missing.yaml"])
        run.log_config(config_files=tmp_path / "data.json")
    found = stored(run)
    assert found.config == {
        "lr": 0.5,
        "root": "/data",
        "model": {"depth": 50, "width": 2},
        "config_files": ["conf/model.yaml", "data.json"],
    }
    assert {file.path: file.read() for file in found.files()} == {
        "conf/model.yaml": b"depth: 50\n",
        "data.json": b"{}",
    }
    assert [hit.id for hit in rs.Api().runs(filter="config.lr = 0.5 and config.model/width = 2")] == [run.id]


def test_images_of_every_kind_under_natural_names(home: Home, tmp_path: Path) -> None:
    import matplotlib.figure
    import PIL.Image

    pixels = np.random.default_rng(0).random((8, 6, 3))
    path = tmp_path / "a.jpg"
    PIL.Image.fromarray((pixels * 255).astype(np.uint8)).save(path)
    out = io.BytesIO()
    PIL.Image.open(path).save(out, "JPEG")
    figure = matplotlib.figure.Figure()
    figure.subplots().plot([1, 2])
    with rn.init("p") as run:
        run.log({"loss": 1.0}, step=5)
        assert run.log_image("val/float", pixels, caption="as it is") == "media/val/float"
        run.log_image("val/chw", np.moveaxis(pixels, -1, 0), format="jpg")
        run.log_image("val/jpeg", pixels, format="jpeg", quality=70)
        run.log_image("val/grey", pixels[..., 0], step=2)
        run.log_image("val/pil", PIL.Image.open(path))
        run.log_image("val/path", path)
        run.log_image("val/bytes", out.getvalue())
        run.log_image("val/figure", figure)
        with pytest.raises(ValueError, match="file_type"):
            run.log_image("val/odd", pixels, format="bmp")
        run.log({"loss": 2.0})
    found = {media.item.key: media.item for media in stored(run).media()}
    assert {key: item.mime for key, item in found.items()} == {
        "val/float": "image/png",
        "val/chw": "image/jpeg",
        "val/jpeg": "image/jpeg",
        "val/grey": "image/png",
        "val/pil": "image/png",
        "val/path": "image/jpeg",
        "val/bytes": "image/jpeg",
        "val/figure": "image/png",
    }
    assert found["val/float"].caption == "as it is"
    assert (found["val/chw"].facts["width"], found["val/chw"].facts["height"]) == (6, 8)
    assert {key: item.step for key, item in found.items()} == {key: 2 if key == "val/grey" else 5 for key in found}
    assert read_points(home, run.id)["loss"] == [(5, 1.0), (6, 2.0)]


def test_an_image_before_the_first_row(home: Home) -> None:
    with rn.init("p") as run:
        run.log_image("x", np.zeros((2, 2)))
        run.log(loss=1.0)
    assert stored(run).media()[0].item.step == 1
    assert read_points(home, run.id)["loss"] == [(1, 1.0)]


def test_one_form_of_time_for_all_lines(home: Home) -> None:
    logger = logging.getLogger("runicorn-test")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    with rn.init("p") as run:
        handler, plain = run.get_logging_handler(), rn.RunicornLoggingHandler(level="ERROR", fmt="! %(message)s")
        logger.addHandler(handler)
        logger.addHandler(plain)
        run.log_text("first\nsecond")
        logger.debug("unheard")
        logger.warning("careful: %d", 3)
        logger.error("bad")
    logger.error("after the end")
    logger.handlers.clear()
    lines = stored(run).logs()
    assert [line.text for line in lines] == [
        "first",
        "second",
        "WARNING | runicorn-test | careful: 3",
        "ERROR | runicorn-test | bad",
        "! bad",
    ]
    assert all(line.time > 0 for line in lines)


def test_the_primary_metric_is_the_best_column(home: Home) -> None:
    with rn.init("p") as run:
        run.set_primary_metric("val_acc", mode="max")
        for value in (0.5, 0.9, math.nan, 0.7):
            run.log({"val_acc": value})
        with pytest.raises(ValueError, match="mode"):
            run.set_primary_metric("val_acc", mode="best")
    best = rs.Api().runs()[0].row.best
    assert best is not None
    assert (best.metric, best.value, best.step) == ("val_acc", 0.9, 2)


def test_tags_are_set_by_code(home: Home) -> None:
    with rn.init("p", tags=["a", "b"]) as run:
        run.add_tags("c")
        run.remove_tags("a")
        assert run.tags == ["b", "c"]
    assert stored(run).tags == ["b", "c"]


def test_data_is_said_and_its_limits_never_end_a_training(home: Home, tmp_path: Path) -> None:
    root = tmp_path / "data"
    root.mkdir()
    (root / "a.csv").write_text("1,2\n")
    with rn.init("p") as run:
        run.log_dataset("digits", root, context="val", save=True, description="ours")
        run.log_dataset("web", "https://localhost:1/x", save=True)
        run.log_dataset("long", root, save=True, max_archive_bytes=1)
        run.log_dataset("parts", {"train": root, "test": str(root)}, force_save=True)
        run.log_pretrained("bert", path_or_uri="hf://bert", source_type="huggingface")
        run.log_pretrained("ours", path_or_uri=root / "a.csv", save=True)
        with pytest.raises(ValueError, match="path"):
            run.log_pretrained("nothing", save=True)
    used = {use.name: use for use in stored(run).data()}
    assert set(used) == {"digits", "web", "long", "parts/train", "parts/test", "bert", "ours"}
    assert used["digits"].saved
    assert used["ours"].saved
    assert not used["long"].saved
    assert used["digits"].context == "val"


def test_one_look_and_the_last_one_miss_no_checkpoint(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.safetensors").write_bytes(b"weights")
    with rn.init("p") as run:
        run.log(loss=1.0)
        scan = run.scan_outputs_once(output_dirs=[out], patterns=["*.safetensors"])
        assert (scan["run_id"], scan["scanned"], scan["archived"], scan["changed"]) == (run.id, 1, 1, 1)
        assert scan["archived_entries"][0]["path"] == "out/a.safetensors"
        run.watch_outputs(output_dirs=[out], interval_sec=3600, mode="overwrite_versions")
        (out / "last.pt").write_bytes(b"last")
    assert {item.path for item in stored(run).checkpoints()} == {"out/a.safetensors", "out/last.pt"}


def test_what_is_not_here_says_what_to_use() -> None:
    for name in ("AnomalyDetector", "ExperimentManager", "ExperimentMetadata", "MetricsExporter", "EnvironmentCapture"):
        with pytest.raises(rs.Misuse, match="not translated"):
            getattr(rn, name)
    with pytest.raises(AttributeError):
        rn.nonsense  # noqa: B018
