"""One suite for every series store: what the in-memory one says is right."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from property_settings import examples
from runstone.index import blocks, database
from runstone.index.cache import Cache
from runstone.index.memory import InMemorySeries
from runstone.index.points import POINT, Batch, Line, Span, XAxis
from runstone.index.series import SeriesStore
from runstone.index.sqlite_series import SqliteSeries

RUN = 7
BRANCHED = 5  # never logged together with another series, as it is with the branches of a run
ODD_VALUES = [0.0, -0.0, 1e300, -1e300, 1.1, float("nan"), float("inf"), float("-inf")]


class Stretch(NamedTuple):
    """Points of one log() call repeated: `series` get a point each at these steps."""

    series: list[int]
    first: int
    stride: int
    count: int
    odd: bool
    seed: int


def stretches() -> st.SearchStrategy[list[Stretch]]:
    return st.lists(
        st.builds(
            Stretch,
            st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True) | st.just([BRANCHED]),
            st.integers(-50, 800),
            st.sampled_from([0, 1, 1, 1, 3, 10, -1]),
            st.integers(1, 400),
            st.booleans(),
            st.integers(0, 1 << 20),
        ),
        min_size=1,
        max_size=8,
    )


def batches(stream: list[Stretch]) -> Iterator[np.ndarray]:
    """Batches of points whose times are all different; stretches may be written late."""
    for position, stretch in enumerate(stream):
        random = np.random.default_rng(stretch.seed)
        out = np.empty((len(stretch.series), stretch.count), POINT)
        out["series"] = np.array(stretch.series)[:, None]
        out["step"] = stretch.first + stretch.stride * np.arange(stretch.count)
        late = stretch.seed % 3 == 0
        start = 1_000_000 * (position + 1 if not late else -position)
        out["time"] = start + np.cumsum(random.integers(1, 30, stretch.count))
        out["value"] = random.normal(size=out.shape).astype("f4") if stretch.seed % 2 else random.normal(size=out.shape)
        if stretch.odd:
            out["value"][:, random.integers(0, stretch.count, 3)] = random.choice(ODD_VALUES, 3)
        yield out.reshape(-1)


def open_sqlite(path: Path | str = ":memory:") -> SqliteSeries:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    database.create(connection)
    return SqliteSeries(connection, Cache())


def assert_same(store: SeriesStore, oracle: SeriesStore, line: Line, lo: int | None, hi: int | None) -> None:
    for x, origin in (("step", 0), ("time", 0), ("time", 1_000_123)):
        limits = (lo, hi) if x == "step" else (None if lo is None else lo * 1000, None if hi is None else hi * 2000)
        for limit in (5, 1_000_000):
            left = store.raw(line, *limits, limit, x, origin)
            right = oracle.raw(line, *limits, limit, x, origin)
            for mine, theirs in zip(left, right, strict=True):
                np.testing.assert_array_equal(mine.view("u8"), theirs.view("u8"))
        for shift in (0, 4, 7, 40):
            mine = store.buckets(line, *limits, shift, x, origin)
            theirs = oracle.buckets(line, *limits, shift, x, origin)
            for name in mine._fields:
                if name == "sum":
                    np.testing.assert_allclose(mine.sum, theirs.sum, rtol=1e-9, atol=1e-9 * 1e300)
                else:
                    np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name), name)
        least, exact = store.at_least(line, *limits, x, origin), oracle.at_least(line, *limits, x, origin)
        assert least <= exact <= store.at_most([line])
        extent, reach = store.extent(line, x, origin), oracle.extent(line, x, origin)
        assert (extent is None) == (reach is None)
        if extent is not None and reach is not None:
            assert extent[0] <= reach[0]
            assert reach[1] <= extent[1]
    for bound in (-1e300, -1.0, 0.0, 2.0, 1e301, float("inf"), float("-inf")):
        for rising in (True, False):
            assert store.first_past(line, bound, rising) == oracle.first_past(line, bound, rising)
    pieces = [(piece, piece.load()) for piece in store.pieces(line)]
    for column, whole in zip(
        zip(*(points for _, points in pieces), strict=True), oracle.raw(line, None, None, 1 << 60), strict=False
    ):
        np.testing.assert_array_equal(np.concatenate(column), whole)
    assert bool(pieces) == bool(oracle.pieces(line))
    for piece, points in pieces:
        finite = points.values[np.isfinite(points.values)]
        assert (piece.points, piece.first_step, piece.last_step) == (len(points), points.steps[0], points.steps[-1])
        assert ((piece.least <= finite) & (finite <= piece.greatest)).all()
    for mine_last, their_last in zip(store.last([line]), oracle.last([line]), strict=True):
        assert (mine_last is None) == (their_last is None)
        if mine_last is not None and their_last is not None:
            np.testing.assert_array_equal(tuple(mine_last), tuple(their_last))
    (mine,), (theirs,) = store.summary([line]), oracle.summary([line])
    assert (mine is None) == (theirs is None)
    if mine is not None and theirs is not None:
        # Of equal extremes the first is told.
        for name in (
            "points",
            "nonfinite",
            "min_step",
            "max_step",
            "first_step",
            "last_step",
            "first_time",
            "last_time",
            "stamp",
        ):
            assert getattr(mine, name) == getattr(theirs, name), name
        for name in ("last", "min", "max"):
            # Not assert_equal: in figures, the sign of a zero may be lost.
            np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name), name)


@pytest.fixture(params=["blocks", "frames", "default"])
def sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small sizes, so that short streams reach every path."""
    if request.param == "blocks":
        monkeypatch.setattr(blocks, "BLOCK_POINTS", 96)
        monkeypatch.setattr(blocks, "FOLD_POINTS", 24)
        monkeypatch.setattr(blocks, "FAN_IN", 3)
        monkeypatch.setattr(blocks, "CELL_POINTS", 8)
    elif request.param == "frames":
        monkeypatch.setattr(blocks, "FOLD_POINTS", 1 << 30)
        monkeypatch.setattr(blocks, "FAN_IN", 4)


