"""Runs and histories as frames of each library: gaps are nulls, numbers stay what they are."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import runstone as rs
from api.conftest import Open
from recorder import Recorder
from runstone.api.columns import Column, column
from runstone.api.frames import frame

Begin = Callable[..., Recorder]
BIG = (1 << 53) + 1


@pytest.fixture
def three(record: Begin) -> None:
    """Runs that agree on little."""
    record("r0", config={"lr": 0.1, "seed": BIG, "amp": True, "opt": "adam", "mixed": 1}, tags=["a", "b"]).finish()
    record("r1", config={"lr": 1, "model": {"width": 64}, "mixed": "one"}).log({"loss": float("nan"), "val": 1.0}, 3)
    record("r2", project="elsewhere").log({"loss": 2.0}, -1)


@pytest.mark.usefixtures("three")
def test_a_row_a_run(open_api: Open) -> None:
    api = open_api()
    found = api.frame(sort="name", backend="polars")
    assert isinstance(found, pl.DataFrame)
    assert found.columns[:6] == ["id", "display_id", "number", "name", "project", "state"]
    assert [name for name in found.columns if "." in name] == [
        "config.amp",
        "config.lr",
        "config.mixed",
        "config.model/width",
        "config.opt",
        "config.seed",
        "summary.loss",
        "summary.val",
    ]
    assert found["id"].to_list() == ["r0", "r1", "r2"]
    assert found["config.lr"].to_list() == [0.1, 1.0, None]
    assert found["config.seed"].to_list() == [BIG, None, None]
    assert found["config.amp"].to_list() == [True, None, None]
    assert found["config.mixed"].to_list() == ["1", "one", None]
    assert found["tags"].to_list() == [["a", "b"], [], []]
    assert found.schema["tags"] == pl.List(pl.String)
    assert (found["summary.loss"][0], found["summary.loss"][2]) == (None, 2.0)
    assert math.isnan(found["summary.loss"][1])
    assert api.frame(runs=["r2", "r0"], backend="polars")["id"].to_list() == ["r2", "r0"]
    assert api.frame(project="elsewhere", backend="polars")["id"].to_list() == ["r2"]


@pytest.mark.usefixtures("three")
def test_whole_numbers_stay_exact_beside_gaps(open_home: Open) -> None:
    with_pandas = open_home().frame(sort="name", backend="pandas")
    assert isinstance(with_pandas, pd.DataFrame)
    assert with_pandas["config.seed"].tolist() == [BIG, pd.NA, pd.NA]
    assert with_pandas["config.amp"].dtype == "boolean"
    assert with_pandas["number"].dtype == "int64"
    assert with_pandas["tags"].tolist() == [["a", "b"], [], []]
    with_arrow = open_home().frame(sort="name", backend="pyarrow")
    assert isinstance(with_arrow, pa.Table)
    assert with_arrow["config.seed"].to_pylist() == [BIG, None, None]
    assert with_arrow["tags"].to_pylist() == [["a", "b"], [], []]


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_no_run_is_a_frame_without_rows(open_home: Open, backend: Any) -> None:
    found = open_home().frame(backend=backend)
    assert found.shape == (0, 23)
    assert open_home().history(backend=backend).shape == (0, 3)
    assert open_home().history(form="long", backend=backend).shape == (0, 5)


@pytest.mark.usefixtures("three")
def test_the_history_of_many_runs(open_home: Open) -> None:
    wide = open_home().history(runs=["r2", "r1"], backend="polars")
    assert wide.columns == ["run", "step", "time", "loss", "val"]
    assert wide.select("run", "step", "val").rows() == [("r2", -1, None), ("r1", 3, 1.0)]
    assert wide["loss"][0] == 2.0
    assert math.isnan(wide["loss"][1])
    long = open_home().history(["val", "lo*"], runs=["r2", "r1"], form="long", backend="polars")
    assert long.columns == ["run", "metric", "step", "time", "value"]
    assert long.select("run", "metric", "step").rows() == [
        ("r2", "loss", -1),
        ("r1", "val", 3),
        ("r1", "loss", 3),
    ]
    assert open_home().history(["loss"], filter="r1", backend="polars").rows()[0][:2] == ("r1", 3)
    with pytest.raises(rs.Misuse, match="wide or long"):
        open_home().history(form="tall")  # type: ignore[arg-type]


def test_a_metric_named_like_a_column(open_home: Open, record: Begin) -> None:
    record("a1").log({"run": 1.0, "step": 2.0, "value": 3.0}, 7)
    wide = open_home().history(backend="polars")
    assert wide.columns == ["run", "step", "time", "run (metric)", "step (metric)", "value"]
    assert open_home().run("a1").history(backend="polars").columns == ["step", "time", "run", "step (metric)", "value"]


def test_a_metric_named_like_such_a_metric(open_home: Open, record: Begin) -> None:
    record("a1").log({"step": 2.0, "step (metric)": 3.0}, 7)
    found = open_home().run("a1").history(["step", "step (metric)"], backend="polars")
    assert found.columns == ["step", "time", "step (metric) (metric)", "step (metric)"]
    assert (found["step (metric) (metric)"][0], found["step (metric)"][0]) == (2.0, 3.0)


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_names_that_no_library_should_mind(backend: Any) -> None:
    columns = {name: column("float", [1.0, None]) for name in ("a\0b", "", "present", "value", "ü/loss")}
    if backend == "polars":
        del columns["a\0b"]  # Polars itself ends the process at a NUL
    found = frame(columns, backend)
    assert list(found.columns if backend != "pyarrow" else found.column_names) == list(columns)


def test_a_library_that_is_none() -> None:
    with pytest.raises(rs.Misuse, match="pandas, polars, pyarrow"):
        frame({"a": Column("text", [])}, "excel")  # type: ignore[arg-type]
