"""Panels as the page says that they travel."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import runstone as rs
from server.conftest import Client
from server.frames import Frame, read_frame

COLUMNS = ["last", "min", "max", "mean", "count"]


def panel(client: Client, **ask: Any) -> Frame:
    answer = client.get("/api/series", params=ask, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-runstone-series"
    assert "content-encoding" not in answer.headers
    return read_frame(answer.content)


@pytest.mark.usefixtures("runs")
def test_what_fits_is_shown_point_by_point(client: Client) -> None:
    frame = panel(client, metric="loss", run=["base", "other"])
    assert frame.head | {"revision": 0, "grid": {}, "runs": []} == {
        "metric": "loss",
        "x": "step",
        "width": 0.0,
        "buckets": 100,
        "revision": 0,
        "exact": True,
        "dtype": "f8",
        "grid": {},
        "runs": [],
        "groups": [],
    }
    assert list(frame.runs) == ["base", "other"]
    base = frame.runs["base"]
    assert list(base) == COLUMNS
    np.testing.assert_array_equal(frame.grid, np.arange(100))
    for column in ("last", "min", "max", "mean"):
        np.testing.assert_array_equal(base[column], 1 / np.arange(1, 101))
    np.testing.assert_array_equal(base["count"], np.ones(100))
    other = frame.runs["other"]
    assert other["last"][0] == 2.0
    assert all(np.isnan(other[column][1:]).all() for column in COLUMNS)


@pytest.mark.usefixtures("runs")
def test_what_does_not_fit_is_thinned_to_one_grid(client: Client) -> None:
    frame = panel(client, metric="loss", run=["base", "other"], buckets=30)
    assert (frame.head["width"], frame.head["exact"], frame.head["buckets"]) == (4, False, 25)
    np.testing.assert_array_equal(frame.grid, np.arange(25) * 4 + 1.5)
    loss = (1 / np.arange(1, 101)).reshape(25, 4)
    base = frame.runs["base"]
    np.testing.assert_array_equal(base["last"], loss[:, -1])
    np.testing.assert_array_equal(base["min"], loss.min(1))
    np.testing.assert_array_equal(base["max"], loss.max(1))
    np.testing.assert_allclose(base["mean"], loss.mean(1))
    np.testing.assert_array_equal(base["count"], np.full(25, 4))
    assert np.isnan(frame.runs["other"]["count"][1:]).all()
    assert [run["count"] for run in frame.head["runs"]] == [100, 1]


@pytest.mark.usefixtures("runs")
def test_float32_is_used_where_it_changes_nothing(client: Client) -> None:
    assert panel(client, metric="odd", run="base").head["dtype"] == "f4"
    assert panel(client, metric="loss", run="base").head["dtype"] == "f8"


@pytest.mark.usefixtures("runs")
def test_limits_are_inclusive(client: Client) -> None:
    assert panel(client, metric="loss", run="base", lo=10, hi=12).grid.tolist() == [10, 11, 12]
    assert panel(client, metric="loss", run="base", lo=9.5, hi=11.5).grid.tolist() == [9, 10, 11, 12]
    assert panel(client, metric="loss", run="base", lo=1e300).grid.tolist() == []
    assert len(panel(client, metric="loss", run="base", lo="-inf", hi="inf").grid) == 100


@pytest.mark.usefixtures("runs")
def test_a_fork_tells_up_to_where_it_shows_its_parent(client: Client) -> None:
    frame = panel(client, metric="loss", run=["child", "base"])
    assert [run["inherited_until"] for run in frame.head["runs"]] == [49, None]
    shared = frame.grid <= 49
    np.testing.assert_array_equal(frame.runs["child"]["last"][shared], frame.runs["base"]["last"][shared])
    assert (frame.runs["child"]["last"][50:80] == 0.5).all()


def test_what_is_no_number_is_listed(serve: Callable[..., Client]) -> None:
    with rs.init(id="odd") as run:
        for step, value in enumerate([math.nan, 1.0, math.inf, -math.inf, 2.0]):
            run.log({"loss": value}, step=step)
    client = serve()
    kinds = [[0, "NaN"], [2, "Infinity"], [3, "-Infinity"]]
    frame = panel(client, metric="loss", run="odd")
    assert frame.head["runs"][0]["nonfinite"] == kinds
    assert frame.grid.tolist() == [0, 1, 2, 3, 4]
    np.testing.assert_array_equal(frame.runs["odd"]["last"], [np.nan, 1, np.nan, np.nan, 2])
    thinned = panel(client, metric="loss", run="odd", buckets=1)
    assert thinned.head["runs"][0]["nonfinite"] == kinds
    assert {name: column.tolist() for name, column in thinned.runs["odd"].items()} == {
        "last": [2.0],
        "min": [1.0],
        "max": [2.0],
        "mean": [1.5],
        "count": [2.0],
    }


@pytest.mark.usefixtures("runs")
def test_time_is_an_axis_too(client: Client) -> None:
    created = client.json("/api/runs/base")["created_time"]
    relative = panel(client, metric="loss", run="base", x="relative")
    absolute = panel(client, metric="loss", run="base", x="time")
    np.testing.assert_array_equal(absolute.grid - created, relative.grid)
    assert (relative.grid >= 0).all()
    points = client.json("/api/runs/base/points?metric=loss")
    assert set(points["times"]) == set(absolute.grid.astype(int).tolist())


@pytest.mark.usefixtures("runs")
def test_what_is_not_there_is_empty(client: Client) -> None:
    frame = panel(client, metric="none", run=["base", "other"])
    assert frame.grid.size == 0
    assert list(frame.runs) == ["base", "other"]
    assert panel(client, metric="loss").head["runs"] == []


@pytest.mark.usefixtures("runs")
def test_exact_points_come_in_pages(client: Client) -> None:
    steps, cursor = [], ""
    while cursor is not None:
        page = client.json("/api/runs/child/points", params={"metric": "loss", "limit": 33, "cursor": cursor})
        assert len(page["steps"]) == len(page["times"]) == len(page["values"]) <= 33
        steps += page["steps"]
        cursor = page["next_cursor"]
    assert steps == list(range(80))
    assert client.json("/api/runs/base/points?metric=odd&lo=6&hi=8")["values"] == [6.0, {"$float": "NaN"}, 8.0]


@pytest.mark.usefixtures("runs")
def test_a_question_too_long_for_a_url_is_posted(client: Client) -> None:
    asked = {"metric": "loss", "run": ["base", "child"], "buckets": 30, "lo": 5, "hi": None}
    posted = client.post("/api/series", json=asked)
    got = client.get("/api/series", params={name: value for name, value in asked.items() if value is not None})
    assert posted.content == got.content
    many = client.post("/api/series", json={"metric": "loss", "run": ["base"] * 20_000, "group": ["g"] * 20_000})
    assert read_frame(many.content).groups["g"]["count"][0] == 20_000
    for body, status in ((b"no json", 400), (b"[]", 400), (b'{"metric": 3}', 400), (b" " * 2_000_000, 413)):
        refused = client.post("/api/series", content=body)
        assert refused.status_code == status
        assert "error" in refused.json()
    assert client.post("/api/projects", json={}).status_code == 405


@pytest.mark.usefixtures("runs")
def test_groups_smoothing_and_other_axes(client: Client) -> None:
    frame = panel(client, metric="loss", run=["base", "child"], group=["g", "g"], smoothing="ema:0.9")
    assert frame.runs == {}
    assert frame.head["groups"][0]["runs"] == 2
    band = frame.groups["g"]
    shared = frame.grid <= 49
    assert (band["std"][shared] == 0).all()
    assert np.isnan(band["ci_low"][frame.grid >= 80]).all()
    assert np.isfinite(band["smooth"]).all()
    over = panel(client, metric="loss", run=["base", "child"], x="metric", x_metric="odd")
    assert over.head["x"] == "metric"
    assert [run["left_out"] for run in over.head["runs"]] == [1, 1]
    np.testing.assert_array_equal(over.runs["base"]["last"], 1 / (over.grid + 1))
    assert [run["inherited_until"] for run in over.head["runs"]] == [None, 49.0]
    derived = panel(client, expression="loss * 2", run=["base", "child"])
    np.testing.assert_array_equal(derived.runs["base"]["last"], 2 / np.arange(1, 101))
    assert [run["inherited_until"] for run in derived.head["runs"]] == [None, 49]


@pytest.mark.usefixtures("runs")
def test_a_wrong_expression_is_pointed_at(client: Client) -> None:
    answer = client.get("/api/series", params={"expression": "loss + nope", "run": "base"})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["start"], error["end"]) == (400, "bad_query", 7, 11)


@pytest.mark.usefixtures("runs")
def test_where_runs_stood_best(client: Client) -> None:
    found = client.json("/api/best", params={"metric": "loss", "run": ["child", "other", "base"], "figure": "min"})
    assert [point and (point["run"], point["step"], point["value"]) for point in found["best"]] == [
        ("child", 49, 0.02),
        ("other", 0, 2.0),
        ("base", 99, 0.01),
    ]
    first = client.json("/api/best", params={"metric": "loss", "run": ["child", "other"], "below": 0.1})
    assert [point and point["step"] for point in first["best"]] == [10, None]
    assert client.refusal("/api/best?metric=loss&run=base") == (400, "bad_query")


@pytest.mark.usefixtures("runs")
def test_metrics_are_searched(client: Client) -> None:
    def names(**ask: Any) -> tuple[list[str], int]:
        answer = client.json("/api/metrics", params={"run": ["base", "child"], **ask})
        return [metric["name"] for metric in answer["metrics"]], answer["total"]

    assert names() == (["loss", "odd"], 2)
    assert names(search="^LO") == (["loss"], 1)
    assert names(limit=1) == (["loss"], 2)
    assert names(search="(a+)+$" * 50) == ([], 0)
    assert client.refusal("/api/metrics?run=base&search=(") == (400, "bad_query")
