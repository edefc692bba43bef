"""The series store in SQLite: the reading half, and the figures of each series. See `schema.sql` for what lies where."""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from runstone.index import figures
from runstone.index import points as arrays
from runstone.index.arrangement import Arrangement, Heap, Loose, arrange
from runstone.index.blocks import Blocks
from runstone.index.cache import Cache
from runstone.index.directory import Directory
from runstone.index.figures import NO_BLOCKS, BlockRows
from runstone.index.points import (
    Batch,
    Buckets,
    Float64,
    Int64,
    LastPoint,
    Line,
    Piece,
    Points,
    SeriesFacts,
    Span,
    XAxis,
)
from runstone.index.tables import to_tables

_LOWEST, _HIGHEST = -(1 << 63), (1 << 63) - 1


class Parts(NamedTuple):
    """What a line is made of, in the order of an axis: blocks of which some stand alone, and heaps of what overlaps."""

    blocks: BlockRows
    order: Arrangement


class Stretch(NamedTuple):
    """A part of a line that overlaps no other. Of one name are the same points for ever."""

    first: int
    last: int
    name: Hashable
    load: Callable[[], Points]
    block: np.void | None


class SqliteSeries:
    """Points in the tables `frame`, `axis`, `block` and `block_data`. Transactions are the caller's."""

    def __init__(self, connection: sqlite3.Connection, cache: Cache, *, frozen: bool = False) -> None:
        """
        Args:
            connection: to the index.
            cache: of all stores on one index.
            frozen: this store lives within one transaction that reads, so that nothing changes under it.
        """
        self._connection = connection
        self._cache = cache
        self._blocks = Blocks(connection, cache)
        self._directory = Directory(connection, cache, frozen)
        self._frozen = frozen
        # Several questions about a panel begin with the same.
        self._known_parts: dict[Hashable, Parts] = {}

    def append(self, points: npt.NDArray[np.void], batch: Batch) -> bool:
        """See SeriesStore."""
        known = self._connection.execute(
            "SELECT upto FROM ledger WHERE run = ? AND writer = ?", (batch.run, batch.writer)
        ).fetchone()
        if known is not None and known[0] >= batch.sequence:
            return False
        self._connection.execute("INSERT OR REPLACE INTO ledger VALUES (?, ?, ?)", batch)
        tables = to_tables(points)
        figures.update(self._connection, batch.run, tables)
        self._blocks.add(batch.run, tables)
        return True

    def prepare(self, lines: Sequence[Line]) -> None:
        """See SeriesStore."""
        spans = [span for line in lines for span in line]
        self._directory.prepare({span.series for span in spans}, {span.run for span in spans})

    def buckets(
        self, line: Line, lo: int | None, hi: int | None, shift: int, x: XAxis = "step", origin: int = 0
    ) -> Buckets:
        """See SeriesStore."""
        if not self._frozen:
            return self._buckets(line, lo, hi, shift, x, origin)
        self.prepare([line])
        key = self._name_of_buckets(line, lo, hi, shift, x, origin)
        return self._cache.get(key, lambda: self._buckets(line, lo, hi, shift, x, origin), _buckets_bytes)

    def _name_of_buckets(
        self, line: Line, lo: int | None, hi: int | None, shift: int, x: XAxis, origin: int
    ) -> Hashable:
        return ("line", self._directory.version(line), lo, hi, shift, x, origin)

    def buckets_of(
        self, lines: Sequence[Line], lo: int | None, hi: int | None, shift: int, x: XAxis, origins: Sequence[int]
    ) -> list[Buckets]:
        """See SeriesStore."""
        if self._frozen and x == "step":
            self._thin_single_blocks(lines, lo, hi, shift)
        return [self.buckets(line, lo, hi, shift, x, origin) for line, origin in zip(lines, origins, strict=True)]

    def _thin_single_blocks(self, lines: Sequence[Line], lo: int | None, hi: int | None, shift: int) -> None:
        """Fill the cache with those lines that are one block of which some points are wanted, all of them in one go."""
        self.prepare(lines)
        keys: list[Hashable] = []
        cuts: list[tuple[Int64, Float64]] = []
        for line in lines:
            block = self._single_block(line)
            if block is None or bool(_inside(block["first_step"], block["last_step"], lo, hi)):
                continue  # a whole block may have a roll-up, and is kept under a name of its own
            key = self._name_of_buckets(line, lo, hi, shift, "step", 0)
            if self._cache.find(key) is None:
                points, steps = arrays.cut(self._points_of_block(block), lo, hi, "step", 0)
                keys.append(key)
                cuts.append((steps, points.values))
        if not cuts:
            return
        for key, thinned in zip(keys, arrays.thin_all(cuts, shift), strict=True):
            self._cache.get(key, partial(_same, thinned), _buckets_bytes)

    def _single_block(self, line: Line) -> np.void | None:
        """The block that all points of a line are in, if there is one."""
        if len(line) != 1 or line[0].last_step is not None:
            return None
        rows = self._directory.blocks(line[0].series)
        if len(rows) != 1 or any(
            self._blocks.frame(number).points(line[0].series) is not None
            for number in self._directory.frames(line[0].run)
        ):
            return None
        return cast(np.void, rows[0])

    def _buckets(self, line: Line, lo: int | None, hi: int | None, shift: int, x: XAxis, origin: int) -> Buckets:
        parts = self._parts(line, lo, hi, x, origin)
        rows = parts.blocks[parts.order.alone]
        flat = np.zeros(len(rows), np.bool_)
        if x == "step":
            flat = (rows["nonfinite"] == 0) & (rows["first_step"] >> shift == rows["last_step"] >> shift)
            flat &= _inside(rows["first_step"], rows["last_step"], lo, hi)
        found = []
        for stretch in self._stretches(parts, x, origin, ~flat):
            inside = bool(_inside(stretch.first, stretch.last, lo, hi))
            limits = (None, None) if inside else (lo, hi)

            def thin(stretch: Stretch = stretch, limits: tuple[int | None, int | None] = limits) -> Buckets:
                return self._rolled(stretch, shift, x, limits) or _thinned(stretch.load(), *limits, shift, x, origin)

            if inside:
                thinned = self._cache.get(("thin", stretch.name, shift, x, origin), thin, _buckets_bytes)
            else:
                thinned = thin()
            found.append((stretch.first, thinned))
        return _merged(rows[flat], shift, found)

    def _rolled(self, stretch: Stretch, shift: int, x: XAxis, limits: tuple[int | None, int | None]) -> Buckets | None:
        """Buckets of a block's roll-up; None where it must be decoded."""
        row = stretch.block
        if row is None or x != "step" or limits != (None, None) or row["nonfinite"] or shift < row["shift"]:
            return None
        cells = self._blocks.cells(int(row["id"]))
        return arrays.together(
            arrays.no_buckets()._replace(
                bucket=cells.cell >> (shift - int(row["shift"])),
                last=cells.last,
                min=cells.min,
                max=cells.max,
                sum=cells.sum,
                counts=cells.counts,
            )
        )

    def raw(self, line: Line, lo: int | None, hi: int | None, limit: int, x: XAxis = "step", origin: int = 0) -> Points:
        """See SeriesStore."""
        found: list[Points] = []
        missing = limit
        for stretch in self._stretches(self._parts(line, lo, hi, x, origin), x, origin):
            points, _ = arrays.cut(stretch.load(), lo, hi, x, origin)
            found.append(points.where(slice(missing)))
            missing -= len(found[-1])
            if missing <= 0:
                break
        return arrays.join(found)

    def at_least(self, line: Line, lo: int | None, hi: int | None, x: XAxis = "step", origin: int = 0) -> int:
        """See SeriesStore."""
        rows_of_series = self._facts([line])
        if lo is None and hi is None and len(line) == 1 and line[0].last_step is None:
            row = rows_of_series.get(line[0].series)
            if row is None or row["tidy"]:
                return row["count"] if row else 0
        on_steps = x == "step"
        blocks, order = self._parts(line, lo if on_steps else None, hi if on_steps else None, "step", 0)
        rows = blocks[order.alone]
        first, last = _extents(rows, x, origin)
        count = int(rows["count"][_inside(first, last, lo, hi)].sum())
        if on_steps or (lo is None and hi is None):
            for heap in order.heaps:
                # What overlaps may have the same steps; what is loose lies within the limits.
                sizes = [len(loose.x) for loose in heap.loose]
                if _inside(heap.first, heap.last, lo, hi):
                    sizes += blocks["count"][heap.blocks].tolist()
                count += max(sizes, default=0)
        return count

    def at_most(self, lines: Sequence[Line]) -> int:
        """See SeriesStore."""
        rows = self._facts(lines)
        return sum(rows[span.series]["count"] for line in lines for span in line if span.series in rows)

    def first_past(self, line: Line, bound: float, rising: bool) -> LastPoint | None:
        """See SeriesStore."""
        parts = self._parts(line, None, None, "step", 0)
        rows = parts.blocks[parts.order.alone]
        past = rows["max"] > bound if rising else rows["min"] < bound
        for stretch in self._stretches(parts, "step", 0, past | (rows["nonfinite"] > 0)):
            found = arrays.first_past(stretch.load(), bound, rising)
            if found is not None:
                return found
        return None

    def pieces(self, line: Line) -> list[Piece]:
        """See SeriesStore."""
        found = []
        for first, last, _, load, row in self._stretches(self._parts(line, None, None, "step", 0), "step", 0):
            if row is None:
                found.append(Piece(first, last, len(load()), -math.inf, math.inf, load))
            elif row["count"] == row["nonfinite"]:
                found.append(Piece(first, last, int(row["count"]), math.inf, -math.inf, load))
            else:
                found.append(Piece(first, last, int(row["count"]), float(row["min"]), float(row["max"]), load))
        return found

    def summary(self, lines: Sequence[Line]) -> list[SeriesFacts | None]:
        """See SeriesStore."""
        rows = self._facts(lines)
        found: list[SeriesFacts | None] = []
        for line in lines:
            row = rows.get(line[0].series) if line else None
            if len(line) == 1 and line[0].last_step is None and (row is None or row["tidy"]):
                found.append(None if row is None else figures.facts_of_row(row))
            else:
                found.append(self._computed(line))
        return found

    def last(self, lines: Sequence[Line]) -> list[LastPoint | None]:
        """See SeriesStore."""
        rows = self._facts(lines)
        return [max(self._ends(line, rows), default=None, key=lambda end: (end.step, end.time)) for line in lines]

    def _ends(self, line: Line, rows: dict[int, sqlite3.Row]) -> Iterator[LastPoint]:
        for span in line:
            row = rows.get(span.series)
            if row is None:
                continue
            if span.last_step is None or row["last_step"] <= span.last_step:
                yield LastPoint(row["last_step"], row["stamp"], math.nan if row["last"] is None else row["last"])
            elif stretches := [*self._stretches(self._parts((span,), None, None, "step", 0), "step", 0)]:
                steps, times, values = stretches[-1].load()
                yield LastPoint(int(steps[-1]), int(times[-1]), float(values[-1]))

    def extent(self, line: Line, x: XAxis = "step", origin: int = 0) -> tuple[int, int] | None:
        """See SeriesStore."""
        rows = self._facts([line])
        ends: list[tuple[int, int]] = []
        for span in line:
            row = rows.get(span.series)
            if row is None:
                continue
            if span.last_step is None or row["last_step"] <= span.last_step:
                columns = ("first_step", "last_step") if x == "step" else ("first_time", "last_time")
                ends.append((row[columns[0]] - origin, row[columns[1]] - origin))
            else:
                ends += self._ends_of_parts(self._parts((span,), None, None, "step", 0), x, origin)
        return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None

    def _ends_of_parts(self, parts: Parts, x: XAxis, origin: int) -> Iterator[tuple[int, int]]:
        """Where each of the parts begins and ends; parts are in the order of steps."""
        first, last = _extents(parts.blocks, x, origin)
        if len(first):
            yield int(first.min()), int(last.max())
        for heap in parts.order.heaps:
            for loose in heap.loose:
                at = loose.points.steps if x == "step" else loose.points.times - origin
                yield int(at.min()), int(at.max())

    def _facts(self, lines: Sequence[Line]) -> dict[int, sqlite3.Row]:
        return self._directory.facts(span.series for line in lines for span in line)

    def _computed(self, line: Line) -> SeriesFacts | None:
        parts = self._parts(line, None, None, "step", 0)
        rows = parts.blocks[parts.order.alone]
        found: list[SeriesFacts] = []
        if len(rows):
            stamp = int(self._blocks.axis(int(rows["axis"][-1]))[1][-1])
            found.append(figures.facts_of_blocks(rows, stamp))
        for stretch in self._stretches(parts, "step", 0, np.zeros(len(rows), np.bool_)):
            facts = arrays.facts_of(stretch.load())
            if facts is not None:
                found.append(facts)
        return figures.combined(found)

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
            line: Line = (Span(run, series),)
            if self._directory.blocks(series).size:
                rows, order = self._parts(line, None, None, "step", 0)
                settled = [self._points_of(rows, heap) for heap in order.heaps]
                gone = [*order.apart, *(block for heap in order.heaps for block in heap.blocks)]
                self._blocks.replace(run, series, rows[gone], settled)
            facts = self._computed(line)
            if facts is not None:
                self._connection.execute(
                    f"UPDATE series_facts SET ({figures.COLUMNS}, tidy) = (?,?,?,?,?,?,?,?,?,?,?,?,?,1) WHERE series = ?",
                    (*figures.row_of_facts(facts), series),
                )

    def _parts(self, line: Line, lo: int | None, hi: int | None, x: XAxis, origin: int) -> Parts:
        """The parts of a line that have points within limits, or may have."""
        if not self._frozen:
            return self._find_parts(line, lo, hi, x, origin)
        key = (line, lo, hi, x, origin)
        if key not in self._known_parts:
            self._known_parts[key] = self._find_parts(line, lo, hi, x, origin)
        return self._known_parts[key]

    def _find_parts(self, line: Line, lo: int | None, hi: int | None, x: XAxis, origin: int) -> Parts:
        if x == "step":
            return self._parts_by_step(line, lo, hi)
        # Whatever the limits: a point outside of them in time may stand for one inside.
        blocks, by_step = self._parts(line, None, None, "step", 0)
        loose = [_by_time(_name(blocks, heap), self._points_of(blocks, heap), origin) for heap in by_step.heaps]
        alone = blocks[by_step.alone]
        first, last = alone["first_time"] - origin, alone["last_time"] - origin

        def take(index: int) -> Loose:
            return _by_time(int(alone["id"][index]), self._points_of_block(alone[index]), origin)

        order = arrange(first, last, [part for part in loose if len(part.x)], take)
        chosen = _touches(first[order.alone], last[order.alone], lo, hi)
        heaps = [heap for heap in order.heaps if _touches(heap.first, heap.last, lo, hi)]
        return Parts(alone, Arrangement(order.alone[chosen], heaps, order.apart))

    def _parts_by_step(self, line: Line, lo: int | None, hi: int | None) -> Parts:
        found, loose = [NO_BLOCKS], []
        for span in line:
            until = min((step for step in (hi, span.last_step) if step is not None), default=None)
            rows = self._directory.blocks(span.series)
            rows = rows[_touches(rows["first_step"], rows["last_step"], lo, until)]
            if span.last_step is not None and len(rows):
                # A block beyond the end of its span is not what its figures say.
                whole = rows["last_step"] <= span.last_step
                loose += [_by_step(int(row["id"]), self._points_of_block(row), lo, until) for row in rows[~whole]]
                rows = rows[whole]
            found.append(rows)
            for number in self._directory.frames(span.run):
                points = self._blocks.frame(number).points(span.series)
                if points is not None:
                    loose.append(_by_step(("frame", number, span.series), points, lo, until))
        blocks = np.concatenate(found) if len(found) > 2 else found[-1]

        def take(index: int) -> Loose:
            return _by_step(int(blocks["id"][index]), self._points_of_block(blocks[index]), lo, hi)

        loose = _chained([part for part in loose if len(part.x)], blocks)
        return Parts(blocks, arrange(blocks["first_step"], blocks["last_step"], loose, take))

    def _stretches(
        self, parts: Parts, x: XAxis, origin: int, chosen: npt.NDArray[np.bool_] | None = None
    ) -> Iterator[Stretch]:
        """The stretches of a line, x ascending: all heaps, and the blocks that stand alone, or those of them that are chosen."""
        blocks, order = parts
        alone = order.alone if chosen is None else order.alone[chosen]
        first, last = _extents(blocks[alone], x, origin)
        found: list[tuple[int, int, int | Heap]] = [*zip(first.tolist(), last.tolist(), alone.tolist(), strict=True)]
        if order.heaps:
            found += [(heap.first, heap.last, heap) for heap in order.heaps]
            found.sort(key=lambda part: part[0])
        for begin, end, part in found:
            if isinstance(part, Heap):
                yield Stretch(begin, end, _name(blocks, part), partial(self._points_of, blocks, part), None)
            else:
                row = blocks[part]
                yield Stretch(begin, end, int(row["id"]), partial(self._points_of_block, row), row)

    def _points_of_block(self, row: np.void) -> Points:
        return self._blocks.points(int(row["id"]), int(row["axis"]))

    def _points_of(self, blocks: BlockRows, heap: Heap) -> Points:
        found = [self._points_of_block(blocks[index]) for index in heap.blocks]
        return arrays.settle(arrays.join([*found, *(loose.points for loose in heap.loose)]))


