"""Scripts that write for TensorBoard, with one argument of `init` more."""

from __future__ import annotations

import math
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboardX import SummaryWriter

import runstone as rs
from reading import read_points
from runstone.compat.tensorboard import sync
from runstone.model.home import Home

Python = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def logs(tmp_path: Path) -> str:
    """Where TensorBoard's files go."""
    return str(tmp_path / "logs")


def shown(run: str) -> Any:
    """The run as it is read back."""
    return rs.Api().run(run)


def a_point(tag: str, value: float, step: int, wall_time: float = 1_700_000_000.5) -> Event:
    return Event(wall_time=wall_time, step=step, summary=Summary(value=[Summary.Value(tag=tag, simple_value=value)]))


def test_points_keep_their_steps_and_times(home: Home, logs: str) -> None:
    with rs.init(id="a1", sync_tensorboard=True), SummaryWriter(logs) as writer:
        writer.add_scalar("train/loss", 0.5, 7, walltime=1_700_000_000.123457)
        writer.add_scalar("train/loss", math.nan, 9, walltime=1_700_000_001.5)
        writer.add_scalar("train/loss", 0.25, -3)
    points = shown("a1").series("train/loss")
    assert points.steps.tolist() == [-3, 7, 9]
    assert points.times.tolist()[1:] == [1_700_000_000_123_457, 1_700_000_001_500_000]
    assert np.array_equal(points.values, [0.25, 0.5, math.nan], equal_nan=True)


def test_what_a_writer_is_given_is_recorded_before_it_returns(python: Python, home: Home, logs: str) -> None:
    script = """
import os, signal, sys
import runstone as rs
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter
rs.init(id="a1", sync_tensorboard=True)
writer = EventFileWriter(sys.argv[1])
for step in range(500):
    writer.add_event(Event(step=step, summary=Summary(value=[Summary.Value(tag="loss", simple_value=step / 2)])))
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert python(script, logs).returncode == -9
    assert read_points(home, "a1")["loss"] == [(step, step / 2) for step in range(500)]


def test_a_writer_that_is_never_flushed_or_closed(python: Python, home: Home, logs: str) -> None:
    """Also: `init` before anything of TensorBoard is imported."""
    script = """
