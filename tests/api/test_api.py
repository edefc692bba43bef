"""The read API gives back what was logged, in the frames that people use."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from recorder import Recorder
from runstone.api import Api
from runstone.blobs.store import BlobStore
from runstone.model.errors import BadQuery, RunNotFound
from runstone.model.home import Home
from runstone.model.records import ConsoleWritten, MediaLogged

Begin = Callable[..., Recorder]


@pytest.fixture
def api(home: Home) -> Any:
    with Api(home.path) as api:
        yield api


def test_points_come_back_exact_and_at_once(api: Api, record: Begin) -> None:
    run = record("a1")
    for step in range(1000):
        run.log({"loss": math.pi * step}, step)
    found = api.run("a1").series("loss")
    np.testing.assert_array_equal(found.steps, np.arange(1000))
    np.testing.assert_array_equal(found.values, math.pi * np.arange(1000))
    run.log({"loss": -1.0}, 1000)
    steps, times, values = api.run("a1").series("loss")
    assert (steps[-1], values[-1]) == (1000, -1.0)
    assert (np.diff(times) >= 0).all()


@pytest.mark.parametrize(
    ("backend", "kind"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame), ("pyarrow", pa.Table)]
)
def test_history_is_a_frame_of_the_library_that_was_asked_for(
    api: Api, record: Begin, backend: Any, kind: type
) -> None:
    run = record("a1")
    run.log({"loss": 1.0, "step": 5.0}, 0)
    run.log({"loss": float("nan")}, 1)
    run.log({"acc": 0.5}, 2)
    frame = api.run("a1").history(backend=backend)
    assert isinstance(frame, kind)
    assert list(frame.columns if backend != "pyarrow" else frame.column_names) == [
        "step",
        "time",
        "acc",
        "loss",
        "step (metric)",
    ]
    if backend == "polars":
        assert isinstance(frame, pl.DataFrame)
        assert frame["loss"].to_list()[::2] == [1.0, None]
        assert math.isnan(frame["loss"][1])
        assert frame["acc"].to_list() == [None, None, 0.5]
    if backend == "pandas":
        assert isinstance(frame, pd.DataFrame)
        assert frame["acc"].isna().tolist() == [True, True, False]


def test_a_history_without_points_is_an_empty_frame(api: Api, record: Begin) -> None:
    record("a1")
    assert list(api.run("a1").history(backend="pandas").columns) == ["step", "time"]


def test_runs_are_listed_sorted_and_found(api: Api, record: Begin) -> None:
    for number in range(5):
        run = record(f"run-{number}", config={"lr": number / 10}, tags=["odd"] if number % 2 else [])
        run.log({"acc": (number * 3) % 5}, 0)
        run.finish()
    assert [run.id for run in api.runs(sort="-summary.acc")] == ["run-3", "run-1", "run-4", "run-2", "run-0"]
    assert [run.id for run in api.runs(filter="odd", sort="config.lr")] == ["run-1", "run-3"]
    assert [run.id for run in api.runs(limit=2, sort="name")] == ["run-0", "run-1"]
    assert api.runs(project="elsewhere") == []
    assert api.run(1).id == api.run("DM-1").id == "run-0"
    assert api.run("run-3").config == {"lr": 0.3}
    assert api.run("run-3").summary["acc"] == 4
    with pytest.raises(RunNotFound, match="Did you mean run-3"):
        api.run("run3")
    with pytest.raises(BadQuery):
        api.runs(sort="nonsense")
    with pytest.raises(BadQuery):
        api.runs(filter="(")


def test_media_logs_and_relatives(api: Api, home: Home, record: Begin) -> None:
    parent = record("p")
    stored = BlobStore(home).put(b"pixels")
    parent.event(
        MediaLogged, key="x", step=5, type="image", sha256=stored.sha256, size_bytes=6, mime="image/png", caption="six"
    )
    parent.event(ConsoleWritten, stream="stdout", lines=["hello"])
    record("c", parent=("p", 7))
    (item,) = api.run("c").media("x")
    assert item.read() == b"pixels"
    assert item.item.caption == "six"
    assert [line.text for line in api.run("p").logs()] == ["hello"]
    child = api.run("c")
    assert child.parent is not None
    assert child.parent.id == "p"
    assert [found.id for found in api.run("p").children] == ["c"]
    assert child.parent.parent is None


def test_an_envelope_keeps_the_spike(api: Api, record: Begin) -> None:
    run = record("a1")
    for step in range(5000):
        run.log({"loss": 100.0 if step == 1234 else 1.0}, step)
    envelope = api.run("a1").envelope("loss", buckets=50)
    assert len(envelope.x) <= 50
    assert envelope.max.max() == 100.0
    assert envelope.counts.sum() == 5000


def test_a_home_without_anything_is_empty(api: Api) -> None:
    assert api.runs() == []
