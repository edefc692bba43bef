"""Points as arrays: what travels into a series store and out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

POINT = np.dtype([("series", "<u8"), ("step", "<i8"), ("time", "<i8"), ("value", "<f8")])
"""One point. The same bytes are a row of ClickHouse's RowBinary."""

XAxis = Literal["step", "time"]


class Batch(NamedTuple):
    """What a batch of points is known by: appending it twice changes nothing.

    `sequence` rises from batch to batch of one writer: the journal offset behind the batch.
    """

    run: int
    writer: str
    sequence: int


class Span(NamedTuple):
    """A stretch of a stored series: all of it, or what has a step up to and including `last_step`."""

    run: int
    series: int
    last_step: int | None = None


Line = tuple[Span, ...]
"""What is drawn as one curve: the spans of one metric over the branches of a run and of the runs it was forked off."""


class Points(NamedTuple):
    """Points of one line, each step once."""

    steps: Int64
    times: Int64
    values: Float64

    def __len__(self) -> int:
        return len(self.steps)

    def where(self, chosen: npt.NDArray[np.bool_] | slice | npt.NDArray[np.intp]) -> Points:
        """Only the chosen points."""
        return Points(self.steps[chosen], self.times[chosen], self.values[chosen])


class Buckets(NamedTuple):
    """A line thinned to cells of a grid: `bucket` is x >> shift, ascending. Figures are over finite values; a bucket without any is missing.

    `nonfinite` are the points left out, x ascending.
    """

    bucket: Int64
    last: Float64
    min: Float64
    max: Float64
    sum: Float64
    counts: Int64
    nonfinite_x: Int64
    nonfinite_value: Float64

    def where(self, chosen: npt.NDArray[np.intp] | slice) -> Buckets:
        """Only the chosen buckets, and all that is not finite."""
        bucket, last, low, high, total, counts, odd_x, odd_value = self
        columns = bucket[chosen], last[chosen], low[chosen], high[chosen], total[chosen], counts[chosen]
        return Buckets(*columns, odd_x, odd_value)


class SeriesFacts(NamedTuple):
    """A line in figures; `min` and `max` are NaN, and their steps 0, where no value is finite."""

    points: int
    nonfinite: int
    first_step: int
    last_step: int
    first_time: int
    last_time: int
    last: float
    stamp: int
    min: float
    min_step: int
    max: float
    max_step: int
    sum: float


class LastPoint(NamedTuple):
    """One point of a line: mostly that with the greatest step."""

    step: int
    time: int
    value: float


class Piece(NamedTuple):
    """A stretch of a line: from which step to which, how many points, and bounds of their finite values, infinite the wrong way round if there are none.
    What `load` gives has no point outside of them."""

    first_step: int
    last_step: int
    points: int
    least: float
    greatest: float
    load: Callable[[], Points]


NO_POINTS = Points(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float64))


def settle(points: Points) -> Points:
    """Steps ascending, each once: of several points with one step the one with the latest time stays, of those the last."""
    steps = points.steps
    if len(steps) < 2 or bool((steps[1:] > steps[:-1]).all()):
        return points
    ordered = points.where(np.lexsort((points.times, steps)))
    final = np.append(ordered.steps[1:] != ordered.steps[:-1], True)
    return ordered.where(final)


