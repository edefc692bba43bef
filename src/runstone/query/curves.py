"""The curves of a panel: read thinned from the store, or made of exact points where the store knows nothing of x or of the values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from runstone.index import points as arrays
from runstone.index.points import Buckets, Float64, Int64, Line, Points, XAxis
from runstone.index.series import SeriesStore
from runstone.query.grid import FloatGrid, Grid, StepGrid, X


class Curve(NamedTuple):
    """One run of a panel: where its points are, those of its parents once more, and what its x is counted from."""

    line: Line
    inherited: Line
    x: XAxis
    origin: int


class Thinned(NamedTuple):
    """A curve on a grid: `buckets.bucket` are cells of the grid; `nonfinite_x` is the x of `buckets.nonfinite_value`."""

    buckets: Buckets
    nonfinite_x: X
    left_out: int


class Curves(Protocol):
    """The curves of a panel, in the order of its runs."""

    def exact_grid(self, most: int, shared: bool) -> Grid | None:
        """A grid with a bucket for each x, if all runs together have no more than `most`; None if they have.

        Args:
            most: so many.
            shared: only if no run has an x that the one with most points has not.
        """

    def spanning_grid(self, most: int, shared: bool) -> Grid:
        """The finest grid with no more than `most` buckets; if `shared`, no more than points in the run that has most, so that runs meet."""

    def thin(self, grid: Grid) -> list[Thinned]:
        """The curves on this grid."""

    def inherited_until(self) -> list[float | None]:
        """For each, the x up to which its points are a parent's."""


class StoredCurves:
    """Curves over steps or times, of roll-ups wherever they do."""

    def __init__(self, store: SeriesStore, curves: Sequence[Curve], lo: int | None, hi: int | None) -> None:
        self._store = store
        self._curves = curves
        self._lo = lo
        self._hi = hi

    def exact_grid(self, most: int, shared: bool) -> Grid | None:
        """See Curves."""
        # Without limits, figures tell of every line. Within limits they tell little, and one line that was read tells as much for all.
        whole = self._lo is None and self._hi is None
        if whole and any(self._least(curve) > most for curve in self._curves):
            return None
        seen = np.empty(0, np.int64)
        longest = 0
        for curve in self._curves:
            if not whole and self._least(curve) > most:
                return None
            found = self._store.buckets(curve.line, self._lo, self._hi, 0, curve.x, curve.origin)
            # Runs that log at the same steps bring nothing new.
            if len(found.nonfinite_x) or not np.array_equal(seen, found.bucket):
                seen = np.unique(np.concatenate([seen, found.bucket, found.nonfinite_x]))
            longest = max(longest, int(found.counts.sum()) + len(found.nonfinite_x))
            if len(seen) > most:
                return None
        return None if shared and len(seen) > longest else StepGrid(0, True)

    def spanning_grid(self, most: int, shared: bool) -> Grid:
        """See Curves."""
        extents = [self._store.extent(curve.line, curve.x, curve.origin) for curve in self._curves]
        known = [extent for extent in extents if extent is not None]
        if not known:
            return StepGrid(0, True)
        low, high = min(extent[0] for extent in known), max(extent[1] for extent in known)
        if shared:
            most = max(1, min(most, self._least_points()))
        return StepGrid.spanning(
            low if self._lo is None else max(low, self._lo), high if self._hi is None else min(high, self._hi), most
        )

    def thin(self, grid: Grid) -> list[Thinned]:
        """See Curves."""
        assert isinstance(grid, StepGrid)
        if not self._curves:
            return []
        lines, origins = [curve.line for curve in self._curves], [curve.origin for curve in self._curves]
        found = self._store.buckets_of(lines, self._lo, self._hi, grid.shift, self._curves[0].x, origins)
        return [Thinned(buckets, buckets.nonfinite_x, 0) for buckets in found]

    def inherited_until(self) -> list[float | None]:
        """See Curves."""
        ends = self._store.last([curve.inherited for curve in self._curves])
        return [
            None if end is None else end.step if curve.x == "step" else end.time - curve.origin
            for curve, end in zip(self._curves, ends, strict=True)
        ]

    def _least_points(self) -> int:
        """The points of the run that has most, or somewhat less."""
        return max(map(self._least, self._curves), default=0)

    def _least(self, curve: Curve) -> int:
        return self._store.at_least(curve.line, self._lo, self._hi, curve.x, curve.origin)


