"""The functions behind the views: what lies packed in the index, point by point and line by line.

A view reads points in chunks. `rs_chunks` gives the numbers of the chunks of a line, `rs_open` a list as long as a chunk has points, and
`rs_step`, `rs_time` and `rs_value` a point each: numbers travel as numbers, so that none loses a bit on the way.
"""

from __future__ import annotations

import math
from collections import Counter, OrderedDict
from collections.abc import Iterator
from typing import Any

import msgspec

from runstone.index.index import Snapshot
from runstone.index.points import Line
from runstone.index.sqlite_catalog import unpack_lines
from runstone.model.values import flatten, to_json
from runstone.query import lineage
from runstone.query.patterns import compiled

# A vector of DuckDB has 2,048 rows: as many chunks are decoded at once.
CHUNK_POINTS = 2048

# A stretch of steps is cut into so many powers of two at once.
_CUT_BITS = 8
_KEPT_CHUNKS = 64
_KEPT_LINES = 4096
_ALL = (1 << 62) - 1

Chunk = tuple[list[int], list[int], list[float]]
Value = int | float | str | None


class Functions:
    """Reads of one snapshot what no table of the index holds as rows."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._branches: OrderedDict[int, list[lineage.Branch]] = OrderedDict()
        self._figures: OrderedDict[tuple[int, str], dict[str, Value]] = OrderedDict()
        self._consoles: OrderedDict[int, list[tuple[int, str, str, str | None, str | None]]] = OrderedDict()
        self._documents: OrderedDict[tuple[int, int], dict[str, Any]] = OrderedDict()
        # Chunks that were numbered stay numbered, since a loop may come back to one; only their points are forgotten.
        self._places: list[tuple[int, str, int, int]] = []
        self._numbers: dict[tuple[int, str], tuple[int, int]] = {}
        self._chunks: OrderedDict[int, Chunk] = OrderedDict()
        self._at = -1
        self._chunk: Chunk = ([], [], [])

    def chunks(self, run: int, metric: str, count: int | None, first_step: int, last_step: int) -> str:
        """The numbers of the chunks of a line, as JSON. `count` is how many points it has from one step to the other, where that is known."""
        first, behind = self._numbered(run, metric, None if count is None else (count, first_step, last_step))
        return f"[{','.join(map(str, range(first, behind)))}]"

    def open(self, number: int) -> str:
        """As often the chunk's number as it has points, as JSON."""
        steps, _, _ = self._load(number)
        return f"[{','.join([str(number)] * len(steps))}]"

    def step(self, number: int, position: int) -> int:
        """The step of a point."""
        if number != self._at:
            self._load(number)
        return self._chunk[0][position]

    def time(self, number: int, position: int) -> int:
        """The time of a point."""
        if number != self._at:
            self._load(number)
        return self._chunk[1][position]

    def value(self, number: int, position: int) -> float:
        """The value of a point; SQLite makes NULL of NaN."""
        if number != self._at:
            self._load(number)
        return self._chunk[2][position]

    def points(self, number: int) -> Any:
        """The points of a chunk as arrays, for those who take them whole."""
        run, metric, lo, hi = self._places[number]
        return self._snapshot.series.raw(self._line(run, metric), lo, hi, _ALL)

    def figure(self, run: int, metric: str, name: str) -> Value:
        """A figure of a line; None where it has none."""
        known = self._figures.get((run, metric))
        if known is None:
            known = self._figures[run, metric] = self._computed(run, metric)
            _bound(self._figures, _KEPT_LINES)
        return known.get(name)

    def line(self, chunk: int, position: int, part: int) -> int | str | None:
        """The time, the stream, the text, the level or the logger of a line of the console."""
        lines = self._consoles.get(chunk)
        if lines is None:
            (data,) = self._snapshot.connection.execute(
                "SELECT lines_doc FROM console WHERE id = ?", (chunk,)
            ).fetchone()
            lines = [
                (line.time, "stderr" if line.is_stderr else "stdout", line.text, line.level, line.logger)
                for line in unpack_lines(data)
            ]
            self._consoles[chunk] = lines
            _bound(self._consoles, _KEPT_CHUNKS)
        return lines[position][part]

    def fact(self, source: int, run: int, key: str) -> Value:
        """A value of the config (0) or the summary (1) whole, where the table that is searched has it only nearly."""
        document = self._documents.get((source, run))
        if document is None:
            column = ("config_doc", "summary_doc")[source]
            row = self._snapshot.connection.execute(f"SELECT {column} FROM document WHERE run = ?", (run,)).fetchone()
            document = self._documents[source, run] = flatten(msgspec.msgpack.decode(row[0]))
            _bound(self._documents, _KEPT_CHUNKS)
        value = document.get(key)
        return value if isinstance(value, int | float | str | None) else _json(value)

    def _line(self, run: int, metric: str) -> Line:
        branches = self._branches.get(run)
        if branches is None:
            (name,) = self._snapshot.connection.execute("SELECT id FROM run WHERE key = ?", (run,)).fetchone()
            branches = self._branches[run] = lineage.branches(self._snapshot, name)
            _bound(self._branches, _KEPT_LINES)
        return lineage.line(self._snapshot, branches, metric)

    def _numbered(self, run: int, metric: str, extent: tuple[int, int, int] | None) -> tuple[int, int]:
        known = self._numbers.get((run, metric))
        if known is None:
            first = len(self._places)
            self._places += [(run, metric, lo, hi) for lo, hi in self._stretches(run, metric, extent)]
            known = self._numbers[run, metric] = first, len(self._places)
        return known

    def _stretches(self, run: int, metric: str, extent: tuple[int, int, int] | None) -> Iterator[tuple[int, int]]:
        """The first and last steps of the chunks of a line."""
        if extent is None:
            (facts,) = self._snapshot.series.summary([self._line(run, metric)])
            if facts is None:
                return
            extent = facts.points, facts.first_step, facts.last_step
        points, first, last = extent
        if last - first + 1 == points:
            for start in range(first, last + 1, CHUNK_POINTS):
                yield start, min(start + CHUNK_POINTS - 1, last)
        else:
            yield from self._cut(run, metric, points, first, last)

    def _cut(self, run: int, metric: str, points: int, lo: int, hi: int) -> Iterator[tuple[int, int]]:
        """Cuts where steps are many and far apart in others: a chunk has never more points than its size."""
        if points <= CHUNK_POINTS:
            yield lo, hi
            return
        shift = max(0, (hi - lo).bit_length() - _CUT_BITS)
        thinned = self._snapshot.series.buckets(self._line(run, metric), lo, hi, shift)
        counts = Counter(dict(zip(thinned.bucket.tolist(), thinned.counts.tolist(), strict=True)))
        counts.update((thinned.nonfinite_x >> shift).tolist())
        start, gathered = lo, 0
        for bucket in sorted(counts):
            begin, end = max(lo, bucket << shift), min(hi, ((bucket + 1) << shift) - 1)
            if gathered + counts[bucket] > CHUNK_POINTS:
                if gathered:
                    yield start, begin - 1
                start, gathered = begin, 0
            if counts[bucket] > CHUNK_POINTS:
                yield from self._cut(run, metric, counts[bucket], begin, end)
                start = end + 1
            else:
                gathered += counts[bucket]
        if gathered:
            yield start, hi

    def _load(self, number: int) -> Chunk:
        chunk = self._chunks.get(number)
        if chunk is None:
            steps, times, values = self.points(number)
            chunk = self._chunks[number] = steps.tolist(), times.tolist(), values.tolist()
            _bound(self._chunks, _KEPT_CHUNKS)
        self._at, self._chunk = number, chunk
        return chunk

    def _computed(self, run: int, metric: str) -> dict[str, Value]:
        (facts,) = self._snapshot.series.summary([self._line(run, metric)])
        if facts is None:
            return {}
        finite = facts.points - facts.nonfinite
        known = not math.isnan(facts.min)
        return {
            "count": facts.points,
            "nonfinite": facts.nonfinite,
            "first_step": facts.first_step,
            "last_step": facts.last_step,
            "last_time": facts.last_time,
            "last": facts.last,
            "min": facts.min if known else None,
            "min_step": facts.min_step if known else None,
            "max": facts.max if known else None,
            "max_step": facts.max_step if known else None,
            "mean": facts.sum / finite if known else None,
        }


def lines(count: int) -> str:
    """A list so long, as JSON."""
    return f"[{','.join('0' * count)}]"


def json(document: bytes) -> str:
    """What msgpack holds, as JSON."""
    return _json(msgspec.msgpack.decode(document))


def regexp(pattern: str | None, text: object) -> bool | None:
    """Whether a pattern is found in a text. RE2 takes a time that grows with the text alone, whatever the pattern."""
    if pattern is None or text is None:
        return None
    return compiled(str(pattern), case_sensitive=True).search(str(text)) is not None


def _json(value: Any) -> str:
    return msgspec.json.encode(to_json(value)).decode()


def _bound(cache: OrderedDict[Any, Any], size: int) -> None:
    if len(cache) > size:
        cache.popitem(last=False)
