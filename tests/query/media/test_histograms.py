"""Histograms over steps: on common edges, with nothing lost."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadQuery
from runstone.model.records import MediaLogged
from runstone.query.media.histograms import common_edges, histograms, of_facts, rebin

Begin = Callable[..., Recorder]
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def one(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    edges = sorted(draw(st.lists(NUMBERS, min_size=2, max_size=12)))
    counts = draw(st.lists(st.floats(0, 1e12), min_size=len(edges) - 1, max_size=len(edges) - 1))
    return counts, edges


@given(st.lists(one(), min_size=1, max_size=5))
@example([([1.0, 2.0], [0.0, 0.0, 0.0])])
@example([([3.0], [-1.7e308, 1.7e308]), ([1.0, 5.0], [0.0, 0.0, 5e-324])])
@example([([7.0], [1e300, 1e300])])
@example([([1.0, 1.0], [0.0, 5e-324, 5e-323])])
@example([([1.0, 1.0], [-1.7e308, 0.0, 1.0]), ([1.0], [0.0, 1.7e308])])
def test_the_mass_of_each_step_is_kept(found: list[tuple[list[float], list[float]]]) -> None:
    read = [of_facts({"counts": counts, "edges": edges}) for counts, edges in found]
    edges = common_edges([histogram.edges for histogram in read if histogram])
    assert np.isfinite(edges).all()
    assert (edges[1:] > edges[:-1]).all()
    for histogram in read:
        assert histogram is not None
        moved = rebin(histogram.counts, histogram.edges, edges)
        assert len(moved) == len(edges) - 1
        assert (moved >= 0).all()
        assert math.isclose(moved.sum(), histogram.counts.sum(), rel_tol=1e-9, abs_tol=1e-300)


def test_a_bin_is_shared_out_by_its_width() -> None:
    moved = rebin(np.array([4.0, 2.0]), np.array([0.0, 2.0, 3.0]), np.array([0.0, 0.5, 2.5, 3.0]))
    assert moved.tolist() == [1.0, 4.0, 1.0]


def log(run: Recorder, step: int, **facts: Any) -> None:
    run.event(MediaLogged, key="w", step=step, type="histogram", facts=facts)


def test_uneven_edges_that_all_steps_share_are_kept(index: Index, record: Begin) -> None:
    run = record("a")
    for step in range(10):
        log(run, step, counts=[step, 1], edges=[0.0, 0.1, 5.0], nan=step % 2)
    index.refresh()
    found = histograms(index, "a", "w", limit=4)
    assert (found.total, found.steps, found.edges, found.rebinned) == (10, [0, 3, 6, 9], [0.0, 0.1, 5.0], False)
    assert (found.counts[2], found.nan) == ([6.0, 1.0], [0, 1, 0, 1])
    assert histograms(index, "a", "w", lo=4, hi=6).steps == [4, 5, 6]
    assert histograms(index, "a", "w", lo=6, hi=4).total == 0


def test_steps_with_different_edges_meet_on_even_ones(index: Index, record: Begin) -> None:
    run = record("a")
    log(run, 0, counts=[2, 2], edges={"low": 0.0, "high": 2.0})
    log(run, 1, counts=[4], edges=[-2.0, 2.0])
    log(run, 2, counts=[1, 2, 3], edges=[0.0, 1.0])  # of no use to anybody
    index.refresh()
    found = histograms(index, "a", "w")
    assert (found.steps, found.total, found.edges) == ([0, 1], 3, [-2.0, 0.0, 2.0])
    assert found.counts == [[0.0, 4.0], [2.0, 2.0]]
    assert found.rebinned


def test_one_step_that_reached_far_leaves_the_others_their_shape(index: Index, record: Begin) -> None:
    run = record("a")
    log(run, 0, counts=[1] * 4, edges={"low": -100.0, "high": 100.0})
    for step in (1, 2):
        log(run, step, counts=[1, 2, 3, 4], edges={"low": -1.0, "high": 1.0})
    index.refresh()
    found = histograms(index, "a", "w")
    assert (len(found.edges) - 1, found.edges[0], found.edges[-1]) == (400, -100.0, 100.0)
    assert [round(count, 6) for count in found.counts[1] if count > 1e-6] == [1.0, 2.0, 3.0, 4.0]


def test_uneven_edges_that_differ_keep_their_shape(index: Index, record: Begin) -> None:
    run = record("a")
    for step in range(3):
        log(run, step, counts=[5, 3, 1], edges=[0.0, 1.0 + step, 10.0 + step, 1000.0])
    index.refresh()
    found = histograms(index, "a", "w")
    assert (found.edges, found.rebinned) == ([0.0, 1.0, 2.0, 3.0, 10.0, 11.0, 12.0, 1000.0], True)
    assert found.counts[0][:2] == [5.0, pytest.approx(3 / 9)]
    for counts in found.counts:
        assert sum(counts) == pytest.approx(9)


def test_many_uneven_edges_are_as_many_as_a_picture_shows() -> None:
    draw = np.random.default_rng(0)
    edges = [np.sort(draw.exponential(1 + step, 400)) for step in range(20)]
    found = common_edges(edges)
    assert 256 < len(found) - 1 <= 512
    assert (found[0], found[-1]) == (min(own[0] for own in edges), max(own[-1] for own in edges))


def test_a_step_without_finite_values_does_not_say_how_far_they_reach(index: Index, record: Begin) -> None:
    run = record("a")
    log(run, 0, counts=[0, 0], edges={"low": 0.0, "high": 1.0}, nan=5)
    log(run, 1, counts=[2, 3, 4], edges={"low": 10.0, "high": 13.0})
    index.refresh()
    found = histograms(index, "a", "w")
    assert (found.edges, found.rebinned, found.nan) == ([10.0, 11.0, 12.0, 13.0], False, [5, 0])
    assert found.counts == [[0.0, 0.0, 0.0], [2.0, 3.0, 4.0]]


def test_other_media_are_no_histograms(index: Index, record: Begin) -> None:
    run = record("a")
    run.event(MediaLogged, key="w", step=0, type="image", sha256="a" * 64)
    index.refresh()
    with pytest.raises(BadQuery, match="image"):
        histograms(index, "a", "w")
    assert histograms(index, "a", "none").steps == []
