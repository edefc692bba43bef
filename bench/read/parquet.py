"""The same points as Parquet, sorted by (series, step), and DuckDB's questions to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.read.journals import Chunk

# A tenth of DuckDB's own: a series of 10,000 points then costs a group or two instead of 122,880 rows, and a long scan hardly more.
ROW_GROUP_ROWS = 16_384
_SCHEMA = pa.schema([("series", pa.int32()), ("step", pa.int64()), ("time", pa.int64()), ("value", pa.float64())])
_BUFFERED_ROWS = 1_000_000

_THIN = """
SELECT series, step >> {shift} AS bucket, arg_max(value, step) AS last, min(value) AS min, max(value) AS max, avg(value) AS mean, count(*) AS counts
FROM read_parquet('{path}') WHERE {series} {limits} GROUP BY series, bucket ORDER BY series, bucket
"""


class ParquetWriter:
    """Puts series one behind the other into one file."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, _SCHEMA, compression="snappy", use_dictionary=["series"])
        self._series = -1
        self._parts: list[pa.Table] = []
        self._rows = 0

    def add(self, chunk: Chunk, more: bool) -> None:
        """The series of a chunk; with `more`, the last series goes on."""
        for column in range(len(chunk.names)):
            self._series += not more
            series = np.full(len(chunk.steps), self._series, np.int32)
            values = np.ascontiguousarray(chunk.values[:, column])
            self._parts.append(pa.table([series, chunk.steps, chunk.times, values], schema=_SCHEMA))
            self._rows += len(series)
        if self._rows >= _BUFFERED_ROWS:
            self._write(self._rows // ROW_GROUP_ROWS * ROW_GROUP_ROWS)

    def close(self) -> None:
        """Write what is left, and the footer."""
        self._write(self._rows)
        self._writer.close()

    def _write(self, rows: int) -> None:
        whole = pa.concat_tables(self._parts)
        self._writer.write_table(whole.slice(0, rows), row_group_size=ROW_GROUP_ROWS)
        self._parts = [whole.slice(rows)]
        self._rows -= rows


class ParquetPoints:
    """DuckDB over that file, its footer kept in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = duckdb.connect()
        self._connection.execute("SET parquet_metadata_cache = true")

    def thinned(
        self, series: Sequence[int], shift: int, lo: int | None = None, hi: int | None = None
    ) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
        """Series within inclusive limits on their steps, in buckets of `step >> shift`, as columns."""
        wanted = f"series = {series[0]}" if len(series) == 1 else f"series IN ({', '.join(map(str, series))})"
        limits = "" if lo is None or hi is None else f"AND step BETWEEN {lo} AND {hi}"
        query = _THIN.format(shift=shift, path=self._path, series=wanted, limits=limits)
        return self._connection.execute(query).fetchnumpy()
