"""Curves: thinned to a panel's grid, or exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_args

import msgspec
import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Float64, Int64
from runstone.model.errors import BadQuery
from runstone.query import lineage, runs
from runstone.query.asking import question
from runstone.query.bands import bands
from runstone.query.curves import Curves, Thinned
from runstone.query.grid import Grid
from runstone.query.language.expression import Expression, Metric
from runstone.query.panel_frame import COLUMNS, NonFinite, Panel, PanelGroup, PanelRun
from runstone.query.smoothing import Smoothing
from runstone.query.tracing import PanelX, Tracer, parsed

MAX_NONFINITE = 1000
MAX_BUCKETS = 100_000


class PanelAsk(msgspec.Struct, frozen=True):
    """A panel: one metric of several runs, or what an expression makes of several.

    `lo` and `hi` are inclusive limits on x, None for none, whole numbers unless x is a metric. With `groups`, a label for each run, the runs of
    each label are told as one band. `smoothing` is a text as `Smoothing.parse` takes it.
    """

    metric: str | None
    runs: Sequence[str]
    x: PanelX = "step"
    lo: float | None = None
    hi: float | None = None
    buckets: int = 1000
    x_metric: str | None = None
    expression: str | Expression | None = None
    groups: Sequence[str] = ()
    smoothing: str | None = None


class Points(NamedTuple):
    """Exact points, steps ascending; `next_cursor` asks for the following ones."""

    steps: Int64
    times: Int64
    values: Float64
    next_cursor: str | None


@question
def panel(snapshot: Snapshot, ask: PanelAsk) -> Panel:
    """Curves of several runs on one grid of buckets, in the order in which the runs were asked for.

    Where all runs together have no more than `buckets` different x, every point is shown as it is. Otherwise buckets are the least power of
    two wide that makes no more than `buckets` of them; the minimum and the maximum of each are kept. Groups are told on buckets that the run with
    the most points could fill, so that runs meet in them.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: x, the number of buckets, the expression, the groups or the smoothing is none that can be had.
    """
    smoothing = None if ask.smoothing is None else Smoothing.parse(ask.smoothing)
    _check(ask)
    tracer = Tracer(snapshot, ask.runs)
    name, curves = _curves(tracer, ask)
    shared = bool(ask.groups)
    grid = curves.exact_grid(ask.buckets, shared) or curves.spanning_grid(ask.buckets, shared)
    thinned = curves.thin(grid)
    cells = _union([part for found in thinned for part in (found.buckets.bucket, grid.cells(found.nonfinite_x))])
    x = grid.middle(cells)
    values = _table(thinned, cells)
    mean, counts = values[:, COLUMNS.index("mean")], values[:, COLUMNS.index("count")]
    head = (name, ask.x, grid.width, snapshot.revision, x)
    if ask.groups:
        return Panel(*head, [], _groups(ask.groups, x, values, smoothing), smoothing is not None)
    if smoothing is not None:
        values = np.concatenate([values, smoothing.apply(x, mean, counts)[:, None]], axis=1)
    parts = zip(tracer.ids, thinned, values, curves.inherited_until(), strict=True)
    return Panel(*head, [_panel_run(*part, grid) for part in parts], (), smoothing is not None)


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


@question
def derived(
    snapshot: Snapshot, run: str, expression: str | Expression, lo: int | None = None, hi: int | None = None
) -> Points:
    """Exact points of an expression over the metrics of a run, from step `lo` to step `hi`; all of them, so `next_cursor` is None.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: the expression cannot be evaluated.
    """
    (found,) = Tracer(snapshot, [run]).evaluated(*parsed(expression))
    first = 0 if lo is None else int(np.searchsorted(found.steps, lo, "left"))
    last = len(found) if hi is None else int(np.searchsorted(found.steps, hi, "right"))
    return Points(*found.where(slice(first, last)), None)


def _check(ask: PanelAsk) -> None:
    if (ask.metric is None) == (ask.expression is None):
        raise BadQuery("A panel shows either a metric or an expression. Give one of the two.")
    if ask.x not in get_args(PanelX):
        raise BadQuery(f"x is {ask.x!r}; it can be step, time, relative, runtime or metric.")
    if (ask.x == "metric") == (ask.x_metric is None):
        raise BadQuery("x_metric is the metric on the x axis: give it with x=metric, and only then.")
    if not 1 <= ask.buckets <= MAX_BUCKETS:
        raise BadQuery(f"{ask.buckets} buckets: it must be 1 to {MAX_BUCKETS}.")
    if ask.groups and len(ask.groups) != len(ask.runs):
        raise BadQuery(
            f"{len(ask.groups)} groups for {len(ask.runs)} runs. Give a group for each run, in the same order."
        )


def _curves(tracer: Tracer, ask: PanelAsk) -> tuple[str, Curves]:
    """What is shown, in words, and its curves."""
    tree, text = (Metric(ask.metric), None) if ask.metric is not None else parsed(ask.expression or "")
    if isinstance(tree, Metric) and tracer.is_stored(ask.x):
        lo, hi = (None if limit is None else int(limit) for limit in (ask.lo, ask.hi))
        return tree.name, tracer.stored(tree.name, ask.x, lo, hi)
    name = tree.name if isinstance(tree, Metric) else text or "expression"
    return name, tracer.traced(tree, text, ask.x, ask.x_metric, ask.lo, ask.hi)


def _union(cells: Sequence[Int64]) -> Int64:
    """All cells, ascending."""
    all_cells = np.concatenate([np.empty(0, np.int64), *cells])
    if not len(all_cells):
        return all_cells
    low, high = int(all_cells.min()), int(all_cells.max())
    if high - low > 4 * len(all_cells):
        return np.unique(all_cells)
    there = np.zeros(high - low + 1, np.bool_)
    there[all_cells - low] = True
    return np.flatnonzero(there) + low


def _table(thinned: Sequence[Thinned], cells: Int64) -> Float64:
    """Runs × COLUMNS × buckets."""
    values = np.full((len(thinned), len(COLUMNS), len(cells)), np.nan)
    for table, (found, _, _) in zip(values, thinned, strict=True):
        # Runs that log at the same steps have all of them.
        at = slice(None) if len(found.bucket) == len(cells) else np.searchsorted(cells, found.bucket)
        with np.errstate(invalid="ignore"):
            mean = found.sum / found.counts
        for row, column in zip(table, (found.last, found.min, found.max, mean, found.counts), strict=True):
            row[at] = column
    return values


def _groups(labels: Sequence[str], x: Float64, values: Float64, smoothing: Smoothing | None) -> list[PanelGroup]:
    """The bands, in the order in which their labels first appear."""
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    codes = np.array([numbers[label] for label in labels])
    by_column = {name: values[:, row] for row, name in enumerate(COLUMNS)}
    found = bands(codes, len(numbers), by_column["mean"], by_column["min"], by_column["max"])
    if smoothing is not None:
        found = np.concatenate([found, smoothing.apply(x, found[:, 1], found[:, 0])[:, None]], axis=1)
    sizes = np.bincount(codes, minlength=len(numbers)).tolist()
    return [PanelGroup(label, sizes[number], found[number]) for label, number in numbers.items()]


def _panel_run(run: str, found: Thinned, values: Float64, inherited_until: float | None, grid: Grid) -> PanelRun:
    count = int(found.buckets.counts.sum()) + len(found.nonfinite_x)
    return PanelRun(run, count, values, inherited_until, _nonfinite(found, grid), found.left_out)


def _nonfinite(found: Thinned, grid: Grid) -> list[tuple[float, NonFinite]]:
    """The points that are no numbers; where there are too many, the first of each kind in each bucket, and of those an even choice."""
    x, values = found.nonfinite_x, found.buckets.nonfinite_value
    if not len(x):
        return []
    kinds = np.where(np.isnan(values), 0, np.where(values > 0, 1, 2))
    if len(x) > MAX_NONFINITE:
        _, first = np.unique(np.stack([grid.cells(x), kinds]), axis=1, return_index=True)
        first.sort()
        if len(first) > MAX_NONFINITE:
            first = first[np.linspace(0, len(first) - 1, MAX_NONFINITE).astype(np.intp)]
        x, kinds = x[first], kinds[first]
    names: list[NonFinite] = ["NaN", "Infinity", "-Infinity"]
    return [(at, names[kind]) for at, kind in zip(x.tolist(), kinds.tolist(), strict=True)]