def join(parts: list[Points]) -> Points:
    """One after the other."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return NO_POINTS
    return Points(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def to_points(series: int, points: Points) -> npt.NDArray[np.void]:
    """The points as an array of POINT."""
    out = np.empty(len(points), POINT)
    out["series"], out["step"], out["time"], out["value"] = series, points.steps, points.times, points.values
    return out


def no_buckets() -> Buckets:
    """A line without a point."""
    whole, real = np.empty(0, np.int64), np.empty(0, np.float64)
    return Buckets(whole, real, real, real, real, whole, whole, real)


def thin(x: Int64, values: Float64, shift: int) -> Buckets:
    """Points with ascending x, thinned to buckets of `x >> shift`."""
    finite = np.isfinite(values)
    odd_x, odd_value = NO_POINTS.steps, NO_POINTS.values
    if not finite.all():
        odd = ~finite
        odd_x, odd_value = x[odd], values[odd]
        x, values = x[finite], values[finite]
    if not x.size:
        return no_buckets()._replace(nonfinite_x=odd_x, nonfinite_value=odd_value)
    cells = x >> shift
    starts = _starts(cells)
    if len(starts) == len(cells):
        return Buckets(cells, values, values, values, values, np.ones(len(cells), np.int64), odd_x, odd_value)
    ends = _ends(starts, len(cells))
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.add.reduceat(values, starts)
    return Buckets(
        cells[starts],
        values[ends - 1],
        np.minimum.reduceat(values, starts),
        np.maximum.reduceat(values, starts),
        total,
        ends - starts,
        odd_x,
        odd_value,
    )


def thin_all(lines: Sequence[tuple[Int64, Float64]], shift: int) -> list[Buckets]:
    """What `thin` gives for each of some lines, at least one, reckoned in one go: short lines cost little but the calls that are made for each."""
    values = np.concatenate([values for _, values in lines])
    if not np.isfinite(values).all():
        return [thin(x, values, shift) for x, values in lines]
    if not values.size:
        return [no_buckets() for _ in lines]
    cells = np.concatenate([x for x, _ in lines]) >> shift
    offsets = np.cumsum([0, *(len(x) for x, _ in lines)])
    new = np.empty(len(cells), np.bool_)
    np.not_equal(cells[1:], cells[:-1], out=new[1:])
    new[offsets[offsets < len(cells)]] = True
    starts = np.flatnonzero(new)
    ends = _ends(starts, len(cells))
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.add.reduceat(values, starts)
    low, high = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    together = Buckets(
        cells[starts], values[ends - 1], low, high, total, ends - starts, NO_POINTS.steps, NO_POINTS.values
    )
    bounds = np.searchsorted(starts, offsets).tolist()
    return [together.where(slice(first, last)) for first, last in pairwise(bounds)]


def _starts(cells: Int64) -> npt.NDArray[np.intp]:
    """Where in ascending cells, of which there are some, each begins."""
    new = np.empty(len(cells), np.bool_)
    new[0] = True
    np.not_equal(cells[1:], cells[:-1], out=new[1:])
    return np.flatnonzero(new)


def _ends(starts: npt.NDArray[np.intp], count: int) -> Int64:
    """Where what begins there ends."""
    ends = np.empty(len(starts), np.int64)
    ends[:-1] = starts[1:]
    ends[-1] = count
    return ends


def merge(parts: list[Buckets]) -> Buckets:
    """Buckets of stretches that follow each other, as if they had been thinned at once."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return no_buckets()
    return together(joined(parts))


def joined(parts: list[Buckets]) -> Buckets:
    """One after the other, at least one."""
    return Buckets(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def together(buckets: Buckets) -> Buckets:
    """Buckets of which neighbours may be the same one, as one each."""
    bucket, last, low, high, total, count, odd_x, odd_value = buckets
    starts = _starts(bucket) if len(bucket) else bucket
    if len(starts) == len(bucket):
        return buckets
    ends = _ends(starts, len(bucket))
    with np.errstate(over="ignore", invalid="ignore"):
        summed = np.add.reduceat(total, starts)
    return Buckets(
        bucket[starts],
        last[ends - 1],
        np.minimum.reduceat(low, starts),
        np.maximum.reduceat(high, starts),
        summed,
        np.add.reduceat(count, starts),
        odd_x,
        odd_value,
    )


def facts_of(points: Points) -> SeriesFacts | None:
    """The figures of settled points; None where there are none."""
    if not len(points):
        return None
    steps, times, values = points
    finite = np.isfinite(values)
    known = values[finite]
    low = high = float("nan")
    low_step = high_step = 0
    total = 0.0
    if known.size:
        known_steps = steps[finite]
        least, most = int(np.argmin(known)), int(np.argmax(known))
        low, low_step = float(known[least]), int(known_steps[least])
        high, high_step = float(known[most]), int(known_steps[most])
        with np.errstate(over="ignore", invalid="ignore"):
            total = float(known.sum())
    return SeriesFacts(
        len(values),
        len(values) - len(known),
        int(steps[0]),
        int(steps[-1]),
        int(times.min()),
        int(times.max()),
        float(values[-1]),
        int(times[-1]),
        low,
        low_step,
        high,
        high_step,
        total,
    )


def first_past(points: Points, bound: float, rising: bool) -> LastPoint | None:
    """The first point with a value above `bound`, or below it if not `rising`; None if there is none."""
    past = points.values > bound if rising else points.values < bound
    at = int(past.argmax()) if len(points) else 0
    if not len(points) or not past[at]:
        return None
    return LastPoint(int(points.steps[at]), int(points.times[at]), float(points.values[at]))


def cut(points: Points, lo: int | None, hi: int | None, x: XAxis, origin: int) -> tuple[Points, Int64]:
    """Settled points in the order of x and within inclusive limits, and their x."""
    at = points.steps if x == "step" else points.times - origin
    if x == "time" and len(at) > 1 and bool((at[1:] < at[:-1]).any()):
        order = np.lexsort((points.steps, at))
        points, at = points.where(order), at[order]
    first = 0 if lo is None else int(np.searchsorted(at, lo, "left"))
    last = len(at) if hi is None else int(np.searchsorted(at, hi, "right"))
    if first == 0 and last == len(at):
        return points, at
    return points.where(slice(first, last)), at[first:last]
