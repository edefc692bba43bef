"""The series store in SQLite: the reading half, and the figures of each series. See `schema.sql` for what lies where."""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.index import codec
from runstone.index import points as arrays
from runstone.index.blocks import Blocks
from runstone.index.cache import Cache
from runstone.index.codec import Table
from runstone.index.points import Batch, Buckets, LastPoint, Line, Points, SeriesFacts, XAxis
from runstone.index.tables import to_tables


class Source(NamedTuple):
    """Where some points of a line are: in a block, or at hand already."""

    first_step: int
    last_step: int
    first_time: int
    last_time: int
    block: sqlite3.Row | None
    points: Points | None
    until: int | None  # the last step that is taken of it, where that is less than it has


class SqliteSeries:
    """Points in the tables `frame`, `axis`, `block` and `block_data`. Transactions are the caller's."""

    def __init__(self, connection: sqlite3.Connection, cache: Cache) -> None:
        self._connection = connection
        self._blocks = Blocks(connection, cache)

    def append(self, points: npt.NDArray[np.void], batch: Batch) -> bool:
        """See SeriesStore."""
        known = self._connection.execute(
            "SELECT upto FROM ledger WHERE run = ? AND writer = ?", (batch.run, batch.writer)
        ).fetchone()
        if known is not None and known[0] >= batch.sequence:
            return False
        self._connection.execute("INSERT OR REPLACE INTO ledger VALUES (?, ?, ?)", batch)
        tables = to_tables(points)
        self._update_facts(batch.run, tables)
        self._blocks.add(batch.run, tables)
        return True

    def _update_facts(self, run: int, tables: list[Table]) -> None:
        for table in tables:
            steps, times, values = table.steps, table.times, table.values
            finite = np.isfinite(values)
            counts = finite.sum(axis=1)
            low = high = known = values
            if not finite.all():
                low, high = np.where(finite, values, np.inf), np.where(finite, values, -np.inf)
                known = np.where(finite, values, 0.0)
            least, most = low.argmin(axis=1), high.argmax(axis=1)
            with np.errstate(over="ignore", invalid="ignore"):
                total = np.nan_to_num(known.sum(axis=1), nan=0.0, posinf=np.inf, neginf=-np.inf)
            rows = np.arange(len(values))
            common = (int(steps[0]), int(steps[-1]), int(times.min()), int(times.max()))
            stamp = int(times[-1])
            columns = zip(
                table.series.tolist(),
                counts.tolist(),
                values[:, -1].tolist(),
                values[rows, least].tolist(),
                steps[least].tolist(),
                values[rows, most].tolist(),
                steps[most].tolist(),
                total.tolist(),
                strict=True,
            )
            self._connection.executemany(
                _UPSERT_FACTS,
                [
                    (series, run, len(steps), len(steps) - count, *common, last, stamp)
                    + ((a, a_step, b, b_step) if count else (None, None, None, None))
                    + (summed,)
                    for series, count, last, a, a_step, b, b_step, summed in columns
                ],
            )

    def buckets(
        self, line: Line, lo: int | None, hi: int | None, shift: int, x: XAxis = "step", origin: int = 0
    ) -> Buckets:
        """See SeriesStore."""
        parts: list[Buckets] = []
        for group in self._groups(line, lo, hi, x, origin):
            rolled = self._rolled(group, lo, hi, shift) if x == "step" else None
            if rolled is None:
                points, at = arrays.cut(self._settled(group), lo, hi, x, origin)
                rolled = arrays.thin(at, points.values, shift)
            parts.append(rolled)
        return arrays.merge(parts)

    def _rolled(self, group: list[Source], lo: int | None, hi: int | None, shift: int) -> Buckets | None:
        """Buckets from a block's roll-up; None where it must be decoded."""
        source = group[0]
        row = source.block
        if len(group) > 1 or row is None or source.until is not None or row["nonfinite"]:
            return None
        if (lo is not None and lo > source.first_step) or (hi is not None and hi < source.last_step):
            return None
        first, last = source.first_step >> shift, source.last_step >> shift
        if first == last:
            return arrays.no_buckets()._replace(
                bucket=np.array([first], np.int64),
                last=np.array([row["last_finite"]], np.float64),
                min=np.array([row["min"]], np.float64),
                max=np.array([row["max"]], np.float64),
                sum=np.array([row["sum"]], np.float64),
                counts=np.array([row["count"]], np.int64),
            )
        if shift < row["shift"]:
            return None
        cells = codec.unpack_cells(row["cells"])
        odd = arrays.no_buckets()
        rolled = odd._replace(
            bucket=cells.cell >> (shift - row["shift"]),
            last=cells.last,
            min=cells.min,
            max=cells.max,
            sum=cells.sum,
            counts=cells.counts,
        )
        return arrays.merge([rolled, odd])

    def raw(self, line: Line, lo: int | None, hi: int | None, limit: int, x: XAxis = "step", origin: int = 0) -> Points:
        """See SeriesStore."""
        parts: list[Points] = []
        missing = limit
        for group in self._groups(line, lo, hi, x, origin):
            points, _ = arrays.cut(self._settled(group), lo, hi, x, origin)
            parts.append(points.where(slice(missing)))
            missing -= len(parts[-1])
            if missing <= 0:
                break
        return arrays.join(parts)

    def summary(self, lines: Sequence[Line]) -> list[SeriesFacts | None]:
        """See SeriesStore."""
        rows = self._facts_rows(lines)
        found: list[SeriesFacts | None] = []
        for line in lines:
            row = rows.get(line[0].series) if line else None
            if len(line) == 1 and line[0].last_step is None and (row is None or row["tidy"]):
                found.append(None if row is None else facts_of_row(row))
            else:
                found.append(self._computed(line))
        return found

    def last(self, lines: Sequence[Line]) -> list[LastPoint | None]:
        """See SeriesStore."""
        rows = self._facts_rows(lines)
        return [max(self._ends(line, rows), default=None, key=lambda end: (end.step, end.time)) for line in lines]

    def _ends(self, line: Line, rows: dict[int, sqlite3.Row]) -> Iterator[LastPoint]:
        for span in line:
            row = rows.get(span.series)
            if row is None:
                continue
            if span.last_step is None or row["last_step"] <= span.last_step:
                yield LastPoint(row["last_step"], row["stamp"], math.nan if row["last"] is None else row["last"])
            elif groups := list(self._groups((span,), None, None, "step", 0)):
                steps, times, values = self._settled(groups[-1])
                yield LastPoint(int(steps[-1]), int(times[-1]), float(values[-1]))

    def extent(self, line: Line, x: XAxis = "step", origin: int = 0) -> tuple[int, int] | None:
        """See SeriesStore."""
        rows = self._facts_rows([line])
        lows, highs = [], []
        for span in line:
            row = rows.get(span.series)
            if row is None or (span.last_step is not None and row["first_step"] > span.last_step):
                continue
            last = next(self._ends((span,), rows))
            is_cut = last.step != row["last_step"]
            if x == "step":
                lows.append(row["first_step"])
                highs.append(last.step)
            else:
                lows.append(row["first_time"] - origin)
                highs.append((last.time if is_cut else row["last_time"]) - origin)
        return (min(lows), max(highs)) if lows else None

    def _facts_rows(self, lines: Sequence[Line]) -> dict[int, sqlite3.Row]:
        series = [span.series for line in lines for span in line]
        found: dict[int, sqlite3.Row] = {}
        for first in range(0, len(series), 500):
            some = series[first : first + 500]
            rows = self._connection.execute(
                f"SELECT series, {_FACTS}, tidy FROM series_facts WHERE series IN ({','.join('?' * len(some))})", some
            )
            found.update((row["series"], row) for row in rows)
        return found

    def _computed(self, line: Line) -> SeriesFacts | None:
        found: list[SeriesFacts] = []
        for group in self._groups(line, None, None, "step", 0):
            row = group[0].block
            if len(group) == 1 and row is not None and group[0].until is None:
                stamp = int(self._blocks.axis(row["axis"])[1][-1])
                found.append(facts_of_row(row, stamp))
            else:
                facts = arrays.facts_of(self._settled(group))
                if facts is not None:
                    found.append(facts)
        return _combined(found)

    def delete(self, runs: Iterable[int]) -> None:
        """See SeriesStore."""
        for run in runs:
            self._connection.execute(
                "DELETE FROM block_data WHERE block IN (SELECT id FROM block WHERE run = ?)", (run,)
            )
            for table in ("block", "axis", "frame", "series_facts", "ledger"):
                self._connection.execute(f"DELETE FROM {table} WHERE run = ?", (run,))

    def finish(self, run: int) -> None:
        """No more points are expected of this run: merge its frames, so that reading it is cheap."""
        (frames,) = self._connection.execute("SELECT count(*) FROM frame WHERE run = ?", (run,)).fetchone()
        if frames > 1:
            self._blocks.merge_frames(run)

    def compact(self, budget_secs: float) -> bool:
        """See SeriesStore."""
        deadline = time.monotonic() + budget_secs
        untidy = self._connection.execute("SELECT DISTINCT run FROM series_facts WHERE NOT tidy").fetchall()
        for (run,) in untidy:
            if time.monotonic() > deadline:
                return True
            self._tidy(run)
        crowded = self._connection.execute("SELECT run FROM frame GROUP BY run HAVING count(*) >= 8").fetchall()
        for (run,) in crowded:
            if time.monotonic() > deadline:
                return True
            self._blocks.merge_frames(run)
        return False

    def _tidy(self, run: int) -> None:
        """Make late and repeated steps of a run permanent: one frame or blocks that do not overlap, and figures anew."""
        (blocks,) = self._connection.execute("SELECT count(*) FROM block WHERE run = ?", (run,)).fetchone()
        # Beside blocks, a frame could overlap them for ever: what it has becomes blocks, too.
        self._blocks.merge_frames(run, fold_points=1 if blocks else 1 << 62)
        untidy = self._connection.execute(
            "SELECT series FROM series_facts WHERE run = ? AND NOT tidy", (run,)
        ).fetchall()
        for (series,) in untidy:
            line: Line = (arrays.Span(run, series),)
            for group in list(self._groups(line, None, None, "step", 0)):
                if len(group) > 1:
                    points = self._settled(group)
                    rows = [source.block for source in group if source.block is not None]
                    self._blocks.replace(run, series, rows, points)
            facts = self._computed(line)
            if facts is not None:
                self._connection.execute(
                    f"UPDATE series_facts SET ({_FACTS}, tidy) = (?,?,?,?,?,?,?,?,?,?,?,?,?,1) WHERE series = ?",
                    (*_row_of_facts(facts), series),
                )

    def _settled(self, group: list[Source]) -> Points:
        parts = []
        for source in group:
            points = source.points
            if points is None and source.block is not None:
                points = self._blocks.points(source.block["id"], source.block["axis"])
            if points is not None:
                if source.until is not None:
                    points = points.where(slice(int(np.searchsorted(points.steps, source.until, "right"))))
                parts.append(points)
        return arrays.settle(arrays.join(parts))

    def _groups(self, line: Line, lo: int | None, hi: int | None, x: XAxis, origin: int) -> Iterator[list[Source]]:
        """The sources of a line within limits, x ascending from group to group; only sources of one group overlap each other."""
        on_steps = x == "step"
        sources = [
            source
            for span in line
            for source in self._sources(span, lo if on_steps else None, hi if on_steps else None)
        ]
        sources.sort(key=lambda source: (source.first_step, source.last_step))
        groups: list[list[Source]] = []
        reach = 0
        for source in sources:
            if groups and source.first_step <= reach:
                groups[-1].append(source)
                reach = max(reach, source.last_step)
            else:
                groups.append([source])
                reach = source.last_step
        if on_steps:
            yield from groups
            return
        if not _ascends_in_time(groups):
            yield sources
            return
        for group in groups:
            # Only now: a group outside the limits may hide nothing inside, but a source of a group may hide points of another.
            late = lo is None or max(source.last_time for source in group) - origin >= lo
            early = hi is None or min(source.first_time for source in group) - origin <= hi
            if late and early:
                yield group

    def _sources(self, span: arrays.Span, lo: int | None, hi: int | None) -> Iterator[Source]:
        if span.last_step is not None:
            hi = span.last_step if hi is None else min(hi, span.last_step)
        rows = self._connection.execute(
            _SELECT_BLOCKS,
            {"series": span.series, "lo": _LOWEST if lo is None else lo, "hi": _HIGHEST if hi is None else hi},
        )
        for row in rows:
            until = span.last_step if span.last_step is not None and span.last_step < row["last_step"] else None
            last_step = row["last_step"] if until is None else until
            yield Source(row["first_step"], last_step, row["first_time"], row["last_time"], row, None, until)
        for (number,) in self._connection.execute(
            "SELECT id FROM frame WHERE run = ? ORDER BY id", (span.run,)
        ).fetchall():
            points = self._blocks.frame(number).points(span.series)
            if points is None:
                continue
            first = 0 if lo is None else int(np.searchsorted(points.steps, lo, "left"))
            last = len(points) if hi is None else int(np.searchsorted(points.steps, hi, "right"))
            if first < last:
                points = points.where(slice(first, last))
                steps, times, _ = points
                yield Source(int(steps[0]), int(steps[-1]), int(times.min()), int(times.max()), None, points, None)


