"""Panels over any x, of expressions and of groups: what they show is what the points say."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from property_settings import examples
from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadQuery
from runstone.model.home import Home
from runstone.query import series
from runstone.query.bands import BAND_COLUMNS
from runstone.query.grid import FloatGrid
from runstone.query.panel_frame import Panel
from runstone.query.series import PanelAsk

X_VALUES = st.floats(-1e3, 1e3) | st.integers(0, 5).map(float) | st.sampled_from([math.nan, math.inf, 1e300, 1e-300])


@settings(deadline=None, max_examples=examples(20))
@given(
    epochs=st.dictionaries(st.integers(0, 80), X_VALUES, max_size=60),
    losses=st.dictionaries(st.integers(0, 80), st.floats(-10, 10) | st.just(math.nan), max_size=60),
    buckets=st.integers(1, 40),
    limits=st.none() | st.tuples(st.floats(-1e3, 1e3), st.floats(0, 1e3)),
)
def test_over_another_metric_points_meet_at_their_steps(
    epochs: dict[int, float], losses: dict[int, float], buckets: int, limits: tuple[float, float] | None
) -> None:
    lo, hi = (None, None) if limits is None else (limits[0], limits[0] + limits[1])
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        run = Recorder(home, "a")
        for step, value in epochs.items():
            run.log({"epoch": value}, step)
        for step, value in losses.items():
            run.log({"loss": value}, step)
        run.writer.close()
        index = Index(home)
        index.refresh()
        panel = series.panel(index, PanelAsk("loss", ["a"], "metric", lo, hi, buckets, x_metric="epoch"))
        index.close()
    met = [(epochs[step], step) for step in sorted(epochs.keys() & losses.keys())]
    inside = sorted(
        (x, step) for x, step in met if math.isfinite(x) and (lo is None or lo <= x) and (hi is None or x <= hi)
    )
    (shown,) = panel.runs
    assert shown.left_out == sum(not math.isfinite(x) for x, _ in met)
    assert shown.points == len(inside)
    assert len(panel.grid) <= max(buckets, 2)
    assert math.frexp(panel.width)[0] in (0.0, 0.5)
    finite = [(x, losses[step]) for x, step in inside if math.isfinite(losses[step])]
    last, low, high, mean, counts = shown.values
    assert np.nansum(counts) == len(finite)
    of_bucket: dict[float, list[float]] = {}
    for x, value in finite:
        of_bucket.setdefault(x if panel.exact else math.floor(x / panel.width), []).append(value)
    filled = ~np.isnan(counts)
    expected = [*of_bucket.values()]
    assert last[filled].tolist() == [values[-1] for values in expected]
    assert low[filled].tolist() == [min(values) for values in expected]
    assert high[filled].tolist() == [max(values) for values in expected]
    np.testing.assert_allclose(mean[filled], [np.mean(values) for values in expected], atol=1e-9)
    assert [x for x, _ in shown.nonfinite] == [x for x, step in inside if math.isnan(losses[step])]
    assert_same_panel(Panel.decode(panel.encode()), panel)


def assert_same_panel(found: Panel, panel: Panel) -> None:
    """But for what float32 rounds."""
    assert found[:4] == panel[:4]
    np.testing.assert_array_equal(found.grid, panel.grid)
    assert [run[:2] + run[3:] for run in found.runs] == [run[:2] + run[3:] for run in panel.runs]
    for mine, theirs in zip([*found.runs, *found.groups], [*panel.runs, *panel.groups], strict=True):
        np.testing.assert_allclose(mine.values, theirs.values, rtol=1e-6)


@given(
    low=st.floats(allow_nan=False, allow_infinity=False),
    high=st.floats(allow_nan=False, allow_infinity=False),
    buckets=st.integers(1, 2000),
)
def test_a_grid_of_floats_is_fine_enough_and_not_too_fine(low: float, high: float, buckets: int) -> None:
    low, high = sorted((low, high))
    if low == high:
        return
    grid = FloatGrid.spanning(low, high, buckets)
    cells = grid.cells(np.array([low, low / 2 + high / 2, high]))
    assert (np.diff(cells) >= 0).all()
    assert cells[0] >= 0
    assert cells[-1] < max(buckets, 2)
    assert np.isfinite(grid.middle(cells)).all() or max(-low, high) > 1e307


@pytest.fixture
def two(record: Callable[..., Recorder], index: Index) -> Index:
    """Runs `a` and `b` that share their steps, `c` with others; `b` has no `x`."""
    for run, first, stride in (("a", 0, 1), ("b", 0, 1), ("c", 1000, 7)):
        recorder = record(run)
        for step in range(300):
            row = {"y": float(step) + len(run) * (run == "b")}
            recorder.log(row if run == "b" else {**row, "x": step / 10}, first + stride * step)
    index.refresh()
    return index


def test_groups_are_bands_over_their_runs(two: Index) -> None:
    plain = series.panel(two, PanelAsk("y", ["a", "b"], buckets=50))
    panel = series.panel(two, PanelAsk("y", ["a", "b"], buckets=50, groups=["g", "g"]))
    assert panel.runs == []
    (group,) = panel.groups
    assert (group.group, group.runs) == ("g", 2)
    told = dict(zip(BAND_COLUMNS, group.values, strict=True))
    (a, b) = (run.values for run in plain.runs)
    np.testing.assert_array_equal(panel.grid, plain.grid)
    np.testing.assert_allclose(told["mean"], (a[3] + b[3]) / 2)
    np.testing.assert_array_equal(told["min"], a[1])
    np.testing.assert_array_equal(told["max"], b[2])
    assert (told["count"] == 2).all()
    assert_same_panel(Panel.decode(panel.encode()), panel)


def test_runs_of_a_group_meet_though_their_x_differ(two: Index) -> None:
    panel = series.panel(two, PanelAsk("y", ["a", "b"], "time", groups=["g", "g"], buckets=1000))
    assert not panel.exact
    assert len(panel.grid) <= 300
    shared = series.panel(two, PanelAsk("y", ["a", "b"], groups=["g", "h"], buckets=1000))
    assert shared.exact
    assert [group.group for group in shared.groups] == ["g", "h"]


def test_an_expression_is_a_curve_like_any_other(two: Index) -> None:
    panel = series.panel(two, PanelAsk(None, ["a", "b"], expression="2 * y - x"))
    assert panel.metric == "2 * y - x"
    np.testing.assert_allclose(panel.runs[0].values[0], 1.9 * np.arange(300))
    assert panel.runs[1].points == 0
    thinned = series.panel(two, PanelAsk(None, ["a"], expression="y + 0", buckets=10))
    plain = series.panel(two, PanelAsk("y", ["a"], buckets=10))
    assert_same_panel(thinned._replace(metric="y"), plain)
    alone = series.panel(two, PanelAsk(None, ["a"], expression="y", buckets=10))
    assert_same_panel(alone, plain)


def test_an_expression_on_time_keeps_its_origin(two: Index) -> None:
    for x in ("time", "relative"):
        plain = series.panel(two, PanelAsk("y", ["a", "b"], x, buckets=10))
        derived = series.panel(two, PanelAsk(None, ["a", "b"], x, expression="y + 0", buckets=10))
        assert_same_panel(derived._replace(metric="y"), plain)


def test_smoothing_stands_beside_and_moves_nothing(two: Index) -> None:
    plain = series.panel(two, PanelAsk("y", ["a", "c"], buckets=64))
    smooth = series.panel(two, PanelAsk("y", ["a", "c"], buckets=64, smoothing="ema:0.9"))
    assert smooth.columns == [*plain.columns, "smooth"]
    for mine, theirs in zip(smooth.runs, plain.runs, strict=True):
        np.testing.assert_array_equal(mine.values[:5], theirs.values)
        np.testing.assert_array_equal(np.isnan(mine.values[5]), np.isnan(theirs.values[3]))
    bands = series.panel(two, PanelAsk("y", ["a", "c"], groups=["g", "g"], smoothing="mean:9"))
    assert bands.groups[0].values.shape[0] == len(BAND_COLUMNS) + 1
    assert_same_panel(Panel.decode(smooth.encode()), smooth)


@pytest.mark.parametrize(
    ("ask", "place"),
    [
        (PanelAsk(None, ["a"], expression="y + nope"), "nope"),
        (PanelAsk(None, ["a"], expression="y + foo(y)"), "foo(y)"),
        (PanelAsk(None, ["a"], expression="y +"), None),
        (PanelAsk("y", ["a"], expression="y"), None),
        (PanelAsk(None, ["a"]), None),
        (PanelAsk("y", ["a"], "metric"), None),
        (PanelAsk("y", ["a"], x_metric="x"), None),
        (PanelAsk("y", ["a"], "epoch"), None),  # type: ignore[arg-type]
        (PanelAsk("y", ["a"], groups=["g", "h"]), None),
        (PanelAsk("y", ["a"], smoothing="loess"), None),
    ],
)
def test_what_cannot_be_shown_is_refused(two: Index, ask: PanelAsk, place: str | None) -> None:
    with pytest.raises(BadQuery) as caught:
        series.panel(two, ask)
    if place is not None:
        error = caught.value
        assert error.text is not None
        assert error.text[error.start : error.end] in (place, place[:3])


def test_too_many_points_at_once_are_refused_before_they_are_read(two: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runstone.query.tracing.MAX_POINTS", 500)
    series.panel(two, PanelAsk(None, ["b"], expression="y + 1"))
    with pytest.raises(BadQuery, match="500"):
        series.panel(two, PanelAsk(None, ["a", "b"], expression="y + 1"))
