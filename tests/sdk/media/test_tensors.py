"""Tensors of PyTorch as every type of media that takes arrays."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstone as rs
from reading import LogOne
from runstone.encoding.raw import Raw
from runstone.sdk.media import histogram
from runstone.sdk.media.histogram import of_tensor

torch = pytest.importorskip("torch")


def without_mean(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "mean"}


def test_sounds() -> None:
    stereo = np.arange(20, dtype=np.int16).reshape(10, 2)
    encoded = rs.Audio(torch.from_numpy(stereo.T.copy()), 8000).encode()
    assert encoded.data == rs.Audio(stereo, 8000).encode().data
    half = rs.Audio(torch.tensor([0.25], dtype=torch.bfloat16), 8000).encode()
    assert half.data == rs.Audio(np.array([0.25]), 8000).encode().data


def test_films() -> None:
    frames = np.arange(4 * 6 * 8 * 3, dtype=np.uint8).reshape(4, 6, 8, 3)
    raw = rs.Video(torch.from_numpy(frames.transpose(0, 3, 1, 2).copy())).encode().data
    assert isinstance(raw, Raw)
    assert np.array_equal(raw.values, frames)


def test_points_and_tables(log_one: LogOne) -> None:
    points = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
    item = log_one(rs.Object3D(torch.from_numpy(points)))
    assert np.frombuffer(item.read(), "<f4").reshape(2, 3).tolist() == points.tolist()
    table = rs.Table(rows=torch.eye(2, requires_grad=True))
    assert table.columns == ["column 0", "column 1"]
    assert [list(row) for row in table.rows] == [[1.0, 0.0], [0.0, 1.0]]


@given(st.lists(st.floats() | st.floats(-1, 1), max_size=30), st.integers(1, 20))
def test_histograms_are_those_of_arrays(values: list[float], bins: int) -> None:
    tensor = of_tensor(torch.tensor(values, dtype=torch.float64), bins)
    assert without_mean(tensor) == without_mean(rs.Histogram(values, bins=bins).encode().facts)


def test_a_histogram_of_what_wants_a_gradient() -> None:
    values = np.random.default_rng(0).normal(size=1000)
    assert rs.Histogram(torch.tensor(values, requires_grad=True)).encode() == rs.Histogram(values).encode()
    counts = rs.Histogram(counts=torch.tensor([1, 2]), edges=[0, 1, 2]).encode()
    assert counts == rs.Histogram(counts=[1, 2], edges=[0, 1, 2]).encode()


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.int64, torch.uint8, torch.bool])
def test_histograms_of_every_kind(dtype: Any) -> None:
    tensor = torch.tensor([0, 1, 1, 0, 1]).to(dtype)
    for facts in (rs.Histogram(tensor, bins=2).encode().facts, of_tensor(tensor, 2)):
        assert (facts["counts"], facts["mean"]) == ([2, 3], pytest.approx(0.6))


def test_long_tensors_are_counted_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).normal(size=1000)
    values[::7], values[::11] = np.nan, np.inf
    whole = rs.Histogram(values).encode().facts
    monkeypatch.setattr(histogram, "_CHUNK", 13)
    for facts in (rs.Histogram(values).encode().facts, of_tensor(torch.from_numpy(values), 64)):
        assert facts["mean"] == pytest.approx(whole["mean"])
        assert without_mean(facts) == without_mean(whole)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_tensor_of_a_gpu_is_counted_there() -> None:
    values = torch.randn(1 << 20, device="cuda")
    facts, there = rs.Histogram(values.cpu()).encode().facts, rs.Histogram(values).encode().facts
    assert there["mean"] == pytest.approx(facts["mean"])
    assert without_mean(there) == without_mean(facts)


def test_a_histogram_of_nothing_finite() -> None:
    facts = of_tensor(torch.tensor([math.nan, -math.inf]), 2)
    assert facts == rs.Histogram([math.nan, -math.inf], bins=2).encode().facts


@pytest.mark.parametrize(
    ("tensor", "says"),
    [
        (torch.tensor([1j]), "real numbers"),
        (torch.eye(2).to_sparse(), "a dense tensor"),
        (torch.ones(2, device="meta", dtype=torch.complex64), "real numbers"),
    ],
)
def test_what_is_no_histogram(tensor: Any, says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        rs.Histogram(tensor)


def test_of_a_traced_model(log_one: LogOne) -> None:
    traced = torch.fx.symbolic_trace(torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU()))
    for graph in (traced, traced.graph):
        found = json.loads(log_one(rs.Graph(graph)).read())
        assert found["nodes"][0] == {"id": "input_1", "type": "placeholder", "target": "input"}
        assert found["edges"][0] == {"source": "input_1", "target": "_0"}