_LOWEST, _HIGHEST = -(1 << 63), (1 << 63) - 1

_FACTS = (
    "count, nonfinite, first_step, last_step, first_time, last_time, last, stamp, min, min_step, max, max_step, sum"
)

_SELECT_BLOCKS = """
SELECT id, axis, count, nonfinite, first_step, last_step, first_time, last_time, last, last_finite,
       min, min_step, max, max_step, sum, shift, cells
FROM block WHERE series = :series AND first_step <= :hi AND last_step >= :lo ORDER BY first_step
"""

# Right-hand sides see the row as it was before.
_UPSERT_FACTS = """
INSERT INTO series_facts (series, run, {facts}, tidy) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,1)
ON CONFLICT (series) DO UPDATE SET
  tidy = tidy AND excluded.first_step > last_step,
  count = count + excluded.count,
  nonfinite = nonfinite + excluded.nonfinite,
  first_step = min(first_step, excluded.first_step),
  last_step = max(last_step, excluded.last_step),
  first_time = min(first_time, excluded.first_time),
  last_time = max(last_time, excluded.last_time),
  last = CASE WHEN {newer} THEN excluded.last ELSE last END,
  stamp = CASE WHEN {newer} THEN excluded.stamp ELSE stamp END,
  min = CASE WHEN {lower} THEN excluded.min ELSE min END,
  min_step = CASE WHEN {lower} THEN excluded.min_step ELSE min_step END,
  max = CASE WHEN {higher} THEN excluded.max ELSE max END,
  max_step = CASE WHEN {higher} THEN excluded.max_step ELSE max_step END,
  sum = coalesce(sum + excluded.sum, 0)
""".format(
    facts=_FACTS,
    newer="excluded.last_step > last_step OR (excluded.last_step = last_step AND excluded.stamp >= stamp)",
    lower="excluded.min IS NOT NULL AND (min IS NULL OR excluded.min < min)",
    higher="excluded.max IS NOT NULL AND (max IS NULL OR excluded.max > max)",
)