def _name(blocks: BlockRows, heap: Heap) -> Hashable:
    return (*blocks["id"][heap.blocks].tolist(), *(loose.name for loose in heap.loose))


def _by_step(name: Hashable, points: Points, lo: int | None, hi: int | None) -> Loose:
    points, steps = arrays.cut(points, lo, hi, "step", 0)
    return Loose((name, len(steps), int(steps[0]) if len(steps) else 0), steps, points)


def _chained(loose: list[Loose], blocks: BlockRows) -> list[Loose]:
    """Frames that follow each other behind all blocks, as they do while a run is recorded, as one: what costs is calls, not points."""
    if len(loose) < 2 or any(after.x[0] <= before.x[-1] for before, after in pairwise(loose)):
        return loose
    if len(blocks) and blocks["last_step"].max() >= loose[0].x[0]:
        return loose
    points = arrays.join([part.points for part in loose])
    return [Loose(tuple(part.name for part in loose), points.steps, points)]


def _by_time(name: Hashable, points: Points, origin: int) -> Loose:
    points, at = arrays.cut(points, None, None, "time", origin)
    return Loose((name, "time"), at, points)


def _extents(rows: BlockRows, x: XAxis, origin: int) -> tuple[Int64, Int64]:
    if x == "step":
        return rows["first_step"], rows["last_step"]
    return rows["first_time"] - origin, rows["last_time"] - origin