class Trace(NamedTuple):
    """Exact points of one run, x ascending and finite."""

    x: X
    values: Float64
    left_out: int
    inherited_until: float | None


class TracedCurves:
    """Curves of exact points."""

    def __init__(self, traces: Sequence[Trace]) -> None:
        self._traces = traces

    def exact_grid(self, most: int, shared: bool) -> Grid | None:
        """See Curves."""
        longest = max((len(trace.x) for trace in self._traces), default=0)
        seen: X = np.empty(0, np.int64)
        for trace in self._traces:
            own = trace.x[np.append(True, trace.x[1:] != trace.x[:-1])] if len(trace.x) else trace.x
            if len(own) > most:
                return None
            seen = np.unique(np.concatenate([seen, own]) if len(seen) else own)
            if len(seen) > most:
                return None
        if shared and len(seen) > longest:
            return None
        return StepGrid(0, True) if seen.dtype == np.int64 else FloatGrid.of_distinct(seen.astype(np.float64))

    def spanning_grid(self, most: int, shared: bool) -> Grid:
        """See Curves."""
        some = [trace.x for trace in self._traces if len(trace.x)]
        if not some:
            return StepGrid(0, True)
        if shared:
            most = min(most, max(len(x) for x in some))
        low, high = min(x[0] for x in some), max(x[-1] for x in some)
        if some[0].dtype == np.int64:
            return StepGrid.spanning(int(low), int(high), most)
        return (
            FloatGrid.of_distinct(np.array([low])) if low == high else FloatGrid.spanning(float(low), float(high), most)
        )

    def thin(self, grid: Grid) -> list[Thinned]:
        """See Curves."""
        found = []
        for trace in self._traces:
            buckets = arrays.thin(grid.cells(trace.x), trace.values, 0)
            found.append(Thinned(buckets, trace.x[~np.isfinite(trace.values)], trace.left_out))
        return found

    def inherited_until(self) -> list[float | None]:
        """See Curves."""
        return [trace.inherited_until for trace in self._traces]


def trace(points: Points, x: Int64, lo: float | None, hi: float | None, inherited: int | None) -> Trace:
    """Points over a whole number, their step or time.

    Args:
        points: steps ascending.
        x: of each.
        lo: the least x.
        hi: the greatest.
        inherited: how many of the points, from the first on, are a parent's.
    """
    return _ordered(x, points.values, lo, hi, inherited, 0)


def trace_over(
    points: Points, other: Points, lo: float | None, hi: float | None, inherited: int | None, synced: bool = False
) -> Trace:
    """Points over another series, at the steps that both have; `synced` at the last value that the other one had by then. Arguments as for
    `trace`; what has no finite x is left out and counted."""
    if synced:
        latest = np.searchsorted(other.steps, points.steps, "right") - 1
        own = np.flatnonzero(latest >= 0)
        steps, its = points.steps[own], latest[own]
    else:
        steps, own, its = np.intersect1d(points.steps, other.steps, assume_unique=True, return_indices=True)
    x, values = other.values[its], points.values[own]
    finite = np.isfinite(x)
    before = None if inherited is None else int(finite[: np.searchsorted(own, inherited)].sum())
    return _ordered(x[finite], values[finite], lo, hi, before, len(steps) - int(finite.sum()))


def _ordered(x: X, values: Float64, lo: float | None, hi: float | None, inherited: int | None, left_out: int) -> Trace:
    until = float(x[inherited - 1]) if inherited else None
    if x.dtype == np.int64 and inherited:
        until = int(x[inherited - 1])
    if len(x) > 1 and bool((x[1:] < x[:-1]).any()):
        order = np.argsort(x, kind="stable")
        x, values = x[order], values[order]
    inside = slice(
        0 if lo is None else int(np.searchsorted(x, lo, "left")),
        len(x) if hi is None else int(np.searchsorted(x, hi, "right")),
    )
    return Trace(x[inside], values[inside], left_out, until)
