"""Curves: thinned to a panel's grid, or exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Buckets, Float64, Int64, Line, XAxis, thin
from runstone.model.errors import BadQuery
from runstone.query import lineage, runs
from runstone.query.asking import question
from runstone.query.panel_frame import COLUMNS, Panel, PanelRun

PanelX = Literal["step", "time", "relative"]
MAX_NONFINITE = 1000
MAX_BUCKETS = 100_000


class PanelAsk(msgspec.Struct, frozen=True):
    """A panel: one metric of several runs. `lo` and `hi` are inclusive limits on x, None for none."""

    metric: str
    runs: Sequence[str]
    x: PanelX = "step"
    lo: int | None = None
    hi: int | None = None
    buckets: int = 1000


class Points(NamedTuple):
    """Exact points, steps ascending; `next_cursor` asks for the following ones."""

    steps: Int64
    times: Int64
    values: Float64
    next_cursor: str | None


class Curve(NamedTuple):
    """One run of a panel: where its points are, and what its x is counted from."""

    id: str
    line: Line
    inherited: Line
    x: XAxis
    origin: int


@question
def panel(snapshot: Snapshot, ask: PanelAsk) -> Panel:
    """Curves of several runs on one grid of buckets, in the order in which the runs were asked for.

    Where all runs together have no more than `buckets` different x, every point is shown as it is. Otherwise a bucket is `x >> shift`, with
    the least shift that makes no more than `buckets` of them; the minimum and the maximum of each are kept.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: x or the number of buckets is none that can be had.
    """
    if ask.x not in ("step", "time", "relative"):
        raise BadQuery(f"x is {ask.x!r}; it can be step, time or relative.")
    if not 1 <= ask.buckets <= MAX_BUCKETS:
        raise BadQuery(f"{ask.buckets} buckets: it must be 1 to {MAX_BUCKETS}.")
    curves = [_curve(snapshot, run, ask.metric, ask.x) for run in ask.runs]
    thinned = _exact(snapshot, curves, ask)
    shift = 0
    exact = thinned is not None
    if thinned is None:
        shift = _shift(snapshot, curves, ask)
        thinned = [
            snapshot.series.buckets(curve.line, ask.lo, ask.hi, shift, curve.x, curve.origin) for curve in curves
        ]
    cells = [part for found in thinned for part in (found.bucket, found.nonfinite_x >> shift)]
    grid = np.unique(np.concatenate(cells)) if cells else np.empty(0, np.int64)
    middle = grid.astype(np.float64) * float(1 << shift) + ((1 << shift) - 1) / 2
    return Panel(
        ask.metric,
        ask.x,
        shift,
        snapshot.revision,
        exact,
        middle,
        [_panel_run(snapshot, curve, found, grid, shift) for curve, found in zip(curves, thinned, strict=True)],
    )


@question
def points(
    snapshot: Snapshot,
    run: str,
    metric: str,
    lo: int | None = None,
    hi: int | None = None,
    limit: int = 10_000,
    cursor: str | None = None,
) -> Points:
    """Exact points of one metric of a run, from step `lo` to step `hi`, both included.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: the cursor is none that this question gave out.
    """
    if cursor is not None:
        try:
            after = int(np.int64(cursor))
        except (ValueError, OverflowError) as error:
            raise BadQuery(
                f"{cursor!r} is no cursor of this question. Ask without one to begin at the start."
            ) from error
        lo = after if lo is None else max(lo, after)
    shown = lineage.branches(snapshot, runs.find(snapshot, run))
    found = snapshot.series.raw(lineage.line(snapshot, shown, metric), lo, hi, limit + 1)
    more = len(found) > limit
    next_cursor = str(int(found.steps[limit])) if more else None
    return Points(*found.where(slice(limit)), next_cursor)


def _curve(snapshot: Snapshot, name: str, metric: str, x: PanelX) -> Curve:
    run = runs.find(snapshot, name)
    shown = lineage.branches(snapshot, run)
    line = lineage.line(snapshot, shown, metric)
    inherited = lineage.line(snapshot, [branch for branch in shown if branch.inherited], metric)
    origin = 0
    if x == "relative":
        (origin,) = snapshot.connection.execute("SELECT created_time FROM run WHERE id = ?", (run,)).fetchone()
    return Curve(run, line, inherited, "step" if x == "step" else "time", origin)


def _exact(snapshot: Snapshot, curves: Sequence[Curve], ask: PanelAsk) -> list[Buckets] | None:
    """The points themselves, if they fit; None as soon as they do not."""
    found: list[Buckets] = []
    seen = np.empty(0, np.int64)
    for curve in curves:
        points = snapshot.series.raw(curve.line, ask.lo, ask.hi, ask.buckets + 1, curve.x, curve.origin)
        at = points.steps if curve.x == "step" else points.times - curve.origin
        seen = np.union1d(seen, at)
        if len(points) > ask.buckets or len(seen) > ask.buckets:
            return None
        found.append(thin(at, points.values, 0))
    return found


def _shift(snapshot: Snapshot, curves: Sequence[Curve], ask: PanelAsk) -> int:
    extents = [snapshot.series.extent(curve.line, curve.x, curve.origin) for curve in curves]
    known = [extent for extent in extents if extent is not None]
    low = min(extent[0] for extent in known)
    high = max(extent[1] for extent in known)
    low = low if ask.lo is None else max(low, ask.lo)
    high = high if ask.hi is None else min(high, ask.hi)
    # Zero is an edge of every grid: what lies on both sides of it needs two buckets.
    buckets = max(ask.buckets, 2) if low < 0 <= high else ask.buckets
    shift = 0
    while shift < 62 and (high >> shift) - (low >> shift) >= buckets:
        shift += 1
    return shift


def _panel_run(snapshot: Snapshot, curve: Curve, found: Buckets, grid: Int64, shift: int) -> PanelRun:
    values = np.full((len(COLUMNS), len(grid)), np.nan)
    at = np.searchsorted(grid, found.bucket)
    with np.errstate(invalid="ignore"):
        mean = found.sum / found.counts
    for row, column in enumerate((found.last, found.min, found.max, mean, found.counts)):
        values[row, at] = column
    inherited_until = None
    if curve.inherited:
        (last,) = snapshot.series.last([curve.inherited])
        if last is not None:
            inherited_until = last.step if curve.x == "step" else last.time - curve.origin
    return PanelRun(
        curve.id,
        int(found.counts.sum()) + len(found.nonfinite_x),
        values,
        inherited_until,
        _nonfinite(found, shift),
    )


def _nonfinite(found: Buckets, shift: int) -> list[tuple[int, Literal["NaN", "Infinity", "-Infinity"]]]:
    """The points that are no numbers; where there are too many, the first of each kind in each bucket, and of those an even choice."""
    x, values = found.nonfinite_x, found.nonfinite_value
    kinds = np.where(np.isnan(values), 0, np.where(values > 0, 1, 2))
    if len(x) > MAX_NONFINITE:
        _, first = np.unique(np.stack([x >> shift, kinds]), axis=1, return_index=True)
        first.sort()
        if len(first) > MAX_NONFINITE:
            first = first[np.linspace(0, len(first) - 1, MAX_NONFINITE).astype(np.intp)]
        x, kinds = x[first], kinds[first]
    names: list[Literal["NaN", "Infinity", "-Infinity"]] = ["NaN", "Infinity", "-Infinity"]
    return [(at, names[kind]) for at, kind in zip(x.tolist(), kinds.tolist(), strict=True)]
