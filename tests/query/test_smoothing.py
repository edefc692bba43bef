"""Smoothed lines: the UI's own definition of the moving average, and plain sums for the kernels."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstone.model.errors import BadQuery
from runstone.query.smoothing import Smoothing

VECTORS = json.loads((Path(__file__).parents[2] / "web/src/charts/lines/smoothing.vectors.json").read_text())
GAPS = [math.nan, math.inf, -math.inf]


def naive(x: np.ndarray, y: np.ndarray, counts: np.ndarray, smoothing: Smoothing) -> np.ndarray:
    out = np.full(len(x), np.nan)
    known = np.flatnonzero(np.isfinite(y))
    points = {at: (counts[known[known < at]].sum(), counts[at]) for at in known}
    for at in known:
        if smoothing.kind == "ema":
            weight = min(math.sqrt(smoothing.amount), 0.999)
            scale = 1000 / (x[-1] - x[0]) if x[-1] > x[0] else 1.0
            some = known[known <= at]
            weights = weight ** ((x[at] - x[some]) * scale)
        elif smoothing.kind == "gaussian":
            some = known
            weights = counts[some] * np.exp(-0.5 * ((x[some] - x[at]) / smoothing.amount) ** 2)
        else:
            middle = {place: before + own / 2 for place, (before, own) in points.items()}
            some = np.array([place for place in known if abs(middle[place] - middle[at]) < smoothing.amount / 2])
            weights = counts[some]
        out[at] = (weights * y[some]).sum() / weights.sum()
    return out


@given(
    y=st.lists(st.floats(-1e3, 1e3) | st.sampled_from(GAPS), max_size=30),
    seed=st.integers(0, 1 << 16),
    smoothing=st.builds(Smoothing, st.just("ema"), st.floats(0, 1))
    | st.builds(Smoothing, st.just("gaussian"), st.floats(0.1, 100))
    | st.builds(Smoothing, st.just("mean"), st.integers(1, 40)),
)
def test_a_smoothed_line_is_what_plain_sums_say(y: list[float], seed: int, smoothing: Smoothing) -> None:
    random = np.random.default_rng(seed)
    x = np.cumsum(random.integers(1, 9, len(y))).astype(float)
    other = random.normal(size=len(y))
    counts = random.integers(1, 9, (2, len(y))).astype(float)
    values = np.array([y, other])
    before = values.copy()
    found = smoothing.apply(x, values, counts)
    np.testing.assert_array_equal(values, before)
    for row in range(2):
        np.testing.assert_allclose(found[row], naive(x, values[row], counts[row], smoothing), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: str(case["strength"]))
def test_the_moving_average_is_that_of_the_ui(case: dict[str, object]) -> None:
    x, y, expected = (np.array(part, float) for part in (VECTORS["x"], VECTORS["y"], case["smoothed"]))
    found = Smoothing.parse(f"ema:{case['strength']}").apply(x, y[None], np.ones((1, len(x))))
    np.testing.assert_allclose(found[0], expected, rtol=1e-12)


def test_a_spike_leaves_no_rounding_behind() -> None:
    y = np.ones((1, 50))
    y[0, 3] = 1e30
    for text in ("gaussian:2", "mean:5"):
        assert Smoothing.parse(text).apply(np.arange(50.0), y, np.ones((1, 50)))[0, 49] == pytest.approx(1)


@pytest.mark.parametrize(
    "text", ["", "ema", "ema:", "ema:1.5", "ema:nan", "gaussian:0", "gaussian:inf", "mean:0", "median:3"]
)
def test_a_smoothing_that_cannot_be_followed_is_refused(text: str) -> None:
    with pytest.raises(BadQuery, match="ema:<weight"):
        Smoothing.parse(text)