def _touches(first: Any, last: Any, lo: int | None, hi: int | None) -> Any:
    """Whether some of what lies between first and last may be within the limits."""
    return (last >= (_LOWEST if lo is None else lo)) & (first <= (_HIGHEST if hi is None else hi))


def _inside(first: Any, last: Any, lo: int | None, hi: int | None) -> Any:
    """Whether all that lies between first and last is within the limits."""
    return (first >= (_LOWEST if lo is None else lo)) & (last <= (_HIGHEST if hi is None else hi))


def _thinned(points: Points, lo: int | None, hi: int | None, shift: int, x: XAxis, origin: int) -> Buckets:
    kept, at = arrays.cut(points, lo, hi, x, origin)
    return arrays.thin(at, kept.values, shift)


def _merged(flat: BlockRows, shift: int, others: list[tuple[int, Buckets]]) -> Buckets:
    """Blocks that lie in one bucket each, and other buckets by their first x, as one line."""
    if not len(flat):
        return arrays.merge([buckets for _, buckets in others])
    of_blocks = arrays.no_buckets()._replace(
        bucket=flat["first_step"] >> shift,
        last=flat["last_finite"],
        min=flat["min"],
        max=flat["max"],
        sum=flat["sum"],
        counts=flat["count"],
    )
    if not others:
        return arrays.together(of_blocks)
    joined = arrays.joined([of_blocks, *(buckets for _, buckets in others)])
    begins = np.repeat([first for first, _ in others], [len(buckets.bucket) for _, buckets in others])
    order = np.argsort(np.concatenate([flat["first_step"], begins.astype(np.int64)]), kind="stable")
    return arrays.together(joined.where(order))


def _same(buckets: Buckets) -> Buckets:
    return buckets


def _buckets_bytes(buckets: Buckets) -> int:
    return 1000 + sum(column.nbytes for column in buckets)
