"""Thinning never hides anything: every minimum, maximum, NaN and infinity of a panel is that of the points."""

from __future__ import annotations

import json
import math
import struct
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from property_settings import examples
from recorder import Recorder
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.query import series

VALUES = st.floats(width=64) | st.sampled_from([math.nan, math.inf, -math.inf, 0.0, 1e308, -1e308])


@settings(deadline=None, max_examples=examples(12))
@given(
    steps=st.lists(st.integers(-500, 5000), min_size=1, max_size=300),
    seed=st.integers(0, 1000),
    odd=st.lists(VALUES, max_size=20),
    buckets=st.integers(1, 60),
    limits=st.none() | st.tuples(st.integers(-600, 5000), st.integers(0, 5000)),
    x=st.sampled_from(["step", "time", "relative"]),
)
def test_a_panel_hides_nothing(
    steps: list[int], seed: int, odd: list[float], buckets: int, limits: tuple[int, int] | None, x: series.PanelX
) -> None:
    values = np.random.default_rng(seed).normal(size=len(steps)).tolist()
    for position, value in enumerate(odd):
        values[(position * 7) % len(values)] = value
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        run = Recorder(home, "a1")
        for step, value in zip(steps, values, strict=True):
            run.log({"loss": value}, step)
        run.writer.close()
        index = Index(home)
        index.refresh()
        points = series.points(index, "a1", "loss", limit=1000)
        lo = hi = None
        if limits is not None and x == "step":
            lo, hi = limits[0], limits[0] + limits[1]
        panel = series.panel(index, series.PanelAsk("loss", ["a1"], x, lo, hi, buckets))
        frame = panel.encode()
        index.close()
    assert dict(zip(points.steps.tolist(), map(repr, points.values.tolist()), strict=True)) == dict(
        zip(steps, map(repr, values), strict=True)
    )
    inside = np.array([(lo is None or lo <= step) and (hi is None or step <= hi) for step in points.steps], bool)
    kept = points.values[inside]
    finite = kept[np.isfinite(kept)]
    last, low, high, _, counts = panel.runs[0].values
    assert np.nansum(counts) == len(finite)
    assert len(panel.runs[0].nonfinite) == len(kept) - len(finite)
    assert len(panel.grid) <= max(buckets, 2)
    if len(finite):
        assert np.nanmin(low) == finite.min()
        assert np.nanmax(high) == finite.max()
    filled = ~np.isnan(counts)
    assert (low[filled] <= high[filled]).all()
    assert (low[filled] <= last[filled]).all()
    assert (last[filled] <= high[filled]).all()
    assert_frame_holds(frame, panel)


def assert_frame_holds(frame: bytes, panel: series.Panel) -> None:
    """The frame is what docs/http-api.md says, and holds the panel."""
    (size,) = struct.unpack_from("<I", frame)
    head = json.loads(frame[4 : 4 + size])
    assert head["buckets"] == len(panel.grid)
    assert head["grid"]["offset"] % 8 == 0
    np.testing.assert_array_equal(np.frombuffer(frame, "<f8", len(panel.grid), head["grid"]["offset"]), panel.grid)
    for told, run in zip(head["runs"], panel.runs, strict=True):
        assert told["offset"] % 8 == 0
        found = np.frombuffer(frame, f"<{head['dtype']}", 5 * len(panel.grid), told["offset"]).reshape(5, -1)
        exact = [0, 1, 2, 4]
        np.testing.assert_array_equal(found[exact], run.values[exact])
    assert len(frame) % 8 == 0