def _ascends_in_time(groups: list[list[Source]]) -> bool:
    reach: int | None = None
    for group in groups:
        if reach is not None and min(source.first_time for source in group) <= reach:
            return False
        reach = max(source.last_time for source in group)
    return True


def facts_of_row(row: sqlite3.Row, stamp: int | None = None) -> SeriesFacts:
    """The figures in a row of `series_facts` or `block`."""
    return SeriesFacts(
        row["count"],
        row["nonfinite"],
        row["first_step"],
        row["last_step"],
        row["first_time"],
        row["last_time"],
        math.nan if row["last"] is None else row["last"],
        row["stamp"] if stamp is None else stamp,
        math.nan if row["min"] is None else row["min"],
        row["min_step"] or 0,
        math.nan if row["max"] is None else row["max"],
        row["max_step"] or 0,
        row["sum"],
    )


def _row_of_facts(facts: SeriesFacts) -> tuple[float | int | None, ...]:
    row: list[float | int | None] = list(facts)
    if math.isnan(facts.min):
        row[8:12] = [None] * 4
    if math.isnan(facts.sum):
        row[12] = 0.0
    return tuple(row)


def _combined(found: list[SeriesFacts]) -> SeriesFacts | None:
    """The figures of stretches that follow each other."""
    if not found:
        return None
    known = [facts for facts in found if not math.isnan(facts.min)]
    low = min(known, key=lambda facts: facts.min, default=found[0])
    high = max(known, key=lambda facts: facts.max, default=found[0])
    return SeriesFacts(
        sum(facts.points for facts in found),
        sum(facts.nonfinite for facts in found),
        found[0].first_step,
        found[-1].last_step,
        min(facts.first_time for facts in found),
        max(facts.last_time for facts in found),
        found[-1].last,
        found[-1].stamp,
        low.min,
        low.min_step,
        high.max,
        high.max_step,
        sum(facts.sum for facts in found),
    )