import sys
import runstone as rs
rs.init(id="a1", sync_tensorboard=True)
assert not {"tensorboard", "tensorboardX", "torch"} & sys.modules.keys()
sys.modules["torch"] = None  # nobody needs it here, and it is slow to import
import tensorboardX
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
one = tensorboardX.SummaryWriter(sys.argv[1])
one.add_scalar("loss", 1.0, 3)
two = EventFileWriter(sys.argv[1])
two.add_event(Event(step=4, summary=Summary(value=[Summary.Value(tag="acc", simple_value=0.5)])))
"""
    done = python(script, logs)
    assert (done.returncode, done.stderr) == (0, "")
    assert read_points(home, "a1") == {"loss": [(3, 1.0)], "acc": [(4, 0.5)]}


def test_every_kind_of_media(home: Home, logs: str) -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (6, 5, 3), np.uint8)
    with rs.init(id="a1", sync_tensorboard=True), SummaryWriter(logs) as writer:
        writer.add_image("image", pixels, 1, dataformats="HWC")
        writer.add_text("text", "**bold**", 2)
        writer.add_histogram("histogram", np.arange(100.0), 3, bins=[0, 10, 99])
        writer.add_pr_curve("pr", np.array([0, 1, 1]), np.array([0.1, 0.6, 0.9]), 4, num_thresholds=5)
        writer.add_hparams({"lr": 0.1, "layers": 3, "model": "mlp"}, {"accuracy": 0.75})
    run = shown("a1")
    found = {media.item.key: media for media in run.media()}
    assert {key: (media.item.type, media.item.step) for key, media in found.items()} == {
        "image": ("image", 1),
        "text": ("text", 2),
        "histogram": ("histogram", 3),
        "pr": ("table", 4),
    }
    assert np.array_equal(np.asarray(found["image"].image()), pixels)
    assert (found["text"].read(), found["text"].item.mime) == (b"**bold**", "text/markdown")
    assert found["histogram"].histogram().counts.tolist() == [10, 90]
    assert found["histogram"].histogram().edges.tolist() == [0, 10, 99]
    assert found["pr"].table()["recall"].to_list()[:3] == [1, 1, 1]
    assert run.config == {"lr": 0.1, "layers": 3, "model": "mlp"}
    assert run.summary["accuracy"] == 0.75
    assert run.metric_names() == []


def test_add_scalars_makes_series_and_no_folders(home: Home, logs: str) -> None:
    with rs.init(id="a1", sync_tensorboard=True), SummaryWriter(logs) as writer:
        writer.add_scalar("lr", 1.0, 0)
        writer.add_scalars("loss/all", {"train": 0.5, "val": 0.75}, 3)
    assert read_points(home, "a1") == {"lr": [(0, 1.0)], "loss/all/train": [(3, 0.5)], "loss/all/val": [(3, 0.75)]}


def test_several_folders_are_told_apart(home: Home, tmp_path: Path) -> None:
    with rs.init(id="a1", sync_tensorboard=True):
        for name in ("first", "first/deep/er", "elsewhere", "x/elsewhere"):
            with SummaryWriter(str(tmp_path / name)) as writer:
                writer.add_scalar("loss", 1.0, 0)
    assert set(read_points(home, "a1")) == {"loss", "deep/er/loss", "elsewhere/loss", "x/elsewhere/loss"}


def test_folders_of_keras_are_named_whichever_comes_first(home: Home, tmp_path: Path) -> None:
    for run, order in (("a1", ["train", "validation"]), ("b2", ["validation", "train"])):
        with rs.init(id=run, sync_tensorboard=True):
            for name in order:
                with SummaryWriter(str(tmp_path / run / name)) as writer:
                    writer.add_scalar("loss", 1.0, 0)
        assert set(read_points(home, run)) == {"train/loss", "validation/loss"}


def test_an_event_file_of_another_process(home: Home, logs: str, eventually: Callable[..., object]) -> None:
    """One that has no writer here: it is read as it grows, from its beginning, and to its end when the run ends."""
    os.makedirs(os.path.join(logs, "train"))
    record = _records([a_point("loss", 0.5, step) for step in range(4)])
    run = rs.init(id="a1")
    sync(run, logs)
    path = Path(logs, "train", "events.out.tfevents.1.other")
    path.write_bytes(record[: len(record) // 2 + 3])
    eventually(lambda: read_points(home, "a1"))
    path.write_bytes(record)
    run.finish()
    assert read_points(home, "a1") == {"train/loss": [(step, 0.5) for step in range(4)]}


def _records(events: list[Event]) -> bytes:
    import io

    from tensorboard.summary.writer.record_writer import RecordWriter

    file = io.BytesIO()
    for event in events:
        RecordWriter(file).write(event.SerializeToString())
    return file.getvalue()


def test_a_folder_with_writers_of_this_process_is_recorded_once(home: Home, logs: str) -> None:
    run = rs.init(id="a1")
    before = EventFileWriter(logs)
    before.add_event(a_point("before", 1.0, 1))
    sync(run, logs)
    before.add_event(a_point("before", 2.0, 2))
    with SummaryWriter(logs) as writer:
        writer.add_scalar("after", 3.0, 3)
        run.finish()
        writer.add_scalar("after", 4.0, 4)
    before.close()
    assert read_points(home, "a1") == {"before": [(1, 1.0), (2, 2.0)], "after": [(3, 3.0)]}


def test_of_two_runs_the_later_one_is_told(home: Home, logs: str) -> None:
    first = rs.init(id="a1", sync_tensorboard=True)
    with SummaryWriter(logs) as writer:
        writer.add_scalar("loss", 1.0, 1)
        with rs.init(id="b2", sync_tensorboard=True):
            writer.add_scalar("loss", 2.0, 2)
        writer.add_scalar("loss", 3.0, 3)
    first.finish()
    assert read_points(home, "a1") == {"loss": [(1, 1.0), (3, 3.0)]}
    assert read_points(home, "b2") == {"loss": [(2, 2.0)]}


def test_what_cannot_be_recorded_is_said_and_ends_nothing(
    home: Home, logs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with rs.init(id="a1", sync_tensorboard=True):
        with SummaryWriter(logs) as writer:
            writer.add_custom_scalars({"losses": {"all": ["Multiline", ["loss"]]}})
        file = EventFileWriter(logs)
        broken = Summary.Value(tag="picture", image=Summary.Image(encoded_image_string=b"no picture"))
        file.add_event(Event(summary=Summary(value=[broken, Summary.Value(tag="loss", simple_value=1.0)])))
        file.close()
    said = capsys.readouterr().err
    assert "custom scalars are not recorded" in said
    assert "'picture'" in said
    assert read_points(home, "a1") == {"loss": [(0, 1.0)]}


def test_damage_is_named(home: Home, logs: str, capsys: pytest.CaptureFixture[str]) -> None:
    os.makedirs(logs)
    content = bytearray(_records([a_point("loss", float(step), step) for step in range(3)]))
    content[len(content) // 2] ^= 255
    Path(logs, "events.out.tfevents.1.other").write_bytes(content)
    with rs.init(id="a1") as run:
        sync(run, logs)
    assert read_points(home, "a1") == {"loss": [(0, 0.0), (2, 2.0)]}
    assert "are damaged" in capsys.readouterr().err


def test_nothing_is_recorded_in_a_disabled_run_or_an_ended_one(home: Home, logs: str) -> None:
    with rs.init(mode="disabled", sync_tensorboard=True), SummaryWriter(logs) as writer:
        writer.add_scalar("loss", 1.0, 1)
    run = rs.init(id="a1")
    run.finish()
    with pytest.raises(rs.RunNotReady):
        sync(run)
    assert home.journals("a1")


def test_a_forked_child_writes_into_its_parents_run(python: Python, home: Home, logs: str) -> None:
    script = """
import os, sys
import runstone as rs
from runstone.compat.tensorboard import sync
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter
run = rs.init(id="a1")
sync(run, sys.argv[1])
child = os.fork()
if not child:
    writer = EventFileWriter(sys.argv[1])
    writer.add_event(Event(step=1, summary=Summary(value=[Summary.Value(tag="of/child", simple_value=1)])))
    writer.close()
    run.finish()
    os._exit(0)
os.waitpid(child, 0)
run.finish()
"""
    done = python(script, logs)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(read_points(home, "a1")) == {"of/child"}
