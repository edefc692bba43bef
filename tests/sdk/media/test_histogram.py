"""Histograms: counted as NumPy counts, on whatever device; what is not finite is counted apart."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstone as rs
from reading import LogOne
from runstone.api import StoredMedia
from runstone.encoding.bins import even_edges


def counted(item: StoredMedia) -> tuple[list[float], list[float]]:
    assert (item.item.type, item.item.sha256, item.read()) == ("histogram", "", b"")
    counts, edges = item.histogram()
    return counts.tolist(), edges.tolist()


@pytest.mark.parametrize("bins", [1, 7, 64, 512])
@pytest.mark.parametrize(
    "kind",
    [np.asarray, list, lambda values: values.reshape(10, -1)],
)
def test_counts_are_those_of_numpy(log_one: LogOne, kind: Any, bins: int) -> None:
    values = np.random.default_rng(0).normal(size=1000)
    item = log_one(rs.Histogram(kind(values), bins=bins, caption="c"))
    counts, edges = np.histogram(values, bins)
    found = counted(item)
    assert found[0] == counts.tolist()
    assert found[1] == pytest.approx(edges.tolist())
    facts = item.item.facts
    assert (facts["count"], facts["nan"], facts["below_inf"], facts["above_inf"]) == (1000, 0, 0, 0)
    assert (facts["min"], facts["max"]) == (values.min(), values.max())
    assert facts["mean"] == pytest.approx(values.mean())
    assert item.item.caption == "c"


numbers = st.lists(st.floats() | st.floats(-1, 1), max_size=30)


@given(numbers, st.integers(1, 20))
def test_every_value_is_counted_once_and_in_its_bin(values: list[float], bins: int) -> None:
    facts = rs.Histogram(values, bins=bins).encode().facts
    finite = [value for value in values if math.isfinite(value)]
    assert facts["nan"] == sum(map(math.isnan, values))
    assert facts["below_inf"] == values.count(-math.inf)
    assert facts["above_inf"] == values.count(math.inf)
    assert facts["count"] == sum(facts["counts"]) == len(finite)
    assert len(facts["counts"]) == bins
    if finite:
        low, high = facts["edges"]["low"], facts["edges"]["high"]
        assert low <= min(finite) <= max(finite) <= high
        edges = even_edges(low, high, bins)
        assert (np.diff(edges) > 0).all()
        naive = [0] * bins
        for value in finite:
            naive[min(sum(value >= edge for edge in edges[1:-1]), bins - 1)] += 1
        assert facts["counts"] == naive


def test_no_values_are_a_histogram_too(log_one: LogOne) -> None:
    assert counted(log_one(rs.Histogram([], bins=3))) == ([0, 0, 0], pytest.approx([0, 1 / 3, 2 / 3, 1]))
    facts = rs.Histogram([math.nan, -math.inf], bins=2).encode().facts
    assert (facts["counts"], facts["count"], facts["nan"], facts["below_inf"]) == ([0, 0], 0, 1, 1)


def test_the_values_may_change_afterwards() -> None:
    values = np.zeros(4)
    counted = rs.Histogram(values, bins=1)
    values[:] = 9
    assert counted.encode().facts["max"] == 0


def test_counts_with_their_edges(log_one: LogOne) -> None:
    uneven = [0.0, 1.0, 10.0, 100.0]
    assert counted(log_one(rs.Histogram(counts=[1, 2, 3], edges=uneven))) == ([1, 2, 3], uneven)
    even = log_one(rs.Histogram(counts=np.array([1, 2]), edges=[0, 1, 2]))
    assert counted(even) == ([1, 2], [0, 1, 2])
    assert even.item.facts == {"counts": [1, 2], "edges": {"low": 0.0, "high": 2.0}, "count": 3}
    values = np.random.default_rng(0).normal(size=100)
    assert counted(log_one(rs.Histogram(np_histogram=np.histogram(values)))) == counted(
        log_one(rs.Histogram(values, bins=10))
    )
    assert counted(log_one(rs.Histogram(counts=[0.5, 0.25], edges=[0, 1, 3])))[0] == [0.5, 0.25]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({}, "exactly one of them"),
        ({"data": [1], "counts": [1], "edges": [0, 1]}, "exactly one of them"),
        ({"counts": [1]}, "belong together"),
        ({"np_histogram": [1, 2, 3]}, "takes the pair"),
        ({"counts": [1, 2], "edges": [0, 1]}, "one edge more"),
        ({"counts": [1, 2], "edges": [0, 2, 1]}, "ascend"),
        ({"counts": [1, 2], "edges": [0, 1, math.inf]}, "finite and ascend"),
        ({"counts": [1, -2], "edges": [0, 1, 2]}, "not negative"),
        ({"counts": [1, math.nan], "edges": [0, 1, 2]}, "not negative"),
        ({"counts": ["x"], "edges": [0, 1]}, "are numbers"),
        ({"counts": [1] * 513, "edges": range(514)}, "1 to 512 bins"),
        ({"data": [1], "bins": 513}, "from 1 to 512"),
        ({"data": [1], "bins": 0}, "from 1 to 512"),
        ({"data": ["x"]}, "real numbers"),
        ({"data": [1j]}, "real numbers"),
        ({"data": [[1], [1, 2]]}, "takes numbers"),
    ],
)
def test_what_is_no_histogram(arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        rs.Histogram(**arguments)


def test_what_is_no_histogram_is_not_read_as_one(log_one: LogOne) -> None:
    item = log_one(rs.Text("x"))
    for read in (item.histogram, item.image, item.table):
        with pytest.raises(rs.Misuse, match="is no"):
            read()
