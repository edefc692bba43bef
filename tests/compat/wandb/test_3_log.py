"""What `log` does with steps and values, one test a case."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pytest

import runstone.compat.wandb as wandb
from reading import read_points
from runstone.model.home import Home
from wandb_names import name

SECTION = "Cases of log"


@name(SECTION, "no dict, or a key that is no text", note="TypeError, nothing is recorded")
def test_what_is_no_row(run: wandb.Run) -> None:
    for data in ([1], {1: 2}, None):
        with pytest.raises(TypeError):
            run.log(data)  # type: ignore[arg-type]
    assert run.step == 0


@name(SECTION, "log({})", note="takes a step")
@name(SECTION, "no step", note="each call is a row")
def test_rows_without_a_step(run: wandb.Run, home: Home) -> None:
    run.log({})
    run.log({"a": 1})
    wandb.log({"a": 2})
    assert read_points(home, "a1")["a"] == [(1, 1.0), (2, 2.0)]
    assert run.step == 3


@name(SECTION, "commit=False", better="the row stays open, and what is in it is safe at once")
def test_an_open_row(run: wandb.Run, home: Home) -> None:
    run.log({"a": 1, "b": 1}, commit=False)
    assert read_points(home, "a1")["b"] == [(0, 1.0)]
    run.log({"a": 2})
    run.log({"a": 3})
    assert [row["a"] for row in wandb.Api().run("a1").scan_history(["a"])] == [2, 3]


@name(SECTION, "step=s", note="row s stays open until a later step, or a call without one")
@name(SECTION, "step=s, commit=True", "steps with gaps")
def test_rows_with_a_step(run: wandb.Run, home: Home) -> None:
    run.log({"a": 1}, step=5)
    assert run.step == 5
    run.log({"b": 2}, step=5)
    run.log({"c": 3})
    assert run.step == 6
    run.log({"a": 4}, step=100, commit=True)
    assert run.step == 101
    points = read_points(home, "a1")
    assert (points["a"], points["b"], points["c"]) == ([(5, 1.0), (100, 4.0)], [(5, 2.0)], [(5, 3.0)])


@name(SECTION, "step below the present one", "negative steps", better="kept; theirs drops the whole call")
def test_late_steps_are_kept(run: wandb.Run, home: Home) -> None:
    for step in (5, 2, -1):
        run.log({"a": step}, step=step)
    assert sorted(read_points(home, "a1")["a"]) == [(-1, -1.0), (2, 2.0), (5, 5.0)]
    assert run.step == 5


@name(SECTION, "a step that is no integer", note="TypeError; 3.0 and integers of NumPy are integers")
def test_steps_that_are_none(run: wandb.Run) -> None:
    for step in (1.5, "3", [1]):
        with pytest.raises(TypeError, match="no integer"):
            run.log({"a": 1}, step=step)  # type: ignore[arg-type]
    run.log({"a": 1}, step=3.0)  # type: ignore[arg-type]
    run.log({"a": 1}, step=np.int64(4))
    assert run.step == 4


@name(
    SECTION,
    "_step, _timestamp",
    note="`_step` is ignored, `_timestamp` is when it happened; other names with `_` are kept",
)
def test_names_of_theirs(run: wandb.Run, home: Home) -> None:
    run.log({"_step": 77, "_timestamp": 1.7e9, "_x": 3, "a": 1})
    assert read_points(home, "a1").keys() == {"_x", "a"}
    (row,) = wandb.Api().run("a1").scan_history()
    assert (row["_step"], row["_timestamp"], row["a"]) == (0, 1.7e9, 1.0)


@name(SECTION, "nested dicts", note="`a/b/c` in the home; nested again in `run.summary`")
def test_nested_values(run: wandb.Run, home: Home) -> None:
    run.log({"a": {"b": {"c": 1}}, "flat/x": 2})
    run.log({"a": {"b": {"d": 2}}})
    assert read_points(home, "a1").keys() == {"a/b/c", "flat/x", "a/b/d"}
    assert dict(run.summary["a"]["b"].items()) == {"c": 1, "d": 2}
    assert run.summary["flat/x"] == 2


@name(SECTION, "NaN, ±Inf", "numpy scalars, 0-d arrays", "int beyond 2^63", "None, bool, str")
def test_scalars(run: wandb.Run, home: Home) -> None:
    run.log({"nan": math.nan, "inf": -math.inf, "np": np.float32(1.5), "b": np.bool_(True), "zero": np.array(3)})
    run.log({"big": 2**70, "none": None, "yes": True, "text": "hello", "day": date(2024, 1, 2)})
    points = read_points(home, "a1")
    assert math.isnan(points["nan"][0][1])
    assert (points["inf"], points["np"], points["b"]) == ([(0, -math.inf)], [(0, 1.5)], [(0, 1.0)])
    assert (points["zero"], points["big"], points["yes"]) == ([(0, 3.0)], [(1, 2.0**70)], [(1, 1.0)])
    assert run.summary["text"] == "hello"
    assert run.summary["none"] is None
    texts = {point.key: point.text for point in wandb.Api().run("a1").native.texts()}
    assert texts == {"text": "hello", "day": "2024-01-02"}


@name(
    SECTION, "lists and arrays", better="up to 1,024 values are that many series, exact; theirs makes a histogram of 33"
)
def test_arrays_stay_arrays(run: wandb.Run, home: Home) -> None:
    run.log({"list": [1, 2, 3], "array": np.arange(100), "many": np.arange(5000.0), "image": np.ones((4, 4, 3))})
    points = read_points(home, "a1")
    assert points["list/2"] == [(0, 3.0)]
    assert points["array/99"] == [(0, 99.0)]
    assert run.summary["list"] == [1, 2, 3]
    assert {item.item.key: item.item.type for item in wandb.Api().run("a1").native.media()} == {
        "many": "histogram",
        "image": "histogram",
    }


@name(SECTION, "data frames, figures", note="a Table, and an Image or a figure")
def test_things_of_other_libraries(run: wandb.Run) -> None:
    pandas = pytest.importorskip("pandas")
    pyplot = pytest.importorskip("matplotlib.pyplot")
    figure = pyplot.figure()
    run.log({"frame": pandas.DataFrame({"x": [1, 2]}), "figure": figure})
    pyplot.close(figure)
    assert kinds() == {"frame": "table", "figure": "image"}


def kinds() -> dict[str, str]:
    """The types of the media of the run, by key."""
    return {item.item.key: item.item.type for item in wandb.Api().run("a1").native.media()}


@name(SECTION, "one bad value", better="a TypeError, too, but all other values of the call are recorded")
def test_one_bad_value(run: wandb.Run, home: Home) -> None:
    with pytest.raises(TypeError, match="bad") as caught:
        run.log({"a": 1, "bad": object()})
    assert isinstance(caught.value, ValueError)
    run.log({"a": 2})
    assert read_points(home, "a1")["a"] == [(0, 1.0), (1, 2.0)]


@name(SECTION, "lists of media", better="no limit of 108")
def test_lists_of_media(run: wandb.Run) -> None:
    run.log({"samples": [wandb.Image(np.zeros((2, 2), np.uint8)) for _ in range(120)]})
    assert len(wandb.Api().run("a1").native.media("samples")) == 120


SUMMARY = "Summary and define_metric"


@name(SUMMARY, "run.summary[k] = v", "update, del, nested keys, attributes")
def test_what_is_set_by_hand(run: wandb.Run) -> None:
    run.summary["best"] = 3
    assert wandb.summary["best"] == 3
    run.log({"best": 4})
    assert run.summary.best == 4
    run.summary.best = 5
    run.summary.update({"x": {"y": 1}, "gone": 1})
    run.summary["x"]["z"] = 2
    del run.summary["gone"]
    assert {key: run.summary.get(key) for key in ("best", "gone")} == {"best": 5, "gone": None}
    assert dict(run.summary["x"].items()) == {"y": 1, "z": 2}
    assert "best" in run.summary
    with pytest.raises(KeyError):
        run.summary["never"]
    run.finish()
    stored = wandb.Api().run("a1").summary
    assert (stored["best"], stored["x"]) == (5, {"y": 1, "z": 2})


@name(SUMMARY, "_step, _timestamp, _runtime")
def test_own_keys_of_the_summary(run: wandb.Run) -> None:
    run.log({"a": 1})
    run.log({"a": 1})
    assert run.summary["_step"] == 1
    assert run.summary["_runtime"] >= 0
    assert run.summary["_timestamp"] > 1.6e9


@name(
    SUMMARY,
    "summary='min' 'max' 'mean' 'first' 'last' 'none' 'copy', joined",
    note="a dict under the key; NaN is never least or greatest",
)
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("min,max", {"min": 1, "max": 3}),
        ("mean", {"mean": 2}),
        ("first, last", {"first": 3, "last": 2}),
        ("none", None),
        ("copy", 2),
        (None, 2),
    ],
)
def test_summaries(run: wandb.Run, asked: str | None, shown: Any) -> None:
    run.define_metric("a", summary=asked)
    for value in (3, 1, math.nan, 2):
        run.log({"a": value})
    found = run.summary.get("a")
    assert found == shown


@name(SUMMARY, "summary='best'", note="a UsageError, as theirs; `goal=` and `min` or `max` say it")
@name(SUMMARY, "a glob elsewhere than at the end", note="a UsageError")
def test_definitions_that_cannot_be(run: wandb.Run) -> None:
    with pytest.raises(wandb.UsageError, match="best"):
        run.define_metric("a", summary="best")
    with pytest.raises(wandb.UsageError, match=r"\*"):
        run.define_metric("*/a")


@name(SUMMARY, "step_metric, step_sync, hidden, overwrite, globs", note="charts of the UI honour them")
@name(SUMMARY, "goal", better="`minimize` or `maximize` again, which theirs dropped")
def test_definitions(run: wandb.Run) -> None:
    found = wandb.define_metric("train/*", step_metric="epoch", summary="max", hidden=True)
    assert (found.name, found.step_metric, found.step_sync, found.hidden, found.summary) == (
        *("train/*", "epoch", True, True, ("max",)),
    )
    run.define_metric("train/loss", goal="minimize", step_metric=run.define_metric("seen"))
    run.log({"epoch": 1, "train/loss": 2, "train/acc": 3})
    stats = {found.name: found for found in wandb.Api().run("a1").native.metrics()}
    assert (stats["train/acc"].step_metric, stats["train/acc"].hidden) == ("epoch", True)
    assert (stats["train/loss"].step_metric, stats["train/loss"].goal) == ("seen", "minimize")
    assert run.define_metric("train/*", overwrite=True).summary is None