@pytest.mark.usefixtures("sizes")
@settings(
    deadline=None,
    max_examples=examples(6),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    stream=stretches(),
    lo=st.none() | st.integers(-60, 1200),
    width=st.none() | st.integers(0, 1500),
    cut=st.integers(-60, 1200),
    compact_after=st.integers(0, 8),
)
def test_sqlite_answers_what_the_plain_store_answers(
    stream: list[Stretch], lo: int | None, width: int | None, cut: int, compact_after: int
) -> None:
    store, oracle = open_sqlite(), InMemorySeries()
    hi = None if lo is None or width is None else lo + width
    lines: list[Line] = [
        (Span(RUN, 1),),
        (Span(RUN, BRANCHED), Span(RUN, 1, cut)),
        (Span(RUN, 3, cut),),
        (Span(RUN, 9),),
    ]
    for position, batch in enumerate(batches(stream)):
        assert store.append(batch, Batch(RUN, "w", position + 1))
        assert oracle.append(batch, Batch(RUN, "w", position + 1))
        if position == compact_after:
            store.compact(10.0)
    for line in lines:
        assert_same(store, oracle, line, lo, hi)
        assert_same(frozen(store), oracle, line, lo, hi)
    store.finish(RUN)
    assert store.compact(10.0) is False
    later = frozen(store)
    later.prepare(lines)
    for line in lines:
        assert_same(store, oracle, line, lo, hi)
        assert_same(later, oracle, line, lo, hi)


def frozen(store: SqliteSeries) -> SqliteSeries:
    """The store as a reader has it: what it found once, here or in the cache that all share, it does not look up again."""
    return SqliteSeries(store._connection, store._cache, frozen=True)


