"""Rows: metrics side by side on their steps, all at once or a stretch after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from runstone.api.columns import Bool, Column, names_beside
from runstone.api.frames import frame
from runstone.encoding.frame import Backend
from runstone.index.points import NO_POINTS, Float64, Int64
from runstone.query.series import Points

# Rows are dense: a thousand metrics at 65,536 steps would be half a gigabyte.
_MOST_CELLS = 4_000_000
_LEAST_ROWS = 256

Ask = Callable[[int, str | None], Points]
"""A page of one metric: at most so many points, from a cursor on."""


class Rows(NamedTuple):
    """Metrics side by side: an element for each step that one of them has a point at.

    `steps` ascend, each once. `times` are those of the latest point at the step, in microseconds since the epoch. `values` holds an
    array a metric, NaN where it has no point; `present` tells that from a NaN that was logged.
    """

    steps: Int64
    times: Int64
    values: dict[str, Float64]
    present: dict[str, Bool]

    def __len__(self) -> int:
        return len(self.steps)

    def columns(self, taken: tuple[str, ...] = ("step", "time")) -> dict[str, Column]:
        """As columns `step`, `time`, and one a metric; a metric with a name that is `taken` becomes `<name> (metric)`."""
        found = {"step": Column("int", self.steps), "time": Column("time", self.times)}
        for metric, name in names_beside(taken, self.values).items():
            present = self.present[metric]
            found[name] = Column("float", self.values[metric], None if present.all() else present)
        return found

    def frame(self, backend: Backend | None = None) -> Any:
        """As a data frame, see `StoredRun.history`."""
        return frame(self.columns(), backend)


def side_by_side(series: Mapping[str, Points]) -> Rows:
    """Whole series side by side."""
    parts = list(series.values())
    if not parts:
        return Rows(NO_POINTS.steps, NO_POINTS.times, {}, {})
    steps = parts[0].steps
    shared = all(np.array_equal(points.steps, steps) for points in parts[1:])
    if not shared:
        steps = np.unique(np.concatenate([points.steps for points in parts]))
    times = np.full(len(steps), np.iinfo(np.int64).min)
    values, present = {}, {}
    everywhere = np.ones(len(steps), np.bool_)
    for name, points in series.items():
        if len(points.steps) == len(steps):
            times = np.maximum(times, points.times)
            values[name], present[name] = points.values, everywhere
            continue
        at = np.searchsorted(steps, points.steps)
        times[at] = np.maximum(times[at], points.times)
        values[name] = np.full(len(steps), np.nan)
        values[name][at] = points.values
        present[name] = np.zeros(len(steps), np.bool_)
        present[name][at] = True
    return Rows(steps, times, values, present)


def scan(asks: Mapping[str, Ask], rows: int) -> Iterator[Rows]:
    """Series side by side, a stretch of steps after the other, in memory that does not grow with their length.

    Args:
        asks: how the pages of each metric are had.
        rows: the most rows at once; with many metrics there are fewer.
    """
    limit = max(1, min(rows, max(_LEAST_ROWS, _MOST_CELLS // max(1, len(asks)))))
    feeds = {name: _Feed(ask, limit) for name, ask in asks.items()}
    while True:
        for feed in feeds.values():
            feed.fill()
        # Up to here each metric is known whole: the next pages begin behind it.
        reaches = [feed.reach for feed in feeds.values() if feed.more and len(feed)]
        until = min(reaches) if reaches else None
        found = side_by_side({name: feed.upto(until) for name, feed in feeds.items()})
        if not len(found):
            return
        if len(found) > limit:
            until = int(found.steps[limit - 1])
            found = side_by_side({name: feed.upto(until) for name, feed in feeds.items()})
        for feed in feeds.values():
            feed.drop(until)
        yield found


class _Feed:
    """One metric: the points at hand, and how more are had."""

    def __init__(self, ask: Ask, limit: int) -> None:
        self._ask = ask
        self._limit = limit
        self._points = Points(*NO_POINTS, None)
        self._begun = False

    def __len__(self) -> int:
        return len(self._points.steps)

    @property
    def more(self) -> bool:
        """Whether there are more than those at hand."""
        return not self._begun or self._points.next_cursor is not None

    @property
    def reach(self) -> int:
        """The last step at hand."""
        return int(self._points.steps[-1])

    def fill(self) -> None:
        """Have at least one point at hand, unless there are none left."""
        while not len(self) and self.more:
            self._points = self._ask(self._limit, self._points.next_cursor)
            self._begun = True

    def upto(self, until: int | None) -> Points:
        """The points at hand up to this step, or all."""
        return self._points if until is None else self._cut(slice(self._place(until)))

    def drop(self, until: int | None) -> None:
        """Forget what `upto` gave."""
        self._points = self._cut(slice(len(self) if until is None else self._place(until), None))

    def _place(self, until: int) -> int:
        return int(np.searchsorted(self._points.steps, until, "right"))

    def _cut(self, chosen: slice) -> Points:
        steps, times, values, cursor = self._points
        return Points(steps[chosen], times[chosen], values[chosen], cursor)
