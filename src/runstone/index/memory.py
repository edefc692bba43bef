"""The series store in memory: as plain as can be, the measure for every other implementation."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from runstone.index import points as arrays
from runstone.index.points import NO_POINTS, Batch, Buckets, LastPoint, Line, Piece, Points, SeriesFacts, XAxis


class InMemorySeries:
    """All points in lists. For tests and for questions about small data; nothing survives the process."""

    def __init__(self) -> None:
        self._points: dict[int, list[Points]] = {}
        self._runs: dict[int, int] = {}
        self._ledger: dict[tuple[int, str], int] = {}

    def append(self, points: npt.NDArray[np.void], batch: Batch) -> bool:
        """See SeriesStore."""
        known = self._ledger.get((batch.run, batch.writer))
        if known is not None and known >= batch.sequence:
            return False
        self._ledger[batch.run, batch.writer] = batch.sequence
        for series in np.unique(points["series"]).tolist():
            own = points[points["series"] == series]
            self._points.setdefault(series, []).append(
                Points(own["step"].copy(), own["time"].copy(), own["value"].copy())
            )
            self._runs[series] = batch.run
        return True

    def buckets(
        self, line: Line, lo: int | None, hi: int | None, shift: int, x: XAxis = "step", origin: int = 0
    ) -> Buckets:
        """See SeriesStore."""
        points, at = self._read(line, lo, hi, x, origin)
        return arrays.thin(at, points.values, shift)

    def buckets_of(
        self, lines: Sequence[Line], lo: int | None, hi: int | None, shift: int, x: XAxis, origins: Sequence[int]
    ) -> list[Buckets]:
        """See SeriesStore."""
        return [self.buckets(line, lo, hi, shift, x, origin) for line, origin in zip(lines, origins, strict=True)]

    def raw(self, line: Line, lo: int | None, hi: int | None, limit: int, x: XAxis = "step", origin: int = 0) -> Points:
        """See SeriesStore."""
        points, _ = self._read(line, lo, hi, x, origin)
        return points.where(slice(limit))

    def prepare(self, lines: Sequence[Line]) -> None:
        """Nothing to do."""

    def at_least(self, line: Line, lo: int | None, hi: int | None, x: XAxis = "step", origin: int = 0) -> int:
        """See SeriesStore."""
        return len(self._read(line, lo, hi, x, origin)[0])

    def at_most(self, lines: Sequence[Line]) -> int:
        """See SeriesStore."""
        return sum(self.at_least(line, None, None) for line in lines)

    def first_past(self, line: Line, bound: float, rising: bool) -> LastPoint | None:
        """See SeriesStore."""
        return arrays.first_past(self._read(line, None, None, "step", 0)[0], bound, rising)

    def pieces(self, line: Line) -> list[Piece]:
        """See SeriesStore."""
        points = self._read(line, None, None, "step", 0)[0]
        facts = arrays.facts_of(points)
        if facts is None:
            return []
        bounds = (math.inf, -math.inf) if math.isnan(facts.min) else (facts.min, facts.max)
        return [Piece(facts.first_step, facts.last_step, facts.points, *bounds, lambda: points)]

    def summary(self, lines: Sequence[Line]) -> list[SeriesFacts | None]:
        """See SeriesStore."""
        return [arrays.facts_of(self._read(line, None, None, "step", 0)[0]) for line in lines]

    def last(self, lines: Sequence[Line]) -> list[LastPoint | None]:
        """See SeriesStore."""
        return [facts and LastPoint(facts.last_step, facts.stamp, facts.last) for facts in self.summary(lines)]

    def extent(self, line: Line, x: XAxis = "step", origin: int = 0) -> tuple[int, int] | None:
        """See SeriesStore."""
        _, at = self._read(line, None, None, x, origin)
        return (int(at[0]), int(at[-1])) if len(at) else None

    def delete(self, runs: Iterable[int]) -> None:
        """See SeriesStore."""
        gone = set(runs)
        for series in [series for series, run in self._runs.items() if run in gone]:
            del self._points[series], self._runs[series]
        for run, writer in [key for key in self._ledger if key[0] in gone]:
            del self._ledger[run, writer]

    def finish(self, run: int) -> None:
        """Nothing to do."""

    def compact(self, budget_secs: float) -> bool:
        """Nothing to do."""
        return False

    def _read(
        self, line: Line, lo: int | None, hi: int | None, x: XAxis, origin: int
    ) -> tuple[Points, npt.NDArray[np.int64]]:
        parts = []
        for span in line:
            for part in self._points.get(span.series, [NO_POINTS]):
                parts.append(part if span.last_step is None else part.where(part.steps <= span.last_step))
        return arrays.cut(arrays.settle(arrays.join(parts)), lo, hi, x, origin)