@pytest.mark.parametrize("x", ["step", "time"])
def test_late_points_cost_what_they_touch(x: XAxis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK_POINTS", 100)
    store, oracle = open_sqlite(), InMemorySeries()
    for number, steps in enumerate([range(100_000), [*range(100_000, 101_100), 5, 50_000], [70_007]]):
        points = np.array([(1, step, 1000 * step + number, step % 7) for step in steps], POINT)
        points["time"][1100:1102] = 200_000_000
        for each in (store, oracle):
            each.append(points, Batch(RUN, "w", number))
    line: Line = (Span(RUN, 1),)
    decoded: list[int] = []
    values = blocks.Blocks.values

    def counted(self: blocks.Blocks, block: int) -> np.ndarray:
        decoded.append(block)
        return values(self, block)

    monkeypatch.setattr(blocks.Blocks, "values", counted)
    for _ in range(2):
        decoded.clear()
        fresh = SqliteSeries(store._connection, Cache(), frozen=True)
        limits, shift = (None, None), 17 if x == "step" else 40
        found = fresh.buckets(line, *limits, shift, x)
        np.testing.assert_array_equal(found.counts, oracle.buckets(line, *limits, shift, x).counts)
        if x == "step":
            assert len(decoded) < 30
        assert_same(store, oracle, line, None, None)
        store.compact(10.0)


@pytest.fixture(params=[open_sqlite, InMemorySeries], ids=["sqlite", "memory"])
def store(request: pytest.FixtureRequest) -> SeriesStore:
    """A store of each kind, with nothing in it."""
    made: SeriesStore = request.param()
    return made


def test_appending_a_batch_twice_changes_nothing(store: SeriesStore) -> None:
    points = np.array([(1, step, step, step / 3) for step in range(100)], POINT)
    assert store.append(points, Batch(RUN, "w", 100))
    assert not store.append(points, Batch(RUN, "w", 100))
    assert not store.append(points, Batch(RUN, "w", 50))
    assert store.append(points, Batch(RUN, "other", 50))
    (facts,) = store.summary([(Span(RUN, 1),)])
    assert facts is not None
    assert facts.points == 100


def test_a_deleted_run_is_gone_and_others_stay(store: SeriesStore) -> None:
    for run, series in ((1, 10), (2, 20)):
        points = np.array([(series, step, step, 0.5) for step in range(5000)], POINT)
        store.append(points, Batch(run, "w", 1))
    store.delete([1])
    assert len(store.raw((Span(1, 10),), None, None, 10)) == 0
    assert len(store.raw((Span(2, 20),), None, None, 10_000)) == 5000
    assert store.append(np.array([(11, 0, 0, 1.0)], POINT), Batch(1, "w", 1))


def test_the_ends_of_int64_are_steps_like_any_other(store: SeriesStore) -> None:
    ends = [-(1 << 63), -1, 0, (1 << 63) - 1]
    store.append(np.array([(1, step, 5, float(n)) for n, step in enumerate(ends)], POINT), Batch(RUN, "w", 1))
    line: Line = (Span(RUN, 1),)
    assert store.raw(line, None, None, 10).steps.tolist() == ends
    assert store.buckets(line, None, None, 62).bucket.tolist() == [-2, -1, 0, 1]
    assert store.raw(line, 0, None, 10).steps.tolist() == ends[2:]


@settings(deadline=None, max_examples=examples(8), suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, 3_000), st.integers(1, 3), st.integers(0, 9)), min_size=1, max_size=5),
    st.none() | st.integers(-5, 4_000),
    st.none() | st.integers(-5, 4_000),
    st.sampled_from([0, 1, 3, 8, 40]),
)
def test_lines_thinned_together_are_as_alone(
    shapes: list[tuple[int, int, int]], lo: int | None, hi: int | None, shift: int
) -> None:
    """Lines of one block are thinned in one go; with them there are short ones, which lie in frames, empty ones, some that have a NaN, and
    some that have a few more points, a late one among them."""
    store, oracle = open_sqlite(), InMemorySeries()
    for series, (count, stride, seed) in enumerate(shapes, 1):
        points = np.empty(count, POINT)
        points["series"], points["step"] = series, stride * np.arange(count)
        points["time"], points["value"] = np.arange(count), np.random.default_rng(seed).normal(size=count)
        points["value"][seed::1_000] = np.nan if seed == 9 else 1.0
        for each in (store, oracle):
            each.append(points, Batch(series, "w", 0))
            if seed % 2:
                late = [(series, seed, count, 7.0), (series, stride * count, count + 1, 8.0)]
                each.append(np.array(late, POINT), Batch(series, "w", 1))
    lines: list[Line] = [(Span(series, series),) for series in range(1, len(shapes) + 1)]
    frozen = SqliteSeries(store._connection, Cache(), frozen=True)
    asked = (lo, hi, shift, "step", [0] * len(lines))
    for mine, theirs in zip(frozen.buckets_of(lines, *asked), oracle.buckets_of(lines, *asked), strict=True):
        for name in mine._fields:
            np.testing.assert_allclose(getattr(mine, name), getattr(theirs, name), rtol=1e-9, err_msg=name)
